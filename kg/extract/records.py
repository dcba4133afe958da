"""Drafts as records: what is left of an article once all extractors have read it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable

from kg.extract.draft import Draft, Mention, Thing
from kg.extract.variants import printed, printed_line
from kg.model import Article
from kg.record import Mentioned, Named, Place, Record, Stated

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def to_record(draft: Draft) -> Record:
    """What a draft says, once all extractors have written into it."""
    passage = draft.passage
    article, offsets, lines = passage.article, passage.offsets, passage.lines
    text, restore = printed(draft) if article.variant else (passage.text, str)
    numbers = {key: number for number, key in enumerate(draft.things)}
    places: dict[tuple[int, int], tuple[int, Place]] = {}
    statements: list[Stated] = []
    for c in draft.claims:
        place = places.get((c.start, c.stop))
        if place is None:
            start, stop = _trim(text, c.start, c.stop)
            span = passage.span(start, stop)
            place = len(places), (span.start, span.stop, passage.line(start), _clean(text[start:stop]))
            places[c.start, c.stop] = place
        role = restore(c.role) if c.role else ""
        statements.append((numbers[c.subject], c.predicate, numbers[c.object], place[0], c.rule, c.confidence, role))
    mentions: list[Mentioned] = []
    for m in draft.mentions:
        at, surface = offsets[m.start], text[m.start : m.stop]
        surface = surface.strip() if surface.isprintable() else _clean(surface)
        # No mention ends in the line feed of a paragraph, which has no place.
        place_ = at, offsets[m.stop - 1] + 1, bisect_right(lines, at), surface
        mentions.append((numbers[m.key], place_, m.rule, m.confidence, m.anaphor))
    return Record(
        article.key,
        _clean(printed_line(article.headline, article) if article.variant else article.headline.text),
        tuple([(name, restore(value)) for name, value in _attributes(article)]),
        _named(draft.things.values(), restore),
        tuple(mentions),
        tuple([place for _, place in places.values()]),
        tuple(statements),
        tuple(
            (numbers[person], (a.span.start, a.span.stop, passage.line_at(a.span.start), restore(a.name)))
            for person, _, a in draft.written
        ),
        draft.signatures,
        tuple([(_place(draft, m), f"{m.rule}: {reason}") for m, reason in draft.dropped]),
    )


def _place(draft: Draft, m: Mention) -> Place:
    passage = draft.passage
    span = passage.span(m.start, m.stop)
    return span.start, span.stop, passage.line(m.start), _clean(passage.text[m.start : m.stop])


def _named(things: Iterable[Thing], restore: Callable[[str], str]) -> tuple[Named, ...]:
    """The things with their names as printed; a region is called as the gazetteer calls it."""
    if restore is str:
        return tuple(
            [
                (t.key, t.type, t.label.strip() if t.label.isprintable() else _clean(t.label), t.attributes)
                for t in things
            ]
        )
    out = []
    for thing in things:
        label, attributes = thing.label, thing.attributes
        if thing.type != "Region":
            label, attributes = restore(label), {name: restore(value) for name, value in attributes.items()}
        out.append((thing.key, thing.type, _clean(label), attributes))
    return tuple(out)


def _attributes(article: Article) -> tuple[tuple[str, str], ...]:
    attributes = [("byline", author.name) for author in article.authors]
    if article.dateline:
        attributes.append(("dateline", article.dateline))
    if article.published:
        attributes.append(("date", article.published))
    return tuple(attributes)


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop - 1 and text[start] in "\n ":
        start += 1
    while stop > start + 1 and text[stop - 1] in "\n ":
        stop -= 1
    return start, stop


def _clean(text: str) -> str:
    """Without line breaks and control characters, which no label or quote may hold."""
    if text.isprintable():
        return text.strip()
    return _CONTROL.sub("", text.replace("\n", " ")).strip()
