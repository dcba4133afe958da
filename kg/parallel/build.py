"""A build on one process or on several."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg import pipeline
from kg.decisions import find_decisions, read_decisions
from kg.errors import ReadError
from kg.model import Document, Knowledge, Progress, Report, Skip
from kg.parallel.jobs import choose_jobs
from kg.parallel.records import Records
from kg.parallel.work import File, Said, Setup, Work
from kg.read import check_columns, find_pages, page_size, parse_date, printable, read_file
from kg.read.find import STANDARD_INPUT, name_pages

_BYTES, _PAGES = 180_000, 64
"""Of pages that make up one piece of work: some tenths of a second, and what the steps do best (see kg.pipeline)."""
_MANY = frozenset((".zip", ".jsonl", ".ndjson", ".json", ".csv", ".tsv"))
"""Files of any number of pages: they are read here, as a stream, so that all workers have a share in them."""


def build(
    paths: Iterable[str | Path],
    *,
    jobs: int | None = 1,
    published: str | None = None,
    analyzer: str = "auto",
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    decisions: str | Path | None = None,
) -> tuple[Knowledge, Report]:
    """The graph of some pages and the report of the build, as `kg.pipeline.build` gives them, on `jobs` processes.

    None for `jobs`: as `choose_jobs` chooses. `progress` is called after each page, in no order.

    Raises: ReadError, UsageError, AnalyzerError, DecisionError.
    """
    from kg.analyze import choose_analyzer

    paths = list(paths)
    analyzer, _ = choose_analyzer(analyzer)
    size = 0
    if jobs is None:
        size = sum(page_size(page) for page in find_pages(paths) if isinstance(page, Path))
    jobs = choose_jobs(jobs, size, analyzer)
    if jobs == 1:
        return pipeline.build(
            paths,
            published=published,
            analyzer=analyzer,
            columns=columns,
            progress=progress,
            decisions=decisions,
        )
    verdicts = read_decisions([Path(decisions)] if decisions is not None else find_decisions(paths))
    option = parse_date(published, option=True) if published else None
    setup = Setup(analyzer, option, dict(check_columns(columns or {})))
    found = find_pages(paths)
    pages = [page for page in found if isinstance(page, Path)]
    unread: list[Skip] = []
    with Records(setup, jobs) as records, pipeline.few_collections():
        collection = pipeline.Collection("", verdicts)
        for page in found:
            if isinstance(page, Skip):
                collection.skip(page)
        some = False
        for one in records.find(_works(pages, setup, progress is not None)):
            if isinstance(one, Said):
                collection.add(one.page, one.records)
            else:
                collection.skip(one.skip)
                if one.skip.step == "read":
                    unread.append(one.skip)
            some = some or isinstance(one, Said) or one.skip.step != "read"
            pipeline.collect()
            if progress is not None and one.document is not None:
                progress(one.document)
        if not some and unread:
            raise _nothing_read(unread, pages)
        collection.analyzer = records.analyzer
        return collection.finish()


def _nothing_read(unread: list[Skip], pages: list[Path]) -> ReadError:
    """What `kg.read.read_documents` says where no page can be read, of the last of them in their order."""
    places = {printable(page): number for number, page in enumerate(pages)}

    def place(skip: Skip) -> int:
        source = skip.source
        while source not in places and "/" in source:  # a page of an archive or a table
            source = source.rpartition("/")[0]
        return places.get(source, -1)

    last = max(reversed(unread), key=place)
    return ReadError(
        f"not one of {len(pages)} page(s) can be read; the last: {last.reason}",
        source=last.source,
        remedy="give at least one page of text",
    )


def _works(pages: list[Path], setup: Setup, texts: bool) -> Iterator[Work | Skip]:
    """Pieces of work of about the same size; `texts`: with the pages' texts in the answers."""
    ids = name_pages(pages)
    files: list[File] = []
    size = 0
    for page in pages:
        if page == STANDARD_INPUT or page.suffix.lower() in _MANY:
            yield from _read_here(page, ids[page], setup, texts)
            continue
        files.append(File(os.fsencode(page), ids[page]))
        size += page_size(page)
        if size >= _BYTES or len(files) >= _PAGES:
            yield Work(files=tuple(files), texts=texts)
            files, size = [], 0
    if files:
        yield Work(files=tuple(files), texts=texts)


def _read_here(path: Path, name: str, setup: Setup, texts: bool) -> Iterator[Work | Skip]:
    documents: list[Document] = []
    size = 0
    for page in read_file(path, name, setup.published, setup.columns):
        if isinstance(page, Skip):
            yield page
            continue
        documents.append(page)
        size += 3 * len(page.text)  # bytes of UTF-8
        if size >= _BYTES or len(documents) >= _PAGES:
            yield Work(documents=tuple(documents), texts=texts)
            documents, size = [], 0
    if documents:
        yield Work(documents=tuple(documents), texts=texts)
