"""Any page gives a graph that conforms to the shapes and says where it stands, in work that grows as the page does."""

from __future__ import annotations

import re

from hypothesis import given, settings

from kg.analyze import fold
from kg.layout.invisible import without_invisible
from kg.lexicon.variants import simplify
from kg.model import Knowledge
from kg.pipeline import build_documents
from kg.rdf import from_rdf, to_rdf
from kg.shacl import validate
from tests.pages import page
from tests.properties.whole_pages import pages
from tests.work import count_lines

_SPACE = re.compile(r"[\s*#\x1c-\x1f]+")


def plain(text: str) -> str:
    """Text without what unwrapping drops, in the forms that rules read."""
    return fold(simplify(_SPACE.sub("", without_invisible(text))))


def check_spans(knowledge: Knowledge, text: str) -> None:
    """The words of every piece of evidence stand where it says."""
    for fact in knowledge.facts:
        for proof in fact.evidence:
            printed, quote = plain(text[proof.span.start : proof.span.stop]), plain(proof.quote)
            # Quotes of one sort become another; a comma stands where the lines of a headline meet.
            marks = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "，": "", ",": ""})
            printed, quote = printed.translate(marks), quote.translate(marks)
            # A headline may stand amid a sentence, after the comma with which its second half begins, or after a mark.
            before = printed[: printed.find(quote[:1])]
            assert not any(map(str.isalnum, before)) or text[proof.span.start] in "，,#*"
            assert printed[-1:] == quote[-1:]
            # Rules and page numbers may stand amid a sentence, at the foot of a column.
            rest = iter(printed)
            assert all(char in rest for char in quote)
            assert proof.line == text.count("\n", 0, proof.span.start) + 1


@given(pages())
@settings(max_examples=60, deadline=None)
def test_spans_unwrap_to_what_is_quoted(text: str) -> None:
    knowledge, report = build_documents([page(text, published="2023-02-21")])
    check_spans(knowledge, text)
    assert not [skip for skip in report.dropped if skip.step in ("extract", "assemble")]


@given(pages())
@settings(max_examples=12, deadline=None)
def test_graphs_conform_to_the_shapes_and_come_back(text: str) -> None:
    knowledge, _ = build_documents([page(text, published="2023-02-21")])
    assert from_rdf(to_rdf(knowledge)) == knowledge
    assert not validate(to_rdf(knowledge))


@given(pages())
@settings(max_examples=8, deadline=None)
def test_twice_the_page_is_twice_the_work(text: str) -> None:
    # Of eight copies and sixteen: among few there may be no headline to be dealt out, or no article that another's
    # lines could be; what those cost comes in a step, once, and is no growth.
    once = count_lines(lambda: build_documents([page("\n\n".join([text] * 8))]))
    twice = count_lines(lambda: build_documents([page("\n\n".join([text] * 16))]))
    assert twice <= 2.3 * once + 2000
