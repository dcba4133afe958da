"""Pages in the layouts of many papers: their titles, authors and datelines; no change may lose what was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.lexicon.variants import simplify
from kg.model import Document
from kg.read import read_documents
from kg.score.gold import read_gold
from kg.score.sheet import fold
from kg.split import split

GOLD = Path(__file__).parents[1] / "gold"


def found(path: Path) -> tuple[int, int]:
    """How many of a page's articles have the right title and authors, and how many it has."""
    page = next(p for p in (path.with_suffix(".txt"), path.with_suffix(".md")) if p.exists())
    (document,) = read_documents([page])
    assert isinstance(document, Document)
    have = [(fold(a.headline.text), sorted(fold(x.name) for x in a.authors)) for a in split(document)]
    want = [
        (fold(simplify(a.title)), sorted(fold(simplify(name)) for name in a.authors)) for a in read_gold(path).articles
    ]
    return sum(article in have for article in want), len(want)


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("layout", 55),
        ("layout2", 48),
        ("layout3", 46),
        ("layout4", 50),
        ("layout5", 24),
        ("layout6", 18),
        ("layout7", 79),
        ("layout8", 72),
        ("layout9", 73),
        ("layout10", 57),
        ("layout11", 58),
        ("layout12", 38),
        ("round4", 34),
        ("round5", 48),
        ("round18", 31),
        ("round19", 29),
    ],
)
def test_articles_of_pages_in_many_layouts(folder: str, least: int) -> None:
    counts = {path.stem: found(path) for path in sorted((GOLD / folder).glob("*.json"))}
    assert counts
    assert sum(right for right, _ in counts.values()) >= least, counts


@pytest.mark.parametrize("folder", ["round1", "round2", "round3"])
def test_articles_of_pages_the_rules_were_made_on(folder: str) -> None:
    for path in sorted((GOLD / folder).glob("*.json")):
        right, all_ = found(path)
        assert right == all_, path.stem
