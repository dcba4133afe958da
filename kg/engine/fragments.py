"""Records cut into fragments, so that each partition of the graph can be put together without the others.

A partition gets of every record what touches its entities, and is a smaller record: the same `Assembler` puts it
together, and of what comes out only the entities and facts of the partition are kept (`Share`). An entity belongs to
the partition of its id, or of the id it ends as when agencies are joined; a fact to that of its subject. All of an
entity's mentions, statements and attributes come to its partition, so what is kept is complete, and all partitions
together are the graph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from kg.assemble import FITS
from kg.model import Entity, Fact
from kg.record import Record, Stated


def part_of(id_: str, parts: int) -> int:
    """The partition of an id, the same on every machine.

    >>> part_of("agency/平凉市公安局", 8)
    6
    """
    return _hash(id_) % parts


@lru_cache(maxsize=200_000)
def _hash(id_: str) -> int:
    return int.from_bytes(hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def find_roots(names: Mapping[str, str]) -> dict[str, str]:
    """Where following `names` from each id ends: one id for each connected component of things that are the same.

    >>> find_roots({"a": "b", "b": "c"})
    {'a': 'c', 'b': 'c'}
    """
    roots: dict[str, str] = {}
    for start in names:
        seen = [start]
        while (there := names.get(seen[-1])) is not None and there not in seen:
            seen.append(there)
        # In a circle, the smallest: any will do, if it is the same for all.
        end = min(seen[seen.index(there) :]) if there is not None else seen[-1]
        roots.update((one, end) for one in seen if one != end)
    return roots


class Share(msgspec.Struct, frozen=True):
    """What of a graph is a partition's own: the entities that belong to it, and the facts whose subjects do."""

    number: int
    parts: int
    roots: Mapping[str, str]

    def owns(self, id_: str) -> bool:
        """Whether an entity belongs to the partition."""
        return part_of(self.roots.get(id_, id_), self.parts) == self.number

    def entities(self, some: Iterable[Entity]) -> Iterator[Entity]:
        """Of some entities, its own."""
        return (entity for entity in some if self.owns(entity.id))

    def facts(self, some: Iterable[Fact]) -> Iterator[Fact]:
        """Of some facts, its own."""
        return (fact for fact in some if self.owns(fact.subject))


def split_record(record: Record, roots: Mapping[str, str], parts: int) -> Iterator[tuple[int, Record]]:
    """The partitions that a record touches, each with what it needs of it."""
    homes = [part_of(roots.get(id_, id_), parts) for id_, *_ in record.things]
    own = part_of(record.key, parts)
    mentions = [{own, homes[number]} for number, *_ in record.mentions]
    written = [{own, homes[number]} for number, _ in record.written]
    stated = [{homes[subject], homes[object_]} for subject, _, object_, *_ in record.statements]
    for part in sorted({own, *homes}):
        keep = {number for number, home in enumerate(homes) if home == part}
        keep.update(number for (number, *_), to in zip(record.mentions, mentions, strict=True) if part in to)
        keep.update(number for (number, _), to in zip(record.written, written, strict=True) if part in to)
        some = [one for one, to in zip(record.statements, stated, strict=True) if part in to]
        keep.update(number for subject, _, object_, *_ in some for number in (subject, object_))
        things = {old: new for new, old in enumerate(sorted(keep))}
        places = {old: new for new, old in enumerate(sorted({place for _, _, _, place, *_ in some}))}
        yield (
            part,
            msgspec.structs.replace(
                record,
                things=tuple(record.things[old] for old in things),
                mentions=tuple(
                    (things[number], place, rule, figure, anaphor)
                    for (number, place, rule, figure, anaphor), to in zip(record.mentions, mentions, strict=True)
                    if part in to
                ),
                places=tuple(record.places[old] for old in places),
                statements=tuple(_renumber(one, things, places) for one in some),
                written=tuple(
                    (things[number], place)
                    for (number, place), to in zip(record.written, written, strict=True)
                    if part in to
                ),
                signatures={},
            ),
        )


def _renumber(one: Stated, things: Mapping[int, int], places: Mapping[int, int]) -> Stated:
    subject, predicate, object_, place, rule, figure, role = one
    return things[subject], predicate, things[object_], places[place], rule, figure, role


def count_misfits(record: Record) -> int:
    """How many statements of a record do not fit the schema, so that putting together drops them."""
    types = [type_ for _, type_, *_ in record.things]
    return sum(
        types[subject] not in FITS[predicate][0] or types[object_] not in FITS[predicate][1]
        for subject, predicate, object_, *_ in record.statements
    )
