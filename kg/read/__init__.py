"""Pages on disk become `Document`s: which files (`find`), decoded how (a module a format), published when (`date`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document, Skip
from kg.read.date import parse_date, published_on
from kg.read.find import find_files, name_pages, printable
from kg.read.text import read_text

__all__ = ["READERS", "Reader", "find_pages", "parse_date", "printable", "published_on", "read_documents", "read_file"]

Reader = Callable[[Path, bytes], tuple[str, str]]
"""From a page's path and bytes to its text and the codec it was decoded with. Raises: ReadError."""

READERS: dict[str, Reader] = {".txt": read_text, ".md": read_text, ".markdown": read_text}
"""Suffix, in lower case, to the function that reads such files. A new format is one module and one line here."""


def find_pages(paths: Iterable[str | Path]) -> list[Path | Skip]:
    """The pages that files, folders (recursive) and globs stand for, in natural order, and what was passed over.

    The order of `paths` does not matter, and a page that several of them reach comes once. Hidden files inside
    folders are passed over without a word; files of unknown suffix become a `Skip` of the step `find` (what can't be
    read is one of the step `read`).

    Raises: ReadError for a path that is not there and for a folder or glob without pages; UsageError for no path.
    """
    return find_files(paths, frozenset(READERS))


def read_documents(paths: Iterable[str | Path], published: str | None = None) -> Iterator[Document | Skip]:
    """Every page of `paths` as a `Document`, or as a `Skip` that says why it can't be read.

    `published` is the date for pages that bear none themselves. Ids are file stems; where two pages share a stem both
    take as much of their path as tells them apart.

    Raises: what `find_pages` raises; ReadError when not one page can be read; UsageError for a bad `published`.
    """
    option = parse_date(published, option=True) if published else None
    found = find_pages(paths)
    ids = name_pages([page for page in found if isinstance(page, Path)])
    return _read_each(found, ids, option)


def _read_each(found: list[Path | Skip], ids: dict[Path, str], option: str | None) -> Iterator[Document | Skip]:
    read, last = 0, None
    for page in found:
        if isinstance(page, Skip):
            yield page
            continue
        document = _read_page(page, ids[page], option)
        if isinstance(document, Document):
            read += 1
        else:
            last = document
        yield document
    if not read and last:
        raise ReadError(
            f"not one of {len(ids)} page(s) can be read; the last: {last.reason}",
            source=last.source,
            remedy="give at least one page of text",
        )


def read_file(path: Path, name: str, option: str | None = None) -> Iterator[Document | Skip]:
    """The pages of one file that `find_pages` found, under the id `name`; what goes wrong in it ends in a `Skip`."""
    yield _read_page(path, name, option)


def _read_page(path: Path, name: str, option: str | None) -> Document | Skip:
    source = printable(path)
    try:
        text, encoding = READERS[path.suffix.lower()](path, path.read_bytes())
    except ReadError as error:
        return Skip(source=source, step="read", reason=error.message)
    except OSError as error:
        return Skip(source=source, step="read", reason=error.strerror or str(error))
    if not text.strip():
        return Skip(source=source, step="read", reason="the file is empty")
    date, origin = published_on(text, path.stem, option)
    return Document(id=name, source=source, text=text, published=date, published_from=origin, encoding=encoding)
