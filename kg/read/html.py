"""Web pages: their main text without navigation, links and notices, by trafilatura, with the site's title and date.

The reading text is Markdown: the title as a heading of level 1, other headings with their level, a line a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from kg.errors import ReadError
from kg.read.date import parse_date
from kg.read.part import File, Part, broken, join_blocks, needs
from kg.read.text import check_text, decode

MOST_HTML = 8 << 20
"""Bytes of a web page: a hundred times a usual one."""

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]+)", re.I
)
_SITE = re.compile(r"\s*[-_|—–·]+\s*[^-_|—–]{2,20}$")
_SHORT = "20"
"""Characters of main text that are enough: trafilatura's 250 are those of European languages."""


def read_html(file: File) -> Iterator[Part]:
    """The page that a web page's main text is.

    Raises: ReadError when there is no main text, or trafilatura is missing.
    """
    text, encoding = decode_html(file.read(MOST_HTML), file.name)
    check_text(text, file.name)
    with needs("trafilatura", "HTML", file.name):
        from trafilatura import bare_extraction
    with broken("web page", file.name):
        found: Any = bare_extraction(
            _DECLARATION.sub("", text),  # the codec it names is no longer that of the text
            with_metadata=True,
            include_comments=False,
            include_formatting=True,
            config=_config(),
            # Not the clock: the same page must give the same bytes next year.
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2099-12-31"},
        )
    if found is None or found.body is None:
        raise ReadError("no main text in this web page", source=file.name, remedy="save its text")
    title = _SITE.sub("", " ".join((found.title or "").split()))
    blocks = _blocks(found.body, title)
    if not blocks:
        raise ReadError("no main text in this web page", source=file.name, remedy="save its text")
    date = parse_date(found.date or "")
    yield Part(
        text=join_blocks([f"# {title}" if title else "", *blocks]),
        encoding=f"html, {encoding}",
        published=date,
        published_from="metadata" if date else "",
    )


_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def decode_html(data: bytes, source: str) -> tuple[str, str]:
    """The text of a web page and its codec: UTF-8 where it is that, else what it says of itself, else what it seems.

    >>> decode_html('<meta charset="big5"><p>警察局'.encode("big5"), "")[1]
    'big5'

    Raises: ReadError when no codec fits.
    """
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    said = _CHARSET.search(data[:4096])
    if said:
        name = (said[1] or said[2]).decode("ascii").lower()
        name = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}.get(name, name)
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, source)


@cache
def _config() -> Any:
    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    for name in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config["DEFAULT"][name] = _SHORT
    config["DEFAULT"]["EXTENSIVE_DATE_SEARCH"] = "off"
    return config


def _blocks(body: Any, title: str) -> list[str]:
    """Headings, paragraphs, list items and table rows of trafilatura's tree, in order."""
    out: list[str] = []
    for element in body.iter("head", "p", "item", "row", "quote", "code"):
        if element.tag == "quote" and len(element):
            continue  # its paragraphs come by themselves
        if element.tag != "row" and any(a.tag in ("row", "item", "p") for a in element.iterancestors()):
            continue
        if element.tag == "row":
            text = " ".join(filter(None, (" ".join("".join(cell.itertext()).split()) for cell in element)))
        else:
            text = _text(element)
        if element.tag == "head" and text:
            if text.replace(" ", "") == title.replace(" ", ""):
                continue
            text = "#" * max(2, min(6, int(element.get("rend", "h2")[1:] or 2))) + " " + text.replace("\n", " ")
        out.append(text)
    return [text for text in out if text]


def _text(element: Any) -> str:
    """The text of an element; a line break in it is one, and runs of spaces are one space."""
    pieces: list[str] = []
    for node in element.iter():
        if node.tag == "lb":
            pieces.append("\n")
        elif isinstance(node.tag, str) and node.text:
            pieces.append(node.text.replace("\n", " ") if node.tag != "code" else node.text)
        if node is not element and node.tail:
            pieces.append(node.tail.replace("\n", " "))
    lines = ("".join(pieces)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
