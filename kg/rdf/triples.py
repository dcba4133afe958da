"""The triples that say what a Knowledge knows, as N-Triples terms: quick to make, to sort and to compare."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from kg import schema
from kg.errors import GraphError
from kg.model import Entity, Evidence, Fact, Knowledge
from kg.rdf.terms import DECIMAL, INTEGER, canonical_decimal, check_base, day, decimal, digest, iri, literal, term
from kg.version import VERSION

__all__ = ["Triple", "canonical_decimal", "evidence_triples", "graph_triples", "provenance_triples", "to_triples"]

_TYPE, _STATEMENT = term("rdf:type"), term("rdf:Statement")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_CONFIDENCE, _RULE, _ROLE = term("confidence"), term("rule"), term("role")
_DERIVED, _GENERATED = term("prov:wasDerivedFrom"), term("prov:wasGeneratedBy")
_SPECIFIC, _POSITION, _QUOTE, _FRAGMENT = (
    term(f"oa:{name}") for name in ("SpecificResource", "TextPositionSelector", "TextQuoteSelector", "FragmentSelector")
)
_HAS_SOURCE, _HAS_SELECTOR = term("oa:hasSource"), term("oa:hasSelector")
_START, _END, _EXACT = term("oa:start"), term("oa:end"), term("oa:exact")
_CONFORMS, _VALUE = term("dcterms:conformsTo"), term("rdf:value")
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
    return sort_triples([*triples, *evidence_triples(knowledge.facts, base)])


def evidence_triples(facts: Iterable[Fact], base: str = schema.DEFAULT_BASE) -> list[Triple]:
    """The triples of `provenance.ttl` about these facts, but not the program; in no order, lines several times."""
    triples: list[Triple] = []
    run = f"<{base}run/kg-{VERSION}>"
    spans: set[str] = set()
    for fact in facts:
        said = (
            (_SUBJECT, iri(fact.subject, base)),
            (_PREDICATE, term(fact.predicate)),
            (_OBJECT, iri(fact.object, base)),
        )
        same = (*said, (_TYPE, _STATEMENT), (_GENERATED, run), *((_ROLE, literal(role)) for role in fact.roles))
        for evidence in fact.evidence:
            place = _place(evidence)
            sure = repr(evidence.confidence)
            name = digest(fact.subject, fact.predicate, fact.object, place, evidence.rule, sure)
            name = f"<{base}statement/{name}>"
            triples += [_new(Triple, (name, predicate, object)) for predicate, object in same]
            triples += (
                _new(Triple, (name, _CONFIDENCE, _confidence(sure))),
                _new(Triple, (name, _RULE, literal(evidence.rule))),
                _new(Triple, (name, _DERIVED, f"<{base}span/{place}>")),
            )
            if place not in spans:
                spans.add(place)
                triples += _span(evidence, place, base)
        if fact.roles and not fact.evidence:
            # A fact that states roles but has no evidence gets a statement too, or its roles would be lost.
            name = f"<{base}statement/{digest(fact.subject, fact.predicate, fact.object)}>"
            triples += [_new(Triple, (name, predicate, object)) for predicate, object in same]
    return triples


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


@cache
def _confidence(number: str) -> str:
    """A confidence as a term; there are few."""
    return literal(canonical_decimal(number) or "0", DECIMAL)


def _place(evidence: Evidence) -> str:
    """The name of a span: a hash of where it is and what it says, so that facts of one sentence share it."""
    span = evidence.span
    return digest(
        evidence.article, evidence.source, str(span.start), str(span.stop), str(evidence.line), evidence.quote
    )


def _span(evidence: Evidence, name: str, base: str) -> tuple[Triple, ...]:
    """A span of an article's source: position and quotation in one selector, the line it starts on in another."""
    span, selector, line = f"<{base}span/{name}>", f"<{base}selector/{name}>", f"<{base}line/{evidence.line}>"
    return (
        _new(Triple, (span, _TYPE, _SPECIFIC)),
        _new(Triple, (span, _HAS_SOURCE, iri(evidence.article, base))),
        _new(Triple, (span, _SOURCE, literal(evidence.source))),
        _new(Triple, (span, _HAS_SELECTOR, selector)),
        _new(Triple, (span, _HAS_SELECTOR, line)),
        _new(Triple, (selector, _TYPE, _POSITION)),
        _new(Triple, (selector, _TYPE, _QUOTE)),
        _new(Triple, (selector, _START, f'"{evidence.span.start}"{INTEGER}')),
        _new(Triple, (selector, _END, f'"{evidence.span.stop}"{INTEGER}')),
        _new(Triple, (selector, _EXACT, literal(evidence.quote))),
        # RFC 5147 counts the gaps between lines, so line 12 lies between 11 and 12. All spans of a line share this.
        _new(Triple, (line, _TYPE, _FRAGMENT)),
        _new(Triple, (line, _CONFORMS, RFC5147)),
        _new(Triple, (line, _VALUE, f'"line={evidence.line - 1},{evidence.line}"')),
    )
