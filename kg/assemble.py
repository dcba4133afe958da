"""Articles' drafts put together into `Knowledge`: entities by id, facts with every place that states them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.extract.draft import Draft
from kg.model import Article, Entity, Evidence, Fact, Knowledge, Skip

FITS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(heads.split()), frozenset(tails.split()))
    for name, heads, tails in (
        ("partOf", "Agency", "Agency"),
        ("jurisdiction", "Agency", "Region"),
        ("within", "Region Place", "Region"),
        ("implements", "Agency Organization", "Initiative"),
        ("partOfInitiative", "Initiative", "Initiative"),
        ("organizes", "Agency Organization", "Event"),
        ("participates", "Agency Organization Person", "Event"),
        ("takesPlaceIn", "Event", "Region Place"),
        ("underInitiative", "Event", "Initiative"),
        ("collaboratesWith", "Agency", "Agency Organization"),
        ("memberOf", "Person", "Agency Organization"),
        ("about", "Indicator", "Agency Organization Initiative Event Region"),
        ("wrote", "Person", "Article"),
    )
}
"""Domain and range of each relation, as `schema/ontology.ttl` has them (a test compares the two)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Assembler:
    """Collects drafts one by one; `finish` gives the graph. `names` maps the ids of drafts to those of the graph."""

    def __init__(self) -> None:
        self.types: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.attributes: dict[str, dict[str, str]] = {}
        self.aliases: dict[str, set[str]] = defaultdict(set)
        self.anaphora: dict[str, set[str]] = defaultdict(set)
        self.articles: list[Entity] = []
        self.evidence: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
        self.roles: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self.dropped: list[Skip] = []

    def add(self, draft: Draft, names: Mapping[str, str] = {}) -> None:
        """Add an article's draft."""
        passage = draft.passage
        article = passage.article
        document = article.document
        key = article.key
        self.articles.append(_article_entity(article, key))
        self.types[key] = "Article"

        def evidence(start: int, stop: int, quote: str, rule: str, confidence: float) -> Evidence:
            return Evidence(
                article=key,
                source=document.source,
                span=passage.span(start, stop),
                line=passage.line(start),
                quote=quote,
                rule=rule,
                confidence=round(confidence, 2),
            )

        for thing in draft.things.values():
            id_ = names.get(thing.key, thing.key)
            if self.types.setdefault(id_, thing.type) != thing.type:
                self.dropped.append(Skip(source=document.source, step="assemble", reason=f"{id_} has two classes"))
                continue
            self.labels.setdefault(id_, thing.label)
            have = self.attributes.setdefault(id_, {})
            for name, value in thing.attributes.items():
                have.setdefault(name, value)
        for mention in sorted(draft.mentions):
            id_ = names.get(mention.key, mention.key)
            surface = _clean(passage.text[mention.start : mention.stop])
            (self.anaphora if mention.anaphor else self.aliases)[id_].add(surface)
            self.evidence[key, "mentions", id_].append(
                evidence(mention.start, mention.stop, surface, mention.rule, mention.confidence)
            )
        for person, _, author in draft.written:
            id_ = names.get(person, person)
            line = passage.line_at(author.span.start)
            proof = Evidence(
                article=key, source=document.source, span=author.span, line=line, quote=author.name, rule="byline", confidence=0.98
            )
            self.evidence[key, "mentions", id_].append(proof)
            self.evidence[id_, "wrote", key].append(proof)
        for claim in draft.claims:
            subject, object_ = names.get(claim.subject, claim.subject), names.get(claim.object, claim.object)
            if subject == object_:
                continue
            heads, tails = FITS[claim.predicate]
            kinds = self.types.get(subject, "?"), self.types.get(object_, "?")
            if kinds[0] not in heads or kinds[1] not in tails:
                reason = f"{claim.predicate} does not fit {kinds[0]} → {kinds[1]}: {subject} {object_}"
                self.dropped.append(Skip(source=document.source, step="assemble", reason=reason))
                continue
            start, stop = _trim(passage.text, claim.start, claim.stop)
            quote = _clean(passage.text[start:stop])
            fact = (subject, claim.predicate, object_)
            self.evidence[fact].append(evidence(start, stop, quote, claim.rule, claim.confidence))
            if claim.role:
                self.roles[fact].add(claim.role)

    def finish(self) -> Knowledge:
        """The graph: only what is mentioned or takes part in a fact, sorted."""
        used = {end for fact in self.evidence for end in (fact[0], fact[2])}
        entities = list(self.articles)
        for id_ in sorted(used):
            if self.types.get(id_) == "Article" or id_ not in self.labels:
                continue
            label = _clean(self.labels[id_])
            entities.append(
                Entity(
                    id=id_,
                    type=self.types[id_],
                    label=label,
                    aliases=tuple(sorted(self.aliases[id_] - {label})),
                    anaphora=tuple(sorted(self.anaphora[id_] - {label} - self.aliases[id_])),
                    attributes=tuple(sorted(self.attributes.get(id_, {}).items())),
                )
            )
        facts = [
            Fact(subject=s, predicate=p, object=o, roles=tuple(sorted(self.roles.get((s, p, o), ()))), evidence=_once(found))
            for (s, p, o), found in self.evidence.items()
        ]
        return Knowledge(tuple(sorted(entities, key=lambda e: e.id)), tuple(sorted(facts)))


def assemble(drafts: Iterable[Draft], names: Mapping[str, str] = {}) -> tuple[Knowledge, tuple[Skip, ...]]:
    """The graph of some articles, and what did not fit into it."""
    assembler = Assembler()
    for draft in drafts:
        assembler.add(draft, names)
    return assembler.finish(), tuple(assembler.dropped)


def _once(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Sorted, each once."""
    if len(found) == 1:
        return (found[0],)
    found.sort()
    return tuple(e for e, before in zip(found, [None, *found], strict=False) if e != before)


def _article_entity(article: Article, key: str) -> Entity:
    document = article.document
    attributes = [("byline", author.name) for author in article.authors]
    if article.dateline:
        attributes.append(("dateline", article.dateline))
    attributes.append(("source", document.source))
    if article.published:
        attributes.append(("date", article.published))
    return Entity(id=key, type="Article", label=_clean(article.headline.text) or key, attributes=tuple(sorted(attributes)))


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop - 1 and text[start] in "\n ":
        start += 1
    while stop > start + 1 and text[stop - 1] in "\n ":
        stop -= 1
    return start, stop


def _clean(text: str) -> str:
    """Without line breaks and control characters, which no label or quote may hold."""
    if text.isprintable():
        return text.strip()
    return _CONTROL.sub("", text.replace("\n", " ")).strip()
