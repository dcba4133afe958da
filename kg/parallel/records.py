"""What pages say, worked out by several processes, in whatever order they come back; no page is lost over another."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kg.errors import AnalyzerError, KgError
from kg.model import Document, Skip
from kg.parallel.pool import Ended, Pool
from kg.parallel.work import File, Found, Lost, Read, Said, Setup, Work, read_found, read_hello, to_bytes
from kg.read import printable

WORKER = "kg.parallel.worker"
_TRIES = 2
"""Whoever kills a worker may mean its memory and not the page: a page is given up when it ends so many, alone."""


class _Task(msgspec.Struct, frozen=True):
    work: Work
    tries: int = 0

    @property
    def alone(self) -> bool:
        return len(self.work.files) + len(self.work.documents) == 1


class Records:
    """Workers for work; a context manager, which ends them.

    `find` is for a whole build; `put`, `take` and `full` for those who put pages in as they come.
    """

    def __init__(self, setup: Setup, jobs: int) -> None:
        self._pool: Pool[_Task] = Pool(WORKER, to_bytes(setup), jobs)
        self._found: deque[Said | Lost] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.__exit__(kind, error, at)

    @property
    def analyzer(self) -> str:
        """The name of the workers' analyzer; known when the first of them is ready."""
        return read_hello(self._pool.hello).analyzer

    @property
    def full(self) -> bool:
        """Whether so much work waits that more would only take memory."""
        return self._pool.waiting >= self._pool.room

    @property
    def idle(self) -> bool:
        """Whether nothing is to be taken."""
        return not self._pool.waiting and not self._found

    def find(self, works: Iterable[Work | Skip]) -> Iterator[Said | Lost]:
        """What all pages say; work is asked for as it is done."""
        for work in works:
            if isinstance(work, Skip):
                self._found.append(Lost(work))
            else:
                self.put(work)
            while self.full or self._found:
                yield self.take()
        while not self.idle:
            yield self.take()

    def put(self, work: Work) -> None:
        """Add work."""
        self._give(_Task(work))

    def take(self) -> Said | Lost:
        """What one more page says; there must be some.

        Raises: AnalyzerError if workers can't have their analyzer; KgError if they can't be started.
        """
        while not self._found:
            task, answer = self._pool.take()
            if isinstance(answer, Ended):
                self._again(task, answer)
                continue
            for one in read_found(answer):
                self._sort(one, task)
        return self._found.popleft()

    def _sort(self, one: Found, task: _Task) -> None:
        if isinstance(one, Read):  # of a file that had ended its worker: now each of its pages by itself
            self._give(_Task(Work(documents=(one.document,), texts=task.work.texts), 1))
        else:
            self._found.append(one)

    def _give(self, task: _Task) -> None:
        self._pool.put(task, to_bytes(task.work))

    def _again(self, task: _Task, ended: Ended) -> None:
        """Do work over that has ended its worker: each page by itself, and a file first only read."""
        if not self._pool.hello:
            raise KgError(f"a worker can't work: {ended.how}", remedy="do without: --jobs 1")
        hello = read_hello(self._pool.hello)
        if hello.error:
            raise AnalyzerError(hello.error)
        work = task.work
        if not task.alone or not (task.tries or work.reading):
            for file in work.files:
                self._give(_Task(Work(files=(file,), reading=True, texts=work.texts), 1))
            for document in work.documents:
                self._give(_Task(Work(documents=(document,), texts=work.texts), 1))
        elif task.tries < _TRIES:
            self._give(_Task(work, task.tries + 1))
        else:
            self._found.append(_lost(work, ended))


def _lost(work: Work, ended: Ended) -> Lost:
    reason = f"its worker ended {ended.how}, {_TRIES + 1} times over"
    if work.files:
        return Lost(Skip(source=_source(work.files[0]), step="read", reason=reason))
    document: Document = work.documents[0]
    skip = Skip(source=document.source, step="extract", reason=reason)
    return Lost(skip, document if work.texts else None)


def _source(file: File) -> str:
    return printable(Path(os.fsdecode(file.path)))
