"""What bytes are, whatever their file is called: by the signatures that formats start with."""

from __future__ import annotations

import re

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3\x00", "SQLite"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S
)
_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b")
_NINJS = re.compile(
    rb'"(?:bodies|headlines?|headline_main|body_[a-z0-9_]+|(?:version|content)created|pubstatus)"\s*:', re.I
)
HEAD = 1024
"""How many bytes at the head of a file tell what it is."""
JSON_HEAD = 64 << 10
"""How many tell whether JSON is news: headline and dates may come after a long list of subjects."""

REMEDIES = {
    "gzip": "unpack it",
    "7-Zip": "unpack it",
    "RAR": "unpack it",
    "old Office": "save it as .docx",
    "RTF": "save it as .docx",
}
"""What to do with formats that can't be read."""


def find_format(head: bytes) -> str:
    """The format that the first bytes of a file tell of (`PDF`, `ZIP`, `image`, `HTML`, `XML`…), or nothing: text.

    >>> find_format(b"%PDF-1.7"), find_format("公安局".encode())
    ('PDF', '')
    """
    for mark, name in _SIGNATURES:
        if head.startswith(mark):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return "image"
    if b"%PDF-" in head:  # some writers put a mark or an empty line before it
        return "PDF"
    if _HTML.match(head):
        return "HTML"
    return "XML" if _XML.match(head) else ""


def is_json_list(head: bytes) -> bool:
    """Whether these first bytes are those of a list of objects in JSON, as no page of text begins."""
    return _LIST.match(head) is not None


def tells_news(head: bytes) -> bool:
    """Whether the beginning of a JSON file tells of news (ninjs), and not of the countless other things in JSON.

    >>> tells_news(b'{"uri": "a", "versioncreated": "2023-02-21T09:00:00Z"'), tells_news(b'{"page": "a", "articles": [')
    (True, False)
    """
    return b'"uri"' in head and _NINJS.search(head) is not None
