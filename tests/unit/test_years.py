"""The year of `5月16日`: of the story in which it stands, of the page's date, or of what the page shows of its own."""

from __future__ import annotations

import pytest

from kg.split.year import MOST, page_year
from tests.pages import page, read

PAST = "2021年，宿迁市公安局宿城分局成立“背包警务队”，走遍了每一个村。"
MEETING = "6月18日，宿迁市公安局召开夏季治安推进会。"


def times(text: str, published: str | None = None) -> dict[str, str]:
    """The times of the events of a page, by their names."""
    knowledge = read(f"警务进村\n\n{text}\n（王敏）\n", published=published)
    return {
        e.label: value
        for e in knowledge.entities
        if e.type == "Event"
        for name, value in e.attributes
        if name == "time"
    }


@pytest.mark.parametrize(
    ("text", "published", "time"),
    [
        (f"　　{PAST}\n　　{MEETING}", None, "XXXX-06-18"),
        (f"　　{PAST}{MEETING}", None, "XXXX-06-18"),  # what has been since a year is no story of that year
        (f"　　{PAST}\n　　{MEETING}", "2023-06-20", "2023-06-18"),
        (f"　　2022年以来，该局接警9起。{MEETING}", "2023-06-20", "2023-06-18"),
        (f"　　2022年3月起，该局推行新的办法。{MEETING}", "2023-06-20", "2023-06-18"),
        (f"　　2022年3月，该局接到报案。{MEETING}", "2023-06-20", "2022-06-18"),
        (f"　　2022年3月，该局接到报案。\n　　{MEETING}", "2023-06-20", "2023-06-18"),
        (f"　　2021年，{MEETING}", "2023-06-20", "2021-06-18"),
        (f"　　{MEETING}\n　　7月1日，“护苗2024”行动启动。", None, "2024-06-18"),
        (f"　　{MEETING}\n　　截至2024年7月，该局接警9起。", None, "2024-06-18"),
        (f"　　{MEETING}\n　　到2026年，该局将建成警务室9个。", None, "XXXX-06-18"),
        (f"　　{MEETING}\n　　2024年，该局共接警9起，“护苗2024”行动抓获2人。", None, "XXXX-06-18"),
    ],
)
def test_the_year_of_a_date_that_has_none(text: str, published: str | None, time: str) -> None:
    assert times(text, published)["夏季治安推进会"] == time


def test_the_same_year_is_that_of_the_story() -> None:
    text = "　　2022年8月，宿迁市公安局立案侦查，同年9月3日，宿迁市公安局召开夏季治安推进会。\n　　7月2日，有会。"
    assert times(text, "2023-07-05")["夏季治安推进会"] == "2022-09-03"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("开展“清江行动2025”整治。", "2025"),
        ("2025年2月20日，天晴。2022年，建了医院。", "2025"),
        ("举行2023年森林防灭火应急演练。", "2023"),
        ("2025年1月以来，天晴。", "2025"),
        ("这是2025年入汛以来最大的一次洪峰。", "2025"),
        ("2025年1至9月，全市接警9起；2024年，建了医院。", "2025"),
        ("2025年前三季度，全市投资增长。", "2025"),
        ("举行2025年全省消防救援队伍水域救援技术比武竞赛。", "2025"),
        ("举办2025年“平安夜市”主题宣传活动启动仪式。", "2025"),
        ("2025连云港马拉松鸣枪起跑。", "2025"),
        ("2025年全市共举办应急演练13场。", ""),
        ("2025年春天，他把地租给了同村的人。", ""),
        ("截至2025年3月底，骑行5万公里。", "2025"),
        ("2024年6月，队伍成立。", ""),
        ("2023年以来，天晴。", ""),
        ("2024年，全县共排查矛盾纠纷13起；2024年森林防灭火演练。", ""),
        ("“护苗2024”行动。2025年，全县发案下降。", ""),
        ("到2030年12月31日，建成。计划2026年举办比武大赛。", ""),
        ("编号120248。", ""),
        ("调拨棉被2000床。", ""),
        ("", ""),
        ("“护苗2024”" + "字" * MOST, ""),
    ],
)
def test_a_page_shows_its_year(text: str, year: str) -> None:
    assert page_year(text) == year


def test_articles_of_a_page_share_its_year() -> None:
    from kg.split import split

    text = "甲县开演练\n\n　　6月18日，演练开始。\n（王敏）\n\n乙县行动\n\n　　乙县“护苗2024”行动启动。\n（李强）\n"
    assert {article.year for article in split(page(text))} == {"2024"}
    assert {article.year for article in split(page(text, published="2024-06-20"))} == {""}
