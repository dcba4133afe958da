"""Models of HanLP's that are broken, hostile or of another kind: one line says so. Skipped without HanLP."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

hanlp = pytest.importorskip("hanlp", reason="HanLP is not installed: .ci/run has a stage for these tests")
torch = pytest.importorskip("torch")

from kg.analyze.hanlp import load_recognizer  # noqa: E402
from kg.cli import app  # noqa: E402
from kg.errors import AnalyzerError  # noqa: E402
from kg.train import from_gold, train  # noqa: E402

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that is whole and has learned next to nothing."""
    folder = tmp_path_factory.mktemp("whole") / "m"
    train(from_gold([Path("tests/gold/seeds"), Path("seeds")])[:60], folder, epochs=1)
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "页.txt"
    path.write_text("灯会开了\n\n　　平凉市公安局启动巡逻。\n", encoding="utf-8")
    return path


def test_a_model_that_is_whole_is_used(model: Path, page: Path, tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["build", str(page), "-o", str(tmp_path / "out"), "--analyzer", f"hanlp:{model}"])
    assert told.exit_code == 0, told.output


def test_a_model_with_hints_of_another_version_is_refused(model: Path, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "m"
    shutil.copytree(model, other)
    note = json.loads((other / "kg.json").read_text(encoding="utf-8"))
    assert note["hints"] == 1
    (other / "kg.json").write_text(json.dumps(note | {"hints": 99}), encoding="utf-8")
    told = CliRunner().invoke(app, ["build", str(page), "-o", str(tmp_path / "out"), "--analyzer", f"hanlp:{other}"])
    assert told.exit_code == 2
    assert "trained by another version of kg — train it again: kg train" in told.output.replace("\n", "")


class Hostile:
    """What unpickled without care would make a file."""

    def __init__(self, made: Path) -> None:
        self.made = made

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.made,))


def break_settings(folder: Path, **changes: object) -> None:
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | changes), encoding="utf-8")


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (
        lambda m: (m / "model.pt").write_bytes((m / "model.pt").read_bytes()[:-999]),
        "can't load this model: .*",
    ),
    "no weights": (lambda m: (m / "model.pt").unlink(), "can't load this model: .*model.pt"),
    "no vocabularies": (lambda m: (m / "vocabs.json").unlink(), "can't load this model: .*vocabs.json"),
    "other weights": (lambda m: break_settings(m, embed=101), "can't load this model: .*state_dict"),
    "no weights but text": (lambda m: (m / "model.pt").write_text("weights"), "its weights are broken, or hold code"),
    "a newer version": (
        lambda m: break_settings(m, classpath="hanlp.components.ner.new.NewRecognizer", hanlp_version="9.9.9"),
        r"can't load this model: .*are missing \(made with HanLP 9\.9\.9, 2\.1\.\d is installed\)",
    ),
    "no settings": (lambda m: (m / "config.json").write_text("{"), "config.json: no settings of a model"),
    "settings of another kind": (
        lambda m: (m / "config.json").write_text("[1]"),
        "config.json: no settings of a model",
    ),
    "empty settings": (lambda m: (m / "config.json").write_text("{}"), "can't load this model"),
    "code in the weights": (
        lambda m: torch.save({"w": Hostile(m.with_name("made"))}, m / "model.pt"),
        "its weights are broken, or hold code, which is never run",
    ),
    "another's class": (
        lambda m: break_settings(m, embed={"classpath": "subprocess.Popen", "args": ["touch"]}),
        "asks for “subprocess.Popen”",
    ),
    "a call": (
        lambda m: break_settings(m, classpath="hanlp.components.lambda_wrapper.LambdaComponent", function="os.system"),
        "asks for “hanlp.components.lambda_wrapper.LambdaComponent”",
    ),
}


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_model_says_so_in_a_line(
    way: str, model: Path, page: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil, message = BROKEN[way]
    folder = tmp_path / "坏 模型"
    shutil.copytree(model, folder)
    spoil(folder)
    told = CliRunner().invoke(app, ["build", str(page), "-o", str(tmp_path / "out"), "--analyzer", f"hanlp:{folder}"])
    assert told.exit_code == 2
    (line,) = told.output.splitlines()
    assert line.startswith(f"kg: {folder}") and " — " in line
    assert re.search(message, line)
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "made").exists()
    assert "Traceback" not in (noise := "".join(capfd.readouterr())) and "ERROR LOG" not in noise


@pytest.mark.parametrize(
    ("answer", "usable"),
    [
        ([[]], True),
        ([[("平凉", "LOCATION", 3, 5)]], True),
        ([["NR", "P", "NR", "PU"]], False),  # a tagger's
        (["王敏", "在"], False),  # a tokenizer's
        ({"tok": []}, False),
    ],
)
def test_a_model_of_another_kind_is_refused_at_once(
    answer: object, usable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hanlp, "load", lambda *_, **__: lambda sentences: answer)
    if usable:
        assert load_recognizer(tmp_path)
    else:
        with pytest.raises(AnalyzerError, match="gives no entities, words or trees"):
            load_recognizer(tmp_path)
