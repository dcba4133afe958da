"""Articles' drafts put together into `Knowledge`: entities by id, facts with every place that states them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from operator import attrgetter

from kg.extract.draft import Draft
from kg.model import Article, Entity, Evidence, Fact, Knowledge, Skip, Span

FITS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(heads.split()), frozenset(tails.split()))
    for name, heads, tails in (
        ("partOf", "Agency", "Agency"),
        ("jurisdiction", "Agency", "Region"),
        ("within", "Region Place", "Region"),
        ("implements", "Agency Organization", "Initiative"),
        ("partOfInitiative", "Initiative", "Initiative"),
        ("organizes", "Agency Organization", "Event"),
        ("participates", "Agency Organization Person", "Event"),
        ("takesPlaceIn", "Event", "Region Place"),
        ("underInitiative", "Event", "Initiative"),
        ("collaboratesWith", "Agency", "Agency Organization"),
        ("memberOf", "Person", "Agency Organization"),
        ("about", "Indicator", "Agency Organization Initiative Event Region"),
        ("wrote", "Person", "Article"),
    )
}
"""Domain and range of each relation, as `schema/ontology.ttl` has them (a test compares the two)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class _Node:
    """An entity while articles come in; `attributes` counts the (name, value) pairs that they give it."""

    __slots__ = ("aliases", "anaphora", "attributes", "label", "type")

    def __init__(self, type_: str, label: str) -> None:
        self.type, self.label = type_, label
        self.aliases: set[str] = set()
        self.anaphora: set[str] = set()
        self.attributes: dict[tuple[str, str], int] = {}


class Assembler:
    """Takes drafts in any order, one by one; `finish` gives the graph, the same for every order."""

    def __init__(self) -> None:
        self.dropped: list[Skip] = []
        """What did not fit the schema."""
        self._articles: list[Entity] = []
        self._nodes: dict[str, _Node] = {}
        self._evidence: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
        self._roles: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    def add(self, draft: Draft) -> None:
        """Add an article's draft; nothing of the draft is kept."""
        passage = draft.passage
        article = passage.article
        source, key = article.document.source, article.key
        self._articles.append(_article_entity(article, key))
        nodes, evidence = self._nodes, self._evidence
        for thing in draft.things.values():
            node = nodes.get(thing.key)
            if node is None:
                node = nodes[thing.key] = _Node(thing.type, _clean(thing.label))
                node.attributes = dict.fromkeys(thing.attributes.items(), 1)
                continue
            counts = node.attributes
            for pair in thing.attributes.items():
                counts[pair] = counts.get(pair, 0) + 1
        text, offsets, lines = passage.text, passage.offsets, passage.lines
        for start, stop, id_, rule, confidence, anaphor in draft.mentions:
            surface = text[start:stop]
            surface = surface.strip() if surface.isprintable() else _clean(surface)
            node = nodes[id_]
            (node.anaphora if anaphor else node.aliases).add(surface)
            first = offsets[start]
            evidence[key, "mentions", id_].append(
                Evidence(
                    article=key,
                    source=source,
                    span=Span(first, offsets[stop - 1] + 1),  # no mention ends in the line feed of a paragraph
                    line=bisect_right(lines, first),
                    quote=surface,
                    rule=rule,
                    confidence=confidence,
                )
            )
        for person, _, author in draft.written:
            proof = Evidence(
                article=key,
                source=source,
                span=author.span,
                line=passage.line_at(author.span.start),
                quote=author.name,
                rule="byline",
                confidence=0.98,
            )
            self._evidence[key, "mentions", person].append(proof)
            self._evidence[person, "wrote", key].append(proof)
        self._claims(draft, key, source)

    def _claims(self, draft: Draft, key: str, source: str) -> None:
        passage, nodes, evidence = draft.passage, self._nodes, self._evidence
        places: dict[tuple[int, int], tuple[Span, int, str]] = {}
        for subject, predicate, object_, start, stop, rule, confidence, role in draft.claims:
            heads, tails = FITS[predicate]
            head, tail = nodes[subject].type, nodes[object_].type
            if head not in heads or tail not in tails:
                reason = f"{predicate} does not fit {head} → {tail}: {subject} {object_}"
                self.dropped.append(Skip(source=source, step="assemble", reason=reason))
                continue
            place = places.get((start, stop))
            if place is None:
                first, last = _trim(passage.text, start, stop)
                place = passage.span(first, last), passage.line(first), _clean(passage.text[first:last])
                places[start, stop] = place
            fact = (subject, predicate, object_)
            evidence[fact].append(
                Evidence(
                    article=key,
                    source=source,
                    span=place[0],
                    line=place[1],
                    quote=place[2],
                    rule=rule,
                    confidence=confidence,
                )
            )
            if role:
                self._roles[fact].add(role)

    def finish(self, names: Mapping[str, str]) -> Knowledge:
        """The graph: what is mentioned or takes part in a fact; `names` maps ids to those that stand for them."""
        evidence, roles = self._evidence, self._roles
        if names:
            evidence, roles = evidence.copy(), roles.copy()
            for s, p, o in [fact for fact in evidence if fact[0] in names or fact[2] in names]:
                found, said = evidence.pop((s, p, o)), roles.pop((s, p, o), set())
                fact = (names.get(s, s), p, names.get(o, o))
                if fact[0] != fact[2]:
                    evidence[fact] = evidence[fact] + found
                    if said:
                        roles[fact] = roles[fact] | said
            for old, new in names.items():
                if old in self._nodes:
                    self._join(old, new)
        facts = [
            Fact(
                subject=fact[0],
                predicate=fact[1],
                object=fact[2],
                roles=tuple(sorted(roles[fact])) if fact in roles else (),
                evidence=_once(found) if len(found := evidence[fact]) > 1 else (found[0],),
            )
            for fact in sorted(evidence)
        ]
        used = {fact[0] for fact in evidence}
        used.update([fact[2] for fact in evidence])
        nodes = self._nodes
        entities = [*self._articles, *[_entity(id_, nodes[id_]) for id_ in used if id_ in nodes]]
        return Knowledge(tuple(sorted(entities, key=attrgetter("id"))), tuple(facts))

    def _join(self, old: str, new: str) -> None:
        node, other = self._nodes[new], self._nodes[old]
        node.aliases |= other.aliases
        node.anaphora |= other.anaphora
        for pair, count in other.attributes.items():
            node.attributes[pair] = node.attributes.get(pair, 0) + count


def _entity(id_: str, node: _Node) -> Entity:
    """The value each attribute is most often given, the smallest of equals: the order of articles does not matter."""
    counts, label = node.attributes, node.label
    pairs = sorted(counts)
    if len({name for name, _ in pairs}) < len(pairs):
        chosen: dict[str, tuple[int, str]] = {}
        for name, value in pairs:
            chosen[name] = min(chosen.get(name, (0, value)), (-counts[name, value], value))
        pairs = [(name, value) for name, (_, value) in chosen.items()]
    aliases, anaphora = node.aliases, node.anaphora
    if anaphora:
        anaphora = anaphora - aliases
        anaphora.discard(label)
    if label in aliases:
        aliases = aliases - {label}
    return Entity(
        id=id_,
        type=node.type,
        label=label,
        aliases=tuple(sorted(aliases)) if aliases else (),
        anaphora=tuple(sorted(anaphora)) if anaphora else (),
        attributes=tuple(pairs),
    )


def _once(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Sorted, each once."""
    found = sorted(found)
    return tuple([found[0], *[e for before, e in pairwise(found) if e != before]])


def _article_entity(article: Article, key: str) -> Entity:
    document = article.document
    attributes = [("byline", author.name) for author in article.authors]
    if article.dateline:
        attributes.append(("dateline", article.dateline))
    attributes.append(("source", document.source))
    if article.published:
        attributes.append(("date", article.published))
    label = _clean(article.headline.text) or key
    return Entity(id=key, type="Article", label=label, attributes=tuple(sorted(attributes)))


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop - 1 and text[start] in "\n ":
        start += 1
    while stop > start + 1 and text[stop - 1] in "\n ":
        stop -= 1
    return start, stop


def _clean(text: str) -> str:
    """Without line breaks and control characters, which no label or quote may hold."""
    if text.isprintable():
        return text.strip()
    return _CONTROL.sub("", text.replace("\n", " ")).strip()
