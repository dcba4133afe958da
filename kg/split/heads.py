"""Which headline and which lead belong to which article: by place where that settles it, else by shared rare words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import fsum

from kg.layout import Block
from kg.split.authors import LEAD_HEAD
from kg.split.grams import bigrams, trigrams
from kg.split.units import Unit

_LABEL = 5  # characters: a heading so short names a section of the paper rather than an article


def move_leads(units: list[Unit]) -> None:
    """Give a lead paragraph that was printed after the byline back to the article before it."""
    for before, unit in pairwise(units):
        items = unit.items
        if not unit.authors and not unit.lead_authors and not unit.certain and not unit.front() and before.authors:
            lead = unit.text()
            grams = trigrams(lead)
            alone = len(lead) < 250 and not before.front() and all(b.kind == "paragraph" for b in items)
            shares = len(lead) < 400 and len(grams & trigrams(before.text())) > max(4, 0.05 * len(grams))
            if alone or shares:
                at = len(before.front())
                before.items[at:at] = [b for b in items if b.kind == "paragraph"]
                unit.items = [b for b in items if b.kind == "heading"]
                continue
        if unit.certain or len(items) < 3 or items[0].kind != "paragraph" or items[1].kind != "heading":
            continue
        lead, rest = items[0].line.text, "".join(b.line.text for b in items[1:])
        if len(lead) < 200 and not LEAD_HEAD.match(lead):
            grams = trigrams(lead)
            if len(grams & trigrams(before.text())) > 1.5 * len(grams & trigrams(rest)) + 2:
                before.items.insert(len(before.front()), items.pop(0))


def place_tail(units: list[Unit], tail: Unit) -> list[Block]:
    """Place what follows the last byline, an article or a lead; returns the loose headlines."""
    if not tail.items:
        return []
    paragraphs = [b for b in tail.items if b.kind == "paragraph"]
    headings = [b for b in tail.items if b.kind == "heading"]
    if not paragraphs:
        return headings
    size = sum(len(b.line.text) for b in paragraphs)
    if not units or size >= 250 or tail.certain or tail.lead_authors or LEAD_HEAD.match(paragraphs[0].line.text):
        units.append(tail)
        return []
    grams = trigrams(tail.text())
    shared = [len(grams & trigrams(u.text())) for u in units]
    best = max(range(len(units)), key=lambda k: (shared[k], k))
    if shared[best] >= 4 and shared[best] >= 0.06 * len(grams):
        host = units[best]
        at = len(host.front())
        host.items[at:at] = paragraphs
        return headings
    if headings or size >= 60:
        units.append(tail)
        return []
    host = units[-1]
    at = len(host.front())
    host.items[at:at] = paragraphs
    return []


def assign_headlines(units: list[Unit], tail: list[Block]) -> None:
    """Give each article its headline and its kickers, and leave its section headings in its items."""
    gaps = [unit.front() for unit in units]
    labels = any(len(gap) == 1 and len(gap[0].line.text) <= _LABEL and not gap[0].level for gap in gaps)
    if not tail and all(gaps) and not labels:
        for unit, gap in zip(units, gaps, strict=True):
            _take(unit, gap)
        return
    texts = [bigrams(unit.text()) for unit in units]
    spread = Counter(gram for text in texts for gram in text)
    candidates = [(g, block) for g, gap in enumerate([*gaps, tail]) for block in gap]
    inner = {id(block) for unit in units for block in unit.second()}
    candidates += [(g, block) for g, unit in enumerate(units) for block in unit.second()]
    scored = []
    titles = [bigrams(block.line.text) for _, block in candidates]
    for k, c in _pairs(texts, titles, [g for g, _ in candidates], spread):
        unit, (g, block), grams = units[k], candidates[c], titles[c]
        if (unit.certain and (g != k or not block.level)) or not grams or (id(block) in inner and g != k):
            continue
        # The order of a set is not that of the next run; an exact sum does not mind.
        shared = fsum(1 / spread[x] ** 2 for x in grams & texts[k]) / max(len(grams), 8)
        prior = -0.5 if id(block) in inner else 0.12 if g == k else 0.08 if g == k + 1 else 0.0
        if g == k and len(gaps[k]) > 1 and block is gaps[k][-1]:
            prior += 0.02
        if shared + prior > 0.04 or id(block) in inner:
            scored.append((shared + prior, -abs(g - k), -c, k, c))
    taken: set[int] = set()
    for _, _, _, k, c in sorted(scored, reverse=True):
        if units[k].headline is None and c not in taken:
            units[k].headline = candidates[c][1]
            taken.add(c)
    headlines = {id(unit.headline) for unit in units}
    for k, unit in enumerate(units):
        mine = [b for b in gaps[k] if b is not unit.headline]
        others = headlines - {id(unit.headline)}
        unit.items = [b for b in unit.items if b is not unit.headline and id(b) not in others]
        unit.kickers = [b for b in mine if id(b) not in others]
        unit.items = [b for b in unit.items if not any(b is x for x in unit.kickers)]


def _pairs(
    texts: list[set[str]], titles: list[set[str]], places: list[int], spread: Counter[str]
) -> Iterator[tuple[int, int]]:
    """The articles and headlines that may belong together: near each other, or with a word that four articles share.

    Words of more articles than that add up to no more than 1/25, which is not enough.
    """
    rare: dict[str, list[int]] = {}
    for k, text in enumerate(texts):
        for gram in text:
            if spread[gram] < 5:
                rare.setdefault(gram, []).append(k)
    for c, (grams, g) in enumerate(zip(titles, places, strict=True)):
        near = {k for gram in grams for k in rare.get(gram, ())}
        for k in sorted(near | {k for k in (g - 1, g) if 0 <= k < len(texts)}):
            yield k, c


def _take(unit: Unit, gap: list[Block]) -> None:
    """Take the headline of an article whose headings stand before it: the last, unless a section heading or deck."""
    rest = list(gap)
    marked = [b for b in rest if b.level]
    if marked:
        unit.headline = min(marked, key=lambda b: b.level)
    else:
        titles = [b for b in rest if not b.line.text.startswith(("——", "—", "--"))] or rest
        later = [b for b in unit.items if b.kind == "heading" and not any(b is g for g in gap)]
        longest = max((len(b.line.text) for b in later), default=0)
        short = len(titles[-1].line.text) <= 1.2 * longest
        close = short and (len(titles) > 2 or (len(titles) == 2 and titles[-2].apart and not titles[-1].apart))
        unit.headline = titles[-2] if close else titles[-1]
    after = False
    for b in rest:
        if b is unit.headline:
            after = True
            unit.items = [x for x in unit.items if x is not b]
        elif not after or b.line.text.startswith("—"):
            unit.kickers.append(b)
            unit.items = [x for x in unit.items if x is not b]
