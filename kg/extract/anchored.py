"""Names of organizations held by what stands before them: a division (怀化|万顺报关有限公司) or a clause's edge."""

from __future__ import annotations

import re
from collections.abc import Container

import rjieba

from kg.analyze import Passage
from kg.extract.placed import Placed

_MOST = 18
"""Characters between the division and the head: the longest of our pages have 14."""
_NEVER = frozenset("的了着在和与及或是把被将对向从到至由为以等其该此这那某每各我他她您你们两几不，、。：；“”（）《》")
_BREAKS = frozenset("pcuxyeo")
_CHINESE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]+")
_EDGE = frozenset("，。、：；\n和与在到由对向从被至“")
_COUNTED = frozenset("一某家所支个名大几数")
_FRONT = frozenset("有个名家所座条位本原新旧小大多另共还就也都是已再老刚送经尽去住出入至往")


def start_behind_division(
    passage: Passage,
    regions: Placed,
    names: Container[str],
    head: int,
    floor: int,
    stops: frozenset[str],
    *,
    verbs: bool,
) -> int:
    """Where a name starts that begins with the last division before its head; or -1.

    What stands between must be words of names; verbs only if `verbs`. `names` are those of all divisions.
    """
    at = head
    lowest = max(floor, head - _MOST)
    tokens = passage.tokens
    i = passage.by_start.get(head)
    if i is None:
        return -1
    while at > lowest and i > 0:
        over = regions.ending(at)
        if over is not None and over >= floor:
            return over if at < head else -1
        i -= 1
        word, tag = tokens.texts[i], tokens.tags[i]
        at = tokens.starts[i]
        if verbs and 2 <= len(word) <= 4 and word in names and at + len(word) < head:
            return at  # 怀化|安居物业服务有限公司: a short form that stands for the division only in such a name
        inside = regions.ending(at + len(word)) if len(word) > 1 else None
        if inside is not None and inside <= at < head:
            return inside if at + len(word) < head else -1
        joined = word == "和" and verbs and i > 0 and len(tokens.texts[i - 1]) == 1
        if joined and regions.ending(tokens.starts[i - 1]) is not None:
            continue  # 安顺市|鑫|和|物业服务有限公司
        if word in stops or tag[0] in _BREAKS or not _CHINESE.fullmatch(word):
            return -1
        if len(word) == 1 and (word in _NEVER or word in _COUNTED):
            return -1
        if tag == "m" and word[0] != "第":  # 怀化|一|酒店, 市区|3家|医院
            return -1
        if not verbs and tag[0] in "vd" and tag != "vn" and len(word) > 1 and rjieba.has_word(word):
            return -1
    over = regions.ending(at)
    return over if over is not None and at < head and over >= floor else -1


def start_of_short(
    passage: Passage, head: int, plain: frozenset[str], hopeful: frozenset[str], led: tuple[str, ...]
) -> int:
    """Where a name of two to four characters starts that stands by itself before a head: 向阳里|小学; or -1.

    A mark or one of the words `led` (走进) stands before it; no word of it is `plain`, none a verb unless `hopeful`.
    """
    text = passage.text
    for size in (2, 3, 4):
        start = head - size
        if start < 0:
            return -1
        before = text[start - 1] if start else "\n"
        if before not in _EDGE and not text.endswith(led, 0, start):
            continue
        body = text[start:head]
        if not _CHINESE.fullmatch(body) or not _NEVER.isdisjoint(body) or body[0] in _FRONT:
            return -1
        words = passage.between(start, head)
        if not words or words[0].start != start or body in plain or any(t.text in plain for t in words):
            return -1
        good = all(
            t.text in hopeful
            or t.tag == "vn"
            or t.tag[0] not in "vdmrtpcuq"
            or (len(t.text) > 1 and not rjieba.has_word(t.text))
            for t in words
        )
        return start if good else -1
    return -1
