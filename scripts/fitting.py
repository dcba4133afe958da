"""Fits the weights of a log-linear choice among options, by AdaGrad; small weights are preferred."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

RATE, DECAY, SEED = 0.2, 0.01, 1


def fit_rows(rows: Sequence[tuple[list[list[int]], int]], count: int, rounds: int) -> list[float]:
    """The weights of so many signs; a row are the numbers of each option's signs, and the number of the right option.

    An option without signs weighs nothing: it stands for none. Of the weights in the second half of the rounds the mean
    is taken.
    """
    rows = list(rows)
    weights, squares, total = [0.0] * count, [0.1] * count, [0.0] * count
    rand, counted = random.Random(SEED), 0
    for number in range(rounds):
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
                        step = slope + DECAY * weights[i]
                        squares[i] += step * step
                        weights[i] -= RATE * step / math.sqrt(squares[i])
        if number >= rounds // 2:
            total = [a + b for a, b in zip(total, weights, strict=True)]
            counted += 1
    return [weight / counted for weight in total]
