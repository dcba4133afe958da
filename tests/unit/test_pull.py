"""`kg models pull`, against a host of our own: how it goes on, what it checks, what it says where something fails."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.analyze import models as known_models
from kg.analyze.models import MODELS, folder_of
from kg.analyze.pull import noted, pull
from kg.cli import app
from kg.cli.terminal import byte_progress
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
        self.tells_size = True
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
                    self.send_response(416)
                    if host.tells_size:
                        self.send_header("Content-Range", f"bytes */{len(host.content)}")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
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


@pytest.mark.parametrize("tells_size", [True, False])
def test_a_part_that_is_the_whole_file_is_not_fetched_again(host: Host, tells_size: bool) -> None:
    """Interrupted after the last byte; a host that does not say how long the file is gives it once more."""
    host.tells_size = tells_size
    part = folder_of(host.url).with_name("toy.zip.part")
    part.parent.mkdir(parents=True)
    part.write_bytes(host.content)
    assert (pull(host.url) / "config.json").is_file()
    assert host.asked == [f"bytes={len(host.content)}-", *([] if tells_size else [""])]


def test_a_full_disk_is_no_fault_of_the_host(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    def fill(*_: object) -> None:
        raise full

    with pytest.raises(AnalyzerError, match=r"can't keep .*No space left.* make room in .*HANLP_HOME"):
        pull(host.url, tell=fill)
    part = folder_of(host.url).with_name("toy.zip.part")
    assert 0 < part.stat().st_size <= len(host.content)
    with monkeypatch.context() as patched:
        patched.setattr(zipfile.ZipFile, "extractall", fill)
        with pytest.raises(AnalyzerError, match=r"can't unpack .*No space left.* make room in"):
            pull(host.url)
    assert [path.name for path in part.parent.iterdir()] == ["toy.zip"]  # whole: it need not be fetched again
    asked = len(host.asked)
    assert (pull(host.url) / "model.pt").is_file()
    assert len(host.asked) == asked


def test_a_home_that_can_not_be_made_is_told(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("HANLP_HOME", str(tmp_path / "file"))
    with pytest.raises(AnalyzerError, match=r"can't keep .*HANLP_HOME"):
        pull(host.url)
    assert host.asked == []


def test_what_is_here_is_compared_with_the_checksum_that_is_given(host: Host) -> None:
    pull(host.url)
    right = hashlib.sha256(host.content).hexdigest()
    told = CliRunner().invoke(app, ["models", "pull", host.url, "--sha256", right.upper()])
    assert (told.exit_code, "already here" in told.output) == (0, True)
    wrong = CliRunner().invoke(app, ["models", "pull", host.url, "--sha256", "0" * 64])
    assert wrong.exit_code == 2
    assert f"it was pulled with the checksum {right}" in wrong.output
    (folder_of(host.url) / "kg.sha256").unlink()
    unknown = CliRunner().invoke(app, ["models", "pull", host.url, "--sha256", right])
    assert unknown.exit_code == 2
    assert "nobody has noted its checksum" in unknown.output


def test_ctrl_c_keeps_what_was_fetched(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(name: str) -> object:
        def tell(have: int, size: int) -> None:
            raise KeyboardInterrupt

        return contextlib.nullcontext(tell)

    with monkeypatch.context() as patched:
        patched.setattr("kg.cli.terminal.byte_progress", interrupt)
        stopped = CliRunner().invoke(app, ["models", "pull", host.url])
    assert stopped.exit_code == 130
    assert "what was fetched is kept" in stopped.output
    assert "nothing was written" not in stopped.output
    assert folder_of(host.url).with_name("toy.zip.part").stat().st_size > 0
    assert CliRunner().invoke(app, ["models", "pull", host.url]).exit_code == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pull_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar on a terminal; in a pipe a line each tenth, and none of the terminal's signs."""
    shown = {}
    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr("sys.stderr", stream)
        with byte_progress("甲.zip") as tell:
            for have in range(0, 50_000_001, 500_000):
                tell(have, 50_000_000)
        shown[stream.isatty()] = stream.getvalue()
    assert "甲.zip" in shown[True] and "50.0/50.0 MB" in shown[True] and "━" in shown[True]
    lines = shown[False].splitlines()
    assert [lines[0], lines[5], lines[-1]] == [
        "甲.zip: 0 of 50 MB, 0%",
        "甲.zip: 25 of 50 MB, 50%",
        "甲.zip: 50 of 50 MB, 100%",
    ]
    assert len(lines) == 11 and "\x1b" not in shown[False] and "\r" not in shown[False]
    monkeypatch.setattr("sys.stderr", unsized := io.StringIO())
    with byte_progress("乙.zip") as tell:
        for have in (1, 5_000_000, 12_000_000, 13_000_000):
            tell(have, 0)
    assert unsized.getvalue().splitlines() == ["乙.zip: 0 MB", "乙.zip: 12 MB"]


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


def test_nothing_but_pull_asks_the_network(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_models, "lacking", lambda: ("torch",))
    told = CliRunner().invoke(app, ["build", "seeds/岭南政法.txt", "--analyzer", f"hanlp:{host.url}"])
    assert "torch not installed — pip install 'kg[hanlp]'" in told.output  # before the model: it would be of no use
    monkeypatch.setattr(known_models, "lacking", lambda: ())
    found = CliRunner().invoke(app, ["build", "seeds/岭南政法.txt", "--analyzer", f"hanlp:{host.url}"])
    assert found.exit_code == 2
    assert f"kg models pull {host.url}" in found.output
    assert host.asked == []
