"""HanLP's multi-task model for real: trained here from nothing, saved, loaded by `hanlp.load`, used in builds.

What it returns has the keys and the shapes of the published ones. Skipped without HanLP.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

hanlp = pytest.importorskip("hanlp", reason="HanLP is not installed: .ci/run has a stage for these tests")
pytest.importorskip("torch")

from kg.analyze.hanlp import HanlpAnalyzer, load_recognizer  # noqa: E402
from kg.analyze.models import CHARACTERS, DEFAULT, folder_of, urls  # noqa: E402
from kg.errors import AnalyzerError  # noqa: E402
from kg.pipeline import build  # noqa: E402
from tests.treebank import CLUBS, train_model  # noqa: E402

pytestmark = pytest.mark.slow

ASIDE = "枫桥诗社"
"""Stands in no sentence that is learned from, and the lexicon does not know it."""
SAID = f"昨日，{ASIDE}走进校园，发起“拾光”行动。"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert ASIDE.removesuffix("诗社") not in CLUBS
    return train_model(tmp_path_factory.mktemp("多任务"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "2024-05-06_枫桥.txt"
    path.write_text(f"诗会开到村口\n\n　　{SAID}\n　　天水市公安局启动“护蕾”专项行动。\n", encoding="utf-8")
    return path


def test_the_model_returns_the_documented_keys(model: Path) -> None:
    document = load_recognizer(model)([SAID])
    assert list(document) == ["tok/fine", "pos/ctb", "ner/msra", "srl", "dep"]
    (words,), (tags,), (arcs,) = document["tok/fine"], document["pos/ctb"], document["dep"]
    assert len(words) == len(tags) == len(arcs)
    assert "".join(words) == SAID
    (text, label, start, stop), *_ = document["ner/msra"][0]
    assert (text, label) == (ASIDE, "ORGANIZATION") == ("".join(words[start:stop]), label)
    roles = {role[1] for predicate in document["srl"][0] for role in predicate}
    assert {"PRED", "ARG0", "ARG1"} <= roles


def test_hanlp_finds_what_was_pulled_where_it_was_put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hanlp.utils import io_util

    from kg.analyze.hanlp import offline

    monkeypatch.setenv("HANLP_HOME", str(tmp_path))
    *folders, table = map(folder_of, urls(DEFAULT))
    for folder in folders:
        folder.mkdir(parents=True)
    table.parent.mkdir(parents=True)
    table.write_text("{}", encoding="utf-8")
    with offline():
        assert [io_util.get_resource(url, str(tmp_path)) for url in urls(DEFAULT)] == [*map(str, (*folders, table))]
        table.unlink()
        with pytest.raises(AnalyzerError, match=f"kg models pull {CHARACTERS}"):
            io_util.get_resource(CHARACTERS, str(tmp_path))


def test_what_it_reads_comes_as_entities_words_and_frames(model: Path) -> None:
    (reading,) = HanlpAnalyzer(str(model)).read([f"\n {SAID}"])
    text = f"\n {SAID}"
    assert [(text[e.start : e.stop], e.kind) for e in reading.entities] == [(ASIDE, "Organization")]
    assert "".join(word.text for word in reading.words) == SAID
    assert all(text[word.start : word.stop] == word.text for word in reading.words)
    assert {word.tag for word in reading.words} >= {"nz", "n", "v", "w"}
    does = {text[f.start : f.stop]: (text[slice(*f.subject)], text[slice(*f.object)]) for f in reading.frames}
    assert does["发起"] == (ASIDE, "“拾光”行动")


def test_a_name_kept_aside_is_found_with_what_it_does(model: Path, page: Path) -> None:
    alone, _ = build([page], analyzer="lexicon")
    both, report = build([page], analyzer=f"hanlp:{model}")
    assert report.analyzer.startswith("hanlp:model@")
    names = {e.id: e.label for e in both.entities}
    said = {(names[f.subject], f.predicate, names[f.object]): f for f in both.facts}
    assert ASIDE not in {e.label for e in alone.entities}
    fact = said[ASIDE, "implements", "“拾光”行动"]
    assert [e.rule for e in fact.evidence] == ["implements.tree"]
    assert 0.4 < fact.confidence <= 0.6
    # what the lexicon finds is all there, as sure as before
    assert {(e.id, e.type, e.label) for e in alone.entities} <= {(e.id, e.type, e.label) for e in both.entities}
    sure = {(f.subject, f.predicate, f.object): f.confidence for f in both.facts}
    assert all(sure[f.subject, f.predicate, f.object] >= f.confidence for f in alone.facts)


def test_pages_in_any_order_and_split_over_batches_give_the_same(
    model: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.analyze import hanlp as module

    pages = [page, *sorted(Path("seeds").glob("20*"))[:3]]
    whole = build(pages, analyzer=f"hanlp:{model}")
    assert build(pages[::-1], analyzer=f"hanlp:{model}") == whole
    batches = module.batches
    monkeypatch.setattr(module, "batches", lambda sentences: batches(sentences, most=300))
    small, _ = build(pages, analyzer=f"hanlp:{model}")
    assert {(e.type, e.label) for e in small.entities} == {(e.type, e.label) for e in whole[0].entities}


@pytest.mark.parametrize(
    "texts", [[""], [" \n\u3000"], ["。"], ["A B　C，，——……"], ["灯" * 2000], ["😀王敏\U00020000说"]]
)
def test_odd_texts_are_read(model: Path, texts: Sequence[str]) -> None:
    for reading, text in zip(HanlpAnalyzer(str(model)).read(texts), texts, strict=True):
        assert all(text[word.start : word.stop] == word.text for word in reading.words)
        assert all(0 <= e.start < e.stop <= len(text) for e in reading.entities)
