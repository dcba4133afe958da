"""Articles' drafts put together into `Knowledge`: entities by id, facts with every place that states them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from operator import itemgetter

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
        nodes = self._nodes
        for thing in draft.things.values():
            node = nodes.get(thing.key)
            if node is None:
                node = nodes[thing.key] = _Node(thing.type, _clean(thing.label))
            for pair in thing.attributes.items():
                node.attributes[pair] = node.attributes.get(pair, 0) + 1
        for start, stop, id_, rule, confidence, anaphor in draft.mentions:
            surface = _clean(passage.text[start:stop])
            node = nodes[id_]
            (node.anaphora if anaphor else node.aliases).add(surface)
            self._evidence[key, "mentions", id_].append(
                Evidence(
                    article=key,
                    source=source,
                    span=passage.span(start, stop),
                    line=passage.line(start),
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
        passage, nodes = draft.passage, self._nodes
        places: dict[tuple[int, int], tuple[Span, int, str]] = {}
        for claim in draft.claims:
            heads, tails = FITS[claim.predicate]
            kinds = nodes[claim.subject].type, nodes[claim.object].type
            if kinds[0] not in heads or kinds[1] not in tails:
                reason = f"{claim.predicate} does not fit {kinds[0]} → {kinds[1]}: {claim.subject} {claim.object}"
                self.dropped.append(Skip(source=source, step="assemble", reason=reason))
                continue
            place = places.get((claim.start, claim.stop))
            if place is None:
                start, stop = _trim(passage.text, claim.start, claim.stop)
                place = passage.span(start, stop), passage.line(start), _clean(passage.text[start:stop])
                places[claim.start, claim.stop] = place
            fact = (claim.subject, claim.predicate, claim.object)
            self._evidence[fact].append(
                Evidence(
                    article=key,
                    source=source,
                    span=place[0],
                    line=place[1],
                    quote=place[2],
                    rule=claim.rule,
                    confidence=claim.confidence,
                )
            )
            if claim.role:
                self._roles[fact].add(claim.role)

    def finish(self, names: Mapping[str, str]) -> Knowledge:
        """The graph: what is mentioned or takes part in a fact; `names` maps ids to those that stand for them."""
        evidence, roles = self._evidence, self._roles
        if names:
            evidence, roles = defaultdict(list), defaultdict(set)
            for (s, p, o), found in self._evidence.items():
                fact = (names.get(s, s), p, names.get(o, o))
                if fact[0] != fact[2]:
                    evidence[fact] += found
                    roles[fact] |= self._roles.get((s, p, o), set())
            for old, new in names.items():
                if old in self._nodes:
                    self._join(old, new)
        used = {end for fact in evidence for end in (fact[0], fact[2])}
        entities = [*self._articles, *(_entity(id_, self._nodes[id_]) for id_ in used if id_ in self._nodes)]
        facts = [
            Fact(subject=s, predicate=p, object=o, roles=tuple(sorted(roles.get((s, p, o), ()))), evidence=_once(found))
            for (s, p, o), found in sorted(evidence.items(), key=itemgetter(0))
        ]
        return Knowledge(tuple(sorted(entities, key=lambda e: e.id)), tuple(facts))

    def _join(self, old: str, new: str) -> None:
        node, other = self._nodes[new], self._nodes[old]
        node.aliases |= other.aliases
        node.anaphora |= other.anaphora
        for pair, count in other.attributes.items():
            node.attributes[pair] = node.attributes.get(pair, 0) + count


def _entity(id_: str, node: _Node) -> Entity:
    """The value each attribute is most often given, the smallest of equals: the order of articles does not matter."""
    chosen: dict[str, tuple[int, str]] = {}
    for (name, value), count in node.attributes.items():
        chosen[name] = min(chosen.get(name, (0, value)), (-count, value))
    return Entity(
        id=id_,
        type=node.type,
        label=node.label,
        aliases=tuple(sorted(node.aliases - {node.label})),
        anaphora=tuple(sorted(node.anaphora - node.aliases - {node.label})),
        attributes=tuple(sorted((name, value) for name, (_, value) in chosen.items())),
    )


def _once(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Sorted, each once."""
    if len(found) == 1:
        return (found[0],)
    found.sort()
    return tuple(e for e, before in zip(found, [None, *found], strict=False) if e != before)


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
