"""Articles that narrate what no table has a word for: their headline names it, whoever acts in it takes part."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.extract.draft import Draft
from kg.pipeline import extract_document
from tests.pages import page

CANE = (
    "一根拐杖的去处\n\n　　荆门讯 5月11日傍晚，沙洋县公安局后港派出所民警付大勇在巡逻路上遇到了蹲在路边的邓婆婆。"
    "老人攥着半截拐杖，说不出自己住哪儿。\n"
    "　　付大勇蹲下来，听老人念叨“桥头、豆腐店”。辅警杜小兰打开手机地图，挨个问附近的豆腐店。卖菜的汪师傅认出了老人。\n"
    "　　今年以来，后港派出所所长龚建业带队走访独居老人260余户。\n"
)
RIDGE = (
    "田埂上的一声“算了”\n\n　　安顺讯 “埂子往我这边歪了三尺！”7月3日一大早，安顺市平坝区人民法院夏云人民法庭庭长龙秀芝"
    "踩着露水走上田埂，村民罗某和伍某已经吵了起来。\n"
    "　　两家挨着种稻，罗某一纸诉状递到法庭。龙秀芝没有急着敲法槌，请来村里的老支书伍德明，拉开皮尺重新量了一遍。\n"
    "　　像这样的庭审，夏云人民法庭今年已开了21场。\n"
)
# A service at work: a programme, or nobody's agency acts, or the lead has no day.
AT_WORK = [
    "“云端课堂”点亮山村\n\n　　商洛讯 4月8日，镇安县木王镇中心小学的教室里，学生们正跟着屏幕上的老师学画画。"
    "校长汪建平说，这是县教育体育局推出的“云端课堂”项目带来的变化。\n"
    "　　“以前没人教。”教师陈小梅感慨。家长刘先生也说好。\n",
    "老街来了新掌柜\n\n　　赣州讯 3月19日上午，灶儿巷的石板路上飘起了咖啡香，老板娘曾丽萍把招牌擦了又擦。"
    "裁缝廖师傅探出头来，游客彭女士举着手机拍个不停。\n"
    "　　章贡区文化广电旅游局副局长肖建国介绍，老街改造投入1.2亿元。\n",
    "一盏灯的守候\n\n　　荆门讯 夜深了，沙洋县公安局后港派出所的灯还亮着。"
    "民警付大勇翻看台账，辅警杜小兰擦着桌子，保洁员汪师傅拖着地。\n",
]


def _draft(text: str) -> Draft:
    (draft,) = extract_document(page(text + "\n（王敏）\n", published="2024-08-01"), load_analyzer("lexicon"))
    return draft


def _events(draft: Draft) -> list[tuple[str, str, str]]:
    return [
        (thing.label, thing.attributes["eventType"], thing.attributes.get("time", ""))
        for thing in draft.things.values()
        if thing.type == "Event"
    ]


def _named(draft: Draft, predicate: str) -> set[str]:
    return {draft.things[claim.subject].label for claim in draft.claims if claim.predicate == predicate}


def test_the_headline_names_what_is_narrated() -> None:
    draft = _draft(CANE)
    assert _events(draft) == [("一根拐杖的去处", "other", "2024-05-11")]
    assert _named(draft, "organizes") == {"沙洋县公安局后港派出所"}


def test_whoever_acts_before_the_article_sums_up_takes_part() -> None:
    assert _named(_draft(CANE), "participates") == {"付大勇", "邓婆婆", "杜小兰", "汪师傅"}


def test_what_a_court_narrates_is_a_case() -> None:
    draft = _draft(RIDGE)
    assert _events(draft) == [("田埂上的一声“算了”", "case", "2024-07-03")]
    assert _named(draft, "participates") == {"龙秀芝", "罗某", "伍某", "伍德明"}


@pytest.mark.parametrize("text", AT_WORK)
def test_a_service_at_work_is_no_happening(text: str) -> None:
    assert _events(_draft(text)) == []


def test_the_only_rescue_is_what_is_narrated() -> None:
    draft = _draft(
        "江面上的二十分钟\n\n　　岳阳讯 6月2日16时许，正在洞庭湖边钓鱼的胡先生听见一声闷响，一名少年在水里挣扎。\n"
        "　　岸边的快递员谢兵解下绳子抛了过去。岳阳市公安局水警支队民警何志明赶到后将少年救起。\n"
    )
    assert [(label, type_) for label, type_, _ in _events(draft)] == [("江面上的二十分钟", "rescue")]
    assert _named(draft, "participates") == {"胡先生", "谢兵", "何志明"}
