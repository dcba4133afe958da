"""Builds on Ray, for real, of pages in an object store: a server on this machine that speaks S3.

It is installed with `pip install 'kg[engine-tests]'`; without it, all is skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.decisions import find_decisions, read_decisions
from kg.engine import build_on, collect_nquads, read_manifest
from kg.engine.sources import find_sources
from kg.errors import KgError
from kg.model import Document, Report
from kg.pipeline import build_documents
from kg.rdf import to_nquads
from kg.read import read_documents
from tests.unit.test_engine import ROOT, make_pages, split_lines

BUCKET = "wanbao"
TOP = "晚报 2023"
SECRET = "so-geheim-wie-nur-was"
NEWS = {
    "uri": "urn:kg:1", "versioncreated": "2023-02-21T09:00:00Z", "language": "zh", "headline": "平凉夜查酒驾",
    "body_text": "2月20日，平凉市公安局交警支队在世纪花园路口设卡夜查，查处酒驾5起。",
}  # fmt: skip


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """A client of a store that is reached by what stands in the environment, with one empty bucket."""
    pytest.importorskip("ray")
    moto = pytest.importorskip("moto.server", reason="no server of S3: pip install 'kg[engine-tests]'")
    import boto3

    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "kg")
        environment.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_EC2_METADATA_DISABLED", "true")
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
        client.create_bucket(Bucket=BUCKET)
        yield client
    server.stop()


def make_tree(folder: Path) -> Path:
    """The pages of the sample with their verdicts, and what is hard about names, kinds and contents."""
    for page in (ROOT / "seeds").rglob("*"):
        if page.is_file():
            there = folder / page.relative_to(ROOT / "seeds")
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(page.read_bytes())
    odd = make_pages(folder / "怪名", 6)
    for name, new in zip("012345", ("问 答?", "甲#1", "百分100%", "加+号=;", "0", "[旧]%20"), strict=True):
        (odd / f"{name}.txt").rename(odd / f"{new}.txt")
    make_pages(folder / "乙" / "丙", 2)
    make_pages(folder / "乙" / ".隐", 2)
    (folder / "新闻.json").write_text(json.dumps(NEWS, ensure_ascii=False), encoding="utf-8")
    (folder / "设置.json").write_text('{"page": 1}', encoding="utf-8")
    (folder / "坏.txt").write_bytes(bytes(range(256)))
    (folder / "图.doc").write_bytes(b"x")
    return folder


def build_moved(folder: Path, old: str, new: str) -> tuple[list[str], Report]:
    """The sorted lines and the report of a build on one process, for pages that lie somewhere else."""

    def move(text: str) -> str:
        return text.replace(old, new, 1)

    pages = [msgspec.structs.replace(page, source=move(page.source)) for page in read_documents([folder], "2024-03-01")]
    assert any(isinstance(page, Document) for page in pages)
    knowledge, report = build_documents(pages, analyzer="lexicon", decisions=read_decisions(find_decisions([folder])))
    return split_lines(to_nquads(knowledge)), report


@pytest.mark.slow
def test_a_bucket_is_built_as_the_same_tree_on_disk(bucket: Any, tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "树")
    for page in tree.rglob("*"):
        if page.is_file():
            key = f"{TOP}/{page.relative_to(tree).as_posix()}"
            bucket.put_object(Bucket=BUCKET, Key=key, Body=page.read_bytes())
    bucket.put_object(Bucket=BUCKET, Key=f"{TOP}/空夹/", Body=b"")
    out, address = tmp_path / "out", f"s3://{BUCKET}/{TOP}"
    options = ["--engine", "ray", "-j", "2", "--date", "2024-03-01", "--analyzer", "lexicon", "--json"]
    result = CliRunner().invoke(app, ["build", f"{address}/", "-o", str(out), *options])
    assert result.exit_code == 0, result.output
    expected, report = build_moved(tree, tree.as_posix(), address)
    assert list(collect_nquads(out)) == expected
    manifest = read_manifest(out)
    assert manifest.entities == report.entities
    assert (manifest.pages, manifest.articles) == (len(report.documents), report.articles)
    assert [one["effect"] for one in manifest.decisions] == [one["effect"] for one in report.decisions]
    skipped = [json.loads(line) for line in (out / "skipped.jsonl").read_text("utf-8").splitlines()]
    assert sorted((one["source"], one["reason"]) for one in skipped if one["step"] != "decide") == sorted(
        (one.source.replace(tree.as_posix(), address), one.reason)
        for one in report.dropped
        if one.step in ("find", "read", "split", "extract")
    )
    assert [one["reason"] for one in skipped if one["step"] == "decide"]
    for file in out.rglob("*.json*"):
        assert SECRET not in file.read_text("utf-8") and "127.0.0.1" not in file.read_text("utf-8")


@pytest.mark.slow
def test_parquet_in_a_bucket_is_read_as_on_disk(bucket: Any, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    pages = make_pages(tmp_path / "页", 12)
    rows = [{"编号": page.stem, "正文": page.read_text(encoding="utf-8")} for page in sorted(pages.iterdir())]
    table = tmp_path / "day=1" / "集 1.parquet"
    table.parent.mkdir()
    parquet.write_table(pa.Table.from_pylist(rows), table)
    bucket.put_object(Bucket=BUCKET, Key="表/day=1/集 1.parquet", Body=table.read_bytes())
    bucket.put_object(Bucket=BUCKET, Key="表/坏.parquet", Body=b"PAR1, but no more")
    manifest = build_on(
        "ray", [f"s3://{BUCKET}/表/"], str(tmp_path / "out"), jobs=2, published="2024-03-01", analyzer="lexicon"
    )
    assert (manifest.pages, manifest.skipped) == (12, 1)
    assert "坏.parquet" in (tmp_path / "out" / "skipped.jsonl").read_text("utf-8")
    lines = tmp_path / "集 1.jsonl"
    lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    documents = [
        msgspec.structs.replace(
            page,
            id=page.id.replace("集 1.jsonl", "集 1.parquet"),
            source=page.source.replace(lines.as_posix(), f"s3://{BUCKET}/表/day=1/集 1.parquet"),
        )
        for page in read_documents([lines], "2024-03-01")
        if isinstance(page, Document)
    ]
    expected = to_nquads(build_documents(documents, analyzer="lexicon")[0])
    assert list(collect_nquads(tmp_path / "out")) == split_lines(expected)


def test_what_a_store_says_of_wrong_addresses(bucket: Any, tmp_path: Path) -> None:
    bucket.put_object(Bucket=BUCKET, Key="错/1.txt", Body="一".encode())
    for address, message in (
        (f"s3://{BUCKET}/无此夹/", "no such file or folder"),
        ("s3://wu-ci-tong/错/", "no such bucket"),
        ("s3://wu-ci-tong/", "no such bucket"),
    ):
        with pytest.raises(KgError, match=message) as raised:
            find_sources([address])
        assert address in str(raised.value) and SECRET not in str(raised.value)
    found, _ = find_sources([f"s3://{BUCKET}/错/1.txt", f"s3a://{BUCKET}/错/"])
    assert len(found) == 1
