"""The pictures beside the graph in a real browser: they work with mouse and keys, and ask nothing of any network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.report import write_report
from kg.view import KINDS, write_picture
from tests.unit.test_pictures import GRAPH, NASTY, PICTURES, said, thing

DRIVER = shutil.which("chromedriver")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (DRIVER and BROWSER), reason="Chromium or its driver is not installed"),
]
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    assert BROWSER is not None
    options.binary_location = BROWSER
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def show(driver: Any, tmp_path: Path) -> Open:
    """A function that opens a picture of a graph at a size."""

    def open_at(kind: str, knowledge: Any = GRAPH, size: tuple[int, int] = (1280, 800), lang: str = "zh") -> Any:
        write_picture(knowledge, tmp_path / "图.html", kind, title="试", lang=lang)
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 500}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        driver.get((tmp_path / "图.html").as_uri())
        return driver

    return open_at


def text(page: Any, selector: str) -> str:
    """The text of an element."""
    return str(page.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector))


def click(page: Any, selector: str) -> None:
    page.execute_script(
        "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click', {bubbles: true}))", selector
    )


def troubles(page: Any) -> list[str]:
    """What the page asked of a network, and what its console holds."""
    asked = page.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    found = [name for name in asked if not name.startswith("data:")]
    return found + [line["message"] for line in page.get_log("browser") if line["level"] in ("SEVERE", "WARNING")]


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_fits_its_screen_and_asks_no_network(show: Open, kind: str, size: tuple[int, int]) -> None:
    page = show(kind, size=size, lang="zh" if size[0] > 500 else "en")
    assert page.execute_script("return document.documentElement.scrollWidth") <= size[0]
    assert troubles(page) == []
    for look in ("light", "dark"):
        page.execute_script("document.documentElement.dataset.theme = arguments[0]", look)
        ink, paper = page.execute_script(
            "const s = getComputedStyle(document.querySelector('.panel')), p = getComputedStyle(document.body);"
            "return [p.color, s.backgroundColor].map(c => c.match(/[\\d.]+/g).slice(0, 3).map(Number))"
        )
        assert abs(sum(ink) - sum(paper)) > 400


@pytest.mark.parametrize("kind", PICTURES)
def test_names_that_are_markup_stay_text(show: Open, kind: str) -> None:
    from kg.model import Entity, Fact, Knowledge

    entities = tuple(
        Entity(id=e.id, type=e.type, label=NASTY + e.label, aliases=e.aliases, attributes=e.attributes)
        for e in GRAPH.entities
    )
    facts = tuple(
        Fact(subject=f.subject, predicate=f.predicate, object=f.object, evidence=(said(NASTY),)) for f in GRAPH.facts
    )
    page = show(kind, Knowledge(entities, facts))
    selector = {
        "timeline": ".mark[data-n]",
        "map": "#inside .link",
        "matrix": "td button",
        "hierarchy": ".tree [data-thing]",
    }[kind]
    click(page, selector)
    assert NASTY in text(page, "#card")
    assert page.execute_script("return document.querySelectorAll('img').length") == 0
    assert page.title.startswith("试")
    assert troubles(page) == []


def test_an_event_tells_when_where_who_and_who_says_so(show: Open) -> None:
    page = show("timeline")
    assert page.execute_script("return document.querySelectorAll('.mark[data-n]').length") == 3
    click(page, '[aria-label^="活动：宣传活动"]')
    card = text(page, "#card")
    for part in (
        "宣传活动",
        "2024年3月5日",
        "某广场",
        "某小学",
        "呼和浩特市公安局赛罕区分局",
        "页/甲.txt:3",
        "街头宣传",
    ):
        assert part in card
    assert "3月5日，赛罕区分局在某广场举办宣传活动。" in card
    assert "5月12日（年份不明）" in text(page, "#undated")
    assert "一次救援" in text(page, "#undated")


def test_hovering_an_event_tells_it_in_short(show: Open) -> None:
    page = show("timeline")
    page.execute_script(
        "const mark = document.querySelector('[aria-label^=\"活动：宣传活动\"]');"
        "mark.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
    )
    tip = text(page, "#tip")
    for part in ("宣传活动", "2024年3月5日", "某广场", "某小学", "在某广场举办宣传活动。", "页/甲.txt:3"):
        assert part in tip


def test_the_timeline_filters_zooms_and_folds(show: Open) -> None:
    page = show("timeline")
    marks = (
        "return [...document.querySelectorAll('.mark[data-n]')].map(e => e.getAttribute('aria-label').split('：')[0])"
    )
    click(page, '[data-type="meeting"]')
    assert page.execute_script(marks) == ["会议"]
    click(page, '[data-type="meeting"]')
    assert len(page.execute_script(marks)) == 3
    page.execute_script(
        "const f = document.querySelector('#find'); f.value = '小学'; f.dispatchEvent(new Event('input'))"
    )
    assert page.execute_script(marks) == ["活动"]
    page.execute_script("const f = document.querySelector('#find'); f.value = ''; f.dispatchEvent(new Event('input'))")
    rows = "return document.querySelectorAll('.row').length"
    before = page.execute_script(rows)
    click(page, "[data-fold]")
    assert page.execute_script(rows) == before - 1
    ticks = page.execute_script("return document.querySelector('#axis').innerText")
    for _ in range(3):
        click(page, "#zoomin")
    assert page.execute_script("return document.querySelector('#axis').innerText") != ticks
    assert page.execute_script("return document.querySelector('#overview .window') !== null")
    click(page, "#whole")
    assert page.execute_script("return document.querySelector('#axis').innerText") == ticks
    assert troubles(page) == []


def test_keys_alone_reach_an_event_and_come_back(show: Open) -> None:
    from selenium.webdriver.common.keys import Keys

    page = show("timeline")
    for _ in range(60):
        page.switch_to.active_element.send_keys(Keys.TAB)
        if "mark" in (page.switch_to.active_element.get_attribute("class") or ""):
            break
    label = page.switch_to.active_element.get_attribute("aria-label")
    assert label
    page.switch_to.active_element.send_keys(Keys.ENTER)
    assert page.execute_script("return !document.querySelector('#card').hidden")
    page.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert page.execute_script("return document.querySelector('#card').hidden")
    page.execute_script("document.activeElement.blur()")
    page.switch_to.active_element.send_keys("/")
    assert page.execute_script("return document.activeElement.id") == "find"


def test_many_events_on_a_day_are_counted(show: Open) -> None:
    from kg.model import Knowledge

    day = dict.fromkeys(("time", "begin", "end"), "2024-03-05")
    events = tuple(thing(f"event/{i:03}", f"第{i}次", eventType="case", **day) for i in range(300))
    page = show("timeline", Knowledge(events))
    assert "+296" in text(page, "#rows")
    click(page, ".mark.many")
    assert page.execute_script("return document.querySelectorAll('#card .list li').length") == 296


def test_the_map_leads_from_a_province_to_what_happened(show: Open) -> None:
    page = show("map")
    assert page.execute_script("return document.querySelectorAll('.chart .tile').length") == 34
    click(page, '.chart [data-code="150000"]')
    assert "呼和浩特" in text(page, "#inside")
    click(page, '#inside [data-code="150100"]')
    assert "呼和浩特市" in text(page, "#inside h2")
    click(page, '[data-layer="agencies"]')
    assert "赛罕区分局" in text(page, "#inside")
    click(page, "#inside .link")
    assert "页/甲.txt" in text(page, "#card")
    click(page, '.chart [data-code="710000"]')
    assert "台湾省" in text(page, "#inside h2")
    assert troubles(page) == []


def test_a_cell_of_the_matrix_shows_the_sentences(show: Open) -> None:
    from selenium.webdriver.common.keys import Keys

    page = show("matrix")
    cells = "return [...document.querySelectorAll('td button')].filter(b => !b.hidden).map(b => b.textContent).sort()"
    assert page.execute_script(cells) == ["1", "1", "2", "2"]
    click(page, 'td button[aria-label$="2"]')
    assert "大队联合分局。" in text(page, "#card")
    assert "“护学”行动" in text(page, "#card")
    assert "页/甲.txt:9" in text(page, "#card")
    click(page, '[data-kind="programme"]')
    assert page.execute_script(cells) == ["1", "1", "1", "1"]
    page.execute_script("document.querySelector('td button[tabindex=\"0\"]').focus()")
    before = page.switch_to.active_element.get_attribute("data-at")
    page.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    page.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert page.switch_to.active_element.get_attribute("data-at") != before
    assert troubles(page) == []


def test_the_trees_fold_find_and_tell(show: Open) -> None:
    page = show("hierarchy")
    lines = "[...document.querySelectorAll('#agencies [data-thing]')]"
    shown = f"return {lines}.filter(e => e.offsetParent).map(e => e.innerText)"
    assert len(page.execute_script(shown)) == 3
    click(page, "#collapse")
    assert "呼和浩特市公安局赛罕区分局" not in page.execute_script(shown)
    find = "const f = document.querySelector('#find'); f.value = arguments[0]; f.dispatchEvent(new Event('input'))"
    page.execute_script(find, "赛罕区分局")
    assert page.execute_script(shown) == ["呼和浩特市公安局", "呼和浩特市公安局赛罕区分局"]
    page.execute_script(find, "没有的名字")
    assert page.execute_script("return !document.querySelector('#blank').hidden")
    page.execute_script(find, "")
    click(page, "#expand")
    click(page, "#agencies ul ul [data-thing]")
    assert "分局是市局的一部分。" in text(page, "#card")
    click(page, "#tab-regions")
    assert "赛罕区" in text(page, "#regions")
    assert troubles(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_notebook_shows_it_in_a_frame_of_its_own(driver: Any, tmp_path: Path, kind: str) -> None:
    page = f"<!DOCTYPE html><meta charset='utf-8'><link rel='icon' href='data:,'>{GRAPH.view(kind)._repr_html_()}"
    (tmp_path / "本.html").write_text(page, encoding="utf-8")
    driver.get((tmp_path / "本.html").as_uri())
    driver.switch_to.frame(0)
    shapes = {"graph": "canvas", "map": ".tile", "matrix": "td button", "hierarchy": ".tree", "timeline": ".mark"}
    from selenium.webdriver.support.ui import WebDriverWait

    script = f"return document.querySelector('{shapes[kind]}')?.getBoundingClientRect().width > 5"
    assert WebDriverWait(driver, 20).until(lambda page: page.execute_script(script))
    assert troubles(driver) == []
    driver.switch_to.default_content()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_the_report_fits_and_leads_to_its_queries(driver: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    write_report(GRAPH, tmp_path / "报告.html", title="试")
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get((tmp_path / "报告.html").as_uri())
    assert driver.execute_script("return document.documentElement.scrollWidth") <= size[0]
    driver.execute_script("document.documentElement.style.scrollBehavior = 'auto'")
    driver.execute_script("document.querySelector('.figures a.n').click()")
    assert driver.execute_script("return location.hash") == "#query-classes"
    assert driver.execute_script("return document.querySelector(':target').getBoundingClientRect().top") < size[1]
    assert troubles(driver) == []


def test_paper_is_white_and_has_all_columns(driver: Any, tmp_path: Path) -> None:
    write_report(GRAPH, tmp_path / "报告.html", title="试")
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 690, "height": 980, "deviceScaleFactor": 1, "mobile": False}
    )
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": dark})
    try:
        driver.get((tmp_path / "报告.html").as_uri())
        look = driver.execute_script(
            "const s = e => getComputedStyle(document.querySelector(e));"
            "const columns = e => s(e).gridTemplateColumns.split(' ').length;"
            "return [s('body').backgroundColor, columns('.figures'), columns('.two')]"
        )
        assert look == ["rgb(255, 255, 255)", 6, 2]
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
