"""What batches of pages say, cut by partition, so that each partition of the graph can be put together alone.

An entity belongs to the partition of its id, a fact to that of its subject. A batch of records is put together where it
is read (`kg.pieces`), so that each entity and each fact travels once a batch, with the batch's evidence: pieces of a
bounded size, of what all pages name too. The pieces of all batches, merged, are the graph, however they fall.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from kg.assemble import FITS
from kg.lexicon.variants import simplify
from kg.model import Fact
from kg.pieces import PartAssembler, Piece
from kg.record import Record
from kg.tables import Named


class Saying(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A fact with some of its evidence, and what those who state it call its object: class and label.

    The object may belong to another partition, which alone knows what it is called at last.
    """

    fact: Fact
    type: str
    label: str


class Cut(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What some pages say of one partition: of its entities, and its facts."""

    pieces: list[Piece]
    sayings: list[Saying]

    def size(self) -> int:
        """By what its memory is reckoned: its entities and the evidence of its facts."""
        return len(self.pieces) + sum(1 + len(saying.fact.evidence) for saying in self.sayings)


def part_of(id_: str, parts: int) -> int:
    """The partition of an id, the same on every machine.

    >>> part_of("agency/平凉市公安局", 8)
    6
    """
    return _hash(id_) % parts


@lru_cache(maxsize=10_000)
def _hash(id_: str) -> int:
    return int.from_bytes(hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class Cutter:
    """Cuts one batch of records after another; `names` are those of `kg.resolve`."""

    def __init__(self, names: Mapping[str, str], parts: int) -> None:
        self._names, self._parts = names, parts
        self._assembler = PartAssembler(names)

    def cut(self, records: Iterable[tuple[str, Record]]) -> dict[int, Cut]:
        """By partition what some records say, each given with its page's source; all of it is held at once."""
        assembler = self._assembler
        called: dict[tuple[str, str, str], Named] = {}
        for source, record in records:
            assembler.add(record, source)
            for fact, name in _call(record, self._names):
                known = called.get(fact)
                if known is None or known[1] != name[1]:
                    called[fact] = (name[0], name[1] if known is None else choose_label(known[1], name[1]))
        assembler.dropped.clear()  # which the first stage has counted
        pieces, facts = assembler.drain()
        cuts: dict[int, Cut] = defaultdict(lambda: Cut([], []))
        for piece in pieces:
            cuts[part_of(piece.id, self._parts)].pieces.append(piece)
        for said in facts:
            name = called[said.subject, said.predicate, said.object]
            cuts[part_of(said.subject, self._parts)].sayings.append(Saying(said, *name))
        return cuts


def _call(record: Record, names: Mapping[str, str]) -> Iterator[tuple[tuple[str, str, str], Named]]:
    """The facts of a record, and what it calls the object of each."""
    key, things = record.key, []
    for id_, type_, label, _ in record.things:
        new = names.get(id_, id_)
        # What an agency of two names is called at last, only its own partition knows; here it goes by its id.
        things.append((new, (type_, label if new == id_ else new.partition("/")[2])))
    for number in {*(one[0] for one in record.mentions), *(one[0] for one in record.written)}:
        yield (key, "mentions", things[number][0]), things[number][1]
    for number, _ in record.written:
        yield (things[number][0], "wrote", key), ("Article", record.headline or key)
    for subject, predicate, object_, *_ in record.statements:
        yield (things[subject][0], predicate, things[object_][0]), things[object_][1]


def choose_label(label: str, other: str) -> str:
    """Of two labels the one in simplified characters, as in `kg.assemble`.

    >>> choose_label("平涼市公安局", "平凉市公安局")
    '平凉市公安局'
    """
    return min(label, other, key=lambda label: (simplify(label) != label, label))


def count_misfits(record: Record) -> int:
    """How many statements of a record do not fit the schema, so that putting together drops them."""
    types = [type_ for _, type_, *_ in record.things]
    return sum(
        types[subject] not in FITS[predicate][0] or types[object_] not in FITS[predicate][1]
        for subject, predicate, object_, *_ in record.statements
    )
