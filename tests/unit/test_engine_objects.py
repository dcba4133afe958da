"""Pages in object stores, by a store in memory: found, named and opened as those of the same tree on disk."""

from __future__ import annotations

import json
import pickle
import uuid
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.decisions import FILE
from kg.engine import build_on
from kg.engine.objects import explained, find_objects, open_store, parse_address, read_verdicts
from kg.engine.plan import hash_sources
from kg.engine.records import record_files
from kg.engine.sources import Source, find_sources, find_verdicts, is_remote
from kg.errors import KgError, ReadError, UsageError
from kg.model import Skip
from kg.read import READERS, find_pages, read_documents
from kg.read.find import name_pages

pytest.importorskip("pyarrow.fs")

SUFFIXES = frozenset(READERS)
NEWS = '{"uri": "urn:1", "versioncreated": "2023-02-21T09:00:00Z", "headline": "夜市开张", "body_text": "夜市开张。"}'
TREE = {
    "1.txt": "一", "问 答?.txt": "二", "甲#1.txt": "三", "百分100%.txt": "四", "[旧]页.md": "五",
    "乙/1.txt": "六", "乙/丙/1.txt": "七", "乙/10.txt": "八", "乙/9.txt": "九",
    ".隐/1.txt": "十", "乙/.隐.txt": "十一", "图.doc": "十二", "无后缀": "十三",
    "新闻.json": NEWS, "设置.json": '{"page": 1}', FILE: "", "乙/decisions.toml": "",
}  # fmt: skip
DECISION = '[[drop]]\ntype = "Person"\nname = "由法官"\nwho = "王芳"\nwhen = 2026-11-22\nwhy = "不是人名"\n'


@pytest.fixture
def store() -> str:
    """The address of a new store; it lives as long as the process."""
    return f"mock://{uuid.uuid4().hex}"


def fill(store: str, tree: dict[str, str]) -> None:
    filesystem, base = open_store(store)
    assert base == ""
    for name, text in tree.items():
        filesystem.create_dir(str(Path(name).parent), recursive=True)
        with filesystem.open_output_stream(name) as stream:
            stream.write(text.encode())


def fill_disk(folder: Path, tree: dict[str, str]) -> Path:
    for name, text in tree.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_is_found_is_what_is_found_on_disk(store: str, tmp_path: Path) -> None:
    fill(store, TREE)
    found, skips = find_sources([f"{store}/"])
    disk = fill_disk(tmp_path / "树", TREE)
    pages = find_pages([disk])
    files = [page for page in pages if isinstance(page, Path)]
    assert [one.source for one in found] == [f"{store}/{page.relative_to(disk).as_posix()}" for page in files]
    assert [one.size for one in found] == [page.stat().st_size for page in files]
    expected = [
        (skip.source.removeprefix(f"{disk.as_posix()}/"), skip.step, skip.reason)
        for skip in pages
        if isinstance(skip, Skip)
    ]
    assert [(skip.source.removeprefix(f"{store}/"), skip.step, skip.reason) for skip in skips] == expected
    # Ids say no more of the path than tells pages apart, so those at the top may tell of more folders.
    names = name_pages(files)
    inside = [page for page in files if page.parent != disk]
    ids = {one.source: one.id for one in found}
    assert [ids[f"{store}/{page.relative_to(disk).as_posix()}"] for page in inside] == [names[page] for page in inside]
    assert len(set(ids.values())) == len(ids)
    # A page of the same name on disk makes ids longer, as any other page does.
    both, _ = find_sources([f"{store}/乙/9.txt", str(disk / "乙" / "9.txt")])
    assert {one.id for one in both} == {f"{store.removeprefix('mock://')}/乙/9.txt", "树/乙/9.txt"}


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["1", "甲#1", "百分100%", "问 答?"]),
        ("**/1.txt", ["1", "乙/1", "乙/丙/1"]),
        ("乙/[0-9].txt", ["乙/1", "乙/9"]),
        ("乙/[!1]*.txt", ["乙/9"]),
        ("乙/?.txt", ["乙/1", "乙/9"]),
        ("[乙]", ["乙/1", "乙/9", "乙/10", "乙/丙/1"]),
        ("[旧]页.md", ["[旧]页"]),
        ("问 答?.txt", ["问 答?"]),
        ("%E4%B9%99/9.txt", ["乙/9"]),
        ("*.json", ["新闻", "设置"]),
        ("乙/丙", ["乙/丙/1"]),
    ],
)
def test_files_folders_and_patterns(store: str, pattern: str, found: list[str]) -> None:
    fill(store, TREE)
    some, _ = find_sources([f"{store}/{pattern}"])
    assert [one.source.removeprefix(f"{store}/").rpartition(".")[0] for one in some] == found


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("s3://schlüssel:geheim@news/x", "credentials"),
        ("s3://schlüssel@news/x", "credentials"),
        ("abfs://c:geheim@konto.dfs.core.windows.net/x", "credentials"),
        ("s3://news/x?secret_key=geheim", "credentials"),
        ("abfs://c@konto.dfs.core.windows.net/x?client_secret=geheim", "credentials"),
        ("s3:///x", "no bucket"),
        ("s3://", "no bucket"),
        ("az://c/x", "no account"),
        ("nichts://a/b", "no store is called nichts://"),
        ("gs://news/x?colour=red", "colour"),
    ],
)
def test_addresses_that_are_none(address: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UsageError, match=message) as raised:
        find_objects(address, SUFFIXES)
    assert "geheim" not in str(raised.value)


def test_what_an_address_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    assert parse_address("s3a://晚报/2023/问?.txt").root == "s3://晚报"
    assert parse_address("s3a://晚报/2023/问?.txt").key == "2023/问?.txt"
    given = parse_address("s3://news/a/?region=cn-north-1&endpoint_override=minio:9000")
    assert (given.root, given.shown, given.key) == (
        "s3://news?region=cn-north-1&endpoint_override=minio:9000", "s3://news", "a",
    )  # fmt: skip
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://minio:9000")
    monkeypatch.setenv("AWS_REGION", "cn-north-1")
    root = parse_address("s3://news/a").root
    assert root == "s3://news?scheme=http&endpoint_override=minio%3A9000&region=cn-north-1"
    assert parse_address("gs://anonymous@news/a").shown == "gs://news"
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "konto")
    assert parse_address("az://c/x").root == "abfs://konto@c"
    assert parse_address("abfs://c@konto.dfs.core.windows.net/x").root == "abfs://c@konto.dfs.core.windows.net"


def test_what_is_not_there(store: str) -> None:
    fill(store, {"页/1.txt": "一", "空/图.doc": "二"})
    for wrong, message in (("无/", "no such file or folder"), ("无/*.txt", "not"), ("页/*.md", "no pages")):
        with pytest.raises(ReadError, match=message):
            find_sources([f"{store}/{wrong}"])
    with pytest.raises(ReadError, match=r"no reader for \.doc"):
        find_sources([f"{store}/空/"])


@pytest.mark.parametrize(
    ("error", "message", "remedy"),
    [
        (OSError("AWS Error NO_SUCH_BUCKET during ListObjectsV2 operation: It is not there"), "no such bucket", "name"),
        (OSError("AWS Error ACCESS_DENIED during HeadObject operation: No response body."), "no access", "environment"),
        (PermissionError(13, "Permission denied"), "no access", "environment"),
        (OSError("curlCode: 6, Could not resolve hostname (Request ID: ab12)"), "hostname —", "network"),
    ],
)
def test_what_a_store_answers(error: OSError, message: str, remedy: str) -> None:
    with pytest.raises(ReadError, match=message) as raised, explained("s3://news/x"):
        raise error
    assert remedy in raised.value.remedy and raised.value.source == "s3://news/x"


def test_verdicts_lie_beside_the_pages(store: str, tmp_path: Path) -> None:
    fill(store, {"页/1.txt": "一", f"页/{FILE}": DECISION, "页/乙/2.txt": "二", "3.txt": "三"})
    for address in ("页/", "页/1.txt", "页/*.txt"):
        assert read_verdicts(f"{store}/{address}") == [(f"{store}/页/{FILE}", DECISION.encode())]
    assert read_verdicts(f"{store}/页/乙/") == read_verdicts(f"{store}/3.txt") == []
    disk = fill_disk(tmp_path / "树", {"1.txt": "一", FILE: DECISION.replace("由法官", "由检察官")})
    both = find_verdicts([f"{store}/页/", str(disk), f"{store}/页/1.txt"])
    assert sorted(one.names[0] for one in both.verdicts) == ["由检察官", "由法官"]
    assert [one.names[0] for one in find_verdicts([f"{store}/页/"], disk / FILE).verdicts] == ["由检察官"]
    fill(store, {f"页/{FILE}": "[[drop]]\n"})
    with pytest.raises(KgError, match=f"{store}/页/{FILE}, line 1: drop without"):
        find_verdicts([f"{store}/页/"])


def test_the_folder_that_the_engine_reads(store: str, tmp_path: Path) -> None:
    from pyarrow.fs import FileSelector, PyFileSystem

    from kg.engine.listing import FOLDER, UNREADABLE, Listing, from_name, to_name

    fill(store, TREE)
    sources, _ = find_sources([f"{store}/"])
    sizes = {one.path: one.size for one in sources}
    listing = PyFileSystem(Listing(store, sizes))
    infos = listing.get_file_info(FileSelector(FOLDER, recursive=True))
    assert {from_name(info.path): info.size for info in infos} == sizes
    assert all(info.path.removeprefix(f"{FOLDER}/").isascii() and "?" not in info.path for info in infos)
    there = pickle.loads(pickle.dumps(listing))
    assert there.open_input_stream(to_name("甲#1.txt")).read() == "三".encode()
    gone = there.open_input_stream(to_name("没了.txt")).read()
    assert gone == UNREADABLE + b"No such file or directory"
    # On disk the names of files may be no text.
    odd = bytes(tmp_path) + b"/\xff?.txt"
    Path(odd.decode("utf-8", "surrogateescape")).write_bytes(b"x")
    disk = PyFileSystem(Listing(""))
    assert disk.open_input_stream(to_name(odd.decode("utf-8", "surrogateescape"))).read() == b"x"
    assert disk.open_input_stream(to_name(str(tmp_path / "无.txt"))).read().startswith(UNREADABLE)


def test_a_page_that_can_not_be_read_costs_no_other(tmp_path: Path) -> None:
    import pyarrow as pa

    from kg.engine.listing import UNREADABLE, to_name
    from kg.engine.plan import Plan

    plan = Plan(
        files="", rules="", analyzer="lexicon", published=None, columns={}, base="", parts=1, tables=False, waves=1,
        decisions="",
    )  # fmt: skip
    known = {f"b/{name}.txt": (f"s3://b/{name}.txt", name) for name in "甲乙"}
    text = "　　5月1日，平凉市公安局开展“护路”专项行动。\n".encode()
    batch = pa.table({"path": [*map(to_name, known)], "bytes": [UNREADABLE + b"Permission denied", text]})
    rows = record_files(batch, known, plan).to_pylist()
    said = {row["source"]: (row["step"], row["reason"], row["articles"]) for row in rows}
    assert said == {"s3://b/甲.txt": ("read", "Permission denied", 0), "s3://b/乙.txt": ("", "", 1)}


def test_no_option_of_a_store_is_kept() -> None:
    one = Source("s3://b?endpoint_override=minio", "b/1.txt", "s3://b/1.txt", "1", 3)
    other = Source("s3://b", "b/1.txt", "s3://b/1.txt", "1", 3)
    assert hash_sources([one]) == hash_sources([other]) != hash_sources([Source("", "b/1.txt", "b/1.txt", "1", 3)])


def test_without_an_engine(tmp_path: Path) -> None:
    for address, remedy in (("s3://b/x/", "--engine ray"), ("gs://b/*.txt", "--engine ray"), ("https://a/b", "save")):
        with pytest.raises(UsageError, match=address.replace("*", r"\*").rstrip("/")) as raised:
            list(read_documents([address]))
        assert remedy in raised.value.remedy
    result = CliRunner().invoke(app, ["build", "s3://b/x/", "-o", str(tmp_path / "out")])
    assert result.exit_code == 2 or isinstance(result.exception, KgError)
    assert not (tmp_path / "out").exists()
    (tmp_path / "s3:" / "b").mkdir(parents=True)
    assert is_remote("s3://b/x") and not is_remote(str(tmp_path / "s3:" / "b"))


def test_where_an_engine_does_not_write(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"s3://b/out: .*folder that all machines see"):
        build_on("ray", [str(tmp_path)], "s3:/b/out")
    with pytest.raises(UsageError, match="standard input"):
        build_on("ray", ["-"], str(tmp_path / "out"))


def test_news_in_json_is_asked_for(store: str) -> None:
    fill(store, {f"{number}.json": json.dumps({"n": number}) for number in range(40)} | {"页.json": NEWS})
    found, skips = find_sources([f"{store}/"])
    assert [one.id for one in found] == ["页"] and len(skips) == 40
