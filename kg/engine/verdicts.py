"""People's verdicts on a graph in partitions, as `kg.decide.near` applies them to one on disk.

The partitions are first put together without verdicts, and left in `work/plain`. What verdicts may mean is looked for
in all of them, what is said of it is judged in one place, and each partition is written with what comes in its place.
The driver holds what `kg add` holds: the entities that verdicts may mean, and all facts about these, each whole.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kg.decide import Outcome
from kg.decide.near import Reach, find_ends, find_taken, find_touching, find_vouchers, judge, reach_of
from kg.decisions import Decisions
from kg.engine.cut import Saying, part_of
from kg.engine.merge import Content, cut_long, of_saying
from kg.engine.parts import Part
from kg.engine.plan import Plan, write_whole
from kg.engine.session import on_all
from kg.model import Entity, Fact
from kg.pieces import merge_facts, of_fact
from kg.runs import read_values, write_values
from kg.tables import name_entities

_PLAIN = "plain"
_SAID = ("labels", "entities", "facts")
_of_entity = attrgetter("id")
Value = TypeVar("Value", Entity, Saying)


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What verdicts change: entities of the ids `taken` and facts about those `meant` go, these come in their place."""

    taken: set[str]
    meant: set[str]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    outcomes: tuple[Outcome, ...]


def write_plain(content: Content, number: int, work: Path) -> None:
    """Leave a partition for people to judge."""
    folder = work / _PLAIN
    folder.mkdir(exist_ok=True)
    values: Iterable[object]
    for kind, values in zip(_SAID, (content.labels.items(), content.entities(), content.facts()), strict=True):
        temporary = folder / f".{number:05d}.{kind}"
        write_values(temporary, values)
        temporary.replace(folder / f"{number:05d}.{kind}")


def find_plain(work: Path) -> set[int]:
    """The numbers of the partitions that are left to judge."""
    return {int(file.stem) for file in (work / _PLAIN).glob(f"[0-9]*.{_SAID[2]}")}  # which is written last


def _read(work: str, number: int, kind: type[Value]) -> Iterator[Value]:
    file = Path(work) / _PLAIN / f"{number:05d}.{_SAID[1 + (kind is Saying)]}"
    # Nothing may belong to a partition.
    return read_values(file, kind) if file.exists() else iter(())


def _facts(work: str, number: int) -> Iterator[Fact]:
    return (saying.fact for saying in _read(work, number, Saying))


def apply_verdicts(
    ray: Any, folder: Path, work: Path, decisions: Decisions, plan: Plan
) -> tuple[list[Part], tuple[Outcome, ...]]:
    """Every partition as people have judged it, and what became of each verdict."""
    from kg.engine.partitions import read_parts

    target = work / "judged"
    if not target.is_file():
        write_whole(target, msgspec.msgpack.encode(_judge(ray, work, decisions, plan.parts)))
    judgement = msgspec.msgpack.decode(target.read_bytes(), type=Judgement)
    shared, done = ray.put(judgement), read_parts(work)
    missing = [number for number in range(plan.parts) if number not in done]
    on_all(ray, _finish, missing, shared, str(folder), str(work), plan)
    done = read_parts(work)
    return [done[number] for number in sorted(done)], judgement.outcomes


def _judge(ray: Any, work: Path, decisions: Decisions, parts: int) -> Judgement:
    numbers, place = range(parts), str(work)
    reach = reach_of(decisions)
    # Each round adds what entities found in the last one are called, which may be in any partition.
    while True:
        new = [reach.add(found) for found in on_all(ray, _extend, numbers, place, ray.put(reach))]
        if not any(new):
            break
    meant = ray.put(reach.meant)
    touching = [fact for some in on_all(ray, _touch, numbers, place, meant) for fact in some]
    ends = find_ends(touching, reach.meant)
    vouchers = [fact for some in on_all(ray, _vouch, numbers, place, meant, ray.put(ends)) for fact in some]
    taken = find_taken(reach.meant, ends, decisions)
    entities = [one for some in on_all(ray, _take, numbers, place, ray.put(taken)) for one in some]
    judged, outcomes = judge(sorted(entities, key=_of_entity), touching, vouchers, decisions)
    return Judgement(taken=taken, meant=reach.meant, entities=judged.entities, facts=judged.facts, outcomes=outcomes)


def _extend(number: int, work: str, reach: Reach) -> Reach:
    while reach.extend(_read(work, number, Entity)):
        pass
    return reach


def _touch(number: int, work: str, meant: set[str]) -> list[Fact]:
    # Whole, whatever pieces they are in: people judge facts.
    touching = groupby(find_touching(_facts(work, number), meant), of_fact)
    return [merge_facts(group) for _, group in touching]


def _vouch(number: int, work: str, meant: set[str], ends: set[str]) -> list[Fact]:
    return find_vouchers(_facts(work, number), meant, ends)


def _take(number: int, work: str, taken: set[str]) -> list[Entity]:
    return [entity for entity in _read(work, number, Entity) if entity.id in taken]


def _finish(number: int, judgement: Judgement, folder: str, work: str, plan: Plan) -> None:
    from kg.engine.partitions import finish_part
    from kg.pipeline import few_collections

    meant = judgement.meant
    changed = [one for one in judgement.entities if part_of(one.id, plan.parts) == number]
    facts = [one for one in judgement.facts if part_of(one.subject, plan.parts) == number]
    changed.sort(key=_of_entity)
    facts.sort(key=of_fact)
    names = name_entities(judgement.entities)
    file = Path(work) / _PLAIN / f"{number:05d}.{_SAID[0]}"
    labels = dict(read_values(file, tuple[str, str])) if file.exists() else {}

    def entities() -> Iterator[Entity]:
        left = (one for one in _read(work, number, Entity) if one.id not in judgement.taken)
        return heapq.merge(left, changed, key=_of_entity)

    def sayings() -> Iterator[Saying]:
        judged = (piece for fact in facts for piece in cut_long(Saying(fact, *names[fact.object])))
        left = (
            one for one in _read(work, number, Saying) if one.fact.subject not in meant and one.fact.object not in meant
        )
        return heapq.merge(left, judged, key=of_saying)

    with few_collections():
        changes = {id_: label for id_, (_, label) in names.items()}
        content = Content(entities=entities, facts=sayings, labels=labels | changes)
        finish_part(content, number, Path(folder), Path(work), plan)
