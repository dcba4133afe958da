"""Which rows are a headline's, weighed together: each run of rows that may be one is parted into headings and text.

A row of running text fills its column and leads on to the next one; the rows of a headline do not, and may be as wide
or as narrow as they like. No sign is sure by itself: of all ways to part a run, that one is taken which costs least.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from math import inf

from kg.layout.apart import STARTER
from kg.layout.marks import opens_article
from kg.layout.rows import WIDEST, Row, goes_on
from kg.layout.signs import (
    CUT,
    EVEN,
    SHORT,
    closes,
    cuts_word,
    stands_alone,
    weigh_beginning,
    weigh_heading,
    weigh_text,
)

_LEAST = 2
_LONGEST = 34  # full-width characters of one row of a headline
_NEAR = 7  # rows that show how wide a column is
_ENOUGH = 4  # rows
_NARROWEST = 8  # full-width characters of a column
_NARROW = 11  # full-width characters: headlines may have rows of one width that are shorter
_MOST = 24  # rows of a run
_SLIGHT = 1e-6  # by which sums of the same costs may differ, added in another order
_FIGURE = re.compile(r"[\d.]+[%‰]?[，、]")  # which no headline begins with
_INDENT = 2.0  # full-width characters of an indent that was lost


class Headings:
    """Which rows of a page stand in headings, by all that is to be seen of them and of the rows around.

    Runs of rows are weighed when one of them is asked for. The rows of Markdown pages are told apart by their marks.
    """

    def __init__(self, rows: list[Row], *, marked: bool) -> None:
        self._rows = rows
        self._known: dict[int, bool] = {}
        self._marked = marked
        self._lost: float | None = None  # of how wide an indent the page's paragraphs are left without

    def holds(self, i: int) -> bool:
        """Whether row `i` stands in a heading."""
        known = self._known.get(i)
        return self._weigh(i) if known is None else known

    def count(self, i: int) -> int:
        """How many rows from `i` on to the next blank line stand in a heading."""
        if self._is_plain(i):
            return 0
        n = 0
        while (
            n < _MOST and i + n < len(self._rows) and not (n and self._rows[i + n].blank_before) and self.holds(i + n)
        ):
            n += 1
        return n

    def _is_plain(self, i: int) -> bool:
        """Whether row `i` is the first of a paragraph at first sight."""
        rows, row = self._rows, self._rows[i]
        if not row.full or row.blank_after or i + 1 == len(rows) or self._marked:
            return self._marked
        if opens_article(rows, i) or (row.indent and not rows[i + 1].indent):
            return True
        if i and not row.blank_before and rows[i - 1].ends and rows[i + 1].full:
            return not STARTER.match(rows[i + 1].text)
        return row.text[0] != "“" and STARTER.match(row.text) is not None

    def _weigh(self, i: int) -> bool:
        rows, known = self._rows, self._known
        if self._marked or not _may_be(rows[i]):
            known[i] = False
            return False
        start = i
        while start and i - start < _MOST and start - 1 not in known and _may_be(rows[start - 1]):
            start -= 1
        stop = i + 1
        while stop < len(rows) and stop - i < _MOST and stop not in known and _may_be(rows[stop]):
            stop += 1
        found: Iterable[int] = ()
        if _is_odd(rows, start, stop):
            if self._lost is None:
                self._lost = _find_lost_indent(rows)
            found = _part(rows, start, stop, self._lost)
        for k in range(start, stop):
            known[k] = k in found
        return known[i]


def _may_be(row: Row) -> bool:
    """Whether a row may be one of a headline at first sight."""
    text = row.text
    if row.ends and text[-1] not in "？?！!”":
        return False
    if text[0] in "（(" and (text[-1] in "）)" or ("）" not in text and ")" not in text)):
        return False
    if text[-1] in "）)" and "（" not in text and "(" not in text:  # the second row of a byline: 秀兰）
        return False
    if text[0].isdecimal() and _FIGURE.match(text):
        return False
    return _LEAST <= row.width <= _LONGEST and "。" not in text and text[-1] not in "、；;：:" and not goes_on(row)


def _is_odd(rows: list[Row], start: int, stop: int) -> bool:
    """Whether anything about a run of rows is not as in running text."""
    if start == 0 or stop == len(rows):
        return True
    for i in range(start, stop):
        row = rows[i]
        if not row.full or (row.blank_after and i + 1 < stop):
            return True
    fresh = rows[start].blank_before or rows[start - 1].ends
    return (fresh and bool(STARTER.match(rows[stop].text))) or (rows[start].blank_before and rows[stop - 1].blank_after)


def _column(rows: list[Row], i: int, step: int) -> float:
    """The width of the column above or below row `i`: the greatest that two of the nearest rows have; 0 where none."""
    seen: list[float] = []
    best = 0.0
    k = i + step
    while 0 <= k < len(rows) and abs(k - i) <= _NEAR:
        size = rows[k].width + rows[k].indent
        if _NARROWEST <= size <= WIDEST and not rows[k].ends:
            if size > best and any(abs(size - other) <= EVEN for other in seen):
                best = size
            seen.append(size)
            if best and len(seen) >= _ENOUGH:
                break
        k += step
    return best


def _inner_column(rows: list[Row], start: int, stop: int) -> float:
    """The width that three rows of a run in a row have, close together, as only running text has; 0 where none."""
    for i in range(start, stop - 2):
        first, second, third = rows[i], rows[i + 1], rows[i + 2]
        if first.width >= _NARROW and not first.blank_after and not second.blank_after:
            sizes = (first.width + first.indent, second.width, third.width)
            if max(sizes) - min(sizes) <= EVEN:
                return max(sizes)
    return 0.0


def _find_lost_indent(rows: list[Row]) -> float:
    """How much narrower the first rows of a page's paragraphs may be than their columns, having lost their indents.

    That is said of pages, too, where too few first rows stand below other paragraphs to tell.
    """
    lost = whole = 0
    for before, row in pairwise(rows):
        if before.ends and not row.ends and not row.indent and not row.blank_after and row.column <= WIDEST:
            short = row.column - row.width
            lost += 1.2 <= short <= SHORT + _INDENT
            whole += abs(short) < 1.2
    return 0.0 if whole > 2 * lost and whole >= _ENOUGH else _INDENT


def _part(rows: list[Row], start: int, stop: int, lost: float) -> set[int]:
    """The rows of a run that are headings, in the way of parting it that costs least."""
    above, below = _column(rows, start, -1), _column(rows, stop - 1, 1)
    inner = _inner_column(rows, start, stop)
    if inner:
        above = inner
    foreign = [stands_alone(rows, i) for i in range(start, stop)]
    open_ = start > 0 and not rows[start - 1].ends and not closes(rows, start - 1)
    # The cost of the cheapest way in which the row so far is one of text or of a heading, and the way.
    text: tuple[float, tuple[int, ...]] | None = (0.0, ())
    head: tuple[float, tuple[int, ...]] | None = None
    for i in range(start, stop):
        row = rows[i]
        if foreign[i - start]:
            best = min(x for x in (text, head) if x is not None)
            text, head, open_ = best, None, False
            continue
        fresh = i == start and not open_
        after = i > start and foreign[i - start - 1]
        first = fresh or after or (i > 0 and rows[i - 1].ends)
        as_head = weigh_heading(rows, i, above, below, lost)
        as_first = weigh_text(rows, i, above, below, lost)
        as_text = as_first if first else weigh_text(rows, i, above, below, 0.0)
        ways_h = []
        ways_t = []
        most = inf  # what a beginning of the text may cost here: more than all rows so far as text is too much
        if text is not None:
            broken = not (fresh or after) and not (i > start and rows[i - 1].ends) and (i > start or open_)
            cut = 4.5 + (3.0 if cuts_word(rows, i) else 0.0) if broken else 0.0
            ways_h.append((text[0] + cut + as_head, (*text[1], i)))
            cost = 0.0
            if i > start and not after and not rows[i - 1].ends:
                cost += 0.4 if row.blank_before else 0.0
            ways_t.append((text[0] + cost + as_text, text[1]))
            most = ways_t[0][0] - as_first
        if head is not None:
            ways_h.append(
                (head[0] + as_head + (0.2 if row.blank_before else CUT if cuts_word(rows, i) else 0.0), (*head[1], i))
            )
            cost = weigh_beginning(rows, i, head[1], most - head[0] + _SLIGHT)
            ways_t.append((head[0] + cost + as_first, head[1]))
        text, head = (min(ways_t) if ways_t else None), (min(ways_h) if ways_h else None)
    ends = []
    most = inf
    if text is not None:
        broken = stop == len(rows) and not rows[-1].ends
        ends.append((text[0] + (4.0 if broken else 0.0), text[1]))
        most = ends[0][0]
    if head is not None:
        cost = weigh_beginning(rows, stop, head[1], most - head[0] + _SLIGHT) if stop < len(rows) else 0.0
        ends.append((head[0] + cost, head[1]))
    return set(min(ends)[1])
