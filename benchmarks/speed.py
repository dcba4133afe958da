"""How fast pages become a graph, on one process, beside two taggers over the same text in the same run.

    python -m benchmarks.speed [--copies 200] [--rounds 3] [--growth] [--profile] [--analyzer NAME] [--json]
                               [--write] [PAGES]

The pages (the sample of `seeds/` unless said otherwise) are repeated with other names in each copy (`varied`), so
nothing is gained by remembering a text. What is measured is CPU time, from Documents in memory to `Knowledge`, against
`jieba.posseg` and `rjieba.tag` over the same text; all tables are loaded beforehand. They take turns, and the medians
count. The machine may be busy: compare ratios, not seconds.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import logging
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.steps import shares, watch_steps
from benchmarks.tree import PERFORMANCE, replace_part
from benchmarks.varied import Varier
from kg.errors import KgError
from kg.model import Document
from kg.pipeline import build_documents
from kg.read import read_documents

AIM = 5.0
"""How many times as fast as `jieba.posseg` the issue asks us to be."""

SAMPLE = 20
"""The slow tagger reads one copy in so many."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 2 for bad arguments."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("pages", nargs="?", type=Path, default=Path("seeds"), help="pages to repeat (seeds/)")
    parser.add_argument("--copies", type=int, default=200, help="how often the pages are repeated (200)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--growth", action="store_true", help="measure half of the copies too, and what doubling costs")
    parser.add_argument("--profile", action="store_true", help="print the 25 costliest functions (of a slower run)")
    parser.add_argument("--analyzer", default="", help="measure this one too, such as hanlp:MODEL, on one copy in 20")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args(arguments)
    if options.copies < 1 or options.rounds < 1:
        parser.error("--copies and --rounds must be at least 1")
    try:
        corpus = make_corpus(options.pages, options.copies)
    except (KgError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    figures = measure(corpus, options.rounds, growth=options.growth, analyzer=options.analyzer)
    if options.profile:
        figures["profile"] = profile(corpus)
    if options.write:
        replace_part(PERFORMANCE, "speed", f"```\n{table(figures)}\n```")
    print(json.dumps(figures, ensure_ascii=False, indent=2) if options.json else table(figures))
    return 0


def make_corpus(pages: Path, copies: int) -> list[list[Document]]:
    """The pages under a path, repeated with other names: one list a copy.

    Raises: ReadError if there are no pages.
    """
    documents = [d for d in read_documents([pages]) if isinstance(d, Document)]
    varier = Varier(documents, build_documents(documents)[0])
    return [varier.copy(number) for number in range(copies)]


def measure(corpus: list[list[Document]], rounds: int, *, growth: bool, analyzer: str = "") -> dict[str, Any]:
    """The figures of `rounds` turns of each way over the corpus; peak memory is taken before the taggers are loaded."""
    documents = [d for copy in corpus for d in copy]
    sample = [d for copy in corpus[::SAMPLE] for d in copy]
    half = [d for copy in corpus[: max(len(corpus) // 2, 1)] for d in copy]
    resting = peak_memory()
    knowledge = build_documents(documents)[0]
    memory = peak_memory()
    parts = profile_steps(documents)
    ways: dict[str, tuple[Callable[[], object], Sequence[Document]]] = {
        "kg": (lambda: build_documents(documents)[0], documents),
        "jieba.posseg": (tagging(load_posseg(), sample), sample),
        "rjieba.tag": (tagging(load_rjieba(), documents), documents),
    }
    if growth:
        ways["kg, half of the copies"] = (lambda: build_documents(half)[0], half)
    if analyzer:
        build_documents(sample[:1], analyzer=analyzer)  # loads its model
        ways[f"kg, {analyzer.partition(':')[0]}"] = (lambda: build_documents(sample, analyzer=analyzer)[0], sample)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds):
        names = list(ways)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            run, _ = ways[name]
            start = time.process_time()
            run()
            seconds[name].append(time.process_time() - start)
    rates = {name: characters(texts) / median(seconds[name]) for name, (_, texts) in ways.items()}
    ours = rates["kg"]
    figures: dict[str, Any] = {
        "copies": len(corpus),
        "rounds": rounds,
        "pages": len(documents),
        "characters": characters(documents),
        "entities": len(knowledge.entities),
        "facts": len(knowledge.facts),
        "ways": [
            {
                "name": name,
                "characters": characters(texts),
                "seconds": [round(s, 3) for s in seconds[name]],
                "characters_per_second": round(rates[name]),
                "kg_is_times_as_fast": round(ours / rates[name], 2),
            }
            for name, (_, texts) in ways.items()
        ],
        "aim": {"times_posseg": AIM, "reached": ours >= AIM * rates["jieba.posseg"]},
        "steps": [{"name": name, "percent": round(100 * part, 1)} for name, part in parts],
        "peak_memory_mb": {"before": round(resting), "after": round(memory)},
    }
    if growth:
        whole, part = median(seconds["kg"]), median(seconds["kg, half of the copies"])
        figures["growth"] = {
            "characters": round(characters(documents) / characters(half), 3),
            "seconds": round(whole / part, 3),
        }
    return figures


def characters(documents: Sequence[Document]) -> int:
    """How many code points some pages hold."""
    return sum(len(document.text) for document in documents)


def tagging(tag: Callable[[str], object], documents: Sequence[Document]) -> Callable[[], object]:
    """A function that tags every page."""

    def run() -> None:
        for document in documents:
            tag(document.text)

    return run


def load_posseg() -> Callable[[str], object]:
    """`jieba.posseg`, its tables loaded."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    jieba.posseg.lcut("公安民警")
    return lambda text: jieba.posseg.lcut(text)


def load_rjieba() -> Callable[[str], object]:
    """`rjieba.tag`, its tables loaded."""
    import rjieba

    rjieba.tag("公安民警")
    return lambda text: rjieba.tag(text)


def profile_steps(documents: Sequence[Document]) -> list[tuple[str, float]]:
    """Each step's part of a build from files on disk."""
    with tempfile.TemporaryDirectory() as folder:
        for document in documents:
            (Path(folder) / f"{document.id}.txt").write_text(document.text, encoding="utf-8")
        with watch_steps() as watch:
            with watch.step("read"):
                pages = list(read_documents([folder]))
            with watch.step("pipeline"):
                build_documents(pages)
    return shares(watch)


def profile(corpus: list[list[Document]]) -> list[str]:
    """The 25 functions that take the most time themselves, over one copy in ten."""
    documents = [d for copy in corpus[::10] for d in copy]
    profiler = cProfile.Profile(time.process_time)
    profiler.runcall(build_documents, documents)
    out = io.StringIO()
    stats = pstats.Stats(profiler, stream=out).strip_dirs().sort_stats("tottime")
    stats.print_stats(25)
    lines = out.getvalue().splitlines()
    return lines[next((i for i, line in enumerate(lines) if "ncalls" in line), 0) :]


def peak_memory() -> float:
    """The most memory that this process has held so far, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def table(figures: dict[str, Any]) -> str:
    """The figures as lines to read."""
    lines = [
        f"{figures['copies']} copies, {figures['pages']} pages, {figures['characters']:,} characters"
        f" → {figures['entities']:,} entities, {figures['facts']:,} facts; median of {figures['rounds']} rounds",
        "",
        f"{'':<24}{'characters':>12}{'CPU seconds':>13}{'characters/s':>14}{'kg is … times as fast':>24}",
    ]
    for way in figures["ways"]:
        lines.append(
            f"{way['name']:<24}{way['characters']:>12,}{median(way['seconds']):>13.2f}"
            f"{way['characters_per_second']:>14,}{way['kg_is_times_as_fast']:>24.2f}"
        )
    aim = figures["aim"]
    memory = figures["peak_memory_mb"]
    lines += [
        "",
        f"aim: {aim['times_posseg']:g} times as fast as jieba.posseg — {'reached' if aim['reached'] else 'missed'}",
        f"peak memory: {memory['after']} MB ({memory['before']} MB before the build, with the corpus and the tables)",
    ]
    if "growth" in figures:
        growth = figures["growth"]
        lines.append(f"growth: {growth['characters']:g} times the text costs {growth['seconds']:g} times the CPU time")
    lines += ["", "step          percent"]
    lines += [f"{step['name']:<14}{step['percent']:>7.1f}" for step in figures["steps"]]
    return "\n".join(lines + (["", *figures["profile"]] if "profile" in figures else []))


if __name__ == "__main__":
    sys.exit(main())
