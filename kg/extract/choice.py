"""Which of its options a figure is about: each sign has a weight that the development gold gave it.

The weights are those of a log-linear choice among the options (hundredths, whole numbers: the same sums on every
machine), `data/about.toml`; `scripts/make_about.py` makes them. What the rules of `kg.extract.about` say is one sign
more, with a weight of its own: on pages that they were not made on they are right less often than there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from kg.extract.options import Choice, Option, Sign
from kg.lexicon import Lexicon

Weights = Mapping[Sign, int]
RULES = 150
"""What it weighs that the rules say so."""


@cache
def load_weights(lexicon: Lexicon) -> dict[Sign, int]:
    """The weights of all signs; those of little weight are not in the table."""
    return {tuple(sign.split(" ")): weight for sign, weight in lexicon.tables["about"]["weights"].items()}


def choose(choices: Iterable[Choice], ruled: Mapping[str, str], weights: Weights) -> dict[str, str]:
    """What each figure is about, by the figures' ids; `ruled` is what the rules say. Of equals the first."""
    chosen: dict[str, str] = {}
    last = ""
    for choice in choices:
        key = choice.figure.key
        said = ruled.get(key, "")
        best, most = said, -(10**9)
        for option in choice.options:
            weight = weigh(option, choice.near if option.key == last else "", weights)
            weight += RULES if option.key == said else 0
            if weight > most:
                best, most = option.key, weight
        if best:
            chosen[key] = best
        last = best
    return chosen


def weigh(option: Option, near: str, weights: Weights) -> int:
    """The sum of an option's weights; `near` says how the figure before, which is about the same, bears on it."""
    total = sum([weights.get(sign, 0) for sign in option.signs])
    return total + weights.get(("last", option.type, near), 0) if near else total
