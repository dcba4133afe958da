"""What the graph knows around one thing, read straight from the store: nothing is loaded that is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from kg.ask.evidence import Said, evidence_of
from kg.ask.names import SLOTS, Names, fold
from kg.model import CLASSES, RELATIONS, Entity, Evidence
from kg.rdf import from_triples
from kg.rdf.terms import id_of, iri
from kg.schema import NS, load_schema
from kg.serve.problems import Refused

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

PER_RELATION = 200
"""So many facts of one relation and direction are listed for a thing; how many there are is told."""
_OF_SLOT = {slot: [kind for kind, own in SLOTS.items() if own == slot] for slot in set(SLOTS.values())}
RELATION_NAMES = {NS + name: name for name in (*RELATIONS, "mentions")}
"""The relations' names by their IRIs."""


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """A thing in a list."""

    id: str
    iri: str
    label: str
    type: str


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A relation of a thing: to (`forward`) or from another one, with its evidence."""

    relation: str
    label: str
    forward: bool
    other: Thing
    roles: tuple[str, ...]
    confidence: float
    evidence: tuple[Evidence, ...]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """All that the graph knows of a thing; `totals` say how many facts there are where only some are listed."""

    id: str
    iri: str
    type: str
    type_label: str
    label: str
    aliases: tuple[str, ...]
    anaphora: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    relations: tuple[Tie, ...]
    totals: dict[str, int]


def to_iri(id: str, base: str) -> str:
    """The IRI of an id, or of an IRI itself.

    >>> to_iri("agency/某 局", "https://a.example/"), to_iri("https://b.example/x", "https://a.example/")
    ('https://a.example/agency/某%20局', 'https://b.example/x')
    """
    return iri(id, base)[1:-1]


def search(names: Names, base: str, text: str, kinds: Iterable[str], limit: int) -> list[dict[str, Any]]:
    """Things whose label or alias holds the text, the nearest first: equal, begun by it, holding it; then by length."""
    wanted = fold(text.strip())[0]
    slots = {SLOTS[kind] for kind in kinds} or set(SLOTS.values())
    best: dict[str, tuple[int, int, str]] = {}
    for called, folded, one in names.holding(text.strip()):
        if names.slots[one] in slots:
            rank = (0 if folded == wanted else 1 if folded.startswith(wanted) else 2, len(folded), called)
            best[one] = min(best.get(one, rank), rank)
    found = sorted(best.items(), key=lambda pair: (pair[1], pair[0]))[:limit]
    return [{**msgspec.to_builtins(thing(names, base, one)), "match": rank[2]} for one, rank in found]


def thing(names: Names, base: str, one: str) -> Thing:
    """A thing by its IRI."""
    id = id_of(one, base)
    folder = id.partition("/")[0]
    kinds = _OF_SLOT.get(names.slots.get(one, ""), [""])
    kind = next((kind for kind in kinds if kind.lower() == folder), kinds[0])
    return Thing(id=id, iri=one, label=names.labels.get(one, id), type=kind)


def card(store: Store, names: Names, base: str, one: str, quotes: int) -> Card:
    """What is known of a thing, `quotes` sentences a fact at most.

    Raises: Refused (404) if the graph has no such thing.
    """
    entity = entity_of(store, names, base, one)
    facts, totals = facts_of(store, one)
    schema = load_schema()
    known = evidence_of(store, facts)
    ties = []
    for fact in facts:
        said, roles = known.get(fact, ((), ()))
        relation = RELATION_NAMES[fact[1]]
        ties.append(
            Tie(
                relation=relation,
                label=schema.label(relation),
                forward=fact[0] == one,
                other=thing(names, base, fact[2] if fact[0] == one else fact[0]),
                roles=roles,
                confidence=max((piece.confidence for piece in said), default=0.0),
                evidence=said[:quotes],
            )
        )
    order = {relation: number for number, relation in enumerate((*RELATIONS, "mentions"))}
    ties.sort(key=lambda tie: (order[tie.relation], not tie.forward, tie.other.label, tie.other.id))
    return Card(
        id=entity.id,
        iri=one,
        type=entity.type,
        type_label=schema.label(entity.type),
        label=entity.label,
        aliases=entity.aliases,
        anaphora=entity.anaphora,
        attributes=entity.attributes,
        relations=tuple(ties),
        totals=totals,
    )


def evidence(
    store: Store, names: Names, base: str, one: str, relation: str | None, other: str | None
) -> list[dict[str, Any]]:
    """The facts of a thing, or those of one relation or with one other thing, each with all its evidence.

    Raises: Refused (404) if the graph has no such thing.
    """
    entity_of(store, names, base, one)
    facts = [
        fact
        for fact in facts_of(store, one)[0]
        if (not relation or RELATION_NAMES[fact[1]] == relation) and (not other or other in (fact[0], fact[2]))
    ]
    known = evidence_of(store, facts)
    return [
        {
            "subject": thing(names, base, fact[0]),
            "relation": RELATION_NAMES[fact[1]],
            "object": thing(names, base, fact[2]),
            "evidence": known.get(fact, ((), ()))[0],
        }
        for fact in facts
    ]


def describe(store: Store, one: str, limit: int) -> list[Triple]:
    """The triples about an IRI: those it is the subject of, and the relations and statements that lead to it."""
    from pyoxigraph import NamedNode

    node = NamedNode(one)
    found = [quad.triple for quad in store.quads_for_pattern(node, None, None, None)]
    for quad in store.quads_for_pattern(None, None, node, None):
        if len(found) >= limit:
            break
        if quad.predicate.value in RELATION_NAMES:
            found.append(quad.triple)
    return sorted(set(found), key=str)


def entity_of(store: Store, names: Names, base: str, one: str) -> Entity:
    if one not in names.slots:
        raise Refused(404, "Not in this graph", id_of(one, base))
    entities = from_triples(own_of(store, one), base).entities
    if not entities:
        raise Refused(404, "Not in this graph", id_of(one, base))
    return entities[0]


def own_of(store: Store, one: str) -> list[Said]:
    """What is said of a thing itself, relations included, as strings."""
    from pyoxigraph import NamedNode

    return [
        (one, quad.predicate.value, getattr(quad.object, "value", ""))
        for quad in store.quads_for_pattern(NamedNode(one), None, None, None)
    ]


def facts_of(store: Store, one: str) -> tuple[list[Said], dict[str, int]]:
    """The facts of a thing in both directions, and how many there are of those that were cut."""
    from pyoxigraph import NamedNode

    node = NamedNode(one)
    facts: list[Said] = []
    totals = {}
    for predicate, name in RELATION_NAMES.items():
        relation = NamedNode(predicate)
        for mark, quads in (
            ("", store.quads_for_pattern(node, relation, None, None)),
            ("^", store.quads_for_pattern(None, relation, node, None)),
        ):
            count = 0
            for quad in quads:
                count += 1
                if count <= PER_RELATION:
                    facts.append((quad.subject.value, predicate, quad.object.value))  # type: ignore[union-attr]
            if count > PER_RELATION:
                totals[mark + name] = count
    return list(dict.fromkeys(facts)), totals


CLASS_NAMES = (*CLASSES, "Article")
"""The classes that a search can be limited to."""
