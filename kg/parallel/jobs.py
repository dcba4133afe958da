"""How many processes a build takes where nobody says."""

from __future__ import annotations

import os

from kg.errors import UsageError

LARGE = 6_000_000
"""Bytes of pages from which on a build takes all processors: less is read before further workers have loaded their
tables (a second of CPU time and some 150 MB each)."""
MOST = 512


def count_processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # a container or taskset may leave fewer than the machine has
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def choose_jobs(wanted: int | None, size: int, analyzer: str) -> int:
    """The number of processes: the one asked for, else one a processor for large inputs and the lexicon, else one.

    `size` are the bytes of the pages. A model (`hanlp:…`) is held in memory by each worker, so it is never multiplied
    unasked; where it reckons on several threads of its own, it gains nothing either.

    >>> choose_jobs(3, 0, "lexicon"), choose_jobs(None, 1000, "lexicon")
    (3, 1)

    Raises: UsageError for a number that is none of processes.
    """
    if wanted is not None:
        if not 1 <= wanted <= MOST:
            raise UsageError(f"{wanted} is no number of processes", place="--jobs", remedy=f"from 1 to {MOST}")
        return wanted
    return count_processors() if size >= LARGE and analyzer == "lexicon" else 1
