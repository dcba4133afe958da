"""The formats of answers, and which of them a request accepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from kg.model import CLASSES
from kg.schema import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Triple


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format: the media type it is sent as, others that ask for it, and its name in pyoxigraph."""

    media: str
    also: tuple[str, ...] = ()
    oxigraph: str
    file: str = ""

    @property
    def syntax(self) -> Any:
        """The format as pyoxigraph knows it."""
        from pyoxigraph import QueryResultsFormat, RdfFormat

        return getattr(QueryResultsFormat, self.oxigraph, None) or getattr(RdfFormat, self.oxigraph)


TABULAR = {
    "json": Format(media="application/sparql-results+json", also=("application/json",), oxigraph="JSON", file="srj"),
    "xml": Format(
        media="application/sparql-results+xml", also=("application/xml", "text/xml"), oxigraph="XML", file="srx"
    ),
    "csv": Format(media="text/csv; charset=utf-8", oxigraph="CSV", file="csv"),
    "tsv": Format(media="text/tab-separated-values; charset=utf-8", oxigraph="TSV", file="tsv"),
}
"""Of SELECT and ASK; the first is what one gets who does not mind."""

RDF = {
    "turtle": Format(media="text/turtle; charset=utf-8", also=("application/x-turtle",), oxigraph="TURTLE", file="ttl"),
    "jsonld": Format(media="application/ld+json", also=("application/json",), oxigraph="JSON_LD", file="jsonld"),
    "rdfxml": Format(media="application/rdf+xml", also=("application/xml", "text/xml"), oxigraph="RDF_XML", file="rdf"),
    "ntriples": Format(
        media="application/n-triples; charset=utf-8", also=("text/plain",), oxigraph="N_TRIPLES", file="nt"
    ),
    "nquads": Format(media="application/n-quads", oxigraph="N_QUADS", file="nq"),
    "trig": Format(media="application/trig", oxigraph="TRIG", file="trig"),
}
"""Of CONSTRUCT and DESCRIBE, and of the things of the graph."""

HTML = Format(media="text/html; charset=utf-8", also=("application/xhtml+xml",), oxigraph="")
"""Pages for people."""


def choose(accept: str, offered: Mapping[str, Format]) -> str:
    """The name of the offered format that an Accept header likes best, the first of equals; empty if none will do.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", TABULAR), choose("*/*", RDF), choose("image/png", RDF)
    ('xml', 'turtle', '')
    """
    if not accept.strip():
        return next(iter(offered))
    ranges = _ranges(accept)
    best, liked = "", 0.0
    for name, form in offered.items():
        quality = max(_quality(media.partition(";")[0], ranges) for media in (form.media, *form.also))
        if quality > liked:
            best, liked = name, quality
    return best


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Media ranges with their quality."""
    found = []
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if media:
            found.append((media, quality))
    return found


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """How much a media type is liked: the most specific range that holds it says."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        qualities = [quality for name, quality in ranges if name == wanted]
        if qualities:
            return max(qualities) * (1.0 if wanted == media else 0.999)
    return 0.0


def write_triples(triples: Iterable[Triple], out: BinaryIO, form: Format, base: str) -> None:
    """Write triples in an RDF format, sorted where the format has prefixes; of those only the ones in use."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    syntax = form.syntax
    if syntax not in (RdfFormat.TURTLE, RdfFormat.TRIG):
        serialize(triples, out, format=syntax)
        return
    ordered = sorted(triples, key=str)
    spaces = {
        _space(term.value)
        for triple in ordered
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode)
    }
    known = {**PREFIXES, **{kind.lower(): f"{base}{kind.lower()}/" for kind in (*CLASSES, "Article")}}
    prefixes = {name: space for name, space in sorted(known.items()) if space in spaces}
    text = serialize(ordered, format=syntax, prefixes=prefixes) or b""
    # pyoxigraph writes prefixes in no fixed order.
    lines = text.split(b"\n", len(prefixes))
    for name, space in prefixes.items():
        out.write(f"@prefix {name}: <{space}> .\n".encode())
    out.write(lines[len(prefixes)])


def _space(iri: str) -> str:
    """An IRI up to its last # or /."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
