"""Precision, recall and F1 of a matching: per class and relation, strict and loose, and of titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.errors import UsageError
from kg.model import CLASSES, RELATIONS
from kg.score.match import Matching

GROUPS: dict[str, tuple[str, ...]] = {
    "core": ("Agency", "Region", "Initiative", "Event"),
    "entities": CLASSES,
    "relations": RELATIONS,
    "titles": ("titles",),
}
"""What is summed up under one name."""

MODES = ("strict", "loose")


class Count(NamedTuple):
    """How many are right, are asked for, and were proposed."""

    hits: int = 0
    gold: int = 0
    system: int = 0

    @property
    def precision(self) -> float:
        """Between 0 and 1; 0 of nothing."""
        return self.hits / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Between 0 and 1; 0 of nothing."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> Count(hits=3, gold=4, system=6).f1
        0.6
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def plus(self, other: Count) -> Count:
        """Both together."""
        return Count(self.hits + other.hits, self.gold + other.gold, self.system + other.system)


Tally = Mapping[tuple[str, str], Count]
"""Counts by mode (`strict`, `loose`) and name: a class, a relation, `titles`."""


def tally(matching: Matching) -> Tally:
    """The counts of one page."""
    gold, system = matching.gold, matching.system
    out: dict[tuple[str, str], Count] = {}
    for mode in MODES:
        strict = mode == "strict"
        matched = matching.strict if strict else matching.loose
        for kind in CLASSES:
            asked = [t.key for t in gold.things if t.kind == kind and not t.optional]
            proposed = sum(t.kind == kind and t.key not in matching.free for t in system.things)
            out[mode, kind] = Count(sum(key in matched for key in asked), len(asked), proposed)
        found, asked_links = matching.hits(strict=strict), matching.asked()
        for relation in RELATIONS:
            out[mode, relation] = Count(
                sum(link.relation == relation for link in found),
                sum(link.relation == relation for link in asked_links),
                sum(
                    link.relation == relation and (link in found or link not in matching.pardoned)
                    for link in system.links
                ),
            )
    known = gold.authors.keys() & system.authors.keys()
    size = len(gold.authors), len(system.authors)
    out["loose", "titles"] = Count(len(known), *size)
    out["strict", "titles"] = Count(sum(system.authors[title] == gold.authors[title] for title in known), *size)
    return out


def total(tallies: Iterable[Tally]) -> Tally:
    """The counts of several pages together, with the groups."""
    out: dict[tuple[str, str], Count] = {
        (mode, name): Count() for mode in MODES for name in (*GROUPS, *CLASSES, *RELATIONS)
    }
    for one in tallies:
        for key, count in one.items():
            out[key] = out[key].plus(count)
    for mode in MODES:
        for group, names in GROUPS.items():
            if group not in names:
                for name in names:
                    out[mode, group] = out[mode, group].plus(out[mode, name])
    return out


class Bar(NamedTuple):
    """What F1 a group, class or relation must reach."""

    mode: str
    name: str
    least: float

    def __str__(self) -> str:
        return f"{self.mode} {self.name}"


def parse_bars(text: str) -> list[Bar]:
    """The bars of `--at-least`.

    >>> parse_bars("entities=.9, loose:relations=0.7")
    [Bar(mode='strict', name='entities', least=0.9), Bar(mode='loose', name='relations', least=0.7)]

    Raises: UsageError for an unknown name or what is no number between 0 and 1.
    """
    known = {name.lower(): name for name in (*GROUPS, *CLASSES, *RELATIONS)}
    bars = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, figure = part.partition("=")
        mode, _, rest = name.strip().rpartition(":")
        mode = mode.strip() or "strict"
        wanted = known.get(rest.strip().lower())
        if wanted is None or mode not in MODES:
            remedy = f"one of {', '.join(known.values())}, with loose: before it if you like"
            raise UsageError(f"“{name.strip()}” is nothing that is scored", place="--at-least", remedy=remedy)
        try:
            least = float(figure)
        except ValueError:
            least = -1.0
        if not 0 <= least <= 1:
            raise UsageError(
                f"“{part}” has no F1 between 0 and 1", place="--at-least", remedy="write entities=.9,relations=.7"
            )
        bars.append(Bar(mode, wanted, least))
    return bars


def below(bars: Iterable[Bar], counts: Tally) -> list[Bar]:
    """The bars that are not reached, in their order."""
    return [bar for bar in bars if counts[bar.mode, bar.name].f1 < bar.least]
