"""What a picture's card tells of a thing: its relations, each with the sentences that state it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Entity, Fact, Knowledge
from kg.view.dates import describe
from kg.view.labels import attribute_label, class_label, read_labels, relation_label, value_label

PROOFS = 3
"""So many sentences a fact shows; the page says how many more there are."""
FORMS = 8
"""So many other names of a thing are shown."""


class Details:
    """The things and facts that a page's cards may show, each numbered once; `data` is what goes into the page.

    A thing is `[class, label, other names, [[name, value]…], known]`; `known` is 1 where all its relations are there.
    A fact is `[subject, predicate, object, roles, sentences, left out]`, a sentence `[quote, file, line, confidence,
    headline]`, files and quotes numbered among `strings`.
    """

    def __init__(self, knowledge: Knowledge, names: Iterable[str], at: int) -> None:
        self._at = at
        self._entities = {entity.id: entity for entity in knowledge.entities}
        chosen = set(names) & self._entities.keys()
        facts = [
            f for f in knowledge.facts if f.predicate != "mentions" and (f.subject in chosen or f.object in chosen)
        ]
        shown = chosen | {f.subject for f in facts} | {f.object for f in facts}
        self.number = {name: i for i, name in enumerate(sorted(shown & self._entities.keys()))}
        """The number of each thing in `data`."""
        self._strings: dict[str, int] = {}
        self._sentences: dict[tuple[str, str, int], int] = {}
        self._proofs: list[list[object]] = []
        things = [self._thing(self._entities[name], name in chosen) for name in self.number]
        self.fact_number = {(f.subject, f.predicate, f.object): i for i, f in enumerate(facts)}
        """The number of each fact in `data`."""
        self.data: dict[str, object] = {
            "things": things,
            "facts": [self._fact(fact) for fact in facts if fact.subject in self.number and fact.object in self.number],
            "proofs": self._proofs,
            "strings": self._strings_list(),
            "relations": {
                name: [relation_label(name, at), relation_label(name, at, back=True)]
                for name in sorted({f.predicate for f in facts})
            },
            "classes": {
                name: class_label(name, at) for name in sorted({self._entities[one].type for one in self.number})
            },
            "words": {name: pair[at] for name, pair in read_labels().interface.items()},
        }

    def _strings_list(self) -> list[str]:
        return list(self._strings)

    def _intern(self, text: str) -> int:
        return self._strings.setdefault(text, len(self._strings))

    def _thing(self, entity: Entity, known: bool) -> list[object]:
        if not known:
            return [entity.type, entity.label or entity.id, [], [], 0]
        return [entity.type, entity.label or entity.id, list(entity.aliases[:FORMS]), self._attributes(entity), 1]

    def _attributes(self, entity: Entity) -> list[tuple[str, str]]:
        rows = []
        for name, value in entity.attributes:
            if name in ("begin", "end", "adcode"):
                continue
            if name == "time":
                value = describe(value, self._at)
            elif name == "eventType":
                kind = read_labels().events.get(value)
                value = kind.label[self._at] if kind else value
            rows.append((attribute_label(name, self._at), value_label(value, self._at)))
        return rows

    def _fact(self, fact: Fact) -> list[object]:
        best = sorted(fact.evidence, key=lambda e: (-e.confidence, e.source, e.line, e.quote))
        numbers = []
        for proof in best[:PROOFS]:
            key = (proof.source, proof.quote, proof.line)
            if key not in self._sentences:
                self._sentences[key] = len(self._proofs)
                article = self._entities.get(proof.article)
                self._proofs.append(
                    [
                        self._intern(proof.quote),
                        self._intern(proof.source),
                        proof.line,
                        round(proof.confidence, 2),
                        self._intern(article.label if article else ""),
                    ]
                )
            numbers.append(self._sentences[key])
        left = len(best) - len(numbers)
        return [
            self.number[fact.subject], fact.predicate, self.number[fact.object], list(fact.roles), numbers, left,
            round(fact.confidence, 2),
        ]  # fmt: skip
