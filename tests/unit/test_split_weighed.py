"""Headlines weighed over runs of rows and dealt out over the page, and what breaks off or is not signed."""

from __future__ import annotations

from kg.layout import blocks
from kg.model import Document
from kg.split import split

WELL = (
    "七月三日，柳河镇水务站在后山打出一口深井，\n"
    "井水清甜，老人们再也不用下山挑水。水务站\n"
    "还给每户装上水表，月底贴出账单，大家看了\n"
    "都说明白。"
)
LAMP = (
    "供电所的师傅爬上村口的电杆，把坏了半年的\n"
    "路灯修好。夜里八点，路灯一盏接一盏亮起来，\n"
    "跳舞的人回到了广场。供电所说，今后坏灯三\n"
    "天之内换好。"
)
BUS = (
    "一辆公交车开到半路，车上的孕妇肚子疼。司\n"
    "机当即改道医院，交警骑摩托车在前面开路。\n"
    "十分钟以后，孕妇进了产房，母女都平安，公\n"
    "交车才回到原来的线路。"
)


def told(text: str) -> list[tuple[str, list[str]]]:
    page = Document(id="p", source="p.txt", text=text)
    return [(a.headline.text, [author.name for author in a.authors]) for a in split(page)]


def kinds(text: str) -> list[str]:
    return [block.kind for block in blocks(text)]


def test_headlines_together_at_the_foot_go_to_the_articles_that_say_their_words() -> None:
    foot = "后山打出一口深井\n老人不再下山挑水\n村口路灯亮起来\n\n公交车改道医院\n"
    text = f"{WELL}\n（王敏）\n{LAMP}\n（李强）\n{BUS}\n（何津）\n\n{foot}"
    assert told(text) == [
        ("后山打出一口深井 老人不再下山挑水", ["王敏"]),
        ("村口路灯亮起来", ["李强"]),
        ("公交车改道医院", ["何津"]),
    ]


def test_headlines_together_at_the_head_of_a_page() -> None:
    text = f"公交车改道医院\n村口路灯亮起来\n\n{LAMP}\n（李强）\n{BUS}\n（何津）\n"
    assert told(text) == [("村口路灯亮起来", ["李强"]), ("公交车改道医院", ["何津"])]


def test_a_name_below_the_text_ends_the_article_above_the_next_headline() -> None:
    text = f"后山打出一口深井\n{WELL}\n王晓敏\n村口路灯亮起来\n{LAMP}\n（李强）\n"
    assert told(text) == [("后山打出一口深井", ["王晓敏"]), ("村口路灯亮起来", ["李强"])]


def test_a_section_between_two_paragraphs_is_no_name() -> None:
    text = f"后山打出一口深井\n\n{WELL}\n常态化\n{LAMP}\n（李强）\n"
    assert told(text) == [("后山打出一口深井", ["李强"])]


def test_rows_that_lost_their_indent_begin_text() -> None:
    rows = [
        "七月三日，柳河镇水务站在后山打",
        "出一口深井，井水清甜，老人们再也",
        "不用下山挑水，都说方便。",
        "水务站还给柳河镇各家各户装上",
        "水表，月底把账单贴在村口，大家看",
        "了都说明白。",
    ]
    assert kinds("后山打出一口深井\n\n" + "\n".join(rows) + "\n") == ["heading", "paragraph", "paragraph"]


def test_a_row_broken_amid_a_number_is_no_headline() -> None:
    rows = "柳河镇水务站去年共打井3\n8口，铺设管道十九公里，老人们再也不用\n下山挑水了。"
    assert kinds(f"后山打出一口深井\n\n{rows}\n（王敏）\n") == ["heading", "paragraph", "byline"]


def test_text_goes_on_behind_an_article_of_another_width() -> None:
    above, below = WELL.split("\n")[:2], WELL.split("\n")[2:]
    narrow = [
        "供电所的师傅爬上村口电杆",
        "把坏了半年的路灯都修好了",
        "，夜里八点，路灯全亮起来",
        "，人们回到广场跳起舞来。",
        "（李强）",
        "",
        "村口路灯亮起来",
        "",
    ]
    text = "\n".join(["后山打出一口深井", "", *above, *narrow, *below, "（王敏）", ""])
    assert told(text) == [("后山打出一口深井", ["王敏"]), ("村口路灯亮起来", ["李强"])]


def test_text_that_narrows_beside_a_picture_stays_whole() -> None:
    narrow = "，月底还要在\n村口贴出账单，谁家用了\n多少水一看就明白，大家\n都说这样的办法很好。\n（王敏）\n"
    text = f"后山打出一口深井\n\n{WELL[:-6]}{narrow}"
    (article,) = split(Document(id="p", source="p.txt", text=text))
    assert "".join(p.text for p in article.paragraphs).endswith("这样的办法很好。")


def test_long_briefs_under_a_column_are_articles_and_short_ones_are_one() -> None:
    long = "\n".join(f"●{text.replace(chr(10), '')}" for text in (WELL, LAMP, BUS))
    assert [title for title, _ in told(f"柳河短波\n{long}\n")] == [
        "七月三日",
        "供电所的师傅爬上村口的电杆",
        "一辆公交车开到半路",
    ]
    short = "●柳河镇水务站打出一口深井。\n●供电所修好村口的路灯。\n"
    assert told(f"短讯\n{short}") == [("短讯", [])]


def test_names_with_odd_spaces_in_brackets_sign_an_article() -> None:
    assert told(f"村口路灯亮起来\n{LAMP}\n（谢 家宝）\n后山打出一口深井\n{WELL}\n（刀 建强  段云飞）\n") == [
        ("村口路灯亮起来", ["谢家宝"]),
        ("后山打出一口深井", ["刀建强", "段云飞"]),
    ]


def test_reporters_with_a_space_in_a_lead_are_read_to_its_end() -> None:
    text = f"村口路灯亮起来\n本报讯 记者梁 嘉欣 通讯员邱文浩、林穗生报道：{LAMP}\n"
    assert told(text) == [("村口路灯亮起来", ["梁嘉欣", "邱文浩", "林穗生"])]
