"""`kg score` counts as the annotation guide's own scorer does, on its pages and on ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.quality import find_annotation
from kg.evaluate import find_cases
from kg.model import CLASSES, RELATIONS
from kg.score import score_page, total
from kg.write import write_files

ROOT = Path(__file__).parents[2]
ANNOTATION = find_annotation()
SETS = sorted(path.name for path in (ROOT / "tests" / "gold").iterdir() if path.is_dir())
THEIRS = {"core": "core entities", "entities": "all entities"}

pytestmark = pytest.mark.skipif(
    ANNOTATION is None, reason="the annotation guide's scorer is not here: set KG_ANNOTATION to its folder"
)


@pytest.mark.parametrize("name", ["annotation", *SETS])
def test_figures_are_those_of_the_guides_scorer(name: str, tmp_path: Path) -> None:
    assert ANNOTATION is not None
    if name == "annotation":
        arguments = [ANNOTATION / "gold", ANNOTATION / "pages"]
    else:
        arguments = [ROOT / "tests" / "gold" / name, *([ROOT / "seeds"] if name == "seeds" else [])]
    scores, files = [], list[str]()
    for case in find_cases(arguments):
        scores.append(score_page(case.gold, case.knowledge))
        folder = tmp_path / case.gold.page
        write_files(case.knowledge, folder, ["ttl"])
        files += [str(case.path), str(folder / "graph.ttl")]
    command = [sys.executable, str(ANNOTATION / "score.py"), *files, "--json"]
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    theirs = json.loads(run.stdout)
    ours = total(page.counts for page in scores)
    assert sum(count.gold for (mode, _), count in ours.items() if mode == "loose") > 0
    differ = []
    for mode in ("strict", "loose"):
        for group in ("core", "entities", "relations", *CLASSES, *RELATIONS, "titles"):
            want, have = theirs[f"{mode} {THEIRS.get(group, group)}"], ours[mode, group]
            figures = (have.precision - want["p"], have.recall - want["r"], have.f1 - want["f1"])
            if max(map(abs, figures)) >= 0.0005 or (have.gold, have.system) != (want["gold"], want["system"]):
                differ.append((mode, group, have, want))
    assert differ == []
