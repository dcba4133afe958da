"""One writer at a time: a lock that the system drops when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

_HOLDER = "writer"


@contextmanager
def lock(folder: Path, command: str) -> Iterator[None]:
    """Hold the lock of a store for a command; readers are not kept out.

    Raises: StoreError, at once, while another process holds it; the message says which.
    """
    # SQLite's own file locks: the same on every system, and gone with the process. A file of its own, since the pages'
    # is to be read meanwhile.
    connection = sqlite3.connect(folder / "lock", timeout=0, isolation_level=None)
    try:
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise StoreError(
                f"{_holder(folder)} is writing to this store",
                source=str(folder),
                remedy="try again when it has finished; reading goes on meanwhile",
            ) from error
        (folder / _HOLDER).write_text(f"kg {command} (process {os.getpid()})", encoding="utf-8")
        yield
    finally:
        if connection.in_transaction:
            (folder / _HOLDER).unlink(missing_ok=True)
        connection.close()


def _holder(folder: Path) -> str:
    with contextlib.suppress(OSError):
        return (folder / _HOLDER).read_text(encoding="utf-8") or "another process"
    return "another process"
