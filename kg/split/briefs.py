"""Briefs: articles of one paragraph, one after the other, which no byline ends; and lists of such without headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from msgspec.structs import replace

from kg.layout import Block
from kg.layout.headings import BULLETS
from kg.model import Author, Line
from kg.split.authors import read_authors
from kg.split.grams import bigrams

# Over briefs that may have no headlines.
RUBRIC = re.compile(r"[【\[]?(?:短讯|简讯|一句话新闻|一句话快讯|快讯|短波)[】\]]?$")
_SIGNED = re.compile(r"[（(]([\u4e00-\u9fff· ]{2,20})[）)]$")

_LEAST = 3  # briefs in a row
_SHORT = 6  # characters: a heading so short is one of an article's sections
_BULK = 400  # characters: a longer paragraph is no brief
_GOES_ON = ("该", "这", "此", "同时", "其", "另", "而", "为此", "随后", "当天", "当日")


def find_briefs(sequence: tuple[Block, ...]) -> set[int]:
    """Which blocks are headlines of briefs, though nothing ends the one before.

    Sections of an article have one paragraph each too; but a brief's headline says what its paragraph says again, with
    the same names, and a brief starts a page or follows another.
    """
    out: set[int] = set()
    for run in _runs(sequence):
        told = sum(_is_told(title, paragraph) for _, title, paragraph in run)
        if len(run) >= _LEAST and told >= 0.75 * len(run):
            out.update(i for i, _, _ in run)
    return out


def _runs(sequence: tuple[Block, ...]) -> Iterator[list[tuple[int, str, str]]]:
    """The headings in a row that have one paragraph each, from the beginning of an article on: place and both texts."""
    run: list[tuple[int, str, str]] = []
    fresh = True  # at the head of an article
    at = 0
    blocks = [(i, b) for i, b in enumerate(sequence) if b.kind != "caption"]
    while at < len(blocks):
        i, block = blocks[at]
        if fresh and block.kind == "heading":
            following = [b for _, b in blocks[at + 1 : at + 3]]
            kinds = [b.kind for b in following]
            if kinds[:1] == ["paragraph"] and kinds[1:] in ([], ["heading"]):
                run.append((i, block.line.text, following[0].line.text))
                at += 2
                continue
        if run:
            yield run
            run = []
        fresh = block.kind != "paragraph"
        at += 1
    if run:
        yield run


def _is_told(title: str, paragraph: str) -> bool:
    """Whether a paragraph says again what the heading above it says, as news does, and starts afresh."""
    if len(title) <= _SHORT or len(paragraph) > _BULK or paragraph.startswith(_GOES_ON):
        return False
    grams = bigrams(title)
    return len(grams & bigrams(paragraph)) >= max(3, 0.3 * len(grams)) and len(grams & bigrams(paragraph[:60])) >= 2


def end_of_list(sequence: tuple[Block, ...], i: int) -> int:
    """The last block of the briefs under a rubric (简讯), of which each begins with one mark, or each is signed.

    They have no headlines, and are one article, whoever signs them. 0 where no such list stands below.
    """
    rubric = "".join(sequence[i].line.text.split())
    if not RUBRIC.match(rubric) or "一句话" in rubric:  # each of which is news of its own
        return 0
    below = list(takewhile(lambda b: b.kind in ("paragraph", "byline", "caption"), sequence[i + 1 :]))
    if not below or not below[0].line.text:
        return 0
    mark = below[0].line.text[0]
    if mark in BULLETS:
        marked = [n for n, b in enumerate(below) if b.line.text.startswith(mark)]
        last = marked[-1] + (below[marked[-1] + 1 : marked[-1] + 2] != [] and below[marked[-1] + 1].kind == "byline")
        return i + 1 + last if len(marked) > 1 else 0
    pairs = 0
    while [b.kind for b in below[2 * pairs : 2 * pairs + 2]] == ["paragraph", "byline"]:
        pairs += 1
    return i + 2 * pairs if pairs > 1 else 0


def read_brief(block: Block) -> tuple[Block, list[Author]]:
    """A brief as a paragraph, and who signs it at its end: of what looks like a caption (▲), that is not parted yet."""
    line = block.line
    signed = _SIGNED.search(line.text) if block.kind == "caption" else None
    if not signed:
        return replace(block, kind="paragraph"), []
    start, stop = signed.span(1)
    authors = read_authors(Line(text=signed[1], offsets=line.offsets[start:stop]))
    head = Line(text=line.text[: signed.start()], offsets=line.offsets[: signed.start()])
    return replace(block, kind="paragraph", line=head), authors
