"""The first query of stores of several sizes: `nice python -m benchmarks.indexing STORE... [--notes FILE] [--write]`.

The stores are filled before (`python -m benchmarks.grow --keep DIR`). In each, the indexes for queries are dropped,
then the same query is asked twice, and with `--export` the store is written out in the formats that need no graph in
memory. Each is a command of its own, watched as a process with all below it. What was measured is added to the notes, a
line for each command, so that a long run can be taken up again; `--write` puts the table of all notes into
docs/store.md.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from benchmarks.tree import Load, memory, replace_part

DOCUMENT = Path(__file__).parents[1] / "docs/store.md"
QUERY = "SELECT (COUNT(*) AS ?facts) { ?statement a rdf:Statement }"
FLAT = "turtle,provenance,nt,nquads,report"


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A command: the pages of its store, bytes of memory at most, seconds of processor time, bytes on disk after it."""

    pages: int
    what: str
    memory: int
    processor: float
    passed: float
    bytes: int
    answer: str
    others: str


def watch(*arguments: str) -> tuple[str, int, float, float, str]:
    """Output, most memory, processor time and time of a command of the program, and what others did meanwhile."""
    began, load, before = time.monotonic(), Load(), _children()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        running = subprocess.Popen([sys.executable, "-m", "kg", *arguments], stdout=output)
        most = 0
        while running.poll() is None:
            most = max(most, memory(running.pid))
            time.sleep(0.5)
        if running.returncode:
            sys.exit(f"benchmarks.indexing: kg {arguments[0]} ended with {running.returncode}")
        output.seek(0)
        said = output.read()
    return said, most, _children() - before, time.monotonic() - began, load.others([])


def _children() -> float:
    """Seconds of processor time of the processes that have been waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def measure(store: Path, export: bool, notes: Path) -> None:
    """Measure a store and note it down."""
    status = subprocess.run(
        [sys.executable, "-m", "kg", "status", str(store), "--json"], check=True, capture_output=True
    )
    pages = int(msgspec.json.decode(status.stdout)["pages"])

    def note(what: str, disk: Path, *arguments: str) -> None:
        said, most, used, passed, others = watch(*arguments)
        line = Note(
            pages=pages,
            what=what,
            memory=most,
            processor=used,
            passed=passed,
            bytes=size(disk),
            answer=said.strip().rpartition("\n")[2],
            others=others,
        )
        with notes.open("ab") as stream:
            stream.write(msgspec.json.encode(line) + b"\n")
        print(line, flush=True)

    if export:
        with tempfile.TemporaryDirectory(dir=store.parent) as out:
            note("export", Path(out), "export", str(store), "-o", out, "--format", FLAT, "--quiet")
        return
    shutil.rmtree(store / "graphs", ignore_errors=True)
    for what in ("first", "again"):
        note(what, store / "graphs", "query", str(store), "-q", QUERY, "--format", "csv")


def table(notes: Path) -> str:
    """What was noted, in Markdown; of a command that was measured twice the last time."""
    lines = notes.read_bytes().splitlines()
    found = {(note.pages, note.what): note for note in (msgspec.json.decode(line, type=Note) for line in lines)}
    out = [
        "| pages | pieces of evidence | first query: memory MB | processor s | index MB | the next: memory MB "
        "| processor s | export: memory MB | processor s |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for pages in sorted({pages for pages, what in found if what == "first"}):
        first, again, export = (found.get((pages, what)) for what in ("first", "again", "export"))
        cells = [f"{pages:,}"]
        if first is not None:
            cells += [f"{int(first.answer):,}", *_cells(first), f"{first.bytes / 1e6:,.0f}"]
        cells += _cells(again) + _cells(export)
        out.append(f"| {' | '.join(cells)} |")
    loads = [note.others for (_, what), note in sorted(found.items()) if what == "first"]
    return "\n".join([*out, "", f"While the largest index was made: {loads[-1]}"])


def _cells(note: Note | None) -> list[str]:
    return ["", ""] if note is None else [f"{note.memory / 1e6:,.0f}", f"{note.processor:,.1f}"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stores", type=Path, nargs="*", metavar="STORE")
    parser.add_argument("--export", action="store_true", help="measure the export instead of the queries")
    parser.add_argument("--notes", type=Path, default=Path("indexing.jsonl"), help="a file for what was measured")
    parser.add_argument("--write", action="store_true", help="put the result into docs/store.md")
    options = parser.parse_args()
    for one in options.stores:
        measure(one, options.export, options.notes)
    print(table(options.notes))
    if options.write:
        replace_part(DOCUMENT, "indexing", table(options.notes))
