"""However a graph is parted: people's verdicts on the partitions are those on all of it at once."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.decide import decide
from kg.decisions import gather
from kg.engine import merge
from kg.engine.cut import Saying, part_of
from kg.engine.merge import Content
from kg.engine.plan import Plan
from kg.engine.verdicts import apply_verdicts, find_plain, write_plain
from kg.errors import DecisionError
from kg.model import Knowledge
from kg.rdf import to_nquads
from kg.tables import name_entities
from tests.properties.strategies import knowledge
from tests.properties.test_decide import verdicts
from tests.unit.test_engine import Here, split_lines

BASE = "https://a.example/"


def hold(some: Knowledge) -> Content:
    """A partition that is in memory."""
    names = name_entities(some.entities)
    whole = [Saying(fact, *names.get(fact.object, ("", ""))) for fact in some.facts]
    with mock.patch.object(merge, "LONG", 1):  # facts in pieces, as those that many pages state
        sayings = [piece for saying in whole for piece in merge.cut_long(saying)]
    return Content(entities=lambda: some.entities, facts=lambda: sayings, labels={})


@given(st.data(), st.integers(1, 5))
@settings(max_examples=100, deadline=None)
def test_verdicts_on_partitions_are_verdicts_on_all(data: st.DataObject, parts: int) -> None:
    graph = data.draw(knowledge())
    try:
        decisions = gather(data.draw(verdicts(graph)))
    except DecisionError:
        return
    judged, expected = decide(graph, decisions)
    plan = Plan(
        files="", rules="", analyzer="", published=None, columns={}, base=BASE, parts=parts, tables=False, waves=1,
        decisions="x",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder, work = Path(name), Path(name, "work")
        (work / "parts").mkdir(parents=True)
        for number in range(parts):
            some = Knowledge(
                tuple(entity for entity in graph.entities if part_of(entity.id, parts) == number),
                tuple(fact for fact in graph.facts if part_of(fact.subject, parts) == number),
            )
            if some.entities or some.facts:
                write_plain(hold(some), number, work)
        assert len(find_plain(work)) <= parts
        done, outcomes = apply_verdicts(Here(), folder, work, decisions, plan)
        # A run that died before some were written goes on, and writes the same.
        for part in done[:: data.draw(st.integers(1, 3))]:
            (work / "parts" / f"{part.number:05d}.json").unlink()
        assert apply_verdicts(Here(), folder, work, decisions, plan) == (done, outcomes)
        lines: set[str] = set()
        for file in folder.glob("quads/*.nq.gz"):
            with gzip.open(file, "rt", encoding="utf-8", newline="\n") as stream:
                lines.update(stream)
    assert sorted(lines) == split_lines(to_nquads(judged, BASE))
    assert outcomes == expected
    assert [part.number for part in done] == list(range(parts))
    assert sum(sum(part.entities.values()) for part in done) == len(judged.entities)
    assert sum(sum(part.relations.values()) for part in done) == len(judged.facts)
