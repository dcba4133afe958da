"""The JSON API and its OpenAPI document, which is made of the same table as the routes."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.ask import Answer as Asked
from kg.query import NamedQuery, named_queries
from kg.schema import PREFIXES, Term, load_schema
from kg.serve import formats
from kg.serve.around import CLASS_NAMES, Card, Part, Thing, to_iri
from kg.serve.problems import Refused
from kg.serve.protocol import read_body, send, until_gone
from kg.version import VERSION


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of an operation; `schema` is its JSON schema."""

    name: str
    about: str
    schema: dict[str, Any]
    required: bool = False
    path: bool = False


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """A GET of the API: where, what for, with which parameters, and the schema of its answer."""

    path: str
    name: str
    about: str
    parameters: tuple[Parameter, ...] = ()
    answer: dict[str, Any]
    codes: tuple[int, ...] = (400, 422, 429, 503, 504)


_TEXT = {"type": "string", "minLength": 1, "maxLength": 500}
_ID = Parameter(
    name="id", about="Id of a thing, as agency/某市公安局 (or its IRI)", schema=_TEXT, required=True, path=True
)


def _number(name: str, about: str, low: int, high: int, default: int) -> Parameter:
    schema = {"type": "integer", "minimum": low, "maximum": high, "default": default}
    return Parameter(name=name, about=about, schema=schema)


_LIST = {"type": "array"}
OPERATIONS = (
    Operation(
        path="/api/search",
        name="search",
        about="Things whose label or alias holds the words, the nearest first.",
        parameters=(
            Parameter(name="q", about="The words", schema=_TEXT, required=True),
            Parameter(
                name="type",
                about="Only things of these classes",
                schema={"type": "array", "items": {"type": "string", "enum": list(CLASS_NAMES)}, "maxItems": 9},
            ),
            _number("limit", "So many at most", 1, 200, 20),
        ),
        answer=_LIST | {"items": {"$ref": "#/components/schemas/Thing"}},
    ),
    Operation(
        path="/api/entity/{id}",
        name="entity",
        about="One thing: names, attributes, and its relations in both directions, each with sentences that state it.",
        parameters=(_ID, _number("quotes", "Sentences for each relation", 0, 20, 3)),
        answer={"$ref": "#/components/schemas/Card"},
        codes=(400, 404, 422, 429, 503, 504),
    ),
    Operation(
        path="/api/neighbourhood/{id}",
        name="neighbourhood",
        about="The things and relations within some steps of one.",
        parameters=(_ID, _number("depth", "Steps", 1, 3, 1), _number("limit", "Things at most", 1, 1000, 200)),
        answer={"$ref": "#/components/schemas/Part"},
        codes=(400, 404, 422, 429, 503, 504),
    ),
    Operation(
        path="/api/evidence/{id}",
        name="evidence",
        about="Where the relations of a thing are said: sentence, file, line, rule and confidence.",
        parameters=(
            _ID,
            Parameter(name="relation", about="Only this one, such as partOf", schema=_TEXT),
            Parameter(name="other", about="Only those with this thing (an id)", schema=_TEXT),
        ),
        answer=_LIST | {"items": {"type": "object"}},
        codes=(400, 404, 422, 429, 503, 504),
    ),
    Operation(
        path="/api/ask",
        name="ask",
        about="The answer to a question in Chinese, with the SPARQL that was run and the sentences that say so.",
        parameters=(
            Parameter(name="q", about="The question", schema=_TEXT, required=True),
            Parameter(
                name="today", about="The day that 去年 is counted from", schema={"type": "string", "format": "date"}
            ),
            _number("quotes", "Sentences for each answer", 0, 20, 3),
        ),
        answer={"$ref": "#/components/schemas/Asked"},
    ),
    Operation(
        path="/api/queries",
        name="queries",
        about="The queries that come with the program.",
        answer=_LIST | {"items": {"$ref": "#/components/schemas/NamedQuery"}},
        codes=(),
    ),
    Operation(
        path="/api/vocabulary",
        name="vocabulary",
        about="Prefixes, classes, attributes and relations.",
        answer={"type": "object"},
        codes=(),
    ),
)
"""The API, as its documents list it."""
_BY_NAME = {operation.name: operation for operation in OPERATIONS}


async def _run(request: Request) -> Response:
    """Any of the operations that a worker does."""
    name = request.scope["path"].split("/")[2]
    values = _read(request, _BY_NAME[name])
    base = request.app.state.base
    if "id" in values:
        values["iri"] = to_iri(values.pop("id"), base)
        _check_iri(values["iri"])
    if values.get("other"):
        values["other"] = to_iri(values["other"], base)
    if name == "search":
        values = {"text": values["q"], "kinds": values["type"] or [], "limit": values["limit"]}
    elif name == "ask":
        today = values["today"] or date.today().isoformat()
        values = {"question": values["q"], "today": today, "quotes": values["quotes"]}
    return send(await until_gone(request, request.app.state.desk.run(name, **values)))


def _read(request: Request, operation: Operation) -> dict[str, Any]:
    """The parameters of a request, as their schemas want them; what is not given is None or the default.

    Raises: Refused (400) for one that is missing, unknown or of the wrong kind.
    """
    known = {parameter.name for parameter in operation.parameters if not parameter.path}
    for key in request.query_params:
        if key not in known:
            raise Refused(400, "No such parameter", f"“{key}”; there are {', '.join(sorted(known)) or 'none'}.")
    return {parameter.name: _value(request, parameter) for parameter in operation.parameters}


def _value(request: Request, parameter: Parameter) -> Any:
    schema = parameter.schema
    given = [request.path_params["id"]] if parameter.path else request.query_params.getlist(parameter.name)
    if schema["type"] == "array":
        if len(given) > schema["maxItems"] or any(value not in schema["items"]["enum"] for value in given):
            raise Refused(400, f"“{parameter.name}” can't be that", f"One of {', '.join(schema['items']['enum'])}.")
        return given
    if not given and not parameter.required:
        return schema.get("default")
    if len(given) != 1:
        raise Refused(400, f"Give “{parameter.name}” once")
    (value,) = given
    if schema["type"] == "integer":
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 7):
            raise Refused(400, f"“{parameter.name}” has to be a whole number")
        if not schema["minimum"] <= int(value) <= schema["maximum"]:
            span = f"{schema['minimum']} to {schema['maximum']}"
            raise Refused(400, f"“{parameter.name}” is out of range", f"It goes from {span}.")
        return int(value)
    if schema.get("format") == "date":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise Refused(400, f"“{parameter.name}” is no day", "Write it as 2024-12-20.") from None
    if not schema["minLength"] <= len(value) <= schema["maxLength"]:
        raise Refused(400, f"“{parameter.name}” is too short or too long", f"At most {schema['maxLength']} characters.")
    return value


def _check_iri(iri: str) -> None:
    if any(char in '<>"{}|\\^`' or char <= " " for char in iri):
        raise Refused(404, "Not in this graph")


async def queries(request: Request) -> Response:
    """The named queries."""
    _read(request, _BY_NAME["queries"])
    return _json(named_queries())


async def vocabulary(request: Request) -> Response:
    """What editors complete."""
    _read(request, _BY_NAME["vocabulary"])
    schema = load_schema()
    tables: dict[str, dict[str, Term]] = {
        "classes": schema.classes,
        "attributes": schema.attributes,
        "relations": schema.relations,
    }
    said = {
        name: [{"name": term.name, "zh": term.zh, "en": term.en, "comment": term.comment_zh} for term in table.values()]
        for name, table in tables.items()
    }
    return _json({"prefixes": PREFIXES | {"id": request.app.state.base}, **said})


async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return _json(document())


async def nothing(request: Request) -> Response:
    """Any other path under /api."""
    await read_body(request)
    raise Refused(404, "No such operation", "GET /api/openapi.json lists them.")


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API and of the SPARQL endpoint."""
    (_, components) = msgspec.json.schema_components(
        [Thing, Card, Part, Asked, NamedQuery], ref_template="#/components/schemas/{name}"
    )
    components["Asked"] = components.pop("Answer")
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["Problem"] = {
        "type": "object",
        "required": ["title", "status"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
    }
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        codes = {str(code): {"description": _CODES[code], "content": problem} for code in (400, *operation.codes)}
        done = {"description": "The answer", "content": {"application/json": {"schema": operation.answer}}}
        paths[operation.path] = {
            "get": {
                "operationId": operation.name,
                "summary": operation.about,
                "parameters": [_described(parameter) for parameter in operation.parameters],
                "responses": {"200": done, **codes},
            }
        }
    paths["/sparql"] = _endpoint(problem)
    return {
        "openapi": "3.1.0",
        "info": {"title": "kg", "version": VERSION, "description": "A knowledge graph, read-only."},
        "paths": paths,
        "components": {"schemas": components},
    }


_CODES = {
    400: "The request is wrong",
    403: "Updates are refused",
    404: "Not in this graph",
    406: "No accepted format will do",
    413: "The request is too large",
    415: "Not a query",
    422: "The answer would be too large",
    429: "Too many queries at once; Retry-After says when",
    503: "The graph is not there at the moment",
    504: "Stopped at the time limit",
}


def _described(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "path" if parameter.path else "query",
        "required": parameter.required,
        "description": parameter.about,
        "schema": parameter.schema,
    }


def _endpoint(problem: dict[str, Any]) -> dict[str, Any]:
    media: dict[str, Any] = {
        form.media.partition(";")[0]: {} for form in (*formats.TABULAR.values(), *formats.RDF.values())
    }
    codes = {str(code): {"description": text, "content": problem} for code, text in _CODES.items() if code != 404}
    responses = {"200": {"description": "The whole answer", "content": media}, **codes}
    texts = {"type": "array", "items": {"type": "string", "format": "uri"}}
    common = [
        {"name": "default-graph-uri", "in": "query", "schema": texts},
        {"name": "named-graph-uri", "in": "query", "schema": texts},
    ]
    query = {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}}
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    body = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/sparql-query": {"schema": {"type": "string"}},
    }
    return {
        "get": {
            "operationId": "queryByGet",
            "summary": "SPARQL 1.1 Protocol: a query.",
            "parameters": [query, *common],
            "responses": responses,
        },
        "post": {
            "operationId": "queryByPost",
            "summary": "SPARQL 1.1 Protocol: a query.",
            "parameters": common,
            "requestBody": {"required": True, "content": body},
            "responses": responses,
        },
    }


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


ROUTES = [
    Route("/api/queries", queries),
    Route("/api/vocabulary", vocabulary),
    Route("/api/openapi.json", openapi),
    Route("/api/search", _run),
    Route("/api/ask", _run),
    Route("/api/entity/{id:path}", _run),
    Route("/api/neighbourhood/{id:path}", _run),
    Route("/api/evidence/{id:path}", _run),
    Route("/api/{rest:path}", nothing),
]
