"""A gold file and a graph in one form, in which they can be compared: names folded, articles known by their titles."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Set
from typing import NamedTuple

import msgspec

from kg.model import RELATIONS, Knowledge
from kg.schema import load_schema
from kg.score.gold import Gold

ORDER = ("Agency", "Region", "Initiative", "Event", "Organization", "Place", "Person", "Indicator")
"""The classes in the order of the guide's scorer: it decides between pairs that match equally well."""

_FOLDED = re.compile(r"[\s“”\"‘’'《》〈〉「」*#]")
_POINTING = re.compile(r"^(该|此|这|其|本|全)|^(支队|大队|分局|中队|市局|县局|旗局|盟局)$")


def fold(text: str) -> str:
    """The text without white space and quotes, full-width forms made narrow: what is compared.

    >>> fold("“冬防” 行动（２期）")
    '冬防行动(2期)'
    """
    return _FOLDED.sub("", unicodedata.normalize("NFKC", text))


class Link(NamedTuple):
    """A relation between keys of things; the tail of `wrote` is `title_key` of the article's title."""

    head: str
    relation: str
    tail: str


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """An entity to compare; all names are folded, `surfaces` are those that name it rather than point to it."""

    key: str
    kind: str
    name: str
    names: frozenset[str]
    mentions: frozenset[str]
    surfaces: frozenset[str]
    titles: frozenset[str]
    optional: bool = False
    time: str | None = None
    value: float | None = None
    unit: str = ""
    change: str = ""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared: things by class, links, and titles with their authors.

    `links` holds the optional ones too. What is `optional` is neither asked for nor held against a system.
    """

    things: tuple[Thing, ...]
    links: frozenset[Link]
    optional: frozenset[Link]
    authors: dict[str, tuple[str, ...]]

    def by_key(self) -> dict[str, Thing]:
        """The things by their keys."""
        return {thing.key: thing for thing in self.things}


def title_key(title: str) -> str:
    """What stands for an article in a link."""
    return f"Article/{fold(title)}"


def from_gold(gold: Gold) -> Sheet:
    """What a gold file asks for."""
    titles = {article.id: fold(article.title) for article in gold.articles}
    things: list[Thing] = []
    keys: dict[str, list[tuple[str, str]]] = defaultdict(list)  # name → class and key
    for entity in gold.entities:
        key = f"{entity.kind}/{entity.name}"
        keys[entity.name].append((entity.kind, key))
        things.append(
            make_thing(
                key,
                entity.kind,
                entity.name,
                entity.mentions,
                {titles[a] for a in entity.articles if a in titles},
                names=entity.names,
                optional=entity.optional,
                time=entity.time,
                value=entity.value,
                unit=entity.unit,
                change=entity.change,
            )
        )
    ends = dict(keys) | {article.id: [("Article", f"Article/{titles[article.id]}")] for article in gold.articles}
    soft = {thing.key for thing in things if thing.optional}
    links: set[Link] = set()
    optional: set[Link] = set()
    fitting = load_schema().relations
    for number, (head, relation, tail, *_) in enumerate((*gold.relations, *gold.optional_relations)):
        domains, ranges = fitting[relation].domains, fitting[relation].ranges
        for head_kind, head_key in keys.get(head, ()):
            for tail_kind, tail_key in ends.get(tail, ()):
                if head_kind in domains and tail_kind in ranges:
                    link = Link(head_key, relation, tail_key)
                    links.add(link)
                    if number >= len(gold.relations) or head_key in soft or tail_key in soft:
                        optional.add(link)
    authors = {titles[a.id]: tuple(sorted(map(fold, a.authors))) for a in gold.articles}
    return Sheet(things=tuple(things), links=frozenset(links), optional=frozenset(optional), authors=authors)


def from_knowledge(knowledge: Knowledge) -> Sheet:
    """What a graph says."""
    titles: dict[str, str] = {}
    authors: dict[str, tuple[str, ...]] = {}
    for entity in knowledge.entities:
        if entity.type == "Article":
            title = titles[entity.id] = fold(entity.label)
            authors[title] = tuple(sorted({fold(value) for name, value in entity.attributes if name == "byline"}))
    told: dict[str, set[str]] = defaultdict(set)  # entity → titles of the articles that mention it
    for fact in knowledge.facts:
        if fact.predicate == "mentions" and fact.subject in titles:
            told[fact.object].add(titles[fact.subject])
    things = [
        make_thing(
            entity.id,
            entity.type,
            entity.label,
            (*entity.aliases, *entity.anaphora),
            told[entity.id],
            time=entity.get("time"),
            value=_number(entity.get("value")),
            unit=entity.get("unit"),
            change=entity.get("change"),
        )
        for kind in ORDER
        for entity in knowledge.entities
        if entity.type == kind
    ]
    known = {thing.key for thing in things}
    links: set[Link] = set()
    for fact in knowledge.facts:
        if fact.predicate in RELATIONS:
            if fact.object in titles:
                links.add(Link(fact.subject, fact.predicate, f"Article/{titles[fact.object]}"))
            elif fact.subject in known and fact.object in known:
                links.add(Link(fact.subject, fact.predicate, fact.object))
    return Sheet(things=tuple(things), links=frozenset(links), optional=frozenset(), authors=authors)


def make_thing(
    key: str,
    kind: str,
    name: str,
    mentions: list[str] | tuple[str, ...],
    titles: Set[str],
    *,
    names: list[str] | tuple[str, ...] = (),
    optional: bool = False,
    time: str | None = None,
    value: float | None = None,
    unit: str | None = None,
    change: str | None = None,
) -> Thing:
    """A thing with its names folded."""
    all_names = frozenset(map(fold, (name, *names)))
    folded = frozenset(map(fold, mentions))
    return Thing(
        key=key,
        kind=kind,
        name=name,
        names=all_names,
        mentions=folded,
        surfaces=frozenset(text for text in all_names | folded if not _POINTING.search(text))
        or frozenset((fold(name),)),
        titles=frozenset(titles),
        optional=optional,
        time=time,
        value=value,
        unit=fold(unit or ""),
        change=fold(change or ""),
    )


def surroundings(sheet: Sheet) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """For every event the surfaces of its places, and of who organizes it and takes part."""
    by_key = sheet.by_key()
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for head, relation, tail in sheet.links:
        if relation == "takesPlaceIn" and tail in by_key:
            found[head][0].update(by_key[tail].surfaces)
        if relation in ("organizes", "participates") and head in by_key:
            found[tail][1].update(by_key[head].surfaces)
    return {key: (frozenset(places), frozenset(actors)) for key, (places, actors) in found.items()}


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None
