"""A page's printed rows: their place, width and indent, and the width of the column they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Line

TERMINAL = "。！？!?…；;：:"
CLOSERS = "”’」』）)》〉\"'*_"
WIDEST = 48.0
"""Full-width characters; a row wider than that is no row of a column but a whole paragraph."""

_LEFT_EDGE = " \t\u3000\xa0\ufeff*_"
_RIGHT_EDGE = " \t\u3000\xa0*_"
_MARKDOWN = re.compile(r"^(#{1,6})(?:\s++(.*)|#*)$")
_RULE = re.compile(r"^\s*(?:[-*_=·—–.…．]\s*){3,}$")
_SPACES = " \u3000\t\xa0"
_SPACED = re.compile(rf"[^{_SPACES}]+")
_BLANK = re.compile(rf"[{_SPACES}]")
_AFTER_END = CLOSERS + " \u3000"
# No row of a paragraph's beginning starts with one of these.
_NEVER_FIRST = frozenset("”’」』）》〉】。，、；：！？…")
# Marks of direction, joiners, soft hyphens: printed by nobody, and amid a name they would hide it.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def without_invisible(text: str) -> str:
    """The text with a space for each character that nobody sees; of the same length, the same object where none are.

    >>> without_invisible("公\\u200b安局")
    '公 安局'
    """
    return _INVISIBLE.sub(" ", text) if _INVISIBLE.search(text) else text


@dataclass(slots=True)
class Row:
    """A printed line without its edges: document positions, width and indent in full-width characters, neighbours.

    `level` is a Markdown heading's level, else 0; `column` the width of the column that the row stands in or before.
    What has been asked of the row is kept: whether it `opens` a lead, `starts` an article, looks `titled`.
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
    opens: bool | None = None
    starts: bool | None = None
    titled: bool | None = None


def width(text: str) -> float:
    """Display width in full-width characters; curly quotes are printed in half of one.

    >>> width("12起案件")
    4.0
    """
    if not text:
        return 0.0
    count = text.count
    narrow = len(text.encode("ascii", "ignore")) + count("“") + count("”") + count("‘") + count("’")
    return len(text) - narrow / 2


def ends_sentence(text: str) -> bool:
    """Whether a line closes its sentence (closing quotes and brackets after the mark allowed).

    >>> ends_sentence("他说：“好。”"), ends_sentence("“1、3、5分钟”"), ends_sentence("不必往省城跑.")
    (True, False, True)
    """
    bare = text.rstrip(_AFTER_END)
    return bool(bare) and (bare[-1] in TERMINAL[:8] or (bare[-1] == "." and bare[-2:-1] > "\u4e00"))


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
            if not _BLANK.search(raw):
                chars.append(raw)
                offsets += range(start, stop)
                last = raw[-1:] or last
                continue
            for word in _SPACED.finditer(raw):
                at, end = word.span()
                first = raw[at]
                if at and first.isascii() and first.isalpha() and last.isascii() and last.isalpha():
                    chars.append(" ")
                    offsets.append(start + at - 1)
                chars.append(word[0])
                offsets += range(start + at, start + end)
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


def read_rows(text: str) -> list[Row]:
    """The non-blank lines of a page with their widths and the width of the column around them."""
    rows: list[Row] = []
    at, blank = 0, True
    for raw in text.splitlines(keepends=True):
        start, at = at, at + len(raw)
        body = raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        core = body.lstrip(_LEFT_EDGE)
        shift = len(body) - len(core)
        core = core.rstrip(_RIGHT_EDGE)
        if not core or _RULE.match(body):
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
        row.level = level
        rows.append(row)
        blank = False
    if rows:
        rows[-1].blank_after = True
    widths, levels = [row.width for row in rows], [row.level for row in rows]
    for i, row in enumerate(rows):
        row.column = _column(rows, widths, levels, i)
    return rows


def _column(rows: list[Row], widths: list[float], levels: list[int], i: int) -> float:
    """The width of the column that row `i` stands in or before: the second widest of the rows that follow it.

    Columns change their width on one page, and one row may be a headline wider than its column.
    """
    after = widths[i + 1 : i + 6]
    before = widths[max(0, i - 4) : i]
    if any(levels[max(0, i - 4) : i + 6]):
        after = [r.width for r in rows[i + 1 : i + 6] if not r.level]
        before = [r.width for r in rows[max(0, i - 4) : i] if not r.level]
    near = sorted(after if len(after) > 2 else after + before)
    if not near:
        return rows[i].width
    return near[-1] if near[-1] > WIDEST or len(near) == 1 else near[-2]


def is_full(row: Row) -> bool:
    """Whether a row fills its column, but for an indent or a mark that may not start the next row."""
    return -1.2 <= row.column - row.width <= (5.3 if row.indent else 3.3)


def runs_on(rows: list[Row], i: int) -> bool:
    """Whether row `i`, which ends a sentence, may be full, so that its paragraph may go on in the next row.

    A full row is as wide as its column, and not the only one that wide.
    """
    size = rows[i].width + rows[i].indent
    if size < rows[i + 1].column - 1.5 or size > WIDEST:
        return False
    near = rows[max(0, i - 6) : i] + rows[i + 1 : i + 7]
    return any(abs(row.width - size) <= 1.5 for row in near)


def goes_on(row: Row) -> bool:
    """Whether a row starts with a mark that only goes on with what stands before it."""
    return row.text[0] in _NEVER_FIRST
