"""What speaks for a name that only a model sees, besides the model: its own words, those around it, its other places.

A sign is no proof: 在 stands before many words that are no place. The more signs there are, the less sure the model has
to be (`extract.fusion`).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import rjieba

from kg.analyze import EntitySpan, Passage
from kg.extract.candidates import model_words
from kg.extract.draft import Draft
from kg.extract.names import NAME_TAGS, load_words
from kg.lexicon import Lexicon

PROPER = {"Organization": ("nt", "nz"), "Place": ("ns",), "Person": tuple(NAME_TAGS)}
"""The tags of words that are names, or in names, of a class."""
NAME = "nz"
"""What a model's tags say that tell names apart from nouns, but not of what."""


def count_signs(draft: Draft, span: EntitySpan, lexicon: Lexicon) -> int:
    """How many signs speak for a name: its tags, its last word, the words before and after it, its other places."""
    passage, kind = draft.passage, span.kind
    text, start, stop = passage.text, span.start, span.stop
    agreed = agrees(passage, span)
    if kind == "Person":
        words = load_words(lexicon)
        before = _ends(text, start, words.roles)
        after = bool(words.speech.match(text, stop))
        head = False
        agreed = agreed and not rjieba.has_word(text[start:stop])  # 查明 and 马扎 are names of somebody to it too
    else:
        table = "organizations" if kind == "Organization" else "places"
        head = _ends(text, stop, _words(lexicon, table, "heads", "words"), start + 1)
        before = _ends(text, start, _words(lexicon, table, "openers", "before"))
        if kind == "Place":
            before = before or any(m.stop == start for m in draft.of_type("Region"))
            after = _begins(text, stop, _words(lexicon, table, "openers", "after"))
        else:
            after = _begins(text, stop, load_words(lexicon).roles)
    return agreed + head + before + after + _is_same_everywhere(passage, span)


def _is_same_everywhere(passage: Passage, span: EntitySpan) -> bool:
    """Whether a name stands in several places, and the model takes it for the same in each of them."""
    name = passage.text[span.start : span.stop]
    places = passage.text.count(name)
    if places < 2:
        return False
    same = sum(
        passage.text.startswith(name, other.start) and other.stop - other.start == len(name)
        for other in passage.reading.entities
        if other.kind == span.kind
    )
    return same == places


_LONGEST = 8
"""Characters of the longest word that is looked for around a name."""


def _ends(text: str, stop: int, words: Collection[str], least: int = 0) -> bool:
    """Whether one of the words ends at a place."""
    return any(text[at:stop] in words for at in range(max(least, stop - _LONGEST), stop))


def _begins(text: str, start: int, words: Collection[str]) -> bool:
    """Whether one of the words begins at a place."""
    return any(text[start:stop] in words for stop in range(start + 1, min(len(text), start + _LONGEST) + 1))


@cache
def _words(lexicon: Lexicon, table: str, name: str, key: str) -> frozenset[str]:
    return frozenset(lexicon.table(table, name, key))


def agrees(passage: Passage, span: EntitySpan) -> bool:
    """Whether a word of a name is tagged as one of its class, by the built-in tagger or the model."""
    place = span.start, span.stop
    tags = PROPER[span.kind]
    return any(token.tag in tags for token in passage.between(*place)) or any(
        word.tag in tags or word.tag == NAME for word in model_words(passage, *place)
    )
