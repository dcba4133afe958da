"""Plain text and Markdown: bytes to text, with the encoding found out.

In this order, since each is the surest of those that are left: byte order marks, strict UTF-8, UTF-16 by its NUL
bytes, strict GB18030, and charset-normalizer (which finds no GBK below some hundred bytes and fails on UTF-8 that is
cut inside a character). Line ends stay as they are, for spans count the code points of the file as it was read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache

from kg.errors import ReadError
from kg.read.part import File, Part

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PLAIN = re.compile(r"[\t\n\r\f\x20-\x7e\u00a0-\u00b7\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_SAMPLE = 4000
"""Characters that are looked at when guesses are compared."""


def read_text(file: File) -> Iterator[Part]:
    """The page that a text file is; its encoding is the codec, named as Python names it.

    Raises: ReadError for what is no text, or text that no codec fits.
    """
    text, encoding = decode(file.read(), file.name)
    check_text(text, file.name)
    yield Part(text=text, encoding=encoding)


def check_text(text: str, source: str) -> None:
    """Raises: ReadError where it holds what no text holds: NUL, or more than one control character in a hundred."""
    if "\0" in text or len(_CONTROL.findall(text)) > len(text) // 100:
        raise ReadError("this is binary data, not text", source=source, remedy="save it as plain text")


def decode(data: bytes, source: str = "") -> tuple[str, str]:
    """The text without its byte order mark, and the codec.

    >>> decode("公安局".encode("gbk"))
    ('公安局', 'gb18030')

    Raises: ReadError when no codec fits.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], codec)
            if text is None:
                raise ReadError(f"a byte order mark says {name}, but the bytes are not", source=source)
            return text, name
    utf8 = _utf8(data, source)
    if utf8 and "\0" not in utf8[0]:
        return utf8
    wide = _utf16(data)
    if wide and b"\0" in data:
        return wide
    if utf8:
        return utf8
    chinese = _strictly(data, "gb18030")
    if chinese and _looks_simplified(chinese):
        return chinese, "gb18030"
    guess = wide or _guess(data) or (chinese and (chinese, "gb18030"))
    if not guess:
        raise ReadError("no encoding fits these bytes", source=source, remedy="save the page as UTF-8")
    return guess


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _utf8(data: bytes, source: str) -> tuple[str, str] | None:
    """UTF-8, also when the file breaks off inside its last character.

    Raises: ReadError for UTF-8 with a few broken bytes, which the other codecs would read as something else.
    """
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken = error
    if len(data) - broken.start < 4 and broken.reason == "unexpected end of data" and broken.start:
        return data[: broken.start].decode("utf-8"), "utf-8, cut inside its last character"
    loose = data.decode("utf-8", errors="replace")
    marks = loose.count("\ufffd")
    wide = sum(char > "\u0800" for char in loose[:_SAMPLE])
    if wide > 20 and marks * 20 < len(re.findall(r"[\u0800-\uffff]", loose)):
        line = data.count(b"\n", 0, broken.start) + 1
        raise ReadError(f"broken UTF-8 in line {line}", source=source, remedy="save the page again")
    return None


def _utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: the byte order in which nearly all is Chinese, Latin or punctuation.

    The places of the NUL bytes don't tell, for 一 is U+4E00.
    """
    if len(data) % 2 or not data:
        return None
    shares = []
    for codec in ("utf-16-le", "utf-16-be"):
        text = _strictly(data, codec)
        if text:
            sample = text[:_SAMPLE]
            shares.append((len(_PLAIN.findall(sample)) / len(sample), text, codec))
    share, text, codec = max(shares, default=(0.0, "", ""))
    return (text, codec) if share > 0.9 else None


@cache
def _common() -> frozenset[str]:
    """The 3,755 characters of GB 2312's first level, which make up nearly all of modern text."""
    cells = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return frozenset(cells.decode("gb2312", errors="ignore"))


def _looks_simplified(text: str) -> bool:
    """Whether most that is not ASCII is common Chinese: Big5 and Latin bytes are valid GB18030, too."""
    foreign = [
        char for char in text[:_SAMPLE] if char > "\x7f" and not "\u3000" <= char <= "\u303f" and char < "\uff00"
    ]
    return sum(char in _common() for char in foreign) * 10 >= len(foreign) * 6


def _guess(data: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return (str(best), best.encoding) if best else None
