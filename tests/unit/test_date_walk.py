"""A walk through the ways that papers print a time, on a page of Sunday, 30 June 2024."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page

TIMES = {
    "6月5日上午9时": "2024-06-05", "20日凌晨": "2024-06-20", "昨日": "2024-06-29", "前天": "2024-06-28",
    "本周五": "2024-06-28", "上周三": "2024-06-19", "上周日": "2024-06-23", "本周日": "2024-06-30",
    "上个月": "2024-05", "去年12月": "2023-12", "6月上旬": "2024-06",
    "上半年": "2024-01/2024-06", "前5个月": "2024-01/2024-05", "去年前11个月": "2023-01/2023-11",
    "1至5月": "2024-01/2024-05", "今年第一季度": "2024-01/2024-03",
    "20日至22日": "2024-06-20/2024-06-22", "5月28日至6月3日": "2024-05-28/2024-06-03",
    "2022年至2024年": "2022/2024", "2021年6月至2023年8月": "2021-06/2023-08", "今年以来": "2024/..",
}  # fmt: skip


@pytest.mark.parametrize(("told", "value"), TIMES.items())
def test_times(told: str, value: str) -> None:
    text = f"民生新闻一则\n\n　　{told}，怀化市公安局开展夜查行动。\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    (time,) = draft.times
    assert (draft.passage.text[time.start : time.stop], time.value) == (told, value)


@pytest.mark.parametrize("told", ["上半场", "前3天", "下周一", "上周"])
def test_times_that_no_calendar_fixes(told: str) -> None:
    text = f"民生新闻一则\n\n　　{told}，怀化市公安局开展夜查行动。\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    assert not any(time.value for time in draft.times)


def test_a_weekday_of_a_page_without_a_date() -> None:
    (draft,) = extract_document(page("民生新闻一则\n\n　　上周三，怀化市公安局夜查。\n"), load_analyzer("lexicon"))
    assert [(time.kind, time.value) for time in draft.times] == [("recent", "")]
