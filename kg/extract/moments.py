"""When a happening was, as far as the sentence that tells of it and its paragraph say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.draft import Draft, placed
from kg.extract.values import Found, Time

_PARAGRAPH = attrgetter("paragraph")


def times_before(draft: Draft, sentence: Sentence, at: int) -> list[Time]:
    """The times of a sentence before a position."""
    return placed(draft.times, sentence.start, at)


def paragraph_time(draft: Draft, sentence: Sentence) -> Time | None:
    """The last time named in the paragraph before a sentence."""
    sentences = draft.passage.sentences
    opening = sentences[bisect_left(sentences, sentence.paragraph, key=_PARAGRAPH)].start
    told = reversed(placed(draft.times, opening, sentence.start))
    return next((t for t in told if t.kind in ("day", "recent", "month")), None)


def has_time(draft: Draft, sentence: Sentence, at: int) -> bool:
    """Whether a sentence (before a position) or its paragraph says when."""
    if any(t.kind in ("day", "recent", "month", "span") for t in times_before(draft, sentence, at)):
        return True
    return paragraph_time(draft, sentence) is not None


def has_day(draft: Draft, sentence: Sentence, at: int) -> bool:
    """Whether a sentence (before a position) or its paragraph says on what day, be it only 近日."""
    if any(t.kind in ("day", "recent") for t in times_before(draft, sentence, at)):
        return True
    before = paragraph_time(draft, sentence)
    return before is not None and before.kind in ("day", "recent")


def find_moment(draft: Draft, signs: Iterable[Found]) -> str:
    """The EDTF time of a happening: the last one before its first sign in its sentence, else in its paragraph."""
    passage = draft.passage
    weaker = ""
    headline = False
    for sign in signs:
        sentence = passage.sentences[sign.sentence]
        if sentence.kind == "headline":
            headline = True
            continue
        inside = [
            t for t in times_before(draft, sentence, sign.start) if t.value and t.kind in ("day", "month", "span")
        ]
        if inside:
            days = [t for t in inside if t.kind == "day"]
            return (days or inside)[-1].value
        before = paragraph_time(draft, sentence)
        if before and before.value and not weaker:
            weaker = before.value
    if not weaker and headline:
        return next((t.value for t in draft.times if t.kind == "day" and t.value), "")
    return weaker
