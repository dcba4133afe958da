"""Pages for people: the app, the things of the graph, their view; and things as data by content negotiation."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.schema import NS, schema_path
from kg.serve import formats
from kg.serve.around import to_iri
from kg.serve.page import article, document, operations
from kg.serve.problems import Refused
from kg.serve.protocol import is_iri, send, until_gone

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_DATA = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "rdf": "rdfxml"}


async def home(request: Request) -> Response:
    """The app."""
    return Response(_asset("app.html"), media_type="text/html; charset=utf-8")


async def asset(request: Request) -> Response:
    """A script or style of the app; only those that come with the program."""
    name = request.path_params["name"]
    if name not in _assets():
        raise Refused(404, "Not found")
    media = _TYPES["." + name.rpartition(".")[2]]
    return Response(_asset(name), headers={"Content-Type": media, "Cache-Control": "max-age=300"})


async def dereference(request: Request) -> Response:
    """A thing whose IRI has this path under the graph's base: a page, Turtle, JSON-LD, as the client likes best.

    `?format=ttl` (jsonld, nt, rdf) asks for one without an Accept header.
    """
    base = request.app.state.base
    root, path = urlsplit(base).path or "/", request.scope["path"]
    if not path.startswith(root) or (path == root and root == "/"):
        raise Refused(404, "Not found")
    one = to_iri(path[len(root) :], base) if path != root else base
    if not is_iri(one):
        raise Refused(404, "Not in this graph")
    asked = request.query_params.get("format", "")
    if asked and asked not in _DATA:
        raise Refused(400, "No such format", f"One of {', '.join(_DATA)}.")
    offered = {"html": formats.HTML, **formats.RDF}
    form = _DATA.get(asked) or formats.choose(request.headers.get("accept", ""), offered)
    if not form:
        raise Refused(406, "None of the accepted formats can hold this", "It is to be had as HTML, Turtle, JSON-LD.")
    desk = request.app.state.desk
    head = {"Vary": "Accept", "Link": f'<{quote(path, safe="/")}?format=ttl>; rel="alternate"; type="text/turtle"'}
    if form != "html":
        return send(await until_gone(request, desk.run("describe", iri=one, rdf=form)), head)
    try:
        answer = await until_gone(request, desk.run("entity", iri=one, quotes=3))
    except Refused as refused:
        if refused.status != 404:
            raise
        # Spans, statements and the like have no page of their own: they are shown as data.
        plain = await until_gone(request, desk.run("describe", iri=one, rdf="turtle"))
        return send(plain, head | {"Content-Type": "text/plain; charset=utf-8"})
    card: dict[str, Any] = msgspec.json.decode(answer.read())
    answer.close()
    return Response(article(card, root), headers={**head, "Content-Type": formats.HTML.media})


async def view(request: Request) -> Response:
    """The interactive view of a thing's neighbourhood (`id`, `depth`)."""
    id, depth = request.query_params.get("id", ""), request.query_params.get("depth", "1")
    if not id or depth not in ("1", "2", "3"):
        raise Refused(400, "Give id and depth", "depth is 1, 2 or 3.")
    one = to_iri(id, request.app.state.base)
    if not is_iri(one):
        raise Refused(404, "Not in this graph")
    answer = await until_gone(request, request.app.state.desk.run("view", iri=one, depth=int(depth)))
    # The page brings its own policy, which allows exactly what stands in it; this one says who may frame it.
    return send(answer, {"Content-Security-Policy": "frame-ancestors 'self'"})


async def vocabulary(request: Request) -> Response:
    """The vocabulary whose terms the graph uses, under its own path."""
    text = schema_path("ontology.ttl").read_bytes()
    return Response(text, headers={"Content-Type": "text/turtle; charset=utf-8"})


async def describe_api(request: Request) -> Response:
    """The API's operations, as a page."""
    from kg.serve.openapi import document as openapi

    return Response(operations(openapi()), media_type="text/html; charset=utf-8")


async def health(request: Request) -> Response:
    """Whether queries are answered: 200, or 503 while the graph is not there."""
    desk = request.app.state.desk
    ready = desk.keeper.ready
    said = {"status": "ok" if desk.keeper.alive else "down", "triples": ready.triples, "entities": ready.entities}
    return Response(msgspec.json.encode(said), 200 if desk.keeper.alive else 503, media_type="application/json")


async def metrics(request: Request) -> Response:
    """Counters for Prometheus."""
    desk = request.app.state.desk
    gauges = {
        "kg_queries_running": float(desk.running),
        "kg_queries_waiting": float(desk.waiting),
        "kg_triples": float(desk.keeper.ready.triples),
        "kg_up": float(desk.keeper.alive),
    }
    return PlainTextResponse(request.app.state.metrics.text(gauges))


async def robots(request: Request) -> Response:
    """Crawlers would only queue up at the endpoint."""
    return PlainTextResponse("User-agent: *\nDisallow: /sparql\nDisallow: /api/\nDisallow: /view\n")


async def icon(request: Request) -> Response:
    """No icon."""
    return Response(status_code=204)


async def to_home(request: Request) -> Response:
    """The base itself leads to the app."""
    return RedirectResponse("/", 303)


def wants_html(request: Request) -> bool:
    """Whether the client is a browser that opens a page."""
    accept = request.headers.get("accept", "")
    return "text/html" in accept


def problem(refused: Refused, headers: dict[str, str]) -> Response:
    """A problem as a page."""
    body = f"<h1>{refused.status}</h1><p>{escape(refused.title)}</p><p>{escape(refused.detail)}</p>"
    page = document(f"{refused.status}", body)
    return Response(page, refused.status, {**headers, "Content-Type": formats.HTML.media})


@cache
def _assets() -> dict[str, bytes]:
    """The assets by name; those of libraries are flat among ours."""
    found = {}
    top = files("kg.serve") / "assets"
    for folder in (top, top / "vendor" / "codemirror"):
        for file in folder.iterdir():
            if file.name.endswith((".js", ".css", ".html")):
                found[file.name] = file.read_bytes()
    return found


def _asset(name: str) -> bytes:
    return _assets()[name]


ROUTES = [
    Route("/", home),
    Route("/assets/{name}", asset),
    Route("/view", view),
    Route(urlsplit(NS).path, vocabulary),
    Route("/api", describe_api),
    Route("/health", health),
    Route("/metrics", metrics),
    Route("/robots.txt", robots),
    Route("/favicon.ico", icon),
]
