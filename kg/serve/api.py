"""The JSON API; what it offers stands in the table of `openapi`."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.query import named_queries
from kg.schema import PREFIXES, Term, load_schema
from kg.serve.around import to_iri
from kg.serve.openapi import OPERATIONS, Operation, Parameter, document
from kg.serve.problems import Refused
from kg.serve.protocol import read_body, send, until_gone

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
    """The OpenAPI document, with things of this graph as examples."""
    return _json(document(request.app.state.desk.keeper.ready.examples))


async def nothing(request: Request) -> Response:
    """Any other path under /api."""
    await read_body(request)
    raise Refused(404, "No such operation", "GET /api/openapi.json lists them.")


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
