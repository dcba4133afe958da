"""`kg report`: one page to be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.model import Skip


def report(
    source: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write; otherwise report.html in the folder."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="What stands at its head.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the page: zh or en.")] = "zh",
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write a page to be read. Key figures, charts and doubts, every number with the query that gives it."""
    from kg import read_graph
    from kg.cli.terminal import plain
    from kg.query import load
    from kg.report import read_dropped, write_report
    from kg.store import Store, is_store, load_graph
    from kg.write import TITLE

    folder = source if source.is_dir() else source.parent
    target = output or folder / "report.html"
    if is_store(source):
        with Store(source) as store:
            knowledge, built = store.knowledge()
        graph = load_graph(source)
        dropped: tuple[Skip, ...] | None = built.dropped
    else:
        graph, knowledge = load(source), read_graph(source)
        dropped = read_dropped(source) if source.is_dir() else None
    write_report(knowledge, target, graph=graph, title=title or TITLE, lang=lang, dropped=dropped)
    print(plain(target.as_posix()))
    if open_browser:
        typer.launch(target.resolve().as_uri())
