"""The layouts of the corpus: how newspapers, sites and archives print the same articles."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from random import Random
from typing import NamedTuple

from kg.layout import width
from kg.split.grams import trigrams
from tests.corpus.compose import Written
from tests.formats import Paper, Story
from tests.properties.styles import wrap

INDENT = "\u3000\u3000"


class Layout(NamedTuple):
    """A layout: suffix of its files, how it prints articles of a day, how many articles a page holds, and whether the
    characters are traditional."""

    suffix: str
    write: Callable[[Sequence[Written], date], bytes]
    most: int = 4
    variant: bool = False


_PREDICATE = re.compile(r"(?=多措并举|把服务|用心守护|深入一线)")


def rows_of(text: str, size: int) -> list[str]:
    """A headline in rows: it breaks at its space, or else between its subject and what that does."""
    if not size or width(text) <= size or " " in text:
        return text.split(" ")
    return _PREDICATE.split(text, maxsplit=1)


def body_of(article: Written, size: int, *, byline: bool = True, apart: bool = False) -> list[str]:
    """The text of an article in rows of `size` full-width characters, or a line a paragraph."""
    names = f"（{' '.join(article.authors)}）"
    inside = Random(article.title).random() < 0.5
    out: list[str] = []
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.startswith("## "):
            out += ["", paragraph[3:], ""]
            continue
        last = number == len(article.paragraphs) - 1
        text = INDENT + paragraph + names * (last and inside and byline)
        out += wrap(text, size) if size else [text]
        out += [""] * apart
    while out and not out[-1]:
        out.pop()
    return out + [names] * (byline and not inside)


def columns(size: int, *, gap: int = 1) -> Callable[[Sequence[Written], date], bytes]:
    """Wrapped rows under headlines, with so many empty lines between articles."""

    def write(articles: Sequence[Written], _: date) -> bytes:
        out: list[str] = []
        for article in articles:
            out += [*rows_of(article.title, size), *([""] * (gap > 0)), *body_of(article, size), *([""] * gap)]
        return ("\n".join(out) + "\n").encode()

    return write


def side_by_side(articles: Sequence[Written], _: date) -> bytes:
    """Each article in two columns under its headline, as text that keeps their places."""
    out: list[str] = []
    for article in articles:
        rows = [row for row in body_of(article, 18) if row]
        out += [article.title, ""]
        if len(rows) < 8:  # nobody sets a brief in two columns
            out += [*body_of(article, 40), "", ""]
            continue
        half = -(-len(rows) // 2)
        for left, right in zip(rows[:half], [*rows[half:], ""], strict=False):
            space = 52 - sum(1 + (char > "\u2010") for char in left)  # in half widths; quotes are wide here
            out.append(left + "\u3000" * (space // 2) + " " * (space % 2) + right if right else left)
        out += ["", ""]
    return ("\n".join(out) + "\n").encode()


def as_lines(articles: Sequence[Written], day: date) -> bytes:
    """A line a paragraph."""
    return columns(0)(articles, day)


def as_markdown(articles: Sequence[Written], _: date) -> bytes:
    """Markdown: the first headline of level 1, the others of level 2; sections below."""
    out = []
    for number, article in enumerate(articles):
        marks = "##" if number else "#"
        out.append(f"{marks} {article.title}")
        for paragraph in article.paragraphs:
            if paragraph.startswith("## "):
                out.append(f"### {paragraph[3:]}")
            elif article.dateline and paragraph.startswith(article.dateline):
                out.append(f"**{article.dateline}** {paragraph.removeprefix(article.dateline).strip()}")
            else:
                out.append(paragraph)
        out.append(f"（{' '.join(article.authors)}）")
    return ("\n\n".join(out) + "\n").encode()


def as_levels(articles: Sequence[Written], day: date) -> bytes:
    """Markdown of a whole issue: the paper, its page, its articles and their sections, each a level down."""
    out = ["# 某某日报", "## 第 2 版 要闻"]
    for article in articles:
        out.append(f"### {article.title}")
        out += [f"#### {p[3:]}" if p.startswith("## ") else p for p in article.paragraphs]
        out.append(f"（{' '.join(article.authors)}）")
    return ("\n\n".join(out) + "\n").encode()


def headline_after(articles: Sequence[Written], _: date) -> bytes:
    """Each headline below its article, as some extractors of PDF have it."""
    out: list[str] = []
    for article in articles:
        out += [*body_of(article, 22), "", *rows_of(article.title, 22), ""]
    return ("\n".join(out) + "\n").encode()


def lead_after_byline(articles: Sequence[Written], _: date) -> bytes:
    """The first paragraph of longer articles printed below the byline, as it stands beside a picture.

    One with a dateline stays, and one that has nothing in common with the rest: they could be other articles.
    """
    out: list[str] = []
    for article in articles:
        moved = len(article.paragraphs) > 2 and not article.dateline and not article.paragraphs[1].startswith("## ")
        moved &= len(trigrams(article.paragraphs[0]) & trigrams("".join(article.paragraphs[1:]))) > 5
        rest = article._replace(paragraphs=article.paragraphs[1:]) if moved else article
        out += [*rows_of(article.title, 24), "", *body_of(rest, 24), ""]
        if moved:
            out += [*wrap(INDENT + article.paragraphs[0], 18), ""]
    return ("\n".join(out) + "\n").encode()


def with_captions(articles: Sequence[Written], _: date) -> bytes:
    """Captions of pictures below the articles, half of them with each character printed twice over, as shadows are."""
    out: list[str] = []
    for number, article in enumerate(articles):
        caption = article.caption.rstrip("。")
        doubled = f"{caption}{caption}。。" if number % 2 == 0 else article.caption
        out += [*rows_of(article.title, 26), "", *body_of(article, 26), "", doubled, ""]
    return ("\n".join(out) + "\n").encode()


def with_furniture(articles: Sequence[Written], day: date) -> bytes:
    """Masthead, folio, staff, links and addresses around the articles."""
    week = "一二三四五六日"[day.weekday()]
    out = [f"{day.year}年{day.month}月{day.day}日 星期{week} 责编 王某 美编 李某", "某某日报", "2", ""]
    for article in articles:
        out += [*rows_of(article.title, 20), "", *body_of(article, 20), ""]
    out += ["上一篇 下一篇", "新闻热线：0000-5555555 投稿邮箱：news@example.org", "版权所有 某某日报社"]
    return ("\n".join(out) + "\n").encode()


def bylines_under(articles: Sequence[Written], _: date) -> bytes:
    """Authors under the headline, dates of a site, no indent, paragraphs apart."""
    out: list[str] = []
    for article in articles:
        out += [article.title, f"本报记者 {' '.join(article.authors)}", ""]
        out += body_of(article, 0, byline=False, apart=True)
        out.append("")
    return ("\n".join(out).replace(INDENT, "") + "\n").encode()


def traditional(articles: Sequence[Written], day: date) -> bytes:
    """The page in traditional characters, wrapped."""
    from opencc import OpenCC

    text: str = OpenCC("s2t").convert(columns(24)(articles, day).decode())
    return text.encode()


def as_html(articles: Sequence[Written], day: date) -> bytes:
    """A web page with its navigation and footer, and one article."""
    (article,) = articles
    body = "".join(
        f"<h2>{escape(p[3:])}</h2>" if p.startswith("## ") else f"<p>　　{escape(p)}</p>" for p in article.paragraphs
    )
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{escape(article.title)}_某某网</title>
<meta name="PubDate" content="{day.isoformat()} 09:12"></head><body>
<div class="nav"><a href="/">首页</a> <a href="/news">要闻</a> <a href="/video">视频</a></div>
<div class="main"><h1>{escape(article.title)}</h1><div class="info">{day.isoformat()} 09:12 来源：某某日报</div>
<div class="content">{body}<p>（{" ".join(article.authors)}）</p></div></div>
<div class="foot">版权所有 某某网</div></body></html>""".encode()


def as_docx(articles: Sequence[Written], _: date) -> bytes:
    """A Word file with headings of two levels."""
    from docx import Document

    document = Document()
    for article in articles:
        document.add_heading(article.title, level=1)
        for paragraph in article.paragraphs:
            if paragraph.startswith("## "):
                document.add_heading(paragraph[3:], level=2)
            else:
                document.add_paragraph(paragraph)
        document.add_paragraph(f"（{' '.join(article.authors)}）")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(articles: Sequence[Written], day: date) -> bytes:
    """A printed page: each article in three columns under a headline across them."""
    paper = Paper(height=1600)
    paper.put(60, 40, 11, f"某某日报 {day.year}年{day.month}月{day.day}日 第3版")
    top = 90.0
    for article in articles:
        story = Story(article.title, "", article.paragraphs, " ".join(article.authors))
        rows = sum(map(len, article.paragraphs)) / 20
        count = 3 if rows > 8 else 2 if rows > 4 else 1
        top += paper.story(story, 60, top, columns=count, size=20, gap=3) + 40
    return paper.pdf()


LAYOUTS: dict[str, Layout] = {
    "20 characters": Layout(".txt", columns(20)),
    "26 characters": Layout(".txt", columns(26)),
    "40 characters": Layout(".txt", columns(40)),
    "back to back": Layout(".txt", columns(22, gap=0)),
    "side by side": Layout(".txt", side_by_side),
    "a line each": Layout(".txt", as_lines),
    "byline under headline": Layout(".txt", bylines_under),
    "headline after": Layout(".txt", headline_after),
    "lead after byline": Layout(".txt", lead_after_byline),
    "captions": Layout(".txt", with_captions),
    "furniture": Layout(".txt", with_furniture),
    "traditional": Layout(".txt", traditional, variant=True),
    "Markdown": Layout(".md", as_markdown),
    "headings of four levels": Layout(".md", as_levels),
    "web page": Layout(".html", as_html, most=1),
    "Word": Layout(".docx", as_docx),
    "PDF": Layout(".pdf", as_pdf),
}
"""The layouts by name, the plainest first."""
