"""Persons that nothing introduces: how likely a word is somebody's name, by its characters and what stands beside it.

A Han name is weighed by how often its characters are those of names (`lexicon.characters`), a foreign one by its
syllables; a word before or after that no name stands beside takes it away.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import compress, repeat

import rjieba

from kg.analyze import Passage, Tokens
from kg.extract.names import CHINESE, COMMON_END, JOINING, NAME_TAGS, Words, load_words
from kg.lexicon import Lexicon
from kg.lexicon.characters import Characters, load_characters

Found = dict[tuple[int, int], tuple[str, float]]

_SURE, _LIKELY, _SPLIT, _UNTAGGED = 25, 35, 45, 62
"""How much a Han name must look like one: tagged so, of two characters, cut in pieces, a word of another tag."""
_FOREIGN = 19.0
"""How much a run of syllables must look like a foreign name, a character on average."""
_MOST_WORDS = 100_000
"""Words whose kind is kept."""
# What may stand right after a name: marks, and words of grammar.
_AFTER = frozenset("，。、；：！？”’）》（／/\n的在向对为和与及等说称是从把将被到率并也已又就正因则曾还便即同给让都却才能会要")
_BEFORE = frozenset("，。、；：！？”’（）／/\n—的和与及对向把被由为从给让像同跟找请致以将令使是叫而但")
# A name inside a longer one: 李村镇, 张衡路, 王府大街, 茅盾文学奖.
_LONGER = re.compile(
    r"[路街巷村镇乡县市州省岛山河江湖海湾港桥庙寺祠墓奖杯牌式型级站线店楼馆园庄屯沟岭·]|大[街道桥学厦]|中学|小学|学院|医院|公司|"
    r"集团|高速|铁路|公路|景区|街区|检查站|垭口|历史|文化|牧场|林场|草原|基金|实验室|广场|机场|公园|地区|半岛|海峡|运河|纪念[馆堂碑]|"
    r"年间|[元一二三四五六七八九十]+年|图书馆|俱乐部|足球队|指数|克朗|法郎|银行|报》|股市|组织|号”|”号|体育馆|解放|石油"
)
# What places stand after, and persons do not.
_THERE = re.compile(r"(?:[在于抵赴驻]|抵达|到达|飞往|前往|访问|首都|位于|城市|小镇|来自|走进|[省州]|首府|飞抵|途经|港口|新华社|本报)$")
_THERE_LAST = frozenset("在于抵赴驻达往问都市镇自进省州府飞经口社报")
# Characters that words and places end in, and no given name does.
_NO_LAST = frozenset("茶堡朝族语龟榜甲书村镇乡县河溪湖寺庙册丛带色里厂站桥沟坡岭洞泊港屯湾错郡籍赛线路街号校党委局院诗性型")
_NO_FOREIGN = frozenset("人语族河山岛州堡国队城球宫湖湾省市县镇村史妃帝王")
_VERB_LAST = frozenset("说称讲和与把将被对给让跟同用在带从也就又还便都着因为")
# Ends of words for persons, whose names follow them.
_PEOPLE = frozenset("员长者家人手将星友士生工民师弟妻子女儿哥姐兄妹父母夫妇官警客徒军王主席理相")
# Words of grammar that the tagger joins to the beginning of a name that it does not know: 当许|传音, 对陶|汉明.
_LEADS = frozenset("以致胜对可当向把被由为从给让像但而在与和及令使托小学任叫")
# Surnames that are words before an office: 时任|局长, 国民党|主席.
_NO_OFFICIAL = frozenset("任党时应支单区由于和")
_WHEN = re.compile(r"\d+[月日年时]|[今昨明当]天|[上下]午|[今昨]日|日前|近日|最近")
# Who made the page, below it.
_STAFF = re.compile(r"(?:版式|编辑|责编|校对|排版|美编|制图|值班)[：/]$")
_JOINTS = re.compile("[·—]")
# Tags of words that may be a name that no dictionary knows as one.
_OPEN_TAGS = frozenset(("ns", "nz", "nr", "nrt", "nrfg", "x"))
_FOREIGN_TAGS = frozenset(("nr", "nrt", "nrfg", "nz", "x", "n", "j"))
# What is said of somebody's thoughts in one word: 邓小平理论, 马克思主义.
_THOUGHT = re.compile(r"(.{2,5}?)(?:思想|理论|主义|学说|政府)")


class Scale:
    """What names are weighed with, and what each word was found to be."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["persons"]
        self.words: Words = load_words(lexicon)
        self.characters: Characters = load_characters()
        self.famous = frozenset(tables["famous"]["words"]) | frozenset(tables["short"]["words"])
        self.nobodies = (
            self.words.blocks
            | self.words.nobodies
            | lexicon.gazetteer.by_name.keys()
            | frozenset(lexicon.tables["agencies"]["nations"]["words"])
        )
        self.surnames = self.words.single | {c for c in self.words.rare if self.characters.surname.get(c, -99) > 30}
        self.longer = {c for c in map(chr, range(0x4E00, 0x9FFF)) if c in _LONGER.pattern} | set("·”号")
        self.leading = {office[0] for office in (*tables["courtesies"]["offices"], "局长", "所长", "主任", "书记")}
        table = self.characters
        self.follow = {c for c, n in table.last.items() if max(n, table.second.get(c, -99)) > -30} | self.leading
        self.telling = {word[0] for word in (*tables["after"]["words"], *tables["speech"]["words"])}
        self.kinds: dict[str, str] = {}
        self.syllables = frozenset(c for c, often in self.characters.foreign.items() if often >= 0)
        self.first = self.surnames | _LEADS | set("老小") | {c for c, n in self.characters.foreign.items() if n > -20}
        self.first |= {word[0] for word in (*self.famous, *tables["japanese"]["words"])}
        self.alone = self.surnames | set("老小")
        self.openings = {word[:2] for word in tables["japanese"]["words"]}
        self.japanese = tuple(tables["japanese"]["words"])
        self.chinese = frozenset(tables["japanese"]["chinese"])
        offices = "|".join(sorted((*tables["courtesies"]["offices"], "局长", "所长", "主任", "书记"), key=len, reverse=True))
        self.office = re.compile(f"(?:{offices})(?!期|大|远|城)")
        self.official = re.compile(f"[{''.join(sorted(self.surnames - _NO_OFFICIAL))}](?:{offices})")
        self.does = frozenset(tables["does"]["words"])
        self.ends = frozenset(tables["japanese"]["ends"])

    def kinds_of(self, tokens: Tokens) -> list[str]:
        """What each of some words may be; a word has one tag, so it is found out once."""
        texts = tokens.texts
        kinds = [*map(self.kinds.get, texts, repeat("?"))]
        if "?" not in kinds:
            return kinds
        if len(self.kinds) > _MOST_WORDS:
            self.kinds.clear()
        i = kinds.index("?")
        while True:
            word = texts[i]
            able = word[0] in (self.first if len(word) > 1 else self.alone) and word not in self.nobodies
            kinds[i] = self.kind(word, tokens.tags[i]) if able and CHINESE.fullmatch(word) else ""
            self.kinds[word] = kinds[i]
            try:
                i = kinds.index("?", i + 1)
            except ValueError:
                return kinds

    def kind(self, word: str, tag: str) -> str:
        """What a word may be: `N` a name, `n` the beginning of one, `F` a foreign one, `s` a surname, `T` a thought of
        somebody, `l` a word of grammar with a surname, `J` the beginning of a Japanese name; else nothing."""
        if word in self.nobodies or "某" in word:
            return ""
        if word in self.famous:
            return "N"
        size, named = len(word), tag in NAME_TAGS
        words, han = self.words, self.characters.han
        if size > 3 and (found := _THOUGHT.fullmatch(word)):
            return "T" if self.kind(found[1], "nr") in ("N", "F") else ""
        if size > 2 and word[1] in self.leading and self.official.fullmatch(word):
            return "o"
        if word[:2] in self.openings and word.startswith(self.japanese):
            if size == 2 or (size < 6 and word[-1] in self.ends):
                return "J"
        if size == 1:
            if word not in self.surnames:
                return "y" if word in "老小" else ""
            return "s" if word in "和于" or tag[0] not in "vdprcmu" else "S"
        known = rjieba.has_word(word)
        if size == 2 and word[0] in "老小" and word[1] in self.surnames:
            return "y"
        if word.startswith(words.double):
            return "N" if named and size in (3, 4) and han(word, 2) > 55 else ""
        if not known and word[0] in _LEADS and word[1] in self.surnames and word[0] not in words.single:
            return "l"
        if named and size > 2 and (size > 3 or word[0] not in self.surnames):
            sounds = self.foreign(word, tag) if known else self.characters.strange(word) >= 24
            return "F" if sounds else self.weak(word, tag)
        if word[0] not in self.surnames:
            return self.weak(word, tag)
        if size > 3 or word[-1] in _NO_LAST or (size == 2 and word[-1] in "方家氏姓队"):
            return ""
        score = han(word)
        if size == 3:
            if word[-1] in COMMON_END and score < 60:
                return ""
            if named:
                return "N" if score >= _SURE and (known or word[0] not in JOINING or score > 50) else ""
            if known:
                sure = score >= _UNTAGGED and tag[0] != "v" and tag != "ns"
                return "N" if sure else self.weak(word, tag)
            return "n" if score >= _SPLIT else self.weak(word, tag)
        if known and tag == "n" and word not in self.words.roles:
            return "k"
        return "n" if not known and (named or score >= 20) else self.weak(word, tag)

    def weak(self, word: str, tag: str) -> str:
        """`w` for a word that is a name only beside an office: 罗干说, 领袖巴拉克, 拉埃女士."""
        if tag not in _OPEN_TAGS or len(word) > 5 or word[-1] in _NO_FOREIGN or word[-1] in _NO_LAST:
            return ""
        if word[0] in self.surnames and len(word) < 4:
            return "w" if self.characters.han(word) > 20 else ""
        return "f" if self.characters.strange(word) > 15 else ""

    def plain(self, word: str, tag: str) -> bool:
        """Whether a word is no part of a foreign name: it is another word, or a place."""
        if len(word) < 2 or not rjieba.has_word(word):
            return len(word) > 1 and word in self.nobodies
        idiom = tag == "nr" and len(word) == 4 and not self.foreign(word, tag)
        han = tag == "nr" and len(word) == 2 and self.characters.strange(word) < _FOREIGN
        return word in self.nobodies or tag not in _FOREIGN_TAGS or idiom or han

    def told(self, text: str, at: int) -> bool:
        """Whether a title or a verb of speech stands at a position."""
        if text[at : at + 1] not in self.telling:
            return False
        return bool(self.words.titles.match(text, at) or self.words.speech.match(text, at))

    def foreign(self, word: str, tag: str) -> bool:
        """Whether a word of the dictionary, tagged as a name, is a foreign one."""
        if word[-1] in _NO_FOREIGN:
            return False
        looks = self.characters.strange(word)
        least = 12 if tag == "nrt" else 24
        return looks >= least or (len(word) > 3 and all(self.characters.foreign.get(c, -99) >= 10 for c in word))


@cache
def load_scale(lexicon: Lexicon) -> Scale:
    return Scale(lexicon)


def find_likely(passage: Passage, lexicon: Lexicon, found: Found, taken: bytearray) -> None:
    """Add the names that look like one to `found`, where nothing is taken."""
    scale = load_scale(lexicon)
    texts, starts = passage.tokens.texts, passage.tokens.starts
    kinds = scale.kinds_of(passage.tokens)
    text, follow, leading = passage.text, scale.follow, scale.leading
    done = 0
    for i in compress(range(len(texts)), kinds):
        kind, start = kinds[i], starts[i]
        if taken[start] or start < done:
            continue
        if kind in "sS":  # most surnames that stand alone are other words
            if text[start + 1 : start + 2] not in (follow if kind == "s" else leading):
                continue
        elif kind == "k":
            if starts[i + 2 : i + 3] != [start + 3]:
                continue
        elif kind in "Ff":
            done = _strange(passage, i, scale, found, taken)
        _weigh(passage, i, kind, scale, found)


def _weigh(passage: Passage, i: int, kind: str, scale: Scale, found: Found) -> None:
    """Weigh the name that starts at a word of some kind."""
    word, start = passage.tokens.texts[i], passage.tokens.starts[i]
    stop = start + len(word)
    if kind == "T":
        size = len(_THOUGHT.fullmatch(word)[1])  # type: ignore[index]
        found.setdefault((start, start + size), ("person.likely", 0.7))
    elif kind == "J":
        _japanese(passage, i, scale, found)
    elif kind in "NF":
        if word[-1] in _VERB_LAST and not rjieba.has_word(word):
            stop -= 1
        left, right = _left(passage, i, scale), _right(passage, stop, scale)
        if passage.text[start - 1 : start] == "在":
            left = 1 if kind == "N" and passage.text[stop : stop + 1] in ("的", "家") else -1
        sounds = kind == "F" and scale.characters.strange(word) > 35
        if left >= 0 <= right and (right > 0 or (left > 0 and kind == "N") or left > 2 or (left == 2 and sounds)):
            found.setdefault((start, stop), ("person.likely", 0.75))
    elif kind == "y":
        _familiar(passage, i, scale, found)
    elif kind == "o":
        if _left(passage, i, scale) > 0:
            found.setdefault((start, stop), ("person.official", 0.7))
    elif kind in "wf":
        if (i and passage.tokens.texts[i - 1] in scale.words.roles) or scale.told(passage.text, stop):
            left, right = _left(passage, i, scale), _right(passage, stop, scale)
            if left > 0 < right and (left > 2 or right > 2):
                found.setdefault((start, stop), ("person.beside", 0.6))
    else:
        _compose(passage, i, kind, scale, found)


def _compose(passage: Passage, i: int, kind: str, scale: Scale, found: Found) -> None:
    """Add the name or the surname with an office that begins with a surname: 王|建军, 金志|贤, 当汤|局长."""
    text, start = passage.text, passage.tokens.starts[i] + (kind == "l")
    led = text[start + 1 : start + 2] in scale.leading and kind in "sSl" and passage.edges[start + 1]
    office = scale.office.match(text, start + 1) if led else None
    if office and text[start] not in _NO_OFFICIAL:
        if kind == "l" or _left(passage, i, scale) > (kind == "S"):
            found.setdefault((start, office.end()), ("person.official", 0.7))
    elif kind != "S" and (text[start] not in JOINING or _opens(passage, i)):
        stop = _best(passage, start, kind, scale)
        if stop and (kind == "l" or _left(passage, i, scale) > 0):
            found.setdefault((start, stop), ("person.likely", 0.65))


def _opens(passage: Passage, i: int) -> bool:
    """Whether a surname that is a word of grammar opens a clause, before a word that is tagged as a name: 和|万春."""
    start, tags = passage.tokens.starts[i], passage.tokens.tags
    opens = start == 0 or passage.text[start - 1] in "。；！？\n，"
    return opens and i + 1 < len(tags) and tags[i + 1] in NAME_TAGS and len(passage.tokens.texts[i + 1]) == 2


def _familiar(passage: Passage, i: int, scale: Scale, found: Found) -> None:
    """老周, 小马: where a mark, an office or a word of grammar stands before, and what persons do after."""
    text, start = passage.text, passage.tokens.starts[i]
    stop = start + 2
    if text[start + 1 : stop] not in scale.surnames:
        return
    left = _left(passage, i, scale)
    told = scale.words.speech.match(text, stop) is not None
    right = 3 if told else _right(passage, stop, scale) if passage.edges[stop] else 0
    known = rjieba.has_word(text[start:stop])
    if right > 0 and (left > 2 or (left == 2 and not known and (right < 2 or told or text[stop : stop + 1] == "的"))):
        found.setdefault((start, stop), ("person.familiar", 0.6))


def _best(passage: Passage, start: int, kind: str, scale: Scale) -> int:
    """Where the name of two or three characters that starts at a position stops; 0 if none looks like one."""
    text = passage.text
    best = at = 0
    least = _UNTAGGED if kind == "k" else _LIKELY if kind in "nl" else _SPLIT
    joins = text[start] in JOINING
    table, given = scale.characters, text[start + 1 : start + 3]
    if len(given) == 2 and not joins:  # most are told by this alone
        most = max(table.last.get(given[0], -99), table.second.get(given[0], -99) + table.last.get(given[1], -99))
        if table.surname.get(text[start], -99) + most < least - 10:
            return 0
    for size in (3,) if kind == "k" or joins else (2, 3):
        name, stop = text[start : start + size], start + size
        if len(name) != size:
            break
        score = scale.characters.han(name)
        if joins:
            score += 40 - scale.characters.surname.get(name[0], 0)
        if score < least - 10 or name[-1] in _NO_LAST or name[-1] in _VERB_LAST:
            continue
        if not passage.edges[stop] and text[stop : stop + 1] not in _AFTER:
            continue
        right = _right(passage, stop, scale)
        if right <= 0 or score < least - 10 * (right > 2) or score + 8 * right <= best:
            continue
        if CHINESE.fullmatch(name) and name not in scale.nobodies and not rjieba.has_word(name):
            best, at = score + 8 * right, stop
    return at


def _left(passage: Passage, i: int, scale: Scale) -> int:
    """How well a name may start at a word: 3 after an office, 2 after a mark or a word of grammar, 1 after most words,
    0 where quotes or a title of a work open, -1 after what leads no name."""
    text, start = passage.text, passage.tokens.starts[i]
    before = text[start - 1 : start] if start else ""
    if before in "：/" and _STAFF.search(text, max(0, start - 6), start):
        return -1
    if before in _THERE_LAST and _THERE.search(text, max(0, start - 4), start):
        return 0 if before == "在" else -1
    if not before or before in _BEFORE:
        return 2
    if before in "村镇乡":
        return 1
    if before == "“":
        return 0 if text.find("”", start, start + 10) > 0 else 2
    if before == "《":
        return 0
    word, tag = passage.tokens.texts[i - 1], passage.tokens.tags[i - 1]
    if word in scale.words.roles:
        return 3
    if word == "号" or word in "小老":
        return 1
    if tag[0] == "n":
        if tag in NAME_TAGS:  # no name follows another, but a place's or a word of grammar
            return 1 if before in _LEADS else -1
        return 2 if before in _PEOPLE else 1
    return -1 if tag[0] in "mqazrb" else 1


def _right(passage: Passage, stop: int, scale: Scale) -> int:
    """How well a name may end at a position: 3 before a title or a verb of speech, 2 before a mark, 1 before a verb,
    -1 inside a longer name."""
    text = passage.text
    if scale.told(text, stop):
        return 3
    after = text[stop : stop + 1]
    if after in scale.longer and _LONGER.match(text, stop):
        return -1
    if not after or after in _AFTER:
        return 2
    i = passage.by_start.get(stop)
    if i is None:
        return -1
    if _WHEN.match(text, stop):
        return 1
    word, tag = passage.tokens.texts[i], passage.tokens.tags[i]
    if tag[0] in "vdpcrtfilza" or word in scale.does:
        return 1
    return 1 if tag[0] == "m" else 0


def _japanese(passage: Passage, i: int, scale: Scale, found: Found) -> None:
    """A Japanese name: a surname of two characters with a given name, or before an office or a verb of speech."""
    text, start = passage.text, passage.tokens.starts[i]
    surname = next(s for s in scale.japanese if text.startswith(s, start))
    if surname in scale.nobodies and passage.tokens.texts[i] == surname:
        return
    bare = start + len(surname)
    for stop in (bare + 3, bare + 2, bare + 1):
        if passage.edges[min(stop, len(text))] and text[stop - 1 : stop] in scale.ends and stop <= len(text):
            given = text[bare:stop]
            if given[0] in "之的":
                continue
            if CHINESE.fullmatch(given) and not (len(given) == 1 and rjieba.has_word(text[start:stop])):
                if _right(passage, stop, scale) > 0 and _left(passage, i, scale) >= 0:
                    found.setdefault((start, stop), ("person.japanese", 0.75))
                    return
    if passage.edges[bare] and not rjieba.has_word(surname + text[bare : bare + 1]):
        least = 3 if surname in scale.chinese else 1
        if _right(passage, bare, scale) >= least and _left(passage, i, scale) > 1:
            found.setdefault((start, bare), ("person.japanese", 0.6))


def _strange(passage: Passage, i: int, scale: Scale, found: Found, taken: bytearray) -> int:
    """Add the foreign name that several words of syllables around one make, and return where it stops; else 0."""
    texts, starts, text = passage.tokens.texts, passage.tokens.starts, passage.text
    first, last = i, i + 1
    while first and scale.syllables.issuperset(texts[first - 1]):
        first -= 1
    while last < len(texts) and scale.syllables.issuperset(texts[last]):
        last += 1
    while last > first and scale.told(texts[last - 1], 0):  # 威曼|女士
        last -= 1
    tags = passage.tokens.tags
    while first < last and tags[first][0] in "vad" and rjieba.has_word(texts[first]):  # 祝贺|布拉特
        first += 1
    if last - first < 2:
        return 0
    start, stop = starts[first], starts[last]
    name = text[start:stop]
    if stop - start < 3 or any(taken[start:stop]) or name[-1] in _NO_FOREIGN or name[-1] in _NO_LAST:
        return 0
    if scale.characters.strange(name) < _FOREIGN or any(scale.plain(texts[k], tags[k]) for k in range(first, last)):
        return 0
    left, right = _left(passage, first, scale), _right(passage, stop, scale)
    if left < 0 or right < 0 or (right == 0 and left < 3) or text[start - 1 : start] == "在":
        return 0
    at = text.find(name)
    while at >= 0:  # a place, as the article says elsewhere
        if _LONGER.match(text, at + len(name)):
            return 0
        at = text.find(name, at + 1)
    found.setdefault((start, stop), ("person.foreign", 0.65))
    return stop
