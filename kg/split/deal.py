"""Which rows of a page's headings are whose headline: dealt out to all articles of the page at once.

A headline and its article say the same words, and stand near each other; an article has one headline and seldom none.
All headings and all articles of a page are weighed together, in units of log-likelihood: of all ways to deal out the
rows, the best is taken. Headings that stand together may be those of several articles, and are parted between rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import rjieba
from msgspec.structs import replace

from kg.layout import Block, width
from kg.layout.titled import dangles
from kg.model import Line
from kg.split.grams import bigrams
from kg.split.unit import Unit

_TOLD = (0.0, 2.3, 1.2, 0.7, 0.3)  # a pair of characters told by an article, by how many tell it
_UNTOLD = -0.25
_LEAST_TOLD, _MOST_TOLD, _MORE_TOLD = -3.5, 7.0, 0.2
_NONE = -6.5  # an article without headline
_UNUSED = -2.5  # a heading of no article
_KICKER = -1.0  # a heading above others that stand above an article
_IDLE = -3.5  # one right above an article
_CUT = -2.0  # a heading parted
_EVEN, _LIKE = 1.0, -1.5  # between rows of one width, as couplets have
_WHOLE = -6.0  # amid a phrase
_LABEL = 4  # characters at most of the name of a section of the paper
_SHORT, _SCANT = 6, -2.0  # a part that is so short
_AROUND = 6  # characters around a line break
_INNER = -5.0  # a heading in the text of its article
_FAR = -3.5
_SHORT_FAR = -3.0  # the name of a section of the paper
_BACK = -1.5  # of headings that stand together, the lower one is an upper article's
_ROWS = (0.0, 0.0, 0.0, -0.7, -1.5, -4.0)
_BEAM = 48
_CHOICES = 8  # articles whose headline a heading may be
_SAYS = 3.0  # what a heading says at least of an article elsewhere that has one above its text
_WIDE = 30  # articles between a headline and its text, on a page of any size
# Before its article, behind it, and what it costs to have such a habit.
_HABITS = ((0.0, -2.0, 0.0), (-1.5, 0.0, -0.5))


class Heading(NamedTuple):
    """A heading that may be a headline, or several: the article it stands before, and whether inside its text."""

    gap: int
    block: Block
    inner: bool = False
    able: bool = True


class Dealt(NamedTuple):
    """A part of a heading, and the article whose headline it is; -1 for none."""

    heading: int
    start: int
    stop: int
    unit: int


def deal(units: Sequence[Unit], headings: Sequence[Heading], text: str) -> list[Dealt]:
    """The headlines of articles, as parts of the headings of a page; `text` is the page's."""
    rows = [_rows(heading.block.line, text) for heading in headings]
    grams = [
        [bigrams(heading.block.line.text[a:b]) for a, b in own] for heading, own in zip(headings, rows, strict=True)
    ]
    asked = set().union(*chain.from_iterable(grams))
    texts = [bigrams(unit.text(), asked) for unit in units]
    spread = Counter(chain.from_iterable(texts))
    best: tuple[float, list[Dealt]] | None = None
    for habit in _HABITS:
        found = _deal(units, headings, rows, grams, texts, spread, habit)
        if best is None or found[0] > best[0]:
            best = found
    return best[1] if best else []


def _rows(line: Line, text: str) -> list[tuple[int, int]]:
    """The rows of a heading."""
    ends = [i for i, c in enumerate(line.text) if c == " " and "\n" in text[line.offsets[i - 1] : line.offsets[i + 1]]]
    return [(a + 1 if a else 0, b) for a, b in pairwise([0, *ends, len(line.text)])]


def _deal(
    units: Sequence[Unit],
    headings: Sequence[Heading],
    rows: list[list[tuple[int, int]]],
    grams: list[list[set[str]]],
    texts: list[set[str]],
    spread: Counter[str],
    habit: tuple[float, float, float],
) -> tuple[float, list[Dealt]]:
    before, behind, price = habit
    count = len(units)
    free = [unit.listed for unit in units]
    # A state: the articles that have a headline; the last one in this gap. With it: what it is worth, how it came.
    states: dict[tuple[int, int], tuple[float, tuple[Dealt, ...]]] = {(0, -1): (price, ())}
    owned = {heading.gap for heading in headings if heading.able and not heading.inner}  # articles below a heading
    gap = -1
    for h, heading in enumerate(headings):
        if heading.gap != gap:
            gap = heading.gap
            merged: dict[tuple[int, int], tuple[float, tuple[Dealt, ...]]] = {}
            for (mask, _), (worth, way) in states.items():
                known = merged.get((mask, -1))
                if known is None or known[0] < worth:
                    merged[mask, -1] = (worth, way)
            states = merged
        if not heading.able:
            continue
        own = rows[h]
        near = range(gap, gap + 1) if heading.inner else range(max(0, gap - _WIDE), min(count, gap + _WIDE + 1))
        if gap < count and units[gap].listed:
            near = range(gap, gap + 1)
        label = len("".join(heading.block.line.text.split())) <= _LABEL and not (gap < count and units[gap].listed)
        far = _FAR + (_SHORT_FAR if label else 0.0)
        worths: dict[tuple[int, int], list[tuple[float, int]]] = {}
        for a in range(len(own)):
            for b in range(a + 1, min(len(own), a + 5) + 1):
                if heading.inner and b - a < len(own):
                    continue
                said = set().union(*grams[h][a:b])
                worths[a, b] = []
                for k in near:
                    if k != gap and (units[k].certain or units[k].listed):
                        continue
                    if units[k].certain and not heading.block.level:
                        continue
                    place = _INNER if heading.inner else before if k == gap else behind if k == gap - 1 else far
                    told = 0.0 if heading.inner else _tell(said, texts[k], spread)
                    if told < _SAYS and k in owned and k not in (gap, gap - 1):
                        continue
                    scant = _SCANT if len(own) > b - a and own[b - 1][1] - own[a][0] < _SHORT else 0.0
                    worths[a, b].append((told + place + _ROWS[b - a] + scant, k))
        lowest = h + 1 == len(headings) or headings[h + 1].gap != gap or headings[h + 1].inner
        for found in worths.values():
            if len(found) > _CHOICES:
                found.sort(reverse=True)
                del found[_CHOICES:]
        unused = 0.0 if heading.inner else _UNUSED if gap == count else _IDLE if lowest and not label else _KICKER
        cuts = [0.0, *(_cut(heading.block.line.text, own, i) for i in range(1, len(own))), 0.0]
        layers: list[dict[tuple[int, int], tuple[float, tuple[Dealt, ...]]]] = [{} for _ in range(len(own) + 1)]
        layers[0] = states
        for a in range(len(own)):
            layer = layers[a]
            if len(layer) > _BEAM:
                layer = dict(sorted(layer.items(), key=lambda item: -item[1][0])[:_BEAM])
            for (mask, last), (worth, way) in layer.items():
                for b in range(a + 1, min(len(own), a + 5) + 1):
                    cut = cuts[b]
                    _keep(layers[b], (mask, last), worth + unused + cut, way)
                    for value, k in worths.get((a, b), ()):
                        if mask >> k & 1:
                            continue
                        back = _BACK if k < last else 0.0
                        _keep(
                            layers[b],
                            (mask | 1 << k, k),
                            worth + value + cut + back,
                            (*way, Dealt(h, *_span(own, a, b), k)),
                        )
        states = layers[-1]
    out: tuple[float, tuple[Dealt, ...]] | None = None
    for (mask, _), (worth, way) in states.items():
        worth += sum(_NONE for k in range(count) if not (mask >> k & 1 or free[k]))
        if out is None or worth > out[0]:
            out = (worth, way)
    return (out[0], list(out[1])) if out else (price, [])


def _cut(text: str, rows: list[tuple[int, int]], i: int) -> float:
    """What it costs to part a heading above row `i`."""
    head, tail = (text[a:b] for a, b in rows[i - 1 : i + 1])
    cost = _CUT
    if abs(width(head) - width(tail)) <= _EVEN:
        cost += _LIKE
    if dangles(head) or head[-1] in "的地得，" or head.count("“") > head.count("”"):
        return cost + _WHOLE
    ends = accumulate(map(len, rjieba.cut(head[-_AROUND:] + tail[:_AROUND], False)))
    return cost if len(head[-_AROUND:]) in ends else cost + _WHOLE


def _span(rows: list[tuple[int, int]], a: int, b: int) -> tuple[int, int]:
    return rows[a][0], rows[b - 1][1]


def _keep(
    layer: dict[tuple[int, int], tuple[float, tuple[Dealt, ...]]],
    state: tuple[int, int],
    worth: float,
    way: tuple[Dealt, ...],
) -> None:
    known = layer.get(state)
    if known is None or worth > known[0]:
        layer[state] = (worth, way)


def _tell(said: set[str], text: set[str], spread: Counter[str]) -> float:
    """How much a text tells of what a headline says."""
    counts = Counter(min(spread[gram], 4) if gram in text else 0 for gram in said)
    told = sum(_TOLD[n] * count for n, count in sorted(counts.items()))
    return min(told, _MOST_TOLD + _MORE_TOLD * (told - _MOST_TOLD)) + max(_LEAST_TOLD, _UNTOLD * counts[0])


def part(block: Block, start: int, stop: int) -> Block:
    """A part of a heading."""
    if start == 0 and stop == len(block.line.text):
        return block
    return replace(block, line=Line(text=block.line.text[start:stop], offsets=block.line.offsets[start:stop]))
