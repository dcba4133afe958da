"""What known endpoints fall into: ways out of the graph, queries without end, answers that are not whole."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kg.model import Entity, Fact, Knowledge
from kg.rdf import write_graph
from kg.serve.counting import CountingFile
from kg.serve.problems import Refused
from tests.served import Reply, Served

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the server forks")

CHAIN = tuple(Entity(id=f"agency/第{n:03}队", type="Agency", label=f"第{n:03}队") for n in range(120))
GRAPH = Knowledge(
    CHAIN,
    tuple(
        sorted(
            Fact(subject=one.id, predicate="partOf", object=other.id)
            for one in CHAIN
            for other in CHAIN[::7]
            if one != other
        )
    ),
)
SECONDS = 2.0
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    write_graph(GRAPH, folder, ["ttl"])
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    options = ("--timeout", str(SECONDS), "--rows", "5000", "--memory", "300", "--concurrent", "2", "--waiting", "2")
    with Served(folder, *options) as server:
        yield server
        assert server.query("ASK { ?x a kg:Agency }").json["boolean"] is True  # after everything it still answers


class Trap:
    """A port that notes whoever comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.callers = 0
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.callers += 1
            connection.close()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.socket.close()


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{ ?s ?p ?o } }",
    "SELECT * { sErViCe\tSILENT\n<URL>{} }",
    "SELECT * { # comment\nSERVICE#comment\n<URL> { ?s ?p ?o } }",
    "SELECT * { ?s a kg:Agency . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s a kg:Agency OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { ?s a kg:Agency } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s a kg:Agency MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s a kg:Agency FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s a kg:Agency FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { VALUES ?where { <URL> } SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { BIND(IRI('URL') AS ?where) SERVICE ?where { ?s ?p ?o } }",
    "SELECT (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) { }",
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "PREFIX service: <URL> SELECT * { SERVICE service: { ?s ?p ?o } }",
    "SELECT * { ?s ?p '< SERVICE >' . SERVICE <URL> { ?s ?p ?o } FILTER(1 < 2 && 3 > 2) }",
    "SELECT ?s { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_way_out_by_service(served: Served, trap: Trap, query: str) -> None:
    for text in (query, query.replace("SERVICE", "S\\u0045RVICE")):
        reply = served.query(text.replace("URL", f"http://127.0.0.1:{trap.port}/sparql"))
        assert reply.status == 400
        assert reply.media == "application/problem+json"
    assert trap.callers == 0


def test_words_that_only_look_like_service_are_fine(served: Served) -> None:
    assert served.query("SELECT ?service { ?service skos:prefLabel 'SERVICE <http://a/> {}' }").status == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "ASK FROM <URL> { ?s ?p ?o }",
        "CONSTRUCT FROM <URL> WHERE { ?s ?p ?o }",
        "DESCRIBE <urn:x:secret> FROM <URL>",
        "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    ],
)
def test_no_graph_is_fetched(served: Served, trap: Trap, tmp_path: Path, query: str) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:x:secret> <urn:x:is> 'password' .", encoding="utf-8")
    for url in (secret.as_uri(), str(secret), f"http://127.0.0.1:{trap.port}/x.ttl", "file:///etc/passwd"):
        reply = served.query(query.replace("URL", url))
        assert reply.status in (200, 400)
        assert b"password" not in reply.body and b"root:" not in reply.body
        for key in ("default-graph-uri", "named-graph-uri"):
            other = served.query("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", **{key: url})
            assert other.status in (200, 400) and b"password" not in other.body
            if other.status == 200:
                assert other.json["results"]["bindings"] == []
    assert trap.callers == 0


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <file:///etc/passwd>", "LOAD <http://127.0.0.1:1/>", "INSERT DATA { <a:a> <a:b> <a:c> }", "CLEAR ALL",
        "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "PREFIX a: <a:> INSERT { ?s a:x 1 } WHERE { ?s ?p ?o }",
        "BASE <a:> CLEAR DEFAULT", "# \nCREATE GRAPH <a:a>", "COPY DEFAULT TO <a:a>",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE {}",
    ],
)  # fmt: skip
def test_nothing_is_written(served: Served, update: str) -> None:
    before = served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
    direct = {"Content-Type": "application/sparql-query"}
    assert served.query(update).status == 400
    assert served.ask("/sparql", method="POST", body=update, headers=direct).status == 400
    assert served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body == before


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i",
        f"SELECT DISTINCT ?a ?d ?g ?c ?f ?i {{ {CROSS} }}",
        f"SELECT (COUNT(*) AS ?n) {{ {CROSS} . ?j ?k ?l }}",
        f"SELECT ?a (GROUP_CONCAT(?i) AS ?all) {{ {CROSS} }} GROUP BY ?a",
        "SELECT (COUNT(*) AS ?n) { ?a (kg:partOf|^kg:partOf)* ?b . ?c (kg:partOf|^kg:partOf)* ?d . ?e kg:partOf* ?f }",
        "ASK { ?a (!kg:x)+ ?b . ?c (!kg:x)+ ?d . ?e (!kg:x)+ ?f . FILTER(CONCAT(STR(?a), STR(?d), STR(?f)) = 'no') }",
        'SELECT ?x { ?x ?p ?o FILTER(REGEX("' + "a" * 3000 + '", "^(a+)+(a+)+(a+)+$")) ' + f"{CROSS} }} ORDER BY ?x",
    ],
    ids=["cross product in order", "distinct", "count", "concatenation", "path", "path of everything", "regex"],
)
def test_a_query_without_end_is_ended(served: Served, query: str) -> None:
    reply = served.query(query)
    assert reply.status in (422, 504)
    assert reply.media == "application/problem+json"


def test_a_large_answer_is_an_error_and_never_a_part(served: Served) -> None:
    for media in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        reply = served.query(f"SELECT * {{ {CROSS} }}", media)
        assert (reply.status, reply.media) == (422, "application/problem+json")
        assert "LIMIT" in reply.json["detail"]
    triples = served.query("CONSTRUCT { ?a kg:x ?f } WHERE { ?a ?b ?c . ?d ?e ?f }", "application/n-triples")
    assert triples.status == 422
    blown = (
        'SELECT (CONCAT(?l, ?l, ?l, ?l, ?l, ?l, ?l, ?l) AS ?x) { ?s skos:prefLabel ?m BIND("'
        + "长" * 30_000
        + '" AS ?l) }'
    )
    direct = {"Content-Type": "application/sparql-query"}
    assert served.ask("/sparql", method="POST", body=blown, headers=direct).status == 422


def test_exactly_the_limit_is_answered(served: Served) -> None:
    for media in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        assert served.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 5000", media).status == 200
        assert served.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 5001", media).status == 422


def test_an_answer_has_its_length_and_comes_whole(served: Served) -> None:
    reply = served.query("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 5000")
    assert int(reply.headers["content-length"]) == len(reply.body)
    assert len(reply.json["results"]["bindings"]) == 5000


def test_too_many_at_once_are_told_to_come_back(served: Served) -> None:
    slow = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} . ?j ?k ?l }}"
    replies: list[Reply] = []
    askers = [threading.Thread(target=lambda: replies.append(served.query(slow))) for _ in range(8)]
    for asker in askers:
        asker.start()
    assert served.ask("/health").status == 200  # not behind the queries
    for asker in askers:
        asker.join(60)
    codes = sorted(reply.status for reply in replies)
    assert codes == [429] * 4 + [504] * 4  # two run, two wait
    assert all(int(reply.headers["retry-after"]) >= 1 for reply in replies if reply.status == 429)


def test_a_client_that_goes_frees_its_place(served: Served) -> None:
    slow = "/sparql?" + urlencode({"query": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} . ?j ?k ?l }}"})
    connections = []
    for _ in range(2):
        connection = http.client.HTTPConnection("127.0.0.1", served.port)
        connection.request("GET", slow)
        connections.append(connection)
    time.sleep(0.4)
    for connection in connections:
        connection.close()
    for _ in range(30):
        if "kg_queries_running 0" in served.ask("/metrics").text:
            return
        time.sleep(0.1)
    pytest.fail("the queries of clients that have gone still run")


def test_a_request_that_never_ends_is_dropped(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 100\r\n\r\nASK"
        )
        assert b" 408 " in client.recv(4096)


def test_a_killed_keeper_comes_back(folder: Path) -> None:
    with Served(folder) as server:
        (keeper,) = _children(server.process.pid)
        os.kill(keeper, signal.SIGKILL)
        time.sleep(0.3)
        assert server.query("ASK { ?x a kg:Agency }").json["boolean"] is True


def test_nothing_is_left_behind(folder: Path) -> None:
    with Served(folder) as server:
        (keeper,) = _children(server.process.pid)
        server.process.kill()  # no chance to say goodbye
        server.process.wait()
    for _ in range(50):
        if not Path(f"/proc/{keeper}").exists():
            return
        time.sleep(0.1)
    pytest.fail("the keeper outlives its server")


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("this system does not list the children of a process")
    return [int(child) for child in path.read_text().split()]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64, 100_000])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_counted_right_however_they_are_cut(form: str, size: int) -> None:
    import io

    from pyoxigraph import Literal, NamedNode, Quad, Store

    from kg.serve.formats import TABULAR

    texts = [
        "",
        '"',
        "a\nb",
        "},{",
        '},{"',
        "\\",
        '\\"',
        "<result>",
        "&lt;result>",
        ",{",
        '","{',
        "\r\n",
        "，{长",
        '"\n"',
        "\\\\",
    ]
    store = Store()
    store.extend(Quad(NamedNode(f"a:{n}"), NamedNode("a:p"), Literal(text)) for n, text in enumerate(texts))
    query = "SELECT ?s ?o ?none { ?s ?p ?o }"
    data = store.query(query).serialize(format=TABULAR[form].syntax)
    assert data

    def write(limit: int) -> bytes:
        out = io.BytesIO()
        counting = CountingFile(out, form, limit)
        for start in range(0, len(data), size):
            counting.write(data[start : start + size])
        return out.getvalue()

    assert write(len(texts)) == data
    with pytest.raises(Refused):
        write(len(texts) - 1)


def test_a_worker_can_open_nothing_during_a_query() -> None:
    """Were SERVICE to get past the parser, no socket could be had."""
    from kg.serve.limits import Limits
    from kg.serve.worker import _allow, _shut

    ours, theirs = socket.socketpair()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            keep = theirs.fileno()
            highest = _shut(keep, frozenset())
            job = [os.dup(keep), os.dup(keep)]  # what comes with a job
            assert max(job) <= highest
            _allow(Limits(), highest)
            try:
                socket.socket()
            except OSError:
                code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    ours.close()
    theirs.close()
