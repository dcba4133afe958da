"""JSON Lines and CSV: a page a row, its parts in columns that the user names or that are called as usual."""

from __future__ import annotations

import csv
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from kg.errors import ReadError, UsageError
from kg.model import Skip
from kg.read.date import parse_date
from kg.read.part import MOST_BYTES, File, Part
from kg.read.text import decode

ROLES: dict[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "article", "正文", "内容", "全文", "文本", "新闻内容"),
    "title": ("title", "headline", "标题", "题目", "新闻标题"),
    "date": ("date", "published", "pubdate", "pub_date", "time", "datetime", "日期", "发布日期", "发布时间", "时间"),
    "author": ("author", "authors", "byline", "作者", "记者"),
    "id": ("id", "编号", "文章编号"),
}
"""What a column may hold, and what such columns are called where the user does not say."""
_SAMPLE = 64 << 10
"""Bytes by which the encoding and the delimiter of a table are told."""

_BAD_ROWS = 20
"""So many bad rows before the first good one, and the file is none of rows."""
_PAIRS = re.compile(rf"\s+(?=(?:{'|'.join(ROLES)})=)")
_NAME = re.compile(r"[^\w.·-]+")

csv.field_size_limit(MOST_BYTES)


def split_columns(options: Iterable[str]) -> dict[str, str]:
    """The columns that options such as `text=正文` name, by role; several may stand in one option.

    >>> split_columns(["text=正文 title=标题", "date=日期"])
    {'text': '正文', 'title': '标题', 'date': '日期'}

    Raises: UsageError for one without a name.
    """
    columns: dict[str, str] = {}
    for option in options:
        for role, _, name in (pair.partition("=") for pair in _PAIRS.split(option.strip()) if pair):
            if not role or not name:
                raise UsageError(f"“{option}” names no column", place="--column", remedy="write it as text=正文")
            columns[role.strip()] = name.strip()
    return columns


def check_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """The columns that a user names, by role.

    Raises: UsageError for an unknown role.
    """
    for role in columns:
        if role not in ROLES:
            raise UsageError(f"a column can't be “{role}”", place="--column", remedy=f"one of {', '.join(ROLES)}")
    return dict(columns)


def read_jsonl(file: File) -> Iterator[Part | Skip]:
    """A page for each line of a JSON Lines file, called by the line's number or its `id`.

    Raises: ReadError when none of its first lines is one; OSError.
    """
    rows = Rows(file)
    good = bad = 0
    with file.open() as stream:
        for number, line in enumerate(_raw_lines(stream), 1):
            if not line.strip(b" \t\r\n\xef\xbb\xbf"):
                continue
            page = _json_page(rows, number, line)
            if isinstance(page, Part):
                good += 1
            elif (bad := bad + 1) > _BAD_ROWS and not good:
                raise ReadError(f"no JSON Lines: {page.reason}", source=file.name, remedy="an object a line, in UTF-8")
            yield page
    if not good and not bad:
        raise ReadError("the file is empty", source=file.name)


def _raw_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; of one that is too large for a page, only the beginning."""
    while line := stream.readline(MOST_BYTES + 1):
        rest = line
        while len(rest) > _SAMPLE and not rest.endswith(b"\n"):
            rest = stream.readline(MOST_BYTES)
        yield line


def _json_page(rows: Rows, number: int, line: bytes) -> Part | Skip:
    if len(line) > MOST_BYTES:
        return rows.skip(number, f"a line larger than {MOST_BYTES >> 20} MB")
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return rows.skip(number, "not UTF-8, as JSON has to be")
    except (ValueError, RecursionError) as error:
        return rows.skip(number, f"not JSON: {str(error).partition(': line')[0]}")
    return rows.json_page(number, row) if isinstance(row, dict) else rows.skip(number, "not a JSON object")


def read_csv(file: File) -> Iterator[Part | Skip]:
    """A page for each row of a table with a head row, called by the row's number or its `id`.

    Commas, semicolons and tabs are told apart by the head row; a number is that of the row, the head not counted.

    Raises: ReadError when it has no column of text, or an encoding that can't be told; OSError.
    """
    with file.open() as stream:
        sample = stream.read(_SAMPLE)
    # Whole lines only: a character cut in half would be taken for another encoding.
    wide = sample[:2] in (BOM_UTF16_LE, BOM_UTF16_BE)
    head = sample[: len(sample) // 2 * 2] if wide else sample[: sample.rfind(b"\n") + 1] or sample
    codec = decode(head, file.name)[1].partition(",")[0]
    rows = Rows(file)
    with file.open() as stream:
        table = csv.reader(_lines(stream, codec, file.name), delimiter=_delimiter(head.decode(codec, "replace")))
        names: list[str] | None = None
        number = 0
        while True:
            try:
                row = next(table, None)
            except csv.Error as error:
                raise ReadError(f"a broken table: {error}", source=file.name, place=f"row {number + 1}") from error
            if row is None:
                break
            if names is None:
                names = [name.strip().lstrip("\ufeff") for name in row]
                rows.check(names)
                continue
            number += 1
            if any(cell.strip() for cell in row):
                yield rows.page(number, dict(zip(names, row, strict=False)))
        if names is None:
            raise ReadError("the file is empty", source=file.name)


def _lines(stream: BinaryIO, codec: str, source: str) -> Iterator[str]:
    """The lines of a table, decoded piece by piece: a table may be larger than memory, but no line of it.

    Raises: ReadError for a line larger than a page.
    """
    decoder = getincrementaldecoder(codec)(errors="replace")
    rest: list[str] = []  # pieces of a line that goes on
    size = 0
    while True:
        chunk = stream.read(_SAMPLE)
        text = decoder.decode(chunk, final=not chunk).replace("\0", "\ufffd")  # csv takes no NUL
        *whole, last = text.split("\n")
        for line in whole:
            yield "".join([*rest, line, "\n"])
            rest, size = [], 0
        rest.append(last)
        size += len(last)
        if size > MOST_BYTES:
            raise ReadError(f"a line larger than {MOST_BYTES >> 20} MB", source=source, remedy="split it")
        if not chunk:
            if size:
                yield "".join(rest)
            return


def _delimiter(head: str) -> str:
    """The delimiter of a table, by its first line."""
    line = head.partition("\n")[0]
    return max(",\t;|", key=line.count)


def _plain(value: object) -> str:
    """A JSON value as a cell: lists, as of authors or paragraphs, line by line."""
    if isinstance(value, list):
        return "\n".join(map(_plain, value))
    return "" if value is None else str(value)


class Rows:
    """The rows of one table: which column holds what, and which ids have been given."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.seen: set[str] = set()

    def column(self, role: str, names: Iterable[str]) -> str:
        """The column that holds something, or nothing."""
        chosen = self.file.columns.get(role)
        if chosen is not None:
            return chosen if chosen in names else ""
        lower = {name.strip().lower(): name for name in reversed(list(names))}
        return next((lower[name] for name in ROLES[role] if name in lower), "")

    def check(self, names: list[str]) -> None:
        """Raises: ReadError for a table without a column of text."""
        if not self.column("text", names):
            wanted = self.file.columns.get("text")
            raise ReadError(
                f"no column “{wanted}”" if wanted else "no column of text",
                source=self.file.name,
                remedy=f"name it: --column text=NAME, one of {', '.join(names[:12]) or 'none'}",
            )

    def skip(self, number: int, reason: str) -> Skip:
        return Skip(source=f"{self.file.name}/{number}", step="read", reason=reason)

    def json_page(self, number: int, row: Mapping[str, object]) -> Part | Skip:
        """The page of a row whose cells are values of JSON."""
        return self.page(number, {key: _plain(value) for key, value in row.items()})

    def page(self, number: int, row: Mapping[str, str]) -> Part | Skip:
        """The page of a row: its title over its authors over its text, as a page is printed."""
        cells = {role: row.get(self.column(role, row), "").strip() for role in ROLES}
        name = _NAME.sub("_", cells["id"])[:80].strip(". ") or str(number)
        if not cells["text"]:
            known = ", ".join(list(row)[:12])
            has = self.column("text", row)
            return self.skip(number, "no text" if has else f"no column of text: only {known}; name it: --column text=…")
        if name in self.seen:
            return self.skip(number, f"its id {name} has been given before")
        self.seen.add(name)
        text = cells["text"].replace("\r\n", "\n")
        title, author = " ".join(cells["title"].split()), "、".join(cells["author"].split())
        head = [f"# {title}"] if title and not text.startswith(title) else []
        head += [f"作者：{author}"] if author and author not in text else []
        date = parse_date(cells["date"]) if cells["date"] else None
        return Part(
            text="\n\n".join([*head, text]) + "\n" * (not text.endswith("\n")),
            encoding="table row",
            name=name,
            published=date,
            published_from="column" if date else "",
        )
