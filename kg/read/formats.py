"""Which function reads which files; `read_parts` reads one, unless its bytes are not what its suffix says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from kg.errors import ReadError
from kg.model import Skip
from kg.read.archive import read_archive
from kg.read.docx import read_docx
from kg.read.epub import read_epub
from kg.read.html import read_html
from kg.read.newsjson import read_json
from kg.read.newsxml import read_xml
from kg.read.ocr import read_image
from kg.read.part import File, Part, Reader
from kg.read.pdf import read_pdf
from kg.read.signature import HEAD, REMEDIES, find_format, is_json_list, tells_news
from kg.read.tables import read_csv, read_jsonl
from kg.read.text import read_text

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".xml": read_xml,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".epub": read_epub,
    ".zip": read_archive,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".png": read_image,
    ".jpg": read_image,
    ".jpeg": read_image,
    ".tif": read_image,
    ".tiff": read_image,
    ".bmp": read_image,
    ".webp": read_image,
}
"""Suffix, in lower case, to the function that reads such files. A new format is one module and one line here.

What a format needs beyond Python is imported when its first file is read."""

_FORMATS: dict[Reader, tuple[str, ...]] = {
    read_html: ("HTML", "XML", ""),
    read_xml: ("XML", ""),
    read_pdf: ("PDF",),
    read_docx: ("ZIP",),
    read_epub: ("ZIP",),
    read_archive: ("ZIP",),
    read_image: ("image",),
}
"""What the first bytes of the files of a reader may be; text where nothing is said."""
_DEFAULT = {"PDF": ".pdf", "ZIP": ".zip", "HTML": ".html", "XML": ".xml", "image": ".png"}
"""What a file without a name is read as, by its first bytes."""


def read_parts(file: File) -> Iterator[Part | Skip]:
    """The pages of a file, by its suffix; by its first bytes, where it has no name (standard input).

    Raises: ReadError, OSError.
    """
    if not PurePath(file.name).suffix:
        yield from _read_unnamed(file)
        return
    with file.open() as stream:
        head = stream.read(HEAD)
    reader = READERS[file.suffix]
    actual = find_format(head)
    if head and actual not in _FORMATS.get(reader, ("", "XML")):
        raise ReadError(
            f"called {file.suffix}, but these are the bytes of {_describe(actual)}",
            source=file.name,
            remedy=REMEDIES.get(actual) or (f"call it {_DEFAULT[actual]}" if actual in _DEFAULT else "save it again"),
        )
    yield from reader(file)


def _read_unnamed(file: File) -> Iterator[Part | Skip]:
    from io import BytesIO

    data = file.read()
    actual = find_format(data[:HEAD])
    if actual in REMEDIES:
        raise ReadError(f"these are the bytes of {_describe(actual)}", source=file.name, remedy=REMEDIES[actual])
    again = File(name=file.name, open=lambda: BytesIO(data), columns=file.columns)
    if actual == "ZIP":
        yield from _read_package(again)
    elif not actual and (is_json_list(data[:HEAD]) or tells_news(data[:HEAD])):
        yield from read_json(again)
    elif not actual and data.lstrip()[:1] == b"{":
        yield from read_jsonl(again)
    else:
        yield from READERS[_DEFAULT.get(actual, ".txt")](again)


def _read_package(file: File) -> Iterator[Part | Skip]:
    """A ZIP without a name: a document, a book, or files packed together."""
    from zipfile import BadZipFile, ZipFile

    try:
        with file.open() as stream, ZipFile(stream) as archive:
            names = set(archive.namelist())
    except BadZipFile as error:
        raise ReadError(f"this ZIP is broken: {error}", source=file.name, remedy="fetch it again") from error
    if "word/document.xml" in names:
        yield from read_docx(file)
    elif "META-INF/container.xml" in names:
        yield from read_epub(file)
    else:
        yield from read_archive(file)


def _describe(actual: str) -> str:
    return {"image": "a picture", "HTML": "a web page", "": "plain text"}.get(actual, f"a file in {actual} format")
