"""Rescues on two days under two headings of one article are two, whatever its headline calls the rescuers."""

from __future__ import annotations

import pytest

from tests.pages import read

FIRST = "1月23日凌晨，宿迁市宿城区洋河镇一处民房起火，洋河消防救援站赶到现场，救出被困老人两名。"
SECOND = "2月1日上午，宿城区耿车镇两名男童被困水闸，耿车消防救援站将两名男童救出。"
NIGHT = "凌晨2时，耿车消防救援站在火场又救出一名老人。"


def rescues(headline: str, first: str, second: str) -> list[str]:
    """The days of the rescues of an article of two sections."""
    text = f"# {headline}\n\n## 火场\n\n{first}\n\n## 水边\n\n{second}\n（王敏）\n"
    events = [dict(e.attributes) for e in read(text).entities if e.type == "Event"]
    return sorted(event["time"] for event in events if event["eventType"] == "rescue")


@pytest.mark.parametrize("headline", ["消防救援站一周出警纪实", "消防员营救老人和男童"])
def test_another_day_under_another_heading_is_another_rescue(headline: str) -> None:
    assert rescues(headline, FIRST, SECOND) == ["XXXX-01-23", "XXXX-02-01"]


def test_the_same_night_under_another_heading_is_the_same_rescue() -> None:
    assert rescues("消防员营救老人", FIRST, NIGHT) == ["XXXX-01-23"]
    assert rescues("消防员营救老人", FIRST, "1月23日" + NIGHT) == ["XXXX-01-23"]
