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
    (article,) = articles(f"夏季养路在行动\n山路修通了\n\n{ROAD}（王敏）\n")
    assert (article.headline.text, [k.text for k in article.kickers]) == ("山路修通了", ["夏季养路在行动"])


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ("固阳县人民法院\n小板凳坐出大和谐", "小板凳坐出大和谐"),
        ("固阳县人民法院\n表彰十名人民调解员", "固阳县人民法院 表彰十名人民调解员"),
        ("固阳县人民法院\n深夜查封两处厂房", "固阳县人民法院 深夜查封两处厂房"),
    ],
)
def test_a_body_alone_over_what_is_no_predicate_is_a_kicker(rows: str, headline: str) -> None:
    (article,) = articles(f"{rows}\n\n{ROAD}（王敏）\n")
    assert article.headline.text == headline


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
        ("（平凉日报全媒体记者 王敏 通讯员 李强）", ["王敏", "李强"]),
        ("（文/王敏 李强 图/何津）", ["王敏", "李强", "何津"]),
        ("（本报记者 王\n敏\n\n李强 通讯员 何津）", ["王敏", "李强", "何津"]),
        ("（王敏\n李 强）", ["王敏", "李强"]),
        ("（完代草 王敏）", ["完代草", "王敏"]),
        ("（平凉县公安局 王 敏）", ["王敏"]),
        ("（撰稿：县公路局 王敏　审核：李强）", ["王敏"]),
        ("（平安平凉全媒体 通讯员 王 敏 整理）", ["王敏"]),
        ("（通讯员 郁 文）", ["郁文"]),
        ("（王敏/文 李强/摄）", ["王敏", "李强"]),
        ("（文、图/王敏）", ["王敏"]),
        ("（县融媒体中心 王敏）", ["王敏"]),
        ("（本报驻平凉记者 王敏）", ["王敏"]),
        ("（供稿：王敏；编辑：李强）", ["王敏"]),
        ("（作者：王敏，单位：平凉县公安局）", ["王敏"]),
        ("（王敏 李强 等）", ["王敏", "李强"]),
        ("（文字 王敏 图片 李强）", ["王敏", "李强"]),
        ("（本报讯 记者 王敏）", ["王敏"]),
        ("（综合新华社）", []),
        ("（达瓦\n次仁 王敏）", ["达瓦次仁", "王敏"]),
        ("（乌云\n其其格 王敏）", ["乌云其其格", "王敏"]),
        ("（王敏、李强、何津、马成栋、秦岳）", ["王敏", "李强", "何津", "马成栋", "秦岳"]),
    ],
)
def test_authors(byline: str, names: list[str]) -> None:
    (article,) = articles(f"山路修通了\n\n{ROAD}{byline}\n")
    assert [a.name for a in article.authors] == names
    for author in article.authors:
        span = author.span
        assert "".join(article.document.text[span.start : span.stop].split()) == author.name


@pytest.mark.parametrize(
    "byline",
    [
        "记者丨王敏",
        "图文：王敏",
        "采写/摄影 本报记者 王敏",
        "王敏/文",
        "▎王敏",
        "本报驻平凉记者 王敏",
        "全媒体中心记者 王敏",
        "文/本报记者 王敏 图/受访者供图",
        "山乡报·豫视频记者 王敏",
    ],
)
@pytest.mark.parametrize("under", [True, False])
def test_bylines_without_brackets(byline: str, under: bool) -> None:
    first = f"山路修通了\n{byline}\n\n{ROAD}" if under else f"山路修通了\n\n{ROAD}\n{byline}\n"
    found = articles(f"{first}\n路灯亮起来\n\n{LAMP}（李强）\n")
    assert [(a.headline.text, [x.name for x in a.authors]) for a in found] == [
        ("山路修通了", ["王敏"]),
        ("路灯亮起来", ["李强"]),
    ]


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


BRIEFS = [
    ("养路工修通六盘山路", "日前，平凉养路所的养路工修通了塌方的六盘山路，运送牛奶的货车当天就开进了大山里的村子。"),
    ("供电所点亮巷口路灯", "近日，平凉供电所的师傅点亮了巷口的路灯，夜里下班回家的人都说，这下再也不用摸黑了。"),
    ("医疗队进村送药上门", "八月二日，平凉医疗队进村送药上门，为二十多位行动不便的老人量血压、换药。"),
]


@pytest.mark.parametrize("mark", ["", "◆", "## "])
def test_briefs_that_no_byline_ends(mark: str) -> None:
    text = "政法短波\n\n" + "\n".join(f"{mark}{title}\n　　{brief}\n" for title, brief in BRIEFS)
    assert titles(text) == [title for title, _ in BRIEFS]


def test_sections_of_an_article_are_no_briefs() -> None:
    sections = ["白天修路保畅通", "夜里点灯暖人心", "雨天送药上家门"]
    text = "平凉这样守一条山路\n\n" + "\n".join(
        f"{s}\n　　{brief}\n" for s, (_, brief) in zip(sections, BRIEFS, strict=True)
    )
    assert titles(text) == ["平凉这样守一条山路"]


def test_briefs_without_headlines_have_that_of_their_column() -> None:
    text = f"山路修通了\n\n{ROAD}（王敏）\n\n一句话新闻\n\n" + "".join(f"●{brief}\n" for _, brief in BRIEFS)
    assert titles(text) == ["山路修通了", "一句话新闻"]


def test_headlines_after_every_article() -> None:
    text = f"{ROAD}（王敏）\n\n雨中一天\n\n{LAMP}（李强）\n\n夜里的师傅\n"
    assert [(a.headline.text, a.authors[0].name) for a in articles(text)] == [
        ("雨中一天", "王敏"),
        ("夜里的师傅", "李强"),
    ]


def test_a_deck_above_its_headline_after_the_article() -> None:
    (article,) = articles(f"{ROAD}（王敏）\n\n——平凉养路所修通山路纪实\n山路修通了\n")
    assert article.headline.text == "山路修通了"


def test_a_byline_between_a_lead_and_the_headline() -> None:
    lead = "　　山路塌方三天，运送牛奶的货车进不了村子，\n养路工急得满嘴起泡。\n"
    (article,) = articles(f"{lead}本报记者 王敏 实习生 李强\n山路修通了\n\n{ROAD}")
    assert (article.headline.text, [a.name for a in article.authors]) == ("山路修通了", ["王敏", "李强"])
    assert [p.text[:4] for p in article.paragraphs] == ["山路塌方", "五月六日"]


def test_a_lead_above_the_byline_of_an_article_that_is_not_the_last() -> None:
    lead = "　　山路塌方三天，运送牛奶的货车进不了村子，\n养路工急得满嘴起泡。\n"
    text = f"{lead}\n□ 本报记者 何津\n\n山路修通了\n\n{ROAD}\n路灯亮起来\n\n{LAMP}（李强）\n"
    assert [(a.headline.text, [x.name for x in a.authors]) for a in articles(text)] == [
        ("山路修通了", ["何津"]),
        ("路灯亮起来", ["李强"]),
    ]


def test_names_at_the_right_edge_end_an_article() -> None:
    text = f"山路修通了\n{ROAD}                  何 津　王 敏\n\n路灯亮起来\n{LAMP}                  李强\n"
    assert [[x.name for x in a.authors] for a in articles(text)] == [["何津", "王敏"], ["李强"]]


def test_an_enumeration_above_a_headline_is_a_kicker() -> None:
    above = "举措实、部署细、形式活、要求严\n\n"
    text = f"{above}山路修通了\n\n{ROAD}（王敏）\n{above}路灯亮起来\n\n{LAMP}（李强）\n"
    assert titles(text) == ["山路修通了", "路灯亮起来"]


def test_sections_of_a_column_that_tapers_are_one_article() -> None:
    first = "养路工连夜上山清理塌方的土石，天亮以前把路修通，运送牛奶的货车当天就开进了村子里，乡亲们都来道谢。"
    second = "养路工把塌方的土石运走，天亮以前还在忙，直到运送牛奶的货车开进了村子里，乡亲们来道谢，才下山回家。"
    rows = [
        first[:16],
        first[16:31],
        first[31:45],
        first[45:],
        "",
        "连夜上山清理的养路工们",
        "",
        second[:13],
        second[13:25],
        second[25:36],
        second[36:],
    ]
    assert titles("山路修通了\n\n" + "\n".join(rows) + "\n\n（王敏）\n") == ["山路修通了"]


def test_a_section_right_under_the_headline_begins_as_the_others() -> None:
    text = f"山路修通了\n\n以早为先\n\n{ROAD}\n以快为要\n\n{LAMP}（王敏）\n"
    assert titles(text) == ["山路修通了"]


def test_a_jump_ends_its_paragraph() -> None:
    text = f"山路修通了\n　　五月六日，养路工把塌方的山路（下转第2版）\n路灯亮起来\n{LAMP}（李强）\n"
    assert titles(text) == ["山路修通了", "路灯亮起来"]


def test_front_matter_is_no_text_and_names_the_article() -> None:
    (article,) = articles(f"---\ntitle: 山路修通了\ndate: 2021-03-04\n---\n\n{ROAD.strip()}\n")
    assert (article.headline.text, len(article.paragraphs)) == ("山路修通了", 1)


def test_a_lead_names_its_reporter_without_brackets() -> None:
    (article,) = articles("山路修通了\n\n　　本报讯 记者王敏报道 五月六日，养路工把山路重新修通了。\n")
    assert [a.name for a in article.authors] == ["王敏"]


def test_the_caption_of_the_article_before_is_no_row_of_a_headline() -> None:
    before = f"{ROAD}货车司机都来谢何津，养路工何津却说，修路是他的本分。\n"
    lead = "　　平凉讯 夜里十点，供电所的师傅还在杆子上接线，把灯点亮。\n"
    text = f"山路修通了\n{before}养路工何津在修山路\n供电所的师傅\n把灯点亮了\n{lead}"
    assert titles(text) == ["山路修通了", "供电所的师傅 把灯点亮了"]


def test_bodies_above_a_date_sign_a_notice_whatever_follows() -> None:
    title = "关于省道六盘山段封闭施工的公告"
    notice = f"{title}\n因山路塌方，省道六盘山段自三月起封闭施工，\n过往车辆请从国道绕行。\n特此公告。\n"
    text = f"{notice}县交通运输局\n县公安局\n2024年3月27日\n\n{ROAD}（王敏）\n\n山路修通了\n"
    assert titles(text) == [title, "山路修通了"]


def test_what_a_picture_shows_is_no_headline_where_there_are_enough() -> None:
    text = f"{ROAD}（王敏）\n\n山路修通了\n\n{LAMP}（李强）\n\n路灯亮起来\n\n民警向养路工讲解山路塌方\n"
    assert titles(text) == ["山路修通了", "路灯亮起来"]


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
