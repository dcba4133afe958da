"""Which entities may be one, or two under one name: for people to judge, never merged by themselves.

Nothing is proposed because two names look alike: every rule asks for parts that are the same (the same division, the
same unit, the same quoted words), and none passes over a part that contradicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from kg.decisions import Decision
from kg.model import Entity, Fact, Knowledge
from kg.review.names import Parts, core, take_apart, without_regions, year


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Two entities that may be one; or one (`second` is `first`) that may be two: `articles` are those of the other.

    `rank` is between 0 and 1, `reason` says why it is asked.
    """

    first: str
    second: str
    rank: float
    reason: str
    articles: tuple[str, ...] = ()

    @property
    def split(self) -> bool:
        """Whether the question is if one entity is two."""
        return self.first == self.second


def propose(knowledge: Knowledge, verdicts: Iterable[Decision] = ()) -> tuple[Proposal, ...]:
    """The likely pairs, the likeliest first; without those that people have judged already."""
    finder = _Finder(knowledge)
    found: dict[tuple[str, str], Proposal] = {}
    for rule in (_agencies, _bare_units, _named, _initiatives, _regions, _events, _namesakes):
        for one in rule(finder):
            key = (one.first, one.second)
            if key not in found or one.rank > found[key].rank:
                found[key] = one
    judged = _Judged(finder, verdicts)
    left = [one for one in found.values() if not judged.knows(one) and not finder.related(one.first, one.second)]
    return tuple(sorted(left, key=lambda one: (-one.rank, one.first, one.second, one.articles)))


class _Finder:
    """The graph, looked up in every way that the rules ask for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.entities = {entity.id: entity for entity in knowledge.entities}
        self.of_type: dict[str, list[Entity]] = defaultdict(list)
        self.articles: dict[str, set[str]] = defaultdict(set)  # entity → articles that mention it
        self.mentioned: dict[str, set[str]] = defaultdict(set)  # article → entities
        self.objects: dict[tuple[str, str], set[str]] = defaultdict(set)  # subject, predicate → objects
        self.subjects: dict[tuple[str, str], set[str]] = defaultdict(set)  # object, predicate → subjects
        self.links: set[tuple[str, str]] = set()
        for entity in knowledge.entities:
            self.of_type[entity.type].append(entity)
        for fact in knowledge.facts:
            if fact.predicate == "mentions":
                self.articles[fact.object].add(fact.subject)
                self.mentioned[fact.subject].add(fact.object)
            else:
                self.objects[fact.subject, fact.predicate].add(fact.object)
                self.subjects[fact.object, fact.predicate].add(fact.subject)
                self.links |= {(fact.subject, fact.object), (fact.object, fact.subject)}

    def related(self, one: str, other: str) -> bool:
        """Whether a fact between the two says that they are two."""
        return (one, other) in self.links

    def near(self, id_: str) -> set[str]:
        """The codes of the divisions that the articles of an entity name."""
        found = {other for article in self.articles[id_] for other in self.mentioned[article]}
        codes = (self.entities[other].get("adcode") for other in found if other in self.entities)
        return {code for code in codes if code}

    def together(self, one: str, other: str) -> bool:
        """Whether an article names both."""
        return bool(self.articles[one] & self.articles[other])


class _Judged:
    """What people have said already, of ids and of names."""

    def __init__(self, finder: _Finder, verdicts: Iterable[Decision]) -> None:
        self.entities = finder.entities
        self.pairs: set[tuple[str, frozenset[str]]] = set()
        self.split: set[tuple[str, str, str]] = set()
        for one in verdicts:
            for a in one.names:
                self.pairs |= {(one.type, frozenset((a, b))) for b in one.names if a != b}
                self.split |= {(one.type, a, article) for article in one.articles}

    def knows(self, one: Proposal) -> bool:
        first, second = self.entities[one.first], self.entities[one.second]
        names = ((first.id, first.label), (second.id, second.label))
        if one.split:
            return any((first.type, name, article) in self.split for name in names[0] for article in one.articles)
        return any((first.type, frozenset((a, b))) in self.pairs for a in names[0] for b in names[1])


def _pair(one: Entity, other: Entity, rank: float, reason: str) -> Proposal:
    first, second = sorted((one.id, other.id))
    return Proposal(first=first, second=second, rank=round(rank, 2), reason=reason)


def _agencies(finder: _Finder) -> Iterator[Proposal]:
    """One name is the other, said more briefly: 栖霞消防, 栖霞区消防救援大队; 栖霞大队, …公安局交警支队栖霞大队."""
    parts = {agency.id: take_apart(agency.label) for agency in finder.of_type["Agency"]}
    in_region: dict[str, list[Entity]] = defaultdict(list)
    for agency in finder.of_type["Agency"]:
        for codes in parts[agency.id].regions:
            for code in codes:
                in_region[code].append(agency)
    for short in finder.of_type["Agency"]:
        mine = parts[short.id]
        if not mine.regions:
            continue
        candidates = {agency.id: agency for code in sorted(mine.regions[-1]) for agency in in_region[code]}
        yield from _shorter(finder, short, candidates.values(), parts, 0.75)


def _bare_units(finder: _Finder) -> Iterator[Proposal]:
    """A unit without its division, and one of its name in a division that its article names."""
    parts = {agency.id: take_apart(agency.label) for agency in finder.of_type["Agency"]}
    by_end: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for agency in finder.of_type["Agency"]:
        if parts[agency.id].units:
            by_end[parts[agency.id].units[-1].own, parts[agency.id].units[-1].head].append(agency)
    for short in finder.of_type["Agency"]:
        mine = parts[short.id]
        if mine.regions or not mine.units or "@" not in short.id:
            continue
        near = finder.near(short.id)
        end = (mine.units[-1].own, mine.units[-1].head)
        there = [
            agency
            for agency in by_end[end]
            if any(codes & near for codes in parts[agency.id].regions)
            or (agency.label == short.label and _counties(near) & _counties(finder.near(agency.id)))
        ]
        yield from _shorter(finder, short, there, parts, 0.6)


def _counties(codes: set[str]) -> set[str]:
    return {code for code in codes if not code.endswith("00")}


def _shorter(
    finder: _Finder, short: Entity, candidates: Iterable[Entity], parts: dict[str, Parts], rank: float
) -> Iterator[Proposal]:
    mine = parts[short.id]
    longer = [one for one in candidates if one.id != short.id and parts[one.id].covers(mine)]
    for one in longer:
        same = parts[one.id] == mine
        reason = (
            "the same name in two pages" if one.label == short.label else "one name is the other, said more briefly"
        )
        if same and one.label != short.label:
            reason = "the same division, function and kind"
        # where several fit, each is less likely
        likely = rank + 0.15 * finder.together(short.id, one.id) - 0.05 * min(4, len(longer) - 1)
        yield _pair(short, one, likely, reason)


def _named(finder: _Finder) -> Iterator[Proposal]:
    """Organizations and places of one name, with and without the division before it."""
    for kind in ("Organization", "Place"):
        called: dict[str, list[Entity]] = defaultdict(list)
        for entity in finder.of_type[kind]:
            called[entity.label].append(entity)
        for long in finder.of_type[kind]:
            for rest, codes in without_regions(long.label):
                for short in called.get(rest, ()):
                    together = finder.together(short.id, long.id)
                    if together or codes & finder.near(short.id):
                        likely = 0.7 + 0.15 * together
                        yield _pair(short, long, likely, "one name is the other with its division before it")


def _initiatives(finder: _Finder) -> Iterator[Proposal]:
    """Initiatives whose names differ in quotes and in words such as 专项行动 only, and not in the year."""
    by_core: dict[str, list[Entity]] = defaultdict(list)
    for entity in finder.of_type["Initiative"]:
        inner = core(entity.label)
        if len(inner) >= 2:
            by_core[inner].append(entity)
    for some in by_core.values():
        for i, one in enumerate(some):
            for other in some[i + 1 :]:
                if year(one.label) and year(other.label) and year(one.label) != year(other.label):
                    continue
                same_type = one.get("initiativeType") == other.get("initiativeType")
                likely = 0.65 + 0.1 * same_type + 0.1 * finder.together(one.id, other.id)
                yield _pair(one, other, likely, "the same words, with another ending or other quotes")


def _regions(finder: _Finder) -> Iterator[Proposal]:
    """A division whose place nobody knows, and one of its name."""
    by_name: dict[str, list[Entity]] = defaultdict(list)
    for region in finder.of_type["Region"]:
        by_name[region.label].append(region)
    for some in by_name.values():
        for one in some:
            for other in some:
                unknown = not one.get("adcode") and "/" not in one.id.removeprefix("region/").partition("@")[0]
                if one.id != other.id and unknown:
                    above = other.get("adcode") or other.id.removeprefix("region/").partition("/")[0]
                    if above[:4] in {code[:4] for code in finder.near(one.id)}:
                        yield _pair(one, other, 0.5, "one name, and the place of one is not known")


def _events(finder: _Finder) -> Iterator[Proposal]:
    """Happenings of one kind on one day in two articles, with an organizer, a participant or a place in common."""
    by_day: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for event in finder.of_type["Event"]:
        day = event.get("time") or ""
        if len(day) == 10 and "X" not in day:
            by_day[day, event.get("eventType") or ""].append(event)
    for some in by_day.values():
        for i, one in enumerate(some):
            for other in some[i + 1 :]:
                if finder.together(one.id, other.id):
                    continue
                common = [
                    finder.subjects[one.id, name] & finder.subjects[other.id, name]
                    for name in ("organizes", "participates")
                ]
                common.append(finder.objects[one.id, "takesPlaceIn"] & finder.objects[other.id, "takesPlaceIn"])
                shared = sum(map(bool, common))
                if shared:
                    yield _pair(one, other, 0.3 + 0.1 * shared, "one kind, one day, and somebody or a place in common")


def _namesakes(finder: _Finder) -> Iterator[Proposal]:
    """Persons who belong, in different articles, to bodies that have nothing to do with each other."""
    bodies: dict[str, list[Fact]] = defaultdict(list)
    for fact in finder.knowledge.facts:
        if fact.predicate == "memberOf":
            bodies[fact.subject].append(fact)
    for person, facts in bodies.items():
        first = min(facts, key=lambda fact: min((e.article for e in fact.evidence), default=""))
        here = {proof.article for proof in first.evidence}
        for fact in facts:
            there = {proof.article for proof in fact.evidence}
            if fact.object == first.object or not there or there & here:
                continue
            if not _line(finder, first.object) & _line(finder, fact.object):
                articles = tuple(sorted(article.removeprefix("article/") for article in there))
                reason = "one name in two bodies that have nothing to do with each other"
                yield Proposal(first=person, second=person, rank=0.45, reason=reason, articles=articles)


def _line(finder: _Finder, agency: str) -> set[str]:
    """An agency and its superiors."""
    found, left = set[str](), [agency]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += sorted(finder.objects[one, "partOf"])
    return found
