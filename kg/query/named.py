"""Queries in files: what they answer and which parameters they take stands in the comments at their head."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from kg.errors import QueryError
from kg.query.syntax import parameters
from kg.schema import schema_path

_PARAMETER = re.compile(
    r"@param\s+(?P<name>\w+)(?:\s*+=\s*+(?P<default>[^\s:]*+(?:[\s:]+[^\s:]++)*?))?\s*:\s*+(?P<comment>.*)"
)


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of a query; `default` is None where a value must be given."""

    name: str
    comment: str = ""
    default: str | None = None


class NamedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A query and what the comments at its head say: what it answers (English, Chinese) and its parameters in order."""

    name: str
    title: str
    title_zh: str
    parameters: tuple[Parameter, ...]
    text: str


def named_queries() -> tuple[NamedQuery, ...]:
    """The queries that come with the program, by name."""
    files = sorted(schema_path("queries").glob("*.rq"))
    return tuple(read_query(file.read_text(encoding="utf-8"), file.stem) for file in files)


def named_query(name: str) -> NamedQuery:
    """The query of that name.

    Raises: QueryError if there is none; it lists those that there are.
    """
    known = {query.name: query for query in named_queries()}
    if name not in known:
        raise QueryError(f"no query is named “{name}”", remedy=f"one of {', '.join(known)}")
    return known[name]


def read_query(text: str, name: str = "") -> NamedQuery:
    """A query with the comments at its head taken apart: title, Chinese title, `@param name[=default]: comment`.

    >>> read_query("# Who is where\\n# 谁在哪里\\n# @param region: name of a region\\nASK {}").parameters[0].name
    'region'
    """
    titles, declared = [], []
    for line in text.splitlines():
        if not line.startswith("#"):
            if line.strip():
                break
            continue
        comment = line.lstrip("#").strip()
        match = _PARAMETER.match(comment)
        if match:
            declared.append(Parameter(name=match["name"], comment=match["comment"], default=match["default"]))
        elif comment:
            titles.append(comment)
    title, title_zh = (*titles, "", "")[:2]
    return NamedQuery(name=name, title=title, title_zh=title_zh, parameters=tuple(declared), text=text)


def fill(query: NamedQuery, given: Mapping[str, str]) -> dict[str, str]:
    """The value of each parameter, defaults included.

    Raises: QueryError if one is missing or nothing in the query asks for it.
    """
    source = query.name or "query"
    names = dict.fromkeys((*(p.name for p in query.parameters), *sorted(parameters(query.text))))
    for name in given:
        if name not in names:
            takes = f"it takes {', '.join(names)}" if names else "it takes none"
            raise QueryError(f"no parameter “{name}” in the query", source=source, remedy=takes)
    values = {p.name: p.default for p in query.parameters if p.default is not None} | dict(given)
    for parameter in query.parameters:
        if parameter.name not in values:
            raise QueryError(
                f"parameter “{parameter.name}” is missing ({parameter.comment})",
                source=source,
                remedy=f"give it as --param {parameter.name}=…",
            )
    return values
