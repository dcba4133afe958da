"""Stage 1: pages, as the engine's readers give them, become rows that hold what their articles say."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec

from kg.engine.cut import count_misfits
from kg.engine.objects import open_store
from kg.engine.plan import Plan
from kg.engine.session import count_shares, fetch
from kg.engine.sources import Source
from kg.errors import ReadError
from kg.model import Document, Skip

Known = dict[str, tuple[str, str]]
"""From the path of a file to what the graph calls it and the id of its page."""


def record_wave(ray: Any, sources: list[Source], target: Path, plan: Plan, gpus: float | None = None) -> None:
    """What the pages of some files say, as Parquet in `target`, whole or not at all.

    `gpus` is the share of a graphics card that each worker asks the engine for.

    Raises: ReadError for a table without the columns that are needed, and where a store can't be reached.
    """
    if target.is_dir():
        return
    temporary = target.with_name(f".{target.name}")
    shutil.rmtree(temporary, ignore_errors=True)
    stores: dict[tuple[str, bool], list[Source]] = {}
    for one in sources:
        stores.setdefault((one.root, one.is_table), []).append(one)
    # One after another: on graphics cards, the workers of the second would wait for those of the first for ever.
    for (root, tables), some in sorted(stores.items()):
        if tables:
            some, broken = _check_tables(some, plan)
            if broken:
                _write(ray.data.from_arrow(_table([_skipped(skip) for skip in broken])), temporary)
        if some:
            known = ray.put({one.path: (one.source, one.id) for one in some})
            read = _read_rows(ray, root, some) if tables else _read_files(ray, root, some)
            step, size = (record_rows, 256) if tables else (record_files, 64)
            _write(_map(ray, read, step, size, (known, plan), gpus), temporary)
    temporary.rename(target)


def _read_files(ray: Any, root: str, sources: list[Source]) -> Any:
    from pyarrow.fs import PyFileSystem

    from kg.engine.listing import Listing, to_name

    listing = PyFileSystem(Listing(root, {one.path: one.size for one in sources}))
    return ray.data.read_binary_files([to_name(one.path) for one in sources], filesystem=listing, include_paths=True)


def _read_rows(ray: Any, root: str, sources: list[Source]) -> Any:
    return ray.data.read_parquet([one.path for one in sources], filesystem=_filesystem(root), include_paths=True)


def _filesystem(root: str) -> Any:
    from pyarrow.fs import LocalFileSystem

    return open_store(root)[0] if root else LocalFileSystem()


def _map(ray: Any, dataset: Any, step: Any, size: int, arguments: tuple[Any, ...], gpus: float | None) -> Any:
    """Batches through a step: by tasks, or on graphics cards by actors, each of which loads its model once."""
    if gpus is None:
        return dataset.map_batches(step, batch_size=size, batch_format="pyarrow", fn_args=arguments)
    return dataset.map_batches(
        Recorder,
        fn_constructor_args=(step,),
        batch_size=size,
        batch_format="pyarrow",
        fn_args=arguments,
        num_gpus=gpus,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=count_shares(ray, gpus)),
    )


def _write(dataset: Any, folder: Path) -> None:
    dataset.write_parquet(str(folder))


def _check_tables(sources: list[Source], plan: Plan) -> tuple[list[Source], list[Skip]]:
    """The tables that can be read, and those that can't.

    Rows come in any order and in any pieces, so that only a column of ids can tell them apart.

    Raises: ReadError for a table without that column, or without one of text.
    """
    import pyarrow
    import pyarrow.parquet as parquet

    from kg.read.tables import ROLES

    good, broken = [], []
    for one in sources:
        try:
            schema = parquet.read_schema(one.path, filesystem=_filesystem(one.root))
        except (pyarrow.ArrowException, OSError) as error:
            reason = f"no Parquet that can be read: {' '.join(str(error).split())[:200]}"
            broken.append(Skip(source=one.source, step="read", reason=reason))
            continue
        names = {name.lower() for name in schema.names}
        for role in ("id", "text"):
            wanted = {plan.columns[role].lower()} if role in plan.columns else set(ROLES[role])
            if not wanted & names:
                raise ReadError(
                    f"no column of {'ids' if role == 'id' else 'text'}",
                    source=one.source,
                    remedy=f"name it: --column {role}=…",
                )
        good.append(one)
    return good, broken


class Recorder:
    """A step that an actor takes: its process stays, and so does the model in it."""

    def __init__(self, record: Callable[[Any, Any, Plan], Any]) -> None:
        self._record = record

    def __call__(self, batch: Any, shared: Any, plan: Plan) -> Any:
        """The rows of a batch."""
        return self._record(batch, shared, plan)


@cache
def _analyzer(name: str) -> Any:
    """The analyzer of a worker, loaded once in its life."""
    from kg.analyze import load_analyzer

    return load_analyzer(name)


def record_files(batch: Any, shared: Any, plan: Plan) -> Any:
    """Rows of what files say, given their names in a `Listing` and their bytes."""
    from io import BytesIO

    from kg.engine.listing import UNREADABLE, from_name
    from kg.read import File, to_documents
    from kg.read.formats import read_parts

    known: Known = fetch(shared)

    def pages() -> Iterator[Document | Skip]:
        for name, content in zip(batch["path"].to_pylist(), batch["bytes"].to_pylist(), strict=True):
            path = from_name(name)
            source, id_ = known[path]
            if content.startswith(UNREADABLE):
                yield Skip(source=source, step="read", reason=content.removeprefix(UNREADABLE).decode())
                continue
            file = File(name=source, open=partial(BytesIO, content), columns=plan.columns)
            yield from to_documents(read_parts(file), source, id_, Path(path), plan.published)

    return to_rows(pages(), plan)


def record_rows(batch: Any, shared: Any, plan: Plan) -> Any:
    """Rows of what the rows of Parquet files say: they are read as JSON Lines of the same columns would be."""
    from io import BytesIO

    from kg.read import File, to_documents
    from kg.read.tables import read_jsonl

    known: Known = fetch(shared)
    lines: dict[str, list[bytes]] = {}
    for row in batch.to_pylist():
        path = row.pop("path")
        row = {name: value if isinstance(value, list) or value is None else str(value) for name, value in row.items()}
        lines.setdefault(path, []).append(msgspec.json.encode(row) + b"\n")

    def pages() -> Iterator[Document | Skip]:
        for path, some in lines.items():
            source, id_ = known[path]
            file = File(name=source, open=partial(BytesIO, b"".join(some)), columns=plan.columns)
            yield from to_documents(read_jsonl(file), source, id_, Path(path), plan.published)

    return to_rows(pages(), plan)


def to_rows(pages: Iterable[Document | Skip], plan: Plan) -> Any:
    """A table of what pages say: a row a page, or one that says why there is nothing."""
    from kg.pipeline import describe_page, few_collections, record_pages

    rows: list[dict[str, Any]] = []
    documents = []
    for page in pages:
        if isinstance(page, Skip):
            rows.append(_skipped(page))
        else:
            documents.append(page)
    with few_collections():
        for page, records in zip(documents, record_pages(documents, _analyzer(plan.analyzer)), strict=True):
            if isinstance(records, Skip):
                rows.append(_skipped(records))
                continue
            signs = {(sign, key) for record in records for key, sign in record.signatures.items()}
            described = describe_page(page, len(records))
            rows.append(
                {
                    "source": page.source,
                    "page": msgspec.json.encode(described).decode(),
                    "articles": len(records),
                    "characters": len(page.text),
                    "records": zlib.compress(msgspec.msgpack.encode(records), 1),
                    "signatures": [{"sign": sign, "key": key} for sign, key in sorted(signs)],
                    "misfits": sum(map(count_misfits, records)),
                    "step": "" if records else "split",
                    "reason": "" if records else "no article found in the page",
                }
            )
    return _table(rows)


def _table(rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=_schema())


def _skipped(skip: Skip) -> dict[str, Any]:
    return {
        "source": skip.source, "page": "", "articles": 0, "characters": 0, "records": b"", "signatures": [],
        "misfits": 0, "step": skip.step, "reason": skip.reason,
    }  # fmt: skip


@cache
def _schema() -> Any:
    import pyarrow as pa

    return pa.schema(
        [
            ("source", pa.string()),
            ("page", pa.string()),
            ("articles", pa.int64()),
            ("characters", pa.int64()),
            ("records", pa.binary()),
            ("signatures", pa.list_(pa.struct([("sign", pa.string()), ("key", pa.string())]))),
            ("misfits", pa.int64()),
            ("step", pa.string()),
            ("reason", pa.string()),
        ]
    )
