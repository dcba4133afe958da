"""The named queries on a large graph in the embedded store, and on a small one beside rdflib.

    python -m benchmarks.stores [--triples 10000000] [--small 100000] [--rounds 5] [--folder DIR] [--json]

The graph is made up (`benchmarks.load`). Load time is CPU time of the process and its threads; latencies are wall time
of whole queries, on a store opened for reading. rdflib gets the small graph only: it needs 2.7 KB of memory a triple
and seconds a query on a million of them; a query that takes either longer than a minute is given up. The machine may be
busy.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.load import write_graph
from kg.query import NamedQuery, named_queries

GIVEN = {
    "agency": "第7公安局", "name": "第7公安局", "region": "第7区", "person": "王建军", "initiative": "护路",
    "event": "演练7-0", "from": "2023-01-01", "to": "2023-12-31", "word": "演练", "page": "报道7", "article": "报道7",
    "indicator": "接警",
}  # fmt: skip
LIMIT = 60
"""Seconds after which a query is given up."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--triples", type=int, default=10_000_000)
    parser.add_argument("--small", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="where the stores are kept; else they are temporary")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        figures = {
            "large": on_disk(Path(folder) / "large", options.triples, options.rounds),
            "small": on_disk(Path(folder) / "small", options.small, options.rounds),
            "rdflib": in_rdflib(Path(folder) / "small.nt"),
        }
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0


def on_disk(folder: Path, triples: int, rounds: int) -> dict[str, Any]:
    """Load time, size, start-up and latencies of a store on disk."""
    import pyoxigraph

    source = folder.with_suffix(".nt")
    count, _ = write_graph(source, triples)
    start, wall = time.process_time(), time.monotonic()
    store = pyoxigraph.Store(str(folder))
    store.bulk_load(path=source, format=pyoxigraph.RdfFormat.N_TRIPLES)
    loaded, waited = time.process_time() - start, time.monotonic() - wall
    store.optimize()
    store.flush()
    del store
    start = time.process_time()
    pyoxigraph.Store.read_only(str(folder))
    opening = time.process_time() - start
    took = {named.name: apart(folder, named.name, rounds) for named in named_queries()}
    return {
        "triples": count,
        "load_cpu_seconds": round(loaded, 1),
        "load_wall_seconds": round(waited, 1),
        "open_cpu_seconds": round(opening, 3),
        "bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        "queries": took,
    }


def apart(folder: Path, name: str, rounds: int) -> list[float]:
    """What `latencies` gives of a named query, in a process of its own: nothing else stops a query that never ends."""
    code = "import sys; from benchmarks.stores import answer; answer(*sys.argv[1:])"
    command = [sys.executable, "-c", code, str(folder), name, str(rounds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT * rounds)
    except subprocess.TimeoutExpired:
        return []
    found: list[float] = json.loads(done.stdout)
    return found


def answer(folder: str, name: str, rounds: str) -> None:
    """Print the latencies of a named query."""
    import pyoxigraph

    from kg.query import query

    (named,) = (named for named in named_queries() if named.name == name)
    opened = pyoxigraph.Store.read_only(folder)
    print(json.dumps(latencies(partial(query, opened, named.text, given(named)), int(rounds))))


def in_rdflib(source: Path) -> dict[str, Any]:
    """The same of rdflib, on the small graph, in a process of its own, three rounds."""
    code = "import sys; from pathlib import Path; from benchmarks.stores import child; child(Path(sys.argv[1]), 3)"
    done = subprocess.run([sys.executable, "-c", code, str(source)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def child(source: Path, rounds: int) -> None:
    """Print what `in_rdflib` gives."""
    import rdflib

    from kg.query.syntax import put_in
    from kg.schema import DEFAULT_BASE, PREFIXES

    start = time.process_time()
    graph = rdflib.Graph()
    graph.parse(source, format="nt")
    loaded = time.process_time() - start
    spaces = {**PREFIXES, "id": DEFAULT_BASE}
    signal.signal(signal.SIGALRM, _too_slow)

    def ask(named: NamedQuery) -> object:
        signal.alarm(LIMIT)
        try:
            return list(graph.query(put_in(named.text, given(named)), initNs=spaces))
        finally:
            signal.alarm(0)

    took = {named.name: latencies(partial(ask, named), rounds) for named in named_queries()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"triples": len(graph), "load_cpu_seconds": round(loaded, 1), "bytes": peak, "queries": took}))


def _too_slow(*_: object) -> None:
    raise TimeoutError


def given(named: NamedQuery) -> dict[str, str]:
    """A value for each parameter: one that something in the graph bears, where there is such a thing."""
    values = {p.name: p.default for p in named.parameters if p.default is not None}
    return values | {p.name: GIVEN.get(p.name, "第7公安局") for p in named.parameters if p.default is None}


def latencies(ask: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, sorted; empty where it was given up."""
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        try:
            ask()
        except TimeoutError:
            return []
        took.append(1000 * (time.perf_counter() - start))
    return [round(one, 2) for one in sorted(took)]


def table(figures: dict[str, Any]) -> str:
    """The figures as Markdown."""
    large, small, rdflib = figures["large"], figures["small"], figures["rdflib"]
    head = (
        "",
        f"embedded store, {large['triples']:,}",
        f"embedded store, {small['triples']:,}",
        f"rdflib, {rdflib['triples']:,}",
    )
    rows = [
        ("load, CPU s", *(f"{one['load_cpu_seconds']:g}" for one in (large, small, rdflib))),
        ("on disk (rdflib: in memory), MB", *(f"{one['bytes'] / 1e6:,.0f}" for one in (large, small, rdflib))),
        ("open, CPU s", f"{large['open_cpu_seconds']:g}", f"{small['open_cpu_seconds']:g}", ""),
        *((f"`{name}`", *(shown(one["queries"][name]) for one in (large, small, rdflib))) for name in large["queries"]),
    ]
    lines = ["| " + " | ".join(row) + " |" for row in (head, ("---", "--:", "--:", "--:"), *rows)]
    return "\n".join(lines)


def shown(took: list[float]) -> str:
    """Median and longest."""
    return f"{took[len(took) // 2]:,.1f} / {took[-1]:,.1f}" if took else f"> {LIMIT:,} s"


if __name__ == "__main__":
    sys.exit(main())
