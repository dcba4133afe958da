"""The words of the pictures beside the graph, read from `assets/pictures.toml`, and names of classes and relations."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from kg.view.words import read_words


class Happening(msgspec.Struct, frozen=True):
    """How events of a type look: `mark` and `label` in Chinese and English, `hue` the family of the colour."""

    mark: tuple[str, str]
    label: tuple[str, str]
    hue: str


class Labels(msgspec.Struct, frozen=True):
    """All of `pictures.toml`; pairs are Chinese, English."""

    kinds: dict[str, tuple[str, str]]
    events: dict[str, Happening]
    precisions: dict[str, tuple[str, str]]
    interface: dict[str, tuple[str, str]]


@cache
def read_labels() -> Labels:
    """The content of `pictures.toml`."""
    text = files("kg.view").joinpath("assets", "pictures.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Labels)


def class_label(name: str, at: int) -> str:
    """A class in Chinese (0) or English (1)."""
    style = read_words().classes.get(name)
    return style.label[at] if style else name


def relation_label(name: str, at: int, *, back: bool = False) -> str:
    """A relation as its subject sees it, or `back` as its object does."""
    style = read_words().relations.get(name)
    return (style.back if back else style.label)[at] if style else name


def value_label(value: str, at: int) -> str:
    """A value of the ontology's lists (`prefecture`, `campaign`), or the value itself."""
    return read_words().values.get(value, (value, value))[at]


def attribute_label(name: str, at: int) -> str:
    """The name of an attribute."""
    return read_words().attributes.get(name, (name, name))[at]
