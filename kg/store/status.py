"""What a store holds and what has become old in it; and how it is made small again."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path

import msgspec

from kg.store.database import PAGES, Store
from kg.store.graph import FOLDER, drop_graphs
from kg.store.rules import reader_set, rule_set


class PageState(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a store: how many pages and articles it has, and what is to be said of it.

    `state` is `` (it is as it was), `changed` or `gone` (on disk), or `old reader` (the program reads such files
    otherwise now): `kg add` of it makes it new, `kg remove` takes it out.
    """

    source: str
    pages: int
    articles: int
    characters: int
    published: str
    state: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a store. `stale` are the texts that other rules have read, `ready` those of them that are read anew.

    `waiting` are texts that an interrupted command has read: the same command goes on from there. `bytes` is the size
    on disk, graphs included.
    """

    folder: str
    analyzer: str
    base: str
    files: tuple[PageState, ...]
    pages: int
    articles: int
    characters: int
    rules: str
    rules_in_force: str
    stale: int
    ready: int
    waiting: int
    generation: int
    bytes: int


def read_status(store: Store) -> Status:
    """The state of a store opened for reading."""
    from kg.analyze import name_analyzer

    rules = rule_set(name_analyzer(store.analyzer))
    files = tuple(_states(store))
    pages = sum(file.pages for file in files)
    count = "SELECT count(DISTINCT page.key) FROM page JOIN record ON record.key = page.key AND record.rules = ?"
    texts = _number(store.connection, "SELECT count(DISTINCT key) FROM page")
    ready = _number(store.connection, count, rules)
    stale = 0 if rules == store.rules else texts
    return Status(
        folder=str(store.folder),
        analyzer=store.analyzer,
        base=store.base,
        files=files,
        pages=pages,
        articles=sum(file.articles for file in files),
        characters=sum(file.characters for file in files),
        rules=store.rules,
        rules_in_force=rules,
        stale=stale,
        ready=ready if stale else 0,
        waiting=_number(store.connection, "SELECT count(*) FROM text WHERE key NOT IN (SELECT key FROM page)"),
        generation=store.generation,
        bytes=_size(store.folder),
    )


def compact(folder: str | Path) -> tuple[int, int]:
    """The bytes on disk before and after everything is dropped that the pages do not need.

    That is the work of interrupted commands, old graphs, and room that the database no longer fills.

    Raises: StoreError if there is no store, or it is in use.
    """
    with Store(folder, command="compact") as store:
        before = _size(store.folder)
        connection = store.connection
        connection.execute("DELETE FROM text WHERE key NOT IN (SELECT key FROM page)")
        connection.execute("DELETE FROM record WHERE rules != ? OR key NOT IN (SELECT key FROM page)", (store.rules,))
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        drop_graphs(store.folder / FOLDER)
        return before, _size(store.folder)


def _states(store: Store) -> list[PageState]:
    rows = store.connection.execute(
        "SELECT real, source, content, size, modified, reader, count(*), sum(articles), sum(characters), min(published)"
        " FROM file JOIN page ON page.file = file.real JOIN text ON text.key = page.key"
        " JOIN record ON record.key = page.key AND record.rules = ? GROUP BY real",
        (store.rules,),
    )
    from kg.read.find import natural_key

    found = [
        PageState(
            source=source,
            pages=pages,
            articles=articles,
            characters=characters,
            published=published or "",
            state=_on_disk(real, content, size, modified) or ("old reader" if reader != reader_set() else ""),
        )
        for real, source, content, size, modified, reader, pages, articles, characters, published in rows
    ]
    return sorted(found, key=lambda file: natural_key(file.source))


def _on_disk(real: bytes, content: bytes, size: int, modified: int) -> str:
    try:
        file = Path(os.fsdecode(real))
        state = file.stat()
        if (state.st_size, state.st_mtime_ns) == (size, modified):
            return ""  # so quick a look is enough for a status; `kg add` reads the bytes
        with file.open("rb") as stream:
            return "" if hashlib.file_digest(stream, "sha256").digest() == content else "changed"
    except OSError:
        return "gone"


def _number(connection: sqlite3.Connection, query: str, *values: str) -> int:
    return int(connection.execute(query, values).fetchone()[0])


def _size(folder: Path) -> int:
    files = [folder / f"{PAGES}{suffix}" for suffix in ("", "-wal", "-shm")]
    files += (folder / FOLDER).rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())
