"""Stages 2 and 3: which names are one thing, by a group-by over all workers; the graph in partitions, by another."""

from __future__ import annotations

import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import msgspec

from kg.engine.cut import Cut, Cutter, part_of
from kg.engine.merge import Content, put_together
from kg.engine.parts import Part, write_part
from kg.engine.plan import Plan, write_whole
from kg.engine.session import fetch, on_all
from kg.record import Record
from kg.runs import read_values, write_values

_BATCH = 256
"""Pages that a task reads at a time; what they say is put together before it travels."""
_SLICED = 8
"""Partitions for which what is said of one travels in one slice more."""
_MOST_SLICES = 64


def resolve(ray: Any, work: Path, plan: Plan, apart: Set[frozenset[str]] = frozenset()) -> dict[str, str]:
    """Ids → the id that stands for them, as `kg.resolve` says it of all pages; `apart` is what people part."""
    from kg.resolve import Resolution

    target = work / "names"
    if target.is_file():
        return msgspec.msgpack.decode(target.read_bytes(), type=dict[str, str])
    grouped = (
        _map_records(ray, work, ["signatures"], _list_signatures, plan.parts)
        .groupby("part", num_partitions=plan.parts)
        .map_groups(_find_shared, batch_format="pyarrow")
    )
    resolution = Resolution()
    # Only what is shared comes here: agencies under several names, of which a country has a bounded number.
    resolution.add((row["key"], row["sign"]) for row in grouped.iter_rows() if row["key"])
    names = resolution.names(apart)
    write_whole(target, msgspec.msgpack.encode(names))
    return names


def list_records(work: Path) -> list[str]:
    """The folders in which the first stage has left its rows."""
    return [str(one) for one in sorted(work.glob("records-*"))]


Step = Callable[[Any], Any]
"""What makes rows of rows."""


def _map_records(ray: Any, work: Path, columns: list[str], make: Callable[..., Step], *arguments: Any) -> Any:
    """What a step makes of some columns of what the first stage has left; a task for each file, which makes it once."""
    files = [{"file": str(file)} for folder in list_records(work) for file in sorted(Path(folder).glob("*.parquet"))]
    rows = ray.data.from_items(files, override_num_blocks=len(files))
    return rows.map_batches(_read, batch_size=1, batch_format="pyarrow", fn_args=(columns, make, *arguments))


def _read(files: Any, columns: list[str], make: Callable[..., Step], *arguments: Any) -> Iterator[Any]:
    # Batch by batch, and not by the engine's reader: that holds the worker's share of all files at once.
    import pyarrow as pa
    from pyarrow import parquet

    step = make(*map(fetch, arguments))
    for name in files["file"].to_pylist():
        with parquet.ParquetFile(name) as file:
            for batch in file.iter_batches(_BATCH, columns=columns, use_threads=False):
                yield step(pa.Table.from_batches([batch]))


def _list_signatures(parts: int) -> Step:
    import pyarrow as pa

    schema = pa.schema([("part", pa.int64()), ("sign", pa.string()), ("key", pa.string())])

    def step(batch: Any) -> Any:
        pairs = {(one["sign"], one["key"]) for row in batch["signatures"].to_pylist() for one in row}
        rows = [{"part": part_of(sign, parts), "sign": sign, "key": key} for sign, key in sorted(pairs)]
        return pa.Table.from_pylist(rows, schema=schema)

    return step


def _find_shared(group: Any) -> Any:
    """The signatures of a group that more than one id bears."""
    import pyarrow as pa

    pairs = set(zip(group["sign"].to_pylist(), group["key"].to_pylist(), strict=True))
    count = Counter(sign for sign, _ in pairs)
    rows = [{"sign": sign, "key": key} for sign, key in sorted(pairs) if count[sign] > 1]
    return pa.Table.from_pylist(rows, schema=pa.schema([("sign", pa.string()), ("key", pa.string())]))


def assemble(ray: Any, folder: Path, work: Path, names: dict[str, str], plan: Plan) -> list[Part]:
    """Every partition put together and written; those that an earlier run has written stay.

    Where there are verdicts, what is written is only what people are to judge: see `kg.engine.verdicts`.
    """
    from kg.engine.verdicts import find_plain

    (work / "parts").mkdir(exist_ok=True)
    done = find_plain(work) if plan.decisions else set(read_parts(work))
    missing = [number for number in range(plan.parts) if number not in done]
    if missing:
        shared = ray.put(names)
        _cut_all(ray, work, shared, plan)
        on_all(ray, _write_one, missing, shared, str(folder), str(work), plan)
    return [] if plan.decisions else [part for _, part in sorted(read_parts(work).items())]


def read_parts(work: Path) -> dict[int, Part]:
    """The partitions that are written, by their numbers."""
    done = [msgspec.json.decode(one.read_bytes(), type=Part) for one in (work / "parts").glob("[0-9]*.json")]
    return {part.number: part for part in done}


def count_slices(parts: int) -> int:
    """In so many slices comes what is said of a partition, so that what all pages name grows in none with the corpus.

    >>> [count_slices(parts) for parts in (1, 4, 40, 2000)]
    [1, 1, 5, 64]
    """
    return min(_MOST_SLICES, -(-parts // _SLICED))


def _cut_all(ray: Any, work: Path, shared: Any, plan: Plan) -> None:
    """What all pages say, in files by partition and slice; all of them or none."""
    target = work / "cuts"
    if target.is_dir():
        return
    temporary = target.with_name(f".{target.name}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    (
        _map_records(ray, work, ["source", "records"], cut_batches, shared, plan.parts)
        .groupby("slot", num_partitions=plan.parts)
        .map_groups(_leave, batch_format="pyarrow", fn_args=(str(temporary),))
        .materialize()
    )
    temporary.rename(target)


def cut_batches(names: Mapping[str, str], parts: int) -> Step:
    """What makes a row for each partition of which the pages of a batch say anything: what, and its slot there.

    A slot is a slice of a partition. All is packed together, for pages say the same: a fifth of the space.
    """
    import pyarrow as pa

    cutter, slices = Cutter(names, parts), count_slices(parts)
    schema = pa.schema([("slot", pa.int64()), ("cut", pa.binary())])

    def step(batch: Any) -> Any:
        sources = batch["source"].to_pylist()
        number = part_of(min(sources), slices)
        cuts = cutter.cut(_records(sources, batch["records"]))
        rows = [
            {"slot": part * slices + number, "cut": zlib.compress(msgspec.msgpack.encode(cut), 1)}
            for part, cut in sorted(cuts.items())
        ]
        return pa.Table.from_pylist(rows, schema=schema)

    return step


def _records(sources: list[str], packed: Any) -> Iterator[tuple[str, Record]]:
    for source, one in zip(sources, packed, strict=True):
        if said := one.as_py():
            for record in msgspec.msgpack.decode(zlib.decompress(said), type=list[Record]):
                yield source, record


def _leave(group: Any, folder: str) -> Any:
    """A slice of a partition, left as it has come."""
    import pyarrow as pa

    slot = group["slot"][0].as_py()
    temporary = Path(folder, f".{slot}")
    write_values(temporary, (row.as_py() for row in group["cut"]))
    temporary.replace(Path(folder, f"{slot}"))
    return pa.table({"slot": [slot]})


def _write_one(number: int, shared: Any, folder: str, work: str, plan: Plan) -> None:
    from kg.engine.verdicts import write_plain
    from kg.pipeline import few_collections

    with few_collections(), tempfile.TemporaryDirectory() as scratch:
        content = put_together(_cuts(Path(work) / "cuts", number, plan.parts), Path(scratch), fetch(shared).values())
        if plan.decisions:
            write_plain(content, number, Path(work))
        else:
            finish_part(content, number, Path(folder), Path(work), plan)


def _cuts(folder: Path, number: int, parts: int) -> Iterator[Cut]:
    slices = count_slices(parts)
    for file in (folder / f"{number * slices + one}" for one in range(slices)):
        for row in read_values(file, bytes) if file.exists() else ():  # nobody may say anything of it
            yield msgspec.msgpack.decode(zlib.decompress(row), type=Cut)


def finish_part(content: Content, number: int, folder: Path, work: Path, plan: Plan) -> Part:
    """Write a partition for good, and note that it is written."""
    part = write_part(content, folder, number, plan.base, tables=plan.tables)
    write_whole(work / "parts" / f"{number:05d}.json", msgspec.json.encode(part))
    return part
