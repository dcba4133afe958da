"""ZIP containers opened with care: names as they were meant, sizes as they are and not as they are said to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from kg.errors import ReadError
from kg.read.part import MOST_BYTES

_UTF8 = 0x800
_ENCRYPTED = 0x1


@contextmanager
def open_zip(stream: BinaryIO, source: str) -> Iterator[ZipFile]:
    """The container in a stream.

    Raises: ReadError when it is none, is broken or encrypted.
    """
    import struct
    import zlib

    lies = (zlib.error, struct.error, LookupError, OverflowError)  # what zipfile makes of directories that lie
    try:
        with ZipFile(stream) as archive:
            yield archive
    except (BadZipFile, NotImplementedError, EOFError, ValueError, *lies) as error:
        raise ReadError(f"this ZIP is broken: {error}", source=source, remedy="fetch it again") from error
    except RuntimeError as error:  # what zipfile raises for a member that needs a password
        if "password" not in str(error):
            raise
        raise ReadError("this ZIP needs a password", source=source, remedy="unpack it") from error


def read_member(archive: ZipFile, info: ZipInfo, source: str, most: int = MOST_BYTES) -> bytes:
    """The bytes of a member.

    Raises: ReadError for more than `most` of them, whatever the directory says, and for an encrypted one.
    """
    if info.flag_bits & _ENCRYPTED:
        raise ReadError("it needs a password", source=source, remedy="unpack the archive")
    if info.file_size > most:
        raise ReadError(f"larger than {most >> 20} MB", source=source, remedy="split it into its pages")
    with archive.open(info) as member:
        data = member.read(most + 1)
    if len(data) > most:
        raise ReadError(f"larger than {most >> 20} MB", source=source, remedy="split it into its pages")
    return data


def member_name(info: ZipInfo) -> str:
    """The path of a member without anything that leads out of the archive; in UTF-8 or GBK, as packed under Windows.

    >>> info = ZipInfo("甲/页.txt".encode("gbk").decode("cp437"))
    >>> member_name(info), member_name(ZipInfo("../../etc/页.txt"))
    ('甲/页.txt', 'etc/页.txt')
    """
    name = info.filename
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
            name = raw.decode("utf-8") if _is_utf8(raw) else raw.decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            pass
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in ("/", "..", ".") and not part.endswith(":"))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
