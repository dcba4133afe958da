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
    opens_article,
)
from kg.layout.rows import WIDEST, Row, ends_sentence, goes_on, is_full

_DANGLING = re.compile(
    r"(?:[各该每某副第之和与及或在对为把被将从向由以于、，,（(“‘《〈「]|(?<![用必再别要久能先])等|专项|进一步|有关|各级|全市|全省|全区|全县|关于"
    r"|通过|开展|推进|加强|召开|举行|组织|进行|实施|以及|围绕)$"
)
_DECK = re.compile(r"(?:——|--|―|—)\s*[^，。；\s—][^。；]{3,40}$")
_DECK_END = re.compile(
    r"(?:纪实|侧记|见闻|纪事|掠影|观察|综述|启示录?|扫描|小记|札记|特写|速写|访谈|调查|解读|探访|素描|剪影|写真|之路|回眸|一线|背后|故事|经验|实录|报告|的?人)$"
)
_ANSWER = re.compile(r"(?:问|答|记者)[:：]")
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
    r"^(?:“|今年|近日|日前|近年|连日|去年|记者从|为(?!了?什么)|\d{1,4}\s*[年月]|\d{1,2}\s*日[上下凌清夜晚傍至起，0-9]"
    r"|[凌清]晨|[上中下]午|傍晚|昨[日天晚]|前不久|不久前|日前|截至)"
)
_PUNCTUATION = re.compile(r"[，,、。；;：:]")
_MOST_ROWS = 4
_MOST_WIDTH = 75


def count_heading_rows(rows: list[Row], i: int) -> int:
    """How many rows from `i` on form one heading; 0 when `rows[i]` starts a paragraph. The text before is closed."""
    deck = count_deck_rows(rows, i)
    if deck:
        return deck
    n = 0
    while i + n < len(rows) and n < _MOST_ROWS:
        row = rows[i + n]
        if n and (row.blank_before or row.level or row.text[0] in BULLETS or _NUMBERED.match(row.text)):
            break
        if n and _ANSWER.match(row.text):
            break
        below = count_deck_rows(rows, i + n) if n else 0
        if below:
            n += below
            break
        if _LABEL.match(row.text):
            return 1 if n == 0 else n
        if (
            is_date_line(row.text)
            or find_bare_byline(row.text)
            or is_caption(row.text)
            or not _looks_titled(rows, i + n)
        ):
            break
        if n == 0 and row.text[0] in BULLETS and row.width <= 24 and not _PUNCTUATION.search(row.text):
            return 1
        comma = "，" in row.text[:-1] or "," in row.text[:-1]
        crowded = not row.blank_after and row.width >= 0.75 * row.column
        leads = i + n + 1 < len(rows) and (
            _leads(rows, i + n)
            or _before_indent(rows, i + n)
            or (not row.blank_after and bool(count_deck_rows(rows, i + n + 1)))
        )
        if (is_full(row) or comma or crowded) and not leads and not _stands_apart(rows, i, n):
            break
        n += 1
    while n:
        text = "".join(r.text for r in rows[i : i + n])
        unbalanced = text.count("“") > text.count("”") or text.count("《") > text.count("》")
        dangles = _DANGLING.search(text) or (text[-1] in _PARTICLES and rjieba.cut(text)[-1] in _PARTICLES)
        led = i + n < len(rows) and _starts_article(rows, i + n)
        led = led or (
            n == 1 and rows[i].blank_after and _follows_byline(rows, i) and rows[i].width <= 0.7 * rows[i].column
        )
        if (
            (not dangles or (led and n == 1 and rows[i].blank_after))
            and not unbalanced
            and (led or not _runs_into_next(rows, i + n - 1))
        ):
            break
        n -= 1
    return 0 if n and sum(r.width for r in rows[i : i + n]) > _MOST_WIDTH else n


def count_deck_rows(rows: list[Row], i: int) -> int:
    """How many rows from `i` on form a deck that stands above its headline: `——某县公安局服务群众纪实`."""
    if not _DECK.match(rows[i].text) or ends_sentence(rows[i].text):
        return 0
    for n in (1, 2):
        if i + n > len(rows) or (n == 2 and (rows[i + 1].blank_before or ends_sentence(rows[i + 1].text))):
            return 0
        if _DECK_END.search(rows[i + n - 1].text):
            return n
    return 0


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
        if not row.level and (is_caption(row.text) or _starts_article(rows, i + n)):
            break
        n += 1
    return n


def _before_indent(rows: list[Row], i: int) -> bool:
    """Whether row `i`, itself not indented, stands above an indented row with nothing but title-like rows between."""
    if rows[i].indent:
        return False
    for k in range(i + 1, min(i + 4, len(rows))):
        if rows[k].indent:
            return not rows[k].level
        if not _looks_titled(rows, k):
            return False
    return False


def _leads(rows: list[Row], i: int) -> bool:
    """Whether row `i` stands above the first row of a lead, or above a row or two of one headline that do."""
    for k in range(i + 1, min(i + 4, len(rows))):
        if _starts_article(rows, k):
            return True
        if rows[k].blank_before or rows[k].level or not _looks_titled(rows, k) or rows[k].width >= 0.9 * rows[k].column:
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
    if n == 0 and _follows_byline(rows, i) and row.blank_after and row.width <= 0.7 * row.column:
        return True
    if _opens_alone(rows, i, n) or _opens_short(rows, i, n):
        return True
    first = n == 0 and (row.blank_before or (i > 0 and _is_signature(rows[i - 1].text)))
    if first and not row.blank_after and i + 1 < len(rows) and _STARTER.match(rows[i + 1].text):
        return not _PUNCTUATION.search(row.text.replace("：", "", 1))
    after = next((k for k in range(i + n + 1, min(i + _MOST_ROWS + 1, len(rows))) if _STARTER.match(rows[k].text)), 0)
    if rows[i].blank_before and after and not any(rows[k].blank_after or rows[k].indent for k in range(i, after)):
        return not any(_PUNCTUATION.search(rows[k].text.replace("：", "", 1)) for k in range(i, after))
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


def _follows_byline(rows: list[Row], i: int) -> bool:
    """Whether a byline in brackets fills the row before, and a blank line parts it from row `i`."""
    if not i or not rows[i].blank_before:
        return False
    found = find_byline(rows[i - 1].text)
    return found is not None and found.start() == 0


def _opens_alone(rows: list[Row], i: int, n: int) -> bool:
    """Whether rows from `i` on, where an article may begin, stand between blank lines and end no sentence.

    A column seldom breaks in the first rows of an article.
    """
    if not _is_fresh(rows, i) or rows[i].indent:
        return False
    last = i
    while not rows[last].blank_after and last - i < 2:
        last += 1
    if not i + n <= last < len(rows) - 1 or not rows[last].blank_after:
        return False
    group = rows[i : last + 1]
    if any(r.level or r.indent or not _looks_titled(rows, i + k) for k, r in enumerate(group)):
        return False
    whole = "".join(r.text for r in group)
    return not re.search(r"[，,、。]", whole) and sum(r.width for r in group) <= 40 and not _DANGLING.search(whole)


def _opens_short(rows: list[Row], i: int, n: int) -> bool:
    """Whether rows from `i` on, where an article may begin, end in a short row that ends no sentence, above a full one.

    No paragraph has such a row.
    """
    if not _is_fresh(rows, i) or rows[i].indent:
        return False
    for k in range(i, min(i + 3, len(rows) - 1)):
        row, below = rows[k], rows[k + 1]
        if row.level or row.blank_after or "，" in row.text or not _looks_titled(rows, k):
            return False
        if k > i and row.width <= 0.65 * row.column and below.width >= 0.9 * below.column <= WIDEST:
            return k >= i + n and not _DANGLING.search(row.text)
    return False


def _is_fresh(rows: list[Row], i: int) -> bool:
    """Whether an article may begin with row `i`: at the head of the page, below furniture or below a byline."""
    if i == 0 or rows[i - 1].after:
        return True
    text = rows[i - 1].text
    if not rows[i].blank_before or text[-1] not in "）)":
        return False
    return bool(find_byline(text) or (i > 1 and find_byline(rows[i - 2].text + text)))


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
