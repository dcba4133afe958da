"""What a request may cost."""

from __future__ import annotations

import os

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of the server; every one really stops what goes beyond it."""

    seconds: float = 15.0
    """Of wall time for one query; then it is killed, and the answer is 504."""
    rows: int = 100_000
    """Rows or triples of one answer; more is an error, never a part of the answer."""
    answer_bytes: int = 64_000_000
    """Of one answer."""
    memory_bytes: int = 1_000_000_000
    """That one query may take beside the graph."""
    request_bytes: int = 200_000
    """Of a request's body."""
    running: int = max(2, os.cpu_count() or 2)
    """Queries at a time."""
    waiting: int = 32
    """Queries that may wait for their turn; for one more the answer is 429."""
    body_seconds: float = 10.0
    """For a request's body to arrive."""
