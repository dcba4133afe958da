"""Pages copied out of a paper: headlines amid a sentence or in a stack, articles that go on elsewhere, odd spaces."""

from __future__ import annotations

import pytest

from kg.layout.signed import are_signed
from kg.layout.spaced import part_spaced
from kg.model import Article
from kg.split import split
from tests.pages import page


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(a.headline.text, [one.name for one in a.authors]) for a in split(page(text))]


def words(article: Article) -> str:
    return "".join(line.text for line in article.paragraphs)


def rows(text: str, width: int) -> str:
    """A text in a column."""
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


ROAD = (
    "养路工把塌方的山路重新修通，运送牛奶的货车当天就开进了村子里，村民站在路口拍手欢迎。老何带着六个人"
    "在雨里干了三天三夜，石头是用肩膀一块一块背走的，山路两边的水沟也清理得干干净净。"
)
LAMP = (
    "夜里十点，供电所的师傅还在杆子上接线，直到村口的路灯亮起来，孩子们才肯回家。老杜说，这条线路用了二十"
    "年，风一吹就断，如今换上新的导线和变压器，再大的风也不怕停电，路灯能亮到天明。"
)
WELL = (
    "水务站给半山的人家打了一口深井，老人拧开龙头接满水缸，说再也不用下山挑水了。打井队在石头里钻了十二天，"
    "一百八十米深处才见到水，化验的结果是水质清甜，全村四十户人家都接上了管子。"
)


@pytest.mark.parametrize("width", [14, 18, 24, 30])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_headline_amid_a_sentence(width: int, gap: str) -> None:
    lines = rows(ROAD + WELL, width).split("\n")
    whole = [i for i in range(2, len(lines) - 1) if lines[i - 1][-1] not in "，。、" and lines[i][0] not in "，。、"]
    title = "养路工修通山路"
    text = "\n".join(lines[: whole[0]]) + gap + title + gap + "\n".join(lines[whole[0] :]) + "\n（王敏）\n"
    if len(title) > 0.8 * width:
        return
    (article,) = split(page(text))
    assert (article.headline.text, words(article)) == (title, ROAD + WELL)


def test_a_short_row_before_a_number_is_no_headline() -> None:
    text = (
        "山路修通了\n\n　　养路工把塌方的山路重新修通，村里的货车\n"
        "当天就开进了村子里，山路上的车流量同比\n明显地增长了\n"
        "126.8%。村民站在路口拍手，孩子们跟着车\n跑了很远，一直跑到村口。\n（王敏）\n"
    )
    assert told(text) == [("山路修通了", ["王敏"])]
    assert "同比明显地增长了126.8%" in words(split(page(text))[0])


def test_a_row_into_which_a_word_runs_is_no_headline() -> None:
    text = (
        "山路修通了\n\n　　养路工把塌方的山路重新修通，村里的货车\n当天就开进了村子里，大家都说养路工人真辛\n苦了\n"
        "村民站在路口拍手，孩子们跟着车跑了很远的\n路，一直跑到村口的桥头才回家。\n（王敏）\n"
    )
    assert told(text) == [("山路修通了", ["王敏"])]


def test_the_last_row_of_a_paragraph_that_lost_its_full_stop() -> None:
    text = (
        "山路修通了\n\n　　养路工把塌方的山路重新修通，村里的货车\n"
        "当天就开进了村子里，大家在家门口就能看见\n送奶的货车一辆辆\n\n"
        "村民站在路口拍手，孩子们跟着车跑了很远的\n路，一直跑到村口的桥头才回家。\n（王敏）\n"
    )
    assert told(text) == [("山路修通了", ["王敏"])]


@pytest.mark.parametrize("width", [16, 22])
def test_headlines_of_two_articles_together_above_them(width: int) -> None:
    text = "养路工修通塌方山路\n供电所点亮村口路灯\n\n"
    text += f"{rows('本报讯（记者 王敏）' + ROAD, width)}\n{rows('本报讯（记者 李强）' + LAMP, width)}\n"
    assert told(text) == [("养路工修通塌方山路", ["王敏"]), ("供电所点亮村口路灯", ["李强"])]


def test_headlines_of_three_articles_together_below_them() -> None:
    text = "\n\n".join(
        f"{rows(body, 20)}\n{name}" for body, name in ((ROAD, "王 敏"), (LAMP, "李文 强"), (WELL, "杜江"))
    )
    text += "\n\n养路工背石头修通山路\n杆子上的老杜\n石头里打出深井来\n"
    assert told(text) == [
        ("养路工背石头修通山路", ["王敏"]),
        ("杆子上的老杜", ["李文强"]),
        ("石头里打出深井来", ["杜江"]),
    ]


def test_a_headline_of_two_rows_is_not_parted() -> None:
    text = f"养路工修通塌方山路\n货车把牛奶送进村\n\n{rows('本报讯（记者 王敏）' + ROAD, 20)}\n\n"
    text += f"{rows('本报讯（记者 李强）' + LAMP, 20)}\n"
    assert told(text)[0] == ("养路工修通塌方山路 货车把牛奶送进村", ["王敏"])


def test_an_article_goes_on_behind_a_photo_story() -> None:
    half = 60
    assert ROAD[half - 1] not in "，。" and ROAD[half] not in "，。"
    story = "11月8日，气象站的技术员爬上山顶检修风速仪，赶在大风来临之前换好了三个轴承和一根电缆。"
    text = (
        f"山路修通了\n本报记者 王敏\n{rows(ROAD[:half], 20)}\n\n山顶测风\n{rows(story, 20)}\n杜  江  摄\n\n"
        f"{rows(ROAD[half:], 20)}\n\n村口亮起路灯来\n本报记者 李强\n{rows(LAMP, 20)}\n"
    )
    assert told(text) == [("山路修通了", ["王敏"]), ("山顶测风", []), ("村口亮起路灯来", ["李强"])]
    assert [words(article) for article in split(page(text))] == [ROAD, story, LAMP]


def test_an_article_goes_on_under_its_name() -> None:
    text = (
        f"塌方的山路\n三天修通了\n本报讯  {ROAD[:40]}\n（下转第二版）\n村口亮起路灯来\n本报讯  {LAMP}\n■ 李强\n"
        f"（上接第一版《三天修通了》）\n{ROAD[40:]}\n■ 王敏\n"
    )
    first, second = split(page(text))
    assert (first.headline.text, [a.name for a in first.authors]) == ("塌方的山路 三天修通了", ["王敏"])
    assert words(first) == "本报讯" + ROAD
    assert (second.headline.text, [a.name for a in second.authors]) == ("村口亮起路灯来", ["李强"])


def test_what_goes_on_from_another_page_is_not_joined_to_another_article() -> None:
    text = f"山路修通了\n本报记者 王敏\n\n{ROAD[:40]}（下转第3版）\n\n（上接第1版）{WELL}\n（杜江）\n"
    assert WELL[:9] not in words(split(page(text))[0])


@pytest.mark.parametrize("gap", ["  ", "　　"])
def test_briefs_whose_headline_runs_on_into_the_text(gap: str) -> None:
    text = (
        f"山乡短波\n\n养路工修通山路{gap}{rows(ROAD, 22)}\n（王敏）\n供电所点亮路灯{gap}{rows(LAMP, 22)}\n（李强）\n"
        f"水务站打出深井{gap}{rows(WELL, 22)}\n（杜江）\n"
    )
    assert told(text) == [("养路工修通山路", ["王敏"]), ("供电所点亮路灯", ["李强"]), ("水务站打出深井", ["杜江"])]


def test_a_stray_space_in_a_first_row_makes_no_headline() -> None:
    text = f"山路修通了\n\n昨天上午老何带人  {rows(ROAD, 22)}\n（王敏）\n"
    text += f"\n{rows(LAMP, 22)}\n（李强）\n\n村口亮起路灯来\n"
    assert told(text)[0] == ("山路修通了", ["王敏"])


def test_reporters_behind_the_head_of_a_lead() -> None:
    for head in ("本报讯  记者 沈 佳慧  ", "本报讯  记者 沈 佳慧\n"):
        assert told(f"山路修通了\n\n{head}{ROAD}\n") == [("山路修通了", ["沈佳慧"])]
        assert words(split(page(f"山路修通了\n\n{head}{ROAD}\n"))[0]) == f"本报讯记者沈佳慧{ROAD}"
    assert told(f"山路修通了\n\n本报讯  记者 日前 从交通局了解到，{ROAD}\n") == [("山路修通了", [])]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王 敏 李 若萱", ["王敏", "李若萱"]),
        ("毕文 超", ["毕文超"]),
        ("周敏张 洋", ["周敏", "张洋"]),
        ("赵雨薇程前郭 子豪", ["赵雨薇", "程前", "郭子豪"]),
        ("欧阳 志", ["欧阳志"]),
        ("县人民法院 段 云飞", ["段云飞"]),
        ("乡村 振 兴", []),
        ("平安 建设 行 动", []),
    ],
)
def test_names_with_odd_spaces(text: str, names: list[str]) -> None:
    assert ["".join(text[a:b].split()) for a, b in part_spaced(text)] == names


def test_what_is_signed_in_spite_of_odd_spaces() -> None:
    assert are_signed("记者 刀建强 通讯员 段 云飞", bare=True)
    assert are_signed("本报记者 金奉 乾 文/图", bare=True)
    assert not are_signed("记者 在 现场看到", bare=True)
    assert not are_signed("通讯员 队 伍建设", bare=True)


def test_many_names_that_nothing_parts() -> None:
    text = f"山路修通了\n\n{ROAD}（王小明李建国张红梅周文斌赵丽）\n"
    assert told(text) == [("山路修通了", ["王小明", "李建国", "张红梅", "周文斌", "赵丽"])]
    assert told(f"山路修通了\n\n{ROAD}（本次活动持续到月底结束）\n") == [("山路修通了", [])]


def test_a_kicker_that_says_where_the_paper_went() -> None:
    assert told(f"走进石门县交通运输局\n一条山路\n本报记者 王敏\n\n{ROAD}\n") == [("一条山路", ["王敏"])]
    assert told(f"乡村道路养护调查\n先背石头  再修水沟\n本报记者 王敏\n\n{ROAD}\n") == [("先背石头 再修水沟", ["王敏"])]


def test_a_wide_lead_at_the_foot_of_its_text() -> None:
    lead = "山路断了怎么办，谁来背石头，货车什么时候能进村？石门县的山路上，养路工老何给出了回答。"
    text = f"一条山路\n本报记者 王敏\n\n{rows(ROAD, 14)}\n\n{rows(lead, 36)}\n\n"
    text += f"村口路灯\n本报记者 李强\n\n{rows(LAMP, 14)}\n"
    first, second = split(page(text))
    assert words(first) == lead + ROAD
    assert words(second) == LAMP
