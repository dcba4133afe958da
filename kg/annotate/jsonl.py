"""JSON Lines, one page a line, as doccano reads and writes it for spans with relations; positions are code points.

`page`, `articles`, `things` and `roles` are ours; doccano keeps them. A thing says where it was marked, since doccano
numbers the marks anew.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec

from kg.annotate.page import ARTICLE, KINDS, Found, Page, Part, Thing, assemble_page, match_places, trim
from kg.annotate.places import align
from kg.errors import GoldError
from kg.model import RELATIONS

FILE = "pages.jsonl"


class Described(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A page beside its marks: what no tool shows, and all that is needed to know the marks' things again."""

    id: str
    source: str = ""
    year: int | None = None
    articles: tuple[Part, ...] = ()
    headlines: tuple[tuple[int, int, int], ...] = ()
    """Start, stop, and index of the article."""
    things: tuple[Thing, ...] = ()
    places: tuple[tuple[tuple[int, int], ...], ...] = ()
    """For every thing where it was marked."""
    roles: tuple[tuple[int, int, int, int, str], ...] = ()
    """Start and stop of the head, start and stop of the tail, and the office."""


class Entity(msgspec.Struct, kw_only=True):
    id: int | str
    label: str
    start_offset: int
    end_offset: int


class Relation(msgspec.Struct, kw_only=True):
    id: int | str = 0
    from_id: int | str
    to_id: int | str
    type: str


class Line(msgspec.Struct, kw_only=True):
    text: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    label: tuple[tuple[int, int, str], ...] = ()
    page: Described | None = None


def describe(page: Page) -> Described:
    """What is to be written beside the marks of a page."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for mark in page.marks:
        if mark.kind != ARTICLE:
            places[mark.thing].append((mark.start, mark.stop))
    ends = [(page.marks[link.head], page.marks[link.tail], link.role) for link in page.links]
    ends = [end for end, link in zip(ends, page.links, strict=True) if link.relation == "memberOf"]
    return Described(
        id=page.id,
        source=page.source,
        year=page.year,
        articles=page.parts,
        headlines=tuple((m.start, m.stop, m.thing) for m in page.marks if m.kind == ARTICLE),
        things=page.things,
        places=tuple(tuple(places[number]) for number in range(len(page.things))),
        roles=tuple((head.start, head.stop, tail.start, tail.stop, role) for head, tail, role in ends),
    )


def restore(text: str, known: Described, found: list[Found], links: list[tuple[str, str, str]]) -> Page:
    """The page of marks whose positions are right already, with what was written beside them; `links` are uids."""
    parts = list(known.articles)
    headlines = {(start, stop): number for start, stop, number in known.headlines}
    taken = {headlines[one.start, one.stop] for one in found if (one.start, one.stop) in headlines}
    for one in sorted(found, key=lambda f: (f.start, f.stop)):
        if one.kind != ARTICLE:
            continue
        number = headlines.get((one.start, one.stop))
        if number is None:  # moved, or new: its words are the title now
            title = " ".join(text[one.start : one.stop].split())
            near = [n for s, e, n in known.headlines if n not in taken and s < one.stop and one.start < e]
            if near:
                number = near[0]
                parts[number] = msgspec.structs.replace(parts[number], title=title)
                taken.add(number)
            else:
                number = len(parts)
                parts.append(Part(id=f"{known.id}#{number + 1}", title=title, runs=((one.start, one.stop),)))
        one.key = str(number)
    things = {str(number): thing for number, thing in enumerate(known.things)}
    match_places(found, {str(n): list(spans) for n, spans in enumerate(known.places)}, things)
    at = {one.uid: one for one in found}
    roles: dict[tuple[int, int, int, int], list[str]] = defaultdict(list)
    for a, b, c, d, role in known.roles:
        roles[a, b, c, d].append(role)
    joined = []
    for head, relation, tail in links:
        ends = (at[head].start, at[head].stop, at[tail].start, at[tail].stop)
        left = roles[ends] if relation == "memberOf" else []
        joined.append((head, relation, tail, left.pop(0) if left else ""))
    page = Page(id=known.id, source=known.source, text=text, year=known.year, parts=tuple(parts))
    return assemble_page(page, things, found, joined)


def to_jsonl(page: Page) -> str:
    """The line of a page."""
    line: dict[str, Any] = {
        "text": page.text,
        "entities": [
            {"id": number, "label": mark.kind, "start_offset": mark.start, "end_offset": mark.stop}
            for number, mark in enumerate(page.marks)
        ],
        "relations": [
            {"id": number, "from_id": link.head, "to_id": link.tail, "type": link.relation}
            for number, link in enumerate(page.links)
        ],
        "page": describe(page),
    }
    return msgspec.json.encode(line).decode() + "\n"


def from_jsonl(content: str, path: Path) -> list[Page]:
    """The pages of a file.

    Raises: GoldError, with the line, for what is not in the format, of no class or relation of ours, or not there.
    """
    pages = []
    for number, raw in enumerate(content.split("\n"), 1):
        if not raw.strip():
            continue
        place = f"line {number}"
        try:
            line = msgspec.json.decode(raw.encode("utf-8"), type=Line)
        except msgspec.DecodeError as error:
            raise GoldError(
                f"not a line of doccano's: {error}", source=str(path), place=place, remedy="text, entities, relations"
            ) from None
        found = [
            Found(uid=str(e.id), start=e.start_offset, stop=e.end_offset, kind=check_kind(e.label, path, place))
            for e in line.entities
        ]
        found += [
            Found(uid=f"l{n}", start=start, stop=stop, kind=check_kind(label, path, place))
            for n, (start, stop, label) in enumerate(line.label)
        ]
        links = [
            (str(link.from_id), check_relation(link.type, path, place), str(link.to_id)) for link in line.relations
        ]
        check_ends(found, links, path, place)
        align(line.text, [(one, "", place) for one in found], str(path))
        for one in found:
            one.start, one.stop = trim(line.text, one.start, one.stop)
        known = line.page or Described(id=f"{path.stem}-{number}")
        pages.append(restore(line.text, known, found, links))
    return pages


def check_kind(kind: str, path: Path, place: str) -> str:
    """The class, if it is one of ours.

    Raises: GoldError.
    """
    if kind not in KINDS:
        raise GoldError(f"no class “{kind}”", source=str(path), place=place, remedy=f"one of {', '.join(KINDS)}")
    return kind


def check_relation(name: str, path: Path, place: str) -> str:
    """The relation, if it is one of ours.

    Raises: GoldError.
    """
    if name not in RELATIONS:
        remedy = f"one of {', '.join(RELATIONS)}"
        raise GoldError(f"no relation “{name}”", source=str(path), place=place, remedy=remedy)
    return name


def check_ends(found: list[Found], links: list[tuple[str, str, str]], path: Path, place: str) -> None:
    """Nothing, if the ends of all relations are marks.

    Raises: GoldError.
    """
    uids = {one.uid for one in found}
    for head, relation, tail in links:
        for end in (head, tail):
            if end not in uids:
                raise GoldError(
                    f"{relation} ends at {end}, which is no mark", source=str(path), place=place, remedy="mend it"
                )
