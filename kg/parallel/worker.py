"""A worker: reads files and says what their articles say, piece of work by piece of work, until there is no more."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

from kg.model import Document, Skip
from kg.parallel.pool import own_pipes, read_frame, write_frame
from kg.parallel.work import Found, Hello, Lost, Read, Said, Setup, Work, read_setup, read_work, to_bytes


def main() -> None:
    """Work until nobody gives any more."""
    work, answers = own_pipes()
    try:
        setup = read_frame(work)
        if setup is None:
            return
        labour = _prepare(read_setup(setup))
        write_frame(answers, to_bytes(labour if isinstance(labour, Hello) else Hello(analyzer=labour.analyzer.name)))
        if isinstance(labour, Hello):
            return
        while (piece := read_frame(work)) is not None:
            write_frame(answers, to_bytes(list(labour.do(read_work(piece)))))
    except BrokenPipeError:
        pass  # nobody wants the answer
    # At once: what is left would only be taken apart.
    os._exit(0)


def _prepare(setup: Setup) -> Labour | Hello:
    from kg.errors import KgError

    gc.set_threshold(200_000, 50, 50)  # as kg.pipeline does for a build
    try:
        labour = Labour(setup)
    except KgError as error:
        return Hello(error=str(error))
    gc.freeze()
    return labour


class Labour:
    """Does work with the analyzer of its setup.

    Raises: AnalyzerError.
    """

    def __init__(self, setup: Setup) -> None:
        from kg.analyze import load_analyzer
        from kg.lexicon import load_lexicon

        self._setup = setup
        self.analyzer = load_analyzer(setup.analyzer)
        load_lexicon()

    def do(self, work: Work) -> Iterator[Found]:
        """What a piece of work gives, page by page."""
        from kg.pipeline import describe_page, record_pages
        from kg.read import read_file

        pages = list(work.documents)
        for file in work.files:
            path = Path(os.fsdecode(file.path))
            for page in read_file(path, file.name, self._setup.published, self._setup.columns):
                if isinstance(page, Skip):
                    yield Lost(page)
                else:
                    pages.append(page)
        if work.reading:
            yield from map(Read, pages)
            return
        for page, records in zip(pages, record_pages(pages, self.analyzer), strict=True):
            text: Document | None = page if work.texts else None
            if isinstance(records, Skip):
                yield Lost(records, text)
            else:
                yield Said(describe_page(page, len(records)), records, text)
