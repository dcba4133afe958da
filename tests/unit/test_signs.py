"""What speaks for a name that only a model sees."""

from __future__ import annotations

import pytest

from kg.extract.signs import count_signs
from kg.lexicon import load_lexicon
from kg.pipeline import extract_document
from tests.pages import page
from tests.unit.test_fusion import LEAD, Reader


@pytest.mark.parametrize(
    ("text", "name", "kind", "signs"),
    [
        ("雨停以后海棠坝子很静。", "海棠坝子", "Place", 0),
        ("大家在海棠坝子散步。", "海棠坝子", "Place", 1),  # 在
        ("崆峒区海棠坝子很静。", "海棠坝子", "Place", 1),  # a division
        ("大家在海棠坝子附近散步。", "海棠坝子", "Place", 2),  # and 附近
        ("大家在海棠湖附近散步。", "海棠湖", "Place", 4),  # and 湖, which the tagger has as ns
        ("雨停以后海棠坝子很静，海棠坝子很美。", "海棠坝子", "Place", 1),  # the same in both places
        ("雨停以后海棠诗社来了。", "海棠诗社", "Organization", 0),
        ("大家走进海棠诗社读诗。", "海棠诗社", "Organization", 1),
        ("海棠诗社负责人笑了。", "海棠诗社", "Organization", 1),
        ("灯节由海棠合唱团操办。", "海棠合唱团", "Organization", 1),
        ("雨停以后阿禾穗儿还在忙。", "阿禾穗儿", "Person", 1),  # nr
        ("民警阿禾穗儿还在忙。", "阿禾穗儿", "Person", 2),
        ("民警阿禾穗儿说好。", "阿禾穗儿", "Person", 3),
        ("大家看着查明走了。", "查明", "Person", 0),  # nr to the tagger too, but a word of its dictionary
    ],
)
def test_signs_are_counted(text: str, name: str, kind: str, signs: int) -> None:
    (draft,) = extract_document(page(f"{LEAD}平凉讯 昨日，{text}"), Reader([(name, kind)]))
    found = {count_signs(draft, span, load_lexicon()) for span in draft.passage.reading.entities}
    assert found == {signs}


def test_a_name_that_the_model_takes_for_something_else_elsewhere_is_no_sign() -> None:
    class Wavering(Reader):
        def entities(self, text: str) -> list:  # type: ignore[type-arg]
            return super().entities(text)[:1]

    text = f"{LEAD}平凉讯 昨日，雨停以后海棠坝子很静，海棠坝子很美。"
    (draft,) = extract_document(page(text), Wavering([("海棠坝子", "Place")]))
    (span,) = draft.passage.reading.entities
    assert count_signs(draft, span, load_lexicon()) == 0
