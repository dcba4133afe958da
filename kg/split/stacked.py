"""How many rows of a headline stand over it as its kicker: signs, each with a weight that the development gold gave it.

`data/kickers.toml` has the weights, in hundredths; `scripts/make_kickers.py` makes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TypeAlias

import rjieba

from kg.layout import width
from kg.layout.names import BODY
from kg.layout.titled import dangles
from kg.lexicon import load_lexicon
from kg.lexicon.gazetteer import load_gazetteer
from kg.split.grams import bigrams

Sign: TypeAlias = str

MOST = 3
RULES = 300
_AROUND = 6
_LEAST = 6.5  # full-width characters of a headline under its kickers
_NAME = 8  # characters
_DIVISIONS = "省市县区旗州盟"
_EVEN = 1.0
_OF_CAMPAIGN = re.compile(
    r"(?:进行时|在行动|行动|系列|报道|专题|一线|见闻|故事|新记|新事|播报|快讯|直击|在线|传真|关注|聚焦)[①-⑳]?$"
)


def _size(value: float, *steps: float) -> str:
    return str(sum(value >= step for step in steps))


def _tags(row: str) -> list[str]:
    return [tag for _, tag in rjieba.tag(row)]


def _class(tag: str) -> str:
    return "name" if tag in ("ns", "nt", "nr", "nz") else tag[0]


def signs_of(rows: Sequence[str], a: int, said: set[str]) -> list[Sign]:
    """What speaks for and against the first `a` rows as a kicker; `said` are the pairs of characters of the article."""
    head, tail = rows[a - 1], rows[a]
    above, below = "".join(rows[:a]), "".join(rows[a:])
    wide = width(head)
    rest = [width(row) for row in rows[a:]]
    out = ["kicker", f"rows {a}"]
    out.append(f"diff {_size(wide - max(rest), -6, -3, -1.0, 1.01, 3, 6)} {min(len(rest), 2)}")
    out.append(f"below {_size(width(below), 7, 9, 11, 14, 18, 24)}")
    out.append(f"above {_size(width(above), 4.1, 6.1, 8, 10, 12, 15)}")
    out.append(f"whole {_size(width(above + below), 16, 20, 24, 30)}")
    out.append(f"spaces {min(head.count(' '), 2)} {min(tail.count(' '), 1)}")
    if len(rest) == 2:
        out.append(f"couplet {_size(abs(rest[0] - rest[1]), 1.01, 3)}")
    if head[-1] in "：:":
        out.append("colon")
    elif head[-1] in "—-―":
        out.append("dash")
    elif head[-1] in "，、？！。“《":
        out.append(f"ends {head[-1]}")
    if (
        head[-1] in "的地得"
        or dangles(head)
        or head.count("“") > head.count("”")
        or head.count("《") > head.count("》")
    ):
        out.append("dangles")
    else:
        ends = accumulate(map(len, rjieba.cut(head[-_AROUND:] + tail[:_AROUND], False)))
        if len(head[-_AROUND:]) not in ends:
            out.append("cut")
    if _OF_CAMPAIGN.search(above):
        out.append("series")
    first, second = _tags(head), _tags(tail)
    out.append(f"last {_class(first[-1])}")
    out.append(f"next {_class(second[0])}")
    out.append(f"verbs {any(t[0] == 'v' for t in first):d}{any(t[0] == 'v' for t in _tags(below)):d}")
    by_name = load_gazetteer().by_name
    names_a = any(above[:n] in by_name for n in range(2, 7)) or bool(BODY.search(above))
    names_b = any(below[:n] in by_name for n in range(2, 7)) or bool(BODY.search(below))
    out.append(f"names {names_a:d}{names_b:d}")
    if "，" in below or "," in below:
        out.append("comma below")
    if "，" in above[:-1]:
        out.append("comma above")
    if "“" in below and "“" not in above:
        out.append("quote below")
    if "“" in above and "“" not in below:
        out.append("quote above")
    ga, gb = bigrams(above), bigrams(below)
    out.append(f"told above {_size(len(ga & said) / max(1, len(ga)), 0.01, 0.25, 0.5)}")
    out.append(f"told below {_size(len(gb & said) / max(1, len(gb)), 0.01, 0.25, 0.5)}")
    if ga & gb:
        out.append("again")
    if above[0].isdecimal() or above[:1] in "历一两三四五六七八九十":
        out.append("number")
    return out


def options(rows: Sequence[str], told: str) -> list[list[Sign]]:
    """The signs of each way to part a headline of these rows: none stands over it, or one, or two."""
    said = bigrams(told, bigrams(" ".join(rows)))
    return [[], *(signs_of(rows, a, said) for a in range(1, min(len(rows), MOST)))]


def count_over(rows: Sequence[str], told: str, ruled: int) -> int:
    """How many of a headline's first rows are kickers; `told` is what the article says, `ruled` what the rules say."""
    if not ruled and len(rows[0]) <= _NAME and rows[0][-1] in _DIVISIONS:
        return 0  # what a place over a headline is, rules say
    ways = options(rows, told)
    while len(ways) > 1 and len(ways) - 1 != ruled and width("".join(rows[len(ways) - 1 :])) < _LEAST:
        ways.pop()
    return choose(ways, ruled, load_lexicon().tables["kickers"]["weights"])


def choose(ways: Sequence[Sequence[Sign]], ruled: int, table: Mapping[Sign, int]) -> int:
    """The way of the greatest weight, of equals the first; what the rules say weighs too, unless it is nothing."""
    weights = [
        sum(table.get(sign, 0) for sign in signs) + (RULES if a and a == ruled else 0) for a, signs in enumerate(ways)
    ]
    return max(range(len(ways)), key=lambda a: weights[a])
