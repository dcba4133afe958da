"""Runs one harness under atheris: `python -m tests.fuzz read.pdf -max_total_time=60`; without a name, lists them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Fuzz one harness from its seeds; what it finds is written to the working directory by libFuzzer."""
    import atheris

    with atheris.instrument_imports(include=["kg"]):
        from tests.fuzz.harnesses import HARNESSES, seeds

    if len(sys.argv) < 2 or sys.argv[1] not in HARNESSES:
        print("\n".join(HARNESSES))
        raise SystemExit(2)
    name = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds(name)):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.Setup([*sys.argv, "-max_len=20000", "-timeout=20", "-rss_limit_mb=4096", folder], HARNESSES[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
