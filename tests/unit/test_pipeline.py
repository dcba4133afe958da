"""What must hold of the graph of every page we have: places, RDF there and back, the shapes."""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path

import pytest

from kg.analyze import fold
from kg.model import Document, Knowledge, line_of, line_starts
from kg.pipeline import build, build_documents
from kg.rdf import from_rdf, to_rdf
from kg.read import read_documents
from kg.shacl import validate

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path for folder in ("seeds", "tests/gold") for path in (ROOT / folder).rglob("*") if path.suffix in (".txt", ".md")
)


@cache
def read_page(path: Path) -> tuple[Document, Knowledge]:
    (document,) = read_documents([path])
    assert isinstance(document, Document)
    return document, build_documents([document])[0]


def bare(text: str) -> str:
    """A text folded, without spaces, line breaks and emphasis, which unwrapping drops, and headlines' commas."""
    return fold("".join(text.split()).replace("*", "")).replace("，", "")


def is_within(quote: str, stretch: str) -> bool:
    """Whether a stretch is the quote; a page's foot or a caption between two of its rows is no part of it."""
    if len(stretch) <= len(quote):
        return stretch == quote
    return any(stretch.startswith(quote[:i]) and stretch.endswith(quote[i:]) for i in range(1, len(quote)))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_spans_give_the_words_back(path: Path) -> None:
    document, knowledge = read_page(path)
    starts = line_starts(document.text)
    names = {entity.id: {entity.label, *entity.aliases, *entity.anaphora} for entity in knowledge.entities}
    assert knowledge.facts
    for fact in knowledge.facts:
        for proof in fact.evidence:
            assert proof.line == line_of(starts, proof.span.start)
            stretch = bare(document.text[proof.span.start : proof.span.stop])
            if fact.predicate == "mentions":
                assert is_within(bare(proof.quote), stretch)
                assert proof.quote in names[fact.object]
            else:
                quote = bare(proof.quote)
                # An article may be broken off behind any letter: the rest goes on elsewhere in the stretch.
                assert any(stretch.startswith(quote[:n]) and quote[n : n + 4] in stretch for n in range(1, 5))
                # Another column's rows may stand between a sentence's own.
                assert stretch.endswith(bare(proof.quote)[-2:])
                letters = iter(stretch)
                assert all(letter in letters for letter in bare(proof.quote))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_rdf_there_and_back(path: Path) -> None:
    _, knowledge = read_page(path)
    assert from_rdf(to_rdf(knowledge)) == knowledge


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_graphs_conform_to_the_shapes(path: Path) -> None:
    _, knowledge = read_page(path)
    assert validate(to_rdf(knowledge)) == ()


def test_report_counts_what_is_there() -> None:
    knowledge, report = build([ROOT / "seeds"])
    assert report.articles == sum(e.type == "Article" for e in knowledge.entities) == report.entities["Article"]
    assert sum(report.entities.values()) == len(knowledge.entities)
    assert sum(report.relations.values()) == sum(f.predicate != "mentions" for f in knowledge.facts)
    assert report.characters == sum(int(p["characters"]) for p in report.documents)
    assert report.analyzer == "lexicon"


def test_unreadable_and_empty_pages_are_reported(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("　　5月6日，平凉市公安局召开会议，部署春运安保。\n", encoding="utf-8")
    (tmp_path / "blank.txt").write_text("　　\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 4)
    _, report = build([tmp_path])
    assert report.articles == 1
    assert {Path(skip.source).name for skip in report.dropped} >= {"blank.txt"}


def test_progress_is_told_after_each_page() -> None:
    seen: list[str] = []
    build([ROOT / "seeds"], progress=lambda document: seen.append(document.id))
    assert len(seen) == len([path for path in PAGES if path.parent.name == "seeds"])


def test_a_date_given_anchors_relative_days(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("　　昨天，平凉市公安局召开工作会议，部署春运安保。\n", encoding="utf-8")
    knowledge, _ = build([page], published="2024-03-01")
    assert [e.get("time") for e in knowledge.entities if e.type == "Event"] == ["2024-02-29"]


def test_a_build_makes_no_cycles() -> None:
    # Between batches the garbage collector leaves alone what the steps have made: see `kg.pipeline.collect`.
    documents = [document for document in read_documents([ROOT / "seeds"]) if isinstance(document, Document)]
    build_documents(documents)  # what is made once
    gc.collect()
    gc.disable()
    try:
        build_documents(documents)
        assert gc.collect() == 0
    finally:
        gc.enable()
