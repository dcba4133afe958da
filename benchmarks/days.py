"""The day that a time in a report means, given the day of the report: a small resolver apart from the program's.

News tells what has happened, so a date without a year or month is the latest such day up to the report's.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_NUMERAL = re.compile(r"(?<!第)[一二三四五六七八九十〇零]+(?=[年月日])")
_FULL = re.compile(r"((?:19|20)\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_DAY = re.compile(r"(?<![\d月第])(\d{1,2})日")
_BEFORE = re.compile(r"(大前[天日晚夜]|[昨前今][天日晚夜晨早年]|昨)")
_SAME = re.compile(r"当[天日晚夜]|同[一]?[天日]|事发[当]?[天日]")
_NEXT = re.compile(r"次日|翌日|第二[天日]")
_WEEK = re.compile(r"(?<!上)(?<!下)(?:星期|周|礼拜)([一二三四五六日天])")
_PERIOD = re.compile(
    r"当地时间|^(?:截[至止]|直?至|自|从|到|每)|[日天点时分许夜晚午](?:至|到|起|—|-)|以来|以后|之后|以前|之前"
)


def read_day(text: str) -> date | None:
    """The day of a date line, or None.

    >>> read_day("2008年04月05日 09:12"), read_day("2010-12")
    (datetime.date(2008, 4, 5), None)
    """
    match = _FULL.search(_plain(text))
    return _real(*(int(n) for n in match.groups())) if match else None


def resolve_day(text: str, report: date | None, last: date | None = None) -> date | None:
    """The day that `text` names; `last` is the day named before it; None for periods, clock times, 近日 and
    days of other time zones.

    >>> report = date(2008, 4, 5)
    >>> [str(resolve_day(t, report)) for t in ("昨天下午1点多", "３１日凌晨", "十二月三十日", "7时26分")]
    ['2008-04-04', '2008-03-31', '2007-12-30', 'None']
    """
    plain = _plain(text)
    if _PERIOD.search(plain):
        return None
    if match := _FULL.search(plain):
        return _real(*(int(n) for n in match.groups()))
    if match := _MONTH_DAY.search(plain):
        if report is None:
            return None
        day = _real(report.year, int(match[1]), int(match[2]))
        return day if day is None or day <= report + timedelta(days=1) else _real(report.year - 1, day.month, day.day)
    if match := _DAY.search(plain):
        return _latest(int(match[1]), report)
    if match := _BEFORE.search(plain):
        back = {"今": 0, "昨": 1, "前": 2, "大": 3}[match[0][0]]
        return None if report is None or match[0].endswith("年") else report - timedelta(days=back)
    if _SAME.search(plain):
        return last
    if _NEXT.search(plain):
        return last + timedelta(days=1) if last else None
    if (match := _WEEK.search(plain)) and report is not None:
        return report - timedelta(days=(report.weekday() - "一二三四五六日".index(match[1].replace("天", "日"))) % 7)
    return None


def _latest(day: int, report: date | None) -> date | None:
    """The latest day of that number up to the report's (or the day after: other time zones)."""
    if report is None or not 1 <= day <= 31:
        return None
    month = report
    for _ in range(3):
        found = _real(month.year, month.month, day)
        if found and found <= report + timedelta(days=1):
            return found
        month = month.replace(day=1) - timedelta(days=1)
    return None


def _plain(text: str) -> str:
    """Half-width, without spaces, Chinese numerals of dates as digits."""
    plain = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", unicodedata.normalize("NFKC", text))
    return _NUMERAL.sub(lambda m: str(_number(m[0])), plain)


def _number(numeral: str) -> int:
    digits = "〇一二三四五六七八九"
    tens, ten, ones = numeral.replace("零", "〇").rpartition("十")
    if not ten:
        return int("".join(str(digits.index(c)) for c in ones))
    return 10 * (digits.index(tens) if tens in digits and tens else 1) + (digits.index(ones) if ones else 0)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
