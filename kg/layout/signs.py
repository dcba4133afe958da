"""What speaks for and against a row as one of a headline or of running text: costs, of which the least is likeliest."""

from __future__ import annotations

import re
from itertools import accumulate

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
from kg.layout.rows import Row, goes_on
from kg.layout.titled import dangles

EVEN = 1.1  # full-width characters by which rows of one column differ
SHORT = 3.3  # full-width characters by which a row of text may be shorter than its column
_LONGEST_SIGNED = 60  # characters
_LONGEST_NAMES = 20
_LEADING = frozenset(("p", "c", "uj", "r", "d", "b"))  # the parts of speech that lead on to another word
CUT = 2.5  # where a word is broken
_HALF = 3  # characters
_UNEVEN = 4
_SPREAD = 14  # full-width characters of a row of a lead that blank lines part
_AROUND = 6  # characters around a line break
_ADVERB = re.compile(r"(?:重新|正在|已经|立即|及时|再次|不断|纷纷|共同|分别|先后|陆续|随即)$")  # that a verb follows
_MARKS = re.compile(r"[，。、；：！？,“”《》]|\d")
_UNMARKED = 0.06  # for each full-width character of a row of text without any mark
_SAID = re.compile(r"[！？!?]”?[^”！？!?]")  # a sentence that ends within a row


def closes(rows: list[Row], i: int) -> bool:
    """Whether nothing goes on after row `i`: a byline, a caption, a date."""
    row = rows[i]
    if row.closes is None:
        row.closes = _closes(row)
    return row.closes


def _closes(row: Row) -> bool:
    text = row.text
    if row.after or (may_close(text) and (find_byline(text) or find_anonymous(text))):
        return True
    if len(text) > _LONGEST_SIGNED:
        return False
    named = len(text) <= _LONGEST_NAMES and are_names(text)
    return bool(named or find_bare_byline(text) or is_caption(text) or is_date_line(text) or tells_source(text))


def stands_alone(rows: list[Row], i: int) -> bool:
    """Whether a row is neither text nor heading."""
    row = rows[i]
    if row.full and row.width > _LONGEST_NAMES:
        return False
    return "\t" in row.text or opens_article(rows, i) or closes(rows, i)


def weigh_heading(rows: list[Row], i: int, above: float, below: float, lost: float) -> float:
    """How little a row looks like one of a headline."""
    row, text = rows[i], rows[i].text
    column = max(above, below) - lost
    cost = 1.2
    if column:
        if row.width <= 0.8 * column or row.width >= column + lost + 2:
            cost -= 2.0
        elif row.width >= column - SHORT:
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


_PARTED = 2.0


def weigh_text(rows: list[Row], i: int, above: float, below: float, lost: float) -> float:
    """How little a row looks like one of running text; it may have `lost` so wide an indent."""
    row = rows[i]
    if row.ends:
        return 0.0
    size = row.width + row.indent
    narrow = min(above, below) or max(above, below)  # 0 where there is no column
    wide = max(above, below)
    cost = 0.0
    if narrow and narrow - size > SHORT + (0.0 if row.indent else lost):
        cost += 1.0 if _is_spread(rows, i) else 5.0
    elif wide and size > wide + 2:
        like = any(0 <= k < len(rows) and abs(rows[k].width - row.width) <= EVEN for k in (i - 1, i + 1))
        cost += 1.0 if like else 4.0 if row.blank_before and row.blank_after else 2.0
    elif narrow and row.blank_after and narrow - size > EVEN:
        cost += _PARTED  # a blank line amid a sentence stands behind a full row
    if not _MARKS.search(row.text):
        cost += _UNMARKED * row.width
    following = rows[i + 1] if i + 1 < len(rows) else None
    if following is None or following.indent or ("。" not in following.text and closes(rows, i + 1)):
        cost += 3.0
    return cost


def _is_spread(rows: list[Row], i: int) -> bool:
    """Whether blank lines part a row from a neighbour that is about as wide: both are of one paragraph."""
    row = rows[i]
    if not (row.blank_before and row.blank_after) or row.width < _SPREAD:
        return False
    near = [rows[k] for k in (i - 1, i + 1) if 0 <= k < len(rows)]
    return any(r.blank_before and r.blank_after and abs(r.width - row.width) <= _UNEVEN for r in near)


def weigh_beginning(rows: list[Row], i: int, way: tuple[int, ...], most: float) -> float:
    """How little row `i` looks like the first of a text below a headline, whose rows are the last of `way`.

    Words are looked at only where what the rest says is not more than `most`.
    """
    row, head = rows[i], rows[i - 1]
    if goes_on(row):
        return 9.0
    if opens_article(rows, i) or find_bare_byline(row.text):
        return -3.0
    if closes(rows, i):
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
    if cost > most:
        return cost
    if dangles(head.text) or _ADVERB.search(head.text):
        cost += 3.0
    elif not row.blank_before and rjieba.tag(head.text)[-1][1] in _LEADING:
        cost += CUT
    if cuts_word(rows, i):
        cost += CUT
    if row.text[0].isdecimal() and (head.text[-1].isdecimal() or head.text[-1] == "."):
        cost += 3.0
    return cost


def cuts_word(rows: list[Row], i: int) -> bool:
    """Whether a word goes on from the row before into row `i`."""
    row = rows[i]
    if row.cut is None:
        head, tail = rows[i - 1].text[-_AROUND:], row.text[:_AROUND]
        row.cut = len(head) not in accumulate(map(len, rjieba.cut(head + tail, False)))
    return row.cut
