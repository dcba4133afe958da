"""Articles printed again in other layouts: columns of fixed width, Markdown, one line a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.layout import width
from kg.model import Article


def pieces(article: Article) -> Iterator[tuple[str, str]]:
    """The parts of an article in printed order: (`kicker`, `headline`, `heading`, `paragraph` or `byline`, text)."""
    for kicker in article.kickers:
        yield "kicker", kicker.text
    headline = article.headline
    printed = not any(p.offsets[:1] == headline.offsets[:1] for p in article.paragraphs)
    if printed:
        yield "headline", headline.text
    lead = ""
    for i, line in enumerate(article.paragraphs):
        following = article.paragraphs[i + 1].offsets[:1] if i + 1 < len(article.paragraphs) else ()
        if i in article.headings and following and following[0] - line.offsets[-1] <= 8 and not ends_line(article, i):
            lead = line.text + " "  # `通辽讯`, which `split` sets off from its paragraph
        elif i in article.headings:
            yield "heading", line.text
        else:
            yield "paragraph", lead + line.text
            lead = ""
    inside = {p for line in article.paragraphs for p in line.offsets}
    names = [author.name for author in article.authors if author.span.start not in inside]
    if names:
        yield "byline", f"（{' '.join(names)}）"


def ends_line(article: Article, i: int) -> bool:
    """Whether a line break follows a paragraph of the article in its file."""
    last, following = article.paragraphs[i].offsets[-1], article.paragraphs[i + 1].offsets[0]
    return "\n" in article.document.text[last:following]


def wrap(text: str, size: int) -> list[str]:
    """A paragraph in rows of at most `size` full-width characters after an indent of two, broken anywhere."""
    rows, row = [], "\u3000\u3000"
    for c in text:
        if width(row + c) > size:
            rows.append(row)
            row = ""
        row += c
    return [*rows, row]


def in_columns(size: int) -> Callable[[Article], str]:
    """A printer in columns of `size` full-width characters."""

    def print_(article: Article) -> str:
        rows: list[str] = []
        for kind, text in pieces(article):
            if kind in ("paragraph", "byline"):
                rows += wrap(text, size) if kind == "paragraph" else [text]
            else:
                rows += ["", *text.split(" "), ""]
        return "\n".join(rows).strip("\n") + "\n"

    return print_


def as_lines(article: Article) -> str:
    """One line a paragraph, with a blank line around headings."""
    rows: list[str] = []
    for kind, text in pieces(article):
        rows += [text] if kind in ("paragraph", "byline") else ["", *text.split(" "), ""]
    return "\n".join(rows).strip("\n") + "\n"


def as_markdown(article: Article) -> str:
    """Markdown: headline of level 1, section headings of level 2, blocks apart."""
    marks = {"headline": "# ", "heading": "## "}
    return "\n\n".join(marks.get(kind, "") + text for kind, text in pieces(article)) + "\n"


PRINTERS: dict[str, Callable[[Article], str]] = {
    "20 characters": in_columns(20),
    "26 characters": in_columns(26),
    "40 characters": in_columns(40),
    "Markdown": as_markdown,
    "a line each": as_lines,
}
