"""`kg import`: annotation that people have corrected, back into the gold format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(help="What kg export wrote for conll, jsonl, brat (folder or .ann) or labelstudio, corrected."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the gold files.", metavar="GOLD")],
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="conll, jsonl, brat or labelstudio; else by the name.")
    ] = "",
    texts: Annotated[bool, typer.Option("--texts", help="Write the text of each page beside its gold.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Read corrected annotation into gold files, for kg score and kg train. All files are written, or none."""
    import sys

    from kg.annotate import read_pages, write_gold
    from kg.cli.terminal import plain

    pages, losses = read_pages(files, format_.lower())
    write_gold(pages, output, texts=texts)
    for loss in losses:
        print(plain(f"kg: {loss}"), file=sys.stderr)
    if not quiet:
        marks, links = sum(len(page.marks) for page in pages), sum(len(page.links) for page in pages)
        counts = f"{len(pages):,} page(s), {marks:,} mark(s), {links:,} relation(s)"
        print(plain(f"{output.as_posix()}/: gold of {counts}"))
