"""A partition of the graph on disk, the manifest over all of them, and all of them collected again."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

import msgspec

from kg.engine.merge import Content, of_saying
from kg.errors import GraphError
from kg.model import CLASSES, RELATIONS, Fact, Knowledge
from kg.rdf.flat import batch_facts
from kg.rdf.quads import to_graphs
from kg.runs import Lines
from kg.tables import Named, Row, entity_rows, make_schemas, mention_rows, relation_rows
from kg.version import VERSION

MANIFEST = "manifest.json"
QUADS, TABLES = "quads", "tables"
_LINES = 50_000  # are sorted in memory at a time
_VALUES = 5_000  # entities, facts or rows are made into lines or columns at a time


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A partition: its files under the output folder, and what is in them."""

    number: int
    files: dict[str, str]
    """Path to the SHA-256 of its bytes."""
    quads: int
    entities: dict[str, int]
    relations: dict[str, int]


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


def write_part(content: Content, folder: Path, number: int, base: str, *, tables: bool) -> Part:
    """Write a partition as N-Quads, lines sorted, in gzip, and as Parquet; what was written. Whole files or none."""
    name = f"{QUADS}/part-{number:05d}.nq.gz"
    classes, predicates = Counter[str](), Counter[str]()
    written, quads = _write_quads(_lines(content, base, classes, predicates), folder / name)
    files = {name: written}
    if tables:
        files |= _write_tables(content, folder, number, base)
    return Part(
        number=number,
        files=files,
        quads=quads,
        entities={name: classes[name] for name in (*CLASSES, "Article")},
        relations={name: predicates[name] for name in (*RELATIONS, "mentions")},
    )


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that has its name once it is whole; nothing is left of one that does not get so far."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _write_quads(lines: Iterator[bytes], path: Path) -> tuple[str, int]:
    """Write lines sorted, each once, by way of runs on disk; the file's SHA-256 and how many lines it has."""
    digest, number = hashlib.sha256(), 0
    pack = zlib.compressobj(6, zlib.DEFLATED, 31)  # as gzip, without a time
    with tempfile.TemporaryDirectory() as work, _new_file(path) as file:
        runs = Lines(Path(work))
        while some := set(islice(lines, _LINES)):
            runs.add(sorted(some))
        once = (line for line, _ in groupby(runs))
        while written := list(islice(once, _VALUES)):
            packed = pack.compress(b"".join(written))
            digest.update(packed)
            file.write(packed)
            number += len(written)
        packed = pack.flush()
        digest.update(packed)
        file.write(packed)
    return digest.hexdigest(), number


def _lines(content: Content, base: str, classes: Counter[str], predicates: Counter[str]) -> Iterator[bytes]:
    """The lines of a partition in no order, some of them several times; entities and facts are counted as they pass."""
    entities = iter(content.entities())
    while own := tuple(islice(entities, _VALUES)):
        classes.update([entity.type for entity in own])
        yield from _quads(Knowledge(own, ()), base)
    for some in batch_facts(_counted(content, predicates), _VALUES):
        yield from _quads(Knowledge((), some), base)


def _counted(content: Content, predicates: Counter[str]) -> Iterator[Fact]:
    """The facts, counted as they pass; one in pieces counts once."""
    for _, group in groupby(content.facts(), of_saying):
        for number, saying in enumerate(group):
            predicates[saying.fact.predicate] += not number
            yield saying.fact


def _quads(knowledge: Knowledge, base: str) -> Iterator[bytes]:
    for graph, triples in to_graphs(knowledge, base):
        end = f" {graph} .\n" if graph else " .\n"
        for s, p, o in triples:
            yield f"{s} {p} {o}{end}".encode()


def _write_tables(content: Content, folder: Path, number: int, base: str) -> dict[str, str]:
    import pyarrow as pa
    from pyarrow import parquet

    columns = make_schemas()
    tables = {
        "entities": entity_rows(content.entities(), base),
        "relations": (row for fact, known in _name_ends(content) for row in relation_rows((fact,), known)),
        "mentions": (row for fact, known in _name_ends(content) for row in mention_rows((fact,), known)),
    }
    files = {}
    for kind, rows in tables.items():
        name = f"{TABLES}/{kind}/part-{number:05d}.parquet"
        with _new_file(folder / name) as file, parquet.ParquetWriter(file, columns[kind], compression="zstd") as writer:
            for some in _batches(rows):
                writer.write_table(pa.Table.from_pylist(some, schema=columns[kind]))
        with (folder / name).open("rb") as written:
            files[name] = hashlib.file_digest(written, "sha256").hexdigest()
    return files


def _name_ends(content: Content) -> Iterator[tuple[Fact, dict[str, Named]]]:
    """The facts, each with the class and label of its ends; both they and the entities are sorted."""
    entities = iter(content.entities())
    entity = next(entities, None)
    for saying in content.facts():
        fact = saying.fact
        while entity is not None and entity.id < fact.subject:
            entity = next(entities, None)
        ends = {fact.object: (saying.type, content.labels.get(fact.object, saying.label))}
        if entity is not None and entity.id == fact.subject:
            ends[entity.id] = (entity.type, entity.label)
        yield fact, ends


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows together, as many as hold a bounded number of pieces of evidence."""
    some: list[Row] = []
    size = 0
    for row in rows:
        some.append(row)
        proofs = row.get("evidence")
        size += len(proofs) if isinstance(proofs, list) else 1
        if size >= _VALUES:
            yield some
            some, size = [], 0
    if some:
        yield some


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
