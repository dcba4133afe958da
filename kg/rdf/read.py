"""Knowledge out of RDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError
from kg.files import parse_graph
from kg.model import CLASSES, RELATIONS, Entity, Evidence, Fact, Knowledge, Span
from kg.rdf.terms import id_of
from kg.rdf.triples import ATTRIBUTES
from kg.schema import DEFAULT_BASE, NS, PREFIXES, load_schema

if TYPE_CHECKING:
    import rdflib

Said = dict[str, list[str]]
"""What is said of one subject: values by predicate, IRIs and lexical forms alike."""

_TYPE, _STATEMENT = PREFIXES["rdf"] + "type", PREFIXES["rdf"] + "Statement"
_SKOS, _OA, _DCTERMS, _RDF = (PREFIXES[prefix] for prefix in ("skos", "oa", "dcterms", "rdf"))


def from_rdf(source: rdflib.Graph | str | Path) -> Knowledge:
    """The Knowledge of an rdflib graph, of a `.ttl`, `.nt` or `.jsonld` file, or of a folder that `kg build` wrote.

    Without provenance the facts have no evidence. Whatever is not in the vocabulary is left out.

    Raises: GraphError if a file can't be read or parsed, or a statement lacks a part.
    """
    return read_with_base(source)[0]


def read_with_base(source: rdflib.Graph | str | Path) -> tuple[Knowledge, str]:
    """What `from_rdf` reads, and the base of its ids.

    Raises: GraphError as `from_rdf` does.
    """
    if isinstance(source, str | Path):
        said = _collect((_value(q.subject), q.predicate.value, _value(q.object)) for q in parse_graph(source))
        name = str(source)
    else:
        said, name = _collect((str(s), str(p), str(o)) for s, p, o in source), ""
    base = find_base(said)
    entities = _entities(said, base)
    return Knowledge(tuple(sorted(entities)), _facts(said, base, name)), base


def from_triples(triples: Iterable[tuple[str, str, str]], base: str, source: str = "") -> Knowledge:
    """The Knowledge of triples given as IRIs and lexical forms; `source` is what errors call them.

    Raises: GraphError if a statement lacks a part.
    """
    said = _collect(triples)
    return Knowledge(tuple(sorted(_entities(said, base))), _facts(said, base, source))


def find_base(said: dict[str, Said]) -> str:
    """The base of a graph: as its dataset says, else what most of its entities have before `agency/` and the like."""
    for values in said.values():
        for space in values.get(PREFIXES["void"] + "uriSpace", ()):
            return space
    seen: Counter[str] = Counter()
    for subject, values in said.items():
        for kind in values.get(_TYPE, ()):
            folder = f"/{kind.removeprefix(NS).lower()}/"
            if kind.startswith(NS) and folder in subject:
                seen[subject[: subject.index(folder) + 1]] += 1
    return min(seen, key=lambda base: (-seen[base], base), default=DEFAULT_BASE)


def _value(term: object) -> str:
    """The IRI, lexical form or blank node's name."""
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)


def _collect(triples: Iterable[tuple[str, str, str]]) -> dict[str, Said]:
    said: dict[str, Said] = {}
    for subject, predicate, value in triples:
        said.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return said


def _entities(said: dict[str, Said], base: str) -> list[Entity]:
    kinds = {NS + name: name for name in (*CLASSES, "Article")}
    keys = {NS + name: name for name in load_schema().attributes}
    keys |= {iri[1:-1]: name for name, iri in ATTRIBUTES.items()}
    entities = []
    for subject, values in said.items():
        kind = min((kinds[iri] for iri in values.get(_TYPE, ()) if iri in kinds), default=None)
        if kind is None:
            continue
        labels = values.get(_DCTERMS + "title" if kind == "Article" else _SKOS + "prefLabel", ())
        entities.append(
            Entity(
                id=id_of(subject, base),
                type=kind,
                label=min(labels, default=""),
                aliases=_texts(values, _SKOS + "altLabel"),
                anaphora=_texts(values, _SKOS + "hiddenLabel"),
                attributes=tuple(
                    sorted({(keys[key], text) for key, texts in values.items() if key in keys for text in texts})
                ),
            )
        )
    return entities


def _texts(values: Said, predicate: str) -> tuple[str, ...]:
    return tuple(sorted(set(values.get(predicate, ()))))


def _facts(said: dict[str, Said], base: str, source: str) -> tuple[Fact, ...]:
    names = {NS + name: name for name in (*RELATIONS, "mentions")}
    found: dict[tuple[str, str, str], tuple[set[str], set[Evidence]]] = {}
    for subject, values in said.items():
        for predicate in values.keys() & names.keys():
            for value in values[predicate]:
                found.setdefault((subject, predicate, value), (set(), set()))
        if _STATEMENT in values.get(_TYPE, ()):
            part = _one(values, subject, source)
            key = (part(_RDF + "subject"), part(_RDF + "predicate"), part(_RDF + "object"))
            if key[1] in names:
                roles, evidence = found.setdefault(key, (set(), set()))
                roles.update(values.get(NS + "role", ()))
                for span in values.get(PREFIXES["prov"] + "wasDerivedFrom", ()):
                    evidence.add(_evidence(said, span, part(NS + "rule"), part(NS + "confidence"), base, source))
    return tuple(
        sorted(
            Fact(
                subject=id_of(subject, base),
                predicate=names[predicate],
                object=id_of(value, base),
                roles=tuple(sorted(roles)),
                evidence=tuple(sorted(evidence)),
            )
            for (subject, predicate, value), (roles, evidence) in found.items()
        )
    )


def _evidence(said: dict[str, Said], span: str, rule: str, confidence: str, base: str, source: str) -> Evidence:
    place = _one(said.get(span, {}), span, source)
    parts: Said = {}
    for selector in said.get(span, {}).get(_OA + "hasSelector", ()):
        for key, texts in said.get(selector, {}).items():
            parts.setdefault(key, []).extend(texts)
    part = _one(parts, span, source)
    try:
        return Evidence(
            article=id_of(place(_OA + "hasSource"), base),
            source=place(_DCTERMS + "source"),
            span=Span(int(part(_OA + "start")), int(part(_OA + "end"))),
            line=int(part(_RDF + "value").rpartition(",")[2]),
            quote=part(_OA + "exact"),
            rule=rule,
            confidence=float(confidence),
        )
    except ValueError as error:
        raise GraphError(f"a number is expected: {error}", source=source, place=span) from error


def _one(values: Said, subject: str, source: str) -> Callable[[str], str]:
    """Looks up the one value that a subject has for a predicate."""

    def look_up(predicate: str) -> str:
        found = values.get(predicate)
        if not found:
            raise GraphError(f"lacks {predicate}", source=source, place=subject, remedy="run kg validate on it")
        return found[0]

    return look_up
