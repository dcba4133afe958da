"""Builds on Ray, for real: people's verdicts, shares of a graphics card (one that Ray is told of), a cluster."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.decisions import FILE
from kg.engine import build_on, collect_nquads
from kg.engine.session import check_gpus, count_shares
from kg.errors import UsageError
from kg.pipeline import build
from kg.rdf import to_nquads
from tests.unit.test_engine import ROOT, make_pages, split_lines

VERDICTS = """
[[different]]
type = "Agency"
names = ["固阳县公安局", "包头市固阳县公安局"]
who = "王芳"
when = 2026-11-22
why = "试"

[[same]]
type = "Agency"
names = ["平凉市公安局", "扬州市公安局"]
who = "王芳"
when = 2026-11-22
why = "试"

[[different]]
type = "Agency"
names = ["南京市公安局"]
articles = ["2-1", "10-1"]
who = "王芳"
when = 2026-11-22
why = "试"

[[rename]]
type = "Agency"
name = "呼伦贝尔市公安局"
to = "呼伦贝尔公安"
who = "王芳"
when = 2026-11-22
why = "试"

[[drop]]
type = "Person"
name = "王建军"
who = "王芳"
when = 2026-11-22
why = "试"

[[drop]]
type = "Agency"
name = "没有的公安局"
who = "王芳"
when = 2026-11-22
why = "试"
"""


@pytest.mark.slow
def test_verdicts_hold_as_on_one_process(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    pages = make_pages(tmp_path / "页", 40)
    for number, name in enumerate(("固阳县公安局", "包头市固阳县公安局")):  # which are one by the rules
        text = f"　　5月3日，{name}开展夜查行动，查处酒驾{number + 1}起。\n"
        (pages / f"县{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "裁定.toml").write_text(VERDICTS, encoding="utf-8")
    manifest = build_on(
        "ray", [str(pages)], str(tmp_path / "out"), jobs=2, published="2024-03-01", analyzer="lexicon", parts=3,
        tables=False, decisions=tmp_path / "裁定.toml",
    )  # fmt: skip
    options: dict[str, Any] = {"published": "2024-03-01", "analyzer": "lexicon"}
    knowledge, report = build([pages], decisions=tmp_path / "裁定.toml", **options)
    assert list(collect_nquads(tmp_path / "out")) == split_lines(to_nquads(knowledge))
    plain = {entity.id for entity in build([pages], **options)[0].entities}
    assert {"agency/固阳县公安局", "agency/包头市固阳县公安局"} - plain == {"agency/固阳县公安局"}
    assert {"agency/固阳县公安局", "agency/包头市固阳县公安局"} <= {entity.id for entity in knowledge.entities}
    assert manifest.decisions == report.decisions
    assert [one["state"] for one in manifest.decisions].count("stale") == 1
    assert manifest.entities == report.entities
    skipped = (tmp_path / "out" / "skipped.jsonl").read_text("utf-8")
    assert [json.loads(line)["step"] for line in skipped.splitlines()] == ["decide"]
    assert not (tmp_path / "out" / "work").exists()


@pytest.mark.slow
def test_workers_ask_for_their_share_of_a_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")
    pages = make_pages(tmp_path / "页", 12)
    (pages / FILE).write_text("", encoding="utf-8")
    options: dict[str, Any] = {"published": "2024-03-01", "analyzer": "lexicon"}
    with pytest.raises(UsageError, match=r"no machine of the engine has 1 graphics card.*the largest has 0") as raised:
        monkeypatch.setattr(ray, "init", partial(ray.init, num_gpus=0))
        build_on("ray", [str(pages)], str(tmp_path / "out"), jobs=1, gpus=1, **options)
    assert "--gpus" in str(raised.value) and not ray.is_initialized()
    monkeypatch.setattr(ray, "init", partial(ray.init.func, num_gpus=1))
    left: set[float] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            if ray.is_initialized():
                left.add(ray.available_resources().get("GPU", 0.0))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    manifest = build_on("ray", [str(pages)], str(tmp_path / "out"), jobs=2, gpus=0.5, parts=2, tables=False, **options)
    done.set()
    watcher.join()
    assert {1.0, 0.5} <= left and min(left) >= 0
    assert manifest.pages == 12
    assert list(collect_nquads(tmp_path / "out")) == split_lines(to_nquads(build([pages], **options)[0]))


def test_shares_of_cards() -> None:
    assert [check_gpus(share) for share in (0.25, 1, 2.0)] == [0.25, 1, 2.0]
    for share in (0, -1, 1.5, float("inf"), float("nan")):
        with pytest.raises(UsageError, match="share of a graphics card"):
            check_gpus(share)

    class Cluster:
        def nodes(self) -> list[dict[str, Any]]:
            return [
                {"Alive": True, "Resources": {"GPU": 2.0}},
                {"Alive": True, "Resources": {"CPU": 4.0}},
                {"Alive": False, "Resources": {"GPU": 8.0}},
            ]

    # A worker has its cards on one machine, and a machine that has gone has none.
    assert [count_shares(Cluster(), share) for share in (0.1, 0.5, 0.75, 1, 2, 3)] == [20, 4, 2, 2, 1, 0]


def test_cards_without_an_engine(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["build", str(ROOT / "seeds"), "-o", str(tmp_path / "out"), "--gpus", "1"])
    assert isinstance(result.exception, UsageError) or result.exit_code == 2


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """The address of a cluster of one machine, in processes of its own."""
    pytest.importorskip("ray")
    pytest.importorskip("grpc")
    ports = free_ports(2)
    command = [
        str(Path(sys.executable).with_name("ray")), "start", "--head", "--block", f"--port={ports[0]}", "--num-cpus=2",
        f"--ray-client-server-port={ports[1]}", "--num-gpus=0", "--include-dashboard=false",
    ]  # fmt: skip
    with (tmp_path / "cluster.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    yield f"ray://127.0.0.1:{ports[1]}"
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, above those that Ray gives to its workers."""
    found: list[int] = []
    for port in random.sample(range(20_000, 30_000), 50):
        with socket.socket() as one:
            if len(found) < count and one.connect_ex(("127.0.0.1", port)):
                found.append(port)
    return found


@pytest.mark.slow
def test_a_cluster_is_joined(cluster: str, tmp_path: Path) -> None:
    pages = make_pages(tmp_path / "页", 8)
    options: dict[str, Any] = {"published": "2024-03-01", "analyzer": "lexicon"}
    for _ in range(10):  # it takes a while to listen
        with pytest.raises(UsageError) as raised:
            build_on(cluster, [str(pages)], str(tmp_path / "out"), gpus=1, **options)
        if "can't be joined" not in str(raised.value):
            break
    assert "no machine of the engine has 1 graphics card" in str(raised.value)
    manifest = build_on(cluster, [str(pages)], str(tmp_path / "out"), parts=2, tables=False, **options)
    assert manifest.pages == 8
    assert list(collect_nquads(tmp_path / "out")) == split_lines(to_nquads(build([pages], **options)[0]))


def test_no_cluster_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")

    def fail(**options: object) -> None:
        assert options["address"] == "ray://127.0.0.1:1"
        raise ConnectionError("timed out")

    monkeypatch.setattr(ray, "init", fail)
    with pytest.raises(UsageError, match=r"--engine ray://127\.0\.0\.1:1: the cluster can't be joined: timed out"):
        build_on("ray://127.0.0.1:1", [str(make_pages(tmp_path / "页", 1))], str(tmp_path / "out"))
    for engine in ("spark", "ray:", "ray://", "rayon"):
        with pytest.raises(UsageError, match="no engine"):
            build_on(engine, [str(tmp_path / "页")], str(tmp_path / "out"))
