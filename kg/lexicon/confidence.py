"""How sure a rule may be: its own figure mapped to the share of right ones that the development gold shows for it.

Rules say 0.6 or 0.9 by feeling; `data/confidence.toml` says what came of it. `scripts/make_confidence.py` makes it.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

Point = tuple[float, float]
_OF_MODELS = (".model", ".tree")
Table = Mapping[str, Mapping[str, Sequence[Point]]]
"""Group (`mention.Agency`, `fact.partOf`) → rule, or `*` for all of them → (a rule's figure, the share), ascending."""


class Confidence(dict[tuple[str, str, str, float], float]):
    """Calibrated confidences, by what `of` takes; without a table every figure stays as the rule gave it.

    What has been asked for is kept, so that asking again costs no call.
    """

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table

    def of(self, level: str, name: str, rule: str, figure: float) -> float:
        """The confidence of a `mention` of a class or a `fact` of a relation that a rule gives this figure.

        Between the figures that the gold has seen it is interpolated, beyond them it is that of the nearest; a rule
        that the gold has not seen is taken as its class or relation is on the whole, but for those of a model
        (`person.model`, `organizes.tree`), which are no better than the model: their figure stays.

        >>> table = {"fact.partOf": {"*": [(0.5, 0.4), (0.9, 0.8)], "partOf.chain": [(0.95, 0.97)]}}
        >>> [Confidence(table).of("fact", "partOf", *given) for given in (("partOf.chain", 0.5), ("new", 0.7))]
        [0.97, 0.6]
        >>> Confidence(table).of("fact", "about", "about.sentence", 0.65)
        0.65
        """
        return self[level, name, rule, figure]

    def __missing__(self, key: tuple[str, str, str, float]) -> float:
        level, name, rule, figure = key
        group = self._table.get(f"{level}.{name}", {})
        points = group.get(rule) or (() if rule.endswith(_OF_MODELS) else group.get("*")) or ()
        sure = self[key] = _interpolate(points, figure) if points else figure
        return sure


def _interpolate(points: Sequence[Point], figure: float) -> float:
    at = bisect_left(points, (figure, -1.0))
    if at == len(points):
        return points[-1][1]
    if at == 0 or points[at][0] == figure:
        return points[at][1]
    (low, share), (high, other) = points[at - 1], points[at]
    return round(share + (other - share) * (figure - low) / (high - low), 3)


AS_GIVEN = Confidence({})


@cache
def load_confidence() -> Confidence:
    """The table that ships with the program, read once per process."""
    text = resources.files("kg.lexicon").joinpath("data", "confidence.toml").read_text(encoding="utf-8")
    table = {
        f"{level}.{name}": {rule: [(low, share) for low, share in points] for rule, points in rules.items()}
        for level, groups in tomllib.loads(text).items()
        for name, rules in groups.items()
    }
    return Confidence(table)
