"""Articles as databases of papers give them, without the names of fields or with names that nobody has listed."""

from __future__ import annotations

import pytest

from kg.split import split
from tests.pages import page

ROAD = "养路工把塌方的山路重新修通，运送牛奶的货车当天就开进了村子里，村民站在路口拍手。"
LIGHT = "夜里十点，供电所的师傅还在杆子上接线，直到村口的路灯亮起来，孩子们才肯回家。"


def told(text: str) -> list[tuple[str, list[str], str | None, str]]:
    """Headline, authors, date and text of each article."""
    return [
        (
            a.headline.text,
            [one.name for one in a.authors],
            a.published,
            "".join(line.text for line in a.paragraphs),
        )
        for a in split(page(text))
    ]


def record(title: str, by: str, body: str, *, rights: str = "Copyright 2024. 山城日报社 All Rights Reserved.") -> str:
    return (
        f"{title}\n{by}\n312 字\n2024 年 6 月 3 日\n山城日报\nSCRBCN\nA06\n简体中文\n{rights}\n\n{body}\n\n"
        "文件 SCRBCN0020240603ek6300012\n\n\n"
    )


def test_heads_of_records() -> None:
    text = record("要闻\n山路修通了", "王敏、李建国", ROAD) + record("村口亮起路灯来\n孩子们回家", "杜江", LIGHT)
    assert told(text) == [
        ("山路修通了", ["王敏", "李建国"], "2024-06-03", ROAD),
        ("村口亮起路灯来 孩子们回家", ["杜江"], "2024-06-03", LIGHT),
    ]


def test_a_count_of_characters_in_the_text_is_no_head_of_a_record() -> None:
    text = f"山路修通了\n\n　　{ROAD}\n\n村里的碑文\n312 字\n\n　　{LIGHT}\n（王敏）\n"
    assert "312" in told(text)[0][3]


@pytest.mark.parametrize(
    "head",
    [
        "山城日报/2024 年/6 月/3 日/第 002 版",
        "山城日报/2024年/6月/3日/第A02版",
        "山城法治报/2024 年/06 月/03 日/第 002 版",
    ],
)
def test_the_paper_and_the_date_open_an_article(head: str) -> None:
    text = f"{head}\n要闻\n\n山路修通了\n\n　　{ROAD}\n\n{head}\n综合\n\n村口亮起路灯来\n\n　　{LIGHT}\n"
    assert told(text) == [
        ("山路修通了", [], "2024-06-03", ROAD),
        ("村口亮起路灯来", [], "2024-06-03", LIGHT),
    ]


def test_the_paper_and_the_date_below_a_headline() -> None:
    text = (
        f"1.\n山路修通了\n山城日报 | 2024-06-03 | A04 | 字数: 40 | 作者: 记者 王敏\n\n{ROAD}\n\n"
        f"文章编号: 202406030001\n"
        f"----------\n2.\n村口亮起路灯来\n山城晚报｜2024-06-04｜003｜字数: 38\n\n{LIGHT}\n\n文章编号: 202406040007\n"
    )
    assert told(text) == [
        ("山路修通了", ["王敏"], "2024-06-03", ROAD),
        ("村口亮起路灯来", [], "2024-06-04", LIGHT),
    ]


def test_a_table_pasted_as_text() -> None:
    text = (
        "序号\t标题\t作者\t媒体\t日期\t版面\t正文\n"
        f"1\t山路修通了\t王敏 李建国\t山城日报\t2024-06-03\t02\t{ROAD}\n"
        f"2\t村口亮起路灯来\t\t山城晚报\t2024-06-04\t03\t{LIGHT}\n"
    )
    assert told(text) == [
        ("山路修通了", ["王敏", "李建国"], "2024-06-03", ROAD),
        ("村口亮起路灯来", [], "2024-06-04", LIGHT),
    ]


@pytest.mark.parametrize(
    "head", ["序号\t乡镇\t户数\t修路里程", "序号\t标题\t作者\t媒体"], ids=["columns of figures", "no column of text"]
)
def test_a_table_in_an_article_is_no_list_of_articles(head: str) -> None:
    (article,) = split(page(f"{head}\n1\t石门\t120\t3.5\n2\t柳河\t88\t2.1\n"))
    assert "石门" in "".join(line.text for line in (article.headline, *article.paragraphs))


def test_fields_of_other_names_stay_out_of_the_text() -> None:
    head = "【报纸中文名】山城日报\n【机构】山城日报社\n【版号】003"
    text = (
        f"【题名】山路修通了\n【作者】王敏；李建国\n{head}\n【正文】\n　　{ROAD}\n\n"
        f"【题名】村口亮起路灯来\n【作者】杜江\n{head}\n【正文】\n　　{LIGHT}\n"
    )
    assert told(text) == [
        ("山路修通了", ["王敏", "李建国"], None, ROAD),
        ("村口亮起路灯来", ["杜江"], None, LIGHT),
    ]


def test_how_many_were_found_is_no_headline() -> None:
    assert told(f"山城日报稿件检索 共2条\n\n山路修通了\n\n　　{ROAD}\n（王敏）\n")[0][0] == "山路修通了"
    assert told(f"民警检索监控共3条线索\n\n　　{ROAD}\n（王敏）\n")[0][0] == "民警检索监控共3条线索"
