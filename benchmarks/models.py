"""What a model of HanLP's adds to what the rules find, right and wrong, on sets of gold that it has not learned from.

    python -m benchmarks.models --leave round13,round14 --silver PAGES --daily dev.bio -o model/
    python -m benchmarks.models --leave round13,round14 --model model/      # trained before
    python -m benchmarks.models --leave round13,round14 --model model/ --show

Trained on all sets of development gold but those that are left out, on silver from pages, and on the marked sentences
of the People's Daily, if their file is given. A sentence that a set left out has too is not learned. The program of
another commit, whose rules were made before a set was there, is measured by copying what fuses and reads (`fusion`,
`candidates`, `signs` and `within` of `kg/extract`, `hanlp` and `hints` of `kg/analyze`, `kg/train`) and this file into
a work tree of it, and giving `--gold` (docs/hanlp.md).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.daily import read_sentences
from benchmarks.names import find_body
from kg.analyze import fold
from kg.evaluate import evaluate
from kg.extract.fusion import FUSED
from kg.lexicon import Lexicon, load_lexicon
from kg.score import Tally, total

GOLD = Path(__file__).parents[1] / "tests" / "gold"
NAMES = (*FUSED, "entities", "relations")


class Row(NamedTuple):
    """One class before and after: right, in the gold, in the graph; and what the model has added to it."""

    name: str
    hits: int
    gold: int
    system: int
    right: int
    wrong: int

    def __str__(self) -> str:
        recall = self.hits / max(1, self.gold), (self.hits + self.right) / max(1, self.gold)
        found = self.system + self.right + self.wrong
        precision = self.hits / max(1, self.system), (self.hits + self.right) / max(1, found)
        return (
            f"| {self.name} | {recall[0]:.3f} → {recall[1]:.3f} | {precision[0]:.3f} → {precision[1]:.3f} "
            f"| {self.right} | {self.wrong} |"
        )


def compare(before: Tally, after: Tally) -> list[Row]:
    """What was added, strictly counted, class by class."""
    rows = []
    for name in NAMES:
        old, new = before["strict", name], after["strict", name]
        wrong = (new.system - new.hits) - (old.system - old.hits)
        rows.append(Row(name, old.hits, old.gold, old.system, new.hits - old.hits, wrong))
    return rows


def development(gold: Path, leave: Iterable[str]) -> Iterator[list[Path]]:
    """The sets to learn from, as `kg score` takes them; the kept ones are never among them."""
    out = frozenset(leave)
    for folder in sorted(gold.iterdir()):
        if folder.name.startswith("round") and folder.name not in out:
            yield [folder]
        if folder.name == "seeds" and "seeds" not in out:
            yield [folder, gold.parents[1] / "seeds"]


def class_of(name: str, kind: str, lexicon: Lexicon) -> str:
    """Our class of a name that the People's Daily's annotation calls `PER`, `ORG` or `LOC`.

    >>> [class_of(*one, load_lexicon()) for one in (("平凉市卫生局", "ORG"), ("海棠诗社", "ORG"), ("海棠河", "LOC"))]
    ['Agency', 'Organization', 'Place']
    """
    if kind == "PER":
        return "Person"
    if kind == "ORG":
        body = find_body(name)
        return "Agency" if body is not None and body.stop == len(name) else "Organization"
    is_division = any(hit.start == 0 and hit.stop == len(name) for hit in lexicon.find_names(name))
    return "Place" if not is_division and name.endswith(lexicon.table("places", "heads")) else "Region"


def main() -> None:
    """Train, score both ways, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leave", required=True, help="sets to be scored on, with commas between")
    parser.add_argument("--gold", type=Path, default=GOLD, help="the folder of all sets")
    parser.add_argument("--silver", action="append", default=[], help="pages that the rules label")
    parser.add_argument("--daily", type=Path, help="sentences of the People's Daily with BIO tags")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path, help="a model that was trained before")
    parser.add_argument("-o", "--output", type=Path, default=Path("model"))
    parser.add_argument("--show", action="store_true", help="print each thing that differs")
    options = parser.parse_args()
    left = options.leave.split(",")
    model = options.model or _train(options, left)
    sets = [options.gold / name for name in left]
    alone, both = list(evaluate(sets)), list(evaluate(sets, f"hanlp:{model}"))
    print("| class | recall | precision | right | wrong |\n| --- | --- | --- | --- | --- |")
    for row in compare(total(p.counts for p in alone), total(p.counts for p in both)):
        print(row)
    if options.show:
        old, new = ({(p.page, f.kind, f.what, f.text) for p in pages for f in p.faults} for pages in (alone, both))
        for mark, some in (("worse", new - old), ("better", old - new)):
            for fault in sorted(some):
                print(mark, *fault)


def _train(options: argparse.Namespace, left: list[str]) -> Path:
    from kg.train import Example, from_gold, from_pages, merge, train
    from kg.train.examples import examples_of

    held = {e.text for name in left for e in from_gold([options.gold / name])}
    golden = [e for one in development(options.gold, left) for e in from_gold(one)]
    silver = from_pages(options.silver) if options.silver else []
    lexicon = load_lexicon()
    if options.daily is not None:
        for sentence in read_sentences(options.daily):
            marks = [(a, b, class_of(sentence.text[a:b], kind, lexicon)) for a, b, kind in sentence.names]
            silver += list(examples_of(fold(sentence.text), marks))
    some: list[Example] = [e for e in merge(golden, silver) if e.text not in held]
    print(f"{len(golden):,} sentences of gold, {len(some):,} in all, {len(held):,} left out", flush=True)
    made = train(
        some, options.output, epochs=options.epochs, seed=options.seed, tell=lambda n, of: print(n, of, flush=True)
    )
    print(f"F1 of names on {made.aside:,} sentences kept aside: {made.score:.3f}")
    return options.output  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
