"""What the files look like; that they come back equal is in `properties/test_rdf_roundtrip.py`."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS

from kg.errors import GraphError, KgError, UsageError
from kg.files import write_file
from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.rdf import from_rdf, graph_triples, provenance_triples, to_jsonld, to_ntriples, to_rdf, to_turtle, write_graph
from kg.rdf.terms import check_base, digest, id_of, iri

KG = rdflib.Namespace("https://kg.example/ns#")
ID = rdflib.Namespace("https://kg.example/id/")


def said(quote: str, line: int = 12, rule: str = "职务", confidence: float = 0.9) -> Evidence:
    """A piece of evidence."""
    span = Span(100, 100 + len(quote))
    return Evidence(
        article="article/页-1", source="a/页.txt", span=span, line=line, quote=quote, rule=rule, confidence=confidence
    )


GRAPH = Knowledge(
    (
        Entity(id="agency/定海分局", type="Agency", label="定海分局", aliases=("分局",), anaphora=("该局",)),
        Entity(
            id="article/页-1",
            type="Article",
            label="海岛“平安”",
            attributes=(("byline", "周舟"), ("byline", "陆岛"), ("date", "2022-03-09"), ("source", "a/页.txt")),
        ),
        Entity(
            id="event/2022-03-08-0a1b",
            type="Event",
            label="推进会",
            attributes=(("begin", "2022-03-08"), ("end", "2022-03-08"), ("time", "2022-03-08")),
        ),
        Entity(id="indicator/某", type="Indicator", label="某", attributes=(("unit", "%"), ("value", "0.93"))),
        Entity(id="initiative/“护海 行动”", type="Initiative", label="“护海 行动”"),
        Entity(id="person/周舟@定海分局", type="Person", label="周舟"),
    ),
    (
        Fact(
            subject="agency/定海分局", predicate="implements", object="initiative/“护海 行动”", evidence=(said("甲"),)
        ),
        Fact(
            subject="article/页-1",
            predicate="mentions",
            object="agency/定海分局",
            evidence=(said("分局", 3, "机构", 0.8), said("该局", 4, "指代", 0.7)),
        ),
        Fact(
            subject="person/周舟@定海分局",
            predicate="memberOf",
            object="agency/定海分局",
            roles=("书记", "局长"),
            evidence=(said("局长周舟说。"),),
        ),
    ),
)
TURTLE = """\
@prefix agency: <https://kg.example/id/agency/> .
@prefix article: <https://kg.example/id/article/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix event: <https://kg.example/id/event/> .
@prefix indicator: <https://kg.example/id/indicator/> .
@prefix initiative: <https://kg.example/id/initiative/> .
@prefix kg: <https://kg.example/ns#> .
@prefix person: <https://kg.example/id/person/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://kg.example/id/> a void:Dataset ;
	void:uriSpace "https://kg.example/id/" ;
	void:vocabulary <https://kg.example/ns> .

agency:定海分局 a kg:Agency ;
	skos:altLabel "分局"@zh ;
	skos:hiddenLabel "该局"@zh ;
	skos:prefLabel "定海分局"@zh ;
	kg:implements <https://kg.example/id/initiative/“护海%20行动”> .

article:页-1 a kg:Article ;
	dcterms:date "2022-03-09"^^xsd:date ;
	dcterms:source "a/页.txt" ;
	dcterms:title "海岛“平安”"@zh ;
	kg:byline "周舟" , "陆岛" ;
	kg:mentions agency:定海分局 .

event:2022-03-08-0a1b a kg:Event ;
	skos:prefLabel "推进会"@zh ;
	kg:begin "2022-03-08"^^xsd:date ;
	kg:end "2022-03-08"^^xsd:date ;
	kg:time "2022-03-08" .

indicator:某 a kg:Indicator ;
	skos:prefLabel "某"@zh ;
	kg:unit "%" ;
	kg:value 0.93 .

<https://kg.example/id/initiative/“护海%20行动”> a kg:Initiative ;
	skos:prefLabel "“护海 行动”"@zh .

person:周舟\\@定海分局 a kg:Person ;
	skos:prefLabel "周舟"@zh ;
	kg:memberOf agency:定海分局 .
"""


def test_turtle_is_sorted_and_readable() -> None:
    assert to_turtle(graph_triples(GRAPH)).decode("utf-8") == TURTLE


def test_files_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from kg.rdf import from_rdf, write_graph\n"
        "write_graph(from_rdf(sys.argv[1]), sys.argv[1])"
    )
    write_graph(GRAPH, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(before) == ["graph.jsonld", "graph.nt", "graph.ttl", "provenance.ttl"]
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path), *sys.path],
            check=True,
            env={"PYTHONHASHSEED": seed},
            timeout=60,
        )
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_provenance_says_who_where_and_how_sure() -> None:
    graph = to_rdf(GRAPH)
    (statement,) = (s for s in graph.subjects(RDF.predicate, KG.memberOf))
    value = graph.value
    assert value(statement, RDF.subject) == ID["person/周舟@定海分局"]
    assert value(statement, RDF.object) == ID["agency/定海分局"]
    assert value(statement, KG.confidence) == rdflib.Literal(Decimal("0.9"))
    assert value(statement, KG.rule) == rdflib.Literal("职务")
    assert {str(role) for role in graph.objects(statement, KG.role)} == {"书记", "局长"}
    oa, prov = rdflib.Namespace("http://www.w3.org/ns/oa#"), rdflib.Namespace("http://www.w3.org/ns/prov#")
    span = value(statement, prov.wasDerivedFrom)
    assert value(span, oa.hasSource) == ID["article/页-1"]
    assert value(span, DCTERMS.source) == rdflib.Literal("a/页.txt")
    selectors = {kind: s for s in graph.objects(span, oa.hasSelector) for kind in graph.objects(s, RDF.type)}
    position, quote = selectors[oa.TextPositionSelector], selectors[oa.TextQuoteSelector]
    assert (int(str(value(position, oa.start))), int(str(value(position, oa.end)))) == (100, 106)
    assert value(quote, oa.exact) == rdflib.Literal("局长周舟说。")
    assert value(selectors[oa.FragmentSelector], RDF.value) == rdflib.Literal("line=11,12")
    run = value(statement, prov.wasGeneratedBy)
    assert (run, RDF.type, prov.Activity) in graph
    assert not list(graph.objects(run, prov.startedAtTime))


def test_graph_without_provenance_has_no_evidence() -> None:
    plain = from_rdf(to_rdf(GRAPH, provenance=False))
    assert plain.entities == GRAPH.entities
    assert [(f.subject, f.predicate, f.object) for f in plain.facts] == [
        (f.subject, f.predicate, f.object) for f in GRAPH.facts
    ]
    assert not any(fact.evidence or fact.roles for fact in plain.facts)


def test_each_piece_of_evidence_keeps_its_rule_and_confidence() -> None:
    mentions = next(fact for fact in from_rdf(to_rdf(GRAPH)).facts if fact.predicate == "mentions")
    assert [(e.quote, e.line, e.rule, e.confidence) for e in mentions.evidence] == [
        ("分局", 3, "机构", 0.8),
        ("该局", 4, "指代", 0.7),
    ]


def test_roles_without_evidence_survive() -> None:
    fact = Fact(subject="person/甲", predicate="memberOf", object="agency/乙", roles=("所长",))
    assert from_rdf(to_rdf(Knowledge((), (fact,)))) == Knowledge((), (fact,))


def test_numbers_are_canonical() -> None:
    for text, number in (("0.930", "0.93"), ("137.0", "137"), ("+5", "5"), ("1E3", "1000")):
        thing = Entity(id="indicator/某", type="Indicator", label="某", attributes=(("value", text),))
        (back,) = from_rdf(to_rdf(Knowledge((thing,)))).entities
        assert back.get("value") == number


def test_base_of_a_graph_that_does_not_name_it() -> None:
    graph = to_rdf(GRAPH, base="https://a.example/图/")
    graph.remove((rdflib.URIRef("https://a.example/图/"), None, None))
    assert from_rdf(graph) == GRAPH


def test_things_of_other_graphs_keep_their_iri() -> None:
    graph = to_rdf(GRAPH, provenance=False)
    other = rdflib.URIRef("https://other.example/机构/1")
    graph.add((other, RDF.type, KG.Agency))
    graph.add((other, SKOS.prefLabel, rdflib.Literal("别处", lang="zh")))
    back = from_rdf(graph)
    assert next(entity.id for entity in back.entities if entity.label == "别处") == str(other)
    assert (other, SKOS.prefLabel, rdflib.Literal("别处", lang="zh")) in to_rdf(back)


@pytest.mark.parametrize(
    ("knowledge", "message"),
    [
        (Knowledge((Entity(id="x/某", type="Ding", label="某"),)), "no class “Ding”"),
        (Knowledge((), (Fact(subject="agency/a", predicate="kennt", object="agency/b"),)), "no relation “kennt”"),
        (
            Knowledge((Entity(id="place/某", type="Place", label="某", attributes=(("farbe", "红"),)),)),
            "place/某: no attribute “farbe”",
        ),
    ],
)
def test_what_is_not_in_the_vocabulary_is_refused(knowledge: Knowledge, message: str) -> None:
    with pytest.raises(GraphError, match=message):
        graph_triples(knowledge)


@pytest.mark.parametrize(
    "base", ["", "kg", "https://a.example/id", "https://a.example/a b/", "/id/", "https://", "<x>/"]
)
def test_bad_base_is_refused(base: str) -> None:
    with pytest.raises(GraphError, match="can't be the base"):
        to_rdf(GRAPH, base=base)
    with pytest.raises(GraphError, match="can't be the base"):
        provenance_triples(GRAPH, base)


@pytest.mark.parametrize(
    "id", ["agency/公安局", "a/ %20“”#?[]{}|\\^`<>\"'", "a/\u3000\u200b\ue000\ufffe\U0010ffff", "a/.."]
)
def test_ids_come_back_from_iris(id: str) -> None:
    term = iri(id, check_base("https://a.example/#"))
    assert rdflib.util.from_n3(term) == rdflib.URIRef(term[1:-1])
    assert id_of(term[1:-1], "https://a.example/#") == id


def test_digest_is_fixed() -> None:
    # The names of statements must not change between versions: diffs and links depend on them.
    assert digest("a", "b") == "f04cdced9736a69da6103f08"
    assert digest("a", "b") != digest("ab")


def test_formats_are_chosen(tmp_path: Path) -> None:
    assert [path.name for path in write_graph(GRAPH, tmp_path, ["nt", "provenance"])] == ["provenance.ttl", "graph.nt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.nt", "provenance.ttl"]
    with pytest.raises(UsageError, match="no format “xml”"):
        write_graph(GRAPH, tmp_path, ["xml"])


def test_jsonld_reads_like_json() -> None:
    import json

    document = json.loads(to_jsonld(graph_triples(GRAPH)))
    agency = next(node for node in document["@graph"] if node["@type"] == "Agency")
    assert agency == {
        "@id": "id:agency/定海分局",
        "@type": "Agency",
        "altLabel": "分局",
        "hiddenLabel": "该局",
        "implements": "id:initiative/“护海%20行动”",
        "prefLabel": "定海分局",
    }
    assert document["@context"]["id"]["@id"] == "https://kg.example/id/"


def test_ntriples_are_one_a_line() -> None:
    odd = Entity(id="place/某", type="Place", label='行\n"一"\r\\\t\x00')
    text = to_ntriples(graph_triples(Knowledge((odd,))))
    assert text.count("\n") == 5
    assert r'"行\n\"一\"\r\\\t\u0000"@zh' in text


def test_broken_provenance_is_told_with_its_place(tmp_path: Path) -> None:
    write_graph(GRAPH, tmp_path)
    path = tmp_path / "provenance.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kg:rule", "kg:regel"), encoding="utf-8")
    with pytest.raises(GraphError, match=r"statement/.*lacks .*rule"):
        from_rdf(tmp_path)
    path.write_text(text.replace('"100"', '"hundert"'), encoding="utf-8")
    with pytest.raises(GraphError, match=r"span/.*a number is expected"):
        from_rdf(tmp_path)


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "neu" / "a.ttl"
    write_file(target, "旧")
    assert target.read_text(encoding="utf-8") == "旧"
    assert [path.name for path in target.parent.iterdir()] == ["a.ttl"]
    (tmp_path / "datei").write_text("", encoding="utf-8")
    with pytest.raises(KgError) as caught:
        write_file(tmp_path / "datei" / "a.ttl", "新")
    assert caught.value.source.endswith("a.ttl") and caught.value.remedy
    target.unlink()
    target.mkdir()
    with pytest.raises(KgError):
        write_file(target, "新")
    assert [path.name for path in target.parent.iterdir()] == ["a.ttl"]  # nothing temporary is left
