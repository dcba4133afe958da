"""Waiting for compiled code: Ctrl-C, SIGTERM and a deadline end a command also while a query runs."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from kg.errors import QueryError

T = TypeVar("T")
_left: list[threading.Thread] = []


def within(seconds: float | None, work: Callable[[], T], source: str) -> T:
    """What `work` returns, done in a thread: Python sees a signal only between two steps of the main one, and a query
    is a single step. None waits for ever; `source` is what errors call the query.

    Raises: QueryError when it takes longer; what `work` raises.
    """
    done: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:  # whatever it is, it is raised where somebody waits
            done.put((None, error))

    thread = threading.Thread(target=run, daemon=True)
    _left.append(thread)
    thread.start()
    try:
        found, error = done.get(timeout=seconds)
    except queue.Empty:
        raise QueryError(
            f"no answer within {seconds:g} s", source=source, remedy="make the query narrower, or raise --timeout"
        ) from None
    thread.join()
    _left.remove(thread)
    if error is not None:
        raise error
    return found  # type: ignore[return-value]


def is_left() -> bool:
    """Whether something still runs that nobody waits for: nothing but the end of the process stops it."""
    return any(thread.is_alive() for thread in _left)
