"""A graph made from the one before it: copied without copying, and changed by what has changed.

Making the index of a large graph takes minutes, one page changes a few hundred triples of it. So what a graph says
lies beside its index, entity by entity and fact by fact, and is compared with what the store says now.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kg.model import Entity, Fact, Knowledge

if TYPE_CHECKING:
    import pyoxigraph

    from kg.rdf import Triple

SAID = ("entities", "facts")
"""The files beside an index."""
MOST = 0.3
"""If more than this share of the facts has changed, a new index is quicker."""
_CHUNK = 20_000

Said = TypeVar("Said", Entity, Fact)


def write_said(knowledge: Knowledge, folder: Path) -> None:
    """Write down what a graph says, for `find_changes`."""
    encode = msgspec.msgpack.encode
    for name, values in zip(SAID, (knowledge.entities, knowledge.facts), strict=True):
        with (folder / name).open("wb") as stream:
            for value in values:
                packed = encode(value)
                stream.write(len(packed).to_bytes(4, "big"))
                stream.write(packed)


def find_changes(folder: Path, knowledge: Knowledge) -> tuple[Knowledge, Knowledge] | None:
    """What a graph says no longer and what is new, or None where that is too much to patch it.

    Raises: OSError, msgspec.DecodeError if what it said is not there or damaged.
    """
    most = MOST * len(knowledge.facts) + 100
    entities_gone, entities_new = [], []
    for old, new in _pair(folder / SAID[0], Entity, knowledge.entities):
        entities_gone += [old] if old else []
        entities_new += [new] if new else []
    facts_gone, facts_new = [], []
    for old_fact, new_fact in _pair(folder / SAID[1], Fact, knowledge.facts):
        facts_gone += [old_fact] if old_fact else []
        facts_new += [new_fact] if new_fact else []
        if len(facts_gone) + len(facts_new) > most:
            return None
    return Knowledge(tuple(entities_gone), tuple(facts_gone)), Knowledge(tuple(entities_new), tuple(facts_new))


def _pair(file: Path, kind: type[Said], values: tuple[Said, ...]) -> Iterator[tuple[Said | None, Said | None]]:
    """What is in one only, or otherwise in the other, side by side; both are sorted by what `_key` gives."""
    old, new = _read(file, kind), iter(values)
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


def _read(file: Path, kind: type[Said]) -> Iterator[Said]:
    decode = msgspec.msgpack.Decoder(kind).decode
    with file.open("rb") as stream:
        while length := stream.read(4):
            yield decode(stream.read(int.from_bytes(length, "big")))


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
    """Change a graph that is being made; `gone` and `new` are what `find_changes` found."""
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
