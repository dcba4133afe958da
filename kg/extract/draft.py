"""What the extractors write into while they read one article: mentions, the things mentioned, relations."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from operator import attrgetter
from typing import Protocol, TypeVar

import msgspec

from kg.analyze import Passage
from kg.extract.values import Actors, Figure, Happening, Named, Story, Time
from kg.model import CLASSES, Author


class Mention(msgspec.Struct, frozen=True, order=True, gc=False):
    """A surface form in the passage (half-open) and the id of the thing it names; `anaphor`: it only points to it."""

    start: int
    stop: int
    key: str
    rule: str
    confidence: float
    anaphor: bool = False


class Thing(msgspec.Struct, kw_only=True, gc=False):
    """A thing as one article knows it; `attributes` under the ontology's local names."""

    key: str
    type: str
    label: str
    attributes: dict[str, str] = {}


class Claim(msgspec.Struct, frozen=True, gc=False):
    """One place (half-open) that states a relation."""

    subject: str
    predicate: str
    object: str
    start: int
    stop: int
    rule: str
    confidence: float
    role: str = ""


# A byte a character has one bit for each class: the table that sets it, and that which makes 1 of any of some.
_BITS = {type_: 1 << n for n, type_ in enumerate(CLASSES)}
_MARKS = {type_: bytes(byte | bit for byte in range(256)) for type_, bit in _BITS.items()}


@cache
def _picks(types: tuple[str, ...]) -> bytes:
    bits = sum({_BITS[type_] for type_ in types})
    return bytes(bool(byte & bits) for byte in range(256))


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=_Placed)
_START = attrgetter("start")


def placed(things: list[T], start: int, stop: int) -> list[T]:
    """Those of some things, sorted by place, that start in a stretch (half-open)."""
    if stop <= start or not things or things[-1].start < start:
        return []
    first = last = bisect_left(things, start, key=_START)
    size = len(things)  # few stand in a stretch: going on is cheaper than looking again
    while last < size and things[last].start < stop:
        last += 1
    return things[first:last]


def by_sentence(passage: Passage, mentions: Iterable[Mention]) -> dict[int, list[Mention]]:
    """Mentions by the number of the sentence that they start in, where one does."""
    found: dict[int, list[Mention]] = {}
    for m in mentions:
        n = passage.sentence_at(m.start)
        if n in found:
            found[n].append(m)
        else:
            found[n] = [m]
    return found


class Draft:
    """The growing result of one article; what is added twice counts once.

    `named` are the named happenings that the initiatives leave to the events, `actors` who acts in each sentence,
    `stories` the paragraphs that tell one story each, `scenes` where the article's last accident was, `lonely` the
    paragraphs that tell of one event only, `signatures` what agencies' ids are compared by across pages
    (`refer.write.signature`), `written` the byline: person, article and the place in the file, `dropped` what was
    taken away again, with the reason.
    """

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.things: dict[str, Thing] = {}
        self.mentions: list[Mention] = []
        self.claims: list[Claim] = []
        self.times: list[Time] = []
        self.named: list[Named] = []
        self.figures: list[Figure] = []
        self.actors: list[Actors] = []
        self.happenings: list[Happening] = []
        self.stories: list[Story] = []
        self.scenes: list[str] = []
        self.lonely: set[int] = set()
        self.signatures: dict[str, str] = {}
        self.written: list[tuple[str, str, Author]] = []
        self.dropped: list[tuple[Mention, str]] = []
        self._of_type: dict[str, list[Mention]] = defaultdict(list)
        # What has been asked for, until a mention of one of its types is added.
        self._asked: dict[tuple[str, ...], list[Mention]] = {}
        self._outer: dict[tuple[str, ...], list[Mention]] = {}
        self._asked_with: dict[str, set[tuple[str, ...]]] = {}
        self._classes = bytearray(len(passage.text) + 1)  # a bit for each class that is mentioned at a character
        self._marked = 0  # so many mentions have set theirs: the others do when a mask is asked for
        self._seen: set[tuple[str, str, str, int]] = set()
        self._places: set[tuple[int, int, str]] = set()

    def thing(self, type_: str, label: str, key: str | None = None, **attributes: str) -> str:
        """The id of a thing, made when it is new; attributes that it lacks are added."""
        key = key or f"{type_.lower()}/{label}"
        have = self.things.get(key)
        if have is None:
            self.things[key] = Thing(key=key, type=type_, label=label, attributes=attributes)
        elif attributes:
            for name, value in attributes.items():
                have.attributes.setdefault(name, value)
        return key

    def mention(self, start: int, stop: int, key: str, rule: str, confidence: float, *, anaphor: bool = False) -> None:
        """Note that `text[start:stop]` names (or points to) a thing; no name runs over the end of a paragraph."""
        place = start, stop, key
        if place not in self._places and "\n" not in self.passage.text[start:stop]:
            self._places.add(place)
            mention = Mention(start, stop, key, rule, confidence, anaphor)
            self.mentions.append(mention)
            type_ = self.things[key].type
            self._of_type[type_].append(mention)
            if type_ in self._asked_with:
                for types in self._asked_with.pop(type_):
                    self._asked.pop(types, None)
                    self._outer.pop(types, None)

    def claim(
        self,
        subject: str,
        predicate: str,
        object_: str,
        start: int,
        stop: int,
        rule: str,
        confidence: float,
        role: str = "",
    ) -> None:
        """Note that `text[start:stop]` states a relation; nothing is related to itself."""
        said = subject, predicate, object_, start
        if subject != object_ and said not in self._seen:
            self._seen.add(said)
            self.claims.append(Claim(subject, predicate, object_, start, stop, rule, confidence, role))

    def drop(self, key: str, mention: Mention, reason: str) -> None:
        """Take a thing away again with all that was said of it; `mention` is the one to be shown with the reason."""
        self.dropped.append((mention, reason))
        del self.things[key]
        self.mentions = [m for m in self.mentions if m.key != key]
        self.claims = [c for c in self.claims if key not in (c.subject, c.object)]
        for some in self._of_type.values():
            some[:] = [m for m in some if m.key != key]
        self._asked, self._outer, self._asked_with = {}, {}, {}
        self._classes, self._marked = bytearray(len(self._classes)), 0

    def author(self, person: str, article: str, author: Author) -> None:
        """Note who wrote the article, by the byline's place in the file."""
        self.written.append((person, article, author))

    def mask(self, *types: str) -> bytearray:
        """One byte a character of the passage: 1 where a thing of these classes is mentioned."""
        classes, things = self._classes, self.things
        if self._marked < len(self.mentions):
            for m in self.mentions[self._marked :]:
                start, stop = m.start, m.stop
                classes[start:stop] = classes[start:stop].translate(_MARKS[things[m.key].type])
            self._marked = len(self.mentions)
        return classes.translate(_picks(types))

    def of_type(self, *types: str) -> list[Mention]:
        """The mentions of things of some classes, by place."""
        found = self._asked.get(types)
        if found is None:
            found = self._asked[types] = self._gathered(types)
            found.sort()
        return found

    def _gathered(self, types: tuple[str, ...]) -> list[Mention]:
        """The mentions of things of some classes; what is kept of them is forgotten when there is one more."""
        found: list[Mention] = []
        for type_ in types:
            if type_ in self._of_type:
                found += self._of_type[type_]
            asked = self._asked_with.get(type_)
            if asked is None:
                self._asked_with[type_] = {types}
            else:
                asked.add(types)
        return found

    def outer(self, *types: str) -> list[Mention]:
        """Of the mentions of things of some classes, by place, those that lie in no longer one.

        What points to the body whose unit is named next is part of that name: 该分局|经侦大队.
        """
        found = self._outer.get(types)
        if found is None:
            found = outer(self.of_type(*types))
            for m in found:
                if m.anaphor:
                    found = self._with_pointers(found)
                    break
            self._outer[types] = found
        return found

    def _with_pointers(self, found: list[Mention]) -> list[Mention]:
        """The mentions of a list, each with the one right before it that points to the body whose unit it is."""
        out: list[Mention] = []
        things = self.things
        for m in found:
            last = out[-1] if out else None
            if (
                last
                and last.anaphor
                and last.stop == m.start
                and things[m.key].label.startswith(things[last.key].label)
            ):
                out[-1] = msgspec.structs.replace(m, start=last.start)
                continue
            out.append(m)
        return out


def outer(mentions: list[Mention]) -> list[Mention]:
    """Of mentions by place, those that lie in no longer one; of those with one name's place, the first."""
    out: list[Mention] = []
    start = stop = -1
    for m in mentions:
        if m.stop > stop:
            if m.start == start:
                out[-1] = m
            else:
                out.append(m)
            start, stop = m.start, m.stop
    return out
