"""The year of a page that bears no date, where what it says fixes it.

Papers write the year of what is past (`2023年，全县…`) and leave out their own (`5月16日`), so the latest year that a
page names is often not its own. Its own is shown by what is named after it (`“护苗2024”行动`, `2025年森林防火演练`),
by full dates (`2025年2月20日`) and by counts that run on (`截至2025年3月`, `2025年1月以来`).
"""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d(?!\d)")
_PLANNED = re.compile(r"(?:(?<!截)[到至]|力争|确保|计划|预计|规划|争取|[从自])$")
_SHOWS = re.compile(
    r"[”）]|年\d{1,2}月\d{1,2}日|年\d{1,2}月份?以来"
    r"|年度?[^，。、；：“”\d\s]{2,16}?(?:演练|演习|工作会|部署会|推进会|现场会|大会|培训|大赛|竞赛|比赛|比武|行动)"
)
_COUNTED = re.compile(r"截[至止]到?$")
_OVER = re.compile(r"年(?:[，,]|全[省市县区年]|[^，。；月日]{0,8}[，,]?共)")
MOST = 20_000
"""Characters of a page: larger files hold pages of many days, and of years."""


def page_year(text: str) -> str:
    """The year in which a page was printed, or nothing.

    >>> page_year("2023年，全县接警9起。“护苗2024”行动启动。"), page_year("2023年，全县接警9起。")
    ('2024', '')
    """
    if len(text) > MOST:
        return ""
    shown: set[str] = set()
    named: set[str] = set()
    over: set[str] = set()
    for found in _YEAR.finditer(text):
        start, stop, year = found.start(), found.end(), found[0]
        if (start and text[start - 1].isdigit()) or _PLANNED.search(text, max(0, start - 2), start):
            continue
        named.add(year)
        if _OVER.match(text, stop):
            over.add(year)
        elif _SHOWS.match(text, stop) or (
            text[stop : stop + 1] == "年" and _COUNTED.search(text, max(0, start - 3), start)
        ):
            shown.add(year)
    latest = max(named, default="")
    return latest if latest in shown and latest not in over else ""
