"""Pages into a store and out of it.

What a page says is worked out and written down bit by bit, beside the state and not part of it; then one transaction
makes it the state. So whoever is killed leaves the last state, and the next run finds the work that was done.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from kg.decisions import find_decisions, read_decisions
from kg.errors import StoreError
from kg.model import Progress, Skip
from kg.store.database import Store
from kg.store.graph import FOLDER, drop_graphs
from kg.store.reading import Reader, stage_tables
from kg.store.rules import reader_set


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a command did, in numbers of files; `pages` are the pages in the store after it.

    `read` are the texts that were worked through, and `again` those of them that only new rules asked for.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    read: int = 0
    again: int = 0
    pages: int = 0
    skipped: tuple[Skip, ...] = ()


def add_pages(
    store: Store,
    paths: Iterable[str | Path],
    *,
    published: str | None = None,
    columns: Mapping[str, str] | None = None,
    decisions: str | Path | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
) -> Change:
    """Add the pages that `paths` stand for to a store opened for writing, replacing what their files said before.

    A file whose bytes are known is not read again. `published`, `columns` and `decisions` are those of
    `kg.pipeline.build`; a file keeps the first two until others are given. What can't be read is skipped; if it was
    readable once, that version stays. Where the rules have changed, the other pages are read again by the new ones.
    `jobs` is the number of processes that work out what the pages say.

    Raises: ReadError for a path that is not there, a folder without pages, or when not one page can be read; UsageError
    for standard input; DecisionError for bad verdicts.
    """
    from kg.errors import ReadError, UsageError
    from kg.read import find_pages

    paths = [Path(path) for path in paths]
    if Path("-") in paths:
        raise UsageError("a store can't keep track of standard input", remedy="save the page to a file, and add that")
    verdicts = [Path(decisions)] if decisions is not None else find_decisions(paths)
    found = find_pages(paths)
    own = store.folder.resolve()  # a store may lie in the folder that is added
    skipped = [page for page in found if isinstance(page, Skip) and own not in Path(page.source).resolve().parents]
    files = [page for page in found if not isinstance(page, Skip)]
    counts = dict.fromkeys(("added", "replaced", "unchanged"), 0)
    with Reader(store, progress, jobs) as reader:
        for file in files:
            what, skips = _stage(reader, file, published, columns)
            skipped += skips
            if what:
                counts[what] += 1
        reader.finish()
        skipped += _drop_lost(reader, counts)
        if files and not any(counts.values()):
            raise ReadError(
                f"not one of {len(files)} file(s) can be read; the last: {skipped[-1].reason}",
                source=skipped[-1].source,
                remedy="give at least one page of text",
            )
        skipped += _read_stale(reader)
    _settle(store, reader.rules, _keep_verdicts(store, verdicts))
    return Change(**counts, read=reader.read, again=reader.again, pages=_count(store), skipped=tuple(skipped))


def _drop_lost(reader: Reader, counts: dict[str, int]) -> list[Skip]:
    """Take what nothing could be made of out of what will be the state; a file without pages stays as it was."""
    skips = []
    for key, reason in reader.lost.items():
        rows = reader.connection.execute(
            "SELECT real, source || inner FROM staged_page JOIN staged_file ON file = real WHERE key = ?", (key,)
        ).fetchall()
        reader.connection.execute("DELETE FROM staged_page WHERE key = ?", (key,))
        reader.connection.execute("INSERT INTO left_key VALUES (?)", (key,))
        skips += [Skip(source=source, step="extract", reason=reason) for _, source in rows]
    if skips:
        empty = reader.connection.execute(
            "SELECT real, EXISTS (SELECT 1 FROM file WHERE file.real = staged_file.real) FROM staged_file"
            " WHERE real NOT IN (SELECT file FROM staged_page)"
        ).fetchall()
        for real, known in empty:
            counts["replaced" if known else "added"] -= 1
            reader.connection.execute("DELETE FROM staged_file WHERE real = ?", (real,))
        _forget_left(reader.connection)
    return sorted(skips, key=lambda skip: skip.source)


def _read_stale(reader: Reader) -> list[Skip]:
    """Read by the rules in force what other rules have read; the pages of which nothing is known any longer."""
    before = set(reader.lost)
    reader.read_stale()
    lost = [(key, reason) for key, reason in reader.lost.items() if key not in before]
    skips = []
    for key, reason in lost:
        rows = reader.connection.execute(
            "SELECT source || inner FROM page JOIN file ON file = real WHERE key = ?", (key,)
        )
        skips += [Skip(source=source, step="extract", reason=reason) for (source,) in rows]
    return sorted(skips, key=lambda skip: skip.source)


def take_over_rules(store: Store, *, progress: Progress | None = None, jobs: int = 1) -> Change:
    """Read the pages again that were read by other rules than those in force, in a store opened for writing."""
    with Reader(store, progress, jobs) as reader:
        skipped = _read_stale(reader)
    _settle(store, reader.rules)
    return Change(read=reader.read, again=reader.again, pages=_count(store), skipped=tuple(skipped))


def remove_pages(store: Store, sources: Iterable[str], *, gone: bool = False) -> Change:
    """Remove files, or all files of a folder, from a store opened for writing; `gone`: those no longer on disk, too.

    A source is what `kg status --pages` lists, or a path.

    Raises: StoreError, and nothing is removed, if one of them is not in the store.
    """
    known = dict(store.connection.execute("SELECT real, source FROM file UNION ALL SELECT real, source FROM verdict"))
    doomed: set[bytes] = set()
    for source in sources:
        doomed |= _matching(known, source, store.folder)
    if gone:
        doomed |= {real for real in known if not os.path.lexists(real)}
    stage_tables(store)
    for real in doomed:
        store.connection.execute("INSERT INTO left_key SELECT key FROM page WHERE file = ?", (real,))
        store.connection.execute("DELETE FROM page WHERE file = ?", (real,))
        store.connection.execute("DELETE FROM file WHERE real = ?", (real,))
        store.connection.execute("DELETE FROM verdict WHERE real = ?", (real,))
    if doomed:
        _forget_left(store.connection)
        _tick(store)
    store.connection.execute("COMMIT")
    drop_graphs(store.folder / FOLDER)  # they still say what was removed
    return Change(removed=len(doomed), pages=_count(store))


def _stage(
    reader: Reader, file: Path, published: str | None, columns: Mapping[str, str] | None
) -> tuple[str, list[Skip]]:
    """Read a file if it is new: `added`, `replaced`, `unchanged` or "", and what was skipped."""
    from kg.read import printable, read_file

    connection = reader.connection
    printed, real = printable(file), os.fsencode(os.path.realpath(file))
    try:
        state = file.stat()
        with file.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").digest()
    except OSError as error:
        return "", [Skip(source=printed, step="read", reason=error.strerror or str(error))]
    known = connection.execute(
        "SELECT source, content, date, columns, reader, size, modified FROM file WHERE real = ?", (real,)
    ).fetchone()
    date = published or (known[2] if known else None)
    named = msgspec.json.encode(columns, order="sorted").decode() if columns else known[3] if known else "{}"
    if known and known[1:5] == (content, date, named, reader_set()):
        if known[5:] != (state.st_size, state.st_mtime_ns):
            connection.execute(
                "UPDATE file SET size = ?, modified = ? WHERE real = ?", (state.st_size, state.st_mtime_ns, real)
            )
        return "unchanged", []
    pages: list[tuple[object, ...]] = []
    skips = []
    for document in read_file(file, file.stem, date, msgspec.json.decode(named)):
        if isinstance(document, Skip):
            skips.append(document)
            continue
        key = reader.take(document)
        inner = document.source.removeprefix(printed)
        pages.append((real, len(pages), inner, key, document.published_from, document.encoding, len(document.text)))
    if not pages:
        return "", skips
    path = os.path.abspath(file)  # noqa: PTH100, as in kg.read.find: the name that the user sees decides
    source = known[0] if known else _source(connection, printed, path)
    connection.execute(
        "INSERT INTO staged_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (real, os.fsencode(path), source, content, state.st_size, state.st_mtime_ns, date, named, reader_set()),
    )
    connection.executemany("INSERT INTO staged_page VALUES (?, ?, ?, ?, ?, ?, ?)", pages)
    return "replaced" if known else "added", skips


def _source(connection: sqlite3.Connection, printed: str, path: str) -> str:
    """What a new file is called: as it was given, or in full where another bears that name (`a.txt` of two folders)."""
    from kg.read import printable

    taken = connection.execute(
        "SELECT 1 FROM file WHERE source = ? UNION SELECT 1 FROM staged_file WHERE source = ?", (printed, printed)
    )
    return printed if taken.fetchone() is None else printable(Path(path))


def _keep_verdicts(store: Store, files: Iterable[Path]) -> bool:
    """Take over the verdicts of some files; whether they say anything new.

    Raises: DecisionError for bad ones, or those that contradict others of the store.
    """
    known = dict(store.connection.execute("SELECT real, content FROM verdict"))
    new = False
    for file in files:
        real = os.fsencode(os.path.realpath(file))
        if file.resolve().parent == store.folder.resolve():
            continue  # the store's own
        read_decisions([file])  # for its messages
        content = file.read_bytes()
        if known.get(real) != content:
            new = True
            store.connection.execute(
                "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)", (real, file.as_posix(), content)
            )
    store.decisions()  # raises where they contradict each other
    return new


def _settle(store: Store, rules: str, changed: bool = False) -> None:
    """Make what was staged the state, all at once; `changed` says that something else is new, too."""
    connection = store.connection
    staged = connection.execute("SELECT EXISTS (SELECT 1 FROM staged_file)").fetchone()[0]
    if staged:
        those = "IN (SELECT real FROM staged_file)"
        connection.execute(f"INSERT INTO left_key SELECT key FROM page WHERE file {those}")
        connection.execute(f"DELETE FROM page WHERE file {those}")
        connection.execute(f"DELETE FROM file WHERE real {those}")
        connection.execute("INSERT INTO file SELECT * FROM staged_file")
        connection.execute("INSERT INTO page SELECT * FROM staged_page")
        _forget_left(store.connection)
    new_rules = rules != store.rules
    if new_rules:
        connection.execute("UPDATE setting SET value = ? WHERE name = 'rules'", (rules,))
        connection.execute("DELETE FROM record WHERE rules != ?", (rules,))
        store.rules = rules
    if staged or new_rules or changed:
        _tick(store)
    connection.execute("COMMIT")


def _forget_left(connection: sqlite3.Connection) -> None:
    """Drop the texts that no page has any more; those of an interrupted command, which none had yet, stay."""
    for table in ("text", "record"):
        connection.execute(
            f"DELETE FROM {table} WHERE key IN (SELECT key FROM left_key) AND key NOT IN (SELECT key FROM page)"
        )


def _tick(store: Store) -> None:
    store.generation += 1
    store.connection.execute("UPDATE setting SET value = ? WHERE name = 'generation'", (str(store.generation),))


def _count(store: Store) -> int:
    return int(store.connection.execute("SELECT count(*) FROM page").fetchone()[0])


def _matching(known: dict[bytes, str], source: str, folder: Path) -> set[bytes]:
    """The files that a source, a path or a folder stands for.

    Raises: StoreError if there is none.
    """
    real = os.fsencode(os.path.realpath(source))
    name = source.rstrip("/\\")
    if not name:  # as an empty variable of a shell gives it, or /: neither is meant
        raise StoreError(f"“{source}” is no page", source=str(folder), remedy="name files or folders")
    found = {
        file
        for file, called in known.items()
        if called in (source, name) or file == real or called.startswith(f"{name}/") or file.startswith(real + b"/")
    }
    if not found:
        near = difflib.get_close_matches(source, known.values(), n=3, cutoff=0.4)
        remedy = f"did you mean {', '.join(near)}?" if near else f"kg status {folder} --pages lists what it holds"
        raise StoreError(f"“{source}” is not in this store", source=str(folder), remedy=remedy)
    return found
