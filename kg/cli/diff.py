"""`kg diff`: what changed between two graphs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DIFFERENT = 1
"""The exit code for graphs that differ."""
_STYLES = {"+": "green", "-": "red", "~": "yellow", "": "bold"}


def diff(
    old: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="A")
    ],
    new: Annotated[Path, typer.Argument(help="The same, later.", metavar="B")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing: the exit code tells.")] = False,
) -> None:
    """Tell what changed from one graph to another. The exit code is 0 if nothing did, 1 if anything."""
    import msgspec

    from kg import read_graph
    from kg.cli.terminal import plain, stdout
    from kg.diff import compare, in_words

    difference = compare(read_graph(old), read_graph(new))
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(difference), indent=2).decode())
    elif not quiet:
        console = stdout()
        for mark, line in in_words(difference):
            text = plain(f"{mark} {line}" if mark else line)
            console.print(text, style=_STYLES[mark], soft_wrap=not console.is_terminal)
        if not difference:
            print("The graphs say the same.")
    if difference:
        raise typer.Exit(DIFFERENT)
