"""The commands of a store as a user meets them: what they print, their exit codes, and Chinese names everywhere."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.store import Store
from tests.served import Served
from tests.unit.test_store import write


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with three pages in it."""
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        write(tmp_path / "报纸" / f"第{number}版.txt", number, number + 4)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.output


def test_a_life_of_a_store(here: Path) -> None:
    assert "库: an empty store" in run("init", "库")
    output = run("add", "库", "报纸")
    assert "3   file(s) added" in output and "3   page(s) in the store" in output
    assert "3   file(s) unchanged" in run("add", "库", "报纸", "--quiet") + run("add", "库", "报纸")
    output = run("status", "库", "--pages")
    assert [name in output for name in ("报纸/第0版.txt", "报纸/第1版.txt", "报纸/第2版.txt")] == [True] * 3
    assert "1   file(s) removed" in run("remove", "库", "报纸/第1版.txt")
    assert run("export", "库", "-o", "出").startswith("出/: graph.ttl, provenance.ttl")
    assert run("diff", "库", "出") == "The graphs say the same.\n"
    assert "平凉市公安局" in run("show", "库", "平凉市公安局")
    assert "Agency" in run("stats", "库")
    assert run("validate", "库") == "The graph conforms to the shapes.\n"
    assert run("query", "库", "--name", "classes") == run("query", "出", "--name", "classes")
    assert run("ask", "库", "平凉市公安局开展了哪些行动？") == run("ask", "出", "平凉市公安局开展了哪些行动？")
    assert "→" in run("compact", "库")
    assert "→" not in run("view", "库", "-o", "图.html")
    assert (here / "图.html").is_file()


def test_json_is_json(here: Path) -> None:
    run("init", "库")
    assert json.loads(run("add", "库", "报纸", "--json"))["added"] == 3
    status = json.loads(run("status", "库", "--json"))
    assert (status["pages"], len(status["files"]), status["stale"]) == (3, 3, 0)
    change = json.loads(run("remove", "库", "报纸", "--json"))
    assert (change["removed"], change["pages"]) == (3, 0)


def test_faults_are_told_with_their_remedy(here: Path) -> None:
    assert "make one with: kg init 库" in run("add", "库", "报纸", code=2)
    run("init", "库")
    assert "a store already" in run("init", "库", code=2)
    assert "there is no such file or folder" in run("add", "库", "报", code=2)
    assert "nothing to remove" in run("remove", "库", code=2)
    assert "is not in this store" in run("remove", "库", "报纸", code=2)
    assert "can't be the base" in run("init", "库2", "--base", "a b", code=2)
    assert "no format" in run("export", "库", "-o", "出", "--format", "dot", code=2)
    (here / "坏.txt").write_bytes(bytes(range(256)) * 4)
    assert "not one of 1 file(s) can be read" in run("add", "库", "坏.txt", code=2)
    assert "坏.txt" in run("add", "库", "坏.txt", "报纸")
    assert not (here / "出").exists()


def test_status_tells_what_is_out_of_date(here: Path) -> None:
    run("init", "库")
    run("add", "库", "报纸", "--quiet")
    write(here / "报纸" / "第0版.txt", 9)
    (here / "报纸" / "第1版.txt").unlink()
    output = run("status", "库")
    assert "1 file(s) have changed on disk" in output
    assert "1 file(s) are no longer on disk" in output
    with Store("库", command="add") as store:
        store.connection.execute("UPDATE setting SET value = 'old' WHERE name = 'rules'")
        store.connection.execute("UPDATE record SET rules = 'old'")
        store.connection.execute("COMMIT")
    assert "3 text(s) were read by older rules (old, now" in run("status", "库")
    output = run("add", "库")
    assert "3/3 pages" in output and "报纸/第0版.txt" in output
    assert "3   page(s) read again" in output
    assert "older rules" not in run("status", "库")


@pytest.mark.skipif(os.name != "posix", reason="signals are different there")
def test_an_interrupted_add_says_how_to_go_on(here: Path) -> None:
    for number in range(1500):
        write(here / "报纸" / f"{number}.txt", *(number % 11 for _ in range(20)), head=f"　　第{number}号。\n\n")
    run("init", "库")
    environment = {**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}
    command = [sys.executable, "-m", "kg", "add", "库", "报纸"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert process.stderr
    assert b"pages" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 143
    assert "the same command goes on from there" in errors.decode("utf-8")
    assert "Traceback" not in errors.decode("utf-8")
    assert '"pages": 0' in run("status", "库", "--json")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the server forks")
def test_a_store_is_served_while_it_grows(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(kg.__file__).parents[1]))
    run("init", "库")
    run("add", "库", "报纸/第0版.txt", "--quiet")
    asked = "SELECT (COUNT(?a) AS ?n) { ?a a kg:Article }"
    with Served(here / "库") as server:
        assert server.query(asked, "text/csv").text.split() == ["n", "1"]
        run("add", "库", "报纸", "--quiet")
        assert run("query", "库", "-q", asked, "--format", "csv").split() == ["n", "3"]
        run("remove", "库", "报纸/第0版.txt", "--quiet")
        # What is served is the state that was there when it began, and stays whole.
        assert server.query(asked, "text/csv").text.split() == ["n", "1"]
        assert server.query("SELECT * { ?s ?p ?o }", "text/csv").status == 200
        assert server.stop() == 0
