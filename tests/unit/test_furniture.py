"""What belongs to the page, the paper or the site is told from what belongs to an article."""

from __future__ import annotations

import pytest

from kg.layout import blocks
from kg.layout.folios import find_furniture
from kg.layout.furniture import is_furniture
from kg.layout.rows import read_rows
from kg.split import split
from tests.pages import page

ROAD = "　　五月六日，养路工把塌方的山路重新修通，\n运送牛奶的货车当天就开进了村子里。\n"


@pytest.mark.parametrize(
    "row",
    [
        "B03　平安山乡　2024年12月4日　星期三　值班主任/李某　编辑/王某",
        "2023年11月8日   山乡公安   第03版 ·  特别报道",
        "2022.10.21  星期五  04  综合·简讯",
        "责编 王某 美编 李某 检校 何某",
        "3 2024年7月24日 星期三 要闻 责任编辑 王 某 视觉设计 李 某",
        "新闻热线：0000-7654321　投稿邮箱：news@example.cn　邮编：000000",
        "总第203期",
        "**主办：** 山乡县委政法委　**电话：** 0000-1234567",
        "报送：县委政法委。",
        "↓↓↓",
        "喜欢就点个“在看”吧 ▼",
        "往期推荐",
        "国内统一刊号 CN00-0000　第8651期",
    ],
)
def test_furniture(row: str) -> None:
    assert is_furniture(row)


@pytest.mark.parametrize(
    "row",
    [
        "精心策划 周密部署",
        "截至2024年3月15日，全县共办结",
        "5月18日至19日，民警在A3机位",
        "报告中说，今年",
        "”",
        "……",
        "编辑部里的灯还亮着，她说",
        "拨打热线12345，两天就有了回音",
        "2024年3月15日",
        "养路工：把路修到家门口",
    ],
)
def test_no_furniture(row: str) -> None:
    assert not is_furniture(row)


def test_a_date_beside_the_name_of_a_section_is_furniture_at_the_head_only() -> None:
    rows = ["要闻·综合 2025年7月2日", "山路修通了", "养路工把路修通。", "县交通局 2025年7月1日"]
    assert find_furniture(rows, [False, False, True, False]) == {0}


def test_a_table_of_contents_is_furniture() -> None:
    rows = ["本期目录", "- 山路修通了", "- 路灯亮起来", "山路修通了", "养路工把路修通。", "路灯亮起来", "路灯亮了。"]
    assert find_furniture(rows, [row.endswith("。") for row in rows]) == {0, 1, 2}


def test_headlines_of_other_pages_at_the_foot_are_furniture() -> None:
    rows = ["山路修通了", "养路工把路修通。", "往期推荐", "路灯亮起来", "货车开进村"]
    assert find_furniture(rows, [False, True, False, False, False]) == {2, 3, 4}


def test_a_sentence_goes_on_after_the_folio_between_its_rows() -> None:
    (paragraph,) = [b.line.text for b in blocks(ROAD.replace("\n", "\n第 2 版\n", 1)) if b.kind == "paragraph"]
    assert paragraph == "五月六日，养路工把塌方的山路重新修通，运送牛奶的货车当天就开进了村子里。"


def test_the_head_of_a_page_does_not_run_into_its_headline() -> None:
    head = "B03　平安山乡　2024年12月4日　星期三　值班主任/李某　编辑/王某\n"
    (article,) = split(page(f"{head}山路修通了\n□ 本报记者 王敏   通讯员 阿依努尔·买买提  何 津\n{ROAD}"))
    assert article.headline.text == "山路修通了"
    assert [a.name for a in article.authors] == ["王敏", "阿依努尔·买买提", "何津"]


def test_a_post_is_an_article_between_the_furniture_of_its_site() -> None:
    head = "原创 平安山乡\n平安山乡 2024年5月29日 21:36 发表于 贵州\n\n"
    post = f"{head}{ROAD}\n▲ 民警在修路\n\n来源 | 县公安局\n编辑 | 小王\n阅读原文\n"
    titles = ["夜里，他们把山路修通了", "再等等！路就要通了"]
    found = split(page("\n".join(f"{title}\n{post}" for title in titles)))
    assert [a.headline.text for a in found] == titles
    assert all(p.text.startswith("五月六日") for a in found for p in a.paragraphs)


def test_the_name_of_a_sheet_stands_above_its_number_or_the_day_of_the_week() -> None:
    text = ["清晨，校医背起药箱上山，", "孩子们在操场等她。", "　　药箱不重。"]
    ends = [False, False, False, True, True]
    assert find_furniture(["乡村 教育", "第4版 2024年7月23日 星期二", *text], ends) == {0, 1}
    assert 0 not in find_furniture(["校医下乡", "2024-07-23 09:12", *text], ends)


def test_who_edited_and_how_to_reach_them_is_furniture_below_a_headline_too() -> None:
    page = (
        "　　岛上完成手术87台，同比增长近一倍，外转病人少了两成。\n（冯 凯）\n省城医院的专家\n跨海为渔民做手术\n"
        "责任编辑 沈一鸣 电话 0571-85310000\n\n　　抬高一点，再抬高一点，在社区的康复驿站里，老人扶着栏杆走。\n"
    )
    assert not any("责任编辑" in row.text for row in read_rows(page))
