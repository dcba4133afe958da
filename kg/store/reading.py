"""What texts say, worked out and written down bit by bit, beside the state of a store and not part of it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from kg.model import Document, Progress, Skip
from kg.record import Record
from kg.store.database import Store, choose_mark, text_key
from kg.store.rules import rule_set

if TYPE_CHECKING:
    from kg.parallel import Records

BATCH = 1_000_000
"""So many characters are read between two commits: that much work, at most, is done again after a crash."""

_CHARACTERS, _PAGES = 60_000, 64
"""Of texts that a worker gets at a time."""

_STAGED = (
    "CREATE TEMP TABLE staged_file AS SELECT * FROM file WHERE false",
    "CREATE INDEX temp.staged_by_source ON staged_file (source)",
    "CREATE TEMP TABLE staged_page AS SELECT * FROM page WHERE false",
    "CREATE TEMP TABLE left_key (key BLOB)",
)
"""Tables for what will be the state when all is read; they go with the connection."""


class Reader:
    """Works out what texts say, each once, on `jobs` processes, and writes it down in pieces.

    A context manager: what was put in with `take` and `read_stale` is all written down after `finish`.
    """

    def __init__(self, store: Store, progress: Progress | None, jobs: int = 1) -> None:
        from kg.analyze import choose_analyzer, load_analyzer
        from kg.parallel import Records
        from kg.parallel.work import Setup

        self.store, self.connection = store, store.connection
        self.analyzer = load_analyzer(store.analyzer)
        self.rules = rule_set(self.analyzer.name)
        self.read = self.again = 0
        self.lost: dict[bytes, str] = {}
        """The texts that nothing could be made of, and why."""
        self._progress = progress
        self._since = 0
        self._records = Records(Setup(choose_analyzer(store.analyzer)[0]), jobs) if jobs > 1 else None
        self._batch: list[Document] = []
        self._pending: dict[str, tuple[bytes, list[Document]]] = {}
        stage_tables(store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._records is not None:
            self._records.__exit__(kind, error, at)

    def take(self, document: Document) -> bytes:
        """The key of a text; what it says by the rules in force is written down, at the latest by `finish`."""
        key = text_key(document)
        mark = choose_mark(document.text)
        body = zlib.compress(document.text.encode("utf-8", errors="surrogatepass"), 1)
        self.connection.execute("INSERT OR IGNORE INTO text VALUES (?, ?, ?, ?)", (key, document.published, mark, body))
        known = self.connection.execute("SELECT 1 FROM record WHERE key = ? AND rules = ?", (key, self.rules))
        if known.fetchone() is None and key not in self.lost:
            self._extract(key, msgspec.structs.replace(document, id=mark), document)
        elif self._progress is not None:
            self._progress(document)
        return key

    def read_stale(self) -> None:
        """Work through the texts of the pages that stay and have nothing from the rules in force.

        Of one that a rule fails on nothing is known any longer; it stands in `lost`.
        """
        self.finish()
        for key, source, _ in _stale(self.store, self.rules, "WHERE real NOT IN (SELECT real FROM staged_file)"):
            document = self.store.document(key)
            self._extract(key, document, msgspec.structs.replace(document, source=source))
            self.again += 1
        before = set(self.lost)
        self.finish()
        for key in set(self.lost) - before:
            self._write(key, ())

    def finish(self) -> None:
        """Wait until all is written down."""
        if self._records is None:
            return
        self._send()
        while not self._records.idle:
            self._receive(self._records)

    def _extract(self, key: bytes, document: Document, shown: Document) -> None:
        if self._records is None:
            from kg.pipeline import record_pages

            (records,) = record_pages([document], self.analyzer)
            self._keep(key, records, [shown])
        elif key.hex() in self._pending:  # the same text under another name
            self._pending[key.hex()][1].append(shown)
        else:
            self._pending[key.hex()] = (key, [shown])
            # Its source comes back with what it says: the key stands in for it.
            self._batch.append(msgspec.structs.replace(document, source=key.hex()))
            if len(self._batch) >= _PAGES or sum(len(one.text) for one in self._batch) >= _CHARACTERS:
                self._send()
            while self._records.full:
                self._receive(self._records)

    def _send(self) -> None:
        from kg.parallel.work import Work

        if self._batch and self._records is not None:
            self._records.put(Work(documents=tuple(self._batch)))
            self._batch = []

    def _receive(self, some: Records) -> None:
        from kg.parallel.work import Said

        one = some.take()
        key, shown = self._pending.pop(one.page["source"] if isinstance(one, Said) else one.skip.source)
        self._keep(key, one.records if isinstance(one, Said) else one.skip, shown)

    def _keep(self, key: bytes, records: Sequence[Record] | Skip, shown: list[Document]) -> None:
        if isinstance(records, Skip):
            self.lost[key] = records.reason
        else:
            self._write(key, records)
            self.read += 1
        for document in shown:
            self._since += len(document.text)
            if self._progress is not None:
                self._progress(document)
        if self._since > BATCH:
            self._since = 0
            self.connection.execute("COMMIT")
            self.connection.execute("BEGIN IMMEDIATE")

    def _write(self, key: bytes, records: Sequence[Record]) -> None:
        body = zlib.compress(msgspec.msgpack.encode(records), 1)
        self.connection.execute("INSERT INTO record VALUES (?, ?, ?, ?)", (key, self.rules, len(records), body))


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
