"""Briefs: articles of one paragraph, one after the other, which no byline ends."""

from __future__ import annotations

from collections.abc import Iterator

from kg.layout import Block
from kg.split.grams import bigrams

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
