#!/usr/bin/env python3
"""Make kg/lexicon/data/openings.toml of the development gold: what signs weigh that a heading opens an article.

    python -m scripts.make_openings           # writes the table
    python -m scripts.make_openings --check   # prints how often the choice is right on each set, made of all the others

A log-linear choice, article or section, for each headline of the gold that stands above its text with another
article before it, as if no byline parted the two, and for each heading amid an article. The kept gold serves for
nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from kg.evaluate import find_documents
from kg.layout import Block, blocks
from kg.lexicon.variants import simplify
from kg.model import Document
from kg.score.sheet import fold
from kg.split import units_of
from kg.split.openings import Sign, runs_of, signs_of, weigh
from kg.split.resumed import rejoin
from kg.split.sheets import cut_sheets
from scripts.log_linear import Habits, fit, learning_sets, to_table, write_table

TARGET = Path(__file__).parents[1] / "kg" / "lexicon" / "data" / "openings.toml"
HABITS = Habits(least=4, rounds=20, rate=0.2, decay=0.01)
HEAD = """\
# What a sign weighs that a heading amid a text opens another article, in hundredths.
# Made by scripts/make_openings.py of the development gold; not to be edited.
"""


class Case(msgspec.Struct, frozen=True):
    """A heading with the signs that it opens an article, and whether it does."""

    text: str
    signs: list[Sign]
    opens: bool


def find_cases(arguments: list[Path]) -> Iterator[Case]:
    """The headings of the pages of some gold that have text above and below."""
    for gold, document in find_documents(arguments):
        yield from cases_of(document, {fold(simplify(article.title)) for article in gold.articles})


def cases_of(document: Document, titles: set[str]) -> Iterator[Case]:
    """The headings of a page whose articles have such titles, as `fold` writes them."""
    text = simplify(document.text)
    for sheet in cut_sheets(rejoin(blocks(text))):
        units = units_of(sheet, text, weighed=False)
        places = {id(block): i for i, block in enumerate(sheet)}
        for unit in units:
            if unit.headline is not None and fold(unit.headline.line.text) in titles and not unit.certain:
                yield from _sections(unit.items, [*unit.kickers, unit.headline], titles)
        for before, unit in pairwise(units):
            head = unit.headline
            if head is None or head.level or not any(t in fold(head.line.text) for t in titles):
                continue
            own = [b for b in unit.items if b.kind == "paragraph"]
            if id(head) not in places or not own or places.get(id(own[0]), 0) < places[id(head)]:
                continue
            last = [places[id(b)] for b in before.items if id(b) in places]
            if not last or max(last) > places[id(head)]:
                continue
            front = [b for b in [before.headline] if b is not None and places.get(id(b), 10**9) < last[0]]
            stop = next((i for i, b in enumerate(unit.items) if b.kind == "heading"), len(unit.items))
            above = [*front, *before.items]
            first = len(above) + len(unit.kickers) + 1
            whole = [*above, *unit.kickers, head, *unit.items]
            yield Case(head.line.text, signs_of(whole, len(above), first, first + stop), opens=True)


def _sections(items: list[Block], front: list[Block], titles: set[str]) -> Iterator[Case]:
    """The headings amid an article's text, some of which are those of others."""
    whole = [*front, *items]
    for start, stop, end in runs_of(whole):
        if start >= len(front) and whole[0].kind == "heading":
            text = whole[stop - 1].line.text
            opens = any(title in fold(text) for title in titles)
            yield Case(text, signs_of(whole, start, stop, end), opens)


def make(cases: Iterable[Case]) -> dict[Sign, int]:
    """The weights, in hundredths."""
    weights = fit((([[], case.signs], int(case.opens)) for case in cases), HABITS)
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
        found = [(case, weigh(case.signs, weights)) for case in own]
        told = [sum(case.opens for case in own), sum(not case.opens for case in own)]
        missed = sum(case.opens and weight < 0 for case, weight in found)
        wrong = [case.text for case, weight in found if not case.opens and weight >= 0]
        sums = [a + b for a, b in zip(sums, (*told, missed, len(wrong)), strict=True)]
        print(
            f"{folder:10} articles {told[0]:3}, missed {missed:3}; sections {told[1]:3}, wrong {len(wrong):3}",
            *wrong[:4],
        )
    print(f"{'all':10} articles {sums[0]:3}, missed {sums[2]:3}; sections {sums[1]:3}, wrong {sums[3]:3}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
