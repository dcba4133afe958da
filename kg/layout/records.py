"""Articles as databases of papers give them without names of fields: the head of a record, rows of a table."""

from __future__ import annotations

import re

from kg.layout.fields import KIND_OF, Part
from kg.layout.marks import is_date_line
from kg.layout.names import is_name
from kg.layout.rows import Row

_COUNT = re.compile(r"\d{1,5} ?[字词]|\d{1,5} words")  # how long the article is, in the head of a record
_COUNTED = frozenset("字词s")  # what those end in
_RIGHTS = re.compile(  # the language, too, which is told beside them
    r"(?:简体|繁體|繁体)?中文|Chinese(?: - (?:Simplified|Traditional))?|(?:Copyright|版权所有|©|\([cC]\)) ?.{0,60}"
)
_NUMBER = re.compile(r"(?:文件|文檔|Document) [A-Za-z0-9]{12,40}")
_PARTS = re.compile(r"[\s、，,；;]+")
_HEAD = 9  # rows at most from the count of characters to the rights
_ABOVE = 5  # rows at most above it: section, headline, authors
_SECTION = 4  # characters
_CELLS = 3  # in a row of a table, at least


class Records:
    """The parts of a page's rows, where they are records: by the row's place, what is in it."""

    def __init__(self, rows: list[Row]) -> None:
        self._parts = _read_table(rows) or _read_heads(rows)

    def __bool__(self) -> bool:
        return bool(self._parts)

    def read(self, row: Row) -> tuple[Part, ...]:
        """What a row holds; nothing where it is read as any other."""
        return self._parts.get(row.start, ())


def _read_heads(rows: list[Row]) -> dict[int, tuple[Part, ...]]:
    """The heads of records: section, headline, authors, how many characters, date, paper, page, language, rights."""
    parts: dict[int, tuple[Part, ...]] = {}

    def put(row: Row, kind: str) -> None:
        parts[row.start] = ((kind, row.start, row.stop),)

    for i, row in enumerate(rows):
        if row.text[-1] not in _COUNTED or not _COUNT.fullmatch(row.text):
            continue
        stop = i + 1
        while stop < len(rows) and stop - i <= _HEAD and (rows[stop].furniture or not rows[stop].blank_before):
            stop += 1
        head = rows[i:stop]
        if not any(is_date_line(r.text) for r in head) or not any(_RIGHTS.fullmatch(r.text) for r in head):
            continue
        for r in head:
            put(r, "date" if is_date_line(r.text) else "")
        above = i
        while above and i - above < _ABOVE and (rows[above].furniture or not rows[above].blank_before):
            above -= 1
        titles = rows[above:i]
        if len(titles) > 1 and all(map(is_name, _PARTS.split(titles[-1].text))):
            put(titles.pop(), "author")
        if len(titles) > 1 and len(titles[0].text) <= _SECTION:
            put(titles.pop(0), "")
        for r in titles:
            put(r, "")
        if titles:
            parts[titles[0].start] = (("title", titles[0].start, titles[-1].stop),)
    if parts:
        for row in rows:
            if _NUMBER.fullmatch(row.text):
                put(row, "")
    return parts


def _read_table(rows: list[Row]) -> dict[int, tuple[Part, ...]]:
    """The cells of a table pasted as text: a tab between two, the names of the columns in its first row."""
    if not rows or rows[0].text.count("\t") + 1 < _CELLS:
        return {}
    kinds = [KIND_OF.get(name.strip()) for name in rows[0].text.split("\t")]
    body = rows[1:]
    if not {"title", "text"} <= set(kinds) or not body or any(len(r.text.split("\t")) != len(kinds) for r in body):
        return {}
    parts: dict[int, tuple[Part, ...]] = {rows[0].start: (("", rows[0].start, rows[0].stop),)}
    order = {"title": 0, "author": 1, "date": 2, "text": 3}
    for row in body:
        cells: list[Part] = []
        at = row.start
        for kind, cell in zip(kinds, row.text.split("\t"), strict=True):
            if kind in order and cell.strip():
                cells.append((kind, at, at + len(cell)))
            at += len(cell) + 1
        parts[row.start] = tuple(sorted(cells, key=lambda part: order[part[0]]))
    return parts
