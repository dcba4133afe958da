"""Builds on an engine: partitions that are the graph when put together, and Ray itself where it is installed."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import kg
from kg.analyze import load_analyzer
from kg.assemble import Assembler
from kg.cli import app
from kg.engine import build_on, collect_nquads, merge, read_manifest, session
from kg.engine import parts as written_parts
from kg.engine.cut import Cutter, Saying, count_misfits, part_of
from kg.engine.merge import Content, put_together
from kg.engine.parts import Manifest, write_part
from kg.engine.plan import Plan
from kg.engine.records import record_wave
from kg.engine.sources import find_sources
from kg.errors import GraphError, ReadError, UsageError
from kg.model import Document, Entity, Fact, Knowledge
from kg.pipeline import build, record_pages
from kg.rdf import to_nquads
from kg.rdf.quads import to_graphs
from kg.read import read_documents
from kg.record import Record
from kg.resolve import Resolution
from kg.tables import to_tables

ROOT = Path(__file__).parents[2]
PLACES = ("平凉市", "扬州市", "南京市", "呼伦贝尔市", "佛山市", "包头市", "通辽市", "赤峰市")


def make_pages(folder: Path, count: int) -> Path:
    """So many pages of three sentences each, with agencies that several of them name in several ways."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        place = PLACES[number % len(PLACES)]
        text = (
            f"　　5月{number % 28 + 1}日，{place}公安局开展“护路{number % 97}”专项行动，在国道设卡检查。\n\n"
            f"　　{place}公安局交警支队民警王建军说，行动查处超载车辆{number}起。\n\n"
            f"　　市公安局联合{place}交通运输局召开推进会，部署下一步工作。\n"
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def split_lines(quads: str) -> list[str]:
    """The lines, sorted; no other break of lines that a label may hold ends one."""
    return sorted(f"{line}\n" for line in quads.split("\n") if line)


class Here:
    """What is asked of an engine but its data sets, done in this process."""

    class _Task:
        def __init__(self, step: Callable[..., Any]) -> None:
            self.remote = step

    def put(self, value: Any) -> Any:
        return value

    def get(self, values: list[Any]) -> list[Any]:
        return values

    def remote(self, max_retries: int) -> Callable[[Callable[..., Any]], Any]:
        assert max_retries == -1
        return self._Task


def collect_lines(folder: Path) -> list[str]:
    """The lines of all parts in a folder, sorted, each once; within a part they are sorted already."""
    lines: set[str] = set()
    for path in folder.glob("quads/*.nq.gz"):
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            own = stream.readlines()
        assert own == sorted(own)
        lines.update(own)
    return sorted(lines)


def single(pages: Path) -> list[str]:
    """The sorted lines of `graph.nq` of a build on one process."""
    return split_lines(to_nquads(build([pages], published="2024-03-01")[0]))


@pytest.fixture(scope="module")
def records() -> list[tuple[str, Record]]:
    documents = [page for page in read_documents([ROOT / "seeds"]) if isinstance(page, Document)]
    found = []
    for page, some in zip(documents, record_pages(documents, load_analyzer("lexicon")), strict=True):
        assert isinstance(some, list)
        found += [(page.source, record) for record in some]
    return found


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_partitions_put_together_are_the_graph(
    records: list[tuple[str, Record]], parts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for module, name in ((merge, "HELD"), (written_parts, "_LINES"), (written_parts, "_VALUES")):
        monkeypatch.setattr(module, name, 100)  # so that each partition comes in many parts
    whole, resolution = Assembler(), Resolution()
    for source, record in records:
        whole.add(record, source)
        resolution.add(record.signatures.items())
    names = resolution.names()
    # Names that lead on from one to another, as no page of the sample has them.
    agencies = sorted({key for _, record in records for key, type_, *_ in record.things if type_ == "Agency"})
    names |= {agencies[0]: agencies[1], agencies[1]: agencies[2]}
    expected = whole.finish(names)
    shuffled = random.Random(parts).sample(records, len(records))
    cutter = Cutter(names, parts)
    cuts = [cutter.cut(shuffled[start : start + 20]) for start in range(0, len(shuffled), 20)]
    entities: list[Entity] = []
    facts: list[Fact] = []
    written = []
    for part in range(parts):
        found = put_together((cut[part] for cut in cuts if part in cut), tmp_path / f"scratch{part}", names.values())
        entities += found.entities()
        facts += [saying.fact for saying in found.facts()]
        written.append(write_part(found, tmp_path, part, "https://a.example/", tables=True))
    assert Knowledge(tuple(sorted(entities)), tuple(sorted(facts))) == Knowledge(
        tuple(sorted(expected.entities)), tuple(sorted(expected.facts))
    )
    assert collect_lines(tmp_path) == split_lines(to_nquads(expected, "https://a.example/"))
    assert sum(sum(part.entities.values()) for part in written) == len(expected.entities)
    for name, table in to_tables(expected, "https://a.example/").items():
        rows = [row for path in tmp_path.glob(f"tables/{name}/*") for row in parquet.read_table(path).to_pylist()]
        joined = set(names.values())  # what these are called at last, only their own partition knows
        for row in (*rows, *(whole_rows := table.to_pylist())):
            ends = (("entity", "label"), ("subject", "subject_label"), ("object", "object_label"))
            row.update({label: "" for end, label in ends if row.get(end) in joined})
        assert sorted(map(repr, rows)) == sorted(map(repr, whole_rows))
    assert sum(count_misfits(record) for _, record in records) == len(whole.dropped)


def test_every_partition_gets_something() -> None:
    assert {part_of(f"agency/{number}", 4) for number in range(100)} == {0, 1, 2, 3}


def test_what_is_no_engine_and_no_result(tmp_path: Path) -> None:
    make_pages(tmp_path / "页", 1)
    with pytest.raises(UsageError, match="no engine “spark”"):
        build_on("spark", [str(tmp_path / "页")], str(tmp_path / "out"))
    with pytest.raises(GraphError, match="no manifest"):
        read_manifest(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="something else"):
        build_on("ray", [str(tmp_path / "页")], str(tmp_path / "mine"))
    assert (tmp_path / "mine" / "thesis.txt").exists()


@pytest.fixture(scope="module")
def started() -> Iterator[None]:
    """Ray with two workers, started and ended once for all tests here: that takes longer than most of what they do."""
    pytest.importorskip("ray")
    ray = session.start("ray", 2)
    yield
    ray.shutdown()


@pytest.fixture
def engine(started: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds find Ray started, and leave it so."""

    class Kept:
        def shutdown(self) -> None:
            pass

    def start(engine: str, jobs: int | None, gpus: float | None) -> Kept:
        assert (engine, jobs, gpus) == ("ray", 2, None)
        return Kept()

    monkeypatch.setattr(session, "start", start)


def on_ray(pages: list[Path], output: Path, **options: object) -> Manifest:
    return build_on(
        "ray", list(map(str, pages)), str(output), jobs=2, published="2024-03-01", parts=3, tables=False, **options
    )


def workers() -> list[int]:
    """The processes of Ray's workers that do something or wait for it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if line.startswith(b"ray::"):
            found.append(int(entry.name))
    return found


def kill_one(name: bytes, there: Path, killed: list[bytes]) -> None:
    """Kill one worker that does what is called so, once a file or folder is there."""
    end = time.monotonic() + 900
    while time.monotonic() < end:
        for pid in workers() if there.exists() else ():
            line = Path(f"/proc/{pid}/cmdline").read_bytes() if Path(f"/proc/{pid}").exists() else b""
            if name in line:
                os.kill(pid, signal.SIGKILL)
                killed.append(name)
                return
        time.sleep(0.02)


@pytest.mark.slow
def test_ray_on_twenty_thousand_pages_although_workers_are_killed(tmp_path: Path, engine: None) -> None:
    pages = make_pages(tmp_path / "页", 400)
    for number in range(400, 20_000):  # short ones, which are read and put together as any
        text = f"　　{PLACES[number % len(PLACES)]}公安局开展“护路{number % 97}”专项行动。\n"
        (pages / f"{number}.txt").write_text(text, encoding="utf-8")
    (pages / "坏.txt").write_bytes(bytes(range(256)))
    work = tmp_path / "out" / "work"
    killed: list[bytes] = []
    killers = [
        # One amid the second wave of pages, one amid the writing of partitions.
        threading.Thread(target=kill_one, args=(b"record_files", work / "records-00000", killed), daemon=True),
        threading.Thread(target=kill_one, args=(b"_write_one", work / "cuts", killed), daemon=True),
    ]
    for killer in killers:
        killer.start()
    manifest = on_ray([pages], tmp_path / "out", wave=8_000)
    assert killed == [b"record_files", b"_write_one"]
    knowledge, report = build([pages], published="2024-03-01")
    assert (manifest.pages, manifest.articles, manifest.characters) == (20_000, report.articles, report.characters)
    assert manifest.entities == report.entities
    assert sum(manifest.relations.values()) == len(knowledge.facts)
    expected = sorted(
        f"{s} {p} {o} {graph} .\n".encode() if graph else f"{s} {p} {o} .\n".encode()
        for graph, triples in to_graphs(knowledge)
        for s, p, o in triples
    )
    assert manifest.quads >= len(expected) > 1_500_000
    # Not one beside the other in memory: both are hundreds of MB.
    assert all(line.encode() == one for line, one in zip(collect_nquads(tmp_path / "out"), expected, strict=True))
    skips = [json.loads(line) for line in (tmp_path / "out" / "skipped.jsonl").read_text("utf-8").splitlines()]
    assert [Path(skip["source"]).name for skip in skips] == ["坏.txt"]
    assert not work.exists()


@pytest.mark.slow
def test_a_run_that_died_goes_on(tmp_path: Path, engine: None) -> None:
    pages = make_pages(tmp_path / "页", 300)
    code = (
        "import sys; from kg.engine import build_on\n"
        f"build_on('ray', [{str(pages)!r}], {str(tmp_path / 'out')!r}, jobs=2, published='2024-03-01', parts=3,"
        " tables=False, wave=100)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}
    )
    first = tmp_path / "out" / "work" / "records-00000"
    deadline = time.monotonic() + 300
    while not first.is_dir() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert first.is_dir()
    made = {path: path.stat().st_mtime_ns for path in first.iterdir()}
    time.sleep(2)  # its Ray notices that it has gone
    seen: dict[Path, int] = {}

    def look() -> None:
        while not (tmp_path / "out" / "manifest.json").exists():
            seen.update({path: path.stat().st_mtime_ns for path in made if path.exists()})
            time.sleep(0.1)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    on_ray([pages], tmp_path / "out", wave=100)
    watcher.join(10)
    assert seen == made
    assert list(collect_nquads(tmp_path / "out")) == single(pages)


@pytest.mark.slow
def test_ray_reads_parquet_as_json_lines(tmp_path: Path, engine: None) -> None:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    pages = make_pages(tmp_path / "页", 40)
    rows = [
        {"编号": path.stem, "标题": f"第{path.stem}次会议", "正文": path.read_text(encoding="utf-8")}
        for path in sorted(pages.iterdir())
    ]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "集.parquet")
    (tmp_path / "集.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    on_ray([tmp_path / "集.parquet"], tmp_path / "out")
    expected = [line.replace("集.jsonl", "集.parquet") for line in single(tmp_path / "集.jsonl")]
    got = list(collect_nquads(tmp_path / "out"))
    # Spans are named by a hash of their source too, which is called otherwise.
    assert len(got) == len(expected)
    assert [
        line for line in got if "/span/" not in line and "/statement/" not in line and "/selector/" not in line
    ] == [
        line
        for line in sorted(expected)
        if "/span/" not in line and "/statement/" not in line and "/selector/" not in line
    ]


def test_a_table_without_ids(tmp_path: Path) -> None:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pa.Table.from_pylist([{"text": "无"}]), tmp_path / "无.parquet")
    plan = Plan(
        files="", rules="", analyzer="lexicon", published=None, columns={}, base="", parts=1, tables=False, waves=1,
        decisions="",
    )  # fmt: skip
    sources, _ = find_sources([str(tmp_path / "无.parquet")])
    with pytest.raises(ReadError, match="no column of ids"):
        record_wave(None, sources, tmp_path / "out", plan)  # before anything is asked of the engine


@pytest.mark.slow
def test_on_the_command_line(tmp_path: Path, engine: None) -> None:
    make_pages(tmp_path / "页", 10)
    result = CliRunner().invoke(
        app, ["build", str(tmp_path / "页"), "-o", str(tmp_path / "out"), "--engine", "ray", "-j", "2"]
    )
    assert result.exit_code == 0, result.stdout
    assert "quads" in result.stdout and (tmp_path / "out" / "manifest.json").exists()


def test_a_partition_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Saying]:
        raise OSError(28, "No space left on device")
        yield

    content = Content(entities=tuple, facts=broken, labels={})
    with pytest.raises(OSError, match="No space"):
        write_part(content, tmp_path, 1, "https://a.example/", tables=False)
    assert not list(tmp_path.rglob("*.*"))
