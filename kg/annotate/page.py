"""A page as people correct it: its text, its articles, marks on it, the things they name, and relations between marks.

Every format of annotation tools is written from a `Page` and read back into one; `to_gold` makes of it what the gold
holds. Positions are code points of the text, half-open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from kg.model import CLASSES, RELATIONS
from kg.score.gold import Article as GoldArticle
from kg.score.gold import Entity as GoldEntity
from kg.score.gold import Gold

ARTICLE = "Article"
"""The class of the mark on an article's headline, at which its byline ends: `wrote`."""
KINDS = (*CLASSES, ARTICLE)
_SPACE = re.compile(r"[\s*#]+")


class Thing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What marks name, with the fields of the gold; `printed`: its name is one of its mentions."""

    kind: str
    name: str
    subtype: str = ""
    names: tuple[str, ...] = ()
    optional: bool = False
    time: str | None = None
    metric: str | None = None
    value: float | None = None
    unit: str | None = None
    change: str | None = None
    period: str | None = None
    printed: bool = False


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article: what the gold says of it, and the stretches of the text that it takes."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    runs: tuple[tuple[int, int], ...] = ()


class Mark(msgspec.Struct, frozen=True, order=True):
    """A marked stretch of the text; `thing` is the index of its thing, or, on a headline, of its article."""

    start: int
    stop: int
    kind: str
    thing: int


class Link(msgspec.Struct, frozen=True, order=True):
    """A relation between two marks, by their indices; `role` is the office that a `memberOf` states, or empty."""

    head: int
    relation: str
    tail: int
    role: str = ""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page with its annotation; marks are sorted, links too."""

    id: str
    source: str
    text: str
    year: int | None = None
    parts: tuple[Part, ...] = ()
    things: tuple[Thing, ...] = ()
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()

    def surface(self, mark: Mark) -> str:
        """What is marked, as the gold has it."""
        return squash(self.text[mark.start : mark.stop])


class Found(msgspec.Struct, kw_only=True):
    """A mark as a tool gives it back: `key` names its thing in the file, where it is known; `uid` is what links say."""

    uid: str
    start: int
    stop: int
    kind: str
    key: str = ""


def squash(text: str) -> str:
    """The text without white space and Markdown's marks, in which the gold looks mentions up.

    >>> squash("包头市\\n  **公安局**")
    '包头市公安局'
    """
    return _SPACE.sub("", text)


def trim(text: str, start: int, stop: int) -> tuple[int, int]:
    """A stretch without the white space and Markdown's marks at its ends; empty if there is nothing else.

    >>> trim(" 路 ", 0, 3)
    (1, 2)
    """
    while start < stop and _SPACE.match(text[start]):
        start += 1
    while stop > start and _SPACE.match(text[stop - 1]):
        stop -= 1
    return start, stop


def owners(page: Page) -> list[int]:
    """For every position of the text the index of its article: the one that holds it, else the nearest, else 0."""
    size = len(page.text)
    out = [-1] * size
    for number, part in enumerate(page.parts):
        for start, stop in part.runs:
            for at in range(max(start, 0), min(stop, size)):
                if out[at] < 0:
                    out[at] = number
    last, gap = -1, 0
    for at in range(size + 1):
        if at < size and out[at] < 0:
            continue
        following = out[at] if at < size else -1
        for lost in range(gap, at):
            near_left = following < 0 or (last >= 0 and lost - gap < at - 1 - lost)
            out[lost] = max(last if near_left else following, 0)
        if at < size:
            last, gap = out[at], at + 1
    return out


def assemble_page(
    page: Page, things: dict[str, Thing], found: Iterable[Found], links: Iterable[tuple[str, str, str, str]]
) -> Page:
    """The page with what a tool gave back: `links` are uid, relation, uid and role.

    A mark without a key names the thing that is called so in its article, else in the page, else a new one. A thing
    whose marks have another class now is one of that class. A thing whose name was printed and is no longer marked is
    called by its longest mark. Things without marks are gone.
    """
    of = owners(page)
    ordered = sorted(found, key=lambda f: (f.start, f.stop, f.kind, f.key, f.uid))
    _find_keys(page.text, of, things, ordered)
    groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in ordered:
        if one.kind != ARTICLE:
            groups[one.key, one.kind].append(one)
    made: list[tuple[tuple[object, ...], Thing, list[Found]]] = []
    for (key, kind), marks in groups.items():
        thing = things.get(key) or Thing(kind=kind, name=key.partition(":")[2])
        if thing.kind != kind:
            thing = Thing(kind=kind, name=thing.name, names=thing.names, optional=thing.optional, printed=thing.printed)
        surfaces = {squash(page.text[one.start : one.stop]): None for one in marks}
        printed = squash(thing.name) in surfaces
        if thing.printed and not printed:
            thing = msgspec.structs.replace(thing, name=max(surfaces, key=len))
            printed = True
        thing = msgspec.structs.replace(thing, printed=printed)
        rank = (marks[0].start, marks[0].stop, kind, thing.name, tuple(surfaces), msgspec.json.encode(thing))
        made.append((rank, thing, marks))
    made.sort(key=lambda item: item[0])
    placed = [
        (Mark(one.start, one.stop, one.kind, n), one.uid) for n, (_, _, marks) in enumerate(made) for one in marks
    ]
    placed += [
        (Mark(one.start, one.stop, ARTICLE, int(one.key)), one.uid)
        for one in ordered
        if one.kind == ARTICLE and one.key
    ]
    placed.sort()
    index = {uid: n for n, (_, uid) in enumerate(placed)}
    joined = {
        Link(index[head], relation, index[tail], role)
        for head, relation, tail, role in links
        if head in index and tail in index
    }
    return msgspec.structs.replace(
        page,
        things=tuple(thing for _, thing, _ in made),
        marks=tuple(mark for mark, _ in placed),
        links=tuple(sorted(joined)),
    )


def _find_keys(text: str, of: Sequence[int], things: dict[str, Thing], found: Sequence[Found]) -> None:
    """Give a key to every mark that has none."""
    near: dict[tuple[int, str, str], str] = {}
    known: dict[tuple[str, str], str] = {}
    for one in found:
        if one.key and one.kind != ARTICLE:
            surface = squash(text[one.start : one.stop])
            near.setdefault((of[one.start], one.kind, surface), one.key)
            known.setdefault((one.kind, surface), one.key)
    for key, thing in things.items():
        for name in (thing.name, *thing.names):
            known.setdefault((thing.kind, squash(name)), key)
    for one in found:
        if not one.key and one.kind != ARTICLE:
            surface = squash(text[one.start : one.stop])
            one.key = near.get((of[one.start], one.kind, surface)) or known.get((one.kind, surface)) or f"new:{surface}"


def match_places(found: Iterable[Found], places: dict[str, list[tuple[int, int]]], things: dict[str, Thing]) -> None:
    """Give marks the keys of the things that were marked there when the page was written; `places` are their marks.

    A mark that was moved or stretched keeps its thing: it is the one whose own mark is missing there.
    """
    open_: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key, spans in places.items():
        for span in spans:
            open_[span].append(key)
    left: list[Found] = []
    for same_kind in (True, False):
        for one in [f for f in found if not f.key and f.kind != ARTICLE]:
            keys = open_.get((one.start, one.stop), [])
            fitting = [key for key in keys if not same_kind or things[key].kind == one.kind]
            if fitting:
                one.key = fitting[0]
                keys.remove(one.key)
            elif not same_kind:
                left.append(one)
    missing = [(start, stop, key) for (start, stop), keys in open_.items() for key in keys]
    for one in left:
        overlaps = [
            (min(one.stop, stop) - max(one.start, start), -start, key)
            for start, stop, key in missing
            if things[key].kind == one.kind
        ]
        size, _, key = max(overlaps, default=(0, 0, ""))
        if size > 0:
            one.key = key


def to_gold(page: Page) -> Gold:
    """What the gold file of the page holds: entities in the order of their first mentions, relations by their names."""
    of = owners(page)
    mentions: dict[int, dict[str, None]] = defaultdict(dict)
    articles: dict[int, set[int]] = defaultdict(set)
    for mark in page.marks:
        if mark.kind != ARTICLE:
            mentions[mark.thing][page.surface(mark)] = None
            articles[mark.thing].add(of[mark.start])
    entities = [
        GoldEntity(
            kind=thing.kind,
            name=thing.name,
            mentions=list(mentions[number]),
            articles=[page.parts[n].id for n in sorted(articles[number]) if n < len(page.parts)],
            subtype=thing.subtype,
            names=list(thing.names),
            optional=thing.optional,
            time=thing.time,
            metric=thing.metric,
            value=thing.value,
            unit=thing.unit,
            change=thing.change,
            period=thing.period,
        )
        for number, thing in enumerate(page.things)
        if number in mentions
    ]
    relations = set()
    for link in page.links:
        ends = [
            page.parts[mark.thing].id if mark.kind == ARTICLE else page.things[mark.thing].name
            for mark in (page.marks[link.head], page.marks[link.tail])
        ]
        relations.add((ends[0], RELATIONS.index(link.relation), ends[1], link.role))
    return Gold(
        page=page.id,
        year=page.year,
        articles=[
            GoldArticle(id=part.id, title=part.title, authors=list(part.authors), dateline=part.dateline)
            for part in page.parts
        ],
        entities=entities,
        relations=[
            [head, RELATIONS[number], tail, *([role] if role else [])]
            for head, number, tail, role in sorted(relations, key=lambda r: (r[1], r[0], r[2], r[3]))
        ],
    )
