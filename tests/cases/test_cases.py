"""The cases of `*.md` beside this file: marked text, and what the program must find in it.

A case is an item of a list: a text in which `[呼和浩特市公安局|Agency]` marks what must be found with its class,
`[呼市公安局|Agency=呼和浩特市公安局]` with its canonical name too, `[昨天的演练|Event@2023-05-05]` with its time, and
`[小区|-Region]` what must overlap no mention of that class (`[…|-]`: of any class). Marks may be nested; `¶` ends a
paragraph. Items below the case say more:

- `headline:` and `published:` of the article (the case is else an article without either);
- `says:` a relation that must be found, `never:` one that must not: head → relation → tail, by canonical names;
- `only:` classes of which nothing else may be found;
- `xfail:` what the program gets wrong today, though a careful reader would not.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.model import CLASSES, Knowledge, Span
from kg.pipeline import build_documents
from tests.pages import page

FOLDER = Path(__file__).parent
_LABEL = re.compile(r"(?P<no>-?)(?P<kind>[A-Z][a-z]+)?(?:=(?P<name>[^@]+))?(?:@(?P<time>.*))?")
_KEYS = ("headline", "published", "says", "never", "only", "xfail")


class Mark(NamedTuple):
    """A marked stretch of the plain text, half-open."""

    start: int
    stop: int
    kind: str
    wanted: bool
    name: str
    time: str | None


class Case(NamedTuple):
    """One case: its place in the file, its text without the marks, and what holds of it."""

    place: str
    text: str
    marks: tuple[Mark, ...]
    notes: dict[str, list[str]]


def read_marks(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without its marks, and the marks."""
    text = ""
    starts: list[int] = []
    marks: list[Mark] = []
    pieces = re.split(r"(\[|\|[^\[\]|]*\])", marked.replace("¶", "\n\n"))
    for piece in pieces:
        if piece == "[":
            starts.append(len(text))
        elif piece.startswith("|") and piece.endswith("]"):
            found = _LABEL.fullmatch(piece[1:-1])
            assert found is not None, f"bad mark {piece}"
            kind = found["kind"] or ""
            assert kind in CLASSES or (not kind and found["no"]), f"no class {kind!r}"
            marks.append(Mark(starts.pop(), len(text), kind, not found["no"], found["name"] or "", found["time"]))
        else:
            text += piece
    assert not starts, f"unclosed mark in {marked}"
    return text, tuple(marks)


def read_cases(path: Path) -> list[Case]:
    """The cases of a file in order."""
    cases: list[Case] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("- "):
            text, marks = read_marks(line[2:].strip())
            cases.append(Case(f"{path.stem}:{number}", text, marks, {}))
        elif line.startswith("  - "):
            key, _, value = line[4:].partition(":")
            assert key in _KEYS, f"{path.name}:{number}: no key {key!r}"
            cases[-1].notes.setdefault(key, []).append(value.strip())
    return cases


@cache
def all_cases() -> tuple[Case, ...]:
    """The cases of all files."""
    return tuple(case for path in sorted(FOLDER.glob("*.md")) for case in read_cases(path))


def parameters() -> list[object]:
    """The cases as pytest wants them: by place, those that fail today marked so."""
    return [
        pytest.param(
            case,
            id=case.place,
            marks=[pytest.mark.xfail(reason=reason, strict=False) for reason in case.notes.get("xfail", ())],
        )
        for case in all_cases()
    ]


def mentions(knowledge: Knowledge) -> dict[tuple[Span, str], str]:
    """Where which class is mentioned, and the id of what."""
    types = {entity.id: entity.type for entity in knowledge.entities}
    return {
        (proof.span, types[fact.object]): fact.object
        for fact in knowledge.facts
        if fact.predicate == "mentions"
        for proof in fact.evidence
    }


def find_faults(case: Case) -> list[str]:
    """What is wrong with the graph of a case, in words."""
    (headline,) = case.notes.get("headline", [""])
    (published,) = case.notes.get("published", [None])
    before = f"# {headline}\n\n" if headline else ""
    document = page(f"{before}{case.text}\n", published=published)
    knowledge, _ = build_documents([document])
    entities = {entity.id: entity for entity in knowledge.entities}
    found = mentions(knowledge)
    faults = []
    for mark in case.marks:
        span = Span(mark.start + len(before), mark.stop + len(before))
        surface = case.text[mark.start : mark.stop]
        if not mark.wanted:
            faults += [
                f"{surface} holds {kind} {document.text[at.start : at.stop]}"
                for (at, kind) in found
                if kind == (mark.kind or kind) and at.start < span.stop and at.stop > span.start
            ]
            continue
        entity = entities.get(found.get((span, mark.kind), ""))
        if entity is None:
            near = [
                f"{document.text[at.start : at.stop]}|{kind}"
                for (at, kind) in found
                if at.start < span.stop and at.stop > span.start
            ]
            faults.append(f"{surface}|{mark.kind} not found; there is {', '.join(near) or 'nothing'}")
        elif mark.name and entity.label != mark.name:
            faults.append(f"{surface} is {entity.label}, not {mark.name}")
        elif mark.time is not None and (entity.get("time") or "") != mark.time:
            faults.append(f"{surface} is at {entity.get('time')}, not {mark.time}")
    wanted = {(Span(m.start + len(before), m.stop + len(before)), m.kind) for m in case.marks if m.wanted}
    for kind in " ".join(case.notes.get("only", ())).split():
        faults += [
            f"{document.text[at.start : at.stop]}|{kind} is too much"
            for (at, found_kind) in sorted(found)
            if found_kind == kind and at.start >= len(before) and (at, kind) not in wanted
        ]
    relations = {
        (entities[f.subject].label, f.predicate, entities[f.object].label)
        for f in knowledge.facts
        if f.predicate != "mentions"
    }
    for key, wished in (("says", True), ("never", False)):
        for note in case.notes.get(key, ()):
            relation = tuple(part.strip() for part in note.split("→"))
            assert len(relation) == 3, f"{case.place}: {note}"
            if (relation in relations) is not wished:
                faults.append(f"{'missing' if wished else 'too much'}: {note}")
    return faults


@pytest.mark.parametrize("case", parameters())
def test_case(case: Case) -> None:
    faults = find_faults(case)
    assert not faults, "\n".join([case.text, *faults])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_each_kind_has_cases(path: Path) -> None:
    assert len(read_cases(path)) >= 20


def test_each_case_asks_for_something() -> None:
    assert [c.place for c in all_cases() if not c.marks and not {"says", "never", "only"} & c.notes.keys()] == []
