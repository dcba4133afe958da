"""How many instructions a page costs beside what `jieba.posseg` needs: the same on a busy machine as on an idle one.

    python -m benchmarks.instructions [--write] [--json]

Counted by valgrind's callgrind from Documents in memory to `Knowledge`, with all tables loaded and the code warm. What
is kept in `instructions.toml` and guarded by a test is the share of the tagger's instructions that we need for the same
text: the same interpreter runs both, so that its version and how it was built matter little.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

from benchmarks.speed import characters, load_posseg, make_corpus, tagging
from kg.pipeline import build_documents

SHARE = Path(__file__).with_suffix(".toml")
COPIES = {"kg": 3, "posseg": 1}
"""Copies of `seeds/` that are counted; one more is read before."""


def main(arguments: list[str] | None = None) -> int:
    """Count and print; 2 where valgrind is not installed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help=f"keep the share in {SHARE.name}")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--run", choices=COPIES, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.run:
        run(options.run)
        return 0
    if not can_count():
        print("valgrind is not installed: nothing counts instructions here", file=sys.stderr)
        return 2
    figures = {way: count(way) for way in COPIES}
    share = figures["kg"] / figures["posseg"]
    if options.write:
        SHARE.write_text(
            "# Instructions a character of kg, as a share of jieba.posseg's; written by `python -m"
            f" benchmarks.instructions --write`.\nshare = {share:.3f}\n",
            encoding="utf-8",
        )
    if options.json:
        print(json.dumps({**{way: round(figure) for way, figure in figures.items()}, "share": round(share, 3)}))
    else:
        for way, figure in figures.items():
            print(f"{way:8}{figure:12,.0f} instructions a character")
        print(f"share   {share:12.3f}")
    return 0


def can_count() -> bool:
    """Whether valgrind and its remote control are installed."""
    return all(map(shutil.which, ("valgrind", "callgrind_control")))


def kept_share() -> float:
    """The share that the repository keeps."""
    return float(tomllib.loads(SHARE.read_text(encoding="utf-8"))["share"])


def count(way: str) -> float:
    """Instructions a character: of `kg`, or of `posseg`."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                *("valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out"),
                *(sys.executable, "-m", "benchmarks.instructions", "--run", way),
            ],
            cwd=SHARE.parents[1],
            env={**os.environ, "PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            check=True,
        )
    collected = re.search(r"Collected : (\d+)", done.stderr)
    if collected is None:
        raise RuntimeError(f"callgrind counted nothing: {done.stderr[-500:]}")
    return int(collected[1]) / int(done.stdout)


def run(way: str) -> None:
    """Read one copy, then the others while instructions are counted; prints how many characters those have."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    first, *rest = make_corpus(Path("seeds"), COPIES[way] + 1)
    documents = [document for copy in rest for document in copy]
    work: Callable[[], object] = (
        (lambda: build_documents(documents, analyzer="lexicon")) if way == "kg" else tagging(load_posseg(), documents)
    )
    build_documents(first, analyzer="lexicon") if way == "kg" else tagging(load_posseg(), first)()
    switch("on")
    work()
    switch("off")
    print(characters(documents))


def switch(state: str) -> None:
    """Turn the counting of this process on or off."""
    subprocess.run(["callgrind_control", "-i", state, str(os.getpid())], stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    sys.exit(main())
