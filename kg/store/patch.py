"""A graph made from the one before it: copied without copying, and changed by what has changed.

Making the index of a large graph takes minutes, one page changes a few hundred triples of it. So what a graph says
lies beside its index, entity by entity and fact by fact, and is compared with what the store says now.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.model import Entity, Fact, Knowledge
from kg.runs import read_values
from kg.store.assembly import SAID, Said

if TYPE_CHECKING:
    import pyoxigraph

    from kg.rdf import Triple

MOST = 0.3
"""If more than this share of the facts has changed, a new index is quicker."""
STEP = 2_000
"""So many changed entities or facts are put in and taken out at a time."""
_CHUNK = 20_000

Value = TypeVar("Value", Entity, Fact)
Changes = Iterator[tuple[Knowledge, Knowledge]]


def is_near(folder: Path, said: Said) -> bool:
    """Whether so little has changed since the graph in a folder that patching it is quicker than a new one.

    Raises: OSError, msgspec.DecodeError if what it said is not there or damaged.
    """
    left = MOST * said.size + 100
    for _ in _pair(read_values(folder / SAID[0], Entity), said.entities()):
        pass  # to read all of it, before anything is done
    for old, new in _pair(read_values(folder / SAID[1], Fact), said.facts()):
        left -= (old is not None) + (new is not None)
        if left < 0:
            return False
    return True


def find_changes(folder: Path, said: Said) -> Changes:
    """What the graph in a folder says no longer and what is new, step by step; each step leaves a graph.

    Raises: OSError, msgspec.DecodeError if what it said is not there or damaged.
    """
    entities = _pair(read_values(folder / SAID[0], Entity), said.entities())
    while some := tuple(islice(entities, STEP)):
        yield (
            Knowledge(tuple(old for old, _ in some if old), ()),
            Knowledge(tuple(new for _, new in some if new), ()),
        )
    facts = _pair(read_values(folder / SAID[1], Fact), said.facts())
    while told := tuple(islice(facts, STEP)):
        yield (
            Knowledge((), tuple(old for old, _ in told if old)),
            Knowledge((), tuple(new for _, new in told if new)),
        )


def _pair(old: Iterator[Value], new: Iterator[Value]) -> Iterator[tuple[Value | None, Value | None]]:
    """What is in one only, or otherwise in the other, side by side; both are sorted by what `_key` gives."""
    before, after = next(old, None), next(new, None)
    while before is not None or after is not None:
        if after is None or (before is not None and _key(before) < _key(after)):
            yield before, None
            before = next(old, None)
        elif before is None or _key(after) < _key(before):
            yield None, after
            after = next(new, None)
        else:
            if before != after:
                yield before, after
            before, after = next(old, None), next(new, None)


def _key(value: Entity | Fact) -> tuple[str, ...]:
    return (value.id,) if isinstance(value, Entity) else (value.subject, value.predicate, value.object)


def copy_index(old: Path, new: Path) -> None:
    """A copy of an index that nobody writes; its large files, which never change, are the same on disk."""
    new.mkdir()
    for file in old.iterdir():
        if file.suffix == ".sst":
            try:
                os.link(file, new / file.name)
                continue
            except OSError:  # a file system without links
                pass
        shutil.copyfile(file, new / file.name)


def patch(store: pyoxigraph.Store, gone: Knowledge, new: Knowledge, base: str) -> None:
    """Change a graph that is being made by a step that `find_changes` found."""
    from pyoxigraph import NamedNode

    from kg.rdf import to_triples
    from kg.schema import PREFIXES

    old, added = set(to_triples(gone, base)), set(to_triples(new, base))
    # A span, its selectors and its line serve all facts of the place: they go when nothing refers to them any more.
    shared = tuple(f"<{base}{folder}/" for folder in ("span", "selector", "line"))
    common = set(to_triples(Knowledge(), base))
    lost = old - added - common
    _update(store, "DELETE", [triple for triple in lost if not triple.subject.startswith(shared)])
    _update(store, "INSERT", sorted(added))
    derived, selector = (
        NamedNode(f"{PREFIXES[prefix]}{name}") for prefix, name in (("prov", "wasDerivedFrom"), ("oa", "hasSelector"))
    )
    for predicate, folder in ((derived, "span"), (selector, "selector"), (selector, "line")):
        for subject in sorted({triple.subject for triple in lost if triple.subject.startswith(f"<{base}{folder}/")}):
            node = NamedNode(subject[1:-1])
            if next(store.quads_for_pattern(None, predicate, node), None) is None:
                for quad in list(store.quads_for_pattern(node, None, None)):
                    store.remove(quad)


def _update(store: pyoxigraph.Store, verb: str, triples: list[Triple]) -> None:
    from kg.rdf import to_ntriples

    for start in range(0, len(triples), _CHUNK):
        store.update(f"{verb} DATA {{ {to_ntriples(triples[start : start + _CHUNK])} }}")
