"""The program on reports of emergencies as annotated in the Chinese Emergency Corpus (pairs of `.txt` and `.xml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from benchmarks.days import read_day, resolve_day
from benchmarks.names import Part, find_body, find_divisions, is_foreign
from benchmarks.tally import Miss, Tally
from kg.analyze import load_analyzer
from kg.errors import UsageError
from kg.extract.draft import Draft
from kg.lexicon import load_lexicon
from kg.model import Document
from kg.pipeline import extract_document
from kg.read import published_on

_TAGS = frozenset(("Denoter", "Time", "Location", "Participant", "ReportTime"))


class Mark(NamedTuple):
    """An element of the annotation, its place in the report's text (half-open; -1 where the texts differ)."""

    tag: str
    type: str
    event: int
    start: int
    stop: int
    text: str


class Found(NamedTuple):
    """A mention of ours in the report, and the thing it names."""

    start: int
    stop: int
    type: str
    key: str
    surface: str
    time: str


def measure_cec(folder: Path) -> list[Tally]:
    """How much of the annotation of a folder's reports the program finds.

    Raises: UsageError if the folder holds no pairs.
    """
    pairs = [(text, text.with_suffix(".xml")) for text in sorted(folder.glob("*.txt"))]
    pairs = [pair for pair in pairs if pair[1].exists()]
    if not pairs:
        raise UsageError("no pairs of .txt and .xml", source=str(folder), remedy="give the folder of the reports")
    analyzer = load_analyzer()
    tallies = {
        name: Tally(name, aim=aim)
        for name, aim in (
            ("emergency event", 0.8),
            ("its day, where the event was found", None),
            ("its day, of all that have one", 0.8),
            ("agency", 0.8),
            ("agency of another country", None),
            ("region", 0.8),
            ("region: official name", None),
            ("region: short form", None),
            ("region: not in the gazetteer", None),
        )
    }
    for path, annotation in pairs:
        text = path.read_text(encoding="utf-8-sig")
        published, origin = published_on(text, path.stem)
        document = Document(id=path.stem, source=path.name, text=text, published=published, published_from=origin)
        ours = [found for draft in extract_document(document, analyzer) for found in _found(draft)]
        marks = read_marks(annotation, text)
        _score_events(path.name, text, marks, ours, tallies)
        _score_names(path.name, text, marks, ours, tallies)
    return list(tallies.values())


def _found(draft: Draft) -> Iterator[Found]:
    for mention in draft.mentions:
        span = draft.passage.span(mention.start, mention.stop)
        thing = draft.things[mention.key]
        surface = draft.passage.text[mention.start : mention.stop]
        yield Found(span.start, span.stop, thing.type, mention.key, surface, thing.attributes.get("time", ""))


def read_marks(annotation: Path, text: str) -> list[Mark]:
    """The elements of an annotation in order, at their places in the report's text.

    Raises: UsageError if the file is no XML.
    """
    try:
        body = ElementTree.fromstring(annotation.read_text(encoding="utf-8-sig").strip())
    except ElementTree.ParseError as fault:
        raise UsageError(str(fault), source=str(annotation), remedy="mend the XML") from fault
    plain: list[str] = []
    raw: list[tuple[str, str, int, int, int]] = []
    count = 0
    events = 0

    def add(part: str | None) -> None:
        nonlocal count
        packed = re.sub(r"\s", "", part or "")
        plain.append(packed)
        count += len(packed)

    def walk(node: ElementTree.Element, event: int) -> None:
        nonlocal events
        if node.tag == "Event":
            events += 1
            event = events
        start = count
        at = len(raw)
        add(node.text)
        for child in node:
            walk(child, event)
            add(child.tail)
        if node.tag in _TAGS and count > start:
            raw.insert(at, (node.tag, node.get("type", ""), event, start, count))

    walk(body, 0)
    packed = "".join(plain)
    places = [i for i, c in enumerate(text) if not c.isspace()]
    there = _alignment(packed, "".join(text[i] for i in places))
    marks = []
    for tag, type_, event, start, stop in raw:
        while tag == "Time" and start and packed[start].isdigit() and packed[start - 1].isdigit():
            start -= 1  # `２<Time>４日</Time>`
        first, last = there.get(start, -1), there.get(stop - 1, -1)
        span = (places[first], places[last] + 1) if 0 <= first <= last else (-1, -1)
        marks.append(Mark(tag, type_, event, *span, packed[start:stop]))
    return marks


def _alignment(ours: str, theirs: str) -> dict[int, int]:
    """Positions of `ours` → positions of `theirs`, for the parts that are the same."""
    if ours == theirs:
        return {i: i for i in range(len(ours))}
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return {a + k: b + k for a, b, size in blocks for k in range(size)}


def _score_events(where: str, text: str, marks: list[Mark], ours: list[Found], tallies: dict[str, Tally]) -> None:
    emergencies = [m for m in marks if m.tag == "Denoter" and m.type == "emergency"]
    if not emergencies:
        return
    events = [f for f in ours if f.type == "Event"]
    found = [f for f in events if any(_same(f, mark) for mark in emergencies)]
    words = "、".join(dict.fromkeys(m.text for m in emergencies))
    context = _sentence(text, emergencies[0].start)
    kind = f"{emergencies[0].text}" + ("" if events else " (no event at all)")
    tallies["emergency event"].count(bool(found), Miss(kind, where, words, context))
    dated = _dated(marks, emergencies)
    if dated is None:
        return
    emergency, when, day = dated
    mine = [f for f in events if _same(f, emergency)] or found
    times = sorted({f.time for f in mine if f.time})
    right = day.isoformat() in times
    kind = "no event" if not mine else "no time" if not times else "another time"
    said = f"{when.text} = {day}; ours: {', '.join(times) or 'none'}"
    miss = Miss(kind, where, said, _sentence(text, emergency.start))
    tallies["its day, of all that have one"].count(right, miss)
    if mine:
        tallies["its day, where the event was found"].count(right, miss)


def _dated(marks: list[Mark], emergencies: list[Mark]) -> tuple[Mark, Mark, date] | None:
    """The first emergency whose day the annotation fixes, its time and that day."""
    report = next((read_day(m.text) for m in marks if m.tag == "ReportTime"), None)
    days: dict[int, tuple[Mark, date]] = {}
    last: date | None = None
    for mark in marks:
        if mark.tag == "Time":
            day = resolve_day(mark.text, report, last)
            if day:
                last = day
                days.setdefault(mark.event, (mark, day))
    return next(((e, *days[e.event]) for e in emergencies if e.event in days), None)


def _same(found: Found, mark: Mark) -> bool:
    """Whether a mention of ours and a word of theirs overlap, or one holds the other in words."""
    if mark.start >= 0 and found.start < mark.stop and mark.start < found.stop:
        return True
    short, long = sorted((found.surface, mark.text), key=len)
    return len(short) > 1 and short in long


def _score_names(where: str, text: str, marks: list[Mark], ours: list[Found], tallies: dict[str, Tally]) -> None:
    agencies = [f for f in ours if f.type == "Agency"]
    regions = [f for f in ours if f.type == "Region"]
    gazetteer = load_lexicon().gazetteer
    seen: set[tuple[int, int]] = set()
    for mark in marks:
        inside = [i for i in range(mark.start, mark.stop) if not text[i].isspace()]
        if mark.start < 0 or len(inside) != len(mark.text):
            continue
        parts: list[Part] = []
        if mark.tag == "Location":
            parts = find_divisions(mark.text, gazetteer)
        elif mark.tag == "Participant" and (body := find_body(mark.text, text[mark.stop : mark.stop + 2])):
            parts = [body]
        for part in parts:
            start, stop = inside[part.start], inside[part.stop - 1] + 1
            if (start, stop) in seen:
                continue
            seen.add((start, stop))
            context = _sentence(text, start)
            if mark.tag == "Participant":
                miss = Miss(_body_kind(part), where, part.text, context)
                name = "agency of another country" if is_foreign(part.text) else "agency"
                tallies[name].count(any(f.start < stop and start < f.stop for f in agencies), miss)
            else:
                ending = "" if part.kind == "short form" else f" …{part.text[-1]}"
                miss = Miss(part.kind + ending, where, part.text, context)
                for name in ("region", f"region: {part.kind}"):
                    tallies[name].count(any(f.start <= start and stop <= f.stop for f in regions), miss)


def _body_kind(body: Part) -> str:
    """What sort of name a body has: named from a division, from a level word, or neither; and its ending."""
    gazetteer = load_lexicon().gazetteer
    name = body.text
    if any(name[:n] in gazetteer.by_name for n in range(2, len(name))):
        return f"division + …{body.kind}"
    if name[0] in "省市县区镇乡村州旗盟":
        return f"level word + …{body.kind}"
    return f"no division, …{body.kind}"


def _sentence(text: str, at: int) -> str:
    """The sentence around a position, for reading."""
    if at < 0:
        return ""
    start = max(text.rfind(mark, 0, at) for mark in "。！？\n") + 1
    stops = [i for mark in "。！？\n" if (i := text.find(mark, at)) >= 0]
    return text[start : min(stops, default=len(text))].strip()
