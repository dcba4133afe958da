"""Where facts are said, looked up statement by statement: a query would join the whole provenance for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.model import Evidence, Span
from kg.schema import NS, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

Said = tuple[str, str, str]
"""A fact as the IRIs of subject, predicate and object."""

_RDF, _OA, _PROV, _DCTERMS = (PREFIXES[name] for name in ("rdf", "oa", "prov", "dcterms"))
_MENTIONS = NS + "mentions"


def evidence_of(store: Store, facts: Iterable[Said]) -> dict[Said, tuple[tuple[Evidence, ...], tuple[str, ...]]]:
    """The evidence of each fact that has any, the surest first, and the offices it states."""
    wanted = set(facts)
    ends = Counter(end for subject, _, value in wanted for end in (subject, value))
    said: dict[Said, set[Evidence]] = defaultdict(set)
    roles: dict[Said, set[str]] = defaultdict(set)
    # By the end that most of these facts share, so that its statements are read once.
    pivots = {fact[0] if ends[fact[0]] >= ends[fact[2]] else fact[2] for fact in wanted}
    for pivot in sorted(pivots):
        for side in ("subject", "object"):
            for statement, fact in _statements(store, pivot, side):
                if fact in wanted:
                    roles[fact].update(_values(store, statement, NS + "role"))
                    said[fact].update(_evidence(store, statement))
    return {
        fact: (
            tuple(sorted(said[fact], key=lambda one: (-one.confidence, one.source, one.span))),
            tuple(sorted(roles[fact])),
        )
        for fact in wanted & (said.keys() | roles.keys())
    }


def mentions_of(store: Store, iri: str, limit: int) -> tuple[Evidence, ...]:
    """Where a thing is named, in the order of files and places."""
    from pyoxigraph import NamedNode

    found: set[Evidence] = set()
    for statement, fact in _statements(store, iri, "object"):
        if fact[1] == _MENTIONS:
            found.update(_evidence(store, NamedNode(statement.value)))
        if len(found) >= 10 * limit:
            break
    return tuple(sorted(found, key=lambda one: (one.source, one.span))[:limit])


def _statements(store: Store, iri: str, side: str) -> Iterator[tuple[NamedNode, Said]]:
    """The statements about facts of which an IRI is the subject or the object, and those facts."""
    from pyoxigraph import NamedNode

    other = "object" if side == "subject" else "subject"
    for quad in store.quads_for_pattern(None, NamedNode(_RDF + side), NamedNode(iri), None):
        statement = quad.subject
        if not isinstance(statement, NamedNode):
            continue
        predicate = next(_values(store, statement, _RDF + "predicate"), "")
        end = next(_values(store, statement, _RDF + other), "")
        yield statement, (iri, predicate, end) if side == "subject" else (end, predicate, iri)


def _evidence(store: Store, statement: NamedNode) -> Iterator[Evidence]:
    """The evidence that a statement has; one that lacks a part has none."""
    from pyoxigraph import NamedNode

    rule = next(_values(store, statement, NS + "rule"), "")
    confidence = next(_values(store, statement, NS + "confidence"), "0")
    for iri in _values(store, statement, _PROV + "wasDerivedFrom"):
        span = NamedNode(iri)
        parts: dict[str, str] = {}
        for selector in _values(store, span, _OA + "hasSelector"):
            for quad in store.quads_for_pattern(NamedNode(selector), None, None, None):
                parts[quad.predicate.value] = getattr(quad.object, "value", "")
        try:
            yield Evidence(
                article=next(_values(store, span, _OA + "hasSource"), ""),
                source=next(_values(store, span, _DCTERMS + "source"), ""),
                span=Span(int(parts[_OA + "start"]), int(parts[_OA + "end"])),
                line=int(parts[_RDF + "value"].rpartition(",")[2]),
                quote=parts[_OA + "exact"],
                rule=rule,
                confidence=float(confidence),
            )
        except (KeyError, ValueError):
            continue


def _values(store: Store, subject: NamedNode, predicate: str) -> Iterator[str]:
    from pyoxigraph import NamedNode

    for quad in store.quads_for_pattern(subject, NamedNode(predicate), None, None):
        yield getattr(quad.object, "value", "")
