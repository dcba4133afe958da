"""A page's lines put back together: the blocks of its reading order, each with a map back to the file's characters.

Newspaper columns break lines anywhere: inside words, inside numbers, with a blank line in the middle of a sentence.
The rules, in the order in which they apply to two neighbouring lines:

1. Markdown headings, rules, captions and bylines stand alone.
2. A line that ends a sentence ends its paragraph when a blank line, an indent or a heading follows, or when it is
   narrower than its column, or as wide as no other line or no column (one line a paragraph).
3. A line that neither ends a sentence nor fills its column, after a closed paragraph, is a heading; several such lines
   in a row are one heading, unless the last one dangles (open quote, `的`, `专项`): then it starts the paragraph.
4. Everything else is one paragraph: the line break, and spaces between Chinese characters or digits, are dropped.
"""

from __future__ import annotations

import re

import msgspec

from kg.layout.headings import count_heading_rows, count_marked_rows
from kg.layout.marks import (
    are_names,
    find_anonymous,
    find_bare_byline,
    find_byline,
    is_caption,
    is_date_line,
    is_furniture,
    may_close,
    opens_article,
    tells_of_author,
)
from kg.layout.rows import Row, ends_sentence, goes_on, is_full, read_rows, runs_on, unwrap, width
from kg.model import Line

__all__ = ["Block", "blocks", "ends_sentence", "read_rows", "unwrap", "width"]

_BRIEF = re.compile(
    r"[【\[〔]((?![^】\]〕]*(?:提示|编者|链接|背景|导读|提要|摘要|说明|注[:：]?$))[^】\]〕，。]{6,30})[】\]〕]\s*(?=[^\s】])"
)
_SPACED = re.compile(r"[^ \u3000\t\xa0]+")


class Block(msgspec.Struct, frozen=True, gc=False):
    """A unit of the reading order; `kind` is `heading`, `paragraph`, `byline`, `caption` or `date`.

    `level` is a Markdown heading's level, else 0; `apart` says whether blank lines set the block off from the next one.
    A byline's text keeps its spaces, and a line feed where it is broken. `column` is the width of the column in which
    a paragraph of at least three rows is set, else 0.
    """

    kind: str
    line: Line
    level: int = 0
    apart: bool = True
    column: float = 0.0


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a page in printed order.

    >>> [(b.kind, b.line.text) for b in blocks("夜市开张\\n\\n　　昨晚，夜\\n市开张。\\n（王敏）\\n")]
    [('heading', '夜市开张'), ('paragraph', '昨晚，夜市开张。'), ('byline', '王敏')]
    """
    reader = _Reader(text)
    while reader.at < len(reader.rows):
        reader.take()
    reader.close()
    return tuple(reader.out)


class _Reader:
    """The pass over the rows of a page: the blocks so far and the paragraph being read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = read_rows(text)
        self.marked = any(row.level for row in self.rows)
        self.at = 0
        self.out: list[Block] = []
        self.open: list[tuple[int, int]] = []  # pieces of the paragraph being read
        self.widths: dict[tuple[int, int], float] = {(row.start, row.stop): row.width for row in self.rows}

    def close(self) -> None:
        if self.open:
            column = max(map(self.width, self.open)) if len(self.open) > 2 else 0.0
            self.out.append(Block("paragraph", unwrap(self.text, self.open), column=column))
            self.open = []

    def width(self, piece: tuple[int, int]) -> float:
        """The width of a row or a part of one."""
        known = self.widths.get(piece)
        return width(self.text[slice(*piece)]) if known is None else known

    def put(self, kind: str, line: Line, *, level: int = 0, apart: bool = True, rows: int = 1) -> None:
        """End the paragraph and put out the block that the next rows are."""
        self.close()
        self.out.append(Block(kind, line, level, apart))
        self.at += rows

    def take(self) -> None:
        """Read the next row, or the rows of a heading."""
        row = self.rows[self.at]
        inside = bool(self.open) and is_full(row) and not (row.blank_before and row.blank_after)
        if inside and not row.level and not may_close(row.text):
            start, stop = self.open[-1]
            if goes_on(row) or not ends_sentence(self.text[start:stop]):  # the common row: it goes on, and ends nothing
                self.open.append((row.start, row.stop))
                self.at += 1
                return
        if not row.level and not inside and is_furniture(row.text):  # amid a sentence too, at the foot of a column
            self.out.append(Block("caption", _raw(self.text, row.start, row.stop)))
            self.at += 1
            return
        if row.level:
            n = count_marked_rows(self.rows, self.at)
            rows = self.rows[self.at : self.at + n]
            self.put("heading", _titled(self.text, [(r.start, r.stop) for r in rows]), level=row.level, rows=n)
            return
        closed = not self.open or (ends_sentence(self.text[slice(*self.open[-1])]) and not goes_on(row))
        if closed and self.take_wrapped_byline(row):
            return
        if closed and tells_of_author(row.text) and any(b.kind == "byline" and b.line.text for b in self.out[-12:]):
            self.put("caption", _raw(self.text, row.start, row.stop))
            return
        if closed and (self.take_brief(row) or self.take_alone(row)):
            return
        if closed and self.open and (row.indent or row.blank_before or not runs_on(self.rows, self.at - 1)):
            self.close()
        if self.take_byline(row):
            return
        if not self.open and self.is_short_caption(row):
            self.put("caption", unwrap(self.text, [(row.start, row.stop)]))
            return
        self.open.append((row.start, row.stop))
        self.at += 1

    def take_alone(self, row: Row) -> bool:
        """A date line, a caption, a byline without brackets or a heading."""
        if row.width < 40 and is_date_line(row.text) and not ends_sentence(row.text):
            self.put("date", _raw(self.text, row.start, row.stop))
            return True
        if is_caption(row.text):
            self.put("caption", unwrap(self.text, [(row.start, row.stop)]))
            return True
        names = find_bare_byline(row.text) if row.width < 30 else ""
        alone = (row.blank_before and row.blank_after) or row.start - self.text.rfind("\n", 0, row.start) > 6
        if not names and alone and self.out + self.open and len(row.text) <= 20 and are_names(row.text):
            names = row.text  # at the right edge of the column, or set off by itself
        if names:
            start = row.start + row.text.index(names)
            self.put("byline", _raw(self.text, start, start + len(names)))
            return True
        n = count_heading_rows(self.rows, self.at)
        if not n or (self.marked and (row.width > 24 or not row.blank_after)):
            return False
        rows = self.rows[self.at : self.at + n]
        self.put("heading", _titled(self.text, [(r.start, r.stop) for r in rows]), apart=rows[-1].blank_after, rows=n)
        return True

    def take_byline(self, row: Row) -> bool:
        """A byline in brackets, at the end of a row, or begun in the row before."""
        broken = _broken_byline(self.text, self.open[-1], row) if self.open else None
        if broken is not None:
            stop, names = broken
            self.open[-1] = (self.open[-1][0], stop)
            if stop == self.open[-1][0]:
                self.open.pop()
            self.put("byline", names)
            return True
        found = find_byline(row.text) or find_anonymous(row.text)
        if not found:
            return False
        if found.re.groups == 0:  # nobody is named
            cut = row.start + len(row.text[: found.start()].rstrip())
            if cut > row.start:
                self.open.append((row.start, cut))
            self.put("byline", Line(text="", offsets=()))
            return True
        cut = row.start + len(row.text[: found.start()].rstrip())
        if cut > row.start:
            self.open.append((row.start, cut))
        self.put("byline", _raw(self.text, row.start + found.start(1), row.start + found.end(1)))
        return True

    def take_wrapped_byline(self, row: Row) -> bool:
        """A byline in brackets on two rows of its own."""
        if row.text[0] not in "（(" or row.text[-1] in "）)" or self.at + 1 >= len(self.rows):
            return False
        second = self.rows[self.at + 1]
        if second.text[-1] not in "）)" or not find_byline(f"{row.text} {second.text}"):
            return False
        start, stop = row.start + 1, second.stop - 1
        kept = [i for i in range(start, stop) if not (row.stop < i < second.start)]
        text = "".join("\n" if self.text[i] in "\r\n" else self.text[i] for i in kept)
        self.put("byline", Line(text=text, offsets=tuple(kept)), rows=2)
        return True

    def take_brief(self, row: Row) -> bool:
        """The headline of a brief, in brackets before its text: `【县城添三处充电站】本报讯 昨日……`."""
        found = _BRIEF.match(row.text)
        if not found:
            return False
        self.put("heading", _titled(self.text, [(row.start + found.start(1), row.start + found.end(1))]), level=9)
        self.open.append((row.start + found.end(), row.stop))
        return True

    def is_short_caption(self, row: Row) -> bool:
        """Whether a row that would start a paragraph is a caption: one short sentence by itself, without a comma.

        Where the rows around it stand by themselves too, blank lines only part paragraphs, save under a picture and
        above a lead.
        """
        near = self.rows[max(0, self.at - 1) : self.at] + self.rows[self.at + 1 : self.at + 2]
        pictured = bool(self.out) and self.out[-1].kind == "caption"
        led = self.at + 1 < len(self.rows) and opens_article(self.rows, self.at + 1)
        if not pictured and not led and any(r.blank_before and r.blank_after and ends_sentence(r.text) for r in near):
            return False
        return (
            row.blank_before
            and row.blank_after
            and row.width <= min(24, row.column - 2)
            and row.text.endswith("。")
            and row.text.count("。") == 1
            and "，" not in row.text
            and not opens_article(self.rows, self.at)
        )


def _broken_byline(text: str, piece: tuple[int, int], row: Row) -> tuple[int, Line] | None:
    """A byline whose bracket opens on the row before: where the text before it ends, and its names."""
    if row.text[-1] not in ")）" or "（" in row.text or "(" in row.text:
        return None
    start, stop = piece
    before = text[start:stop]
    at = max(before.rfind("（"), before.rfind("("))
    if at < 0:
        return None
    found = find_byline(before + row.text) or find_byline(f"{before} {row.text}")
    if not found or found.start() != at:
        return None
    inside = row.text[:-1].rstrip()
    head = _raw(text, start + at + 1, stop)
    tail = _raw(text, row.start, row.start + len(inside))
    if not head.text or not inside:
        return start + len(before[:at].rstrip()), head if head.text else tail
    names = Line(text=f"{head.text}\n{tail.text}", offsets=(*head.offsets, stop, *tail.offsets))
    return start + len(before[:at].rstrip()), names


def _raw(text: str, start: int, stop: int) -> Line:
    """A stretch of the document as it is."""
    return Line(text=text[start:stop], offsets=tuple(range(start, stop)))


def _titled(text: str, pieces: list[tuple[int, int]]) -> Line:
    """A heading's lines and spaced parts joined with one space each, which has the place of what stood between."""
    joined, offsets = "", []
    for start, stop in pieces:
        for part in _SPACED.finditer(text, start, stop):
            line = unwrap(text, [part.span()])
            if joined and line.text:
                joined += " "
                offsets.append(part.start() - 1)
            joined += line.text
            offsets.extend(line.offsets)
    return Line(text=joined, offsets=tuple(offsets))
