"""Printed pages put into reading order: from pieces of text with their places to the text as a reader reads it.

A page is cut as newspapers are made: bands of rows that share the white between columns form a zone, a zone is cut
along that white, and each column is read to its foot before the next. What crosses a column (a headline) ends the zone
above it. The reading text has a line a printed row, two full-width spaces for an indent, an empty line for white
between rows, and `#` or `##` before rows set a quarter larger than the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

HEADING = 1.25
"""How much larger than the text a headline's type is at least; those of `MAIN` and more are of level 1."""
MAIN = 1.6
_GUTTER = 0.9
"""Of the type's size: white that may part columns. Narrower gaps are spaces."""
_SPACE = 0.3
_COLUMN = 8
"""Of the type's size: no column of a text is narrower."""
_SIGNS = re.compile(r"[^\W\d_]")


class Piece(NamedTuple):
    """Text and its box in points, `top` and `bottom` counted from the page's top edge; `size` is that of its type."""

    left: float
    top: float
    right: float
    bottom: float
    size: float
    text: str


class _Row(NamedTuple):
    left: float
    right: float
    middle: float
    size: float
    text: str
    indent: bool


def read_printed(pages: Iterable[list[Piece]]) -> str:
    """The reading text of pages, given as glyphs or as stretches of text in any order."""
    sheets = [join_pieces(page) for page in pages]
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for piece in sheet:
            sizes[_rounded(piece.size)] += len(piece.text)
    body = max(sorted(sizes), key=lambda size: sizes[size], default=0.0)
    out: list[str] = []
    for sheet in sheets:
        rows: list[_Row] = []
        for column in _order(sheet):
            rows += _rows(column)
        lines = _lines(rows, body)
        out += [*([""] if out and lines else []), *lines]
    return "\n".join(out) + "\n" if out else ""


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def join_pieces(pieces: list[Piece]) -> list[Piece]:
    """Glyphs joined to stretches: those of one row and type, without white that may part columns between them."""
    kept = sorted((p for p in pieces if p.text.strip() and p.size > 0), key=lambda p: (_middle(p), p.left))
    out: list[Piece] = []
    row: list[Piece] = []
    for piece in kept:
        if row and _middle(piece) - _middle(row[0]) > 0.45 * min(piece.size, row[0].size):
            out += _join_row(row)
            row = []
        row.append(piece)
    return out + _join_row(row)


def _middle(piece: Piece) -> float:
    return (piece.top + piece.bottom) / 2


def _join_row(row: list[Piece]) -> list[Piece]:
    out: list[Piece] = []
    texts: list[str] = []
    first = last = None
    for piece in sorted(row, key=lambda p: (p.left, p.right)):
        if last is not None and first is not None:
            small, large = sorted((piece.size, last.size))
            gap = piece.left - last.right
            if gap > _GUTTER * small or (large > HEADING * small and gap > _SPACE * small):
                out.append(_stretch(first, last, texts))
                texts, first = [], None
            elif gap > _SPACE * small or last.text.endswith((" ", "\u3000")):
                texts.append(" ")
        first = first or piece
        last = piece
        texts.append(piece.text.rstrip())
    if first is not None and last is not None:
        out.append(_stretch(first, last, texts))
    return out


def _stretch(first: Piece, last: Piece, texts: list[str]) -> Piece:
    return Piece(
        first.left, min(first.top, last.top), last.right, max(first.bottom, last.bottom), first.size, "".join(texts)
    )


def _order(pieces: list[Piece]) -> list[list[Piece]]:
    """The columns of a page in the order in which they are read."""
    todo, out = [pieces], []
    while todo:
        region = todo.pop()
        if not region:
            continue
        parts = _cut(region)
        if len(parts) == 1:
            out.append(region)
        else:
            todo.extend(reversed(parts))
    return out


def _cut(region: list[Piece]) -> list[list[Piece]]:
    """A region cut into zones from the top, or a zone into columns from the left; itself when it is one column."""
    usual = median(piece.size for piece in region)
    least = _GUTTER * usual
    zones: list[list[Piece]] = []
    white: list[tuple[float, float]] = []  # between the columns of the last zone
    for band in _bands(region):
        taken = _spans(band)
        own = [(a, b) for (_, a), (b, _) in pairwise(taken) if b - a >= least]
        left = [gap for gap in _without(white, taken) if gap[1] - gap[0] >= least]
        # White beside all that a band holds parts nothing of it: a headline there, or other columns, are another zone.
        parted = any(taken[0][1] <= gap[0] and gap[1] <= taken[-1][0] for gap in left)
        heads = min(piece.size for piece in band) >= HEADING * usual
        other = any(gap[1] - gap[0] >= 1.5 * usual for gap in own)  # less may be the space between two names
        if zones and (not heads and left and (parted or not other) if white else not own):
            zones[-1] += band
            white = left
        else:
            zones.append(list(band))
            white = own
    if len(zones) > 1:
        return zones
    return _columns(region, white)


def _columns(zone: list[Piece], white: list[tuple[float, float]]) -> list[list[Piece]]:
    """The columns of a zone; a gap is no white between columns where hardly a row stands on one of its sides."""
    parts: list[list[Piece]] = [[]]
    gaps = sorted(white)
    at = 0
    for piece in sorted(zone, key=lambda p: p.left):
        while at < len(gaps) and piece.left >= gaps[at][1] - 0.01:
            at += 1
            parts.append([])
        parts[-1].append(piece)
    parts = [part for part in parts if part]
    heights = [len(_bands(part)) for part in parts]
    if len(parts) > 1 and ((min(heights) > 1 and max(heights) > 2) or _are_set(parts, heights)):
        return parts
    return [zone]


def _are_set(parts: list[list[Piece]], heights: list[int]) -> bool:
    """Whether short columns are those of one text: as many rows in each but the last, most as wide as their column.

    The last one may have a single row, beside the first of the others. Tables of names and figures are not set so.
    """
    if heights[0] < 2 or set(heights[:-1]) != {heights[0]} or heights[-1] > heights[0]:
        return False
    tops = [min(_middle(piece) for piece in part) for part in parts]
    if max(tops) - min(tops) > 0.5 * parts[0][0].size:
        return False
    for part in parts[:-1]:
        left, right = min(piece.left for piece in part), max(piece.right for piece in part)
        ends = [max(piece.right for piece in band) for band in _bands(part)]
        full = sum(right - end <= 1.2 * part[0].size for end in ends)
        if right - left < _COLUMN * part[0].size or 2 * full < len(ends) or (len(ends) == 2 and full < 2):
            return False
    return True


def _bands(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces in bands from the top, with white between each band and the next."""
    out: list[list[Piece]] = []
    foot = float("-inf")
    for piece in sorted(pieces, key=lambda p: (_middle(p) - 0.4 * p.size, p.left)):
        if _middle(piece) - 0.4 * piece.size >= foot:
            out.append([])
        out[-1].append(piece)
        foot = max(foot, _middle(piece) + 0.4 * piece.size)
    return out


def _spans(pieces: list[Piece]) -> list[tuple[float, float]]:
    """The stretches from left to right that pieces take up."""
    out: list[tuple[float, float]] = []
    for left, right in sorted((p.left, p.right) for p in pieces):
        if out and left <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def _without(gaps: list[tuple[float, float]], taken: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What of some gaps is left white by a band."""
    out = []
    for start, stop in gaps:
        for left, right in taken:
            if right <= start or left >= stop:
                continue
            if left > start:
                out.append((start, left))
            start = max(start, right)
        if start < stop:
            out.append((start, stop))
    return out


def _rows(column: list[Piece]) -> list[_Row]:
    """The rows of a column from the top."""
    rows: list[list[Piece]] = []
    for piece in sorted(column, key=lambda p: (_middle(p), p.left)):
        if rows and _middle(piece) - _middle(rows[-1][0]) <= 0.45 * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lefts = sorted(min(p.left for p in row) for row in rows)
    edge = lefts[len(lefts) // 10]
    out = []
    for row in rows:
        row.sort(key=lambda p: p.left)
        size = max(row, key=lambda p: len(p.text)).size
        left = row[0].left
        text = " ".join(p.text.strip() for p in row)
        out.append(_Row(left, row[-1].right, _middle(row[0]), size, text, left - edge >= 1.2 * size))
    return out


def _lines(rows: list[_Row], body: float) -> list[str]:
    """Rows as lines, headings marked, with empty lines where there is white."""
    steps = sorted(b.middle - a.middle for a, b in pairwise(rows) if b.middle > a.middle)
    usual = steps[len(steps) // 2] if steps else 0.0
    out: list[str] = []
    at = 0
    while at < len(rows):
        stop = at
        while stop < len(rows) and _is_heading(rows[stop], body):
            stop += 1
        if stop > at:
            largest = max(row.size for row in rows[at:stop])
            mark = "# " if largest >= MAIN * body else "## "
            before = ""
            for row in rows[at:stop]:
                main = row.size >= 0.8 * largest
                kind = mark if main else "\n"
                if kind != before or not main:
                    out.append("")
                out.append((mark if main else "") + row.text)
                before = kind
            out.append("")
            at = stop
            continue
        row, last = rows[at], rows[at - 1] if at else None
        if last is not None and out and out[-1] and row.middle - last.middle > 1.5 * max(usual, row.size):
            out.append("")
        out.append("\u3000\u3000" * row.indent + row.text)
        at += 1
    text: list[str] = []
    for line in out:
        if line or (text and text[-1]):
            text.append(line)
    while text and not text[-1]:
        text.pop()
    return text


def _is_heading(row: _Row, body: float) -> bool:
    return row.size >= HEADING * body and len(_SIGNS.findall(row.text)) >= 2
