"""No regular expression of the program backtracks over and over: its work, counted in steps, grows as its text does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.backtracking import LIMIT, Matcher, TooManySteps, attacks, steps

ROOT = Path(__file__).parents[2]
SIZE = 60
"""Of the smaller attack: more than any bound in our patterns."""
FEW = 300
"""Steps that are too few to tell how they grow."""


@cache
def patterns() -> list[tuple[str, str, int]]:
    """Module, pattern and flags of all that is compiled while modules are imported and the sample is built."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.patterns"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return [(module, pattern, flags) for module, pattern, flags in json.loads(done.stdout)]


def grows(pattern: str, flags: int, *, search: bool) -> str:
    """The attack under which the work more than doubles as the text doubles; for a search, more than fourfold."""
    most = 4.6 if search else 2.3
    for before, pump, behind in attacks(pattern, flags):
        size = max(1, SIZE // len(pump))
        small = steps(pattern, flags, before + pump * size + behind, search=search)
        if small < FEW:
            continue
        large = steps(pattern, flags, before + pump * 2 * size + behind, search=search)
        if large >= LIMIT or large > most * small:
            return f"{before!r} + {pump!r} * {2 * size} + {behind!r}: {small} → {large} steps"
    return ""


def test_many_patterns_are_found() -> None:
    assert len(patterns()) > 200
    assert {module.split(".")[1] for module, _, _ in patterns()} >= {
        "read",
        "layout",
        "split",
        "extract",
        "refer",
        "query",
    }


@pytest.mark.parametrize("part", range(8))
def test_no_pattern_backtracks_over_and_over(part: int) -> None:
    bad = []
    for module, pattern, flags in patterns()[part::8]:
        attack = grows(pattern, flags, search=False)
        if attack:
            bad.append(f"{module}: {pattern[:70]}: {attack}")
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("part", range(8))
def test_no_search_is_worse_than_its_starts(part: int) -> None:
    """A search begins at every character, so that its work may grow with the square of a run, but no faster."""
    bad = []
    for module, pattern, flags in patterns()[part::8]:
        attack = grows(pattern, flags, search=True)
        if attack:
            bad.append(f"{module}: {pattern[:70]}: {attack}")
    assert not bad, "\n".join(bad)


def test_the_matcher_finds_what_re_finds() -> None:
    for _, pattern, flags in patterns():
        compiled = re.compile(pattern, flags)
        for before, pump, behind in list(attacks(pattern, flags))[:8]:
            for text in (before + pump * 3 + behind, before + pump, pump * 2, before):
                try:
                    assert Matcher(pattern, flags, text).match() == bool(compiled.match(text)), (pattern, text)
                except TooManySteps:
                    continue


@pytest.mark.parametrize(
    ("pattern", "search"),
    [
        ("(a+)+b", False),
        ("(a|a)*b", False),
        ("a*a*b", False),
        (r"(\s*,?\s*)*x", False),
        ("a*a*b", True),
        ("x(.*?),+$", False),
    ],
)
def test_bad_patterns_are_caught(pattern: str, search: bool) -> None:
    assert grows(pattern, 0, search=search)


@pytest.mark.parametrize("pattern", ["a+b", "[ab]*c", "(?:ab)*+c", "(?:a{1,3}b)*c", r"\s*+x", "a*+a*b"])
def test_good_patterns_are_not(pattern: str) -> None:
    assert not grows(pattern, 0, search=False)


def test_no_group_is_repeated_possessively() -> None:
    # Python before 3.11.5 matches `(?:ab|a)++` wrongly (gh-106052); `(?>(?:ab|a)+)` means the same.
    folder = Path(__file__).parents[2] / "kg"
    group = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+(?!,)")
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if group.search(line)
    ]
    assert found == []
