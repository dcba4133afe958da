"""Pages in traditional characters: read as those in simplified ones, and put out as printed."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from kg.lexicon.variants import simplify
from kg.model import Document, Knowledge
from kg.pipeline import build_documents
from kg.rdf import from_rdf, to_rdf
from tests.formats import STORY, as_markdown, as_text
from tests.pages import labels, page, read

SIMPLIFIED = as_text(STORY).decode()
TRADITIONAL = OpenCC("s2t").convert(SIMPLIFIED)


def facts(knowledge: Knowledge) -> list[tuple[str, str, str]]:
    return [(f.subject, f.predicate, f.object) for f in knowledge.facts]


def test_traditional_pages_give_the_same_graph_and_keep_their_print() -> None:
    plain, other = read(SIMPLIFIED), read(TRADITIONAL)
    assert [e.id for e in other.entities] == [e.id for e in plain.entities]
    assert facts(other) == facts(plain)
    assert "揚州市公安局廣陵分局" in labels(other, "Agency")
    assert labels(other, "Person") == ["李建國", "王小明"]
    assert labels(other, "Region") == labels(plain, "Region")  # as the gazetteer calls them
    assert labels(other, "Article") == ["揚州市公安局啓動“冬防”專項行動"]
    for entity in other.entities:
        if entity.type != "Region":
            assert not any(
                label in SIMPLIFIED and label not in TRADITIONAL for label in (entity.label, *entity.aliases)
            )


def test_quotes_are_as_printed() -> None:
    other = read(TRADITIONAL)
    for fact in other.facts:
        for proof in fact.evidence:
            printed = "".join(TRADITIONAL[proof.span.start : proof.span.stop].split())
            assert "".join(proof.quote.split()) == printed


@pytest.mark.parametrize("turned", [False, True])
def test_both_prints_of_a_name_are_one_thing(turned: bool) -> None:
    pages = [page(SIMPLIFIED, "甲"), page(TRADITIONAL, "乙")]
    knowledge, _ = build_documents(reversed(pages) if turned else pages)
    agency = next(e for e in knowledge.entities if e.id == "agency/扬州市公安局交警支队")
    assert (agency.label, agency.aliases) == ("扬州市公安局交警支队", ("揚州市公安局交警支隊",))
    assert from_rdf(to_rdf(knowledge)) == knowledge


def test_simplified_pages_are_left_alone() -> None:
    for text in ("李於民、王乾、赵镕和堃先生在后街", SIMPLIFIED, as_markdown(STORY).decode()):
        assert simplify(text) is text


def test_length_and_lines_stay() -> None:
    text = "臺灣\n後來，於是\r\n裏面㐂𠮷🚓\u2028麵條"
    assert len(simplify(text)) == len(text)
    assert simplify(text).startswith("台湾\n")


def test_the_document_is_not_altered() -> None:
    document = Document(id="頁", source="頁.txt", text=TRADITIONAL)
    knowledge, _ = build_documents([document])
    assert document.text == TRADITIONAL
    assert any(e.id == "article/頁-1" for e in knowledge.entities)
