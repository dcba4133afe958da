"""Which part of the knowledge a view draws."""

from __future__ import annotations

from collections import Counter

import msgspec

from kg.errors import UsageError
from kg.model import Entity, Fact, Knowledge

SMALL = 800
"""Up to so many entities are drawn one by one by vis-network; more need WebGL, and communities to be told apart."""
LIMIT = 60_000
"""More entities than this no browser holds: measured in docs/views.md."""
NEAREST = 6
"""So many names are proposed for one that is not there."""


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What to draw: `knowledge` is the part, `total` how many entities there were to draw, `focus` the entity's id."""

    knowledge: Knowledge
    total: int
    focus: str | None = None

    @property
    def drawn(self) -> int:
        """How many entities other than articles the part holds."""
        return sum(entity.type != "Article" for entity in self.knowledge.entities)


def select(knowledge: Knowledge, *, focus: str | None = None, depth: int = 1, limit: int = LIMIT) -> Selection:
    """The part of `knowledge` to draw: `depth` steps around `focus`, or everything, and of that the best connected.

    Articles are not counted: they come along where they mention something drawn, or something drawn wrote them.

    Raises:
        UsageError: when `focus` names nothing or several things, or `depth` is below 0.
    """
    centre = find_entity(knowledge, focus) if focus is not None else None
    names = {entity.id for entity in knowledge.entities if entity.type != "Article"}
    if centre is not None:
        names &= around(knowledge, centre.id, depth)
    total = len(names)
    if total > limit:
        degree = degrees(knowledge)
        first = centre.id if centre else None
        names = set(sorted(names, key=lambda name: (name != first, -degree[name], name))[:limit])
    articles = {entity.id for entity in knowledge.entities if entity.type == "Article"}
    keep = names | {fact.subject for fact in knowledge.facts if fact.subject in articles and fact.object in names}
    keep |= {fact.object for fact in knowledge.facts if fact.object in articles and fact.subject in names}
    if centre is None:
        keep |= articles if total <= limit else set()
    else:
        keep.add(centre.id)
    part = Knowledge(
        tuple(entity for entity in knowledge.entities if entity.id in keep),
        tuple(fact for fact in knowledge.facts if fact.subject in keep and fact.object in keep),
    )
    return Selection(knowledge=part, total=total, focus=centre.id if centre else None)


def related(fact: Fact) -> bool:
    """Whether a fact is an edge that the view draws between entities at first sight."""
    return fact.predicate not in ("mentions", "wrote")


def degrees(knowledge: Knowledge) -> Counter[str]:
    """How many relations each entity has, `mentions` and `wrote` aside."""
    degree: Counter[str] = Counter()
    for fact in filter(related, knowledge.facts):
        degree[fact.subject] += 1
        degree[fact.object] += 1
    return degree


def around(knowledge: Knowledge, name: str, depth: int) -> set[str]:
    """The ids within `depth` relations of an entity, in either direction.

    `mentions` counts only from or to the article that is the centre itself: otherwise everything in an article is near.

    Raises:
        UsageError: when `depth` is negative.
    """
    if depth < 0:
        raise UsageError(f"the depth can't be {depth}", remedy="give 0 or more")
    near: dict[str, set[str]] = {}
    for fact in knowledge.facts:
        if fact.predicate != "mentions" or fact.subject == name:
            near.setdefault(fact.subject, set()).add(fact.object)
            near.setdefault(fact.object, set()).add(fact.subject)
    reached = rim = {name}
    for _ in range(depth):
        rim = {other for one in rim for other in near.get(one, ())} - reached
        reached = reached | rim
    return reached


def find_entity(knowledge: Knowledge, name: str) -> Entity:
    """The entity that has `name` as its id, its label or, if only one has, its alias.

    Raises:
        UsageError: when there is none (the nearest names are listed) or several (their ids are).
    """
    for meets in (
        lambda entity: entity.id == name,
        lambda entity: entity.label == name,
        lambda entity: name in entity.aliases,
    ):
        found = [entity for entity in knowledge.entities if meets(entity)]
        if len(found) == 1:
            return found[0]
        if found:
            several = "、".join(entity.id for entity in found[:NEAREST])
            raise UsageError(f"“{name}” names {len(found)} entities", remedy=f"give one of {several}")
    close = "、".join(nearest_names(knowledge, name))
    raise UsageError(f"no entity is called “{name}”", remedy=f"nearest: {close}" if close else "no name comes near")


def nearest_names(knowledge: Knowledge, name: str) -> list[str]:
    """Labels that share most with `name`: first those that contain it, then by common characters and pairs of them."""
    wanted = _grams(name)

    def likeness(entity: Entity) -> float:
        return max(
            2.0 * (name in form or form in name) + len(wanted & _grams(form)) / len(wanted | _grams(form))
            for form in filter(None, (entity.label, *entity.aliases))
        )

    scored = [(likeness(e), e.label) for e in knowledge.entities if e.label] if wanted else []
    ranked = sorted({(-score, label) for score, label in scored if score > 0.0})
    return list(dict.fromkeys(label for _, label in ranked))[:NEAREST]


def _grams(text: str) -> set[str]:
    """The characters of a text and its pairs of neighbours."""
    return set(text) | {text[i : i + 2] for i in range(len(text) - 1)}
