"""How the time of a build is shared among its steps: the real pipeline, with a stopwatch around each step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import kg.analyze
import kg.extract
import kg.pipeline
import kg.split
from kg.analyze.lexicon import LexiconAnalyzer
from kg.assemble import Assembler
from kg.refer import Referrer
from kg.resolve import Resolution

NAMES = ("read", "layout", "split", "words", "analyze", "chains", "refer")
"""The steps before the extractors, in order; `words` is cutting and tagging, `analyze` the rest of making a passage."""


class Stopwatch:
    """CPU seconds by step, each without the steps that it calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stack: list[str] = []
        self._since = 0.0

    def _switch(self) -> None:
        now = time.process_time()
        if self._stack:
            step = self._stack[-1]
            self.seconds[step] = self.seconds.get(step, 0.0) + now - self._since
        self._since = now

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time inside for a step."""
        self._switch()
        self._stack.append(name)
        try:
            yield
        finally:
            self._switch()
            self._stack.pop()

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted for a step."""

        def timed(*arguments: Any, **options: Any) -> Any:
            with self.step(name):
                return function(*arguments, **options)

        return timed


@contextmanager
def watch_steps() -> Iterator[Stopwatch]:
    """While inside, the pipeline's steps in this process are timed; a step that is renamed there fails here."""
    watch = Stopwatch()
    extractors = tuple((name, watch.around(name, find)) for name, find in kg.extract.EXTRACTORS)
    with ExitStack() as stack:
        for name, owner, attribute in (
            ("layout", kg.split, "blocks_of"),
            ("split", kg.pipeline, "split_pages"),
            ("words", LexiconAnalyzer, "tokens"),
            ("analyze", kg.pipeline, "read_passages"),
            ("chains", kg.pipeline, "find_chains"),
            ("refer", Referrer, "resolve"),
            ("within", kg.pipeline, "find_within"),
            ("records", kg.pipeline, "to_record"),
            ("resolve", Resolution, "names"),
            ("assemble", Assembler, "add"),
            ("assemble", Assembler, "finish"),
        ):
            stack.enter_context(patch.object(owner, attribute, watch.around(name, getattr(owner, attribute))))
        stack.enter_context(patch.object(kg.extract, "EXTRACTORS", extractors))
        yield watch


def shares(watch: Stopwatch) -> list[tuple[str, float]]:
    """The steps in the order in which they run, each with its part of the whole."""
    after = [name for name in watch.seconds if name not in NAMES]
    order = (*NAMES, *(name for name, _ in kg.extract.EXTRACTORS), "within", "records", "resolve", "assemble")
    names = [name for name in order if name in watch.seconds] + [name for name in after if name not in order]
    whole = sum(watch.seconds.values()) or 1.0
    return [(name, watch.seconds[name] / whole) for name in names]
