"""Events and initiatives that sentences say to be part of an initiative, walked through forms and kinds."""

from __future__ import annotations

import pytest

from tests.stated import find_pairs

CAMPAIGNS = ["“清风”专项行动", "“护薪”专项行动", "“净滩”专项整治"]
HELD = [
    ("3月6日，鹤壁市公安局在淇滨区天山广场举办反诈宣传活动，吸引群众300余人。", "活动"),
    ("3月6日，浚县应急管理局组织开展消防疏散演练，60余人参加。", "演练"),
    ("3月6日，鹤壁市人力资源和社会保障局在淇县举办春季招聘会，32家企业进场。", "招聘会"),
    ("3月6日，淇县市场监督管理局联合浚县公安局开展联合执法检查，检查门店28家。", "检查"),
]
IS_PART = [
    "此次{noun}是{campaign}的一项内容。",
    "这次{noun}是{campaign}的一部分。",
    "该{noun}系{campaign}的重要组成部分。",
    "据了解，此次{noun}是鹤壁市{campaign}的内容之一。",
    "这是今年{campaign}启动以来的第5场{noun}。",
    "这只是该市{campaign}的一个缩影。",
]


@pytest.mark.parametrize("is_part", IS_PART)
@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_an_event_is_told_to_be_part_of_a_campaign(is_part: str, campaign: str) -> None:
    for held, noun in HELD:
        said = find_pairs(held + is_part.format(noun=noun, campaign=campaign), "underInitiative")
        assert [(event, name) for event, name in said if noun in event and name == campaign], (held, said)


@pytest.mark.parametrize(
    ("text", "event", "campaign"),
    [
        (
            "鹤壁市公安局开展“清风”专项行动。行动中，3月6日，淇滨分局破获一起电信网络诈骗案，抓获犯罪嫌疑人3名。",
            "诈骗案",
            "“清风”专项行动",
        ),
        (
            "3月6日，浚县人民检察院召开动员会议，决定从即日起在全县开展“护薪”专项行动。",
            "会",
            "“护薪”专项行动",
        ),
        (
            "作为“净滩”专项整治的一部分，3月6日，浚县公安局在卫河岸边举行联合演练，40人参加。",
            "演练",
            "“净滩”专项整治",
        ),
    ],
)
def test_an_event_stands_within_a_campaign(text: str, event: str, campaign: str) -> None:
    said = find_pairs(text, "underInitiative")
    assert [(e, name) for e, name in said if event in e and name == campaign], said


@pytest.mark.parametrize(
    "text",
    [
        # what a campaign is, is not what another one is a part of
        "3月6日，浚县公安局举办反诈宣传活动。“清风”专项行动是该局今年的重点工作。",
        "3月6日，浚县公安局举办反诈宣传活动。该局还推进“清风”专项行动，共破案20起。",
        "3月6日，浚县公安局举办反诈宣传活动。此次活动是对“清风”专项行动成果的检验。",
        "3月6日，浚县公安局召开新闻发布会，通报“清风”专项行动的情况。",
    ],
)
def test_what_stands_beside_a_campaign_is_no_part_of_it(text: str) -> None:
    assert find_pairs(text, "underInitiative") == set()


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("浚县公安局深化“清风”专项行动，建立“警医联动”机制。", "“警医联动”机制", "“清风”专项行动"),
        ("浚县公安局在“清风”专项行动中发起“平安夜校”项目。", "“平安夜校”项目", "“清风”专项行动"),
        (
            "作为“清风”专项行动的组成部分，浚县公安局在全县开展“护农”专项行动。",
            "“护农”专项行动",
            "“清风”专项行动",
        ),
        ("“警医联动”机制是浚县公安局践行“枫桥经验”的具体举措。", "“警医联动”机制", "枫桥经验"),
    ],
)
def test_an_initiative_is_part_of_a_larger_one(text: str, part: str, whole: str) -> None:
    assert (part, whole) in {
        (a, b.strip("“”") if whole == "枫桥经验" else b) for a, b in find_pairs(text, "partOfInitiative")
    }


@pytest.mark.parametrize(
    "text",
    [
        "浚县公安局推进“清风”专项行动和“护农”专项行动。",
        "浚县公安局开展“清风”专项行动。淇县公安局建立“警医联动”机制。",
        "“警医联动”机制是浚县公安局的一项创新举措，与“清风”专项行动同步推进。",
    ],
)
def test_two_initiatives_side_by_side_are_no_parts(text: str) -> None:
    assert find_pairs(text, "partOfInitiative") == set()
