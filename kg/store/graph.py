"""The graph of a store for queries: an on-disk index, derived from the records and never the only copy.

It is made whole in a folder of its own and then named, so that no reader ever sees a part, and none ever sees one
change. Its name says of which state of the store and by which program it was made. Where there is one of an older
state it is made from that; older ones go when nobody reads them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from kg.errors import StoreError
from kg.store.database import Store
from kg.store.patch import copy_index, find_changes, patch, write_said
from kg.store.rules import program

if TYPE_CHECKING:
    import pyoxigraph

    from kg.model import Knowledge

FOLDER = "graphs"
_CHUNK, _TRIES = 2_000, 5
_readers: list[IO[bytes]] = []
"""Locks on the graphs that this process reads, held until it ends."""


def load_graph(folder: str | Path) -> pyoxigraph.Store:
    """The graph of a store with its evidence, for reading: as `kg.query.load` gives that of an export.

    It is made first where there is none of the store's present state: on disk, or in memory where the store can't be
    written.

    Raises: StoreError if there is no store, or it is damaged.
    """
    import pyoxigraph

    for _ in range(_TRIES):
        with Store(folder) as store:
            target = store.folder / FOLDER / _name(store)
            if not target.is_dir():
                knowledge, _ = store.knowledge()
                if not os.access(store.folder, os.W_OK):
                    made = pyoxigraph.Store()
                    for chunk in _ntriples(knowledge, store.base):
                        made.bulk_load(chunk.encode(), pyoxigraph.RdfFormat.N_TRIPLES)
                    return made
                _make(target, knowledge, store.base)
        try:
            _hold(target)
            found = pyoxigraph.Store.read_only(str(target / "index"))
        except OSError as error:
            fault = error  # it has just been replaced, perhaps
            continue
        drop_graphs(target.parent, keep=target.name)
        return found
    raise StoreError(f"the graph made of it can't be read: {fault}", source=str(target), remedy="delete that folder")


def name_graph(folder: str | Path) -> str:
    """What the present graph of a store is called: another name, another graph.

    Raises: StoreError if there is no store, or it is damaged; DecisionError for bad verdicts in it.
    """
    with Store(folder) as store:
        return _name(store)


def _name(store: Store) -> str:
    state = msgspec.msgpack.encode((store.base, program(), store.decisions().verdicts))
    return f"{store.generation}-{hashlib.sha256(state).hexdigest()[:8]}"


def _make(target: Path, knowledge: Knowledge, base: str) -> None:
    """Make a graph, from one of an older state if there is one that is near enough."""
    import pyoxigraph

    target.parent.mkdir(exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-"))
    try:
        temporary.chmod(target.parent.stat().st_mode)
        with (temporary / "lock").open("wb") as lock:
            _share(lock)
            index = temporary / "index"
            if not _make_from_older(index, target.parent, knowledge, base):
                triples = temporary / "triples.nt"
                with triples.open("w", encoding="utf-8", newline="\n") as stream:
                    stream.writelines(_ntriples(knowledge, base))
                made = pyoxigraph.Store(str(index))
                made.bulk_load(path=triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
                made.flush()
                del made  # which closes it
                triples.unlink()
            write_said(knowledge, temporary)
            (temporary / "made").write_text(_maker(base), encoding="utf-8")
            try:
                temporary.rename(target)
            except OSError:
                if not target.is_dir():  # else another reader was quicker, and made the same
                    raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _make_from_older(index: Path, graphs: Path, knowledge: Knowledge, base: str) -> bool:
    """Whether there was an older graph that could be copied and patched."""
    import pyoxigraph

    for older in sorted(graphs.iterdir(), key=lambda folder: folder.stat().st_mtime_ns, reverse=True):
        try:
            with (older / "lock").open("rb") as lock:
                _share(lock)
                if (older / "made").read_text(encoding="utf-8") != _maker(base):
                    continue
                changes = find_changes(older, knowledge)
                if changes is None:
                    continue
                copy_index(older / "index", index)
            made = pyoxigraph.Store(str(index))
            patch(made, *changes, base)
            made.flush()
            return True
        except (OSError, msgspec.DecodeError):  # it is being deleted, or made, or is damaged
            shutil.rmtree(index, ignore_errors=True)
    return False


def _maker(base: str) -> str:
    """Who makes graphs, and with which base: only one by the same can be patched."""
    return f"{program()}\n{base}\n"


def _ntriples(knowledge: Knowledge, base: str) -> Iterator[str]:
    """The graph, then its evidence in pieces, of which a large graph has more than fits into memory beside it."""
    from kg.model import Knowledge
    from kg.rdf import graph_triples, provenance_triples, to_ntriples

    yield to_ntriples(graph_triples(knowledge, base))
    facts = iter(knowledge.facts)
    while some := tuple(islice(facts, _CHUNK)):
        yield to_ntriples(provenance_triples(Knowledge((), some), base))


def _share(file: IO[bytes]) -> None:
    """Keep others from deleting a graph as long as this file is open; on Windows, what is open can't be deleted."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_SH)


def _hold(graph: Path) -> None:
    """Keep others from deleting a graph as long as this process lives."""
    if all(reader.name != str(graph / "lock") for reader in _readers):
        reader = (graph / "lock").open("rb")
        _share(reader)
        _readers.append(reader)


def drop_graphs(graphs: Path, keep: str = "") -> None:
    """Delete the graphs that nobody reads or makes, but not `keep`."""
    for folder in sorted(graphs.iterdir()) if graphs.is_dir() else ():
        if folder.name != keep and _is_free(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_free(graph: Path) -> bool:
    """Whether nobody holds the lock of a graph; one that has none yet is about to be made."""
    try:
        with (graph / "lock").open("rb") as file:
            if sys.platform != "win32":
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
