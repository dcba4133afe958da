"""What is told by the way: what befell somebody once, what was done around an occasion, what an inspection found."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page

LEAD = "6月3日，凤城市公安局沿江派出所民警高远在江边巡护。\n\n　　"


def events(text: str) -> list[tuple[str, str]]:
    """The first words and times of the events of an article on the work of a police station, but for its lead's."""
    source = page(f"江边的脚印\n\n　　{LEAD}{text}\n\n（王敏）\n", published="2024-06-30")
    (draft,) = extract_document(source, load_analyzer("lexicon"))
    body = draft.passage.text
    found = []
    for key, thing in draft.things.items():
        if thing.type == "Event":
            first = min(m.start for m in draft.mentions if m.key == key)
            found.append((first, body[first : first + 4], thing.attributes.get("time", "")))
    return [(words, time) for _, words, time in sorted(found) if not time.startswith("2024-06-03")]


@pytest.mark.parametrize(
    ("text", "words", "time"),
    [
        ("去年冬天，两户渔民为一张渔网红了脸，差点翻脸。", "两户渔民", "2023-24"),
        ("前年秋天，他和同事划着木筏给对岸的老人送药，来回划了六趟。", "他和同事", "2022-23"),
        ("去年汛期，他和徒弟在闸口守了五天五夜，没合过眼。", "他和徒弟", "2023"),
        ("5月的一天深夜，一位老伯翻过防洪墙，民警陪他坐到天亮。", "一位老伯", "2024-05"),
        ("有一次，一个孩子把书包掉在船上，高远骑车追了八公里。", "一个孩子", ""),
        ("村民韩丽说，去年冬天高远背着她的母亲从山上下来，鞋都跑丢了。", "高远背着", "2023-24"),
        ("腊月二十那天，老船工端着一锅鱼汤送到所里，谁也不肯先动筷子。", "老船工端", ""),
    ],
)
def test_what_befell_once(text: str, words: str, time: str) -> None:
    assert (words, time) in events(text)


@pytest.mark.parametrize(
    ("text", "words", "time"),
    [
        ("6月5日，沿江村两户人家因一口水井起了口角，险些动手。", "沿江村两", "2024-06-05"),
        ("6月2日夜，养殖户关某的12只羊不翼而飞。", "养殖户关", "2024-06-02"),
        ("今年4月，小学教师方女士卡里的8万元被转走。", "小学教师", "2024-04"),
    ],
)
def test_what_befell_somebody_on_a_day(text: str, words: str, time: str) -> None:
    assert (words, time) in events(text)


@pytest.mark.parametrize(
    "text",
    [
        "去年冬天，江面早早封冻，寒风像刀子一样。",
        "去年春天，该所组建护江队，吸收渔民12人。",
        "每年冬天，渔民们总是把船拖上岸，等着开江。",
        "去年冬天以来，渔民们不再下网。",
    ],
)
def test_what_goes_on_or_is_scenery_befell_nobody(text: str) -> None:
    assert events(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5月7日，凤城市公安局召开护江工作推进会。会后，代表们察看了沿江派出所的码头。", "察看了沿"),
        ("5月7日，凤城市公安局召开护江工作推进会。会前，与会人员观摩了沿江派出所的值班室。", "观摩了沿"),
        ("5月9日，凤城市公安局举行签约仪式。签约仪式后，双方一同到沿江集市走访，发放手册。", "走访"),
    ],
)
def test_what_was_done_around_an_occasion(text: str, words: str) -> None:
    assert words in {said[: len(words)] for said, _ in events(text)}


@pytest.mark.parametrize(
    ("text", "words", "time"),
    [
        ("5月11日，凤城市农业农村局在沿江镇一处码头检查时，当场责令船主拆掉电鱼器。", "检查", "2024-05-11"),
        ("去年秋天，凤城市水利局在走访中发现，沿江镇两口老井变了颜色。", "走访", "2023-23"),
    ],
)
def test_an_inspection_that_is_only_a_time(text: str, words: str, time: str) -> None:
    assert (words, time) in [(said[:2], when) for said, when in events(text)]
