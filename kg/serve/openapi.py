"""What the API offers, as one table: the routes read their parameters by it, and the OpenAPI document is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kg.ask import Answer as Asked
from kg.query import NamedQuery
from kg.serve import formats
from kg.serve.around import CLASS_NAMES, Card, Thing
from kg.serve.near import Part
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


def document(things: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API and of the SPARQL endpoint; `things` (id, label) are its examples."""
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
                "parameters": [
                    _described(parameter, _examples(operation, parameter, things)) for parameter in operation.parameters
                ],
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


def _described(parameter: Parameter, examples: Sequence[str]) -> dict[str, Any]:
    described = {
        "name": parameter.name,
        "in": "path" if parameter.path else "query",
        "required": parameter.required,
        "description": parameter.about,
        "schema": parameter.schema,
    }
    if examples:
        described["examples"] = {f"{number}": {"value": value} for number, value in enumerate(examples, 1)}
    return described


def _examples(operation: Operation, parameter: Parameter, things: Sequence[tuple[str, str]]) -> list[str]:
    """What somebody could ask of this graph, for the parameters that need to know it."""
    if parameter.path:
        return [id for id, _ in things]
    if parameter.name == "q":
        return [f"{label}组织了什么活动？" if operation.name == "ask" else label for _, label in things]
    return []


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
    example = "SELECT ?name { ?thing a kg:Agency ; skos:prefLabel ?name } LIMIT 10"
    # Without a query the service describes itself, so it is not required of a GET.
    query = {"name": "query", "in": "query", "required": False, "schema": {"type": "string"}, "example": example}
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    body = {
        "application/x-www-form-urlencoded": {"schema": form, "example": {"query": example}},
        "application/sparql-query": {"schema": {"type": "string"}},
    }
    return {
        "get": {
            "operationId": "queryByGet",
            "summary": "SPARQL 1.1 Protocol: a query; without one the service description.",
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
