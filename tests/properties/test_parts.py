"""However pages are parted: what is put together part by part is the graph of all of them at once."""

from __future__ import annotations

from itertools import groupby, pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assemble import FITS, Assembler
from kg.decide import decide
from kg.decide.near import decide_near
from kg.decisions import Decision, gather
from kg.errors import DecisionError
from kg.model import Entity, Fact, Knowledge
from kg.pieces import PartAssembler, Piece, merge_facts, merge_pieces, of_fact, of_piece
from kg.record import Mentioned, Named, Place, Record, Stated
from tests.properties.strategies import knowledge
from tests.properties.test_decide import verdicts

_NAMES = ("县公安局", "甲县公安局", "某市甲县公安局", "某省某市甲县公安局", "乙局")
_LABELS = ("公安局", "公安局甲", "衛生局", "卫生局")


@st.composite
def records(draw: st.DrawFn, number: int) -> Record:
    """An article about some of a few agencies, regions and persons."""
    keys = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4, unique=True))
    label, value = st.sampled_from(_LABELS), st.sampled_from("甲乙丙")
    things: list[Named] = [
        (f"agency/{key}", "Agency", draw(label), draw(st.dictionaries(st.sampled_from(["a", "b"]), value)))
        for key in keys
    ]
    things += [("region/1", "Region", draw(label), {}), ("person/王", "Person", "王", {})]
    some = st.integers(0, len(things) - 1)
    place: Place = draw(st.integers(0, 3)), 9, 1, draw(label)
    mentions: list[Mentioned] = [
        (thing, place, "r", 0.5, draw(st.booleans())) for thing in draw(st.lists(some, max_size=5, unique=True))
    ]
    predicate = st.sampled_from(["partOf", "jurisdiction", "memberOf", "collaboratesWith"])
    said: list[Stated] = [
        (draw(some), draw(predicate), draw(some), 0, "r", 0.5, draw(st.sampled_from(["", "局长", "所长"])))
        for _ in range(draw(st.integers(0, 5)))
    ]
    written = ((len(things) - 1, place),) if draw(st.booleans()) else ()
    return Record(
        f"article/{number}",
        "题",
        (("byline", "王"),),
        tuple(things),
        tuple(mentions),
        (place,),
        tuple(said),
        written,
        {},
    )


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_parts_put_together_are_the_graph_of_all(data: st.DataObject) -> None:
    pages = [data.draw(records(number)) for number in range(data.draw(st.integers(1, 6)))]
    ids = sorted({key for page in pages for key, type_, *_ in page.things if type_ == "Agency"}, key=len)
    # Names lead to longer ones, which may have another name themselves.
    names = {}
    for old, new in pairwise(ids):
        if data.draw(st.booleans()):
            names[old] = new
    names = dict(data.draw(st.permutations(sorted(names.items()))))
    whole, parts = Assembler(), PartAssembler(names)
    pieces: list[Piece] = []
    facts: list[Fact] = []
    for page in pages:
        whole.add(page, "p")
        parts.add(page, "p")
        if data.draw(st.booleans()):
            _take(parts, pieces, facts)
    _take(parts, pieces, facts)
    pieces.sort(key=of_piece)
    facts.sort(key=of_fact)
    entities = [entity for _, group in groupby(pieces, of_piece) for entity in merge_pieces(group)]
    merged = [merge_facts(group) for _, group in groupby(facts, of_fact)]
    assert Knowledge(tuple(entities), tuple(merged)) == whole.finish(names)
    assert sorted(map(str, parts.dropped)) == sorted(map(str, whole.dropped))


def _take(parts: PartAssembler, pieces: list[Piece], facts: list[Fact]) -> None:
    some, said = parts.drain()
    assert some == sorted(some, key=of_piece)
    assert said == sorted(said, key=of_fact)
    pieces += some
    facts += said


def test_the_relations_used_here_are_some_of_ours() -> None:
    assert {"partOf", "jurisdiction", "memberOf", "collaboratesWith"} <= FITS.keys()


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_verdicts_on_what_they_touch_are_verdicts_on_all(data: st.DataObject) -> None:
    graph = data.draw(knowledge())
    try:
        decisions = gather(data.draw(verdicts(graph)))
    except DecisionError:
        return
    judged, outcomes = decide(graph, decisions)
    near = decide_near(lambda: graph.entities, lambda: graph.facts, decisions)
    found = Knowledge(tuple(near.entities), tuple(near.facts))
    assert msgspec.json.encode(found) == msgspec.json.encode(judged)
    assert near.outcomes == outcomes


def test_who_loses_its_only_fact_goes_with_it_and_nobody_else() -> None:
    agencies = [Entity(id=f"agency/{name}", type="Agency", label=name) for name in "乙甲丁丙"]
    facts = [
        Fact(subject=f"agency/{head}", predicate="partOf", object=f"agency/{tail}")
        for head, tail in ("甲乙", "甲丁", "丙乙")
    ]
    graph = Knowledge(tuple(sorted(agencies)), tuple(sorted(facts)))
    drop = Decision(kind="drop", type="Agency", names=("甲",), who="王", when="2026-11-22", why="查过")
    near = decide_near(lambda: graph.entities, lambda: graph.facts, gather([drop]))
    judged, _ = decide(graph, gather([drop]))
    assert [entity.label for entity in near.entities] == [entity.label for entity in judged.entities] == ["丙", "乙"]
    assert list(near.facts) == list(judged.facts)
