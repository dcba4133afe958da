"""What names of persons are weighed with: what a word may be, by its characters and its tag."""

from __future__ import annotations

import re
from functools import cache
from itertools import repeat

import rjieba

from kg.analyze import Tokens
from kg.extract.names import CHINESE, COMMON_END, JOINING, NAME_TAGS, Words, load_words
from kg.lexicon import Lexicon
from kg.lexicon.characters import Characters, load_characters

SURE, LIKELY, SPLIT, UNTAGGED = 25, 35, 45, 62
"""How much a Han name must look like one: tagged so, of two characters, cut in pieces, a word of another tag."""
FOREIGN = 19.0
"""How much several words must look like a foreign name, a character on average."""
NO_LAST = frozenset(
    "堆庵庄墩塬峁杯茶堡朝族语龟榜甲书村镇乡县河溪湖寺庙册丛带色里厂站桥沟坡岭洞泊港屯湾错郡籍赛线路街号校党委局院诗性型"
)
"""Characters that words and places end in, and no given name does."""
SOFT_LAST = frozenset("路溪桥洞")
"""Those that a few given names end in all the same: 张之路, 沈石溪."""
NO_FOREIGN = frozenset("原人语族河山岛州堡国队城球宫湖湾省市县镇村史妃帝王")
"""Characters that no foreign name ends in."""
LEADS = frozenset("以致胜对可当向把被由为从给让像但而在与和及令使托小学任叫")
"""Words of grammar that the tagger joins to the beginning of a name that it does not know: 当许|传音, 对陶|汉明."""
NO_OFFICIAL = frozenset("任党时应支单区由于和")
"""Surnames that are words before an office: 时任|局长, 国民党|主席."""
VERB_LAST = frozenset("是说称讲和与把将被对给让跟同用在带从也就又还便都着因为")
"""Words of one character that the tagger joins to the end of a name that it does not know."""
THOUGHT = re.compile(r"(.{2,5}?)(?:思想|理论|主义|学说|政府)")
"""What is said of somebody's thoughts in one word: 邓小平理论, 马克思主义."""
_MOST_WORDS = 100_000
"""Words whose kind is kept."""
# Tags of words that may be a name that no dictionary knows as one, and of parts of foreign names.
_OPEN_TAGS = frozenset(("ns", "nz", "nr", "nrt", "nrfg", "x"))
_FOREIGN_TAGS = frozenset(("nr", "nrt", "nrfg", "nz", "x", "n", "j"))


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
        self.longer = self.words.longer
        self.lengthening = {word[0] for word in tables["longer"]["words"]}
        self.there = re.compile(f"(?:{'|'.join(sorted(tables['there']['words'], key=len, reverse=True))})$")
        self.local = {word[-1] for word in tables["there"]["words"]}
        self.staff = re.compile(f"(?:{'|'.join(tables['staff']['words'])})[：/]$")
        self.leading = {office[0] for office in tables["courtesies"]["offices"]}
        table = self.characters
        self.follow = {c for c, n in table.last.items() if max(n, table.second.get(c, -99)) > -30} | self.leading
        self.telling = {word[0] for word in (*tables["after"]["words"], *tables["speech"]["words"])}
        self.kinds: dict[str, str] = {}
        self.syllables = frozenset(c for c, often in self.characters.foreign.items() if often >= 0)
        self.first = self.surnames | LEADS | set("老小") | {c for c, n in self.characters.foreign.items() if n > -20}
        self.first |= {word[0] for word in (*self.famous, *tables["japanese"]["words"])}
        self.alone = self.surnames | set("老小")
        self.openings = {word[:2] for word in tables["japanese"]["words"]}
        self.japanese = tuple(tables["japanese"]["words"])
        self.chinese = frozenset(tables["japanese"]["chinese"])
        offices = "|".join(sorted(tables["courtesies"]["offices"], key=len, reverse=True))
        self.office = re.compile(f"(?:{offices})(?!期|大|远|城)")
        self.official = re.compile(f"[{''.join(sorted(self.surnames - NO_OFFICIAL))}](?:{offices})")
        self.does = frozenset(tables["does"]["words"])
        self.ends = frozenset(tables["japanese"]["ends"])

    def kinds_of(self, tokens: Tokens) -> str:
        """What each of some words may be, a letter each or a space; a word has one tag, so it is found out once."""
        texts = tokens.texts
        try:
            return "".join(map(self.kinds.__getitem__, texts))
        except KeyError:  # a word not met so far
            kinds = [*map(self.kinds.get, texts, repeat("?"))]
        if len(self.kinds) > _MOST_WORDS:
            self.kinds.clear()
        i = kinds.index("?")
        while True:
            word = texts[i]
            able = word[0] in (self.first if len(word) > 1 else self.alone) and word not in self.nobodies
            kinds[i] = (self.kind(word, tokens.tags[i]) if able and CHINESE.fullmatch(word) else "") or " "
            self.kinds[word] = kinds[i]
            try:
                i = kinds.index("?", i + 1)
            except ValueError:
                return "".join(kinds)

    def kind(self, word: str, tag: str) -> str:
        """What a word may be: `N` a name, `n` the beginning of one, `F` a foreign one, `s` a surname, `T` a thought of
        somebody, `l` a word of grammar with a surname, `J` the beginning of a Japanese name; else nothing."""
        if word in self.nobodies or "某" in word:
            return ""
        if word in self.famous:
            return "N"
        size, named = len(word), tag in NAME_TAGS
        words, han = self.words, self.characters.han
        if size > 3 and (found := THOUGHT.fullmatch(word)):
            return "T" if self.kind(found[1], "nr") in ("N", "F") else ""
        if size > 2 and word[1] in self.leading and self.official.fullmatch(word):
            return "o"
        japanese = word[:2] in self.openings and word.startswith(self.japanese)
        if japanese and (size == 2 or (size < 6 and word[-1] in self.ends)):
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
        if not known and word[0] in LEADS and word[1] in self.surnames and word[0] not in words.single:
            return "l"
        if named and size > 2 and (size > 3 or word[0] not in self.surnames):
            sounds = self.foreign(word, tag) if known else self.characters.strange(word) >= 24
            return "F" if sounds else self.weak(word, tag)
        if word[0] not in self.surnames:
            return self.weak(word, tag)
        score = han(word) if size < 4 else 0
        soft = size == 3 and word[-1] in SOFT_LAST and named and not known and score >= 40
        if size > 3 or (word[-1] in NO_LAST and not soft) or (size == 2 and word[-1] in "方家氏姓队"):
            return ""
        if size == 3:
            if not known and word[-1] in VERB_LAST and han(word[:2]) >= LIKELY:  # 郑咏|是
                return "n"
            if word[-1] in COMMON_END and score < 60 and not soft:
                return ""
            if named:
                return "N" if score >= SURE and (known or word[0] not in JOINING or score > 50) else ""
            if known:
                sure = score >= UNTAGGED and tag[0] != "v" and tag != "ns"
                return "N" if sure else self.weak(word, tag)
            return "n" if score >= SPLIT else self.weak(word, tag)
        if known and tag == "n" and word not in self.words.roles:
            return "k"
        return "n" if not known and (named or score >= 20) else self.weak(word, tag)

    def weak(self, word: str, tag: str) -> str:
        """`w` for a word that is a name only beside an office: 罗干说, 领袖巴拉克, 拉埃女士."""
        if tag not in _OPEN_TAGS or len(word) > 5 or word[-1] in NO_FOREIGN or word[-1] in NO_LAST:
            return ""
        if word[0] in self.surnames and len(word) < 4:
            return "w" if self.characters.han(word) > 20 else ""
        return "f" if self.characters.strange(word) > 15 else ""

    def plain(self, word: str, tag: str) -> bool:
        """Whether a word is no part of a foreign name: it is another word, or a place."""
        if len(word) < 2 or not rjieba.has_word(word):
            return len(word) > 1 and word in self.nobodies
        idiom = tag == "nr" and len(word) == 4 and not self.foreign(word, tag)
        han = tag == "nr" and len(word) == 2 and self.characters.strange(word) < FOREIGN
        return word in self.nobodies or tag not in _FOREIGN_TAGS or idiom or han

    def told(self, text: str, at: int) -> bool:
        """Whether a title or a verb of speech stands at a position."""
        if text[at : at + 1] not in self.telling:
            return False
        return bool(self.words.titles.match(text, at) or self.words.speech.match(text, at))

    def foreign(self, word: str, tag: str) -> bool:
        """Whether a word of the dictionary, tagged as a name, is a foreign one."""
        if word[-1] in NO_FOREIGN:
            return False
        looks = self.characters.strange(word)
        least = 12 if tag == "nrt" else 24
        return looks >= least or (len(word) > 3 and all(self.characters.foreign.get(c, -99) >= 10 for c in word))


def forget(lexicon: Lexicon) -> None:
    """Forget what all words met so far may be."""
    load_scale(lexicon).kinds.clear()


@cache
def load_scale(lexicon: Lexicon) -> Scale:
    return Scale(lexicon)
