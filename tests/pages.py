"""Pages and graphs made for a test."""

from __future__ import annotations

from kg.model import Document, Entity, Knowledge
from kg.pipeline import build_documents


def page(text: str, id: str = "page", published: str | None = None) -> Document:
    """A page as read."""
    return Document(id=id, source=f"{id}.txt", text=text, published=published)


def read(*texts: str, published: str | None = None) -> Knowledge:
    """The graph of some pages."""
    return build_documents([page(text, f"page{n}", published) for n, text in enumerate(texts, 1)])[0]


def labels(knowledge: Knowledge, kind: str) -> list[str]:
    """The canonical names of a class, sorted."""
    return sorted(entity.label for entity in knowledge.entities if entity.type == kind)


def named(knowledge: Knowledge, label: str) -> Entity:
    """The entity of that canonical name."""
    (found,) = [entity for entity in knowledge.entities if entity.label == label]
    return found


def said(knowledge: Knowledge) -> set[tuple[str, str, str]]:
    """The relations as names: (head, relation, tail)."""
    names = {entity.id: entity.label for entity in knowledge.entities}
    return {
        (names[f.subject], f.predicate, names[f.object])
        for f in knowledge.facts
        if f.predicate not in ("mentions", "wrote")
    }
