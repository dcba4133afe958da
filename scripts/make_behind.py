#!/usr/bin/env python3
"""Make kg/lexicon/data/behind.toml of the development gold: what each sign weighs that a name stands behind an office.

    python -m scripts.make_behind           # writes the table
    python -m scripts.make_behind --check   # what is found on each set where rules find none, made of all the others

A log-linear choice among no name and those of two and three characters (`kg.extract.behind`), at every place behind an
office, whatever the rules say there. The kept gold serves for nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kg.analyze import load_analyzer
from kg.evaluate import find_documents
from kg.extract.behind import LEAST, Option, Sign, Weights, find_options, find_unlisted
from kg.extract.draft import Draft
from kg.extract.names import load_words
from kg.extract.persons import find_offices
from kg.extract.scale import load_scale
from kg.lexicon import Lexicon, load_lexicon
from kg.pipeline import extract_document
from kg.score import Gold
from scripts.log_linear import Habits, learning_sets, to_table, write_table
from scripts.log_linear import fit as fit_choice

TARGET = Path(__file__).parents[1] / "kg" / "lexicon" / "data" / "behind.toml"
HABITS = Habits(least=4, rounds=12, rate=0.2, decay=0.01)
HEAD = """\
# What a sign weighs that a name stands behind an office, in hundredths.
# Made by scripts/make_behind.py of the development gold; not to be edited.
"""


class Case(msgspec.Struct, frozen=True):
    """A place behind an office: the names that may start there, where the gold's stops (or 0), and where ours does."""

    options: list[Option]
    right: int
    ruled: int
    shown: str


def find_cases(arguments: list[Path], lexicon: Lexicon) -> list[Case]:
    """The places behind offices on some pages."""
    analyzer = load_analyzer("lexicon")
    return [
        case
        for gold, document in find_documents(arguments)
        for draft in extract_document(document, analyzer)
        for case in _cases_of(draft, gold, lexicon)
    ]


def _cases_of(draft: Draft, gold: Gold, lexicon: Lexicon) -> Iterable[Case]:
    passage, scale, words = draft.passage, load_scale(lexicon), load_words(lexicon)
    text = passage.text
    persons = {form for e in gold.entities if e.kind == "Person" for form in (e.name, *e.mentions)}
    others = {form for e in gold.entities if e.kind != "Person" for form in (e.name, *e.mentions)}
    taken = draft.mask("Agency", "Organization", "Initiative", "Region")
    ruled = {at: m.stop for m in draft.of_type("Person") if m.rule != "person.weighed" for at in range(m.start, m.stop)}
    listed = {office.stop for office in find_offices(passage, words, taken)}
    for at in sorted(listed.union(find_unlisted(passage, scale))):
        options = [] if taken[at] else find_options(passage, at, scale, listed=at in listed)
        if options:
            right = _longest(text, at, persons)
            right = 0 if any(_covers(text, at, right, form) for form in others) else right
            shown = f"{text[max(0, at - 8) : at]}[{text[at : options[0].stop]}]{text[options[0].stop :][:6]}"
            yield Case(options, right and at + right, ruled.get(at, 0), shown)


def _longest(text: str, at: int, forms: set[str]) -> int:
    return max((len(form) for form in forms if text.startswith(form, at)), default=0)


def _covers(text: str, at: int, size: int, form: str) -> bool:
    """Whether a longer name of something else holds the name."""
    starts = range(max(0, at + size - len(form)), at + 1)
    return len(form) > size and any(text.startswith(form, start) for start in starts)


def fit(cases: Iterable[Case]) -> dict[Sign, int]:
    """The weights, in hundredths."""
    rows = []
    for case in cases:
        stops = [option.stop for option in case.options]
        signs = [(), *(option.signs for option in case.options)]  # the first for no name
        rows.append((signs, stops.index(case.right) + 1 if case.right in stops else 0))
    return to_table(fit_choice(rows, HABITS))


def main() -> int:
    """Write the table, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    lexicon = load_lexicon()
    cases = {folder: find_cases(given, lexicon) for folder, given in learning_sets(layouts=False).items()}
    if not arguments.check:
        weights = fit(case for some in cases.values() for case in some)
        write_table(TARGET, HEAD, {" ".join(sign): weight for sign, weight in weights.items()})
        return 0
    for folder, own in cases.items():
        made = Weights(fit(case for other, some in cases.items() if other != folder for case in some))
        for case in own:
            best = max(case.options, key=lambda option: (made.weigh(option), -option.stop))
            weight = made.weigh(best)
            if not case.ruled and (weight > LEAST or case.right):
                found = weight > LEAST and best.stop
                verdict = "right " if found and found == case.right else "wrong " if found else "missed"
                print(f"{folder:10} {verdict} {weight:5} {case.shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
