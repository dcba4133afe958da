"""docs/quality.md is generated: every set of gold is in it, first scores are history, kept pages give sums only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import quality
from benchmarks.quality import Result, Set, read_sets, record_first, score_set, write_page
from kg.errors import KgError

ROOT = Path(__file__).parents[2]


def test_every_set_of_gold_is_scored() -> None:
    folders = {path.name for path in (ROOT / "tests" / "gold").iterdir() if path.is_dir()}
    assert folders <= {one.folder for one in read_sets()}


def test_first_scores_are_not_taken_twice() -> None:
    with pytest.raises(KgError, match="scored before"):
        record_first("round1")
    with pytest.raises(KgError, match="no such set"):
        record_first("round0")


def test_a_new_set_gets_its_first_scores_by_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "quality.toml"
    entries = quality.DATA.read_text(encoding="utf-8").split("[[set]]")
    data.write_text("[[set]]".join(e for e in entries if 'folder = "round3"' not in e), encoding="utf-8")
    monkeypatch.setattr(quality, "DATA", data)
    data.write_text(data.read_text(encoding="utf-8") + record_first("round3"), encoding="utf-8")
    (added,) = [one for one in read_sets() if one.folder == "round3"]
    assert {"entities", "Agency", "partOf", "titles"} <= added.first.keys()
    result = score_set(added)
    assert result is not None
    assert added.first["entities"] == pytest.approx(result.f1("entities"), abs=0.0005)


@pytest.fixture(scope="module")
def results() -> list[Result]:
    chosen = [one for one in read_sets() if one.folder in ("round3", "kept", "layout3")]
    return [result for one in chosen if (result := score_set(one)) is not None]


def test_the_page_has_its_tables(results: list[Result]) -> None:
    text = write_page(results)
    assert text.count("## ") == text.count("\n## ")
    for head in ("## Pages with gold", "## Class by class", "## The kept pages in full", "## Confidence", "## Layout"):
        assert head in text
    assert "{" not in text
    row = next(line for line in text.splitlines() if line.startswith("| round 3"))
    assert f"{results[0].f1('entities'):.3f}" in row
    assert write_page(results) == text


def test_of_the_kept_pages_only_sums_are_told(results: list[Result]) -> None:
    text = write_page(results)
    names = {
        entity["name"]
        for path in (ROOT / "tests" / "gold" / "kept").glob("*.json")
        for entity in json.loads(path.read_text(encoding="utf-8"))["entities"]
    }
    assert not [len(name) for name in names if len(name) > 3 and name in text]


def test_sets_have_roles() -> None:
    assert {one.role for one in read_sets()} <= {"given", "development", "kept", "layout"}
    assert Set(folder="x", title="x", role="kept").first == {}
