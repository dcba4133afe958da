"""What must hold of people's verdicts for every graph and whatever they say."""

from __future__ import annotations

from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.decide import decide
from kg.decisions import Decision, gather
from kg.errors import DecisionError
from kg.model import CLASSES, Knowledge
from kg.rdf.triples import to_triples
from tests.properties.strategies import knowledge


@st.composite
def verdicts(draw: st.DrawFn, graph: Knowledge) -> list[Decision]:
    """Verdicts on names of the graph, its ids and aliases too, and on names that it does not have."""
    names = {"甲", "乙"}
    for entity in graph.entities:
        names |= {entity.label, entity.id, *entity.aliases}
    name = st.sampled_from(sorted(names))
    out = []
    for kind in draw(st.lists(st.sampled_from(["same", "different", "rename", "drop"]), min_size=1, max_size=5)):
        given_names = draw(st.lists(name, min_size=2, max_size=3, unique=True))
        articles: tuple[str, ...] = ()
        if kind in ("rename", "drop") or (kind == "different" and draw(st.booleans())):
            given_names = given_names[:1]
            if kind == "different":
                articles = (
                    "nowhere-1",
                    *(e.id.removeprefix("article/") for e in graph.entities if e.type == "Article"),
                )
        new = {"same": given_names[0], "rename": draw(name)}.get(kind, "")
        assume(kind != "rename" or new != given_names[0])
        out.append(
            Decision(
                kind=kind,
                type=draw(st.sampled_from([e.type for e in graph.entities if e.type in CLASSES] or ["Agency"])),
                names=tuple(given_names),
                name=new,
                articles=tuple(sorted(articles)),
                who="王",
                when="2026-11-22",
                why="查过",
            )
        )
    return out


@given(st.data(), st.randoms())
@settings(max_examples=30, deadline=None)
def test_verdicts_keep_a_graph_a_graph(data: st.DataObject, random: Random) -> None:
    graph = data.draw(knowledge())
    told = data.draw(verdicts(graph))
    try:
        judged, outcomes = decide(graph, gather(told))
    except DecisionError:
        return
    ids = [entity.id for entity in judged.entities]
    assert ids == sorted(set(ids))
    keys = [(fact.subject, fact.predicate, fact.object) for fact in judged.facts]
    assert keys == sorted(set(keys))
    assert {end for fact in judged.facts for end in (fact.subject, fact.object)} <= set(ids)
    articles = [entity for entity in graph.entities if entity.type == "Article"]
    assert [entity for entity in judged.entities if entity.type == "Article"] == articles
    for entity in judged.entities:
        assert entity.label not in entity.aliases or entity in graph.entities
    assert len(outcomes) == len(set(told))
    random.shuffle(told)
    again, _ = decide(graph, gather(told))
    assert again == judged
    assert to_triples(again) == to_triples(judged)


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_nothing_that_was_said_is_lost_but_by_drop(data: st.DataObject) -> None:
    graph = data.draw(knowledge())
    told = [one for one in data.draw(verdicts(graph)) if one.kind != "drop"]
    try:
        judged, _ = decide(graph, gather(told))
    except DecisionError:
        return
    before = {proof for fact in graph.facts for proof in fact.evidence}
    after = {proof for fact in judged.facts for proof in fact.evidence}
    selfs = before - after
    # only what a merged entity would say of itself goes
    merged = len(graph.entities) - len(judged.entities)
    assert after <= before
    assert not selfs or merged > 0
