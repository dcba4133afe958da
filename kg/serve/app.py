"""The server: an ASGI application over a `Desk` of workers; every route but the static ones is a job in a worker."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config, Server

from kg.errors import GraphError, KgError, UsageError
from kg.files import graph_files
from kg.serve import api, pages, protocol
from kg.serve.guards import Guards, own_names
from kg.serve.metrics import Metrics
from kg.serve.problems import Refused
from kg.serve.workers import Desk
from kg.store import is_store, name_graph

if TYPE_CHECKING:
    from kg.serve.limits import Limits

CHANGES = 5.0
"""So many seconds lie between two looks whether the graph's files have changed."""


def create_app(
    source: str | Path, limits: Limits, *, cors: Sequence[str] = (), hosts: Sequence[str] = (), log: bool = False
) -> Starlette:
    """The application for a graph; it loads the graph when it starts.

    `cors` are the origins whose pages may read it, `hosts` the names it answers to (any if empty), `log` writes a line
    a request to stderr.
    """
    desk = Desk(str(source), limits)
    metrics = Metrics()

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        state = _state(app.state.source)  # before it is loaded: what changes meanwhile is seen later
        app.state.base = (await desk.start()).base
        watch = asyncio.create_task(_watch(app, state))
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not in a thread of a test
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, lambda: _reload_soon(app))
        try:
            yield
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
            await desk.stop()

    middleware = [Middleware(Guards, metrics=metrics, hosts=tuple(hosts), log=log)]
    if cors:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(cors),
                allow_methods=["GET", "POST"],
                allow_headers=["Accept", "Content-Type"],
            )
        )
    app = Starlette(
        routes=[*pages.ROUTES, *protocol.ROUTES, *api.ROUTES, Route("/{path:path}", pages.dereference)],
        middleware=middleware,
        exception_handlers={Refused: _refused, HTTPException: _http, Exception: _broken},
        lifespan=lifespan,
    )
    app.state.desk, app.state.metrics, app.state.limits, app.state.source = desk, metrics, limits, str(source)
    app.state.base, app.state.reload = "", None
    return app


async def reload(app: Starlette) -> None:
    """Load the graph anew; on failure the old one stays, and stderr says why."""
    desk: Desk = app.state.desk
    try:
        ready = await desk.reload()
    except GraphError as error:
        print(f"kg: not loaded anew: {error}", file=sys.stderr, flush=True)
        return
    app.state.base = ready.base
    print(f"kg: loaded anew, {ready.triples:,} triples", file=sys.stderr, flush=True)


def _reload_soon(app: Starlette) -> None:
    app.state.reload = asyncio.ensure_future(reload(app))


async def _watch(app: Starlette, loaded: object) -> None:
    """Load the graph anew when it is no longer what was `loaded`: a store at once, files when left alone for a look."""
    before = loaded
    while True:
        await asyncio.sleep(CHANGES)
        now = _state(app.state.source)
        if now and now != loaded and (now == before or isinstance(now, str)):
            loaded = now
            await reload(app)
        before = now


def _state(source: str) -> str | tuple[tuple[str, int, int], ...]:
    """A store's graph by its name, or names, sizes and times of the graph's files; nothing while they can't be read.

    A store's files change all the time while pages are added; its graph changes in one moment, at the end.
    """
    try:
        path = Path(source)
        if is_store(path):
            return name_graph(path)
        files = [file for file in graph_files(path) if file.exists()]
        return tuple((str(file), (stat := file.stat()).st_size, stat.st_mtime_ns) for file in files)
    except (KgError, OSError):
        return ()


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if pages.wants_html(request) and not request.url.path.startswith(("/api/", "/sparql")):
        return pages.problem(error, headers)
    return Response(error.encode(), error.status, headers, "application/problem+json")


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    response = await _refused(request, Refused(error.status_code, str(error.detail)))
    response.headers.update(headers)
    return response


async def _broken(request: Request, error: Exception) -> Response:
    # The traceback goes to the log (uvicorn writes it), never to the client.
    return Response(Refused(500, "Something broke here").encode(), 500, None, "application/problem+json")


class _Server(Server):
    """uvicorn, which says where it listens."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Start, and say so."""
        began = time.monotonic()
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            desk: Desk = self.config.app.state.desk  # type: ignore[union-attr]
            ready = desk.keeper.ready
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            address = f"[{host}]" if ":" in host else host
            print(
                f"kg: {ready.triples:,} triples loaded in {time.monotonic() - began:.1f} s; http://{address}:{port}/"
                "  (Ctrl-C ends)",
                file=sys.stderr,
                flush=True,
            )


def serve(
    source: str | Path,
    *,
    host: str,
    port: int,
    limits: Limits,
    cors: Sequence[str] = (),
    base: str = "",
    log: bool = True,
) -> None:
    """Serve a graph until interrupted; requests that run are answered first.

    Raises: GraphError if the graph can't be loaded, UsageError if the port can't be had.
    """
    if not is_store(source):
        graph_files(source)  # says at once what is wrong with it
    app = create_app(source, limits, cors=cors, hosts=own_names(host), log=log)
    config = Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=int(limits.seconds) + 5,
        h11_max_incomplete_event_size=65_536,
        limit_concurrency=1000,
        lifespan="on",
        ws="none",
        proxy_headers=False,
    )
    server = _Server(config)

    async def run() -> None:
        await app.state.desk.start()  # before uvicorn, which would make a traceback of what is wrong with the graph
        await server.serve()

    try:
        asyncio.run(run())
    except (SystemExit, KeyboardInterrupt):
        if server.started:  # it was told to end, and has ended well
            return
        # uvicorn has said why on stderr.
        raise UsageError(f"can't serve on {host}:{port}", remedy="see above, or choose another --port") from None
