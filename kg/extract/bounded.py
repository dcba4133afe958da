"""Where what looks like a person's name ends, and what only looks like one: 冯婧|向渔民, 白龙江|两岸."""

from __future__ import annotations

import re

import rjieba

from kg.extract.foreign import Found
from kg.extract.names import (
    AFTER,
    CHINESE,
    SERIAL,
    Words,
    fit_of,
)
from kg.lexicon.characters import load_characters

_FOR_WHOM = re.compile(
    r"\d|[他她其]|大家|[一两三数多十]+[名位]|居民|群众|村民|学生|老人|市民|职工|女工|现场|企业|游客|旅客"
)
_ROADS = ("道", "街", "桥")
_LANES = ("巷", "弄")
_SITES = ("公园", "长城", "广场", "古城", "古镇", "老街", "大桥", "水库", "车站", "机场", "码头", "口岸", "景区")
_NOT_LAST = frozenset("渠窑坎祠堰闸墟墙")  # of names that nothing introduces
_BUILT = re.compile(r"项目|小区|楼盘|[一二三四五]期|\d+[号栋幢]")
_WATERS = frozenset("江河湖海山溪峰岭")
_BANK = re.compile(r"[边畔]|两岸|沿岸|岸边|流域|大桥|水[位质]|段|上游|下游|脚下|附近|一带|山顶|主峰")
_HAMLET = re.compile(r".家[庄村沟湾坪坝岭屯寨营堡渡塘坳冲畈垸圩河店桥坡峪梁洼集台嘴咀川垭院铺滩尖]")
_KINDS = (
    "村",
    "镇",
    "乡",
    "社区",
    "街道",
    "庄",
    "寨",
    "屯",
    "嘎查",
    "院区",
    "景区",
    "文创",
    "山段",
    "山口",
    "山脚",
    "沟里",
)
# Rules that find where a name ends by what it looks like.
_UNBOUNDED = frozenset(("person.role", "person.likely", "person.tagged", "person.beside", "person.speech"))
# What the tagger takes for the third character of a name, and is a word by itself.
_NEXT = frozenset("和向为已先以把被将对与在从到就也又还便都才正仍再即曾均同跟刚")
_FIRST_OF_ALL = frozenset(
    "先也又还便都才"
)  # 董婷|先帮她: no given name ends so but one of three letters in the text twice
_LOOKS_SHORTER, _LOOKS_A_LITTLE = 10, 3


def without_next(text: str, found: Found, words: Words) -> Found:
    """Names of three characters without the third where it is the next word's: 冯婧|向渔民; 刘洋|索降."""
    out: Found = {}
    spans = {text[a:b] for a, b in found}
    for (start, stop), how in found.items():
        name = text[start:stop]
        bounded = len(name) != 3 or how[0] not in _UNBOUNDED or not CHINESE.fullmatch(name)
        if not bounded and _is_shorter(text, name, stop, spans, words):
            stop -= 1
        out.setdefault((start, stop), how)
    return out


def _is_shorter(text: str, name: str, stop: int, spans: set[str], words: Words) -> bool:
    """Whether somebody is called by the first two characters of what was taken for a name."""
    if name[2] in "和与" and text[stop : stop + 1] in words.says and words.speech.match(text, stop):
        return False  # 吴清和|说
    weigh, short = load_characters().han, name[:2]
    looks = _LOOKS_SHORTER if name[2] not in _FIRST_OF_ALL else _LOOKS_A_LITTLE
    if name[2] in _NEXT and weigh(short) - weigh(name) >= looks and fit_of(text, stop - 1):
        return True
    if text.count(name) > 1 or rjieba.has_word(short) or weigh(short) < weigh(name) - _LOOKS_SHORTER:
        return False
    at = text.find(short)
    while at >= 0:
        rest = text[at + 2 : at + 3]
        if rest != name[2] and text[at : at + 3] not in spans and (rest in AFTER or fit_of(text, at + 2)):
            return True
        at = text.find(short, at + 2)
    return False


def is_place(text: str, start: int, stop: int) -> bool:
    """Whether what looks like a name is a road's, a river's or a park's: 海尔大|道, 白龙江|两岸, 长|青公园."""
    last = text[stop - 1]
    return (
        last in _LANES
        or last in _NOT_LAST
        or text.endswith(_SITES, start, stop)
        or (last in "苑园城庭府湾" and _BUILT.match(text, stop) is not None)
        or (last == "大" and text[stop : stop + 1] in _ROADS)
        or (last in _WATERS and _BANK.match(text, stop) is not None)
    )


def is_village(text: str, name: str) -> bool:
    """Whether a name that nothing introduces is a village's or a quarter's: 李家沟, 石坪川 beside 石坪川村.

    >>> is_village("杨家湾的桃花", "杨家湾"), is_village("罗春玉来了", "罗春玉")
    (True, False)
    """
    return _HAMLET.fullmatch(name) is not None or any(name + kind in text for kind in _KINDS)


def without_verb(text: str, start: int, stop: int, verbs: frozenset[str]) -> int:
    """Where a name ends that has swallowed the first character of a verb: 王某|育有三子, 陈浩|立即（`verbs`）."""
    if (
        stop - start == 3
        and text[start] not in "·"
        and (
            text[stop - 1 : stop + 1] in verbs
            or text[stop - 1 : stop + 1] == "来了"
            or (text[stop - 1] in "到赴" and CHINESE.match(text, stop))
        )
    ):
        return stop - 1  # 陈浩|立即赶到, 刘莹|到思蒙河
    if stop - start == 3 and (text[stop - 1] == "以" or (text[stop - 1] == "为" and _FOR_WHOM.match(text, stop))):
        return stop - 1  # 栾冰|为20名女工答疑, 党磊|以1小时05分夺冠
    swallowed = stop - start > 2 and text[stop - 2] == "某" and text[stop - 1] not in SERIAL
    acts = swallowed and (
        text[stop : stop + 1] in "有是在与和将被把向对因称" or rjieba.has_word(text[stop - 1 : stop + 1])
    )
    return stop - 1 if acts else stop
