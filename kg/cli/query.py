"""`kg query`: SPARQL answers."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer


def query(
    source: Annotated[
        Path | None, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
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
    endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Ask a SPARQL endpoint instead of DIR; credentials: KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or "
            "KG_ENDPOINT_TOKEN.",
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=0.1, max=86_400, help="Seconds for the answer; an endpoint has 15, else any time.", metavar="SECONDS"
        ),
    ] = None,
    rows: Annotated[
        int | None,
        typer.Option(min=1, help="More rows than this are an error; 100,000 from an endpoint, else any.", metavar="N"),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the queries that come with the program.")] = False,
) -> None:
    """Answer a SPARQL 1.1 query. SELECT, ASK, CONSTRUCT or DESCRIBE; the usual prefixes need no declaration."""
    from kg.cli.terminal import stdout
    from kg.cli.waiting import within
    from kg.errors import UsageError
    from kg.query import FORMATS, Endpoint, load, named_query
    from kg.query import query as answer
    from kg.store import is_store, load_graph

    if listed:
        _print_list()
        return
    if endpoint is not None:
        if file is not None:
            raise UsageError(f"{source} and an endpoint", remedy="give one of them")
        source, file = None, source
    elif source is None:
        raise UsageError("no graph given", remedy="name a folder that kg build wrote, a Turtle file, or an --endpoint")
    if sum(given is not None for given in (file, text, name)) != 1:
        raise UsageError(
            "give one query", remedy="as FILE.rq, with -q, or with --name (kg query --list shows the names)"
        )
    if form not in FORMATS:
        raise UsageError(f"no format “{form}”", place="--format", remedy=f"one of {', '.join(FORMATS)}")
    values = dict(_parameter(param) for param in params or ())
    if file is not None:
        text, called = _read(file), str(file)
    elif name is not None:
        text, called = named_query(name).text, name
    else:
        called = "query"
    if source is None:
        usual = Endpoint(url=endpoint or "")
        there = Endpoint(url=usual.url, seconds=timeout or usual.seconds, rows=rows or usual.rows)
        result = answer(there, text or "", values, name=called)
    else:
        graph = load(load_graph(source) if is_store(source) else source)
        result = within(timeout, partial(answer, graph, text or "", values, name=called, rows=rows), called)
    console = stdout()
    if form == "table" and console.is_terminal and result.boolean is None:
        console.print(result.to_table())
    else:
        # By lines: after one write of megabytes into a pipe nobody may notice that the reader has left.
        sys.stdout.writelines(result.print_as(form).splitlines(keepends=True))


def _parameter(text: str) -> tuple[str, str]:
    from kg.errors import UsageError

    key, equals, value = text.partition("=")
    if not (key and equals):
        raise UsageError(f"{text!r} is no parameter", place="--param", remedy="write it as region=呼和浩特市")
    return key, value


def _read(file: Path) -> str:
    from kg.errors import QueryError

    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError("this is not UTF-8", source=str(file), remedy="save it as UTF-8") from error
    except OSError as error:
        raise QueryError(error.strerror or str(error), source=str(file), remedy="name a file with a query") from error


def _print_list() -> None:
    from kg.cli.terminal import print_table
    from kg.query import named_queries

    rows = []
    for query in named_queries():
        takes = ", ".join(p.name if p.default is None else f"{p.name}={p.default}" for p in query.parameters)
        rows.append((query.name, takes, query.title, query.title_zh))
    print_table("Queries", ("name", "parameters", "what it answers", "回答什么"), rows)
