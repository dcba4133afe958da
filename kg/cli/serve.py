"""`kg serve`: the graph over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    source: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a graph file.", metavar="DIR")
    ],
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free one.")] = 8000,
    timeout: Annotated[float, typer.Option(min=0.1, max=3600, help="Seconds for one query.", metavar="SECONDS")] = 15.0,
    rows: Annotated[int, typer.Option(min=1, help="Rows of one answer.", metavar="N")] = 100_000,
    memory: Annotated[int, typer.Option(min=64, help="Memory for one query.", metavar="MB")] = 1000,
    concurrent: Annotated[int, typer.Option(min=0, help="Queries at a time; 0: one a processor.", metavar="N")] = 0,
    waiting: Annotated[int, typer.Option(min=0, help="Queries that may wait.", metavar="N")] = 32,
    cors: Annotated[
        list[str] | None, typer.Option(help="Origin whose pages may read (* for any); repeat it.", metavar="ORIGIN")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No line for each request.")] = False,
) -> None:
    """Serve a graph: the app, linked data, a JSON API and a SPARQL endpoint. It only reads."""
    import os
    import sys

    from kg.errors import UsageError
    from kg.serve import Limits

    if not (hasattr(os, "fork") and sys.platform.startswith(("linux", "freebsd"))):
        raise UsageError("kg serve runs on Linux only", remedy="run it in a container, or in WSL on Windows")
    from kg.serve.app import serve as run

    limits = Limits(seconds=timeout, rows=rows, memory_bytes=memory * 1_000_000, waiting=waiting)
    if concurrent:
        limits = Limits(
            seconds=timeout, rows=rows, memory_bytes=memory * 1_000_000, waiting=waiting, running=concurrent
        )
    run(source, host=host, port=port, limits=limits, cors=cors or (), log=not quiet)
