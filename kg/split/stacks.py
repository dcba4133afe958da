"""Headlines of several articles that stand together, above them or below: each row or two is another one's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, combinations, pairwise
from math import fsum

from msgspec.structs import replace

from kg.layout import Block
from kg.model import Line
from kg.split.grams import bigrams
from kg.split.unit import Unit

_MOST_ROWS = 8
_LEAST = 0.08  # what each headline has in common with its own article
_CLEARLY = 1.5  # times as much as with any other


def part_stacks(units: list[Unit], loose: list[Block], text: str) -> list[Block]:
    """Give articles without headlines theirs from headings that hold several; returns what stays loose.

    Such a heading has a row or some for each article, in their order, and each says of its own article what it says of
    no other.
    """
    asks = [_asks(unit) for unit in units]
    if not any(asks):
        return loose
    for k, unit in enumerate(units):
        front = unit.front()
        if len(front) != 1 or unit.certain or unit.listed or front[0].level:
            continue
        stop = k + 1
        while stop < len(units) and asks[stop]:
            stop += 1
        for n in range(stop - k, 1, -1):
            if _part(front[0], units[k : k + n], text):
                unit.items.remove(front[0])
                asks[k : k + n] = [False] * n
                break
    if loose:
        start = len(units)
        while start and asks[start - 1]:
            start -= 1
        for first in range(start, len(units) - len(loose)):
            if _part(_join(loose), units[first:], text):
                return []
    return loose


def _asks(unit: Unit) -> bool:
    """Whether an article has no heading above its text and no place of its own for one."""
    return unit.items[0].kind != "heading" and not unit.certain and not unit.listed


def _join(blocks: list[Block]) -> Block:
    """Headings one below the other as one."""
    text = ""
    offsets: list[int] = []
    for block in blocks:
        if text:
            text += " "
            offsets.append(offsets[-1] + 1)
        text += block.line.text
        offsets += block.line.offsets
    return replace(blocks[0], line=Line(text=text, offsets=tuple(offsets)))


def _part(heading: Block, units: Sequence[Unit], text: str) -> bool:
    """Put the rows of a heading above the articles that they speak of, if each has some."""
    line = heading.line
    ends = [i for i, c in enumerate(line.text) if c == " " and "\n" in text[line.offsets[i - 1] : line.offsets[i + 1]]]
    rows = [(a + 1 if a else 0, b) for a, b in pairwise([0, *ends, len(line.text)])]
    if not len(units) <= len(rows) <= _MOST_ROWS:
        return False
    texts = [bigrams(unit.text()) for unit in units]
    spread = Counter(chain.from_iterable(texts))
    best: tuple[float, list[tuple[int, int]]] = (0.0, [])
    for cuts in combinations(range(1, len(rows)), len(units) - 1):
        parts = [(rows[a][0], rows[b - 1][1]) for a, b in pairwise([0, *cuts, len(rows)])]
        heads = [bigrams(line.text[a:b]) for a, b in parts]
        told = [[_shared(head, grams, spread) for grams in texts] for head in heads]
        own = [scores[k] for k, scores in enumerate(told)]
        others = [max(s for n, s in enumerate(scores) if n != k) for k, scores in enumerate(told)]
        clear = all(a >= _CLEARLY * b for a, b in zip(own, others, strict=True))
        if clear and min(own) >= _LEAST and sum(own) > best[0]:
            best = (sum(own), parts)
    for unit, (a, b) in zip(units, best[1], strict=False):
        unit.items.insert(0, replace(heading, line=Line(text=line.text[a:b], offsets=line.offsets[a:b]), apart=False))
    return bool(best[1])


def _shared(head: set[str], text: set[str], spread: Counter[str]) -> float:
    return fsum(1 / spread[gram] ** 2 for gram in head & text) / max(len(head), 8)
