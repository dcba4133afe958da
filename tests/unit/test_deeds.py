"""Events told without a day or with it amid the sentence, and words that tell of none; sentences of our own."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page


def events(*paragraphs: str, title: str = "永城城事") -> dict[str, str]:
    """The events of an article: its name and what mentions it, joined, and its type."""
    text = f"{title}\n\n　　商丘讯 " + "\n　　".join(paragraphs) + "\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-08-01"), load_analyzer("lexicon"))
    return {
        "、".join((thing.label, *(draft.passage.text[m.start : m.stop] for m in draft.mentions if m.key == key))): str(
            thing.attributes.get("eventType")
        )
        for key, thing in draft.things.items()
        if thing.type == "Event"
    }


@pytest.mark.parametrize(
    ("said", "word", "type_"),
    [
        (
            "河南省永城市市场监督管理局、夏邑县教育体育局4月14日联合检查校外托管机构，共检查28家。",
            "检查校外托管机构",
            "inspection",
        ),
        (
            "河南省永城市消防救援支队近日联合应急管理部门，对86座加油站逐一检查，发现隐患97处。",
            "逐一检查",
            "inspection",
        ),
        ("河南省永城市公路管理局60名职工扛着油锯上路，2月7日傍晚打通了被雪封住的道路。", "打通了", "other"),
        ("8月15日至16日，永城市人大常委会赴芒山镇检查《河南省水污染防治条例》的落实。", "检查", "inspection"),
        ("河南省永城市消防救援大队走进芒山镇敬老院，用一台模拟器教护理员报警。", "走进芒山镇敬老院", "activity"),
        ("河南省永城市税务局上门为养殖户办理退税手续，共退税3万元。", "上门为养殖户", "activity"),
        ("据了解，永城市林业局已依法对组织者周某作出罚款5000元的处罚。", "作出罚款", "case"),
        ("对造谣者郑某，有说法。永城市公安局依法对编造者郑某（男，31岁）予以训诫。", "予以训诫", "case"),
        ("两人协商不成，周某诉至法院。夏邑县人民法院认为，房东应退还押金。", "诉至法院", "case"),
        ("永城市公安局联合商务部门对35家手机店进行突击检查，收缴手机22部。", "突击检查", "inspection"),
        ("5月20日，在永城市公安局夏季安保总结大会上，芒山派出所所长周建国发言。", "夏季安保总结大会", "meeting"),
    ],
)
def test_told_once(said: str, word: str, type_: str) -> None:
    found = events(said)
    assert [kind for names, kind in found.items() if word in names] == [type_], found


@pytest.mark.parametrize(
    "said",
    [
        "河南省永城市税务局推出上门服务，走进企业讲解政策。",
        "河南省永城市消防救援大队每周走进敬老院，教护理员报警。",
        "永城市公安局定期对35家手机店进行突击检查，收缴手机22部。",
        "今年以来，永城市消防救援大队走进敬老院宣讲21场。",
        "今年3月，夜校开课以来，永城市没有一起纠纷闹到法院。",
        "5月6日，永城市应急管理局说，工贸企业有限空间作业事故“零发生”。",
        "5月6日，永城市市场监督管理局的检查队只提醒不处罚。",
        "5月6日，在永城市芒山镇的公示栏前，村民都在看账目。",
    ],
)
def test_told_of_none(said: str) -> None:
    assert events(said) == {}


def test_items_of_a_list() -> None:
    found = events(
        "●河南省永城市人民检察院对3起非法占用农用地案提起公诉，并督促缴纳修复金26万元。",
        "●河南省夏邑县疾病预防控制中心深入18个茶场，为采茶工开展体检，发放药品1500份。",
        title="简讯",
    )
    assert len(found) == 2
