"""Mixed requests on a graph of a million triples, by wrk: `python -m benchmarks.load [--seconds 60] [--clients 8]`.

The graph is made up (agencies in a tree, regions, events with dates, mentions). Prints latency percentiles by kind of
request, errors, the memory of server, keeper and workers, and what else kept the processors busy; `--write` puts it
into docs/serving.md. Ends with 1 if there was any error. wrk is a package of Debian and others: `apt-get install wrk`.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import quote, urlencode

import msgspec

from benchmarks.tree import Load, memory, processor, replace_part
from kg.schema import DEFAULT_BASE, NS, PREFIXES
from tests.served import Served

DOCUMENT = Path(__file__).parents[1] / "docs/serving.md"
_SCRIPT = Path(__file__).with_name("load.lua")
_REQUESTS = 20_000
_LABEL, _TYPE = f"<{PREFIXES['skos']}prefLabel>", f"<{PREFIXES['rdf']}type>"
_DATE = f"^^<{PREFIXES['xsd']}date>"


def write_graph(path: Path, triples: int) -> tuple[int, int]:
    """Write about so many triples as N-Triples; how many there are, and how many agencies."""
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
    return count, agency


def requests(chance: random.Random, agencies: int) -> tuple[str, str]:
    """A kind of request and its path, on a graph of so many agencies."""

    def query(text: str) -> str:
        return "/sparql?" + urlencode({"query": text})

    number = chance.randrange(agencies)
    return chance.choice(
        [
            ("one thing", query(f"SELECT * {{ <{DEFAULT_BASE}agency/{number}> ?p ?o }}")),
            ("by name", query(f'SELECT ?e {{ ?a skos:prefLabel "第{number}公安局"@zh ; kg:organizes ?e }}')),
            ("path up", query(f"SELECT ?s {{ <{DEFAULT_BASE}agency/{number}> kg:partOf+ ?s }}")),
            (
                "path down",
                query(f"SELECT ?u {{ ?u kg:partOf+ <{DEFAULT_BASE}agency/{1 + number % 500}> }} LIMIT 1000"),
            ),
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


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What a run measured: microseconds by kind of request, answers by status, errors of the client, and memory."""

    triples: int
    ready: float
    seconds: float
    clients: int
    took: dict[str, list[float]]
    statuses: dict[int, int]
    errors: dict[str, int]
    memory: tuple[int, int, int]
    others: str

    @property
    def failed(self) -> int:
        """Requests without an answer, or with another than 200."""
        return sum(self.errors.values()) + sum(n for status, n in self.statuses.items() if status != 200)


def run(triples: int, seconds: int, clients: int) -> Run:
    """Serve a graph of so many triples to so many clients for so long."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count, agencies = write_graph(folder / "graph.nt", triples)
        chance = random.Random(2)
        lines = ("\t".join(requests(chance, agencies)) for _ in range(_REQUESTS))
        (folder / "requests").write_text("\n".join(lines) + "\n", encoding="utf-8")
        began = time.monotonic()
        with Served(folder / "graph.nt", "--quiet", "--timeout", "20", "--waiting", "64") as server:
            ready = time.monotonic() - began
            before = most = memory(server.process.pid)
            load, used = Load(), processor([server.process.pid])
            client = subprocess.Popen(
                [
                    *("wrk", "--threads", str(clients), "--connections", str(clients), "--duration", f"{seconds}s"),
                    *("--timeout", "30s", "--header", "Accept: */*", "--script", str(_SCRIPT)),
                    *(f"http://127.0.0.1:{server.port}/", "--"),
                    *(str(folder / "requests"), str(folder / "log"), str(clients)),
                ],
                stdout=subprocess.PIPE,
                text=True,
            )
            while client.poll() is None:
                most = max(most, memory(server.process.pid))
                time.sleep(2)
            printed = client.communicate()[0]
            others = load.others([server.process.pid], before=used)
            after = memory(server.process.pid)
        took: dict[str, list[float]] = defaultdict(list)
        statuses: Counter[int] = Counter()
        for log in folder.glob("log.*"):
            for line in log.read_text(encoding="utf-8").splitlines():
                kind, status, micro = line.split("\t")
                took[kind].append(float(micro) / 1000)
                statuses[int(status)] += 1
    counted = re.search(r"^requests \d+ connect (\d+) read (\d+) write (\d+) status \d+ timeout (\d+)$", printed, re.M)
    assert counted, printed
    return Run(
        triples=count,
        ready=ready,
        seconds=seconds,
        clients=clients,
        took=dict(took),
        statuses=dict(statuses),
        errors=dict(zip(("connect", "read", "write", "timeout"), map(int, counted.groups()), strict=True)),
        memory=(before, most, after),
        others=others,
    )


def describe(found: Run) -> str:
    """The run in Markdown."""
    every = [value for values in found.took.values() for value in values]
    errors = "no error" if not found.failed else f"{found.failed} errors: {found.statuses} {found.errors}"
    before, most, after = (f"{size / 1e9:.2f}" for size in found.memory)
    lines = [
        f"wrk with {found.clients} kept-alive connections for {found.seconds:g} s on {found.triples:,} triples: "
        f"{len(every):,} requests, {len(every) / found.seconds:.1f} a second, {errors}. "
        f"Memory of the server and all its processes: {before} GB before, {most} GB at most, {after} GB after. "
        f"{found.others} Ready {found.ready:.0f} s after the start.",
        "",
        "| request | number | p50 ms | p90 ms | p95 ms | p99 ms | max ms |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for kind, values in [*sorted(found.took.items()), ("all", every)]:
        ordered = sorted(values)
        shares = (0.5, 0.9, 0.95, 0.99, 1)
        cells = " | ".join(f"{ordered[min(len(ordered) - 1, int(len(ordered) * q))]:.0f}" for q in shares)
        lines.append(f"| {kind} | {len(values):,} | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--write", action="store_true", help="put the result into docs/serving.md")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("benchmarks.load: no wrk here; apt-get install wrk")
    result = run(options.triples, options.seconds, options.clients)
    print(describe(result))
    if options.write:
        replace_part(DOCUMENT, "load", describe(result))
    sys.exit(1 if result.failed else 0)
