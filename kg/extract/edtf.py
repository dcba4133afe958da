"""What an EDTF value spans: the first and the last day of a day, a month, a season, a year or a span of them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(1 << 12)
def bounds(value: str) -> tuple[str, str] | None:
    """The first and last day of an EDTF value of known years, as ISO dates.

    >>> bounds("2023-02"), bounds("2023-01/2023-06"), bounds("XXXX-07-15")
    (('2023-02-01', '2023-02-28'), ('2023-01-01', '2023-06-30'), None)
    """
    parts = value.split("/")
    if not value or "X" in value or ".." in value or "" in parts:
        return None
    first, last = _days(parts[0]), _days(parts[-1])
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _days(value: str) -> tuple[str, str] | None:
    """The first and last day of one EDTF date: a year, a month, a season (21 to 24) or a day."""
    numbers = value.split("-")
    try:
        year = int(numbers[0])
        if len(numbers) == 1:
            return f"{year:04d}-01-01", f"{year:04d}-12-31"
        month = int(numbers[1])
        if month > 12:
            start = {21: 3, 22: 6, 23: 9, 24: 12}[month]
            return date(year, start, 1).isoformat(), _month_end(year + (start == 12), (start + 1) % 12 + 1).isoformat()
        if len(numbers) == 2:
            return date(year, month, 1).isoformat(), _month_end(year, month).isoformat()
        day = date(year, month, int(numbers[2])).isoformat()
    except (ValueError, KeyError):
        return None
    return day, day


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
