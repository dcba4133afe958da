"""What the tables know of each character of a sentence, handed to a small model beside it.

A network that learns from some thousand sentences does not meet most words and names. The dictionary of the tagger and
the gazetteer hold hundreds of thousands: with where a word begins and what it is tagged, and where the gazetteer has a
name, it learns what stands around names, and less of what stands in them (docs/hanlp.md).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from kg.analyze.lexicon import LexiconAnalyzer
from kg.lexicon import load_lexicon

VERSION = 1
"""Which hints these are: a model reads those that it has learned with."""
KINDS = 2
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


def add_hints(sentence: str, knows: Callable[[str], bool] | None = None) -> list[str]:
    """For each character itself, or `UNKNOWN` where `knows` denies it, and its hints: strings of `1 + KINDS`.

    >>> [len(one) for one in add_hints("民警王敏")], add_hints("民警王敏", "民警".count)[2][0]
    ([3, 3, 3, 3], '�')
    """
    kinds = _words(sentence), _names(sentence)
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


@cache
def _analyzer() -> LexiconAnalyzer:
    return LexiconAnalyzer()
