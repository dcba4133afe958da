"""People's verdicts: how they are read and checked, what they do to the graph, and what is told of them."""

from __future__ import annotations

import json
import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.decide import decide
from kg.decisions import Decision, append_decision, find_decisions, gather, read_decisions, render
from kg.errors import DecisionError
from kg.model import Entity, Knowledge
from kg.pipeline import build_documents
from kg.rdf.triples import to_triples
from tests.pages import labels, named, page, said

FULL, SHORT = "呼伦贝尔市公安局海拉尔分局", "海拉尔公安分局"
PAGES = [
    f"　　5月6日，{FULL}发布了一份通报，市民可以在网上查看。\n",
    f"　　5月7日，{SHORT}启动“百日行动”。该分局民警走访了企业。\n",
    "　　5月8日，赤峰市公安局启动“护航行动”。\n",
]


def verdict(kind: str, *names: str, type_: str = "Agency", name: str = "", **more: str | tuple[str, ...]) -> Decision:
    articles = more.get("articles", ())
    if kind == "same":
        name = name or names[0]
    return Decision(
        kind=kind,
        type=type_,
        names=names,
        name=name,
        articles=tuple(articles),
        who="王芳",
        when="2026-11-22",
        why="查过",
    )


def judged(*verdicts: Decision, pages: list[str] | None = None) -> Knowledge:
    documents = [page(text, f"page{n}") for n, text in enumerate(pages or PAGES, 1)]
    return build_documents(documents, decisions=gather(verdicts))[0]


def effects(*verdicts: Decision, pages: list[str] | None = None) -> list[tuple[str, str]]:
    documents = [page(text, f"page{n}") for n, text in enumerate(pages or PAGES, 1)]
    _, report = build_documents(documents, decisions=gather(verdicts))
    return [(row["state"], row["effect"]) for row in report.decisions]


def test_rules_merge_two_names_and_a_verdict_parts_them() -> None:
    assert SHORT in named(judged(), FULL).aliases
    apart = judged(verdict("different", FULL, SHORT))
    assert {FULL, SHORT} <= set(labels(apart, "Agency"))
    assert SHORT not in named(apart, FULL).aliases
    assert named(apart, SHORT).id == f"agency/{SHORT}"
    # what was said under the short name goes with it
    assert (SHORT, "implements", "百日行动") in said(apart)
    assert (FULL, "implements", "百日行动") not in said(apart)
    assert effects(verdict("different", FULL, SHORT))[0][0] == "applied"


def test_names_that_one_page_uses_for_one_agency_are_parted_too() -> None:
    pages = [f"　　5月6日，{FULL}发布通报。\n　　5月7日，{SHORT}启动“百日行动”。\n"]
    assert SHORT in named(judged(pages=pages), FULL).aliases
    apart = judged(verdict("different", FULL, SHORT), pages=pages)
    assert SHORT not in named(apart, FULL).aliases
    assert (SHORT, "implements", "百日行动") in said(apart)
    assert (FULL, "implements", "百日行动") not in said(apart)
    assert (FULL, "jurisdiction", "海拉尔区") in said(apart)


def test_same_merges_under_a_canonical_name() -> None:
    one = judged(verdict("same", "赤峰市公安局", FULL, name="联合公安局"))
    assert [name for name in labels(one, "Agency") if "公安局" in name and name.endswith(("分局", "联合公安局"))] == [
        "联合公安局"
    ]
    merged = named(one, "联合公安局")
    assert merged.id == "agency/联合公安局"
    assert {"赤峰市公安局", FULL, SHORT} <= set(merged.aliases)
    assert {("联合公安局", "implements", "百日行动"), ("联合公安局", "implements", "护航行动")} <= said(one)


def test_a_merged_agency_is_no_part_of_itself() -> None:
    whole = "呼伦贝尔市公安局"
    assert (FULL, "partOf", whole) in said(judged())
    one = judged(verdict("same", whole, FULL))
    assert all(fact.subject != fact.object for fact in one.facts)
    assert FULL in named(one, whole).aliases


def test_rename_keeps_the_old_name_as_an_alias() -> None:
    renamed = judged(verdict("rename", "赤峰市公安局", name="内蒙古赤峰市公安局"))
    agency = named(renamed, "内蒙古赤峰市公安局")
    assert agency.id == "agency/内蒙古赤峰市公安局"
    assert "赤峰市公安局" in agency.aliases
    assert ("内蒙古赤峰市公安局", "implements", "护航行动") in said(renamed)


def test_renaming_a_division_keeps_its_code() -> None:
    region = named(judged(verdict("rename", "海拉尔区", type_="Region", name="海区")), "海区")
    assert (region.id, region.get("adcode")) == ("region/150702", "150702")


def test_drop_takes_an_entity_with_its_facts() -> None:
    dropped = judged(verdict("drop", "护航行动", type_="Initiative"))
    assert "护航行动" not in labels(dropped, "Initiative")
    ids = {entity.id for entity in dropped.entities}
    assert all({fact.subject, fact.object} <= ids for fact in dropped.facts)
    ((state, effect),) = effects(verdict("drop", "护航行动", type_="Initiative"))
    assert state == "applied"
    assert re.fullmatch(r"initiative/护航行动 gone with \d+ facts?", effect)


def test_what_only_the_dropped_told_of_goes_too() -> None:
    alone = ["　　今年以来，赤峰市公安局推行“护航”机制。\n"]
    assert labels(judged(pages=alone), "Region") == ["赤峰市"]
    knowledge = Knowledge(
        tuple(e for e in judged(pages=alone).entities),
        tuple(f for f in judged(pages=alone).facts if (f.predicate, f.object) != ("mentions", "region/150400")),
    )
    dropped, _ = decide(knowledge, gather([verdict("drop", "赤峰市公安局")]))
    assert labels(dropped, "Region") == []


def test_namesakes_are_parted_by_article() -> None:
    pages = [
        "　　5月6日，赤峰市公安局民警王建国走访企业。\n",
        "　　5月8日，通辽市公安局民警王建国走访学校。\n",
    ]
    assert len([e for e in judged(pages=pages).entities if e.label == "王建国"]) == 1
    one = verdict("different", "王建国", type_="Person", articles=("page2-1",))
    apart = judged(one, pages=pages)
    people = {e.id for e in apart.entities if e.label == "王建国"}
    assert people == {"person/王建国", "person/王建国@page2-1"}
    members = {(f.subject, f.object) for f in apart.facts if f.predicate == "memberOf"}
    assert members == {
        ("person/王建国", "agency/赤峰市公安局"),
        ("person/王建国@page2-1", "agency/通辽市公安局"),
    }


def test_verdicts_that_match_nothing_are_stale() -> None:
    verdicts = [
        verdict("different", FULL, "乌有县公安局"),
        verdict("drop", "乌有行动", type_="Initiative"),
        verdict("rename", "乌有县法院", name="乌有县人民法院"),
        verdict("same", "乌有县法院一", "乌有县法院二"),
        verdict("different", "赤峰市公安局", articles=("nowhere-1",)),
    ]
    assert {state for state, _ in effects(*verdicts)} == {"stale"}
    assert judged(*verdicts) == judged()


def test_a_name_of_several_is_not_guessed_at() -> None:
    pages = ["　　5月6日，长春市公安局朝阳区分局通报案件。\n", "　　5月7日，北京市公安局朝阳区分局通报案件。\n"]
    ((state, effect),) = effects(verdict("rename", "朝阳区", type_="Region", name="朝区"), pages=pages)
    assert (state, "region/110105" in effect) == ("stale", True)
    by_id = judged(verdict("rename", "region/110105", type_="Region", name="朝区"), pages=pages)
    assert {e.id for e in by_id.entities if e.label in ("朝区", "朝阳区")} == {"region/110105", "region/220104"}
    assert named(by_id, "朝区").id == "region/110105"


STATIONS = [
    "　　5月6日，庄浪县公安局城关派出所发布通报。\n",
    "　　5月7日，城关派出所发布通报。\n",
    "　　5月8日，城关派出所发布通报。\n",
]


def test_a_unit_known_in_its_page_only_gets_the_name_and_id_of_what_it_is() -> None:
    full, bare = "庄浪县公安局城关派出所", ("agency/城关派出所@page2", "agency/城关派出所@page3")
    assert {f"agency/{full}", *bare} <= {e.id for e in judged(pages=STATIONS).entities}
    one = judged(verdict("same", full, bare[0]), pages=STATIONS)
    station = named(one, full)
    assert (station.id, station.aliases) == (f"agency/{full}", ("城关派出所",))
    assert {e.id for e in one.entities if e.type == "Agency" and "城关" in e.label} == {station.id, bare[1]}
    # told to be one, but still not where
    two = judged(verdict("same", *bare), pages=STATIONS)
    assert {e.id for e in two.entities if e.label == "城关派出所"} == {bare[0]}
    renamed = judged(verdict("rename", bare[0], name="岷县城关派出所"), pages=STATIONS)
    assert named(renamed, "岷县城关派出所").id == "agency/岷县城关派出所@page2"


VERDICTS = [
    verdict("different", FULL, SHORT),
    verdict("same", "赤峰市公安局", "呼伦贝尔市公安局", name="联合公安局"),
    verdict("rename", "联合公安局", name="东部公安局"),
    verdict("rename", "百日行动", type_="Initiative", name="夏季百日行动"),
    verdict("drop", "护航行动", type_="Initiative"),
    verdict("same", "海拉尔区", "呼伦贝尔市", type_="Region"),
]


@settings(deadline=None, max_examples=40)
@given(order=st.permutations(VERDICTS), kept=st.sets(st.sampled_from(range(len(VERDICTS))), min_size=1))
def test_verdicts_in_any_order_give_the_same_bytes(order: list[Decision], kept: set[int]) -> None:
    chosen = [VERDICTS[number] for number in sorted(kept)]
    shuffled = [one for one in order if one in chosen]
    assert to_triples(judged(*shuffled)) == to_triples(judged(*chosen))


def test_pages_in_any_order_give_the_same_graph() -> None:
    documents = [page(text, f"page{n}") for n, text in enumerate(PAGES, 1)]
    built = [build_documents(list(some), decisions=gather(VERDICTS)) for some in permutations(documents)]
    assert all(one == built[0] for one in built)
    assert built[0][0] != judged()


def test_no_verdicts_change_nothing() -> None:
    knowledge = judged()
    assert decide(knowledge, gather([])) == (knowledge, ())


@pytest.mark.parametrize(
    "clash",
    [
        [verdict("same", "甲", "乙"), verdict("different", "甲", "乙")],
        [verdict("same", "甲", "乙"), verdict("same", "乙", "丙"), verdict("different", "甲", "丙")],
        [verdict("rename", "甲", name="乙"), verdict("rename", "甲", name="丙")],
        [verdict("rename", "甲", name="乙"), verdict("rename", "乙", name="甲")],
        [verdict("same", "甲", "乙", name="甲"), verdict("same", "甲", "乙", name="乙")],
        [verdict("drop", "甲"), verdict("same", "甲", "乙")],
    ],
)
def test_contradictions_are_found(clash: list[Decision]) -> None:
    for some in permutations(clash):
        with pytest.raises(DecisionError):
            gather(some)


def test_chains_of_names_lead_to_the_last() -> None:
    chain = [verdict("same", "甲", "乙"), verdict("rename", "甲", name="丙"), verdict("same", "丁", "丙", name="丁")]
    assert set(gather(chain).canonical.values()) == {"丁"}


ENTRY = 'type = "Agency"\nwho = "王芳"\nwhen = 2026-11-22\nwhy = "查过"\n'
BAD = [
    ("[[same]\n", "not TOML", "line 1"),
    ("same = 3\n", "no verdict is called “same”", ""),
    ("[[merge]]\n", "no verdict is called “merge”", "one of same, different"),
    (f"\n\n[[same]]\n{ENTRY}", "needs two names", "line 3"),
    (f'[[drop]]\n{ENTRY}name = "甲"\n[[drop]]\n{ENTRY}', "drop without “name”", "line 7"),
    (f'[[rename]]\n{ENTRY}name = "甲"\n', "rename without “to”", "line 1"),
    (f'[[rename]]\n{ENTRY}name = "甲"\nto = "甲"\n', "renamed to itself", "line 1"),
    ('[[drop]]\ntype = "Agency"\nname = "甲"\nwhen = 2026-11-22\nwhy = "错"\n', "without “who”", "line 1"),
    (f'[[drop]]\n{ENTRY}name = "甲"\n'.replace("Agency", "Bureau"), "no class “Bureau”", "line 1"),
    (f'[[drop]]\n{ENTRY}name = "甲"\n'.replace("2026-11-22", '"gestern"'), "is no day", "line 1"),
    (f'[[drop]]\n{ENTRY}name = "甲"\nnames = ["甲"]\n', "drop has no “names”", "line 1"),
    (f'[[same]]\n{ENTRY}names = ["甲", 3]\n', "is no list of names", "line 1"),
    (f'[[drop]]\n{ENTRY}name = "甲"\n[[same]]\n{ENTRY}names = ["甲", "乙"]\n', "is dropped, and merged", ":1"),
]


@pytest.mark.parametrize(("text", "message", "place"), BAD)
def test_bad_files_are_told_with_the_line(tmp_path: Path, text: str, message: str, place: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionError) as caught:
        read_decisions([path])
    assert message in str(caught.value)
    assert place in str(caught.value)
    assert "decisions.toml" in str(caught.value)


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="No such file"):
        read_decisions([tmp_path / "none.toml"])
    (tmp_path / "gbk.toml").write_bytes("# 甲".encode("gbk"))
    with pytest.raises(DecisionError, match="not UTF-8"):
        read_decisions([tmp_path / "gbk.toml"])


@pytest.mark.parametrize(
    "one", [*VERDICTS, verdict("different", "王", type_="Person", articles=("a-1", "b-2"))], ids=str
)
def test_what_is_written_is_read_back(tmp_path: Path, one: Decision) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text("# 谁说的？\r\n", encoding="utf-8")
    append_decision(path, one)
    assert path.read_text(encoding="utf-8").startswith("# 谁说的？\n")
    (back,) = read_decisions([path]).verdicts
    assert render(back) == render(one)
    assert back.line == 3


def test_odd_characters_survive(tmp_path: Path) -> None:
    one = Decision(kind="drop", type="Agency", names=('甲"\\\u0007局',), who="王", when="2026-11-22", why="a\nb")
    append_decision(tmp_path / "d.toml", one)
    (back,) = read_decisions([tmp_path / "d.toml"]).verdicts
    assert (back.names, back.why) == (one.names, one.why)


def test_a_verdict_that_contradicts_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    append_decision(path, verdict("same", "甲", "乙"))
    before = path.read_bytes()
    with pytest.raises(DecisionError):
        append_decision(path, verdict("different", "甲", "乙"))
    assert path.read_bytes() == before


def test_the_file_beside_or_above_the_pages_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "seeds" / "2026"
    deep.mkdir(parents=True)
    (deep / "页.txt").write_text(PAGES[2], encoding="utf-8")
    (tmp_path / "seeds" / "decisions.toml").write_text(render(VERDICTS[4]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for given_ in ("seeds", "seeds/2026", "seeds/2026/页.txt", "seeds/**/*.txt", str(deep)):
        assert [p.name for p in find_decisions([given_])] == ["decisions.toml"], given_
        assert labels(kg.build(given_), "Initiative") == []
    monkeypatch.chdir(deep)  # not above the working directory: nobody else's file
    assert find_decisions(["页.txt", str(deep)]) == []
    assert find_decisions([tmp_path / "seeds"])
    other = tmp_path / "other.toml"
    other.write_text("# nothing is decided\n", encoding="utf-8")
    assert labels(kg.build(tmp_path / "seeds", decisions=other), "Initiative") == ["护航行动"]


def test_the_build_tells_of_verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "页.txt").write_text(PAGES[2], encoding="utf-8")
    verdicts = [VERDICTS[4], verdict("drop", "乌有行动", type_="Initiative")]
    (tmp_path / "seeds" / "decisions.toml").write_text("\n".join(map(render, verdicts)), encoding="utf-8")
    result = CliRunner().invoke(app, ["build", "seeds", "-o", "out", "-f", "ttl,report"])
    assert result.exit_code == 0, result.output
    row = next(line for line in result.output.splitlines() if "乌有行动" in line)
    assert row.startswith("seeds/decisions.toml:8")
    assert "stale" in row
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [(one["line"], one["state"]) for one in report["decisions"]] == [("1", "applied"), ("8", "stale")]
    ((source, step),) = [(one["source"], one["step"]) for one in report["dropped"]]  # the file is no unreadable page
    assert (source, step) == ("seeds/decisions.toml:1", "decide")
    assert report["entities"]["Initiative"] == 0
    (tmp_path / "seeds" / "decisions.toml").write_text("[[drop]]\n", encoding="utf-8")
    bad = CliRunner().invoke(app, ["build", "seeds", "-o", "out"])
    assert bad.exit_code == 2
    assert "seeds/decisions.toml, line 1: drop without “type”" in bad.output
    elsewhere = CliRunner().invoke(app, ["build", "seeds", "-o", "out", "--decisions", "none.toml"])
    assert elsewhere.exit_code == 2
    assert "none.toml: No such file" in elsewhere.output


def test_entities_of_a_graph_read_back_are_judged_alike() -> None:
    before = Knowledge((Entity(id="agency/甲局", type="Agency", label="甲局"),))
    after, (outcome,) = decide(before, gather([verdict("rename", "甲局", name="甲县局")]))
    assert [(e.id, e.aliases) for e in after.entities] == [("agency/甲县局", ("甲局",))]
    assert not outcome.stale
