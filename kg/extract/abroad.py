"""Bodies of other states: 英国|内政部, 俄|国防部, 美国|联邦航空局, 中国|驻旧金山总领馆."""

from __future__ import annotations

import re
from collections.abc import Container

from kg.analyze import Passage
from kg.extract.parts import Part, head_of
from kg.extract.stretch import may_name
from kg.lexicon import Lexicon

_MISSION = re.compile(r"驻([\u4e00-\u9fff·]{1,12}?)(大使馆|总领事馆|总领馆|领事馆|使馆|使团|代表团|代表处)(?!区)")
_OFFICE = re.compile(
    r"([\u4e00-\u9fff]{2,9}?)(警察局|警察厅|总局|局(?![面势部长外内限])|总署|署(?!名)|委员会|厅(?![堂房室])|部(?![分门署落队件位级族下委里])|最高法院|法院|检察院)"
)
# What stands before these heads without making a body of them: 美国|东部, 日本|大部.
_PARTS = re.compile(r"[东南西北中内外全大上下前后各总分俱]部$|[当邮结布格全大时饭战政骗僵破开残变平]局$|(?:两|三|四|几|多|各)国|[餐大客门展歌舞]厅$")
_SAID = ("和", "与", "及", "对", "的", "在", "将", "把", "向", "被", "为", "是")


def find_abroad(passage: Passage, lexicon: Lexicon, at: int, taken: Container[int]) -> Part | None:
    """The body of the state whose name ends at a position, by a grammar of names; `taken` is where known names start."""
    text = passage.text
    found = _OFFICE.match(text, at)
    if found is None or _PARTS.search(found[0]) or any(word in found[1] for word in _SAID):
        return None
    if not passage.edges[found.end()] and text[found.end() : found.end() + 1] != "长":
        return None
    if any(i in taken for i in range(at + 1, found.end(1))) or not may_name(passage, lexicon.stops, at, found.end(1)):
        return None
    return Part(at, found.end(), "U", found[0], found[1], found[2])


def find_mission(text: str, at: int) -> Part | None:
    """The mission that the state whose name ends at a position has in another: 驻旧金山总领馆."""
    found = _MISSION.match(text, at) if text.startswith("驻", at) else None
    return Part(at, found.end(), "U", found[0], f"驻{found[1]}", found[2]) if found else None


def part_of(start: int, text: str) -> Part:
    """A body of the tables as a part of a chain."""
    head, stem = head_of(text)
    return Part(start, start + len(text), "U", text, stem, head)
