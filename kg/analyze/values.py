"""What an analyzer gives of a text: words, sentences, and what a model reads in it.

All places are of the folded text, half-open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload

import msgspec


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word of the passage, half-open, with the tagger's part of speech (the ICTCLAS letters: n v p nr ns …)."""

    start: int
    stop: int
    text: str
    tag: str


class Tokens(Sequence[Token]):
    """The words of a text, in order, covering it; a `Token` is made when it is asked for, since most never are."""

    __slots__ = ("sizes", "starts", "tags", "texts")

    def __init__(self, texts: Sequence[str], tags: Sequence[str]) -> None:
        self.texts, self.tags = texts, tags
        self.sizes = [*map(len, texts)]
        self.starts = list(accumulate(self.sizes, initial=0))
        """Where each word starts, and at the end where the last one stops."""

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, i: int) -> Token: ...

    @overload
    def __getitem__(self, i: slice) -> list[Token]: ...

    def __getitem__(self, i: int | slice) -> Token | list[Token]:
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self.texts)))]
        if i < 0:
            i += len(self.texts)
        starts = self.starts
        return Token(starts[i], starts[i + 1], self.texts[i], self.tags[i])


class Starts:
    """Where words start: position → number of the word, without a table of all, of which few are asked for."""

    __slots__ = ("_starts",)

    def __init__(self, starts: list[int]) -> None:
        self._starts = starts

    @overload
    def get(self, position: int) -> int | None: ...

    @overload
    def get(self, position: int, default: int) -> int: ...

    def get(self, position: int, default: int | None = None) -> int | None:
        """The number of the word that starts at a position."""
        starts = self._starts
        i = bisect_left(starts, position)
        return i if i < len(starts) - 1 and starts[i] == position else default

    def __contains__(self, position: int) -> bool:
        return self.get(position) is not None

    def __getitem__(self, position: int) -> int:
        i = self.get(position)
        if i is None:
            raise KeyError(position)
        return i


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence of the passage, half-open; `kind` is `headline`, `kicker`, `heading` or `text`."""

    start: int
    stop: int
    paragraph: int
    kind: str


class EntitySpan(msgspec.Struct, frozen=True, order=True, gc=False):
    """What an analyzer's own model takes for an entity: `kind` is one of `model.CLASSES` or `Time`."""

    start: int
    stop: int
    kind: str
    score: float


class Frame(msgspec.Struct, frozen=True, order=True, gc=False):
    """Who does what to whom, as a parser reads it: a verb with the stretches of a subject and of an object of it.

    `trees`: how many kinds of trees say so (dependencies, semantic roles).
    """

    start: int
    stop: int
    subject: tuple[int, int]
    object: tuple[int, int]
    trees: int = 1


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What an analyzer's own model reads in a text: entities, words with ICTCLAS letters, frames; each sorted by place.

    `words` are empty for a model that cuts none, and leave out white space; `frames` for one that gives no trees.
    """

    entities: tuple[EntitySpan, ...] = ()
    words: tuple[Token, ...] = ()
    frames: tuple[Frame, ...] = ()

    def moved(self, by: int) -> Reading:
        """The same, so many characters further on."""
        return Reading(
            tuple([EntitySpan(e.start + by, e.stop + by, e.kind, e.score) for e in self.entities]),
            tuple([Token(w.start + by, w.stop + by, w.text, w.tag) for w in self.words]),
            tuple(
                [
                    Frame(f.start + by, f.stop + by, _moved(f.subject, by), _moved(f.object, by), f.trees)
                    for f in self.frames
                ]
            ),
        )


NOTHING = Reading()
"""What an analyzer without a model reads."""


def join(readings: Iterable[Reading]) -> Reading:
    """Several readings of one text, in order, as one."""
    found = list(readings)
    return Reading(
        tuple(sorted(e for r in found for e in r.entities)),
        tuple([w for r in found for w in r.words]),
        tuple(sorted(f for r in found for f in r.frames)),
    )


def _moved(stretch: tuple[int, int], by: int) -> tuple[int, int]:
    return stretch[0] + by, stretch[1] + by
