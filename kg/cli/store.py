"""`kg init`, `add`, `remove`, `status` and `compact`: a graph on disk that grows page by page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.model import Skip
    from kg.store import Change, Status

Folder = Annotated[Path, typer.Argument(help="The store.", metavar="DIR")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else.")]


def init(
    folder: Folder,
    base: Annotated[str, typer.Option(help="IRI base of the entities.", metavar="IRI")] = "",
    analyzer: Annotated[str, typer.Option(help="Where word boundaries come from: auto, lexicon, hanlp…")] = "auto",
) -> None:
    """Make a store: a graph on disk that grows page by page."""
    from kg.cli.terminal import plain
    from kg.store import init_store

    init_store(folder, analyzer=analyzer, base=base)
    print(plain(f"{folder.as_posix()}: an empty store; kg add {folder.as_posix()} PATH... puts pages in"))


def add(
    folder: Folder,
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders (recursive) and globs; none: only keep up with new rules.", metavar="PATH"),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="ROLE=NAME", help="A column of JSONL and CSV, as for kg build; repeat it."),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Publication date of pages that bear none, such as 2023-02-21.", metavar="DATE")
    ] = None,
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
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Add pages to a store, or their new versions. Killed on the way, it goes on where it stopped when run again."""
    from kg.analyze import choose_analyzer
    from kg.cli.terminal import page_progress
    from kg.parallel import choose_jobs
    from kg.read import check_columns, find_pages, page_size, parse_date, printable, split_columns
    from kg.store import Store, add_pages, find_stale, take_over_rules

    published = parse_date(date, option=True) if date is not None else None
    columns = check_columns(split_columns(column or ()))
    sizes = {}
    if paths:
        sizes = {printable(page): page_size(page) for page in find_pages(paths) if isinstance(page, Path)}
    try:
        with Store(folder, command="add") as store:
            sizes = find_stale(store) | sizes
            jobs = choose_jobs(jobs, sum(sizes.values()), choose_analyzer(store.analyzer)[0])
            with page_progress(sizes, quiet=quiet or as_json) as progress:
                if paths:
                    change = add_pages(
                        store,
                        paths,
                        published=published,
                        columns=columns,
                        decisions=decisions,
                        progress=progress,
                        jobs=jobs,
                    )
                else:
                    change = take_over_rules(store, progress=progress, jobs=jobs)
    except (KeyboardInterrupt, SystemExit):
        print("kg: what has been read is kept: the same command goes on from there", file=sys.stderr)
        raise
    _print_change(change, quiet, as_json)


def remove(
    folder: Folder,
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="Files or folders as `kg status --pages` lists them, or their paths.", metavar="SOURCE"),
    ] = None,
    gone: Annotated[bool, typer.Option("--gone", help="Remove the pages whose files are no longer there.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Remove pages from a store, and with them exactly what only they say."""
    from kg.errors import UsageError
    from kg.store import Store, remove_pages

    if not sources and not gone:
        raise UsageError("nothing to remove", remedy="name files or folders, or give --gone")
    with Store(folder, command="remove") as store:
        change = remove_pages(store, sources or (), gone=gone)
    _print_change(change, quiet, as_json)


def status(
    folder: Folder,
    pages: Annotated[bool, typer.Option("--pages", help="List the files.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what a store holds and what is out of date in it."""
    import msgspec

    from kg.store import Store, read_status

    with Store(folder) as store:
        found = read_status(store)
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        _print_status(found, pages)


def compact(folder: Folder) -> None:
    """Give back the room on disk that a store does not need."""
    from kg.store import compact as make_small

    before, after = make_small(folder)
    print(f"{before:,} → {after:,} bytes")


def _print_change(change: Change, quiet: bool, as_json: bool) -> None:
    import msgspec

    if as_json:
        print(msgspec.json.format(msgspec.json.encode(change), indent=2).decode())
        return
    if quiet:
        return
    from kg.cli.terminal import print_table

    _print_skipped(change.skipped)
    parts = [
        (change.added, "added"),
        (change.replaced, "replaced"),
        (change.removed, "removed"),
        (change.unchanged, "unchanged"),
    ]
    rows = [(count, f"file(s) {what}") for count, what in parts if count]
    if change.again:
        rows.append((change.again, "page(s) read again by the rules of this program"))
    rows.append((change.pages, "page(s) in the store"))
    print_table("Store", ("count", ""), rows)


def _print_skipped(skipped: tuple[Skip, ...]) -> None:
    from kg.cli.terminal import print_table

    print_table("Skipped", ("source", "reason"), [(skip.source, skip.reason) for skip in skipped])


def _told(analyzer: str) -> str:
    """The name of a store's analyzer; of `auto` what it stands for here, and why."""
    from kg.analyze import choose_analyzer

    chosen, reason = choose_analyzer(analyzer)
    return analyzer if chosen == analyzer else f"{analyzer}: {chosen} ({reason})"


def _print_status(found: Status, pages: bool) -> None:
    from kg.cli.terminal import print_table

    rows: list[tuple[str, object]] = [
        ("files", len(found.files)),
        ("pages", found.pages),
        ("articles", found.articles),
        ("characters", found.characters),
        ("bytes on disk", found.bytes),
        ("changes so far", found.generation),
        ("analyzer", _told(found.analyzer)),
        ("base", found.base),
    ]
    print_table("Store", ("what", "how much"), [(what, f"{n:,}" if isinstance(n, int) else n) for what, n in rows])
    if found.stale:
        print(
            f"{found.stale:,} text(s) were read by older rules ({found.rules}, now {found.rules_in_force}); "
            f"{found.ready:,} of them are read anew already. The next kg add or kg export reads the others."
        )
    if found.waiting:
        print(f"{found.waiting:,} text(s) wait that an interrupted kg add has read: run it again, or kg compact.")
    for state, advice in (
        ("changed", "have changed on disk: kg add them"),
        ("gone", "are no longer on disk: kg remove --gone takes them out"),
        ("old reader", "were read by an older reader: kg add them"),
    ):
        count = sum(file.state == state for file in found.files)
        if count:
            print(f"{count:,} file(s) {advice}.")
    if pages:
        print_table(
            "Files",
            ("source", "pages", "articles", "characters", "date", "state"),
            [(f.source, f.pages, f.articles, f.characters, f.published, f.state) for f in found.files],
        )
