"""What one article says, freed from its page: the value that assembly takes and the store keeps.

It has all that `assemble` and `resolve` ask for, and of the text only what is quoted. The page's id stands in it only
where ids of the graph are made from it, so that a record made under one id can be `renamed` to another.
"""

from __future__ import annotations

import msgspec


class Named(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A thing that the article names or implies; `attributes` under the ontology's local names."""

    key: str
    type: str
    label: str
    attributes: dict[str, str]


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A stretch of the page: code points of its text, half-open, the line it starts on (from 1), and its words."""

    start: int
    stop: int
    line: int
    quote: str


class Mentioned(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A mention: the number of the thing, where it is and which rule found it; `anaphor`: it only points."""

    thing: int
    place: Place
    rule: str
    confidence: float
    anaphor: bool


class Stated(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A relation between two things, by their numbers, and the number of the place that states it."""

    subject: int
    predicate: str
    object: int
    place: int
    rule: str
    confidence: float
    role: str


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One article: its entity's key, headline and attributes (but the source), then what it says.

    `written` are the authors, each the number of a thing and the place of the name; `signatures` what `resolve`
    compares, ids of agencies with what they are; `dropped` what was found and taken away again, with the reason.
    """

    key: str
    headline: str
    attributes: tuple[tuple[str, str], ...]
    things: tuple[Named, ...]
    mentions: tuple[Mentioned, ...]
    places: tuple[Place, ...]
    statements: tuple[Stated, ...]
    written: tuple[tuple[int, Place], ...]
    signatures: dict[str, str]
    dropped: tuple[tuple[Place, str], ...] = ()

    def renamed(self, old: str, new: str) -> Record:
        """The record of the same article in a page of another id; `old` must occur in nothing but ids.

        >>> Record("article/□-1", "", (), (), (), (), (), (), {}).renamed("□", "晚报#2").key
        'article/晚报-2-1'
        """
        new = new.replace("#", "-")  # as `Article.key` does
        return msgspec.structs.replace(
            self,
            key=self.key.replace(old, new),
            things=tuple(
                msgspec.structs.replace(t, key=t.key.replace(old, new)) if old in t.key else t for t in self.things
            ),
            signatures={key.replace(old, new): sign.replace(old, new) for key, sign in self.signatures.items()},
        )
