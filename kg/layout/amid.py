"""Rows of a headline that are printed amid a sentence, between the columns of its text."""

from __future__ import annotations

import re
from itertools import accumulate

import rjieba

from kg.layout.apart import STARTER
from kg.layout.captions import is_caption
from kg.layout.marks import find_bare_byline, find_byline, is_date_line, may_close, opens_article
from kg.layout.rows import WIDEST, Row, goes_on
from kg.layout.titled import dangles

_MOST = 3  # rows
_SHORT = 0.8  # of the column
_SHORTER = 3.5  # full-width characters: no row amid a sentence is so much shorter than its column
_EVEN = 1.6  # full-width characters by which rows of one column differ
_MARKS = re.compile(r"[。；;、，,]|[：:]$")
_NEAR = 6  # characters around a line break
_LEAST = 4  # full-width characters
_LEAST_CLOSE = 6  # of a headline that no blank line parts from the text


def count_amid_rows(rows: list[Row], i: int) -> int:
    """How many rows from `i` on stand between two halves of a sentence though they are none of it; 0 if none.

    In a column each row but the last of a paragraph is full: rows that are much shorter than those above and below,
    and end no sentence, are foreign.
    """
    if i < 2 or rows[i].level or rows[i].indent or rows[i - 1].ends or not _is_foreign(rows, i):
        return 0
    above = rows[i - 1].width
    if above > WIDEST or abs(rows[i - 2].width + rows[i - 2].indent - above) > _EVEN or rows[i - 1].level:
        return 0
    most = min(_SHORT * above, above - _SHORTER)
    n = 0
    while n < _MOST and i + n < len(rows) and rows[i + n].width <= most and _is_foreign(rows, i + n):
        if n and rows[i + n].blank_before:
            return 0
        n += 1
        if rows[i + n - 1].blank_after:
            break
    if not n or i + n >= len(rows):
        return 0
    below = rows[i + n]
    last = below.ends and below.width <= above  # the end of the paragraph
    if below.indent or below.level or not (last or abs(below.width - above) <= _EVEN):
        return 0
    if n == 1 and rows[i].blank_after and not rows[i].blank_before:
        return 0  # the end of a paragraph whose full stop was lost
    opens = rows[i].blank_before and STARTER.match(below.text) is not None
    if not opens and (not below.text[0].isalpha() or below.text[0].isascii()):
        return 0  # before a number or a Latin word rows are short
    whole = sum(row.width for row in rows[i : i + n])
    if not (_LEAST if rows[i].blank_before else _LEAST_CLOSE) <= whole <= 2 * above:
        return 0
    return 0 if _is_cut(rows[i - 1].text, rows[i].text) else n


def _is_cut(before: str, after: str) -> bool:
    """Whether a word goes on from one row into the next."""
    head = before[-_NEAR:]
    return len(head) not in accumulate(map(len, rjieba.cut(head + after[:_NEAR], False)))


def _is_foreign(rows: list[Row], i: int) -> bool:
    """Whether a row may be one of a headline: no sentence's end, byline, caption or date."""
    row = rows[i]
    if row.ends and row.text[-1] not in "？?！!”":
        return False
    if _MARKS.search(row.text) or goes_on(row) or row.level or row.indent or row.text.isascii() or row.furniture:
        return False
    if dangles(row.text) or row.text[-1].isdecimal() or row.text[-1].isascii():
        return False
    if may_close(row.text) or find_byline(row.text) or find_bare_byline(row.text):
        return False
    return not is_caption(row.text) and not is_date_line(row.text) and not opens_article(rows, i)
