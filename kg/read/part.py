"""What readers take and give: a `File` to read, the `Part`s (pages of text) that it holds; how large they may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO

import msgspec

from kg.errors import ReadError
from kg.model import Skip

MOST_BYTES = 64 << 20
"""Bytes of a file that is read as one page: a thousand times a long page of text, more than any scan we know of."""
MOST_CHARACTERS = 4_000_000
"""Characters of a page: the size of four long novels. Larger ones are no pages, and would take gigabytes."""
MOST_EXPANSION = 200
"""How many times its own size an archive may hold: Chinese text deflates to a third, a zip bomb a thousandfold."""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file to read, on disk, on standard input or in an archive; `name` is what reports call it.

    `columns` maps `text`, `title`, `date`, `author` and `id` to the columns of tables, where the user named them.
    """

    name: str
    open: Callable[[], BinaryIO]
    columns: Mapping[str, str] = {}
    inside: bool = False
    """Whether it lies in an archive: archives in archives are not opened."""

    @property
    def suffix(self) -> str:
        """Its suffix in lower case, with the dot."""
        return PurePath(self.name).suffix.lower()

    def read(self, most: int = MOST_BYTES) -> bytes:
        """Its bytes.

        Raises: ReadError for more than `most` of them; OSError.
        """
        with self.open() as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise ReadError(f"larger than {most >> 20} MB", source=self.name, remedy="split it into its pages")
        return data


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A page of text that a file holds: the whole of it where `name` is empty, else that row or member of it.

    `encoding` is the codec, or how the text was come by (`pdf`, `docx`, `ocr …`). `published` is an ISO date that the
    file states outside the text, `published_from` says where.
    """

    text: str
    encoding: str
    name: str = ""
    published: str | None = None
    published_from: str = ""


Reader = Callable[[File], Iterator[Part | Skip]]
"""From a file to its pages, with a `Skip` for each that can't be read. Raises: ReadError, OSError."""


_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile(r"\n{3,}")


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for the halves of characters that JSON and fonts may hold and no UTF-8 file can.

    >>> without_surrogates("公\\ud800安")
    '公\ufffd安'
    """
    return _SURROGATE.sub("\ufffd", text)


def join_blocks(blocks: list[str]) -> str:
    """Paragraphs and headings with an empty line between them and a line feed at the end: the text of a marked-up page.

    >>> join_blocks(["# 夜市开张", "", "昨晚，夜市开张。"])
    '# 夜市开张\\n\\n昨晚，夜市开张。\\n'
    """
    text = "\n\n".join(block.strip("\n") for block in blocks if block.strip())
    return _BREAK.sub("\n\n", text) + "\n" * bool(text)


@contextmanager
def needs(package: str, what: str, source: str, extra: str = "formats") -> Iterator[None]:
    """Around the import of a library: says what to install.

    Raises: ReadError when it is missing.
    """
    try:
        yield
    except ImportError as error:
        raise ReadError(
            f"{what} needs the package {package}", source=source, remedy=f"pip install 'kg[{extra}]'"
        ) from error


@contextmanager
def broken(what: str, source: str) -> Iterator[None]:
    """Around what a library does with a file: whatever it raises on bad bytes becomes a ReadError.

    Libraries raise nearly anything on hostile files (KeyError, struct.error, their own); a page must not end a build.
    """
    try:
        yield
    except (ReadError, OSError, MemoryError, RecursionError):
        raise
    except Exception as error:
        detail = " ".join(str(error).split())[:120]
        raise ReadError(f"this {what} is broken: {detail or type(error).__name__}", source=source) from error
