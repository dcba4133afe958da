"""What a model adds, right and wrong, as the benchmark counts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.models import GOLD, class_of, compare, development
from kg.lexicon import load_lexicon
from kg.score import Count, Tally


def tally(**counts: tuple[int, int, int]) -> Tally:
    names = ("Organization", "Place", "Person", "entities", "relations")
    return {("strict", name): Count(*counts.get(name, (0, 0, 0))) for name in names}


def test_what_is_added_is_counted_right_and_wrong() -> None:
    before, after = tally(Place=(6, 10, 8), Person=(4, 4, 5)), tally(Place=(8, 10, 11), Person=(3, 4, 4))
    rows = {row.name: row for row in compare(before, after)}
    assert (rows["Place"].right, rows["Place"].wrong) == (2, 1)
    assert (rows["Person"].right, rows["Person"].wrong) == (-1, 0)  # what gets worse is seen
    assert str(rows["Place"]) == "| Place | 0.600 → 0.800 | 0.750 → 0.727 | 2 | 1 |"


def test_kept_sets_and_those_left_out_are_not_learned_from() -> None:
    folders = [arguments[0].name for arguments in development(GOLD, ["round3", "round17"])]
    assert "seeds" in folders and "round1" in folders
    assert not {"round3", "round17", "kept", "kept2", "kept3", "layout"}.intersection(folders)
    assert all(arguments[0].parent == GOLD for arguments in development(GOLD, []))
    assert [*development(GOLD, ["seeds"])] == [a for a in development(GOLD, []) if len(a) == 1]
    assert all(isinstance(path, Path) for arguments in development(GOLD, []) for path in arguments)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("王敏", "PER", "Person"),
        ("平凉市卫生局", "ORG", "Agency"),
        ("海棠诗社", "ORG", "Organization"),
        ("平凉市", "LOC", "Region"),
        ("海棠河", "LOC", "Place"),
        ("悉尼", "LOC", "Region"),
    ],
)
def test_names_of_the_peoples_daily_get_our_classes(name: str, kind: str, expected: str) -> None:
    assert class_of(name, kind, load_lexicon()) == expected
