"""Organizations of the division that is meant, told by its level alone: 市人民医院, 县水务公司, 该镇中心小学."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.extract.draft import Draft

_OF_LEVEL = re.compile(
    r"(?<=[，。、：；\n和与在到往进入院至由经赴向对为是织同合请派调托携助导建])(?:该|我)?([省市县区旗镇乡州盟])"
    r"((?:水务|自来水|供水|供电|燃气|热力|公交|城投|邮政|烟草|电力|客运)公司|(?:广播)?电视台|总?商会|消费者(?:权益保护)?协会|律师协会"
    r"|图书馆|文化馆|博物馆|老年大学|慈善协会|红十字会|慈善总会|(?:第[一二三四五六七八九十]{1,2})?(?:人民医院|总医院|中医院|中医医院|中心医院|医院|妇幼保健院|卫生院|中心卫生院|急救中心|中心小学|中心学校|中心幼儿园"
    r"|实验小学|实验中学|职业中学|职业高中|小学|中学|高级中学|特殊教育学校|敬老院|福利院|养老院|机关幼儿园|幼儿园|第?[一二三四五六七八九十]{1,2}中(?=[，。、；：（）”“！的]|师生|学生|校园|门口|[举开]展?|[参与和等在]|附近|周边|负责|获|承)))(?=[^中]|$)"
)
_MAYBE_OF_LEVEL = re.compile(
    r"[省市县区旗镇乡州盟](?:红十字|慈善|水务|自来|供[水电]|燃气|热力|公交|城投|邮政|烟草|电[视力]|客运|广播|总?商会|消费|律师|图书|文化馆|博物|老年|第[一二三四五六七八九十]|人民医|总医|中医|中心[医卫小学幼]|医院|妇幼|卫生|急救|实验|职业|[小中]学|高级|特殊|敬老|福利|养老|机关幼|幼儿|[一二三四五六七八九十]{1,2}中)"
)
_start = attrgetter("start")


def find_of_level(draft: Draft) -> dict[tuple[int, int], str]:
    """Where such organizations stand, half-open, and what each is called with its division's name."""
    text = draft.passage.text
    levels = _OF_LEVEL.finditer(text) if _MAYBE_OF_LEVEL.search(text) else ()
    return {m.span(): area + m[2] for m in levels if (area := _area_of(draft, m[1], m.start()))}


def _area_of(draft: Draft, level: str, at: int) -> str:
    """The name of the last division of a level that stands before a position, or nothing."""
    regions = draft.of_type("Region")
    for n in range(bisect_left(regions, at, key=_start) - 1, -1, -1):
        label = draft.things[regions[n].key].label
        if label.endswith(level):
            return label
    return ""
