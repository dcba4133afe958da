"""The graph of all pages of a store, put together on disk: no more than a part of it is ever in memory.

The records are walked twice: for what agencies are compared by, and for what they say, part by part (`kg.pieces`).
In memory remain the names of the files, the agencies that have two names, and for each verdict of people the facts
about what it means. Beside them one page's records at a time, and all that is said of one entity or fact.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.decide.near import Judged, decide_near
from kg.model import CLASSES, RELATIONS, Entity, Fact, Skip
from kg.pieces import Collected
from kg.resolve import Resolution
from kg.runs import Runs, read_values, write_values

if TYPE_CHECKING:
    from kg.decide import Outcome
    from kg.model import Report
    from kg.record import Record
    from kg.store.database import Store

SIGNED = 200_000
"""So many pairs of an agency and its signature."""
SAID = ("entities", "facts")
"""The files of a graph."""


class Signed(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """An agency's id and what it is compared by."""

    signature: str
    id: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A graph on disk, in a folder: entities sorted by id, facts sorted by subject, predicate, object."""

    folder: Path
    classes: dict[str, int]
    relations: dict[str, int]
    size: int
    """The number of facts, mentions too."""
    dropped: tuple[Skip, ...]
    outcomes: tuple[Outcome, ...]

    def entities(self) -> Iterator[Entity]:
        """The entities, one by one."""
        return read_values(self.folder / SAID[0], Entity)

    def facts(self) -> Iterator[Fact]:
        """The facts, one by one."""
        return read_values(self.folder / SAID[1], Fact)


def assemble_store(store: Store, folder: Path) -> Said:
    """The graph of all pages of a store, written into two files of a folder: that of a fresh build of the same pages.

    Raises: StoreError if the records are damaged or of another version; OSError if there is no room.
    """
    work = folder / "work"
    try:
        decisions = store.decisions()
        names = _find_names(store, work, decisions.apart())
        collected = Collected(_records(store), names, work)
        judged = Judged(collected.entities(), collected.facts(), ())
        if decisions.verdicts:  # which may be about anything: it is walked several times
            plain = work / SAID[0], work / SAID[1]
            write_values(plain[0], judged.entities)
            write_values(plain[1], judged.facts)
            judged = decide_near(lambda: read_values(plain[0], Entity), lambda: read_values(plain[1], Fact), decisions)
        classes, relations = Counter[str](), Counter[str]()
        write_values(folder / SAID[0], _counted(judged.entities, classes))
        size = write_values(folder / SAID[1], _counted(judged.facts, relations))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Said(
        folder=folder,
        classes={name: classes[name] for name in (*CLASSES, "Article")},
        relations={name: relations[name] for name in RELATIONS},
        size=size,
        dropped=tuple(collected.dropped),
        outcomes=judged.outcomes,
    )


def make_report(store: Store, said: Said) -> Report:
    """The report on a graph that `assemble_store` made of a store: that of a fresh build of the same pages."""
    from kg.analyze import name_analyzer
    from kg.pipeline import report_pages

    counts = dict(
        store.connection.execute("SELECT DISTINCT key, articles FROM record WHERE rules = ?", (store.rules,)).fetchall()
    )
    pages = [store.describe(source, page, counts[page.key]) for source, _, page in store.pages()]
    return report_pages(name_analyzer(store.analyzer), pages, said.dropped, said.classes, said.relations, said.outcomes)


def _records(store: Store) -> Iterator[tuple[str, Record]]:
    """Every article with its page's source, page by page."""
    for source, name, page in store.pages():
        mark = store.mark(page.key)
        for record in store.records(page.key):
            yield source, record.renamed(mark, name)


def _find_names(store: Store, work: Path, apart: frozenset[frozenset[str]]) -> dict[str, str]:
    """Which agencies are one; only those that share what they are compared by come into memory."""
    runs = Runs(work / "signed", Signed, _of_signed)
    some: set[Signed] = set()
    for _, record in _records(store):
        some.update(Signed(signature, id_) for id_, signature in record.signatures.items())
        if len(some) >= SIGNED:
            runs.add(sorted(some))
            some = set()
    runs.add(sorted(some))
    resolution = Resolution()
    for signature, group in groupby(runs, lambda signed: signed.signature):
        ids = {signed.id for signed in group}
        if len(ids) > 1:
            resolution.add((id_, signature) for id_ in ids)
    return resolution.names(apart)


def _of_signed(signed: Signed) -> tuple[str, str]:
    return (signed.signature, signed.id)


def _counted(values: Iterator[Entity] | Iterator[Fact], counter: Counter[str]) -> Iterator[Entity | Fact]:
    """The values, counted by class or predicate as they pass."""
    for value in values:
        counter[value.type if isinstance(value, Entity) else value.predicate] += 1
        yield value
