"""Shapes: what is right conforms, each thing that is wrong is found and told in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF

from kg.model import CLASSES, Entity, Evidence, Fact, Knowledge, Span
from kg.rdf import to_rdf, write_graph
from kg.schema import load_schema, schema_path
from kg.shacl import Violation, validate

ARTICLE = Entity(id="article/甲-1", type="Article", label="标题", attributes=(("source", "甲.txt"),))
SAID = Evidence(
    article=ARTICLE.id, source="甲.txt", span=Span(4, 9), line=12, quote="一句原话。", rule="规则", confidence=0.75
)
INDICATOR = (("unit", "起"), ("value", "137"))


def entity(kind: str, name: str = "某", **attributes: str) -> Entity:
    """An entity with what its class needs."""
    given = dict(INDICATOR) | attributes if kind == "Indicator" else attributes
    given = {"source": "甲.txt"} | given if kind == "Article" else given
    return Entity(id=f"{kind.lower()}/{name}", type=kind, label=name, attributes=tuple(sorted(given.items())))


def check(*entities: Entity, facts: tuple[Fact, ...] = ()) -> tuple[Violation, ...]:
    return validate(to_rdf(Knowledge((ARTICLE, *entities), facts)))


def found(*entities: Entity, facts: tuple[Fact, ...] = ()) -> set[tuple[str, str]]:
    """Label and property of each violation."""
    return {(violation.label, violation.property) for violation in check(*entities, facts=facts)}


def test_one_of_each_class_conforms() -> None:
    assert check(*(entity(kind) for kind in CLASSES)) == ()


@pytest.mark.parametrize("relation", sorted(load_schema().relations))
def test_every_relation_holds_its_domain_and_range(relation: str) -> None:
    schema = load_schema()
    kinds = list(schema.classes)
    # All pairs at once: the fitting ones must not be among the violations, every other pair must.
    entities, facts, expected = [], [], set()
    for head in kinds:
        for tail in kinds:
            subject, object = entity(head, f"{head}甲{tail}"), entity(tail, f"{head}乙{tail}")
            entities += [subject, object]
            facts.append(Fact(subject=subject.id, predicate=relation, object=object.id, evidence=(SAID,)))
            if head not in schema.relations[relation].domains:
                expected.add((subject.label, ""))
            if tail not in schema.relations[relation].ranges:
                expected.add((subject.label, relation))
    assert found(*entities, facts=tuple(facts)) == expected


@pytest.mark.parametrize(
    ("thing", "property"),
    [
        (entity("Region", regionLevel="city"), "regionLevel"),
        (entity("Region", adcode="1501"), "adcode"),
        (entity("Region", adcode="1501051"), "adcode"),
        (entity("Initiative", initiativeType="行动"), "initiativeType"),
        (entity("Event", eventType="party"), "eventType"),
        (entity("Event", time="二月"), "time"),
        (entity("Event", begin="2023-02-30x"), "begin"),
        (entity("Event", begin="2023-02-18", end="2023-02-17"), "begin"),
        (entity("Event", begin="2023-02-17", end="明天"), "end"),
        (entity("Indicator", value="很多"), "value"),
        (entity("Indicator", unit=""), "unit"),
        (Entity(id="indicator/某", type="Indicator", label="某", attributes=(("value", "1"),)), "unit"),
        (Entity(id="indicator/某", type="Indicator", label="某", attributes=(("unit", "起"),)), "value"),
        (Entity(id="article/某", type="Article", label="某"), "dcterms:source"),
        (entity("Article", date="昨天"), "dcterms:date"),
        (entity("Article", byline=""), "byline"),
        (entity("Agency", time="2023"), ""),
        (entity("Agency", name=""), "skos:prefLabel"),
    ],
)
def test_wrong_attributes_are_found(thing: Entity, property: str) -> None:
    violations = check(thing)
    assert property in {violation.property for violation in violations}
    for violation in violations:
        assert violation.focus.startswith(f"https://kg.example/id/{thing.id}")
        assert not violation.message_zh.isascii() and violation.message_en.isascii()


TIMES = """2023 2023~ 2023-02 2023-02-17 XXXX XXXX-07 XXXX-07-15 2023-XX 2023-02-XX 202X 2023-21 2023-02-17T22
2023-02-17T22:30 2023-02-17T22:30:05 2023-02-17T22:30+08:00 2023-02-17T22Z 2023-02/2023-04 2023-02-17/2023-02-20
2023-02-17/.. ../2023-02-17 2023-02-17/ /2023-02-17 XXXX-12-30/XXXX-01-02 2023-02-17~ 2023? 2023-21/2023-22
2023-02-17T22/2023-02-18T06"""
NO_TIMES = """23 20230217 2023-2 2023-13 2023-00 2023-02-32 2023-02-00 2023-42 2023-21-05 2023/02/17 2023-02-17T24
2023-02-17T22:60 .. / ../.. ~2023 2023-02-17/2023-02-18/2023-02-19 2023年 T22 2023-02-17T 2023T22 昨天
2023-02-17-"""


def test_times_are_edtf() -> None:
    right = [entity("Event", f"对{n}", time=time) for n, time in enumerate(TIMES.split())]
    wrong = [entity("Event", f"错{n}", time=time) for n, time in enumerate(NO_TIMES.split())]
    violations = check(*right, *wrong)
    assert {violation.value for violation in violations} == set(NO_TIMES.split())
    assert all(violation.property == "time" for violation in violations)


def test_names_and_classes() -> None:
    graph = to_rdf(Knowledge((ARTICLE, entity("Agency", "甲"), entity("Agency", "乙"), entity("Agency", "丙"))))
    graph.parse(
        data="""@prefix kg: <https://kg.example/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @base <https://kg.example/id/agency/> .
        <甲> skos:prefLabel "又名"@zh . <乙> a kg:Organization . <丙> skos:altLabel "Bureau"@en .
        <丁> skos:prefLabel "没有类"@zh . <戊> a kg:Person .""",
        format="turtle",
    )
    agency = "https://kg.example/id/agency/"
    assert {(v.focus.removeprefix(agency), v.property) for v in validate(graph)} == {
        ("甲", "skos:prefLabel"),
        ("乙", "rdf:type"),
        ("丙", "skos:altLabel"),
        ("丁", "rdf:type"),
        ("戊", "skos:prefLabel"),
    }


def test_violation_quotes_the_evidence(tmp_path: Path) -> None:
    fact = Fact(subject="agency/甲", predicate="partOf", object="person/乙", evidence=(SAID,))
    write_graph(Knowledge((entity("Agency", "甲"), ARTICLE, entity("Person", "乙")), (fact,)), tmp_path)
    (violation,) = validate(tmp_path)
    assert violation == Violation(
        focus="https://kg.example/id/agency/甲",
        label="甲",
        property="partOf",
        message_zh="“隶属于”必须指向机构。",
        message_en="kg:partOf must lead to an agency.",
        value="乙",
        quote="一句原话。",
        place="甲.txt:12",
    )
    (violation,) = validate(tmp_path / "graph.ttl")
    assert (violation.quote, violation.place) == ("", "")


OA, PROV = rdflib.Namespace("http://www.w3.org/ns/oa#"), rdflib.Namespace("http://www.w3.org/ns/prov#")
KG = rdflib.Namespace("https://kg.example/ns#")


@pytest.mark.parametrize(
    ("kind", "predicate", "value", "property"),
    [
        (RDF.Statement, KG.confidence, "1.01", "confidence"),
        (RDF.Statement, KG.confidence, "-0.01", "confidence"),
        (RDF.Statement, KG.confidence, None, "confidence"),
        (RDF.Statement, KG.rule, None, "rule"),
        (RDF.Statement, RDF.subject, None, "rdf:subject"),
        (RDF.Statement, RDF.predicate, None, "rdf:predicate"),
        (RDF.Statement, RDF.object, None, "rdf:object"),
        (RDF.Statement, PROV.wasDerivedFrom, None, "prov:wasDerivedFrom"),
        (RDF.Statement, PROV.wasGeneratedBy, None, "prov:wasGeneratedBy"),
        (OA.SpecificResource, OA.hasSource, None, "oa:hasSource"),
        (OA.SpecificResource, OA.hasSelector, None, "oa:hasSelector"),
        (OA.TextPositionSelector, OA.start, "9", "oa:start"),
        (OA.TextPositionSelector, OA.start, None, "oa:start"),
        (OA.TextPositionSelector, OA.end, "-1", "oa:end"),
        (OA.TextQuoteSelector, OA.exact, None, "oa:exact"),
        (OA.FragmentSelector, RDF.value, "12", "rdf:value"),
    ],
)
def test_wrong_provenance_is_found(
    kind: rdflib.URIRef, predicate: rdflib.URIRef, value: str | None, property: str
) -> None:
    fact = Fact(subject="agency/甲", predicate="partOf", object="agency/乙", evidence=(SAID,))
    graph = to_rdf(Knowledge((entity("Agency", "乙"), entity("Agency", "甲"), ARTICLE), (fact,)))
    assert validate(graph) == ()
    (subject,) = graph.subjects(RDF.type, kind)
    old = next(graph.objects(subject, predicate))
    graph.remove((subject, predicate, None))
    if value is not None:
        assert isinstance(old, rdflib.Literal)
        graph.add((subject, predicate, rdflib.Literal(value, datatype=old.datatype)))
    assert property in {violation.property for violation in validate(graph)}


def test_roles_belong_to_members() -> None:
    wrong = Fact(subject="agency/甲", predicate="partOf", object="agency/乙", evidence=(SAID,), roles=("所长",))
    assert ("甲 partOf 乙", "rdf:predicate") in found(entity("Agency", "甲"), entity("Agency", "乙"), facts=(wrong,))


def test_every_message_is_said_in_both_languages() -> None:
    graph = rdflib.Graph().parse(schema_path("shapes.ttl"))
    message = rdflib.URIRef("http://www.w3.org/ns/shacl#message")
    subjects = set(graph.subjects(message))
    assert len(subjects) > 60
    # Every property shape, and every shape with a constraint of its own on the focus node.
    assert subjects >= set(graph.objects(predicate=rdflib.URIRef("http://www.w3.org/ns/shacl#property")))
    for subject in subjects:
        texts = list(graph.objects(subject, message))
        assert sorted(str(text.language) for text in texts if isinstance(text, rdflib.Literal)) == ["en", "zh"]
