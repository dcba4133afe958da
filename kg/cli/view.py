"""`kg view`: the interactive view of a graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def view(
    source: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write; otherwise graph.html in the folder."),
    ] = None,
    kind: Annotated[str, typer.Option(help="graph, timeline, map, matrix or hierarchy.", metavar="NAME")] = "graph",
    focus: Annotated[str | None, typer.Option(help="Only what is near this entity.", metavar="NAME")] = None,
    depth: Annotated[int, typer.Option(help="How many relations away from the focus.", metavar="N", min=0)] = 1,
    lang: Annotated[str, typer.Option(help="Language of the legend and the panel: zh or en.")] = "zh",
    sparql: Annotated[
        bool, typer.Option("--sparql/--no-sparql", help="Whether the page answers SPARQL itself (2 MB more).")
    ] = True,
    sparql_limit: Annotated[
        int, typer.Option(help="Only a graph of at most so many triples answers SPARQL.", metavar="N", min=0)
    ] = 300_000,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write the interactive view. It is one HTML file that asks nothing of any network."""
    from kg import read_graph
    from kg.cli.terminal import plain
    from kg.panel import panel_maker
    from kg.view import write_picture, write_view
    from kg.view.selection import LIMIT
    from kg.write import TITLE

    knowledge = read_graph(source)
    folder = source if source.is_dir() else source.parent
    target = output or folder / f"{kind}.html"
    if kind != "graph":
        write_picture(knowledge, target, kind, title=focus or TITLE, focus=focus, depth=depth, lang=lang)
    else:
        answers = panel_maker(limit=sparql_limit) if sparql else None
        write_view(knowledge, target, title=focus or TITLE, focus=focus, depth=depth, lang=lang, answers=answers)
    print(plain(target.as_posix()))
    total = sum(entity.type != "Article" for entity in knowledge.entities)
    if kind == "graph" and focus is None and total > LIMIT:
        said = f"kg: {total:,} entities are more than a browser holds; the {LIMIT:,} best connected are drawn"
        print(f"{said}: --focus NAME draws what is near one of them", file=sys.stderr)
    if open_browser:
        typer.launch(target.resolve().as_uri())
