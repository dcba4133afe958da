"""What the graph may say: classes, properties, domains and ranges, read from `schema/ontology.ttl`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from kg.errors import GraphError

NS = "https://kg.example/ns#"
"""The namespace of our own terms."""

DEFAULT_BASE = "https://kg.example/id/"
"""The IRI base of entities where the user sets none."""

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kg": NS,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sosa": "http://www.w3.org/ns/sosa/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that queries know without declaring and that files are written with."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A class or property: its local name, and label and comment in Chinese and English.

    `domains` and `ranges` (of a property) are local names of classes, or prefixed names such as `xsd:date` and
    `rdf:Statement`, sorted; any one of them will do.
    """

    name: str
    zh: str
    en: str
    comment_zh: str
    comment_en: str
    domains: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """The vocabulary: each table maps local names to terms, sorted by name.

    `attributes` have literals as values, `relations` entities (`mentions` among them).
    """

    version: str
    classes: dict[str, Term]
    attributes: dict[str, Term]
    relations: dict[str, Term]

    def label(self, name: str, language: str = "zh") -> str:
        """The label of a class or property, or the name itself where the vocabulary has no such term.

        >>> load_schema().label("Agency"), load_schema().label("within", "en")
        ('机构', 'within')
        """
        term = self.classes.get(name) or self.attributes.get(name) or self.relations.get(name)
        return name if term is None else term.zh if language == "zh" else term.en

    def fits(self, subject: str, relation: str, object: str) -> bool:
        """Whether a relation may lead from a thing of class `subject` to one of class `object`.

        >>> load_schema().fits("Agency", "jurisdiction", "Region"), load_schema().fits("Region", "partOf", "Agency")
        (True, False)
        """
        term = self.relations.get(relation)
        return term is not None and subject in term.domains and object in term.ranges

    def check_class(self, name: str) -> None:
        """Raises: GraphError if the vocabulary has no class of that name."""
        if name not in self.classes:
            raise GraphError(f"no class “{name}” in the vocabulary", remedy=f"one of {', '.join(self.classes)}")

    def check_relation(self, name: str) -> None:
        """Raises: GraphError if the vocabulary has no relation of that name."""
        if name not in self.relations:
            raise GraphError(f"no relation “{name}” in the vocabulary", remedy=f"one of {', '.join(self.relations)}")


def schema_path(name: str = "") -> Path:
    """The path of a file of `schema/`: inside the installed package, or beside it in a checkout.

    Raises: GraphError if there is no such file, which means a broken installation.
    """
    package = Path(__file__).parent
    for folder in (package / "schema_files", package.parent / "schema"):
        if (folder / "ontology.ttl").is_file() and (folder / name).exists():
            return folder / name
    raise GraphError("missing from the installation", source=f"schema/{name}", remedy="install kg again")


@cache
def load_schema() -> Schema:
    """The vocabulary of `ontology.ttl`, parsed once."""
    from pyoxigraph import Literal, RdfFormat, parse

    with schema_path("ontology.ttl").open("rb") as file:
        triples = list(parse(file, format=RdfFormat.TURTLE))
    said: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        subject, predicate, value = str(triple.subject)[1:-1], _short(triple.predicate.value), triple.object
        if isinstance(value, Literal):
            key, text = f"{predicate}@{value.language}" if value.language else predicate, value.value
        else:
            key, text = predicate, _short(str(value)[1:-1])
        said.setdefault(subject, {}).setdefault(key, []).append(text)
    tables: dict[str, dict[str, Term]] = {"owl:Class": {}, "owl:DatatypeProperty": {}, "owl:ObjectProperty": {}}
    for subject, values in sorted(said.items()):
        for kind in set(values.get("rdf:type", ())) & tables.keys():
            tables[kind][_short(subject)] = Term(
                name=_short(subject),
                zh=values["rdfs:label@zh"][0],
                en=values["rdfs:label@en"][0],
                comment_zh=values["rdfs:comment@zh"][0],
                comment_en=values["rdfs:comment@en"][0],
                domains=tuple(sorted(values.get("rdfs:domain", []) + values.get("schema:domainIncludes", []))),
                ranges=tuple(sorted(values.get("rdfs:range", []) + values.get("schema:rangeIncludes", []))),
            )
    version = said[NS.removesuffix("#")]["owl:versionInfo"][0]
    classes, attributes, relations = tables.values()
    return Schema(version=version, classes=classes, attributes=attributes, relations=relations)


def _short(iri: str) -> str:
    """The local name of one of our terms, the prefixed name of another's, or the IRI."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return iri.removeprefix(namespace) if namespace == NS else f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
