"""Models on disk: what is found where, what `auto` stands for, what the doctor says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.analyze import choose_analyzer, load_analyzer
from kg.analyze import models as known_models
from kg.analyze.models import (
    CHARACTERS,
    DEFAULT,
    HOST,
    MODELS,
    choose,
    find_model,
    fingerprint,
    folder_of,
    missing,
    urls,
)
from kg.cli import app
from kg.doctor import examine, writable
from kg.errors import AnalyzerError


@pytest.fixture
def hanlp_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for models, on a machine that has HanLP."""
    monkeypatch.setattr(known_models, "lacking", lambda: ())
    monkeypatch.setenv("HANLP_HOME", str(tmp_path))
    return tmp_path


def lay_down(model: str) -> None:
    """Put the folders of a model where HanLP would."""
    for url in urls(model):
        if url == CHARACTERS:
            folder_of(url).parent.mkdir(parents=True, exist_ok=True)
            folder_of(url).write_text("{}", encoding="utf-8")
            continue
        folder_of(url).mkdir(parents=True)
        (folder_of(url) / "config.json").write_text("{}", encoding="utf-8")


@pytest.mark.parametrize(
    ("lack", "on_disk", "analyzer", "reason"),
    [
        (("hanlp", "torch"), True, "lexicon", "hanlp and torch not installed"),
        ((), False, "lexicon", "HanLP is installed, its model is not on disk: kg models pull"),
        ((), True, f"hanlp:{DEFAULT}", "HanLP and its model are on disk"),
    ],
)
def test_auto_is_hanlp_where_it_and_its_model_are(
    hanlp_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    lack: tuple[str, ...],
    on_disk: bool,
    analyzer: str,
    reason: str,
) -> None:
    monkeypatch.setattr(known_models, "lacking", lambda: lack)
    if on_disk:
        lay_down(DEFAULT)
    assert choose() == choose_analyzer("auto") == (analyzer, reason)
    assert choose_analyzer("lexicon") == ("lexicon", "")


def test_a_model_without_its_tokenizer_is_not_on_disk(hanlp_home: Path) -> None:
    model, tokenizer, characters = urls(DEFAULT)
    folder_of(model).mkdir(parents=True)
    assert missing(DEFAULT) == (tokenizer, characters)
    with pytest.raises(AnalyzerError, match=f"kg models pull {DEFAULT}"):
        find_model(DEFAULT)


def test_models_are_found_by_folder_name_and_url(hanlp_home: Path) -> None:
    with pytest.raises(AnalyzerError, match="is not on disk"):
        find_model("")
    lay_down(DEFAULT)
    lay_down("https://models.example/a/b.zip")
    assert find_model("") == find_model(DEFAULT) == find_model(urls(DEFAULT)[0]) == folder_of(urls(DEFAULT)[0])
    assert find_model("https://models.example/a/b.zip") == hanlp_home / "thirdparty/models.example/a/b"
    own = hanlp_home / "本地 模型"
    own.mkdir()
    with pytest.raises(AnalyzerError, match="no HanLP model in this folder"):
        find_model(str(own))
    (own / "config.json").write_text("{}", encoding="utf-8")
    assert find_model(str(own)) == own


def test_two_models_in_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name, weights in (("a", b"1"), ("b", b"2"), ("c", b"1")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "model.pt").write_bytes(weights)
    first, second, third = (fingerprint(tmp_path / name) for name in "abc")
    assert first == third != second
    assert len(first) == 8


def test_the_lexicon_has_no_models() -> None:
    with pytest.raises(AnalyzerError, match="has no models"):
        load_analyzer("lexicon:x")


def test_a_name_of_hanlp_pretrained_is_found_without_loading_it(
    hanlp_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "packages" / "hanlp"
    (package / "pretrained").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('loaded')", encoding="utf-8")
    (package / "pretrained" / "mtl.py").write_text("NEW_ZH = HANLP_URL + 'mtl/new.zip'\nALL = {}\n", encoding="utf-8")
    (package / "pretrained" / "ner.py").write_text("OWN_ZH = 'https://x.example/own.zip'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.delitem(sys.modules, "hanlp", raising=False)  # where a test before has imported the real one
    known_models.published.cache_clear()
    try:
        assert urls("NEW_ZH") == (HOST + "mtl/new.zip", CHARACTERS)
        assert urls("OWN_ZH") == ("https://x.example/own.zip",)
        with pytest.raises(AnalyzerError, match="kg models pull NEW_ZH"):
            find_model("NEW_ZH")
        lay_down("NEW_ZH")
        assert find_model("NEW_ZH") == hanlp_home / "mtl" / "new"
        with pytest.raises(AnalyzerError, match="no model “NEWER_ZH”"):
            urls("NEWER_ZH")
    finally:
        monkeypatch.undo()
        known_models.published.cache_clear()


def test_every_model_is_on_hanlps_host() -> None:
    for name in MODELS:
        assert all(url.startswith(HOST.removesuffix("hanlp/")) and url.endswith(".zip") for url in urls(name))
    with pytest.raises(AnalyzerError, match="one of CLOSE_TOK"):
        urls("NO_SUCH_MODEL")


def test_the_doctor_names_what_is_missing_with_its_remedy(hanlp_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "kg.doctor.installed",
        lambda package: {"setuptools": "82.0.1", "hanlp": "2.1.4", "transformers": "5.23.0"}.get(package, ""),
    )
    monkeypatch.setattr("shutil.which", lambda _: None)
    found = {finding.what: finding for finding in examine([hanlp_home / "new"])}
    assert found["Python"].state == "ok"
    assert found["torch"].state == found["pypdfium2"].state == found["browser"].state == "missing"
    assert found["hanlp"].remedy == "pip install hanlp==2.1.5"
    assert found["setuptools"].remedy == "pip install 'setuptools<81'"
    assert found["transformers"].remedy == "pip install 'transformers<5'"
    monkeypatch.setattr("kg.doctor.installed", {"torch": "2.5.1+cpu", "hanlp": "2.1.5"}.get)
    old = {finding.what: finding for finding in examine()}["torch"]
    assert (old.state, old.remedy) == ("missing", "pip install 'torch>=2.6,<3'")
    monkeypatch.setattr("kg.doctor.installed", {"torch": "2.13.0+cpu"}.get)
    assert {finding.what: finding for finding in examine()}["torch"].state == "ok"
    assert found[DEFAULT].remedy.endswith("kg models pull")
    assert found[str(hanlp_home / "new")].found == "will be made"
    assert all(finding.remedy for finding in found.values() if finding.state != "ok")


def test_a_folder_that_is_a_file_can_not_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "页").write_text("", encoding="utf-8")
    found = writable(tmp_path / "页")
    assert found.state == "broken"
    assert found.remedy
    told = CliRunner().invoke(app, ["doctor", str(tmp_path / "页")])
    assert told.exit_code == 1
    assert "can't be written" in told.output
    assert CliRunner().invoke(app, ["doctor", "--json", str(tmp_path)]).output.startswith("[")


def test_a_build_says_which_analyzer_it_was_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_models, "lacking", lambda: ("hanlp", "torch"))
    (tmp_path / "页.txt").write_text("灯会开了\n\n　　平凉市公安局启动巡逻。\n", encoding="utf-8")
    run = CliRunner().invoke(app, ["build", str(tmp_path / "页.txt"), "-o", str(tmp_path / "out"), "-f", "report"])
    assert run.exit_code == 0, run.output
    assert "analyzer: lexicon (hanlp and torch not installed)" in run.output
    assert '"analyzer": "lexicon"' in (tmp_path / "out" / "report.json").read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["init", str(tmp_path / "店")]).exit_code == 0
    told = CliRunner().invoke(app, ["status", str(tmp_path / "店")]).output
    assert "auto: lexicon (hanlp and torch not installed)" in told
