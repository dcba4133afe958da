"""What questions are made of, read from `data/*.toml`: words, forms, and how names are shortened."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from kg.errors import LexiconError

VALUED = ("initiative", "kind", "level")
"""Tables of words that carry a value each."""
COMMON = frozenset(("which", "count", "whether", "have", "in", "recent"))
"""Tables whose words fit every form."""


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that can be asked; the fields are explained at the head of `forms.toml`."""

    name: str
    zh: str
    example: str
    need: tuple[str, ...]
    where: str
    may: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    with_: dict[str, str] = msgspec.field(default_factory=dict, name="with")
    facts: tuple[str, ...] = ()
    text: str = "name"
    show: tuple[str, ...] = ()
    order_by: str = ""
    limit: int = 0
    counts: bool = True

    @property
    def fits(self) -> frozenset[str]:
        """The tables of which any number of words may stand in such a question."""
        lower = {tag for need in self.need for tag in need.split("|") if not tag[0].isupper()}
        return COMMON | lower | {tag for tag in self.may if not tag[0].isupper()}

    @property
    def slots(self) -> frozenset[str]:
        """The slots that may be filled besides those that must."""
        return frozenset(tag for tag in self.may if tag[0].isupper())


@cache
def load_forms() -> tuple[Form, ...]:
    """All forms, in the order in which they are tried.

    Raises: LexiconError if the table breaks its own rules.
    """
    try:
        return msgspec.convert(_read("forms")["form"], tuple[Form, ...])
    except msgspec.ValidationError as error:
        raise LexiconError(str(error), source="forms.toml") from None


@cache
def load_snippets() -> dict[str, str]:
    """The SPARQL that words and slots add to a form, by name; `{v}` is the variable it is about."""
    return msgspec.convert(_read("forms")["snippets"], dict[str, str])


@cache
def load_words() -> dict[str, dict[str, str]]:
    """Every word of a question: the tables it stands in, each with the value that it has there.

    >>> load_words()["平台"], load_words()["谁"]
    ({'initiative': 'system'}, {'who': ''})
    """
    words: dict[str, dict[str, str]] = {}
    for table, content in _read("words").items():
        entries = content.items() if table in VALUED else ((word, word) for word in content["words"])
        for word, value in entries:
            words.setdefault(word, {})[table] = value if table in (*VALUED, "body", "office") else ""
    return words


@cache
def load_alike() -> dict[str, tuple[str, ...]]:
    """Kinds of bodies whose names need not hold the word itself, with what they hold instead."""
    return msgspec.convert(_read("names")["alike"], dict[str, tuple[str, ...]])


@cache
def load_levels() -> dict[str, str]:
    """What the levels of divisions are called."""
    return msgspec.convert(_read("names")["levels"], dict[str, str])


@cache
def load_synonyms() -> dict[str, str]:
    """Words of names and the word that stands for them; the ignored characters stand for nothing."""
    tables = _read("names")
    same = {word: group[0] for group in tables["synonyms"]["words"] for word in group[1:]}
    return same | dict.fromkeys(tables["ignored"]["characters"], "")


@cache
def load_heads() -> tuple[str, ...]:
    """The last nouns of the names of initiatives."""
    return tuple(_read("names")["heads"]["words"])


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("kg.ask") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
