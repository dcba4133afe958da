"""`kg export`: what a store holds, or a graph that was built, in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def export(
    source: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.", metavar="OUT")],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", "-f", metavar="NAME", help="As for kg build, such as nquads, neo4j, parquet; repeat it."
        ),
    ] = None,
    base: Annotated[str | None, typer.Option(help="IRI base of the entities.", metavar="IRI")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Write a store, or a graph that was built, in other formats. All files are written, or none."""
    from kg.cli.terminal import list_files, plain
    from kg.export import export as write

    written = write(source, output, formats, base=base)
    if not quiet:
        print(plain(f"{output.as_posix()}/: {list_files(written, output)}"))
