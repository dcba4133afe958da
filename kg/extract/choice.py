"""Which of its options a figure is about: each sign has a weight that the development gold gave it.

The weights are those of a log-linear choice among the options (hundredths, whole numbers: the same sums on every
machine), `data/about.toml`; `scripts/make_about.py` makes them. What the rules of `kg.extract.about` say is one sign
more, with a weight of its own: on pages that they were not made on they are right less often than there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from kg.extract.options import Case, Choice, Option, Sign, case_signs
from kg.lexicon import Lexicon

RULES = 150
"""What it weighs that the rules say so."""


class Weights:
    """The weights of signs; those that are not in the table weigh nothing."""

    def __init__(self, table: Mapping[Sign, int]) -> None:
        self.table = table
        self._cases: dict[Case, int] = {}

    def weigh(self, option: Option, near: str) -> int:
        """The sum of an option's weights; `near` says how the figure before, which is about the same, bears on it."""
        total = self._cases.get(option.case)
        if total is None:
            total = self._cases[option.case] = sum(self.table.get(sign, 0) for sign in case_signs(option.case))
        for sign in option.more:
            total += self.table.get(sign, 0)
        return total + self.table.get(("last", option.type, near), 0) if near else total


@cache
def load_weights(lexicon: Lexicon) -> Weights:
    """The weights that come with the program."""
    table = lexicon.tables["about"]["weights"]
    return Weights({tuple(sign.split(" ")): weight for sign, weight in table.items()})


NOTHING: Mapping[str, str] = {}


def choose(
    choices: Iterable[Choice], ruled: Mapping[str, str], weights: Weights, plain: Mapping[str, str] = NOTHING
) -> dict[str, str]:
    """What each figure is about, by the figures' ids; `ruled` is what the rules say. Of equals the first.

    What some are plainly told of (`plain`) is not weighed.
    """
    chosen: dict[str, str] = {}
    last = ""
    for choice in choices:
        key = choice.figure.key
        said = ruled.get(key, "")
        if key in plain:
            chosen[key] = last = plain[key]
            continue
        best, most = said, -(10**9)
        for option in choice.options:
            weight = weights.weigh(option, choice.near if option.key == last else "")
            weight += RULES if option.key == said else 0
            if weight > most:
                best, most = option.key, weight
        if best:
            chosen[key] = best
        last = best
    return chosen
