"""A store survives `kill -9` at any moment: the last good state stays, and the next run goes on."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kg.pipeline import build
from kg.store import Store, init_store, is_store
from tests.unit.test_store import LINES, files_of

CONTEXT = multiprocessing.get_context("forkserver")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")


class Run:
    """A folder with pages and a store, commands that change them, and what must be true after each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        CONTEXT.set_forkserver_preload(["tests.unit.victims"])

    def steps(self) -> Iterator[tuple[list[str], dict[str, str]]]:
        """Each command, once the disk is as it needs it, and the sources with their texts after it."""
        pages = {f"pages/{n}.txt": self.text(n) for n in range(8)}
        pages["pages/里/3.txt"] = self.text(8)
        yield from self.written(["add", "store", "pages"], pages)
        pages |= {name: self.text(n) for n, name in enumerate(("pages/2.txt", "pages/里/3.txt", "pages/new.md"), 9)}
        yield from self.written(["add", "store", "pages"], pages)
        pages = {name: text for name, text in pages.items() if name not in ("pages/1.txt", "pages/2.txt")}
        yield ["remove", "store", "pages/1.txt", "pages/2.txt"], pages
        yield ["compact", "store"], pages
        yield ["query", "store", "-q", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"], pages
        yield ["export", "store", "-o", "out"], pages

    def written(self, command: list[str], pages: dict[str, str]) -> Iterator[tuple[list[str], dict[str, str]]]:
        for name, text in pages.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text, encoding="utf-8")
        yield command, dict(pages)

    def text(self, seed: int) -> str:
        return "".join(f"　　{line}\n\n" for line in Random(seed).sample(LINES, 3))

    def try_once(self, command: list[str], *, statements: int = 0, seconds: float = 0) -> int:
        """The exit code of a command that is killed at a statement or after a time, or not at all."""
        from tests.unit.victims import run

        process = CONTEXT.Process(target=run, args=(str(self.folder), command, statements))
        process.start()
        process.join(seconds or None)
        process.kill()
        process.join()
        assert process.exitcode is not None
        return process.exitcode

    def state(self) -> dict[str, str]:
        """The sources of the store and their texts."""
        with Store(self.folder / "store") as store:
            return {source: store.document(page.key).text for source, _, page in store.pages()}


def survive(folder: Path, kills: int, seed: int) -> None:
    """Run all steps with so many kills, and check after each."""
    chance, run = Random(seed), Run(folder)
    init_store(folder / "store")
    killed = 0
    before: dict[str, str] = {}
    steps = list(Run(folder / "elsewhere").steps())
    for number, (command, after) in enumerate(run.steps()):
        share = round(kills * (number + 1) / len(steps))
        longest = 0.5
        while True:
            began = time.monotonic()
            at = (
                {"statements": chance.randint(1, 90)}
                if chance.random() < 0.5
                else {"seconds": chance.random() * longest}
            )
            if killed >= share:
                at = {}
            code = run.try_once(command, **at)
            assert code in (0, -9), command
            assert run.state() in ((before, after) if code else (after,)), command
            if not code:
                # It may have finished before it was to be killed: then again, what is done twice does nothing.
                longest = min(longest, time.monotonic() - began)
                if killed >= share or command[0] == "remove":
                    break
            killed += bool(code)
        before = after
    os.chdir(folder)
    knowledge, report = build(sorted(before))
    knowledge.write("fresh")
    with Store("store") as store:
        assert store.knowledge() == (knowledge, report)
    ours, fresh = files_of(folder / "out"), files_of(folder / "fresh")
    ours.pop("report.json")
    assert ours == fresh
    assert [path.name for path in (folder / "out").iterdir() if path.name.startswith(".")] == []
    assert run.try_once(["compact", "store"]) == 0
    assert not [left for left in (folder / "store").rglob("*") if ".new" in left.name]


def test_kills_at_random_points_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    survive(tmp_path, 16, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_kills_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.chdir(tmp_path)
    survive(tmp_path, 44, seed)


def test_a_killed_init_leaves_nothing_or_a_store(tmp_path: Path) -> None:
    run = Run(tmp_path)
    for statement in range(1, 12):
        code = run.try_once(["init", "store"], statements=statement)
        assert is_store(tmp_path / "store") == (code == 0)
        if code == 0:
            break
    else:
        assert run.try_once(["init", "store"]) == 0
    assert run.state() == {}


def test_the_next_run_goes_on_where_the_killed_one_stopped(tmp_path: Path) -> None:
    run = Run(tmp_path)
    init_store(tmp_path / "store")
    command, _ = next(run.steps())
    assert run.try_once(command, statements=60) == -9
    with Store(tmp_path / "store") as store:
        done = store.connection.execute("SELECT count(*) FROM record").fetchone()[0]
    assert 0 < done < 9
    assert run.state() == {}
    with Store(tmp_path / "store", command="add") as store:
        from kg.store import add_pages

        change = add_pages(store, [tmp_path / "pages"])
    assert (change.added, change.read) == (9, 9 - done)
