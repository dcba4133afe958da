"""Ids and values as RDF terms in N-Triples syntax, and ids back from IRIs."""

from __future__ import annotations

import datetime
import hashlib
import re
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from urllib.parse import quote, unquote

from kg.errors import GraphError
from kg.schema import NS, PREFIXES

# What an IRI may not hold (RFC 3987), what has a meaning of its own there (% # ?), and what nobody would see: spaces
# and format characters. A list of our own, not str.isprintable, whose answer depends on Python's Unicode version.
_UNSAFE = re.compile(
    '[\x00-\x20"<>{}|\\\\^`%#?\\[\\]\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\uf8ff'
    "\ufdd0-\ufdef\ufeff\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 15))
    + "]"
)
_LAST_DOT = re.compile(r"\.\Z")
_ABSOLUTE = re.compile(r"https?://")
_ESCAPES = str.maketrans(
    {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
    | {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
)
_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")

INTEGER, DECIMAL, DATE = (f"^^<{PREFIXES['xsd']}{name}>" for name in ("nonNegativeInteger", "decimal", "date"))


def check_base(base: str) -> str:
    """The base itself, if entity ids can be appended to it.

    Raises: GraphError if it is no absolute IRI or does not end in `/` or `#`.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://[^\x00-\x20<>\"{}|\\^`]+[/#]", base):
        raise GraphError(
            f"“{base}” can't be the base of IRIs",
            remedy="an absolute IRI that ends in / or #, as https://a.example/id/",
        )
    return base


@lru_cache(maxsize=100_000)
def iri(id: str, base: str) -> str:
    """The IRI term of an entity's id; Chinese stays readable, only what an IRI may not hold is percent-encoded.

    >>> iri("initiative/“百日 行动”", "https://kg.example/id/")
    '<https://kg.example/id/initiative/“百日%20行动”>'
    """
    if _ABSOLUTE.match(id):  # a thing of somebody else's graph, which keeps its IRI
        return f"<{id}>"
    path = _UNSAFE.sub(lambda match: quote(match[0], safe=""), id)
    # rdflib can't read a prefixed name that ends in a dot, escaped as it has to be (agency:Co\.).
    path = _LAST_DOT.sub("%2E", path)
    return f"<{base}{path}>"


def id_of(iri: str, base: str) -> str:
    """The id of an entity's IRI (without angle brackets); an IRI outside the base is its own id.

    >>> id_of("https://kg.example/id/initiative/“百日%20行动”", "https://kg.example/id/")
    'initiative/“百日 行动”'
    """
    return unquote(iri[len(base) :]) if iri.startswith(base) else iri


@cache
def term(prefixed: str) -> str:
    """The IRI term of a prefixed name; without prefix it is one of ours.

    >>> term("prov:Activity"), term("partOf")
    ('<http://www.w3.org/ns/prov#Activity>', '<https://kg.example/ns#partOf>')
    """
    prefix, colon, name = prefixed.partition(":")
    return f"<{PREFIXES[prefix]}{name}>" if colon else f"<{NS}{prefixed}>"


def literal(text: str, suffix: str = "") -> str:
    """A literal term; `suffix` is its language tag or datatype as N-Triples writes it.

    >>> literal("“平安”\\n", "@zh")
    '"“平安”\\\\n"@zh'
    """
    return f'"{text.translate(_ESCAPES)}"{suffix}'


def day(text: str) -> str:
    """An `xsd:date` literal, or a plain one where the text is no day (the shapes will say so)."""
    return literal(text, DATE if _DAY.fullmatch(text) else "")


def is_day(text: str) -> bool:
    """Whether a text is an ISO date that the calendar has.

    >>> is_day("2024-02-29"), is_day("2023-02-29"), is_day("2023-02")
    (True, False, False)
    """
    try:
        return bool(_DAY.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def decimal(text: str) -> str:
    """An `xsd:decimal` literal in canonical form, or a plain one where the text is no number."""
    number = canonical_decimal(text)
    return literal(text) if number is None else literal(number, DECIMAL)


def canonical_decimal(text: str) -> str | None:
    """A number as RDF stores give it back: no exponent, no plus, no needless zeros; None if it is no finite number.

    Values of `value` attributes must be in this form to survive a round trip.

    >>> [canonical_decimal(text) for text in ("0.930", "28.65", "1e3", "-0", "+7.", "几百")]
    ['0.93', '28.65', '1000', '0', '7', None]
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    plain = format(number, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


def digest(*parts: str) -> str:
    """A name for what has no name: 96 bits of the SHA-256 of the parts, in hexadecimal.

    >>> digest("公安", "局") == digest("公安局")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
