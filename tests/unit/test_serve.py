"""The server over real sockets: protocol, linked data, API, and what protects it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.rdf import write_graph
from kg.serve.formats import RDF, TABULAR, choose
from tests.served import Served

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the server forks")

NASTY = "<script>alert(1)</script>\"'&"
BUREAU = Entity(id="agency/通辽市公安局", type="Agency", label="通辽市公安局", aliases=("市公安局",))
BRANCH = Entity(id="agency/分局 #1?50%", type="Agency", label="科尔沁分局", attributes=())
ACTION = Entity(id=f"initiative/{NASTY}", type="Initiative", label=NASTY, attributes=(("initiativeType", NASTY),))
PAGE = Entity(id="article/一-1", type="Article", label="一", attributes=(("source", "页/一.txt"),))


def said(quote: str, line: int) -> tuple[Evidence, ...]:
    return (
        Evidence(
            article=PAGE.id, source="页/一.txt", span=Span(line, line + 2), line=line, quote=quote, rule="r",
            confidence=0.9,
        ),
    )  # fmt: skip


GRAPH = Knowledge(
    tuple(sorted((BUREAU, BRANCH, ACTION, PAGE))),
    tuple(
        sorted(
            (
                Fact(subject=BRANCH.id, predicate="partOf", object=BUREAU.id, evidence=said("市局的分局。", 7)),
                Fact(subject=BUREAU.id, predicate="implements", object=ACTION.id, evidence=said(NASTY, 9)),
                Fact(subject=PAGE.id, predicate="mentions", object=BUREAU.id, evidence=said("市公安局", 3)),
            )
        )
    ),
)
NAMES = "SELECT ?name { ?x skos:prefLabel ?name } ORDER BY ?name"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("图")
    write_graph(GRAPH, folder, ["ttl", "provenance"], base="https://kg.example/id/")
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with Served(folder, "--timeout", "20", "--rows", "1000") as server:
        yield server


# ----------------------------------------------------------------------------------------------------------- protocol


def test_a_query_by_every_way(served: Served) -> None:
    by_get = served.query(NAMES)
    assert (by_get.status, by_get.media) == (200, "application/sparql-results+json")
    assert [row["name"]["value"] for row in by_get.json["results"]["bindings"]] == [NASTY, "科尔沁分局", "通辽市公安局"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert served.ask("/sparql", method="POST", body=urlencode({"query": NAMES}), headers=form).body == by_get.body
    direct = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert served.ask("/sparql", method="POST", body=NAMES, headers=direct).body == by_get.body


@pytest.mark.parametrize("name", TABULAR)
def test_every_format_of_rows(served: Served, name: str) -> None:
    media = TABULAR[name].media.partition(";")[0]
    reply = served.query(NAMES, media)
    assert (reply.status, reply.media) == (200, media)
    assert "通辽市公安局" in reply.text
    assert served.query(NAMES, "*/*", format=name).body == reply.body
    truth = served.query("ASK { ?x a kg:Agency }", media)
    assert truth.status == 200 and "true" in truth.text


@pytest.mark.parametrize("name", RDF)
def test_every_format_of_triples_reads_back(served: Served, name: str) -> None:
    from pyoxigraph import parse

    media = RDF[name].media.partition(";")[0]
    reply = served.query("CONSTRUCT { ?a kg:partOf ?b } WHERE { ?a kg:partOf ?b }", media)
    assert (reply.status, reply.media) == (200, media)
    (triple,) = {quad.triple for quad in parse(reply.body, format=RDF[name].syntax)}
    assert triple.subject.value.endswith("/agency/分局%20%231%3F50%25")


def test_negotiation() -> None:
    assert choose("", TABULAR) == "json"
    assert choose("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", TABULAR) == "xml"
    assert choose("application/xml;q=0.9, text/csv;q=0.95", TABULAR) == "csv"
    assert choose("text/*", RDF) == "turtle"
    assert choose("application/ld+json;q=nonsense", RDF) == ""
    assert choose("*/*;q=0", TABULAR) == ""


def test_no_accepted_format(served: Served) -> None:
    assert served.query(NAMES, "image/png").status == 406
    assert served.query("CONSTRUCT WHERE { ?a kg:partOf ?b }", "text/csv").status == 406
    assert served.query(NAMES, "text/csv, text/turtle").status == 200


def test_turtle_has_the_prefixes_it_uses_in_order(served: Served) -> None:
    text = served.query("CONSTRUCT { ?a kg:partOf ?b } WHERE { ?a kg:partOf ?b }", "text/turtle").text
    heads = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert heads == ["agency:", "kg:"]


@pytest.mark.parametrize("media", ["text/turtle", "application/ld+json", "application/rdf+xml", "*/*"])
def test_the_service_describes_itself(served: Served, media: str) -> None:
    reply = served.ask("/sparql", headers={"Accept": media})
    assert reply.status == 200
    assert "sparql-service-description#" in reply.text and "SPARQL11Query" in reply.text
    assert served.ask("/sparql", headers={"Accept": "text/html"}).headers["location"] == "/#query"


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"),
    [
        ("POST", "/sparql", "application/sparql-update", "INSERT DATA { <a:a> <a:b> <a:c> }", 403),
        ("POST", "/sparql", "application/x-www-form-urlencoded", "update=CLEAR%20ALL", 403),
        ("GET", "/sparql?update=CLEAR%20ALL", "", None, 403),
        ("GET", "/sparql?query=CLEAR%20ALL", "", None, 400),
        ("GET", "/sparql?query=INSERT%20DATA%20%7B%7D", "", None, 400),
        ("POST", "/sparql", "application/sparql-query", "LOAD <http://127.0.0.1/x>", 400),
        ("POST", "/sparql", "text/plain", "ASK {}", 415),
        ("POST", "/sparql", "", "ASK {}", 415),
        ("POST", "/sparql", "application/sparql-query; charset=UTF-16", "ASK {}", 415),
        ("POST", "/sparql", "application/sparql-query", b"ASK { ?x ?y '\xff' }", 400),
        ("POST", "/sparql", "application/x-www-form-urlencoded", b"query=ASK%20%7B%7D%FF", 400),
        ("POST", "/sparql", "application/x-www-form-urlencoded", "", 400),
        ("POST", "/sparql?query=ASK%20%7B%7D", "application/sparql-query", "ASK {}", 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "", None, 400),
        ("GET", "/sparql?query=SELEC", "", None, 400),
        ("GET", "/sparql?named-graph-uri=urn:g", "", None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", "", None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&format=pdf", "", None, 400),
        ("PUT", "/sparql", "application/sparql-query", "ASK {}", 405),
        ("DELETE", "/sparql", "", None, 405),
        ("PATCH", "/sparql", "", None, 405),
    ],
)
def test_what_is_refused(
    served: Served, method: str, path: str, kind: str, body: str | bytes | None, status: int
) -> None:
    reply = served.ask(path, method=method, body=body, headers={"Content-Type": kind} if kind else {})
    assert reply.status == status
    assert reply.media == "application/problem+json"
    assert reply.json["status"] == status and reply.json["title"]
    assert "Traceback" not in reply.text and ".py" not in reply.text


def test_a_fault_in_a_query_is_shown_with_its_place(served: Served) -> None:
    detail = served.query("SELECT ?x {\n  ?x kg:partOf ?y ;;; }\n  FILTER\n").json["detail"]
    assert "line 4" in detail or "line 3" in detail
    assert "FILTER" in served.query("SELECT ?x { FILTER }").json["detail"]


def test_too_large_a_request(served: Served) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    assert served.ask("/sparql", method="POST", body=" " * 300_000, headers=kind).status == 413
    declared = {**kind, "Content-Length": "99999999999"}
    assert served.ask("/sparql", method="POST", body=" ", headers=declared).status == 413


# --------------------------------------------------------------------------------------------------------- linked data


def path_of(entity: Entity) -> str:
    return f"/id/{quote(entity.id)}"


def test_every_thing_is_a_page_and_data(served: Served) -> None:
    for entity in GRAPH.entities:
        page = served.ask(path_of(entity), headers={"Accept": "text/html"})
        assert (page.status, page.media) == (200, "text/html"), entity.id
        for name in ("turtle", "jsonld", "ntriples", "rdfxml"):
            media = RDF[name].media.partition(";")[0]
            data = served.ask(path_of(entity), headers={"Accept": media})
            assert (data.status, data.media) == (200, media)
        assert served.ask(f"{path_of(entity)}?format=ttl").media == "text/turtle"
    assert "市局的分局。" in served.ask(path_of(BUREAU), headers={"Accept": "text/html"}).text
    assert "页/一.txt:7" in served.ask(path_of(BUREAU), headers={"Accept": "text/html"}).text


def test_an_iri_as_it_stands_in_the_graph_dereferences(served: Served) -> None:
    """The IRI is percent-encoded once for the graph; a client sends exactly that."""
    reply = served.ask(quote("/id/agency/分局%20%231%3F50%25", safe="/%"), headers={"Accept": "text/turtle"})
    assert reply.status == 200 and "科尔沁分局" in reply.text


def test_spans_and_the_vocabulary_dereference_too(served: Served) -> None:
    rows = served.query("SELECT ?x { ?x a oa:SpecificResource } LIMIT 1").json["results"]["bindings"]
    span = rows[0]["x"]["value"].removeprefix("https://kg.example")
    assert served.ask(span, headers={"Accept": "text/turtle"}).status == 200
    assert served.ask(span, headers={"Accept": "text/html"}).media == "text/plain"
    assert served.ask("/ns").media == "text/turtle"


@pytest.mark.parametrize(
    "path",
    [
        "/id/agency/没有", "/id/../../etc/passwd", "/id/%2e%2e/%2e%2e/etc/passwd", "/assets/../problems.py",
        "/etc/passwd",
        "/assets/%2e%2e%2fproblems.py", "/assets/app.py", "/.git/config", "/id/file:///etc/passwd", "/id/", "/id",
        "/api/nothing", "/api/entity/nothing", "/id/%00", "/id/%22%3E%3Cscript%3E", "/view?id=nothing&depth=1",
    ],
)  # fmt: skip
def test_what_is_not_there(served: Served, path: str) -> None:
    reply = served.ask(quote(path, safe="/%?=&"), headers={"Accept": "text/turtle, application/json;q=0.5"})
    if path == "/id/":  # the dataset itself
        assert reply.status == 200
        return
    assert reply.status == 404
    assert "root:" not in reply.text


# ----------------------------------------------------------------------------------------------------------------- API


def test_search(served: Served) -> None:
    found = served.ask(f"/api/search?q={quote('公安局')}").json
    assert [one["label"] for one in found] == ["通辽市公安局"]
    assert served.ask(f"/api/search?q={quote('分局')}&type=Person").json == []
    assert [one["type"] for one in served.ask("/api/search?q=script&type=Initiative&type=Agency").json] == [
        "Initiative"
    ]


def test_entity_neighbourhood_and_evidence(served: Served) -> None:
    card = served.ask(f"/api/entity/{quote(BUREAU.id)}").json
    assert card["label"] == "通辽市公安局" and card["type_label"] == "机构" and card["aliases"] == ["市公安局"]
    assert [(tie["relation"], tie["forward"], tie["other"]["label"]) for tie in card["relations"]] == [
        ("partOf", False, "科尔沁分局"),
        ("implements", True, NASTY),
        ("mentions", False, "一"),
    ]
    assert card["relations"][0]["evidence"][0]["quote"] == "市局的分局。"
    near = served.ask(f"/api/neighbourhood/{quote(BRANCH.id)}?depth=2").json
    assert {node["label"] for node in near["nodes"]} == {"科尔沁分局", "通辽市公安局", NASTY}
    assert near["complete"] is True
    cut = served.ask(f"/api/neighbourhood/{quote(BUREAU.id)}?limit=2").json
    assert len(cut["nodes"]) == 2 and cut["complete"] is False
    facts = served.ask(f"/api/evidence/{quote(BUREAU.id)}?relation=partOf").json
    assert [fact["evidence"][0]["line"] for fact in facts] == [7]
    assert served.ask(f"/api/evidence/{quote(BUREAU.id)}?other={quote(PAGE.id)}").json[0]["relation"] == "mentions"


def test_ask(served: Served) -> None:
    answer = served.ask(f"/api/ask?q={quote('科尔沁分局归谁管？')}").json
    assert answer["understood"] and answer["summary"] == "1 条："
    assert answer["rows"][0]["text"] == "通辽市公安局" and "SELECT" in answer["sparql"]
    assert served.ask(f"/api/ask?q={quote('今天天气怎么样')}").json["understood"] is False


@pytest.mark.parametrize(
    "path",
    [
        "/api/search", "/api/search?q=", "/api/search?q=a&q=b", "/api/search?q=a&limit=0", "/api/search?q=a&limit=1e3",
        "/api/search?q=a&limit=９", "/api/search?q=a&type=Alien", "/api/search?q=a&nothing=1",
        "/api/ask?q=a&today=soon",
        "/api/ask?q=" + "长" * 501, f"/api/neighbourhood/{BUREAU.id}?depth=9", "/view?id=x&depth=4", "/view",
    ],
)  # fmt: skip
def test_parameters_out_of_range(served: Served, path: str) -> None:
    reply = served.ask(quote(path, safe="/?=&"))
    assert (reply.status, reply.media) == (400, "application/problem+json")


def test_the_api_is_described(served: Served) -> None:
    document = served.ask("/api/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert {"/api/search", "/api/entity/{id}", "/api/ask", "/sparql"} <= document["paths"].keys()

    def references(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from ([value["$ref"]] if "$ref" in value else [])
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known
    assert served.ask("/api").status == 200
    for path, operation in document["paths"].items():
        for parameter in operation["get"].get("parameters", ()):
            if parameter["in"] == "path":
                shown = [example["value"] for example in parameter["examples"].values()]
                assert BRANCH.id in shown or BUREAU.id in shown
                for id in shown:  # each of them is a thing of this graph
                    assert served.ask(path.replace("{id}", quote(id))).status == 200
    assert len(served.ask("/api/queries").json) > 10
    assert "Agency" in {one["name"] for one in served.ask("/api/vocabulary").json["classes"]}


# ---------------------------------------------------------------------------------------------------------- protection


@pytest.mark.parametrize("path", ["/", "/api", path_of(ACTION), path_of(BUREAU), "/id/nothing", "/assets/app.js"])
def test_pages_carry_a_strict_policy_and_no_script_of_their_own(served: Served, path: str) -> None:
    reply = served.ask(path, headers={"Accept": "text/html"})
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    if reply.media == "text/html":
        assert "<script>" not in reply.text and "style=" not in reply.text and " onclick" not in reply.text.lower()
        assert "http://" not in reply.text.replace("http://127.0.0.1", "")


def test_what_a_page_says_can_not_become_a_script(served: Served) -> None:
    page = served.ask(path_of(ACTION), headers={"Accept": "text/html"}).text
    assert "&lt;script&gt;alert(1)" in page and "<script" not in page
    view = served.ask(f"/view?id={quote(ACTION.id, safe='')}&depth=1")
    assert view.status == 200
    assert "<script>alert(1)" not in view.text
    assert "frame-ancestors 'self'" in view.headers["content-security-policy"]


def test_only_its_own_host_names(served: Served) -> None:
    assert served.ask("/health", headers={"Host": "evil.example"}).status == 421
    assert served.ask("/health", headers={"Host": f"localhost:{served.port}"}).status == 200
    assert served.ask("/health", headers={"Host": "[::1]:80"}).status == 200


def test_cors_is_off_unless_asked(served: Served, folder: Path) -> None:
    origin = {"Origin": "https://a.example"}
    assert "access-control-allow-origin" not in served.ask("/sparql?query=ASK%7B%7D", headers=origin).headers
    with Served(folder, "--cors", "https://a.example") as open_one:
        reply = open_one.ask("/sparql?query=ASK%7B%7D", headers=origin)
        assert reply.headers["access-control-allow-origin"] == "https://a.example"
        other = open_one.ask("/sparql?query=ASK%7B%7D", headers={"Origin": "https://b.example"})
        assert "access-control-allow-origin" not in other.headers


# ---------------------------------------------------------------------------------------------------------- operation


def test_health_metrics_and_the_log(served: Served) -> None:
    assert served.ask("/health").json["status"] == "ok"
    served.query("ASK {}")
    served.ask(quote("/id/某\n局"))
    text = served.ask("/metrics").text
    assert 'kg_requests_total{route="/sparql",method="GET",status="200"}' in text
    assert "kg_request_seconds_bucket" in text and "kg_queries_running 0" in text
    for _ in range(50):
        if any(" GET /metrics 200 " in line for line in served.log):
            break
        time.sleep(0.1)
    assert any(" GET /sparql 200 " in line for line in served.log)
    assert not any(line.startswith("局") for line in served.log)


def test_it_ends_gracefully(folder: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with Served(folder, "--timeout", "3") as server:
        replies: list[int] = []
        asking = threading.Thread(target=lambda: replies.append(server.query(slow).status))
        asking.start()
        assert server.running(1)
        assert server.stop() == 0
        asking.join(30)
        assert replies and replies[0] in (200, 504)  # what ran was answered
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", server.port), timeout=2)


def test_a_changed_graph_is_loaded_anew(tmp_path: Path) -> None:
    write_graph(GRAPH, tmp_path, ["ttl", "provenance"])
    with Served(tmp_path) as server:
        more = Entity(id="agency/新局", type="Agency", label="新局")
        write_graph(Knowledge(tuple(sorted((*GRAPH.entities, more))), GRAPH.facts), tmp_path, ["ttl", "provenance"])
        server.process.send_signal(signal.SIGHUP)
        for _ in range(100):
            if server.query('ASK { ?x skos:prefLabel "新局"@zh }').json["boolean"]:
                break
            time.sleep(0.2)
        else:
            pytest.fail("the new graph was not loaded")
        (tmp_path / "graph.ttl").write_text("broken <", encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)
        time.sleep(2)
        assert server.query("ASK { ?x ?y ?z }").json["boolean"] is True  # the old one stays


def test_bad_input(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from kg.cli import app

    missing = CliRunner().invoke(app, ["serve", str(tmp_path / "nothing"), "--port", "0"])
    assert missing.exit_code == 2 and "no such file or folder" in missing.stderr
    (tmp_path / "graph.ttl").write_text("broken <", encoding="utf-8")
    broken = CliRunner().invoke(app, ["serve", str(tmp_path), "--port", "0"])
    assert broken.exit_code == 2
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        write_graph(GRAPH, tmp_path, ["ttl"])
        busy = CliRunner().invoke(app, ["serve", str(tmp_path), "--port", str(taken.getsockname()[1])])
    assert busy.exit_code == 2


def test_csv_is_what_the_command_prints(served: Served, folder: Path) -> None:
    from kg.query import query

    rows = list(csv.reader(io.StringIO(served.query(NAMES, "text/csv").text)))
    assert rows == list(csv.reader(io.StringIO(query(folder, NAMES).to_csv())))
    assert json.loads(query(folder, NAMES).to_json()) == served.query(NAMES).json


def test_named_graphs_are_kept_and_answer_together(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    lines = [f"<urn:a{n}> <urn:p> <urn:b> {graph}." for n, graph in enumerate(("", "<urn:g1> ", "<urn:g2> "))]
    path.write_text("\n".join(lines), encoding="utf-8")
    with Served(path) as server:

        def found(query: str, **more: str) -> int:
            return len(server.query(query, **more).json["results"]["bindings"])

        every = "SELECT ?a { ?a <urn:p> <urn:b> }"
        assert found(every) == 3
        assert found(every, **{"default-graph-uri": "urn:g1"}) == 1
        assert found("SELECT ?a FROM <urn:g1> FROM <urn:g2> { ?a <urn:p> <urn:b> }") == 2
        assert found("SELECT ?a { GRAPH <urn:g2> { ?a <urn:p> <urn:b> } }") == 1
        assert found("SELECT ?g { GRAPH ?g { ?a ?p ?b } }", **{"named-graph-uri": "urn:g2"}) == 1
        assert found(every, **{"default-graph-uri": "urn:nothing"}) == 0


def test_a_store_is_served_and_grows(tmp_path: Path) -> None:
    """Every page names the same office of a county, and one `kg add` gives them all another: no answer mixes two."""
    from kg.store import Store, add_pages, init_store

    page = "平安夜巡\n\n　　包头讯 5月3日，包头市公安局{}分局第{}中队开展夜间巡逻。\n（王明华）\n"
    seats = ("青山", "昆都仑", "东河", "九原")

    def add(seat: str) -> None:
        for number in "一二三四五六":
            (tmp_path / f"{number}.txt").write_text(page.format(f"{seat}区", number), encoding="utf-8")
        with Store(tmp_path / "店", command="add") as store:
            add_pages(store, sorted(tmp_path.glob("*.txt")))

    init_store(tmp_path / "店")
    add(seats[0])
    text = 'SELECT ?a ?name { ?a kg:mentions ?x . ?x skos:prefLabel ?name FILTER CONTAINS(?name, "中队") }'
    with Served(tmp_path / "店") as server:
        assert server.ask(f"/api/search?q={quote('青山区分局')}").json
        assert server.ask(f"/api/ask?q={quote('包头市公安局有哪些下属单位？')}").json["rows"]
        seen = []
        for seat in seats[1:]:
            add(seat)
            until = time.monotonic() + 60
            while time.monotonic() < until:  # it looks every five seconds
                names = [row["name"]["value"] for row in server.query(text).json["results"]["bindings"]]
                found = {seat for seat in seats if any(seat in name for name in names)}
                assert len(names) == 6 and len(found) == 1, names
                if found == {seat}:
                    seen.append(seat)
                    break
                time.sleep(0.05)
        assert seen == list(seats[1:])


def test_a_store_that_never_rests_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a long `kg add` writes down is no new graph; its end is one, also if the next begins at once."""
    from kg.serve.app import _state
    from kg.store import Store, add_pages, init_store, reading

    monkeypatch.setattr(reading, "BATCH", 10)
    for number in range(4):
        text = f"第{number}号\n\n　　包头市公安局青山区分局开展第{number}次巡逻。\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    init_store(tmp_path / "店")

    def state() -> object:
        return _state(str(tmp_path / "店"))

    before = state()
    during: list[object] = []
    with Store(tmp_path / "店", command="add") as store:
        add_pages(store, sorted(tmp_path.glob("*.txt")), progress=lambda _: during.append(state()))
    assert during == [before] * 4
    assert state() not in ((), before)
