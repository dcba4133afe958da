"""Lists that say more of words of another table hold only such words: others would have no effect."""

from __future__ import annotations

import pytest

from kg.lexicon import load_lexicon

HELD = [
    ("events", type_, "words") for type_ in ("meeting", "ceremony", "activity", "training", "inspection", "operation")
]
HEADS = [("initiatives", type_, "words") for type_ in ("campaign", "mechanism", "project", "system", "policy", "brand")]
CASE = [("events", "case", "words")]
ACCIDENTS = [("events", "accident", "words")]
RESCUES = [("events", "rescue", "words")]
EVENTS = [*HELD, ("events", "other", "words")]
HONOURS = [("events", "commendation", "words")]
ORGANIZATIONS = [("organizations", "heads", "words")]
PLACES = [("places", "heads", "words")]
STRENGTH = [("initiatives", "strength", "strong"), ("initiatives", "strength", "governed")]
UNITS = [("indicators", "units", "words")]

Lists = list[tuple[str, str, str]]


def words(lists: Lists) -> set[str]:
    return {word for file, name, key in lists for word in load_lexicon().table(file, name, key)}


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (("events", "bare", "heads"), HELD),
        (("events", "bare", "tight"), HELD),
        (("events", "natural", "words"), ACCIDENTS),
        (("events", "weak", "words"), ACCIDENTS),
        (("events", "stories", "saved"), RESCUES),
        (("events", "stories", "agreed"), CASE),
        (("events", "stories", "tried"), CASE),
        (("events", "doubtful", "crimes"), CASE),
        (("events", "doubtful", "stages"), CASE),
        (("events", "doubtful", "honours"), HONOURS),
        (("events", "doubtful", "gifts"), HONOURS),
        (("events", "doubtful", "praise"), HONOURS),
        *((("events", "visits", type_), EVENTS) for type_ in ("inspection", "activity", "operation", "other")),
        (("initiatives", "strength", "strong"), HEADS),
        (("initiatives", "strength", "governed"), HEADS),
        (("initiatives", "borders", "nounish"), [("initiatives", "borders", "verbs")]),
        (("initiatives", "limits", "bodies"), HEADS),
        (("initiatives", "limits", "practice"), HEADS),
        (("initiatives", "limits", "loose"), HEADS),
        (("initiatives", "limits", "firm"), HEADS),
        (("initiatives", "limits", "short"), STRENGTH),
        (("initiatives", "limits", "needs"), STRENGTH),
        (("organizations", "heads", "weak"), ORGANIZATIONS),
        (("organizations", "heads", "quoted"), ORGANIZATIONS),
        (("organizations", "heads", "services"), ORGANIZATIONS),
        (("places", "heads", "weak"), PLACES),
        (("places", "heads", "sole"), PLACES),
        (("places", "heads", "abstract"), PLACES),
        *((("places", "heads", key), PLACES) for key in ("named", "sure", "brief", "crossings", "rings", "waters")),
        (("organizations", "heads", "short"), ORGANIZATIONS),
        (("organizations", "heads", "schools"), ORGANIZATIONS),
        (("indicators", "units", "duration"), UNITS),
        (("indicators", "units", "doubtful"), UNITS),
        (("indicators", "units", "counted"), [("indicators", "units", "doubtful")]),
    ],
)
def test_list_is_part_of_its_table(part: tuple[str, str, str], whole: Lists) -> None:
    assert sorted(words([part]) - words(whole)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([("initiatives", "limits", "firm")], STRENGTH),
        ([("events", "plight", "words")], [("events", "stake", "words"), ("events", "weak", "words")]),
        ([("events", "helped", "words")], [("events", "settled", "words"), ("events", "mended", "words"), *RESCUES]),
        ([("initiatives", "limits", "short")], [("initiatives", "strength", "strong")]),
    ],
)
def test_lists_do_not_repeat_each_other(first: Lists, second: Lists) -> None:
    assert sorted(words(first) & words(second)) == []
