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
from kg.model import Knowledge
from kg.store.assembly import Said, assemble_store
from kg.store.database import Store
from kg.store.patch import copy_index, find_changes, is_near, patch
from kg.store.rules import program

if TYPE_CHECKING:
    import pyoxigraph

    from kg.rdf import Triple

FOLDER = "graphs"
BATCH = 250_000
"""So many triples are loaded into an index at a time, or somewhat more: its loader takes 1 kB for each."""
CHUNK, PROOFS = 2_000, 2_000
"""So many entities, and pieces of evidence, are made into triples at a time."""
_TRIES = 5
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
                if not os.access(store.folder, os.W_OK):
                    made = pyoxigraph.Store()
                    with tempfile.TemporaryDirectory() as temporary:
                        _fill(made, assemble_store(store, Path(temporary)), store.base)
                    return made
                _make(target, store)
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


def _make(target: Path, store: Store) -> None:
    """Make a graph, from one of an older state if there is one that is near enough."""
    import pyoxigraph

    target.parent.mkdir(exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-"))
    try:
        temporary.chmod(target.parent.stat().st_mode)
        with (temporary / "lock").open("wb") as lock:
            _share(lock)
            index = temporary / "index"
            said = assemble_store(store, temporary)
            if not _make_from_older(index, target.parent, said, store.base):
                made = pyoxigraph.Store(str(index))
                _fill(made, said, store.base)
                made.flush()
                del made  # which closes it
            (temporary / "made").write_text(_maker(store.base), encoding="utf-8")
            try:
                temporary.rename(target)
            except OSError:
                if not target.is_dir():  # else another reader was quicker, and made the same
                    raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _make_from_older(index: Path, graphs: Path, said: Said, base: str) -> bool:
    """Whether there was an older graph that could be copied and patched."""
    import pyoxigraph

    for older in sorted(graphs.iterdir(), key=lambda folder: folder.stat().st_mtime_ns, reverse=True):
        try:
            with (older / "lock").open("rb") as lock:
                _share(lock)
                if (older / "made").read_text(encoding="utf-8") != _maker(base) or not is_near(older, said):
                    continue
                copy_index(older / "index", index)
                made = pyoxigraph.Store(str(index))
                for gone, new in find_changes(older, said):
                    patch(made, gone, new, base)
            made.flush()
            return True
        except (OSError, msgspec.DecodeError):  # it is being deleted, or made, or is damaged
            shutil.rmtree(index, ignore_errors=True)
    return False


def _maker(base: str) -> str:
    """Who makes graphs, and with which base: only one by the same can be patched."""
    return f"{program()}\n{base}\n"


def _fill(index: pyoxigraph.Store, said: Said, base: str) -> None:
    """Load a graph and its evidence into an index, a bounded number of triples at a time."""
    from pyoxigraph import RdfFormat

    from kg.rdf import to_ntriples

    batch: list[Triple] = []
    for triples in _triples(said, base):
        batch += triples
        if len(batch) >= BATCH:
            index.bulk_load(to_ntriples(batch).encode(), RdfFormat.N_TRIPLES)
            batch = []
    index.bulk_load(to_ntriples(batch).encode(), RdfFormat.N_TRIPLES)


def _triples(said: Said, base: str) -> Iterator[list[Triple]]:
    """The graph, then its evidence, piece by piece."""
    from kg.rdf import batch_facts, evidence_triples, graph_triples, provenance_triples

    entities = said.entities()
    yield provenance_triples(Knowledge(), base)
    while some := tuple(islice(entities, CHUNK)):
        yield graph_triples(Knowledge(some, ()), base)
    for told in batch_facts(said.facts(), PROOFS):
        yield graph_triples(Knowledge((), told), base)
        yield evidence_triples(told, base)


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
