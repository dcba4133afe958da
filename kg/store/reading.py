"""What texts say, worked out and written down bit by bit, beside the state of a store and not part of it."""

from __future__ import annotations

import zlib

import msgspec

from kg.model import Document, Progress
from kg.store.database import Store, choose_mark, text_key
from kg.store.rules import rule_set

BATCH = 1_000_000
"""So many characters are read between two commits: that much work, at most, is done again after a crash."""

_STAGED = (
    "CREATE TEMP TABLE staged_file AS SELECT * FROM file WHERE false",
    "CREATE INDEX temp.staged_by_source ON staged_file (source)",
    "CREATE TEMP TABLE staged_page AS SELECT * FROM page WHERE false",
    "CREATE TEMP TABLE left_key (key BLOB)",
)
"""Tables for what will be the state when all is read; they go with the connection."""


class Reader:
    """Works out what texts say, each once, and writes it down in pieces."""

    def __init__(self, store: Store, progress: Progress | None) -> None:
        from kg.analyze import load_analyzer

        self.store, self.connection = store, store.connection
        self.analyzer = load_analyzer(store.analyzer)
        self.rules = rule_set(self.analyzer.name)
        self.read = self.again = 0
        self._progress = progress
        self._since = 0
        stage_tables(store)

    def take(self, document: Document) -> bytes:
        """The key of a text, once what it says by the rules in force is written down."""
        key = text_key(document)
        mark = choose_mark(document.text)
        body = zlib.compress(document.text.encode("utf-8", errors="surrogatepass"), 1)
        self.connection.execute("INSERT OR IGNORE INTO text VALUES (?, ?, ?, ?)", (key, document.published, mark, body))
        known = self.connection.execute("SELECT 1 FROM record WHERE key = ? AND rules = ?", (key, self.rules))
        if known.fetchone() is None:
            self._write(key, msgspec.structs.replace(document, id=mark))
        if self._progress is not None:
            self._progress(document)
        return key

    def read_stale(self) -> None:
        """Work through the texts of the pages that stay and have nothing from the rules in force."""
        for key, source, _ in _stale(self.store, self.rules, "WHERE real NOT IN (SELECT real FROM staged_file)"):
            document = self.store.document(key)
            self._write(key, document)
            self.again += 1
            if self._progress is not None:
                self._progress(msgspec.structs.replace(document, source=source))

    def _write(self, key: bytes, document: Document) -> None:
        from kg.pipeline import read_records

        records = read_records(document, self.analyzer)
        body = zlib.compress(msgspec.msgpack.encode(records), 1)
        self.connection.execute("INSERT INTO record VALUES (?, ?, ?, ?)", (key, self.rules, len(records), body))
        self.read += 1
        self._since += len(document.text)
        if self._since > BATCH:
            self._since = 0
            self.connection.execute("COMMIT")
            self.connection.execute("BEGIN IMMEDIATE")


def find_stale(store: Store) -> dict[str, int]:
    """The pages that other rules than those in force have read: their sources, and their sizes in bytes or so."""
    from kg.analyze import name_analyzer

    rules = rule_set(name_analyzer(store.analyzer))
    return {source: 3 * characters for _, source, characters in _stale(store, rules)}


def _stale(store: Store, rules: str, which: str = "") -> list[tuple[bytes, str, int]]:
    """Key, source and characters of each text, by the first of its pages, that these rules have not read."""
    rows = store.connection.execute(
        "SELECT page.key, min(source || inner), characters FROM page JOIN file ON page.file = file.real"
        f" {which} GROUP BY page.key HAVING page.key NOT IN (SELECT key FROM record WHERE rules = ?)",
        (rules,),
    )
    return rows.fetchall()


def stage_tables(store: Store) -> None:
    """Make the tables of what will be the state."""
    for table in _STAGED:
        store.connection.execute(table)
