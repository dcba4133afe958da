"""Verdicts applied to a graph that need not be in memory: only what they touch is taken out, judged and put back."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Set
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


class Reach(msgspec.Struct, frozen=True):
    """What verdicts may mean, as far as it is known: names by class, ids without `@…`, and ids of entities."""

    names: set[tuple[str, str]]
    ids: set[str]
    meant: set[str]

    def extend(self, entities: Iterable[Entity]) -> bool:
        """Add what some entities lead to; whether there was any. All are looked at until there is none."""
        before = self._size()
        for entity in entities:
            kind, id_ = entity.type, entity.id
            plain = id_.partition("@")[0]
            if plain in self.ids or any((kind, name) in self.names for name in (entity.label, *entity.aliases)):
                self.meant.add(id_)
                self.ids.add(plain)
                self.names.add((kind, entity.label))  # which may be looked up in its turn
        return self._size() != before

    def add(self, other: Reach) -> bool:
        """Add what is known elsewhere; whether it is new."""
        before = self._size()
        self.names.update(other.names)
        self.ids.update(other.ids)
        self.meant.update(other.meant)
        return self._size() != before

    def _size(self) -> tuple[int, int, int]:
        return len(self.names), len(self.ids), len(self.meant)


def reach_of(decisions: Decisions) -> Reach:
    """What verdicts mean by what stands in them."""
    names = {(one.type, name) for one in decisions.verdicts for name in (*one.names, one.name) if name}
    names |= {(kind, name) for (kind, _), name in decisions.canonical.items()}
    return Reach(names, {to_id(kind, name).partition("@")[0] for kind, name in names}, set())


def find_touching(facts: Iterable[Fact], meant: Set[str]) -> list[Fact]:
    """The facts about any of some entities."""
    return [fact for fact in facts if fact.subject in meant or fact.object in meant]


def find_ends(touching: Iterable[Fact], meant: Set[str]) -> set[str]:
    """Who else these facts are about, and may lose them."""
    return {end for fact in touching for end in (fact.subject, fact.object)} - meant


def find_vouchers(facts: Iterable[Fact], meant: Set[str], ends: Set[str]) -> list[Fact]:
    """For each that may lose a fact another one, if there is any: who has it stays."""
    found: list[Fact] = []
    seen: set[str] = set()
    for fact in facts:
        new = {fact.subject, fact.object} & ends - seen
        if new and fact.subject not in meant and fact.object not in meant:
            found.append(fact)
            seen |= new
    return found


def find_taken(meant: Set[str], ends: Set[str], decisions: Decisions) -> set[str]:
    """The ids of the entities that are judged, if there are such."""
    return {*meant, *ends, *(f"article/{article}" for one in decisions.verdicts for article in one.articles)}


def judge(
    entities: Iterable[Entity], touching: Iterable[Fact], vouchers: Iterable[Fact], decisions: Decisions
) -> tuple[Knowledge, tuple[Outcome, ...]]:
    """What comes in the place of these entities and of the facts that touch what is meant, and of each verdict."""
    vouchers = list(vouchers)
    part = Knowledge(tuple(entities), tuple(sorted([*touching, *vouchers], key=_KEY)))
    judged, outcomes = decide(part, decisions)
    lent = set(map(_KEY, vouchers))
    return Knowledge(judged.entities, tuple(fact for fact in judged.facts if _KEY(fact) not in lent)), outcomes


def decide_near(
    entities: Callable[[], Iterable[Entity]], facts: Callable[[], Iterable[Fact]], decisions: Decisions
) -> Judged:
    """What `kg.decide.decide` gives for the graph of these sorted entities and facts, which are walked several times.

    In memory are the entities that verdicts may mean and all facts about these.
    """
    if not decisions.verdicts:
        return Judged(iter(entities()), iter(facts()), ())
    reach = reach_of(decisions)
    while reach.extend(entities()):
        pass
    meant = reach.meant
    touching = find_touching(facts(), meant)
    ends = find_ends(touching, meant)
    taken = find_taken(meant, ends, decisions)
    judged, outcomes = judge(
        (entity for entity in entities() if entity.id in taken),
        touching,
        find_vouchers(facts(), meant, ends),
        decisions,
    )
    return Judged(
        heapq.merge((e for e in entities() if e.id not in taken), judged.entities, key=attrgetter("id")),
        heapq.merge(
            (fact for fact in facts() if fact.subject not in meant and fact.object not in meant),
            judged.facts,
            key=_KEY,
        ),
        outcomes,
    )
