"""Articles' records put together into `Knowledge`: entities by id, facts with every place that states them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from operator import itemgetter

from kg.model import Entity, Evidence, Fact, Knowledge, Skip, Span
from kg.record import Record

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


class _Node:
    """An entity while articles come in; `attributes` counts the (name, value) pairs that they give it."""

    __slots__ = ("aliases", "anaphora", "attributes", "label", "type")

    def __init__(self, type_: str, label: str) -> None:
        self.type, self.label = type_, label
        self.aliases: set[str] = set()
        self.anaphora: set[str] = set()
        self.attributes: dict[tuple[str, str], int] = {}


class Assembler:
    """Takes records in any order, one by one; `finish` gives the graph, the same for every order."""

    def __init__(self) -> None:
        self.dropped: list[Skip] = []
        """What did not fit the schema."""
        self._articles: list[Entity] = []
        self._nodes: dict[str, _Node] = {}
        self._evidence: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
        self._roles: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    def add(self, record: Record, source: str) -> None:
        """Add an article of the page at `source`; nothing of the record is kept but its strings."""
        key = record.key
        attributes = tuple(sorted((*record.attributes, ("source", source))))
        self._articles.append(Entity(id=key, type="Article", label=record.headline or key, attributes=attributes))
        nodes = []
        for thing in record.things:
            node = self._nodes.get(thing.key)
            if node is None:
                node = self._nodes[thing.key] = _Node(thing.type, thing.label)
            nodes.append(node)
            for pair in thing.attributes.items():
                node.attributes[pair] = node.attributes.get(pair, 0) + 1
        proofs = self._evidence
        for number, (start, stop, line, surface), rule, confidence, anaphor in record.mentions:
            (nodes[number].anaphora if anaphor else nodes[number].aliases).add(surface)
            proofs[key, "mentions", record.things[number].key].append(
                Evidence(
                    article=key,
                    source=source,
                    span=Span(start, stop),
                    line=line,
                    quote=surface,
                    rule=rule,
                    confidence=confidence,
                )
            )
        for number, (start, stop, line, name) in record.written:
            proof = Evidence(
                article=key,
                source=source,
                span=Span(start, stop),
                line=line,
                quote=name,
                rule="byline",
                confidence=0.98,
            )
            person = record.things[number].key
            proofs[key, "mentions", person].append(proof)
            proofs[person, "wrote", key].append(proof)
        self._state(record, nodes, source)

    def _state(self, record: Record, nodes: list[_Node], source: str) -> None:
        spans = [Span(place.start, place.stop) for place in record.places]
        for subject, predicate, object_, place, rule, confidence, role in record.statements:
            heads, tails = FITS[predicate]
            kinds = nodes[subject].type, nodes[object_].type
            fact = record.things[subject].key, predicate, record.things[object_].key
            if kinds[0] not in heads or kinds[1] not in tails:
                reason = f"{predicate} does not fit {kinds[0]} → {kinds[1]}: {fact[0]} {fact[2]}"
                self.dropped.append(Skip(source=source, step="assemble", reason=reason))
                continue
            self._evidence[fact].append(
                Evidence(
                    article=record.key,
                    source=source,
                    span=spans[place],
                    line=record.places[place].line,
                    quote=record.places[place].quote,
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
