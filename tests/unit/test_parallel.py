"""Builds on several processes: the same graph as on one, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg import pipeline
from kg.errors import AnalyzerError, ReadError, UsageError
from kg.model import Document, Skip
from kg.parallel import Records, build, choose_jobs, jobs, records
from kg.parallel.work import Said, Setup, Work
from kg.store import Change, Store, add_pages, init_store
from tests.formats import STORY, as_docx, as_text

ROOT = Path(__file__).parents[2]
PLACES = ("平凉市", "扬州市", "南京市", "呼伦贝尔市", "佛山市", "包头市", "通辽市", "赤峰市")

WORKER = """
import os, signal, time
from pathlib import Path

import kg.pipeline, kg.read
from kg.parallel import worker

here = Path({here!r})
extract, read = kg.pipeline.extract_documents, kg.read.read_file


def extract_documents(documents, analyzer):
    documents = list(documents)
    for document in documents:
        if "这一页段错误" in document.text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "这一页退出" in document.text:
            os._exit(7)
        if "这一页很慢" in document.text:
            (here / "slow").touch()
            while not (here / "go").exists():
                time.sleep(0.01)
        if "这一页只害一次" in document.text and not (here / "once").exists():
            (here / "once").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return extract(documents, analyzer)


def read_file(path, *arguments):
    if "读不得" in str(path):
        os.kill(os.getpid(), signal.SIGABRT)
    return read(path, *arguments)


kg.pipeline.extract_documents, kg.read.read_file = extract_documents, read_file
main = worker.main
"""
"""A worker that dies or dawdles over some pages."""


def make_pages(folder: Path, count: int, *more: str) -> Path:
    """A folder of so many pages, and one for each sentence more."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        place = PLACES[number % len(PLACES)]
        text = f"　　5月{number % 28 + 1}日，{place}公安局开展“护路{number}”专项行动，在国道设卡检查。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    for number, sentence in enumerate(more):
        text = f"　　3月{number + 1}日，{PLACES[number]}公安局召开会议。{sentence}。\n"
        (folder / f"x{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def frail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Workers of the kind above; the folder of their signs."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "frail_worker.py").write_text(WORKER.format(here=str(tmp_path)), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "code"))
    monkeypatch.setattr(records, "WORKER", "frail_worker")
    return tmp_path


def test_the_same_graph_and_report_on_any_number(tmp_path: Path) -> None:
    make_pages(tmp_path / "页", 70)
    (tmp_path / "页" / "空.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "页" / "坏.txt").write_bytes(bytes(range(256)))
    (tmp_path / "页" / "古.doc").write_bytes(b"\xd0\xcf")
    (tmp_path / "页" / "文.docx").write_bytes(as_docx(STORY))
    (tmp_path / "页" / "decisions.toml").write_text("", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "页" / "集.zip", "w") as archive:
        for number in range(70):
            archive.writestr(f"{number}.txt", as_text(STORY))
        archive.writestr("坏.txt", bytes(range(256)))
    paths = [tmp_path / "页", ROOT / "seeds"]
    one = pipeline.build(paths, published="2024-03-01")
    assert {Path(skip.source).name for skip in one[1].dropped} >= {"空.txt", "坏.txt", "古.doc"}
    for number in (2, 3):
        told: list[Document] = []
        many = build(paths, published="2024-03-01", jobs=number, progress=told.append)
        assert many == one
        assert sorted(page["source"] for page in one[1].documents) == sorted(document.source for document in told)
        assert sum(len(document.text) for document in told) == one[1].characters


def test_a_page_that_kills_its_worker_costs_no_other(frail: Path) -> None:
    pages = make_pages(frail / "页", 20, "这一页段错误", "这一页只害一次", "这一页退出")
    knowledge, report = build([pages], jobs=2)
    lost = {Path(skip.source).name: skip for skip in report.dropped if skip.step == "extract"}
    assert sorted(lost) == ["x0.txt", "x2.txt"]
    assert "SIGSEGV" in lost["x0.txt"].reason and "exit code 7" in lost["x2.txt"].reason
    for name in lost:
        (pages / name).unlink()
    assert (knowledge, report.documents) == ((alone := pipeline.build([pages]))[0], alone[1].documents)


def test_a_file_that_kills_its_reader_costs_no_other(frail: Path) -> None:
    pages = make_pages(frail / "页", 5)
    (pages / "读不得.txt").write_bytes(as_text(STORY))
    knowledge, report = build([pages], jobs=2)
    assert [(Path(s.source).name, s.step) for s in report.dropped] == [("读不得.txt", "read")]
    assert "SIGABRT" in report.dropped[0].reason
    (pages / "读不得.txt").unlink()
    assert knowledge == pipeline.build([pages])[0]


def test_a_slow_page_stops_no_other(frail: Path) -> None:
    pages = make_pages(frail / "页", 200, "这一页很慢")
    told: list[str] = []

    def after(document: Document) -> None:
        told.append(document.id)
        if len(told) == 150:  # all but what shares its piece of work
            (frail / "go").touch()

    knowledge, _ = build([pages], jobs=2, progress=after)
    assert (frail / "slow").exists() and len(told) == 201
    assert knowledge == pipeline.build([pages])[0]


def test_work_is_asked_for_only_as_it_is_done() -> None:
    asked = done = most = 0

    def works() -> Iterator[Work | Skip]:
        nonlocal asked
        for number in range(60):
            asked += 1
            page = Document(id=str(number), source=f"{number}.txt", text=f"平凉市公安局召开第{number}次会议。")
            yield Work(documents=(page,))

    with Records(Setup("lexicon"), 2) as crew:
        for one in crew.find(works()):
            assert isinstance(one, Said) and one.document is None
            done += 1
            most = max(most, asked - done)
    assert (asked, done) == (60, 60)
    assert most <= 2 * 2 + 2


def test_nothing_to_read_is_said_as_on_one(tmp_path: Path) -> None:
    for name in ("1.txt", "2.txt", "10.txt"):
        (tmp_path / name).write_text(f"{' ' * len(name)}\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "9.zip", "w") as archive:
        archive.writestr("空.txt", "")
    with pytest.raises(ReadError) as one:
        pipeline.build([tmp_path])
    with pytest.raises(ReadError) as many:
        build([tmp_path], jobs=2)
    assert str(many.value) == str(one.value)


def test_an_analyzer_that_is_not_there(tmp_path: Path) -> None:
    make_pages(tmp_path, 2)
    with pytest.raises(AnalyzerError) as one:
        pipeline.build([tmp_path], analyzer="hanlp:/nowhere")
    with pytest.raises(AnalyzerError) as many:
        build([tmp_path], analyzer="hanlp:/nowhere", jobs=2)
    assert str(many.value) == str(one.value)


def test_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "count_processors", lambda: 8)
    assert choose_jobs(None, jobs.LARGE, "lexicon") == 8
    assert choose_jobs(None, jobs.LARGE - 1, "lexicon") == choose_jobs(None, jobs.LARGE, "hanlp:x") == 1
    assert choose_jobs(3, 10, "hanlp:x") == 3
    for wrong in (0, -1, 10_000):
        with pytest.raises(UsageError, match="--jobs"):
            choose_jobs(wrong, 0, "lexicon")


def fill(store: Path, pages: Path, number: int) -> tuple[Change, bytes]:
    """Add pages to a new store; what was done, and the graph."""
    init_store(store, analyzer="lexicon")
    told: list[str] = []
    with Store(store, command="add") as opened:
        change = add_pages(opened, [pages], jobs=number, progress=lambda document: told.append(document.source))
    assert len(told) == change.added + len([skip for skip in change.skipped if skip.step == "extract"])
    with Store(store) as opened:
        knowledge, _ = opened.knowledge()
    return change, repr(knowledge).encode()


def test_a_store_is_the_same_on_any_number(tmp_path: Path) -> None:
    pages = make_pages(tmp_path / "页", 90)
    (pages / "又.txt").write_bytes((pages / "3.txt").read_bytes())  # a text that comes twice
    (pages / "空.txt").write_text(" \n", encoding="utf-8")
    one, three = fill(tmp_path / "一", pages, 1), fill(tmp_path / "三", pages, 3)
    assert one == three
    assert one[0].added == 91 and one[0].read == 90


def test_a_page_that_kills_its_worker_stays_out_of_the_store(frail: Path) -> None:
    pages = make_pages(frail / "页", 20, "这一页段错误", "这一页只害一次")
    change, graph = fill(frail / "店", pages, 2)
    assert [(Path(skip.source).name, skip.step) for skip in change.skipped] == [("x0.txt", "extract")]
    assert (change.added, change.pages, change.read) == (21, 21, 21)
    (pages / "x0.txt").unlink()
    assert fill(frail / "另", pages, 1)[1] == graph


def test_a_page_of_the_store_whose_new_version_kills_its_worker_stays(frail: Path) -> None:
    pages = make_pages(frail / "页", 3)
    _, before = fill(frail / "店", pages, 2)
    (pages / "1.txt").write_text("　　平凉市公安局召开会议。这一页段错误。\n", encoding="utf-8")
    with Store(frail / "店", command="add") as store:
        change = add_pages(store, [pages], jobs=2)
    assert (change.replaced, change.unchanged, len(change.skipped)) == (0, 2, 1)
    with Store(frail / "店") as store:
        assert repr(store.knowledge()[0]).encode() == before
        assert store.connection.execute("SELECT count(*) FROM text").fetchone() == (3,)


def workers_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(one) for task in tasks for one in task.read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks /proc for the workers")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_no_worker_outlives_an_interrupted_build(tmp_path: Path, number: int, code: int) -> None:
    pages = make_pages(tmp_path / "页", 3000)
    for page in pages.iterdir():
        page.write_text(page.read_text(encoding="utf-8") * 20, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(pages), "-o", str(tmp_path / "out"), "--jobs", "2"],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])},
        # A shell lets what it starts in the background ignore Ctrl-C, and so would the program.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stderr
    assert b"pages" in process.stderr.readline()
    workers = workers_of(process.pid)
    assert len(workers) == 2
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in errors
    assert not (tmp_path / "out").exists()
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline, "a worker is left"
        time.sleep(0.05)
