"""The harnesses hold on their seeds and on what a short run makes of them; with atheris, guided by coverage."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.harnesses import HARNESSES, seeds

ROOT = Path(__file__).parents[2]


def mutate(data: bytes, random: Random) -> bytes:
    """Bytes changed, cut out, put in twice or strewn with others."""
    out = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(out) + 1)
        size = random.randint(1, 12)
        piece = bytes(out[at : at + size])
        out[at : at + size] = random.choice([b"", piece * 2, random.randbytes(size), bytes(out[:size])])
    return bytes(out)


@pytest.mark.parametrize("name", HARNESSES)
def test_harness_holds(name: str) -> None:
    random = Random(name)
    for number, seed in enumerate(seeds(name)):
        HARNESSES[name](seed)
        for _ in range(25 if number < 2 else 3):
            HARNESSES[name](mutate(seed, random))


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed: pip install '.[fuzz]'")
@pytest.mark.parametrize("name", ["layout", "read.csv", "read.html", "build", "sparql", "ask"])
def test_a_short_run_of_atheris(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz", name, "-runs=300", "-seed=1", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert not list(tmp_path.iterdir())
