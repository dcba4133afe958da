"""A build on Ray Data: which reads, schedules, shuffles and does over what a dead worker had in hand.

Three stages, each of which leaves files that the next run finds, so that a build that died goes on:

1. `records/`: the pages are read by the engine's readers, wave by wave, and each says what its articles say.
2. `names`: signatures are grouped by key over all workers; the groups of more than one id say what is one thing.
3. `quads/`, `tables/`: records are cut into fragments, grouped by partition, put together and written.

The functions that run on workers are those of a build on one process; nothing here decides what a page says.
It is longer than a module should be: the stages share the engine's session, its folders and what resumes them.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec

from kg.engine.fragments import count_misfits, find_roots, keep_own, part_of, split_record
from kg.engine.parts import MANIFEST, Manifest, Part, write_part
from kg.errors import ReadError, UsageError
from kg.model import CLASSES, RELATIONS, Document, Skip
from kg.record import Record

WAVE = 20_000
"""Files between two states that a new run finds: so much work, at most, is done again."""
PART_PAGES = 5_000
"""Pages for which one partition is reckoned: some 60 MB of quads, put together in 400 MB of memory."""
_WORK = "work"
_PARQUET = ".parquet"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What decides what a build writes; a run only goes on with the work of one of the same plan."""

    files: str
    """A hash of the names of all files and their sizes."""
    rules: str
    analyzer: str
    published: str | None
    columns: dict[str, str]
    base: str
    parts: int
    tables: bool
    waves: int


def build(
    engine: str,
    paths: list[str],
    output: str,
    *,
    jobs: int | None = None,
    published: str | None = None,
    analyzer: str = "auto",
    columns: dict[str, str] | None = None,
    base: str = "",
    parts: int = 0,
    tables: bool = True,
    wave: int = WAVE,
) -> Manifest:
    """The manifest of a build that Ray has done; everything is written under `output`, which all machines must see.

    `engine` is `ray` (started here, with `jobs` workers) or `ray://HOST:PORT` (a cluster). Files are those of
    `kg build`, and Parquet files with the columns of tables. `parts` is the number of partitions.

    Raises: UsageError where Ray is not installed or people's verdicts are found; ReadError, AnalyzerError.
    """
    from kg.analyze import choose_analyzer, load_analyzer
    from kg.rdf.terms import check_base
    from kg.read import check_columns, parse_date
    from kg.schema import DEFAULT_BASE
    from kg.store.rules import rule_set

    analyzer, _ = choose_analyzer(analyzer)
    files, skips = _find(paths)
    listing = hashlib.sha256()
    for path, name in files:
        listing.update(f"{path}\0{name}\0{_size(path)}\n".encode("utf-8", "surrogatepass"))
    plan = Plan(
        files=listing.hexdigest(),
        rules=rule_set(load_analyzer(analyzer).name),
        analyzer=analyzer,
        published=parse_date(published, option=True) if published else None,
        columns=dict(check_columns(columns or {})),
        base=check_base(base) if base else DEFAULT_BASE,
        parts=parts or max(1, -(-len(files) // PART_PAGES)),
        tables=tables,
        waves=wave,
    )
    folder = Path(output).resolve()
    work = _prepare(folder, plan)
    ray = _start(engine, jobs)
    try:
        for number in range(-(-len(files) // wave)):
            _record_wave(ray, files[number * wave : (number + 1) * wave], work / f"records-{number:05d}", plan)
        names = _resolve(ray, work, plan)
        done = _assemble(ray, folder, work, names, plan)
        manifest = _summarize(work, done, plan, load_analyzer(analyzer).name, skips)
    finally:
        ray.shutdown()
    (folder / f".{MANIFEST}").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    (folder / f".{MANIFEST}").replace(folder / MANIFEST)
    shutil.rmtree(work, ignore_errors=True)
    return manifest


def _find(paths: list[str]) -> tuple[list[tuple[str, str]], list[Skip]]:
    """The files and the ids of their pages, in their order, and what was passed over."""
    from kg.decisions import find_decisions
    from kg.read import READERS
    from kg.read.find import find_files, name_pages

    if verdicts := find_decisions([Path(path) for path in paths]):
        raise UsageError(
            "builds on an engine don't know people's verdicts yet",
            source=str(verdicts[0]),
            remedy="build without --engine",
        )
    found = find_files(paths, frozenset((*READERS, _PARQUET)))
    files = [page for page in found if isinstance(page, Path)]
    names = name_pages(files)
    return [(str(file), names[file]) for file in files], [skip for skip in found if isinstance(skip, Skip)]


def _size(path: str) -> int:
    return Path(path).stat().st_size


def _prepare(folder: Path, plan: Plan) -> Path:
    """The folder for work under way; what another plan left behind is removed."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file, not a folder", source=str(folder), remedy="name a folder to write to")
    work, said = folder / _WORK, msgspec.json.encode(plan)
    before = (work / "plan.json").read_bytes() if (work / "plan.json").is_file() else b""
    if before != said:
        known = {_WORK, MANIFEST, "quads", "tables", "skipped.jsonl"}
        if folder.exists() and any(entry.name not in known for entry in folder.iterdir()):
            raise UsageError("there is something else here", source=str(folder), remedy="name a new or an empty folder")
        for name in known:
            shutil.rmtree(folder / name, ignore_errors=True)
            if (folder / name).is_file():
                (folder / name).unlink()
        work.mkdir(parents=True)
        (work / "plan.json").write_bytes(said)
    return work


def _start(engine: str, jobs: int | None) -> Any:
    if engine != "ray" and not engine.startswith("ray://"):
        raise UsageError(f"no engine “{engine}”", place="--engine", remedy="ray, or ray://HOST:PORT")
    # Nobody is told that it runs, and nobody can look in from outside.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError as error:
        raise UsageError("the engine is not installed", place="--engine", remedy="pip install 'kg[ray]'") from error
    from kg.parallel import count_processors

    path = os.pathsep.join(entry for entry in sys.path if entry)
    options: dict[str, Any] = {
        "runtime_env": {"env_vars": {"PYTHONPATH": path}},
        "log_to_driver": False,
        "logging_level": logging.WARNING,
    }
    if engine == "ray":
        options |= {"num_cpus": jobs or count_processors(), "include_dashboard": False}
    else:
        options |= {"address": engine}
    ray.init(**options)
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    ray.data.DataContext.get_current().enable_progress_bars = False
    return ray


@cache
def _analyzer(name: str) -> Any:
    """The analyzer of a worker, loaded once in its life."""
    from kg.analyze import load_analyzer

    return load_analyzer(name)


def _record_wave(ray: Any, files: list[tuple[str, str]], target: Path, plan: Plan) -> None:
    """Stage 1: what the pages of some files say, as Parquet in `target`, whole or not at all."""
    if target.is_dir():
        return
    temporary = target.with_name(f".{target.name}")
    shutil.rmtree(temporary, ignore_errors=True)
    names = dict(files)
    tables = [path for path, _ in files if path.lower().endswith(_PARQUET)]
    for path in tables:
        _check_table(path, plan)
    rest = [path for path, _ in files if not path.lower().endswith(_PARQUET)]
    shared = ray.put({os.path.abspath(path): (path, name) for path, name in names.items()})  # noqa: PTH100
    made = []
    if rest:
        made.append(
            ray.data.read_binary_files(rest, include_paths=True).map_batches(
                _record_files, batch_size=64, batch_format="pyarrow", fn_args=(shared, plan)
            )
        )
    if tables:
        made.append(
            ray.data.read_parquet(tables, include_paths=True).map_batches(
                _record_rows, batch_size=256, batch_format="pyarrow", fn_args=(shared, plan)
            )
        )
    first, *others = made
    dataset = first.union(*others) if others else first
    dataset.write_parquet(str(temporary))
    temporary.rename(target)


def _check_table(path: str, plan: Plan) -> None:
    """Rows come in any order and in any pieces, so that only a column of ids can tell them apart.

    Raises: ReadError.
    """
    import pyarrow.parquet as parquet

    from kg.read.tables import ROLES

    names = {name.lower() for name in parquet.read_schema(path).names}
    for role in ("id", "text"):
        wanted = {plan.columns[role].lower()} if role in plan.columns else set(ROLES[role])
        if not wanted & names:
            raise ReadError(
                f"no column of {'ids' if role == 'id' else 'text'}", source=path, remedy=f"name it: --column {role}=…"
            )


def _record_files(batch: Any, shared: Any, plan: Plan) -> Any:
    """Rows of what files say, given their bytes."""
    from io import BytesIO

    import ray

    from kg.read import File, printable, to_documents
    from kg.read.formats import read_parts

    known = ray.get(shared) if isinstance(shared, ray.ObjectRef) else shared

    def pages() -> Iterator[Document | Skip]:
        for path, content in zip(batch["path"].to_pylist(), batch["bytes"].to_pylist(), strict=True):
            given, name = known[path]
            source = printable(Path(given))
            file = File(name=source, open=partial(BytesIO, content), columns=plan.columns)
            yield from to_documents(read_parts(file), source, name, Path(given), plan.published)

    return _rows(pages(), plan)


def _record_rows(batch: Any, shared: Any, plan: Plan) -> Any:
    """Rows of what the rows of Parquet files say: they are read as JSON Lines of the same columns would be."""
    from io import BytesIO

    import ray

    from kg.read import File, printable, to_documents
    from kg.read.tables import read_jsonl

    known = ray.get(shared) if isinstance(shared, ray.ObjectRef) else shared
    lines: dict[str, list[bytes]] = {}
    for row in batch.to_pylist():
        path = os.path.abspath(row.pop("path"))  # noqa: PTH100
        row = {name: value if isinstance(value, list) or value is None else str(value) for name, value in row.items()}
        lines.setdefault(path, []).append(msgspec.json.encode(row) + b"\n")

    def pages() -> Iterator[Document | Skip]:
        for path, some in lines.items():
            given, name = known[path]
            source = printable(Path(given))
            file = File(name=source, open=partial(BytesIO, b"".join(some)), columns=plan.columns)
            yield from to_documents(read_jsonl(file), source, name, Path(given), plan.published)

    return _rows(pages(), plan)


def _rows(pages: Iterable[Document | Skip], plan: Plan) -> Any:
    """A table of what pages say: a row a page, or one that says why there is nothing."""
    import pyarrow as pa

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


def _recorded(ray: Any, work: Path, columns: list[str]) -> Any:
    return ray.data.read_parquet(_folders(work)).select_columns(columns)


def _folders(work: Path) -> list[str]:
    return [str(one) for one in sorted(work.glob("records-*"))]


def _resolve(ray: Any, work: Path, plan: Plan) -> dict[str, str]:
    """Stage 2: ids → the id that stands for them, as `kg.resolve` says it of all pages."""
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
    names = resolution.names()
    target.with_name(".names").write_bytes(msgspec.msgpack.encode(names))
    target.with_name(".names").replace(target)
    return names


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


def _assemble(ray: Any, folder: Path, work: Path, names: dict[str, str], plan: Plan) -> list[Part]:
    """Stage 3: every partition put together and written; those that an earlier run has written stay."""
    (work / "parts").mkdir(exist_ok=True)
    before = {int(done.stem) for done in (work / "parts").glob("*.json")}
    if len(before) < plan.parts:
        shared = ray.put(names)
        (
            _recorded(ray, work, ["source", "records", "articles"])
            .map_batches(_cut, batch_size=256, batch_format="pyarrow", fn_args=(shared, plan.parts, before))
            .groupby("part", num_partitions=plan.parts)
            .map_groups(_write_group, batch_format="pyarrow", fn_args=(shared, str(folder), str(work), plan))
            .materialize()
        )
    done = [msgspec.json.decode(one.read_bytes(), type=Part) for one in sorted((work / "parts").glob("*.json"))]
    missing = set(range(plan.parts)) - {part.number for part in done}
    for number in sorted(missing):  # nothing belongs to it
        done.append(_write(number, [], {}, folder, work, plan))
    return sorted(done, key=lambda part: part.number)


def _cut(batch: Any, shared: Any, parts: int, done: set[int]) -> Any:
    import pyarrow as pa
    import ray

    names = ray.get(shared) if isinstance(shared, ray.ObjectRef) else shared
    roots = find_roots(names)
    rows = []
    for source, packed in zip(batch["source"].to_pylist(), batch["records"].to_pylist(), strict=True):
        if not packed:
            continue
        fragments: dict[int, list[Record]] = {}
        for record in msgspec.msgpack.decode(zlib.decompress(packed), type=list[Record]):
            for part, fragment in split_record(record, roots, parts):
                if part not in done:
                    fragments.setdefault(part, []).append(fragment)
        for part, some in sorted(fragments.items()):
            rows.append({"part": part, "source": source, "fragments": zlib.compress(msgspec.msgpack.encode(some), 1)})
    schema = pa.schema([("part", pa.int64()), ("source", pa.string()), ("fragments", pa.binary())])
    return pa.Table.from_pylist(rows, schema=schema)


def _write_group(group: Any, shared: Any, folder: str, work: str, plan: Plan) -> Any:
    import pyarrow as pa
    import ray

    names = ray.get(shared) if isinstance(shared, ray.ObjectRef) else shared
    number = group["part"][0].as_py()
    rows = list(zip(group["source"].to_pylist(), group["fragments"].to_pylist(), strict=True))
    part = _write(number, rows, names, Path(folder), Path(work), plan)
    return pa.table({"part": [number], "quads": [part.quads]})


def _write(
    number: int, rows: list[tuple[str, bytes]], names: dict[str, str], folder: Path, work: Path, plan: Plan
) -> Part:
    from kg.assemble import Assembler
    from kg.pipeline import few_collections

    with few_collections():
        assembler = Assembler()
        for source, packed in sorted(rows):
            for record in msgspec.msgpack.decode(zlib.decompress(packed), type=list[Record]):
                assembler.add(record, source)
        roots = find_roots(names)
        knowledge = keep_own(assembler.finish(names), roots, number, plan.parts)
        part = write_part(knowledge, folder, number, plan.base, tables=plan.tables, dropped=0)
    done = work / "parts" / f"{number:05d}.json"
    done.with_name(f".{done.name}").write_bytes(msgspec.json.encode(part))
    done.with_name(f".{done.name}").replace(done)
    return part


def _summarize(work: Path, parts: list[Part], plan: Plan, analyzer: str, skips: list[Skip]) -> Manifest:
    """The manifest, and `skipped.jsonl` with what could not be read or holds no article."""
    import pyarrow.dataset

    columns = ["source", "page", "articles", "characters", "misfits", "step", "reason"]
    pages = articles = characters = misfits = 0
    lost = list(skips)
    tables = [pyarrow.dataset.dataset(folder, format="parquet") for folder in _folders(work)]
    for batch in pyarrow.dataset.dataset(tables).to_batches(columns=columns):
        for row in batch.to_pylist():
            pages += bool(row["page"])
            articles, characters = articles + row["articles"], characters + row["characters"]
            misfits += row["misfits"]
            if row["step"]:
                lost.append(Skip(source=row["source"], step=row["step"], reason=row["reason"]))
    if not pages and lost:
        raise ReadError("not one page can be read", source=lost[-1].source, remedy="give at least one page of text")
    lines = sorted(msgspec.json.encode(skip) for skip in lost)
    (work.parent / "skipped.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    return Manifest(
        analyzer=analyzer,
        base=plan.base,
        pages=pages,
        articles=articles,
        characters=characters,
        entities={name: sum(part.entities[name] for part in parts) for name in (*CLASSES, "Article")},
        relations={name: sum(part.relations[name] for part in parts) for name in (*RELATIONS, "mentions")},
        quads=sum(part.quads for part in parts),
        skipped=len(lost),
        dropped=misfits,
        parts=tuple(parts),
    )
