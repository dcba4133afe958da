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
            "--format",
            "-f",
            metavar="NAME",
            help="As for kg build, such as nquads, neo4j, parquet; or conll, jsonl, brat, labelstudio; repeat it.",
        ),
    ] = None,
    base: Annotated[str | None, typer.Option(help="IRI base of the entities.", metavar="IRI")] = None,
    nested: Annotated[
        str,
        typer.Option(metavar="WHICH", help="Which of marks within marks conll keeps: outermost or innermost."),
    ] = "outermost",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Write a store, or a graph that was built, in other formats. All files are written, or none.

    conll, jsonl (doccano), brat and labelstudio are for people to correct what was found: kg import reads them back.
    """
    from kg.annotate import FORMATS as ANNOTATION
    from kg.annotate import INNERMOST, OUTERMOST
    from kg.cli.terminal import list_files, plain
    from kg.errors import UsageError
    from kg.export import export as write
    from kg.export import export_annotation

    names = [part.strip().lower() for group in formats or () for part in group.split(",")]
    wanted = [name for name in ANNOTATION if name in names]
    others = [name for name in names if name and name not in ANNOTATION]
    if nested not in (OUTERMOST, INNERMOST):
        raise UsageError(f"“{nested}” is neither", place="--nested", remedy=f"{OUTERMOST} or {INNERMOST}")
    written: tuple[Path, ...] = ()
    left_out = 0
    if wanted:
        written, left_out = export_annotation(source, output, wanted, nested=nested)
    if others or not wanted:
        written = (*write(source, output, others or None, base=base), *written)
    if not quiet:
        print(plain(f"{output.as_posix()}/: {list_files(written, output)}"))
        if left_out:
            print(f"{left_out:,} statement(s) of relations are in none of them: no mark on their page names both ends")
