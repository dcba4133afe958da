"""A partition of the graph on disk, the manifest over all of them, and all of them collected again."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import msgspec

from kg.errors import GraphError
from kg.model import CLASSES, RELATIONS, Knowledge
from kg.runs import Runs
from kg.version import VERSION

MANIFEST = "manifest.json"
QUADS, TABLES = "quads", "tables"
_STEP = 50_000  # so many lines are sorted in memory at a time


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A partition: its files under the output folder, and what is in them."""

    number: int
    files: dict[str, str]
    """Path to the SHA-256 of its bytes."""
    quads: int
    entities: dict[str, int]
    relations: dict[str, int]
    dropped: int = 0


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a build on an engine has written; nothing in it depends on the clock or the machines."""

    version: str = VERSION
    analyzer: str
    base: str
    pages: int
    articles: int
    characters: int
    entities: dict[str, int]
    relations: dict[str, int]
    quads: int
    skipped: int
    dropped: int
    decisions: tuple[dict[str, str], ...] = ()
    """People's verdicts and what became of them, as the report of `kg build` has them."""
    parts: tuple[Part, ...]


def write_part(knowledge: Knowledge, folder: Path, number: int, base: str, *, tables: bool, dropped: int) -> Part:
    """Write a partition as N-Quads, lines sorted, in gzip, and as Parquet; what was written. Whole files or none."""
    name = f"{QUADS}/part-{number:05d}.nq.gz"
    written, quads = _write_quads(knowledge, folder / name, base)
    files = {name: written}
    if tables:
        files |= _write_tables(knowledge, folder, number, base)
    classes = Counter(entity.type for entity in knowledge.entities)
    predicates = Counter(fact.predicate for fact in knowledge.facts)
    return Part(
        number=number,
        files=files,
        quads=quads,
        entities={name: classes[name] for name in (*CLASSES, "Article")},
        relations={name: predicates[name] for name in (*RELATIONS, "mentions")},
        dropped=dropped,
    )


def _write_quads(knowledge: Knowledge, path: Path, base: str) -> tuple[str, int]:
    """Write the sorted lines of a partition by way of runs on disk; the file's SHA-256 and how many lines it has."""
    lines = _lines(knowledge, base)
    digest, number, last = hashlib.sha256(), 0, ""
    pack = zlib.compressobj(6, zlib.DEFLATED, 31)  # as gzip, without a time
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with tempfile.TemporaryDirectory() as work, os.fdopen(handle, "wb") as file:
        runs: Runs[str] = Runs(Path(work), str, str)
        while some := list(islice(lines, _STEP)):
            runs.add(sorted(set(some)))

        def put(packed: bytes) -> None:
            digest.update(packed)
            file.write(packed)

        for line in runs:
            if line != last:
                put(pack.compress(line.encode("utf-8")))
                number, last = number + 1, line
        put(pack.flush())
    Path(name).chmod(0o644)
    Path(name).replace(path)
    return digest.hexdigest(), number


def _lines(knowledge: Knowledge, base: str) -> Iterator[str]:
    from kg.rdf import to_graphs

    for graph, triples in to_graphs(knowledge, base):
        end = f" {graph} .\n" if graph else " .\n"
        for s, p, o in triples:
            yield f"{s} {p} {o}{end}"


def _write_tables(knowledge: Knowledge, folder: Path, number: int, base: str) -> dict[str, str]:
    import io

    import pyarrow.parquet as parquet

    from kg.tables import to_tables

    files = {}
    for kind, table in to_tables(knowledge, base).items():
        name = f"{TABLES}/{kind}/part-{number:05d}.parquet"
        buffer = io.BytesIO()
        parquet.write_table(table, buffer, compression="zstd")
        _write(folder / name, buffer.getvalue())
        files[name] = hashlib.sha256(buffer.getvalue()).hexdigest()
    return files


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def read_manifest(folder: str | Path) -> Manifest:
    """The manifest of a folder that a build on an engine has written.

    Raises: GraphError if there is none.
    """
    path = Path(folder) / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise GraphError(
            "no manifest of a build on an engine",
            source=str(path),
            remedy="give a folder that such a build has finished",
        ) from error


def collect_nquads(folder: str | Path) -> Iterator[str]:
    """The lines of all parts, sorted, each once: those of `graph.nq` of a build on one process, sorted.

    No more than a line of each part is held in memory.

    Raises: GraphError.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    with ExitStack() as stack:
        opened = [
            stack.enter_context(gzip.open(folder / name, "rt", encoding="utf-8", newline="\n"))
            for part in manifest.parts
            for name in part.files
            if name.startswith(QUADS)
        ]
        last = ""
        for line in heapq.merge(*opened):
            if line != last:
                yield line
            last = line
