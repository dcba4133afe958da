"""The whole way from pages to the graph; composes the steps and holds no logic of its own."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kg.analyze import Analyzer, Passage, load_analyzer
from kg.assemble import Assembler
from kg.extract import extract
from kg.extract.chains import find_chains
from kg.extract.draft import Draft
from kg.extract.within import find_within
from kg.lexicon import load_lexicon
from kg.model import CLASSES, RELATIONS, Document, Knowledge, Progress, Report, Skip, line_starts
from kg.read import read_documents
from kg.refer import Referrer
from kg.resolve import Resolution
from kg.split import split
from kg.version import VERSION


def build(
    paths: Iterable[str | Path],
    *,
    published: str | None = None,
    analyzer: str = "auto",
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> tuple[Knowledge, Report]:
    """The graph of some pages and the report of the build.

    `published` (ISO date) anchors relative dates of pages that carry no date themselves; `columns` names the columns of
    tables (`{"text": "正文"}`); `progress` is called after each page. A page that can't be read is skipped and stands
    in the report.

    Raises: ReadError, UsageError, AnalyzerError.
    """
    return build_documents(read_documents(paths, published, columns), analyzer=analyzer, progress=progress)


def build_documents(
    documents: Iterable[Document | Skip], *, analyzer: str = "auto", progress: Progress | None = None
) -> tuple[Knowledge, Report]:
    """The graph of pages already read."""
    words = load_analyzer(analyzer)
    with _few_collections():
        return _build(documents, words, progress)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Fewer passes of the garbage collector: a build makes many small values and no cycles (a fifth of the time)."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build(
    documents: Iterable[Document | Skip], words: Analyzer, progress: Progress | None
) -> tuple[Knowledge, Report]:
    pages: list[dict[str, str]] = []
    dropped: list[Skip] = []
    assembler, resolution = Assembler(), Resolution()
    articles = characters = 0
    for document in documents:
        if isinstance(document, Skip):
            dropped.append(document)
            continue
        found = extract_document(document, words)
        if not found:
            dropped.append(Skip(source=document.source, step="split", reason="no article found in the page"))
        for draft in found:
            assembler.add(draft)
            resolution.add(draft.signatures.items())
        articles += len(found)
        characters += len(document.text)
        pages.append(_page(document, len(found)))
        if progress is not None:
            progress(document)
    knowledge = assembler.finish(resolution.names())
    dropped += assembler.dropped
    classes = Counter(e.type for e in knowledge.entities)
    predicates = Counter(f.predicate for f in knowledge.facts)
    report = Report(
        version=VERSION,
        analyzer=words.name,
        documents=tuple(sorted(pages, key=lambda p: p["source"])),
        articles=articles,
        characters=characters,
        entities={name: classes[name] for name in (*CLASSES, "Article")},
        relations={name: predicates[name] for name in RELATIONS},
        dropped=tuple(sorted(dropped, key=lambda s: (s.source, s.step, s.reason))),
    )
    return knowledge, report


def extract_document(document: Document, analyzer: Analyzer) -> list[Draft]:
    """What each article of a page says, before anything is compared across pages."""
    lexicon = load_lexicon()
    lines = line_starts(document.text)
    drafts = [Draft(Passage(article, analyzer, lexicon, lines)) for article in split(document)]
    Referrer(lexicon).resolve(drafts, [find_chains(draft.passage, lexicon) for draft in drafts])
    for draft in drafts:
        extract(draft, lexicon)
    find_within(drafts, lexicon.gazetteer)
    return drafts


def _page(document: Document, articles: int) -> dict[str, str]:
    return {
        "source": document.source,
        "encoding": document.encoding,
        "published": document.published or "",
        "published_from": document.published_from,
        "articles": str(articles),
        "characters": str(len(document.text)),
    }
