"""The named queries on large graphs in the embedded store, and on a small one beside rdflib.

    python -m benchmarks.stores [--triples 10000000] [--small 100000] [--rounds 3] [--folder DIR] [--json]

Two large graphs: one made up (`benchmarks.load`: agencies, regions, events and articles, nothing else, so that
every count goes over a tenth of the graph), and what kg itself builds from so many copies of the sample pages, which
is evidence for the most part. Load time is CPU time of the process and its threads; latencies are CPU and wall time of
whole queries, on a store opened for reading. rdflib gets the small made-up graph only: it needs 2.7 KB of memory a
triple and seconds a query on a million of them; it is asked in the plain forms of `tests/cases/queries`, since what is
fast for one engine is not for the other. A query that takes longer than a minute is given up. The machine may be busy.
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
from benchmarks.speed import make_corpus
from kg.pipeline import build_documents
from kg.query import NamedQuery, named_queries
from kg.rdf import to_ntriples, to_triples

MADE_UP = {
    "agency": "第7公安局", "name": "第7公安局", "region": "第7区", "subject": "第7公安局", "predicate": "partOf",
    "object": "第0公安局", "initiative": "护路", "source": "报道7", "from": "2023-03-01", "to": "2023-04-30",
}  # fmt: skip
OF_PAGES = {
    "agency": "{ ?unit kg:partOf/skos:prefLabel ?found }",
    "name": "{ ?article kg:mentions ?thing . ?thing a kg:Agency ; skos:prefLabel ?found }",
    "region": "{ ?part kg:within/skos:prefLabel ?found }",
    "source": "{ ?article a kg:Article ; dcterms:source ?found }",
}
"""What is there most often is asked for."""
IMPLEMENTS = """SELECT ?subject ?object { ?said rdf:predicate kg:implements ; rdf:subject ?a ; rdf:object ?b .
?a skos:prefLabel ?subject . ?b skos:prefLabel ?object } GROUP BY ?subject ?object
ORDER BY DESC(COUNT(*)) ?subject ?object LIMIT 1"""
ALWAYS = " (all days)"
"""Behind the name of a query that is asked without a period too."""
PLAIN = Path(__file__).parents[1] / "tests/cases/queries"
LIMIT = 60
"""Seconds after which a query is given up."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--triples", type=int, default=10_000_000)
    parser.add_argument("--small", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the stores are kept; else they are temporary")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        write_graph(folder / "made-up.nt", options.triples)
        write_pages(folder / "pages.nt", options.triples)
        write_graph(folder / "small.nt", options.small)
        figures = {file: on_disk(folder / file, options.rounds) for file in ("made-up", "pages", "small")}
        figures["rdflib"] = in_rdflib(folder / "small.nt")
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0


def write_pages(path: Path, triples: int) -> None:
    """Write at least so many triples, evidence included, as kg builds them from copies of the sample pages."""
    count, batch = 0, []
    with path.open("w", encoding="utf-8") as file:
        for number, copy in enumerate(make_corpus(Path("seeds"), triples // 10_000 + 10), start=1):
            batch += copy
            if number % 10 == 0:  # a graph of ten copies at a time: what several say is written twice and loaded once
                lines = to_ntriples(to_triples(build_documents(batch)[0]))
                count, batch = count + lines.count("\n"), []
                file.write(lines)
                if count >= triples:
                    return


def on_disk(folder: Path, rounds: int) -> dict[str, Any]:
    """Load time, size, start-up and latencies of a store on disk, loaded from the N-Triples beside it."""
    import pyoxigraph

    start = time.process_time()
    store = pyoxigraph.Store(str(folder))
    store.bulk_load(path=folder.with_suffix(".nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    loaded = time.process_time() - start
    store.optimize()
    store.flush()
    count = len(store)
    del store
    return {"triples": count, "load_cpu_seconds": round(loaded, 1)} | asked(folder, rounds)


def asked(folder: Path, rounds: int) -> dict[str, Any]:
    """Size, start-up and latencies of a store that is there."""
    import pyoxigraph

    start = time.process_time()
    store = pyoxigraph.Store.read_only(str(folder))
    opening = time.process_time() - start
    values = of_pages(store) if folder.name == "pages" else MADE_UP
    del store
    return {
        "open_cpu_seconds": round(opening, 3),
        "bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        "queries": {label: apart(folder, label, values, rounds) for label in labels()},
    }


def of_pages(store: Any) -> dict[str, str]:
    """What to ask a graph of pages for."""
    from kg.query import query

    values = {"predicate": "implements"}
    for name, pattern in OF_PAGES.items():
        most = f"SELECT ?found {pattern} GROUP BY ?found ORDER BY DESC(COUNT(*)) ?found LIMIT 1"
        values[name] = query(store, most).records()[0]["found"]
    found = query(store, IMPLEMENTS).records()[0]
    return values | found | {"initiative": found["object"]}


def labels() -> list[str]:
    """The names of the queries; one that asks for days comes twice."""
    found = []
    for named in named_queries():
        found += [named.name, named.name + ALWAYS] if given(named.name, {})[1].get("to") else [named.name]
    return found


def given(label: str, values: dict[str, str]) -> tuple[NamedQuery, dict[str, str]]:
    """The query of a label, and a value for each of its parameters."""
    (named,) = (named for named in named_queries() if named.name == label.removesuffix(ALWAYS))
    usual = {p.name: p.default for p in named.parameters if p.default is not None}
    if label.endswith(ALWAYS):
        return named, usual
    return named, usual | {p.name: values[p.name] for p in named.parameters if p.name in values}


def apart(folder: Path, label: str, values: dict[str, str], rounds: int) -> list[list[float]]:
    """What `latencies` gives of a named query, in a process of its own: nothing else stops a query that never ends."""
    code = "import sys; from benchmarks.stores import answer; answer(*sys.argv[1:])"
    command = [sys.executable, "-c", code, str(folder), label, json.dumps(values), str(rounds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT * rounds)
    except subprocess.TimeoutExpired:
        return []
    found: list[list[float]] = json.loads(done.stdout)
    return found


def answer(folder: str, label: str, values: str, rounds: str) -> None:
    """Print the latencies of a named query."""
    import pyoxigraph

    from kg.query import query

    named, params = given(label, json.loads(values))
    opened = pyoxigraph.Store.read_only(folder)
    print(json.dumps(latencies(partial(query, opened, named.text, params), int(rounds))))


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

    def ask(label: str) -> object:
        named, params = given(label, MADE_UP)
        plain = PLAIN / f"{named.name}.rq"
        text = plain.read_text(encoding="utf-8") if plain.exists() else named.text
        signal.alarm(LIMIT)
        try:
            return list(graph.query(put_in(text, params), initNs=spaces))
        finally:
            signal.alarm(0)

    took = {label: latencies(partial(ask, label), rounds) for label in labels()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"triples": len(graph), "load_cpu_seconds": round(loaded, 1), "bytes": peak, "queries": took}))


def _too_slow(*_: object) -> None:
    raise TimeoutError


def latencies(ask: Callable[[], object], rounds: int) -> list[list[float]]:
    """Milliseconds of each round, of processor and wall, sorted; empty where it was given up."""
    took = []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        try:
            ask()
        except TimeoutError:
            return []
        took.append([round(1000 * (time.process_time() - used), 1), round(1000 * (time.perf_counter() - start), 1)])
    return sorted(took)


def table(figures: dict[str, Any]) -> str:
    """The figures as Markdown; of each query the median of CPU time and the longest wall time."""
    names = {"made-up": "made up", "pages": "built from pages", "small": "made up", "rdflib": "rdflib, made up"}
    every = figures.values()
    rows = [
        ("triples", *(f"{name}, {figures[key]['triples']:,}" for key, name in names.items())),
        ("---", *["--:"] * len(names)),
        ("load, CPU s", *(f"{one['load_cpu_seconds']:g}" for one in every)),
        ("on disk (rdflib: in memory), MB", *(f"{one['bytes'] / 1e6:,.0f}" for one in every)),
        ("open, CPU s", *(f"{one['open_cpu_seconds']:g}" if "open_cpu_seconds" in one else "" for one in every)),
        *((f"`{label}`", *(shown(one["queries"][label]) for one in every)) for label in figures["small"]["queries"]),
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def shown(took: list[list[float]]) -> str:
    """Median of CPU time and the longest wall time, milliseconds."""
    if not took:
        return f"> {LIMIT:,} s"
    return f"{took[len(took) // 2][0]:,.0f} / {max(wall for _, wall in took):,.0f}"


if __name__ == "__main__":
    sys.exit(main())
