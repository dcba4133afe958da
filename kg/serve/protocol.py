"""The SPARQL 1.1 Protocol's query operation, and the service description; nothing that writes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from kg.schema import PREFIXES
from kg.serve import formats
from kg.serve.problems import Refused
from kg.serve.workers import Answer, Desk

PATH = "/sparql"
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_CHUNK = 262_144
_SERVICE = "http://www.w3.org/ns/sparql-service-description#"
_FORMAT = "http://www.w3.org/ns/formats/"
_GRAPHS = ("default-graph-uri", "named-graph-uri")


async def endpoint(request: Request) -> Response:
    """Answer a query by GET, POST of a form, or POST of the query itself; without one, describe the service."""
    pairs = _pairs(request.scope["query_string"], "the URL")
    text = None
    if request.method == "POST":
        media, body = _media(request), await read_body(request)
        if media == _FORM:
            pairs = [*pairs, *_pairs(body, "the form")]
        elif media == _QUERY:
            if any(key == "query" for key, _ in pairs):
                raise Refused(400, "There are two queries", "One in the URL, one in the body.")
            text = _decode(body, "the query")
        elif media == _UPDATE:
            raise Refused(403, "This graph is only read", "Updates are refused.")
        else:
            raise Refused(415, "This is no query", f"Send {_FORM} or {_QUERY}.")
    values = {name: [value for key, value in pairs if key == name] for name in {key for key, _ in pairs}}
    if "update" in values:
        raise Refused(403, "This graph is only read", "Updates are refused.")
    if text is None:
        queries = values.get("query", [])
        if not queries and request.method != "POST":
            if values.keys() & set(_GRAPHS):
                raise Refused(400, "Give one query", "Graphs are chosen for a query, and there is none.")
            return await _description(request)
        if len(queries) != 1:
            raise Refused(400, "Give one query", f"There are {len(queries)}.")
        text = queries[0]
    return await _answer(request, text, values)


async def _answer(request: Request, text: str, values: dict[str, list[str]]) -> Response:
    accept = request.headers.get("accept", "")
    wanted = values.get("format", [""])[0]
    if wanted and wanted not in formats.TABULAR | formats.RDF:
        raise Refused(400, "No such format", f"One of {', '.join(formats.TABULAR | formats.RDF)}.")
    for key in _GRAPHS:
        for graph in values.get(key, ()):
            if not is_iri(graph):
                raise Refused(400, "A graph's name has to be an absolute IRI", f"{key} is not.")
    desk: Desk = request.app.state.desk
    # A named format is meant for one kind of answer; the other kind is negotiated as ever.
    answer = await until_gone(
        request,
        desk.run(
            "query",
            query=text,
            base=str(request.url_for("sparql")),
            tabular=wanted if wanted in formats.TABULAR else formats.choose(accept, formats.TABULAR),
            rdf=wanted if wanted in formats.RDF else formats.choose(accept, formats.RDF),
            default_graphs=values.get("default-graph-uri", []),
            named_graphs=values.get("named-graph-uri", []),
        ),
    )
    return send(answer, {"Vary": "Accept"})


async def _description(request: Request) -> Response:
    """What this service can do, as RDF; people are sent to the editor."""
    if formats.choose(request.headers.get("accept", ""), {**formats.RDF, "html": formats.HTML}) == "html":
        return RedirectResponse("/#query", 303)
    form = formats.choose(request.headers.get("accept", ""), formats.RDF)
    if not form:
        raise Refused(406, "None of the accepted formats can hold this", "It is to be had as Turtle and others.")
    return Response(
        describe_service(str(request.url_for("sparql")), request.app.state.desk.keeper.ready.triples, form),
        headers={"Vary": "Accept", "Content-Type": formats.RDF[form].media},
    )


def describe_service(url: str, triples: int, form: str) -> bytes:
    """The service description in one of the RDF formats."""
    import io

    from pyoxigraph import Literal, NamedNode, Triple

    def sd(name: str) -> NamedNode:
        return NamedNode(_SERVICE + name)

    kind = NamedNode(PREFIXES["rdf"] + "type")
    service, dataset, graph = NamedNode(url), NamedNode(f"{url}#dataset"), NamedNode(f"{url}#graph")
    said = [
        Triple(service, kind, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, kind, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), graph),
        Triple(graph, kind, sd("Graph")),
        Triple(
            graph,
            NamedNode(PREFIXES["void"] + "triples"),
            Literal(str(triples), datatype=NamedNode(PREFIXES["xsd"] + "integer")),
        ),
    ]
    names = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle")
    for name in (*names, "JSON-LD", "RDF_XML", "N-Triples", "N-Quads", "TriG"):
        said.append(Triple(service, sd("resultFormat"), NamedNode(_FORMAT + name)))
    out = io.BytesIO()
    formats.write_triples(said, out, formats.RDF[form], url)
    return out.getvalue()


def send(answer: Answer, headers: dict[str, str] | None = None) -> Response:
    """An answer as a response of known length: it is whole, or it would not be here."""
    head = {"Content-Length": str(answer.size), "Content-Type": answer.note["type"], **(headers or {})}
    if answer.size <= _CHUNK:
        content = answer.read()
        answer.close()
        return Response(content, headers=head)

    async def chunks() -> AsyncIterator[bytes]:
        try:
            answer.file.seek(0)
            while data := await asyncio.to_thread(answer.file.read, _CHUNK):
                yield data
        finally:
            answer.close()

    return StreamingResponse(chunks(), headers=head)


async def until_gone(request: Request, work: Coroutine[None, None, Answer]) -> Answer:
    """The work's answer; when the client has gone, the work is ended."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Refused(499, "The client has gone")
        return task.result()
    finally:
        for one in (task, gone):
            if not one.done():
                one.cancel()
        await asyncio.gather(gone, *(() if task.done() else (task,)), return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue


async def read_body(request: Request) -> bytes:
    """The body of a request, if it comes in time and is no larger than allowed.

    Raises: Refused
    """
    limits = request.app.state.limits
    most = limits.request_bytes
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > most:
        raise Refused(413, "The request is too large", f"At most {most:,} bytes.")
    body = b""
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise Refused(413, "The request is too large", f"At most {most:,} bytes.")
    except TimeoutError:
        raise Refused(408, "The request did not arrive in time") from None
    except ClientDisconnect:
        raise Refused(499, "The client has gone") from None
    return body


def is_iri(text: str) -> bool:
    """Whether a text can be an absolute IRI.

    >>> is_iri("https://a.example/图"), is_iri("a b"), is_iri("x")
    (True, False, False)
    """
    scheme, colon, rest = text.partition(":")
    if not (colon and rest and scheme[:1].isalpha() and all(char.isalnum() or char in "+.-" for char in scheme)):
        return False
    return scheme.isascii() and not any(char in '<>"{}|\\^`' or char <= " " for char in text)


def _media(request: Request) -> str:
    """The media type of the body.

    Raises: Refused (415) if its text is not UTF-8.
    """
    media, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415, "Only UTF-8 is read")
    return media


def _pairs(data: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            data.decode("ascii" if where == "the URL" else "utf-8"), keep_blank_values=True, errors="strict",
            max_num_fields=100,
        )  # fmt: skip
    except (UnicodeDecodeError, ValueError):
        raise Refused(400, f"This can't be read: {where}", "It has to be UTF-8, percent-encoded.") from None


def _decode(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, f"This is not UTF-8: {what}") from None


ROUTES = [
    Route(PATH, endpoint, methods=["GET", "POST"], name="sparql"),
    Route(f"{PATH}/", endpoint, methods=["GET", "POST"]),
]
