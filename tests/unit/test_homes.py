"""Where something was of which no place is told: at home, in the division that who held or handled it serves."""

from __future__ import annotations

import pytest

from tests.stated import find_faults

AT_HOME = [
    # What courts, police and others handle; nothing is said of its being elsewhere.
    ("近日，浚县人民法院公开审理一起买卖合同纠纷案。", "* takesPlaceIn 浚县"),
    ("5月8日，浚县公安局破获一起盗窃案，抓获犯罪嫌疑人2名。", "* takesPlaceIn 浚县"),
    ("近日，鹤壁市公安局食药环侦支队侦破一起制售假药案，捣毁窝点4处。", "* takesPlaceIn 鹤壁市"),
    # The division in a hospital's name.
    ("5月8日，鹤壁市人民医院举办健康知识讲座。", "~讲座 takesPlaceIn 鹤壁市"),
    # Own rooms are at home, and so is what goes on in one's area.
    ("5月8日，浚县人民法院在机关会议室召开新闻发布会。", "~新闻发布会 takesPlaceIn 浚县"),
    ("5月8日，浚县市场监督管理局在辖区商超开展食品专项抽检。", "~抽检 takesPlaceIn 浚县"),
    # Something's inside is no place, nor are those whose units come.
    ("5月8日，浚县公安局在一名旅客的行李箱夹层内查获毒品。", "* takesPlaceIn 浚县"),
    ("1月4日夜，鹤壁市公安局治安支队组织淇滨、山城、鹤山3个分局开展集中夜查行动。", "* takesPlaceIn 鹤壁市"),
    # No village: 县|委召开农村|基层党建工作会议.
    ("1月5日，双鸭山市集贤县委召开农村基层党建工作会议。", "~会议 takesPlaceIn 集贤县"),
]

AWAY = [
    # At a place without a name that is read: somewhere, and not known where.
    ("5月8日，浚县消防救援大队在起火商铺门前召开警示会。", "* takesPlaceIn 浚县"),
    # Far off, with others' help.
    ("5月8日，浚县公安局在外省警方配合下，打掉一个诈骗团伙，抓获犯罪嫌疑人9名。", "* takesPlaceIn 浚县"),
    ("5月8日，浚县公安局组织警力兵分四路，打掉一个诈骗团伙。", "* takesPlaceIn 浚县"),
    # A town's station serves more than its town.
    ("5月8日，浚县公安局屯子镇派出所破获一起盗窃案。", "* takesPlaceIn 屯子镇"),
]


def test_a_school_on_whose_grounds_something_is_held_takes_part() -> None:
    text = "5月8日，浚县第一小学的操场上，浚县教育局主办的冰雪活动启动仪式正在举行。"
    assert find_faults(text, "浚县第一小学 participates ~启动仪式; 浚县教育局 organizes ~启动仪式") == []


@pytest.mark.parametrize(("text", "says"), AT_HOME)
def test_what_is_told_without_a_place_was_at_home(text: str, says: str) -> None:
    assert find_faults(text, says) == []


@pytest.mark.parametrize(("text", "never"), AWAY)
def test_what_was_elsewhere_was_not_at_home(text: str, never: str) -> None:
    assert find_faults(text, "", never) == []
