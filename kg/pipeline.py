"""The whole way from pages to the graph; composes the steps and holds no logic of its own."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kg.analyze import Analyzer, Passage, load_analyzer
from kg.assemble import Assembler
from kg.decide import decide
from kg.decisions import NO_DECISIONS, Decisions, find_decisions, read_decisions
from kg.extract import extract
from kg.extract.chains import find_chains
from kg.extract.draft import Draft
from kg.extract.records import to_record
from kg.extract.within import find_within
from kg.lexicon import load_lexicon
from kg.lexicon.confidence import Confidence
from kg.model import CLASSES, RELATIONS, Document, Knowledge, Progress, Report, Skip, line_starts
from kg.read import read_documents
from kg.record import Record
from kg.refer import Referrer
from kg.resolve import Resolution
from kg.split import group_articles, split
from kg.version import VERSION


def build(
    paths: Iterable[str | Path],
    *,
    published: str | None = None,
    analyzer: str = "auto",
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    decisions: str | Path | None = None,
) -> tuple[Knowledge, Report]:
    """The graph of some pages and the report of the build.

    `published` (ISO date) anchors relative dates of pages that carry no date themselves; `columns` names the columns of
    tables (`{"text": "正文"}`); `progress` is called after each page. A page that can't be read is skipped and stands
    in the report. `decisions` is a file of people's verdicts; without it, those found beside and above the pages hold.

    Raises: ReadError, UsageError, AnalyzerError, DecisionError.
    """
    paths = list(paths)
    verdicts = read_decisions([Path(decisions)] if decisions is not None else find_decisions(paths))
    documents = read_documents(paths, published, columns)
    return build_documents(documents, analyzer=analyzer, progress=progress, decisions=verdicts)


def build_documents(
    documents: Iterable[Document | Skip],
    *,
    analyzer: str = "auto",
    progress: Progress | None = None,
    decisions: Decisions = NO_DECISIONS,
) -> tuple[Knowledge, Report]:
    """The graph of pages already read, as people's `decisions` have it."""
    words = load_analyzer(analyzer)
    with _few_collections():
        return _build(documents, words, progress, decisions)


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
    documents: Iterable[Document | Skip], words: Analyzer, progress: Progress | None, decisions: Decisions
) -> tuple[Knowledge, Report]:
    collection = Collection(words.name, decisions)
    for document in documents:
        if isinstance(document, Skip):
            collection.skip(document)
            continue
        records = [to_record(draft) for draft in extract_document(document, words)]
        collection.add(describe_page(document, len(records)), records)
        if progress is not None:
            progress(document)
    return collection.finish()


class Collection:
    """What the pages of a build say, page by page in any order; `finish` gives the graph and the report.

    `confidence` maps the figures that rules give to how often they are right; without it, the table of the lexicon.
    """

    def __init__(
        self, analyzer: str, decisions: Decisions = NO_DECISIONS, *, confidence: Confidence | None = None
    ) -> None:
        self._analyzer, self._decisions = analyzer, decisions
        self._pages: list[dict[str, str]] = []
        self._dropped: list[Skip] = []
        self._assembler, self._resolution = Assembler(confidence), Resolution()

    def skip(self, skip: Skip) -> None:
        """Note a page that could not be read."""
        self._dropped.append(skip)

    def add(self, page: dict[str, str], records: Iterable[Record]) -> None:
        """Add a page (see `describe_page`) and what its articles say."""
        source = page["source"]
        for record in records:
            self._assembler.add(record, source)
            self._resolution.add(record.signatures.items())
        if page["articles"] == "0":
            self.skip(Skip(source=source, step="split", reason="no article found in the page"))
        self._pages.append(page)

    def finish(self) -> tuple[Knowledge, Report]:
        """The graph of all pages and the report; the same for every order of them."""
        knowledge = self._assembler.finish(self._resolution.names(self._decisions.apart()))
        knowledge, outcomes = decide(knowledge, self._decisions)
        dropped = self._dropped + self._assembler.dropped + [o.as_skip() for o in outcomes if o.drops]
        classes = Counter(e.type for e in knowledge.entities)
        predicates = Counter(f.predicate for f in knowledge.facts)
        report = Report(
            version=VERSION,
            analyzer=self._analyzer,
            documents=tuple(sorted(self._pages, key=lambda p: p["source"])),
            articles=sum(int(page["articles"]) for page in self._pages),
            characters=sum(int(page["characters"]) for page in self._pages),
            entities={name: classes[name] for name in (*CLASSES, "Article")},
            relations={name: predicates[name] for name in RELATIONS},
            decisions=tuple(
                outcome.as_row() for outcome in sorted(outcomes, key=lambda o: (o.decision.source, o.decision.line))
            ),
            dropped=tuple(sorted(dropped, key=lambda s: (s.source, s.step, s.reason))),
        )
        return knowledge, report


def extract_document(document: Document, analyzer: Analyzer) -> list[Draft]:
    """What each article of a page says, before anything is compared across pages."""
    lexicon = load_lexicon()
    lines = line_starts(document.text)
    out = []
    for articles in group_articles(split(document)):
        drafts = [Draft(Passage(article, analyzer, lexicon, lines)) for article in articles]
        Referrer(lexicon).resolve(drafts, [find_chains(draft.passage, lexicon) for draft in drafts])
        for draft in drafts:
            extract(draft, lexicon)
        find_within(drafts, lexicon.gazetteer)
        out += drafts
    return out


def describe_page(document: Document, articles: int) -> dict[str, str]:
    """What the report says of a page: `source`, `encoding`, `published`, `published_from`, `articles`, `characters`."""
    return {
        "source": document.source,
        "encoding": document.encoding,
        "published": document.published or "",
        "published_from": document.published_from,
        "articles": str(articles),
        "characters": str(len(document.text)),
    }
