"""Articles that break off, amid a sentence or with （下转第2版）, and go on behind another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from kg.layout import Block, ends_sentence
from kg.layout.apart import STARTER
from kg.model import Line
from kg.split.authors import opens_lead
from kg.split.grams import trigrams

_RESUMED = re.compile(
    r"[（(](?:上接|接)第?[^，。（()）《》]{0,8}?版?(?:《(?P<title>[^《》]{4,40})》)?[^（()）。]{0,6}[)）]"
)  # （上接第1版《……》）
_SHARED = 3  # runs of three characters
_EVEN = 1.5  # full-width characters
_NEAR = 120  # blocks in which a text goes on
_LEAST = 20  # characters of a paragraph that breaks off
_BREAKS = re.compile(r"[\u4e00-\u9fff\d，、“《（]$")


def rejoin(sequence: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a page with what goes on elsewhere behind the place where it broke off."""
    broken = [i for i in range(len(sequence) - 1) if _breaks_off(sequence, i)]
    if not broken:
        return tuple(_without_breaks(sequence))
    out = list(_with_marks(sequence))
    broken = [i for i in range(len(out) - 1) if _breaks_off(out, i)]
    for before, at in reversed(list(pairwise([-1, *broken]))):
        start, cut = _find_rest(out, at, before + 1, alone=len(broken) == 1)
        if not start:
            continue
        stop = start + 1
        while stop < len(out) and out[stop].kind in ("paragraph", "caption") and not opens_lead(out[stop].line.text):
            stop += 1
        if stop < len(out) and out[stop].kind == "byline":
            stop += 1
        text = out[start].line
        rest = [replace(out[start], line=_cut(text, cut)), *out[start + 1 : stop]]
        if not ends_sentence(out[at].line.text):
            head = out[at].line
            line = Line(text=head.text + rest[0].line.text, offsets=head.offsets + rest[0].line.offsets)
            rest[0] = replace(out[at], line=line, foot=rest[0].foot)
        else:
            rest.insert(0, out[at])
        between = out[at + 1 : start]
        if between[0].kind in ("jump", "break"):
            del between[0]
        ends = [] if rest[-1].kind == "byline" else [Block("jump", Line(text="", offsets=()))]
        out[at:stop] = [*rest, *ends, *between]
    return tuple(_without_breaks(out))


def _without_breaks(sequence: Sequence[Block]) -> Iterator[Block]:
    """The blocks of a page, a paragraph put together that goes on in rows of another width."""
    before: Block | None = None
    joins = False
    for block in sequence:
        if block.kind == "break":
            joins = before is not None and before.kind == "paragraph" and not ends_sentence(before.line.text)
            continue
        if joins and before and block.kind == "paragraph":
            head, tail = before.line, block.line
            line = Line(text=head.text + tail.text, offsets=head.offsets + tail.offsets)
            before = replace(before, line=line, foot=block.foot)
        else:
            if before:
                yield before
            before = block
        joins = False
    if before:
        yield before


def _with_marks(sequence: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks of a page, `（上接第1版《……》）` on a row of its own put before the paragraph below it."""
    mark: Block | None = None
    for block in sequence:
        if mark and block.kind == "paragraph":
            line, below = mark.line, block.line
            yield replace(block, line=Line(text=line.text + below.text, offsets=line.offsets + below.offsets))
            mark = None
            continue
        if mark:
            yield mark
        mark = block if block.kind == "heading" and _RESUMED.fullmatch(block.line.text) else None
        if not mark:
            yield block
    if mark:
        yield mark


def _cut(line: Line, start: int) -> Line:
    return Line(text=line.text[start:], offsets=line.offsets[start:]) if start else line


def _breaks_off(sequence: Sequence[Block], i: int) -> bool:
    """Whether a paragraph breaks off: （下转第2版） follows it, or a headline though its last sentence has no end."""
    block = sequence[i]
    if block.kind != "paragraph":
        return False
    following = sequence[i + 1].kind
    if following in ("jump", "break"):
        return True
    text = block.line.text
    return following == "heading" and len(text) >= _LEAST and bool(_BREAKS.search(text)) and not ends_sentence(text)


def _find_rest(blocks: list[Block], at: int, first: int, *, alone: bool) -> tuple[int, int]:
    """Where the rest of a paragraph begins that breaks off, and after how many characters of its block; or zeros.

    Its headline stands among the blocks from `first` on; `alone` says that nothing else on the page breaks off.
    """
    for i in range(at + 2, min(len(blocks), at + _NEAR)):
        block = blocks[i]
        if block.kind != "paragraph":
            continue
        found = _RESUMED.match(block.line.text)
        if found:
            titles = [_squeeze(b.line.text) for b in blocks[first:at] if b.kind == "heading"]
            here = found["title"] and any(_squeeze(found["title"]) in title for title in titles)
            if here or (alone and not found["title"] and _is_of(blocks[first : at + 1], block)):
                return i, found.end()
            continue
        if blocks[at + 1].kind == "jump" or ends_sentence(blocks[at].line.text):
            continue
        left = blocks[at + 1].kind == "break"
        if left and (i < at + 3 or not _is_as_wide(blocks[at + 1], block)):
            continue
        free = (left and blocks[i - 1].kind == "heading") or (
            blocks[i - 1].kind in ("byline", "caption") and any(b.kind == "paragraph" for b in blocks[at + 1 : i])
        )
        if free and not STARTER.match(block.line.text) and not opens_lead(block.line.text):
            return i, 0
    return 0, 0


def _is_as_wide(break_: Block, rest: Block) -> bool:
    """Whether what goes on stands in a column as wide as that in which the paragraph broke off, or in two rows."""
    wide = rest.column or rest.foot
    if not wide:
        return break_.column < len(rest.line.text) <= 2 * break_.column
    return abs(wide - break_.column) <= _EVEN


def _is_of(blocks: list[Block], rest: Block) -> bool:
    """Whether a paragraph says what the last article of some blocks says."""
    before = "".join(b.line.text for b in blocks if b.kind == "paragraph")
    return len(trigrams(before, trigrams(rest.line.text))) >= _SHARED


def _squeeze(text: str) -> str:
    return "".join(text.split())
