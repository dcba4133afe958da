"""Writes the corpus, scores the graphs of its pages, and stops their build at random.

python -m tests.corpus --pages 2000 -o DIR            # pages, truth, precision and recall
python -m tests.corpus --pages 2000 -o DIR --doc docs/corpus.md --stops 20
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from kg.files import write_file
from kg.score import parse_gold
from tests.corpus.cast import kinds
from tests.corpus.compose import forms
from tests.corpus.measure import NAMES, Result, add_up, measure, pages
from tests.corpus.stops import Stopped, stop_and_resume, write_pages

SHOWN = ("entities", "relations", "titles", "days")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--out", type=Path, required=True, help="a folder for pages and truth")
    parser.add_argument("--doc", type=Path, help="write the tables as this page")
    parser.add_argument("--stops", type=int, default=0, help="stop and resume the build so often")
    parser.add_argument("--longest", type=float, default=20.0, help="seconds after which it is stopped at the latest")
    given = parser.parse_args()
    printed = list(pages(given.pages, given.seed))
    write_pages(printed, given.out / "pages")
    (given.out / "truth").mkdir(parents=True, exist_ok=True)
    for page in printed:
        truth = json.dumps(page.gold, ensure_ascii=False, indent=1) + "\n"
        (given.out / "truth" / f"{page.name}.json").write_text(truth, encoding="utf-8")
    results = []
    for number, page in enumerate(printed, 1):
        results.append(measure(page))
        if sys.stderr.isatty():
            print(f"\r{number} of {len(printed)}", end="", file=sys.stderr)
    stopped = stop_and_resume(given.out, given.stops, given.longest, given.seed) if given.stops else None
    text = describe(results, given.seed, stopped)
    faults = "".join(
        f"{one.page.name} | {one.page.layout} | {f.kind} {f.what} | {f.text} | {f.detail} | {f.sentence}\n"
        for one in results
        for f in one.faults
    )
    (given.out / "faults.txt").write_text(faults, encoding="utf-8")
    print(text)
    if given.doc:
        write_file(given.doc, text.encode())


def describe(results: list[Result], seed: int, stopped: Stopped | None) -> str:
    """The tables as Markdown."""
    counts = add_up(results)
    articles = sum(len(parse_gold(one.page.gold).articles) for one in results)
    rows = [
        "# The composed corpus",
        "",
        f"Written by `python -m tests.corpus --pages {len(results)} --seed {seed} -o DIR --doc docs/corpus.md`:",
        f"{len(results)} pages with {articles} articles, composed of {len(forms())} forms of sentences of our own",
        f"about {len(kinds())} kinds of public body, with the divisions of all provinces and common names, in every",
        "layout. The same articles are printed in each layout before the next ones are composed, so that the rows",
        "differ because of the layout alone (a web page holds the first article only).",
        "",
        "What each page holds is known, since it was written from it. Its sentences are simpler than those of",
        "newspapers: these figures tell layouts apart and find what breaks; how good the graph of real pages is,",
        "[quality.md](quality.md) says.",
        "",
        "Precision / recall, strict. `days`: of the events that were found, how many have their day, year and all.",
        "",
        f"| layout | pages | {' | '.join(SHOWN)} |",
        "|---|---|" + "---|" * len(SHOWN),
    ]
    of_layout = Counter(one.page.layout for one in results)
    for layout, told in counts.items():
        number = of_layout.get(layout, len(results))
        rows.append(f"| {layout} | {number} | {' | '.join(_cell(told[n].precision, told[n].recall) for n in SHOWN)} |")
    rows += ["", "| all layouts | precision / recall | asked for |", "|---|---|---|"]
    for name in NAMES[3:]:
        one = counts["all layouts"][name]
        if one.gold:
            rows.append(f"| {name} | {_cell(one.precision, one.recall)} | {one.gold} |")
    if stopped:
        same = "to the byte" if not stopped.differing else f"but for {', '.join(stopped.differing)}"
        rows += [
            "",
            f"The pages were added to a store (`kg add`) that was interrupted {stopped.interrupted} times (Ctrl-C) and",
            f"killed {stopped.killed} times (`kill -9`) at random moments, and started again: its export is that of an",
            f"undisturbed `kg build`, {same}.",
        ]
        if stopped.lost:
            rows += ["", f"Said on the way: {stopped.lost}"]
    return "\n".join(rows) + "\n"


def _cell(precision: float, recall: float) -> str:
    return f"{precision:.3f} / {recall:.3f}"


if __name__ == "__main__":
    main()
