"""A graph with some entities parted, or joined, by id: evidence and facts go where they are told to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from kg.model import Entity, Evidence, Fact, Knowledge

Routes = Mapping[str, Mapping[str, str]]
"""For an entity's id: from a surface form, or an article, to the id of who is meant by it."""


def part_graph(knowledge: Knowledge, surfaces: Routes, elsewhere: Routes) -> Knowledge:
    """Evidence goes with the surface forms that stand in it, or with its article; entities are made for what moves."""
    said: dict[tuple[str, str], list[Evidence]] = defaultdict(list)  # entity, article → where it is mentioned
    for fact in knowledge.facts:
        if fact.predicate == "mentions" and fact.object in surfaces:
            said[fact.object, fact.subject] += fact.evidence

    def meant(id_: str, predicate: str, proof: Evidence) -> str:
        if predicate == "mentions":
            new = surfaces.get(id_, {}).get(proof.quote)
        else:
            inside = {
                e.quote
                for e in said.get((id_, proof.article), ())
                if proof.span.start <= e.span.start and e.span.stop <= proof.span.stop
            }
            new = surfaces.get(id_, {}).get(inside.pop()) if len(inside) == 1 else None
        return new or elsewhere.get(id_, {}).get(proof.article) or id_

    evidence: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
    roles: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for fact in knowledge.facts:
        if not fact.evidence:
            evidence.setdefault((fact.subject, fact.predicate, fact.object), [])
        for proof in fact.evidence:
            ends = meant(fact.subject, fact.predicate, proof), fact.predicate, meant(fact.object, fact.predicate, proof)
            evidence[ends].append(proof)
            roles[ends] |= set(fact.roles)
    facts = _facts(evidence, roles)
    used = {end for fact in facts for end in (fact.subject, fact.object)}
    quotes: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.predicate == "mentions":
            quotes[fact.object] |= {proof.quote for proof in fact.evidence}
    entities: dict[str, Entity] = {}
    for entity in knowledge.entities:
        parts = {new: name for name, new in surfaces.get(entity.id, {}).items()}
        parts |= dict.fromkeys(elsewhere.get(entity.id, {}).values(), entity.label)
        for new, label in parts.items():
            if new in used:
                entities.setdefault(new, _named(entity, new, label, quotes[new]))
        if not parts:
            entities[entity.id] = entity
        elif entity.id in used:
            entities[entity.id] = _named(entity, entity.id, entity.label, quotes[entity.id])
    return Knowledge(tuple(sorted(entities.values(), key=lambda e: e.id)), facts)


def _named(entity: Entity, id_: str, label: str, quotes: set[str]) -> Entity:
    """An entity with those of its surface forms that are still said of it."""
    return msgspec.structs.replace(
        entity,
        id=id_,
        label=label,
        aliases=tuple(a for a in entity.aliases if a in quotes and a != label),
        anaphora=tuple(a for a in entity.anaphora if a in quotes and a != label),
    )


def join_graph(knowledge: Knowledge, names: Mapping[str, str], called: Mapping[str, str]) -> Knowledge:
    """Facts and entities under new ids; what a merged entity would say of itself is left out."""
    evidence: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
    roles: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for fact in knowledge.facts:
        ends = names.get(fact.subject, fact.subject), fact.predicate, names.get(fact.object, fact.object)
        if ends[0] != ends[2] or fact.subject == fact.object:
            evidence[ends] += fact.evidence
            roles[ends] |= set(fact.roles)
    merged: dict[str, list[Entity]] = defaultdict(list)
    for entity in knowledge.entities:
        merged[names.get(entity.id, entity.id)].append(entity)
    entities = [_merge(id_, called[id_], some) if id_ in called else some[0] for id_, some in merged.items()]
    return Knowledge(tuple(sorted(entities, key=lambda e: e.id)), _facts(evidence, roles))


def _merge(id_: str, label: str, entities: Iterable[Entity]) -> Entity:
    """One entity of several; of two values of an attribute that of the name's bearer stays, else the first."""
    some = sorted(entities, key=lambda e: (e.label != label, e.id))
    attributes: dict[str, str] = {}
    for entity in some:
        for name, value in entity.attributes:
            attributes.setdefault(name, value)
    aliases = {name for entity in some for name in (entity.label, *entity.aliases)} - {label}
    return Entity(
        id=id_,
        type=some[0].type,
        label=label,
        aliases=tuple(sorted(aliases)),
        anaphora=tuple(sorted({name for entity in some for name in entity.anaphora} - aliases - {label})),
        attributes=tuple(sorted(attributes.items())),
    )


def _facts(
    evidence: Mapping[tuple[str, str, str], list[Evidence]], roles: Mapping[tuple[str, str, str], set[str]]
) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            subject=s,
            predicate=p,
            object=o,
            roles=tuple(sorted(roles.get((s, p, o), ()))),
            evidence=tuple(sorted(set(found))),
        )
        for (s, p, o), found in sorted(evidence.items(), key=lambda item: item[0])
    )
