"""How well a graph says what careful readers say its page holds, by the matching rules of the annotation guide."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kg.model import Knowledge
from kg.score.calibration import Band, Trial, bands, error, judge
from kg.score.faults import Agreement, Fault, count_attributes, find_faults
from kg.score.gold import Gold, parse_gold, read_gold
from kg.score.match import Matching, match
from kg.score.places import Place, Text
from kg.score.sheet import from_gold, from_knowledge
from kg.score.tally import GROUPS, MODES, Bar, Count, Tally, below, parse_bars, tally, total

__all__ = [
    "GROUPS",
    "MODES",
    "Agreement",
    "Band",
    "Bar",
    "Count",
    "Fault",
    "Gold",
    "Matching",
    "PageScore",
    "Place",
    "Tally",
    "Text",
    "Trial",
    "add_up",
    "bands",
    "below",
    "compare",
    "error",
    "judge",
    "parse_bars",
    "parse_gold",
    "read_gold",
    "score_page",
    "total",
]


class PageScore(msgspec.Struct, frozen=True, kw_only=True):
    """The score of one page: counts, attributes, every difference, and what the gold says of each claim."""

    page: str
    articles: int
    counts: Tally
    attributes: tuple[Agreement, ...]
    faults: tuple[Fault, ...]
    trials: tuple[Trial, ...] = ()


def compare(gold: Gold, knowledge: Knowledge) -> Matching:
    """Gold and graph matched, one to one."""
    return match(from_gold(gold), from_knowledge(knowledge))


def score_page(gold: Gold, knowledge: Knowledge, text: Text | None = None) -> PageScore:
    """The score of the graph of one page; with its `text` the faults have their places."""
    matching = compare(gold, knowledge)
    return PageScore(
        page=gold.page,
        articles=len(gold.articles),
        counts=tally(matching),
        attributes=tuple(count_attributes(gold, knowledge, matching)),
        faults=tuple(find_faults(gold, knowledge, matching, text)),
        trials=tuple(judge(matching, knowledge)),
    )


def add_up(attributes: Iterable[Agreement]) -> list[Agreement]:
    """The agreements of several pages together, by name."""
    found: dict[str, Agreement] = {}
    for one in attributes:
        so_far = found.get(one.attribute, Agreement(attribute=one.attribute, right=0, of=0))
        found[one.attribute] = Agreement(attribute=one.attribute, right=so_far.right + one.right, of=so_far.of + one.of)
    return [found[name] for name in sorted(found)]
