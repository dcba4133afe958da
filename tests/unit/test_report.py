"""The report: every number is the answer of the query it names, and nothing in it acts or asks a network."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import GraphError, UsageError
from kg.model import Entity, Fact, Knowledge, Skip
from kg.rdf import write_graph
from kg.report import read_dropped, to_report
from kg.report.charts import draw_bands, draw_core, draw_months
from kg.report.figures import QUERIES, command
from kg.report.parts import read_words
from tests.unit.test_pictures import GRAPH, NASTY, fact, said, thing


def answer(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of the command that the report shows for a query."""
    words = command(name).replace("DIR", str(folder)).split()[1:]
    run = CliRunner().invoke(app, [*words, "--format", "json"])
    assert run.exit_code == 0, run.output
    return [{key: term["value"] for key, term in row.items()} for row in json.loads(run.stdout)["results"]["bindings"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    write_graph(GRAPH, folder, ["ttl", "provenance"])
    return folder


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    run = CliRunner().invoke(app, ["report", str(folder), "-o", str(folder / "报告.html")])
    assert run.exit_code == 0, run.output
    return (folder / "报告.html").read_text(encoding="utf-8")


def linked(html: str) -> list[tuple[str, int]]:
    """Each linked number with its query, in the order of the page."""
    found = re.findall(r'<a class="n" href="#query-([\w-]+)">([\d,]+)</a>', html)
    return [(name, int(number.replace(",", ""))) for name, number in found]


def test_every_linked_number_is_in_the_answer_that_its_command_gives(html: str, folder: Path) -> None:
    numbers = linked(html)
    assert len(numbers) > 20
    for name in {name for name, _ in numbers}:
        rows = answer(folder, name)
        values = [[int(value) for value in row.values() if value.isdigit()] for row in rows]
        types: Counter[str] = Counter()
        for row in rows:
            types[row.get("type", "")] += int(row["events"]) if name == "events-by-month" else 0
        allowed = {len(rows), *(n for some in values for n in some), *types.values()}
        allowed |= {sum(column) for column in zip(*values, strict=False)}
        assert {n for other, n in numbers if other == name} <= allowed, name


def test_the_key_figures_count_the_graph(html: str) -> None:
    start = html[html.index('class="figures"') :]
    shown = [n for _, n in linked(start)[:6]]
    kinds = Counter(entity.type for entity in GRAPH.entities)
    relations = sum(fact.predicate != "mentions" for fact in GRAPH.facts)
    assert shown == [*(kinds[k] for k in ("Article", "Agency", "Event", "Initiative", "Person")), relations]


def test_events_lie_in_a_month_or_are_said_not_to(html: str) -> None:
    inside = next(n for name, n in linked(html) if name == "events-by-month")
    left = next(n for name, n in linked(html) if name == "events-without-month")
    assert inside == 2
    assert inside + left == sum(entity.type == "Event" for entity in GRAPH.entities)


def test_every_query_stands_in_the_page_with_its_command(html: str, folder: Path) -> None:
    for name in QUERIES:
        assert f'id="query-{name}"' in html
        assert f"<code>{command(name)}</code>" in html
        answer(folder, name)
    assert set(re.findall(r'href="#query-([\w-]+)"', html)) <= set(QUERIES)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_runs_nothing_and_asks_no_network(lang: str) -> None:
    html = to_report(GRAPH, title="试", lang=lang)
    assert "script" not in re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    outside = re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL)
    assert re.findall(r"https?://|@import|url\(|\sstyle=", outside) == []
    assert "{{" not in html
    assert "@media print" in html


def test_nothing_that_a_page_says_can_act() -> None:
    entities = tuple(
        Entity(id=e.id, type=e.type, label=NASTY + e.label, attributes=e.attributes) for e in GRAPH.entities
    )
    facts = tuple(
        Fact(subject=f.subject, predicate=f.predicate, object=f.object, evidence=(said(NASTY, confidence=0.1),))
        for f in GRAPH.facts
    )
    skips = (Skip(source=NASTY, step=NASTY, reason=NASTY),)
    html = to_report(Knowledge(entities, facts), title=NASTY, dropped=skips)
    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;img" in html


def test_doubts_come_with_their_sentence() -> None:
    weak = Fact(
        subject="agency/赛罕区消防救援大队",
        predicate="participates",
        object="event/5",
        evidence=(said("也许到场。", confidence=0.3), said("似乎到场。", line=5, confidence=0.3)),
    )
    html = to_report(Knowledge(GRAPH.entities, tuple(sorted((*GRAPH.facts, weak)))), title="试")
    assert "也许到场。" in html
    assert ("doubtful-facts", 1) in linked(html)
    assert "没有置信度低于" in to_report(GRAPH, title="试")


@pytest.mark.parametrize("entities", [(), GRAPH.entities[:1]])
def test_hardly_anything_is_a_report_too(entities: tuple[Entity, ...]) -> None:
    html = to_report(Knowledge(entities), title="试")
    assert ("图中没有实体" in html) == (not entities)


def test_the_same_graph_gives_the_same_bytes(folder: Path, html: str) -> None:
    run = CliRunner().invoke(app, ["report", str(folder), "-o", str(folder / "again.html")])
    assert run.exit_code == 0
    assert (folder / "again.html").read_text(encoding="utf-8") == html


def test_what_the_build_left_out_is_listed(tmp_path: Path) -> None:
    import kg
    from kg.pipeline import build
    from kg.write import write_files

    (tmp_path / "页").mkdir()
    (tmp_path / "页" / "一.txt").write_text("一篇稿件\n\n　　3月5日，某市公安局举办宣传活动。\n", encoding="utf-8")
    (tmp_path / "页" / "坏.txt").write_bytes(b"\xff\xfe\xff\xff\x00\xd8" * 9)
    knowledge, report = build([tmp_path / "页"])
    assert report.dropped
    write_files(knowledge, tmp_path / "out", ["turtle", "provenance", "report"], report=report)
    dropped = read_dropped(tmp_path / "out")
    assert dropped is not None
    html = to_report(kg.read_graph(tmp_path / "out"), title="试", dropped=dropped)
    assert f"构建时舍弃了 {len(report.dropped)} 项" in html
    assert read_dropped(tmp_path) is None
    (tmp_path / "report.json").write_text("{", encoding="utf-8")
    with pytest.raises(GraphError, match=r"report\.json"):
        read_dropped(tmp_path)


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(UsageError, match="zh or en"):
        to_report(GRAPH, title="试", lang="fr")


def test_a_graph_without_its_provenance_claims_nothing(folder: Path) -> None:
    run = CliRunner().invoke(app, ["report", str(folder / "graph.ttl"), "-o", str(folder / "bare.html")])
    assert run.exit_code == 0, run.output
    html = (folder / "bare.html").read_text(encoding="utf-8")
    assert "图谱旁没有出处" in html
    assert "没有置信度低于" not in html


def test_long_times_are_drawn_by_year() -> None:
    first = date(2001, 1, 15)
    months = {(first + timedelta(days=31 * i)).isoformat()[:7]: {"case": 1} for i in range(120)}
    drawing = draw_months(months, 0)
    assert len(re.findall("<title>", drawing)) == 11
    assert sum(int(n) for n in re.findall(r"<title>\d+: (\d+)</title>", drawing)) == 120
    assert len(re.findall("<title>", draw_months({"2024-02": {"case": 1}, "2024-05": {"what": 2}}, 1))) == 4
    assert draw_months({}, 0) == ""


def test_the_core_is_one_piece_and_small() -> None:
    names = [f"agency/{i:03}" for i in range(200)]
    star = Knowledge(
        tuple(thing(name) for name in names),
        tuple(fact(f"{name} partOf {names[0]}") for name in names[1:]),
    )
    drawing, size = draw_core(star)
    assert 10 < size <= 28
    assert drawing.count("<title>") == size
    assert drawing.count("<line") >= size - 1
    assert draw_core(Knowledge()) == ("", 0)


def test_bands_fill_the_bar() -> None:
    drawing = draw_bands({"0.9-1.0": 3, "0.0-0.5": 1})
    assert "75%" in drawing
    assert draw_bands({}) == ""


def test_five_thousand_events_make_a_report_in_one_go() -> None:
    events = []
    for i in range(5000):
        day = (date(2021, 1, 1) + timedelta(days=i % 1400)).isoformat()
        events.append(thing(f"event/{i:05}", f"第{i}次", eventType="case", time=day, begin=day, end=day))
    html = to_report(Knowledge(tuple(events)), title="试")
    assert ("events-by-month", 5000) in linked(html)
    assert len(html) < 200_000


def test_every_word_of_the_report_is_used_and_in_both_languages() -> None:
    folder = Path(__file__).parents[2] / "kg" / "report"
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.py")))
    for name, pair in read_words().items():
        assert re.search(rf"""["'#]{name}["']""", text), name
        assert set(re.findall(r"\{\w+\}", pair[0])) == set(re.findall(r"\{\w+\}", pair[1])), name


def test_a_store_is_reported_as_its_export_is(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text("一篇稿件\n\n　　3月5日，包头市公安局举办宣传活动。\n", encoding="utf-8")
    store, out = tmp_path / "store", tmp_path / "out"
    for words in (
        ["init", str(store)],
        ["add", str(store), str(tmp_path / "一.txt")],
        ["build", str(tmp_path / "一.txt"), "-o", str(out), "--format", "turtle,provenance,report"],
        ["report", str(store)],
        ["report", str(out)],
    ):
        run = CliRunner().invoke(app, words)
        assert run.exit_code == 0, run.output
    pages = [(folder / "report.html").read_text(encoding="utf-8") for folder in (store, out)]
    assert pages[0] == pages[1]
    assert "包头市公安局" in pages[0]
