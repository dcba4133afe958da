"""Divisions that the gazetteer does not have: bodies are called by them, not taken for those of another county."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.extract.draft import Draft
from kg.lexicon import load_lexicon
from kg.pipeline import extract_document
from tests.pages import page


def read(text: str) -> Draft:
    return extract_document(page(f"　　本报讯　（记者温良玉）{text}\n"), load_analyzer("lexicon"))[0]


def labels(draft: Draft, kind: str) -> set[str]:
    return {draft.things[m.key].label for m in draft.of_type(kind)}


@pytest.mark.parametrize(
    ("text", "regions", "agencies"),
    [
        ("榆溪县公安局近日组织民警深入集市开展宣传。", {"榆溪县"}, {"榆溪县公安局"}),
        ("沙埠区公安分局南桥派出所挂牌。", {"沙埠区"}, {"沙埠区公安分局", "沙埠区公安分局南桥派出所"}),
        ("榆溪县青禾镇来了一支电影放映队。", {"榆溪县", "青禾镇"}, set()),
        ("榆溪县委书记到企业走访。", {"榆溪县"}, {"榆溪县委"}),
        ("连日来，在敖伦旗公安局，民警忙着装车。", {"敖伦旗"}, {"敖伦旗公安局"}),
        ("海岭市人民检察院日前举行开放日。", {"海岭市"}, {"海岭市人民检察院"}),
        # Its bureau called by its short form, and its own county bureaus, which are of no other county.
        ("榆溪县法院、榆溪司法局和县民政局走访。", {"榆溪县"}, {"榆溪县法院", "榆溪县司法局", "榆溪县民政局"}),
        # The gazetteer has 湖州市 and 临海市 only.
        ("湖州县公安局表彰了三名民警。", {"湖州县"}, {"湖州县公安局"}),
        ("浙江省榆溪县消防救援大队走进学校。", {"浙江省", "榆溪县"}, {"浙江省榆溪县消防救援大队"}),
        # A word of the dictionary that ends as names of counties do.
        ("北岸区公安分局走进小区。", {"北岸区"}, {"北岸区公安分局"}),
    ],
)  # fmt: skip
def test_divisions_that_the_gazetteer_lacks(text: str, regions: set[str], agencies: set[str]) -> None:
    lexicon = load_lexicon()
    assert not any(
        name in lexicon.gazetteer.by_name for name in ("榆溪县", "沙埠区", "敖伦旗", "海岭市", "湖州县", "北岸区")
    )
    draft = read(text)
    assert regions <= labels(draft, "Region")
    assert agencies <= labels(draft, "Agency")
    found = labels(draft, "Agency") - agencies
    assert not [name for name in found if not any(name in known for known in agencies)]


@pytest.mark.parametrize(
    "text",
    [
        "太白县公安局接到报警后，立即通报县应急管理局。",
        "太白县应急管理局启动响应，调度县消防救援大队赶赴现场。",
        "该所连续3年获县政府嘉奖，全县公安机关向他们学习。",
        "太原市12个县区司法局参加活动，七个县市公安局局长到会。",
        "太白县卫生健康局与县民政局、社区警务室走进城市管理局。",
        "中国建设银行广西区分行与南宁市政府签订协议。",
        "记者从县公安局、市区人民法院和贫困县政府获悉，景区派出所、辖区派出所加强巡逻。",
    ],
)
def test_words_before_a_county_are_no_names(text: str) -> None:
    gazetteer = load_lexicon().gazetteer
    for name in labels(read(text), "Region"):
        assert name in gazetteer.full, name


def test_its_town_lies_in_it() -> None:
    draft = read("榆溪县青禾镇青禾派出所挂牌。榆溪县公安局局长说，今年全县新建派出所3个。")
    assert {"region/榆溪县", "region/榆溪县/青禾镇"} <= {m.key for m in draft.of_type("Region")}


def test_a_county_of_no_gazetteer_is_what_its_own_bureaus_are_of() -> None:
    draft = read("3月2日，太白县公安局民警到榆溪县学习。榆溪县公安局介绍了经验，县民政局负责人一同参加。")
    assert "榆溪县民政局" in labels(draft, "Agency")
