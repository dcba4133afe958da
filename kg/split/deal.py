"""Which rows of a page's headings are whose headline: dealt out to all articles of the page at once.

A headline and its article say the same words, and stand near each other; an article has one headline and seldom none.
All headings and all articles of a page are weighed together, in units of log-likelihood: of all ways to deal out the
rows, the best is taken. Headings that stand together may be those of several articles, and are parted between rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple, TypeAlias

import rjieba
from msgspec.structs import replace

from kg.layout import Block, width
from kg.layout.titled import dangles
from kg.model import Line
from kg.split.grams import bigrams
from kg.split.unit import Unit

_UNIT = 10  # whole numbers: a set has no order of its own, and a sum of floats depends on it
_TOLD = (0, 23, 12, 7, 3)  # a pair of characters told by an article, by how many tell it
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
_BEAM = 32
_FEW = 4
_HOPELESS = 18.0  # so far behind, a state is given up
_CHOICES = 8  # articles whose headline a heading may be
_OTHER = 0.7  # a part of a heading that says more of another article is hardly this one's
_SAYS = 3.0  # what a heading says at least of an article elsewhere that has one above its text
_WIDE = 30  # articles between a headline and its text, on a page of any size
_PAGE = 12  # articles: of larger sheets fewer states are kept
# Before its article, behind it, and what it costs to have such a habit.
_HABITS = ((0.0, -2.0, 0.0), (-1.5, 0.0, -0.5))


class Heading(NamedTuple):
    """A heading that may be a headline, or several: the article it stands before, and whether inside its text."""

    gap: int
    block: Block
    inner: bool = False
    able: bool = True


class Dealt(NamedTuple):
    """A part of a heading, and the article whose headline it is."""

    heading: int
    start: int
    stop: int
    unit: int


def deal(units: Sequence[Unit], headings: Sequence[Heading], text: str) -> list[Dealt]:
    """The headlines of articles, as parts of the headings of a page; `text` is the page's."""
    hands = _read(units, headings, text)
    return max((_deal(units, hands, habit) for habit in _HABITS), key=lambda found: found[0])[1]


_Way: TypeAlias = "tuple[_Hand, int, int, int, _Way | None]"
"""How a state came about: the heading dealt out last, from which row to which, to which article; and before it."""
_States: TypeAlias = "dict[tuple[int, int], tuple[float, _Way | None]]"
"""By the articles that have a headline and the last one in this gap: what it is worth, and how it came about."""


class _Hand(NamedTuple):
    """A heading to be dealt out: its rows, what parting it above each costs, what it costs to leave it.

    `choices` are its runs of rows, from one to another, with articles whose headline each may be: what speaks for it
    but for the place, and the article.
    """

    number: int
    gap: int
    inner: bool
    rows: list[tuple[int, int]]
    cuts: list[float]
    unused: float
    far: float
    choices: dict[tuple[int, int], list[tuple[float, int]]]


def _read(units: Sequence[Unit], headings: Sequence[Heading], text: str) -> list[_Hand]:
    """The headings that may be headlines, with the articles that say what they say."""
    rows = [_rows(heading.block.line, text) for heading in headings]
    grams = [
        [bigrams(heading.block.line.text[a:b]) for a, b in own] for heading, own in zip(headings, rows, strict=True)
    ]
    texts = [bigrams(unit.text(), asked) for asked in (set().union(*chain.from_iterable(grams)),) for unit in units]
    spread = Counter(chain.from_iterable(texts))
    weights = {gram: _TOLD[min(count, len(_TOLD) - 1)] for gram, count in spread.items()}
    owned = {heading.gap for heading in headings if heading.able and not heading.inner}  # articles below a heading
    hands: list[_Hand] = []
    for h, heading in enumerate(headings):
        if not heading.able:
            continue
        gap, own = heading.gap, rows[h]
        listed = gap < len(units) and units[gap].listed
        near = (
            range(gap, gap + 1) if heading.inner or listed else range(max(0, gap - _WIDE), min(len(units), gap + _WIDE))
        )
        able = [
            k
            for k in near
            if (k == gap or not (units[k].certain or units[k].listed)) and (heading.block.level or not units[k].certain)
        ]
        label = len("".join(heading.block.line.text.split())) <= _LABEL and not listed
        lowest = h + 1 == len(headings) or headings[h + 1].gap != gap or headings[h + 1].inner
        unused = _UNUSED if gap == len(units) else _IDLE if lowest and not label else _KICKER
        choices: dict[tuple[int, int], list[tuple[float, int]]] = {}
        for a in range(len(own)):
            for b in range(a + 1, min(len(own), a + len(_ROWS) - 1) + 1):
                if heading.inner and b - a < len(own):
                    continue
                said = set().union(*grams[h][a:b])
                scant = _SCANT if len(own) > b - a and own[b - 1][1] - own[a][0] < _SHORT else 0.0
                says = {k: 0.0 if heading.inner else _tell(said, texts[k], weights) for k in able}
                other = _OTHER * max(says.values(), default=0.0) if len(own) > b - a else 0.0
                found = [
                    (told + _ROWS[b - a] + scant - (max(0.0, other - _OTHER * told) if other else 0.0), k)
                    for k, told in says.items()
                    if told >= _SAYS or k not in owned or gap - 1 <= k <= gap
                ]
                choices[a, b] = found if len(found) <= _CHOICES else _best(found, gap)
        cuts = [0.0, *(_cut(heading.block.line.text, own, i) for i in range(1, len(own))), 0.0]
        far = _FAR + (_SHORT_FAR if label else 0.0)
        hands.append(_Hand(h, gap, heading.inner, own, cuts, 0.0 if heading.inner else unused, far, choices))
    return hands


def _best(found: list[tuple[float, int]], gap: int) -> list[tuple[float, int]]:
    """The likeliest of many articles, with those beside the heading."""
    found.sort(key=lambda each: (not gap - 1 <= each[1] <= gap, -each[0], each[1]))
    return found[:_CHOICES]


def _deal(units: Sequence[Unit], hands: list[_Hand], habit: tuple[float, float, float]) -> tuple[float, list[Dealt]]:
    """The best way to deal out headings where a page has a habit of where they stand, and what it is worth."""
    before, behind, price = habit
    most = _BEAM if len(units) <= _PAGE else _BEAM // 4
    states: _States = {(0, -1): (price, None)}
    gap = -1
    for hand in hands:
        if hand.gap != gap:
            gap = hand.gap
            merged: _States = {}
            for (mask, _), (worth, way) in states.items():
                _keep(merged, (mask, -1), worth, way)
            states = merged
        layers: list[_States] = [states, *({} for _ in hand.rows)]
        for a in range(len(hand.rows)):
            layer = layers[a] if len(layers[a]) <= _FEW else _likeliest(layers[a], most)
            for b in range(a + 1, len(hand.rows) + 1):
                found = hand.choices.get((a, b))
                if found is None and b - a >= len(_ROWS):
                    break
                cut, below = hand.cuts[b], layers[b]
                for (mask, last), (worth, way) in layer.items():
                    _keep(below, (mask, last), worth + hand.unused + cut, way)
                    for value, k in found or ():
                        if mask >> k & 1:
                            continue
                        place = _INNER if hand.inner else before if k == gap else behind if k == gap - 1 else hand.far
                        back = _BACK if k < last else 0.0
                        _keep(below, (mask | 1 << k, k), worth + value + place + cut + back, (hand, a, b, k, way))
        states = layers[-1]
    free = sum(1 << k for k, unit in enumerate(units) if unit.listed)
    worths = {
        state: worth + _NONE * (len(units) - (state[0] | free).bit_count()) for state, (worth, _) in states.items()
    }
    best = max(worths, key=lambda state: worths[state])
    out: list[Dealt] = []
    way = states[best][1]
    while way:
        hand, a, b, k, way = way
        out.append(Dealt(hand.number, hand.rows[a][0], hand.rows[b - 1][1], k))
    return worths[best], out[::-1]


def _likeliest(layer: _States, most: int) -> _States:
    """The states that may still win: those not far behind the best, reckoning what articles without headline cost."""
    ranked = sorted(
        [(worth - _NONE * state[0].bit_count(), state) for state, (worth, _) in layer.items()], reverse=True
    )
    least = ranked[0][0] - _HOPELESS
    return {state: layer[state] for value, state in ranked[:most] if value >= least}


def _rows(line: Line, text: str) -> list[tuple[int, int]]:
    """The rows of a heading."""
    ends = [i for i, c in enumerate(line.text) if c == " " and "\n" in text[line.offsets[i - 1] : line.offsets[i + 1]]]
    return [(a + 1 if a else 0, b) for a, b in pairwise([0, *ends, len(line.text)])]


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


def _keep(layer: _States, state: tuple[int, int], worth: float, way: _Way | None) -> None:
    """Put a state among others, unless it is known by a better way."""
    known = layer.get(state)
    if known is None or worth > known[0]:
        layer[state] = (worth, way)


def _tell(said: set[str], text: set[str], weights: dict[str, int]) -> float:
    """How much a text tells of what a headline says."""
    hits = said & text
    told = sum(map(weights.__getitem__, hits)) / _UNIT
    return min(told, _MOST_TOLD + _MORE_TOLD * (told - _MOST_TOLD)) + max(
        _LEAST_TOLD, _UNTOLD * (len(said) - len(hits))
    )


def part(block: Block, start: int, stop: int) -> Block:
    """A part of a heading."""
    if start == 0 and stop == len(block.line.text):
        return block
    return replace(block, line=Line(text=block.line.text[start:stop], offsets=block.line.offsets[start:stop]))
