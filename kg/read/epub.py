"""Books in EPUB: a page a chapter, in the order of the book's spine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZipFile

from kg.errors import ReadError
from kg.model import Skip
from kg.read.date import parse_date
from kg.read.html import MOST_HTML, decode_html
from kg.read.markup import read_markup
from kg.read.part import File, Part, broken
from kg.read.zipped import open_zip, read_member

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_epub(file: File) -> Iterator[Part | Skip]:
    """A page for each chapter that holds text, called by its path in the book; dated as the book is.

    Raises: ReadError when it is broken or no book, or holds no text; OSError.
    """
    with file.open() as stream, open_zip(stream, file.name) as archive, broken("book", file.name):
        names = {info.filename: info for info in archive.infolist()}
        if "META-INF/container.xml" not in names:
            raise ReadError("this is no EPUB: it has no META-INF/container.xml", source=file.name)
        root = _parse(archive, "META-INF/container.xml", file.name).find(f".//{_CONTAINER}rootfile")
        path = "" if root is None else root.get("full-path", "")
        if path not in names:
            raise ReadError("this is no EPUB: it has no table of its contents", source=file.name)
        package = _parse(archive, path, file.name)
        date = parse_date(package.findtext(f".//{_DC}date") or "")
        found = False
        for href in _chapters(package):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(href)))
            if name not in names:
                yield Skip(source=f"{file.name}/{name}", step="read", reason="the book lacks this chapter")
                continue
            try:
                data = read_member(archive, names[name], file.name, MOST_HTML)
            except ReadError as error:
                yield Skip(source=f"{file.name}/{name}", step="read", reason=error.message)
                continue
            text = read_markup(decode_html(data, file.name)[0])
            if not text.strip():
                continue  # a cover
            found = True
            yield Part(text=text, encoding="epub", name=name, published=date, published_from="metadata" if date else "")
        if not found:
            raise ReadError("no text in this book", source=file.name)


def _parse(archive: ZipFile, name: str, source: str) -> Element:
    from defusedxml.ElementTree import fromstring

    root: Element = fromstring(read_member(archive, archive.getinfo(name), source, MOST_HTML), forbid_dtd=False)
    return root


def _chapters(package: Element) -> list[str]:
    """The paths of the book's pages in reading order, without its table of contents."""
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    pages = (items.get(ref.get("idref")) for ref in package.iter(f"{_OPF}itemref"))
    hrefs = [page.get("href", "") for page in pages if page is not None and "nav" not in page.get("properties", "")]
    return list(dict.fromkeys(filter(None, hrefs)))
