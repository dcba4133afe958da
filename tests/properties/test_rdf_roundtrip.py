"""What must hold of RDF for every graph that the pipeline can make."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pyoxigraph
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Knowledge
from kg.rdf import from_rdf, graph_triples, provenance_triples, to_jsonld, to_ntriples, to_rdf, to_turtle, write_graph
from tests.properties.strategies import knowledge

bases = st.sampled_from(
    ["https://kg.example/id/", "https://数据.example/图/", "http://a.example/x#", "https://kg.example/ns/"]
)


@given(knowledge(), bases)
@settings(max_examples=150, deadline=None)
def test_rdflib_graph_comes_back_equal(graph: Knowledge, base: str) -> None:
    assert from_rdf(to_rdf(graph, base=base)) == graph


@given(knowledge(), bases)
@settings(max_examples=60, deadline=None)
def test_folder_comes_back_equal(graph: Knowledge, base: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_graph(graph, folder, base=base)
        assert from_rdf(folder) == graph
        plain = from_rdf(Path(folder) / "graph.ttl")
        assert [entity.id for entity in plain.entities] == [entity.id for entity in graph.entities]
        assert from_rdf(Path(folder) / "graph.nt") == plain
        assert from_rdf(Path(folder) / "graph.jsonld") == plain


@given(knowledge(), bases)
@settings(max_examples=60, deadline=None)
def test_all_syntaxes_say_the_same_to_both_libraries(graph: Knowledge, base: str) -> None:
    for triples in (graph_triples(graph, base), provenance_triples(graph, base)):
        written = {
            "nt": (to_ntriples(triples).encode(), pyoxigraph.RdfFormat.N_TRIPLES),
            "turtle": (to_turtle(triples, base), pyoxigraph.RdfFormat.TURTLE),
            "json-ld": (to_jsonld(triples, base).encode(), pyoxigraph.RdfFormat.JSON_LD),
        }
        expected = {tuple(triple) for triple in triples}
        for name, (content, syntax) in written.items():
            read = {(str(t.subject), str(t.predicate), str(t.object)) for t in pyoxigraph.parse(content, format=syntax)}
            assert read == {
                (str(t.subject), str(t.predicate), str(t.object))
                for t in pyoxigraph.parse(written["nt"][0], format=pyoxigraph.RdfFormat.N_TRIPLES)
            }
            assert len(read) == len(expected)
            if name != "json-ld":  # rdflib's own JSON-LD reader rewrites decimals
                assert set(rdflib.Graph().parse(data=content, format=name)) == set(
                    rdflib.Graph().parse(data=written["nt"][0], format="nt")
                )


@given(knowledge(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_of_input_changes_no_byte(graph: Knowledge, random: Random) -> None:
    entities, facts = list(graph.entities), list(graph.facts)
    random.shuffle(entities)
    random.shuffle(facts)
    shuffled = Knowledge(tuple(entities), tuple(facts))
    for make in (graph_triples, provenance_triples):
        assert to_turtle(make(shuffled)) == to_turtle(make(graph))
        assert to_jsonld(make(shuffled)) == to_jsonld(make(graph))


@given(knowledge())
@settings(max_examples=60, deadline=None)
def test_no_blank_nodes(graph: Knowledge) -> None:
    assert not any(isinstance(term, rdflib.BNode) for triple in to_rdf(graph) for term in triple)
