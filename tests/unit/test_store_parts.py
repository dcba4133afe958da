"""The graph of a store comes into being in parts: never more than a bounded number of records, triples, changes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import kg
from kg import pieces, runs
from kg.model import Evidence, Fact, Knowledge, Span
from kg.pieces import PartAssembler
from kg.pipeline import build
from kg.query import load
from kg.rdf import Triple, batch_facts
from kg.record import Record
from kg.runs import Runs, read_values, write_values
from kg.store import Store, add_pages, assembly, graph, init_store, load_graph, patch
from kg.store.assembly import Said, assemble_store
from kg.store.patch import Changes
from tests.unit.test_store import LINES, write

SMALL = 40
"""What is held at most in these tests, in the units of `pieces.HELD`."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory with a store of sixty pages."""
    monkeypatch.chdir(tmp_path)
    init_store("store")
    for number in range(60):
        write(tmp_path / "pages" / f"{number}.txt", number % len(LINES), number * 7 % len(LINES))
    with Store("store", command="add") as store:
        add_pages(store, ["pages"])
    return tmp_path


def test_runs_give_back_all_in_order_whatever_their_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "FAN", 3)
    kept: Runs[tuple[str, str]] = Runs(tmp_path, tuple[str, str], lambda pair: pair[0])
    pairs = [(str(number * 37 % 50), f"第{number}个") for number in range(200)]
    for start in range(0, 200, 7):
        kept.add(sorted(pairs[start : start + 7], key=lambda pair: pair[0]))
    assert len(list(tmp_path.iterdir())) < 9
    assert list(kept) == sorted(pairs, key=lambda pair: pair[0])  # those of one key as they came
    assert list(kept) == list(kept)


def test_values_are_read_one_by_one(tmp_path: Path) -> None:
    assert write_values(tmp_path / "some", iter(["甲", "乙"])) == 2
    assert list(read_values(tmp_path / "some", str)) == ["甲", "乙"]
    assert write_values(tmp_path / "none", []) == 0
    assert list(read_values(tmp_path / "none", str)) == []


def test_no_more_than_a_part_of_the_records_is_held(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted: what lies in the assembler after each record, and how many records it ever takes at once."""
    held, taken, sizes = [], [0], []
    original = PartAssembler.add

    def add(self: PartAssembler, record: Record, source: str) -> None:
        taken[-1] = taken[-1] + 1 if self.held else 1
        before = self.held
        original(self, record, source)
        held.append(before)
        sizes.append(self.held - before)
        taken.append(taken[-1])

    monkeypatch.setattr(PartAssembler, "add", add)
    monkeypatch.setattr(pieces, "HELD", SMALL)
    monkeypatch.setattr(assembly, "SIGNED", 10)
    with Store("store") as store:
        made = assemble_store(store, here)
    assert max(held) < SMALL  # when the next record comes, there is less than what makes a part
    assert max(taken) < SMALL < len(sizes)
    assert sum(sizes) > 10 * SMALL
    # The same graph as of all records together, and nothing is left of the work.
    knowledge, report = build(["pages"])
    assert Knowledge(tuple(made.entities()), tuple(made.facts())) == knowledge == kg.read_graph("store")
    assert (made.classes, made.relations) == (report.entities, report.relations)
    assert {path.name for path in here.iterdir()} == {"entities", "facts", "pages", "store"}


def test_the_index_is_loaded_in_batches(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 300
    sizes = []
    original = graph._triples

    def triples(said: Said, base: str) -> Iterator[list[Triple]]:
        for some in original(said, base):
            sizes.append(len(some))
            yield some

    monkeypatch.setattr(graph, "_triples", triples)
    monkeypatch.setattr(graph, "BATCH", most)
    monkeypatch.setattr(graph, "CHUNK", 10)
    monkeypatch.setattr(graph, "PROOFS", 10)
    index = load_graph("store")
    assert max(sizes) <= 22 * 10  # a piece of evidence and its fact take so many triples at most
    assert sum(sizes) > 5 * most
    assert set(index) == set(load(build(["pages"])[0]))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
@pytest.mark.parametrize("part", ["pieces.add", "facts.add", "merge", "graph._fill", "index.flush"])
def test_who_is_killed_while_an_index_is_made_leaves_nothing(here: Path, part: str) -> None:
    script = (
        "import os, sys\n"
        "import kg.pieces as pieces, kg.store.assembly as assembly, kg.store.graph as graph, kg.runs as runs\n"
        "def die(*_): os.kill(os.getpid(), 9)\n"
        "part = sys.argv[1]\n"
        "pieces.HELD = 40\n"
        "original, calls = runs.Runs.add, []\n"
        "def add(self, values):\n"
        "    calls.append(1)\n"
        "    if len(calls) == {'pieces.add': 4, 'facts.add': 9}.get(part): die()\n"
        "    original(self, values)\n"
        "runs.Runs.add = add\n"
        "if part == 'merge': assembly._counted = die\n"
        "if part == 'graph._fill': graph._fill = die\n"
        "if part == 'index.flush': graph._maker = die\n"
        "graph.load_graph('store')\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", script, part], env=env, check=False)
    assert done.returncode == -9
    assert len(list((here / "store" / "graphs").iterdir())) == 1
    assert set(load_graph("store")) == set(load(build(["pages"])[0]))
    (left,) = (here / "store" / "graphs").iterdir()
    assert not left.name.startswith(".new")


def test_an_index_is_patched_step_by_step(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_graph("store")
    steps = []
    original = patch.find_changes

    def changes(folder: Path, said: Said) -> Changes:
        for gone, new in original(folder, said):
            steps.append(max(len(part.entities) + len(part.facts) for part in (gone, new)))
            yield gone, new

    monkeypatch.setattr(graph, "find_changes", changes)
    monkeypatch.setattr(patch, "STEP", 3)
    # Their sentences are those of other pages too: spans and lines stay in use, or come into use again.
    write(here / "pages" / "3.txt", 3, 4, 2)
    write(here / "pages" / "new.txt", 5, 6)
    (here / "pages" / "7.txt").write_text("　　村口的老槐树下，几位老人在下棋。\n", encoding="utf-8")
    with Store("store", command="add") as store:
        add_pages(store, ["pages"])
    assert set(load_graph("store")) == set(load(build(["pages"])[0]))
    assert max(steps) <= 3
    assert len(steps) > 5


def test_a_fact_of_much_evidence_comes_in_parts() -> None:
    def fact(name: str, count: int) -> Fact:
        proofs = [
            Evidence(article="article/a", source="a", span=Span(n, n + 2), line=1, quote="甲", rule="r", confidence=0.5)
            for n in range(count)
        ]
        return Fact(subject=name, predicate="partOf", object="乙", evidence=tuple(proofs))

    facts = [fact("a", 3), fact("b", 25), fact("c", 0), fact("d", 9)]
    parts = list(batch_facts(facts, 10))
    assert all(sum(len(part.evidence) for part in group) <= 10 for group in parts)
    assert _evidence(part for group in parts for part in group) == _evidence(facts)
    assert [a.subject for a, b in pairwise([part for group in parts for part in group]) if a > b] == []


def _evidence(facts: Iterable[Fact]) -> dict[str, list[Evidence]]:
    out: dict[str, list[Evidence]] = {}
    for fact in facts:
        out.setdefault(fact.subject, []).extend(fact.evidence)
    return out
