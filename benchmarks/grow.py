"""Memory while a store grows: `nice -n 15 python -m benchmarks.grow [--pages 100000] [--every 10000] [--write]`.

The pages are beginnings of copies of the sample, each with other names (`benchmarks.varied`), one file each. One
`kg add` takes them all, in a process of its own; another looks into the database how far it is, and at the memory of
that process and all below it. Then one more page is added, and all are given once more. `--write` puts the table into
docs/store.md.
Ends with 1 if memory grew by more than a tenth from the first tenth of the pages to the last.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from benchmarks.tree import Load, memory, processor, replace_part
from benchmarks.varied import Varier
from kg.model import Document
from kg.pipeline import build_documents
from kg.read import read_documents

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/store.md"
_FOLDER = 1_000
_LONG = 400
"""Characters behind which a page is cut at the next line."""
GROWS = 1.1
"""More than so many times the memory of the first tenth is not flat."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """How far it was: pages written down, bytes of memory, seconds of processor time."""

    pages: int
    memory: int
    processor: float


def write_pages(folder: Path, count: int) -> int:
    """Write so many pages, a thousand to a folder; the number of their characters."""
    pages = [page for page in read_documents([ROOT / "seeds"]) if isinstance(page, Document)]
    varier = Varier(pages, build_documents(pages)[0])
    number = characters = 0
    while number < count:
        for page in varier.copy(number)[: count - number]:
            target = folder / f"{number // _FOLDER:04d}" / f"{number:06d}.txt"
            target.parent.mkdir(parents=True, exist_ok=True)
            cut = page.text.find("\n", _LONG)
            text = page.text[: cut + 1 if cut >= 0 else None]
            target.write_text(text, encoding="utf-8")
            characters += len(text)
            number += 1
    return characters


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kg", *arguments]


def watch(store: Path, pages: Path, every: int) -> list[Point]:
    """Add all pages by one command and look at it whenever so many more are in."""
    adding = subprocess.Popen(command("add", str(store), str(pages), "--quiet"))
    points: list[Point] = []
    most = spent = 0.0
    while adding.poll() is None:
        most = max(most, memory(adding.pid))
        spent = max(spent, processor([adding.pid]))
        done = _written(store)
        if done >= every * (len(points) + 1):
            points.append(Point(pages=done, memory=int(most), processor=spent))
            print(f"{done:>9,} {most / 1e6:6.0f} MB {spent:7.1f} s", flush=True)
            most = 0
        time.sleep(0.5)
    if adding.returncode:
        sys.exit(f"benchmarks.grow: kg add ended with {adding.returncode}")
    points.append(Point(pages=_written(store), memory=int(max(most, points[-1].memory)), processor=spent))
    return points


def timed(*arguments: str) -> tuple[float, int]:
    """Seconds of processor time and most memory of a command."""
    done = subprocess.Popen(command(*arguments))
    _, status, used = os.wait4(done.pid, 0)
    if status:
        sys.exit(f"benchmarks.grow: kg {arguments[0]} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def _written(store: Path) -> int:
    connection = sqlite3.connect(f"{(store / 'pages.sqlite').as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM record").fetchone()[0])
    finally:
        connection.close()


def run(count: int, every: int, where: Path | None, keep: Path | None) -> tuple[str, bool]:
    """The whole test: its result in Markdown, and whether memory stayed flat."""
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = keep or Path(name)
        characters = write_pages(folder / "pages", count)
        print(f"{count:,} pages of {characters / count:,.0f} characters are written", flush=True)
        store = folder / "store"
        subprocess.run(command("init", str(store), "--analyzer", "lexicon"), check=True)
        load = Load()
        points = watch(store, folder / "pages", every)
        others = load.others([])
        extra = folder / "one more.txt"
        extra.write_text(
            (folder / "pages/0000/000000.txt").read_text(encoding="utf-8") + "\n　　另讯。\n", encoding="utf-8"
        )
        size = (store / "pages.sqlite").stat().st_size
        one, one_memory = timed("add", str(store), str(extra), "--quiet")
        again, again_memory = timed("add", str(store), str(folder / "pages"), "--quiet")
        status, status_memory = timed("status", str(store), "--json")
    flat = points[-1].memory <= GROWS * points[0].memory
    lines = [
        f"`python -m benchmarks.grow`: {count:,} pages of {characters / count:,.0f} characters, beginnings of copies "
        f"of the sample with other names, by one `kg add`: {1e3 * points[-1].processor / count:.1f} ms of processor "
        f"time a page, "
        f"{size / 1e6:,.0f} MB on disk. {others}",
        "",
        "| pages | memory MB | processor s | ms a page since the line before |",
        "|--:|--:|--:|--:|",
    ]
    before = Point(pages=0, memory=0, processor=0)
    for point in points:
        if point.pages > before.pages:
            each = 1e3 * (point.processor - before.processor) / (point.pages - before.pages)
            lines.append(f"| {point.pages:,} | {point.memory / 1e6:.0f} | {point.processor:.0f} | {each:.2f} |")
        before = point
    lines += [
        "",
        f"Then, in that store: one more page {one:.1f} s ({one_memory / 1e6:.0f} MB), all pages given once more "
        f"{again:.0f} s ({again_memory / 1e6:.0f} MB), `kg status` {status:.1f} s ({status_memory / 1e6:.0f} MB).",
    ]
    return "\n".join(lines), flat


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=10_000)
    parser.add_argument("--where", type=Path, help="a folder with room; else the system's for temporary files")
    parser.add_argument("--keep", type=Path, help="a new folder, in which pages and store stay (benchmarks.indexing)")
    parser.add_argument("--write", action="store_true", help="put the result into docs/store.md")
    options = parser.parse_args()
    result, stayed_flat = run(options.pages, options.every, options.where, options.keep)
    print(result)
    if options.write:
        replace_part(DOCUMENT, "grow", result)
    sys.exit(0 if stayed_flat else 1)
