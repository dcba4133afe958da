"""Pages and articles far larger than any printed one, cut so that the work grows as the text does.

Which headline is whose, who 该支队 is and the like are found by comparing what one page says, pair by pair. That is
right for a page and would take hours for a year of pages in one file: such a file is read sheet by sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kg.layout import Block
from kg.model import Article, Line

MOST_SHEET = 20_000
"""Characters that are compared with each other: a full broadsheet has ten thousand."""
MOST_ARTICLE = 10_000
"""Characters of an article: six times the longest of our pages."""


def cut_sheets(sequence: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """The blocks of a page in sheets, cut where an article ends, if one does, or else before a heading."""
    start = 0
    while start < len(sequence):
        stop, size = start, 0
        while stop < len(sequence) and (stop == start or size + len(sequence[stop].line.text) <= MOST_SHEET):
            size += len(sequence[stop].line.text)
            stop += 1
        if stop < len(sequence):
            places = range(stop - 1, start + (stop - start) // 2, -1)
            stop = next(
                (i for i in places if sequence[i].kind == "heading" and sequence[i - 1].kind == "byline"),
                next((i for i in places if sequence[i].kind == "heading" and sequence[i - 1].kind != "heading"), stop),
            )
        yield sequence[start:stop]
        start = stop


def cut_article(article: Article) -> list[Article]:
    """The article; one larger than `MOST_ARTICLE` in pieces under the same headline."""
    if sum(len(line.text) for line in article.paragraphs) <= MOST_ARTICLE:
        return [article]
    pieces: list[list[tuple[Line, bool]]] = [[]]
    size = 0
    for number, paragraph in enumerate(article.paragraphs):
        for line in _cut_line(paragraph):
            if pieces[-1] and size + len(line.text) > MOST_ARTICLE:
                pieces.append([])
                size = 0
            pieces[-1].append((line, number in article.headings))
            size += len(line.text)
    return [
        replace(
            article,
            paragraphs=tuple(line for line, _ in piece),
            headings=frozenset(n for n, (_, heading) in enumerate(piece) if heading),
        )
        for piece in pieces
    ]


def _cut_line(line: Line) -> Iterator[Line]:
    """A paragraph in pieces of at most `MOST_ARTICLE` characters, cut at the ends of sentences where it has any."""
    start = 0
    while len(line.text) - start > MOST_ARTICLE:
        limit = start + MOST_ARTICLE
        stop = max(line.text.rfind(mark, start, limit) for mark in "。！？；") + 1 or limit
        yield Line(text=line.text[start:stop], offsets=line.offsets[start:stop])
        start = stop
    yield Line(text=line.text[start:], offsets=line.offsets[start:]) if start else line


def group_articles(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles of a page in groups that are read together: all of them, unless it is larger than a sheet."""
    group: list[Article] = []
    size = 0
    for article in articles:
        length = sum(len(line.text) for line in article.paragraphs)
        if group and size + length > MOST_SHEET:
            yield group
            group, size = [], 0
        group.append(article)
        size += length
    if group:
        yield group
