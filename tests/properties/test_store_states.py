"""Whatever is added, changed and removed, in whatever order: a store exports what a fresh build writes, to the byte."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kg.export import export
from kg.pipeline import build
from kg.query import load
from kg.store import Store, add_pages, compact, init_store, load_graph, pages, reading, remove_pages
from kg.write import write_files
from tests.unit.test_store import LINES, files_of

# Some with the same stem, which then take on their folders, and some with a date in their name.
PATHS = ("甲/1.txt", "乙/1.txt", "1.md", "2023-02-21_晚报.txt", "甲/2023-02-21_晚报.txt", "页2.txt", "页10.txt")
TEXTS = st.lists(st.sampled_from(LINES), min_size=1, max_size=4).map(
    lambda lines: "".join(f"　　{x}\n\n" for x in lines)
)
FORMATS = ["ttl", "provenance", "report", "gexf"]


class StoreMachine(RuleBasedStateMachine):
    """A folder of pages, the store that is fed from it, and what should be in the store."""

    def __init__(self) -> None:
        super().__init__()
        self.before = Path.cwd()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "pages").mkdir()
        os.chdir(self.folder / "pages")
        init_store("../store")
        self.model: dict[str, str] = {}
        self.rule_sets = 0

    def teardown(self) -> None:
        os.chdir(self.before)
        shutil.rmtree(self.folder)

    @rule(texts=st.dictionaries(st.sampled_from(PATHS), TEXTS, min_size=1, max_size=3))
    def add(self, texts: dict[str, str]) -> None:
        for path, text in texts.items():
            Path(path).parent.mkdir(exist_ok=True)
            Path(path).write_text(text, encoding="utf-8")
        with Store("../store", command="add") as store:
            change = add_pages(store, texts)
        assert change.added == len(texts.keys() - self.model.keys())
        assert change.unchanged == sum(self.model.get(path) == text for path, text in texts.items())
        self.model |= texts

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        doomed = data.draw(st.lists(st.sampled_from(sorted(self.model)), min_size=1, max_size=2, unique=True))
        with Store("../store", command="remove") as store:
            assert remove_pages(store, doomed).removed == len(doomed)
        for path in doomed:
            del self.model[path]

    @precondition(lambda self: any(path.startswith("甲/") for path in self.model))
    @rule()
    def remove_folder(self) -> None:
        with Store("../store", command="remove") as store:
            remove_pages(store, ["甲/"])
        self.model = {path: text for path, text in self.model.items() if not path.startswith("甲/")}

    @rule()
    def change_the_rules(self) -> None:
        self.rule_sets += 1
        name = f"rules {self.rule_sets}"
        with pytest.MonkeyPatch.context() as patch, Store("../store", command="add") as store:
            patch.setattr(reading, "rule_set", lambda _: name)
            pages.take_over_rules(store)

    @precondition(lambda self: self.model)
    @rule()
    def ask(self) -> None:
        assert set(load_graph("../store")) == set(load("../fresh"))

    @rule()
    def compact(self) -> None:
        compact("../store")

    @invariant()
    def export_is_a_fresh_build(self) -> None:
        # The pages of a fresh build may not be on disk as they were when they were added.
        for path in PATHS:
            Path(path).unlink(missing_ok=True)
        for path, text in self.model.items():
            Path(path).write_text(text, encoding="utf-8")
        export("../store", "../out", FORMATS)
        if self.model:
            knowledge, report = build(sorted(self.model))
            write_files(knowledge, "../fresh", FORMATS, report=report)
            assert files_of(Path("../out")) == files_of(Path("../fresh"))


TestStore = StoreMachine.TestCase
TestStore.settings = settings(
    max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)
