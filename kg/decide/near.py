"""Verdicts applied to a graph that need not be in memory: only what they touch is taken out, judged and put back."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

import msgspec

from kg.decide import Outcome, decide
from kg.decisions import Decisions, to_id
from kg.model import Entity, Fact, Knowledge

_KEY = attrgetter("subject", "predicate", "object")


class Judged(msgspec.Struct, frozen=True):
    """A graph as people have judged it; `entities` and `facts` are sorted, and can be walked once."""

    entities: Iterator[Entity]
    facts: Iterator[Fact]
    outcomes: tuple[Outcome, ...]


def decide_near(
    entities: Callable[[], Iterable[Entity]], facts: Callable[[], Iterable[Fact]], decisions: Decisions
) -> Judged:
    """What `kg.decide.decide` gives for the graph of these sorted entities and facts, which are walked several times.

    In memory are the entities that verdicts may mean and all facts about these.
    """
    if not decisions.verdicts:
        return Judged(iter(entities()), iter(facts()), ())
    meant = _find_meant(entities, decisions)
    touching = [fact for fact in facts() if fact.subject in meant or fact.object in meant]
    ends = {end for fact in touching for end in (fact.subject, fact.object)} - meant
    # Who loses a fact stays if it has another, for which any one of them vouches.
    vouched: list[Fact] = []
    seen: set[str] = set()
    for fact in facts():
        found = {fact.subject, fact.object} & ends - seen
        if found and fact.subject not in meant and fact.object not in meant:
            vouched.append(fact)
            seen |= found
    taken = meant | ends | {f"article/{article}" for one in decisions.verdicts for article in one.articles}
    part = Knowledge(
        tuple(entity for entity in entities() if entity.id in taken), tuple(sorted([*touching, *vouched], key=_KEY))
    )
    judged, outcomes = decide(part, decisions)
    lent = set(map(_KEY, vouched))
    return Judged(
        heapq.merge((e for e in entities() if e.id not in taken), judged.entities, key=attrgetter("id")),
        heapq.merge(
            (fact for fact in facts() if fact.subject not in meant and fact.object not in meant),
            (fact for fact in judged.facts if _KEY(fact) not in lent),
            key=_KEY,
        ),
        outcomes,
    )


def _find_meant(entities: Callable[[], Iterable[Entity]], decisions: Decisions) -> set[str]:
    """The ids of all entities that verdicts may mean, or that bear an id which a verdict may give."""
    names = {(one.type, name) for one in decisions.verdicts for name in (*one.names, one.name) if name}
    names |= {(kind, name) for (kind, _), name in decisions.canonical.items()}
    ids = {to_id(kind, name).partition("@")[0] for kind, name in names}
    meant: set[str] = set()
    while True:
        before = len(names), len(ids), len(meant)
        for entity in entities():
            kind, id_ = entity.type, entity.id
            if id_.partition("@")[0] in ids or any((kind, name) in names for name in (entity.label, *entity.aliases)):
                meant.add(id_)
                ids.add(id_.partition("@")[0])
                names.add((kind, entity.label))  # which may be looked up in its turn
        if before == (len(names), len(ids), len(meant)):
            return meant
