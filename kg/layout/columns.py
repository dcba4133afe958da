"""Columns printed side by side in plain text: read one after the other.

A gutter is a stretch of blanks that stands at the same place in line after line, with text on both sides of it in most.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate

import msgspec

# A class of characters comes first: `re` passes over all that is none of them.
_GAP = re.compile(
    r"[ \u3000\xa0\t](?<=\S.)"
    r"(?:[ \u3000\xa0\t]{3,}|(?<=\u3000)[ \u3000\xa0]+|(?<=[ \xa0])[ \xa0]*\u3000[ \u3000\xa0]+)(?=\S)"
)
_LEAST = 4  # lines with text on both sides
_FEW = 2  # that will do where other lines of the page show the same gutter
_AHEAD = 14  # lines in which they have to be found
_INDENT = 4  # half widths
_SLACK = 5  # half widths by which a line may be out of place: curly quotes are as wide as the paper likes


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A printed line, or a column's part of one: document positions; `at` is where it starts, in half widths."""

    start: int
    stop: int
    at: int = 0


def _size(text: str) -> int:
    """Display width in half widths, curly quotes as wide as characters."""
    return len(text) + sum(1 for c in text if c > "\u2010")


def read_lines(text: str) -> list[Piece]:
    """The lines of a page in reading order, columns that stand side by side one after the other.

    >>> page = "\\n".join(f"左{n}左左左左左左　　　右{n}右右右右右右" for n in range(5))
    >>> [page[p.start : p.stop][:2] for p in read_lines(page)]
    ['左0', '左1', '左2', '左3', '左4', '', '右0', '右1', '右2', '右3', '右4']
    """
    starts = accumulate(map(len, text.splitlines(keepends=True)), initial=0)
    lines = [Piece(at, at + len(line)) for at, line in zip(starts, text.splitlines(), strict=False)]
    return _in_order(text, lines) if "    " in text or "\u3000" in text or "\t" in text else lines


def _in_order(text: str, lines: list[Piece]) -> list[Piece]:
    gaps = [_gaps(text, line) for line in lines]
    if sum(1 for gap in gaps if gap) < _LEAST:
        return lines
    ends = Counter(gap[3] for near in gaps for gap in near)
    out: list[Piece] = []
    i = 0
    while i < len(lines):
        stop = _region(text, lines, gaps, ends, i) if gaps[i] else i
        if stop == i:
            out.append(lines[i])
            i += 1
            continue
        left: list[Piece] = []
        right: list[Piece] = []
        cut = _gutter(gaps, i)
        for k in range(i, stop):
            here = _cut(text, lines[k], gaps[k], cut)
            line = lines[k]
            if here is None:
                raw = text[line.start : line.stop]
                empty = Piece(line.start, line.start)
                far = not raw.strip() or line.at + _size(raw) - _size(raw.lstrip()) >= cut - _SLACK
                left.append(empty if far else line)
                right.append(_from(text, line, cut) if far and raw.strip() else empty)
            else:
                left.append(Piece(line.start, here[0], line.at))
                right.append(Piece(here[1], line.stop, here[2]))
        rest = Piece(lines[stop - 1].stop, lines[stop - 1].stop)
        out += [*_in_order(text, _trim(text, left)), rest, *_in_order(text, _trim(text, right)), rest]
        if out and stop == len(lines):
            out.pop()
        i = stop
    return out


def _gaps(text: str, line: Piece) -> list[tuple[int, int, int, int]]:
    """The wide gaps of a line: positions where they start and stop, and the same in half widths."""
    raw = text[line.start : line.stop]
    out = []
    for gap in _GAP.finditer(raw) if "  " in raw or "\u3000" in raw else ():
        before = line.at + _size(raw[: gap.start()])
        out.append((line.start + gap.start(), line.start + gap.end(), before, before + _size(gap[0])))
    return out


def _gutter(gaps: list[list[tuple[int, int, int, int]]], i: int) -> int:
    """Where the column on the right starts: the place at which most gaps of the next lines stop.

    What stands on the right of the first line may be indented.
    """
    ends = [gap[3] for near in gaps[i : i + _AHEAD] for gap in near]

    def count(at: int) -> int:
        return sum(1 for end in ends if -2 <= end - at <= _SLACK)

    best = max((gap[3] for gap in gaps[i]), key=lambda at: (count(at), -at))
    outer = [end for end in ends if abs(end - best + _INDENT) <= 1]
    if outer and count(min(outer)) > count(best):
        best = min(outer)
    return min(end for end in ends if abs(end - best) <= 2)


def _cut(text: str, line: Piece, gaps: list[tuple[int, int, int, int]], cut: int) -> tuple[int, int, int] | None:
    """Where a line is cut in two: the end of its left part, the start of its right part, and that in half widths."""
    for start, stop, before, after in gaps:
        if before <= cut and cut - 3 <= after <= cut + 6:
            indent = stop
            if after >= cut + 3:  # the right column's own indent
                while indent > start and text[indent - 1] == "\u3000" and stop - indent < 2:
                    indent -= 1
            return start, indent, after - 2 * (stop - indent)
    return None


def _from(text: str, line: Piece, cut: int) -> Piece:
    """A line that has nothing on the left, from the gutter on."""
    raw = text[line.start : line.stop]
    at = line.at
    for i, c in enumerate(raw):
        if at >= cut or not c.isspace():
            return Piece(line.start + i, line.stop, at)
        at += _size(c)
    return line


def _region(
    text: str, lines: list[Piece], gaps: list[list[tuple[int, int, int, int]]], ends: Counter[int], i: int
) -> int:
    """The line after the last one of two columns that start in line `i`; `i` when there are none."""
    cut = _gutter(gaps, i)
    least = _FEW if sum(ends[at] for at in range(cut - 3, cut + 7)) >= 2 * _LEAST else _LEAST
    stop = i
    both = blank = filled = 0
    for k in range(i, len(lines)):
        raw = text[lines[k].start : lines[k].stop]
        if not raw.strip():
            blank += 1
            if blank > 2:
                break
            continue
        if _cut(text, lines[k], gaps[k], cut):
            both += 1
        else:
            size = lines[k].at + _size(raw.rstrip())
            indent = lines[k].at + _size(raw) - _size(raw.lstrip())
            if size > cut - 1 and indent < cut - _SLACK:
                break
            if blank and both >= least and _heads(text, lines, gaps, cut, k):
                break
        blank = 0
        filled += 1
        stop = k + 1
        if k - i >= _AHEAD and both < least:
            return i
    return stop if both >= least and both * 5 >= filled * 2 else i


def _heads(text: str, lines: list[Piece], gaps: list[list[tuple[int, int, int, int]]], cut: int, k: int) -> bool:
    """Whether a line after an empty one is a headline over both columns: nothing stands beside it or below it until
    both go on, or a row as wide as both. In a column of its own, the other one would be white for three lines or more.
    """
    raw = text[lines[k].start : lines[k].stop]
    if lines[k].at + _size(raw) - _size(raw.lstrip()) >= cut - _SLACK:
        return False  # it is the other column's
    apart = False
    for n in range(k + 1, min(k + 5, len(lines))):
        raw = text[lines[n].start : lines[n].stop]
        if not raw.strip():
            apart = True
        elif _cut(text, lines[n], gaps[n], cut):
            return apart
        elif apart:
            return lines[n].at + _size(raw.rstrip()) > cut - 1
    return False


def _trim(text: str, lines: list[Piece]) -> list[Piece]:
    """Lines without the empty ones at both ends."""
    while lines and not text[lines[0].start : lines[0].stop].strip():
        lines.pop(0)
    while lines and not text[lines[-1].start : lines[-1].stop].strip():
        lines.pop()
    return lines
