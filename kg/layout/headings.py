"""Which rows of a page form a heading."""

from __future__ import annotations

import re

import rjieba

from kg.layout.apart import follows_byline, opens_alone, opens_close, stands_apart
from kg.layout.captions import is_caption
from kg.layout.marks import find_bare_byline, find_byline, is_date_line, is_number, tells_source
from kg.layout.names import TELLS, is_lone_name
from kg.layout.rows import WIDEST, Row
from kg.layout.signed import are_signed
from kg.layout.titled import (
    MOST_ROWS,
    PUNCTUATION,
    before_indent,
    begins_with_speech,
    dangles,
    leads_on,
    looks_titled,
    starts_article,
)

_DECK = re.compile(r"(?:——|--|―|—)\s*[^，。；\s—][^。；]{3,40}$")
_DECK_END = re.compile(
    r"(?:纪实|侧记|见闻|纪事|掠影|观察|综述|启示录?|扫描|小记|札记|特写|速写|访谈|调查|解读|探访|素描|剪影|写真|之路|回眸|一线|背后|故事|经验|实录|报告|的?人)$"
)
_DECK_HEAD = re.compile(r"(?:——|--|―|—)\s*(?:记|访|写在|来自|献给|走近|走进|聚焦)")
_DEAR = re.compile(r"(?:同志们?|先生|女士|老师|领导|编辑|朋友们?)[:：]$")
_ANSWER = re.compile(r"(?:问|答|记者)[:：]")
BULLETS = "●■◆▲★◎○"
_NUMBERED = re.compile(r"\d{1,2}[.．、](?!\d)")
_LABEL = re.compile(
    r"[【\[]?(?:核心提示|编者按|导读|内容提要|相关链接|延伸阅读|新闻链接|要闻|短讯|简讯|简报)[】\]]?[:：]?$"
)
_LABELS = frozenset("【[核编导内相延新要短简")  # what those begin with
_TIME = re.compile(r"\d[年月日时点]$")  # which goes on: 7月8日凌晨2时|17分
_PARTICLES = frozenset("的地得")
_MOST_WIDTH = 75
_LIKE = 3  # rows of one width above a row that make it one of them
_NAME = 4  # full-width characters of one name, the space inside included
_LOST = 2.6  # full-width characters at most: an indent that was lost
_BOLD = 40  # full-width characters: longer rows in bold are leads


def count_heading_rows(rows: list[Row], i: int) -> int:
    """How many rows from `i` on form one heading; 0 when `rows[i]` starts a paragraph. The text before is closed."""
    deck = count_deck_rows(rows, i)
    if deck:
        return deck
    if _fills(rows, i) or _is_spread(rows, i):
        return 0
    n = 0
    while i + n < len(rows) and n < MOST_ROWS:
        row = rows[i + n]
        if n and (row.blank_before or row.level or row.text[0] in BULLETS or _NUMBERED.match(row.text)):
            break
        if n and (_ANSWER.match(row.text) or _DEAR.search(row.text) or begins_with_speech(row)):
            break
        if not n and _is_bold_heading(row):
            return 1
        below = count_deck_rows(rows, i + n) if n else 0
        if below:
            n += below
            break
        if row.text[0] in _LABELS and _LABEL.match(row.text):
            return 1 if n == 0 else n
        if (
            not looks_titled(rows, i + n)
            or is_date_line(row.text)
            or find_bare_byline(row.text)
            or is_caption(row.text)
            or (n and (is_number(row.text) or tells_source(row.text)))
        ):
            break
        marked = n == 0 and row.text[0] in BULLETS and row.width <= 24 and not PUNCTUATION.search(row.text)
        if marked and (row.blank_after or row.width < 0.9 * row.column or row.column > WIDEST):
            return 1
        comma = "，" in row.text[:-1] or "," in row.text[:-1]
        crowded = not row.blank_after and row.width >= 0.75 * row.column
        leads = i + n + 1 < len(rows) and (
            leads_on(rows, i + n) or before_indent(rows, i + n) or bool(count_deck_rows(rows, i + n + 1))
        )
        if (row.full or comma or crowded) and not leads and not stands_apart(rows, i, n):
            break
        n += 1
    while n:
        text = "".join(r.text for r in rows[i : i + n])
        unbalanced = text.count("“") > text.count("”") or text.count("《") > text.count("》")
        open_ = dangles(text) or (text[-1] in _PARTICLES and rjieba.cut(text)[-1] in _PARTICLES)
        led = i + n < len(rows) and starts_article(rows, i + n)
        led = led or (
            n == 1 and rows[i].blank_after and follows_byline(rows, i) and rows[i].width <= 0.7 * rows[i].column
        )
        if (
            (not open_ or (led and n == 1 and rows[i].blank_after))
            and not unbalanced
            and (
                led or opens_alone(rows, i, n - 1) or opens_close(rows, i) >= n or not _runs_into_next(rows, i + n - 1)
            )
        ):
            break
        n -= 1
    return 0 if n and sum(r.width for r in rows[i : i + n]) > _MOST_WIDTH else n


def begins_part(row: Row) -> bool:
    """Whether a row below one of a headline begins something else: an item of a list, a question, a letter, a speech.

    Or it is a notice's number, or tells whose article it is.
    """
    text = row.text
    listed = text[0] in BULLETS or _NUMBERED.match(text) or _ANSWER.match(text) or _DEAR.search(text)
    return bool(listed) or (row.ends and text[0] == "“") or is_number(text) or tells_source(text)


def _fills(rows: list[Row], i: int) -> bool:
    """Whether a row goes on, without a blank line, below rows of its very width: the last of a column is no heading."""
    row = rows[i]
    if row.blank_before or row.indent or row.level or row.bold or not i or rows[i - 1].blank_before:
        return False
    if i > 1 and rows[i - 2].blank_before:
        return False
    above = rows[max(0, i - 5) : i]
    return sum([abs(r.width + r.indent - row.width) <= 0.5 for r in above]) >= _LIKE


def _is_spread(rows: list[Row], i: int) -> bool:
    """Whether blank lines part a row from the next one, which is as wide and no headline: both are of one paragraph."""
    row = rows[i]
    if not (row.blank_before and row.blank_after) or row.level or i + 1 == len(rows):
        return False
    below = rows[i + 1]
    if not (below.blank_before and below.blank_after) or below.level:
        return False
    if not -1.5 <= below.width - row.width - row.indent <= _LOST or "，" not in below.text:
        return False
    third = rows[i + 2] if i + 2 < len(rows) else None
    long = third is not None and third.blank_after and abs(third.width - below.width) <= 1.5
    return long or not looks_titled(rows, i + 1)


def _is_bold_heading(row: Row) -> bool:
    """Whether a row is all in bold, between blank lines, and no sentence of a lead."""
    apart = row.bold and row.blank_before and row.blank_after and row.width <= _BOLD
    return (
        apart and row.text[-1] not in "。；，、：;:," and not find_bare_byline(row.text) and not find_byline(row.text)
    )


def stands_over_byline(rows: list[Row], i: int) -> bool:
    """Whether row `i`, after a blank line, looks titled and has a byline right below: a headline, whatever is above."""
    row = rows[i]
    if not row.blank_before or row.blank_after or i + 1 == len(rows) or not TELLS.search(rows[i + 1].text):
        return False
    return looks_titled(rows, i) and bool(find_bare_byline(rows[i + 1].text))


def count_deck_rows(rows: list[Row], i: int) -> int:
    """How many rows from `i` on form a deck that stands above its headline: `——某县公安局服务群众纪实`."""
    if rows[i].text[0] not in "—-―" or rows[i].ends or not _DECK.match(rows[i].text):
        return 0
    for n in (1, 2):
        if i + n > len(rows) or (n == 2 and (rows[i + 1].blank_before or rows[i + 1].ends)):
            return 0
        if _DECK_END.search(rows[i + n - 1].text) or (n == 1 and _DECK_HEAD.match(rows[i].text)):
            return n
    return 0


def count_marked_rows(rows: list[Row], i: int) -> int:
    """How many rows a Markdown heading at `i` has: the next ones too, if marked alike or title-like before a blank."""
    n = 1
    while i + n < len(rows) and n < MOST_ROWS:
        row = rows[i + n]
        again = row.level and row.level == rows[i].level
        if (row.blank_before and not (again and row.width + rows[i].width <= 30)) or row.level not in (
            0,
            rows[i].level,
        ):
            break
        if not row.level and not (row.blank_after and row.width <= 24 and looks_titled(rows, i + n)):
            break
        if not row.level and (is_caption(row.text) or starts_article(rows, i + n)):
            break
        n += 1
    return n


def _runs_into_next(rows: list[Row], i: int) -> bool:
    """Whether a word runs from row `i` into the next row, so that row `i` can't end a heading."""
    if i + 1 >= len(rows) or rows[i + 1].level or rows[i + 1].indent:
        return False
    row, following = rows[i], rows[i + 1]
    if not row.blank_after and following.text[0].isdecimal() and _TIME.search(row.text):
        return True
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


def signs_below(rows: list[Row], first: int, n: int) -> bool:
    """Whether the last of `n` rows of a headline says who wrote the article: a name, or a body and names."""
    last, before, after = rows[first + n - 1], rows[first + n - 2], rows[first + n : first + n + 1]
    if len(last.text) > 24 or last.ends or not after:
        return False
    full = after[0].full and not after[0].ends and last.width <= _NAME and n > 1 and after[0].width > 2 * last.width
    if not (after[0].indent or last.blank_after or full):
        return False
    if dangles(before.text):
        return False
    if is_lone_name(last.text):
        return last.width <= (0.8 if last.width > 2 else 0.35) * before.width
    return (" " in last.text or "\u3000" in last.text) and are_signed(last.text)
