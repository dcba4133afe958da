"""News in JSON: IPTC's ninjs, and lists of rows such as programs that fetch pages write.

- ninjs 1: `headline`, `byline`, `body_xhtml` or `body_text` (any `body_…`), else `description_…`; dated by
  `contentcreated` or `versioncreated`. Keys count whatever their case: ninjs 3 writes them otherwise than ninjs 2.
- ninjs 2 and 3: `headlines` and `bodies`, each with a role, a content type and a value; `by`; else `descriptions`.
- A row is an object as a line of JSON Lines is one: its parts are called as usual, or `--column` names them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kg.errors import ReadError
from kg.model import Skip
from kg.read.date import parse_date
from kg.read.markup import read_markup
from kg.read.part import File, Part, join_blocks
from kg.read.tables import Rows

_KNOWN = "known are ninjs and lists of rows"
_NEWS = re.compile(r"bodies$|headlines?(?:_main)?$|body_|versioncreated$|contentcreated$|pubstatus$")
_MARKUP = re.compile(r"\s*(?:<!--|<!doctype|<(?:html|body|section|article|main|div|h[1-6]|p|ul|ol|blockquote)\b)", re.I)
_HEADLINE = re.compile(r"headline(?:_main)?$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read_json(file: File) -> Iterator[Part | Skip]:
    """The pages of a JSON file: one for an object, and one for each object of a list, called by its number or `id`.

    Raises: ReadError when it is no JSON, or holds neither news nor rows.
    """
    try:
        # UTF-16 and UTF-32 are told by their zeros.
        found = json.loads(file.read())
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8, as JSON has to be", source=file.name, remedy="save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        message = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ReadError(f"this JSON is broken: {message}", source=file.name) from error
    rows = Rows(file)
    if isinstance(found, dict):
        page = _page(rows, 1, found)
        if isinstance(page, Skip):
            raise ReadError(f"JSON of an unknown kind: {page.reason}", source=file.name, remedy=_KNOWN)
        yield msgspec.structs.replace(page, name="")
    elif isinstance(found, list) and any(isinstance(one, dict) for one in found):
        for number, one in enumerate(found, 1):
            yield _page(rows, number, one) if isinstance(one, dict) else rows.skip(number, "not a JSON object")
    else:
        raise ReadError("this JSON holds no objects", source=file.name, remedy=_KNOWN)


def _page(rows: Rows, number: int, found: dict[str, Any]) -> Part | Skip:
    """The page of one object."""
    item = {key.lower(): value for key, value in found.items()}
    if not _is_ninjs(item):
        return rows.json_page(number, found)
    text = _text(item)
    if text.strip():
        return _dated(text, item, str(number))
    return rows.skip(number, f"ninjs without text, of the type {item.get('type') or 'text'}")


def _is_ninjs(item: Mapping[str, Any]) -> bool:
    return "uri" in item and any(_NEWS.match(key) for key in item)


def _text(item: Mapping[str, Any]) -> str:
    """The reading text of a ninjs object: headline, byline, body; none for a picture, a film, a plan."""
    title, under = _headlines(item)
    body = _body(item, "bodies", "body_")
    if not body.strip() and item.get("type", "text") in ("text", "composite"):
        body = _body(item, "descriptions", "description_")
    if not body.strip():
        return ""
    byline = " ".join(str(item.get("byline") or item.get("by") or "").split())
    first = body[:200]
    blocks = [f"# {title}"] if title and title not in first else []
    blocks += [f"——{line}" for line in under if line not in first]
    blocks += [byline] if byline and byline not in body else []
    return join_blocks([*blocks, body])


def _headlines(item: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The headline, and what stands under it."""
    values = _values(item.get("headlines"))
    values += [("", "", str(value)) for key, value in item.items() if value and _HEADLINE.fullmatch(key)]
    lines = [(role, " ".join(value.split())) for role, _, value in values]
    under = [line for role, line in lines if "sub" in role]
    return next((line for role, line in lines if "sub" not in role), ""), under


def _body(item: Mapping[str, Any], many: str, one: str) -> str:
    """The text under a key of ninjs 2 and 3 or of ninjs 1, from mark-up where there is any: that keeps paragraphs."""
    values = _values(item.get(many))
    values += [(key, "", value) for key, value in item.items() if key.startswith(one) and isinstance(value, str)]
    plain = ""
    for _, kind, value in values:
        if _MARKUP.match(value):
            return read_markup(value)
        if not plain and "xml" not in kind and not value.lstrip().startswith("<"):
            plain = value.replace("\r\n", "\n")
    return plain


def _values(found: object) -> list[tuple[str, str, str]]:
    """Role, content type and value of each headline or body of ninjs 2 and 3."""
    out = []
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and isinstance(one.get("value"), str):
            kind = one.get("contenttype") or one.get("contentType") or ""
            out.append((str(one.get("role", "")).lower(), str(kind).lower(), one["value"]))
    return out


def _dated(text: str, item: Mapping[str, Any], name: str) -> Part:
    said = (str(item.get(key) or "") for key in ("contentcreated", "versioncreated", "firstcreated"))
    date = next((parse_date(day[0]) for day in map(_DAY.match, said) if day), None)
    return Part(text=text, encoding="json", name=name, published=date, published_from="metadata" if date else "")
