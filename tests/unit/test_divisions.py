"""Divisions one behind the other: 浙江湖州, 山西大同, 杭州滨江区, whatever the words are cut into."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.lexicon.gazetteer import Region, load_gazetteer
from kg.pipeline import extract_document
from tests.pages import page


def _pairs(level: str, over: str) -> list[tuple[Region, Region]]:
    by_code = load_gazetteer().by_code
    return [
        (by_code[region.parent], region)
        for region in by_code.values()
        if region.level == level and region.parent and by_code[region.parent].level == over
    ]


def _read(text: str) -> set[str]:
    drafts = extract_document(
        page(f"民生新闻一则\n\n　　昨日，{text}。\n（王敏）\n", published="2024-06-30"), load_analyzer("lexicon")
    )
    return {thing.label for draft in drafts for thing in draft.things.values() if thing.type == "Region"}


def _lost(pairs: list[tuple[Region, Region]], told: str, *, shorts: bool = False) -> list[str]:
    """Those of which one is not found: the upper one by its short form, the lower one in full or by its own."""
    lost = []
    for over, region in pairs:
        above = min(over.shorts or (over.name,), key=len)
        below = min(region.shorts or (region.name,), key=len) if shorts else region.name
        if not {over.name, region.name} <= _read(f"{above}{below}{told}"):
            lost.append(above + below)
    return lost


@pytest.mark.parametrize("told", ["发生火灾", "公安局抓获三人"])
@pytest.mark.parametrize("shorts", [False, True])
def test_a_prefecture_behind_its_province(told: str, shorts: bool) -> None:
    # 新竹 and 嘉义 are a city and the county around it.
    assert set(_lost(_pairs("prefecture", "province"), told, shorts=shorts)) <= {"台湾新竹", "台湾嘉义"}


@pytest.mark.parametrize("told", ["发生火灾", "公安局抓获三人"])
def test_a_county_behind_its_prefecture(told: str) -> None:
    lost = _lost(_pairs("county", "prefecture"), told)
    # 阳泉城区 may be any city's centre; 大同大同县 could be a rubric and the text it stands before.
    ordinary = {name for name in lost if name[-2] in "城郊东西南北" and name[-1] == "区"}
    assert set(lost) - ordinary <= {"大同大同县", "通化通化县"}


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("青岛市北区一家商场发生火灾", {"青岛市", "市北区"}),
        ("青岛市市北区一家商场发生火灾", {"青岛市", "市北区"}),
        ("济南市中区一家商场发生火灾", {"济南市", "市中区"}),
        ("南阳镇平县一家商场发生火灾", {"南阳市", "镇平县"}),
        ("河北易县一家商场发生火灾", {"河北省", "易县"}),
        ("怀化会同县公安局抓获三人", {"怀化市", "会同县"}),
        ("阳泉市城区一家商场发生火灾", {"阳泉市", "城区"}),
    ],
)
def test_names_that_are_words_too(text: str, regions: set[str]) -> None:
    assert _read(text) == regions


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("浙江湖边一家商场发生火灾", set()),  # who knows which water
        ("济南市中级人民法院开庭", {"济南市"}),
        ("杭州城区一家商场发生火灾", {"杭州市"}),
        ("山西城区一家商场发生火灾", {"山西省"}),
        ("大连滨江区一家商场发生火灾", {"大连市"}),  # 滨江区 is of another city
    ],
)
def test_words_that_are_no_names_here(text: str, regions: set[str]) -> None:
    assert _read(text) - {"浙江省"} == regions


@pytest.mark.parametrize("several", ["各县（市、区）", "各", "三个", "多个"])
def test_bureaus_of_many_are_not_the_one_named_before(several: str) -> None:
    text = f"民生新闻一则\n\n　　三明市医保局、市税务局召开征缴推进会，{several}医保局负责人参加会议。\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    called = [draft.passage.text[m.start : m.stop] for m in draft.mentions]
    assert "三明市医保局" in called
    assert "医保局" not in called


@pytest.mark.parametrize("told", ["接到报警，称", "接到报警称", "接群众来电说"])
def test_an_event_is_not_named_by_who_told_of_it(told: str) -> None:
    text = f"民生新闻一则\n\n　　昨日，赣州市消防救援支队{told}海达小区一住户厨房起火。\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    assert [thing.label for thing in draft.things.values() if thing.type == "Event"] == ["海达小区一住户厨房起火"]


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("太原市公安局通报，杏花岭公安分局抓获三人", ["太原市公安局", "太原市公安局杏花岭分局"]),
        ("杏花岭公安分局抓获三人，太原市公安局立案", ["太原市公安局杏花岭分局", "太原市公安局"]),
        ("太原市公安局通报，小店公安分局抓获三人", ["太原市公安局", "太原市公安局小店分局"]),  # 小店 is a word too
        ("海口市生态环境局通报，龙华生态环境分局查处一案", ["海口市生态环境局", "海口市生态环境局龙华分局"]),
        ("杏花岭公安分局抓获三人", ["杏花岭公安分局"]),  # nothing names the bureau
        ("大同市公安局通报，杏花岭公安分局抓获三人", ["大同市公安局", "杏花岭公安分局"]),  # nor here: of another city
        ("信阳市公安局通报，息县公安局抓获三人", ["信阳市公安局", "息县公安局"]),
    ],
)
def test_a_branch_belongs_to_the_bureau_of_its_city(text: str, agencies: list[str]) -> None:
    page_ = page(f"民生新闻一则\n\n　　昨日，{text}。\n（王敏）\n", published="2024-06-30")
    (draft,) = extract_document(page_, load_analyzer("lexicon"))
    named = sorted((m.start, draft.things[m.key].label) for m in draft.mentions if draft.things[m.key].type == "Agency")
    assert [label for _, label in named] == agencies


def test_a_county_with_an_ordinary_name_stands_where_its_prefecture_is_named() -> None:
    assert _read("信阳市消防救援支队赶到，息县一家商场发生火灾") == {"信阳市", "息县"}
    assert _read("消防救援支队赶到，息县一家商场发生火灾") == set()
    assert _read("马鞍山市公安局和县公安局抓获三人") == {"马鞍山市"}  # 和|县公安局
    assert _read("西安市建设新城区") == {"西安市"}


def test_an_event_is_named_by_who_acts_in_its_clause() -> None:
    text = "民生新闻一则\n\n　　昨日，太原市公安局通报，小店公安分局抓获三人。\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    events = [thing.label for thing in draft.things.values() if thing.type == "Event"]
    assert events == ["太原市公安局小店分局抓获三人"]


def test_every_county_is_read_where_a_sentence_opens_with_it() -> None:
    """By its name and by a short form that keeps its last character (芷江县), but for names that are other words."""
    lost = []
    for region in load_gazetteer().by_code.values():
        for name in (region.name, *region.shorts) if region.level == "county" else ():
            only = len(load_gazetteer().called(name)) == 1 and len(name) >= 3 and name[-1] in "县旗市区"
            if only and region.name not in _read(f"{name}一辆校车侧翻，无人受伤"):
                lost.append(name)
    assert all(name[-1] == "区" for name in lost), lost
    assert len(lost) < 25


def test_short_forms_of_counties_want_company() -> None:
    assert _read("龙城吹响集结号，柳州市公安局开展活动") == {"柳州市"}
    assert _read("瑞金的红色文物得到保护") == {"瑞金市"}
    assert _read("沅陵县一渔船在沅江遇险") == {"沅陵县"}
