"""Which rows are a headline's, weighed together: each run of rows that may be one is parted into headings and text.

A row of running text fills its column and leads on to the next one; the rows of a headline do not, and may be as wide
or as narrow as they like. No sign is sure by itself: of all ways to part a run, that one is taken which costs least.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

import rjieba

from kg.layout.apart import STARTER
from kg.layout.captions import is_caption
from kg.layout.marks import (
    find_anonymous,
    find_bare_byline,
    find_byline,
    is_date_line,
    may_close,
    opens_article,
    tells_source,
)
from kg.layout.names import are_names
from kg.layout.rows import WIDEST, Row, goes_on
from kg.layout.titled import dangles

_LEAST = 2
_LONGEST = 34  # full-width characters of one row of a headline
_NEAR = 7  # rows that show how wide a column is
_EVEN = 1.1  # full-width characters by which rows of one column differ
_ENOUGH = 4  # rows
_NARROWEST = 8  # full-width characters of a column
_NARROW = 11  # full-width characters: headlines may have rows of one width that are shorter
_SHORT = 3.3  # full-width characters by which a row of text may be shorter than its column
_LONGEST_SIGNED = 60  # characters
_LONGEST_NAMES = 20
_MOST = 24  # rows of a run
_LEADING = frozenset(("p", "c", "uj", "r", "d", "b"))  # the parts of speech that lead on to another word
_CUT = 2.5  # where a word is broken
_HALF = 3  # characters
_UNEVEN = 4
_SPREAD = 14  # full-width characters of a row of a lead that blank lines part
_AROUND = 6  # characters around a line break
_INDENT = 2.0  # full-width characters of an indent that was lost
_ADVERB = re.compile(r"(?:重新|正在|已经|立即|及时|再次|不断|纷纷|共同|分别|先后|陆续|随即)$")  # that a verb follows
_SAID = re.compile(r"[！？!?]”?[^”！？!?]")  # a sentence that ends within a row


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
        while i + n < len(self._rows) and not (n and self._rows[i + n].blank_before) and self.holds(i + n):
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
    if text[0] in "（(" and text[-1] in "）)":
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
            if size > best and any(abs(size - other) <= _EVEN for other in seen):
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
            if max(sizes) - min(sizes) <= _EVEN:
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
            lost += 1.2 <= short <= _SHORT + _INDENT
            whole += abs(short) < 1.2
    return 0.0 if whole > 2 * lost and whole >= _ENOUGH else _INDENT


def _part(rows: list[Row], start: int, stop: int, lost: float) -> set[int]:
    """The rows of a run that are headings, in the way of parting it that costs least."""
    above, below = _column(rows, start, -1), _column(rows, stop - 1, 1)
    inner = _inner_column(rows, start, stop)
    if inner:
        above = inner
    foreign = [_stands_alone(rows, i) for i in range(start, stop)]
    open_ = start > 0 and not rows[start - 1].ends and not _closes(rows, start - 1)
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
        as_head = _head_cost(rows, i, above, below, lost)
        as_first = _text_cost(rows, i, above, below, lost)
        as_text = as_first if first else _text_cost(rows, i, above, below, 0.0)
        ways_h = []
        ways_t = []
        if text is not None:
            broken = not (fresh or after) and not (i > start and rows[i - 1].ends) and (i > start or open_)
            cut = 4.5 + (3.0 if _cuts_word(rows, i) else 0.0) if broken else 0.0
            ways_h.append((text[0] + cut + as_head, (*text[1], i)))
            cost = 0.0
            if i > start and not after and not rows[i - 1].ends:
                cost += 0.4 if row.blank_before else 0.0
            ways_t.append((text[0] + cost + as_text, text[1]))
        if head is not None:
            ways_h.append(
                (head[0] + as_head + (0.2 if row.blank_before else _CUT if _cuts_word(rows, i) else 0.0), (*head[1], i))
            )
            ways_t.append((head[0] + _begin_cost(rows, i, head[1]) + as_first, head[1]))
        text, head = (min(ways_t) if ways_t else None), (min(ways_h) if ways_h else None)
    ends = []
    if text is not None:
        broken = stop == len(rows) and not rows[-1].ends
        ends.append((text[0] + (4.0 if broken else 0.0), text[1]))
    if head is not None:
        ends.append((head[0] + (_begin_cost(rows, stop, head[1]) if stop < len(rows) else 0.0), head[1]))
    return set(min(ends)[1])


def _closes(rows: list[Row], i: int) -> bool:
    """Whether nothing goes on after row `i`: a byline, a caption, a date."""
    row = rows[i]
    text = row.text
    if row.after or (may_close(text) and (find_byline(text) or find_anonymous(text))):
        return True
    if len(text) > _LONGEST_SIGNED:
        return False
    named = len(text) <= _LONGEST_NAMES and are_names(text)
    return bool(named or find_bare_byline(text) or is_caption(text) or is_date_line(text) or tells_source(text))


def _stands_alone(rows: list[Row], i: int) -> bool:
    """Whether a row is neither text nor heading."""
    row = rows[i]
    if row.full and row.width > _LONGEST_NAMES:
        return False
    return "\t" in row.text or opens_article(rows, i) or _closes(rows, i)


def _head_cost(rows: list[Row], i: int, above: float, below: float, lost: float) -> float:
    """How little a row looks like one of a headline."""
    row, text = rows[i], rows[i].text
    column = max(above, below) - lost
    cost = 1.2
    if column:
        if row.width <= 0.8 * column or row.width >= column + lost + 2:
            cost -= 2.0
        elif row.width >= column - _SHORT:
            cost += 1.0
    if row.blank_before and row.blank_after:
        cost -= 0.8
    commas = text.count("，") + text.count(",")
    cost += (0.0, 0.8, 2.5, 4.0)[min(commas, 3)]
    if commas == 1 and not _halves(text):
        cost += 1.5
    if text[0] != "“" and STARTER.match(text):
        cost += 2.0
    if _SAID.search(text):
        cost += 2.0
    if row.indent and i + 1 < len(rows) and not rows[i + 1].indent and not row.blank_after:
        cost += 3.0
    if "，" in text[-3:]:
        cost += 1.5
    if text[-1] in "的地得":
        cost += 1.5
    if text[0].isdecimal():
        cost += 0.5
    return cost


def _halves(text: str) -> bool:
    """Whether a comma parts a text in two halves of about one length, as it does in headlines."""
    first, _, second = text.replace(",", "，").partition("，")
    return abs(len(first) - len(second)) <= _UNEVEN and min(len(first), len(second)) >= _HALF


def _text_cost(rows: list[Row], i: int, above: float, below: float, lost: float) -> float:
    """How little a row looks like one of running text; it may have `lost` so wide an indent."""
    row = rows[i]
    if row.ends:
        return 0.0
    size = row.width + row.indent
    columns = [c for c in (above, below) if c]
    cost = 0.0
    if columns and min(c - size for c in columns) > _SHORT + (0.0 if row.indent else lost):
        cost += 1.0 if _is_spread(rows, i) else 5.0
    elif columns and all(size > c + 2 for c in columns):
        like = any(0 <= k < len(rows) and abs(rows[k].width - row.width) <= _EVEN for k in (i - 1, i + 1))
        cost += 1.0 if like else 4.0 if row.blank_before and row.blank_after else 2.0
    following = rows[i + 1] if i + 1 < len(rows) else None
    if following is None or following.indent or ("。" not in following.text and _closes(rows, i + 1)):
        cost += 3.0
    return cost


def _is_spread(rows: list[Row], i: int) -> bool:
    """Whether blank lines part a row from a neighbour that is about as wide: both are of one paragraph."""
    row = rows[i]
    if not (row.blank_before and row.blank_after) or row.width < _SPREAD:
        return False
    near = [rows[k] for k in (i - 1, i + 1) if 0 <= k < len(rows)]
    return any(r.blank_before and r.blank_after and abs(r.width - row.width) <= _UNEVEN for r in near)


def _begin_cost(rows: list[Row], i: int, way: tuple[int, ...]) -> float:
    """How little row `i` looks like the first of a text below a headline, whose rows are the last of `way`."""
    row, head = rows[i], rows[i - 1]
    if goes_on(row):
        return 9.0
    if opens_article(rows, i) or find_bare_byline(row.text):
        return -3.0
    if _closes(rows, i):
        return -1.0
    above = ""
    for n, k in enumerate(reversed(way), 1):
        if k != i - n:
            break
        above = rows[k].text + above
    cost = 0.0
    if "，" in row.text[1:3] and not STARTER.match(row.text):
        cost += 1.5
    if above.count("“") > above.count("”") or above.count("《") > above.count("》"):
        cost += 4.0
    if row.indent or STARTER.match(row.text):
        cost -= 1.5
    if row.blank_before:
        cost -= 0.7
    if row.ends and row.width < 0.5 * row.column and not row.indent:
        cost += 2.0
    if dangles(head.text) or _ADVERB.search(head.text):
        cost += 3.0
    elif not row.blank_before and rjieba.tag(head.text)[-1][1] in _LEADING:
        cost += _CUT
    if _cuts_word(rows, i):
        cost += _CUT
    if row.text[0].isdecimal() and head.text[-1].isdecimal():
        cost += 3.0
    return cost


def _cuts_word(rows: list[Row], i: int) -> bool:
    """Whether a word goes on from the row before into row `i`."""
    head, tail = rows[i - 1].text[-_AROUND:], rows[i].text[:_AROUND]
    return len(head) not in accumulate(map(len, rjieba.cut(head + tail, False)))
