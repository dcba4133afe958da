"""A log-linear choice among options with signs: their weights, fitted by AdaGrad; small ones are preferred."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

SignT = TypeVar("SignT", bound=Hashable)
SEED = 1


class Habits(NamedTuple):
    """How a choice is fitted: in how many cases a sign is seen at least, how often, how fast, how much it decays."""

    least: int
    rounds: int
    rate: float
    decay: float


def fit(cases: Iterable[tuple[Sequence[Sequence[SignT]], int | None]], habits: Habits) -> dict[SignT, float]:
    """The weights that make the right option of each case, given by its place if it is there, the likeliest."""
    told = list(cases)
    seen: dict[SignT, int] = {}
    for options, _ in told:
        for sign in {sign: None for signs in options for sign in signs}:
            seen[sign] = seen.get(sign, 0) + 1
    numbers: dict[SignT, int] = {}
    rows = [
        (
            [[numbers.setdefault(s, len(numbers)) for s in signs if seen[s] >= habits.least] for signs in options],
            right,
        )
        for options, right in told
        if right is not None
    ]
    weights, squares, total = [0.0] * len(numbers), [0.1] * len(numbers), [0.0] * len(numbers)
    rand, counted = random.Random(SEED), 0
    for number in range(habits.rounds):
        rand.shuffle(rows)
        for row, right in rows:
            scores = [sum(weights[i] for i in signs) for signs in row]
            top = max(scores)
            powers = [math.exp(score - top) for score in scores]
            whole = sum(powers)
            for n, signs in enumerate(row):
                slope = powers[n] / whole - (n == right)
                if abs(slope) > 1e-3:
                    for i in signs:
                        step = slope + habits.decay * weights[i]
                        squares[i] += step * step
                        weights[i] -= habits.rate * step / math.sqrt(squares[i])
        if number >= habits.rounds // 2:
            total = [a + b for a, b in zip(total, weights, strict=True)]
            counted += 1
    return {sign: total[i] / counted for sign, i in numbers.items()}
