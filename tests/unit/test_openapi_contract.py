"""schemathesis asks the server whatever its OpenAPI document allows, and much that it forbids: it finds nothing.

It brings thirty packages, so it stays in an environment of its own: `pip install schemathesis` there, and its program
on the PATH or named by KG_SCHEMATHESIS. Without it this is skipped, and the summary says so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.served import Served

PROGRAM = os.environ.get("KG_SCHEMATHESIS") or shutil.which("schemathesis")
NOT_ASKED = "positive_data_acceptance"
"""This check asks that all that fits a schema be accepted: no schema can say what text is SPARQL, nor which ids are in
the graph."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the server forks"),
    pytest.mark.skipif(not PROGRAM, reason="schemathesis is not installed (KG_SCHEMATHESIS names its program)"),
]


def test_nothing_is_found(tmp_path: Path) -> None:
    assert PROGRAM
    with Served(Path("exports"), "--quiet") as server:
        address = f"http://127.0.0.1:{server.port}"
        command = [PROGRAM, "run", f"{address}/api/openapi.json", "--url", address, "--exclude-checks", NOT_ASKED]
        options = ["--max-examples", "40", "--seed", "1", "--no-color", "--generation-database", "none"]
        done = subprocess.run(
            [*command, *options], capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, timeout=500
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert (tested := re.search(r"(\d+) generated", done.stdout)), done.stdout[-3000:]
        assert int(tested[1]) > 200
        assert server.ask("/health").status == 200
