"""A page's blocks put into articles: headline, kickers, authors, dateline and paragraphs of each.

An article ends with its byline, or where a headline with a dateline (or a Markdown headline) follows. A headline can
stand before or after its article, or at the foot of the page; a lead paragraph can follow the byline. Where the
printed order does not settle which is whose, all headings are dealt out to all articles together (`deal`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from kg.layout import Block, blocks_of
from kg.layout.headings import BULLETS
from kg.layout.invisible import without_invisible
from kg.lexicon.variants import simplify
from kg.model import Article, Author, Document, Line
from kg.split.authors import LEAD, LEAD_HEAD, lead_end, opens_lead
from kg.split.grams import bigrams, trigrams
from kg.split.heads import assign_headlines
from kg.split.kickers import peel, rows_of
from kg.split.leads import join_leads, lift_wide_leads, move_leads, place_lead, place_tail, return_sections
from kg.split.openings import part_openings
from kg.split.rests import give_back, part_unrelated, return_bylines, take_foot
from kg.split.resumed import rejoin
from kg.split.sheets import cut_article, cut_sheets, group_articles
from kg.split.unit import Unit
from kg.split.units import cut_units
from kg.split.year import page_year

__all__ = ["group_articles", "split", "split_pages"]

_BULLETS = f"{BULLETS}□◇☆▪•· \u3000"
_NEWSROOM = ("本报", "本网", "本站", "本刊", "新华社", "新华网", "中新社", "中新网", "中国网")


def split(document: Document) -> tuple[Article, ...]:
    """The articles of a page in reading order; pages without any text give none.

    >>> page = Document(id="p", source="p.txt", text="夜市开张\\n\\n　　包头讯 昨晚，夜市开张。\\n（王敏）\\n")
    >>> [(a.id, a.headline.text, a.dateline, a.authors[0].name) for a in split(page)]
    [('p#1', '夜市开张', '包头', '王敏')]
    """
    return split_pages([document])[0]


def split_pages(documents: Sequence[Document]) -> list[tuple[Article, ...]]:
    """The articles of some pages, page by page; each step goes through all of them (see `layout.blocks_of`)."""
    legible = [without_invisible(document.text) for document in documents]
    texts = [*map(simplify, legible)]
    found = blocks_of(texts)
    units = [
        [unit for sheet in cut_sheets(rejoin(blocks)) for unit in units_of(sheet, text)]
        for blocks, text in zip(found, texts, strict=True)
    ]
    pages: list[tuple[Article, ...]] = []
    for document, before, text, own in zip(documents, legible, texts, units, strict=True):
        articles: list[Article] = []
        for unit in own:
            for article in cut_article(_article(document, text, text is not before, unit)):
                articles.append(replace(article, id=f"{document.id}#{len(articles) + 1}"))
        pages.append(_with_year(articles))
    return pages


def _with_year(articles: list[Article]) -> tuple[Article, ...]:
    """The articles of a page; those without a date with the year that the page itself shows."""
    if all(article.published for article in articles):
        return tuple(articles)
    lines = (line.text for article in articles for line in (*article.kickers, article.headline, *article.paragraphs))
    year = page_year("\n".join(lines))
    if not year:
        return tuple(articles)
    return tuple(article if article.published else replace(article, year=year) for article in articles)


def units_of(sheet: tuple[Block, ...], text: str, *, weighed: bool = True) -> list[Unit]:
    """The articles of a sheet, each with its headline and what belongs to it; headings amid a text are `weighed`."""
    units, rest = cut_units(sheet, text)
    if weighed:
        part_openings(units, rest)
    part_unrelated(units, rest, text)
    give_back(units, rest)
    join_leads(units, rest)
    move_leads(units, rest)
    for before, unit in pairwise(units):
        if not before.has_text():  # its lead went to the article before it: its headings are candidates for both
            unit.items[:0] = before.items
    units = [unit for unit in units if unit.has_text()]
    lift_wide_leads(units)
    return_sections(units)
    if units and rest.lead_authors and not rest.has_text() and not units[-1].authors and not units[-1].lead_authors:
        units[-1].authors, rest.lead_authors = rest.lead_authors, []  # below a headline that stands behind its text
    loose = place_tail(units, rest)
    loose[:0] = take_foot(units)
    assign_headlines(units, loose, text)
    return_bylines(units, rest)
    place_lead(units, rest, loose)
    for before, unit in pairwise(units):
        _drop_caption(before, unit, text)
    return units


def _drop_caption(before: Unit, unit: Unit, text: str) -> None:
    """Take the first row off a headline if it is the caption of the article before, whose words it says."""
    if not unit.headline or unit.headline.level:
        return
    line = unit.headline.line
    rows = rows_of(line, text)
    if len(rows) < 2:
        return
    head, rest = line.text[: rows[0]], line.text[rows[0] + 1 :]
    there, here = before.text(), unit.text()
    told = len(bigrams(head) & bigrams(there)) >= 3 and trigrams(head) & trigrams(there)
    if told and not bigrams(head) & bigrams(here) and bigrams(rest) & bigrams(here):
        unit.headline = replace(unit.headline, line=Line(text=rest, offsets=line.offsets[rows[0] + 1 :]))


def _article(document: Document, text: str, variant: bool, unit: Unit) -> Article:
    dateline = None
    paragraphs: list[Line] = []
    headings: set[int] = set()
    for block in unit.items:
        line = block.line
        if block.kind == "heading":
            headings.add(len(paragraphs))
            paragraphs.append(_without_spaces(line))
            continue
        lead = LEAD.match(line.text) if dateline is None and opens_lead(line.text) else None
        end = lead_end(line, text) if lead else 0
        if lead and end < len(line.text):
            place = lead["place"]
            if place and place not in _NEWSROOM and place[-1] not in "报网社":
                dateline = place
            headings.add(len(paragraphs))
            paragraphs.append(Line(text=line.text[:end], offsets=line.offsets[:end]))
            line = Line(text=line.text[end:], offsets=line.offsets[end:])
        if line.text:
            paragraphs.append(line)
    kickers = [_without_spaces(b.line) for b in unit.kickers]
    if unit.headline:
        over, headline = peel(unit.headline.line, text, unit.text())
        kickers += over
    else:
        leads = {i for i in headings if LEAD_HEAD.match(paragraphs[i].text)}
        headline = _first_sentence([p for i, p in enumerate(paragraphs) if i not in leads] or paragraphs)
    authors: dict[str, Author] = {}
    for author in [*unit.lead_authors, *unit.authors]:
        authors.setdefault(author.name, author)
    return Article(
        id="",  # by `split`, when its place among the others is known
        document=document,
        headline=headline,
        kickers=tuple(kickers),
        authors=tuple(authors.values()),
        dateline=dateline,
        paragraphs=tuple(paragraphs),
        headings=frozenset(headings),
        published=unit.published or document.published,
        variant=variant,
    )


def _without_spaces(line: Line) -> Line:
    kept = [i for i, c in enumerate(line.text) if c not in " \u3000\t"]
    if len(kept) == len(line.text):
        return line
    return Line(text="".join(line.text[i] for i in kept), offsets=tuple(line.offsets[i] for i in kept))


def _first_sentence(paragraphs: list[Line]) -> Line:
    """What stands for the headline of an article that has none: the first sentence, at most thirty characters of it."""
    for line in paragraphs:
        start = len(line.text) - len(line.text.lstrip(_BULLETS))
        lead = LEAD.match(line.text, start) if LEAD_HEAD.match(line.text[start:]) else None
        start = lead.end() if start and lead else start
        start += len(line.text[start:]) - len(line.text[start:].lstrip(_BULLETS))
        text = re.split(r"[。！？；，,]", line.text[start:])[0][:30]
        if text:
            return Line(text=text, offsets=line.offsets[start : start + len(text)])
    return Line(text="", offsets=())
