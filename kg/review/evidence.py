"""What is known of each entity of a proposal: its names, and sentences that say something of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.model import Document, Entity, Evidence, Knowledge
from kg.review.pairs import Proposal
from kg.score.places import Text

QUOTES = 3
"""So many sentences are shown of each entity."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence and where it stands, `seeds/页.txt:12`."""

    place: str
    sentence: str


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One entity of a pair: how to name it in a verdict (its id, if others have its name), and what is said of it."""

    id: str
    type: str
    label: str
    name: str
    aliases: tuple[str, ...]
    facts: tuple[str, ...]
    said: tuple[Said, ...]


def show_sides(knowledge: Knowledge, proposals: Iterable[Proposal]) -> list[tuple[Side, Side]]:
    """Both sides of each proposal. Sentences come from the evidence, or from the page itself where that can be read."""
    shown = _Sides(knowledge)
    return [shown.sides(one) for one in proposals]


class _Sides:
    def __init__(self, knowledge: Knowledge) -> None:
        self.entities = {entity.id: entity for entity in knowledge.entities}
        self.bearers: dict[tuple[str, str], int] = defaultdict(int)
        for entity in knowledge.entities:
            self.bearers[entity.type, entity.label] += 1
        self.mentions: dict[str, list[Evidence]] = defaultdict(list)
        self.stated: dict[str, list[tuple[str, tuple[Evidence, ...]]]] = defaultdict(list)
        for fact in knowledge.facts:
            if fact.predicate == "mentions":
                self.mentions[fact.object] += fact.evidence
                continue
            ends = [self.entities[end].label if end in self.entities else end for end in (fact.subject, fact.object)]
            self.stated[fact.subject].append((f"{fact.predicate} → {ends[1]}", fact.evidence))
            self.stated[fact.object].append((f"{fact.predicate} ← {ends[0]}", fact.evidence))
        self.texts: dict[str, Text | None] = {}

    def sides(self, one: Proposal) -> tuple[Side, Side]:
        if not one.split:
            return self.side(one.first), self.side(one.second)
        there = {f"article/{article}" for article in one.articles}
        return self.side(one.first, without=there), self.side(one.first, only=there)

    def side(self, id_: str, *, only: set[str] | None = None, without: set[str] | None = None) -> Side:
        entity = self.entities[id_]

        def fits(proof: Evidence) -> bool:
            return (only is None or proof.article in only) and (without is None or proof.article not in without)

        stated = [(text, [e for e in proofs if fits(e)]) for text, proofs in self.stated[id_]]
        proofs = sorted(filter(fits, self.mentions[id_]), key=lambda e: (e.source, e.span))
        said = dict.fromkeys(self.sentence(proof, [e for _, some in stated for e in some]) for proof in proofs)
        return Side(
            id=id_,
            type=entity.type,
            label=entity.label,
            name=self.name(entity),
            aliases=entity.aliases,
            facts=tuple(text for text, some in stated if some or not self.mentions[id_]),
            said=tuple(said)[:QUOTES],
        )

    def name(self, entity: Entity) -> str:
        return entity.label if self.bearers[entity.type, entity.label] == 1 else entity.id

    def sentence(self, mention: Evidence, stated: list[Evidence]) -> Said:
        """The sentence around a mention: of the page, else of a relation that it stands in, else the mention itself."""
        place = f"{mention.source}:{mention.line}"
        text = self.text(mention.source)
        if text is not None and text.text[mention.span.start : mention.span.stop].strip():
            found = text.place(mention.span.start)
            if mention.quote[:1] in found.sentence:
                return Said(place=place, sentence=found.sentence)
        around = (
            e.quote
            for e in stated
            if e.source == mention.source and e.span.start <= mention.span.start and mention.span.stop <= e.span.stop
        )
        return Said(place=place, sentence=next(around, mention.quote))

    def text(self, source: str) -> Text | None:
        """The page, if it is still where the graph was built from."""
        if source not in self.texts:
            self.texts[source] = None
            if Path(source).is_file():
                from kg.read import read_documents

                try:
                    found = list(read_documents([source]))
                except KgError:
                    return None
                if len(found) == 1 and isinstance(found[0], Document):
                    self.texts[source] = Text(source, found[0].text)
        return self.texts[source]
