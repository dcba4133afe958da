"""`kg query`: SPARQL answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def query(
    source: Annotated[
        Path | None, typer.Argument(help="Folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
    ] = None,
    file: Annotated[Path | None, typer.Argument(help="File with a query.", metavar="[FILE.rq]")] = None,
    text: Annotated[str | None, typer.Option("--query", "-q", help="The query.", metavar="SPARQL")] = None,
    name: Annotated[str | None, typer.Option(help="A query that comes with the program.", metavar="NAME")] = None,
    params: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A parameter of it; repeat it.", metavar="KEY=VALUE")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", "-f", help="table, csv, tsv, json or turtle.", metavar="NAME")
    ] = "table",
    listed: Annotated[bool, typer.Option("--list", help="List the queries that come with the program.")] = False,
) -> None:
    """Answer a SPARQL 1.1 query. SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes need no declaration."""
    raise NotImplementedError
