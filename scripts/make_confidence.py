#!/usr/bin/env python3
"""Make kg/lexicon/data/confidence.toml of the development gold: what share of each rule's claims is right.

    python -m scripts.make_confidence           # writes the table
    python -m scripts.make_confidence --check   # only prints how far confidence and truth lie apart, before and after

For every rule of a class or relation the share of right claims (strictly: with the canonical names) at each figure
that the rule gives, drawn towards the share of the whole class or relation as if that had been seen WEIGHT times, and
made to rise with the figure (pool adjacent violators). Of sets that `benchmarks/first_sight.tsv` knows, what they said
before anybody learnt from them counts, not what they say now. The kept gold serves for nothing but
the last line of --check.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from benchmarks.quality import read_sets, set_arguments
from benchmarks.trials import FIRST_SIGHT, find_trials, read_first_sight
from kg.files import write_file
from kg.lexicon.confidence import AS_GIVEN, Confidence, Point
from kg.model import CLASSES, RELATIONS
from kg.score import Trial, bands, error

TARGET = Path(__file__).parents[1] / "kg" / "lexicon" / "data" / "confidence.toml"
WEIGHT = 8
LEAST, MOST = 0.02, 0.98
"""No rule is held for surely wrong or surely right."""

Counts = dict[str, dict[str, dict[float, list[int]]]]
"""Group → rule → figure → right and all."""


def trials(folder: str, confidence: Confidence = AS_GIVEN) -> list[Trial]:
    """What the gold of a set says of every claim, with the figures that the rules gave or calibrated ones."""
    return find_trials(set_arguments(next(one for one in read_sets() if one.folder == folder)), confidence)


def fit(some: Iterable[Trial]) -> dict[str, dict[str, list[Point]]]:
    """The table: for each group the points of each rule and, under `*`, those of all of its rules."""
    counts: Counts = defaultdict(lambda: defaultdict(lambda: defaultdict(lambda: [0, 0])))
    for trial in some:
        if trial.level != "entity":
            for rule in (trial.rule, "*"):
                cell = counts[f"{trial.level}.{trial.group}"][rule][trial.confidence]
                cell[0] += trial.strict
                cell[1] += 1
    table: dict[str, dict[str, list[Point]]] = {}
    for group, rules in counts.items():
        right, all_ = (sum(cell[i] for cell in rules["*"].values()) for i in (0, 1))
        whole = (right + 1) / (all_ + 2)
        table[group] = {rule: rise(cells, whole) for rule, cells in rules.items()}
    return table


def rise(cells: dict[float, list[int]], whole: float) -> list[Point]:
    """The shares at each figure, drawn towards `whole`, rising with the figure.

    >>> rise({0.6: [30, 60], 0.7: [10, 30], 0.9: [90, 100]}, 0.5)
    [(0.6, 0.45), (0.7, 0.45), (0.9, 0.87)]
    """
    pools: list[tuple[float, float, list[float]]] = []  # share, weight, figures
    for figure in sorted(cells):
        right, all_ = cells[figure]
        pool = ((right + WEIGHT * whole) / (all_ + WEIGHT), float(all_ + WEIGHT), [figure])
        while pools and pools[-1][0] >= pool[0]:
            share, weight, figures = pools.pop()
            both = weight + pool[1]
            pool = ((share * weight + pool[0] * pool[1]) / both, both, [*figures, *pool[2]])
        pools.append(pool)
    return [(figure, round(min(MOST, max(LEAST, share)), 2)) for share, _, figures in pools for figure in figures]


def to_toml(table: dict[str, dict[str, list[Point]]], sets: list[str]) -> str:
    """The table as a file: classes and relations in their order, rules by name."""
    lines = [
        "# How often each rule is right: [the figure that the rule gives, the share right on the development gold].",
        f"# Made by scripts/make_confidence.py of {', '.join(sets)}; not to be edited. `*`: rules not seen there.",
    ]
    for level, names in (("mention", CLASSES), ("fact", RELATIONS)):
        for name in names:
            rules = table.get(f"{level}.{name}")
            if rules:
                lines += ["", f"[{level}.{name}]"]
                lines += [f'"{rule}" = {[list(point) for point in rules[rule]]}' for rule in sorted(rules)]
    return "\n".join(lines) + "\n"


def report(sets: dict[str, list[Trial]], kept: list[str]) -> None:
    """Print how far confidence and share lie apart: as given, calibrated by the other sets, and on the kept gold."""
    rows: list[tuple[str, dict[str, float], dict[str, float]]] = []
    for name, some in sets.items():
        others = Confidence(fit(t for other, found in sets.items() if other != name for t in found))
        rows.append((f"{name} (by the others)", error(bands(some)), error(bands(trials(name, others)))))
    whole = Confidence(fit(t for found in sets.values() for t in found))
    for name in kept:
        rows.append((name, error(bands(trials(name))), error(bands(trials(name, whole)))))
    for name, before, after in rows:
        figures = "  ".join(f"{level} {before[level]:.3f} → {after[level]:.3f}" for level in before)
        print(f"{name:22} {figures}")


def main(arguments: list[str]) -> int:
    """Make the table, or measure."""
    parser = argparse.ArgumentParser(description="Make the table of confidences of the development gold.")
    parser.add_argument("--check", action="store_true", help="print how far confidence and truth lie apart")
    options = parser.parse_args(arguments)
    known = read_sets()
    development = {one.folder: trials(one.folder) for one in known if one.role == "development"}
    if options.check:
        report(development, [one.folder for one in known if one.role == "kept"])
        return 0
    seen = read_first_sight(FIRST_SIGHT.read_text(encoding="utf-8")) if FIRST_SIGHT.exists() else {}
    development |= {folder: found for folder, found in seen.items() if folder in development}
    table = fit(trial for found in development.values() for trial in found)
    write_file(TARGET, to_toml(table, sorted(development)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
