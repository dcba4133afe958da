"""Whatever is given ends in a listed, explained skip or in a graph: never in a traceback, a hang or a lost export."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from kg.errors import ReadError
from kg.extract import EXTRACTORS
from kg.extract.draft import Draft
from kg.lexicon import Lexicon
from kg.model import Document, Skip
from kg.pipeline import build, build_documents
from kg.rdf import from_rdf, to_rdf
from kg.read import READERS, find_pages, read_documents
from kg.read.part import MOST_BYTES
from kg.write import write_files
from tests.formats import STORY, WRITERS, Story, as_docx, as_text
from tests.pages import labels, page, read

ROOT = Path(__file__).parents[2]
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")


def run(*arguments: object, cwd: Path, shell: str = "", env: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Exit code, output and errors of `kg`; `shell` goes behind the command, such as a redirection."""
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    if shell:
        command = ["bash", "-c", f'"$@" {shell}', "bash", *command]
    done = subprocess.run(
        command, capture_output=True, cwd=cwd, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def give(folder: Path, name: str, data: bytes) -> list[Document | Skip]:
    """What is read of a file, beside a good page, which is always read."""
    (folder / name).write_bytes(data)
    (folder / "好.txt").write_bytes(as_text(STORY))
    found = list(read_documents([folder]))
    assert "好" in [d.id for d in found if isinstance(d, Document)]
    rest = [f for f in found if not (isinstance(f, Document) and f.id == "好")]
    assert rest, "neither a page nor a skip"
    assert all(len(s.reason) > 5 for s in rest if isinstance(s, Skip))
    _, report = build_documents(rest)
    assert not any(skip.step == "extract" for skip in report.dropped)
    return rest


@pytest.mark.parametrize("suffix", READERS)
def test_empty(tmp_path: Path, suffix: str) -> None:
    [skip] = give(tmp_path, f"空{suffix}", b"")
    assert isinstance(skip, Skip)


@pytest.mark.parametrize("suffix", READERS)
def test_binary(tmp_path: Path, suffix: str) -> None:
    assert all(isinstance(found, Skip) for found in give(tmp_path, f"坏{suffix}", Random(7).randbytes(5000)))


@pytest.mark.parametrize("tenths", [1, 3, 5, 7, 9])
@pytest.mark.parametrize("suffix", WRITERS)
def test_truncated(tmp_path: Path, suffix: str, tenths: int) -> None:
    data = WRITERS[suffix](STORY)
    give(tmp_path, f"断{suffix}", data[: len(data) * tenths // 10])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("suffix", WRITERS)
def test_flipped_bytes(tmp_path: Path, suffix: str, seed: int) -> None:
    random = Random(seed)
    data = bytearray(WRITERS[suffix](STORY))
    for _ in range(1 + seed):
        data[random.randrange(len(data))] = random.randrange(256)
    give(tmp_path, f"坏{suffix}", bytes(data))


@pytest.mark.parametrize("suffix", WRITERS)
def test_nul_bytes_and_broken_utf8_in_the_middle(tmp_path: Path, suffix: str) -> None:
    data = WRITERS[suffix](STORY)
    for piece in (b"\0\0\0", b"\xff\xfe\xfa", b"\xe5\x85"):
        give(tmp_path, f"坏{suffix}", data[: len(data) // 2] + piece + data[len(data) // 2 :])


@pytest.mark.parametrize("suffix", [s for s in READERS if s not in PICTURES])
def test_two_hundred_megabytes_of_one_line(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"长{suffix}"
    with path.open("wb") as stream:
        stream.write({".pdf": b"%PDF-1.4", ".docx": b"PK\3\4", ".epub": b"PK\3\4", ".zip": b"PK\3\4"}.get(suffix, b"a"))
        stream.truncate(200 << 20)  # with holes: no disk is filled
    with pytest.raises(ReadError, match=r"larger than|broken|no column"):
        list(read_documents([path]))


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = b" " * (MOST_BYTES + 1)
    with zipfile.ZipFile(tmp_path / "一.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("页.txt", zeros)
        archive.writestr("好.txt", as_text(STORY))
    found = list(read_documents([tmp_path / "一.zip"]))
    assert [s.reason for s in found if isinstance(s, Skip)] == ["larger than 64 MB (split it into its pages)"]
    assert len(found) == 2
    # The directory says that the member is small: zipfile reads so much of it, and its checksum fails.
    data = (tmp_path / "一.zip").read_bytes().replace((MOST_BYTES + 1).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    (tmp_path / "一.zip").write_bytes(data)
    found = list(read_documents([tmp_path / "一.zip"]))
    assert "broken in the archive" in next(s.reason for s in found if isinstance(s, Skip))
    monkeypatch.setattr("kg.read.archive.MOST_BYTES", 1 << 16)
    with zipfile.ZipFile(tmp_path / "多.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}.txt", b" " * (1 << 21))
    with pytest.raises(ReadError, match="expands as no archive"):
        list(read_documents([tmp_path / "多.zip"]))


def test_bombs_in_documents_and_books(tmp_path: Path) -> None:
    zeros = b" " * (MOST_BYTES + 1)
    for name, member in (("页.docx", "word/document.xml"), ("页.epub", "META-INF/container.xml")):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, zeros)
        with pytest.raises(ReadError, match="larger"):
            list(read_documents([tmp_path / name]))


def test_deeply_nested_markup(tmp_path: Path) -> None:
    deep = b"<div>" * 50_000 + "公安局发布通告。".encode() + b"</div>" * 50_000
    for name, data in (
        ("页.html", b"<html><body>" + deep),
        ("页.xml", b"<nitf>" + deep + b"</nitf>"),
        ("页.jsonl", b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
    ):
        give(tmp_path, name, data)
        (tmp_path / name).unlink()


def test_an_archive_whose_directory_lies(tmp_path: Path) -> None:
    good = WRITERS[".zip"](STORY)
    at = good.index(b"PK\1\2")
    for place in range(at, len(good)):  # every byte of the directory
        for value in (0, 255):
            data = bytearray(good)
            data[place] = value
            (tmp_path / "页.zip").write_bytes(data)
            try:
                found = list(read_documents([tmp_path / "页.zip"]))
            except ReadError as error:
                assert "please report" not in str(error)
            else:
                assert not any("please report" in f.reason for f in found if isinstance(f, Skip))


def test_a_locked_document(tmp_path: Path) -> None:
    data = bytearray(WRITERS[".zip"](STORY))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 1)
    [skip] = give(tmp_path, "锁.zip", bytes(data))
    assert isinstance(skip, Skip)
    assert "password" in skip.reason


def test_a_file_that_vanishes_while_others_are_read(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes(as_text(STORY))
    found = read_documents([tmp_path])
    first = next(found)
    (tmp_path / "1.txt").unlink()
    second, third = found
    assert isinstance(first, Document)
    assert isinstance(second, Skip)
    assert second.reason == "No such file or directory"
    assert isinstance(third, Document)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here that even the superuser can't read")
def test_a_file_that_fails_while_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "页.txt").symlink_to("/proc/self/mem")
    (tmp_path / "好.txt").write_bytes(as_text(STORY))
    [skip] = [f for f in read_documents([tmp_path]) if isinstance(f, Skip)]
    assert skip.reason == "Input/output error"


def test_a_folder_called_like_a_page(tmp_path: Path) -> None:
    (tmp_path / "页.txt").mkdir()
    (tmp_path / "页.txt" / "内.pdf").mkdir()
    (tmp_path / "页.txt" / "好.txt").write_bytes(as_text(STORY))
    [document] = read_documents([tmp_path])
    assert isinstance(document, Document)


INVISIBLE = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2067", "\u200f")


@pytest.mark.parametrize("char", INVISIBLE, ids=lambda char: f"U+{ord(char):04X}")
def test_characters_that_nobody_sees_hide_nothing(char: str) -> None:
    text = "扬州市公安局启动行动\n\n　　扬州讯 2月20日，扬州市公安局交警支队检查商铺28家。\n（王小明）\n"
    strewn = "".join(c + char if c in "州安警，8。明" else c for c in text)
    plain, other = read(text), read(strewn)
    assert [e.id for e in other.entities if e.type != "Article"] == [
        e.id for e in plain.entities if e.type != "Article"
    ]
    assert not any(char in label for e in other.entities for label in (e.label, *e.aliases))
    assert labels(other, "Person") == ["王小明"]


@pytest.mark.parametrize(
    "text",
    [
        "\ue000\ue001公安局\ue002发布。\n", "公安局\x1b[2J发布。\n", "公\u0301安\u0301局\u0301。\n",
        "\U000e0041公安局。\n",
        "公安局\r发布\r\n通告\u2028今天\x85明天。", "\ufdd0\uffff公安局\U0010ffff。", "👨‍👩‍👧‍👦公安局👮🏽‍♀️。\n",
        "\n" * 5000, "　" * 5000 + "。", "#" * 5000, "*" * 5000, "（" * 2000, "“" * 2000, "）" * 2000 + "\n",
        "|" * 3000,
        "\t" * 3000 + "局",
    ],
)  # fmt: skip
def test_strange_characters_go_through(text: str) -> None:
    knowledge, _ = build_documents([page(text)])
    assert from_rdf(to_rdf(knowledge)) == knowledge


@pytest.mark.parametrize("suffix", [".txt", ".md", ".csv", ".html", ".xml"])
def test_mixed_line_ends(tmp_path: Path, suffix: str) -> None:
    """The same page with one kind of line ends, and with all kinds in turn."""
    encoding = "gb18030" if suffix == ".csv" else "utf-8"
    for name, ends in (("一", ["\n"]), ("多", ["\r\n", "\n", "\r"])):
        lines = WRITERS[suffix](STORY).decode(encoding).splitlines()
        text = "".join(line + ends[n % len(ends)] for n, line in enumerate(lines))
        (tmp_path / name).mkdir()
        (tmp_path / name / f"页{suffix}").write_bytes(text.encode(encoding))
    one, mixed = (build([tmp_path / name])[0] for name in "一多")
    assert len(one.entities) > 5
    assert [(e.id, e.label) for e in mixed.entities] == [(e.id, e.label) for e in one.entities]
    assert [(f.subject, f.predicate, f.object) for f in mixed.facts] == [
        (f.subject, f.predicate, f.object) for f in one.facts
    ]


HOSTILE = (
    "</script><script>alert(1)</script>", "“市局”\"\"\"\\", "<img src=x onerror=alert(1)>", "${jndi:ldap://a}",
    "{{7*7}}", "'; DROP TABLE pages; --", "=cmd|' /C calc'!A0", "javascript:alert(1)", "]]>", "&lt;b&gt;",
    "%00%0d%0a", "\u2028\\u2029", "http://a.example/><x>", "{} ^ ` | \\ <>",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_headlines_stay_text(tmp_path: Path, words: str) -> None:
    text = f"扬州市公安局{words}启动行动\n\n　　扬州讯 2月20日，扬州市公安局开展“{words}”行动。\n（王小明）\n"
    for name in (words.replace("/", "").replace("\0", "")[:40], "页"):
        knowledge, report = build_documents([page(text, name)])
        write_files(knowledge, tmp_path, report=report)
        assert from_rdf(tmp_path) == knowledge
        view = (tmp_path / "graph.html").read_text(encoding="utf-8")
        for tag in ("<script>alert", "<img src=x"):
            assert tag not in view
        json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "页.txt").write_bytes(as_text(STORY))
    return tmp_path


def test_strict_is_1_and_writes_nothing(corpus: Path) -> None:
    (corpus / "seeds" / "断.pdf").write_bytes(b"%PDF-1.4")
    (corpus / "seeds" / "空.csv").touch()
    code, _, errors = run("build", "seeds", "-o", "out", "--strict", "-q", cwd=corpus)
    assert code == 1
    assert errors.count("\n") == 3
    assert "断.pdf: this PDF is broken" in errors
    assert "Traceback" not in errors
    assert not (corpus / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE as Linux has it")
def test_a_full_disk_leaves_the_old_graph(corpus: Path) -> None:
    assert run("build", "seeds", "-o", "out", "-q", cwd=corpus)[0] == 0
    before = {path.name: path.read_bytes() for path in (corpus / "out").iterdir()}
    (corpus / "seeds" / "又.txt").write_bytes(as_text(STORY).replace("扬州".encode(), "镇江".encode()))
    limit = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000)); sys.argv[0] = 'kg';"
    command = [sys.executable, "-c", f"{limit} runpy.run_module('kg', run_name='__main__')"]
    done = subprocess.run(
        [*command, "build", "seeds", "-o", "out", "-q"],
        capture_output=True,
        cwd=corpus,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 2
    assert b"File too large" in done.stderr
    assert b"Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in (corpus / "out").iterdir()} == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_to_a_full_disk(corpus: Path) -> None:
    code, _, errors = run("text", "seeds", cwd=corpus, shell="> /dev/full")
    assert code == 2
    assert errors == "kg: No space left on device\n"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no file system here that nobody can write to")
def test_a_target_that_nobody_can_write_to(corpus: Path) -> None:
    code, output, errors = run("build", "seeds", "-o", "/proc/kg/out", "-q", cwd=corpus)
    assert (code, output) == (2, "")
    assert errors.startswith("kg: /proc/kg")
    assert errors.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="a shell is needed")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_without_a_terminal_or_streams(corpus: Path, closed: str) -> None:
    code, _, errors = run("build", "seeds", "-o", "out", cwd=corpus, shell=closed)
    assert code == 0
    assert "Traceback" not in errors
    assert (corpus / "out" / "graph.ttl").exists()


@pytest.mark.parametrize("locale", ["C", "POSIX", "zh_CN.GBK", "nonsense"])
def test_locales(corpus: Path, locale: str) -> None:
    env = {"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0", "TERM": "dumb"}
    code, output, _ = run("text", "seeds", cwd=corpus, env=env)
    assert code == 0
    assert STORY.title in output


@pytest.mark.skipif(os.name == "nt", reason="there these are paths")
def test_paths_as_windows_writes_them(corpus: Path) -> None:
    code, _, errors = run("build", "seeds\\页.txt", cwd=corpus)
    assert code == 2
    assert "did you mean seeds/页.txt?" in errors


def test_standard_input_in_a_pipe(corpus: Path) -> None:
    for name, data in (("页.txt", as_text(STORY)), ("页.docx", as_docx(STORY))):
        (corpus / name).write_bytes(data)
        code, output, errors = run("build", "-", "-o", "out", "--json", cwd=corpus, shell=f"< {name}")
        assert code == 0, errors
        assert json.loads(output)["documents"][0]["source"].startswith("stdin")
    code, _, errors = run("build", "-", "-o", "out", cwd=corpus, shell="< /dev/null")
    assert code == 2
    assert "stdin: not one of 1 page(s) can be read" in errors


def test_many_files_cost_no_more_each(tmp_path: Path) -> None:
    """The calls that it takes to find and name files grow as the files do."""

    def calls(count: int) -> int:
        folder = tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.txt").write_bytes("公安局。".encode())
        total = 0

        def count_call(*_: object) -> None:
            nonlocal total
            total += 1

        sys.setprofile(count_call)
        try:
            assert sum(1 for _ in read_documents([folder])) == count
        finally:
            sys.setprofile(None)
        return total

    assert calls(2000) <= 2.3 * calls(1000)


def test_a_tiny_file_costs_little_memory(tmp_path: Path) -> None:
    """Bytes held for each file while a folder is found, and while it is built; a million: docs/performance.md."""
    import tracemalloc

    def peak(work: Callable[[list[Path]], object], count: int) -> int:
        folder = tmp_path / str(count)
        if not folder.is_dir():
            folder.mkdir()
            for number in range(count):
                (folder / f"{number}.txt").write_bytes("公安局。".encode() if number % 2 else b"")
        tracemalloc.start()
        try:
            work([folder])
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    for work, most in ((find_pages, 700), (build, 2200)):
        peak(work, 100)  # tables are loaded once
        assert peak(work, 4000) - peak(work, 2000) <= 2000 * most


@pytest.mark.long
def test_thirty_thousand_tiny_files(tmp_path: Path) -> None:
    """In folders and in an archive: all are read, none is held in memory. (A million cost thirty times as much.)"""
    import tracemalloc

    def tiny(number: int) -> bytes:
        return f"第{number}条。".encode()

    def peak(paths: list[Path], count: int) -> int:
        tracemalloc.start()
        try:
            assert sum(isinstance(found, Document) for found in read_documents(paths)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    for folder in range(30):
        (tmp_path / "页" / str(folder)).mkdir(parents=True)
        for number in range(1000):
            (tmp_path / "页" / str(folder) / f"{number}.txt").write_bytes(tiny(number))
    some = [tmp_path / "页" / str(folder) for folder in range(3)]
    assert peak([tmp_path / "页"], 30_000) <= 12 * peak(some, 3000)
    with zipfile.ZipFile(tmp_path / "多.zip", "w") as archive:
        for number in range(30_000):
            archive.writestr(f"{number % 100}/{number}.txt", tiny(number))
    assert peak([tmp_path / "多.zip"], 30_000) < 120 << 20


def test_one_bad_page_costs_no_other(tmp_path: Path) -> None:
    for number, (suffix, writer) in enumerate(WRITERS.items()):
        story = Story(STORY.title, STORY.date, STORY.paragraphs, STORY.byline)
        (tmp_path / f"好{number}{suffix}").write_bytes(writer(story))
        (tmp_path / f"坏{number}{suffix}").write_bytes(writer(story)[:40])
    _, report = build([tmp_path])
    assert sum("/好" in p["source"] for p in report.documents) == len(WRITERS)


def test_a_page_on_which_a_rule_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(draft: Draft, _: Lexicon) -> None:
        if "镇江" in draft.passage.text:
            raise ZeroDivisionError("boom")

    monkeypatch.setattr("kg.extract.EXTRACTORS", (*EXTRACTORS, ("broken", fail)))
    text = as_text(STORY).decode()
    pages = [page(text, "甲"), page(text.replace("扬州", "镇江"), "乙"), page(text, "丙")]
    knowledge, report = build_documents(pages)
    assert [p["source"] for p in report.documents] == ["丙.txt", "甲.txt"]
    [skip] = report.dropped
    assert (skip.source, skip.step) == ("乙.txt", "extract")
    assert "ZeroDivisionError: boom" in skip.reason
    assert knowledge == build_documents([pages[0], pages[2]])[0]


def test_a_stream_of_rows_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "页.jsonl"
    row = json.dumps({"text": "公安局发布通告。" * 50}, ensure_ascii=False) + "\n"
    path.write_text(row * 2000, encoding="utf-8")
    import tracemalloc

    tracemalloc.start()
    try:
        for _ in read_documents([path]):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < path.stat().st_size / 2


def test_bytes_in_memory_are_bounded() -> None:
    from kg.read.part import File

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert size >= 0, "read without a bound"
            return b"a" * size

    with pytest.raises(ReadError, match="larger than 1 MB"):
        File(name="a.txt", open=Endless).read(1 << 20)  # type: ignore[arg-type]


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_ctrl_c_while_the_program_is_loaded(tmp_path: Path) -> None:
    """The interrupt comes when typer is first imported, before any command runs."""
    (tmp_path / "typer.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n", encoding="utf-8")
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from kg.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
