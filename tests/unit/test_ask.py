"""Linking, dates, what is refused, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.ask import Names, ask, open_graph
from kg.ask.question import read_question
from kg.cli import app
from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.query import load
from kg.rdf import write_graph


def entity(kind: str, label: str, *aliases: str, id: str = "", **attributes: str) -> Entity:
    return Entity(
        id=id or f"{kind.lower()}/{label}",
        type=kind,
        label=label,
        aliases=tuple(sorted(aliases)),
        attributes=tuple(sorted(attributes.items())),
    )


def said(quote: str, line: int) -> tuple[Evidence, ...]:
    return (
        Evidence(
            article="article/一-1", source="页/一.txt", span=Span(line, line + 2), line=line, quote=quote, rule="r",
            confidence=0.9,
        ),
    )  # fmt: skip


HEALTH = entity("Agency", "通辽市卫生健康委员会")
POLICE = entity("Agency", "赤峰市公安局")
OTHER = entity("Agency", "海拉尔区公安局", "市公安局")
THIRD = entity("Agency", "满洲里市公安局", "市公安局")
CITY = entity("Region", "通辽市", id="region/150500", adcode="150500", regionLevel="prefecture")
PROVINCE = entity("Region", "内蒙古自治区", id="region/150000", adcode="150000", regionLevel="province")
ACTION = entity("Initiative", "“春雷”专项行动", initiativeType="campaign")
MEETING = entity("Event", "防汛调度会", time="2023-02-16", begin="2023-02-16", end="2023-02-16", eventType="meeting")
UNDATED = entity("Event", "巡河活动", time="XXXX-08-05", eventType="activity")
PAGE = entity("Article", "两家联手", id="article/一-1", source="页/一.txt")
GRAPH = Knowledge(
    tuple(sorted((HEALTH, POLICE, OTHER, THIRD, CITY, PROVINCE, ACTION, MEETING, UNDATED, PAGE))),
    tuple(
        sorted(
            (
                Fact(subject=HEALTH.id, predicate="collaboratesWith", object=POLICE.id, evidence=said("两家合作。", 7)),
                Fact(subject=HEALTH.id, predicate="jurisdiction", object=CITY.id),
                Fact(subject=CITY.id, predicate="within", object=PROVINCE.id),
                Fact(subject=POLICE.id, predicate="implements", object=ACTION.id, evidence=said("开展春雷。", 9)),
                Fact(subject=HEALTH.id, predicate="organizes", object=MEETING.id),
                Fact(subject=PAGE.id, predicate="mentions", object=MEETING.id, evidence=said("防汛调度会", 3)),
            )
        )
    ),
)
STORE = open_graph(load(GRAPH))


def texts(question: str, today: str | None = None) -> list[str]:
    answer = ask(STORE, question, today=today)
    assert answer.understood, answer.notes
    return answer.texts


@pytest.mark.parametrize(
    "name", ["通辽市卫健委", "通辽卫健委", "通辽市卫生健康委", "通辽市卫生健康委员会", "“通辽市卫健委”"]
)
def test_a_body_is_found_by_every_way_to_write_it(name: str) -> None:
    assert texts(f"谁和{name}合作？") == ["赤峰市公安局"]


def test_similar_is_not_same() -> None:
    answer = ask(STORE, "谁和赤峰市卫健委合作？")
    assert not answer.understood or answer.texts == []


@pytest.mark.parametrize("name", ["春雷行动", "“春雷”行动", "春雷", "“春雷”专项行动", "「春雷」"])
def test_an_initiative_is_found_by_its_core(name: str) -> None:
    assert texts(f"{name}是谁开展的") == ["赤峰市公安局"]


def test_a_region_is_found_by_the_short_form_of_the_gazetteer() -> None:
    assert texts("通辽在哪个自治区？") == ["内蒙古自治区"]
    assert texts("内蒙古有哪些盟市？") == ["通辽市"]


def test_a_name_of_several_things_is_answered_for_all_and_says_so() -> None:
    answer = ask(STORE, "市公安局有哪些下属单位？")
    assert answer.several == (("市公安局", ("海拉尔区公安局", "满洲里市公安局")),)


def test_a_region_of_the_gazetteer_that_the_graph_lacks_is_named() -> None:
    assert ask(STORE, "呼伦贝尔市有哪些机构？").notes == ("图中没有“呼伦贝尔市”。",)


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("2023年2月", ["防汛调度会"]),
        ("2023年2月16日", ["防汛调度会"]),
        ("二〇二三年二月十六号", ["防汛调度会"]),
        ("2023年第一季度", ["防汛调度会"]),
        ("2月16日", ["防汛调度会"]),  # of whatever year
        ("8月5日", ["巡河活动"]),
        ("2月", ["防汛调度会"]),
        ("2023年3月", []),
    ],
)
def test_dates(when: str, found: list[str]) -> None:
    assert texts(f"{when}发生了什么？") == found


def test_last_year_needs_to_know_today() -> None:
    assert texts("去年发生了什么？", today="2024-05-01") == ["防汛调度会"]
    assert texts("去年发生了什么？", today="2026-05-01") == []
    assert "--today" in ask(STORE, "昨天发生了什么？").notes[0]


def test_evidence_comes_with_the_answer() -> None:
    (row,) = ask(STORE, "谁和通辽市卫健委合作？").rows
    assert [(one.source, one.line, one.quote) for one in row.evidence] == [("页/一.txt", 7, "两家合作。")]
    (row,) = ask(STORE, "2023年有哪些会议？").rows
    assert row.evidence[0].quote == "防汛调度会"  # where no sentence states it, where it is named


@pytest.mark.parametrize(
    "question",
    [
        "", "？？？", " ", "的了吗", "hello", "赤峰市公安局的微信号是多少", "x" * 2000, "谁" * 300,
        '"} UNION { ?s ?p ?o } #', "赤峰市公安局\x00\n\t", "𠮷野家在哪里", "{v}{value}的合作方",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_and_never_breaks(question: str) -> None:
    answer = ask(STORE, question)
    if not answer.understood:
        assert answer.notes and answer.examples


def test_a_keyword_can_not_leave_its_string() -> None:
    nasty = entity("Initiative", '甲"} . ?x ?y ?z #行动')
    store = open_graph(load(Knowledge((nasty,))))
    answer = ask(store, '有哪些关于甲"} . ?x ?y ?z #的举措')
    assert not answer.understood or answer.texts in ([], [nasty.label])


def test_every_character_is_accounted_for() -> None:
    _, names = STORE
    asked = read_question("谁和通辽市卫健委合作", names)
    assert [(token.text, sorted(token.tags)) for token in asked.tokens] == [
        ("谁", ["who"]),
        ("通辽市卫健委", ["A"]),
        ("合作", ["with"]),
    ]


def test_names_of_an_empty_graph() -> None:
    store = open_graph(load(Knowledge()))
    assert isinstance(store[1], Names)
    assert ask(store, "有哪些机构？").texts == []


def test_a_kind_that_nothing_has_is_widened_and_that_is_said() -> None:
    answer = ask(STORE, "赤峰市公安局推出了哪些平台？")
    assert answer.texts == ["“春雷”专项行动"] and answer.notes == ("没有归为“平台”的，下面是其他举措。",)
    assert ask(STORE, "赤峰市公安局推出了多少平台？").texts == ["0"]
    assert ask(STORE, "赤峰市公安局有没有平台？").texts == []


def test_relations_and_levels_are_told_in_chinese() -> None:
    (row,) = ask(STORE, "通辽市卫健委和赤峰市公安局有什么关系？").rows
    assert row.beside == (("tie", "协作"),)
    (row,) = ask(STORE, "通辽在哪个自治区？").rows
    assert row.beside == (("grade", "省级"),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_graph(GRAPH, tmp_path, ["ttl", "provenance"], base="https://a.example/图/")
    return tmp_path


def test_command(folder: Path) -> None:
    result = CliRunner().invoke(app, ["ask", str(folder), "谁和通辽市卫健委合作？"])
    assert result.exit_code == 0
    assert "赤峰市公安局" in result.stdout
    assert "“两家合作。”" in result.stdout
    assert "页/一.txt:7" in result.stdout
    assert "SELECT DISTINCT" in result.stdout
    bare = CliRunner().invoke(app, ["ask", str(folder), "谁和通辽市卫健委合作？", "--no-sparql", "--quotes", "0"])
    assert bare.stdout == "1 条：\n赤峰市公安局\n"


def test_command_says_when_it_does_not_understand(folder: Path) -> None:
    result = CliRunner().invoke(app, ["ask", str(folder), "赤峰市公安局的微信号是多少？"])
    assert result.exit_code == 1
    assert "没有看懂" in result.stdout and "微信" in result.stdout and "可以这样问" in result.stdout


def test_command_json_and_bad_input(folder: Path) -> None:
    result = CliRunner().invoke(app, ["ask", str(folder), "有多少机构？", "--json"])
    assert json.loads(result.stdout)["number"] == 4
    assert CliRunner().invoke(app, ["ask", str(folder / "nothing"), "谁？"]).exit_code == 2
    assert CliRunner().invoke(app, ["ask", str(folder), "谁？", "--today", "昨天"]).exit_code == 2
