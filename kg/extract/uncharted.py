"""Divisions that the gazetteer does not have: abolished, founded since, or printed with a slip (云岭县人民法院).

A body or a town right behind the last word of a division says that a name stands before that word. Where it is none of
the gazetteer's, it is still what the body is called by: without it, the body would be taken for that of another county.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import zip_longest

import rjieba

from kg.analyze import Passage
from kg.extract.chaining import COMMITTEE, follows
from kg.extract.lookalikes import with_longer
from kg.extract.stretch import may_name
from kg.lexicon import Hit, Lexicon, Name
from kg.lexicon.gazetteer import Gazetteer

_SUFFIXES = ("县", "区", "市", "旗")
_LONGEST = 3  # characters of such a name without its last word
_DIVISIONS = frozenset("RrtzZ")
_NAME = re.compile(r"[\u4e00-\u9fff]+")
_TOWN = re.compile(r"[\u4e00-\u9fff]{2}(?:镇(?!里|上|长|政府)|乡(?!里|下|亲|镇|村|政府)|街道|苏木)")
# What no name of a division ends with before its last word: 社|区, 城|市, 全|县.
_NO_END = {
    "县": frozenset("全各该本此邻每某外近大小多几个两三困范点强在我州市省新老"),
    "旗": frozenset("国军红党队彩锦战全各该本此每某挂升举我大小"),
    "市": frozenset("都超集股楼菜夜早晚上全本该各每某级我车花鱼房大小省区互闹黑入"),
    "区": frozenset(
        "社景辖小校库矿林牧山城郊灾战军片港厂院街地禁疫特站航发税范作假游业宅活能验理灌域园新老市州各全该本此每某我边治流护湿"
        "泄洪塌商圈生展示覆涉警责管分禾场苗"
    ),
}
_NO_START = frozenset("在到至赴于为经被让给据是有以将把即但而并等各本该此某全我的了")
_ENOUGH = 2
_NAMED = frozenset("SBK")
_COMMON = 3  # characters of most counties' names
_PROPER = ("ns", "nr", "nz", "nrt")
_NOWHERE = frozenset("个与从和及对由向市县区省旗的")  # in such a name


def with_uncharted(passage: Passage, lexicon: Lexicon, hits: list[Hit[Name]]) -> list[Hit[Name]]:
    """The names of a text and the divisions of no gazetteer, wherever the text has them, instead of level words."""
    names: dict[str, int] = {}  # how much speaks for it
    text = passage.text
    before: Hit[Name] | None = None  # the last division
    for hit, following in zip_longest(hits, hits[1:]):
        entry = hit.entry
        if entry.text in _SUFFIXES and (
            follows(hit, following, "SBUt") or COMMITTEE.match(text, hit.stop) or _TOWN.match(text, hit.stop)
        ):
            start, weight = _called(passage, lexicon.gazetteer, before, hit.start)
            if not weight:
                start, weight = _name_before(passage, lexicon, hit.start, before)
            name = text[start : hit.stop]
            if weight and name not in lexicon.gazetteer.by_name:
                names[name] = names.get(name, 0) + weight
        if not _DIVISIONS.isdisjoint(entry.kinds):
            before = hit
    sure = [name for name, weight in names.items() if weight >= _ENOUGH]
    return _with_names(text, hits, sure) if sure else hits


def _called(passage: Passage, gazetteer: Gazetteer, before: Hit[Name] | None, at: int) -> tuple[int, int]:
    """Where the short form of another division starts that ends at a position, and how much speaks for it.

    So the name is 临海县 in `临海|县公安局`, where the gazetteer has 临海市.
    """
    if before is None or before.stop != at or before.entry.kinds != "r" or not passage.edges[before.start]:
        return at, 0
    name = before.entry.text
    below = gazetteer.called(name)[0].level not in ("nation", "province")  # 建设银行广西|区分行
    return before.start, _ENOUGH if below and _NOWHERE.isdisjoint(name) else 0


def _name_before(passage: Passage, lexicon: Lexicon, at: int, before: Hit[Name] | None) -> tuple[int, int]:
    """Where the name starts that the last word of a division ends, and how much speaks for it: 0 if it can't be one."""
    floor = before.stop if before else 0
    text, suffix = passage.text, passage.text[at]
    if floor >= at or text[at - 1] in _NO_END[suffix]:
        return at, 0
    generic = lexicon.table("places", "villages", "generic")
    for size in range(_LONGEST, 1, -1):
        start = at - size
        name = text[max(0, start) : at]
        if start < floor or not _NAME.fullmatch(name) or name[0] in _NO_START or text[start - 1 : start].isdigit():
            continue
        opens = start in (0, floor) or _NAME.match(text[start - 1 : start]) is None
        if not (opens or (size == 2 and passage.edges[start] and name[-1] != "城")):  # 建设|城市管理局
            continue
        if name in generic or name[-2:] in generic or (suffix in "区市" and rjieba.has_word(name + suffix)):
            return at, 0
        if not _NOWHERE.isdisjoint(name) or not may_name(passage, lexicon.stops, start, at):
            continue
        if not rjieba.has_word(name):
            return start, _ENOUGH
        tag = passage.token_at(start).tag
        if tag in _PROPER or (tag[0] not in "vd" and name[-1] in _name_ends(lexicon.gazetteer)):
            return start, _ENOUGH
        return start, int(opens and tag[0] not in "vd")  # else 通报|县应急管理局
    return at, 0


@cache
def _name_ends(gazetteer: Gazetteer) -> frozenset[str]:
    """What the names of some counties end with before their last word: 口, 岸, 源."""
    ends = Counter(r.name[-2] for r in gazetteer.by_code.values() if r.level == "county" and len(r.name) == _COMMON)
    return frozenset(letter for letter, times in ends.items() if times > 1)


def _with_names(text: str, hits: list[Hit[Name]], names: list[str]) -> list[Hit[Name]]:
    """The names of a text with some divisions more, by their short forms too where a body follows these."""
    known = {name[:-1]: name for name in names}
    shorts = "|".join(sorted(known, key=lambda short: (-len(short), short)))
    bodies = {hit.start for hit in hits if not _NAMED.isdisjoint(hit.entry.kinds)}
    found: list[Hit[Name]] = []
    for m in re.finditer(rf"({shorts})([县区市旗])?", text):
        name = known[m[1]]
        called = not m[2] and (m.end() in bodies or text.startswith("讯", m.end()))  # 榆溪司法局, 榆溪讯
        if called or m[0] == name:
            found.append(Hit(m.start(), m.end(), Name(name, "R")))
    return with_longer(hits, found)
