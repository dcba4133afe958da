"""The triples that say what a Knowledge knows, as N-Triples terms: quick to make, to sort and to compare."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg import schema
from kg.errors import GraphError
from kg.model import Entity, Evidence, Fact, Knowledge
from kg.rdf.terms import DECIMAL, INTEGER, canonical_decimal, check_base, day, decimal, digest, iri, literal, term
from kg.version import VERSION

__all__ = ["Triple", "canonical_decimal", "graph_triples", "provenance_triples", "to_triples"]

_TYPE, _STATEMENT = term("rdf:type"), term("rdf:Statement")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_CONFIDENCE, _RULE, _ROLE = term("confidence"), term("rule"), term("role")
_DERIVED, _GENERATED = term("prov:wasDerivedFrom"), term("prov:wasGeneratedBy")
_LABEL, _ALIAS, _ANAPHOR = term("skos:prefLabel"), term("skos:altLabel"), term("skos:hiddenLabel")
_TITLE, _SOURCE = term("dcterms:title"), term("dcterms:source")
ATTRIBUTES = {"source": _SOURCE, "date": term("dcterms:date")}
"""Attributes whose property is not one of ours."""
_DAYS = frozenset(("begin", "end", "date"))
RFC5147 = "<http://tools.ietf.org/rfc/rfc5147>"
"""What the value of a line selector conforms to; the IRI that the Web Annotation vocabulary gives for it."""


class Triple(NamedTuple):
    """Three terms in N-Triples syntax."""

    subject: str
    predicate: str
    object: str


_new = tuple.__new__
"""A third of the time of `Triple(…)`, which is called by the million."""


def to_triples(knowledge: Knowledge, base: str = schema.DEFAULT_BASE, *, provenance: bool = True) -> list[Triple]:
    """All triples of a graph, sorted, each once; `provenance` adds the evidence.

    Raises: GraphError if a class, relation or attribute is not in the vocabulary, or the base can't be one.
    """
    triples = graph_triples(knowledge, base)
    return sort_triples({*triples, *provenance_triples(knowledge, base)}) if provenance else triples


def graph_triples(knowledge: Knowledge, base: str = schema.DEFAULT_BASE) -> list[Triple]:
    """The triples of `graph.ttl`: entities and relations, and one dataset that names the base; sorted, each once."""
    check_base(base)
    known = schema.load_schema()
    dataset = f"<{base}>"
    triples = [
        Triple(dataset, _TYPE, term("void:Dataset")),
        Triple(dataset, term("void:uriSpace"), literal(base)),
        Triple(dataset, term("void:vocabulary"), f"<{schema.NS.removesuffix('#')}>"),
    ]
    iris: dict[str, str] = {}
    for entity in knowledge.entities:
        known.check_class(entity.type)
        subject = iris[entity.id] = iri(entity.id, base)
        triples += (
            _new(Triple, (subject, _TYPE, term(entity.type))),
            _new(Triple, (subject, _TITLE if entity.type == "Article" else _LABEL, literal(entity.label, "@zh"))),
        )
        triples += [Triple(subject, _ALIAS, literal(text, "@zh")) for text in entity.aliases]
        triples += [Triple(subject, _ANAPHOR, literal(text, "@zh")) for text in entity.anaphora]
        triples += [_attribute(subject, entity, key, value, known) for key, value in entity.attributes]
    for predicate in sorted({fact.predicate for fact in knowledge.facts}):
        known.check_relation(predicate)
    for fact in knowledge.facts:
        head, tail = fact.subject, fact.object
        triples.append(
            _new(
                Triple,
                (iris.get(head) or iri(head, base), term(fact.predicate), iris.get(tail) or iri(tail, base)),
            )
        )
    return sort_triples(triples)


def provenance_triples(knowledge: Knowledge, base: str = schema.DEFAULT_BASE) -> list[Triple]:
    """The triples of `provenance.ttl`: a statement for each fact and piece of evidence; sorted, each once."""
    check_base(base)
    run, agent = f"<{base}run/kg-{VERSION}>", f"<{base}software/kg-{VERSION}>"
    triples = [
        Triple(run, _TYPE, term("prov:Activity")),
        Triple(run, term("prov:wasAssociatedWith"), agent),
        Triple(agent, _TYPE, term("prov:SoftwareAgent")),
        Triple(agent, term("rdfs:label"), literal("kg")),
        Triple(agent, term("schema:softwareVersion"), literal(VERSION)),
    ]
    for fact in knowledge.facts:
        for evidence in fact.evidence or ((None,) if fact.roles else ()):
            triples += _statement(fact, evidence, base, run)
            if evidence:
                triples += _span(evidence, base)
    return sort_triples(triples)


def sort_triples(triples: Iterable[Triple]) -> list[Triple]:
    """By subject, then its class, then its other predicates, each once: the order of every file.

    >>> [t.predicate for t in sort_triples([Triple("<s>", p, "<o>") for p in ("<a>", term("rdf:type"), "<a>")])]
    ['<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>', '<a>']
    """
    # Subject by subject, a few triples each: a third of the time that one sort of all of them takes.
    said: dict[str, list[Triple]] = {}
    for triple in triples:
        known = said.get(triple[0])
        if known is None:
            said[triple[0]] = [triple]
        else:
            known.append(triple)
    out: list[Triple] = []
    for subject in sorted(said):
        group = said[subject]
        if len(group) > 1:
            group = sorted(set(group))
            if (types := [triple for triple in group if triple[1] == _TYPE]) and group[0] is not types[0]:
                group = [*types, *(triple for triple in group if triple[1] != _TYPE)]
        out += group
    return out


def _attribute(subject: str, entity: Entity, key: str, value: str, known: schema.Schema) -> Triple:
    """One attribute, typed as the vocabulary says."""
    if key not in known.attributes and key not in ATTRIBUTES:
        raise GraphError(f"no attribute “{key}” in the vocabulary", place=entity.id, remedy="add it to ontology.ttl")
    predicate = ATTRIBUTES.get(key) or term(key)
    return Triple(
        subject, predicate, day(value) if key in _DAYS else decimal(value) if key == "value" else literal(value)
    )


def _statement(fact: Fact, evidence: Evidence | None, base: str, run: str) -> list[Triple]:
    """What is claimed, by which rule, how surely, and where it is said; its name is a hash of just that."""
    # A fact that states roles but has no evidence gets a statement too, or its roles would be lost.
    spoken = (_place(evidence), evidence.rule, repr(evidence.confidence)) if evidence else ()
    name = f"<{base}statement/{digest(fact.subject, fact.predicate, fact.object, *spoken)}>"
    triples = [
        Triple(name, _TYPE, _STATEMENT),
        Triple(name, _SUBJECT, iri(fact.subject, base)),
        Triple(name, _PREDICATE, term(fact.predicate)),
        Triple(name, _OBJECT, iri(fact.object, base)),
        Triple(name, _GENERATED, run),
        *(Triple(name, _ROLE, literal(role)) for role in fact.roles),
    ]
    if evidence:
        triples += [
            Triple(name, _CONFIDENCE, literal(canonical_decimal(repr(evidence.confidence)) or "0", DECIMAL)),
            Triple(name, _RULE, literal(evidence.rule)),
            Triple(name, _DERIVED, f"<{base}span/{_place(evidence)}>"),
        ]
    return triples


def _place(evidence: Evidence) -> str:
    """The name of a span: a hash of where it is and what it says, so that facts of one sentence share it."""
    span = evidence.span
    return digest(
        evidence.article, evidence.source, str(span.start), str(span.stop), str(evidence.line), evidence.quote
    )


def _span(evidence: Evidence, base: str) -> list[Triple]:
    """A span of an article's source: position and quotation in one selector, the line it starts on in another."""
    name = _place(evidence)
    span, selector, line = f"<{base}span/{name}>", f"<{base}selector/{name}>", f"<{base}line/{evidence.line}>"
    return [
        Triple(span, _TYPE, term("oa:SpecificResource")),
        Triple(span, term("oa:hasSource"), iri(evidence.article, base)),
        Triple(span, _SOURCE, literal(evidence.source)),
        Triple(span, term("oa:hasSelector"), selector),
        Triple(span, term("oa:hasSelector"), line),
        Triple(selector, _TYPE, term("oa:TextPositionSelector")),
        Triple(selector, _TYPE, term("oa:TextQuoteSelector")),
        Triple(selector, term("oa:start"), literal(str(evidence.span.start), INTEGER)),
        Triple(selector, term("oa:end"), literal(str(evidence.span.stop), INTEGER)),
        Triple(selector, term("oa:exact"), literal(evidence.quote)),
        # RFC 5147 counts the gaps between lines, so line 12 lies between 11 and 12. All spans of a line share this.
        Triple(line, _TYPE, term("oa:FragmentSelector")),
        Triple(line, term("dcterms:conformsTo"), RFC5147),
        Triple(line, term("rdf:value"), literal(f"line={evidence.line - 1},{evidence.line}")),
    ]
