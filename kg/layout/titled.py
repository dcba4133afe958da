"""What one row looks like: a headline's, or the beginning of an article."""

from __future__ import annotations

import re

from kg.layout.marks import find_anonymous, find_bare_byline, find_byline, is_date_line, opens_article, tells_source
from kg.layout.rows import Row, goes_on

MOST_ROWS = 4
_DANGLING = re.compile(
    r"(?:[各该每某副第之和与及或在对为把被将从向由以于、，,（(“‘《〈「]|(?<![用必再别要久能先])等|专项|进一步|有关|各级|全市|全省|全区|全县|关于"
    # 会议|召开 and 会议在…召开 are whole, 市公安局|召开 is not; so 工作扎实|推进.
    r"|^(?!.{0,40}[会议式礼动赛坛节练]在).{0,60}(?<![会议式礼动赛坛节练训讲展])(?:召开|举行|进行)|(?<![面实序步入续利票速])(?:通过|开展|推进|加强|组织|实施)|以及|围绕)$"
)
_DANGLING_ENDS = frozenset(
    "各该每某副第之和与及或在对为把被将从向由以于、，,（(“‘《〈「等项步关级市省区县开行过展进强织施绕"
)
PUNCTUATION = re.compile(r"[，,、。；;：:]")
_SAID = re.compile(r"“[^“”]*[。！？]”$")
_CLOSED = re.compile(r"[）)]")


def begins_with_speech(row: Row) -> bool:
    """Whether a row is one sentence in quotes with another row right below: under a headline it begins the text."""
    return not row.blank_after and row.text[0] == "“" and _SAID.match(row.text) is not None


def dangles(text: str) -> bool:
    """Whether a headline can't end so: in a word that leads on, with an open quote.

    >>> dangles("全市开展"), dangles("县城添三处充电站")
    (True, False)
    """
    return text[-1] in _DANGLING_ENDS and _DANGLING.search(text) is not None


def before_indent(rows: list[Row], i: int) -> bool:
    """Whether row `i`, itself not indented, stands above an indented row with nothing but title-like rows between."""
    if rows[i].indent:
        return False
    for k in range(i + 1, min(i + 4, len(rows))):
        if rows[k].indent:
            return not rows[k].level
        if not looks_titled(rows, k):
            return False
    return False


def leads_on(rows: list[Row], i: int) -> bool:
    """Whether row `i` stands above the first row of a lead, or above a row or two of one headline that do."""
    for k in range(i + 1, min(i + 4, len(rows))):
        if starts_article(rows, k):
            return True
        if rows[k].blank_before or rows[k].level or not looks_titled(rows, k) or rows[k].width >= 0.9 * rows[k].column:
            return False
    return False


def starts_article(rows: list[Row], i: int) -> bool:
    """Whether a row is a date, a lead, a source or a byline, as stand below headlines."""
    row = rows[i]
    if row.starts is None:
        told = is_date_line(row.text) or opens_article(rows, i) or tells_source(row.text)
        row.starts = told or bool(find_bare_byline(row.text))
    return row.starts


def looks_titled(rows: list[Row], i: int) -> bool:
    """Whether a row may be one of a headline: it ends no sentence, is short, and opens no lead."""
    row = rows[i]
    if row.titled is None:
        row.titled = _is_titled(rows, i)
    return row.titled


def _is_titled(rows: list[Row], i: int) -> bool:
    row = rows[i]
    if row.ends and row.text[-1] not in "？?！!”":
        return False
    if find_anonymous(row.text) or (
        row.text[0] in "（(" and row.text.count(row.text[0]) > len(_CLOSED.findall(row.text))
    ):
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
