"""What gold says of every claim, with the figures that the rules themselves gave; and what it said at first sight.

A rule is better on the pages that it was made on. `first_sight.tsv` therefore keeps, of each set that was scored with
`benchmarks.quality --first`, how often each rule was right before anybody learnt from the set: set, level, class or
relation, rule, figure, right, all. Nothing ever alters its lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.analyze import load_analyzer
from kg.evaluate import find_documents
from kg.extract.records import to_record
from kg.lexicon.confidence import AS_GIVEN, Confidence
from kg.pipeline import Collection, describe_page, extract_document
from kg.score import Trial, compare, judge

FIRST_SIGHT = Path(__file__).with_name("first_sight.tsv")


def find_trials(arguments: Sequence[Path], confidence: Confidence = AS_GIVEN) -> list[Trial]:
    """What the gold says of every claim; `arguments` as `kg score` takes them."""
    analyzer = load_analyzer("auto")
    out: list[Trial] = []
    for gold, document in find_documents(arguments):
        collection = Collection(analyzer.name, confidence=confidence)
        records = [to_record(draft) for draft in extract_document(document, analyzer)]
        collection.add(describe_page(document, len(records)), records)
        knowledge, _ = collection.finish()
        out += judge(compare(gold, knowledge), knowledge)
    return out


def to_rows(folder: str, some: Iterable[Trial]) -> str:
    """Trials as lines of the file.

    >>> to_rows("round9", [Trial("fact", "about", "about.sentence", 0.65, right, True) for right in (True, False)])
    'round9\\tfact\\tabout\\tabout.sentence\\t0.65\\t1\\t2\\n'
    """
    right, every = Counter[tuple[str, str, str, float]](), Counter[tuple[str, str, str, float]]()
    for trial in some:
        if trial.level != "entity":
            key = (trial.level, trial.group, trial.rule, trial.confidence)
            right[key] += trial.strict
            every[key] += 1
    rows = ((folder, *key, right[key], every[key]) for key in sorted(every))
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


def read_first_sight(text: str) -> dict[str, list[Trial]]:
    """The trials of each set that was seen for the first time, from the file's text.

    >>> read_first_sight("round9\\tfact\\tabout\\tabout.sentence\\t0.65\\t1\\t2\\n")["round9"][1].strict
    False
    """
    found: dict[str, list[Trial]] = {}
    for line in text.splitlines():
        folder, level, group, rule, figure, right, every = line.split("\t")
        found.setdefault(folder, []).extend(
            Trial(level, group, rule, float(figure), n < int(right), n < int(right)) for n in range(int(every))
        )
    return found
