"""Several mishaps and rescues in one article, each on a day of its own; and words that only look like one."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page


def events(headline: str, text: str) -> list[tuple[str, str]]:
    """Type and time of an article's events, in the order of the text."""
    source = page(f"{headline}\n\n　　{text}\n\n（王敏）\n", published="2024-06-30")
    (draft,) = extract_document(source, load_analyzer("lexicon"))
    first: dict[str, int] = {}
    for m in draft.mentions:
        if draft.things[m.key].type == "Event":
            first[m.key] = min(first.get(m.key, m.start), m.start)
    things = [draft.things[key] for key in sorted(first, key=first.__getitem__)]
    return [(thing.attributes["eventType"], thing.attributes.get("time", "")) for thing in things]


def test_each_day_has_its_own_rescue() -> None:
    text = (
        "6月3日，凤城市草河街道一名工人失足落水，凤城市消防救援大队将其救出。"
        "6月5日，凤凰镇一辆面包车侧翻，驾驶员被困，凤凰镇专职消防队将其救出。"
    )
    assert [time for type_, time in events("凤城消防接连救人", text) if type_ == "rescue"] == [
        "2024-06-03",
        "2024-06-05",
    ]


def test_one_search_may_last_for_days() -> None:
    text = "6月3日，游客薛某在凤凰山失联，凤城市消防救援大队上山搜救。6月4日，搜救人员在崖下找到他，将其救出。"
    assert len(events("凤凰山两天搜救", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "他第一次值夜班，是在一个下着暴雨的夜晚，电话响个不停。",
        "凤城市消防救援大队立足林区火灾特点，配齐装备。",
        "凤城市消防救援大队帮助老人安装感烟火灾探测器。",
        "1至5月，凤城市共发生道路交通事故62起，同比下降9%。",
    ],
)
def test_weather_nouns_and_counts_are_no_accidents(text: str) -> None:
    assert events("草河边的消防站", text) == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("去年9月，村里两个孩子上山时走失。", "2023-09"),
        ("1998年4月，谢女士五岁的女儿在凤城走失。", "1998-04"),
    ],
)
def test_a_mishap_of_a_month(text: str, time: str) -> None:
    assert [when for _, when in events("寻亲路上", text)] == [time]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("教师节前夕，凤城市公安局举办座谈会，12名教师代表参加。", "meeting"),
        ("凤城市交通运输局在各汽车站开展客车安全检查，共检查客车86台次。", "inspection"),
        ("6月4日夜，凤城市人民法院执行干警将被执行人车某拘传。", "other"),
        ("6月6日，凤城市卫生健康局取缔一家无证牙科诊所。", "other"),
        ("近日，凤城市法律援助中心为38名果农讨回果款56万元。", "other"),
    ],
)
def test_what_was_held_or_done(text: str, type_: str) -> None:
    assert [kind for kind, _ in events("凤城短讯", text)] == [type_]


def test_a_paragraph_that_opens_with_a_body_acting_at_once_goes_on() -> None:
    text = "去年秋天，凤城市人民检察院在走访中发现，草河村的水渠堵了。\n\n　　该院随即向草河街道办事处发出检察建议。"
    assert events("一条水渠", text) == [("inspection", "2023-23"), ("case", "2023-23")]


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("夏季用电谨防起跳电压", "6月3日，凤城市供电公司说，电压起跳会烧坏电器。"),
        ("凤城的春天", "6月3日，凤城市检察机关有9个集体、31名个人受到表彰。"),
        ("民警的抽屉", "6月3日，凤城市公安局草河派出所的锦旗挂满了墙。"),
    ],
)
def test_advice_and_merits_are_no_happenings(headline: str, text: str) -> None:
    assert events(headline, text) == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("6月4日，在凤城市人民法院的审判庭里，一场由小学生扮演法官的模拟审判正在进行。", "2024-06-04"),
        ("6月8日晚，第二届草河星空夜话在凤城市草河街道拉开帷幕。", "2024-06-08"),
    ],
)
def test_what_takes_place_though_no_table_has_its_head(text: str, time: str) -> None:
    assert events("凤城短讯", text) == [("activity", time)]
