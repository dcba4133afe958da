"""Endpoints elsewhere: our own `kg serve` as one, and strangers that do what they like."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import QueryError, UsageError
from kg.model import Entity, Fact, Knowledge
from kg.query import Endpoint, Result, load, named_queries, query
from tests.served import Served

BASE = "https://a.example/things/"
KNOWLEDGE = Knowledge(
    (
        Entity(id="agency/平凉市公安局", type="Agency", label="平凉市公安局"),
        Entity(id="agency/平凉市公安局崆峒分局", type="Agency", label="平凉市公安局崆峒分局"),
        Entity(id="region/620802", type="Region", label="崆峒区"),
    ),
    (
        Fact(subject="agency/平凉市公安局崆峒分局", predicate="jurisdiction", object="region/620802"),
        Fact(subject="agency/平凉市公安局崆峒分局", predicate="partOf", object="agency/平凉市公安局"),
    ),
)
UNITS = "SELECT ?unit { ?a kg:partOf ?b . ?a skos:prefLabel ?unit . ?b skos:prefLabel ?n FILTER(STR(?n) = $name) }"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("graph")
    KNOWLEDGE.write(folder, ["turtle", "provenance"], base=BASE)
    with Served(folder, "--quiet") as server:
        yield Endpoint(url=f"http://127.0.0.1:{server.port}/sparql")


def said(result: Result) -> tuple[object, ...]:
    """An answer without the prefixes: the base is not asked for where a query does without."""
    return result.variables, result.rows, result.boolean, result.triples


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a ?n { ?a a kg:Agency ; skos:prefLabel ?n }",
        "SELECT ?n { ?a skos:prefLabel ?n } ORDER BY DESC(?n)",
        "ASK { ?a kg:partOf ?b }",
        "ASK { ?a kg:partOf ?a }",
        "SELECT ?label { id:agency\\/平凉市公安局 skos:prefLabel ?label }",
        "PREFIX kg: <https://kg.example/ns#> CONSTRUCT { ?b kg:hasPart ?a } WHERE { ?a kg:partOf ?b }",
        "DESCRIBE id:region\\/620802",
        "SELECT ?x { ?x a kg:Nothing }",
    ],
)
def test_an_endpoint_answers_as_the_graph_does(there: Endpoint, text: str) -> None:
    assert said(query(there, text)) == said(query(KNOWLEDGE.to_rdf(base=BASE), text))


def test_named_queries_are_answered(there: Endpoint) -> None:
    graph = load(KNOWLEDGE.to_rdf(base=BASE))
    for named in named_queries():
        values = {parameter.name: "崆峒区" for parameter in named.parameters if parameter.default is None}
        answers = [query(source, named.text, values, name=named.name) for source in (there, graph)]
        assert said(answers[0]) == said(answers[1]), named.name


@pytest.mark.parametrize("text", ["INSERT DATA { <a:a> <a:b> <a:c> }", "SELECT * { SERVICE <http://127.0.0.1/> {} }"])
def test_what_is_refused_never_leaves(text: str) -> None:
    with pytest.raises(QueryError, match="is refused"):  # nobody listens there: it would say so
        query(Endpoint(url="http://127.0.0.1:9/"), text)


def test_its_own_limits_are_told(there: Endpoint) -> None:
    with pytest.raises(QueryError, match="more than 2 rows"):
        query(Endpoint(url=there.url, rows=2), "SELECT * { ?s ?p ?o }")
    with pytest.raises(QueryError, match="more than 2 rows"):
        query(Endpoint(url=there.url, rows=2), "CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="more than 100 bytes"):
        query(Endpoint(url=there.url, answer_bytes=100), "SELECT * { ?s ?p ?o }")


def test_on_the_command_line(there: Endpoint, tmp_path: Path) -> None:
    file = tmp_path / "问.rq"
    file.write_text(UNITS, encoding="utf-8")
    for given in ([str(file)], ["-q", UNITS]):
        options = ["query", "--endpoint", there.url, *given, "-p", "name=平凉市公安局", "-f", "csv"]
        result = CliRunner().invoke(app, options)
        assert (result.exit_code, result.stdout.splitlines()) == (0, ["unit", "平凉市公安局崆峒分局"])
    result = CliRunner().invoke(app, ["query", "exports", str(file), "--endpoint", there.url])
    assert result.exit_code == 2 and "give one of them" in result.stderr


class Stranger(BaseHTTPRequestHandler):
    """Does what its path says."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[tuple[str, str]]] = []

    def log_message(self, format: str, *arguments: object) -> None:
        return

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.seen.append((self.headers.get("Authorization", ""), parse_qs(sent)["query"][0]))
        getattr(self, "do_" + self.path.strip("/"))()

    def say(self, status: int, body: bytes, media: str = "application/sparql-results+json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Type": media, "Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def do_yes(self) -> None:
        self.say(200, b'{"head":{},"boolean":true}')

    def do_away(self) -> None:
        self.say(302, b"", Location="http://elsewhere.example/")

    def do_denied(self) -> None:
        self.say(401, "没有\x1b[2J登录".encode(), "text/plain")

    def do_broken(self) -> None:
        self.say(500, b"x" * 10_000, "text/html")

    def do_page(self) -> None:
        self.say(200, b"<html></html>", "text/html")

    def do_nonsense(self) -> None:
        self.say(200, b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":')

    def do_packed(self) -> None:
        self.say(200, b"\x1f\x8b", Content_Encoding="gzip")

    def do_short(self) -> None:
        self.say(200, b'{"head":{},', Content_Length="1000")

    def do_silent(self) -> None:
        time.sleep(5)

    def do_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/n-triples")
        self.end_headers()
        for number in range(1_000_000):
            self.wfile.write(b"<a:a> <a:b> <a:%d> .\n" % number * 100)

    def do_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/n-triples")
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b"#\n")
            self.wfile.flush()
            time.sleep(0.02)


@contextmanager
def stranger() -> Iterator[str]:
    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            return

    server = Quiet(("127.0.0.1", 0), Stranger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Stranger.seen.clear()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("away", "302 .*http://elsewhere.example/"),
        ("denied", "401 .*没有�.*KG_ENDPOINT_USER"),
        ("broken", "500 .*x"),
        ("page", "text/html"),
        ("nonsense", "can't be read"),
        ("packed", "packed"),
        ("short", "cut short"),
        ("silent", "no answer within 0.5 s"),
        ("drip", "no answer within 0.5 s"),
        ("endless", "more than 1,000,000 bytes"),
    ],
)
def test_whatever_a_stranger_does_is_told(does: str, said: str) -> None:
    with stranger() as address, pytest.raises(QueryError, match=said) as fault:
        query(
            Endpoint(url=f"{address}/{does}", seconds=0.5 if does in ("silent", "drip") else 30, answer_bytes=10**6),
            "ASK {}",
        )
    assert len(str(fault.value)) < 600 and "\x1b" not in str(fault.value)


def test_nobody_there() -> None:
    with pytest.raises(QueryError, match="can't be asked"):
        query(Endpoint(url="http://127.0.0.1:9/sparql"), "ASK {}")


def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with stranger() as address:
        endpoint = Endpoint(url=f"{address}/yes")
        assert query(endpoint, "ASK {}").boolean
        monkeypatch.setenv("KG_ENDPOINT_USER", "王")
        monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "a:b")
        query(endpoint, "ASK {}")
        monkeypatch.setenv("KG_ENDPOINT_TOKEN", "abc")
        query(endpoint, "ASK {}")
    basic = "Basic " + base64.b64encode("王:a:b".encode()).decode()
    assert [sent for sent, _ in Stranger.seen] == ["", basic, "Bearer abc"]
    with pytest.raises(UsageError, match="over http"):
        Endpoint(url="http://example.org/sparql")
    assert Endpoint(url="https://example.org/sparql")
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "abc\nX-Other: 1")
    with pytest.raises(UsageError, match="several lines"):
        query(Endpoint(url="https://127.0.0.1:9/sparql"), "ASK {}")


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "a.example/sparql", "file:///etc/passwd", "https://u:p@a.example/"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(UsageError):
        Endpoint(url=url)


def test_prefixes_are_declared_once() -> None:
    with stranger() as address:
        query(Endpoint(url=f"{address}/yes"), "PREFIX kg: <https://b.example/>\nASK { ?a a kg:Agency ; rdfs:label ?b }")
    ((_, sent),) = Stranger.seen
    assert sent.count("PREFIX kg:") == 1 and sent.startswith("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n")
