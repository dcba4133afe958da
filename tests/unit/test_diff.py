"""What changed between two graphs: nothing left out, and nothing told that is only a new name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.diff import Difference, compare, in_words
from kg.model import Entity, Evidence, Fact, Knowledge, Span
from tests.pages import read


def entity(id: str, *aliases: str, **attributes: str) -> Entity:
    kind, _, label = id.partition("/")
    return Entity(
        id=id, type=kind.capitalize(), label=label, aliases=aliases, attributes=tuple(sorted(attributes.items()))
    )


def said(quote: str, line: int = 1) -> Evidence:
    span = Span(line * 10, line * 10 + len(quote))
    return Evidence(
        article="article/页-1", source="页.txt", span=span, line=line, quote=quote, rule="规则", confidence=0.9
    )


def fact(text: str, *evidence: Evidence, roles: tuple[str, ...] = ()) -> Fact:
    subject, predicate, object_ = text.split()
    return Fact(subject=subject, predicate=predicate, object=object_, evidence=evidence, roles=roles)


def graph(*parts: Entity | Fact) -> Knowledge:
    return Knowledge(
        tuple(sorted(p for p in parts if isinstance(p, Entity))), tuple(sorted(p for p in parts if isinstance(p, Fact)))
    )


BUREAU, BRANCH, CITY = entity("agency/平凉市公安局"), entity("agency/崆峒分局"), entity("region/平凉市")


def lines(old: Knowledge, new: Knowledge) -> list[str]:
    return [f"{mark} {line}".strip() for mark, line in in_words(compare(old, new))]


def test_the_same_graph_has_no_difference() -> None:
    knowledge = read("5月6日，平凉市公安局开展“护路”专项行动。\n")
    assert not compare(knowledge, knowledge)
    assert compare(knowledge, knowledge) == Difference()


def test_what_comes_and_goes_is_told_in_words() -> None:
    old = graph(BUREAU, CITY, fact("agency/平凉市公安局 jurisdiction region/平凉市", said("平凉市公安局召开会议。")))
    new = graph(BUREAU, BRANCH, fact("agency/崆峒分局 partOf agency/平凉市公安局", said("崆峒分局说。", 7)))
    assert lines(old, new) == [
        "Entities: 1 added, 1 gone",
        "- 平凉市  Region 地区",
        "+ 崆峒分局  Agency 机构",
        "Relations: 1 added, 1 gone",
        "- 平凉市公安局 jurisdiction 管辖 平凉市  “平凉市公安局召开会议。” 页.txt:1",
        "+ 崆峒分局 partOf 隶属于 平凉市公安局  “崆峒分局说。” 页.txt:7",
    ]


def test_backwards_it_is_the_reverse() -> None:
    old = graph(BUREAU, CITY, fact("agency/平凉市公安局 jurisdiction region/平凉市"))
    new = graph(BUREAU, BRANCH)
    there, back = compare(old, new), compare(new, old)
    assert (there.entities_added, there.relations_gone) == (back.entities_gone, back.relations_added)
    assert (there.entities_gone, there.relations_added) == (back.entities_added, back.relations_gone)


def test_changed_attributes_and_aliases() -> None:
    old = graph(entity("event/推进会", time="2023-02-20"))
    new = graph(entity("event/推进会", "会议", time="2023-02-21"))
    assert lines(old, new) == [
        "Entities: 1 changed",
        "~ 推进会: − time 2023-02-20, + alias 会议, + time 2023-02-21",
    ]


def test_a_longer_name_is_no_new_agency() -> None:
    short, long = entity("agency/固阳县公安局"), entity("agency/包头市固阳县公安局", "固阳县公安局")
    old = graph(short, CITY, fact("agency/固阳县公安局 jurisdiction region/平凉市"))
    new = graph(long, CITY, fact("agency/包头市固阳县公安局 jurisdiction region/平凉市"))
    assert lines(old, new) == ["Entities: 1 changed", "~ 固阳县公安局 is called 包头市固阳县公安局 now"]


def test_merged_into_one_that_was_there() -> None:
    one, other = entity("agency/海拉尔公安分局"), entity("agency/呼伦贝尔市公安局海拉尔分局")
    both = entity("agency/呼伦贝尔市公安局海拉尔分局", "海拉尔公安分局")
    facts = [fact(f"{agency.id} jurisdiction region/平凉市") for agency in (one, other)]
    found = compare(graph(one, other, CITY, *facts), graph(both, CITY, facts[1]))
    assert [(change.was, change.label, change.merged) for change in found.changed if change.was] == [
        ("海拉尔公安分局", "呼伦贝尔市公安局海拉尔分局", True)
    ]
    assert not found.relations_gone + found.relations_added


def test_a_name_that_two_could_have_inherited_is_gone() -> None:
    heirs = [entity(f"agency/{city}市公安局朝阳分局", "朝阳分局") for city in ("长春", "北京")]
    found = compare(graph(entity("agency/朝阳分局")), graph(*heirs))
    assert [e.label for e in found.entities_gone] == ["朝阳分局"]
    assert len(found.entities_added) == 2


def test_other_evidence_is_told_but_other_lines_are_not() -> None:
    text = "agency/崆峒分局 partOf agency/平凉市公安局"
    first = graph(BUREAU, BRANCH, fact(text, said("市局崆峒分局。", 3)))
    assert not compare(first, graph(BUREAU, BRANCH, fact(text, said("市局崆峒分局。", 5))))
    found = compare(first, graph(BUREAU, BRANCH, fact(text, said("平凉市公安局崆峒分局。", 3))))
    assert [f.predicate for f in found.proofs] == ["partOf"]
    assert not compare(first, graph(BUREAU, BRANCH, fact(text))), "one of them has no evidence to compare"


def test_roles_of_members_count() -> None:
    person, text = entity("person/李强"), "person/李强 memberOf agency/平凉市公安局"
    found = compare(
        graph(BUREAU, person, fact(text, roles=("副局长",))), graph(BUREAU, person, fact(text, roles=("局长",)))
    )
    assert [f.roles for f in found.proofs] == [("局长",)]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["diff", *map(str, arguments)])
    return result.exit_code, result.output


@pytest.fixture
def exports(tmp_path: Path) -> tuple[Path, Path]:
    texts = "5月6日，平凉市公安局开展“护路”专项行动。\n", "平凉市公安局走访企业。\n"
    read(*texts).write(tmp_path / "两页", ["ttl", "provenance"])
    read(texts[0]).write(tmp_path / "一页", ["ttl", "provenance"])
    return tmp_path / "一页", tmp_path / "两页"


def test_exit_codes(exports: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = exports
    assert run(one, one) == (0, "The graphs say the same.\n")
    code, output = run(one, two)
    assert code == 1
    assert "+ " in output and "Article 文章" in output
    assert run(one, two, "--quiet") == (1, "")
    assert run(one, tmp_path / "keine")[0] == 2


def test_json_is_the_whole_difference(exports: tuple[Path, Path]) -> None:
    code, output = run(*exports, "--json")
    found = json.loads(output)
    assert code == 1
    one, two = map(kg.read_graph, exports)
    new = {entity.id for entity in two.entities} - {entity.id for entity in one.entities}
    assert {entity["id"] for entity in found["entities_added"]} == new
    assert found["entities_gone"] == found["relations_gone"] == []
    assert found["mentions_added"]
