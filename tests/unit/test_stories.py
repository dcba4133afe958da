"""Stories of help told in words that no table knows: a call opens them, an outcome closes them."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.extract.draft import Draft
from kg.pipeline import extract_document
from tests.pages import page

CALLS = [
    "11月3日18时许，浚县公安局屯子派出所接到村民报警：74岁的老人梁某外出放羊一直没有回家。",
    "11月3日18时许，浚县公安局屯子派出所值班民警赵启明的电话就响了：74岁的老人梁某外出放羊一直没有回家。",
    "11月3日18时许，村民拨打110，说74岁的老人梁某外出放羊一直没有回家，浚县公安局屯子派出所立即出警。",
]
MIDDLES = [
    "\n民警赵启明和同事打着手电，沿着山路一路喊。",
    "\n“再往北找找！”天越来越黑，所长韩立伟带着民警分成三组，翻过了两道沟。",
]
ENDS = [
    "\n21时，老人平安回到家中。",
    "\n两个小时后，民警在一处土坎下找到走失老人，把老人背下山。",
]


def _drafts(text: str) -> list[Draft]:
    return list(extract_document(page("山沟里的手电光\n" + text + "\n（何平）\n"), load_analyzer("lexicon")))


def _rescues(text: str) -> list[str]:
    return [
        key
        for draft in _drafts(text)
        for key, thing in draft.things.items()
        if thing.type == "Event" and thing.attributes["eventType"] == "rescue"
    ]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("middle", MIDDLES)
@pytest.mark.parametrize("call", CALLS)
def test_a_call_and_its_outcome_are_one_rescue(call: str, middle: str, end: str) -> None:
    [draft] = _drafts(call + middle + end)
    [key] = _rescues(call + middle + end)
    assert draft.things[key].attributes["time"].endswith("11-03")
    claims = {(draft.things[c.subject].label, c.predicate) for c in draft.claims if c.object == key}
    assert ("浚县公安局屯子派出所", "organizes") in claims, claims
    named = next((name for name in ("赵启明", "韩立伟") if name in middle), "")
    assert (named, "participates") in claims, claims


@pytest.mark.parametrize(
    "text",
    [
        "11月3日，浚县居民梁女士接到一个自称“客服”的电话，说她误开了会员。\n梁女士没有相信，当场挂断，平安回到家中。",
        "今年以来，浚县公安局共接到报警1200起，同比下降8.2%。\n该局深化矛盾调处，300多起纠纷当场达成协议。",
        "11月3日，浚县消防救援大队开展演练。接到“报警”后，队员迅速集结，被困人员平安撤离。",
        "遇到老人走失，请立即拨打110。\n多数走失老人能在当天平安回到家中。",
        "11月3日，浚县公安局接到报警：一男子酒后滋事。\n截至目前，该男子已平安回到家中。",
    ],
)
def test_no_call_or_no_outcome_is_no_story(text: str) -> None:
    assert _rescues(text) == []
