"""Who carries out a rescue where the sentence that names it does not say, and whom they take along."""

from __future__ import annotations

from tests.pages import read

PAGE = """# 六方联动救出登山者

11月10日，8名登山者在翻越南岭途中被困。经多方救援，8人全部安全下山。

10日14时，始兴县公安局指挥中心接到报警后，立即通报县应急管理局。始兴县应急管理局随即启动预案，组织始兴县公安局、始兴县消防救援大队和韶关山鹰救援队分两路进山。
（王敏）
"""


def facts(text: str, relation: str) -> set[tuple[str, str]]:
    """Who stands in a relation to events of which type."""
    knowledge = read(text)
    labels = {e.id: e.label for e in knowledge.entities}
    types = {e.id: e.get("eventType") or "" for e in knowledge.entities}
    return {(labels[f.subject], types[f.object]) for f in knowledge.facts if f.predicate == relation}


def test_whoever_is_gathered_takes_part() -> None:
    taking = {name for name, type_ in facts(PAGE, "participates") if type_ == "rescue"}
    assert taking >= {"始兴县公安局", "始兴县消防救援大队", "韶关山鹰救援队"}


def test_telling_another_body_is_no_case() -> None:
    assert not [e for e in read(PAGE).entities if e.type == "Event" and e.get("eventType") == "case"]


def test_one_body_that_is_organized_is_none_that_comes() -> None:
    text = PAGE.replace("始兴县公安局、始兴县消防救援大队和韶关山鹰救援队分两路进山", "始兴县公安局的职工捐款")
    assert "始兴县公安局" not in {name for name, _ in facts(text, "participates")}


def test_who_acts_first_beside_a_rescue_carries_it_out() -> None:
    text = """# 牧民雪中脱险

1月9日，两名牧民在夏牧场脱险。富蕴县公安局可可托海派出所派出雪地摩托上山，把两人带下山来。
（王敏）
"""
    assert ("富蕴县公安局可可托海派出所", "rescue") in facts(text, "organizes")
