"""`kg stats`: what a graph holds, in figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

BANDS = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.0)
"""Lower bounds of the bands of confidence that the table counts."""
TOP = 20
"""So many agencies and articles are listed."""


def stats(
    source: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
    ],
) -> None:
    """Count what a graph holds. By class, relation, confidence; the articles; the agencies with most relations."""
    from kg import read_graph
    from kg.cli.terminal import print_table
    from kg.model import CLASSES, RELATIONS
    from kg.schema import load_schema

    knowledge = read_graph(source)
    schema = load_schema()
    classes = Counter(entity.type for entity in knowledge.entities)
    relations = Counter(fact.predicate for fact in knowledge.facts)
    known = [name for name in (*CLASSES, "Article") if classes[name]]
    print_table("Entities", ("class", "类", "count"), [(name, schema.label(name), classes[name]) for name in known])
    known = [name for name in (*RELATIONS, "mentions") if relations[name]]
    print_table(
        "Relations", ("relation", "关系", "count"), [(name, schema.label(name), relations[name]) for name in known]
    )
    related = [fact for fact in knowledge.facts if fact.predicate != "mentions"]
    bands = Counter(band(fact.confidence) for fact in related)
    print_table("Confidence", ("at least", "relations"), [(f"{low:.1f}", bands[low]) for low in BANDS if bands[low]])

    said = Counter(end for fact in related for end in (fact.subject, fact.object))
    mentions: Counter[str] = Counter()
    for fact in knowledge.facts:
        if fact.predicate == "mentions":
            mentions[fact.object] += len(fact.evidence)
    agencies = [entity for entity in knowledge.entities if entity.type == "Agency"]
    agencies.sort(key=lambda agency: (-said[agency.id], -mentions[agency.id], agency.id))
    print_table(
        "Agencies with most relations",
        ("agency", "relations", "mentions"),
        [(agency.label, said[agency.id], mentions[agency.id]) for agency in agencies[:TOP]],
    )
    articles = [entity for entity in knowledge.entities if entity.type == "Article"]
    held = Counter(fact.subject for fact in knowledge.facts if fact.predicate == "mentions")
    print_table(
        "Articles" if len(articles) <= TOP else f"Articles, the first {TOP} of {len(articles):,}",
        ("article", "date", "source", "entities"),
        [
            (entity.label, entity.get("date") or "", entity.get("source") or "", held[entity.id])
            for entity in articles[:TOP]
        ],
    )


def band(confidence: float) -> float:
    """The lower bound of the band that a confidence falls into.

    >>> band(0.85), band(1.0), band(0.2)
    (0.8, 0.9, 0.0)
    """
    return next((low for low in BANDS if confidence >= low), BANDS[-1])
