"""A log-linear choice among options with signs: weights fitted by AdaGrad (small ones are preferred), as tables."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from benchmarks.quality import ROOT, read_sets, set_arguments
from kg.files import write_file

SignT = TypeVar("SignT", bound=Hashable)
SEED = 1
SMALL = 5
"""Hundredths: weights that are smaller stay out of the tables."""


class Habits(NamedTuple):
    """How a choice is fitted: in how many cases a sign is seen at least, how often, how fast, how much it decays."""

    least: int
    rounds: int
    rate: float
    decay: float


def learning_sets(*, layouts: bool) -> dict[str, list[Path]]:
    """The arguments of the sets of development gold by their folders, with the pages of layouts or without."""
    sets = {one.folder: set_arguments(one) for one in read_sets() if one.role == "development"}
    found = sorted((ROOT / "tests" / "gold").glob("layout*")) if layouts else []
    return sets | {folder.name: [folder] for folder in found}


def to_table(weights: Mapping[SignT, float]) -> dict[SignT, int]:
    """The weights in hundredths, sorted by their signs, without those that hardly weigh anything."""
    made = {sign: round(100 * weights[sign]) for sign in sorted(weights)}  # type: ignore[type-var]
    return {sign: weight for sign, weight in made.items() if abs(weight) >= SMALL}


def write_table(path: Path, head: str, table: Mapping[str, int]) -> None:
    """Write a table of weights behind the words that say whence it is."""
    write_file(path, f"{head}[weights]\n" + "".join(f'"{sign}" = {weight}\n' for sign, weight in table.items()))


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
