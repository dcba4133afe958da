"""Hospitals, schools and firms whose division is written in more than one way."""

from __future__ import annotations

import pytest

from tests.stated import read


def bodies(text: str) -> set[str]:
    """The names of the organizations of an article."""
    return {thing.label for thing in read(text).things.values() if thing.type == "Organization"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "青海省海东市民和回族土族自治县人民医院门诊楼前排起队。去年，民和县人民医院购置设备，县医院添了救护车。",
            "青海省海东市民和回族土族自治县人民医院",
        ),
        ("阜新蒙古族自治县第二高级中学开学。阜新县第二高级中学有学生3000名。", "阜新蒙古族自治县第二高级中学"),
    ],
)
def test_a_division_s_short_form_is_no_other_body(text: str, name: str) -> None:
    assert bodies(text) == {name}


def test_hospitals_of_two_counties_stay_two() -> None:
    found = bodies("民和县人民医院与互助县人民医院结成对子，互助县中医院也来了。")
    assert len(found) == 3
