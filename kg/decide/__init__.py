"""People's verdicts applied to a graph: what they call different is parted, same merged, renamed, dropped.

Verdicts are applied at once, not one after another, so their order never matters: first what is to be parted is, then
groups of what is the same get their name, then what is to be dropped goes with all its facts.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from kg.decide.graph import join_graph, part_graph
from kg.decisions import Decision, Decisions, to_id
from kg.model import Entity, Knowledge, Skip


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a verdict: `applied`, or `stale` where it no longer matches anything; `effect` says what."""

    decision: Decision
    stale: bool
    effect: str

    @property
    def drops(self) -> bool:
        """Whether something went because of it."""
        return self.decision.kind == "drop" and not self.stale

    def as_skip(self) -> Skip:
        """What was dropped, as the build report lists it."""
        return Skip(source=self.decision.place, step="decide", reason=self.effect)

    def as_row(self) -> dict[str, str]:
        """As the build report has it."""
        one = self.decision
        return {
            "source": one.source,
            "line": str(one.line),
            "verdict": str(one),
            "state": "stale" if self.stale else "applied",
            "effect": self.effect,
        }


def decide(knowledge: Knowledge, decisions: Decisions) -> tuple[Knowledge, tuple[Outcome, ...]]:
    """The graph as people have judged it, and what became of each verdict, in their order."""
    if not decisions.verdicts:
        return knowledge, ()
    return _Judge(knowledge, decisions).judge()


class _Judge:
    def __init__(self, knowledge: Knowledge, decisions: Decisions) -> None:
        self.knowledge, self.decisions = knowledge, decisions
        self.outcomes: dict[Decision, Outcome] = {}
        self.entities: dict[str, Entity] = {}
        self.by_name: dict[tuple[str, str], list[str]] = {}
        self.by_alias: dict[tuple[str, str], list[str]] = {}

    def judge(self) -> tuple[Knowledge, tuple[Outcome, ...]]:
        knowledge = self.part(self.knowledge)
        knowledge = self.join(knowledge)
        knowledge = self.drop(knowledge)
        return knowledge, tuple(self.outcomes[one] for one in self.decisions.verdicts)

    def note(self, one: Decision, effect: str, *, stale: bool = False) -> None:
        self.outcomes[one] = Outcome(decision=one, stale=stale, effect=effect)

    def index(self, knowledge: Knowledge) -> None:
        self.entities = {entity.id: entity for entity in knowledge.entities}
        by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        by_alias: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entity in knowledge.entities:
            by_name[entity.type, entity.label].append(entity.id)
            for alias in entity.aliases:
                by_alias[entity.type, alias].append(entity.id)
        self.by_name, self.by_alias = by_name, by_alias

    def find(self, kind: str, name: str) -> list[str]:
        """The ids that a name may mean: the one that has it as its id, else as its canonical name, else as an alias."""
        entity = self.entities.get(name)
        if entity is not None and entity.type == kind:
            return [name]
        return self.by_name.get((kind, name)) or self.by_alias.get((kind, name)) or []

    def find_one(self, one: Decision, name: str) -> str | None:
        """The id that a name means; None if there is none, or several: then the verdict does not say which."""
        found = self.find(one.type, name)
        if len(found) > 1:
            self.note(one, f"“{name}” names {len(found)}: give one of {'、'.join(found[:6])}", stale=True)
        elif not found:
            self.note(one, f"there is no {one.type} “{name}”", stale=True)
        return found[0] if len(found) == 1 else None

    def part(self, knowledge: Knowledge) -> Knowledge:
        """What is called different stands by itself; the rules' merges across pages were prevented before."""
        self.index(knowledge)
        surfaces: dict[str, dict[str, str]] = defaultdict(dict)  # entity → alias → id of who bears it
        elsewhere: dict[str, dict[str, str]] = defaultdict(dict)  # entity → article → id of who is meant there
        for one in self.decisions.of_kind("different"):
            if one.articles:
                id_ = self.find_one(one, one.names[0])
                held = {f"article/{a}" for a in one.articles} & self.entities.keys()
                if id_ is None:
                    continue
                if not held:
                    self.note(one, f"there is no article {'、'.join(one.articles)}", stale=True)
                    continue
                new = f"{id_}@{one.articles[0]}"
                elsewhere[id_] |= dict.fromkeys(held, new)
                self.note(one, f"{new} stands by itself")
                continue
            ids = [self.find_one(one, name) for name in one.names]
            if one in self.outcomes:
                continue
            self.note(one, "kept apart")
            for name, id_ in zip(one.names, ids, strict=True):
                label = self.entities[id_ or ""].label
                if ids.count(id_) > 1 and name not in (id_, label):
                    if label in one.names or id_ in one.names:
                        surfaces[id_ or ""][name] = to_id(one.type, name)
                        self.note(one, f"“{name}” parted from “{label}”")
                    else:
                        self.note(one, f"both are names of “{label}”: say which differs from it", stale=True)
        return part_graph(knowledge, surfaces, elsewhere) if surfaces or elsewhere else knowledge

    def join(self, knowledge: Knowledge) -> Knowledge:
        """Groups of `same` and `rename` under their canonical names."""
        self.index(knowledge)
        up: dict[str, str] = {}
        labels: dict[str, set[str]] = defaultdict(set)

        def top(id_: str) -> str:
            while id_ in up:
                id_ = up[id_]
            return id_

        told = [one for one in self.decisions.verdicts if one.kind in ("same", "rename")]
        for one in told:
            label = self.decisions.canonical[one.type, one.name]
            bearer = self.entities.get(label)
            if bearer is not None and bearer.type == one.type:  # the name is given as an id
                there, label = [label], bearer.label
            else:
                there = [id_ for id_ in self.find(one.type, label) if self.entities[id_].label == label]
            found = {name: self.find(one.type, name) for name in one.names}
            several = [name for name, ids in found.items() if len(ids) > 1]
            ids = sorted({i for some in found.values() for i in some} | {i for i in there if len(there) == 1})
            if several:
                self.find_one(one, several[0])
                continue
            changed = [i for i in ids if self.entities[i].label != label]
            if not any(found.values()) or (one.kind == "same" and len(ids) < 2 and not changed):
                missing = [name for name, some in found.items() if not some]
                reason = f"there is no {one.type} “{'” and no “'.join(missing)}”" if missing else "they are one already"
                self.note(one, reason, stale=bool(missing))
                continue
            self.note(one, f"now “{label}”: {'、'.join(sorted(self.entities[i].label for i in ids))}")
            for id_ in ids:
                first, other = top(ids[0]), top(id_)
                if first != other:
                    up[max(first, other)] = min(first, other)
            for id_ in ids:
                labels[id_].add(label)
        groups: dict[str, list[str]] = defaultdict(list)
        for id_ in sorted(labels):
            groups[top(id_)].append(id_)
        names: dict[str, str] = {}
        called: dict[str, str] = {}
        for members in groups.values():
            label = min({label for member in members for label in labels[member]})
            new = self.name(members, label)
            names |= dict.fromkeys(members, new)
            called[new] = label
        return join_graph(knowledge, names, called) if names else knowledge

    def name(self, members: list[str], label: str) -> str:
        """The id of a group: one that is made of something else than a name stays, others follow the new name.

        What is known in its page only (`agency/城关派出所@晚报`) stays so, unless it is one with something that is not.
        """
        kind = self.entities[members[0]].type
        lasting: list[str] = []
        scopes: list[str] = []
        for member in members:
            plain = to_id(kind, self.entities[member].label)
            if member == plain or member.startswith(f"{plain}@"):
                scopes.append(member.removeprefix(plain))
            else:
                lasting.append(member)
        fitting = [m for m in lasting if self.entities[m].label == label]
        return min(fitting or lasting, default=to_id(kind, label) + min(scopes, default=""))

    def drop(self, knowledge: Knowledge) -> Knowledge:
        """Without what is dropped and its facts."""
        self.index(knowledge)
        gone: dict[str, list[Decision]] = defaultdict(list)
        for one in self.decisions.of_kind("drop"):
            id_ = self.find_one(one, one.names[0])
            if id_ is not None:
                gone[id_].append(one)
        if not gone:
            return knowledge
        lost: dict[str, int] = defaultdict(int)
        for fact in knowledge.facts:
            for end in {fact.subject, fact.object} & gone.keys():
                lost[end] += fact.predicate != "mentions"
        for id_, told in gone.items():
            for one in told:
                self.note(one, f"{id_} gone with {lost[id_]} fact{'s' * (lost[id_] != 1)}")
        facts = tuple(f for f in knowledge.facts if f.subject not in gone and f.object not in gone)
        before = {end for fact in knowledge.facts for end in (fact.subject, fact.object)}
        after = {end for fact in facts for end in (fact.subject, fact.object)}
        kept = (e for e in knowledge.entities if e.id not in gone)
        # What only the facts of the dropped told of goes with them, as assembly would not have made it.
        return Knowledge(tuple(e for e in kept if e.type == "Article" or e.id in after or e.id not in before), facts)
