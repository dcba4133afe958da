"""Files written part by part are those written from memory, to the byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Entity, Fact, Knowledge
from kg.rdf import FLAT, flat, write_flat, write_graph
from kg.schema import DEFAULT_BASE
from tests.properties.strategies import knowledge


@given(
    knowledge(), st.sampled_from([DEFAULT_BASE, "https://www.w3.org/ns/", "http://甲.example/a#"]), st.integers(16, 80)
)
@settings(max_examples=60, deadline=None)
def test_flat_files_are_those_of_a_graph_in_memory(graph: Knowledge, base: str, step: int) -> None:
    same(graph, base, step)


def test_flat_files_of_an_empty_graph_and_of_facts_without_evidence() -> None:
    same(Knowledge(), DEFAULT_BASE, 16)
    agencies = tuple(Entity(id=f"agency/{name}", type="Agency", label=name) for name in "甲乙")
    person = Entity(id="person/王", type="Person", label="王")
    part = Fact(subject="agency/甲", predicate="partOf", object="agency/乙")
    office = Fact(subject="person/王", predicate="memberOf", object="agency/乙", roles=("局长",))
    same(Knowledge((*sorted(agencies), person), (part, office)), DEFAULT_BASE, 16)


def same(graph: Knowledge, base: str, step: int) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(flat, "STEP", step)
        some, whole = Path(name, "flat"), Path(name, "whole")
        some.mkdir()
        write_flat(lambda: graph.entities, lambda: graph.facts, some, FLAT, base=base)
        write_graph(graph, whole, FLAT, base=base)
        assert {path.name: path.read_bytes() for path in some.iterdir()} == {
            path.name: path.read_bytes() for path in whole.iterdir()
        }
