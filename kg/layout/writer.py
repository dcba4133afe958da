"""What the pass over a page's rows puts out: its blocks so far and the paragraph being read."""

from __future__ import annotations

from itertools import pairwise

from kg.layout.block import Block
from kg.layout.fields import Fields
from kg.layout.headings import BULLETS, begins_part, count_deck_rows, count_heading_rows, stands_over_byline
from kg.layout.joins import leaves_column
from kg.layout.marks import BRIEF, find_byline
from kg.layout.records import Records
from kg.layout.rows import Row, ends_sentence, raw, read_rows, titled, unwrap, width
from kg.layout.runon import find_run_on_briefs
from kg.layout.titled import starts_article
from kg.layout.weigh import Headings
from kg.model import Line

_FULL = 0.9
_PARAGRAPHS = 2
_BRIEFS = 2  # a page has this habit, or has not
_CAPITAL = 8  # full-width characters: the row beside a capital is no headline of a word


class Writer:
    """The blocks of a page so far and the paragraph being read, and the ways in which a brief or an article opens."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = read_rows(text)
        self.marked = any(row.level for row in self.rows)
        fields: Fields | Records = Fields(self.rows) or Records(self.rows)
        self.fields = fields if fields else None
        self.weighed = Headings(self.rows, marked=self.marked)
        self.listed: dict[str, bool] = {}  # marks, and whether paragraphs begin with them
        self.at = 0
        self.out: list[Block] = []
        self.open: list[tuple[int, int]] = []  # pieces of the paragraph being read
        self.amid: list[Block] = []  # headlines that stand in it
        self.briefs: dict[int, tuple[int, int]] | None = None  # not looked for yet
        self.whole = {(row.start, row.stop): row for row in self.rows}

    def close(self) -> None:
        if self.open:
            apart = all(self.text.count("\n", a[1], b[0]) > 1 for a, b in pairwise(self.open))
            rows = [self.width(piece) for piece in self.open] if apart or len(self.open) > 2 else []
            head, foot = (max(rows[:3]), max(rows[-3:-1])) if len(rows) > 1 else (0.0, 0.0)
            line, spread = unwrap(self.text, self.open), len(rows) if apart else 0
            self.out.append(Block("paragraph", line, column=head, foot=foot, spread=spread))
            self.open = []
        self.out += self.amid
        self.amid = []

    def width(self, piece: tuple[int, int]) -> float:
        """The width of a row or a part of one."""
        row = self.whole.get(piece)
        return width(self.text[slice(*piece)]) if row is None else row.width

    def ended(self) -> bool:
        """Whether the paragraph being read ends a sentence so far."""
        row = self.whole.get(self.open[-1])
        return ends_sentence(self.text[slice(*self.open[-1])]) if row is None else row.ends

    def put(self, kind: str, line: Line, *, level: int = 0, apart: bool = True, rows: int = 1) -> None:
        """End the paragraph and put out the block that the next rows are."""
        self.close()
        self.out.append(Block(kind, line, level, apart))
        self.at += rows

    def take_brief(self, row: Row) -> bool:
        """The headline of a brief, in brackets before its text: `【县城添三处充电站】本报讯 昨日……`."""
        found = BRIEF.match(row.text) if row.text[0] in "【[〔" else None
        if not found:
            return False
        self.put("heading", titled(self.text, [(row.start + found.start(1), row.start + found.end(1))]), level=9)
        signed = find_byline(row.text)
        if signed and signed.start() > found.end():
            self.open.append((row.start + found.end(), row.start + signed.start()))
            self.put("byline", raw(self.text, row.start + signed.start(1), row.start + signed.end(1)), rows=0)
        else:
            self.open.append((row.start + found.end(), row.stop))
        return True

    def take_run_on_brief(self, row: Row) -> bool:
        """The headline of a brief on the row on which its text begins, where other briefs of the page have it too."""
        if ("  " not in row.text and "\u3000" not in row.text) or row.level or row.width < 0.8 * row.column:
            return False
        if self.open or not self.out or self.out[-1].kind not in ("byline", "heading"):
            return False
        if self.briefs is None:
            self.briefs = find_run_on_briefs(self.rows)
        found = self.briefs.get(row.start)
        if len(self.briefs) < _BRIEFS or found is None:
            return False
        self.put("heading", titled(self.text, [(row.start, row.start + found[0])]), level=9)
        self.open.append((row.start + found[1], row.stop))
        return True

    def take_capital(self, row: Row) -> bool:
        """The first character of an article, set large, on a line of its own."""
        if len(row.text) > 1 or not row.text.isalnum() or row.text.isascii() or self.at + 1 == len(self.rows):
            return False
        if row.blank_after or self.rows[self.at + 1].width < _CAPITAL or self.rows[self.at + 1].level:
            return False
        self.close()
        for piece in (row, self.rows[self.at + 1]):
            self.open.append((piece.start, piece.stop))
        self.at += 2
        return True

    def lists(self, mark: str) -> bool:
        """Whether paragraphs begin with a mark on this page, and not headings: most rows with it fill their column."""
        if mark not in self.listed:
            rows = [row for row in self.rows if row.text[0] == mark and not row.blank_after]
            full = sum(row.full and row.width >= _FULL * row.column for row in rows)
            self.listed[mark] = full >= _PARAGRAPHS and 2 * full >= len(rows)
        return self.listed[mark]

    def stands_over_lead(self) -> bool:
        """Whether a headline begins here whatever is above: a byline or the head of a lead stands below it."""
        if stands_over_byline(self.rows, self.at):
            return True
        n = self.weighed.count(self.at)
        return 0 < n < len(self.rows) - self.at and starts_article(self.rows, self.at + n)

    def count_heading(self) -> int:
        """How many rows from here on form one heading, or several without a blank line between them."""
        if self.rows[self.at].text[0] in BULLETS and self.lists(self.rows[self.at].text[0]):
            return 0
        n = count_heading_rows(self.rows, self.at)
        if n == 0:
            return self.weighed.count(self.at)
        marked = n == 1 and (self.rows[self.at].text[0] in BULLETS or self.rows[self.at].text[0] in "【[—-―")
        below = self.rows[self.at + n] if not marked and self.at + n < len(self.rows) else None
        if below is None or below.blank_before or begins_part(below) or not self.weighed.holds(self.at + n):
            return n
        return n if count_deck_rows(self.rows, self.at + n) else max(n, self.weighed.count(self.at))

    def leave_column(self) -> None:
        """End the paragraph amid its sentence where rows of another width follow."""
        if leaves_column(self.rows, self.at):
            self.close()
            self.out.append(Block("break", Line(text="", offsets=()), column=self.rows[self.at - 1].width))
