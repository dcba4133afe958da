"""Dates that need no more than the words and, at most, the day a page was published."""

from __future__ import annotations

import re
from datetime import date, timedelta


def number_of(word: str) -> int:
    """The number that up to three Chinese numerals write.

    >>> [number_of(word) for word in ("八", "十", "十二", "二十", "三十一")]
    [8, 10, 12, 20, 31]
    """
    tens, ten, ones = word.rpartition("十")
    digits = "一二三四五六七八九"
    return (digits.find(tens) + 1 if tens else 1) * 10 * bool(ten) + (digits.find(ones) + 1 if ones else 0)


def as_date(value: str) -> date | None:
    """The day that an EDTF value names, or nothing."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def years_of(g: re.Match[str]) -> tuple[str, str] | None:
    """2022年至2024年, 2021年6月至2023年8月."""
    first, last = g["y9"], g["y9b"]
    months = [int(g[name]) for name in ("m9", "m9b") if g[name]]
    if first >= last or not all(1 <= month <= 12 for month in months):
        return None
    if len(months) == 2:
        return f"{first}-{months[0]:02d}/{last}-{months[1]:02d}", "span"
    return f"{first}/{last}", "span"


def weekday_of(g: re.Match[str], anchor: date | None) -> tuple[str, str]:
    """上周三, 本周五: counted from the publication, weeks beginning on Monday; recent without one or without a day."""
    if anchor is None or not g["weekday"] or g["week"][0] == "下":
        return "", "recent"
    monday = anchor - timedelta(days=anchor.weekday() + 7 * (g["week"][0] == "上"))
    told = monday + timedelta(days="一二三四五六日天".index(g["weekday"]) - (g["weekday"] == "天"))
    return (told.isoformat(), "day") if told <= anchor else ("", "recent")
