"""The vocabulary: code and `ontology.ttl` agree, both libraries read the files, nothing is left unsaid."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from kg.errors import GraphError
from kg.model import CLASSES, RELATIONS
from kg.schema import NS, load_schema, schema_path

ATTRIBUTES = {
    "initiativeType", "eventType", "regionLevel", "adcode", "time", "begin", "end", "metric", "value", "unit",
    "change", "byline", "dateline", "confidence", "rule", "role",
}  # fmt: skip
"""Those of the design; `source` and `date` of articles are Dublin Core's."""

FITS = [
    ("partOf", "Agency", "Agency"),
    ("jurisdiction", "Agency", "Region"),
    ("within", "Region Place", "Region"),
    ("implements", "Agency Organization", "Initiative"),
    ("partOfInitiative", "Initiative", "Initiative"),
    ("organizes", "Agency Organization", "Event"),
    ("participates", "Agency Organization Person", "Event"),
    ("takesPlaceIn", "Event", "Region Place"),
    ("underInitiative", "Event", "Initiative"),
    ("collaboratesWith", "Agency", "Agency Organization"),
    ("memberOf", "Person", "Agency Organization"),
    ("about", "Indicator", "Agency Organization Initiative Event Region"),
    ("wrote", "Person", "Article"),
    ("mentions", "Article", " ".join(CLASSES)),
]


def test_code_and_ontology_agree() -> None:
    schema = load_schema()
    assert set(schema.classes) == {*CLASSES, "Article"}
    assert set(schema.relations) == {*RELATIONS, "mentions"}
    assert set(schema.attributes) == ATTRIBUTES


@pytest.mark.parametrize(("relation", "domains", "ranges"), FITS)
def test_domains_and_ranges(relation: str, domains: str, ranges: str) -> None:
    schema = load_schema()
    assert set(schema.relations[relation].domains) == set(domains.split())
    assert set(schema.relations[relation].ranges) == set(ranges.split())
    for subject in schema.classes:
        for object in schema.classes:
            fits = subject in domains.split() and object in ranges.split()
            assert schema.fits(subject, relation, object) == fits


def test_unknown_names_are_told_with_the_known_ones() -> None:
    schema = load_schema()
    with pytest.raises(GraphError, match=r"no class “Agentur”.*Agency, Article"):
        schema.check_class("Agentur")
    with pytest.raises(GraphError, match=r"no relation “teilVon”.*partOf"):
        schema.check_relation("teilVon")
    assert schema.label("nichts") == "nichts"
    assert not schema.fits("Agency", "nichts", "Agency")


@pytest.mark.parametrize("name", ["ontology.ttl", "shapes.ttl"])
def test_both_libraries_read_the_same(name: str) -> None:
    path = schema_path(name)
    ours = list(pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE))
    theirs = rdflib.Graph().parse(path)
    assert len(ours) == len(theirs) > 200
    subjects = {t.subject.value for t in ours if isinstance(t.subject, pyoxigraph.NamedNode)}
    assert subjects == {str(s) for s in theirs.subjects() if isinstance(s, rdflib.URIRef)}


def test_every_term_is_said_in_both_languages() -> None:
    graph = rdflib.Graph().parse(schema_path("ontology.ttl"))
    terms = [s for s in set(graph.subjects()) if str(s).startswith(NS) and str(s) != NS + "classes"]
    assert len(terms) == len(ATTRIBUTES) + len(RELATIONS) + 1 + len(CLASSES) + 1
    for term in terms:
        for said in (RDFS.label, RDFS.comment):
            assert {str(text.language) for text in graph.objects(term, said) if isinstance(text, rdflib.Literal)} == {
                "zh",
                "en",
            }
        assert set(graph.objects(term, RDF.type)) & {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}


def test_every_class_is_aligned_with_another_vocabulary() -> None:
    graph = rdflib.Graph().parse(schema_path("ontology.ttl"))
    for name in (*CLASSES, "Article"):
        assert list(graph.objects(rdflib.URIRef(NS + name), RDFS.subClassOf))


def test_context_names_every_term() -> None:
    context = json.loads(schema_path("context.jsonld").read_text(encoding="utf-8"))["@context"]
    schema = load_schema()
    on_statements = {name for name, term in schema.attributes.items() if term.domains == ("rdf:Statement",)}
    for name in {*schema.classes, *schema.attributes, *schema.relations} - on_statements:
        entry = context[name]
        assert (entry if isinstance(entry, str) else entry["@id"]) == f"kg:{name}"
    for name in schema.relations:
        assert context[name]["@type"] == "@id"


def test_missing_file_is_a_broken_installation() -> None:
    with pytest.raises(GraphError, match="install kg again"):
        schema_path("nichts.ttl")


def test_schema_is_found_inside_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.schema

    inside = tmp_path / "kg" / "schema_files"
    inside.mkdir(parents=True)
    (inside / "ontology.ttl").write_text("", encoding="utf-8")
    monkeypatch.setattr(kg.schema, "__file__", str(tmp_path / "kg" / "schema.py"))
    assert schema_path("ontology.ttl") == inside / "ontology.ttl"
