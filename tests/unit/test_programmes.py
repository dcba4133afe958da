"""A walk through the names of programmes without quotes, and through what stands before quotes."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page

NAMES = [
    "未成年人综合保护联席会议机制",
    "诉调对接机制",
    "三级联动推进机制",
    "案件线索双向移送机制",
    "矛盾纠纷多元化解机制",
    "警医联动救助机制",
    "跨省联防联控机制",
    "应急联动响应机制",
    "数据共享交换机制",
    "行刑衔接机制",
    "重大危险源在线监测平台",
    "智慧消防云平台",
    "一体化政务服务平台",
    "无人机巡查机制",
    "冬季火灾防控专项行动",
    "燃气安全专项整治",
    "预防道路交通事故百日攻坚行动",
    "首席法律咨询专家制度",
    "全链条监管模式",
    "城市内涝治理三年行动",
    "妇幼健康促进行动",
    "校园食品安全守护行动",
    "治欠保支专项行动",
    "一企一策帮扶机制",
    "执法全过程记录制度",
]
FRAMES = (
    "近日，县公安局会同县司法局建立{}，成效明显。",
    "今年以来，该局深入推进{}，营造良好氛围。",
    "市应急管理局积极开展{}，共检查单位35家。",
    "该局健全{}和值班制度，压实责任。",
)


def names_of(sentence: str) -> list[str]:
    text = f"民生新闻一则\n\n　　岳阳市公安局会同岳阳县公安局开会。{sentence}\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    return [thing.label for thing in draft.things.values() if thing.type == "Initiative"]


@pytest.mark.parametrize("frame", FRAMES)
def test_names_after_a_governing_verb(frame: str) -> None:
    assert [name for name in NAMES if name not in names_of(frame.format(name))] == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("该局开展春季校园食品安全“护苗”专项整治，成效明显。", "春季校园食品安全“护苗”专项整治"),
        ("该局健全吸毒人员“网格化+”服务管理机制。", "吸毒人员“网格化+”服务管理机制"),
        ("县市场监管局建立食堂“红黑榜”公示机制。", "食堂“红黑榜”公示机制"),
        ("该关设立进口水果“绿色通道”，实行预约通关。", "进口水果“绿色通道”"),
        ("该局推行四步调解法。", "四步调解法"),
    ],
)
def test_nouns_before_the_quotes_belong_to_the_name(sentence: str, name: str) -> None:
    assert name in names_of(sentence)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("该局全线部署“雪狼”冬季管边控边专项行动。", "“雪狼”冬季管边控边专项行动"),
        ("该局继续深化“索玛花”禁毒宣传工程。", "“索玛花”禁毒宣传工程"),
        ("该局推进全市“八五”普法。", "“八五”普法"),
    ],
)
def test_verbs_and_areas_before_the_quotes_do_not(sentence: str, name: str) -> None:
    assert names_of(sentence) == [name]


@pytest.mark.parametrize(
    "sentence", ["民警在路口设置“苗家”牌匾。", "社区架起警民“连心桥”，情更浓。", "该局开展透水事故“无脚本”演练。"]
)
def test_quotes_that_name_no_programme(sentence: str) -> None:
    assert names_of(sentence) == []
