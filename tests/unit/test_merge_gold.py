"""What two annotators say of one page as one: what both found is asked for, the rest is optional."""

from __future__ import annotations

from typing import Any

from kg.score.gold import parse_gold
from scripts.merge_gold import Annotation, merge


def entity(kind: str, name: str, *mentions: str, **more: Any) -> Annotation:
    return {"kind": kind, "name": name, "mentions": [name, *mentions], "articles": ["7#1"], **more}


def annotation(entities: list[Annotation], relations: list[list[str]]) -> Annotation:
    article = {"id": "7#1", "title": "演练", "authors": ["张三"], "dateline": None}
    return {"page": "7", "year": None, "articles": [article], "entities": entities, "relations": relations}


ONE = annotation(
    [
        entity("Agency", "平凉市公安局", "市公安局"),
        entity("Region", "平凉市"),
        entity("Event", "平凉市公安局消防演练", "演练", time="2024-05-01"),
        entity("Place", "人民广场"),
        entity("Person", "张三"),
    ],
    [
        ["平凉市公安局", "jurisdiction", "平凉市"],
        ["平凉市公安局", "organizes", "平凉市公安局消防演练"],
        ["平凉市公安局消防演练", "takesPlaceIn", "人民广场"],
        ["张三", "memberOf", "平凉市公安局", "局长"],
        ["张三", "wrote", "7#1"],
    ],
)
TWO = annotation(
    [
        entity("Agency", "平凉市公安局", "该局"),
        entity("Region", "平凉市"),
        entity("Event", "人民广场演练", "演练", time="2024-05-01"),
        entity("Person", "张三"),
        entity("Organization", "红袖标巡逻队"),
    ],
    [
        ["平凉市公安局", "jurisdiction", "平凉市"],
        ["平凉市公安局", "organizes", "人民广场演练"],
        ["红袖标巡逻队", "participates", "人民广场演练"],
        ["平凉市公安局", "organizes", "没有的演练"],
        ["张三", "memberOf", "平凉市公安局", "副局长"],
        ["张三", "wrote", "7#1"],
    ],
)


def test_what_both_found_is_asked_for() -> None:
    merged, _ = merge(ONE, TWO)
    gold = parse_gold(merged)
    asked = [thing.name for thing in gold.entities if not thing.optional]
    assert asked == ["平凉市公安局", "平凉市", "平凉市公安局消防演练", "张三"]
    assert [thing.name for thing in gold.entities if thing.optional] == ["人民广场", "红袖标巡逻队"]
    assert gold.relations == [ONE["relations"][n] for n in (0, 1, 3, 4)]


def test_what_one_found_is_optional_by_the_names_of_the_first() -> None:
    gold = parse_gold(merge(ONE, TWO)[0])
    assert gold.optional_relations == [
        ["平凉市公安局消防演练", "takesPlaceIn", "人民广场"],
        ["红袖标巡逻队", "participates", "平凉市公安局消防演练"],
    ]


def test_names_and_mentions_of_both_count() -> None:
    first, _, event, *_ = parse_gold(merge(ONE, TWO)[0]).entities
    assert first.mentions == ["平凉市公安局", "市公安局", "该局"]
    assert event.names == ["人民广场演练"]


def test_a_name_of_another_thing_is_none_of_this() -> None:
    two = annotation([entity("Event", "平凉市", "演练", time="2024-05-01")], [])
    assert all(not thing.names for thing in parse_gold(merge(ONE, two)[0]).entities)


def test_what_one_leaves_open_and_the_other_lacks_or_asks_for_is_open_once() -> None:
    guarded = ["红袖标巡逻队", "participates", "平凉市公安局消防演练"]
    team = entity("Organization", "红袖标巡逻队")
    one = {**ONE, "entities": [*ONE["entities"], team], "optional_relations": [guarded]}
    merged, _ = merge(one, TWO)
    assert merged["optional_relations"].count(guarded) == 1
    both = {**ONE, "optional_relations": [["平凉市公安局消防演练", "takesPlaceIn", "人民广场"]]}
    found = merge(both, TWO)[0]["optional_relations"]
    assert found.count(["平凉市公安局消防演练", "takesPlaceIn", "人民广场"]) == 1
