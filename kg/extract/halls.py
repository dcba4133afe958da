"""Places that a division has one of, called by its level or behind 的: 在|县体育馆, 石桥村的|文化礼堂."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from kg.analyze import Passage
from kg.extract.draft import Draft, Mention
from kg.extract.framed import COMMON, Frames
from kg.extract.placed import Placed

_LEVELS = frozenset("市县区镇乡村旗盟州")
_OPENS = frozenset("，。：；、\n（")
_MARKETS = ("市", "市场", "停车场", "商圈")  # 镇的集市 has no name
_MOST = 2  # characters of what stands between: 县|人民|广场
_FAR = 60  # mentions of divisions that are looked at
_START = attrgetter("start")


def find_hall(
    draft: Draft, divisions: list[Mention], regions: Placed, head: int, stop: int, frames: Frames
) -> tuple[int, str] | None:
    """Where the name of such a place starts whose head is at a position, and its name in full; or nothing."""
    passage = draft.passage
    text = passage.text
    if text.endswith(_MARKETS, 0, stop):
        return None
    front = head - _MOST if text[head - _MOST : head] in COMMON else head
    before = text[front - 1]
    if before == "的" and (start := regions.ending(front - 1)) is not None:
        key = next(m.key for m in reversed(divisions[: bisect_left(divisions, front, key=_START)]) if m.start == start)
        return start, draft.things[key].label + text[front:stop]
    if before in _LEVELS and _stands_alone(passage, front - 1, regions, frames):
        at = bisect_left(divisions, front, key=_START)
        for m in reversed(divisions[max(0, at - _FAR) : at]):
            label = draft.things[m.key].label
            if label[-1] == before:
                return front - 1, label + text[front:stop]
    return None


def _stands_alone(passage: Passage, at: int, regions: Placed, frames: Frames) -> bool:
    """Whether a division is called by one character at a position, behind a word of place or at a clause's start."""
    text = passage.text
    opened = text[at - 1 : at] in _OPENS or frames.opens(text, at)
    return opened and bool(passage.edges[at]) and regions.ending(at + 1) is None
