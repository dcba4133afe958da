"""Names right after an office that the tagger does not know: told by their characters, or by a verb of speech."""

from __future__ import annotations

import rjieba

from kg.analyze import Passage
from kg.extract.names import (
    AFTER,
    CHINESE,
    COMMON_END,
    JOINING,
    NAME_TAGS,
    NO_INSIDE,
    NO_LAST,
    NO_PART,
    OFFICE_END,
    Words,
    fit_of,
)
from kg.lexicon.characters import load_characters

_OTHERS = frozenset("它她他你我们")
_DONE = frozenset("上下好到住出入起去完掉满")  # what verbs end in
_LOOKS_LITTLE = 20


def extend_name(text: str, at: int, name: str, words: Words) -> str:
    """A name in syllables with those that the tagger took away: 索朗措|姆当即, 才仁加|甫和道尔吉."""
    han = len(name) == 3 and name[0] in words.single and not words.element.match(name)
    if len(name) < 3 or han or not (words.syllables.issuperset(name) or words.element.match(name)):
        return name
    for stop in (at + len(name), at + len(name) + 1):
        following = text[stop : stop + 1]
        if words.element.match(text, stop - 1):  # 安吉才|让竖起
            name += following
            continue
        if following not in words.syllables or following in AFTER or fit_of(text, stop + 1) <= fit_of(text, stop):
            break
        name += following
    return name


def read_weighed(passage: Passage, at: int, words: Words) -> str:
    """A Han name right after an office that the tagger cut up or calls another word: 民警|许多|俊|就, 处长宁静告诉."""
    text, weigh = passage.text, load_characters().han
    if text[at] in JOINING:
        return ""
    i = passage.by_start.get(at + 1)
    named = i is not None and passage.tokens.tags[i] in NAME_TAGS and len(passage.tokens.texts[i]) == 2
    if named and words.given.issuperset(text[at + 1 : at + 3]):  # 干部|妥|秀英
        return text[at : at + 3]
    for size, least in ((3, 30), (2, 45)):
        name, stop = text[at : at + size], at + size
        if len(name) < size or not CHINESE.fullmatch(name) or name in words.nobodies or weigh(name) < least:
            continue
        if name[-1] in COMMON_END or name[-1] in NO_LAST:
            continue
        told = words.speech.match(text, stop) is not None
        if size == 2 and not told:
            continue
        if told or not text[stop : stop + 1] or text[stop : stop + 1] in AFTER or fit_of(text, stop) == 2:
            return name
    return ""


def is_unlikely(text: str, at: int, name: str, words: Words) -> bool:
    """Whether a name right after an office is other words: 会见记者|时|表示, 向烈士|敬献|了, 工作人员|讲一讲."""
    stop = at + len(name)
    if text[stop : stop + 1] in ("了", "着", "过") and rjieba.has_word(name) and rjieba.tag(name)[0][1] in NAME_TAGS:
        return True
    if len(name) not in (2, 3):
        return False
    if name[-1] in "着了过" or (name[0] == "来" and rjieba.has_word(name[1:])):  # 检验员|蒙着眼睛, 专家|来县里
        return True
    if not _OTHERS.isdisjoint(name[1:]):  # 老人|管它叫
        return True
    if len(name) == 2 and name[1] in _DONE and load_characters().han(name) < _LOOKS_LITTLE:  # 爷爷|戴上
        return True
    if name[0] not in words.single:
        word = len(name) == 2 and name[0] not in words.rare and not words.syllables.issuperset(name) and name[1] != "某"
        return word and load_characters().han(name) < 0 and load_characters().strange(name) < 0  # 老兵|跳江
    rest, table = name[1:], load_characters()
    looks = table.han(name)
    return (
        looks < -25
        and looks - table.surname.get(name[0], 0) < -20
        and (len(rest) == 1 or rjieba.has_word(rest) or rest[0] == "一")
    )


def read_strange_name(passage: Passage, at: int, words: Words) -> str:
    """A name with a rare surname, or in words of another language, after an office: 站长向志成, 副局长旦正草介绍."""
    text = passage.text
    if text[at - 1 : at] not in OFFICE_END:
        return ""
    for size in (3, 2, 4):
        name = text[at : at + size]
        told = text[at + size : at + size + 1] in words.says and words.speech.match(text, at + size) is not None
        rare = size == 3 and name[:1] in words.rare and passage.edges[min(at + 3, len(text))]
        if not (told or rare) or not CHINESE.fullmatch(name) or name[0] in "小老阿":
            continue
        if (
            any(c in (NO_PART if told and size == 3 else NO_INSIDE) for c in name)
            or rjieba.has_word(name)
            or name in words.blocks
        ):
            continue
        if any(
            len(t.text) > 1 and t.tag not in NAME_TAGS and rjieba.has_word(t.text)
            for t in passage.between(at, at + size)
        ):
            continue
        return name
    return ""
