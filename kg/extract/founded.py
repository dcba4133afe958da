"""Organizations that the words beside a head tell.

Founded in the text (成立王家沟梯田保护协会), called after their head (志愿服务队“夕阳伴”),
and what belongs to a hospital (人民医院|河西院区). Units of agencies that are founded in the text: 设立涉旅警务服务站.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

from kg.analyze import Passage
from kg.extract.names import CHINESE
from kg.extract.parts import Chain, Part
from kg.extract.placed import Placed

_FOUNDED = re.compile(
    r"(?:成立|组建|共建|创办|领办|创建|兴办|注册|设立|牵头办起|办起|组建起|成立起)了?(?!以来|的|后|于|前|之|时)"
    r"([\u4e00-\u9fff]{2,18}?(?:协会|专业合作社|合作社|合作联社|联合社|商会|促进会|研究会|联合会|基金会|研究院|研究所|研究中心|有限公司))"
    r"(?![员理长章“队成党机联])"
)
_FOUNDS = ("成立", "组建", "共建", "创办", "领办", "创建", "兴办", "注册", "设立", "办起")
# What is founded so is one of a kind, not one by name.
_SOME = re.compile(
    r"[一二两三四五六七八九十几多各某首][家个批所支些]|首|各|全[省市县区镇乡村国]|多|有关|相关|自己|新的|村级|乡镇|专业合作|基层"
)
_NEVER = frozenset("的了着在和对把被将由向从为是及以等与")
_CALLED = re.compile(
    r"(?:志愿服务队|志愿者服务队|志愿服务团队|志愿者团队|志愿服务团|救援队|义工队|艺术团|宣讲团|乐队|合唱团|公益组织|社会组织|合作社|服务队)"
    r"“([\u4e00-\u9fffA-Za-z0-9]{2,8})”(?=[，。、；在与和开来到为走赴对的举组等队]|$)"
)
_WARD = re.compile(
    r"(?:[\u4e00-\u9fff]{2,5}?(?:院区|分院)|护理部|药学部|药剂科|医务[部科]|[急门]诊部|住院部|检验部|[\u4e00-\u9fff]{2,8}?(?:管理中心|诊疗中心|会诊中心|救治中心|卒中中心|胸痛中心|体检中心|医学中心)"
    r"|(?:(?:(?:心血管|神经|呼吸|消化|肾|肿瘤|感染|普通|肝胆|泌尿|心胸|骨|胸|血液|急诊|全|整形)?[内外]|儿|产|妇|妇产|急诊|骨|眼|超声|烧伤|重症医学|老年医学|心血管内"
    r"|皮肤|感染|肿瘤|康复|麻醉|检验|放射|影像|口腔|中医|精神|神经|消化|呼吸)科)(?![主医护副室教普学技负教专团病门]))"
)
_HOSPITALS = ("医院", "保健院", "卫生院")
_NO_WARD = re.compile(r"[在与和向将为对的把从被于是有由派设建成共开联等举行迎启揭投入]")


# A unit that is set up, with what it is: 设立涉旅警务|服务站, 揭牌成立涉外商事|巡回审判点.
_SET_UP = re.compile(
    r"(?:成立|设立|组建)了?([\u4e00-\u9fff]{2,10}?)(服务站|审判点|审判站|养护中心|养护站|警务站|警务室|检察室|工作站|执法站|检查站|救援站)"
    r"(?=[，。；]|并)"
)
_NEAR = 600  # characters in which a text goes on about a unit
_NO_UNIT = re.compile(r"[一二两三四五六七八九十几多各某每]|便民|志愿|联合|临时|流动|[的和与及在对将]")


def _find_units(passage: Passage) -> Iterator[Part]:
    """The units whose founding a text tells: those that it goes on about or unveils."""
    text = passage.text
    for found in _SET_UP.finditer(text) if "立" in text or "组建" in text else ():
        start, stop = found.start(1), found.end()
        if not (passage.edges[start] and passage.edges[stop]) or _NO_UNIT.search(found[1]):
            continue
        again = text.find(found[2], stop, stop + _NEAR)
        if text.endswith(("揭牌", "挂牌"), 0, found.start()) or (again > 0 and text[again - 1] in "，。；、：\n该"):
            yield Part(start, stop, "U", text[start:stop], found[1], found[2])


def with_units(passage: Passage, chains: list[Chain]) -> list[Chain]:
    """The chains of a passage, by place, with the units of agencies whose founding it tells."""
    founded = list(_find_units(passage))
    if not founded:
        return chains
    places = Placed([(unit.start, unit.stop) for unit in founded])
    kept = [c for c in chains if not (places.holds(c.start, c.start) or places.holds(c.stop - 1, c.stop - 1))]
    return sorted([*kept, *(Chain(unit.start, unit.stop, (unit,)) for unit in founded)], key=lambda c: c.start)


def find_founded(passage: Passage, kinds: frozenset[str], taken: bytearray) -> Iterator[tuple[int, int]]:
    """The organizations whose founding a text tells, half-open: 牵头成立|王家沟梯田保护与利用协会.

    `kinds` are words that say what kind of organization is founded, not which (农民|专业|合作社).
    """
    text = passage.text
    for found in _FOUNDED.finditer(text) if any(map(text.__contains__, _FOUNDS)) else ():
        start, stop = found.span(1)
        body = text[start:stop]
        if not (passage.edges[start] and passage.edges[stop]) or taken[stop - 1] or _SOME.match(body):
            continue
        words = passage.between(start, stop)[:-1]
        plain = body[: -len(words[-1].text)] if words else ""
        inner = body.replace("保护与利用", "").replace("研究与", "")
        if not words or not _NEVER.isdisjoint(inner) or plain in kinds or all(t.text in kinds for t in words):
            continue
        proper = any(t.tag in ("ns", "nr", "nz", "nt", "nrt") or not rjieba.has_word(t.text) for t in words)
        if proper or len(words) > 2:
            yield start, stop


def find_heads_first(text: str) -> Iterator[tuple[int, int, str]]:
    """The bodies whose own name stands in quotes behind what they are, and what they are called.

    >>> list(find_heads_first("联合志愿服务队“晚霞红”，走进社区"))
    [(2, 12, '“晚霞红”志愿服务队')]
    """
    for found in _CALLED.finditer(text) if "队“" in text or "团“" in text or "社“" in text or "织“" in text else ():
        quote = found.start(1) - 1
        yield found.start(), found.end(), text[quote : found.end(1) + 1] + text[found.start() : quote]


def end_of_ward(text: str, name: str, stop: int) -> int:
    """Where a hospital's name ends with the house or the ward of it that is meant: 人民医院|河西院区; else `stop`."""
    found = _WARD.match(text, stop) if name.endswith(_HOSPITALS) else None
    if found is None or _NO_WARD.search(found[0]) or not CHINESE.fullmatch(found[0]):
        return stop
    return found.end()
