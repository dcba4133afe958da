"""`kg show`: one entity, what is said of it, and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.model import Entity, Evidence, Fact, Knowledge


def show(
    source: Annotated[
        Path, typer.Argument(help="A store, a folder that `kg build` wrote, or a Turtle file.", metavar="DIR")
    ],
    name: Annotated[str, typer.Argument(help="Name, alias or id of an entity.")],
) -> None:
    """Show one entity and what is said of it. Each relation comes with the sentences that state it."""
    from kg import read_graph
    from kg.cli.terminal import plain, stdout
    from kg.view.selection import find_entity

    knowledge = read_graph(source)
    entity = find_entity(knowledge, name)
    console = stdout()
    for style, line in describe(knowledge, entity):
        console.print(plain(line), style=style or None, soft_wrap=not console.is_terminal)


def describe(knowledge: Knowledge, entity: Entity) -> Iterator[tuple[str, str]]:
    """The lines that `kg show` prints, each with the style that a terminal gives it."""
    from kg.schema import load_schema

    schema = load_schema()
    labels = {other.id: other.label for other in knowledge.entities}
    yield "bold", f"{entity.label}  {entity.type} {schema.label(entity.type)}"
    yield "dim", entity.id
    if entity.aliases:
        yield "", f"aliases: {'、'.join(entity.aliases)}"
    if entity.anaphora:
        yield "", f"referred to as: {'、'.join(entity.anaphora)}"
    for attribute, value in entity.attributes:
        yield "", f"{attribute}: {value}"
    said = [fact for fact in knowledge.facts if entity.id in (fact.subject, fact.object)]
    yield from _relations(entity, [fact for fact in said if fact.predicate != "mentions"], labels)
    if entity.type == "Article":
        yield from _mentioned([fact for fact in said if fact.predicate == "mentions"], labels)
    else:
        yield from _mentions([fact for fact in said if fact.predicate == "mentions"], labels)


def _relations(entity: Entity, facts: list[Fact], labels: dict[str, str]) -> Iterator[tuple[str, str]]:
    from kg.model import RELATIONS

    order = {predicate: number for number, predicate in enumerate(RELATIONS)}
    for fact in sorted(facts, key=lambda fact: (fact.subject != entity.id, order.get(fact.predicate, 99))):
        other = fact.object if fact.subject == entity.id else fact.subject
        name = labels.get(other, other)
        arrow = f"{fact.predicate} {'→' if fact.subject == entity.id else '←'} {name}"
        roles = f" ({'、'.join(fact.roles)})" if fact.roles else ""
        yield "", ""
        yield "cyan", f"{arrow}{roles}  {fact.confidence:.2f}"
        for evidence in fact.evidence:
            yield "", f"    “{evidence.quote}”"
            yield "dim", f"    {place(evidence)}  {evidence.rule}"


def _mentions(facts: list[Fact], labels: dict[str, str]) -> Iterator[tuple[str, str]]:
    for number, fact in enumerate(facts):
        if not number:
            yield "", ""
            yield "bold", "Mentions"
        yield "", labels.get(fact.subject, fact.subject)
        for evidence in sorted(fact.evidence, key=lambda evidence: (evidence.source, evidence.span)):
            yield "dim", f"    {place(evidence)}  {evidence.quote}"


def _mentioned(facts: list[Fact], labels: dict[str, str]) -> Iterator[tuple[str, str]]:
    for number, fact in enumerate(facts):
        if not number:
            yield "", ""
            yield "bold", "Mentions"
        yield "", f"{labels.get(fact.object, fact.object)}  {fact.object.split('/')[0]}  {len(fact.evidence)}×"


def place(evidence: Evidence) -> str:
    """Where a piece of evidence stands, in the form that editors open: `seeds/页.txt:12`."""
    return f"{evidence.source}:{evidence.line}"
