"""Triples as files and as an rdflib graph; the same Knowledge gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.files import to_rdflib, write_file
from kg.model import CLASSES, Knowledge
from kg.rdf.quads import to_nquads
from kg.rdf.triples import Triple, graph_triples, provenance_triples, to_triples
from kg.schema import DEFAULT_BASE, PREFIXES, schema_path

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import RdfFormat

FORMATS = ("ttl", "provenance", "nt", "jsonld", "nquads", "trig")
"""What `write_graph` can write, in the order in which it does."""

FILES = {name: f"graph.{name}" for name in FORMATS} | {"provenance": "provenance.ttl", "nquads": "graph.nq"}
"""The files they are written to."""

_FOLDERS = tuple(name.lower() for name in (*CLASSES, "Article"))
_EVIDENCE_FOLDERS = ("line", "run", "selector", "software", "span", "statement")


def to_rdf(knowledge: Knowledge, *, base: str = DEFAULT_BASE, provenance: bool = True) -> rdflib.Graph:
    """The graph as an rdflib graph, with the evidence unless `provenance` is false.

    Raises: GraphError if a class, relation or attribute is not in the vocabulary, or the base can't be one.

    >>> from kg.model import Entity
    >>> agency = Entity(id="agency/呼和浩特市公安局", type="Agency", label="呼和浩特市公安局")
    >>> graph = to_rdf(Knowledge((agency,)), provenance=False)
    >>> sorted(str(label) for label in graph.objects(predicate=None) if "公安局" in label)
    ['呼和浩特市公安局']
    """
    from pyoxigraph import RdfFormat, parse

    text = to_ntriples(to_triples(knowledge, base, provenance=provenance))
    graph = to_rdflib(parse(text, format=RdfFormat.N_TRIPLES))
    for prefix, namespace in _prefixes(base, (*_FOLDERS, *_EVIDENCE_FOLDERS) if provenance else _FOLDERS).items():
        graph.bind(prefix, namespace, replace=True)
    return graph


def to_ntriples(triples: Iterable[Triple]) -> str:
    """N-Triples, a line each, in the order given."""
    return "".join(f"{subject} {predicate} {object} .\n" for subject, predicate, object in triples)


def to_turtle(triples: Sequence[Triple], base: str = DEFAULT_BASE) -> bytes:
    """Turtle of sorted triples: the prefixes in use first, then each subject once."""
    from pyoxigraph import RdfFormat

    return _pretty(to_ntriples(triples), base, RdfFormat.N_TRIPLES, RdfFormat.TURTLE)


def to_trig(knowledge: Knowledge, base: str = DEFAULT_BASE) -> bytes:
    """TriG of what `to_nquads` says: the prefixes first, then each graph, each subject once in it."""
    from pyoxigraph import RdfFormat

    return _pretty(to_nquads(knowledge, base), base, RdfFormat.N_QUADS, RdfFormat.TRIG)


def _pretty(text: str, base: str, read: RdfFormat, write: RdfFormat) -> bytes:
    """Sorted lines in a syntax for people."""
    body, prefixes = _set(text, base, read, write)
    return turtle_head(prefixes, base) + body


def turtle_head(prefixes: Iterable[str], base: str) -> bytes:
    """The lines before a body of `turtle_body`, or of several."""
    spaces = _all_prefixes(base)
    return ("".join(f"@prefix {name}: <{spaces[name]}> .\n" for name in sorted(prefixes)) + "\n").encode()


def turtle_body(text: str, base: str) -> tuple[bytes, set[str]]:
    """N-Triples of whole subjects as Turtle without its prefixes, and the prefixes in use."""
    from pyoxigraph import RdfFormat

    return _set(text, base, RdfFormat.N_TRIPLES, RdfFormat.TURTLE)


def _set(text: str, base: str, read: RdfFormat, write: RdfFormat) -> tuple[bytes, set[str]]:
    from pyoxigraph import parse, serialize

    prefixes = {name: space for name, space in _all_prefixes(base).items() if f"<{space}" in text}
    turtle = serialize(parse(text, format=read), format=write, prefixes=prefixes) or b""
    # pyoxigraph writes its prefixes in no fixed order: replace its block by a sorted one.
    body = turtle.split(b"\n", len(prefixes))[len(prefixes)]
    # An empty line between subjects: " ." ends a line nowhere else, because strings end with their quotation mark.
    return body.replace(b" .\n", b" .\n\n").removesuffix(b"\n"), set(prefixes)


def to_jsonld(triples: Iterable[Triple], base: str = DEFAULT_BASE) -> str:
    """JSON-LD of sorted triples, with the context of `schema/context.jsonld` inside and its base set."""
    context = jsonld_context(base)
    nodes = [jsonld_node(group, context) for _, group in groupby(triples, key=lambda triple: triple.subject)]
    return json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def jsonld_context(base: str) -> dict[str, Any]:
    """The context of `schema/context.jsonld` with the base set."""
    return _context()[0] | {"id": {"@id": base, "@prefix": True}}


def jsonld_node(triples: Iterable[Triple], context: dict[str, Any]) -> dict[str, object]:
    """The node of one subject, by the context that `jsonld_context` gives."""
    from pyoxigraph import Literal, RdfFormat, parse

    spaces, terms = _spaces(context["id"]["@id"]), _context()[1]
    subject = ""
    node: dict[str, list[object]] = {}
    for statement in parse(to_ntriples(triples), format=RdfFormat.N_TRIPLES):
        subject = str(statement.subject)
        predicate, value = statement.predicate.value, statement.object
        key, coercion = terms.get(predicate, (predicate, ""))
        said: object
        if predicate == PREFIXES["rdf"] + "type":
            name = str(value)[1:-1]
            key, said = "@type", terms[name][0] if name in terms else _compact(name, spaces)
        elif not isinstance(value, Literal):
            name = _compact(str(value)[1:-1], spaces)
            said = name if coercion == "@id" else {"@id": name}
        elif coercion == (f"@{value.language}" if value.language else _compact(value.datatype.value, spaces)):
            said = value.value  # the context says the rest
        elif value.language:
            said = {"@value": value.value, "@language": value.language}
        else:
            said = {"@value": value.value, "@type": _compact(value.datatype.value, spaces)}
        node.setdefault(key, []).append(said)
    flat = {key: values[0] if len(values) == 1 else values for key, values in sorted(node.items())}
    return {"@id": _compact(subject[1:-1], spaces), **flat}


@cache
def _spaces(base: str) -> dict[str, str]:
    return {name: value["@id"] for name, value in jsonld_context(base).items() if _is_prefix(name, value)}


def write_graph(
    knowledge: Knowledge,
    folder: str | Path,
    formats: Iterable[str] = ("ttl", "provenance", "nt", "jsonld"),
    *,
    base: str = DEFAULT_BASE,
) -> tuple[Path, ...]:
    """The files written into a folder, as `formats` says.

    `provenance.ttl` holds the evidence, `graph.nq` and `graph.trig` graph and evidence by article; the others are the
    same plain graph.

    Raises: UsageError for an unknown format; GraphError if the graph breaks the vocabulary or can't be written.
    """
    wanted = set(formats)
    if unknown := sorted(wanted - set(FORMATS)):
        raise UsageError(f"no format “{unknown[0]}”", remedy=f"one of {', '.join(FORMATS)}")
    plain = graph_triples(knowledge, base) if wanted & {"ttl", "nt", "jsonld"} else []
    written = []
    for name in FORMATS:
        if name not in wanted:
            continue
        path = Path(folder) / FILES[name]
        if name == "ttl":
            content: bytes | str = to_turtle(plain, base)
        elif name == "provenance":
            content = to_turtle(provenance_triples(knowledge, base), base)
        elif name == "nquads":
            content = to_nquads(knowledge, base)
        elif name == "trig":
            content = to_trig(knowledge, base)
        else:
            content = to_ntriples(plain) if name == "nt" else to_jsonld(plain, base)
        write_file(path, content)
        written.append(path)
    return tuple(written)


def _all_prefixes(base: str) -> dict[str, str]:
    return _prefixes(base, (*_FOLDERS, *_EVIDENCE_FOLDERS))


def _prefixes(base: str, folders: Iterable[str]) -> dict[str, str]:
    """Prefixes of a file: one for each folder of ids, because a Turtle name can't hold a slash unescaped."""
    return PREFIXES | {folder: f"{base}{folder}/" for folder in folders}


@cache
def _context() -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """The JSON-LD context, and for each property or class of it the term and how its plain values are read."""
    context = json.loads(schema_path("context.jsonld").read_text(encoding="utf-8"))["@context"]
    terms = {}
    for name, value in context.items():
        if name.startswith("@") or _is_prefix(name, value):
            continue
        entry = {"@id": value} if isinstance(value, str) else value
        prefix, _, local = entry["@id"].partition(":")
        language = f"@{entry['@language']}" if "@language" in entry else "xsd:string"
        terms[context[prefix]["@id"] + local] = (name, entry.get("@type", language))
    return context, terms


def _is_prefix(name: str, value: object) -> bool:
    return not name.startswith("@") and isinstance(value, dict) and "@prefix" in value


def _compact(iri: str, spaces: dict[str, str]) -> str:
    """A compact IRI, unless its rest would start with `//` and so be read as absolute."""
    for name, space in spaces.items():
        if iri.startswith(space) and not iri[len(space) :].startswith("//"):
            return f"{name}:{iri[len(space) :]}"
    return iri
