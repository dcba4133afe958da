"""Programmes as governments tell of them: plans, services and years in quotes, papers, what divides into what."""

from __future__ import annotations

import pytest

from tests.stated import find_stated, is_stated, read

WHO = ("柳州市教育局", "黔东南州卫生健康局", "衢州市总工会", "喀什地区农业农村局")
NAMED = (
    "“青蓝同行”结对计划",
    "“医教协同”健康管家服务",
    "“校园村村通”服务提升年活动",
    "“春雨润苗”三年提升工程",
    "“明灯”志愿服务对口帮扶行动",
)
VERBS = ("正在推进", "今年推行", "启动", "从2022年起实施")


def test_a_quote_behind_nouns_may_end_the_text() -> None:
    assert read("柳州市讯 组织教育局“春雨润苗”")


@pytest.mark.parametrize("name", NAMED)
def test_a_name_runs_to_its_last_noun(name: str) -> None:
    for who, verb in zip(WHO, VERBS, strict=True):
        draft = read(f"{who}{verb}{name}，已有62人受益。")
        assert is_stated(f"{who} implements {name}", find_stated(draft)), (who, verb)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("随着“柳江振兴计划”深入实施，全市工业增加值增长8.6%。", "柳江振兴计划"),
        ("大赛是“新教师万人培训计划”的一项内容，今年已举办四届。", "新教师万人培训计划"),
        ("柳州市教育局近日出台《柳州市教师激励办法》，对获奖教师给予奖励。", "柳州市教师激励办法"),
        ("柳州市推进紧密型县域医共体建设，县域内就诊率达九成。", "紧密型县域医共体建设"),
        ("这里是南水北调中线工程的水源地。", "南水北调中线工程"),
        ("5月1日，柳州市商务局启动“柳州消费季”活动，发放消费券。", "“柳州消费季”活动"),
    ],
)
def test_names_of_programmes(text: str, name: str) -> None:
    assert name in {thing.label for thing in read(text).things.values() if thing.type == "Initiative"}


@pytest.mark.parametrize(
    "text",
    [
        "消防员告诉孩子们，灭火的办法有三种：隔离、冷却、窒息。",
        "柳州市教育局实现了“家门口上好学”的目标。",
        "《中华人民共和国教师法》规定，教师享有休假的权利。",
        "展区分为“古城”“新城”两个部分，观众排起长队。",
        "他把“计划”两个字写在黑板上。",
    ],
)
def test_no_programme(text: str) -> None:
    assert not [thing.label for thing in read(text).things.values() if thing.type == "Initiative"]


@pytest.mark.parametrize(
    "text",
    [
        "6月1日，柳州市教育局启动“暖校行动”，行动包括“宿舍焕新”“厕所革命”“加装空调”三个专项。",
        "柳州市教育局实施“暖校行动”，下设“宿舍焕新”“厕所革命”“加装空调”三个子项目。",
        "柳州市教育局实施“暖校行动”。此次行动分为“宿舍焕新”“厕所革命”“加装空调”三个板块，由各校实施。",
    ],
)
def test_an_initiative_has_the_parts_it_divides_into(text: str) -> None:
    stated = find_stated(read(text))
    for part in ("宿舍焕新", "厕所革命", "加装空调"):
        assert is_stated(f"{part} partOfInitiative 暖校行动", stated), part


def test_what_a_station_is_set_up_with_is_no_part() -> None:
    stated = find_stated(read("柳州市公安局推行“一线通办”服务模式，设立“向阳花”警务室，聘请调解员。"))
    assert not [one for one in stated if one[1] == "partOfInitiative"]


def test_a_headline_cuts_the_name_that_the_text_gives_in_full() -> None:
    head = "浚县法院“护薪”行动为农民工讨回血汗钱"
    draft = read(f"{head}\n鹤壁讯 近日，浚县法院启动“桂法护薪”集中执行行动，共执结案件57件。")
    assert {t.label for t in draft.things.values() if t.type == "Initiative"} == {"“桂法护薪”集中执行行动"}
