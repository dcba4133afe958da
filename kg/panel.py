"""What the page of the view answers questions from: the graph as N-Triples, and the named queries."""

from __future__ import annotations

from collections.abc import Callable

from kg import rdf
from kg.model import Knowledge
from kg.query.named import named_queries
from kg.schema import DEFAULT_BASE, PREFIXES
from kg.view.panel import Panel, Parameter, Question

LIMIT = 300_000
"""Above so many triples the page does not carry them: some seconds of loading, and memory that a phone has not got."""

LEAST = 8
"""Triples that a piece of evidence has at least, those that it shares with others aside."""

SAMPLE = """\
SELECT ?agency (COUNT(?unit) AS ?units) WHERE {
  ?u kg:partOf+ ?a ; skos:prefLabel ?unit .
  ?a skos:prefLabel ?agency .
}
GROUP BY ?agency
ORDER BY DESC(?units)
"""
"""What the field for one's own query begins with."""


def panel_maker(*, base: str = DEFAULT_BASE, limit: int = LIMIT) -> Callable[[Knowledge], Panel | None]:
    """A function from a graph to its panel; it gives None for a graph of more than `limit` triples, evidence included.

    >>> make = panel_maker(limit=1)
    >>> make(Knowledge()) is None
    True
    """

    def make(knowledge: Knowledge) -> Panel | None:
        # Each fact and each piece of evidence is several triples: what is far too large is not written out first.
        if sum(1 + LEAST * len(fact.evidence) for fact in knowledge.facts) > limit:
            return None
        triples = rdf.to_triples(knowledge, base)
        if len(triples) > limit:
            return None
        return Panel(
            triples=rdf.to_ntriples(triples).encode("utf-8", "replace"),
            base=base,
            prefixes=dict(PREFIXES),
            queries=_questions(),
            sample=SAMPLE,
        )

    return make


def _questions() -> tuple[Question, ...]:
    return tuple(
        Question(
            name=named.name,
            title=(named.title_zh or named.title, named.title),
            parameters=tuple(
                Parameter(name=parameter.name, comment=parameter.comment, default=parameter.default)
                for parameter in named.parameters
            ),
            text=named.text,
        )
        for named in named_queries()
    )
