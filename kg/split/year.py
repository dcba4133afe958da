"""The year of a page that bears no date, where what it says fixes it.

Papers write the year of what is past (`2023年，全县…`) and leave out their own (`5月16日`), so the latest year that a
page names is often not its own. Its own is shown by what is named after it (`“护苗2024”行动`, `2025年森林防火演练`,
`2025云冈马拉松`), by full dates (`2025年2月20日`), by counts that run on (`截至2025年3月`, `2025年1月以来`) and by
those of a part of the year (`2025年前三季度`).
"""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d(?!\d)")
_PLANNED = re.compile(r"(?:(?<!截)[到至]|力争|确保|计划|预计|规划|争取|[从自])$")
# What is held or set going in the year that it is called after, with what may stand in its name.
_HELD = (
    r"演练|演习|会议|大会|[部工推现发表座论年][署作进场布彰谈坛]会|培训|训练营|大赛|竞赛|决赛|比赛|比武|运动会|马拉松|联赛|行动|仪式|典礼|活动|论坛"
    r"|艺术节|文化节|旅游节|消费季|购物节|招聘会|博览会|宣传[周月日]"
)
_SHOWS = re.compile(
    r"[”）]|年\d{1,2}月\d{1,2}日|年(?:\d{1,2}月份?|[上下]半年|[\u4e00-\u9fff]{2})以来"
    r"|年(?:1月?至\d{1,2}月|[上下]半年|前[两三]季度|[一二三]季度)"
    r"|(?=[\u4e00-\u9fff]{2,10}马拉松)"
)
# `2025年全省消防技术比武`, but not `2025年全省共举办培训`.
_NAMES = re.compile(
    rf"年度?(?:(?![共已先累]|开展|举办|组织|召开|举行|完成|新增)[^，。、；：“”\d\s]|“[^“”，。；\s]{{1,12}}”){{2,24}}?(?:{_HELD})"
)
_COUNTED = re.compile(r"截[至止]到?$")
_OVER = re.compile(r"年(?:[，,]|全[省市县区年]|[^，。；月日上前一二三四]{0,8}[，,]?共)")
_SPACE = re.compile(r"\s+")
MOST = 20_000
"""Characters of a page: larger files hold pages of many days, and of years."""


def page_year(text: str) -> str:
    """The year in which a page was printed, or nothing; its lines may break anywhere.

    >>> page_year("2023年，全县接警9起。“护苗2024”行动启动。"), page_year("2023年，全县接警9起。")
    ('2024', '')
    """
    if len(text) > MOST:
        return ""
    text = _SPACE.sub("", text)
    shown: set[str] = set()
    named: set[str] = set()
    over: set[str] = set()
    for found in _YEAR.finditer(text):
        start, stop, year = found.start(), found.end(), found[0]
        if (start and text[start - 1].isdigit()) or _PLANNED.search(text, max(0, start - 2), start):
            continue
        named.add(year)
        if _NAMES.match(text, stop):
            shown.add(year)
        elif _OVER.match(text, stop):
            over.add(year)
        elif _SHOWS.match(text, stop) or (
            text[stop : stop + 1] == "年" and _COUNTED.search(text, max(0, start - 3), start)
        ):
            shown.add(year)
    latest = max(named, default="")
    return latest if latest in shown and latest not in over else ""
