"""The whole way from pages to the graph; composes the steps and holds no logic of its own."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from operator import attrgetter
from pathlib import Path

from kg.analyze import Analyzer, load_analyzer, read_passages
from kg.assemble import Assembler
from kg.decide import Outcome, decide
from kg.decisions import NO_DECISIONS, Decisions, find_decisions, read_decisions
from kg.extract import extract, extract_alone
from kg.extract.chains import find_chains
from kg.extract.draft import Draft
from kg.extract.records import to_record
from kg.extract.within import find_within
from kg.lexicon import load_lexicon
from kg.lexicon.confidence import Confidence
from kg.model import CLASSES, RELATIONS, Article, Document, Knowledge, Progress, Report, Skip, line_starts
from kg.read import read_documents
from kg.record import Record
from kg.refer import Referrer
from kg.resolve import Resolution
from kg.split import group_articles, split_pages
from kg.version import VERSION

# Characters and pages that are taken through the steps together: enough for each step to find its tables in the
# processor's cache, few enough for memory.
_BATCH, _BATCH_PAGES = 60_000, 64
_MOST_NEW = 200_000  # values of containers made between two passes of the garbage collector


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
    with few_collections():
        return _build(documents, words, progress, decisions)


@contextmanager
def few_collections() -> Iterator[None]:
    """No pass of the garbage collector amid a batch: a build makes many small values and no cycles of its own.

    `collect` looks for those of others (readers of files, bars of progress) between batches, when little is alive (a
    fifth of the time by default, a thirtieth with a higher threshold).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():  # what was made goes to the old values, without a pass over it
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def collect(own: int = 0) -> int:
    """One pass over what is new since the last one, if much of it is not the build's `own`; how much of that is left.

    What the steps have made lies in no cycle: a pass would look through the growing graph for nothing.
    """
    if gc.get_count()[0] - own <= _MOST_NEW:
        return own
    gc.collect(0)
    return 0


def _build(
    documents: Iterable[Document | Skip], words: Analyzer, progress: Progress | None, decisions: Decisions
) -> tuple[Knowledge, Report]:
    collection = Collection(words.name, decisions)
    own = 0  # values of containers that the steps have made since the last pass of the garbage collector
    for batch in _batches(documents):
        own -= gc.get_count()[0]
        pages = []
        for document in batch:
            if isinstance(document, Skip):
                collection.skip(document)
            else:
                pages.append(document)
        for page, records in zip(pages, record_pages(pages, words), strict=True):
            if isinstance(records, Skip):
                collection.skip(records)
            else:
                collection.add(describe_page(page, len(records)), records)
            if progress is not None:
                own += gc.get_count()[0]
                progress(page)
                own -= gc.get_count()[0]
        own = collect(own + gc.get_count()[0])
    return collection.finish()


def record_pages(pages: list[Document], words: Analyzer) -> Iterator[list[Record] | Skip]:
    """What the articles of each page say; a page on which a rule fails costs no other, and no build of a night."""
    try:
        found = extract_documents(pages, words)
    except Exception as error:
        if len(pages) > 1:
            for page in pages:
                yield from record_pages([page], words)
        else:
            yield _failure(pages[0], error)
        return
    found.reverse()
    for page in pages:
        drafts = found.pop()  # each page is freed while the processor's cache still has it
        try:
            records = [to_record(draft) for draft in drafts]
        except Exception as error:
            yield _failure(page, error)
        else:
            del drafts
            yield records


def _failure(page: Document, error: Exception) -> Skip:
    reason = f"a rule fails on this page, please report it: {type(error).__name__}: {error}"
    return Skip(source=page.source, step="extract", reason=reason)


def _batches(documents: Iterable[Document | Skip]) -> Iterator[list[Document | Skip]]:
    """Pages by the dozen, as they are read from one step to the next."""
    batch: list[Document | Skip] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += 0 if isinstance(document, Skip) else len(document.text)
        if size >= _BATCH or len(batch) >= _BATCH_PAGES:
            yield batch
            batch, size = [], 0
    yield batch


class Collection:
    """What the pages of a build say, page by page in any order; `finish` gives the graph and the report.

    `confidence` maps the figures that rules give to how often they are right; without it, the table of the lexicon.
    """

    def __init__(
        self, analyzer: str, decisions: Decisions = NO_DECISIONS, *, confidence: Confidence | None = None
    ) -> None:
        self.analyzer = analyzer
        """The name of the analyzer, for the report."""
        self._decisions = decisions
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
        self._pages.append(page)

    def finish(self) -> tuple[Knowledge, Report]:
        """The graph of all pages and the report; the same for every order of them."""
        knowledge = self._assembler.finish(self._resolution.names(self._decisions.apart()))
        knowledge, outcomes = decide(knowledge, self._decisions)
        dropped = self._dropped + self._assembler.dropped
        classes = Counter(map(attrgetter("type"), knowledge.entities))
        predicates = Counter(map(attrgetter("predicate"), knowledge.facts))
        return knowledge, report_pages(self.analyzer, self._pages, dropped, classes, predicates, outcomes)


def report_pages(
    analyzer: str,
    pages: Iterable[dict[str, str]],
    dropped: Iterable[Skip],
    classes: Mapping[str, int],
    predicates: Mapping[str, int],
    outcomes: Iterable[Outcome],
) -> Report:
    """The report on a build: its pages (see `describe_page`), what was dropped, and what the graph has how often."""
    pages = sorted(pages, key=lambda page: page["source"])
    told = [*dropped, *(outcome.as_skip() for outcome in outcomes if outcome.drops)]
    told += [
        Skip(source=page["source"], step="split", reason="no article found in the page")
        for page in pages
        if page["articles"] == "0"
    ]
    return Report(
        version=VERSION,
        analyzer=analyzer,
        documents=tuple(pages),
        articles=sum(int(page["articles"]) for page in pages),
        characters=sum(int(page["characters"]) for page in pages),
        entities={name: classes.get(name, 0) for name in (*CLASSES, "Article")},
        relations={name: predicates.get(name, 0) for name in RELATIONS},
        decisions=tuple(
            outcome.as_row() for outcome in sorted(outcomes, key=lambda o: (o.decision.source, o.decision.line))
        ),
        dropped=tuple(sorted(told, key=lambda skip: (skip.source, skip.step, skip.reason))),
    )


def extract_document(document: Document, analyzer: Analyzer) -> list[Draft]:
    """What each article of a page says, before anything is compared across pages."""
    return extract_documents([document], analyzer)[0]


def extract_documents(documents: Sequence[Document], analyzer: Analyzer) -> list[list[Draft]]:
    """What each article of some pages says, page by page; no page has a bearing on another."""
    lexicon = load_lexicon()
    # What is read together: a page, or a sheet of one that is larger than any printed page.
    sheets: list[tuple[int, int]] = []  # the page, and how many articles of it
    articles: list[tuple[Article, list[int]]] = []
    for number, (document, said) in enumerate(zip(documents, split_pages(documents), strict=True)):
        lines = line_starts(document.text)
        for group in group_articles(said):
            sheets.append((number, len(group)))
            articles += [(article, lines) for article in group]
    drafts = [Draft(passage) for passage in read_passages(articles, analyzer, lexicon)]
    pages: list[list[Draft]] = [[] for _ in documents]
    groups: list[list[Draft]] = []
    rest = iter(drafts)
    for number, size in sheets:
        groups.append(list(islice(rest, size)))
        pages[number] += groups[-1]
    if analyzer.alone:
        extract_alone(drafts, lexicon)
        return pages
    chains = iter([find_chains(draft.passage, lexicon) for draft in drafts])
    for found in groups:
        Referrer(lexicon).resolve(found, list(islice(chains, len(found))))
    extract(drafts, lexicon)
    for found in groups:
        find_within(found, lexicon.gazetteer)
    return pages


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
