"""Figures in units that count one thing only, or are printed with another in brackets."""

from __future__ import annotations

import pytest

from tests.stated import find_stated, read


def figures(text: str) -> set[tuple[str, str]]:
    """The values and units of the figures of an article."""
    return {
        (thing.attributes["value"], thing.attributes["unit"])
        for thing in read(text).things.values()
        if thing.type == "Indicator"
    }


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("民警找回走失牛羊260余头（只）。", "260", "头（只）"),
        ("检查站共查验交通运输工具6.9万辆（列）次。", "6.9", "万辆（列）次"),
        ("凯里市公安局接入42路高清监控。", "42", "路"),
        ("志愿者书写春联300余副。", "300", "副"),
        ("2小时降雨量达138毫米。", "138", "毫米"),
        ("凯里市水务局更换供水管线148公里。", "148", "公里"),
        ("村民新挖排水沟620米。", "620", "米"),
        ("民警追回电瓶41组。", "41", "组"),
        ("该所收到群众赠送的64面锦旗。", "64", "面"),
        ("凯里市交警支队增设减速标线5处。", "5", "处"),
        ("凯里市交通运输局修复乡村道路1100余公里。", "1100", "公里"),
    ],
)
def test_what_a_unit_counts(text: str, value: str, unit: str) -> None:
    assert (value, unit) in figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "事故发生在宁洛高速公路305公里处。",
        "市民可乘12路公交前往。",
        "他跑了100米。",
        "凯里市公安局3组民警到场。",
        "房间在2面墙之间。",
        "活动地点在中山路118号。",
    ],
)
def test_places_and_names_are_no_figures(text: str) -> None:
    assert figures(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "凯里市统计局副局长龙海介绍，第一产业增加值48.3亿元，增长4.2%；社会消费品零售总额同比增长5.8%。",
        "6月18日，凯里市市场监督管理局召开餐饮安全会议。2023年全市共检查食堂612家次，立案查处9起。",
        "凯里市农业农村局透露，力争11月底前全市生猪出栏达71万头。",
    ],
)
def test_figures_of_a_whole_division(text: str) -> None:
    stated = [one for one in find_stated(read(text)) if one[1] == "about"]
    assert stated
    assert {one[2] for one in stated} == {"凯里市"}
