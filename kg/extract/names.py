"""How a person's name looks: where one starts right after an office, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from kg.analyze import Passage, Token
from kg.lexicon import Automaton, Lexicon
from kg.lexicon.characters import load_characters

# Characters that ordinary words end in and names hardly do.
COMMON_END = frozenset(
    "感率桥人制上营村平式度性化法区场镇乡路店会员站院厂局所队班课卡线点费款赶林银制县市省者们家事情度力量心动作业品物"
)
# Surnames that are function words too.
JOINING = frozenset("和由都那从向同与于并对为经因以及")
NAME_TAGS = frozenset(("nr", "nrt", "nrfg", "nrj"))
# What may stand after a name.
AFTER = frozenset(
    "，。、；：！？”’）)》“‘（( \n的在向对为和与及等说称是从把将被带到率并也已又就正因于则曾经还便即同给让"
)
# Characters that offices end in: after one, an ordinary word may be a name (所长高峰).
OFFICE_END = ("长", "记", "任", "席", "委", "官", "员", "警")
SERIAL = frozenset("某甲乙丙丁")
"""What stands after 某."""
NO_LAST = frozenset("等说称和与把将被对给让跟同用在带从也就又还便都着到赴巷街")
NO_PART = frozenset("，的了们这那")
NO_INSIDE = frozenset("，的了和与在是有不也都还又再就说称们该此这那们第首")
_HOUSE = frozenset("的里中门住院，。、")  # what stands after 家 where it is a household
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


class Words:
    """The tables of persons, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["persons"]
        self.single = frozenset(tables["surnames"]["single"])
        self.double = tuple(tables["surnames"]["double"])
        self.rare = frozenset(tables["surnames"]["rare"])
        self.roles = frozenset(tables["roles"]["words"])
        self.speech = re.compile("|".join(sorted(tables["speech"]["words"], key=len, reverse=True)))
        # The first characters of verbs of speech: looked at before the pattern, which is long.
        self.says = frozenset(word[0] for word in tables["speech"]["words"])
        self.blocks = frozenset(tables["blocks"]["words"])
        self.at_once = frozenset(tables["acts"]["verbs"])
        self.nobodies = frozenset(tables["nobodies"]["places"] + tables["nobodies"]["things"])
        self.nobodies |= {word for word in tables["courtesies"]["words"] if len(word) > 1}  # 检察官|阿姨
        self.given = frozenset(tables["given"]["chars"])
        self.titles = re.compile("|".join(sorted(tables["after"]["words"], key=len, reverse=True)))
        self.foreign = frozenset(tables["foreign"]["words"])
        self.syllables = frozenset(tables["syllables"]["chars"])
        self.nameless = re.compile("|".join(tables["courtesies"]["nameless"]))
        foreign = {c for c, often in load_characters().foreign.items() if often >= 8}
        part = "[" + "".join(sorted(self.syllables | foreign)) + "]"
        self.ethnic = re.compile(rf"{part}{{1,6}}(?:·{part}{{1,7}}){{1,3}}")
        self.longer = re.compile("|".join(map(re.escape, sorted(tables["longer"]["words"], key=len, reverse=True))))
        self.courtly = re.compile("先$|女$|先生|女士|同志")
        courtesies = "|".join(sorted(tables["courtesies"]["words"], key=len, reverse=True))
        # The first letter of each courtesy.
        self.courteous = re.compile(
            "|".join(sorted(f"{word[0]}(?={word[1:]})" for word in tables["courtesies"]["words"]))
        )
        self.courteous_begins = frozenset(word[0] for word in tables["courtesies"]["words"])
        surnames = "|".join(self.double) + "|[" + "".join(sorted(self.single | frozenset("岩排扎木"))) + "]"
        self.courtesy = re.compile(rf"(?:{surnames})(?:{courtesies})")
        elements = "|".join(sorted(tables["elements"]["words"], key=len, reverse=True))
        self.tibetan = re.compile(
            rf"(?:{elements}){{2,4}}(?:加|措|吉|甲|毛|本|太|才|姆|次)?|(?:{elements})(?:加|措|姆|毛)"
        )
        # A character that the typesetter lacked, written as its two parts: 陶（日斤）.
        self.bracketed = re.compile(f"[{''.join(sorted(self.single))}]（[\u4e00-\u9fff]{{2}}）(?=[，。、和说报在]|$)")
        # How a list of appointments or of wanted persons tells of each: 余强，男，汉族，1975年3月出生.
        self.described = re.compile(rf"(?<![\u4e00-\u9fff])(?:{surnames})[\u4e00-\u9fff]{{1,2}}(?=，[男女]，)")
        # Whom a court sentences: 判处|辛海江|有期徒刑五年.
        self.sentenced = re.compile(rf"判处((?:{surnames})[\u4e00-\u9fff]{{1,2}})(?=有期|无期|死刑|拘役|管制|罚金)")
        self.element = re.compile(rf"(?:{elements})")
        self.offices = Automaton({role: role for role in sorted(self.roles | self.foreign)}, few=True)
        self.elemental = frozenset(word[0] for word in tables["elements"]["words"])  # their first letters


@cache
def load_words(lexicon: Lexicon) -> Words:
    return Words(lexicon)


def whole_name(name: str, after: str, words: Words) -> str:
    """A name of several parts without the word whose first character it ends in: 巴托先|生, 艾合买提代|表志愿者."""
    last = name.rfind("·") + 2
    if found := words.courtly.search(name, last):
        return name[: found.start()]
    split = len(name) > last + 1 and after[:1] not in words.syllables and rjieba.has_word(name[-1] + after[:1])
    return name[:-1] if split and fit_of(after, 0) != 2 else name


def read_name(passage: Passage, at: int, words: Words) -> str:
    """The name that starts at a position, or nothing: a Han name by surname and right border, or one in syllables."""
    text = passage.text
    ethnic = words.ethnic.match(text, at) if text[at : at + 1] in words.syllables else None
    if ethnic:
        return whole_name(ethnic[0], text[ethnic.end() : ethnic.end() + 6], words)
    near = not words.courteous_begins.isdisjoint(text[at + 1 : at + 3])
    courtesy = words.courtesy.match(text, at) if near and text[at : at + 1] not in "和由与" else None
    if courtesy:
        return courtesy[0]
    elemental = text[at : at + 1] in words.elemental
    tibetan = words.tibetan.match(text, at) or words.element.match(text, at) if elemental else None
    if tibetan and (_closes(passage, tibetan.end(), words) or len(tibetan[0]) > 2):
        return tibetan[0]
    i = passage.by_start.get(at)
    token = passage.tokens[i] if i is not None else None
    run = at
    while run < len(text) and text[run] in words.syllables and run - at < 8:
        run += 1
    if run - at >= 3 and (text[run : run + 1] in AFTER or fit_of(text, run) or run in passage.by_start):
        han = text[at] in words.single and run - at == 3
        ordinary = token is not None and len(token.text) == 3 and token.tag not in NAME_TAGS
        if not han and not (ordinary and rjieba.has_word(token.text if token else "")):
            name = _in_syllables(passage, at, run, words)
            if name:
                return name
    led = text[at : at + 1] == "于" and text[at - 1 : at] in OFFICE_END and text[at + 3 : at + 4] in AFTER
    if led and all(c in words.given for c in text[at + 1 : at + 3]):  # 副主任于建国率队
        return text[at : at + 3]
    if text[at : at + 1] in JOINING and (
        rjieba.has_word(text[at + 1 : at + 3]) or (token and (len(token.text) < 2 or token.tag not in NAME_TAGS))
    ):
        return ""
    size = 2 if text[at : at + 2] in words.double else 1 if text[at : at + 1] in words.single else 0
    if not size:
        known = token is not None and len(token.text) == 4 and rjieba.has_word(token.text)  # 保驾护航
        if token and token.tag in NAME_TAGS and 2 <= len(token.text) <= 4 and not known:
            return "" if token.text in words.blocks else token.text
        return ""
    return _han_name(passage, at, size, token, words)


def _in_syllables(passage: Passage, at: int, run: int, words: Words) -> str:
    """The name in the syllables `text[at:run]`: up to where a word goes on best, then the longest; not over 和."""
    text = passage.text
    joined = text.find("和", at + 3, run)
    run = joined if joined > 0 else run
    best, how = "", 0
    for stop in range(run, at + 2, -1):
        if text[stop - 1] in "和都不" and text[stop : stop + 1] not in "尔":
            continue
        fit = 2 if text[stop : stop + 1] in AFTER or words.speech.match(text, stop) else fit_of(text, stop)
        if fit > how and (fit == 2 or _closes(passage, stop, words) or stop == run):
            best, how = text[at:stop], fit
    return best


def best_size(text: str, at: int, name: str, words: Words) -> str:
    """The name after an office, with its third character: 李娜倮|用拉祜语; or without what is none: 冷某|用手机.

    The tagger glues an unknown third character to the next word (王青|措带); what is left over tells which is right.
    """
    size = 2 if name.startswith(words.double) else 1
    short, long = text[at : at + size + 1], text[at : at + size + 2]
    if text[at + len(name) : at + len(name) + 1] == "某" and len(name) < 4:  # 吉伍|某
        return name + "某"
    if short[-1:] == "某":
        if len(name) > len(short) and name[len(short)] in "和与及":  # 罗某|和伍某
            return short
        return short if len(name) > len(short) and name[-1] not in SERIAL and fit_of(text, at + size + 1) else name
    if long[-1:] in ("和", "与") and len(name) == size + 1 and words.speech.match(text, at + size + 2):  # 吴清和|说
        return long
    if len(name) != size + 1 or not CHINESE.fullmatch(long) or long[-1] in NO_INSIDE or long[-1] in NO_LAST:
        return name
    if text[at + size + 1 : at + size + 3] in words.at_once:
        return name
    if text[at + size + 2 : at + size + 4] in words.at_once and load_characters().han(long) > 40:
        return long  # 张崇理|算起
    if words.speech.match(text, at + size + 2) and long[-1] in words.syllables:  # 韩巴图|说
        return long
    return long if fit_of(text, at + size + 2) > fit_of(text, at + size + 1) else name


def fit_of(text: str, at: int) -> int:
    """How well a word may start at a position: 2 after a mark or for a known word, 1 for a small one, else 0."""
    if not CHINESE.match(text, at) or text[at + 1 : at + 2] in ("着", "了"):  # 骑着
        return 2
    if text[at] == "家" and text[at + 1 : at + 2] in _HOUSE:  # 王廷芬|家的院子
        return 2
    first = rjieba.tag(text[at : at + 6])[0]
    word, tag = first[0], first[1]
    if len(word) > 1:
        return 2 if rjieba.has_word(word) else 0
    return 1 if tag[0] in "vpducrf" else 0


def find_courtesies(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """Where a surname with a courtesy stands (张先生), as a search for the two would find it from left to right."""
    done = 0
    for first in words.courteous.finditer(text):
        for start in (first.start() - 2, first.start() - 1):
            found = words.courtesy.match(text, start) if start >= done else None
            if found:
                done = found.end()
                yield found.span()


def find_tibetan(text: str, words: Words) -> Iterator[re.Match[str]]:
    """The runs of elements of Tibetan names (扎西次仁), in order."""
    # A pattern that begins with letters is passed over twenty times as fast as one that begins with a repeated group.
    begin = words.element.search(text)
    while begin:
        found = words.tibetan.match(text, begin.start())
        if found:
            yield found
        begin = words.element.search(text, found.end() if found else begin.start() + 1)


def without_next_word(text: str, at: int, name: str, words: Words) -> str:
    """A name without the word after it: 孙浩|说，, 尹璐|和街道调解员."""
    stop = at + len(name)
    if len(name) == 3 and text[stop - 1 : stop + 1] in words.at_once:
        return name[:-1]
    if len(name) < 3 or name[-1] not in NO_LAST or "·" in name:
        return name
    if name[-1] in "说称":
        return name[:-1] if text[stop : stop + 1] in "，：。“" else name
    follows = text[stop : stop + 1]
    whole = not follows or follows in AFTER or words.speech.match(text, stop)
    return name if whole else name[:-1]


def _han_name(passage: Passage, at: int, size: int, token: Token | None, words: Words) -> str:
    """A Han name after an office: a surname of `size` characters and one or two more that given names are made of."""
    text = passage.text
    short, long = text[at : at + size + 1], text[at : at + size + 2]
    official = text[at - 1 : at] in OFFICE_END
    if (
        token
        and len(token.text) >= 2
        and token.tag not in NAME_TAGS
        and token.tag not in ("ns", "nz", "j", "x", "nt")
        and rjieba.has_word(token.text)
    ):
        named = token.text in (short, long) and token.tag in ("n", "a", "an") and is_given(token.text, words)
        if not (official and named):  # 局长高峰
            return ""
    if short in words.blocks or long in words.blocks or not CHINESE.fullmatch(short):
        return ""
    if token and token.tag in NAME_TAGS and len(token.text) == size + 2 and token.text not in words.blocks:
        return token.text
    if len(long) == size + 2 and all(c in words.given for c in long[size:]):
        crossing = rjieba.has_word(text[at + size + 1 : at + size + 3]) and _closes(passage, at + size + 1, words)
        if not crossing or words.speech.match(text, at + size + 2):
            return long
    if token and token.tag in NAME_TAGS and len(token.text) == size + 1:
        return token.text
    for name in (long, short):
        if rjieba.has_word(name) and not (official and is_given(name, words)):
            continue
        if (
            len(name) >= 2
            and CHINESE.fullmatch(name)
            and _closes(passage, at + len(name), words)
            and not any(c in "，的了和与在是有不" for c in name[1:])
        ):
            return name
    return ""


def read_transliterated(passage: Passage, at: int, words: Words) -> str:
    """A foreign name in Chinese syllables, up to a word border that no further syllable crosses: 总统叶利钦."""
    text = passage.text
    run = at
    while run < len(text) and (text[run] in words.syllables or text[run] == "·") and run - at < 12:
        run += 1
    for stop in range(run, at + 1, -1):
        if passage.edges[stop] and stop - at >= 2:
            token = passage.token_at(at)
            if (
                token.stop == stop
                and token.tag not in ("nr", "nrt", "nz", "ns", "x", "nrfg")
                and rjieba.has_word(token.text)
            ):
                return ""
            return text[at:stop]
    return ""


def _closes(passage: Passage, at: int, words: Words) -> bool:
    """Whether a name may end before a position."""
    following = passage.text[at : at + 1]
    if not following or following in AFTER:
        return True
    return bool(passage.edges[at]) or words.speech.match(passage.text, at) is not None


def is_given(name: str, words: Words) -> bool:
    """Whether all characters after the surname are ones that given names are made of, or no dictionary has the word."""
    size = 2 if name.startswith(words.double) else 1
    return all(c in words.given for c in name[size:]) or (not rjieba.has_word(name) and name[-1] not in COMMON_END)
