#!/usr/bin/env python3
"""Make kg/lexicon/data/kickers.toml of the development gold: what signs weigh that rows stand over a headline.

    python -m scripts.make_kickers           # writes the table
    python -m scripts.make_kickers --check   # prints how often the choice is right on each set, made of all the others

A log-linear choice among the ways to part the rows of each headline (`kg.split.stacked`). What the rules of
`kg.split.kickers` say is no sign here: they were made on the same pages. The kept gold serves for nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.evaluate import find_documents
from kg.layout import blocks
from kg.lexicon.variants import simplify
from kg.model import Document
from kg.score.sheet import fold
from kg.split import units_of
from kg.split.kickers import find_kicker, parted, rows_of, without_deck
from kg.split.resumed import rejoin
from kg.split.sheets import cut_sheets
from kg.split.stacked import MOST, Sign, choose, options
from scripts.log_linear import Habits, fit, learning_sets, to_table, write_table

TARGET = Path(__file__).parents[1] / "kg" / "lexicon" / "data" / "kickers.toml"
HABITS = Habits(least=3, rounds=30, rate=0.2, decay=0.01)
HEAD = """\
# What a sign weighs that rows stand over a headline as its kickers, in hundredths.
# Made by scripts/make_kickers.py of the development gold; not to be edited.
"""


class Case(msgspec.Struct, frozen=True):
    """The rows of a headline, the signs of each way to part them, and which way the gold and the rules say."""

    rows: list[str]
    ways: list[list[Sign]]
    right: int
    ruled: int


def find_cases(arguments: list[Path]) -> Iterator[Case]:
    """The headlines of more rows than one of which a part, down to the last row, is a title of the page's gold."""
    for gold, document in find_documents(arguments):
        titles = {fold(simplify(article.title)) for article in gold.articles}
        yield from cases_of(document, titles)


def cases_of(document: Document, titles: set[str]) -> Iterator[Case]:
    """The headlines of a page whose articles have such titles, as `fold` writes them."""
    text = simplify(document.text)
    for sheet in cut_sheets(rejoin(blocks(text))):
        for unit in units_of(sheet, text):
            if unit.headline is None:
                continue
            line = without_deck(unit.headline.line)
            ends = rows_of(line, text)
            rows = parted(line, ends)
            right = next((a for a in range(min(len(rows), MOST)) if fold(" ".join(rows[a:])) in titles), None)
            if ends and right is not None:
                ruled = find_kicker(line.text, ends)
                yield Case(rows, options(rows, unit.text()), right, ends.index(ruled) + 1 if ruled in ends else 0)


def make(cases: Iterable[Case]) -> dict[Sign, int]:
    """The weights, in hundredths."""
    weights = fit(((case.ways, case.right) for case in cases), HABITS)
    return to_table(weights)


def main() -> int:
    """Write the table, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    cases = {folder: list(find_cases(given)) for folder, given in learning_sets(layouts=True).items()}
    if not arguments.check:
        weights = make(case for some in cases.values() for case in some)
        write_table(TARGET, HEAD, weights)
        return 0
    sums = [0, 0, 0, 0]
    for folder, own in cases.items():
        weights = make(case for other, some in cases.items() if other != folder for case in some)
        ruled = sum(case.ruled == case.right for case in own)
        alone = sum(choose(case.ways, 0, weights) == case.right for case in own)
        both = sum(choose(case.ways, case.ruled, weights) == case.right for case in own)
        sums = [a + b for a, b in zip(sums, (len(own), ruled, alone, both), strict=True)]
        print(f"{folder:10} {len(own):4} headlines  rules {ruled}  signs {alone}  both {both}")
    print(f"{'all':10} {sums[0]:4} headlines  rules {sums[1]}  signs {sums[2]}  both {sums[3]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
