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

from kg.layout import Block, blocks_of, width
from kg.layout.headings import BULLETS
from kg.layout.invisible import without_invisible
from kg.layout.names import BODY
from kg.lexicon.gazetteer import load_gazetteer
from kg.lexicon.variants import simplify
from kg.model import Article, Author, Document, Line
from kg.split.authors import LEAD, LEAD_HEAD, lead_end, opens_lead
from kg.split.grams import bigrams, trigrams
from kg.split.heads import assign_headlines, is_rubric
from kg.split.leads import join_leads, lift_wide_leads, move_leads, place_lead, place_tail, return_sections
from kg.split.rests import give_back, part_unrelated, take_foot
from kg.split.resumed import rejoin
from kg.split.sheets import cut_article, cut_sheets, group_articles
from kg.split.unit import Unit
from kg.split.units import cut_units
from kg.split.year import page_year

__all__ = ["group_articles", "split", "split_pages"]

_SERIES = re.compile(r"[①-⑳]$|系列(?:报道|之[一二三四五六七八九十])[①-⑳]?$|·?之[一二三四五六七八九十]$|进行时$|在行动$")
# How columns of a paper are named: 黎寨新事, 短波.
_COLUMN = re.compile(
    r"[^，。：！？“”]{0,6}?(?:新记|新事|新语|纪事|见闻|故事|故事会|短波|速递|速览|速读|风采|视窗|播报|之声|专栏|一线|观察|简讯|短讯|快讯|动态"
    r"|集锦|掠影|随笔|手记|特写|看台|直播间|连线|传真|经纬|广角|扫描|面对面|新风|新貌|大家谈|回声|零距离|在线|现场|人物|聚焦|追踪|导读|时评|快评|短评|锐评|潮评|微评|漫评|杂谈|之窗)$"
)
_VISIT = re.compile(r"(?:走进|探访|走访|来自|聚焦|对话|直击)[\u4e00-\u9fff]{4,}")
_INQUIRY = re.compile(r"(?:调查|观察|探访|走访|追踪|纪实|特写|报告|系列)$")
_PLACED = re.compile(r"[\u4e00-\u9fff“”]{2,8}[：:](?=.{4})")
_BULLETS = f"{BULLETS}□◇☆▪•· \u3000"
_OURS = re.compile(r"[我全][省市县区州旗盟]")
# What a kicker says that is a clause of its own: 白云区|创新|微型消防站建设.
_DOES = re.compile(
    r"(?:创新|优化|完善|推进|开展|强化|深化|构建|打造|探索|培育|建立|健全|推行|实施|提升|聚焦|坚持|加强|升级|推动|搭建|织密|规范|整合)"
    r"[\u4e00-\u9fff\d“”、]{2,}"
    r"(?:模式|建设|网络|机制|服务|体系|工作|治理|队伍|平台|行动|环境|改革|能力|工程|水平|防线|举措|管理|保障|创建|活动|整治|作风|质效|品牌|渠道|流程)$"
)
_PHRASE, _BRIEF = range(3, 9), 7  # characters of one of several phrases; full-width ones that a headline has more than
_GOES_ON = re.compile(r"有了|让|使|为|助|护|成|促|把|将|查获|破获|抓获")
_MARK = re.compile(rf"[{BULLETS}]\s*|\d{{1,2}}[.．、]\s*(?=[\u4e00-\u9fff“])")  # of a brief in a list
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
        [unit for sheet in cut_sheets(rejoin(blocks)) for unit in _units(sheet, text)]
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


def _units(sheet: tuple[Block, ...], text: str) -> list[Unit]:
    """The articles of a sheet, each with its headline and what belongs to it."""
    units, rest = cut_units(sheet, text)
    part_unrelated(units, rest)
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
    place_lead(units, rest, loose)
    for before, unit in pairwise(units):
        _drop_caption(before, unit, text)
    return units


def _drop_caption(before: Unit, unit: Unit, text: str) -> None:
    """Take the first row off a headline if it is the caption of the article before, whose words it says."""
    if not unit.headline or unit.headline.level:
        return
    line = unit.headline.line
    rows = _rows(line, text)
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
        kicker, headline = _peel(unit.headline.line, text)
        if kicker is not None:
            kickers.append(kicker)
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


def _peel(line: Line, text: str) -> tuple[Line | None, Line]:
    """The first row of a headline that is a kicker (`某县司法所：`, or nothing but a place), and the rest."""
    mark = _MARK.match(line.text)
    if mark:
        line = Line(text=line.text[mark.end() :], offsets=line.offsets[mark.end() :])
    deck = line.text.find(" ——")
    if deck > 0:
        line = Line(text=line.text[:deck], offsets=line.offsets[:deck])
    rows = _rows(line, text)
    if len(rows) > 1 and " " in line.text[: rows[0]]:
        first, others = (
            width(line.text[: rows[0]]),
            [width(line.text[a:b]) for a, b in pairwise((*rows, len(line.text)))],
        )
        parts = line.text[: rows[0]].split()
        if len(parts) > 1 and min(map(len, parts)) >= 4 and first >= 1.2 * max(others):  # a kicker of two phrases
            return (
                Line(text=line.text[: rows[0]], offsets=line.offsets[: rows[0]]),
                Line(text=line.text[rows[0] + 1 :], offsets=line.offsets[rows[0] + 1 :]),
            )
    if rows and _stands_above(
        line.text[: rows[0]], [line.text[a:b].strip() for a, b in pairwise((*rows, len(line.text)))]
    ):
        return (
            Line(text=line.text[: rows[0]], offsets=line.offsets[: rows[0]]),
            Line(text=line.text[rows[0] + 1 :], offsets=line.offsets[rows[0] + 1 :]),
        )
    head, _, rest = line.text.partition(" ")
    if rest and (
        head[-1] in "：:"
        or _SERIES.search(head)
        or is_rubric(head)
        or (len(head) <= 4 and load_gazetteer().by_name.get(head))
    ):
        cut = len(head) + 1
        return (
            Line(text=head, offsets=line.offsets[: len(head)]),
            Line(text=rest, offsets=line.offsets[cut:]),
        )
    return None, line


def _stands_above(first: str, others: list[str]) -> bool:
    """Whether the first row of a headline is a kicker: a column's name, or what stands over a couplet.

    A couplet is two rows of one length, shorter than the first; or one row of two halves of one length.

    >>> _stands_above("检察建议督促整治违规取水", ["废井封了", "水位稳了"]), _stands_above("一张桌子", ["六部电梯"])
    (True, False)
    """
    if _COLUMN.fullmatch(first) and len(first) <= 8:
        return True
    last = others[-1]
    if _enumerates(first) and width(last) > _BRIEF and not _enumerates(last):
        return True
    if len(others) == 1:
        halves = last.split(" ")
        couplet = len(halves) == 2 and min(map(len, halves)) >= 4 and abs(width(halves[0]) - width(halves[1])) <= 2
        named = first[-1] in "省市县区旗州盟镇乡局院厅委办会所队站馆校" or load_gazetteer().by_name.get(first)
        if _names_doer(first) and _DOES.search(first) and not _GOES_ON.match(last):
            return True
        if _VISIT.match(first) and BODY.search(first):
            return True
        if couplet and len(first) <= 10 and _INQUIRY.search(first):
            return True
        return len(first) <= 6 and not named and bool(couplet or _PLACED.match(last))
    return len(others) == 2 and abs(width(others[0]) - width(last)) <= 1 and width(first) >= max(map(width, others)) + 3


def _enumerates(row: str) -> bool:
    """Whether a row is three phrases or more of one length, as stand over a headline: 查隐患 抓整改 保平安."""
    phrases = row.split(" ")
    return len(phrases) > 2 and len(phrases[0]) in _PHRASE and len({*map(len, phrases)}) == 1


def _names_doer(first: str) -> bool:
    """Whether a row begins with a division or 我县: 宁波海关优化监管模式."""
    by_name = load_gazetteer().by_name
    return bool(_OURS.match(first)) or any(first[:size] in by_name for size in range(2, 7))


def _rows(line: Line, text: str) -> list[int]:
    """Where a headline's rows end, but for the last: at the spaces that stand for a line break."""
    if " " not in line.text:
        return []
    return [i for i, c in enumerate(line.text) if c == " " and "\n" in text[line.offsets[i - 1] : line.offsets[i + 1]]]


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
