"""brat's standoff: for each page a `.txt` and a `.ann`, and the two files that tell brat about our classes.

Offsets are code points. A mark that runs over a line break has several pieces, as brat wants it. Marks of one thing are
joined by `Equiv`; a note on the first of them holds the thing, a note on a headline the article, a note on a relation
the office. A note that is no JSON is taken for the name.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kg.annotate.page import ARTICLE, KINDS, Found, Page, Part, Thing, assemble_page, squash, trim
from kg.annotate.places import align
from kg.errors import GoldError
from kg.model import RELATIONS
from kg.schema import load_schema

FOLDER = "brat"
_LINE_BREAK = re.compile(r"[\r\n]+")
_MARK = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?")
_LINK = re.compile(r"(R\S+)\t(\S+) Arg1:(\S+) Arg2:(\S+)\s*")
_NOTE = re.compile(r"#\S*\t\S+ (\S+)\t(.*)")
_TEXT = "No text"


class Note(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What stands on a headline: its article, and what is known of the page; `headline` is what was marked."""

    page: str
    source: str = ""
    year: int | None = None
    number: int = 0
    headline: str = ""
    article: Part


def to_brat(page: Page) -> str:
    """The `.ann` file of a page."""
    lines: list[str] = []
    notes: list[tuple[str, str]] = []
    together: dict[int, list[str]] = defaultdict(list)
    for number, mark in enumerate(page.marks, 1):
        pieces = _pieces(page.text, mark.start, mark.stop)
        places = ";".join(f"{start} {stop}" for start, stop in pieces)
        text = " ".join(page.text[start:stop].replace("\t", " ") for start, stop in pieces)
        lines.append(f"T{number}\t{mark.kind} {places}\t{text}")
        if mark.kind == ARTICLE:
            note = Note(
                page=page.id,
                source=page.source,
                year=page.year,
                number=mark.thing,
                headline=page.surface(mark),
                article=page.parts[mark.thing],
            )
            notes.append((f"T{number}", _one_line(msgspec.json.encode(note).decode())))
        else:
            if mark.thing not in together:
                thing = msgspec.json.encode(page.things[mark.thing]).decode()
                notes.append((f"T{number}", _one_line(thing)))
            together[mark.thing].append(f"T{number}")
    lines += [f"*\tEquiv {' '.join(marks)}" for marks in together.values() if len(marks) > 1]
    for number, link in enumerate(page.links, 1):
        lines.append(f"R{number}\t{link.relation} Arg1:T{link.head + 1} Arg2:T{link.tail + 1}")
        if link.role:
            notes.append((f"R{number}", _one_line(json.dumps({"role": link.role}, ensure_ascii=False))))
    lines += [f"#{number}\tAnnotatorNotes {of}\t{note}" for number, (of, note) in enumerate(notes, 1)]
    return "".join(f"{line}\n" for line in lines)


def from_brat(path: Path) -> Page:
    """The page of an `.ann` file, which has its text beside it.

    Raises: GoldError, with the line, for what is not brat's, of no class or relation of ours, or not where it says.
    """
    text_file = path.with_suffix(".txt")
    text = _read(text_file, "keep the .txt file beside it")
    marks: dict[str, tuple[Found, str, int]] = {}
    links: list[tuple[str, str, str, str, int]] = []
    notes: dict[str, tuple[str, int]] = {}
    same: list[tuple[list[str], int]] = []
    for number, raw in enumerate(_read(path, "name an .ann file").split("\n"), 1):
        line = raw.removesuffix("\r").removeprefix("\ufeff")
        if not line.strip():
            continue
        place = f"line {number}"
        if found := _MARK.fullmatch(line):
            uid, kind, places, surface = found.groups()
            if kind not in KINDS:
                raise GoldError(
                    f"no class “{kind}”", source=str(path), place=place, remedy=f"one of {', '.join(KINDS)}"
                )
            ends = [int(end) for piece in places.split(";") for end in piece.split(" ")]
            marks[uid] = (Found(uid=uid, start=min(ends), stop=max(ends), kind=kind), surface or "", number)
        elif found := _LINK.fullmatch(line):
            uid, relation, head, tail = found.groups()
            if relation not in RELATIONS:
                remedy = f"one of {', '.join(RELATIONS)}"
                raise GoldError(f"no relation “{relation}”", source=str(path), place=place, remedy=remedy)
            links.append((uid, relation, head, tail, number))
        elif found := _NOTE.fullmatch(line):
            notes[found[1]] = (found[2], number)
        elif line.startswith("*\tEquiv "):
            same.append((line.split(" ")[1:], number))
        elif not line.startswith(("A", "M", "N", "#")):  # attributes and links to databases say nothing to us
            remedy = "T for a mark, R for a relation, * for what is the same, # for a note"
            raise GoldError("not a line of brat's", source=str(path), place=place, remedy=remedy)
    for uids, number in [*same, *((list(link[2:4]), link[4]) for link in links)]:
        for uid in uids:
            if uid not in marks:
                raise GoldError(f"there is no mark {uid}", source=str(path), place=f"line {number}", remedy="mend it")
    align(text, [(one, surface, f"line {number}") for one, surface, number in marks.values()], str(path))
    for one, _, _ in marks.values():
        one.start, one.stop = trim(text, one.start, one.stop)
    page, things = _things(path, text, {uid: one for uid, (one, _, _) in marks.items()}, notes, same)
    roles = {uid: _role(note) for uid, (note, _) in notes.items() if uid.startswith("R")}
    joined = [(head, relation, tail, roles.get(uid, "")) for uid, relation, head, tail, _ in links]
    return assemble_page(page, things, [one for one, _, _ in marks.values()], joined)


def _things(
    path: Path, text: str, marks: dict[str, Found], notes: dict[str, tuple[str, int]], same: list[tuple[list[str], int]]
) -> tuple[Page, dict[str, Thing]]:
    """The page with its articles, and its things by the keys that this gives the marks."""
    group = {uid: uid for uid in marks}

    def first(uid: str) -> str:
        while group[uid] != uid:
            uid = group[uid]
        return uid

    for uids, _ in same:
        for uid in uids[1:]:
            group[first(uid)] = first(uids[0])
    page = Page(id=path.stem, source="", text=text)
    parts: dict[int, Part] = {}
    things: dict[str, Thing] = {}
    noted: dict[str, str] = {}
    for uid, found in marks.items():
        note, number = notes.get(uid, ("", 0))
        try:
            if found.kind == ARTICLE:
                article = _article(found, note, text, len(parts), path.stem)
                parts[article.number] = article.article
                found.key = str(article.number)
                page = msgspec.structs.replace(page, id=article.page, source=article.source, year=article.year)
            elif note.startswith("{"):
                noted[first(uid)] = uid
                things.setdefault(first(uid), msgspec.json.decode(note, type=Thing))
            elif note:
                noted[first(uid)] = uid
                things.setdefault(first(uid), Thing(kind=found.kind, name=note.strip()))
        except msgspec.DecodeError as error:
            raise GoldError(f"this note can't be read: {error}", source=str(path), place=f"line {number}") from None
    for uid, found in marks.items():
        if found.kind != ARTICLE:
            root = first(uid)
            if root in things:
                found.key = root
            elif sum(first(other) == root for other in marks) > 1:  # joined by people, and nobody wrote a name
                members = [m for other, m in marks.items() if first(other) == root]
                named = max((squash(text[m.start : m.stop]) for m in members), key=len)
                things[root] = Thing(kind=found.kind, name=named)
                found.key = root
    # The numbers of the articles that are left, without gaps.
    order = {str(number): n for n, number in enumerate(sorted(parts))}
    for found in marks.values():
        if found.kind == ARTICLE:
            found.key = str(order[found.key])
    return msgspec.structs.replace(page, parts=tuple(parts[number] for number in sorted(parts))), things


def _article(found: Found, note: str, text: str, count: int, stem: str) -> Note:
    """What a headline's note says; the title is what is marked where that has changed."""
    surface = squash(text[found.start : found.stop])
    if not note.startswith("{"):
        title = " ".join(text[found.start : found.stop].split())
        part = Part(id=f"{stem}#{count + 1}", title=title, runs=((found.start, found.stop),))
        return Note(page=stem, number=1000 + found.start, headline=surface, article=part)
    known = msgspec.json.decode(note, type=Note)
    if known.headline != surface:
        title = " ".join(text[found.start : found.stop].split())
        known.article = msgspec.structs.replace(known.article, title=title)
    return known


def _role(note: str) -> str:
    try:
        return str(json.loads(note)["role"])
    except (ValueError, KeyError, TypeError):
        return note.strip()


def configuration() -> dict[str, str]:
    """brat's `annotation.conf` and `visual.conf`: our classes, which relations join them, and their Chinese names."""
    schema = load_schema()
    lines = [
        "[entities]",
        *KINDS,
        "",
        "[relations]",
        "Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive",
    ]
    for name in RELATIONS:
        relation = schema.relations[name]
        heads, tails = ("|".join(sorted(kinds & set(KINDS))) for kinds in map(set, (relation.domains, relation.ranges)))
        lines.append(f"{name}\tArg1:{heads}, Arg2:{tails}")
    # Marks may lie in one another and overlap.
    lines += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    labels = [f"{name} | {term.zh}" for name, term in {**schema.classes, **schema.relations}.items() if term.zh]
    return {
        "annotation.conf": "".join(f"{line}\n" for line in lines),
        "visual.conf": "".join(f"{line}\n" for line in ["[labels]", *labels, "", "[drawing]"]),
    }


def _pieces(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The stretch without the line breaks in it."""
    return list(_between(text, start, stop)) or [(start, stop)]


def _between(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in _LINE_BREAK.finditer(text, start, stop):
        if found.start() > at:
            yield at, found.start()
        at = found.end()
    if at < stop:
        yield at, stop


def _one_line(text: str) -> str:
    return _LINE_BREAK.sub(" ", text).replace("\t", " ")


def _read(path: Path, remedy: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise GoldError("not UTF-8", source=str(path), remedy="save it as UTF-8") from None
    except OSError as error:
        raise GoldError(error.strerror or str(error), source=str(path), remedy=remedy) from error
