"""What goes to a worker and what comes back, as msgpack: nothing that is received can run code."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from kg.model import Document, Skip
from kg.record import Record


class Setup(msgspec.Struct, frozen=True):
    """What a worker is started with: the analyzer, the date for pages without one, the columns of tables."""

    analyzer: str
    published: str | None = None
    columns: dict[str, str] = {}


class Hello(msgspec.Struct, frozen=True):
    """A worker is ready: the name of its analyzer; or it can't be: the message."""

    analyzer: str = ""
    error: str = ""


class File(msgspec.Struct, frozen=True, array_like=True):
    """A file to read: its path as the system has it, and the id of its pages."""

    path: bytes
    name: str


class Work(msgspec.Struct, frozen=True, array_like=True):
    """Files to read and pages to extract; `reading`: only read, and send the pages back; `texts`: send them, too."""

    files: tuple[File, ...] = ()
    documents: tuple[Document, ...] = ()
    reading: bool = False
    texts: bool = False


class Said(msgspec.Struct, frozen=True, tag="said"):
    """What the articles of a page say; its text only where it was asked for."""

    page: dict[str, str]
    records: list[Record]
    document: Document | None = None


class Read(msgspec.Struct, frozen=True, tag="read"):
    """A page as it was read."""

    document: Document


class Lost(msgspec.Struct, frozen=True, tag="lost"):
    """A page that was not to be had, and (if it was read) its text where that was asked for."""

    skip: Skip
    document: Document | None = None


Found: TypeAlias = Said | Read | Lost

to_bytes = msgspec.msgpack.Encoder().encode
read_setup = msgspec.msgpack.Decoder(Setup).decode
read_hello = msgspec.msgpack.Decoder(Hello).decode
read_work = msgspec.msgpack.Decoder(Work).decode
read_found = msgspec.msgpack.Decoder(list[Found]).decode
