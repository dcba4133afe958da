"""Knowledge as RDF and back: `from_rdf(to_rdf(knowledge)) == knowledge`."""

from kg.rdf.flat import FLAT, batch_facts, write_flat
from kg.rdf.quads import to_graphs, to_nquads
from kg.rdf.read import from_rdf, from_triples, read_with_base
from kg.rdf.triples import Triple, canonical_decimal, evidence_triples, graph_triples, provenance_triples, to_triples
from kg.rdf.write import FORMATS, to_jsonld, to_ntriples, to_rdf, to_trig, to_turtle, write_graph

__all__ = [
    "FLAT",
    "FORMATS",
    "Triple",
    "batch_facts",
    "canonical_decimal",
    "evidence_triples",
    "from_rdf",
    "from_triples",
    "graph_triples",
    "provenance_triples",
    "read_with_base",
    "to_graphs",
    "to_jsonld",
    "to_nquads",
    "to_ntriples",
    "to_rdf",
    "to_trig",
    "to_triples",
    "to_turtle",
    "write_flat",
    "write_graph",
]
