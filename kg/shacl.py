"""Whether a graph keeps to `schema/shapes.ttl`, in words that need no knowledge of SHACL."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.files import parse_graph, to_rdflib
from kg.schema import NS, PREFIXES, schema_path

if TYPE_CHECKING:
    import rdflib

_SH = "http://www.w3.org/ns/shacl#"
_RDF, _OA, _PROV, _SKOS, _DCTERMS = (PREFIXES[prefix] for prefix in ("rdf", "oa", "prov", "skos", "dcterms"))


class Violation(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One breach of a shape.

    `focus` is the IRI of the thing, `label` its name (for a statement, the fact; else the IRI shortened), `property`
    the local or prefixed name of the property, or "" where the breach is about the thing itself, `value` the offending
    value (the name of a thing, the text of a literal) or "". `quote` and `place` (`file:line`) tell where the fact is
    said, "" where no provenance is loaded or none is to be had.
    """

    focus: str
    label: str
    property: str
    message_zh: str
    message_en: str
    value: str
    quote: str
    place: str


def validate(source: rdflib.Graph | str | Path) -> tuple[Violation, ...]:
    """The violations of an rdflib graph, of a graph file, or of a folder that `kg build` wrote; empty if it conforms.

    Sorted, each once. Nothing is inferred; the vocabulary need not be part of the graph.

    Raises: GraphError if a file can't be read or parsed.
    """
    import pyshacl
    import rdflib

    data = to_rdflib(parse_graph(source)) if isinstance(source, str | Path) else source
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none", inplace=True)
    if conforms:
        return ()
    if not isinstance(report, rdflib.Graph):
        raise report
    results = report.subjects(rdflib.URIRef(_RDF + "type"), rdflib.URIRef(_SH + "ValidationResult"))
    return tuple(sorted({_violation(report, result, data) for result in results}))


@cache
def _shapes() -> rdflib.Graph:
    return to_rdflib(parse_graph(schema_path("shapes.ttl")))


def _violation(report: rdflib.Graph, result: rdflib.term.Node, data: rdflib.Graph) -> Violation:
    import rdflib

    def part(name: str) -> rdflib.term.Node | None:
        return report.value(result, rdflib.URIRef(_SH + name))

    focus, path, value = part("focusNode"), part("resultPath"), part("value")
    messages = {
        str(message.language): str(message)
        for message in report.objects(result, rdflib.URIRef(_SH + "resultMessage"))
        if isinstance(message, rdflib.Literal)
    }
    assert focus is not None  # SHACL requires it of every result
    quote, place = _said(data, focus, path, value)
    return Violation(
        focus=str(focus),
        label=_label(data, focus),
        property=_short(path) if path is not None else "",
        message_zh=messages.get("zh", ""),
        message_en=messages.get("en", ""),
        value="" if value is None or value == focus else _label(data, value),
        quote=quote,
        place=place,
    )


def _said(
    data: rdflib.Graph, focus: rdflib.term.Node, path: rdflib.term.Node | None, value: rdflib.term.Node | None
) -> tuple[str, str]:
    """Quote and `file:line` of the first evidence: for the fact, else for anything about the thing, else a mention."""
    import rdflib

    def iri(name: str) -> rdflib.URIRef:
        return rdflib.URIRef(name)

    about_it = set(data.subjects(iri(_RDF + "subject"), focus))
    statements = about_it & set(data.subjects(iri(_RDF + "predicate"), path)) if path is not None else about_it
    if value is not None and value != focus:
        statements &= set(data.subjects(iri(_RDF + "object"), value))
    # A statement or a span may itself be at fault.
    itself = {focus} if (focus, iri(_PROV + "wasDerivedFrom"), None) in data else set()
    mentions = set(data.subjects(iri(_RDF + "object"), focus))
    found = []
    for candidates in (itself, statements, about_it, mentions):
        spans = {span for s in candidates for span in data.objects(s, iri(_PROV + "wasDerivedFrom"))}
        if not candidates and (focus, iri(_OA + "hasSelector"), None) in data:
            spans = {focus}
        for span in spans:
            selectors = list(data.objects(span, iri(_OA + "hasSelector")))
            quotes = sorted(str(text) for s in selectors for text in data.objects(s, iri(_OA + "exact")))
            lines = [str(text) for s in selectors for text in data.objects(s, iri(_RDF + "value"))]
            file = data.value(span, iri(_DCTERMS + "source"))
            if quotes:
                line = f":{lines[0].rpartition(',')[2]}" if lines else ""
                found.append((f"{file}{line}" if file is not None else "", quotes[0]))
        if found:
            place, quote = min(found)
            return quote, place
    return "", ""


def _label(data: rdflib.Graph, node: rdflib.term.Node) -> str:
    """What people call a thing: its name or title, a statement's fact, else the IRI shortened; a literal's text."""
    import rdflib

    if isinstance(node, rdflib.Literal):
        return str(node)
    for naming in (_SKOS + "prefLabel", _DCTERMS + "title"):
        names = sorted(str(name) for name in data.objects(node, rdflib.URIRef(naming)))
        if names:
            return names[0]
    fact = [data.value(node, rdflib.URIRef(_RDF + part)) for part in ("subject", "predicate", "object")]
    if all(part is not None and part != node for part in fact):
        return " ".join(_label(data, part) for part in fact if part is not None)
    return _short(node)


def _short(node: rdflib.term.Node) -> str:
    """The local name of a term of ours, the prefixed name of another's, the last two steps of any other IRI."""
    iri = str(node)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return iri.removeprefix(namespace) if namespace == NS else f"{prefix}:{iri.removeprefix(namespace)}"
    return "/".join(iri.rsplit("/", 2)[-2:])
