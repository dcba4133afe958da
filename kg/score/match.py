"""Which entity of a graph is which of the gold's: one to one, the best pair first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

import msgspec

from kg.score.sheet import Link, Sheet, Thing, surroundings

Surroundings = Mapping[str, tuple[frozenset[str], frozenset[str]]]
_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
_YEAR = re.compile(r"^\d{4}|^X{4}")


class Matching(msgspec.Struct, frozen=True, kw_only=True):
    """Gold and system side by side; `loose` and `strict` map keys of gold things to those of the system's.

    `hits` are the system's links that the gold asks for, by mode; `pardoned` those that it does not hold against it,
    `free` the things.
    """

    gold: Sheet
    system: Sheet
    loose: dict[str, str]
    strict: dict[str, str]
    free: frozenset[str]
    pardoned: frozenset[tuple[str | None, str, str | None]]

    def asked(self) -> frozenset[Link]:
        """The links that the gold asks for."""
        return self.gold.links - self.gold.optional

    def in_system(self, link: Link, *, strict: bool) -> Link | None:
        """The system's link that a link of the gold stands for, or None if an end is not matched."""
        names = self.strict if strict else self.loose
        head, tail = names.get(link.head), _end(link.tail, names)
        return Link(head, link.relation, tail) if head is not None and tail is not None else None

    def hits(self, *, strict: bool) -> frozenset[Link]:
        """The system's links that the gold asks for."""
        found = {self.in_system(link, strict=strict) for link in self.asked()}
        return frozenset(link for link in found if link is not None and link in self.system.links)


def match(gold: Sheet, system: Sheet) -> Matching:
    """The best matching: pairs by weight, then by their order in gold and system; each thing once."""
    around_gold, around_system = surroundings(gold), surroundings(system)
    of_class: dict[str, list[int]] = defaultdict(list)
    for j, thing in enumerate(system.things):
        of_class[thing.kind].append(j)
    pairs: list[tuple[float, int, int, bool]] = []
    for i, one in enumerate(gold.things):
        for j in of_class[one.kind]:
            weight, strict = weigh(one, system.things[j], around_gold, around_system)
            if weight > 0:
                pairs.append((-weight, i, j, strict))
    pairs.sort()
    used_gold: set[int] = set()
    used_system: set[int] = set()
    loose: dict[str, str] = {}
    exact: dict[str, str] = {}
    for _, i, j, strict in pairs:
        if i not in used_gold and j not in used_system:
            used_gold.add(i)
            used_system.add(j)
            loose[gold.things[i].key] = system.things[j].key
            if strict:
                exact[gold.things[i].key] = system.things[j].key
    free = frozenset(loose[thing.key] for thing in gold.things if thing.optional and thing.key in loose)
    pardoned = {(loose.get(link.head), link.relation, _end(link.tail, loose)) for link in gold.optional}
    pardoned |= {link for link in system.links if link.head in free or link.tail in free}
    return Matching(gold=gold, system=system, loose=loose, strict=exact, free=free, pardoned=frozenset(pardoned))


def weigh(gold: Thing, system: Thing, around_gold: Surroundings, around_system: Surroundings) -> tuple[float, bool]:
    """How well two things match (0: not at all), and whether strictly.

    Names count for most classes, value and unit for indicators, and for events a trigger in the same article with as
    many of time, place and organizer as they have in common.
    """
    if gold.kind != system.kind:
        return 0.0, False
    if gold.kind == "Event":
        return _weigh_events(gold, system, around_gold.get(gold.key, _NOTHING), around_system.get(system.key, _NOTHING))
    same_name = bool(gold.names & system.names)
    if gold.kind == "Indicator":
        if gold.value is None or system.value is None or abs(gold.value - system.value) >= 1e-9:
            return 0.0, False
        if gold.unit != system.unit:
            return 0.0, False
        strict = gold.change == system.change
        return 1.0 + strict + same_name, strict
    return 10.0 * same_name + len(gold.surfaces & system.surfaces), same_name


def _weigh_events(
    gold: Thing,
    system: Thing,
    near_gold: tuple[frozenset[str], frozenset[str]],
    near_system: tuple[frozenset[str], frozenset[str]],
) -> tuple[float, bool]:
    if gold.titles and system.titles and not gold.titles & system.titles:
        return 0.0, False
    same_name = bool(gold.names & system.names)
    ours = system.mentions | system.names
    if not same_name and not any(a in b or b in a for a in gold.mentions for b in ours if a and b):
        return 0.0, False
    agree, clash = compare_times(gold.time, system.time)
    shared = agree + sum(bool(a & b) for a, b in zip(near_gold, near_system, strict=True))
    weight = 1.0 + 2.0 * shared + 3.0 * same_name + 0.5 * bool(gold.mentions & ours) - 0.5 * clash
    return weight, (shared > 0 or same_name) and not clash


def compare_times(gold: str | None, system: str | None) -> tuple[bool, bool]:
    """Whether two EDTF times agree and whether they contradict each other, years aside; neither, if one is not known.

    >>> compare_times("2023-02-17", "XXXX-02"), compare_times("2023-02-17", "2023-03-01"), compare_times(None, "2023")
    ((True, False), (False, True), (False, False))
    """
    one, other = (_YEAR.sub("", time) if time else "" for time in (gold, system))
    if not one or not other:
        return False, False
    agree = one == other or one.startswith(other) or other.startswith(one)
    return agree, not agree


def _end(tail: str, names: Mapping[str, str]) -> str | None:
    return tail if tail.startswith("Article/") else names.get(tail)
