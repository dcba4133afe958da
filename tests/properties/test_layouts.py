"""The same article in another layout gives the same graph, and no text whatever breaks the way through."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.model import Article, Document, Knowledge
from kg.pipeline import build_documents
from kg.read import read_documents
from kg.split import split
from tests.properties.reprint import PRINTERS

ROOT = Path(__file__).parents[2]


@cache
def articles() -> dict[str, Article]:
    """The articles of the sample corpus by id."""
    pages = [page for page in read_documents([ROOT / "seeds"]) if isinstance(page, Document)]
    return {article.id: article for page in pages for article in split(page)}


def page_of(article: Article, layout: str) -> Document:
    """A page that holds the article alone, in that layout."""
    return Document(id="page", source="page.txt", text=PRINTERS[layout](article), published=article.published)


def said(page: Document) -> tuple[list[object], list[object]]:
    """The graph of a page without where it says it."""
    knowledge, _ = build_documents([page])
    entities = [(e.id, e.type, e.label, e.aliases, e.anaphora, e.attributes) for e in knowledge.entities]
    return list(entities), [(f.subject, f.predicate, f.object, f.roles) for f in knowledge.facts]


@cache
def said_in_lines(name: str) -> tuple[list[object], list[object]]:
    return said(page_of(articles()[name], "a line each"))


def test_sample_corpus_is_there() -> None:
    assert len(articles()) >= 15


@pytest.mark.parametrize("layout", [name for name in PRINTERS if name != "a line each"])
@pytest.mark.parametrize("name", sorted(articles()))
def test_layouts_give_the_same_graph(name: str, layout: str) -> None:
    entities, facts = said(page_of(articles()[name], layout))
    assert entities == said_in_lines(name)[0]
    assert facts == said_in_lines(name)[1]


@pytest.mark.parametrize("layout", PRINTERS)
@pytest.mark.parametrize("name", sorted(articles()))
def test_layouts_keep_headline_authors_and_paragraphs(name: str, layout: str) -> None:
    article = articles()[name]
    (again,) = split(page_of(article, layout))
    assert again.headline.text == article.headline.text
    assert again.dateline == article.dateline
    assert sorted(a.name for a in again.authors) == sorted(a.name for a in article.authors)
    # A paragraph whose last row is full can't be told from one that goes on: only the words must be the same.
    assert "".join(p.text for p in again.paragraphs) == "".join(p.text for p in article.paragraphs)
    assert [again.paragraphs[i].text for i in sorted(again.headings)] == [
        article.paragraphs[i].text for i in sorted(article.headings)
    ]


CHARACTERS = "公安局市赤峰旗委某他们在说的了是人民法院活动讯记者"
WORDS = (
    "赤峰市公安局", "该支队", "市局", "呼和浩特市", "科右前旗", "朝阳区", "“百日行动”", "《规定》", "专项行动",
    "推进会", "启动", "联合", "同比下降", "12.5%", "3万余人", "2月17日", "今年1至5月", "昨天", "当天", "本报讯",
    "赤峰讯", "（记者 王敏）", "（王敏）", "图为现场", "买买提·艾力", "李某", "派出所所长", "村委会", "，", "。",
    "；", "：", "！", "？", "、", "“", "”", "‘", "’", "（", "）", "《", "》", "·", "——", "…", " ",
    "\u3000", "\t", "\n", "\r\n", "\n\n", "\n　　", "# ", "## ", "**", "*", "- ", "---\n", "![](a.png)\n",
    "2023年3月4日\n", "1", "2", "３", "％", ",", ".", '"', "(", ")", "A", "b", "\ufeff", "\x00", "\x0c", "\u2028",
    "𠀀", "🚓", "é",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(WORDS), st.text(CHARACTERS, max_size=6)), max_size=60).map("".join)


def check(knowledge: Knowledge, text: str) -> None:
    """Spans lie inside the document, and lines are theirs."""
    for fact in knowledge.facts:
        for proof in fact.evidence:
            assert 0 <= proof.span.start < proof.span.stop <= len(text)
            assert proof.line == text.count("\n", 0, proof.span.start) + 1
            assert 0 < proof.confidence <= 1


@given(texts)
@example("买买提·艾力、")  # a name at the very start, and a comma at the very end
@example("本报讯赤峰市公安局")  # a body that nothing follows
@settings(max_examples=400, deadline=None)
def test_any_text_goes_through(text: str) -> None:
    page = Document(id="page", source="page.txt", text=text)
    knowledge, report = build_documents([page])
    check(knowledge, text)
    assert not any(skip.step == "extract" for skip in report.dropped)
    assert report.articles == sum(e.type == "Article" for e in knowledge.entities)
    assert build_documents([page])[0] == knowledge


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_characters_go_through(text: str) -> None:
    knowledge, report = build_documents([Document(id="page", source="page.txt", text=text)])
    check(knowledge, text)
    assert not any(skip.step == "extract" for skip in report.dropped)


@given(st.lists(st.sampled_from(sorted(articles())), min_size=2, max_size=4, unique=True), st.data())
@settings(max_examples=15, deadline=None)
def test_order_of_pages_never_matters(names: list[str], data: st.DataObject) -> None:
    pages = [articles()[name].document for name in names]
    pages = list({page.source: page for page in pages}.values())
    shuffled = data.draw(st.permutations(pages))
    assert build_documents(shuffled)[0] == build_documents(pages)[0]
