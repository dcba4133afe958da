"""EDTF times of events in words, and how exactly they are known."""

from __future__ import annotations

import re
from datetime import date

SEASONS = {"21": ("春季", "spring"), "22": ("夏季", "summer"), "23": ("秋季", "autumn"), "24": ("冬季", "winter")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PRECISIONS = ("day", "month", "season", "year", "span", "open", "yearless", "none")
"""How exactly a time is known, the most exact first; `open` has a beginning only, `yearless` no year."""


def precision(value: str) -> str:
    """Which of `PRECISIONS` an EDTF value has; what can't be read has `none`.

    >>> [precision(v) for v in ("2023-02-17", "2023-02", "2023-21", "2023", "2023-02/2023-04", "2023/..", "XXXX-07-15")]
    ['day', 'month', 'season', 'year', 'span', 'open', 'yearless']
    """
    if re.match(r"XXXX-|XXXX$", value):
        return "yearless"
    first, slash, last = value.partition("/")
    if slash:
        if not last or last == "..":
            return "open" if precision(first) != "none" else "none"
        return "span" if "none" not in (precision(first), precision(last)) else "none"
    parts = re.fullmatch(r"\d{4}(?:-(\d\d)(?:-(\d\d))?)?", first)
    if not parts:
        return "none"
    if parts[2]:
        return "day"
    if parts[1]:
        return "season" if parts[1] in SEASONS else "month"
    return "year"


def describe(value: str, at: int) -> str:
    """An EDTF value in words; `at` is 0 for Chinese and 1 for English. What can't be read stays as it is.

    >>> describe("2023-02-17", 0), describe("XXXX-07-15", 0), describe("2023-21", 1), describe("2023/..", 0)
    ('2023年2月17日', '7月15日（年份不明）', 'spring 2023', '2023年以来')
    """
    kind = precision(value)
    first, _, last = value.partition("/")
    if kind == "none":
        return value
    if kind == "open":
        return f"{_words(first, at)}以来" if at == 0 else f"since {_words(first, at)}"
    text = f"{_words(first, at)}{'至' if at == 0 else ' to '}{_words(last, at)}" if last else _words(first, at)
    if kind == "yearless":
        return f"{text}（年份不明）" if at == 0 else f"{text} (year not known)"
    return text


def _words(value: str, at: int) -> str:
    year, _, rest = value.partition("-")
    month, _, day = rest.partition("-")
    if month in SEASONS:
        season = SEASONS[month][at]
        return f"{year}年{season}" if at == 0 else f"{season} {year}"
    known = year if year != "XXXX" else ""
    try:
        number = int(month) if month else 0
        if at == 0:
            text = f"{known}年" if known else ""
            return text + (f"{number}月" if number else "") + (f"{int(day)}日" if day else "")
        parts = (str(int(day)) if day else "", MONTHS[number - 1] if number else "", known)
    except (ValueError, IndexError):
        return value
    return " ".join(filter(None, parts))


def days(value: str, begin: str | None, end: str | None) -> tuple[int, int] | None:
    """First and last day as ordinals of the Gregorian calendar; None where the year is not known.

    A time with a beginning only ends with it. `begin` and `end` are ISO dates that are known beside the value.
    """
    try:
        if begin:
            first = date.fromisoformat(begin).toordinal()
            return first, max(first, date.fromisoformat(end or begin).toordinal())
        if precision(value) == "open":
            year, month, day = (*map(int, value.partition("/")[0].split("-")), 1, 1)[:3]
            first = date(year, month if month <= 12 else 3 * (month - 20), day).toordinal()
            return first, first
    except ValueError:
        return None
    return None
