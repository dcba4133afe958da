"""What changed between two graphs, as values and in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from kg.model import CLASSES, RELATIONS, Entity, Fact, Knowledge
from kg.schema import load_schema


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """An entity that both graphs have: what is said of it no longer and what is new, as (what, value), sorted.

    `what` is `label`, `type`, `alias`, `anaphor` or the local name of an attribute. `id` and `label` are the new ones;
    `was` is the old name where the entity is called otherwise now, or has been merged into another (`merged`).
    """

    id: str
    type: str
    label: str
    gone: tuple[tuple[str, str], ...] = ()
    added: tuple[tuple[str, str], ...] = ()
    was: str = ""
    merged: bool = False


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What one graph lacks of another (`gone`) and has beyond it (`added`); falsy where there is none.

    `labels` are the names of all entities that the facts speak of. `proofs` are relations of both that rest on other
    evidence now; they are looked at only where both graphs bring evidence.
    """

    entities_gone: tuple[Entity, ...] = ()
    entities_added: tuple[Entity, ...] = ()
    changed: tuple[Change, ...] = ()
    relations_gone: tuple[Fact, ...] = ()
    relations_added: tuple[Fact, ...] = ()
    mentions_gone: tuple[Fact, ...] = ()
    mentions_added: tuple[Fact, ...] = ()
    proofs: tuple[Fact, ...] = ()
    labels: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Whether there is any."""
        return any(getattr(self, name) for name in self.__struct_fields__ if name != "labels")


def compare(old: Knowledge, new: Knowledge) -> Difference:
    """What changed from one graph to another.

    An entity whose old name is now an alias of one other, of the same class, has been renamed or merged: its relations
    are compared under its new name, so that only what else has changed is told.

    >>> old = Entity(id="agency/固阳公安局", type="Agency", label="固阳公安局")
    >>> new = Entity(id="agency/固阳县公安局", type="Agency", label="固阳县公安局", aliases=("固阳公安局",))
    >>> [(change.was, change.label) for change in compare(Knowledge((old,)), Knowledge((new,))).changed]
    [('固阳公安局', '固阳县公安局')]
    """
    before, after = {e.id: e for e in old.entities}, {e.id: e for e in new.entities}
    names = _find_renamed(before, after)
    taken = set(names.values())
    facts, later = _facts(old.facts, names), _facts(new.facts, {})
    evident = any(fact.evidence for fact in old.facts) and any(fact.evidence for fact in new.facts)
    gone = [fact for key, fact in facts.items() if key not in later]
    added = [fact for key, fact in later.items() if key not in facts]
    proofs = [
        fact
        for key, fact in later.items()
        if key in facts and (facts[key].roles != fact.roles or (evident and _proof(facts[key]) != _proof(fact)))
    ]
    changed = [_change(before[key], after[key]) for key in before.keys() & after.keys()]
    for key, name in names.items():
        change, merged = _change(before[key], after[name]), name in before
        new_pairs = () if merged else change.added  # what a merged one says of its own is told by itself
        changed.append(msgspec.structs.replace(change, added=new_pairs, was=before[key].label, merged=merged))
    used = {end for fact in (*gone, *added, *proofs) for end in (fact.subject, fact.object)}
    return Difference(
        entities_gone=_sorted(e for key, e in before.items() if key not in after and key not in names),
        entities_added=_sorted(e for key, e in after.items() if key not in before and key not in taken),
        changed=tuple(sorted((c for c in changed if c.gone or c.added or c.was), key=lambda c: (c.id, c.was))),
        relations_gone=tuple(fact for fact in gone if fact.predicate != "mentions"),
        relations_added=tuple(fact for fact in added if fact.predicate != "mentions"),
        mentions_gone=tuple(fact for fact in gone if fact.predicate == "mentions"),
        mentions_added=tuple(fact for fact in added if fact.predicate == "mentions"),
        proofs=tuple(fact for fact in proofs if fact.predicate != "mentions"),
        labels={key: e.label for key, e in sorted((before | after).items()) if key in used},
    )


def in_words(difference: Difference) -> Iterator[tuple[str, str]]:
    """The lines that tell a difference: what kind each is (`+`, `-`, `~`, or "" for a heading), and the line.

    >>> bureau = Entity(id="agency/平凉市公安局", type="Agency", label="平凉市公安局")
    >>> list(in_words(compare(Knowledge(), Knowledge((bureau,)))))
    [('', 'Entities: 1 added'), ('+', '平凉市公安局  Agency 机构')]
    """
    schema, d = load_schema(), difference
    yield from _heading("Entities", ("added", d.entities_added), ("gone", d.entities_gone), ("changed", d.changed))
    for mark, entities in (("-", d.entities_gone), ("+", d.entities_added)):
        for entity in entities:
            yield mark, f"{entity.label}  {entity.type} {schema.label(entity.type)}"
    for change in d.changed:
        yield "~", _say(change)
    yield from _heading("Relations", ("added", d.relations_added), ("gone", d.relations_gone), ("otherwise", d.proofs))
    for mark, facts in (("-", d.relations_gone), ("+", d.relations_added), ("~", d.proofs)):
        for fact in sorted(facts, key=_order):
            ends = (d.labels.get(end, end) for end in (fact.subject, fact.object))
            said = f" {fact.predicate} {schema.label(fact.predicate)} ".join(ends)
            roles = f"（{'、'.join(fact.roles)}）" if fact.roles else ""
            proof = max(fact.evidence, key=lambda e: e.confidence, default=None)
            place = f"  “{proof.quote}” {proof.source}:{proof.line}" if proof else ""
            yield mark, f"{said}{roles}{place}"
    yield from _heading("Mentions", ("added", d.mentions_added), ("gone", d.mentions_gone))


def _heading(name: str, *parts: tuple[str, tuple[object, ...]]) -> Iterator[tuple[str, str]]:
    counts = [f"{len(found):,} {what}" for what, found in parts if found]
    if counts:
        yield "", f"{name}: {', '.join(counts)}"


def _say(change: Change) -> str:
    if change.merged:
        head = f"{change.was} is one with {change.label} now"
    else:
        head = f"{change.was} is called {change.label} now" if change.was else change.label
    said = [f"− {what} {value}" for what, value in change.gone] + [f"+ {what} {value}" for what, value in change.added]
    return f"{head}: {', '.join(said)}" if said else head


def _find_renamed(before: dict[str, Entity], after: dict[str, Entity]) -> dict[str, str]:
    """Ids that are gone → the one entity that bears the old name as an alias now, and did not before."""
    called: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in after.values():
        known = before.get(entity.id)
        for alias in entity.aliases:
            if known is None or alias not in known.aliases:
                called[entity.type, alias].add(entity.id)
    found = {}
    for key, entity in before.items():
        heirs = called.get((entity.type, entity.label), set())
        if key not in after and len(heirs) == 1:
            (found[key],) = heirs
    return found


def _facts(facts: Iterable[Fact], names: dict[str, str]) -> dict[tuple[str, str, str], Fact]:
    """By what they say, ids under their new names; what two facts say that are one now counts once."""
    out: dict[tuple[str, str, str], Fact] = {}
    for fact in facts:
        key = names.get(fact.subject, fact.subject), fact.predicate, names.get(fact.object, fact.object)
        if key[0] == key[2]:
            continue
        other = out.get(key)
        roles, evidence = fact.roles, fact.evidence
        if other is not None:
            roles, evidence = tuple(sorted({*roles, *other.roles})), tuple(sorted({*evidence, *other.evidence}))
        out[key] = Fact(subject=key[0], predicate=key[1], object=key[2], roles=roles, evidence=evidence)
    return out


def _proof(fact: Fact) -> set[tuple[str, str, str, float]]:
    """The evidence without its place: a line more at the head of a page is no news."""
    return {(e.source, e.quote, e.rule, e.confidence) for e in fact.evidence}


def _change(old: Entity, new: Entity) -> Change:
    before, after = _said(old), _said(new)
    if old.id != new.id:  # of the names, `was` tells
        told = {("label", old.label), ("label", new.label), ("alias", old.label), ("alias", new.label)}
        before, after = before - told, after - told
    return Change(
        id=new.id,
        type=new.type,
        label=new.label,
        gone=tuple(sorted(before - after)),
        added=tuple(sorted(after - before)),
    )


def _said(entity: Entity) -> set[tuple[str, str]]:
    return {
        ("label", entity.label),
        ("type", entity.type),
        *(("alias", alias) for alias in entity.aliases),
        *(("anaphor", anaphor) for anaphor in entity.anaphora),
        *entity.attributes,
    }


def _sorted(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    order = {name: number for number, name in enumerate((*CLASSES, "Article"))}
    return tuple(sorted(entities, key=lambda e: (order.get(e.type, len(order)), e.label, e.id)))


def _order(fact: Fact) -> tuple[int, str, str]:
    order = {name: number for number, name in enumerate(RELATIONS)}
    return order.get(fact.predicate, len(order)), fact.subject, fact.object
