"""Blocks are put into articles: headline, kickers, authors, dateline and paragraphs of each."""

from __future__ import annotations

import pytest

from kg.model import Article
from kg.split import split
from tests.pages import page

ROAD = "　　五月六日，养路工把塌方的山路重新修通，\n运送牛奶的货车当天就开进了村子里。\n"
LAMP = "　　夜里十点，供电所的师傅还在杆子上接线，\n直到村口的路灯一盏接一盏亮起来才下山。\n"


def articles(text: str) -> tuple[Article, ...]:
    return split(page(text))


def titles(text: str) -> list[str]:
    return [article.headline.text for article in articles(text)]


def test_several_articles_on_a_page() -> None:
    text = f"山路修通了\n\n{ROAD}（王敏）\n\n路灯亮起来\n\n{LAMP}（李强 何 津）\n"
    assert titles(text) == ["山路修通了", "路灯亮起来"]
    assert [[a.name for a in article.authors] for article in articles(text)] == [["王敏"], ["李强", "何津"]]
    assert [article.id for article in articles(text)] == ["page#1", "page#2"]


def test_a_headline_of_two_lines_is_joined_with_a_space() -> None:
    assert titles(f"货车开进村\n山路修通了\n\n{ROAD}（王敏）\n") == ["货车开进村 山路修通了"]


def test_a_headline_after_its_article() -> None:
    assert titles(f"{ROAD}（王敏）\n\n山路修通了\n\n路灯亮起来\n\n{LAMP}（李强）\n") == ["山路修通了", "路灯亮起来"]


def test_headlines_at_the_foot_of_the_page() -> None:
    assert titles(f"{ROAD}（王敏）\n\n{LAMP}（李强）\n\n供电所的师傅点亮路灯\n\n养路工修通山路\n") == [
        "养路工修通山路",
        "供电所的师傅点亮路灯",
    ]


def test_a_lead_after_the_byline_goes_to_the_front() -> None:
    lead = "　　山路塌了三天，货车进不来。村里人都着急，\n牛奶运不出，养路工也着急。\n"
    (article,) = articles(f"山路修通了\n\n{ROAD}（王敏）\n\n{lead}")
    assert [p.text[:4] for p in article.paragraphs] == ["山路塌了", "五月六日"]


def test_kickers_are_not_the_headline() -> None:
    (article,) = articles(f"平凉养路所：\n山路修通了\n\n{ROAD}（王敏）\n")
    assert (article.headline.text, [k.text for k in article.kickers]) == ("山路修通了", ["平凉养路所："])


def test_section_headings_are_marked() -> None:
    (article,) = articles(f"山路修通了\n\n{ROAD}\n灯也亮了\n\n{LAMP}（王敏）\n")
    assert [article.paragraphs[i].text for i in article.headings] == ["灯也亮了"]


@pytest.mark.parametrize(
    ("lead", "dateline", "names"),
    [
        ("平凉讯 ", "平凉", []),
        ("平凉讯（记者 王敏） ", "平凉", ["王敏"]),
        ("本报平凉讯（记者 王敏 通讯员 李强）", "平凉", ["王敏", "李强"]),
        ("据新华社平凉5月6日电（记者 王敏）", "平凉", ["王敏"]),
        ("本报讯 ", None, []),
        ("", None, []),
    ],
)
def test_datelines(lead: str, dateline: str | None, names: list[str]) -> None:
    (article,) = articles(f"山路修通了\n\n　　{lead}{ROAD.strip()}\n")
    assert article.dateline == dateline
    assert [a.name for a in article.authors] == names
    assert article.paragraphs[-1].text.startswith("五月六日")


def test_names_broken_over_two_lines() -> None:
    (article,) = articles(
        "山路修通了\n\n　　平凉讯（记者 何嘉 马成\n栋）五月六日，养路工把塌方的山路修通，\n货车开进了村子。\n"
    )
    assert [a.name for a in article.authors] == ["何嘉", "马成栋"]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("（文/图 王文静）", ["王文静"]),
        ("（记者 江 华 文/图）", ["江华"]),
        ("（本报记者 向梦阳 通讯员 覃家胜）", ["向梦阳", "覃家胜"]),
        ("（买买提·艾力 王敏）", ["买买提·艾力", "王敏"]),
        ("（王敏、李强、何津、马成栋、秦岳）", ["王敏", "李强", "何津", "马成栋", "秦岳"]),
    ],
)
def test_authors(byline: str, names: list[str]) -> None:
    (article,) = articles(f"山路修通了\n\n{ROAD}{byline}\n")
    assert [a.name for a in article.authors] == names
    for author in article.authors:
        span = author.span
        assert article.document.text[span.start : span.stop].replace(" ", "") == author.name


def test_captions_belong_to_no_article() -> None:
    text = f"山路修通了\n\n{ROAD}（王敏）\n\n货车开进村子货车开进村子。。\n\n路灯亮起来\n\n{LAMP}（李强）\n"
    assert "货车开进村子" not in "".join(p.text for article in articles(text) for p in article.paragraphs)


def test_a_short_lead_is_no_caption() -> None:
    (article,) = articles(f"山路修通了\n\n　　平凉讯 五月六日，路通了。\n\n灯也亮了\n\n{LAMP}（王敏）\n")
    assert (article.headline.text, article.dateline) == ("山路修通了", "平凉")


def test_markdown_headlines_open_articles() -> None:
    text = f"# 山路修通了\n\n{ROAD.strip()}\n\n## 塌方\n\n{ROAD.strip()}\n\n# 路灯亮起来\n\n{LAMP.strip()}\n"
    assert titles(text) == ["山路修通了", "路灯亮起来"]


def test_a_date_line_dates_its_article() -> None:
    (article,) = articles(f"2021年3月4日\n\n山路修通了\n\n{ROAD}（王敏）\n")
    assert article.published == "2021-03-04"


def test_a_notice_is_an_article_that_its_signature_ends() -> None:
    notice = (
        "关于省道六盘山段封闭施工的公告\n因山路塌方，省道六盘山段自三月起封闭施工，\n过往车辆请从国道绕行。\n特此公告。\n"
        "县交通运输局　县公安局\n2024年3月27日\n"
    )
    text = f"路灯亮起来\n{LAMP}\n{notice}\n山路修通了\n{ROAD}（王敏）\n"
    assert titles(text) == ["路灯亮起来", "关于省道六盘山段封闭施工的公告", "山路修通了"]


def test_a_page_of_one_sentence_is_an_article() -> None:
    (article,) = articles("路灯亮了。\n")
    assert article.paragraphs[0].text == "路灯亮了。"


def test_a_page_without_text_has_no_article() -> None:
    assert articles("") == articles("\n　　\n") == ()


def test_every_character_keeps_its_place() -> None:
    text = f"山路修通了\n\n{ROAD}（王敏）\n"
    (article,) = articles(text)
    for line in (article.headline, *article.paragraphs):
        assert all(text[at] == c for c, at in zip(line.text, line.offsets, strict=True))
