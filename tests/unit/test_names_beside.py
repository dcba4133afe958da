"""What stands beside a name or looks like one, and what friends call somebody."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工会律师栾冰为20名女工答疑。", {"栾冰"}),
        ("家住谢池巷的黄先生说，车好停了。", {"黄先生"}),
        ("游客齐施救，两人获救。受连阴雨影响，秋收推迟，唐三彩也卖得少了。", set()),
        ("“江涛，快去敲门！”社区网格员吴江涛冲进雨里。江涛说，他不怕。", {"吴江涛"}),
        ("社区网格员吴江涛和民警李江涛来了。江涛说，他不怕。", {"吴江涛", "李江涛", "江涛"}),
    ],
)
def test_what_stands_beside_a_name_or_looks_like_one(text: str, expected: set[str]) -> None:
    (draft,) = extract_document(page(f"民生新闻一则\n\n　　{text}\n"), load_analyzer("lexicon"))
    assert {thing.label for thing in draft.things.values() if thing.type == "Person"} == expected
