"""The graph of pages that come in parts: what each part says as sorted pieces, which are merged entity by entity.

The graph is that of `kg.assemble` for all pages at once, to the byte; but no more of it need be held in memory than a
part, then one entity or fact. The pieces of a part are written down (see `kg.runs`), those of all are merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path

import msgspec

from kg.assemble import Assembler, Node, once, to_entity
from kg.lexicon.variants import simplify
from kg.model import Entity, Evidence, Fact, Skip
from kg.record import Record
from kg.runs import Runs

HELD = 60_000
"""So many things, mentions and statements are held at most, or those of one page: some 60 MB."""
_ARTICLE = "Article"


class Piece(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What some pages say of an entity.

    `counts` are how many articles give each attribute each value. A piece without `type` comes from an agency that is
    the same under another name, or only tells that a fact names the entity: `used`.
    """

    id: str
    type: str
    label: str
    aliases: tuple[str, ...]
    anaphora: tuple[str, ...]
    counts: tuple[tuple[str, str, int], ...]
    used: bool


class PartAssembler(Assembler):
    """Takes records as an `Assembler` does, and gives up all it has whenever it is drained."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names, self._flows = names, find_flows(names)
        self.held = 0
        """Pieces of evidence that are held, by which its memory is reckoned."""

    def add(self, record: Record, source: str) -> None:
        super().add(record, source)
        self.held += 1 + len(record.things) + len(record.mentions) + len(record.statements) + 2 * len(record.written)

    def drain(self) -> tuple[list[Piece], list[Fact]]:
        """What the records since the last time say, in the order of `of_piece` and `of_fact`."""
        names = self._names
        used: set[str] = set()
        evidence: dict[tuple[str, str, str], list[Evidence]] = {}
        roles: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for (s, p, o), found in self._evidence.items():
            fact = (names.get(s, s), p, names.get(o, o))
            if fact[0] == fact[2] and fact != (s, p, o):
                continue
            used.update((fact[0], fact[2]))
            evidence[fact] = evidence[fact] + found if fact in evidence else found
            if (s, p, o) in self._roles:
                roles[fact] |= self._roles[s, p, o]
        for article, told in self._told.items():
            for one in told:
                fact = (article, "mentions", names.get(one.object, one.object))
                used.add(fact[2])
                evidence[fact] = [*evidence.get(fact, ()), *one.evidence]
        facts = [
            Fact(subject=s, predicate=p, object=o, roles=tuple(sorted(roles.get((s, p, o), ()))), evidence=once(found))
            for (s, p, o), found in evidence.items()
        ]
        pieces = [
            Piece(a.id, a.type, a.label, (), (), tuple((name, value, 1) for name, value in a.attributes), True)
            for a in self._articles
        ]
        for id_, node in self._nodes.items():
            pairs = node.counts if node.counts is not None else dict.fromkeys(node.given.items(), node.times)
            said = (
                tuple(node.names()),
                tuple(node.anaphora or ()),
                tuple((name, value, count) for (name, value), count in pairs.items()),
            )
            pieces.append(Piece(id_, node.type, node.label, *said, id_ in used))
            pieces += [Piece(new, "", "", *said, new in used) for new in self._flows.get(id_, ())]
        pieces += [Piece(id_, "", "", (), (), (), True) for id_ in used - self._nodes.keys()]
        self._articles, self._nodes, self._told = [], {}, {}
        self._evidence, self._roles = defaultdict(list), defaultdict(set)
        self.held = 0
        return sorted(pieces, key=of_piece), sorted(facts, key=of_fact)


class Collected:
    """The graph that records say, in sorted runs in a folder; `names` maps ids to those that stand for them.

    Raises: OSError if there is no room.
    """

    def __init__(self, records: Iterable[tuple[str, Record]], names: Mapping[str, str], folder: Path) -> None:
        """`records` are walked once, each with the source of its page."""
        self._pieces, self._facts = Runs(folder / "pieces", Piece, of_piece), Runs(folder / "said", Fact, of_fact)
        assembler = PartAssembler(names)
        for source, record in records:
            assembler.add(record, source)
            if assembler.held >= HELD:
                self._take(assembler)
        self._take(assembler)
        self.dropped: list[Skip] = assembler.dropped
        """What did not fit the schema, and what a model objected to."""

    def _take(self, assembler: PartAssembler) -> None:
        pieces, facts = assembler.drain()
        self._pieces.add(pieces)
        self._facts.add(facts)

    def entities(self) -> Iterator[Entity]:
        """The entities, sorted by id, one by one."""
        return (entity for _, group in groupby(self._pieces, of_piece) for entity in merge_pieces(group))

    def facts(self) -> Iterator[Fact]:
        """The facts, sorted by subject, predicate, object, one by one."""
        return (merge_facts(group) for _, group in groupby(self._facts, of_fact))


def of_piece(piece: Piece) -> str:
    """What pieces are sorted and grouped by."""
    return piece.id


def of_fact(fact: Fact) -> tuple[str, str, str]:
    """What facts are sorted and grouped by."""
    return (fact.subject, fact.predicate, fact.object)


def find_flows(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each id the others whose entities get what is said of it, when `names` are followed in their order.

    >>> find_flows({"甲": "乙", "乙": "丙"})
    {'甲': ('乙', '丙'), '乙': ('丙',)}
    """
    holds: dict[str, list[str]] = {}
    for old, new in names.items():
        holds.setdefault(new, [new]).extend(holds.get(old, [old]))
    flows: dict[str, tuple[str, ...]] = {}
    for new, sources in holds.items():
        for old in sources[1:]:
            flows[old] = (*flows.get(old, ()), new)
    return flows


def merge_pieces(pieces: Iterable[Piece]) -> list[Entity]:
    """The entity of which these are all pieces, in the order of the pages; none if no fact names it."""
    some = list(pieces)
    own = [piece for piece in some if piece.type]
    if own and own[0].type == _ARTICLE:
        return [
            Entity(id=a.id, type=a.type, label=a.label, attributes=tuple((name, value) for name, value, _ in a.counts))
            for a in own
            if a.type == _ARTICLE
        ]
    if not own or not any(piece.used for piece in some):
        return []
    label = min({piece.label for piece in own}, key=lambda label: (simplify(label) != label, label))
    node = Node(own[0].type, label, {})
    node.call(chain.from_iterable(piece.aliases for piece in some))
    node.point(chain.from_iterable(piece.anaphora for piece in some))
    node.counts = {}
    for piece in some:
        for name, value, count in piece.counts:
            node.counts[name, value] = node.counts.get((name, value), 0) + count
    return [to_entity(own[0].id, node)]


def merge_facts(facts: Iterable[Fact]) -> Fact:
    """One fact of several that say the same."""
    some = list(facts)
    if len(some) == 1:
        return some[0]
    return msgspec.structs.replace(
        some[0],
        roles=tuple(sorted({role for fact in some for role in fact.roles})),
        evidence=once([proof for fact in some for proof in fact.evidence]),
    )
