"""`kg text`: the text of pages as `kg build` reads it, into which every span points."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def text(
    paths: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, or - for standard input.", metavar="PATH...")
    ],
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="ROLE=NAME", help="A column of JSONL and CSV: text=正文…")
    ] = None,
    numbers: Annotated[
        bool, typer.Option("--numbers", "-n", help="Number the lines, as evidence counts them.")
    ] = False,
) -> None:
    """Print the text of pages as it is read. Evidence counts its characters and lines."""
    from kg.cli.terminal import plain
    from kg.model import Skip
    from kg.read import read_documents, split_columns

    for page in read_documents(paths, columns=split_columns(column or ())):
        if isinstance(page, Skip):
            print(f"kg: {plain(page.source)}: {plain(page.reason)}", file=sys.stderr)
            continue
        dated = f", {page.published} ({page.published_from})" if page.published else ""
        print(f"==> {plain(page.source)} ({page.encoding}{dated})")
        for number, line in enumerate(page.text.split("\n"), 1):
            print(f"{number:>6}  {plain(line)}" if numbers else plain(line))
