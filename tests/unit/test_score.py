"""Scoring: what matches what, what is counted, where the differences stand, and what the command does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.errors import GoldError, UsageError
from kg.evaluate import evaluate, of_page
from kg.model import Entity, Knowledge
from kg.score import Count, Text, compare, parse_bars, parse_gold, score_page, total
from kg.write import write_files
from tests.pages import read

PAGE = """平安一课进校园

甲县讯 5月1日，陇西县公安局交警大队在陇西县第一中学举办“平安一课”活动，查处酒驾12起。陇西县公
安局民警王建国到场。
（记者 李小明）
"""
GOLD: dict[str, Any] = {
    "page": "p",
    "year": None,
    "articles": [{"id": "p#1", "title": "平安一课进校园", "authors": ["李小明"], "dateline": "甲县"}],
    "entities": [
        {"kind": "Agency", "name": "陇西县公安局", "mentions": ["陇西县公安局"], "articles": ["p#1"]},
        {
            "kind": "Agency",
            "name": "陇西县公安局交警大队",
            "mentions": ["陇西县公安局交警大队", "该大队"],
            "articles": ["p#1"],
        },
        {"kind": "Person", "name": "王建国", "mentions": ["王建国"], "articles": ["p#1"]},
        {"kind": "Person", "name": "李小明", "mentions": ["李小明"], "articles": ["p#1"]},
    ],
    "relations": [
        ["陇西县公安局交警大队", "partOf", "陇西县公安局"],
        ["王建国", "memberOf", "陇西县公安局", "民警"],
        ["李小明", "wrote", "p#1"],
    ],
}


def gold(**changes: Any) -> dict[str, Any]:
    return {**GOLD, **changes}


def graph(*entities: tuple[str, str, tuple[str, ...]], **attributes: str) -> Knowledge:
    """Entities of (class, label, aliases), mentioned in no article; the attributes are those of the last."""
    made = [Entity(id=f"{kind.lower()}/{label}", type=kind, label=label, aliases=a) for kind, label, a in entities]
    made[-1] = msgspec.structs.replace(made[-1], attributes=tuple(sorted(attributes.items())))
    return Knowledge(tuple(sorted(made)))


def asked(kind: str, name: str, *mentions: str, **more: Any) -> dict[str, Any]:
    entity = {"kind": kind, "name": name, "mentions": list(mentions or (name,)), "articles": [], **more}
    return {"page": "p", "year": None, "articles": [], "entities": [entity], "relations": []}


MATCHES = [
    # gold, the graph's entity, loosely, strictly
    (asked("Agency", "甲县公安局"), ("Agency", "甲县公安局", ()), True, True),
    (asked("Agency", "“甲县”公安局"), ("Agency", "甲县 公安局", ()), True, True),  # quotes and spaces are folded
    (asked("Agency", "甲县公安局"), ("Organization", "甲县公安局", ()), False, False),
    (asked("Agency", "甲县公安局", "县公安局"), ("Agency", "乙市公安局", ("县公安局",)), True, False),
    (asked("Agency", "甲县公安局", "该局"), ("Agency", "乙县公安局", ("该局",)), False, False),  # anaphora name nobody
    (asked("Agency", "甲县公安局", names=["甲县局"]), ("Agency", "甲县局", ()), True, True),
    (asked("Agency", "陕西省公安厅"), ("Agency", "山西省公安厅", ()), False, False),
    (
        asked("Event", "推进会", "推进会"),
        ("Event", "甲县召开推进会", ()),
        True,
        False,
    ),  # nothing but a trigger in common
    (asked("Event", "推进会", "推进会"), ("Event", "推进会", ()), True, True),
]


@pytest.mark.parametrize(("wanted", "found", "loose", "strict"), MATCHES)
def test_what_matches(
    wanted: dict[str, Any], found: tuple[str, str, tuple[str, ...]], loose: bool, strict: bool
) -> None:
    matching = compare(parse_gold(wanted), graph(found))
    assert (bool(matching.loose), bool(matching.strict)) == (loose, strict)


@pytest.mark.parametrize(
    ("value", "unit", "change", "loose", "strict"),
    [
        ("12", "起", "同比下降", True, True),
        ("12.0", "起", "同比下降", True, True),
        ("12", "起", "环比下降", True, False),
        ("12", "件", "同比下降", False, False),
        ("13", "起", "同比下降", False, False),
    ],
)
def test_indicators_match_by_value_and_unit(value: str, unit: str, change: str, loose: bool, strict: bool) -> None:
    wanted = asked("Indicator", "案件同比下降12起", metric="案件", value=12, unit="起", change="同比下降")
    found = graph(("Indicator", "发案", ()), metric="发案", value=value, unit=unit, change=change)
    matching = compare(parse_gold(wanted), found)
    assert (bool(matching.loose), bool(matching.strict)) == (loose, strict)


@pytest.mark.parametrize(
    ("time", "strict"), [("2024-05-16", True), ("XXXX-05-16", True), ("2024-05", True), ("2024-05-17", False)]
)
def test_events_of_another_day_match_loosely_only(time: str, strict: bool) -> None:
    wanted = asked("Event", "甲县推进会", "推进会", time="2024-05-16")
    matching = compare(parse_gold(wanted), graph(("Event", "推进会召开", ()), time=time))
    assert matching.loose
    assert bool(matching.strict) == strict


def test_each_is_matched_once_and_the_best_pair_first() -> None:
    wanted = asked("Agency", "甲县公安局", "甲县公安局", "公安局")
    found = graph(("Agency", "乙县公安局", ("公安局",)), ("Agency", "甲县公安局", ()))
    assert compare(parse_gold(wanted), found).loose == {"Agency/甲县公安局": "agency/甲县公安局"}


def test_optional_is_neither_asked_for_nor_held_against() -> None:
    wanted = asked("Agency", "甲县公安局", optional=True)
    for found in (graph(("Agency", "甲县公安局", ())), graph(("Person", "王建国", ()))):
        counts = total([score_page(parse_gold(wanted), found).counts])
        assert counts["strict", "Agency"] == Count(0, 0, 0)
    missed = score_page(parse_gold(wanted), Knowledge()).faults
    assert missed == ()


def test_page_is_scored_with_its_faults_and_their_places() -> None:
    knowledge = read(PAGE)
    text = Text("p.txt", PAGE)
    perfect = score_page(parse_gold(gold()), knowledge, text)
    assert perfect.counts["strict", "titles"] == Count(1, 1, 1)
    assert perfect.counts["strict", "partOf"] == Count(1, 1, 1)
    entities = [
        *GOLD["entities"],
        {"kind": "Agency", "name": "甲县人民法院", "mentions": ["到场"], "articles": ["p#1"]},
        {"kind": "Place", "name": "公安局民警王建国", "mentions": ["公安局民警王建国"], "articles": ["p#1"]},
    ]
    relations = [*GOLD["relations"][1:], ["陇西县公安局", "partOf", "陇西县公安局交警大队"]]
    relations[0] = [*relations[0][:3], "局长"]
    faults = score_page(parse_gold(gold(entities=entities, relations=relations)), knowledge, text).faults
    told = {(f.kind, f.what, f.text): f for f in faults}
    assert told["missed", "Agency", "甲县人民法院"].line == 4
    # found across a line break, in the sentence that the break cuts
    place = told["missed", "Place", "公安局民警王建国"]
    assert (place.source, place.line, place.sentence) == ("p.txt", 3, "陇西县公安局民警王建国到场。")
    upside_down = told["missed", "partOf", "陇西县公安局 –partOf→ 陇西县公安局交警大队"]
    assert upside_down.line == 3
    extra = told["extra", "partOf", "陇西县公安局交警大队 –partOf→ 陇西县公安局"]
    assert extra.sentence.startswith("5月1日")
    assert extra.detail == "partOf.chain"
    assert told["differs", "Person", "王建国"].detail == "role: 民警, gold: 局长"


def test_titles_and_authors() -> None:
    articles = [{"id": "p#1", "title": "平安一课 进校园", "authors": ["张三"], "dateline": None}]
    scored = score_page(parse_gold(gold(articles=articles)), read(PAGE), Text("p.txt", PAGE))
    assert scored.counts["loose", "titles"] == Count(1, 1, 1)
    assert scored.counts["strict", "titles"] == Count(0, 1, 1)
    assert [f.detail for f in scored.faults if f.what == "title"] == ["authors: 李小明, gold: 张三"]


def test_a_page_is_cut_out_of_a_larger_graph() -> None:
    other = "　　5月2日，陇西县公安局交警大队民警赵卫东通报情况。\n"
    both = read(PAGE, other)
    alone = read(PAGE)
    cut = of_page(both, "page1")
    assert [e.id for e in cut.entities] == [e.id for e in alone.entities]
    assert [(f.subject, f.predicate, f.object) for f in cut.facts] == [
        (f.subject, f.predicate, f.object) for f in alone.facts
    ]
    assert of_page(alone, "page1") is alone
    with pytest.raises(UsageError, match="no article of page “page3”"):
        of_page(both, "page3")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (("gold/p.json", json.dumps(GOLD, ensure_ascii=False)), ("pages/deep/p.txt", PAGE)):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, arguments)])


def test_pages_are_found_beside_the_gold_or_under_the_last_argument(folder: Path) -> None:
    (under,) = evaluate([folder / "gold", folder / "pages"])
    (direct,) = evaluate([folder / "gold" / "p.json", folder / "pages" / "deep" / "p.txt"])
    (folder / "gold" / "p.txt").write_text(PAGE, encoding="utf-8")
    (beside,) = evaluate([folder / "gold"])
    assert under.counts == direct.counts == beside.counts


def test_a_built_graph_is_scored_as_it_is(folder: Path) -> None:
    (fresh,) = evaluate([folder / "gold", folder / "pages"])
    knowledge = read(PAGE)
    write_files(knowledge, folder / "out", ["ttl", "provenance", "report"])
    with pytest.raises(UsageError, match="no article of page “p”"):
        list(evaluate([folder / "gold", folder / "out"]))  # its page is called page1
    renamed = json.dumps(gold(page="page1"), ensure_ascii=False)
    (folder / "gold" / "p.json").write_text(renamed, encoding="utf-8")
    (built,) = evaluate([folder / "gold", folder / "out"])
    assert built.counts == fresh.counts
    assert next(f for f in built.faults if f.kind == "extra" and f.what == "Region").source == "page1.txt"
    (bare,) = evaluate([folder / "gold", folder / "out" / "graph.ttl"])  # without provenance
    assert bare.counts == fresh.counts


def test_command_prints_tables_and_every_difference(folder: Path) -> None:
    result = run(folder / "gold", folder / "pages")
    assert result.exit_code == 0, result.output
    assert "1 pages, 1 articles" in result.output
    (row,) = [line.split() for line in result.output.splitlines() if line.startswith("partOf ")]
    assert row == ["partOf", *["1.000"] * 6, "1", "1"]
    shown = run(folder / "gold", folder / "pages", "--show")
    place = f"{(folder / 'pages/deep/p.txt').as_posix()}:3: extra Region: 陇西县"
    assert place in shown.output
    assert "    甲县讯5月1日，陇西县公安局交警大队在" in shown.output


def test_command_is_a_gate_for_ci(folder: Path) -> None:
    passed = run(folder / "gold", folder / "pages", "--at-least", "titles=1,loose:Agency=.9", "--json")
    assert passed.exit_code == 0, passed.output
    figures = json.loads(passed.output)
    assert figures["strict"]["partOf"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 1, "gold": 1, "system": 1,
    }  # fmt: skip
    assert figures["below"] == []
    failed = run(folder / "gold", folder / "pages", "--at-least", "entities=.99", "--json", "--show")
    assert failed.exit_code == 1
    figures = json.loads(failed.output)
    assert figures["below"] == [{"mode": "strict", "name": "entities", "at_least": 0.99}]
    assert {fault["kind"] for fault in figures["faults"]} >= {"extra"}
    assert "below the bar: strict entities" in run(folder / "gold", folder / "pages", "--at-least", "entities=1").output


BAD_GOLD = [
    ("{", "not JSON", "line 1"),
    ("[]", "not in the gold format", ""),
    (json.dumps(gold(entities=[{"kind": "Agency", "name": "甲"}])), "mentions", "entities[0]"),
    (json.dumps(asked("Bureau", "甲")), "no class “Bureau”", "entities[0]"),
    (json.dumps(gold(relations=[["王建国", "likes", "陇西县公安局"]])), "no relation “likes”", "relations[0]"),
    (json.dumps(gold(optional_relations=[["王建国"]])), "a relation of 1 parts", "optional_relations[0]"),
]


@pytest.mark.parametrize(("content", "message", "place"), BAD_GOLD)
def test_bad_gold_is_told_with_its_place(folder: Path, content: str, message: str, place: str) -> None:
    (folder / "gold" / "p.json").write_text(content, encoding="utf-8")
    result = run(folder / "gold", folder / "pages")
    assert result.exit_code == 2
    assert "p.json" in result.output
    assert message in result.output
    assert place in result.output
    with pytest.raises(GoldError):
        list(evaluate([folder / "gold", folder / "pages"]))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gold"], "no page “p” beside it"),
        (["gold", "nowhere"], "no such file or folder"),
        (["nowhere"], "no such file or folder"),
        (["pages"], "no gold here"),
        (["gold", "pages", "--at-least", "Bureau=.5"], "“Bureau” is nothing that is scored"),
        (["gold", "pages", "--at-least", "entities=95"], "no F1 between 0 and 1"),
    ],
)
def test_wrong_arguments(folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str) -> None:
    monkeypatch.chdir(folder)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_two_pages_of_one_name_are_not_guessed_at(folder: Path) -> None:
    (folder / "pages" / "p.md").write_text(PAGE, encoding="utf-8")
    with pytest.raises(UsageError, match="2 pages called “p”"):
        list(evaluate([folder / "gold", folder / "pages"]))


def test_bars_know_classes_in_any_case() -> None:
    assert [str(bar) for bar in parse_bars("agency=1,loose:partof=1")] == ["strict Agency", "loose partOf"]
