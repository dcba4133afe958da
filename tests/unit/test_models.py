"""Models on disk and from a host: what is found where, what `auto` stands for, how a pull goes on, what doctor says."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
from kg.analyze.pull import noted, pull
from kg.cli import app
from kg.doctor import examine, writable
from kg.errors import AnalyzerError


def archive(*names: str) -> bytes:
    """A zip file with files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, f"“{name}” " * 300)
    return out.getvalue()


class Host:
    """A host that serves one file, keeps what it was asked for, and may break off after some bytes."""

    def __init__(self) -> None:
        self.content = archive("model/config.json", "model/model.pt")
        self.asked: list[str] = []
        self.breaks = 0
        self.ranges = True
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range", "") if host.ranges else ""
                host.asked.append(wanted)
                if not self.path.endswith("toy.zip"):
                    self.send_error(404)
                    return
                start = int(wanted[len("bytes=") : -1]) if wanted else 0
                if start >= len(host.content):
                    self.send_error(416)
                    return
                rest = host.content[start:]
                self.send_response(206 if wanted else 200)
                self.send_header("Content-Length", str(len(rest)))
                self.end_headers()
                self.wfile.write(rest[: host.breaks or None])

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/toy.zip"


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("HANLP_HOME", str(tmp_path / "家"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    one = Host()
    thread = threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield one
    one.server.shutdown()
    one.server.server_close()
    thread.join()


@pytest.fixture
def hanlp_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
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


def test_a_pull_unpacks_the_model_where_hanlp_looks_for_it(host: Host) -> None:
    right = hashlib.sha256(host.content).hexdigest()
    folder = pull(host.url, sha256=right.upper())
    assert folder == folder_of(host.url)
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "kg.sha256", "model.pt"]
    assert (folder / "kg.sha256").read_text(encoding="ascii") == f"{right}  toy.zip\n"
    assert [path.name for path in folder.parent.iterdir()] == ["toy"]
    assert pull(host.url) == folder
    assert host.asked == [""]


@pytest.mark.parametrize("ranges", [True, False])
def test_a_pull_goes_on_where_it_broke_off(host: Host, ranges: bool) -> None:
    host.breaks, host.ranges = 700, ranges
    with pytest.raises(AnalyzerError, match="copy it to"):
        pull(host.url)
    part = folder_of(host.url).with_name("toy.zip.part")
    assert part.stat().st_size == 700
    host.breaks = 0
    heard: list[tuple[int, int]] = []
    folder = pull(host.url, tell=lambda have, size: heard.append((have, size)))
    assert host.asked == ["", "bytes=700-" if ranges else ""]
    assert heard[-1] == (len(host.content), len(host.content))
    assert (folder / "model.pt").is_file()
    assert not part.exists()


def test_a_part_that_is_longer_than_the_file_is_fetched_again(host: Host) -> None:
    part = folder_of(host.url).with_name("toy.zip.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * (len(host.content) + 1))
    assert (pull(host.url) / "config.json").is_file()
    assert host.asked[-1] == ""


def test_a_wrong_checksum_and_a_broken_archive_leave_nothing(host: Host) -> None:
    with pytest.raises(AnalyzerError, match="the file has the checksum"):
        pull(host.url, sha256="0" * 64)
    host.content = host.content[:-30]
    with pytest.raises(AnalyzerError, match="no whole zip file"):
        pull(host.url)
    assert list(folder_of(host.url).parent.iterdir()) == []


def test_a_file_that_a_person_has_put_there_is_taken(host: Host) -> None:
    by_hand = folder_of(host.url).with_name("toy.zip")
    by_hand.parent.mkdir(parents=True)
    by_hand.write_bytes(archive("config.json", "model.pt"))  # without a folder inside
    assert (pull(host.url) / "config.json").is_file()
    assert host.asked == []


def test_an_archive_of_one_file_becomes_that_file(host: Host) -> None:
    """HanLP looks for its table of characters as a file where a model would be a folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as one:
        one.writestr("toy", "{}")
    host.content = packed.getvalue()
    place = pull(host.url)
    assert place == folder_of(host.url)
    assert place.read_text(encoding="utf-8") == "{}"
    assert noted(place) == hashlib.sha256(host.content).hexdigest()
    assert pull(host.url) == place
    assert host.asked == [""]


def test_a_name_of_hanlp_pretrained_is_found_without_loading_it(
    hanlp_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "packages" / "hanlp"
    (package / "pretrained").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('loaded')", encoding="utf-8")
    (package / "pretrained" / "mtl.py").write_text("NEW_ZH = HANLP_URL + 'mtl/new.zip'\nALL = {}\n", encoding="utf-8")
    (package / "pretrained" / "ner.py").write_text("OWN_ZH = 'https://x.example/own.zip'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(package.parent))
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


def test_no_host_says_what_to_do_by_hand(host: Host) -> None:
    host.server.shutdown()
    host.server.server_close()
    found = CliRunner().invoke(app, ["models", "pull", host.url])
    assert found.exit_code == 2
    assert "the host is not reached" in found.output
    assert f"copy it to {folder_of(host.url)}.zip" in found.output.replace("\n", "")


def test_kg_models_pull_and_list(host: Host) -> None:
    found = CliRunner().invoke(app, ["models", "pull", host.url])
    assert found.exit_code == 0
    assert hashlib.sha256(host.content).hexdigest() in found.output
    assert "already here" in CliRunner().invoke(app, ["models", "pull", host.url]).output
    assert "404" in CliRunner().invoke(app, ["models", "pull", host.url.replace("toy", "none")]).output
    listed = CliRunner().invoke(app, ["models", "list"]).output
    assert all(name in listed for name in MODELS)


def test_nothing_but_pull_asks_the_network(host: Host) -> None:
    found = CliRunner().invoke(app, ["build", "seeds/岭南政法.txt", "--analyzer", f"hanlp:{host.url}"])
    assert found.exit_code == 2
    assert f"kg models pull {host.url}" in found.output
    assert host.asked == []


def test_every_model_is_on_hanlps_host() -> None:
    for name in MODELS:
        assert all(url.startswith(HOST.removesuffix("hanlp/")) and url.endswith(".zip") for url in urls(name))
    with pytest.raises(AnalyzerError, match="one of CLOSE_TOK"):
        urls("NO_SUCH_MODEL")


def test_the_doctor_names_what_is_missing_with_its_remedy(hanlp_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "kg.doctor.installed", lambda package: {"setuptools": "82.0.1", "hanlp": "2.1.4"}.get(package, "")
    )
    monkeypatch.setattr("shutil.which", lambda _: None)
    found = {finding.what: finding for finding in examine([hanlp_home / "new"])}
    assert found["Python"].state == "ok"
    assert found["torch"].state == found["pypdfium2"].state == found["browser"].state == "missing"
    assert found["hanlp"].remedy == "pip install hanlp==2.1.5"
    assert found["setuptools"].remedy == "pip install 'setuptools<81'"
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
