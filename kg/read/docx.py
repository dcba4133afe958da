"""Word documents, by python-docx: paragraphs and the rows of tables in order, headings by their style.

The reading text is Markdown: headings marked with their level, a line a paragraph, the cells of a row with spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import ReadError
from kg.read.part import MOST_BYTES, File, Part, broken, join_blocks, needs
from kg.read.zipped import open_zip

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TITLES = frozenset(("title", "标题"))


def read_docx(file: File) -> Iterator[Part]:
    """The page that a Word document is.

    Raises: ReadError when it is broken or none, or python-docx is missing.
    """
    with needs("python-docx", "DOCX", file.name):
        from docx import Document
    with file.open() as stream, open_zip(stream, file.name) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        if "word/document.xml" not in sizes:
            raise ReadError("this is no Word document", source=file.name, remedy="save it as .docx")
        if sum(sizes.values()) > 4 * MOST_BYTES or sizes["word/document.xml"] > MOST_BYTES:
            raise ReadError("larger inside than a page may be", source=file.name, remedy="split it into its pages")
        stream.seek(0)
        with broken("Word document", file.name):
            blocks = [_block(item) for item in Document(stream).iter_inner_content()]
    yield Part(text=join_blocks(blocks), encoding="docx")


def _block(item: Any) -> str:
    if hasattr(item, "rows"):
        return "\n".join(_row(row) for row in item.rows)
    text: str = item.text.replace("\r", "")
    style = (item.style.name or "") if item.style is not None else ""
    found = _HEADING.match(style)
    level = int(found[1]) if found else 1 if style.lower() in _TITLES else 0
    if level and text.strip():
        return "\n".join("#" * min(level, 6) + " " + line.strip() for line in text.split("\n") if line.strip())
    return text


def _row(row: Any) -> str:
    """The cells of a table's row; one that spans several columns comes once."""
    cells: list[Any] = []
    for cell in row.cells:
        if not cells or cell._tc is not cells[-1]._tc:
            cells.append(cell)
    return " ".join(filter(None, (" ".join(cell.text.split()) for cell in cells)))
