"""Newspaper styles: how wide columns are, where the byline stands and how it reads, what parts the articles."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.layout import width
from tests.formats import Story


@dataclass(frozen=True)
class Style:
    """One way to print a page; `columns` is a column's width in full-width characters, 0 a line a paragraph."""

    columns: int = 20
    indent: str = "\u3000\u3000"
    apart: bool = False
    """Whether empty lines part the paragraphs."""
    byline: str = "end"
    under_headline: bool = False
    """Whether an empty line parts the headline from the text."""
    dated: bool = False
    kicker: bool = False
    marked: bool = False
    """Whether headlines bear Markdown's marks."""
    rule: bool = False
    """Whether a rule parts the articles."""

    def __str__(self) -> str:
        flags = [
            name for name in ("apart", "under_headline", "dated", "kicker", "marked", "rule") if getattr(self, name)
        ]
        return "-".join([self.byline, f"{self.columns}x{len(self.indent)}", *flags])


BYLINES = (
    "end", "end with roles", "end with commas", "own row", "own row apart", "own row with roles", "lead", "wire lead",
    "under", "under with mark", "under by author", "under as text",
)  # fmt: skip
COLUMNS = (
    (20, "\u3000\u3000", False), (16, "\u3000\u3000", False), (26, "\u3000\u3000", False), (0, "", True),
    (0, "\u3000\u3000", False), (0, "", False), (0, "    ", True),
)  # fmt: skip
"""Width, indent, empty lines between paragraphs."""


def styles() -> Iterator[Style]:
    """Every byline in every kind of column, headline close to the text and apart; then the rarer ornaments."""
    for byline, (columns, indent, apart), gap in itertools.product(BYLINES, COLUMNS, (False, True)):
        yield Style(columns, indent, apart, byline, gap)
    for ornament in ("dated", "kicker", "marked", "rule"):
        for byline in ("end", "own row", "under", "lead"):
            for columns, indent, apart in ((20, "\u3000\u3000", False), (0, "", True)):
                yield Style(columns, indent, apart, byline, **{ornament: True})


def wrap(text: str, size: int) -> list[str]:
    """Rows of at most `size` full-width characters; no row begins with a closing mark."""
    rows, row = [], ""
    for char in text:
        if width(row + char) > size and char not in "，。、；：”）！？":
            rows.append(row)
            row = ""
        row += char
    return [*rows, row]


def print_page(stories: Sequence[Story], style: Style) -> str:
    """The page that holds some articles."""
    out: list[str] = []
    for story in stories:
        out += [*_print(story, style), ""]
        if style.rule:
            out += ["----------", ""]
    return "\n".join(out)


def _print(story: Story, style: Style) -> list[str]:
    names = story.byline.split()
    place = story.title[:2]
    roles = f"记者 {names[0]}" + (f" 通讯员 {' '.join(names[1:])}" if names[1:] else "")
    lead = {
        "lead": f"{place}讯（记者 {' '.join(names)}）",
        "wire lead": f"本报{place}2月21日电（{'、'.join(('记者' * (n == 0)) + name for n, name in enumerate(names))}）",
    }.get(style.byline, "本报讯 ")
    tail = {
        "end": f"（{' '.join(names)}）",
        "end with roles": f"（{roles}）",
        "end with commas": f"（{'、'.join(names)}）",
    }.get(style.byline, "")
    body: list[str] = []
    paragraphs = [*story.paragraphs]
    paragraphs[0] = lead + paragraphs[0]
    paragraphs[-1] += tail
    for paragraph in paragraphs:
        if paragraph.startswith("## "):
            body += ["", paragraph[3:], ""] if not style.apart else [paragraph[3:], ""]
            continue
        text = style.indent + paragraph
        body += wrap(text, style.columns) if style.columns else [text]
        body += [""] * style.apart
    while not body[-1]:
        body.pop()
    body += {
        "own row": ["\u3000\u3000（" + " ".join(names) + "）"],
        "own row apart": ["", "（" + " ".join(names) + "）"],
        "own row with roles": [""] * style.apart + [f"本报{roles}"],
    }.get(style.byline, [])
    head = [f"## {story.title}"] if style.marked else _headline(story.title, style.columns)
    head += {
        "under": [f"本报{roles}"],
        "under with mark": [f"□本报记者 {' '.join(names)}"],
        "under by author": [f"作者：{' '.join(names)}"],
        "under as text": [f"文/{' '.join(names)}"],
    }.get(style.byline, [])
    head += ["2023年02月21日 来源：某某日报"] * style.dated
    return [*(["【基层一线】"] * style.kicker), *head, *([""] * style.under_headline), *body]


def _headline(title: str, columns: int) -> list[str]:
    """A headline in as many rows as it needs: at its space, or in the middle."""
    if " " in title or not columns or width(title) <= columns:
        return title.split(" ")
    return [title[: len(title) // 2], title[len(title) // 2 :]]
