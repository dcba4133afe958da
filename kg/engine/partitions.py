"""Stages 2 and 3: which names are one thing, by a group-by over all workers; the graph in partitions, by another."""

from __future__ import annotations

import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from kg.engine.fragments import Share, find_roots, part_of, split_record
from kg.engine.parts import EMPTY, Content, Part, write_part
from kg.engine.plan import Plan, write_whole
from kg.pieces import Collected
from kg.record import Record
from kg.runs import Runs
from kg.tables import Named, name_entities

_SOURCE = attrgetter("source")


class _Page(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a page says of one partition."""

    source: str
    fragments: list[Record]


def resolve(ray: Any, work: Path, plan: Plan, apart: Set[frozenset[str]] = frozenset()) -> dict[str, str]:
    """Ids → the id that stands for them, as `kg.resolve` says it of all pages; `apart` is what people part."""
    from kg.resolve import Resolution

    target = work / "names"
    if target.is_file():
        return msgspec.msgpack.decode(target.read_bytes(), type=dict[str, str])
    grouped = (
        _recorded(ray, work, ["signatures"])
        .map_batches(_list_signatures, batch_format="pyarrow", fn_args=(plan.parts,))
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


def _recorded(ray: Any, work: Path, columns: list[str]) -> Any:
    return ray.data.read_parquet(list_records(work)).select_columns(columns)


def _list_signatures(batch: Any, parts: int) -> Any:
    import pyarrow as pa

    pairs = {(one["sign"], one["key"]) for row in batch["signatures"].to_pylist() for one in row}
    rows = [{"part": part_of(sign, parts), "sign": sign, "key": key} for sign, key in sorted(pairs)]
    schema = pa.schema([("part", pa.int64()), ("sign", pa.string()), ("key", pa.string())])
    return pa.Table.from_pylist(rows, schema=schema)


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
    before = find_plain(work) if plan.decisions else set(read_parts(work))
    if len(before) < plan.parts:
        shared = ray.put(names)
        (
            _recorded(ray, work, ["source", "records", "articles"])
            .map_batches(_cut, batch_size=256, batch_format="pyarrow", fn_args=(shared, plan.parts, before))
            .groupby("part", num_partitions=plan.parts)
            .map_groups(_write_group, batch_format="pyarrow", fn_args=(shared, str(folder), str(work), plan))
            .materialize()
        )
    if plan.decisions:
        return []
    done = read_parts(work)
    for number in sorted(set(range(plan.parts)) - done.keys()):  # nothing belongs to it
        done[number] = finish_part(EMPTY, number, folder, work, plan)
    return [done[number] for number in sorted(done)]


def read_parts(work: Path) -> dict[int, Part]:
    """The partitions that are written, by their numbers."""
    done = [msgspec.json.decode(one.read_bytes(), type=Part) for one in (work / "parts").glob("[0-9]*.json")]
    return {part.number: part for part in done}


def _cut(batch: Any, shared: Any, parts: int, done: set[int]) -> Any:
    import pyarrow as pa
    import ray

    names = ray.get(shared) if isinstance(shared, ray.ObjectRef) else shared
    roots = find_roots(names)
    fragments: dict[int, list[_Page]] = {}
    for source, packed in zip(batch["source"].to_pylist(), batch["records"].to_pylist(), strict=True):
        own: dict[int, list[Record]] = {}
        for record in msgspec.msgpack.decode(zlib.decompress(packed), type=list[Record]) if packed else ():
            for part, fragment in split_record(record, roots, parts):
                if part not in done:
                    own.setdefault(part, []).append(fragment)
        for part, some in own.items():
            fragments.setdefault(part, []).append(_Page(source, some))
    # Packed together, for pages say the same: by themselves they would take five times the space.
    rows = [
        {"part": part, "fragments": zlib.compress(msgspec.msgpack.encode(some), 1)}
        for part, some in sorted(fragments.items())
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema([("part", pa.int64()), ("fragments", pa.binary())]))


def _write_group(group: Any, shared: Any, folder: str, work: str, plan: Plan) -> Any:
    import pyarrow as pa
    import ray

    from kg.engine.verdicts import write_plain
    from kg.pipeline import few_collections

    names = ray.get(shared) if isinstance(shared, ray.ObjectRef) else shared
    number = group["part"][0].as_py()
    with few_collections(), tempfile.TemporaryDirectory() as scratch:
        fragments = _in_order(group["fragments"], Path(scratch) / "fragments")
        content = find_content(fragments, names, Share(number, plan.parts, find_roots(names)), Path(scratch))
        if plan.decisions:
            write_plain(content, number, Path(work))
        else:
            finish_part(content, number, Path(folder), Path(work), plan)
    return pa.table({"part": [number]})


def _in_order(packed: Any, folder: Path) -> Iterator[tuple[str, Record]]:
    """The fragments of a column of rows, each with its page's source, by way of sorted runs on disk."""
    runs = Runs(folder, _Page, _SOURCE)
    for row in packed:
        pages = msgspec.msgpack.decode(zlib.decompress(row.as_py()), type=list[_Page])
        runs.add(sorted(pages, key=_SOURCE))
    for page in runs:
        for record in page.fragments:
            yield page.source, record


def find_content(
    fragments: Iterable[tuple[str, Record]], names: Mapping[str, str], share: Share, scratch: Path
) -> Content:
    """What is in a partition, put together on disk of the fragments that belong to it, each with its page's source."""
    said = Collected(fragments, names, scratch)

    def known() -> dict[str, Named]:
        # What an agency of two names is called at last, only its own partition knows; here it goes by its id.
        joined = {id_: ("Agency", id_.partition("/")[2]) for id_ in names.values()}
        named = {end for fact in share.facts(said.facts()) for end in (fact.subject, fact.object)}
        return joined | name_entities(entity for entity in said.entities() if entity.id in named)

    return Content(
        entities=lambda: share.entities(said.entities()), facts=lambda: share.facts(said.facts()), known=known
    )


def finish_part(content: Content, number: int, folder: Path, work: Path, plan: Plan) -> Part:
    """Write a partition for good, and note that it is written."""
    part = write_part(content, folder, number, plan.base, tables=plan.tables)
    write_whole(work / "parts" / f"{number:05d}.json", msgspec.json.encode(part))
    return part
