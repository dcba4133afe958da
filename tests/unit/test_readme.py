"""The README shows what the program prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app

ROOT = Path(__file__).parents[2]


def test_commands_print_what_the_readme_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n\$ kg (.*?)\n```$", readme, re.DOTALL | re.MULTILINE)
    assert blocks
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["build", "seeds/", "-o", "exports/", "--quiet"]).exit_code == 0
    for block in blocks:
        # The command ends with the first line after which all quotes are closed.
        lines = block.split("\n")
        stop = next(number for number in range(1, len(lines) + 1) if "\n".join(lines[:number]).count("'") % 2 == 0)
        result = CliRunner().invoke(app, shlex.split("\n".join(lines[:stop])))
        assert [line.rstrip() for line in result.output.splitlines()] == lines[stop:]


def test_links_lead_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert "CHANGELOG.md" in targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
