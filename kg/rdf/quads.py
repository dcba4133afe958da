"""A graph with a named graph for each article: what it says, and with which words, apart from what others say.

The default graph holds what the things are: classes, names and attributes, put together from all articles. The graph
of an article, named by its IRI, holds the article itself, the relations that it states and the evidence for
them. A relation that two articles state is in both. All of them together are `graph.ttl` and `provenance.ttl`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from kg import schema
from kg.model import Entity, Evidence, Fact, Knowledge
from kg.rdf.terms import iri
from kg.rdf.triples import Triple, graph_triples, provenance_triples, sort_triples


def to_graphs(knowledge: Knowledge, base: str = schema.DEFAULT_BASE) -> Iterator[tuple[str, list[Triple]]]:
    """The graphs, each with its name as an IRI term ("" for the default graph) and its sorted triples.

    The default graph comes first, then the articles sorted by id.

    Raises: GraphError if a class, relation or attribute is not in the vocabulary, or the base can't be one.
    """
    stated: dict[str, list[Fact]] = defaultdict(list)
    unproved = []
    for fact in knowledge.facts:
        by_article: dict[str, list[Evidence]] = defaultdict(list)
        for evidence in fact.evidence:
            by_article[evidence.article].append(evidence)
        for article, some in by_article.items():
            stated[article].append(
                Fact(
                    subject=fact.subject,
                    predicate=fact.predicate,
                    object=fact.object,
                    roles=fact.roles,
                    evidence=tuple(some),
                )
            )
        if not by_article:
            unproved.append(fact)
    articles = {entity.id: entity for entity in knowledge.entities if entity.type == "Article"}
    rest = tuple(entity for entity in knowledge.entities if entity.type != "Article")
    yield "", _triples(rest, unproved, base)
    for article in sorted({*articles, *stated}):
        own = (articles[article],) if article in articles else ()
        yield iri(article, base), article_triples(own, stated[article], base)


def to_nquads(knowledge: Knowledge, base: str = schema.DEFAULT_BASE) -> str:
    """N-Quads, a line each, sorted by graph."""
    return "".join(
        f"{s} {p} {o} {graph} .\n" if graph else f"{s} {p} {o} .\n"
        for graph, triples in to_graphs(knowledge, base)
        for s, p, o in triples
    )


def article_triples(own: tuple[Entity, ...], stated: list[Fact], base: str) -> list[Triple]:
    """The sorted triples of an article's graph: the article `own`, and facts with the evidence that it gives them."""
    common = _common(base)
    return [triple for triple in _triples(own, stated, base) if triple not in common]


@cache
def _common(base: str) -> frozenset[Triple]:
    """What every graph would say of the dataset and the program."""
    return frozenset(_triples((), (), base))


def _triples(entities: tuple[Entity, ...], facts: list[Fact] | tuple[Fact, ...], base: str) -> list[Triple]:
    part = Knowledge(entities, tuple(facts))
    return sort_triples({*graph_triples(part, base), *provenance_triples(part, base)})
