"""Mixed requests on a graph of a million triples: `python -m benchmarks.load [--seconds 45] [--clients 8]`.

The graph is made up (agencies in a tree, regions, events with dates, mentions); the client is threads over kept-alive
connections. Prints latency percentiles by kind of request, errors, and the memory of server, keeper and workers.
"""

from __future__ import annotations

import argparse
import http.client
import random
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote, urlencode

from kg.schema import DEFAULT_BASE, NS, PREFIXES
from tests.served import Served

_LABEL, _TYPE = f"<{PREFIXES['skos']}prefLabel>", f"<{PREFIXES['rdf']}type>"
_DATE = f"^^<{PREFIXES['xsd']}date>"


def write_graph(path: Path, triples: int) -> int:
    """Write about so many triples as N-Triples; how many there are."""
    chance = random.Random(1)
    count = 0
    with path.open("w", encoding="utf-8") as file:

        def say(subject: str, predicate: str, value: str) -> None:
            nonlocal count
            file.write(f"<{DEFAULT_BASE}{subject}> {predicate} {value} .\n")
            count += 1

        def link(subject: str, relation: str, other: str) -> None:
            say(subject, f"<{NS}{relation}>", f"<{DEFAULT_BASE}{other}>")

        for region in range(1000):
            say(f"region/{region}", _TYPE, f"<{NS}Region>")
            say(f"region/{region}", _LABEL, f'"第{region}区"@zh')
            if region:
                link(f"region/{region}", "within", f"region/{(region - 1) // 10}")
        agency = 0
        while count < triples:
            name = f"agency/{agency}"
            say(name, _TYPE, f"<{NS}Agency>")
            say(name, _LABEL, f'"第{agency}公安局"@zh')
            link(name, "jurisdiction", f"region/{agency % 1000}")
            if agency:
                link(name, "partOf", f"agency/{(agency - 1) // 8}")
            for number in range(3):
                event, day = f"event/{agency}-{number}", f"202{chance.randrange(6)}-0{1 + chance.randrange(9)}-15"
                say(event, _TYPE, f"<{NS}Event>")
                say(event, _LABEL, f'"{chance.choice(("演练", "会议", "救援", "检查"))}{agency}-{number}"@zh')
                say(event, f"<{NS}begin>", f'"{day}"{_DATE}')
                say(event, f"<{NS}end>", f'"{day}"{_DATE}')
                say(event, f"<{NS}time>", f'"{day}"')
                link(name, "organizes", event)
                link(event, "takesPlaceIn", f"region/{chance.randrange(1000)}")
                link(f"article/{agency}", "mentions", event)
            say(f"article/{agency}", _TYPE, f"<{NS}Article>")
            say(f"article/{agency}", f"<{PREFIXES['dcterms']}title>", f'"报道{agency}"@zh')
            link(f"article/{agency}", "mentions", name)
            agency += 1
    return count


def requests(chance: random.Random) -> tuple[str, str]:
    """A kind of request and its path."""

    def query(text: str) -> str:
        return "/sparql?" + urlencode({"query": text})

    number = chance.randrange(30_000)
    return chance.choice(
        [
            ("one thing", query(f"SELECT * {{ <{DEFAULT_BASE}agency/{number}> ?p ?o }}")),
            ("by name", query(f'SELECT ?e {{ ?a skos:prefLabel "第{number}公安局"@zh ; kg:organizes ?e }}')),
            ("path up", query(f"SELECT ?s {{ <{DEFAULT_BASE}agency/{number}> kg:partOf+ ?s }}")),
            ("path down", query(f"SELECT ?u {{ ?u kg:partOf+ <{DEFAULT_BASE}agency/{1 + number % 500}> }} LIMIT 1000")),
            ("count by type", query("SELECT ?t (COUNT(*) AS ?n) { ?x a ?t } GROUP BY ?t")),
            (
                "period",
                query(
                    "SELECT (COUNT(*) AS ?n) { ?e kg:begin ?b "
                    'FILTER(?b >= "2024-01-01"^^xsd:date && ?b < "2024-03-01"^^xsd:date) }'
                ),
            ),
            ("page", f"/id/agency/{number}"),
            ("search", f"/api/search?q={quote(f'第{number}公')}"),
            ("neighbourhood", f"/api/neighbourhood/agency/{number}"),
            ("ask", f"/api/ask?q={quote(f'第{number}公安局组织了什么活动？')}"),
        ]
    )


def memory(pid: int) -> int:
    """Bytes of a process and its children, shared pages counted once (proportional set size)."""
    total = 0
    for one in [pid, *_below(pid)]:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
        except OSError:  # it has ended meanwhile
            continue
    return total


def _below(pid: int) -> list[int]:
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [one for child in children for one in (child, *_below(child))]


def run(triples: int, seconds: float, clients: int) -> None:
    """The whole test; prints as it goes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.nt"
        count = write_graph(path, triples)
        began = time.monotonic()
        with Served(path, "--quiet", "--timeout", "20", "--waiting", "64") as server:
            print(f"{count:,} triples, ready after {time.monotonic() - began:.1f} s")
            before = memory(server.process.pid)
            took: dict[str, list[float]] = defaultdict(list)
            codes: dict[int, int] = defaultdict(int)
            stop = time.monotonic() + seconds
            lock = threading.Lock()

            def client(seed: int) -> None:
                chance = random.Random(seed)
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
                while time.monotonic() < stop:
                    kind, at = requests(chance)
                    start = time.perf_counter()
                    connection.request("GET", at, headers={"Accept": "*/*"})
                    response = connection.getresponse()
                    response.read()
                    passed = time.perf_counter() - start
                    with lock:
                        took[kind].append(passed)
                        codes[response.status] += 1

            threads = [threading.Thread(target=client, args=(seed,)) for seed in range(clients)]
            for thread in threads:
                thread.start()
            most = 0
            while any(thread.is_alive() for thread in threads):
                most = max(most, memory(server.process.pid))
                time.sleep(1)
            after = memory(server.process.pid)
    every = sorted(value for values in took.values() for value in values)
    print(f"{len(every):,} requests by {clients} clients in {seconds:g} s: {len(every) / seconds:.1f} a second")
    print("status: " + ", ".join(f"{code} × {number:,}" for code, number in sorted(codes.items())))
    print(f"memory: {before / 1e6:.0f} MB before, {most / 1e6:.0f} MB at most, {after / 1e6:.0f} MB after")
    print("| request | number | p50 ms | p95 ms | p99 ms | max ms |\n|---|--:|--:|--:|--:|--:|")
    for kind, values in [*sorted(took.items()), ("all", every)]:
        ordered = sorted(values)
        cells = " | ".join(
            f"{1000 * ordered[min(len(ordered) - 1, int(len(ordered) * q))]:.0f}" for q in (0.5, 0.95, 0.99, 1)
        )
        print(f"| {kind} | {len(values):,} | {cells} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=45)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    run(options.triples, options.seconds, options.clients)
