"""Which rows of a page form a heading."""

from __future__ import annotations

import re

import rjieba

from kg.layout.marks import (
    are_names,
    find_anonymous,
    find_bare_byline,
    find_byline,
    is_caption,
    is_date_line,
    is_furniture,
    opens_article,
)
from kg.layout.rows import WIDEST, Row, ends_sentence, goes_on, is_full

_DANGLING = re.compile(
    r"(?:[各该每某副第之和与及或在对为把被将从向由以于等、，,（(“‘《〈「]|专项|进一步|有关|各级|全市|全省|全区|全县|关于"
    r"|通过|开展|推进|加强|召开|举行|组织|进行|实施|以及|围绕)$"
)
BULLETS = "●■◆▲★◎○"
_NUMBERED = re.compile(r"\d{1,2}[.．、](?!\d)")
_LABEL = re.compile(
    r"[【\[]?(?:核心提示|编者按|导读|内容提要|相关链接|延伸阅读|新闻链接|要闻|短讯|简讯|简报)[】\]]?[:：]?$"
)
NOTICE = re.compile(r"^关于.+的(?:通告|公告|通知|公示|通报|决定)$|^(?:通告|公告|公示)$")
"""The headline of a public notice."""
_PARTICLES = frozenset("的地得")
# What a paragraph of news starts with, so that the row above it may be a headline as wide as the column.
_STARTER = re.compile(
    r"^(?:“|今年|近日|日前|近年|连日|去年|记者从|为(?!了?什么)|\d{1,4}\s*[年月]"
    r"|[凌清]晨|[上中下]午|傍晚|昨[日天晚]|前不久|不久前|日前|截至)"
)
_PUNCTUATION = re.compile(r"[，,、。；;：:]")
_MOST_ROWS = 4
_MOST_WIDTH = 75


def count_heading_rows(rows: list[Row], i: int) -> int:
    """How many rows from `i` on form one heading; 0 when `rows[i]` starts a paragraph. The text before is closed."""
    n = 0
    while i + n < len(rows) and n < _MOST_ROWS:
        row = rows[i + n]
        if n and (row.blank_before or row.level or row.text[0] in BULLETS or _NUMBERED.match(row.text)):
            break
        if _LABEL.match(row.text):
            return 1 if n == 0 else n
        if (
            is_date_line(row.text)
            or is_furniture(row.text)
            or find_bare_byline(row.text)
            or is_caption(row.text)
            or not _looks_titled(rows, i + n)
        ):
            break
        if n == 0 and row.text[0] in BULLETS and row.width <= 24 and not _PUNCTUATION.search(row.text):
            return 1
        comma = "，" in row.text[:-1] or "," in row.text[:-1]
        crowded = not row.blank_after and row.width >= 0.75 * row.column
        leads = i + n + 1 < len(rows) and (_starts_article(rows, i + n + 1) or _before_indent(rows, i + n))
        if (is_full(row) or comma or crowded) and not leads and not _stands_apart(rows, i, n):
            break
        n += 1
    while n:
        text = "".join(r.text for r in rows[i : i + n])
        unbalanced = text.count("“") > text.count("”") or text.count("《") > text.count("》")
        dangles = _DANGLING.search(text) or (text[-1] in _PARTICLES and rjieba.cut(text)[-1] in _PARTICLES)
        led = i + n < len(rows) and _starts_article(rows, i + n)
        if not dangles and not unbalanced and (led or not _runs_into_next(rows, i + n - 1)):
            break
        n -= 1
    return 0 if n and sum(r.width for r in rows[i : i + n]) > _MOST_WIDTH else n


def count_marked_rows(rows: list[Row], i: int) -> int:
    """How many rows a Markdown heading at `i` has: the next ones too, if marked alike or title-like before a blank."""
    n = 1
    while i + n < len(rows) and n < _MOST_ROWS:
        row = rows[i + n]
        again = row.level and row.level == rows[i].level
        if (row.blank_before and not (again and row.width + rows[i].width <= 30)) or row.level not in (
            0,
            rows[i].level,
        ):
            break
        if not row.level and not (row.blank_after and row.width <= 24 and _looks_titled(rows, i + n)):
            break
        if not row.level and (is_furniture(row.text) or is_caption(row.text) or _starts_article(rows, i + n)):
            break
        n += 1
    return n


def _before_indent(rows: list[Row], i: int) -> bool:
    """Whether row `i`, itself not indented, stands above an indented row with nothing but title-like rows between."""
    if rows[i].indent:
        return False
    for k in range(i + 1, min(i + 4, len(rows))):
        if rows[k].indent:
            return not rows[k].level and not is_furniture(rows[k].text)
        if not _looks_titled(rows, k):
            return False
    return False


def _starts_article(rows: list[Row], i: int) -> bool:
    row = rows[i]
    if row.starts is None:
        row.starts = is_date_line(row.text) or opens_article(rows, i) or bool(find_bare_byline(row.text))
    return row.starts


def _looks_titled(rows: list[Row], i: int) -> bool:
    row = rows[i]
    if row.titled is None:
        row.titled = _is_titled(rows, i)
    return row.titled


def _is_titled(rows: list[Row], i: int) -> bool:
    row = rows[i]
    if ends_sentence(row.text) and row.text[-1] not in "？?！!”":
        return False
    if find_anonymous(row.text):
        return False
    if row.text[-1] in "，," and not _halved(rows, i):
        return False
    if row.text[-1] in "、；;" or "。" in row.text[:-1] or row.width > 34 or find_byline(row.text):
        return False
    return not opens_article(rows, i) and not goes_on(row)


def _halved(rows: list[Row], i: int) -> bool:
    """Whether a row that ends in a comma is the first half of a headline: both halves short, then an indent or text."""
    row, second = rows[i], rows[i + 1] if i + 1 < len(rows) else None
    if second is None or second.blank_before or second.indent or row.indent or second.text[-1] in "，,。、":
        return False
    third = rows[i + 2] if i + 2 < len(rows) else None
    short = max(row.width, second.width) <= 0.6 * row.column
    return short or (second.width <= 14 and third is not None and third.indent > 0)


def _stands_apart(rows: list[Row], i: int, n: int) -> bool:
    """Whether a row that is full or holds a comma is a heading all the same: set off, before a paragraph's start."""
    row = rows[i + n]
    if n == 0 and row.blank_before and NOTICE.search(row.text):
        return True
    first = n == 0 and (row.blank_before or (i > 0 and _is_signature(rows[i - 1].text)))
    if first and not row.blank_after and i + 1 < len(rows) and _STARTER.match(rows[i + 1].text):
        return not _PUNCTUATION.search(row.text.replace("：", "", 1))
    if not rows[i].blank_before or row.indent:
        return False
    if n == 0 and row.blank_after and i and find_byline(rows[i - 1].text) and row.width <= row.column - 1.5:
        return "，" not in row.text  # no column breaks right after a byline
    last = i + n
    while not rows[last].blank_after and last + 1 < len(rows) and last - i < _MOST_ROWS:
        last += 1
    if not rows[last].blank_after:
        return False
    if last + 1 == len(rows):
        return n == 0 and last == i
    following = rows[last + 1]
    if following.indent or following.width > WIDEST or following.level or _starts_article(rows, last + 1):
        return all(_looks_titled(rows, k) for k in range(i + n, last + 1))
    return (
        last == i + n
        and "，" not in row.text
        and last + 2 < len(rows)
        and not rows[last + 2].blank_before
        and 1.2 <= rows[last + 2].width - following.width <= 3.3
    )


def _is_signature(text: str) -> bool:
    return bool(find_byline(text) or find_bare_byline(text) or are_names(text))


def _runs_into_next(rows: list[Row], i: int) -> bool:
    """Whether a word runs from row `i` into the next row, so that row `i` can't end a heading."""
    if i + 1 >= len(rows) or rows[i + 1].level or rows[i + 1].indent:
        return False
    row, following = rows[i], rows[i + 1]
    if row.width < 0.7 * row.column and (row.blank_after or following.width >= 0.85 * row.column):
        return False
    words = [] if row.blank_after else rjieba.tag(row.text)
    if words and words[-1][1] in ("p", "c", "uj", "r", "d", "b"):
        return True
    head, tail = row.text[-6:], following.text[:6]
    at = 0
    for word in rjieba.cut(head + tail):
        if at < len(head) < at + len(word):
            return True
        at += len(word)
    return False
