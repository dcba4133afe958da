"""How commands print: tables that count Chinese as two wide, progress, and text that can't steer the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import Document, Progress

if TYPE_CHECKING:
    from rich.console import Console

_PIPE_WIDTH = 10_000
"""No reader of a pipe wants lines cut at 80."""


def stdout() -> Console:
    """A console on standard output; in a pipe lines are as long as they need to be."""
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    return console


def plain(text: str) -> str:
    """The text with control characters made visible: a page must not be able to move the cursor.

    >>> plain("公安\\x1b[2J局")
    '公安�[2J局'
    """
    return "".join("\ufffd" if char < " " or "\x7f" <= char <= "\x9f" else char for char in text)


def list_files(files: Iterable[Path], folder: Path) -> str:
    """The names of files of a folder; of one that holds several of them, its own.

    >>> list_files([Path("out/graph.ttl"), Path("out/neo4j/a.csv"), Path("out/neo4j/b.csv")], Path("out"))
    'graph.ttl, neo4j/'
    """
    parts = [file.relative_to(folder).parts for file in files]
    return ", ".join(dict.fromkeys(part[0] if len(part) == 1 else f"{part[0]}/" for part in parts))


def print_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table and an empty line; numbers stand on the right. A table without rows is not printed."""
    from rich import box
    from rich.table import Table

    cells = [list(row) for row in rows]
    if not cells:
        return
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False
    )
    for number, column in enumerate(columns):
        numeric = all(isinstance(row[number], int | float) for row in cells)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else plain(str(cell)) for cell in row))
    console = stdout()
    if console.is_terminal:
        console.print(table)
        console.print()
        return
    with console.capture() as capture:
        console.print(table)
    print("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))


@contextmanager
def page_progress(sizes: dict[str, int], *, quiet: bool = False) -> Iterator[Progress | None]:
    """What `pipeline.build` calls after each page: a bar on a terminal, a line now and then in a pipe, both on stderr.

    `sizes` are the pages' bytes by source: they stand for the work that is left.
    """
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(sizes) as progress:
            yield progress
    else:
        yield _lines(len(sizes))


@contextmanager
def byte_progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """What is called with the bytes that are here and those of the whole file (0 where nobody knows), while one is
    fetched: a bar on a terminal, a line each tenth (or 10 MB) in a pipe, both on stderr."""
    if not sys.stderr.isatty():
        yield _tenths(name)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
    ) as bar:
        task = bar.add_task(plain(name), total=None)
        yield lambda have, size: bar.update(task, completed=have, total=size or None)


@contextmanager
def epoch_progress(*, quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """What is called with the number of each epoch that begins and that of all: a line on stderr, rewritten on a
    terminal; in a pipe one for each tenth of them."""
    stream = sys.stderr  # while HanLP works what is printed there is lost
    terminal = stream.isatty()

    def tell(epoch: int, total: int) -> None:
        if terminal or epoch == 1 or epoch * 10 // total != (epoch - 1) * 10 // total:
            told = f"epoch {epoch} of {total}"
            print(f"\r{told}" if terminal else told, end="" if terminal else "\n", file=stream, flush=True)

    yield None if quiet else tell
    if terminal and not quiet:
        print(file=stream)


def _tenths(name: str) -> Callable[[int, int], None]:
    last = -1

    def tell(have: int, size: int) -> None:
        nonlocal last
        now = have * 10 // size if size else have // 10_000_000
        if now != last:
            last = now
            told = f" of {size / 1e6:,.0f} MB, {now * 10}%" if size else " MB"
            print(plain(f"{name}: {have / 1e6:,.0f}{told}"), file=sys.stderr, flush=True)

    return tell


def _lines(total: int) -> Progress:
    every = max(1, total // 20)
    done = characters = 0

    def after(document: Document) -> None:
        nonlocal done, characters
        done, characters = done + 1, characters + len(document.text)
        if done % every == 0 or done == total:
            print(f"{done}/{total} pages, {characters:,} characters: {document.source}", file=sys.stderr, flush=True)

    return after


@contextmanager
def _bar(sizes: dict[str, int]) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    total = len(sizes)
    with Bar(
        TextColumn("{task.fields[done]}/{task.fields[pages]} pages"),
        BarColumn(),
        TextColumn("{task.fields[characters]:,} characters, left:"),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=sum(sizes.values()), done=0, pages=total, characters=0)
        done = characters = 0

        def after(document: Document) -> None:
            nonlocal done, characters
            done, characters = done + 1, characters + len(document.text)
            bar.update(task, advance=sizes.get(document.source, 0), done=done, characters=characters)

        yield after
