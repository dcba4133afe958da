"""What the extractors of one article hand on to each other; all places are of the passage's text, half-open."""

from __future__ import annotations

import msgspec


class Time(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the passage that says when; `value` is EDTF, or empty where nothing certain is said (近日).

    `kind`: `day`, `span`, `month`, `year`, `recent`, `habit` (每月), `feast` (春节).
    """

    start: int
    stop: int
    value: str
    kind: str


class Named(msgspec.Struct, frozen=True, gc=False):
    """A name that may be an initiative's, with its quotes; `core` is its first quoted part, or nothing.

    `type` is one of `kg.extract.heads.TYPES`; `head` is the noun that the name ends in, or nothing.
    """

    start: int
    stop: int
    name: str
    type: str
    core: str
    rule: str
    confidence: float
    head: str


class Figure(msgspec.Struct, frozen=True, gc=False):
    """A figure: from its metric (or number) to its unit (or counted noun); `number` is where the digits start."""

    start: int
    stop: int
    number: int
    key: str
    sentence: int


class Actors(msgspec.Struct, frozen=True, gc=False):
    """The agencies (or organizations) that act in a sentence; `carried`: they were named in an earlier one.

    `partners` are those that a joint word adds (`联合`, `会同`); `start` is -1 where nobody acts.
    """

    keys: tuple[str, ...]
    start: int
    carried: bool
    partners: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Those who act, with those who act jointly with them."""
        return tuple(dict.fromkeys(self.keys + self.partners))


class Found(msgspec.Struct, frozen=True, gc=False):
    """A sign of a happening: the name of one that is held, or the trigger of an incident (`name` is then empty).

    `sentence` is the index of the sentence that it stands in; `is_held`: it has a name of its own, it did not befall.
    """

    start: int
    stop: int
    name: str
    type: str
    sentence: int
    rule: str
    confidence: float
    is_held: bool = False


class Story(msgspec.Struct, frozen=True, gc=False):
    """The paragraphs (half-open) that tell one story of help, of a dispute or of a repair, and its event's type.

    `opened` and `closed` are its sentences, from that with the plight or call to after that with the end.
    """

    start: int
    stop: int
    type: str
    opened: int
    closed: int


class Happening(msgspec.Struct, frozen=True, gc=False):
    """An event as written: its id, the sign that tells of it first in the running text."""

    key: str
    first: Found
