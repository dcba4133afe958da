"""Persons: authors, names after an office, names before a verb of speech, courtesy names, transliterated names.

The tagger proposes; a name counts when a gate lets it in: a byline, an office before it, a verb of speech after it, a
courtesy (先生, 某), or another place in the article where it passed a gate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import compress

import rjieba

from kg.analyze import Passage
from kg.extract.behind import add_weighed, load_weights
from kg.extract.bounded import is_place, is_village, without_next, without_verb
from kg.extract.draft import Draft
from kg.extract.foreign import Found, add_officials, find_dotted
from kg.extract.introduced import extend_name, is_unlikely, read_strange_name, read_weighed
from kg.extract.likely import find_likely
from kg.extract.names import (
    CHINESE,
    COMMON_END,
    JOINING,
    NAME_TAGS,
    SERIAL,
    Words,
    best_size,
    find_courtesies,
    find_tibetan,
    is_given,
    load_words,
    read_name,
    read_transliterated,
    without_next_word,
)
from kg.extract.scale import NO_LAST, load_scale
from kg.lexicon import Hit, Lexicon
from kg.lexicon.characters import load_characters

_TAGGED = 0
"""How much a name of three characters must look like one, where the tagger calls it one."""
# What may stand before a surname with a courtesy inside a word.
_BEFORE_COURTESY = "，。、“”的 市民主车人者员犯告男女妇师\n"
_BEFORE_SOMEBODY = _BEFORE_COURTESY + "以由将对向与和为被把从"

# 从事于|某一方面, 13|位老人, 武警|官兵
_NO_COURTESY = re.compile(
    r"某[一个种些]|(?<=阿)[叔伯婆姨公妈爸哥姐弟妹]|(?<=云)医生|(?<=[\d一二三四五六七八九十两几]位老)人|官兵|任委员"
)


# Offices that somebody has who is called by a courtesy.
_GO_WITH = {
    "警官": ("民警", "辅警", "警长", "所长", "队长", "教导员", "指导员", "交警", "女警"),
    "法官": ("庭长", "审判员", "院长", "法官助理"),
    "检察官": ("检察长", "部主任", "检察官助理"),
    "医生": ("医师", "主任", "院长", "村医"),
    "大夫": ("医生", "医师", "主任", "村医"),
    "老师": ("教师", "校长", "班主任"),
}
# 陆书记: who is 书记陆雅琴 elsewhere.
_BY_OFFICE = frozenset(("person.courtesy", "person.official"))
_IN_PART = _BY_OFFICE | {"person.familiar"}
_INTRODUCED = frozenset(("person.role", "person.title", "person.courtesy"))


_UNINTRODUCED = frozenset(("person.tagged", "person.likely", "person.beside"))
_RING = re.compile(r"[东南西北][一二三四五六]环")  # a road


def find_persons(draft: Draft, lexicon: Lexicon) -> None:
    """Add the persons of an article, and who wrote it."""
    words, passage = load_words(lexicon), draft.passage
    found: Found = {}
    taken = draft.mask("Agency", "Organization", "Initiative", "Region")
    dotted = find_dotted(passage, load_scale(lexicon)) if "·" in passage.text else {}
    nameless = _roles(passage, words, found, taken, dotted)
    _speakers(passage, words, found)
    _courtesies(passage, words, found)
    for m in words.described.finditer(passage.text) if "，男，" in passage.text or "，女，" in passage.text else ():
        found.setdefault(m.span(), ("person.title", 0.8))
    for m in words.sentenced.finditer(passage.text):
        found.setdefault(m.span(1), ("person.title", 0.8))
    for span in dotted.items():
        found.setdefault(span, ("person.dotted", 0.85))
    for m in find_tibetan(passage.text, words):
        if len(m[0]) >= 4 and (passage.edges[m.start()] or passage.edges[m.end()]):
            found.setdefault(m.span(), ("person.elements", 0.8))
    add_officials(passage, found, taken)
    find_likely(passage, lexicon, found, taken)
    add_weighed(passage, load_scale(lexicon), nameless, found, taken, load_weights(lexicon))
    found = {
        (a, without_verb(passage.text, a, b, words.at_once)): rule
        for (a, b), rule in found.items()
        if not is_place(passage.text, a, b)
    }
    authors = {author.name for author in passage.article.authors}
    signed = {a for a, b in found if passage.text[a:b] in authors}  # 通讯员|缪婷|孔德才
    found = without_next(passage.text, found, words)
    found = {
        (a, b): rule
        for (a, b), rule in found.items()
        if rule[0] not in _UNINTRODUCED
        or passage.text[a:b] in authors
        or not (a in signed or is_village(passage.text, passage.text[a:b]))
    }
    names = {passage.text[a:b]: rule for (a, b), rule in found.items()}
    for name, (rule, confidence) in list(names.items()):
        if len(name) < 2 or rule == "person.courtesy":
            continue
        at = passage.text.find(name)
        while at >= 0:
            found.setdefault((at, at + len(name)), (rule, min(confidence, 0.8)))
            at = passage.text.find(name, at + len(name))
    done = 0
    full = _full_names(names)
    called = _by_surname(names)
    for (start, stop), (rule, confidence) in sorted(found.items(), key=lambda f: (f[0][0], -f[0][1])):
        if 0 in taken[start:stop] and start >= done:
            done = stop
            name = passage.text[start:stop]
            if name in full and rule not in _INTRODUCED:
                name, rule = full[name], "person.given"
            if rule == "person.familiar":
                name = called.get(name[1], "") or name
            elif rule in _BY_OFFICE and (whole := called.get(name[0])) and _holds(passage.text, name[1:], whole):
                name = whole
            draft.mention(start, stop, key_person(draft, name, words), rule, confidence)
    _authors(draft)


def _holds(text: str, office: str, name: str) -> bool:
    """Whether a text calls somebody by an office, or by one that goes with it: 佟警官 is 民警佟立军."""
    return any(before + name in text for before in (office, *_GO_WITH.get(office, ())))


def _full_names(names: Iterable[str]) -> dict[str, str]:
    """The given names of an article's persons that are one person's only: 江涛 is what friends call 吴江涛."""
    full: dict[str, str] = {}
    for name in names:
        if len(name) == 3 and CHINESE.fullmatch(name):
            full[name[1:]] = "" if name[1:] in full else name
    return {given: name for given, name in full.items() if name}


def _by_surname(names: dict[str, tuple[str, float]]) -> dict[str, str]:
    """The surnames that one person of an article alone has, with the whole name: 老周 is 周福来."""
    whole: dict[str, str] = {}
    for name, (rule, _) in names.items():
        if len(name) in (2, 3) and CHINESE.fullmatch(name) and rule not in _IN_PART:
            whole[name[0]] = "" if name[0] in whole else name
    return whole


def key_person(draft: Draft, name: str, words: Words) -> str:
    """The id of a person of that name in this article: courtesy names are nobody outside their article."""
    if words.nameless.search(name):
        return draft.thing("Person", name, f"person/{name}@{draft.passage.article.id.replace('#', '-')}")
    return draft.thing("Person", name)


def _authors(draft: Draft) -> None:
    """Add who wrote the article, as its byline says."""
    passage = draft.passage
    article = passage.article.key
    for author in passage.article.authors:
        draft.author(draft.thing("Person", author.name), article, author)


def find_offices(passage: Passage, words: Words, taken: bytearray) -> Iterator[Hit[str]]:
    """The offices behind which a name may start."""
    text, edges = passage.text, passage.edges
    for office in words.offices.find(text):
        at = office.stop
        if not (edges[office.start] and edges[at]):  # it is no word, or more than one
            around = passage.token_at(office.start)
            if around.start < office.start and around.stop > at:  # 妇|女儿|童
                continue
            if around.start == office.start and around.stop > at and rjieba.has_word(around.text):  # 居民|楼
                continue
            if around.start < office.start and around.text == "地处":  # 地处|长白山
                continue
        if taken[office.start] and taken[at]:
            continue
        if text[at - 1 : at + 1] == "师傅":  # 老|师傅
            continue
        yield office


def _roles(passage: Passage, words: Words, found: Found, taken: bytearray, dotted: dict[int, int]) -> list[int]:
    """`所长李福军`, `民警赵晨然`, `副所长哈斯巴嘎那`: a name right after an office; where one has none is returned."""
    text, nameless = passage.text, []
    for office in find_offices(passage, words, taken):
        at = office.stop
        if at in dotted:
            found.setdefault((at, dotted[at]), ("person.role", 0.9))
            continue
        bracketed = words.bracketed.match(text, at) if text[at + 1 : at + 2] == "（" else None
        if bracketed:
            found.setdefault(bracketed.span(), ("person.role", 0.8))
            continue
        author = next((a.name for a in passage.article.authors if text.startswith(a.name, at)), "")
        if author:
            found.setdefault((at, at + len(author)), ("person.role", 0.9))
            continue
        name = read_name(passage, at, words)
        if not name and office.entry in words.foreign:
            name = read_transliterated(passage, at, words)
        name = without_next_word(text, at, name, words) if name else read_strange_name(passage, at, words)
        if name:
            name = best_size(text, at, name, words)
            if text[at + len(name) : at + len(name) + 1] in words.syllables:
                name = extend_name(text, at, name, words)
        elif text[at : at + 1] in words.single:
            name = read_weighed(passage, at, words)
        if name and (name in words.nobodies or is_unlikely(text, at, name, words)):
            nameless.append(at)
            continue
        if name and name not in words.roles and not (name[-1] in COMMON_END and rjieba.has_word(name)):
            found.setdefault((at, at + len(name)), ("person.role", 0.9))
            stop = at + len(name)
            while text[stop : stop + 1] == "、":  # 民警王敏、李强
                more = read_name(passage, stop + 1, words)
                if not more:
                    break
                found.setdefault((stop + 1, stop + 1 + len(more)), ("person.role", 0.85))
                stop += 1 + len(more)
        else:
            nameless.append(at)
    return nameless


def _speakers(passage: Passage, words: Words, found: Found) -> None:
    """Tagged as a name, with a verb of speech or a title right after, or three characters that make a name."""
    joined: set[int] = set()  # where a name would start after one and 、
    text = passage.text
    tags = passage.tokens.tags
    longer = words.longer
    texts, starts = passage.tokens.texts, passage.tokens.starts
    for i in compress(range(len(tags)), map(NAME_TAGS.__contains__, tags)):
        word = texts[i]
        if not 2 <= len(word) <= 4 or (word[0] not in words.single and not word.startswith(words.double)):
            continue
        if word in words.blocks or word in words.nobodies:
            continue
        start, stop = starts[i], starts[i + 1]
        if len(word) == 2 and text[stop : stop + 1] in words.given:
            # The third character: where a verb of speech follows it, or as a word that stands for no more than itself.
            following = passage.tokens[i + 1]
            single = len(following.text) == 1 and following.tag in ("ng", "zg", "g", "nr", "ag", "nz")
            if single or words.speech.match(text, stop + 1):
                stop += 1
        name = without_next_word(text, start, text[start:stop], words)
        stop = start + len(name)
        if text[start] in JOINING or name in words.blocks or name[-1] == "讯":  # 唐山|讯
            continue
        if text[stop : stop + 1] in words.says and words.speech.match(text, stop):
            found.setdefault((start, stop), ("person.speech", 0.85))
        elif words.titles.match(text, stop) and is_given(name, words):
            found.setdefault((start, stop), ("person.title", 0.8))
        elif len(name) == 3 and is_given(name, words) and not (name[-1] in COMMON_END and rjieba.has_word(name)):
            if (
                name[-1] not in NO_LAST
                and not _RING.match(name)
                and load_characters().han(name) > _TAGGED
                and not longer.match(text, stop)
            ):
                found.setdefault((start, stop), ("person.tagged", 0.65))
        elif start in joined and is_given(name, words):
            found.setdefault((start, stop), ("person.listed", 0.6))
        if (start, stop) in found and text[stop : stop + 1] == "、":
            joined.add(stop + 1)


def _courtesies(passage: Passage, words: Words, found: Found) -> None:
    """`张先生`, `李某某`: a surname and a courtesy, at a word border or after what persons are called."""
    text = passage.text
    for start, stop in find_courtesies(text, words):
        served = text[start] == "任" and text[stop - 1] in "长任记官"  # 任|局长三年
        fetched = text[start] == "来" and text[start - 1 : start] in ("叫", "请", "喊", "找", "拉")  # 叫来|师傅
        if served or fetched or text[start] in "由和与" or _NO_COURTESY.match(text, stop - 1):
            continue
        before = _BEFORE_SOMEBODY if text[stop - 1] == "某" else _BEFORE_COURTESY
        if start not in passage.by_start and text[start - 1 : start] not in before:
            continue
        token = passage.token_at(start)
        if token.stop - token.start > 2 and token.stop >= stop and token.tag not in NAME_TAGS:
            continue
        if token.start == start and token.stop > stop and rjieba.has_word(token.text):  # 尤伯杯
            continue
        if text[stop - 1] == "某":
            tail = text[stop : stop + 1]
            # 李某某, 李某甲; 李某|强 where the word goes on
            goes_on = bool(CHINESE.match(tail) and not passage.edges[stop])
            stop += (tail in SERIAL) or (goes_on and best_size(text, start, text[start : stop + 1], words)[-1] != "某")
        found.setdefault((start, stop), ("person.courtesy", 0.85))
