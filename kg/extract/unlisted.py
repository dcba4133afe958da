"""Bodies that no table has, by a grammar of names.

Those of a state (美国|联邦航空局), of a division (上海|世博局), of a ministry (教育部|基础教育司), and missions
(中国|驻旧金山总领馆).
"""

from __future__ import annotations

import re
from collections.abc import Container

from kg.analyze import Passage
from kg.extract.parts import Part, head_of
from kg.extract.stretch import may_name
from kg.lexicon import Lexicon

_MISSION = re.compile(
    r"驻([\u4e00-\u9fff·]{1,12}?)(大使馆|总领事馆|总领馆|领事馆|使馆|使团|代表团|代表处|特派员办事处|特派办|专员办事处|专员办|监管局|监察专员办)(?!区)"
)
_OFFICE = re.compile(
    r"([\u4e00-\u9fff]{2,9}?)(警察局|警察厅|总局|局(?![面势部长外内限])|总署|署(?!名)|委员会|厅(?![堂房室])|部(?![分门署落队件位级族下委里])|最高法院|法院|检察院)"
)
# What stands before these heads without making a body of them: 美国|东部, 日本|大部.
_PARTS = re.compile(
    r"[东南西北中内外全大上下前后各总分俱]部$|[当邮结布格全大时饭战政骗僵破开残变平]局$|(?:两|三|四|几|多|各)国|[餐大客门展歌舞]厅$"
)
_BUREAU = re.compile(r"([\u4e00-\u9fff]{2,8}?)局(?![面势部长外内限中里点者数促])")
_NO_BUREAU = re.compile(
    r"[当邮结布格全大时饭战政骗僵破开残变平副困危乱败胜首终牌棋赌酒新定中出入搅设做组迷谜守对两三几每各本该此支分工电税警药供烟]局$|总局$|法律局"
)
_DEPARTMENT = re.compile(
    r"(?:的)?([\u4e00-\u9fff]{2,8}?|第?[一二三四五六七八九十]{1,3})(局(?![面势部外内限])|司(?![机法令])|署(?!名)|厅(?![堂房室])|(?<![法当出开])庭(?![审长院前上外]))"
)
_UN = re.compile(
    r"[\u4e00-\u9fff]{1,11}?(?:署|组织|委员会|理事会|基金会|基金|总部|秘书处|特派团|维和部队|维和行动|机构|办事处|大会|学院|大学|公约)"
)
_SAID = ("和", "与", "及", "对", "的", "在", "将", "把", "向", "被", "为", "是")


def find_abroad(passage: Passage, lexicon: Lexicon, at: int, taken: Container[int]) -> Part | None:
    """The body of the state whose name ends at a position, by a grammar; `taken` is where known names start."""
    text = passage.text
    found = _OFFICE.match(text, at)
    if found is None or _PARTS.search(found[0]) or any(word in found[1] for word in _SAID):
        return None
    if found[1][0] in "前原现新旧" or not (passage.edges[found.end()] or text.startswith("长", found.end())):
        return None
    if any(i in taken for i in range(at + 1, found.end(1))) or not may_name(passage, lexicon.stops, at, found.end(1)):
        return None
    return Part(at, found.end(), "U", found[0], found[1], found[2])


def find_bureau(passage: Passage, stops: frozenset[str], at: int, taken: Container[int]) -> Part | None:
    """The bureau that only one division has, right behind its name: 上海|世博局; `taken` is where known names start."""
    found = _BUREAU.match(passage.text, at)
    if found is None or _NO_BUREAU.search(found[0]) or any(word in found[1] for word in _SAID):
        return None
    if not (passage.edges[found.end()] and passage.edges[at]) or any(i in taken for i in range(at, found.end())):
        return None
    if not may_name(passage, stops, at, found.end(1)):
        return None
    return Part(at, found.end(), "U", found[0], found[1], "局")


def find_department(passage: Passage, stops: frozenset[str], at: int) -> Part | None:
    """The department of a ministry whose name ends at a position, with or without 的: 教育部|基础教育司."""
    text = passage.text
    found = _DEPARTMENT.match(text, at)
    if found is None or _PARTS.search(found[0]) or any(word in found[1] for word in _SAID):
        return None
    if not passage.edges[found.end()] and text[found.end() : found.end() + 1] not in ("长", "副"):
        return None
    start = found.start(1)
    if not (len(found[1]) <= 3 or may_name(passage, stops, start, found.end(1))) or found[1] in stops:
        return None
    return Part(start, found.end(), "U", text[start : found.end()], found[1], found[2])


def find_united(passage: Passage, stops: frozenset[str], at: int) -> int:
    """Where the name of a body of the United Nations ends that goes on at a position, behind 联合国; else -1."""
    found = _UN.match(passage.text, at)
    if found is None or not passage.edges[found.end()]:
        return -1
    whole = passage.token_at(at).stop == found.end() or may_name(passage, stops, at, found.end(), verbs=True)
    return found.end() if whole else -1


def find_mission(text: str, at: int) -> Part | None:
    """The mission that the state whose name ends at a position has in another: 驻旧金山总领馆."""
    found = _MISSION.match(text, at) if text.startswith("驻", at) else None
    return Part(at, found.end(), "U", found[0], f"驻{found[1]}", found[2]) if found else None


def part_of(start: int, text: str) -> Part:
    """A body of the tables as a part of a chain."""
    head, stem = head_of(text)
    return Part(start, start + len(text), "U", text, stem, head)
