"""A build into a store, stopped at random and resumed, as on a machine that people turn off."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.corpus.measure import Page

ROOT = Path(__file__).parents[2]


class Stopped(NamedTuple):
    """What came of it: how often it was interrupted (Ctrl-C) and killed, and the files that differ in the end."""

    interrupted: int
    killed: int
    differing: tuple[str, ...]
    lost: str = ""
    """What an interrupted run said that it should not have, such as a traceback."""


def write_pages(pages: list[Page], folder: Path) -> None:
    """The pages as files, a folder a layout."""
    for page in pages:
        place = folder / page.layout.replace(" ", "-")
        place.mkdir(parents=True, exist_ok=True)
        (place / page.name).write_bytes(page.data)


# What `kg` is as a command; Ctrl-C reaches it whatever the shell around ignores, and it says when Python is up.
_COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
print("up", flush=True)
sys.argv[0] = "kg"
from kg.__main__ import main
main()
"""


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A command of `kg` in a folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()
    return process


def run(folder: Path, *arguments: str) -> None:
    """A command that has to succeed."""
    process = start(folder, *arguments)
    _, errors = process.communicate()
    assert process.returncode == 0, errors


def stop_and_resume(folder: Path, stops: int, longest: float, seed: int = 1) -> Stopped:
    """Add the pages of `folder/pages` to a store with so many stops, each after at most `longest` seconds."""
    random = Random(seed)
    run(folder, "init", "store")
    counts = {signal.SIGINT: 0, signal.SIGKILL: 0}
    lost = ""
    tries = 0
    while sum(counts.values()) < stops and tries < 3 * stops:
        tries += 1
        process = start(folder, "add", "store", "pages", "-q")
        time.sleep(0.1 + random.random() * longest)
        sign = random.choice((signal.SIGINT, signal.SIGKILL))
        if process.poll() is not None:
            # Done before its time: what was added is taken out again, so that there is something to stop.
            process.communicate()
            run(folder, "remove", "store", "pages")
            longest /= 2
            continue
        process.send_signal(sign)
        _, errors = process.communicate()
        counts[sign] += 1
        if "Traceback" in errors or (sign == signal.SIGINT and process.returncode not in (0, 130)):
            lost += f"exit {process.returncode}: {errors}"
    run(folder, "add", "store", "pages", "-q")
    run(folder, "export", "store", "-o", "resumed", "--format", "turtle,provenance,report")
    run(folder, "build", "pages", "-o", "undisturbed", "--format", "turtle,provenance,report", "-q")
    names = sorted({path.name for out in ("resumed", "undisturbed") for path in (folder / out).iterdir()})
    differing = [name for name in names if _bytes(folder / "resumed" / name) != _bytes(folder / "undisturbed" / name)]
    return Stopped(counts[signal.SIGINT], counts[signal.SIGKILL], tuple(differing), lost)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
