"""CoNLL: a character and its tag on a line (`公\\tB-Agency`), an empty line behind each sentence.

A column holds neither marks within marks nor relations: the longest of marks that meet are kept (or the shortest), and
how many were left out stands in the comment of the page, so that `kg import` can say it. What no column shows stands in
comments too: the page, its articles, its things with the mentions by which their marks are known again.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from kg.annotate.page import ARTICLE, Found, Mark, Page, Part, Thing, assemble_page, owners, squash
from kg.errors import GoldError
from kg.model import CLASSES

FILE = "pages.conll"
OUTERMOST, INNERMOST = "outermost", "innermost"
_ENDS = "。！？；"
_TAG = re.compile(r"([BIOESMLUW])(?:-(\w+))?")


class Head(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What stands above a page; `left_out` are marks that meet longer (or shorter) ones, `relations` those left out."""

    id: str
    source: str = ""
    year: int | None = None
    left_out: int = 0
    relations: int = 0
    kept: str = OUTERMOST


class Listed(msgspec.Struct, kw_only=True):
    """A thing, and its mentions as index of the article and surface."""

    thing: Thing
    mentions: tuple[tuple[int, str], ...]


_Comment = TypeVar("_Comment", Head, Part, Listed)


def flatten(page: Page, nested: str = OUTERMOST) -> Page:
    """The page with only the marks that a column can hold, and the things that these name; no relations."""
    sign = -1 if nested == OUTERMOST else 1
    taken: dict[int, Mark] = {}
    kept: list[Mark] = []
    for mark in sorted(
        (m for m in page.marks if m.kind != ARTICLE),
        key=lambda m: (sign * (m.stop - m.start), m.start, CLASSES.index(m.kind), m.thing),
    ):
        others = {taken.get(at) for at in range(mark.start, mark.stop)}
        first = next(iter(others))
        if others == {None}:
            taken.update(dict.fromkeys(range(mark.start, mark.stop), mark))
        elif (
            len(others) > 1
            or first is None
            or (first.start, first.stop, first.kind) != (mark.start, mark.stop, mark.kind)
        ):
            continue
        kept.append(mark)  # of two things under the same words both are kept: the tags are the same
    found = [
        Found(uid=str(n), start=m.start, stop=m.stop, kind=m.kind, key=str(m.thing)) for n, m in enumerate(sorted(kept))
    ]
    surfaces = {(m.thing, page.surface(m)) for m in kept}
    things = {
        str(number): msgspec.structs.replace(thing, printed=(number, squash(thing.name)) in surfaces)
        for number, thing in enumerate(page.things)
    }
    return assemble_page(page, things, found, ())


def to_conll(page: Page, nested: str = OUTERMOST) -> str:
    """The lines of a page."""
    flat = flatten(page, nested)
    of = owners(page)
    head = Head(
        id=page.id,
        source=page.source,
        year=page.year,
        left_out=sum(m.kind != ARTICLE for m in page.marks) - len(flat.marks),
        relations=len(page.links),
        kept=nested,
    )
    lines = [f"# kg.page = {_json(head)}"]
    lines += [f"# kg.article = {_json(msgspec.structs.replace(part, runs=()))}" for part in page.parts]
    for number, thing in enumerate(flat.things):
        marks = [mark for mark in flat.marks if mark.thing == number]
        mentions = tuple(dict.fromkeys((of[mark.start], flat.surface(mark)) for mark in marks))
        lines.append(f"# kg.thing = {_json(Listed(thing=thing, mentions=mentions))}")
    lines.append("")
    kinds: dict[int, tuple[str, bool]] = {}
    for mark in flat.marks:
        kinds.update((at, (mark.kind, at == mark.start)) for at in range(mark.start, mark.stop))
    current = -1
    for at, char in enumerate(page.text):
        kind, begins = kinds.get(at, ("", True))
        if begins and page.parts and of[at] != current and not char.isspace():
            current = of[at]
            lines.append(f"# kg.in = {page.parts[current].id}")
        if not char.isspace():
            lines.append(f"{char}\t{'B' if begins else 'I'}-{kind}" if kind else f"{char}\tO")
        if (char == "\n" or char in _ENDS) and (not kinds.get(at + 1) or kinds[at + 1][1]) and lines[-1]:
            lines.append("")
    if lines[-1]:
        lines.append("")
    return "".join(f"{line}\n" for line in lines)


def from_conll(content: str, path: Path) -> tuple[list[Page], list[str]]:
    """The pages of a file, and what is to be said of what the format could not hold.

    Tags may be BIO, BIOES or BMES; the tag is the last column. A file without our comments is one page.

    Raises: GoldError, with the line, for a line without a tag, a tag of no class of ours, or a broken comment.
    """
    readers: list[_Reader] = []
    for number, raw in enumerate(content.removeprefix("\ufeff").split("\n"), 1):
        line = raw.removesuffix("\r")
        comment = re.fullmatch(r"# kg\.(page|article|thing|in) = (.*)", line)
        if comment and comment[1] == "page":
            readers.append(_Reader(path, number, _decode(comment[2], Head, path, number)))
            continue
        empty = not line.strip(" \t") or line.startswith("-DOCSTART-") or (line.startswith("# ") and "\t" not in line)
        if empty and not comment:
            continue
        if not readers:
            readers.append(_Reader(path, number, Head(id=path.stem)))
            readers[-1].begin_article(Part(id=f"{path.stem}#1", title=""))
        if comment:
            readers[-1].comment(comment[1], comment[2], number)
        else:
            readers[-1].token(line, number)
    return [reader.page() for reader in readers], [said for reader in readers for said in reader.losses()]


class _Reader:
    """Collects the lines of a page."""

    def __init__(self, path: Path, number: int, head: Head) -> None:
        self.path, self.number, self.head = path, number, head
        self.text: list[str] = []
        self.size = 0
        self.parts: list[Part] = []
        self.runs: list[list[tuple[int, int]]] = []
        self.listed: list[Listed] = []
        self.current = -1
        self.marks: list[tuple[int, int, str]] = []
        self.open = False

    def begin_article(self, part: Part) -> None:
        """Know of an article; its tokens come later."""
        self.parts.append(part)
        self.runs.append([])

    def comment(self, name: str, value: str, number: int) -> None:
        """Take one of our comments."""
        if name == "article":
            self.begin_article(_decode(value, Part, self.path, number))
        elif name == "thing":
            self.listed.append(_decode(value, Listed, self.path, number))
        else:
            ids = [part.id for part in self.parts]
            if value not in ids:
                raise GoldError(
                    f"no article “{value}” above", source=str(self.path), place=f"line {number}", remedy="mend it"
                )
            self.current = ids.index(value)

    def token(self, line: str, number: int) -> None:
        """Take a token and its tag."""
        char, _, tag = line.partition("\t") if "\t" in line else line.partition(" ")
        tag = tag.split()[-1] if tag.split() else ""
        parsed = _TAG.fullmatch(tag)
        place = f"line {number}"
        if not parsed or not char or (parsed[1] != "O") != bool(parsed[2]):
            raise GoldError(f"no tag in “{line}”", source=str(self.path), place=place, remedy="as 公, a tab, B-Agency")
        if parsed[2] and parsed[2] not in CLASSES:
            remedy = f"one of {', '.join(CLASSES)}"
            raise GoldError(f"no class “{parsed[2]}”", source=str(self.path), place=place, remedy=remedy)
        start, self.size = self.size, self.size + len(char)
        self.text.append(char)
        runs = self.runs[max(self.current, 0)] if self.runs else []
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], self.size)
        else:
            runs.append((start, self.size))
        kind, letter = parsed[2], parsed[1]
        if kind and letter in "IEML" and self.open and self.marks[-1][2] == kind:
            self.marks[-1] = (self.marks[-1][0], self.size, kind)
        elif kind:
            self.marks.append((start, self.size, kind))
        self.open = bool(kind) and letter not in "ESLUW"

    def page(self) -> Page:
        """The page that was read."""
        text = "".join(self.text)
        parts = tuple(
            msgspec.structs.replace(part, runs=tuple(runs)) for part, runs in zip(self.parts, self.runs, strict=True)
        )
        page = Page(id=self.head.id, source=self.head.source, text=text, year=self.head.year, parts=parts)
        of = owners(page)
        named: dict[tuple[int, str, str], list[str]] = {}
        for number, listed in enumerate(self.listed):
            for part, surface in listed.mentions:
                named.setdefault((part, listed.thing.kind, surface), []).append(str(number))
        found = [
            Found(uid=f"{n}.{key}", start=start, stop=stop, kind=kind, key=key)
            for n, (start, stop, kind) in enumerate(self.marks)
            for key in named.get((of[start], kind, squash(text[start:stop])), [""])
        ]
        return assemble_page(page, {str(n): one.thing for n, one in enumerate(self.listed)}, found, ())

    def losses(self) -> list[str]:
        """What the file could not hold."""
        where = f"{self.path}, line {self.number}: {self.head.id}"
        out = []
        if self.head.left_out:
            which = "inside or across longer ones" if self.head.kept == OUTERMOST else "around or across shorter ones"
            out.append(f"{where}: {self.head.left_out} marks {which} were not in the file")
        if self.head.relations:
            out.append(f"{where}: {self.head.relations} relations were not in the file")
        return out


def _json(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode()


def _decode(value: str, kind: type[_Comment], path: Path, number: int) -> _Comment:
    try:
        return msgspec.json.decode(value.encode("utf-8"), type=kind)
    except msgspec.DecodeError as error:
        raise GoldError(
            f"a comment that can't be read: {error}", source=str(path), place=f"line {number}", remedy="leave it alone"
        ) from None
