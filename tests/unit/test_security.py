"""What `docs/security.md` promises of the program itself, and that every test it names is there."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kg.model import Entity, Knowledge
from kg.write import FORMATS, write_files
from tests.formats import STORY, WRITERS

ROOT = Path(__file__).parents[2]
FORBIDDEN_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "joblib",
    "cloudpickle",
    "xmlrpc",
    "telnetlib",
    "ftplib",
    "smtplib",
}
FORBIDDEN_CALLS = {"eval", "exec", "__import__", "system", "popen", "spawnl", "spawnv", "mktemp"}
FORBIDDEN_XML = {"xml.sax", "xml.dom", "xml.dom.minidom", "xml.etree.cElementTree"}


def modules() -> list[Path]:
    return sorted((ROOT / "kg").rglob("*.py"))


def test_every_test_that_the_threat_model_names_is_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", text))
    assert len(named) > 20
    for file, test in named:
        (path,) = (ROOT / "tests").rglob(file)
        assert f"def {test}(" in path.read_text(encoding="utf-8"), f"{file}::{test}"
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith(("| danger", "| **")):
            assert "::test_" in line, f"no test: {line}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_code_comes_from_data(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            assert name.split(".")[0] not in FORBIDDEN_MODULES, name
            assert name not in FORBIDDEN_XML, name
            if name.startswith("xml.etree.ElementTree."):  # its parsers; the type and the writer are harmless
                assert name.rpartition(".")[2] in ("Element", "tostring"), name
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert called not in FORBIDDEN_CALLS, f"{called} in line {node.lineno}"
            for keyword in node.keywords:
                if keyword.arg == "shell":
                    assert isinstance(keyword.value, ast.Constant)
                    assert not keyword.value.value


def test_files_are_written_below_the_target_only(tmp_path: Path) -> None:
    names = ("../../outside", "/etc/passwd", "a\0b", "C:\\x", "..", "CON", "a/../../b")
    entities = tuple(sorted(Entity(id=f"agency/{name}", type="Agency", label=name.replace("\0", "")) for name in names))
    target = tmp_path / "inner" / "out"
    written = write_files(Knowledge(entities), target)
    assert {path.name for path in written} <= set(FORMATS.values())
    found = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert found
    assert all(name.startswith("inner/out/") for name in found)


def test_a_build_opens_no_connection(tmp_path: Path) -> None:
    for suffix, writer in WRITERS.items():
        (tmp_path / f"页{suffix}").write_bytes(writer(STORY))
    script = (
        "import sys\n"
        "def hook(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'urllib.Request'):\n"
        "        print(event, args); sys.stdout.flush(); import os; os._exit(3)\n"
        "sys.addaudithook(hook)\n"
        "import kg\n"
        "kg.build(sys.argv[1]).write(sys.argv[2])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_of_the_program_is_locked_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "http" not in lock  # no registry's address
    pinned = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([\w.+!-]+)", lock, re.M)}
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in block, block[:60]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted in (*project["dependencies"], *project["optional-dependencies"]["formats"]):
        requirement = Requirement(wanted)
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name} is not locked: run `just lock`"
        assert requirement.specifier.contains(pinned[name]), f"{wanted}, but {pinned[name]} is locked: run `just lock`"


def test_no_package_is_copyleft() -> None:
    """Packages that are shipped with the program bring no licence that would bind its users."""
    from importlib.metadata import distribution

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted in (*project["dependencies"], *project["optional-dependencies"]["formats"]):
        found = distribution(Requirement(wanted).name).metadata
        said = " ".join([*(found.get_all("License-Expression") or []), *(found.get_all("Classifier") or [])])
        assert "GPL" not in said.replace("LGPL", ""), wanted
