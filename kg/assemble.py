"""Articles' records put together into `Knowledge`: entities by id, facts with every place that states them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice, pairwise
from operator import attrgetter, lt

import msgspec

from kg.lexicon.confidence import Confidence, load_confidence
from kg.lexicon.variants import simplify
from kg.model import Entity, Evidence, Fact, Knowledge, Skip, Span
from kg.record import Record

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


_BYLINE = 0.98
"""What a byline's claims are given before calibration."""


class Node(msgspec.Struct, gc=False):
    """An entity while articles come in.

    `given` are the attributes that the first article gives it, `times` how many in a row give the same. Once one gives
    others, `counts` has how many give each pair of name and value; for most that never happens. Few have `anaphora`,
    and not many `aliases`, which are all the names it is called by but its label; `said`: that is one too.
    """

    type: str
    label: str
    given: dict[str, str]
    times: int = 1
    said: bool = False
    aliases: set[str] | None = None
    anaphora: set[str] | None = None
    counts: dict[tuple[str, str], int] | None = None

    def names(self) -> set[str]:
        """All that it is called by."""
        names = self.aliases or set()
        return names | {self.label} if self.said else names

    def rename(self, label: str) -> None:
        """Give it another label."""
        if label != self.label:
            names = self.names()
            self.label, self.said, self.aliases = label, label in names, names - {label}

    def call(self, names: Iterable[str]) -> None:
        """Add names that it is called by."""
        for name in names:
            if name == self.label:
                self.said = True
            elif self.aliases is None:
                self.aliases = {name}
            else:
                self.aliases.add(name)

    def give(self, attributes: dict[str, str]) -> None:
        """Count what one more article gives."""
        if self.counts is None and attributes == self.given:
            self.times += 1
        else:
            self.count(attributes.items(), 1)

    def point(self, words: Iterable[str]) -> None:
        """Add words that only point to it."""
        if self.anaphora is None:
            self.anaphora = set()
        self.anaphora.update(words)

    def count(self, pairs: Iterable[tuple[str, str]], times: int) -> None:
        """Count some pairs as given so many times."""
        if self.counts is None:
            self.counts = dict.fromkeys(self.given.items(), self.times)
        for pair in pairs:
            self.counts[pair] = self.counts.get(pair, 0) + times

    def pairs(self) -> list[tuple[str, str]]:
        """The value each attribute is most often given, the smallest of equals: the order of articles is no matter."""
        counts = self.counts
        if counts is None:
            return sorted(self.given.items()) if len(self.given) > 1 else [*self.given.items()]
        chosen: dict[str, tuple[int, str]] = {}
        for name, value in sorted(counts):
            chosen[name] = min(chosen.get(name, (0, value)), (-counts[name, value], value))
        return [(name, value) for name, (_, value) in chosen.items()]


class Assembler:
    """Takes records in any order, one by one; `finish` gives the graph, the same for every order."""

    def __init__(self, confidence: Confidence | None = None) -> None:
        self._confidence = load_confidence() if confidence is None else confidence
        self.dropped: list[Skip] = []
        """What did not fit the schema, and what a model objected to."""
        self._articles: list[Entity] = []
        self._nodes: dict[str, Node] = {}
        self._told: dict[str, list[Fact]] = {}  # article → what it mentions, by id
        self._evidence: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)  # of all other facts
        self._roles: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    def add(self, record: Record, source: str) -> None:
        """Add an article of the page at `source`; of the record only strings and attributes are kept."""
        key = record.key
        attributes = tuple(sorted((*record.attributes, ("source", source))))
        self._articles.append(Entity(id=key, type="Article", label=record.headline or key, attributes=attributes))
        nodes, known = [], self._nodes
        for id_, type_, label, given in record.things:
            node = known.get(id_)
            if node is None:
                node = known[id_] = Node(type_, label, given)
            else:
                if node.label != label:  # printed in traditional characters on some pages only
                    node.rename(min(node.label, label, key=lambda label: (simplify(label) != label, label)))
                node.give(given)
            nodes.append(node)
        ids = [thing[0] for thing in record.things]
        sure = self._confidence
        proofs: list[list[Evidence]] = [[] for _ in ids]
        for number, (start, stop, line, quote), rule, figure, anaphor in record.mentions:
            node = nodes[number]
            if anaphor:
                node.point((quote,))
            elif quote != node.label:
                node.call((quote,))
            else:
                quote, node.said = node.label, True  # one string for all
            proofs[number].append(
                Evidence(
                    article=key,
                    source=source,
                    span=Span(start, stop),
                    line=line,
                    quote=quote,
                    rule=rule,
                    confidence=sure["mention", node.type, rule, figure],
                )
            )
        for (_, _, line, quote), reason in record.dropped:
            reason = f"line {line}, “{quote}”, {reason}"
            self.dropped.append(Skip(source=source, step="fusion", reason=reason))
        for number, (start, stop, line, quote) in record.written:
            proof = Evidence(
                article=key,
                source=source,
                span=Span(start, stop),
                line=line,
                quote=quote,
                rule="byline",
                confidence=sure["mention", "Person", "byline", _BYLINE],
            )
            proofs[number].append(proof)
            wrote = msgspec.structs.replace(proof, confidence=sure["fact", "wrote", "byline", _BYLINE])
            self._evidence[ids[number], "wrote", key].append(wrote)
        said = sorted([(id_, found) for id_, found in zip(ids, proofs, strict=True) if found])
        # Facts are made while the processor's cache still has what they are made of.
        told = [Fact(subject=key, predicate="mentions", object=id_, evidence=once(found)) for id_, found in said]
        self._told[key] = _joined(self._told[key] + told, {}) if key in self._told else told
        self._state(record, ids, [node.type for node in nodes], source)

    def _state(self, record: Record, ids: list[str], types: list[str], source: str) -> None:
        key, proofs, sure = record.key, self._evidence, self._confidence
        places = [(Span(start, stop), line, quote) for start, stop, line, quote in record.places]
        for subject, predicate, object_, place, rule, figure, role in record.statements:
            heads, tails = FITS[predicate]
            head, tail = types[subject], types[object_]
            fact = ids[subject], predicate, ids[object_]
            if head not in heads or tail not in tails:
                reason = f"{predicate} does not fit {head} → {tail}: {fact[0]} {fact[2]}"
                self.dropped.append(Skip(source=source, step="assemble", reason=reason))
                continue
            span, line, quote = places[place]
            proofs[fact].append(
                Evidence(
                    article=key,
                    source=source,
                    span=span,
                    line=line,
                    quote=quote,
                    rule=rule,
                    confidence=sure["fact", predicate, rule, figure],
                )
            )
            if role:
                self._roles[fact].add(role)

    def finish(self, names: Mapping[str, str]) -> Knowledge:
        """The graph: what is mentioned or takes part in a fact; `names` maps ids to those that stand for them."""
        evidence, roles, told = self._evidence, self._roles, self._told
        if names:
            told = {article: _joined(said, names) for article, said in told.items()}
            evidence, roles = evidence.copy(), roles.copy()
            renamed = [fact for fact in evidence if fact[0] in names or fact[2] in names]
            # All are taken out before any is put back: one may get the name that another still has.
            moved = [(fact, evidence.pop(fact), roles.pop(fact, set())) for fact in renamed]
            for (s, p, o), found, said in moved:
                fact = (names.get(s, s), p, names.get(o, o))
                if fact[0] != fact[2]:
                    evidence[fact] = evidence[fact] + found
                    if said:
                        roles[fact] = roles[fact] | said
            for old, new in names.items():
                if old in self._nodes and new in self._nodes:  # a part of the graph (kg.engine) may know only one
                    self._join(old, new)
        groups: dict[str, list[Fact]] = defaultdict(list, told)  # by subject, each sorted
        for fact, found in evidence.items():
            offices = tuple(sorted(roles[fact])) if fact in roles else ()
            s, p, o = fact
            groups[s].append(Fact(subject=s, predicate=p, object=o, roles=offices, evidence=once(found)))
        used = {fact[0] for fact in evidence}
        used.update([fact[2] for fact in evidence], [fact.object for facts in told.values() for fact in facts])
        # In the order in which they were made, and so as they lie in memory: a fifth faster than in that of a set.
        entities = [*self._articles, *[to_entity(id_, node) for id_, node in self._nodes.items() if id_ in used]]
        entities.sort(key=attrgetter("id"))
        return Knowledge(tuple(entities), tuple(_in_order(groups, entities)))

    def _join(self, old: str, new: str) -> None:
        node, other = self._nodes[new], self._nodes[old]
        node.call(other.names())
        if other.anaphora:
            node.point(other.anaphora)
        if other.counts is None:
            node.count(other.given.items(), other.times)
        else:
            for pair, count in other.counts.items():
                node.count([pair], count)


def _joined(told: list[Fact], names: Mapping[str, str]) -> list[Fact]:
    """What an article mentions, by the ids that stand for those in `names`, each once."""
    ids = [fact.object for fact in told]
    if names.keys().isdisjoint(ids) and all(map(lt, ids, islice(ids, 1, None))):
        return told
    found: dict[str, list[Evidence]] = defaultdict(list)
    for fact in told:
        found[names.get(fact.object, fact.object)] += fact.evidence
    return [msgspec.structs.replace(told[0], object=id_, evidence=once(found[id_])) for id_ in sorted(found)]


def _in_order(groups: Mapping[str, list[Fact]], entities: Iterable[Entity]) -> list[Fact]:
    """All facts, given by subject, sorted; `entities` are sorted, and have most of the subjects."""
    subjects = dict.fromkeys([entity.id for entity in entities if entity.id in groups])
    if len(subjects) < len(groups):  # of a part of the graph (kg.engine)
        subjects = dict.fromkeys(sorted(groups))
    out: list[Fact] = []
    for subject in subjects:
        facts = groups[subject]
        if len(facts) > 1 and facts[0].predicate != "mentions":  # which are in order
            facts.sort(key=attrgetter("predicate", "object"))
        out += facts
    return out


def to_entity(id_: str, node: Node) -> Entity:
    """The entity that a node has become."""
    label, aliases, anaphora = node.label, node.aliases, node.anaphora
    return Entity(
        id=id_,
        type=node.type,
        label=label,
        aliases=tuple(sorted(aliases)) if aliases else (),
        anaphora=tuple(sorted(anaphora.difference(aliases or (), (label,)))) if anaphora else (),
        attributes=tuple(node.pairs()),
    )


def once(found: list[Evidence]) -> tuple[Evidence, ...]:
    """Evidence sorted, each piece once."""
    if len(found) == 1:
        return (found[0],)
    if all(map(lt, found, islice(found, 1, None))):  # as most are
        return tuple(found)
    found = sorted(found)
    return (found[0], *[e for before, e in pairwise(found) if e != before])
