"""Which headline belongs to which article: by place where that settles it, else by shared rare words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from math import fsum

from kg.layout import Block
from kg.layout.apart import NOTICE
from kg.split.deal import Dealt, Heading, deal, part
from kg.split.grams import bigrams
from kg.split.unit import Unit

_RUBRIC = re.compile(
    r"[【\[［〖][^】\]］〗]{2,14}[】\]］〗]$|[◆●■▲★◇○◎·][\u4e00-\u9fff]{2,6}[◆●■▲★◇○◎·]$|[（(][^（）()]{4,30}[）)]$|(?:关注|聚焦|直击)[\u4e00-\u9fff“”]{2,8}$"
)
# What a picture at the foot of the page shows.
_SHOWN = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}?(?:民警|辅警|交警|特警|民辅警|法官|检察官|干警|消防员|指战员|志愿者|医护人员|工作人员|队员|群众))"
    r"(?:[^，。]{0,6}?)(?:在|向|为|与|给|帮|护送|走访|正在)[^，。？！]{4,20}$"
)
_PARALLEL = re.compile(r"[^，、。“]{2,4}(?:、[^，、。”]{2,4}){2,4}$")
_LITTLE = 0.03  # and one that says so little is another's
_HALF = 0.5  # as much of the article as the heading above it, and it is the headline
_WHOLE = 10  # characters: a shorter heading under a headline may be that of a section
_MARKS = frozenset("一二三四五六七八九十①②③④⑤⑥0123456789◆●■▲★○◇□▶►·（(【[")  # that sections are numbered with
_LONGER = 1.8
_LABEL = 5  # characters: a heading so short names a section of the paper rather than an article


def is_deck(block: Block) -> bool:
    """Whether a heading is what stands under a headline: `——某县公安局服务群众纪实`."""
    return block.line.text.startswith(("—", "--", "―"))


def is_rubric(text: str) -> bool:
    """Whether a heading names a column of the paper, 【基层一线】 or ●读者来信●, or enumerates: 举措实、要求严."""
    return bool(_RUBRIC.match(text) or _PARALLEL.match(text))


def _is_label(block: Block) -> bool:
    return len(block.line.text) <= _LABEL and not block.level and not NOTICE.search(block.line.text)


def assign_headlines(units: list[Unit], tail: list[Block], text: str) -> None:
    """Give each article its headline and its kickers, and leave its section headings in its items."""
    gaps = [unit.front() for unit in units]
    labels = any(len(gap) == 1 and _is_label(gap[0]) and not unit.listed for unit, gap in zip(units, gaps, strict=True))
    sections = [_opens_with_section(unit, gap) for unit, gap in zip(units, gaps, strict=True)]
    if not tail and all(gaps) and not labels and not any(sections):
        for unit, gap in zip(units, gaps, strict=True):
            _take(unit, gap)
        return
    if tail and sum(map(len, gaps)) + len(tail) > len(units) and _SHOWN.match(tail[-1].line.text):
        tail = tail[:-1]  # more headings than articles: a caption
    candidates = [(g, block) for g, gap in enumerate([*gaps, tail]) for block in gap]
    candidates += [(g, block) for g, unit in enumerate(units) for block in unit.second()]
    above = {id(b) for gap in gaps if len(gap) > 1 for b in gap if is_rubric(b.line.text)}
    for unit, gap in zip(units, gaps, strict=True):
        later = [b for b in unit.items[len(gap) :] if b.kind == "heading"]
        if not unit.certain and _ends_in_section(gap, later):
            above.add(id(gap[-1]))
    if len(candidates) - sum(sections) >= len(units):
        above |= {id(gap[0]) for gap, section in zip(gaps, sections, strict=True) if section}
    inner = {id(block) for unit in units for block in unit.second()}
    inner |= {id(gap[-1]) for unit, gap in zip(units, gaps, strict=True) if _is_section(unit, gap)}
    headings = [
        Heading(g, block, inner=id(block) in inner, able=not (is_deck(block) or id(block) in above))
        for g, block in sorted(candidates, key=lambda each: each[0])
    ]
    _place(units, gaps, tail, headings, deal(units, headings, text))
    asked = set().union(*(bigrams(block.line.text) for _, block in candidates))
    texts = [bigrams(unit.text(), asked) for unit in units]
    spread = Counter(chain.from_iterable(texts))
    _pass_kickers(units, [*gaps, tail], texts, spread)
    heads_of_all = {id(unit.headline) for unit in units}
    for k, unit in enumerate(units):
        unit.items = [b for b in unit.items if id(b) not in heads_of_all]
        unit.kickers = [b for b in gaps[k] if id(b) not in heads_of_all and not sections[k]]
        unit.items = [b for b in unit.items if not any(b is x for x in unit.kickers)]


def _place(
    units: list[Unit], gaps: list[list[Block]], tail: list[Block], headings: list[Heading], dealt: list[Dealt]
) -> None:
    """Give the articles the headlines dealt to them; headings that were parted are so wherever they stand."""
    for h, heading in enumerate(headings):
        own = [each for each in dealt if each.heading == h]
        pieces: list[Block] = []
        at = 0
        for _, start, stop, k in own:
            if at < start:
                pieces.append(part(heading.block, at, start - 1))
            pieces.append(part(heading.block, start, stop))
            units[k].headline = pieces[-1]
            at = stop + 1
        if own and at < len(heading.block.line.text):
            pieces.append(part(heading.block, at, len(heading.block.line.text)))
        if len(pieces) > 1:
            places = [tail] if heading.gap == len(units) else [gaps[heading.gap], units[heading.gap].items]
            for place in places:
                i = next(i for i, block in enumerate(place) if block is heading.block)
                place[i : i + 1] = pieces


def _pass_kickers(units: list[Unit], gaps: list[list[Block]], texts: list[set[str]], spread: Counter[str]) -> None:
    """Give an article the headline below its kicker: of two headings that speak of it, the upper one is a kicker."""
    taken = {id(unit.headline) for unit in units}
    gap_of = {id(block): gap for gap in gaps for block in gap}
    for k, unit in enumerate(units):
        gap = gap_of.get(id(unit.headline), [])
        if unit.headline is None or unit.certain or unit.listed or len(gap) < 2:
            continue
        at = next(i for i, b in enumerate(gap) if b is unit.headline)
        below = gap[at + 1 : at + 2]
        if not below or id(below[0]) in taken or len(below[0].line.text) < _WHOLE or is_deck(below[0]):
            continue
        if any(b.kind == "heading" for b in unit.items[len(unit.front()) :]):
            continue  # it may be the headline of the first section
        upper, lower = (_shared([bigrams(b.line.text)], [texts[k]], spread) for b in (unit.headline, below[0]))
        if lower >= _HALF * upper and lower > _LITTLE:
            taken.add(id(below[0]))
            unit.headline = below[0]


def _shared(heads: list[set[str]], texts: list[set[str]], spread: Counter[str]) -> float:
    """How much headlines and articles, in the same order, have in common; rare words count most."""
    return sum(
        fsum(1 / spread[gram] ** 2 for gram in head & text) / max(len(head), 8)
        for head, text in zip(heads, texts, strict=True)
    )


def _ends_in_section(titles: list[Block], later: list[Block]) -> bool:
    """Whether the last heading above an article's text is a section's: it begins as those in the text do."""
    forms = {_form(b.line.text) for b in later}
    if not titles or _is_longer(titles[-1], later):
        return False
    return len(titles) > 1 and _form(titles[-1].line.text) in forms and _form(titles[-2].line.text) not in forms


def _is_section(unit: Unit, gap: list[Block]) -> bool:
    """Whether the only heading above an article begins with the mark or number of those in its text."""
    if len(gap) != 1 or gap[0].level or gap[0].line.text[0] in "“《" or unit.certain:
        return False
    later = [b for b in unit.items if b.kind == "heading" and b is not gap[0]]
    alike = [b.line.text[0] == gap[0].line.text[0] for b in later]
    return any(alike) and not _is_longer(gap[0], later) and (all(alike) or gap[0].line.text[0] in _MARKS)


def _is_longer(title: Block, later: list[Block]) -> bool:
    """Whether a heading is far longer than others, as a headline is than the headings of sections."""
    return len(title.line.text) > _LONGER * max((len(b.line.text) for b in later), default=len(title.line.text))


def _opens_with_section(unit: Unit, gap: list[Block]) -> bool:
    """Whether the only heading above an article is its first section's: couplets whose second halves begin alike."""
    later = [b for b in unit.items if b.kind == "heading" and not any(b is x for x in gap)]
    if len(gap) != 1 or gap[0].level or len(later) < 2:
        return False
    halves = [b.line.text.split(" ") for b in (*gap, *later)]
    return all(len(pair) == 2 and pair[1][:1] == halves[0][1][:1] for pair in halves)


def _form(text: str) -> str:
    """How a heading begins, which the headings of one article have in common: 以“防线”为基, “实”字为先."""
    quoted = re.match(r"“[^”]{1,6}”(.?)", text)
    return f"”{quoted[1]}" if quoted else text[:1]


def _take(unit: Unit, gap: list[Block]) -> None:
    """Take the headline of an article whose headings stand before it: the last, unless a section heading or deck."""
    rest = list(gap)
    marked = [b for b in rest if b.level]
    if marked:
        unit.headline = min(marked, key=lambda b: b.level)
    else:
        titles = [b for b in rest if not is_deck(b)] or rest
        titles = [b for b in titles if not is_rubric(b.line.text) and b.line.text[:2] not in ("问：", "答：")] or titles
        later = [b for b in unit.items if b.kind == "heading" and not any(b is g for g in gap)]
        longest = max((len(b.line.text) for b in later), default=0)
        short = len(titles[-1].line.text) <= 1.2 * longest
        close = short and (len(titles) > 2 or (len(titles) == 2 and titles[-2].apart and not titles[-1].apart))
        unit.headline = titles[-2] if close or _ends_in_section(titles, later) else titles[-1]
    after = False
    for b in rest:
        if b is unit.headline:
            after = True
            unit.items = [x for x in unit.items if x is not b]
        elif not after or b.line.text.startswith("—"):
            unit.kickers.append(b)
            unit.items = [x for x in unit.items if x is not b]
