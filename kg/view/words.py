"""The words, colours and shapes of the view, read from its `assets/words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from kg.errors import UsageError

LANGUAGES = ("zh", "en")
"""Languages of the interface; the position is that of the word in each pair of `words.toml`."""


class ClassStyle(msgspec.Struct, frozen=True):
    """How a class looks: `label` in Chinese and English, `colors` on light and on dark."""

    label: tuple[str, str]
    shape: str
    colors: tuple[str, str]


class RelationStyle(msgspec.Struct, frozen=True):
    """How a relation looks; `back` names it as seen from its object."""

    label: tuple[str, str]
    back: tuple[str, str]
    colors: tuple[str, str]
    dash: tuple[int, ...]


class Words(msgspec.Struct, frozen=True):
    """All of `words.toml`; pairs are Chinese, English."""

    classes: dict[str, ClassStyle]
    relations: dict[str, RelationStyle]
    attributes: dict[str, tuple[str, str]]
    values: dict[str, tuple[str, str]]
    interface: dict[str, tuple[str, str]]


@cache
def read_words() -> Words:
    """The content of `words.toml`."""
    text = files("kg.view").joinpath("assets", "words.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


def language(lang: str) -> int:
    """The position of a language in the pairs.

    Raises:
        UsageError: for a language that the interface does not speak.

    >>> language("zh"), language("en")
    (0, 1)
    """
    if lang not in LANGUAGES:
        raise UsageError(f"the view has no language “{lang}”", remedy=f"use {' or '.join(LANGUAGES)}")
    return LANGUAGES.index(lang)
