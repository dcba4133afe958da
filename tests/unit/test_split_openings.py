"""Kickers in the rows of a headline, articles that no byline parts, bylines below headlines that stand below."""

from __future__ import annotations

import pytest

from kg.layout import Block
from kg.layout.rows import read_rows
from kg.layout.signs import weigh_text
from kg.model import Author, Document, Line, Span
from kg.score.sheet import fold
from kg.split import openings, split
from kg.split.stacked import RULES, choose, options
from kg.split.unit import Unit
from scripts import make_kickers, make_openings
from scripts.log_linear import Habits, fit

NIGHT = (
    "7月3日晚，青禾县应急管理局和青禾县消防救援大队来到城东夜市，逐个检查摊位的燃气瓶、软管和电线，当场换下老化软管十二根。",
    "检查组还教摊主怎样用灭火毯。城东夜市有摊位八十六个，燃气瓶四十多只，去年发生过两起小火情。",
)
BRIDGE = (
    "7月5日清晨，白沙河涨水，桐山镇的老木桥被冲走了两块桥板。桐山镇人民政府连夜调来挖掘机，两天后便桥通了，孩子们上学不用再绕路。",
    "镇水利站的技术员量了水位，说这座便桥能撑到秋天，新桥的图纸已经送到市里，入冬以前开工。",
)
CLINIC = (
    "7月6日，云岭市人民医院的眼科医生坐了三个小时的车，到石盘乡卫生院给老人看眼睛，一天看了七十多人，其中九人要做白内障手术。",
    "手术费由医保和慈善会分担。院长说，以后每个月第一个星期六都有医生来，药也一起带来。",
)

AUTHOR = Author(name="王敏", span=Span(0, 2))
ARTICLE = (("heading", "夜市摊主学用灭火毯"), ("paragraph", NIGHT[0]))


def rows(paragraphs: tuple[str, ...], size: int = 20) -> str:
    """Paragraphs in rows of a column."""
    return "".join(f"{text[at : at + size]}\n" for text in paragraphs for at in range(0, len(text), size))


def found(text: str) -> list[tuple[str, list[str]]]:
    return [
        (article.headline.text.replace(" ", ""), [author.name for author in article.authors])
        for article in split(Document(id="p", source="p.txt", text=text))
    ]


def test_a_heading_that_the_text_below_says_again_opens_an_article_without_byline() -> None:
    page = f"夜市摊主学用灭火毯\n\n{rows(NIGHT)}\n桐山镇两天架起便桥\n\n{rows(BRIDGE)}\n"
    page += f"眼科医生上门到石盘\n\n{rows(CLINIC)}"
    assert found(page) == [("夜市摊主学用灭火毯", []), ("桐山镇两天架起便桥", []), ("眼科医生上门到石盘", [])]


def test_a_numbered_heading_opens_a_section() -> None:
    page = f"夜市摊主学用灭火毯\n\n{rows(NIGHT)}\n二、桐山镇两天架起便桥\n\n{rows(BRIDGE)}\n"
    assert found(page) == [("夜市摊主学用灭火毯", [])]


def test_more_has_to_speak_for_an_article_of_its_own_where_all_others_are_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def parts(signed: list[Author]) -> int:
        blocks_ = [Block(kind, Line(text=text, offsets=())) for kind, text in (*ARTICLE, *ARTICLE)]
        units = [Unit(items=blocks_[:2], authors=signed), Unit(items=blocks_[:4], authors=[AUTHOR])]
        openings.part_openings(units, Unit())
        return len(units)

    monkeypatch.setattr(openings, "weigh", lambda signs, table: 180)
    assert (parts([AUTHOR]), parts([])) == (2, 3)


def test_a_byline_below_a_headline_is_that_of_the_text_above_both() -> None:
    page = (
        f"{rows(NIGHT)}\n夜市摊主学用灭火毯\n本报记者 王敏\n\n{rows(BRIDGE)}\n桐山镇两天架起便桥\n本报记者 李炜\n\n"
        f"{rows(CLINIC)}\n眼科医生上门到石盘\n本报记者 陈晓东\n"
    )
    assert found(page) == [
        ("夜市摊主学用灭火毯", ["王敏"]),
        ("桐山镇两天架起便桥", ["李炜"]),
        ("眼科医生上门到石盘", ["陈晓东"]),
    ]


def test_texts_that_have_nothing_in_common_are_parted_where_a_headline_is_left_over() -> None:
    page = (
        f"夜市摊主学用灭火毯\n\n{rows(NIGHT)}\n{rows(BRIDGE)}（李炜）\n\n{rows(CLINIC)}（陈晓东）\n\n"
        "桐山镇两天架起便桥\n\n眼科医生上门到石盘\n"
    )
    assert found(page) == [
        ("夜市摊主学用灭火毯", []),
        ("桐山镇两天架起便桥", ["李炜"]),
        ("眼科医生上门到石盘", ["陈晓东"]),
    ]


def test_a_row_over_a_headline_is_its_kicker_by_the_weights_of_signs() -> None:
    page = f"青禾县应急部门夏季巡查\n城东夜市摊主学会使用灭火毯 换下老化软管十二根\n本报记者 王敏\n{rows(NIGHT)}"
    assert found(page) == [("城东夜市摊主学会使用灭火毯换下老化软管十二根", ["王敏"])]
    page = f"城东夜市摊主\n学用灭火毯\n本报记者 王敏\n{rows(NIGHT)}"
    assert found(page) == [("城东夜市摊主学用灭火毯", ["王敏"])]


def test_what_the_rules_say_of_a_kicker_weighs_with_the_signs() -> None:
    ways = [[], ["a"], ["b"]]
    assert choose(ways, 0, {}) == 0
    assert choose(ways, 2, {}) == 2
    assert choose(ways, 0, {"a": 1}) == 1
    assert choose(ways, 1, {"b": RULES + 1}) == 2
    assert len(options(["一行", "两行"], "")) == 2


def test_weights_make_the_right_option_the_likeliest() -> None:
    weights = fit([([[], ["yes"]], 1), ([[], ["no"]], 0)] * 4 + [([["yes"]], None)], Habits(2, 8, 0.2, 0.01))
    assert weights["yes"] > 0 > weights["no"]
    assert fit([([[], ["once"]], 1)], Habits(2, 8, 0.2, 0.01)) == {}


def test_cases_of_a_page_whose_titles_are_known() -> None:
    text = f"夏季安全检查\n夜市摊主学用灭火毯\n本报记者 王敏\n{rows(NIGHT)}\n"
    text += f"桐山镇两天架起便桥\n本报记者 李炜\n{rows(BRIDGE)}"
    page = Document(id="p", source="p.txt", text=text)
    titles = {fold("夜市摊主学用灭火毯"), fold("桐山镇两天架起便桥")}
    (kicker,) = make_kickers.cases_of(page, titles)
    assert (kicker.rows, kicker.right) == (["夏季安全检查", "夜市摊主学用灭火毯"], 1)
    (opening,) = make_openings.cases_of(page, titles)
    assert (opening.text, opening.opens) == ("桐山镇两天架起便桥", True)
    assert "number" not in opening.signs


def test_a_row_of_text_without_any_mark_costs() -> None:
    marked, bare, *_ = read_rows("检查组还教摊主，用灭火毯\n检查组还教摊主怎样用灭火\n检查组还教摊主怎样用灭火\n")
    assert weigh_text([marked, bare, bare, bare], 0, 0.0, 0.0, 0.0) < weigh_text([bare, bare, bare], 0, 0.0, 0.0, 0.0)
