#!/usr/bin/env python3
"""Make kg/lexicon/data/about.toml of the development gold: what each sign weighs that a figure is about something.

    python -m scripts.make_about           # writes the table
    python -m scripts.make_about --check   # prints how often the choice is right on each set, made of all the others

A log-linear choice among the options of each figure (`kg.extract.options`), fitted by AdaGrad to what the gold says;
small weights are preferred, and signs that were seen on few figures are left out. What the rules of
`kg.extract.about` say is no sign here: they were made on the same pages. The kept gold serves for nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.analyze import load_analyzer
from kg.evaluate import find_documents
from kg.extract.about import find_ruled, find_scope
from kg.extract.choice import Weights, choose
from kg.extract.options import Choice, Sign, find_choices
from kg.extract.records import to_record
from kg.lexicon.confidence import AS_GIVEN
from kg.pipeline import Collection, describe_page, extract_document
from kg.score import compare
from scripts.log_linear import Habits, learning_sets, to_table, write_table
from scripts.log_linear import fit as fit_choice

TARGET = Path(__file__).parents[1] / "kg" / "lexicon" / "data" / "about.toml"
HABITS = Habits(least=8, rounds=16, rate=0.2, decay=0.01)
HEAD = """\
# What a sign weighs that a figure is about something, in hundredths.
# Made by scripts/make_about.py of the development gold; not to be edited.
"""


class Case(msgspec.Struct, frozen=True):
    """A figure of an article, what the gold says that it is about, and what the rules say."""

    choice: Choice
    right: str
    ruled: str
    last: str
    """What the gold says of the figure before it."""


def find_cases(arguments: list[Path]) -> list[list[Case]]:
    """The figures of each article that the gold asks for and whose right answer was found."""
    analyzer = load_analyzer("lexicon")
    out: list[list[Case]] = []
    for gold, document in find_documents(arguments):
        drafts = list(extract_document(document, analyzer))
        collection = Collection(analyzer.name, confidence=AS_GIVEN)
        collection.add(describe_page(document, len(drafts)), [to_record(draft) for draft in drafts])
        matching = compare(gold, collection.finish()[0])
        theirs = {ours: key for key, ours in matching.loose.items()}
        asked = {link.head: link.tail for link in matching.asked() if link.relation == "about"}
        for draft in drafts:
            if not draft.figures:
                continue
            scope = find_scope(draft)
            ruled = find_ruled(draft, scope)
            cases, last = [], ""
            for choice in find_choices(draft, scope.bodies, scope.regions, scope.above, ruled):
                right = matching.loose.get(asked.get(theirs.get(choice.figure.key, ""), ""), "")
                if right:
                    cases.append(Case(choice, right, ruled.get(choice.figure.key, ""), last))
                last = right
            out.append(cases)
    return out


def signs_of(case: Case) -> Iterator[list[Sign]]:
    """The signs of each option of a case."""
    for option in case.choice.options:
        near = case.choice.near if option.key == case.last else ""
        yield [*option.signs, ("last", option.type, near)] if near else list(option.signs)


def fit(articles: Iterable[list[Case]]) -> dict[Sign, int]:
    """The weights, in hundredths."""
    rows = []
    for case in (case for article in articles for case in article):
        keys = [option.key for option in case.choice.options]
        rows.append((list(signs_of(case)), keys.index(case.right) if case.right in keys else None))
    return to_table(fit_choice(rows, HABITS))


def count_right(articles: Iterable[list[Case]], weights: dict[Sign, int], *, rules: bool) -> tuple[int, int]:
    """How many choices are right, with what the rules say or without, and of how many."""
    right = every = 0
    for article in articles:
        ruled = {case.choice.figure.key: case.ruled for case in article} if rules else {}
        chosen = choose((case.choice for case in article), ruled, Weights(weights))
        right += sum(chosen.get(case.choice.figure.key) == case.right for case in article)
        every += len(article)
    return right, every


def main() -> int:
    """Write the table, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    cases = {folder: find_cases(given) for folder, given in learning_sets(layouts=False).items()}
    if not arguments.check:
        weights = fit(article for some in cases.values() for article in some)
        write_table(TARGET, HEAD, {" ".join(sign): weight for sign, weight in weights.items()})
        return 0
    sums = [0, 0, 0, 0]
    for folder, own in cases.items():
        weights = fit(article for other, some in cases.items() if other != folder for article in some)
        alone, every = count_right(own, weights, rules=False)
        both, _ = count_right(own, weights, rules=True)
        ruled = sum(case.ruled == case.right for article in own for case in article)
        sums = [a + b for a, b in zip(sums, (every, ruled, alone, both), strict=True)]
        print(report(folder, every, ruled, alone, both))
    print(report("all", *sums))
    return 0


def report(folder: str, every: int, ruled: int, alone: int, both: int) -> str:
    """A line of --check: the shares that rules, signs and both get right."""
    shares = (f"{name} {count / every:.3f}" for name, count in (("rules", ruled), ("signs", alone), ("both", both)))
    return "  ".join((f"{folder:10} {every:4} figures", *shares))


if __name__ == "__main__":
    sys.exit(main())
