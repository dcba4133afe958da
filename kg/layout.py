"""A page's lines put back together: the blocks of its reading order, each with a map back to the file's characters.

Newspaper columns break lines anywhere: inside words, inside numbers, with a blank line in the middle of a sentence.
The rules, in the order in which they apply to two neighbouring lines:

1. Markdown headings, rules, captions and bylines stand alone.
2. A line that ends a sentence and is followed by a blank line, an indent or a heading ends its paragraph.
3. A line that neither ends a sentence nor fills its column, after a closed paragraph, is a heading; several such lines
   in a row are one heading, unless the last one dangles (open quote, `的`, `专项`): then it starts the paragraph.
4. Everything else is one paragraph: the line break, and spaces between Chinese characters or digits, are dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import rjieba

from kg.model import Line

TERMINAL = "。！？!?…；;：:"
CLOSERS = "”’」』）)》〉\"'*_"
_FOLD_EDGE = re.compile(r"^[ \t\u3000\xa0\ufeff*_]+|[ \t\u3000\xa0*_]+$")
_NAME = r"(?:[\u4e00-\u9fff·]{2,7}|[\u4e00-\u9fff][ \u3000]{1,2}[\u4e00-\u9fff])"
_ROLE = r"(?:本报|本网|本刊|新华社|全媒体|见习|首席|特约|实习)*(?:记者|通讯员|作者|文|文/图|图/文|文图|摄影|撰稿|编辑|供稿)"
_BYLINE = re.compile(
    rf"[（(]\s*((?:{_ROLE}\s*[:：/]?\s*)?{_NAME}(?:(?:\s+|[、，,;；/]\s*)(?:{_ROLE}\s*[:：/]?\s*)?{_NAME}){{0,7}}(?:\s*(?:文/图|图/文|文图|文|摄影报道))?)\s*[)）]\s*$"
)
_BARE_BYLINE = re.compile(
    rf"^(?:□|■|●|◎|☆|文[/／:：])?\s*((?:{_ROLE}\s*[:：/]?\s*{_NAME}(?:(?:\s+|[、，,/]\s*){_NAME}){{0,4}}\s*){{1,3}})(?:文/?图?|摄|报道)?$"
)
_NOT_NAMES = re.compile(
    r"以下简称|简称|图为|图片|资料|上接|下转|略|完|待续|摄$|来源|[一二三四五六七八九十]{1,3}[）)]|公司|中心|支队|大队|局$"
)
_MARKDOWN = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*([-*_=·—–]\s*){3,}$")
_DOUBLED = re.compile(r"^(.{2,40}?)\s*\1([。！？]?)\s*\2?$")
_CAPTION = re.compile(
    r"^[（(【\[▲△◀▶]*(?:图为|图[一二三四五①②③\d]*[:：]|上图|下图|左图|右图|资料图|本版图片)|!\[.*\]\(.*\)$"
    r"|[（(][^（()）]{0,14}(?:摄|供图|配图|制图)[)）]?[。]?$|(?:记者|通讯员)\s*\S{2,8}\s*摄[。]?$|\s\S{2,4}\s*摄[。]?$|^\S{0,16}供图$"
)
_DATE_LINE = re.compile(
    r"^(?:发布时间|发布日期|日期|时间|更新时间)?[:：]?\s*\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?(?:[T\s]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*(?:来源|作者|编辑|责编|第?\d+版|字号|[（(|].{0,20}|.{0,4}报|.{0,4}网)?.{0,30}$"
)
_DATELINE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}讯(?=[\s　\xa0*（(]|[\u4e00-\u9fff\d])|(?:新华社|本报|中新社|中新网|新华网|据)[\u4e00-\u9fff]{0,8}\d{0,2}月?\d{1,2}日(?:电|讯|消息)|本报[\u4e00-\u9fff]{0,6}(?:讯|消息))"
)
_DANGLING = re.compile(
    r"(?:[各该每某副第的地得之和与及或在对为把被将从向由以于等、，,（(“‘《〈「]|专项|进一步|有关|各级|全市|全省|全区|全县|关于|通过|开展|推进|加强|召开|举行|组织|进行|实施|以及|围绕)$"
)


_OPENING = re.compile(_DATELINE.pattern + "|" + _DATE_LINE.pattern)
_WIDEST = 48.0  # full-width characters; a row wider than that is no row of a column but a paragraph
# What a paragraph of news starts with, so that the row above it may be a headline as wide as the column.
_STARTER = re.compile(r"^(?:“|今年|近日|日前|近年|连日|去年|记者从|为(?!了?什么)|\d{1,4}\s*[年月])")
_PUNCTUATION = re.compile(r"[，,、。；;：:]")


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of the reading order; `kind` is `heading`, `paragraph`, `byline`, `caption` or `date`.

    `level` is a Markdown heading's level, else 0; `apart` says whether blank lines set the block off from the next one;
    `names` are a byline's.
    """

    kind: str
    line: Line
    level: int = 0
    apart: bool = True
    names: str = ""


@dataclass(slots=True)
class _Row:
    """A printed line without its edges: document positions, width in full-width characters, neighbours."""

    start: int
    stop: int
    text: str
    width: float
    indent: bool
    blank_before: bool = False
    blank_after: bool = False
    level: int = 0
    column: float = 0.0


def width(text: str) -> float:
    """Display width in full-width characters; curly quotes are printed in half of one.

    >>> width("12起案件")
    4.0
    """
    narrow = len(text.encode("ascii", "ignore")) + sum(map(text.count, "“”‘’"))
    return len(text) - narrow / 2


def ends_sentence(text: str) -> bool:
    """Whether a line closes its sentence (closing quotes and brackets after the mark allowed).

    >>> ends_sentence("他说：“好。”"), ends_sentence("“1、3、5分钟”")
    (True, False)
    """
    bare = text.rstrip(CLOSERS + " \u3000")
    return bool(bare) and bare[-1] in TERMINAL[:8]


def unwrap(text: str, pieces: list[tuple[int, int]]) -> Line:
    """The characters of some stretches of the document joined, without breaks and without stray spaces.

    A space is kept between two Latin letters or words only; emphasis marks of Markdown are dropped.

    >>> unwrap("2 月 1\\n6日，e 追风", [(0, 5), (6, 14)]).text
    '2月16日，e追风'
    """
    chars: list[str] = []
    offsets: list[int] = []
    last = ""
    for start, stop in pieces:
        raw = text[start:stop]
        if " " not in raw and "*" not in raw and "\u3000" not in raw and "\t" not in raw and "\xa0" not in raw:
            chars.append(raw)
            offsets.extend(range(start, stop))
            last = raw[-1:] or last
            continue
        for i, c in enumerate(raw):
            if c in " \u3000\t\xa0":
                after = raw[i + 1 : i + 2]
                if not (last.isascii() and last.isalpha() and after.isascii() and after.isalpha()):
                    continue
                c = " "
            elif c == "*" and (raw[i + 1 : i + 2] == "*" or raw[i - 1 : i] == "*" or i in (0, len(raw) - 1)):
                continue
            chars.append(c)
            offsets.append(start + i)
            last = c
    return Line(text="".join(chars), offsets=tuple(offsets))


def read_rows(text: str) -> list[_Row]:
    """The non-blank lines of a page with their widths and the width of the column around them."""
    rows: list[_Row] = []
    at, blank = 0, True
    for raw in text.splitlines(keepends=True):
        start, at = at, at + len(raw)
        body = raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        lead = _FOLD_EDGE.match(body)
        shift = lead.end() if lead else 0
        core = _FOLD_EDGE.sub("", body)
        if not core or _RULE.match(body):
            blank = True
            if rows:
                rows[-1].blank_after = True
            continue
        marked = _MARKDOWN.match(core)
        level = 0
        if marked:
            level = len(marked[1])
            shift += marked.start(2)
            core = _FOLD_EDGE.sub("", marked[2])
            if not core:
                continue
            shift = body.index(core, shift) if core in body[shift:] else shift
        spaces = body[: len(body) - len(body.lstrip(" \u3000\t\xa0"))]
        indent = width(spaces.replace("\t", "    ")) >= 1.0
        rows.append(_Row(start + shift, start + shift + len(core), core, width(core), indent, blank, level=level))
        blank = False
    if rows:
        rows[-1].blank_after = True
    for i, row in enumerate(rows):
        row.column = _column(rows, i)
    return rows


def find_byline(text: str) -> re.Match[str] | None:
    """The closing bracket of names at the end of a line, if there is one.

    >>> find_byline("满意度。 （沈翠英）")[1]
    '沈翠英'
    >>> find_byline("（以下简称支队）") is None
    True
    """
    found = _BYLINE.search(text)
    if not found or _NOT_NAMES.search(found[1]):
        return None
    before = text[: found.start()].rstrip()
    return found if not before or before[-1] in TERMINAL + CLOSERS else None


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a page in printed order."""
    rows = read_rows(text)
    marked = any(row.level for row in rows)
    out: list[Block] = []
    open_: list[tuple[int, int]] = []  # pieces of the paragraph being read

    def close(apart: bool = True) -> None:
        if open_:
            out.append(Block("paragraph", unwrap(text, open_), apart=apart))
            open_.clear()

    def closed() -> bool:
        return not open_ or ends_sentence(text[open_[-1][0] : open_[-1][1]])

    i = 0
    while i < len(rows):
        row = rows[i]
        if row.level:
            close()
            out.append(Block("heading", _titled(text, [(row.start, row.stop)]), level=row.level))
            i += 1
            continue
        isolated = row.blank_before and row.blank_after
        if closed():
            if _DATE_LINE.match(row.text) and not ends_sentence(row.text) and row.width < 40:
                close()
                out.append(Block("date", _raw(text, row)))
                i += 1
                continue
            if (_CAPTION.search(row.text) and not find_byline(row.text)) or _DOUBLED.match(row.text):
                close()
                out.append(Block("caption", unwrap(text, [(row.start, row.stop)])))
                i += 1
                continue
            bare = _BARE_BYLINE.match(row.text)
            if bare and not _NOT_NAMES.search(bare[1]) and row.width < 30:
                close()
                out.append(Block("byline", _raw(text, row), names=bare[1]))
                i += 1
                continue
            heading = _heading_rows(rows, i)
            if heading and not (marked and (row.width > 24 or not row.blank_after)):
                close()
                pieces = [(r.start, r.stop) for r in rows[i : i + heading]]
                out.append(Block("heading", _titled(text, pieces), apart=rows[i + heading - 1].blank_after))
                i += heading
                continue
        broken = _broken_byline(text, open_, row) if open_ else None
        if broken:
            open_[-1] = (open_[-1][0], broken[0])
            close()
            places = tuple(p for piece in broken[1] for p in range(*piece))
            out.append(Block("byline", Line(text="".join(text[p] for p in places), offsets=places), names=broken[2]))
            i += 1
            continue
        byline = find_byline(row.text)
        if byline:
            cut = row.start + len(row.text[: byline.start()].rstrip())
            if cut > row.start:
                open_.append((row.start, cut))
            close()
            start = row.start + byline.start(1)
            names = Line(text=byline[1], offsets=tuple(range(start, start + len(byline[1]))))
            out.append(Block("byline", names, names=byline[1]))
            i += 1
            continue
        if open_ and closed() and (row.indent or row.blank_before or not _runs_on(rows, i - 1)):
            close()
        if (
            not open_
            and isolated
            and row.width <= 24
            and row.text.endswith("。")
            and "，" not in row.text
            and not _DATELINE.match(row.text)
            and row.text.count("。") == 1
            and row.width <= row.column - 2
        ):
            out.append(Block("caption", unwrap(text, [(row.start, row.stop)])))
            i += 1
            continue
        open_.append((row.start, row.stop))
        i += 1
    close()
    return tuple(out)


def _broken_byline(
    text: str, open_: list[tuple[int, int]], row: _Row
) -> tuple[int, list[tuple[int, int]], str] | None:
    """A byline whose bracket opens on the row before: where the text before it ends, its pieces, its names."""
    if row.text[-1] not in ")）" or "（" in row.text or "(" in row.text:
        return None
    start, stop = open_[-1]
    before = text[start:stop]
    at = max(before.rfind("（"), before.rfind("("))
    found = find_byline(before + row.text) if at >= 0 else None
    if not found or found.start() != len(before[:at]):
        return None
    inside = text[row.start : row.stop - 1].rstrip()
    pieces = [piece for piece in ((start + at + 1, stop), (row.start, row.start + len(inside))) if piece[0] < piece[1]]
    return start + len(before[:at].rstrip()), pieces, found[1]


def _raw(text: str, row: _Row) -> Line:
    return Line(text=text[row.start : row.stop], offsets=tuple(range(row.start, row.stop)))


def _titled(text: str, pieces: list[tuple[int, int]]) -> Line:
    """A heading's lines joined with one space each, which has the place of the line break."""
    chars, offsets = "", []
    for start, stop in pieces:
        if chars:
            chars += " "
            offsets.append(start - 1)
        chars += re.sub(r"[ \u3000\t\xa0]", " ", text[start:stop])
        offsets.extend(range(start, stop))
    return Line(text=chars, offsets=tuple(offsets))


def _column(rows: list[_Row], i: int) -> float:
    """The width of the column that row `i` stands in or before: the second widest of the rows that follow it.

    Columns change their width on one page, and one row may be a headline wider than its column.
    """
    after = [r.width for r in rows[i + 1 : i + 6] if not r.level]
    before = [r.width for r in rows[max(0, i - 4) : i] if not r.level]
    near = after if len(after) > 2 else after + before
    return sorted(near)[-2] if len(near) > 1 else max(near, default=rows[i].width)


def _is_full(row: _Row) -> bool:
    """Whether the row fills its column; a paragraph's first row may lack its indent, and a mark that may not start a row."""
    return -1.2 <= row.column - row.width <= 3.3 or (row.indent and -1.2 <= row.column - row.width <= 5.3)


def _runs_on(rows: list[_Row], i: int) -> bool:
    """Whether row `i`, which ends a sentence, may be full, so that its paragraph may go on in the next row.

    A full row is as wide as its column, and not the only one that wide; no column is wider than `_WIDEST`.
    """
    size = rows[i].width
    if size < rows[i + 1].column - 1.5 or size > _WIDEST:
        return False
    near = rows[max(0, i - 6) : i] + rows[i + 1 : i + 7]
    return any(abs(row.width - size) <= 1.5 for row in near)


def _heading_rows(rows: list[_Row], i: int) -> int:
    """How many rows from `i` on form one heading; 0 when `rows[i]` starts a paragraph. The text before is closed."""
    n = 0
    while i + n < len(rows) and n < 4:
        row = rows[i + n]
        if n and (row.blank_before or row.level):
            break
        if _DATE_LINE.match(row.text):
            break
        if not _looks_titled(row) or _BARE_BYLINE.match(row.text) or _CAPTION.search(row.text):
            break
        comma = "，" in row.text or "," in row.text
        crowded = not row.blank_after and row.width >= 0.75 * row.column
        leads = i + n + 1 < len(rows) and bool(_OPENING.match(rows[i + n + 1].text))
        if (_is_full(row) or comma or crowded) and not leads and not _stands_apart(rows, i, n):
            break
        n += 1
    while n:
        text = "".join(r.text for r in rows[i : i + n])
        unbalanced = text.count("“") > text.count("”") or text.count("《") > text.count("》")
        if not _DANGLING.search(text) and not unbalanced and not _goes_on(rows, i + n - 1):
            break
        n -= 1
    return 0 if n and sum(r.width for r in rows[i : i + n]) > 75 else n


def _stands_apart(rows: list[_Row], i: int, n: int) -> bool:
    """Whether a row that is full or holds a comma is a heading all the same: set off, and before a paragraph's start."""
    row = rows[i + n]
    if n == 0 and row.blank_before and not row.blank_after and _STARTER.match(rows[i + 1].text if i + 1 < len(rows) else ""):
        return not _PUNCTUATION.search(row.text) and rows[i - 1].blank_after and i > 0
    if not (row.blank_after and rows[i].blank_before) or row.indent:
        return False
    if i + n + 1 >= len(rows):
        return n == 0
    following = rows[i + n + 1]
    starts = following.indent or following.width > _WIDEST or following.level > 0 or _OPENING.match(following.text)
    return bool(starts) or (
        "，" not in row.text
        and i + n + 2 < len(rows)
        and not rows[i + n + 2].blank_before
        and 1.2 <= rows[i + n + 2].width - following.width <= 3.3
    )


def _goes_on(rows: list[_Row], i: int) -> bool:
    """Whether a word runs from row `i` into the next row, so that row `i` can't end a heading."""
    if i + 1 >= len(rows) or rows[i + 1].level or rows[i + 1].indent:
        return False
    row, following = rows[i], rows[i + 1]
    if row.width < 0.7 * row.column and row.blank_after:
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


def _looks_titled(row: _Row) -> bool:
    if ends_sentence(row.text) and row.text[-1] not in "？?！!”":
        return False
    if row.text[-1] in "，,、；;" or "。" in row.text[:-1] or row.width > 34 or find_byline(row.text):
        return False
    return not _DATELINE.match(row.text)
