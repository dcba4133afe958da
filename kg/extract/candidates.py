"""What a span of a model must look like to become a name: rules 3 and 4 of `extract.fusion`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from operator import attrgetter

import rjieba

from kg.analyze import EntitySpan, Passage, Token
from kg.extract.names import NAME_TAGS, Words, load_words
from kg.lexicon import Lexicon

_SHAPE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·“”《》〈〉—\-+&]{2,40}")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_COUNTED = re.compile(r"第[一二三四五六七八九十百\d]|[全各每]|许多|不少|[多几数][个处条家座所]")
_TITLE = 40
"""Characters of the longest title that is looked for."""
_DIVISION = re.compile(r"(?:[村乡镇县市旗州盟省]|街道|社区|苏木|嘎查)$")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+")
_MORE = frozenset("某甲乙丙丁")
"""What stands behind 某 in a longer name (王某某)."""
_ELSEWHERE = ("ns", "nt")
"""The tags of a word that names a place or a body, and so no person."""
_START = attrgetter("start")
_COMMON = frozenset(("n", "v", "vn", "a", "an", "ad", "d", "l", "i", "j", "s", "t", "f", "b", "m", "r", "q"))
_SOME = ("一", "一家", "一所", "一支", "某", "某家", "某所")
"""Before a word for a kind of body these tell of one without naming it: 一|建材公司."""
# The tags of words at which no name begins or ends.
_LOOSE = ("u", "p", "c", "r", "y", "e", "d", "o", "zg", "k")
BRIEF = 2
"""Characters of the shortest place; what it is made of are two signs, and it needs one more: 在泾河|上游."""


def is_name(passage: Passage, span: EntitySpan, lexicon: Lexicon) -> bool:
    """Whether a span has the shape of a name of its class, and its words are those of one."""
    start, stop = span.start, span.stop
    text = passage.text[start:stop]
    if not _SHAPE.fullmatch(text) or text.count("“") != text.count("”"):
        return False
    own = model_words(passage, start, stop)
    if word_around(passage, start) or word_around(passage, stop) or (own and _is_loose(own)):
        return False
    if _is_in_title(passage, start):
        return False
    inside = passage.between(start, stop)
    if span.kind == "Person":
        return _is_person(passage, span, inside, load_words(lexicon))
    if _cuts(passage, start) or _cuts(passage, stop) or not inside or _is_loose(inside):
        return False
    if inside[0].text in _describing(lexicon, span.kind) or _is_some(inside):
        return False
    first, last = inside[0].tag, inside[-1].tag
    if first == "v" and rjieba.has_word(inside[0].text):  # 槐安, which it does not know, it guesses to be one
        return False
    if span.kind == "Organization":
        if _is_dateline(inside) or _is_system(inside, lexicon):
            return False
        if text in _heads(lexicon) or _is_unit(text, lexicon) or (start and passage.token_at(start - 1).text in _SOME):
            return False
        if passage.text[start - 1 : start] == "“" and passage.text[stop : stop + 1] == "”":
            return False
        return not (last == "v" or _QUOTED.fullmatch(text) or (len(inside) == 1 and first in (*NAME_TAGS, "ns")))
    if _is_division(text, lexicon):
        return False
    if any(t.tag == "v" and rjieba.has_word(t.text) for t in inside[1:-1]):
        return False
    if _DIVISION.search(text) or _COUNTED.match(text) or any(t.text in _leading(lexicon) for t in inside[1:]):
        return False
    if len(inside) == 1 and len(text) == 2:
        return first == "ns" and text[1] in _waters(lexicon)
    return not (len(inside) == 2 and first == "ns" and last in _COMMON) or text.endswith(_place_heads(lexicon))


def _cuts(passage: Passage, position: int) -> bool:
    """Whether a position is within a word of the dictionary's; one that only the tagger has put together may be cut."""
    return not passage.edges[position] and rjieba.has_word(passage.token_at(position).text)


def _is_division(text: str, lexicon: Lexicon) -> bool:
    """Whether the gazetteer has a name whole, as that of a division: 崆峒."""
    return any(hit.start == 0 and hit.stop == len(text) for hit in lexicon.find_names(text))


def _is_dateline(words: Sequence[Token]) -> bool:
    """Whether words say where a report is from: 平凉|讯."""
    return words[-1].text in ("讯", "电")


def _is_system(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether words say but where bodies are and what they deal with: 平凉|税务 (but 川观|新闻)."""
    return words[-1].text in _systems(lexicon) and _is_division("".join(w.text for w in words[:-1]), lexicon)


def _is_unit(text: str, lexicon: Lexicon) -> bool:
    """Whether a name ends as those of public bodies do, and not as those of others: 平凉市灯会事务中心."""
    return text.endswith(lexicon.table("agencies", "functions", "heads")) and not text.endswith(
        lexicon.table("organizations", "heads")
    )


def _is_loose(words: Sequence[Token]) -> bool:
    """Whether words begin or end with one of grammar, or are but one common word."""
    if words[0].tag.startswith(_LOOSE) or words[-1].tag.startswith(_LOOSE):
        return True
    return len(words) == 1 and words[0].tag in _COMMON


def _is_in_title(passage: Passage, position: int) -> bool:
    """Whether a position is inside the title of a work, whose words name what it tells of: 《杨木匠退彩礼》."""
    before = max(0, position - _TITLE)
    return passage.text.rfind("《", before, position) > passage.text.rfind("》", before, position)


def _is_some(words: Sequence[Token]) -> bool:
    """Whether words tell of somebody or somewhere without a name: 某|研究院, 平凉|一|小学 (but 平凉|一中)."""
    return any(w.text in _SOME[1:] for w in words) or (
        len(words) > 1 and words[-2].text == "一" and len(words[-1].text) > 1
    )


def _is_person(passage: Passage, span: EntitySpan, inside: list[Token], words: Words) -> bool:
    text = passage.text[span.start : span.stop]
    if text.endswith("某"):
        return len(text) == 2 and text[0] in words.single and passage.text[span.stop : span.stop + 1] not in _MORE
    if text in words.blocks or text in words.nobodies:
        return False
    if not inside or (len(inside) > 1 and any(token.tag == "v" for token in inside)):
        return False
    first = inside[0]
    if len(inside) == 1 and first.tag in _ELSEWHERE:
        return False
    if first.tag in _COMMON and (len(inside) == 1 or (first.start == span.start and len(first.text) > 1)):
        return False
    if len(text) > 2 and text[0] == text[1]:
        return False
    last = passage.token_at(span.stop - 1)
    if last.stop > span.stop and rjieba.has_word(last.text):
        return False
    surname = "·" in text or text[0] in words.single or text.startswith(words.double)
    return surname and bool(_PERSON.fullmatch(text))


@cache
def _leading(lexicon: Lexicon) -> frozenset[str]:
    """Words behind which a place begins; within a span they part two: 汭河|支流|海棠河."""
    return frozenset(word for word in lexicon.table("places", "openers", "before") if len(word) > 1)


@cache
def _place_heads(lexicon: Lexicon) -> tuple[str, ...]:
    """The words that end the names of places."""
    return lexicon.table("places", "heads")


@cache
def _systems(lexicon: Lexicon) -> frozenset[str]:
    """What bodies deal with, and who belongs to them: no name of an organization ends so."""
    systems = (word for words in lexicon.tables["agencies"]["systems"].values() for word in words)
    return frozenset(systems) | frozenset(lexicon.table("agencies", "collectives"))


@cache
def _heads(lexicon: Lexicon) -> frozenset[str]:
    """The words that end the names of organizations: alone they name none (乡|卫生院)."""
    return frozenset(lexicon.table("organizations", "heads"))


@cache
def _waters(lexicon: Lexicon) -> frozenset[str]:
    """The last characters of waters that one character may name: 泾河."""
    return frozenset(lexicon.table("places", "heads", "waters"))


@cache
def _describing(lexicon: Lexicon, kind: str) -> frozenset[str]:
    """The words that describe an organization or a place and are no part of its name."""
    return frozenset(lexicon.table(f"{kind.lower()}s", "generic", "ends"))


def word_around(passage: Passage, position: int) -> Token | None:
    """The word of the model's that a position is within, if any."""
    words = passage.reading.words
    i = bisect_left(words, position, key=_START) - 1
    return words[i] if i >= 0 and words[i].stop > position else None


def model_words(passage: Passage, start: int, stop: int) -> list[Token]:
    """The model's words that start within a stretch."""
    words = passage.reading.words
    first = bisect_left(words, start, key=_START)
    return [*words[first : bisect_left(words, stop, lo=first, key=_START)]]
