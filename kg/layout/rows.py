"""A page's printed rows: their place, width and indent, and the width of the column they stand in."""

from __future__ import annotations

import re

import msgspec

from kg.layout.columns import read_lines
from kg.layout.folios import find_furniture
from kg.layout.furniture import is_imprint
from kg.model import Line

TERMINAL = "。！？!?…；;：:"
_FINAL = TERMINAL[:8]
CLOSERS = "”’」』）)》〉\"'*_"
_OVER = ("(完)", "（完）", "(完）", "（完)")
WIDEST = 48.0
"""Full-width characters; a row wider than that is no row of a column but a whole paragraph."""

_LEFT_EDGE = " \t\u3000\xa0\ufeff*_"
_RIGHT_EDGE = " \t\u3000\xa0*_"
_MARKDOWN = re.compile(r"^(#{1,6})(?:\s++(.*)|#*)$")
_RULE_MARKS = "-*_=·—–.…．─━－"
_RULE = re.compile(rf"^\s*+(?:[{_RULE_MARKS}]\s*+){{3,}}$")
_FRONT_MATTER = re.compile(
    r"\s*+---[ \t]*+\r?\n((?>(?:[ \t]*+(?:(?!---)[\w-]++[ \t]*+[:：][^\n]*+|-[ \t][^\n]*+|\][ \t]*+|#[^\n]*+)?\r?\n)*))"
    r"(?:---|\.\.\.)[ \t]*+(?:\r?\n|\Z)"
)
_TITLE = re.compile(r"^(?:title|标题)[ \t]*+[:：][ \t]*+[\"'“]?(.+?)[\"'”]?[ \t\r]*+$", re.MULTILINE | re.IGNORECASE)
_SPACES = " \u3000\t\xa0"
_HALF_WIDE = "“”‘’"
_SPACED = re.compile(rf"[^{_SPACES}]+")
_PARTED = re.compile(r"[^ \u3000\t\r\n]+")
_AFTER_END = CLOSERS + " \u3000"
# No row of a paragraph's beginning starts with one of these.
_NEVER_FIRST = frozenset("”’」』）》〉】。，、；：！？…")


class Row(msgspec.Struct, gc=False):
    """A printed line without its edges: document positions, width and indent in full-width characters, neighbours.

    `level` is a Markdown heading's level, else 0; `column` the width of the column that the row stands in or before.
    `bold` says that Markdown sets all of it in bold. `furniture` are the places of the page's furniture before it,
    `after` those after it.
    What is asked of a row again and again is kept: whether it `ends` a sentence, is `full`, `opens` a lead, `starts` an
    article, looks `titled`, `closes` what stands above, is `cut` off a word of the row before.
    """

    start: int
    stop: int
    text: str
    width: float
    indent: float
    blank_before: bool = False
    blank_after: bool = False
    level: int = 0
    column: float = 0.0
    furniture: tuple[tuple[int, int], ...] = ()
    after: tuple[tuple[int, int], ...] = ()
    ends: bool = False
    full: bool = False
    opens: bool | None = None
    starts: bool | None = None
    titled: bool | None = None
    closes: bool | None = None
    cut: bool | None = None
    bold: bool = False


def width(text: str) -> float:
    """Display width in full-width characters; curly quotes are printed in half of one.

    >>> width("12起案件")
    4.0
    """
    if not text:
        return 0.0
    narrow = len(text.encode("ascii", "ignore"))
    for quote in _HALF_WIDE:
        if quote in text:  # to count takes three times as long
            narrow += text.count(quote)
    return len(text) - narrow / 2


def ends_sentence(text: str) -> bool:
    """Whether a line closes its sentence (closing quotes and brackets after the mark allowed).

    >>> ends_sentence("他说：“好。”"), ends_sentence("“1、3、5分钟”"), ends_sentence("不必往省城跑.")
    (True, False, True)
    """
    last = text[-1:]
    if last in _FINAL:
        return bool(last)
    if last != "." and last not in _AFTER_END:
        return False
    if text.endswith(_OVER):
        return True
    bare = text.rstrip(_AFTER_END)
    return bool(bare) and (bare[-1] in _FINAL or (bare[-1] == "." and bare[-2:-1] > "\u4e00"))


# The places of most pages' characters: taken from here they are neither made nor freed for every page.
_PLACES = tuple(range(1 << 14))


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
        if "*" not in raw:
            places = _PLACES if stop <= len(_PLACES) else range(stop)
            if not (" " in raw or "\u3000" in raw or "\t" in raw or "\xa0" in raw):
                chars.append(raw)
                offsets += places[start:stop]
                last = raw[-1:] or last
                continue
            for word in _SPACED.finditer(raw):
                at, end = word.span()
                first = raw[at]
                if at and first.isascii() and first.isalpha() and last.isascii() and last.isalpha():
                    chars.append(" ")
                    offsets.append(start + at - 1)
                chars.append(word[0])
                offsets += places[start + at : start + end]
                last = raw[end - 1]
            continue
        for i, c in enumerate(raw):
            if c in _SPACES:
                after = raw[i + 1 : i + 2]
                if not (last.isascii() and last.isalpha() and after.isascii() and after.isalpha()):
                    continue
                c = " "
            elif c == "*" and not (last.isascii() and last.isalnum() and raw[i + 1 : i + 2].isdigit()):  # 3*4
                continue
            chars.append(c)
            offsets.append(start + i)
            last = c
    return Line(text="".join(chars), offsets=tuple(offsets))


def raw(text: str, start: int, stop: int) -> Line:
    """A stretch of the document as it is."""
    return Line(text=text[start:stop], offsets=tuple(range(start, stop)))


def titled(text: str, pieces: list[tuple[int, int]]) -> Line:
    """A heading's lines and spaced parts joined with one space each, which has the place of what stood between."""
    joined, offsets = "", []
    for start, stop in pieces:
        for part in _PARTED.finditer(text, start, stop):
            line = unwrap(text, [part.span()])
            if joined and line.text:
                joined += " "
                offsets.append(part.start() - 1)
            joined += line.text
            offsets.extend(line.offsets)
    return Line(text=joined, offsets=tuple(offsets))


def read_rows(text: str) -> list[Row]:
    """The non-blank lines of a page with their widths and the width of the column around them, without furniture."""
    rows = _printed_rows(text)
    for row in rows:
        row.ends = ends_sentence(row.text)
    found = find_furniture([row.text for row in rows], [row.ends for row in rows])
    body = [row for i, row in enumerate(rows) if i not in found] if found else rows
    widths = [row.width for row in body]
    levels = [row.level for row in body]
    levels = levels if any(levels) else []
    at = 0
    for i, row in enumerate(rows):
        here = i not in found
        near = sorted(widths[at + here : at + here + 5])
        if len(near) < 3 or levels:
            near = _near(body, widths, levels, at, here)
        row.column = near[-1] if near[-1] > WIDEST or len(near) == 1 else near[-2]
        # It fills its column but for an indent or a mark that may not start the next row.
        row.full = -1.2 <= row.column - row.width <= (5.3 if row.indent else 3.3)
        at += here
    if not found:
        return rows
    kept: list[Row] = []
    dropped: list[Row] = []
    for i, row in enumerate(rows):
        inside = bool(kept) and not dropped and not kept[-1].ends and row.full and not row.level
        inside = inside and not (row.blank_before and (row.blank_after or kept[-1].text[-1] in "）)"))
        if i in found and not (inside and not is_imprint(row.text)):
            dropped.append(row)
            continue
        if dropped:
            _close_up(kept[-1] if kept else None, dropped, row)
            dropped = []
        kept.append(row)
    if dropped:
        _close_up(kept[-1] if kept else None, dropped, None)
    return kept


def _close_up(before: Row | None, dropped: list[Row], row: Row | None) -> None:
    """Set the rows around furniture beside each other: a blank line between them, unless a sentence goes on."""
    places = tuple((each.start, each.stop) for each in dropped)
    blank = not before or not row or any(each.blank_before or each.blank_after for each in dropped)
    if before:
        blank = blank or before.ends
        before.after = places
        before.blank_after |= blank
    if row:
        row.furniture = places
        row.blank_before |= blank


def _printed_rows(text: str) -> list[Row]:
    """The non-blank lines of a page with their widths, in reading order."""
    rows: list[Row] = []
    blank = True
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(text, front.start(1), front.end(1)) if front else None
    if title and not re.search(
        rf"^[#\s]*{re.escape(title[1].strip())}[ \t\r]*+$", text[front.end() if front else 0 :], re.M
    ):
        rows.append(Row(title.start(1), title.end(1), title[1], width(title[1]), 0.0, True, True, 1))
    for line in read_lines(text):
        if front and line.start < front.end():
            continue
        start, body = line.start, text[line.start : line.stop]
        core = body.lstrip(_LEFT_EDGE)
        shift = len(body) - len(core)
        core = core.rstrip(_RIGHT_EDGE)
        if not core or ((core[0] in _RULE_MARKS or core[0].isspace()) and _RULE.match(body)):
            blank = True
            if rows:
                rows[-1].blank_after = True
            continue
        marked = _MARKDOWN.match(core) if core[0] == "#" else None
        level = 0
        if marked:
            level = len(marked[1])
            core = (marked[2] or "").rstrip("#").lstrip(_LEFT_EDGE).rstrip(_RIGHT_EDGE)
            if not core:
                continue
            shift += marked.start(2)
            shift = body.index(core, shift) if core in body[shift:] else shift
        indent = 0.0
        if shift:
            spaces = body[: len(body) - len(body.lstrip(_SPACES))]
            indent = width(spaces.replace("\t", "    "))
        row = Row(start + shift, start + shift + len(core), core, width(core), indent if indent >= 1.0 else 0.0, blank)
        if level:
            row.level = level
        if body[:2] == "**":
            row.bold = body.endswith("**") and "*" not in core
        rows.append(row)
        blank = False
    if rows:
        rows[-1].blank_after = True
    return rows


def _near(rows: list[Row], widths: list[float], levels: list[int], i: int, here: int) -> list[float]:
    """The widths of the rows that follow row `i`, ascending; of those above it too, where these are few.

    The second widest of them is the width of the column that the row stands in or before: columns change their width on
    one page, and one row may be a headline wider than its column. `levels` are those of all rows, or nothing where no
    row has one; `here` is 0 for furniture before row `i`.
    """
    after = widths[i + here : i + here + 5]
    first = max(0, i - (4 if after else 8))  # at the foot of a page more of what stands above
    if levels and any(levels[first : i + 6]):
        after = [r.width for r in rows[i + here : i + here + 5] if not r.level]
        before = [r.width for r in rows[first:i] if not r.level]
    else:
        before = widths[first:i] if len(after) <= 2 else []
    near = sorted(after if len(after) > 2 else after + before)
    return near or [rows[i].width if i < len(rows) else 0.0]


def goes_on(row: Row) -> bool:
    """Whether a row starts with a mark that only goes on with what stands before it."""
    return row.text[0] in _NEVER_FIRST
