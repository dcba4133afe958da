"""How fast the view opens and pans in Chromium, and how large it is: the numbers of docs/views.md.

    python benchmarks/view.py [300 5000 50000]

Graphs are made up by chance with a fixed seed: regions, their agencies, events and people, as in news. For each:
seconds of CPU to write the page, its size, milliseconds until it can be used (from disk: on the wall, and of the main
thread's CPU), and, while the mouse drags the picture with everything unfolded, script milliseconds a frame (CDP's
ScriptDuration in thread ticks) and frames a second. Chromium is headless and draws in software here: script time is
comparable, frames a second are this machine's, and the wall's clock tells how busy it was.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.panel import panel_maker
from kg.view import write_view

SYSTEMS = ("公安局", "消防救援大队", "人民法院", "卫生健康局", "教育局", "应急管理局", "司法局", "民政局")
EVENTS = ("宣传活动", "应急演练", "专项检查", "救援行动")


class Figures(NamedTuple):
    """Counts, then CPU seconds, megabytes, milliseconds (wall, CPU), script milliseconds a frame, frames a second."""

    entities: int
    facts: int
    written: float
    size: float
    ready: float
    busy: float
    script: float
    frames: float


def make(wanted: int, seed: int = 7) -> Knowledge:
    """A graph of about so many entities beside its articles."""
    chance = Random(seed)
    entities: dict[str, Entity] = {}
    facts: dict[tuple[str, str, str], Fact] = {}
    articles = [f"article/{number}" for number in range(max(1, wanted // 25))]

    def add(name: str, kind: str, label: str, **attributes: str) -> str:
        entities[name] = Entity(id=name, type=kind, label=label, attributes=tuple(sorted(attributes.items())))
        return name

    def say(subject: str, predicate: str, object: str) -> None:
        proof = Evidence(
            article=chance.choice(articles), source=f"pages/{chance.randrange(400)}.txt", span=Span(0, 9),
            line=chance.randrange(1, 90), rule="made.up", confidence=round(chance.uniform(0.5, 0.99), 2),
            quote=f"{entities[object].label}的有关工作由此展开，第{chance.randrange(10**5)}号。",
        )  # fmt: skip
        if subject != object:
            key = (subject, predicate, object)
            facts[key] = Fact(subject=subject, predicate=predicate, object=object, evidence=(proof,))

    for article in articles:
        day = f"202{chance.randrange(1, 5)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
        add(article, "Article", f"{article.removeprefix('article/')}号报道", date=day)
    provinces = [add(f"region/{n}", "Region", f"第{n}省") for n in range(max(2, wanted // 1500))]
    agencies: list[str] = []
    number = 0
    while len(entities) - len(articles) < wanted:
        number += 1
        county = add(f"region/county-{number}", "Region", f"{'东西南北中'[number % 5]}{number}县")
        say(county, "within", chance.choice(provinces))
        own: list[str] = []
        for system in SYSTEMS[: chance.randrange(2, 9)]:
            agency = add(f"agency/{number}-{system}", "Agency", f"{entities[county].label}{system}")
            say(agency, "jurisdiction", county)
            if own and chance.random() < 0.6:
                say(agency, "partOf", chance.choice(own))
            for kind in EVENTS[: chance.randrange(4)]:
                day = f"202{chance.randrange(1, 5)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
                event = add(
                    f"event/{agency}-{kind}", "Event", f"{entities[agency].label}{kind}", begin=day, end=day, time=day
                )
                say(agency, "organizes", event)
                say(event, "takesPlaceIn", county)
            if chance.random() < 0.5:
                say(
                    add(f"person/{agency}", "Person", f"{'王李张刘陈'[number % 5]}某{len(entities)}"),
                    "memberOf",
                    agency,
                )
            if agencies and chance.random() < 0.2:
                say(agency, "collaboratesWith", chance.choice(agencies))
            own.append(agency)
        agencies += own
    for article in articles:
        for agency in chance.sample(agencies, min(6, len(agencies))):
            say(article, "mentions", agency)
    return Knowledge(tuple(sorted(entities.values())), tuple(sorted(facts.values())))


@contextmanager
def browser(profile: str) -> Iterator[Any]:
    """A headless Chromium of 1280 by 800."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={profile}")
    options.add_argument("--window-size=1280,900")
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(300)
    try:
        yield driver
    finally:
        driver.quit()


def spent(driver: Any, name: str) -> float:
    """Seconds of the main thread's CPU that the page has spent, by the name of a metric of CDP."""
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == name)


def drag(driver: Any, steps: int = 90) -> tuple[float, float]:
    """Script milliseconds a frame and frames a second while the mouse drags the picture."""

    def mouse(kind: str, x: float, y: float) -> None:
        given = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", given)

    driver.execute_script(
        "window.frames_ = 0; (function tick() { window.frames_ += 1; requestAnimationFrame(tick); })()"
    )
    mouse("mousePressed", 420, 620)
    before, frames, start = (
        spent(driver, "ScriptDuration"),
        driver.execute_script("return window.frames_"),
        time.perf_counter(),
    )
    for step in range(steps):
        mouse("mouseMoved", 420 + 6 * step, 620 - 3 * step)
    script, drawn = spent(driver, "ScriptDuration") - before, driver.execute_script("return window.frames_") - frames
    seconds = time.perf_counter() - start
    mouse("mouseReleased", 420 + 6 * steps, 620 - 3 * steps)
    return 1000.0 * script / max(1, drawn), drawn / seconds


def measure(wanted: int, folder: Path) -> Figures:
    """The figures of one graph."""
    knowledge, path = make(wanted), folder / f"{wanted}.html"
    start = time.process_time()
    write_view(knowledge, path, title=f"{wanted}", answers=panel_maker())
    written = time.process_time() - start
    with browser(str(folder / f"profile-{wanted}")) as driver:
        driver.get("about:blank")
        driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        driver.get(path.as_uri())
        while not driver.execute_script("return document.documentElement.dataset.ready"):
            time.sleep(0.1)
        ready = float(driver.execute_script("return document.documentElement.dataset.ready"))
        busy = 1000.0 * spent(driver, "TaskDuration")
        driver.execute_script("document.querySelector('#fold')?.click()")
        time.sleep(3)
        script, frames = drag(driver)
    return Figures(
        len(knowledge.entities), len(knowledge.facts), written, path.stat().st_size / 1e6, ready, busy, script, frames
    )


def main() -> None:
    heads = ("entities", "relations", "written, CPU s", "file, MB", "usable after, ms", "of these CPU")
    print(f"| {' | '.join((*heads, 'script ms a frame', 'frames a second'))} |")
    print("|---" * 8 + "|")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for wanted in map(int, sys.argv[1:] or ("300", "5000", "50000")):
            f = measure(wanted, Path(folder))
            cells = (f"{f.entities:,}", f"{f.facts:,}", f"{f.written:.1f}", f"{f.size:.1f}", f"{f.ready:.0f}")
            more = (f"{f.busy:.0f}", f"{f.script:.1f}", f"{f.frames:.0f}")
            print(f"| {' | '.join((*cells, *more))} |", flush=True)


if __name__ == "__main__":
    main()
