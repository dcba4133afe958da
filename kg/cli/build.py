"""`kg build`: pages in, graph out."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.model import Report

PAGES_LOST = 1
"""The exit code of `--strict` when a page can't be read or holds no article."""


def build(
    paths: Annotated[
        list[str], typer.Argument(help="Files, folders (recursive), globs, or - for standard input.", metavar="PATH...")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.", metavar="DIR")] = Path(
        "exports"
    ),
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="ttl, provenance, jsonld, nt, graphml, gexf, html, report; repeat it or use commas. Without it: "
            "all of these. graph.ttl is always written. On demand: nquads, trig, neo4j, parquet.",
        ),
    ] = None,
    base: Annotated[str | None, typer.Option(help="IRI base of the entities.", metavar="IRI")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="ROLE=NAME",
            help="A column of JSONL and CSV: text=正文, title=标题, date=日期, author=作者, id=编号; repeat it.",
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Publication date of pages that bear none, such as 2023-02-21.", metavar="DATE")
    ] = None,
    analyzer: Annotated[
        str,
        typer.Option(
            metavar="NAME[:MODEL]",
            help="lexicon (no model), hanlp:MODEL (a folder of kg train, a name of HanLP's, a URL), or auto: HanLP "
            "where it and its model are on disk, else lexicon.",
        ),
    ] = "auto",
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="People's verdicts; without it decisions.toml beside and above the pages is taken."
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar="N", help="Processes. Without it: all processors from 6 MB of pages on, else one."
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            help="ray (on this machine) or ray://HOST:PORT (on a cluster): writes partitions of N-Quads and Parquet.",
        ),
    ] = None,
    gpus: Annotated[
        float | None,
        typer.Option(
            metavar="N", help="The share of a graphics card for each worker of an engine that loads HanLP, such as 0.5."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing and exit with 1 if a page is lost.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, and nothing else.")] = False,
) -> None:
    """Build a graph from pages and write it in every format."""
    from kg.cli.terminal import page_progress, plain
    from kg.errors import UsageError
    from kg.rdf.terms import check_base
    from kg.read import check_columns, find_pages, page_size, parse_date, printable, split_columns
    from kg.schema import DEFAULT_BASE
    from kg.write import choose_formats, report_json, write_files

    began = time.perf_counter()
    chosen = choose_formats(formats)
    iri_base = check_base(base) if base is not None else DEFAULT_BASE
    published = parse_date(date, option=True) if date is not None else None
    columns = check_columns(split_columns(column or ()))
    if engine is not None:
        for option, given in (("--format", formats), ("--strict", strict)):
            if given:
                raise UsageError(
                    "an engine can't do this yet", place=option, remedy="leave it out, or build without --engine"
                )
        _build_on(
            engine,
            paths,
            str(output),
            quiet=quiet,
            as_json=as_json,
            jobs=jobs,
            published=date,
            analyzer=analyzer,
            columns=columns,
            base=base or "",
            decisions=decisions,
            gpus=gpus,
        )
        return
    if gpus is not None:
        raise UsageError("graphics cards are shared out by an engine", place="--gpus", remedy="add --engine ray")
    sizes = {printable(page): page_size(page) for page in find_pages(paths) if isinstance(page, Path)}
    from kg.analyze import choose_analyzer

    analyzer, reason = choose_analyzer(analyzer)
    from kg.parallel import build as build_graph  # after the checks above, which should not wait for the lexicon
    from kg.parallel import choose_jobs

    jobs = choose_jobs(jobs, sum(sizes.values()), analyzer)
    with page_progress(sizes, quiet=quiet or as_json) as progress:
        knowledge, report = build_graph(
            [Path(path) for path in paths],
            jobs=jobs,
            published=published,
            analyzer=analyzer,
            columns=columns,
            progress=progress,
            decisions=decisions,
        )
    lost = [skip for skip in report.dropped if skip.step in ("read", "split", "extract")]
    if strict and lost:
        for skip in lost:
            print(f"kg: {plain(skip.source)}: {plain(skip.reason)}", file=sys.stderr)
        print(f"kg: {len(lost)} page(s) lost, so nothing is written; leave out --strict to go on", file=sys.stderr)
        raise typer.Exit(PAGES_LOST)
    written = write_files(knowledge, output, chosen, base=iri_base, report=report)
    if as_json:
        print(report_json(report), end="")
    elif not quiet:
        _print_report(report, written, time.perf_counter() - began)
        print(plain(f"analyzer: {report.analyzer}{f' ({reason})' * bool(reason)}"))


def _build_on(engine: str, paths: list[str], output: str, *, quiet: bool, as_json: bool, **options: object) -> None:
    import msgspec

    from kg.cli.terminal import plain, print_table
    from kg.engine import MANIFEST, build_on

    began = time.perf_counter()
    made = build_on(engine, paths, output, **options)
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(made), indent=2).decode())
    elif not quiet:
        print_table("Read", ("pages", "articles", "characters"), [(made.pages, made.articles, made.characters)])
        print_table("Entities", ("class", "count"), made.entities.items())
        print_table("Relations", ("predicate", "count"), made.relations.items())
        _print_decisions(made.decisions)
        did = f"{made.quads:,} quads in {len(made.parts)} part(s), {made.skipped:,} skipped"
        print(plain(f"{Path(output, MANIFEST).as_posix()}: {did}, in {time.perf_counter() - began:.1f} s"))


def _print_decisions(decisions: Iterable[dict[str, str]]) -> None:
    from kg.cli.terminal import print_table

    print_table(
        "Decisions",
        ("at", "verdict", "state", "effect"),
        [(f"{one['source']}:{one['line']}", one["verdict"], one["state"], one["effect"]) for one in decisions],
    )


def _print_report(report: Report, written: tuple[Path, ...], seconds: float) -> None:
    from kg.cli.terminal import list_files, plain, print_table

    encodings = Counter(page["encoding"] for page in report.documents)
    print_table(
        "Read",
        ("pages", "articles", "characters", "encodings"),
        [
            (
                len(report.documents),
                report.articles,
                report.characters,
                ", ".join(f"{name} {count}" for name, count in sorted(encodings.items())),
            )
        ],
    )
    print_table("Entities", ("class", "count"), report.entities.items())
    print_table("Relations", ("predicate", "count"), report.relations.items())
    _print_decisions(report.decisions)
    dropped = Counter((skip.step, skip.reason) for skip in report.dropped)
    first = {(skip.step, skip.reason): skip.source for skip in reversed(report.dropped)}
    print_table(
        "Dropped",
        ("step", "reason", "count", "such as"),
        [(step, reason, count, first[step, reason]) for (step, reason), count in sorted(dropped.items())],
    )
    folder = written[0].parent
    print(plain(f"{folder.as_posix()}/: {list_files(written, folder)} in {seconds:.1f} s"))
