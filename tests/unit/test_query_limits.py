"""What ends a query that costs too much, or that nobody waits for any longer."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.cli.waiting import is_left, within
from kg.errors import QueryError
from kg.model import Entity, Fact, Knowledge
from kg.query import load, query

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?a{at} ?b{at} ?c{at}" for at in range(9)) + " }"
GRAPH = Knowledge(
    tuple(Entity(id=f"agency/{at}", type="Agency", label=f"第{at}局") for at in range(9)),
    tuple(Fact(subject=f"agency/{at}", predicate="partOf", object="agency/0") for at in range(1, 9)),
)


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    """`kg query` with a query that would take longer than anybody lives."""
    GRAPH.write(folder, ["turtle"])
    command = [sys.executable, "-m", "kg", "query", str(folder), "-q", ENDLESS, *options]
    # A job in the background of a shell is started with interrupts ignored, and would pass that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux lists the threads of a process")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_query_that_runs(tmp_path: Path, number: int, code: int) -> None:
    process = start(tmp_path)
    try:
        deadline = time.monotonic() + 60
        while len(list(Path(f"/proc/{process.pid}/task").iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)  # from the start of its thread into the query
        process.send_signal(number)
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, output) == (code, "")
    assert "Traceback" not in errors
    assert ("interrupted" in errors) is (number == signal.SIGINT)


def test_a_deadline_ends_a_query_that_runs(tmp_path: Path) -> None:
    process = start(tmp_path, "--timeout", "0.5")
    try:
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, output) == (2, "")
    assert errors == "kg: query: no answer within 0.5 s — make the query narrower, or raise --timeout\n"


def test_more_rows_than_allowed_are_an_error_and_never_a_part() -> None:
    store = load(GRAPH)
    for text in ("SELECT ?a ?b { ?a kg:partOf ?b }", "CONSTRUCT { ?b kg:has ?a } { ?a ?p ?b , ?c . ?a kg:partOf ?b }"):
        assert query(store, text, rows=8) == query(store, text)
        with pytest.raises(QueryError, match=r"more than 7 rows.*LIMIT"):
            query(store, text, rows=7)
    assert query(store, "ASK { ?a ?b ?c }", rows=1).boolean is True


def test_what_is_waited_for_is_given_or_raised() -> None:
    def fail() -> None:
        raise ValueError("so")

    assert within(None, lambda: 7, "query") == 7
    with pytest.raises(ValueError, match="so"):
        within(60, fail, "query")
    assert not is_left()
