"""Drafts as records: what is left of an article once all extractors have read it."""

from __future__ import annotations

import re

from kg.extract.draft import Draft
from kg.model import Article
from kg.record import Mentioned, Named, Place, Record, Stated

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def to_record(draft: Draft) -> Record:
    """What a draft says, once all extractors have written into it."""
    passage = draft.passage
    text, line = passage.text, passage.line
    numbers = {key: number for number, key in enumerate(draft.things)}
    places: dict[tuple[int, int], tuple[int, Place]] = {}
    statements = []
    for claim in draft.claims:
        place = places.get((claim.start, claim.stop))
        if place is None:
            start, stop = _trim(text, claim.start, claim.stop)
            span = passage.span(start, stop)
            place = len(places), Place(span.start, span.stop, line(start), _clean(text[start:stop]))
            places[claim.start, claim.stop] = place
        subject, object_ = numbers[claim.subject], numbers[claim.object]
        statements.append(Stated(subject, claim.predicate, object_, place[0], claim.rule, claim.confidence, claim.role))
    mentions = []
    for start, stop, key, rule, confidence, anaphor in draft.mentions:
        span = passage.span(start, stop)
        place_ = Place(span.start, span.stop, line(start), _clean(text[start:stop]))
        mentions.append(Mentioned(numbers[key], place_, rule, confidence, anaphor))
    return Record(
        passage.article.key,
        _clean(passage.article.headline.text),
        _attributes(passage.article),
        tuple(Named(t.key, t.type, _clean(t.label), t.attributes) for t in draft.things.values()),
        tuple(mentions),
        tuple(place for _, place in places.values()),
        tuple(statements),
        tuple(
            (numbers[person], Place(a.span.start, a.span.stop, passage.line_at(a.span.start), a.name))
            for person, _, a in draft.written
        ),
        draft.signatures,
    )


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
