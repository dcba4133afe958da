"""PDF, by pdfium: the text layer in reading order; pages without one are scans, which go to the OCR program.

The reading text is that of `printed`, page after page. Text set from top to bottom is read as rows of one character.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.errors import ReadError
from kg.model import Skip
from kg.read.ocr import find_engine, read_bitmap
from kg.read.part import MOST_BYTES, MOST_CHARACTERS, File, Part, broken, needs
from kg.read.printed import Piece, read_printed

MOST_PAGES = 2_000
"""Pages of a file that is read as one page of text: the size of a book."""
_DOTS = 300
"""Per inch: what OCR programs are trained on."""
_FEW = 10
"""Characters that a scan may bear all the same: a page number, a stamp."""


def read_pdf(file: File) -> Iterator[Part | Skip]:
    """The page of text that a PDF is, with a `Skip` for each of its pages that is a scan nobody can read here.

    Raises: ReadError when it is broken or locked, has no text at all, or pypdfium2 is missing.
    """
    with needs("pypdfium2", "PDF", file.name):
        import pypdfium2
    data = file.read(4 * MOST_BYTES)
    with broken("PDF", file.name):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise ReadError("this PDF needs a password", source=file.name, remedy="save it without one") from error
            raise
    with broken("PDF", file.name):
        try:
            pages, scans, engines = _read_pages(document, file.name)
        finally:
            document.close()
    text = read_printed(pages)
    if not text.strip():
        raise ReadError(scans[0].reason if scans else "no text in this PDF", source=file.name)
    yield from scans
    yield Part(text=text, encoding=", ".join(["pdf", *engines]))


def _read_pages(document: Any, source: str) -> tuple[list[list[Piece]], list[Skip], list[str]]:
    """The pieces of each page, the pages that can't be read, and the OCR program that read some, if one did."""
    if len(document) > MOST_PAGES:
        raise ReadError(f"{len(document):,} pages: more than {MOST_PAGES:,}", source=source, remedy="split it")
    pages: list[list[Piece]] = []
    scans: list[Skip] = []
    engines: list[str] = []
    total = 0
    for number in range(len(document)):
        page = document[number]
        try:
            pieces = _glyphs(page)
            # Fonts without a table of characters give marks that mean nothing.
            unknown = sum(1 for p in pieces if "\ue000" <= p.text <= "\uf8ff" or p.text == "\ufffd")
            if (len(pieces) < _FEW or unknown * 3 > len(pieces)) and _has_picture(page, unknown):
                why = "a scan" if unknown * 3 <= len(pieces) else "its fonts do not say which characters they print"
                engine = find_engine()
                if engine is None:
                    reason = f"{why}, and no OCR program is here (install tesseract-ocr with chi_sim)"
                    scans.append(Skip(source=f"{source}/page {number + 1}", step="read", reason=reason))
                else:
                    pieces = read_bitmap(engine, page.render(scale=_DOTS / 72, grayscale=True), source)
                    engines = [f"ocr {engine.version}"]
            total += len(pieces)
            if total > MOST_CHARACTERS:
                raise ReadError(f"more than {MOST_CHARACTERS:,} characters", source=source, remedy="split it")
        finally:
            page.close()
        pages.append(pieces)
    return pages, scans, engines


def _has_picture(page: Any, unknown: int) -> bool:
    """Whether there is something on the page that may be text all the same."""
    return bool(unknown) or any(True for _ in page.get_objects(filter=(3,), max_depth=3))


def _glyphs(page: Any) -> list[Piece]:
    """The characters of a page's text layer with their places; those that pdfium makes up (line ends) left out."""
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    out: list[Piece] = []
    turns: Counter[int] = Counter()
    seen: set[tuple[str, int, int]] = set()
    try:
        count = layer.count_chars()
        if count > MOST_CHARACTERS:
            raise ReadError(f"a page of more than {MOST_CHARACTERS:,} characters", remedy="split it")
        for i in range(count):
            code = pdfium.FPDFText_GetUnicode(layer.raw, i)
            if code <= 0x20 and (code != 0x20 or pdfium.FPDFText_IsGenerated(layer.raw, i) == 1):
                continue
            text = chr(code) if code < 0x110000 else "\ufffd"
            if text in " \u3000\xa0":
                if out:
                    out[-1] = out[-1]._replace(text=out[-1].text.rstrip() + " ")
                continue
            if not pdfium.FPDFText_GetLooseCharBox(layer.raw, i, ctypes.byref(box)):
                continue
            size, turn = pdfium.FPDFText_GetFontSize(layer.raw, i), 0
            if pdfium.FPDFText_GetMatrix(layer.raw, i, ctypes.byref(matrix)):
                size *= math.hypot(matrix.c, matrix.d) or 1.0
                turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            turns[turn] += 1
            # Printed twice, a hair apart, to look bold.
            place = (text, round(box.left / (size or 1) * 3), round(box.top / (size or 1) * 3))
            if place not in seen:
                seen.add(place)
                out.append(Piece(box.left, -box.top, box.right, -box.bottom, size, text))
    finally:
        layer.close()
    turn = max(sorted(turns), key=lambda t: turns[t], default=0)
    return [_turned(piece, turn) for piece in out] if turn else out


def _turned(piece: Piece, turn: int) -> Piece:
    """A piece of a page whose text runs up (1), upside down (2) or down (3), as if it ran to the right."""
    left, top, right, bottom, size, text = piece
    if turn == 1:
        return Piece(-bottom, left, -top, right, size, text)
    if turn == 2:
        return Piece(-right, -bottom, -left, -top, size, text)
    return Piece(top, -right, bottom, -left, size, text)
