"""Confidences mean something: they are judged by gold, mapped to what came of them, and the map is applied once."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.analyze import load_analyzer
from kg.cli import app
from kg.extract.records import to_record
from kg.lexicon.confidence import AS_GIVEN, Confidence, load_confidence
from kg.model import CLASSES, RELATIONS, Document, Knowledge
from kg.pipeline import Collection, build_documents, describe_page, extract_document
from kg.read import read_documents
from kg.record import Record
from kg.score import Band, Trial, bands, compare, error, judge, parse_gold
from scripts.make_confidence import fit, rise, to_toml
from tests.pages import page

ROOT = Path(__file__).parents[2]
TEXT = "　　5月6日，赤峰市公安局启动“百日行动”。赤峰市公安局交警支队民警王建国到场。\n"
TABLE: dict[str, Any] = tomllib.loads(
    resources.files("kg.lexicon").joinpath("data", "confidence.toml").read_text(encoding="utf-8")
)


def records(document: Document) -> list[Record]:
    return [to_record(draft) for draft in extract_document(document, load_analyzer("lexicon"))]


def built(confidence: Confidence | None) -> Knowledge:
    document = page(TEXT)
    collection = Collection("lexicon", confidence=confidence)
    collection.add(describe_page(document, 1), records(document))
    return collection.finish()[0]


def annotated(*agencies: str, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    entities = [
        {"kind": "Agency", "name": name, "mentions": [name], "articles": [], "optional": name in optional}
        for name in agencies
    ]
    relations = [["赤峰市公安局交警支队", "partOf", "赤峰市公安局"]] if len(agencies) > 1 else []
    return {"page": "page", "year": None, "articles": [], "entities": entities, "relations": relations}


def test_every_claim_is_judged_once() -> None:
    knowledge = built(AS_GIVEN)
    gold = parse_gold(annotated("赤峰市公安局", "赤峰市公安局交警支队"))
    trials = list(judge(compare(gold, knowledge), knowledge))
    agencies = [t for t in trials if (t.level, t.group) == ("entity", "Agency")]
    assert [t.strict for t in agencies] == [True, True]
    (part,) = [t for t in trials if t.group == "partOf"]
    assert (part.rule, part.confidence, part.strict) == ("partOf.chain", 0.95, True)
    (person,) = [t for t in trials if (t.level, t.group) == ("entity", "Person")]
    assert not person.loose
    facts = Counter(fact.predicate for fact in knowledge.facts if fact.predicate in RELATIONS)
    assert Counter(t.group for t in trials if t.level == "fact") == facts
    mentions = sum(len(fact.evidence) for fact in knowledge.facts if fact.predicate == "mentions")
    assert sum(t.level == "mention" for t in trials) == mentions


def test_what_the_gold_leaves_open_is_not_judged() -> None:
    knowledge = built(AS_GIVEN)
    gold = parse_gold(annotated("赤峰市公安局", "赤峰市公安局交警支队", optional=("赤峰市公安局交警支队",)))
    trials = list(judge(compare(gold, knowledge), knowledge))
    assert sum((t.level, t.group) == ("entity", "Agency") for t in trials) == 1
    assert [t for t in trials if t.group == "partOf"] == []


def test_bands_and_how_far_they_are_apart() -> None:
    some = [Trial("fact", "about", "r", 0.75, n < 3, n < 4) for n in range(4)] + [
        Trial("fact", "about", "r", 0.95, True, True),
        Trial("entity", "Agency", "r", 0.2, False, False),
    ]
    found = bands(some)
    assert found == [
        Band("entity", 0.0, 1, 0.2, 0.0, 0.0),
        Band("fact", 0.95, 1, 0.95, 1.0, 1.0),
        Band("fact", 0.7, 4, 0.75, 0.75, 1.0),
    ]
    assert error(found) == pytest.approx({"entity": 0.2, "fact": 0.01})


TRIALS = st.builds(
    Trial,
    level=st.sampled_from(["mention", "fact"]),
    group=st.sampled_from(["partOf", "about"]),
    rule=st.sampled_from(["a", "b"]),
    confidence=st.sampled_from([0.5, 0.6, 0.7, 0.8, 0.95]),
    strict=st.booleans(),
    loose=st.booleans(),
)


@given(st.lists(TRIALS, max_size=60), st.randoms())
def test_a_surer_figure_is_never_mapped_to_less(some: list[Trial], random: Any) -> None:
    table = fit(some)
    for rules in table.values():
        for points in rules.values():
            assert points == sorted(points)
            assert [share for _, share in points] == sorted(share for _, share in points)
    shuffled = list(some)
    random.shuffle(shuffled)
    assert to_toml(fit(shuffled), []) == to_toml(table, [])
    confidence = Confidence(table)
    for trial in some:
        figures = [confidence.of(trial.level, trial.group, trial.rule, n / 20) for n in range(21)]
        assert figures == sorted(figures)
        assert 0 < figures[0] <= figures[-1] < 1


def test_few_trials_say_little() -> None:
    ((_, few),) = rise({0.7: [1, 1]}, 0.5)
    ((_, many),) = rise({0.7: [200, 200]}, 0.5)
    assert 0.5 < few < 0.6 < many


def test_the_table_keeps_its_form() -> None:
    names = {"mention": CLASSES, "fact": RELATIONS}
    for level, groups in TABLE.items():
        assert set(groups) <= set(names[level])
        for rules in groups.values():
            assert "*" in rules
            for points in rules.values():
                assert points == sorted(points)
                assert all(0 < figure <= 1 and 0 < share < 1 for figure, share in points)
                assert [share for _, share in points] == sorted(share for _, share in points)


def test_the_table_knows_the_rules_of_today() -> None:
    folders = [ROOT / "seeds", *(p for p in (ROOT / "tests" / "gold").iterdir() if re.match("round", p.name))]
    used: Counter[str] = Counter({"byline": 1})
    for document in (found for found in read_documents(folders) if isinstance(found, Document)):  # the gold is no page
        for record in records(document):
            used.update(rule for _, _, rule, *_ in record.mentions)
            used.update(rule for *_, rule, _, _ in record.statements)
    known = {rule for groups in TABLE.values() for rules in groups.values() for rule in rules} - {"*"}
    remedy = "run `just calibrate`"
    assert len(known - used.keys()) <= len(known) / 5, (remedy, sorted(known - used.keys()))
    unknown = sum(count for rule, count in used.items() if rule not in known)
    assert unknown <= used.total() / 5, (remedy, sorted(used.keys() - known))


def test_confidences_are_calibrated_once_and_in_one_place() -> None:
    raw, ours = built(AS_GIVEN), built(None)
    assert build_documents([page(TEXT)], analyzer="lexicon")[0] == ours
    table = load_confidence()
    kinds = {entity.id: entity.type for entity in raw.entities}
    changed = 0
    for before, after in zip(raw.facts, ours.facts, strict=True):
        level, name = (
            ("mention", kinds[before.object]) if before.predicate == "mentions" else ("fact", before.predicate)
        )
        want = [table.of(level, name, proof.rule, proof.confidence) for proof in before.evidence]
        assert [proof.confidence for proof in after.evidence] == want
        changed += [proof.confidence for proof in before.evidence] != want
    assert changed


def test_command_prints_bands(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text(json.dumps(annotated("赤峰市公安局", "赤峰市公安局交警支队")), encoding="utf-8")
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    printed = CliRunner().invoke(app, ["score", str(tmp_path), "--calibration"])
    assert printed.exit_code == 0, printed.output
    assert re.search(r"^Facts: confidence and share of right ones lie 0\.\d{3} apart$", printed.output, re.MULTILINE)
    result = CliRunner().invoke(app, ["score", str(tmp_path), "--calibration", "--json"])
    found = json.loads(result.output)["calibration"]
    assert {band["level"] for band in found["bands"]} == set(found["error"]) == {"mention", "entity", "fact"}
    assert (
        CliRunner().invoke(app, ["build", str(tmp_path / "page.txt"), "-o", str(tmp_path / "out"), "-q"]).exit_code == 0
    )
    bare = CliRunner().invoke(
        app, ["score", str(tmp_path / "page.json"), str(tmp_path / "out/graph.ttl"), "--calibration"]
    )
    assert "no provenance beside it" in bare.output
