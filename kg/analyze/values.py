"""What an analyzer gives: words, sentences and entity spans of a text; all places are of the folded text, half-open."""

from __future__ import annotations

from collections.abc import Sequence
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

    __slots__ = ("starts", "tags", "texts")

    def __init__(self, texts: Sequence[str], tags: Sequence[str]) -> None:
        self.texts, self.tags = texts, tags
        self.starts = list(accumulate(map(len, texts), initial=0))
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
