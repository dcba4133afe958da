"""Commands that are killed while they run; imported by the processes that run them, with all they need."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import kg.analyze.lexicon
import kg.export
import kg.pipeline
import kg.query
import kg.store.graph
import kg.store.pages
import kg.store.reading
import kg.write
from kg.cli import app
from kg.lexicon import load_lexicon
from tests.pages import read

load_lexicon()
read("平凉市公安局召开会议。\n")  # what is loaded at the first page is loaded now


def run(folder: str, arguments: list[str], statements: int) -> None:
    """Run a command in a folder; kill it before the SQL statement of that number, if it comes so far."""
    os.chdir(folder)
    kg.store.reading.BATCH = 100  # so that there is much to interrupt
    left = [statements]
    connect = sqlite3.connect

    def counting(*given: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*given, **options)
        connection.set_trace_callback(count)
        return connection

    def count(_: str) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    if statements:
        sqlite3.connect = counting  # type: ignore[assignment]
    with Path(os.devnull).open("w") as nothing, contextlib.redirect_stdout(nothing):
        try:
            app(arguments, standalone_mode=False)
        except SystemExit as error:
            sys.exit(error.code)
