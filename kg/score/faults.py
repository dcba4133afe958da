"""Every difference between a gold file and a graph, with its place in the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from kg.model import Entity as GraphEntity
from kg.model import Fact, Knowledge
from kg.score.gold import Entity, Gold
from kg.score.match import Matching, compare_times
from kg.score.places import Place, Text
from kg.score.sheet import Link, fold


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One difference: `kind` is `missed`, `extra` or `differs`, `what` a class, relation or `title`.

    `text` names the entity or the relation; `detail` is what it is called there, or `attribute: ours, gold: theirs`.
    """

    page: str
    kind: str
    what: str
    text: str
    detail: str = ""
    source: str = ""
    line: int = 0
    sentence: str = ""


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How often an attribute of what is matched is as the gold has it; only where the gold says something of it."""

    attribute: str
    right: int
    of: int


_SUBTYPES = {"Region": "regionLevel", "Initiative": "initiativeType", "Event": "eventType"}


def find_faults(gold: Gold, knowledge: Knowledge, matching: Matching, text: Text | None) -> list[Fault]:
    """The differences of one page: entities first, then relations, titles last; the order is that of the files."""
    return _Finder(gold, knowledge, matching, text).find()


def count_attributes(gold: Gold, knowledge: Knowledge, matching: Matching) -> list[Agreement]:
    """How often each attribute of the matched entities is right, by name."""
    right: dict[str, int] = {}
    of: dict[str, int] = {}
    for _, name, same, _, _ in _Finder(gold, knowledge, matching, None).attributes():
        right[name] = right.get(name, 0) + same
        of[name] = of.get(name, 0) + 1
    return [Agreement(attribute=name, right=right[name], of=of[name]) for name in sorted(of)]


Comparison = tuple[Entity, str, bool, str, str]
"""An entity of the gold, the attribute's name, whether it is the same, what the graph has and what the gold has."""


class _Finder:
    def __init__(self, gold: Gold, knowledge: Knowledge, matching: Matching, text: Text | None) -> None:
        self.gold, self.matching, self.text = gold, matching, text
        self.of_gold = {f"{entity.kind}/{entity.name}": entity for entity in gold.entities}
        self.of_system = {entity.id: entity for entity in knowledge.entities}
        self.facts: dict[tuple[str, str, str], Fact] = {}
        self.first: dict[str, Fact] = {}  # the fact that mentions an entity
        for fact in knowledge.facts:
            self.facts[fact.subject, fact.predicate, fact.object] = fact
            if fact.predicate == "mentions":
                self.first.setdefault(fact.object, fact)

    def find(self) -> list[Fault]:
        return [*self.things(), *self.differing(), *self.links(), *self.titles()]

    def fault(self, kind: str, what: str, text: str, place: Place, detail: str = "") -> Fault:
        return Fault(
            page=self.gold.page,
            kind=kind,
            what=what,
            text=text,
            detail=detail,
            source=place.source,
            line=place.line,
            sentence=place.sentence,
        )

    def things(self) -> Iterator[Fault]:
        matching = self.matching
        for thing in matching.gold.things:
            entity = self.of_gold[thing.key]
            ours = matching.loose.get(thing.key)
            if ours is None:
                if not thing.optional:
                    yield self.fault(
                        "missed", thing.kind, thing.name, self.in_text(entity), "、".join(entity.mentions[:4])
                    )
            elif thing.key not in matching.strict and thing.kind not in ("Event", "Indicator") and not thing.optional:
                yield self.fault("differs", thing.kind, thing.name, self.in_text(entity), self.of_system[ours].label)
        matched = set(matching.loose.values())
        for thing in matching.system.things:
            if thing.key not in matched:
                found = self.of_system[thing.key]
                yield self.fault("extra", thing.kind, thing.name, self.said(found), "、".join(found.aliases[:4]))

    def differing(self) -> Iterator[Fault]:
        for entity, name, same, ours, theirs in self.attributes():
            if not same:
                detail = f"{name}: {ours or 'none'}, gold: {theirs}"
                yield self.fault("differs", entity.kind, entity.name, self.in_text(entity), detail)

    def attributes(self) -> Iterator[Comparison]:
        """What is compared of matched entities; that which the gold does not say is not."""
        for key, ours in self.matching.loose.items():
            entity, found = self.of_gold[key], self.of_system[ours]
            for name, wanted in _wanted(entity):
                have = found.get(name) or ""
                timed = name == "time" and compare_times(wanted, have)[0]
                yield entity, name, timed or fold(have) == fold(wanted), have, wanted
        for head, relation, tail, *role in self.gold.relations:
            if relation != "memberOf" or not role:
                continue
            for entity in (e for e in self.gold.entities if e.name == head and e.kind == "Person"):
                person = self.matching.loose.get(f"Person/{head}", "")
                bodies = [self.matching.loose.get(f"{kind}/{tail}", "") for kind in ("Agency", "Organization")]
                fact = next(filter(None, (self.facts.get((person, relation, body)) for body in bodies)), None)
                if fact is not None:
                    same = fold(role[0]) in map(fold, fact.roles)
                    yield entity, "role", same, "、".join(fact.roles), role[0]

    def links(self) -> Iterator[Fault]:
        matching = self.matching
        for link in sorted(matching.asked(), key=_link_order):
            ours = matching.in_system(link, strict=False)
            if ours is None or ours not in matching.system.links:
                names = self.forms(link.head), self.forms(link.tail)
                place = (self.text.together(*names) or self.somewhere(*names)) if self.text else Place()
                label = f"{self.gold_name(link.head)} –{link.relation}→ {self.gold_name(link.tail)}"
                yield self.fault("missed", link.relation, label, place)
        for link in sorted(matching.system.links - matching.hits(strict=False) - matching.pardoned, key=_link_order):
            fact = self.facts.get((link.head, link.relation, link.tail)) or self.to_article(link)
            place = Place()
            if fact is not None and fact.evidence:
                proof = fact.evidence[0]
                place = Place(proof.source, proof.line, proof.quote)
            label = f"{self.our_name(link.head)} –{link.relation}→ {self.our_name(link.tail)}"
            yield self.fault("extra", link.relation, label, place, "、".join(sorted(rules(fact))))

    def titles(self) -> Iterator[Fault]:
        wanted, have = self.matching.gold.authors, self.matching.system.authors
        for article in self.gold.articles:
            title = fold(article.title)
            place = self.somewhere([article.title], article.authors)
            if title not in have:
                yield self.fault("missed", "title", article.title, place)
            elif have[title] != wanted[title]:
                detail = f"authors: {'、'.join(have[title]) or 'none'}, gold: {'、'.join(article.authors) or 'none'}"
                yield self.fault("differs", "title", article.title, place, detail)
        for entity in self.of_system.values():
            if entity.type == "Article" and fold(entity.label) not in wanted:
                yield self.fault("extra", "title", entity.label, self.somewhere([entity.label], []))

    def forms(self, key: str) -> list[str]:
        entity = self.of_gold.get(key)
        if entity is not None:
            return [entity.name, *entity.names, *entity.mentions]
        return [author for a in self.gold.articles if f"Article/{fold(a.title)}" == key for author in a.authors]

    def gold_name(self, key: str) -> str:
        return self.of_gold[key].name if key in self.of_gold else f"《{key.removeprefix('Article/')}》"

    def our_name(self, key: str) -> str:
        return self.of_system[key].label if key in self.of_system else f"《{key.removeprefix('Article/')}》"

    def to_article(self, link: Link) -> Fact | None:
        return next(
            (
                fact
                for (head, relation, tail), fact in self.facts.items()
                if (head, relation) == (link.head, link.relation)
                and f"Article/{fold(self.of_system[tail].label)}" == link.tail
            ),
            None,
        )

    def in_text(self, entity: Entity) -> Place:
        return self.somewhere([entity.name, *entity.names], entity.mentions)

    def somewhere(self, *names: Iterable[str]) -> Place:
        """Where the first list of names that stands in the text at all does."""
        for some in names:
            spans = self.text.find(some) if self.text else []
            if spans and self.text:
                return self.text.place(spans[0].start)
        return Place(self.text.source if self.text else "")

    def said(self, entity: GraphEntity) -> Place:
        fact = self.first.get(entity.id)
        if fact is None or not fact.evidence:
            return self.somewhere([entity.label], entity.aliases)
        proof = fact.evidence[0]
        if self.text is not None and self.text.source == proof.source:
            return self.text.place(proof.span.start)
        return Place(proof.source, proof.line, proof.quote)


def rules(fact: Fact | None) -> set[str]:
    """The rules that found a fact."""
    return {proof.rule for proof in fact.evidence} if fact is not None else set()


def _wanted(entity: Entity) -> Iterator[tuple[str, str]]:
    """The attributes that the gold states, under the ontology's names."""
    subtype = _SUBTYPES.get(entity.kind)
    if subtype is not None and entity.subtype:
        yield subtype, entity.subtype
    for name, value in (("time", entity.time or entity.period), ("metric", entity.metric), ("change", entity.change)):
        if value:
            yield name, value


def _link_order(link: Link) -> tuple[str, str, str]:
    return link.relation, link.head, link.tail
