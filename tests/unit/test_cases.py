"""Cases that are only named: handled as one, honoured, or listed; and what law or demand names is none."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page

LEAD = "凤城市人民检察院聚焦群众身边小事，把法治课送到田间。"


def cases(text: str) -> list[list[str]]:
    """The words that tell of each event of an article that has no other."""
    source = page(f"小案里的大民生\n\n　　{LEAD}\n\n　　{text}\n\n（王敏）\n", published="2024-06-30")
    (draft,) = extract_document(source, load_analyzer("lexicon"))
    body = draft.passage.text
    keys = [key for key, thing in draft.things.items() if thing.type == "Event"]
    return [[body[m.start : m.stop] for m in draft.mentions if m.key == key] for key in keys]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("检察官在办理一起轮胎失窃案时发现，小区的车棚没有灯。", "轮胎失窃案"),
        ("在一起探视权纠纷中，凤城市人民检察院请来了心理老师。", "探视权纠纷"),
        ("凤城市人民检察院办理的草河倾倒废渣案入选全省典型案例。", "草河倾倒废渣案"),
        ("检察官余静独立办成了第一起案件，当事人写来了信。", "案件"),
        ("她旁听过一起加工合同纠纷，记了满满一本。", "加工合同纠纷"),
    ],
)
def test_a_case_that_is_only_named(text: str, word: str) -> None:
    assert cases(text) == [[word]]


def test_each_case_of_a_list_is_one() -> None:
    text = "其中，草河街道某面馆使用过期调料案，罚款5000元；凤凰镇某药房销售劣药案，没收违法所得860元。"
    assert cases(text) == [["草河街道某面馆使用过期调料案"], ["凤凰镇某药房销售劣药案"]]


@pytest.mark.parametrize(
    "text",
    [
        "道路交通安全法第七十六条规定，机动车发生交通事故造成人身伤亡的，由保险公司赔偿。",
        "6月3日，余静要求，各科室要对久拖不决的案子提起公诉。",
        "6月3日，凤城市人民检察院提出，对虚假诉讼要依法从严查处。",
        "自“护春”行动5月6日开展以来，凤城市人民检察院已追回农资款63万元。",
    ],
)
def test_law_demand_and_sum_are_no_cases(text: str) -> None:
    assert cases(text) == []
