"""Blocks cut into articles: where one ends and the next begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile

from kg.layout import Block
from kg.model import Author
from kg.split.authors import LEAD_HEAD, lead_authors, read_authors
from kg.split.grams import bigrams, trigrams

_LABEL = re.compile(
    r"^(?:核心提示|编者按|编者的话|导读|内容提要|相关链接|延伸阅读|新闻链接|记者手记|本期关注|要闻|短讯|简讯)[:：]?$"
)
_SPEECH = re.compile(r"“[^”]*[，！？。]")
_ISO = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


@dataclass(slots=True)
class Unit:
    """An article in the making: its blocks in order, and who wrote it."""

    items: list[Block] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    lead_authors: list[Author] = field(default_factory=list)
    certain: bool = False  # a Markdown headline opens it
    headline: Block | None = None
    published: str | None = None
    kickers: list[Block] = field(default_factory=list)

    def has_text(self) -> bool:
        """Whether it holds a paragraph."""
        return any(b.kind == "paragraph" for b in self.items)

    def front(self) -> list[Block]:
        """The headings before the first paragraph."""
        return list(takewhile(lambda b: b.kind != "paragraph", self.items))

    def second(self) -> list[Block]:
        """The heading after the first paragraph, which may be a headline under a lead."""
        items = self.items
        if len(items) > 2 and items[0].kind == "paragraph" and items[1].kind == "heading" and items[1].apart:
            return [items[1]]
        return []

    def text(self) -> str:
        """Its paragraphs."""
        return "".join(b.line.text for b in self.items if b.kind == "paragraph")


def cut_units(sequence: tuple[Block, ...], text: str) -> tuple[list[Unit], Unit]:
    """The blocks of a page's `text` cut into articles, and what is left after the last byline."""
    headline_levels = _headline_levels(sequence)
    units: list[Unit] = []
    current = Unit()
    for i, block in enumerate(sequence):
        if block.kind == "date":
            stamp = _ISO.search(block.line.text)
            if stamp and current.has_text():  # a headline with a date line under it opens an article
                following = Unit()
                while current.items and current.items[-1].kind == "heading":
                    following.items.insert(0, current.items.pop())
                if following.items:
                    units.append(current)
                    current = following
            if stamp:
                current.published = f"{stamp[1]}-{int(stamp[2]):02d}-{int(stamp[3]):02d}"
            continue
        if _is_caption(sequence, i) or block.kind == "caption" or _LABEL.match(block.line.text):
            continue
        if block.kind == "heading" and block.level in headline_levels:
            if current.has_text():
                units.append(current)
                current = Unit()
            current.items.append(block)
            current.certain = True
        elif block.kind == "paragraph" and LEAD_HEAD.match(block.line.text) and current.has_text():
            following = Unit()
            while current.items and current.items[-1].kind == "heading":
                following.items.insert(0, current.items.pop())
            units.append(current)
            current = following
            current.items.append(block)
            current.lead_authors += lead_authors(block.line, text)
        elif block.kind == "byline":
            authors = read_authors(block.line)
            if not current.has_text():
                current.lead_authors += authors
                continue
            if current.items[-1].kind == "heading":  # a byline under a headline opens an article
                following = Unit(lead_authors=authors)
                while current.items[-1].kind == "heading":
                    following.items.insert(0, current.items.pop())
                units.append(current)
                current = following
                continue
            if current.lead_authors and authors:
                before, current = _cut_in_two(current)
                if before:
                    units.append(before)
            current.authors += authors
            units.append(current)
            current = Unit()
        else:
            current.items.append(block)
            if block.kind == "paragraph":
                current.lead_authors += lead_authors(block.line, text)
    return [part for unit in units for part in _cut_apart(unit)], current


def _cut_apart(unit: Unit) -> list[Unit]:
    """A unit whose only inner heading parts two texts that share next to no words is two articles.

    On our pages sections of one article share 4 % of their character triples or more, articles 3 % or less; where
    several headings stand inside they are a list of sections, whatever these share.
    """
    inside = [
        i for i, b in enumerate(unit.items)
        if b.kind == "heading" and any(x.kind == "paragraph" for x in unit.items[:i])
        and any(x.kind == "paragraph" for x in unit.items[i:])
    ]  # fmt: skip
    if len(inside) != 1 or unit.certain or not unit.items[inside[0]].apart or not unit.front():
        return [unit]
    at = inside[0]
    texts = ["".join(b.line.text for b in items) for items in (unit.items[:at], unit.items[at:])]
    before, after = (trigrams(text) for text in texts)
    if min(map(len, texts)) < 80 or len(before & after) > 0.015 * min(len(before), len(after)):
        return [unit]
    return [
        Unit(items=unit.items[:at], lead_authors=unit.lead_authors, published=unit.published),
        Unit(items=unit.items[at:], authors=unit.authors),
    ]


def _is_caption(sequence: tuple[Block, ...], i: int) -> bool:
    """Whether a paragraph is a photo caption: one short sentence alone after a heading, byline or caption.

    It is a brief when its own byline follows, when it stands under the only heading of the page, or all by itself.
    """
    block = sequence[i]
    text = block.line.text
    if block.kind != "paragraph" or len(text) > 34 or text.count("。") != 1 or not text.endswith("。"):
        return False
    if _SPEECH.match(text):  # a lead
        return False
    before = sequence[i - 1].kind if i else ""
    after = sequence[i + 1].kind if i + 1 < len(sequence) else ""
    if not before:
        return after in ("heading", "caption") and len(sequence) > 2
    return before in ("heading", "byline", "caption") and (
        after in ("heading", "caption") or (not after and before != "heading")
    )


def _headline_levels(sequence: tuple[Block, ...]) -> set[int]:
    """The Markdown levels whose headings open articles: the first, and each further one that bylines or leads show."""
    levels = sorted({b.level for b in sequence if b.level})
    if not levels:
        return set()
    out = {levels[0]}
    for level in levels[1:]:
        opened = 0
        shown = 0
        for i, b in enumerate(sequence):
            if b.level != level:
                continue
            opened += 1
            before = next((x for x in reversed(sequence[:i]) if x.kind != "caption"), None)
            after = next((x for x in sequence[i + 1 :] if x.kind != "caption"), None)
            opens = before is None or before.kind == "byline" or before.level in out
            if opens or (after is not None and (after.kind == "byline" or LEAD_HEAD.match(after.line.text))):
                shown += 1
        if shown * 2 > opened:
            out.add(level)
        else:
            break
    return out


def _cut_in_two(unit: Unit) -> tuple[Unit | None, Unit]:
    """A unit with a byline at both ends is two articles: cut at the heading where the words change most."""
    places = [
        i
        for i, b in enumerate(unit.items)
        if b.kind == "heading" and any(x.kind == "paragraph" for x in unit.items[:i])
        and any(x.kind == "paragraph" for x in unit.items[i:])
    ]  # fmt: skip
    if not places:
        return None, unit

    def shared(i: int) -> float:
        before = bigrams("".join(b.line.text for b in unit.items[:i]))
        after = bigrams("".join(b.line.text for b in unit.items[i:]))
        return len(before & after) / (1 + min(len(before), len(after)))

    at = min(places, key=shared)
    return (
        Unit(items=unit.items[:at], lead_authors=unit.lead_authors, certain=unit.certain),
        Unit(items=unit.items[at:]),
    )
