"""Persons that nothing introduces: how likely a word is somebody's name, by its characters and what stands beside it.

A Han name is weighed by how often its characters are those of names (`lexicon.characters`), a foreign one by its
syllables; a word before or after that no name stands beside takes it away.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import compress

import rjieba

from kg.analyze import Passage
from kg.extract.names import CHINESE, COMMON_END, JOINING, NAME_TAGS, Words, load_words
from kg.lexicon import Lexicon
from kg.lexicon.characters import Characters, load_characters

Found = dict[tuple[int, int], tuple[str, float]]

_SURE, _LIKELY, _SPLIT = 25, 38, 45
"""How much a name must look like one: a word that the tagger calls one, of two characters, of several words."""
_FOREIGN = 20.0
_SOLID = 30  # characters that are in most foreign names only
# What may stand right after a name: marks, and words of grammar.
_AFTER = frozenset("，。、；：！？”’）（／/\n的在向对为和与及等说称是从把将被到率并也已又就正因则曾还便即同给让都却才能会要")
_BEFORE = frozenset("，。、；：！？”’（）／/\n—和与及对向把被由为从给让像同跟找请致以将令使是叫")
# A name inside a longer one: 李村镇, 张衡路, 王府大街, 茅盾文学奖.
_LONGER = re.compile(
    r"(?:[路街巷村镇乡县市州省岛山河江湖海湾港桥庙寺祠墓奖杯牌式派型级站线店楼馆园庄屯沟岭]|大[街道桥学厦]|中学|小学|学院|医院|公司|集团|"
    r"基金|实验室|广场|机场|公园|地区|半岛|海峡|运河|纪念[馆堂碑]|图书馆|俱乐部|足球队|指数|克朗|法郎|银行|报》)"
)
# What places stand after, and persons do not.
_THERE = re.compile(r"(?:在|于|抵|赴|抵达|到达|飞往|前往|访问|首都|驻|位于|城市|小镇|来自|省|州|首府|飞抵|途经|港口)$")
_PEOPLE = frozenset("员长者家人手将星友士生工民师弟妻子女儿哥姐兄妹父母夫妇官警客徒")


class Scale:
    """What names are weighed with, and what each word was found to be."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["persons"]
        self.words: Words = load_words(lexicon)
        self.characters: Characters = load_characters()
        self.famous = frozenset(tables["famous"]["words"])
        self.short = frozenset(tables["short"]["words"])
        self.nobodies = frozenset(tables["nobodies"]["places"]) | frozenset(tables["nobodies"]["things"])
        self.nobodies |= self.words.blocks | lexicon.gazetteer.by_name.keys() | frozenset(
            lexicon.tables["agencies"]["nations"]["words"]
        )
        self.kinds: dict[str, str] = {}
        foreign = "".join(sorted(c for c, n in self.characters.foreign.items() if n >= 8))
        self.run = re.compile(f"[{foreign}]{{2,}}(?:[·—][{foreign}]{{1,}})*")
        self.japanese = re.compile(
            f"(?:{'|'.join(sorted(tables['japanese']['words'], key=len, reverse=True))})"
        )
        self.ends = frozenset(tables["japanese"]["ends"])

    def kind(self, word: str, tag: str) -> str:
        """What a word may be: `N` a name, `n` one of two characters, `o` one that no dictionary has, `s` a surname."""
        if not CHINESE.fullmatch(word) or word in self.nobodies:
            return ""
        if word in self.famous or word in self.short:
            return "N"
        size = len(word)
        words, han = self.words, self.characters.han
        if size == 1:
            return "s" if word in words.single and word not in JOINING and tag[0] not in "vdprcmu" else ""
        if word.startswith(words.double):
            return "N" if tag in NAME_TAGS and size in (3, 4) and han(word, 2) > 55 else ""
        if word[0] not in words.single or word[0] in JOINING or size > 3:
            return ""
        score = han(word)
        known = rjieba.has_word(word)
        if size == 3:
            if word[-1] in COMMON_END and (known or tag not in NAME_TAGS) and score < 60:
                return ""
            if tag in NAME_TAGS:
                return "N" if score >= _SURE else ""
            return "o" if not known and score >= _SPLIT and tag[0] != "m" else ""
        return "n" if tag in NAME_TAGS and not known and score >= _LIKELY else ""


@cache
def load_scale(lexicon: Lexicon) -> Scale:
    return Scale(lexicon)


def find_likely(passage: Passage, lexicon: Lexicon, found: Found, taken: bytearray) -> None:
    """Add the names that look like one to `found`, where nothing is taken."""
    scale = load_scale(lexicon)
    tokens, kinds = passage.tokens, scale.kinds
    texts = tokens.texts
    if len(kinds) > 100_000:
        kinds.clear()
    for word in set(texts).difference(kinds):
        kinds[word] = ""
        i = texts.index(word)
        kinds[word] = scale.kind(word, tokens.tags[i])
    for i in compress(range(len(texts)), map(kinds.__getitem__, texts)):
        start = tokens.starts[i]
        if not taken[start]:
            _weigh(passage, i, kinds[texts[i]], scale, found)
    for run in scale.run.finditer(passage.text):
        _strange(passage, run.start(), run.end(), scale, found, taken)


def _weigh(passage: Passage, i: int, kind: str, scale: Scale, found: Found) -> None:
    tokens, text = passage.tokens, passage.text
    word, start = tokens.texts[i], tokens.starts[i]
    stop = start + len(word)
    if kind in "No":
        left, right = _left(passage, i), _right(passage, stop, scale)
        if right >= 0 and (left > 0 or right > 0 if kind == "N" else left > 0 < right):
            found.setdefault((start, stop), ("person.likely", 0.75))
        return
    han = scale.characters.han
    best, at = 0, 0
    for size in (2, 3):
        name = text[start : start + size]
        if len(name) != size or not CHINESE.fullmatch(name) or name in scale.nobodies:
            continue
        stop = start + size
        if not passage.edges[stop] or (size == 3 and kind == "s" and rjieba.has_word(name)):
            continue
        right = _right(passage, stop, scale)
        score = han(name)
        least = _LIKELY if kind == "n" else _SPLIT
        if right > 0 and score >= least and score + 5 * right > best:
            best, at = score + 5 * right, stop
    if at and _left(passage, i) > 0:
        found.setdefault((start, at), ("person.likely", 0.65))


def _left(passage: Passage, i: int) -> int:
    """How well a name may start at a word: 2 after a mark, an office or a word of grammar, 0 after what leads none."""
    start = passage.tokens.starts[i]
    before = passage.text[start - 1 : start]
    if not before or before in _BEFORE:
        return 2
    if before in "“《":
        return 0
    tag = passage.tokens.tags[i - 1]
    if tag[0] == "n":
        return 2 if before in _PEOPLE else -1 if tag in NAME_TAGS else 1
    return -1 if tag[0] in "mqazrb" else 1


def _right(passage: Passage, stop: int, scale: Scale) -> int:
    """How well a name may end at a position: 2 before a mark or a title, 1 before a verb, -1 inside a longer name."""
    text = passage.text
    after = text[stop : stop + 1]
    if not after or after in _AFTER or scale.words.titles.match(text, stop) or scale.words.speech.match(text, stop):
        return 2
    if _LONGER.match(text, stop):
        return -1
    i = passage.by_start.get(stop)
    if i is None:
        return -1
    tag = passage.tokens.tags[i]
    if tag[0] in "vdpcrt":
        return 1
    return 1 if tag[0] == "m" and after.isdigit() else 0


def _strange(passage: Passage, start: int, stop: int, scale: Scale, found: Found, taken: bytearray) -> None:
    """A foreign name in a run of syllables: from the first word that starts in it to the last that ends in it."""
    text, edges = passage.text, passage.edges
    while start < stop and not edges[start]:
        start += 1
    while stop > start and not edges[stop]:
        stop -= 1
    name = text[start:stop]
    if stop - start < 3 or name in scale.nobodies or any(taken[start:stop]):
        return
    if scale.characters.strange(name.replace("·", "").replace("—", "")) < _FOREIGN:
        return
    words = passage.between(start, stop)
    if any(len(w.text) > 1 and (w.text in scale.nobodies or w.tag not in ("nr", "nrt", "nrfg", "nz", "x", "n", "j") and rjieba.has_word(w.text)) for w in words):
        return
    if _THERE.search(text, max(0, start - 4), start) or _right(passage, stop, scale) < 0:
        return
    found.setdefault((start, stop), ("person.foreign", 0.65))
