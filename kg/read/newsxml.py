"""News in XML, in the formats with public documentation: NITF, NewsML-G2, RSS, and pages scanned to ALTO.

- NITF (IPTC): `hedline/hl1` and `hl2`, `byline`, `dateline`, the blocks of `body.content`; dated by `date.issue`.
- NewsML-G2 (IPTC): `inlineXML` of each item (NITF or XHTML), else its headline and description; dated by
  `contentCreated` or `versionCreated`.
- RSS 2.0: a page an item: `title`, `content:encoded` or `description`; dated by `pubDate`.
- ALTO (Library of Congress): the lines of each page's text blocks, put in reading order as those of a PDF are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.model import Skip
from kg.read.date import parse_date
from kg.read.markup import read_markup
from kg.read.part import File, Part, broken, join_blocks
from kg.read.printed import Piece, read_printed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read_xml(file: File) -> Iterator[Part | Skip]:
    """The pages of an XML file of news.

    Raises: ReadError when it is broken, or in a format that is none of these.
    """
    from defusedxml.ElementTree import fromstring

    with broken("XML", file.name):
        root: Element = fromstring(file.read())
    kind = _local(root)
    reader = _KINDS.get(kind)
    if reader is None:
        raise ReadError(
            f"XML of an unknown kind: <{kind}>", source=file.name, remedy="known are NITF, NewsML-G2, RSS and ALTO"
        )
    with broken("XML", file.name):
        pages = list(reader(root))
    if not any(page.text.strip() for page in pages):
        raise ReadError(f"no text in this {kind}", source=file.name)
    yield from pages


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _all(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name below another, in whatever namespace."""
    return (found for found in element.iter() if _local(found) == name)


def _first(element: Element, name: str) -> str:
    return next((" ".join("".join(found.itertext()).split()) for found in _all(element, name)), "")


def _nitf(root: Element) -> Iterator[Part]:
    issued = next((e.get("norm") or "" for e in _all(root, "date.issue")), "")
    yield _part(_nitf_text(root), issued)


def _nitf_text(root: Element) -> str:
    blocks = [f"# {_first(root, 'hl1') or _first(root, 'title')}".rstrip("# ")]
    blocks += [f"——{' '.join(''.join(e.itertext()).split())}" for e in _all(root, "hl2")]
    byline, dateline = _first(root, "byline"), _first(root, "dateline")
    blocks += [byline] if byline else []
    content = next(_all(root, "body.content"), None)
    paragraphs = []
    for element in content.iter() if content is not None else ():
        if _local(element) in ("p", "hl2"):
            text = " ".join("".join(element.itertext()).split())
            paragraphs.append(f"## {text}" if _local(element) == "hl2" else text)
    if dateline and paragraphs and not paragraphs[0].startswith(dateline):
        paragraphs[0] = f"{dateline} {paragraphs[0]}"
    return join_blocks([*blocks, *paragraphs])


def _newsml(root: Element) -> Iterator[Part]:
    items = list(_all(root, "newsItem")) or [root]
    for number, item in enumerate(items, 1):
        created = _first(item, "contentCreated") or _first(item, "versionCreated")
        inline = next(_all(item, "inlineXML"), None)
        if inline is None or not len(inline):
            text = join_blocks([f"# {_first(item, 'headline')}", *(_plain(e) for e in _all(item, "description"))])
        elif _local(inline[0]) == "nitf":
            text = _nitf_text(inline[0])
        else:
            from xml.etree.ElementTree import tostring

            for element in inline[0].iter():
                element.tag = _local(element)
            text = read_markup(tostring(inline[0], encoding="unicode"))
            headline = _first(item, "headline")
            if headline and headline not in text:
                text = join_blocks([f"# {headline}", text])
        yield _part(text, created, str(number) if len(items) > 1 else "")


def _plain(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _rss(root: Element) -> Iterator[Part]:
    from email.utils import parsedate_to_datetime

    for number, item in enumerate(_all(root, "item"), 1):
        body = next((e.text or "" for name in ("encoded", "description") for e in _all(item, name)), "")
        try:
            day = parsedate_to_datetime(_first(item, "pubDate")).date().isoformat()
        except (ValueError, TypeError, IndexError):
            day = _first(item, "pubDate") or _first(item, "date")
        title = _first(item, "title")
        yield _part(join_blocks([f"# {title}" if title else "", read_markup(body)]), day, str(number))


def _alto(root: Element) -> Iterator[Part]:
    pages = list(_all(root, "Page"))
    for number, page in enumerate(pages, 1):
        pieces = []
        for line in _all(page, "TextLine"):
            words = [(e.get("CONTENT") or "") for e in line if _local(e) == "String"]
            at = [float(line.get(name) or 0) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
            text = "".join(w if i == 0 or ord(w[:1] or "a") > 0x2E7F else f" {w}" for i, w in enumerate(words))
            pieces.append(Piece(at[0], at[1], at[0] + at[2], at[1] + at[3], at[3], text))
        yield _part(read_printed([pieces]), "", str(number) if len(pages) > 1 else "")


def _part(text: str, said: str, name: str = "") -> Part:
    date = parse_date(said) or parse_date(f"{said[:4]}-{said[4:6]}-{said[6:8]}" if said[:8].isdigit() else "")
    return Part(text=text, encoding="xml", name=name, published=date, published_from="metadata" if date else "")


_KINDS: dict[str, Callable[[Element], Iterator[Part]]] = {
    "nitf": _nitf, "newsMessage": _newsml, "newsItem": _newsml, "rss": _rss, "alto": _alto
}  # fmt: skip
