"""Persons that nothing introduces: how likely a word is somebody's name, by its characters and what stands beside it.

A Han name is weighed by how often its characters are those of names (`lexicon.characters`), a foreign one by its
syllables (`foreign`); a word before or after that no name stands beside (`beside`) takes it away.
"""

from __future__ import annotations

import re

import rjieba

from kg.analyze import Passage
from kg.extract.beside import AFTER, left_of, right_of
from kg.extract.foreign import Found, add_foreign, add_japanese
from kg.extract.names import CHINESE, JOINING, NAME_TAGS
from kg.extract.scale import (
    LIKELY,
    NO_LAST,
    NO_OFFICIAL,
    SOFT_LAST,
    SPLIT,
    THOUGHT,
    UNTAGGED,
    VERB_LAST,
    Scale,
    load_scale,
)
from kg.lexicon import Lexicon

_GIVEN_TAGS = NAME_TAGS | {"ns", "nz"}
_SOME = re.compile(r"[^ ]")  # a word that may be something


def find_likely(passage: Passage, lexicon: Lexicon, found: Found, taken: bytearray) -> None:
    """Add the names that look like one to `found`, where nothing is taken."""
    scale = load_scale(lexicon)
    starts = passage.tokens.starts
    kinds = scale.kinds_of(passage.tokens)
    text, follow, leading = passage.text, scale.follow, scale.leading
    done = 0
    for some in _SOME.finditer(kinds):
        i = some.start()
        kind, start = kinds[i], starts[i]
        if taken[start] or start < done:
            continue
        if kind in "sS":  # most surnames that stand alone are other words
            led = text[start + 1 : start + 2] in (follow if kind == "s" else leading)
            if not led and (kind == "s" or not _is_called(passage, i)):
                continue
        elif kind == "k":
            if starts[i + 2 : i + 3] != [start + 3]:
                continue
        elif kind in "Ff":
            done = add_foreign(passage, i, scale, found, taken)
        _weigh(passage, i, kind, scale, found)


def _weigh(passage: Passage, i: int, kind: str, scale: Scale, found: Found) -> None:
    """Weigh the name that starts at a word of some kind."""
    word, start = passage.tokens.texts[i], passage.tokens.starts[i]
    stop = start + len(word)
    if kind == "T":
        size = len(THOUGHT.fullmatch(word)[1])  # type: ignore[index]
        found.setdefault((start, start + size), ("person.likely", 0.7))
    elif kind == "J":
        add_japanese(passage, i, scale, found)
    elif kind in "NF":
        if word[-1] in VERB_LAST and not rjieba.has_word(word):
            stop -= 1
        left, right = left_of(passage, i, scale), right_of(passage, stop, scale)
        if word[-1] in SOFT_LAST and word not in scale.famous:
            left, right = left - 2 * (passage.text[start - 1 : start] not in "由、和与"), right - 2
        if passage.text[start - 1 : start] == "在":
            left = 1 if kind == "N" and passage.text[stop : stop + 1] in ("的", "家") else -1
        sounds = kind == "F" and scale.characters.strange(word) > 35
        if left >= 0 <= right and (right > 0 or (left > 0 and kind == "N") or left > 2 or (left == 2 and sounds)):
            found.setdefault((start, stop), ("person.likely", 0.75))
    elif kind == "y":
        _familiar(passage, i, scale, found)
    elif kind == "o":
        if left_of(passage, i, scale) > 0:
            found.setdefault((start, stop), ("person.official", 0.7))
    elif kind in "wf":
        if (i and passage.tokens.texts[i - 1] in scale.words.roles) or scale.told(passage.text, stop):
            left, right = left_of(passage, i, scale), right_of(passage, stop, scale)
            if left > 0 < right and (left > 2 or right > 2):
                found.setdefault((start, stop), ("person.beside", 0.6))
    else:
        _compose(passage, i, kind, scale, found)


def _compose(passage: Passage, i: int, kind: str, scale: Scale, found: Found) -> None:
    """Add the name or the surname with an office that begins with a surname: 王|建军, 金志|贤, 当汤|局长."""
    text, start = passage.text, passage.tokens.starts[i] + (kind == "l")
    led = text[start + 1 : start + 2] in scale.leading and kind in "sSl" and passage.edges[start + 1]
    office = scale.office.match(text, start + 1) if led else None
    if office and text[start] not in NO_OFFICIAL:
        if kind == "l" or left_of(passage, i, scale) > (kind == "S"):
            found.setdefault((start, office.end()), ("person.official", 0.7))
    elif (kind != "S" or _is_called(passage, i)) and (text[start] not in JOINING or _opens(passage, i)):
        stop = _best(passage, start, kind, scale)
        inside = text[start - 1 : start] == "在" and text[stop : stop + 1] == "的" and kind == "n"  # 在林弟的心里
        if stop and (kind == "l" or inside or left_of(passage, i, scale) > 0):
            found.setdefault((start, stop), ("person.likely", 0.65))


def _is_called(passage: Passage, i: int) -> bool:
    """Whether a given name, by its tag, stands behind a surname that is a word of grammar: 何|德顺."""
    texts, tags = passage.tokens.texts, passage.tokens.tags
    return i + 1 < len(tags) and tags[i + 1] in _GIVEN_TAGS and len(texts[i + 1]) == 2


def _opens(passage: Passage, i: int) -> bool:
    """Whether a surname that is a word of grammar opens a clause, before a word that is tagged as a name: 和|万春."""
    start, tags = passage.tokens.starts[i], passage.tokens.tags
    opens = start == 0 or passage.text[start - 1] in "。；！？\n，"
    return opens and i + 1 < len(tags) and tags[i + 1] in NAME_TAGS and len(passage.tokens.texts[i + 1]) == 2


def _familiar(passage: Passage, i: int, scale: Scale, found: Found) -> None:
    """老周, 小马: where a mark, an office or a word of grammar stands before, and what persons do after."""
    text, start = passage.text, passage.tokens.starts[i]
    stop = start + 2
    if text[start + 1 : stop] not in scale.surnames or rjieba.has_word(text[start + 1 : start + 3]):  # 老|楼道
        return
    left = left_of(passage, i, scale)
    told = scale.words.speech.match(text, stop) is not None
    right = 3 if told else right_of(passage, stop, scale) if passage.edges[stop] else 0
    known = rjieba.has_word(text[start:stop])
    if right > 0 and (left > 2 or (left == 2 and not known and (right < 2 or told or text[stop : stop + 1] == "的"))):
        found.setdefault((start, stop), ("person.familiar", 0.6))


def _best(passage: Passage, start: int, kind: str, scale: Scale) -> int:
    """Where the name of two or three characters that starts at a position stops; 0 if none looks like one."""
    text = passage.text
    best = at = 0
    least = UNTAGGED if kind in "kS" else LIKELY if kind in "nl" else SPLIT
    joins = text[start] in JOINING
    table, given = scale.characters, text[start + 1 : start + 3]
    if len(given) == 2 and not joins:  # most are told by this alone
        most = max(table.last.get(given[0], -99), table.second.get(given[0], -99) + table.last.get(given[1], -99))
        if table.surname.get(text[start], -99) + most < least - 10:
            return 0
    for size in (3,) if kind in "kS" or joins else (2, 3):
        name, stop = text[start : start + size], start + size
        if len(name) != size:
            break
        score = scale.characters.han(name)
        if joins:
            score += 40 - scale.characters.surname.get(name[0], 0)
        if score < least - 10 or name[-1] in NO_LAST or name[-1] in VERB_LAST:
            continue
        if not passage.edges[stop] and text[stop : stop + 1] not in AFTER:
            continue
        right = right_of(passage, stop, scale)
        if right <= 0 or score < least - 10 * (right > 2) or score + 8 * right <= best:
            continue
        if CHINESE.fullmatch(name) and name not in scale.nobodies and not rjieba.has_word(name):
            best, at = score + 8 * right, stop
    return at
