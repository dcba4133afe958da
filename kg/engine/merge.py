"""A partition put together on disk of the cuts of all batches; what grows with the corpus is never one value.

A fact that more than `LONG` sentences state comes in several pieces, one behind the other, each with a part of its
evidence in order. Which batches there were, and in which order they come, makes no difference to the bytes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import chain, groupby, islice
from pathlib import Path

import msgspec

from kg.engine.cut import Cut, Saying, choose_label
from kg.lexicon.variants import simplify
from kg.model import Entity, Evidence
from kg.pieces import Piece, merge_facts, merge_pieces, of_fact, of_piece
from kg.rdf.flat import Walk
from kg.runs import Runs, read_values, write_values

LONG = 2_000
"""Pieces of evidence that one value holds at most."""
HELD = 20_000
"""Pieces of evidence that are sorted in memory at a time: some 20 MB."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a partition, sorted and walked as often as need be: neither entities nor facts are all in memory."""

    entities: Walk
    facts: Callable[[], Iterable[Saying]]
    labels: Mapping[str, str]
    """What objects of facts are called, of those that not all pages call the same."""


def put_together(cuts: Iterable[Cut], folder: Path, joined: Iterable[str] = ()) -> Content:
    """What is in a partition, given all that pages say of it, and left in a folder.

    `joined` are the ids that stand for others as well.

    Raises: OSError if there is no room.
    """
    pieces, sayings = Runs(folder / "pieces", Piece, of_piece), Runs(folder / "sayings", Saying, of_saying)
    some: list[Cut] = []
    held, several = 0, set(joined)
    for cut in chain(cuts, (None,)):
        if cut is not None:
            some.append(cut)
            held += cut.size()
            several.update(one.fact.object for one in cut.sayings if simplify(one.label) != one.label)
        if cut is None or held >= HELD:
            pieces.add(join_pieces(sorted((piece for one in some for piece in one.pieces), key=of_piece)))
            sayings.add(sorted((saying for one in some for saying in one.sayings), key=of_saying))
            some, held = [], 0
    labels: dict[str, str] = {}
    write_values(folder / "facts", _label(_merge(sayings, folder), several, labels))
    write_values(folder / "entities", _label_own(_entities(pieces), labels))
    for name in ("pieces", "sayings"):
        shutil.rmtree(folder / name)
    return Content(
        entities=lambda: read_values(folder / "entities", Entity),
        facts=lambda: read_values(folder / "facts", Saying),
        labels=labels,
    )


def of_saying(saying: Saying) -> tuple[str, str, str]:
    """What sayings are sorted and grouped by."""
    return of_fact(saying.fact)


def join_pieces(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Sorted pieces, those of an entity as one; an article is told of by one page only."""
    for _, group in groupby(pieces, of_piece):
        some = list(group)
        if len(some) == 1 or any(piece.type == "Article" for piece in some):
            yield from some
            continue
        own = [piece for piece in some if piece.type]
        label = own[0].label if own else ""
        for piece in own:
            label = choose_label(label, piece.label) if piece.label != label else label
        counts: dict[tuple[str, str], int] = {}
        for piece in some:
            for name, value, count in piece.counts:
                counts[name, value] = counts.get((name, value), 0) + count
        yield Piece(
            some[0].id,
            own[0].type if own else "",
            label,
            tuple({alias for piece in some for alias in piece.aliases}),
            tuple({word for piece in some for word in piece.anaphora}),
            tuple((name, value, count) for (name, value), count in counts.items()),
            any(piece.used for piece in some),
        )


def cut_long(saying: Saying) -> Iterator[Saying]:
    """A fact with all of its evidence, in pieces of a bounded size."""
    fact = saying.fact
    for start in range(0, max(1, len(fact.evidence)), LONG):
        some = msgspec.structs.replace(fact, evidence=fact.evidence[start : start + LONG])
        yield msgspec.structs.replace(saying, fact=some)


def _entities(pieces: Runs[Piece]) -> Iterator[Entity]:
    return (entity for _, group in groupby(pieces, of_piece) for entity in merge_pieces(group))


def _merge(runs: Iterable[Saying], folder: Path) -> Iterator[Saying]:
    """Each fact once, or in pieces."""
    for _, group in groupby(runs, of_saying):
        yield from _merge_one(group, folder)


def _merge_one(group: Iterator[Saying], folder: Path) -> Iterator[Saying]:
    some: list[Saying] = []
    size = 0
    for saying in group:
        some.append(saying)
        size += len(saying.fact.evidence)
        if size > LONG:
            return _merge_long(chain(some, group), folder)
    return iter((_join(some),))


def _join(some: list[Saying]) -> Saying:
    if len(some) == 1:
        return some[0]
    label = some[0].label
    for saying in some:
        label = choose_label(label, saying.label) if saying.label != label else label
    return Saying(merge_facts(saying.fact for saying in some), some[0].type, label)


def _merge_long(group: Iterator[Saying], folder: Path) -> Iterator[Saying]:
    """A fact of much evidence, which is sorted on disk; all of it is seen before the first piece is given."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        proofs = Runs(Path(work), Evidence, _itself)
        first = next(group)
        last = msgspec.structs.replace(first, fact=msgspec.structs.replace(first.fact, evidence=()))
        held: list[Evidence] = []
        for saying in chain((first,), group):
            held += saying.fact.evidence
            last = _join(
                [last, msgspec.structs.replace(saying, fact=msgspec.structs.replace(saying.fact, evidence=()))]
            )
            if len(held) >= HELD:
                proofs.add(sorted(held))
                held = []
        proofs.add(sorted(held))
        del held
        once = (proof for proof, _ in groupby(proofs))
        while some := tuple(islice(once, LONG)):
            yield msgspec.structs.replace(last, fact=msgspec.structs.replace(last.fact, evidence=some))


def _itself(proof: Evidence) -> Evidence:
    return proof


def _label(sayings: Iterable[Saying], several: Set[str], labels: dict[str, str]) -> Iterator[Saying]:
    """Sayings as they pass; of objects that have several labels, the one to choose is noted."""
    for saying in sayings:
        id_ = saying.fact.object
        if id_ in several:
            labels[id_] = choose_label(labels.get(id_, saying.label), saying.label)
        yield saying


def _label_own(entities: Iterable[Entity], labels: dict[str, str]) -> Iterator[Entity]:
    """Entities as they pass; what they are called at last is noted."""
    for entity in entities:
        if entity.id in labels:
            labels[entity.id] = entity.label
        yield entity
