"""`kg score`: how good the graph is on pages that careful readers have annotated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kg.score import Agreement, Bar, Fault, PageScore, Tally

BELOW = 1
"""The exit code when a bar of `--at-least` is not reached."""


def score(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Gold files or folders of them; last, if the pages are not beside them: a folder of pages, a page, "
            "or a graph that is already built.",
            metavar="GOLD... [PATH]",
        ),
    ],
    show: Annotated[bool, typer.Option("--show", help="Print every difference with its place and sentence.")] = False,
    at_least: Annotated[
        str,
        typer.Option(
            metavar="NAME=F1,...",
            help="Exit with 1 below these F1, such as entities=.9,relations=.7,loose:Event=.6,titles=1 (strict unless "
            "loose: stands before it).",
        ),
    ] = "",
    calibration: Annotated[
        bool,
        typer.Option("--calibration", help="Print how many claims were right in each band of confidence."),
    ] = False,
    analyzer: Annotated[
        str,
        typer.Option(
            metavar="NAME[:MODEL]",
            help="What the pages are built with; with hanlp:MODEL also the lexicon and the model alone.",
        ),
    ] = "lexicon",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON, and nothing else.")] = False,
) -> None:
    """Score graphs against gold annotations. Each page is built by itself and compared by the annotation guide."""
    from kg.analyze import choose_analyzer
    from kg.evaluate import evaluate
    from kg.score import add_up, below, parse_bars, total

    bars = parse_bars(at_least)
    analyzer, _ = choose_analyzer(analyzer)
    scores = list(evaluate(paths, analyzer))
    counts = total(page.counts for page in scores)
    attributes = add_up(found for page in scores for found in page.attributes)
    missed = below(bars, counts)
    if as_json:
        tallies = _three_ways(paths, analyzer, counts) if analyzer.startswith("hanlp") else {}
        _print_json(scores, counts, attributes, missed, tallies, show=show, calibration=calibration)
    else:
        if show:
            for page in scores:
                _print_faults(page)
        _print_counts(scores, counts, attributes)
        if analyzer.startswith("hanlp"):
            _print_comparison(_three_ways(paths, analyzer, counts))
        if calibration:
            _print_bands(scores)
        for bar in missed:
            print(f"below the bar: {bar} F1 {counts[bar.mode, bar.name].f1:.3f}, at least {bar.least:g}")
    if missed:
        raise typer.Exit(BELOW)


def _print_counts(scores: list[PageScore], counts: Tally, attributes: list[Agreement]) -> None:
    from kg.cli.terminal import print_table

    articles = sum(page.articles for page in scores)
    print_table(
        f"{len(scores):,} pages, {articles:,} articles",
        ("", "strict P", "R", "F1", "loose P", "R", "F1", "gold", "system"),
        rows(counts),
    )
    # only of what was found, and where the gold says something of it
    print_table("Attributes", ("attribute", "right", "of"), [(a.attribute, a.right, a.of) for a in attributes])


def _three_ways(paths: list[Path], analyzer: str, both: Tally) -> dict[str, Tally]:
    """What the lexicon alone, the model alone, and both find."""
    from kg.evaluate import evaluate
    from kg.score import total

    lexicon = total(page.counts for page in evaluate(paths, "lexicon"))
    model = total(page.counts for page in evaluate(paths, f"model{analyzer.removeprefix('hanlp')}"))
    return {"lexicon": lexicon, "model": model, "both": both}


def _compared(both: Tally) -> list[str]:
    """The names of which the three ways are compared: what a model may add to."""
    from kg.extract.fusion import FUSED

    names = ("entities", *FUSED, "relations")
    return [name for name in names if both["loose", name].gold or both["loose", name].system]


def _print_comparison(tallies: dict[str, Tally]) -> None:
    """Strict figures of the lexicon alone, the model alone, and both."""
    from kg.cli.terminal import print_table

    print_table(
        "Lexicon alone, model alone, both (strict)",
        ("", "lexicon P", "R", "F1", "model P", "R", "F1", "both P", "R", "F1"),
        [
            (name, *(f"{figure:.3f}" for tally in tallies.values() for figure in _three(tally, name)))
            for name in _compared(tallies["both"])
        ],
    )


def _three(counts: Tally, name: str) -> tuple[float, float, float]:
    count = counts["strict", name]
    return count.precision, count.recall, count.f1


def rows(counts: Tally) -> list[tuple[str | int, ...]]:
    """The rows of the table: groups, classes, relations, titles; what neither side has is left out."""
    from kg.model import CLASSES, RELATIONS

    out: list[tuple[str | int, ...]] = []
    for name in ("core", "entities", "relations", *CLASSES, *RELATIONS, "titles"):
        strict, loose = counts["strict", name], counts["loose", name]
        if loose.gold or loose.system:
            figures = (f"{figure:.3f}" for one in (strict, loose) for figure in (one.precision, one.recall, one.f1))
            out.append((name, *figures, loose.gold, loose.system))
    return out


def _print_bands(scores: list[PageScore]) -> None:
    from kg.cli.terminal import print_table
    from kg.score import bands, error

    found = bands(trial for page in scores for trial in page.trials)
    if not found:
        print("No claim has a confidence: the graph has no provenance beside it.")
        return
    apart = error(found)
    for level, title in (("mention", "Mentions"), ("entity", "Entities"), ("fact", "Facts")):
        print_table(
            f"{title}: confidence and share of right ones lie {apart.get(level, 0.0):.3f} apart",
            ("at least", "claims", "confidence", "right, strict", "right, loose"),
            [
                (f"{b.least:.2f}", b.claims, f"{b.confidence:.3f}", f"{b.strict:.3f}", f"{b.loose:.3f}")
                for b in found
                if b.level == level
            ],
        )


def _print_faults(page: PageScore) -> None:
    from kg.cli.terminal import plain, stdout

    console = stdout()
    styles = {"missed": "yellow", "extra": "magenta", "differs": "cyan"}
    for fault in page.faults:
        place = f"{fault.source}:{fault.line}" if fault.line else fault.source or page.page
        detail = f"  ({fault.detail})" if fault.detail else ""
        line = plain(f"{place}: {fault.kind} {fault.what}: {fault.text}{detail}")
        console.print(line, style=styles[fault.kind], soft_wrap=True)
        if fault.sentence:
            console.print(plain(f"    {fault.sentence}"), style="dim", soft_wrap=True)
    if page.faults:
        print()


def _print_json(
    scores: list[PageScore],
    counts: Tally,
    attributes: list[Agreement],
    missed: list[Bar],
    tallies: dict[str, Tally],
    *,
    show: bool,
    calibration: bool,
) -> None:
    import json

    import msgspec

    from kg.score import MODES, bands, error

    found: dict[str, Any] = {
        "pages": len(scores),
        "articles": sum(page.articles for page in scores),
        **{mode: {name: _figures(counts, mode, name) for m, name in counts if m == mode} for mode in MODES},
        "attributes": {a.attribute: {"right": a.right, "of": a.of} for a in attributes},
        "below": [{"mode": bar.mode, "name": bar.name, "at_least": bar.least} for bar in missed],
    }
    if tallies:
        found["comparison"] = {
            name: {way: _figures(tally, "strict", name) for way, tally in tallies.items()}
            for name in _compared(tallies["both"])
        }
    if calibration:
        some = bands(trial for page in scores for trial in page.trials)
        found["calibration"] = {"bands": [band._asdict() for band in some], "error": error(some)}
    if show:
        faults: list[Fault] = [fault for page in scores for fault in page.faults]
        found["faults"] = msgspec.to_builtins(faults)
    print(json.dumps(found, ensure_ascii=False, indent=1))


def _figures(counts: Tally, mode: str, name: str) -> dict[str, float]:
    count = counts[mode, name]
    return {
        "precision": round(count.precision, 4),
        "recall": round(count.recall, 4),
        "f1": round(count.f1, 4),
        "right": count.hits,
        "gold": count.gold,
        "system": count.system,
    }
