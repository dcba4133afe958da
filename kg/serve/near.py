"""The neighbourhood of a thing: what lies within some steps, as data and as the interactive view."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from kg.ask.evidence import Said, evidence_of
from kg.ask.names import Names
from kg.model import Fact, Knowledge
from kg.rdf import from_triples
from kg.rdf.terms import id_of
from kg.serve.around import RELATION_NAMES, Thing, entity_of, facts_of, own_of, thing

if TYPE_CHECKING:
    from pyoxigraph import Store


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the graph: `nodes` and `edges` between them; `complete` is false where it was cut."""

    centre: str
    nodes: tuple[Thing, ...]
    edges: tuple[dict[str, str], ...]
    complete: bool


def neighbourhood(store: Store, names: Names, base: str, one: str, depth: int, limit: int) -> Part:
    """The things within `depth` relations of one, at most `limit` of them, and the relations between them.

    Raises: Refused (404) if the graph has no such thing.
    """
    entity_of(store, names, base, one)
    reached, complete = _reach(store, one, depth, limit)
    edges = [
        {"source": id_of(s, base), "relation": RELATION_NAMES[p], "target": id_of(o, base)}
        for s, p, o in _among(store, reached)
    ]
    return Part(
        centre=id_of(one, base),
        nodes=tuple(thing(names, base, other) for other in sorted(reached)),
        edges=tuple(edges),
        complete=complete,
    )


def view(store: Store, names: Names, base: str, one: str, depth: int) -> str:
    """The interactive view of what lies within `depth` relations of a thing, as HTML.

    Raises: Refused (404) if the graph has no such thing.
    """
    from kg.view import to_html

    entity = entity_of(store, names, base, one)
    reached, _ = _reach(store, one, depth, 300)
    return to_html(_knowledge(store, base, reached), title=entity.label, focus=entity.id, depth=depth)


def _reach(store: Store, one: str, depth: int, limit: int) -> tuple[set[str], bool]:
    """The IRIs within some relations of one, and whether that is all of them; articles only at the first step."""
    reached = rim = {one}
    complete = True
    for step in range(depth):
        near: Counter[str] = Counter()
        for other in sorted(rim):
            facts, cut = facts_of(store, other)
            complete = complete and not cut
            for s, p, o in facts:
                if not step or RELATION_NAMES[p] not in ("mentions", "wrote"):
                    near[o if s == other else s] += 1
        fresh = [
            other for other, _ in sorted(near.items(), key=lambda pair: (-pair[1], pair[0])) if other not in reached
        ]
        room = max(0, limit - len(reached))
        complete = complete and len(fresh) <= room
        rim = set(fresh[:room])
        reached = reached | rim
    return reached, complete


def _among(store: Store, reached: set[str]) -> list[Said]:
    """The facts between these things."""
    from pyoxigraph import NamedNode

    found = set()
    for one in reached:
        for quad in store.quads_for_pattern(NamedNode(one), None, None, None):
            other = getattr(quad.object, "value", "")
            if quad.predicate.value in RELATION_NAMES and other in reached:
                found.add((one, quad.predicate.value, other))
    return sorted(found)


def _knowledge(store: Store, base: str, reached: set[str]) -> Knowledge:
    """The part of the graph between these things, as the value that views are made of."""
    facts = _among(store, reached)
    known = evidence_of(store, facts)
    own = [
        said for one in sorted(reached) for said in own_of(store, one) if said[1] not in RELATION_NAMES
    ]  # their relations lead out of the part
    entities = from_triples(own, base).entities
    ids = {entity.id for entity in entities}
    made = []
    for fact in facts:
        said, roles = known.get(fact, ((), ()))
        made.append(
            Fact(
                subject=id_of(fact[0], base),
                predicate=RELATION_NAMES[fact[1]],
                object=id_of(fact[2], base),
                roles=roles,
                evidence=tuple(sorted(msgspec.structs.replace(one, article=id_of(one.article, base)) for one in said)),
            )
        )
    return Knowledge(entities, tuple(sorted(fact for fact in made if fact.subject in ids and fact.object in ids)))
