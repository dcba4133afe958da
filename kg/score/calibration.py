"""Whether a confidence of 0.8 is right eight times of ten: what the gold says of each mention, entity and fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.model import CLASSES, RELATIONS, Fact, Knowledge
from kg.score.match import Matching
from kg.score.sheet import Link, fold

LEVELS = ("mention", "entity", "fact")
BOUNDS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.0)
"""Lower bounds of the bands."""


class Trial(NamedTuple):
    """One claim of the graph and whether the gold bears it out.

    `level` is one of `LEVELS`, `group` the class or relation, `rule` who found it (of a fact the surest evidence),
    `strict` asks for the canonical names as well.
    """

    level: str
    group: str
    rule: str
    confidence: float
    strict: bool
    loose: bool


class Band(NamedTuple):
    """The claims of a level with a confidence of at least `least` (and below the next band's)."""

    level: str
    least: float
    claims: int
    confidence: float
    strict: float
    loose: float


def judge(matching: Matching, knowledge: Knowledge) -> Iterator[Trial]:
    """Every mention, entity and fact of a graph with the gold's answer; what the gold leaves open is left out.

    A mention is right if its entity is and the gold has its words. The words of events and figures are cut in more than
    one way, so that the entity decides; 全市 and the like are left open, as the guide does.
    """
    gold = matching.gold.by_key()
    loose = {ours: gold[theirs] for theirs, ours in matching.loose.items()}
    strict = set(matching.strict.values())
    sure: dict[str, float] = {}
    rule: dict[str, str] = {}
    kinds = {e.id: e.type for e in knowledge.entities}
    pointing = {e.id: set(e.anaphora) for e in knowledge.entities if e.type == "Region"}
    for fact in knowledge.facts:
        if fact.predicate == "mentions" and fact.object not in matching.free:
            thing = loose.get(fact.object)
            for proof in fact.evidence:
                listed = thing is not None and fold(proof.quote) in thing.mentions | thing.names
                if thing is not None and not listed and proof.quote in pointing.get(fact.object, ()):
                    continue
                named = listed or (thing is not None and kinds[fact.object] in ("Event", "Indicator"))
                exact = named and fact.object in strict
                yield Trial("mention", kinds[fact.object], proof.rule, proof.confidence, exact, named)
                if proof.confidence > sure.get(fact.object, -1.0):
                    sure[fact.object], rule[fact.object] = proof.confidence, proof.rule
    for id_, confidence in sure.items():
        if kinds[id_] in CLASSES:
            yield Trial("entity", kinds[id_], rule[id_], confidence, id_ in strict, id_ in loose)
    titles = {e.id: f"Article/{fold(e.label)}" for e in knowledge.entities if e.type == "Article"}
    hits = {mode: matching.hits(strict=mode) for mode in (True, False)}
    for fact in knowledge.facts:
        link = Link(fact.subject, fact.predicate, titles.get(fact.object, fact.object))
        if fact.predicate in RELATIONS and fact.evidence and (link in hits[False] or link not in matching.pardoned):
            best = _best(fact)
            yield Trial("fact", fact.predicate, best[1], best[0], link in hits[True], link in hits[False])


def _best(fact: Fact) -> tuple[float, str]:
    confidence, rule = min((-proof.confidence, proof.rule) for proof in fact.evidence)
    return -confidence, rule


def bands(trials: Iterable[Trial]) -> list[Band]:
    """How many were right in each band, level by level, the surest first; empty bands are left out."""
    found: dict[tuple[str, float], list[Trial]] = {}
    for trial in trials:
        least = next(bound for bound in BOUNDS if trial.confidence >= bound)
        found.setdefault((trial.level, least), []).append(trial)
    return [
        Band(
            level,
            least,
            len(some),
            _mean(t.confidence for t in some),
            _mean(t.strict for t in some),
            _mean(t.loose for t in some),
        )
        for level in LEVELS
        for least in BOUNDS
        if (some := found.get((level, least)))
    ]


def error(some: Iterable[Band]) -> dict[str, float]:
    """The expected calibration error of each level: how far confidence and share of right ones lie apart on average."""
    apart: dict[str, float] = {}
    claims: dict[str, int] = {}
    for band in some:
        apart[band.level] = apart.get(band.level, 0.0) + band.claims * abs(band.confidence - band.strict)
        claims[band.level] = claims.get(band.level, 0) + band.claims
    return {level: apart[level] / claims[level] for level in LEVELS if level in claims}


def _mean(values: Iterable[float]) -> float:
    some = list(values)
    return sum(some) / len(some)
