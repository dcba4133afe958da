"""Articles in which no table knows what happened: the headline says it, and a dated sentence says so too."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page

HAPPENED = [
    (
        "龙师傅跳河托起\n落水少年",
        "10月3日18时许，凯里市清水江边传来呼救声。散步的退伍老兵龙先生甩掉外套跳入江中，把少年托住。",
        "2024-10-03",
    ),
    ("两只黑鹳重返山林", "3月18日，渭河滩头的笼门打开，两只养好伤的黑鹳振翅而去，重返山林。", "2024-03-18"),
    ("社区邻里接力送还钱包", "昨天傍晚，一只钱包经过六双手，送还到粗心的失主手里。", "2024-06-29"),
]
NOTHING = [
    ("民政局护送走失老人返乡", "今年以来，凯里市民政局已护送41名走失老人返乡。"),
    ("护送老人返乡 要花多少钱？", "凯里市民政局每月15日护送走失老人返乡。"),
    ("消防员摘除蜂窝", "汇川大队计划5月6日摘除校园里的蜂窝。"),
    ("民生服务再提速", "4月2日，凯里市民政局的窗口比往日安静。"),
]


def events(headline: str, text: str) -> list[tuple[str, str]]:
    """The names and times of an article's events."""
    source = page(f"{headline}\n\n　　{text}\n\n（王敏）\n", published="2024-06-30")
    (draft,) = extract_document(source, load_analyzer("lexicon"))
    return [(thing.label, thing.attributes.get("time", "")) for thing in draft.things.values() if thing.type == "Event"]


@pytest.mark.parametrize(("headline", "text", "day"), HAPPENED)
def test_what_the_headline_says_was_done(headline: str, text: str, day: str) -> None:
    assert events(headline, text) == [("".join(headline.split()), day)]


@pytest.mark.parametrize(("headline", "text"), NOTHING)
def test_what_goes_on_is_planned_or_is_not_told(headline: str, text: str) -> None:
    assert events(headline, text) == []
