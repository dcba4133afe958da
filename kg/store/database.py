"""The database of a store: its tables, opened for reading or for writing, and the graph of what it holds."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from kg.decisions import FILE, Decisions, parse_decisions
from kg.errors import StoreError
from kg.model import Document
from kg.record import Record
from kg.store.lock import lock

if TYPE_CHECKING:
    from kg.model import Knowledge, Report

PAGES = "pages.sqlite"
_APPLICATION, _FORMAT = 0x6B677374, 1  # "kgst"
_TABLES = """
-- What the store is: the analyzer and the base it was made for, the rule set of its graph, and how often that changed.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
-- The files: by their real path, with the path and the name they were given by, a hash of their bytes, what a look at
-- the disk says of them, the options they were read with, and the hash of the program's readers.
CREATE TABLE file (
  real BLOB PRIMARY KEY, path BLOB NOT NULL, source TEXT NOT NULL, content BLOB NOT NULL,
  size INTEGER NOT NULL, modified INTEGER NOT NULL, date TEXT,
  columns TEXT NOT NULL, reader TEXT NOT NULL
);
CREATE INDEX file_by_source ON file (source);
-- The pages of a file, most often one, and the key of what they say.
CREATE TABLE page (
  file BLOB NOT NULL REFERENCES file (real), part INTEGER NOT NULL, inner TEXT NOT NULL, key BLOB NOT NULL,
  published_from TEXT NOT NULL, encoding TEXT NOT NULL, characters INTEGER NOT NULL, PRIMARY KEY (file, part)
);
CREATE INDEX page_by_key ON page (key);
-- Files with people's verdicts, as they were when pages were last added from beside or below them.
CREATE TABLE verdict (real BLOB PRIMARY KEY, source TEXT NOT NULL, content BLOB NOT NULL);
-- Texts by a hash of the text and its date, for new rules to read again; `mark` is the id they are read under.
CREATE TABLE text (key BLOB PRIMARY KEY, published TEXT, mark TEXT NOT NULL, body BLOB NOT NULL);
-- What the articles of a text say by a rule set.
CREATE TABLE record (
  key BLOB NOT NULL, rules TEXT NOT NULL, articles INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (key, rules)
);
"""
_MARKS = tuple(map(chr, range(0xFDD0, 0xFDF0)))  # noncharacters, which Unicode keeps out of text


class Page(msgspec.Struct, frozen=True):
    """A page of the store as the report describes it, with the key of its text; `file` is the real path."""

    file: bytes
    part: int
    inner: str
    key: bytes
    published_from: str
    encoding: str
    characters: int


def is_store(path: str | Path) -> bool:
    """Whether a folder is a store."""
    return (Path(path) / PAGES).is_file()


def init_store(folder: str | Path, *, analyzer: str = "auto", base: str = "") -> None:
    """Make an empty store, or nothing at all.

    Raises: StoreError if there is one already or the folder holds anything else; GraphError for a bad base;
    AnalyzerError for an unknown analyzer.
    """
    from kg.analyze import absolute, load_analyzer
    from kg.rdf.terms import check_base
    from kg.schema import DEFAULT_BASE
    from kg.store.rules import rule_set

    name = load_analyzer(analyzer).name
    base = check_base(base) if base else DEFAULT_BASE
    folder = Path(folder)
    if is_store(folder):
        raise StoreError("this is a store already", source=str(folder), remedy="kg status shows what it holds")
    new = f"{PAGES}.new"  # left behind by one that was killed
    if folder.exists() and (not folder.is_dir() or any(not entry.name.startswith(new) for entry in folder.iterdir())):
        raise StoreError("there is something here", source=str(folder), remedy="name a new or an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    with explained(folder):
        connection = sqlite3.connect(folder / new, isolation_level=None)
        settings = {"analyzer": absolute(analyzer), "base": base, "rules": rule_set(name), "generation": "0"}
        connection.executescript(
            f"PRAGMA journal_mode = WAL; PRAGMA application_id = {_APPLICATION};"
            f"PRAGMA user_version = {_FORMAT}; {_TABLES}"
        )
        connection.executemany("INSERT INTO setting VALUES (?, ?)", settings.items())
        connection.close()
    os.replace(folder / new, folder / PAGES)  # noqa: PTH105


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns what the database complains of into a message.

    Raises: StoreError.
    """
    try:
        yield
    except sqlite3.Error as error:
        message = str(error)
        remedy = "restore it from a copy, or build a new one from the pages"
        if "full" in message:
            remedy = "make room on the disk; nothing was changed"
        elif "readonly" in message or "unable to open" in message:
            remedy = "choose a folder that can be written"
        elif "locked" in message:
            remedy = "try again"
        raise StoreError(message, source=str(folder / PAGES), remedy=remedy) from error
    except zlib.error as error:
        raise StoreError("a page is damaged", source=str(folder / PAGES), remedy="restore it from a copy") from error


class Store:
    """An open store; a context manager. What is read in one `with` is of one moment, whoever writes meanwhile.

    With `command` it is opened for writing, and the lock is held.

    Raises: StoreError if it is none, of another version, damaged, or (for writing) in use.
    """

    def __init__(self, folder: str | Path, *, command: str = "") -> None:
        self.folder = Path(folder)
        self._stack = ExitStack()
        if not is_store(self.folder):
            raise StoreError("this is no store", source=str(folder), remedy=f"make one with: kg init {folder}")
        try:
            self._stack.enter_context(explained(self.folder))
            if command:
                self._stack.enter_context(lock(self.folder, command))
            self.connection = self._connect(bool(command))
            self._stack.callback(self.connection.close)
            settings = dict(self.connection.execute("SELECT name, value FROM setting"))
        except BaseException as error:
            if not self._stack.__exit__(type(error), error, error.__traceback__):
                raise
        self.analyzer = settings["analyzer"]
        """The name that was chosen, such as `auto`."""
        self.base = settings["base"]
        self.rules = settings["rules"]
        """The rule set of the graph."""
        self.generation = int(settings["generation"])
        """How often the graph has changed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, at)

    def _connect(self, write: bool) -> sqlite3.Connection:
        file = (self.folder / PAGES).resolve()
        readable = os.access(self.folder, os.W_OK)
        # On a medium that can't be written nobody writes, and SQLite need not look out for it.
        target = str(file) if readable else f"{file.as_uri()}?immutable=1"
        connection = sqlite3.connect(target, timeout=30, isolation_level=None, uri=not readable)
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if (found, version) != (_APPLICATION, _FORMAT):
            connection.close()
            known = "made by another version of kg" if found == _APPLICATION else "no database of kg"
            raise StoreError(f"this is {known}", source=str(file), remedy="make a new store and add the pages to it")
        if write:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")  # who removes a page wants it gone
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute("BEGIN" if not write else "BEGIN IMMEDIATE")
        return connection

    def pages(self) -> Iterator[tuple[str, str, Page]]:
        """The pages in natural order of their sources: source, id and page, the ids as a fresh build gives them."""
        from kg.read import page_id
        from kg.read.find import name_pages, natural_key

        files = {
            real: (source, Path(os.fsdecode(path)))
            for real, path, source in self.connection.execute("SELECT real, path, source FROM file")
        }
        names = name_pages(path for _, path in files.values())
        for real in sorted(files, key=lambda real: natural_key(files[real][0])):
            source, path = files[real]
            rows = self.connection.execute(
                "SELECT file, part, inner, key, published_from, encoding, characters FROM page"
                " WHERE file = ? ORDER BY part",
                (real,),
            )
            for row in rows.fetchall():
                page = Page(*row)
                yield source + page.inner, page_id(path, names[path], page.inner), page

    def knowledge(self) -> tuple[Knowledge, Report]:
        """The graph of all pages and its report, as `kg.pipeline.build` gives them for the same pages.

        Raises: StoreError if the records are damaged or of another version.
        """
        from kg.analyze import name_analyzer
        from kg.pipeline import Collection

        collection = Collection(name_analyzer(self.analyzer), self.decisions())
        for source, name, page in self.pages():
            mark = self.mark(page.key)
            records = self.records(page.key)
            described = self.describe(source, page, len(records))
            collection.add(described, (record.renamed(mark, name) for record in records))
        return collection.finish()

    def describe(self, source: str, page: Page, articles: int) -> dict[str, str]:
        """What the report says of a page (see `kg.pipeline.describe_page`)."""
        (published,) = self.connection.execute("SELECT published FROM text WHERE key = ?", (page.key,)).fetchone()
        return {
            "source": source,
            "encoding": page.encoding,
            "published": published or "",
            "published_from": page.published_from,
            "articles": str(articles),
            "characters": str(page.characters),
        }

    def mark(self, key: bytes) -> str:
        """The id under which a text was read."""
        return str(self.connection.execute("SELECT mark FROM text WHERE key = ?", (key,)).fetchone()[0])

    def decisions(self) -> Decisions:
        """People's verdicts: those that came with the pages, and those of `decisions.toml` in the store itself.

        Raises: DecisionError for bad ones.
        """
        files = list(self.connection.execute("SELECT source, content FROM verdict ORDER BY source, real"))
        own = self.folder / FILE
        if own.is_file():
            files.append((own.as_posix(), own.read_bytes()))
        return parse_decisions(files)

    def records(self, key: bytes) -> tuple[Record, ...]:
        """What a text says by the rule set of the graph, under the id that is its mark."""
        row = self.connection.execute(
            "SELECT body FROM record WHERE key = ? AND rules = ?", (key, self.rules)
        ).fetchone()
        try:
            return msgspec.msgpack.decode(zlib.decompress(row[0]), type=tuple[Record, ...])
        except msgspec.DecodeError as error:
            raise StoreError(
                "its pages were read by another version of kg",
                source=str(self.folder),
                remedy=f"read them again: kg add {self.folder}",
            ) from error

    def document(self, key: bytes) -> Document:
        """A text as it was read, under its mark."""
        published, mark, body = self.connection.execute(
            "SELECT published, mark, body FROM text WHERE key = ?", (key,)
        ).fetchone()
        text = zlib.decompress(body).decode("utf-8", errors="surrogatepass")
        return Document(id=mark, source="", text=text, published=published)


def text_key(document: Document) -> bytes:
    """What a text is known by: a hash of all that its articles are made from, which is the text and its date."""
    said = f"{document.published or ''}\n{document.text}"
    return hashlib.sha256(said.encode("utf-8", errors="surrogatepass")).digest()


def choose_mark(text: str) -> str:
    """An id for a page that stands nowhere in its text.

    Raises: StoreError if the text holds all of them.
    """
    for mark in _MARKS:
        if mark not in text:
            return mark
    raise StoreError("the page holds all noncharacters of Unicode", remedy="it is no text")
