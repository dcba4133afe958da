"""What the tables know of each character of a sentence, handed to a small model beside it.

A network that learns from some thousand sentences does not meet most names, surnames and places. The dictionary of the
tagger and the tables of the lexicon hold hundreds of thousands: with where a word begins and what it is tagged, where
the gazetteer has a name, which words end names of bodies and places, which characters are surnames and which words
roles, it learns what stands around names, and less of what stands in them (docs/hanlp.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import ahocorasick_rs

from kg.analyze.lexicon import LexiconAnalyzer
from kg.lexicon import Lexicon, load_lexicon

VERSION = 1
"""Which hints these are: a model reads those that it has learned with."""
KINDS = 4
"""Hints of one character."""
UNKNOWN = "\ufffd"
"""Stands for a character that the model has not learned."""

_TAGS = (
    "a", "b", "c", "d", "eng", "f", "i", "j", "l", "m", "n", "nr", "ns", "nt", "nz", "o", "p", "q", "r", "s", "t", "u",
    "v", "w", "x",
)  # fmt: skip
_FIRST = 0xE000
"""The first of the characters for private use, which stand for hints."""
_ROOM = 0x100
"""So many values a kind of hint may have."""
_NONE, _BEGIN, _INSIDE, _END, _SINGLE = range(5)
_SURNAME, _DOUBLE, _ROLE, _ROLE_END = range(1, 5)


def add_hints(sentence: str, knows: Callable[[str], bool] | None = None) -> list[str]:
    """For each character itself, or `UNKNOWN` where `knows` denies it, and its hints: strings of `1 + KINDS`.

    >>> [len(one) for one in add_hints("民警王敏")], add_hints("民警王敏", "民警".count)[2][0]
    ([5, 5, 5, 5], '�')
    """
    kinds = _words(sentence), _names(sentence), _heads(sentence), _persons(sentence)
    return [
        (char if knows is None or knows(char) else UNKNOWN)
        + "".join(chr(_FIRST + _ROOM * kind + value) for kind, value in enumerate(values))
        for char, *values in zip(sentence, *kinds, strict=True)
    ]


def _words(text: str) -> list[int]:
    """Where in a word of the tagger's each character stands, and the word's tag."""
    tokens = _analyzer().tokens(text)
    out: list[int] = []
    for word, tag in zip(tokens.texts, tokens.tags, strict=True):
        out += [place * len(_TAGS) + _tag(tag) for place in _in_word(len(word))]
    return out


def _in_word(size: int) -> list[int]:
    return [_SINGLE] if size == 1 else [_BEGIN, *[_INSIDE] * (size - 2), _END]


@cache
def _tag(tag: str) -> int:
    """The number of a tag, of its first letters, or of the rest."""
    return next((_TAGS.index(short) for short in (tag, tag[:2], tag[:1]) if short in _TAGS), _TAGS.index("o"))


def _names(text: str) -> list[int]:
    """Where the gazetteer has a name."""
    out = [_NONE] * len(text)
    for hit in load_lexicon().find_names(text):
        out[hit.start : hit.stop] = [_BEGIN, *[_INSIDE] * (hit.stop - hit.start - 1)]
    return out


def _heads(text: str) -> list[int]:
    """Where the tables of organizations, of places, or both have a word."""
    out = [_NONE] * len(text)
    for hit in load_lexicon().words.find(text):
        table = ("organizations" in hit.entry.files) + 2 * ("places" in hit.entry.files)
        if table:
            out[hit.start : hit.stop] = [table * (_SINGLE + 1) + place for place in _in_word(hit.stop - hit.start)]
    return out


def _persons(text: str) -> list[int]:
    """Which characters are surnames, and where a role ends."""
    single, find_double, find_roles = _person_tables(load_lexicon())
    out = [_SURNAME if char in single else _NONE for char in text]
    for start, stop in find_double(text):
        out[start:stop] = [_DOUBLE] * (stop - start)
    for start, stop in find_roles(text):
        out[start:stop] = [*[_ROLE] * (stop - start - 1), _ROLE_END]
    return out


_Finder = Callable[[str], Iterator[tuple[int, int]]]


@cache
def _person_tables(lexicon: Lexicon) -> tuple[frozenset[str], _Finder, _Finder]:
    surnames = lexicon.tables["persons"]["surnames"]
    return frozenset(surnames["single"]), _finder(surnames["double"]), _finder(lexicon.table("persons", "roles"))


def _finder(words: list[str] | tuple[str, ...]) -> _Finder:
    """Finds the longest of some words wherever one begins, one after the other."""
    found = ahocorasick_rs.AhoCorasick(sorted(set(words)), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return lambda text: ((start, stop) for _, start, stop in found.find_matches_as_indexes(text))


@cache
def _analyzer() -> LexiconAnalyzer:
    return LexiconAnalyzer()
