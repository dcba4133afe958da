"""Pages on disk become `Document`s: which files (`find`), decoded how (a module a format), published when (`date`)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Document, Skip
from kg.read.date import parse_date, published_on
from kg.read.find import STANDARD_INPUT, find_files, name_pages, printable
from kg.read.formats import READERS, read_parts
from kg.read.part import MOST_BYTES, MOST_CHARACTERS, File, Part, Reader, without_surrogates
from kg.read.tables import check_columns, split_columns

__all__ = [
    "READERS", "File", "Part", "Reader", "check_columns", "find_pages", "page_id", "page_size", "parse_date",
    "printable", "published_on", "read_documents", "read_file", "split_columns", "to_documents",
]  # fmt: skip


def find_pages(paths: Iterable[str | Path]) -> list[Path | Skip]:
    """The files that files, folders (recursive) and globs stand for, in natural order, and what was passed over.

    The order of `paths` does not matter, and a file that several of them reach comes once. Hidden files inside
    folders are passed over without a word; files of unknown suffix become a `Skip` of the step `find` (what can't be
    read is one of the step `read`). `-` is standard input.

    Raises: ReadError for a path that is not there and for a folder or glob without pages; UsageError for no path.
    """
    return find_files(paths, frozenset(READERS))


def page_size(page: Path) -> int:
    """The bytes of a file that `find_pages` found; 0 where nobody knows (standard input, a file that has gone)."""
    try:
        return page.stat().st_size if page != STANDARD_INPUT else 0
    except OSError:
        return 0


def read_documents(
    paths: Iterable[str | Path], published: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Document | Skip]:
    """Every page of `paths` as a `Document`, or as a `Skip` that says why it can't be read.

    `published` is the date for pages that bear none themselves; `columns` names the columns of tables (`text`, `title`,
    `date`, `author`, `id`). Ids are file stems; where two pages share a stem both take as much of their path as tells
    them apart. The pages of an archive or a table are called after it: `2023.zip/页1.txt`, `pages.jsonl/12`.

    Raises: what `find_pages` raises; ReadError when not one page can be read; UsageError for a bad `published` or
    column.
    """
    option = parse_date(published, option=True) if published else None
    chosen = check_columns(columns or {})
    found = find_pages(paths)
    ids = name_pages([page for page in found if isinstance(page, Path)])
    return _read_each(found, ids, option, chosen)


def _read_each(
    found: list[Path | Skip], ids: dict[Path, str], option: str | None, columns: Mapping[str, str]
) -> Iterator[Document | Skip]:
    read, last = 0, None
    for page in found:
        if isinstance(page, Skip):
            yield page
            continue
        for document in read_file(page, ids[page], option, columns):
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


def read_file(
    path: Path, name: str, option: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Document | Skip]:
    """The pages of one file that `find_pages` found, under the id `name`; what goes wrong in it ends in a `Skip`."""
    standard = path == STANDARD_INPUT
    source = "stdin" if standard else printable(path)
    file = File(name=source, open=_open_standard_input if standard else partial(_open, path), columns=columns or {})
    yield from to_documents(read_parts(file), source, name, path, option)


def to_documents(
    parts: Iterable[Part | Skip], source: str, name: str, path: Path, option: str | None = None
) -> Iterator[Document | Skip]:
    """The pages of the parts of one file, called `source`, at `path`; what goes wrong in it ends in a `Skip`."""
    try:
        for part in parts:
            yield part if isinstance(part, Skip) else _document(part, source, name, path, option)
    except ReadError as error:
        yield Skip(source=source, step="read", reason=explain(error))
    except OSError as error:
        yield Skip(source=source, step="read", reason=error.strerror or str(error))
    except (MemoryError, RecursionError) as error:
        yield Skip(source=source, step="read", reason=f"too large or too deeply nested ({type(error).__name__})")
    except Exception as error:  # a fault of a reader, found by none of our tests: it costs this file and no other
        reason = f"its reader fails, please report it: {type(error).__name__}: {error}"
        yield Skip(source=source, step="read", reason=reason)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _open_standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise ReadError("there is no standard input", source="stdin", remedy="name a file")
    return BytesIO(sys.stdin.buffer.read(MOST_BYTES + 1))


def explain(error: ReadError) -> str:
    """Why a page can't be read and what to do about it, as a `Skip` says it."""
    return f"{error.message} ({error.remedy})" if error.remedy else error.message


def page_id(path: Path, name: str, inner: str) -> str:
    """The id of a page of a file that `name_pages` gives a name; `inner` is its place in an archive or a table, or "".

    >>> page_id(Path("晚报.zip"), "晚报", "/1.txt"), page_id(Path("晚报.txt"), "晚报", "")
    ('晚报.zip/1.txt', '晚报')
    """
    # With its suffix: a folder may bear the archive's name without it, and hold a page of the same name.
    return (path.name if inner and name == path.stem else name) + inner


def _document(part: Part, source: str, name: str, path: Path, option: str | None) -> Document | Skip:
    inner = f"/{part.name}" if part.name else ""
    if not part.text.strip():
        return Skip(source=source + inner, step="read", reason="the file is empty" if not inner else "no text")
    text = without_surrogates(part.text)
    if len(text) > MOST_CHARACTERS:
        reason = f"{len(text):,} characters: more than a page may have ({MOST_CHARACTERS:,})"
        return Skip(source=source + inner, step="read", reason=reason)
    date, origin = part.published, part.published_from
    if not date:
        stem = Path(part.name).stem if inner and not part.name.isdigit() else path.stem
        date, origin = published_on(text, stem, option)
    return Document(
        id=page_id(path, name, inner),
        source=source + inner,
        text=text,
        published=date,
        published_from=origin,
        encoding=part.encoding,
    )
