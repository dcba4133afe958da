"""Queries: the named ones answer rightly, errors point at the fault, nothing unsafe runs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import Store

import kg
from kg.errors import GraphError, QueryError, UsageError
from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.query import Result, load, named_queries, named_query, query
from kg.rdf import to_rdf, write_graph


def said(quote: str, article: str = "article/甲-1", line: int = 3, confidence: float = 0.9) -> tuple[Evidence, ...]:
    """One piece of evidence."""
    span = Span(10, 10 + len(quote))
    source = f"{article.removeprefix('article/')[0]}.txt"
    return (
        Evidence(article=article, source=source, span=span, line=line, quote=quote, rule="规则", confidence=confidence),
    )


def thing(id: str, label: str, *aliases: str, **attributes: str) -> Entity:
    """An entity whose class its id tells."""
    kind = id.partition("/")[0].capitalize()
    return Entity(id=id, type=kind, label=label, aliases=aliases, attributes=tuple(sorted(attributes.items())))


def fact(text: str, *evidence: Evidence, roles: tuple[str, ...] = ()) -> Fact:
    """A fact from `subject predicate object`."""
    subject, predicate, object = text.split()
    return Fact(subject=subject, predicate=predicate, object=object, evidence=evidence or said("一句话。"), roles=roles)


DAY = dict.fromkeys(("time", "begin", "end"), "2022-03-08")
FIGURE = {"metric": "盗窃案", "value": "12.5", "unit": "%", "change": "同比下降", "time": "2022"}
PRINTED = (("byline", "陆岛"), ("date", "2022-03-09"), ("source", "甲.txt"))
CITY, DISTRICT, ROAD = "region/330900", "region/330902", "place/港口路"
BUREAU, BRANCH, UNIT, HEALTH = (
    "agency/舟山市公安局",
    "agency/舟山市公安局定海分局",
    "agency/定海分局巡逻队",
    "agency/舟山市卫健委",
)

TWICE = (*said("定海分局是市局的一部分。", line=7), *said("市局定海分局。", "article/乙-1", 2, 0.6))

GRAPH = Knowledge(
    tuple(
        sorted(
            (
                thing(CITY, "舟山市", "舟山", regionLevel="prefecture", adcode="330900"),
                thing(DISTRICT, "定海区", regionLevel="county", adcode="330902"),
                thing(ROAD, "港口路"),
                thing(BUREAU, "舟山市公安局", "市公安局"),
                thing(BRANCH, "舟山市公安局定海分局"),
                thing(UNIT, "舟山市公安局定海分局巡逻队"),
                thing(HEALTH, "舟山市卫健委"),
                thing("initiative/护海行动", "护海行动", initiativeType="campaign"),
                thing("event/会", "港口安全推进会", eventType="meeting", **DAY),
                thing("event/救", "海上救援"),
                thing("person/周舟", "周舟"),
                thing("person/陆岛", "陆岛"),
                thing("indicator/盗", "盗窃案下降12.5%", **FIGURE),
                Entity(id="article/甲-1", type="Article", label="海岛平安", attributes=PRINTED),
                Entity(id="article/乙-1", type="Article", label="再说“平安”", attributes=(("source", "乙.txt"),)),
            )
        )
    ),
    tuple(
        sorted(
            (
                fact(f"{DISTRICT} within {CITY}"),
                fact(f"{ROAD} within {DISTRICT}"),
                fact(f"{BUREAU} jurisdiction {CITY}"),
                fact(f"{BRANCH} jurisdiction {DISTRICT}"),
                fact(f"{BRANCH} partOf {BUREAU}", *TWICE),
                fact(f"{UNIT} partOf {BRANCH}"),
                fact(f"{BRANCH} implements initiative/护海行动"),
                fact(f"{BUREAU} organizes event/会"),
                fact(f"{UNIT} participates event/救", *said("也许参与。", confidence=0.5)),
                fact(f"event/会 takesPlaceIn {ROAD}"),
                fact(f"{BUREAU} collaboratesWith {HEALTH}"),
                fact(f"person/周舟 memberOf {BRANCH}", roles=("局长", "党委书记")),
                fact("person/陆岛 wrote article/甲-1"),
                fact(f"indicator/盗 about {DISTRICT}"),
                *(fact(f"article/甲-1 mentions {id}") for id in (BUREAU, CITY, "event/救", BRANCH)),
                fact(f"article/乙-1 mentions {BUREAU}", *said("市公安局", "article/乙-1")),
            )
        )
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    return load(GRAPH)


def ask(store: Store, name: str, params: dict[str, str]) -> list[tuple[str, ...]]:
    """The rows of a named query, unbound values empty."""
    result = query(store, named_query(name).text, params, name=name)
    return [tuple(row) for row in list(csv.reader(io.StringIO(result.to_csv())))[1:]]


MEETING = ("2022-03-08", "港口安全推进会", "meeting", "港口路")

ANSWERS: list[tuple[str, dict[str, str], list[tuple[str, ...]]]] = [
    ("agencies-in-region", {"region": "舟山市"}, [("舟山市公安局定海分局", "定海区"), ("舟山市公安局", "舟山市")]),
    ("agencies-in-region", {"region": "定海区"}, [("舟山市公安局定海分局", "定海区")]),
    ("agencies-in-region", {"region": "舟山"}, [("舟山市公安局定海分局", "定海区"), ("舟山市公安局", "舟山市")]),
    ("agencies-in-region", {"region": "不存在"}, []),
    (
        "agency-hierarchy",
        {"agency": "市公安局"},
        [("舟山市公安局定海分局", "舟山市公安局"), ("舟山市公安局定海分局巡逻队", "舟山市公安局定海分局")],
    ),
    ("initiatives-of-agency", {"agency": "舟山市公安局"}, [("护海行动", "campaign", "舟山市公安局定海分局")]),
    ("initiatives-of-agency", {"agency": "舟山市卫健委"}, []),
    ("events-in-period", {"from": "2022-03-01", "to": "2022-03-31"}, [MEETING]),
    ("events-in-period", {"from": "2022-03-09"}, []),
    ("events-in-period", {}, [MEETING]),
    (
        "events-of-agency",
        {"agency": "舟山市公安局"},
        [
            ("海上救援", "", "participates", "舟山市公安局定海分局巡逻队"),
            ("港口安全推进会", "2022-03-08", "organizes", "舟山市公安局"),
        ],
    ),
    ("persons-of-agency", {"agency": "舟山市公安局"}, [("周舟", "党委书记、局长", "舟山市公安局定海分局")]),
    ("indicators-of", {"name": "定海区"}, [("盗窃案", "同比下降", "12.5", "%", "2022")]),
    ("articles-about", {"name": "市公安局"}, [("海岛平安", "2022-03-09", "甲.txt"), ("再说“平安”", "", "乙.txt")]),
    (
        "why",
        {"subject": "舟山市公安局定海分局", "predicate": "partOf", "object": "舟山市公安局"},
        [("定海分局是市局的一部分。", "甲.txt", "7", "规则", "0.9"), ("市局定海分局。", "乙.txt", "2", "规则", "0.6")],
    ),
    ("why", {"subject": "舟山市公安局", "predicate": "partOf", "object": "舟山市公安局定海分局"}, []),
    (
        "why-implements",
        {"agency": "舟山市公安局定海分局", "initiative": "护海行动"},
        [("一句话。", "甲.txt", "3", "规则", "0.9")],
    ),
    ("why-implements", {"agency": "舟山市公安局", "initiative": "护海行动"}, []),
    (
        "said-by-page",
        {"source": "乙.txt"},
        [("2", "舟山市公安局定海分局", "partOf", "舟山市公安局", "市局定海分局。", "规则", "0.6")],
    ),
    ("said-by-page", {"source": "丙.txt"}, []),
    ("mentioned-on-page", {"source": "乙.txt"}, [("3", "市公安局", "舟山市公安局", "Agency", "规则", "0.9")]),
    ("region-tree", {"region": "舟山市"}, [("港口路", "", "定海区"), ("定海区", "county", "舟山市")]),
    (
        "top-agencies",
        {},
        [("舟山市公安局", "2", "1", "0"), ("舟山市公安局定海分局", "1", "0", "1")],
    ),
    ("collaborations", {}, [("舟山市公安局", "舟山市卫健委", "1")]),
    ("authors", {}, [("陆岛", "1")]),
    ("unlocated-events", {}, [("海上救援", "", "海岛平安")]),
    ("doubtful-facts", {}, [("舟山市公安局定海分局巡逻队", "participates", "海上救援", "0.5", "也许参与。", "甲.txt")]),
    ("doubtful-facts", {"below": "0.5"}, []),
    ("pages", {}, [("2", "2", "2022-03-09", "2022-03-09")]),
    (
        "relations",
        {},
        [("jurisdiction", "2"), ("partOf", "2"), ("within", "2"), ("about", "1"), ("collaboratesWith", "1"),
         ("implements", "1"), ("memberOf", "1"), ("organizes", "1"), ("participates", "1"), ("takesPlaceIn", "1"),
         ("wrote", "1")],
    ),
    ("top-initiatives", {}, [("护海行动", "campaign", "1", "0", "0")]),
    ("events-by-month", {}, [("2022-03", "meeting", "1")]),
    ("events-without-month", {}, [("海上救援", "")]),
    ("events-by-province", {}, [("330000", "1")]),
    ("agencies-by-province", {}, [("330000", "2")]),
    ("confidence-bands", {}, [("0.9-1.0", "13"), ("0.5-0.7", "1")]),
    (
        "classes",
        {},
        [("Agency", "4"), ("Article", "2"), ("Event", "2"), ("Person", "2"), ("Region", "2"),
         ("Indicator", "1"), ("Initiative", "1"), ("Place", "1")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "params", "expected"), ANSWERS)
def test_named_query_answers(store: Store, name: str, params: dict[str, str], expected: list[tuple[str, ...]]) -> None:
    rows = ask(store, name, params)
    if name == "persons-of-agency":  # GROUP_CONCAT promises no order
        rows = [(person, "、".join(sorted(roles.split("、"))), unit) for person, roles, unit in rows]
        expected = [(person, "、".join(sorted(roles.split("、"))), unit) for person, roles, unit in expected]
    if name == "classes":
        assert sorted(rows) == sorted(expected)
    else:
        assert rows == expected


def test_every_named_query_is_tested_and_documented() -> None:
    queries = named_queries()
    assert {query.name for query in queries} == {name for name, _, _ in ANSWERS}
    assert len(queries) >= 12
    for known in queries:
        assert known.title.isascii() and known.title_zh and not known.title_zh.isascii()
        assert all(parameter.comment for parameter in known.parameters)
        used = {part.split()[0].strip(",;)") for part in known.text.split("$")[1:]}
        assert {p.name for p in known.parameters} == {name.rstrip(")") for name in used}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("SELECT ?l WHERE { ?s skos:prefLabel ?l ", 1, 39, "ends too early"),
        ("SELECT ?l\nWHERE { ?公安 skos:prefLabel ?l .\n ?s 公安 kg:partOf }", 3, 5, "unexpected “公安”"),
        ("SELECT ?l {\n\t?s foo:x ?l }", 2, 5, "unknown prefix “foo:”"),
        ("SELEC ?l { ?s ?p ?l }", 1, 1, "unexpected “SELEC”"),
        ("SELECT ?l { ?s ?p '公安 }", 1, 19, "not closed"),
        ("SELECT ?l (COUNT(*) AS ?n) { ?s ?p ?l }", 1, 1, "unbound"),
        ("SELECT * {\n ?s ?p ?o }\n}", 3, 1, "unexpected “}”"),
        ("# 注释\nSELECT * { ?s ?p '公安局' ; 公安 ?o }", 2, 26, "unexpected “公安”"),
        ("SELECT * { ?s ?p ?o FILTER NOT EXIST { ?o ?p ?x } }", 1, 32, "unexpected “EXIST”"),
        ("PREFIX a: <b> ASK {}", 1, 11, "no absolute IRI"),
        ("", 1, 1, "ends too early"),
    ],
)
def test_syntax_error_points_at_the_fault(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        query(Knowledge(), text, name="我的.rq")
    assert caught.value.place == f"line {line}, column {column}"
    assert caught.value.source == "我的.rq"
    said, shown, caret = str(caught.value).split("\n")
    assert said.startswith(f"我的.rq, line {line}, column {column}: ")
    assert shown == f"{line} | {[*text.split(chr(10)), ''][line - 1].rstrip()}".replace("\t", " ")
    assert caret.endswith("^") and not caret[:-1].strip()


def test_caret_counts_chinese_as_two_wide() -> None:
    with pytest.raises(QueryError) as caught:
        query(Knowledge(), "ASK { ?s ?p '公安' 局 }")
    assert str(caught.value).split("\n")[2] == " " * (len("1 | ASK { ?s ?p '' ") + 4) + "^"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://a.example/> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { SERVICE ?where { ?s ?p ?o } } }",
        # Where tokens deceive: no space after the keyword, an operator that looks like an IRI, an escape.
        "PREFIX x: <http://a.example/> SELECT * { SERVICEx:a { ?s ?p ?o } }",
        "PREFIX : <http://a.example/> SELECT * { SERVICE:a { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://a.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://a.example/> { ?s ?p ?o } }",
        "SELECT * { BIND(kg:a AS ?x) ?a ?p ?b FILTER(?b<?b+1)SERVICE?x#>\n{ ?s ?p2 ?o } }",
        "SELECT * { FILTER(1 != <http://a/\\u0061'>) SERVICE <http://a/> { ?s ?p ?o } FILTER('' = '') }",
        "PREFIX x: <http://a.example/> SELECT * { ?s ?p x:.SERVICE<http://a.example/> { ?s ?p ?o } }",
        "LOAD <http://a.example/>",
        "PREFIX a: <http://a.example/> INSERT DATA { a:b a:c a:d }",
        "DROP ALL",
    ],
)
def test_network_and_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="refused"):
        query(Knowledge(), text)


def test_words_that_only_look_unsafe_are_not_refused(store: Store) -> None:
    text = (
        "# SERVICE\nSELECT ?service { ?service skos:prefLabel 'SERVICE <x>' ; kg:SERVICE <http://a.example/#SERVICE> }"
    )
    assert query(store, text).rows == ()


@pytest.mark.parametrize("value", ['"', "'", "\\", '"} ; DROP ALL #', "\n", "$region", "<x>", "局\u0000"])
def test_parameters_are_only_ever_values(value: str) -> None:
    region = Entity(id="region/a", type="Region", label=value)
    text = "SELECT ?r { ?r skos:prefLabel ?l FILTER(STR(?l) = $region) }"
    assert len(query(Knowledge((region,)), text, {"region": value}).rows) == 1
    assert query(Knowledge((region,)), text, {"region": value + "局"}).rows == ()


def test_parameters_are_checked(store: Store) -> None:
    text = named_query("agencies-in-region").text
    with pytest.raises(QueryError, match="“region” is missing"):
        query(store, text)
    with pytest.raises(QueryError, match=r"no parameter “city”.*it takes region"):
        query(store, text, {"region": "舟山市", "city": "舟山市"})
    with pytest.raises(QueryError, match=r"no query is named “nichts”.*agencies-in-region"):
        named_query("nichts")


def answer(store: Store, text: str) -> Result:
    return query(store, text)


ROWS = """SELECT ?name ?value { ?x skos:prefLabel ?name OPTIONAL { ?x kg:value ?value }
          FILTER(STR(?name) IN ('周舟', '盗窃案下降12.5%')) }"""


def test_rows_in_every_format(store: Store) -> None:
    rows = answer(store, ROWS)
    assert rows.print_as("csv") == "name,value\r\n周舟,\r\n盗窃案下降12.5%,12.5\r\n"
    assert rows.print_as("tsv").split("\n")[1] == '"周舟"@zh\t'
    binding = json.loads(rows.print_as("json"))["results"]["bindings"][1]
    assert binding["name"] == {"type": "literal", "value": "盗窃案下降12.5%", "xml:lang": "zh"}
    assert binding["value"]["datatype"].endswith("#decimal")
    assert rows.records() == [{"name": "周舟"}, {"name": "盗窃案下降12.5%", "value": "12.5"}]
    with pytest.raises(UsageError, match="CONSTRUCT"):
        rows.print_as("turtle")
    with pytest.raises(UsageError, match="no format “xml”"):
        rows.print_as("xml")


def test_table_is_aligned_by_display_width(store: Store) -> None:
    from rich.cells import cell_len

    header, _, person, figure = answer(store, ROWS).print_as("table").splitlines()
    assert person.strip() == "周舟"
    assert header.index("value") + len("value") == cell_len(header) == cell_len(figure)  # numbers stand on the right


def test_ask_construct_describe(store: Store) -> None:
    yes = answer(store, "ASK { ?x a kg:Region }")
    assert yes.boolean is True
    assert (yes.print_as("table"), yes.print_as("csv")) == ("true\n", "true\r\n")
    assert json.loads(yes.print_as("json")) == {"head": {}, "boolean": True}
    built = answer(store, "CONSTRUCT { ?a kg:partOf ?b } WHERE { ?a kg:partOf ?b }")
    assert built.triples is not None and len(built.triples) == 2
    assert "@prefix kg: <https://kg.example/ns#> ." in built.print_as("turtle")
    assert built.print_as("csv").startswith("subject,predicate,object\r\n")
    told = answer(store, "DESCRIBE ?x { ?x skos:prefLabel '港口路'@zh }")
    assert "“" not in told.print_as("turtle") and "港口路" in told.print_as("turtle")


def test_order_without_order_by_is_that_of_the_text(store: Store) -> None:
    names = [record["l"] for record in answer(store, "SELECT ?l { ?x skos:prefLabel ?l }").records()]
    assert names == sorted(names)


def test_sources_and_base(tmp_path: Path) -> None:
    base = "https://数据.example/图#"
    write_graph(GRAPH, tmp_path, base=base)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    plain, full = query(tmp_path / "graph.ttl", count).records(), query(tmp_path, count).records()
    assert int(plain[0]["n"]) < int(full[0]["n"])
    for name in ("graph.nt", "graph.jsonld"):
        assert query(tmp_path / name, count).records() == plain
    assert query(tmp_path, "ASK { id:region\\/330900 a kg:Region }").boolean is True
    assert query(to_rdf(GRAPH, base=base), count).records() == full


def test_bad_sources(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no such file"):
        query(tmp_path / "nichts", "ASK {}")
    with pytest.raises(GraphError, match=r"no graph.ttl"):
        query(tmp_path, "ASK {}")
    (tmp_path / "a.xyz").write_text("", encoding="utf-8")
    with pytest.raises(GraphError, match=r"can't read “\.xyz”"):
        query(tmp_path / "a.xyz", "ASK {}")
    (tmp_path / "a.ttl").write_text("<a> <b>\n <c> ; .. ", encoding="utf-8")
    with pytest.raises(GraphError, match="line 2") as caught:
        query(tmp_path / "a.ttl", "ASK {}")
    assert caught.value.source.endswith("a.ttl")


def test_named_graphs_are_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text(
        "<https://a.example/g> { <https://a.example/s> a <https://a.example/c> }", encoding="utf-8"
    )
    assert query(tmp_path / "a.trig", "ASK { ?s a ?c }").boolean is True


def test_package_is_callable_whichever_way_it_is_imported() -> None:
    assert kg.query(Knowledge(), "ASK {}").boolean is True  # type: ignore[attr-defined,operator,unused-ignore]


def test_a_refused_service_is_not_even_called_while_the_query_is_read() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.5)
        for text in ("SELECT * { SERVICE <URL> { ?s ?p ?o } }", "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }"):
            with pytest.raises(QueryError, match="SERVICE"):
                query(Knowledge(), text.replace("URL", f"http://127.0.0.1:{trap.getsockname()[1]}/"))
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    "text", ["SELECT ?service { ?service ?p ?o", "ASK { ?s ?p 'service' ", "SELECT ?x { # service"]
)
def test_a_fault_beside_the_word_service_is_told_as_what_it_is(text: str) -> None:
    with pytest.raises(QueryError, match="ends too early"):
        query(Knowledge(), text)
