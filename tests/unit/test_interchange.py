"""Other programs' formats: N-Quads and TriG by article, Neo4j's importer, Parquet, and what Gephi needs."""

from __future__ import annotations

import csv
import datetime
import re
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from typer.testing import CliRunner

import kg
from kg import neo4j
from kg.cli import app
from kg.errors import UsageError
from kg.model import CLASSES, RELATIONS, Entity, Fact, Knowledge
from kg.network import _clean
from kg.query import query
from kg.rdf import from_rdf, to_graphs, to_nquads, to_trig, to_triples
from kg.schema import NS, load_schema
from kg.tables import to_tables, write_parquet
from kg.write import FORMATS, MORE, choose_formats, write_files
from tests.properties.strategies import knowledge

ROOT = Path(__file__).parents[2]


@cache
def sample() -> Knowledge:
    """The graph of the sample pages."""
    return kg.build(ROOT / "seeds")


# N-Quads and TriG


@given(knowledge())
@settings(max_examples=80, deadline=None)
def test_graphs_together_say_what_the_files_say(graph: Knowledge) -> None:
    quads = to_graphs(graph, "https://数据.example/图/")
    assert {triple for _, triples in quads for triple in triples} == set(to_triples(graph, "https://数据.example/图/"))


@given(knowledge())
@settings(max_examples=60, deadline=None)
def test_quads_come_back_equal(graph: Knowledge) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("a.nq", to_nquads(graph).encode()), ("a.trig", to_trig(graph))):
            (Path(folder) / name).write_bytes(content)
            assert from_rdf(Path(folder) / name) == graph


def test_a_graph_holds_what_its_article_says_and_nothing_else() -> None:
    graphs = dict(to_graphs(sample()))
    articles = {f"<https://kg.example/id/{e.id}>": e for e in sample().entities if e.type == "Article"}
    assert list(graphs) == ["", *sorted(articles)]
    for name, article in articles.items():
        stated = {(t.predicate, t.object) for t in graphs[name] if t.subject == name}
        assert (f"<{NS}mentions>", f"<{NS}mentions>") not in stated
        source = article.get("source")
        sources = {t.object for t in graphs[name] if t.predicate == "<http://purl.org/dc/terms/source>"}
        assert sources == {f'"{source}"'}
        quotes = [t for t in graphs[name] if t.predicate == "<http://www.w3.org/ns/oa#exact>"]
        proofs = {(e.span, e.quote) for f in sample().facts for e in f.evidence if e.article == article.id}
        assert len(quotes) == len(proofs)
    assert not [t for t in graphs[""] if t.predicate in {f"<{NS}{name}>" for name in RELATIONS}]


def test_both_libraries_read_the_same_quads() -> None:
    ours = {str(quad) for quad in pyoxigraph.parse(to_nquads(sample()).encode(), format=pyoxigraph.RdfFormat.N_QUADS)}
    trig = {str(quad) for quad in pyoxigraph.parse(to_trig(sample()), format=pyoxigraph.RdfFormat.TRIG)}
    assert ours == trig
    dataset = rdflib.Dataset()
    dataset.parse(data=to_trig(sample()), format="trig")
    assert len(list(dataset.quads())) == len(ours)
    assert len({graph.identifier for graph in dataset.graphs()}) == 1 + sum(
        e.type == "Article" for e in sample().entities
    )


def test_quads_can_be_asked_by_article(tmp_path: Path) -> None:
    store = pyoxigraph.Store()
    store.bulk_load(to_nquads(sample()).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    asked = "SELECT DISTINCT ?article { GRAPH ?article { ?a kg:partOf ?b } }"
    named = {str(row[0])[1:-1].removeprefix("https://kg.example/id/") for row in query(store, asked).rows}
    assert named == {e.article for f in sample().facts if f.predicate == "partOf" for e in f.evidence}


# Neo4j: the rules of neo4j-admin database import, as its manual gives them

_TYPES = {"ID", "START_ID", "END_ID", "int", "long", "float", "double", "boolean", "byte", "short", "char", "string"}
_TYPES |= {"TYPE", "LABEL", "IGNORE", "point", "date", "localtime", "time", "localdatetime", "datetime", "duration"}


def read_csv(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a file that the importer would take: one line a row, quotation marks doubled."""
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8")
    assert "\\" not in text.partition("\n")[2], "LOAD CSV takes a backslash for an escape"
    header, *lines = text.removesuffix("\n").split("\n")
    assert len(text.splitlines()) == len(lines) + 1, "fields of several lines need an option"
    rows = [next(csv.reader([line], strict=True)) for line in lines]
    return next(csv.reader([header])), rows


def check_import(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """The numbers of nodes by label and of relationships by type that the importer makes by `import.sh`."""
    command = (folder / "import.sh").read_text(encoding="utf-8")
    (delimiter,) = re.findall(r"--array-delimiter=U\+([0-9A-F]{4})", command)
    nodes = re.findall(r"--nodes=([\w:]+)=([\w.-]+)", command)
    relationships = re.findall(r"--relationships=(\w+)=([\w.-]+)", command)
    assert {name for _, name in nodes + relationships} == {path.name for path in folder.glob("*.csv")}
    ids: set[str] = set()
    counted: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for labels, name in nodes:
        header, rows = read_csv(folder / name)
        check_columns(header, rows, chr(int(delimiter, 16)))
        assert sum(column.endswith(":ID") for column in header) == 1
        for row in rows:
            (id_,) = (value for column, value in zip(header, row, strict=True) if column.endswith(":ID"))
            assert id_ and id_ not in ids, "ids are unique over all files"
            ids.add(id_)
        counted[0][labels.split(":")[1]] += len(rows)
    for type_, name in relationships:
        header, rows = read_csv(folder / name)
        check_columns(header, rows, chr(int(delimiter, 16)))
        assert header[0] == ":START_ID" and header[-1] == ":END_ID"
        assert all(row[0] in ids and row[-1] in ids for row in rows)
        counted[1][type_] += len(rows)
    return counted


def check_columns(header: list[str], rows: list[list[str]], delimiter: str) -> None:
    names = [column.partition(":")[0] for column in header if not column.startswith(":")]
    assert len(names) == len(set(names))
    for number, column in enumerate(header):
        type_ = column.partition(":")[2] or "string"
        assert type_.removesuffix("[]") in _TYPES
        for row in rows:
            assert len(row) == len(header)
            if row[number] and type_ == "double":
                float(row[number])
            if row[number] and type_ == "int":
                int(row[number])
            if row[number] and type_ == "date":
                datetime.date.fromisoformat(row[number])
            if not type_.endswith("[]"):
                assert delimiter not in row[number]


def test_the_importer_of_neo4j_takes_the_sample(tmp_path: Path) -> None:
    neo4j.write_neo4j(sample(), tmp_path)
    nodes, relationships = check_import(tmp_path)
    assert +nodes == Counter(entity.type for entity in sample().entities)
    types = {name: re.sub("([A-Z])", r"_\1", name).upper() for name in (*RELATIONS, "mentions")}
    assert +relationships == Counter(types[fact.predicate] for fact in sample().facts)
    header, rows = read_csv(tmp_path / "nodes-Region.csv")
    region = next(entity for entity in sample().entities if entity.type == "Region" and entity.aliases)
    row = dict(zip(header, next(row for row in rows if row[0] == region.id), strict=True))
    assert row["label"] == region.label
    assert tuple(row["aliases:string[]"].split(neo4j.SEPARATOR)) == region.aliases
    assert row["iri"] == f"https://kg.example/id/{region.id}"


@given(knowledge())
@settings(max_examples=60, deadline=None)
def test_the_importer_of_neo4j_takes_any_graph(graph: Knowledge) -> None:
    with tempfile.TemporaryDirectory() as folder:
        neo4j.write_neo4j(graph, folder)
        nodes, relationships = check_import(Path(folder))
        assert (nodes.total(), relationships.total()) == (len(graph.entities), len(graph.facts))


def test_columns_are_those_of_the_vocabulary() -> None:
    attributes = load_schema().attributes.values()
    for label in (*CLASSES, "Article"):
        known = {term.name for term in attributes if label in term.domains} | {"id", "iri", "label", "aliases"}
        known |= {"anaphora"} | ({"source", "date"} if label == "Article" else set())
        assert {column.partition(":")[0] for column in neo4j.node_columns(label)} == known


def test_the_script_loads_every_column_of_every_file(tmp_path: Path) -> None:
    neo4j.write_neo4j(sample(), tmp_path)
    script = (tmp_path / "import.cypher").read_text(encoding="utf-8")
    statements = [part for part in script.split(";\n") if "LOAD CSV" in part]
    assert len(statements) == len(list(tmp_path.glob("*.csv")))
    for statement in statements:
        (name,) = re.findall(r"'file:///([\w.-]+)'", statement)
        header, _ = read_csv(tmp_path / name)
        assert set(re.findall(r"row\.`([^`]+)`", statement)) == set(header)


# Parquet


def test_tables_hold_everything() -> None:
    tables = to_tables(sample())
    assert tables["entities"].num_rows == len(sample().entities)
    facts = [fact for fact in sample().facts if fact.predicate != "mentions"]
    rows = tables["relations"].to_pylist()
    assert [(row["subject"], row["predicate"], row["object"]) for row in rows] == [
        (fact.subject, fact.predicate, fact.object) for fact in facts
    ]
    assert [len(row["evidence"]) for row in rows] == [len(fact.evidence) for fact in facts]
    mentions = [e for f in sample().facts if f.predicate == "mentions" for e in f.evidence]
    table = tables["mentions"].to_pylist()
    assert [(row["article"], row["start"], row["stop"], row["quote"]) for row in table] == [
        (e.article, e.span.start, e.span.stop, e.quote) for e in mentions
    ]
    by_id = {entity.id: entity for entity in sample().entities}
    for row in tables["entities"].to_pylist():
        entity = by_id[row["id"]]
        assert (row["type"], row["label"], tuple(row["aliases"])) == (entity.type, entity.label, entity.aliases)
        for name, value in entity.attributes:
            found = row[name]
            if name == "byline":
                assert value in found
            elif name == "value":
                assert found == Decimal(value)
            else:
                assert str(found) == value


@given(knowledge())
@settings(max_examples=40, deadline=None)
def test_any_graph_becomes_tables(graph: Knowledge) -> None:
    assert to_tables(graph)["entities"].num_rows == len(graph.entities)


def test_parquet_files_are_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert [path.name for path in write_parquet(sample(), tmp_path / name)] == list(MORE["parquet"])
    assert [(tmp_path / "a" / name).read_bytes() for name in MORE["parquet"]] == [
        (tmp_path / "b" / name).read_bytes() for name in MORE["parquet"]
    ]


def test_without_pyarrow_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'kg\[parquet\]'"):
        to_tables(Knowledge())


def test_what_no_column_can_hold_is_null() -> None:
    odd = Entity(
        id="indicator/某", type="Indicator", label="某", attributes=(("begin", "2023-02-30"), ("value", "1" * 40))
    )
    (row,) = to_tables(Knowledge((odd,)))["entities"].to_pylist()
    assert (row["begin"], row["value"], row["label"]) == (None, None, "某")


# Gephi


def test_edges_of_gexf_have_a_kind(tmp_path: Path) -> None:
    one, other = (Entity(id=f"agency/{name}", type="Agency", label=name) for name in ("甲局", "乙局"))
    facts = tuple(
        Fact(subject=one.id, predicate=predicate, object=other.id) for predicate in ("collaboratesWith", "partOf")
    )
    write_files(Knowledge((other, one), facts), tmp_path, ["gexf", "graphml"])
    edges = [e for e in ElementTree.parse(tmp_path / "graph.gexf").iter() if e.tag.endswith("}edge")]
    assert [(e.get("kind"), e.get("label")) for e in edges] == [("collaboratesWith", "协作"), ("partOf", "隶属于")]


_GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
_GEXF = "{http://www.gexf.net/1.2draft}"
_READ = {"string": str, "double": float, "float": float, "long": int, "int": int, "integer": int}


def check_values(values: list[tuple[str, str]], declared: dict[str, str]) -> None:
    """Every value is of a column that is declared, none twice, and of its type."""
    assert len({key for key, _ in values}) == len(values)
    for key, value in values:
        _READ[declared[key]](value)


def check_edges(edges: list[ElementTree.Element], nodes: set[str | None]) -> None:
    ids = [edge.get("id") for edge in edges]
    assert len(set(ids)) == len(ids) and None not in ids
    assert all(edge.get("source") in nodes and edge.get("target") in nodes for edge in edges)


def check_graphml(path: Path) -> None:
    """By the GraphML primer and its schema: keys first, of a known type, and every value under one for its element."""
    root = ElementTree.parse(path).getroot()
    assert root.tag == f"{_GRAPHML}graphml"
    assert [child.tag for child in root][-1] == f"{_GRAPHML}graph" and root.findall(f"{_GRAPHML}graph") == [root[-1]]
    keys = root.findall(f"{_GRAPHML}key")
    assert len({key.get("id") for key in keys}) == len(keys)
    assert len({(key.get("for"), key.get("attr.name")) for key in keys}) == len(keys)
    declared: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for key in keys:
        declared[key.attrib["for"]][key.attrib["id"]] = key.attrib["attr.type"]
    graph = root[-1]
    assert graph.get("edgedefault") == "directed"
    nodes = graph.findall(f"{_GRAPHML}node")
    ids = {node.get("id") for node in nodes}
    assert len(ids) == len(nodes) and None not in ids
    check_edges(graph.findall(f"{_GRAPHML}edge"), ids)
    for element in graph:
        values = [(data.attrib["key"], data.text or "") for data in element.findall(f"{_GRAPHML}data")]
        check_values(values, declared[element.tag.removeprefix(_GRAPHML)])


def check_gexf(path: Path) -> None:
    """By the primer of GEXF 1.2 and 1.3, as Gephi's importer reads it."""
    root = ElementTree.parse(path).getroot()
    assert (root.tag, root.get("version")) == (f"{_GEXF}gexf", "1.2")
    (graph,) = root.findall(f"{_GEXF}graph")
    assert (graph.get("defaultedgetype"), graph.get("mode"), graph.get("timeformat")) == ("directed", "dynamic", "date")
    declared: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for attributes in graph.findall(f"{_GEXF}attributes"):
        for attribute in attributes:
            of = declared[attributes.attrib["class"]]
            assert attribute.attrib["id"] not in of and attribute.get("title")
            of[attribute.attrib["id"]] = attribute.attrib["type"]
    nodes = graph.findall(f"{_GEXF}nodes/{_GEXF}node")
    edges = graph.findall(f"{_GEXF}edges/{_GEXF}edge")
    ids = {node.get("id") for node in nodes}
    assert len(ids) == len(nodes) and None not in ids
    check_edges(edges, ids)
    parallel = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
    assert len(set(parallel)) == len(parallel), "Gephi would merge them"
    for kind, elements in (("node", nodes), ("edge", edges)):
        for element in elements:
            assert "label" in element.attrib
            if "weight" in element.attrib:
                float(element.attrib["weight"])
            for name in ("start", "end"):
                if name in element.attrib:
                    datetime.date.fromisoformat(element.attrib[name])
            values = element.findall(f"{_GEXF}attvalues/{_GEXF}attvalue")
            check_values([(value.attrib["for"], value.attrib["value"]) for value in values], declared[kind])


def check_networks(graph: Knowledge, folder: Path) -> None:
    import networkx

    write_files(graph, folder, ["gexf", "graphml"])
    check_graphml(folder / "graph.graphml")
    check_gexf(folder / "graph.gexf")
    labels = sorted(_clean(entity.label) for entity in graph.entities)
    for network in (networkx.read_graphml(folder / "graph.graphml"), networkx.read_gexf(folder / "graph.gexf")):
        assert sorted(data.get("label", "") for _, data in network.nodes(data=True)) == labels
        ends = {entity.id for entity in graph.entities}
        shown = [fact for fact in graph.facts if fact.subject in ends and fact.object in ends]
        assert network.number_of_edges() == len(shown)


def test_gephi_takes_the_sample(tmp_path: Path) -> None:
    check_networks(sample(), tmp_path)


@given(knowledge())
@settings(max_examples=40, deadline=None)
def test_gephi_takes_any_graph(graph: Knowledge) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_networks(graph, Path(folder))


# Written together


def test_more_formats_are_written_when_asked_for(tmp_path: Path) -> None:
    assert choose_formats(None) == tuple(FORMATS)
    assert choose_formats(["nq,parquet"]) == ("ttl", "nquads", "parquet")
    written = write_files(sample(), tmp_path / "out", ["nquads", "trig", "neo4j", "parquet"])
    files = {path.relative_to(tmp_path / "out").as_posix() for path in written}
    assert files == {"graph.ttl", *(name for some in MORE.values() for name in some)}
    assert all(path.is_file() for path in written)
    write_files(sample(), tmp_path / "out", ["ttl"])
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["graph.ttl"]


def test_an_export_is_exported_again(tmp_path: Path) -> None:
    write_files(sample(), tmp_path / "one", ["ttl", "provenance"], base="https://a.example/")
    arguments = ["export", str(tmp_path / "one"), "-o", str(tmp_path / "two"), "--format", "nquads,neo4j,provenance"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert result.output.strip().endswith("/two/: graph.ttl, provenance.ttl, graph.nq, neo4j/")
    for name in ("graph.ttl", "provenance.ttl"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert from_rdf(tmp_path / "two" / "graph.nq") == sample()
    assert CliRunner().invoke(app, ["export", str(tmp_path / "one"), "-o", str(tmp_path / "one")]).exit_code == 2
