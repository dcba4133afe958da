"""Writes docs/quality.md: how good the graph is on every set of gold pages, at first sight and now.

    python -m benchmarks.quality                 # score everything, write the page
    python -m benchmarks.quality --first round4  # score a new set once, before any rule is changed because of it

First scores and what is told of each set are in `quality.toml`, the words of the page in `quality.md`. Of the kept
pages only sums are ever printed. The three pages of the annotation guide lie outside the project; they are scored where
`find_annotation` finds them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.trials import FIRST_SIGHT, find_trials, to_rows
from kg.errors import KgError
from kg.evaluate import evaluate
from kg.files import write_file
from kg.model import CLASSES, RELATIONS
from kg.score import Count, Tally, Trial, bands, error, total
from kg.score.calibration import BOUNDS, LEVELS

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).with_suffix(".toml")
TEMPLATE = DATA.with_suffix(".md")
PAGE = ROOT / "docs" / "quality.md"
NAMES = ("entities", "relations", "titles", *CLASSES, *RELATIONS)


class Set(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A set of gold pages; `first` are strict F1 before any rule was changed because of it."""

    folder: str
    title: str
    role: str
    pages: str = ""
    written: str = ""
    note: str = ""
    first: dict[str, float] = {}


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a set scores now."""

    set: Set
    pages: int
    articles: int
    counts: Tally
    trials: tuple[Trial, ...]

    def f1(self, name: str) -> float:
        """Strict F1."""
        return self.counts["strict", name].f1


def find_annotation() -> Path | None:
    """The folder of the annotation guide: `$KG_ANNOTATION`, or `../shared/annotation` of a checkout; else None."""
    given = os.environ.get("KG_ANNOTATION")
    if given:
        return Path(given)
    git = ["git", "-C", str(ROOT), "rev-parse", "--path-format=absolute", "--git-common-dir"]
    try:  # a work tree of its own lies elsewhere than the repository it belongs to
        main = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        main = str(ROOT / ".git")
    beside = (home.parent / "shared" / "annotation" for home in (ROOT, Path(main).parent))
    return next((folder for folder in beside if (folder / "score.py").is_file()), None)


def read_sets() -> list[Set]:
    """The sets that the data file tells of and, after them, those of `tests/gold` that it does not yet know."""
    known = [msgspec.convert(entry, Set) for entry in tomllib.loads(DATA.read_text(encoding="utf-8"))["set"]]
    names = {one.folder for one in known}
    for folder in sorted(path.name for path in (ROOT / "tests" / "gold").iterdir() if path.is_dir()):
        if folder not in names:
            known.append(Set(folder=folder, title=f"`tests/gold/{folder}`", role=role_of(folder)))
    return known


def role_of(folder: str) -> str:
    """What a folder of gold is for, by its name."""
    return next((role for role in ("kept", "layout") if folder.startswith(role)), "development")


def set_arguments(one: Set) -> list[Path]:
    """What `kg score` takes for a set; nothing for one that is not here."""
    if one.role == "given":
        annotation = find_annotation()
        return [annotation / "gold", annotation / "pages"] if annotation is not None else []
    return [ROOT / "tests" / "gold" / one.folder, *([ROOT / one.pages] if one.pages else [])]


def score_set(one: Set) -> Result | None:
    """What a set scores now; None for one that is not here."""
    arguments = set_arguments(one)
    if not arguments:
        return None
    scores = list(evaluate(arguments))
    counts = total(page.counts for page in scores)
    articles = sum(page.articles for page in scores)
    trials = tuple(trial for page in scores for trial in page.trials)
    return Result(set=one, pages=len(scores), articles=articles, counts=counts, trials=trials)


def together(results: list[Result]) -> Tally:
    """The counts of several sets as one."""
    single = [
        {key: n for key, n in r.counts.items() if key[1] not in ("core", "entities", "relations")} for r in results
    ]
    return total(single)


def write_page(results: list[Result]) -> str:
    """The text of docs/quality.md."""
    with_gold = [result for result in results if result.set.role != "layout"]
    kept = together([result for result in with_gold if result.set.role == "kept"])
    made_on = together([result for result in with_gold if result.set.role == "development"])
    return TEMPLATE.read_text(encoding="utf-8").format(
        sets=_sets(with_gold),
        development_entities=_f1(made_on["strict", "entities"]),
        development_relations=_f1(made_on["strict", "relations"]),
        kept_entities=_f1(kept["strict", "entities"]),
        kept_relations=_f1(kept["strict", "relations"]),
        rounds=_rounds(with_gold),
        first_rounds=_first_rounds([result for result in with_gold if len(result.set.first) > 3]),
        kept="\n".join(_table(kept)),
        bands=_bands(with_gold),
        layouts=_layouts([result for result in results if result.set.role == "layout"]),
    )


def _sets(results: list[Result]) -> str:
    rows = [
        (
            r.set.title,
            f"{r.pages}, {r.articles}",
            r.set.written or "–",
            *(cell for n in ("entities", "relations", "titles") for cell in (_first(r.set, n), f"{r.f1(n):.3f}")),
        )
        for r in results
    ]
    kinds = [f"{name}, {when}" for name in ("entities", "relations", "titles") for when in ("first", "now")]
    return _markdown(("set", "pages, articles", "written by", *kinds), rows)


def _rounds(results: list[Result]) -> str:
    rows = []
    for name in ("entities", "relations", *CLASSES, *RELATIONS, "titles"):
        cells = [r.counts["strict", name] for r in results]
        rows.append((name, *(_f1(count) if count.gold or count.system else "–" for count in cells)))
    return _markdown(("", *(_short(r.set) for r in results)), rows)


def _first_rounds(results: list[Result]) -> str:
    if not results:
        return "No set has them yet: they were not kept by class before."
    names = [name for name in NAMES if any(name in r.set.first for r in results)]
    rows = [(name, *(_first(r.set, name) for r in results)) for name in names]
    return _markdown(("", *(_short(r.set) for r in results)), rows)


def _layouts(results: list[Result]) -> str:
    counts = [(r, r.counts["strict", "titles"]) for r in results]
    rows = [
        (r.set.title, str(count.gold), r.set.note or _first(r.set, "titles"), str(count.hits)) for r, count in counts
    ]
    return _markdown(("set", "articles", "first", "now"), rows)


def _bands(results: list[Result]) -> str:
    """How many claims were right in each band, on the development gold and on the kept."""
    found = {
        role: bands(trial for r in results if r.set.role == role for trial in r.trials)
        for role in ("development", "kept")
    }
    rows = []
    for level in LEVELS:
        for least in BOUNDS:
            cells = []
            for role in ("development", "kept"):
                band = next((b for b in found[role] if (b.level, b.least) == (level, least)), None)
                cells += [str(band.claims), f"{band.confidence:.2f}", f"{band.strict:.2f}"] if band else ["–"] * 3
            if cells.count("–") < len(cells):
                rows.append((level, f"{least:.2f}", *cells))
        apart = [error(found[role]).get(level, 0.0) for role in ("development", "kept")]
        rows.append((level, "apart", "", "", f"**{apart[0]:.3f}**", "", "", f"**{apart[1]:.3f}**"))
    heads = [f"{role}: {what}" for role in ("development", "kept") for what in ("claims", "confidence", "right")]
    return _markdown(("", "at least", *heads), rows)


def _table(counts: Tally) -> Iterator[str]:
    yield f"{'':17}|  strict P      R     F1 |   loose P      R     F1 |  gold  system"
    for name in ("core", "entities", "relations", *CLASSES, *RELATIONS, "titles"):
        strict, loose = counts["strict", name], counts["loose", name]
        figures = [f"{c.precision:9.3f} {c.recall:6.3f} {c.f1:6.3f}" for c in (strict, loose)]
        if loose.gold or loose.system:
            yield f"{name:17}| {figures[0]} | {figures[1]} | {loose.gold:5} {loose.system:7}"


def _markdown(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _first(one: Set, name: str) -> str:
    return f"{one.first[name]:.3f}" if name in one.first else "–"


def _f1(count: Count) -> str:
    return f"{count.f1:.3f}"


def _short(one: Set) -> str:
    return one.title.partition(" (")[0]


def record_first(folder: str) -> str:
    """The entry of a new set for the data file, with its strict F1 by group, class and relation.

    Raises: KgError if it has first scores already.
    """
    one = next((known for known in read_sets() if known.folder == folder), None)
    if one is None:
        raise KgError("no such set", source=folder, remedy="name a folder of tests/gold")
    if f'folder = "{folder}"' in DATA.read_text(encoding="utf-8"):
        raise KgError("it has been scored before", source=folder, remedy="first scores are history; leave them")
    result = score_set(one)
    assert result is not None
    figures = [(n, result.counts["strict", n]) for n in NAMES]
    first = ", ".join(f"{n} = {count.f1:.3f}" for n, count in figures if count.gold or count.system)
    return (
        f'\n[[set]]\nfolder = "{folder}"\ntitle = "{one.title}"\nrole = "{one.role}"\n'
        f'written = "someone who had not seen the rules"\nfirst = {{ {first} }}\n'
    )


def main(arguments: list[str] | None = None) -> int:
    """Score, and write the page or the entry of a new set; 2 for bad arguments."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--first", metavar="FOLDER", help="record the first scores of a new set of tests/gold")
    options = parser.parse_args(arguments)
    try:
        if options.first:
            write_file(DATA, DATA.read_text(encoding="utf-8") + record_first(options.first))
            if role_of(options.first) == "development":
                seen = FIRST_SIGHT.read_text(encoding="utf-8") if FIRST_SIGHT.exists() else ""
                new = find_trials([ROOT / "tests" / "gold" / options.first])
                write_file(FIRST_SIGHT, seen + to_rows(options.first, new))
            return 0
        results = [result for one in read_sets() if (result := score_set(one)) is not None]
        write_file(PAGE, write_page(results))
    except (KgError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    for result in results:
        names = ("titles",) if result.set.role == "layout" else ("entities", "relations", "titles")
        print(f"{result.set.folder:12} " + "  ".join(f"{name} {result.f1(name):.3f}" for name in names))
    if all(result.set.role != "given" for result in results):
        print("the annotation guide's pages are not here (set KG_ANNOTATION): their row is missing", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
