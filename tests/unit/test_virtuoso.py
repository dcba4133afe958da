"""A real big store takes our quads, as docs/scale.md says, and answers the named queries as we do."""

import gzip
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.query import Endpoint, load, named_queries, query
from kg.query.result import Result

ROOT = Path(__file__).parents[2]
SERVER, CLIENT = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql")
GRAPH = "https://kg.example/graph"
PARAMETERS = {
    "agency": "南京市公安局",
    "name": "南京市公安局",
    "region": "南京市",
    "subject": "南京市公安局交警支队江宁大队",
    "predicate": "implements",
    "object": "“一路一策”精细治理机制",
    "initiative": "“一路一策”精细治理机制",
    "source": "seeds/2023-05-18_金陵法治.txt",
}
"""For queries that ask for something without a default: things of the sample pages."""
SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {triples}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def split_quads(quads: Path, folder: Path) -> None:
    """N-Quads as N-Triples, by the very command of the manual."""
    manual = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    program = re.search(r"sed -E '([^']+)'", manual)
    assert program, "the manual has no `sed` to make triples of quads"
    plain = subprocess.run(["sed", "-E", program[1], quads], capture_output=True, check=True).stdout
    (folder / "part-00000.nt.gz").write_bytes(gzip.compress(plain, 1))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pages as a folder that `kg.query` reads, with N-Quads beside it."""
    folder = tmp_path_factory.mktemp("图谱")
    formats = "turtle,provenance,nquads"
    command = [sys.executable, "-m", "kg", "build", "seeds", "-o", str(folder), "--format", formats, "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def endpoint(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso of our own that has loaded the sample graph."""
    folder, triples = tmp_path_factory.mktemp("virtuoso"), tmp_path_factory.mktemp("triples")
    split_quads(graph / "graph.nq", triples)
    sql, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, triples=triples, sql=sql, http=http), encoding="utf-8")
    assert SERVER and CLIENT
    with (folder / "said.txt").open("wb") as said:
        server = subprocess.Popen(
            [SERVER, "+foreground", "+configfile", settings], stdout=said, stderr=said, cwd=folder
        )
    try:
        for _ in range(120):
            if server.poll() is not None or "Server online" in (folder / "said.txt").read_text(errors="replace"):
                break
            time.sleep(0.5)
        load = f"ld_dir('{triples}', '*.nt.gz', '{GRAPH}'); rdf_loader_run(); select ll_error from load_list;"
        done = subprocess.run(
            [CLIENT, f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr + (folder / "said.txt").read_text(errors="replace")
        assert "NULL" in done.stdout, done.stdout
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        server.terminate()
        server.wait(60)


def rows(result: Result) -> list[list[tuple[str, str]]]:
    """What a result says, in no order.

    Virtuoso says an empty text where a group has nothing to put together, and `?` for a Chinese separator between them.
    """
    return sorted(
        sorted((name, value.replace("、", "?")) for name, value in row.items() if value) for row in result.records()
    )


@pytest.mark.long
@pytest.mark.skipif(not (SERVER and CLIENT), reason="no Virtuoso here")
def test_a_store_of_triples_answers_as_we_do(graph: Path, endpoint: str) -> None:
    here, there, answered = load(graph), Endpoint(url=endpoint, seconds=60), 0
    for one in named_queries():
        asked = {p.name: PARAMETERS[p.name] for p in one.parameters if p.default is None}
        ours = rows(query(here, one.text, asked, name=one.name))
        assert rows(query(there, one.text, asked, name=one.name)) == ours, one.name
        answered += bool(ours)
    assert answered > 20
