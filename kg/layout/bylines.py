"""Bylines that a column has broken over several rows, or that nothing parts from the text."""

from __future__ import annotations

from kg.layout.marks import find_byline, names_after_end
from kg.layout.rows import Row, raw
from kg.model import Line

BYLINE_ROWS = 3
"""How many rows a byline may take before the one that closes its bracket."""


def find_broken_byline(text: str, pieces: list[tuple[int, int]], row: Row) -> tuple[int, int, Line] | None:
    """A byline whose bracket opens on a row before: how many rows back, where the text before it ends, its names."""
    if row.text[-1] not in ")）" or "（" in row.text or "(" in row.text:
        return None
    n, start, stop, before, at = 0, 0, 0, "", -1
    for start, stop in reversed(pieces):
        n += 1
        before = text[start:stop]
        at = max(before.rfind("（"), before.rfind("("))
        if max(before.rfind("）"), before.rfind(")")) > at:
            return None
        if at >= 0:
            break
    if at < 0:
        return None
    rows = [before, *(text[slice(*piece)] for piece in pieces[len(pieces) - n + 1 :]), row.text]
    found = find_byline("".join(rows)) or find_byline(" ".join(rows))
    if not found or found.start() != at:
        return None
    last = row.text[:-1].rstrip()
    spans = [(start + at + 1, stop), *pieces[len(pieces) - n + 1 :], (row.start, row.start + len(last))]
    names, before_break = Line(text="", offsets=()), 0
    for begin, end in spans:
        part = raw(text, begin, end)
        if names.text and part.text:
            names = Line(text=f"{names.text}\n", offsets=(*names.offsets, before_break))
        names, before_break = Line(text=names.text + part.text, offsets=names.offsets + part.offsets), end
    return n, start + len(before[:at].rstrip()), names


def find_wrapped_byline(text: str, row: Row, second: Row) -> Line | None:
    """A byline in brackets that is all there is on two rows."""
    if row.text[0] not in "（(" or row.text[-1] in "）)" or second.text[-1] not in "）)":
        return None
    found = find_byline(f"{row.text} {second.text}")
    if not found or found.start():
        return None
    kept = [i for i in range(row.start + 1, second.stop - 1) if not (row.stop < i < second.start)]
    return Line(text="".join("\n" if text[i] in "\r\n" else text[i] for i in kept), offsets=tuple(kept))


def find_last_names(text: str, before: tuple[int, int] | None, row: Row) -> Line | None:
    """The names after the last sentence of an article; `before` is the row above, where they may begin."""
    start = before[0] if before else row.start
    names = names_after_end((text[slice(*before)] if before else "") + row.text)
    if not names or (before and len(names) <= len(row.text)):
        return None
    kept = [i for i in range(start, row.stop) if not text[i].isspace()][-len(names) :]
    return Line(text=names, offsets=tuple(kept))
