"""Which rows are headings though they are as wide as their column: those that stand apart."""

from __future__ import annotations

import re

from kg.layout.captions import is_caption
from kg.layout.marks import find_bare_byline, find_byline
from kg.layout.names import are_names
from kg.layout.rows import WIDEST, Row
from kg.layout.titled import MOST_ROWS, PUNCTUATION, dangles, looks_titled, starts_article

NOTICE = re.compile(
    r"^[^，。：]{0,24}关于.+的(?:通告|公告|通知|公示|通报|决定|函|意见)$|^(?:通告|公告|公示|(?:警情|情况|案情|事故|蓝底|协查)通报|(?:警方|安全|温馨|紧急|友情)(?:提示|提醒|预警))$"
)
"""The headline of a public notice."""
STARTER = re.compile(
    r"^(?:“|今年|近日|日前|近年|连日|去年|记者从|为(?!了?什么)|\d{1,4}\s*[年月]|\d{1,2}\s*日[上下凌清夜晚傍至起，0-9]"
    r"|[凌清]晨|[上中下]午|傍晚|昨[日天晚]|前不久|不久前|日前|截至)"
)
"""What a paragraph of news starts with, so that the row above it may be a headline as wide as the column."""
_MARKS = re.compile(r"[，。；、：:,]")
_AGAIN = 2  # pairs of characters
# 某县公安局, 某镇
_DOER = re.compile(
    r"[^，。：、]{2,12}?(?:局|[法检]院|医院|海关|[支大总中]队|派出所|政府|委员会|中心|学校|法庭|监狱|办公室|[省市县区州旗镇乡])"
)
_SHORT = 0.7
_WIDER = 3  # full-width characters by which a headline over several columns is wider than one
_FOOT = 16  # rows
_SHORTER = 4  # full-width characters: no first row of a paragraph is so much shorter than its column
_HALVES = re.compile(r"[^，、。；：]{3,12}，[^，、。；：]{4,14}$")
_TWO_PHRASES = re.compile(r"[^\s\d（(]{4,14}[ \u3000]{1,2}[^\s\d）)]{4,14}$")
# 举措实、部署细、形式活、要求严
_PARALLEL = re.compile(r"^([^，、。]{2})(?:[^，、。]{0,2}、[^，、。]{2,4}){2,4}$")


def stands_apart(rows: list[Row], i: int, n: int) -> bool:
    """Whether a row that is full or holds a comma is a heading all the same: set off, before a paragraph's start."""
    row = rows[i + n]
    if n == 0 and _is_indented_heading(rows, i):
        return True
    if n == 0 and row.blank_before and NOTICE.search(row.text):
        return True
    if n == 0 and follows_byline(rows, i) and row.blank_after and row.width <= 0.7 * row.column:
        return True
    if _ends_page(rows, i) or (n == 0 and _is_tight(rows, i)):
        return True
    if opens_close(rows, i) > n:
        return True
    if opens_alone(rows, i, n) or _opens_short(rows, i, n) or (n == 0 and _is_short(rows, i)):
        return True
    first = n == 0 and (row.blank_before or (i > 0 and _is_signature(rows[i - 1].text)))
    if first and row.indent and not row.blank_after and i + 1 < len(rows) and not rows[i + 1].indent and row.full:
        return False  # the first row of a paragraph, whatever the second one starts with
    if first and not row.blank_after and i + 1 < len(rows) and STARTER.match(rows[i + 1].text):
        return not PUNCTUATION.search(row.text.replace("：", "", 1))
    after = next((k for k in range(i + n + 1, min(i + MOST_ROWS + 1, len(rows))) if STARTER.match(rows[k].text)), 0)
    if rows[i].blank_before and after and not any(rows[k].blank_after or rows[k].indent for k in range(i, after)):
        return not any(PUNCTUATION.search(rows[k].text.replace("：", "", 1)) for k in range(i, after))
    if not rows[i].blank_before or row.indent:
        return False
    if n == 0 and row.blank_after and i and find_byline(rows[i - 1].text) and row.width <= row.column - 1.5:
        whole = row.width <= row.column - _SHORTER or (i + 1 < len(rows) and _lost_indent(rows, i + 1))
        return row.text.count("，") <= whole  # no column breaks right after a byline
    last = i + n
    while not rows[last].blank_after and last + 1 < len(rows) and last - i < MOST_ROWS:
        last += 1
    if not rows[last].blank_after:
        return False
    if last + 1 == len(rows) or (last + 2 == len(rows) and is_caption(rows[last + 1].text)):
        return (n == 0 and last == i) or _closes_page(rows, i, last)
    following = rows[last + 1]
    if following.indent or following.width > WIDEST or following.level or starts_article(rows, last + 1):
        return all(looks_titled(rows, k) for k in range(i + n, last + 1))
    return (
        last == i + n
        and "，" not in row.text
        and last + 2 < len(rows)
        and not rows[last + 2].blank_before
        and 1.2 <= rows[last + 2].width - following.width <= 3.3
    )


def _is_short(rows: list[Row], i: int) -> bool:
    """Whether a short row after a blank line and a sentence is a heading: no paragraph in a column has such a row."""
    row = rows[i]
    if (
        not i
        or not row.blank_before
        or row.indent
        or i + 1 == len(rows)
        or not (rows[i - 1].ends or rows[i - 1].text[0] in "—―")
    ):
        return False
    if row.column > WIDEST or row.width > _SHORT * row.column or row.text.count("，") > 1 or not looks_titled(rows, i):
        return False
    below = rows[i + 1]
    return (row.blank_after or below.width >= 0.9 * below.column) and not below.level and not dangles(row.text)


def _is_tight(rows: list[Row], i: int) -> bool:
    """Whether a row is a headline right above its text: shorter than a first row that lost its indent.

    Without its indent, a paragraph's first row is two characters shorter than those below it.
    """
    if i + 3 > len(rows) or not rows[i].blank_before or rows[i].indent or not looks_titled(rows, i):
        return False
    text = rows[i].text
    if dangles(text) or rows[i + 1].blank_before:
        return False
    if PUNCTUATION.search(text.replace("：", "", 1)):
        short = _size(rows[i]) <= max(map(_size, rows[i + 1 : i + 3])) - _SHORTER
        return short and _HALVES.match(text) is not None and (not i or _is_signature(rows[i - 1].text))
    if _TWO_PHRASES.match(text) and (not i or rows[i - 1].ends or _is_signature(rows[i - 1].text)):
        return True
    if _size(rows[i]) >= max(map(_size, rows[i + 1 : i + 3])) + _WIDER:
        return True
    return _lost_indent(rows, i + 1) and _size(rows[i]) <= _size(rows[i + 2]) - 0.9


def _lost_indent(rows: list[Row], i: int) -> bool:
    """Whether row `i` is two characters shorter than the next one, as a paragraph's first is without its indent."""
    if i + 1 >= len(rows) or rows[i].indent or rows[i].level or rows[i + 1].blank_before or rows[i + 1].level:
        return False
    return 1.4 <= _size(rows[i + 1]) - _size(rows[i]) <= 2.6 and _size(rows[i + 1]) <= WIDEST


def _size(row: Row) -> float:
    """The width of a row, quotes as wide as characters."""
    return row.width + (row.text.count("“") + row.text.count("”")) / 2


def _closes_page(rows: list[Row], i: int, last: int) -> bool:
    """Whether the rows at the foot of a page, set off from the byline above, are the headline of what stands above."""
    if not i or not _is_fresh(rows, i) or last - i > 1:
        return False
    return _are_titles(rows, i, last + 1)


def _are_titles(rows: list[Row], i: int, stop: int) -> bool:
    """Whether rows look titled and none has a mark of a sentence; a place or a body may stand before a colon."""
    return all(
        looks_titled(rows, k) and not PUNCTUATION.search(rows[k].text.replace("：", "", 1)) for k in range(i, stop)
    )


def _ends_page(rows: list[Row], i: int) -> bool:
    """Whether all headlines of the articles above stand at the foot of a page: nothing else from row `i` on."""
    if len(rows) - i > _FOOT or not rows[i].blank_before or not _are_titles(rows, i, len(rows)):
        return False
    k = i - 1
    while k > 0 and (is_caption(rows[k].text) or looks_titled(rows, k)) and not _is_signature(rows[k].text):
        k -= 1
    if k >= 0 and _is_signature(rows[k].text):
        return True
    text = max(row.width for row in rows[max(0, i - 6) : i]) if i else 0.0
    return k == i - 1 and rows[k].ends and len(rows) - i < MOST_ROWS and all(r.width <= _SHORT * text for r in rows[i:])


def _is_indented_heading(rows: list[Row], i: int) -> bool:
    """Whether an indented row that ends no sentence stands above another indented row: no paragraph has it alone."""
    if i + 1 == len(rows) or rows[i].level or rows[i + 1].level:
        return False
    row, below = rows[i], rows[i + 1]
    apart = row.blank_before and row.blank_after and row.width <= 0.8 * row.column
    if not row.indent or not below.indent or below.indent > 4 or not (apart or row.width <= 0.9 * row.column):
        return False
    return looks_titled(rows, i) and not dangles(row.text) and row.text.count("，") < 2


def follows_byline(rows: list[Row], i: int) -> bool:
    """Whether a byline in brackets fills the row before, and a blank line parts it from row `i`."""
    if not i or not rows[i].blank_before:
        return False
    found = find_byline(rows[i - 1].text)
    return found is not None and found.start() == 0


def opens_alone(rows: list[Row], i: int, n: int) -> bool:
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
    if any(r.level or r.indent or not looks_titled(rows, i + k) for k, r in enumerate(group)):
        return False
    whole = "".join(r.text for r in group)
    return (
        not re.search(r"[，,、。]", _PARALLEL.sub("", whole))
        and sum(r.width for r in group) <= 40
        and not dangles(whole)
    )


def _opens_short(rows: list[Row], i: int, n: int) -> bool:
    """Whether rows from `i` on, where an article may begin, end in a short row that ends no sentence, above a full one.

    No paragraph has such a row.
    """
    if not _is_fresh(rows, i) or rows[i].indent:
        return False
    for k in range(i, min(i + 3, len(rows) - 1)):
        row, below = rows[k], rows[k + 1]
        if row.level or row.blank_after or "，" in row.text or not looks_titled(rows, k):
            return False
        if k > i and row.width <= 0.65 * row.column and below.width >= 0.9 * below.column <= WIDEST:
            return k >= i + n and not dangles(row.text)
    return False


def opens_close(rows: list[Row], i: int) -> int:
    """How many rows from `i` on, right below a byline or the page's furniture, are a headline that nothing parts.

    The last of them ends no sentence and is shorter than the full row below; or it is full too, and says what the text
    says again that begins below it.
    """
    if not i or rows[i].indent or (rows[i].blank_before and not rows[i - 1].after):
        return 0
    if not (rows[i - 1].after or _is_signature(rows[i - 1].text) or is_caption(rows[i - 1].text)):
        return 0
    found = 0
    for k in range(i, min(i + 3, len(rows) - 2)):
        row, below = rows[k], rows[k + 1]
        if row.level or row.blank_after or row.column > WIDEST or _MARKS.search(row.text) or not looks_titled(rows, k):
            break
        column = max(r.width for r in rows[k + 1 : k + 7])
        if dangles(row.text) or is_caption(row.text) or _is_signature(row.text):
            break
        if row.width <= column - 2.5 and below.width <= column + 1.5:
            found = k + 1 - i
        elif found == k - i and found and _tells_again(rows, k):
            return k + 1 - i
    return found


def _tells_again(rows: list[Row], i: int) -> bool:
    """Whether somebody who acts stands at the head of the row below `i`, and the text says again what row `i` says."""
    if not _DOER.match(rows[i + 1].text) or _DOER.match(rows[i].text):
        return False
    head, text = rows[i].text, "".join(row.text for row in rows[i + 1 : i + 12])
    return sum(head[k].isalpha() and head[k : k + 2] in text for k in range(len(head) - 1)) >= _AGAIN


def _is_fresh(rows: list[Row], i: int) -> bool:
    """Whether an article may begin with row `i`: at the head of the page, below furniture or below a byline.

    The headline of the article before may stand between, where headlines stand below their articles.
    """
    if _is_free(rows, i):
        return True
    if not rows[i].blank_before:
        return False
    for k in range(i - 1, max(-1, i - 1 - MOST_ROWS), -1):
        alone = rows[k].blank_before and rows[k].blank_after and not PUNCTUATION.search(rows[k].text)
        if (rows[k].width > 0.9 * rows[k].column and not alone) or rows[k].indent or not looks_titled(rows, k):
            return False
        if rows[k].blank_before or _is_free(rows, k):
            return _is_free(rows, k)
    return False


def _is_free(rows: list[Row], i: int) -> bool:
    """Whether nothing goes on in row `i`: the page, its furniture or a byline comes before."""
    if i == 0 or rows[i - 1].after or _follows_lead(rows, i):
        return True
    while i > 1 and is_caption(rows[i - 1].text):
        i -= 1
    text = rows[i - 1].text
    return text[-1] in "）)" and bool(find_byline(text) or (i > 1 and find_byline(rows[i - 2].text + text)))


def _follows_lead(rows: list[Row], i: int) -> bool:
    """Whether the rows above, which blank lines part, are those of a lead, and those below are set close."""
    if i < 3 or not rows[i - 1].ends or not (rows[i - 1].blank_before and rows[i - 1].blank_after):
        return False
    if all(r.blank_before for r in rows[i + 1 : i + 6]):
        return False
    lead = rows[i - 3 : i]
    return not any(r.ends for r in lead[:-1]) and all(r.blank_before and r.blank_after and not r.indent for r in lead)


def _is_signature(text: str) -> bool:
    return bool(find_byline(text) or find_bare_byline(text) or are_names(text))
