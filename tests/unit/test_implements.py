"""Who carries an initiative out, told elsewhere than right before it."""

from __future__ import annotations

import pytest

from tests.stated import find_pairs


def _doers(text: str) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for doer, name in find_pairs(text, "implements"):
        out.setdefault(name, set()).add(doer)
    return out


@pytest.mark.parametrize("name", ["“清风”专项行动", "“护薪”机制", "“净滩”专项整治"])
def test_who_leads_it_or_does_it_lower_down(name: str) -> None:
    assert "浚县司法局" in _doers(f"浚县人民法院启动{name}，由浚县司法局牵头，在全县设点12个。")[name]
    assert "浚县公安局" in _doers(f"鹤壁市公安局在全市推行{name}，浚县公安局组建专班，走访企业40家。")[name]


@pytest.mark.parametrize("noun", ["行动", "机制", "平台"])
def test_who_acts_while_it_lasts(noun: str) -> None:
    name = f"“清风”{'专项' if noun == '行动' else ''}{noun}"
    text = f"鹤壁市公安局推行{name}。{noun}运行以来，浚县公安局会同淇县公安局破案20起。"
    assert {"鹤壁市公安局", "浚县公安局", "淇县公安局"} <= _doers(text)[name], _doers(text)


@pytest.mark.parametrize(
    "they", ["两单位收到建议后，", "两家单位随后", "两部门随即"], ids=["units", "two units", "departments"]
)
def test_two_bodies_that_were_named_beside_who_acted(they: str) -> None:
    text = f"浚县人民检察院依法向浚县水利局、浚县自然资源局发出检察建议。{they}建立“一河一档”制度。"
    assert _doers(text)["“一河一档”制度"] == {"浚县水利局", "浚县自然资源局"}


def test_both_sides_sign() -> None:
    text = "浚县林业局与内黄县林业局共同举办灭火演练。双方签订了《卫河林区联防公约》。"
    assert _doers(text)["卫河林区联防公约"] == {"浚县林业局", "内黄县林业局"}


def test_a_next_clause_after_what_was_not_ordered_is_another_story() -> None:
    doers = _doers("浚县公安局开展“清风”专项行动，淇县公安局破获诈骗案3起。")
    assert doers["“清风”专项行动"] == {"浚县公安局"}
