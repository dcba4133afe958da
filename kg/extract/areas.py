"""The division that a figure is of: all of it (`全县…`), named where its clause opens, or by what only one has."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.clauses import clause_start
from kg.extract.draft import Draft, Mention, placed
from kg.extract.values import Figure

_WHOLE = re.compile(
    r"(?:力争|预计|计划)?(?:(?:[今去明]年|\d{4}年)?(?:前三季度|[上下]半年|\d{1,2}月底前|一季度)?|目前|当天|全年|今冬明春)(?:全|该(?=[省市县区旗盟州镇乡村][^，。；]{2,}\d))([省市县区旗盟州镇乡村]|街道)"
)
# What only a division has, whoever tells of it: its output, trade, prices, people.
MACRO = re.compile(
    r"增加值|生产总值|GDP|零售总额|固定资产投资|房地产开发投资|民间投资|工业投资|公共预算|财政收入|财政支出|税收收入|消费价格|CPI|PPI|出厂价格"
    r"|可支配收入|失业率|常住人口|户籍人口|城镇化率|出栏|存栏|播种面积|粮食[总单]?产|总产值|快递业务量|旅游总?收入|进出口总[值额]|外贸进出口"
    r"|优良天数|PM2\.5|森林覆盖率|自来水普及率|住院率|孕产妇死亡率|婴儿死亡率"
)
_AREA_TOLD = re.compile(r"共|累计|已|现|全|有|[\u4e00-\u9fff]{2,12}(?:达|\d)|[\u4e00-\u9fff]{2,18}(?:同比|环比)")
_TO_MARK = re.compile(r"(?s:.*)[，。；：、\n]")  # up to the last mark


def find_division(draft: Draft, regions: list[Mention], figure: Figure, target: str) -> str:
    """The division that a figure of a whole one is of: the last one named, or that of who tells of it; or nothing."""
    before = bisect_left(regions, figure.number, key=attrgetter("start"))
    if before:
        return regions[before - 1].key
    label = draft.things[target].label
    return next((m.key for m in draft.of_type("Region") if label.startswith(draft.things[m.key].label)), "")


def find_area(
    draft: Draft, bodies: list[Mention], regions: list[Mention], figure: Figure, sentence: Sentence
) -> tuple[str, bool]:
    """The division that a figure's clause opens with, and whether as a whole: `江宁区共发生…`, `全县农村火灾…`."""
    text = draft.passage.text
    clause = to_mark(text, figure.number, sentence.start)
    whole = find_whole(text, figure, sentence)
    if whole:
        if any(m.start <= whole.start() < m.stop for m in placed(bodies, clause, figure.number)):
            return "", False  # 全市公安机关|止付…
        named = (m.key for m in reversed(draft.of_type("Region")) if m.start < figure.number)
        return next((key for key in named if draft.things[key].label.endswith(whole[1])), ""), True
    first = next(iter(placed(regions, clause, clause + 5)), None)
    while first and (inner := next(iter(placed(regions, first.stop, first.stop + 1)), None)):
        first = inner  # 淇县|黄洞乡|石老公村
    if first and text[first.start - 1] != "在" and _AREA_TOLD.match(text, first.stop, figure.number + 1):
        return first.key, False
    return "", False


def find_whole(text: str, figure: Figure, sentence: Sentence) -> re.Match[str] | None:
    """全市 and the like where they open the clause of a figure, or the list that it stands in."""
    if text.find("全", sentence.start, figure.number) < 0 and text.find("该", sentence.start, figure.number) < 0:
        return None
    listed = to_mark(text, figure.number, sentence.start)
    clause = clause_start(text, figure.number, sentence.start)
    return _WHOLE.match(text, listed) or _WHOLE.match(text, figure.start) or _WHOLE.match(text, clause)


def to_mark(text: str, position: int, floor: int) -> int:
    """Where the clause of a figure starts; a list's mark ends one too."""
    mark = _TO_MARK.match(text, floor, position)
    return mark.end() if mark else floor
