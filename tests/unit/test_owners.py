"""Whose a person is who is introduced by an office alone: of the last body named that has such an office."""

from __future__ import annotations

import pytest

from tests.stated import find_pairs, find_stated, is_stated, read

OFFICES = [
    ("鹤壁市图书馆", "馆长"),
    ("浚县人民医院", "医生"),
    ("浚县人民医院", "护士长"),
    ("浚县第一中学", "校长"),
    ("浚县屯子镇人民政府", "镇长"),
    ("鹤壁市煤业集团有限公司", "总经理"),
    ("鹤壁海关", "关员"),
    ("鹤壁市公安局山城分局长风路派出所", "所长"),
    ("鹤壁市公安局交警支队淇滨大队", "大队长"),
    ("鹤壁市消防救援支队浚县大队黎阳消防救援站", "站长"),
    ("浚县人民法院善堂人民法庭", "庭长"),
    ("淇县人民检察院", "检察官"),
]
FRAMES = [
    "3月6日，{body}收到一面锦旗。\n“这是我们应该做的。”{office}梁慧敏说。",
    "3月6日下午，记者来到{body}。{office}梁慧敏介绍，今年以来已接待群众300人次。",
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("body", "office"), OFFICES)
def test_an_office_alone_is_of_the_last_body_that_has_it(frame: str, body: str, office: str) -> None:
    owners = dict(find_pairs(frame.format(body=body, office=office), "memberOf"))
    assert owners.get("梁慧敏", "").endswith(body), owners


def test_a_unit_that_is_sent_has_its_head() -> None:
    owners = dict(
        find_pairs(
            "3月6日，鹤壁市消防救援支队调派黎阳消防救援站3车12人赶赴现场。\n“水已经漫过窗台。”站长梁慧敏带队抵达后，立即展开救援。",
            "memberOf",
        )
    )
    assert owners["梁慧敏"].endswith("黎阳消防救援站")


@pytest.mark.parametrize(
    "text",
    [
        "3月6日，国家税务总局浚县税务局上门辅导。“少缴了20万元税款。”企业财务负责人梁慧敏说。",
        "3月6日，浚县公安局开展宣传活动。市民梁慧敏说，很有收获。",
        "3月6日，浚县公安局屯子派出所上门调解，调解队队长梁慧敏也来了。",
    ],
)
def test_an_office_of_another_body_is_not_of_who_acts(text: str) -> None:
    assert "梁慧敏" not in dict(find_pairs(text, "memberOf"))


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("凭祥市万达报关有限公司业务员农丽芬说，通关很快。", "农丽芬 memberOf 凭祥市万达报关有限公司"),
        ("山西大学学生武小婷以1小时16分夺得冠军。", "武小婷 memberOf 山西大学"),
        ("龙岩市第一医院护士长、退役女兵阙春兰曾驰援一线。", "阙春兰 memberOf 龙岩市第一医院"),
        ("柳江镇人民政府干部瞿小芳进村劝说。", "瞿小芳 memberOf 柳江镇人民政府"),
        (
            "凯里市人大常委会副主任、凯里市总工会主席饶建平宣读决定。",
            "饶建平 memberOf 凯里市人大常委会; 饶建平 memberOf 凯里市总工会",
        ),
    ],
)
def test_offices_right_before_a_name(text: str, wishes: str) -> None:
    stated = find_stated(read(text))
    assert [wish for wish in wishes.split("; ") if not is_stated(wish, stated)] == []


@pytest.mark.parametrize(
    "text",
    [
        "凯里市公安局犯罪嫌疑人王小军落网。",
        "民警在凯里市人民法院门口遇到律师王小军。",
        "凯里市公安局组织学生王小军参观。",
    ],
)
def test_who_is_no_member(text: str) -> None:
    assert not [one for one in find_stated(read(text)) if one[1] == "memberOf"]
