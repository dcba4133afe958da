"""The same article in every format gives the same graph; what a format can't give is said."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kg.errors import ReadError, UsageError
from kg.model import Document, Knowledge, Skip
from kg.pipeline import build, build_documents
from kg.read import READERS, read_documents, read_file
from kg.read.ocr import find_engine
from kg.read.printed import Piece, read_printed
from tests.formats import (
    STORY,
    WRITERS,
    Story,
    as_broadsheet,
    as_crowded,
    as_csv,
    as_html,
    as_jsonl,
    as_markdown,
    as_ninjs,
    as_old_ninjs,
    as_pdf,
    as_rss,
    as_text,
)
from tests.properties.stories import STORIES

SECOND = Story(
    title="镇江市消防救援支队走进学校",
    date="2023-02-21",
    paragraphs=(
        "镇江讯 2月20日，镇江市消防救援支队走进京口区一所小学，为孩子们讲解怎样报警、怎样逃生，并组织了一次疏散演练。",
        "支队负责人介绍，今年以来已经走进学校30所，发放手册2000本，今后每个学期都要到每一所学校去一次。",
    ),
    byline="陈晓东",
)
THIRD = Story(
    title="泰州市人民法院审结一批欠薪案",
    date="2023-02-21",
    paragraphs=(
        "泰州讯 2月19日，泰州市海陵区人民法院集中发放执行款，为120名工人追回工资300万元，工人们当天就拿到了钱。",
        "该院开通了绿色通道，凡是涉及工资的案件一律先立案、先审理、先执行，让劳动者少跑路、早拿钱。",
    ),
    byline="周海燕",
)


def graph(knowledge: Knowledge) -> tuple[object, ...]:
    """What a graph says, without the names of its pages and the places in them."""

    def plain(key: str) -> str:
        return re.sub(r"(?<=@).*(?=-\d+$)|(?<=^article/).*(?=-\d+$)", "", key)

    entities = [
        (plain(e.id), e.label, e.aliases, e.anaphora, tuple(a for a in e.attributes if a[0] != "source"))
        for e in knowledge.entities
    ]
    return sorted(entities), sorted((plain(f.subject), f.predicate, plain(f.object), f.roles) for f in knowledge.facts)


def build_one(folder: Path, suffix: str, data: bytes) -> Knowledge:
    path = folder / f"2023-02-21{suffix}"
    path.write_bytes(data)
    knowledge, report = build([path])
    assert report.dropped == ()
    return knowledge


def documents(*paths: Path, columns: dict[str, str] | None = None) -> list[Document]:
    return [found for found in read_documents(paths, columns=columns) if isinstance(found, Document)]


def skips(*paths: Path) -> list[Skip]:
    return [found for found in read_documents(paths) if isinstance(found, Skip)]


FORMATS: dict[str, Callable[[Story], bytes]] = {
    **WRITERS,
    ".rss.xml": as_rss,
    ".list.json": as_old_ninjs,
    ".rows.json": lambda story: b"[" + as_jsonl(story).strip() + b"]",
    ".row.json": as_jsonl,
    ".one-column.pdf": lambda story: as_pdf(story, columns=1),
    ".three-columns.pdf": lambda story: as_pdf(story, columns=3),
    ".running-up.pdf": lambda story: as_pdf(story, turn=90),
    ".upside-down.pdf": lambda story: as_pdf(story, turn=180),
    ".running-down.pdf": lambda story: as_pdf(story, turn=270),
    ".tsv": lambda story: as_csv(story).decode("gb18030").replace(",", "\t").encode("utf-16"),
}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("story", [STORY, SECOND, THIRD], ids=lambda story: story.title)
def test_every_format_gives_the_same_graph(tmp_path: Path, story: Story, suffix: str) -> None:
    expected = build_one(tmp_path, ".txt", as_text(story))
    assert [e.label for e in expected.entities if e.type == "Article"] == [story.title]
    assert len(expected.facts) > 8
    assert graph(build_one(tmp_path, suffix, FORMATS[suffix](story))) == graph(expected)


def test_every_reader_is_tested() -> None:
    pictures = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"}
    alike = {".markdown": ".md", ".htm": ".html", ".xhtml": ".html", ".ndjson": ".jsonl", ".tsv": ".csv"}
    assert set(READERS) - pictures - set(alike) == set(WRITERS)
    assert all(READERS[one] is READERS[other] for one, other in alike.items())


@pytest.mark.parametrize("suffix", FORMATS)
def test_spans_point_into_the_reading_text(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"页{suffix}"
    path.write_bytes(FORMATS[suffix](STORY))
    [document] = documents(path)
    knowledge, _ = build_documents([document])
    for fact in knowledge.facts:
        for proof in fact.evidence:
            printed = re.sub(r"[\s#*]", "", document.text[proof.span.start : proof.span.stop])
            assert printed == re.sub(r"\s", "", proof.quote)


def test_a_broadsheet_is_read_article_by_article(tmp_path: Path) -> None:
    path = tmp_path / "版.pdf"
    path.write_bytes(as_broadsheet(STORY, SECOND, THIRD))
    [document] = documents(path)
    assert document.published == "2023-02-21"
    knowledge, _ = build([path])
    articles = {e.label: e for e in knowledge.entities if e.type == "Article"}
    assert set(articles) == {STORY.title, SECOND.title, THIRD.title}
    for story in (STORY, SECOND, THIRD):
        names = {value for name, value in articles[story.title].attributes if name == "byline"}
        assert names == set(story.byline.split())
        printed = re.sub(r"\s", "", document.text)
        assert all(re.sub(r"\s", "", p.removeprefix("## ")) in printed.replace("##", "") for p in story.paragraphs)


def test_columns_that_do_not_stand_under_each_other(tmp_path: Path) -> None:
    stories = [STORY, SECOND, THIRD, *STORIES[3:5]]
    path = tmp_path / "版.pdf"
    path.write_bytes(as_crowded(*stories))
    knowledge, _ = build([path])
    found = {
        e.label: {value for name, value in e.attributes if name == "byline"}
        for e in knowledge.entities
        if e.type == "Article"
    }
    assert found == {story.title: set(story.byline.split()) for story in stories}


def test_gutters_of_one_character_and_spaced_names() -> None:
    def rows(left: float, top: float, texts: list[str]) -> list[Piece]:
        return [
            Piece(left + 10 * i, top + 16 * n, left + 10 * i + 10, top + 16 * n + 10, 10, char)
            for n, text in enumerate(texts)
            for i, char in enumerate(text)
        ]

    left = rows(0, 0, ["扬州市公安局发布通", "告，提醒驾驶人慢行", "，注意安全，不要抢", "行。（王小明　李强"])
    right = rows(100, 0, ["）民警还走进社区开", "展宣传，为居民讲解", "有关的规定和办法。"])
    assert read_printed([left + right]).split("\n") == [
        "扬州市公安局发布通", "告，提醒驾驶人慢行", "，注意安全，不要抢", "行。（王小明 李强", "）民警还走进社区开",
        "展宣传，为居民讲解", "有关的规定和办法。", "",
    ]  # fmt: skip


def test_columns_of_tables_by_name(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("标号;稿件;题;刊于\n甲7;" + STORY.paragraphs[0] + ";冬防;2023/2/21\n;;;\n", encoding="utf-8")
    with pytest.raises(ReadError, match="no column of text"):
        list(read_documents([path]))
    columns = {"text": "稿件", "title": "题", "date": "刊于", "id": "标号"}
    [document] = documents(path, columns=columns)
    assert document.id == "表.csv/甲7"
    assert document.source == f"{path.as_posix()}/甲7"
    assert (document.published, document.published_from) == ("2023-02-21", "column")
    assert document.text.startswith("# 冬防\n\n扬州讯")
    with pytest.raises(ReadError, match="no column “稿子”"):
        list(read_documents([path], columns={"text": "稿子"}))
    with pytest.raises(UsageError, match="one of text"):
        read_documents([path], columns={"titel": "题"})


def test_rows_that_are_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "页.jsonl"
    good = as_jsonl(STORY).decode().strip()
    rows = [good, "", "{broken", "[]", '{"text": ""}', '{"标题": "甲"}', '{"text": "\\ud800公安局。", "id": 7}', good]
    path.write_text("\n".join(rows), encoding="utf-8")
    found = list(read_documents([path]))
    assert [d.id for d in found if isinstance(d, Document)] == ["页.jsonl/1", "页.jsonl/7", "页.jsonl/8"]
    assert [d.text for d in found if isinstance(d, Document)][1] == "\ufffd公安局。\n"
    reasons = {s.source.rpartition("/")[2]: s.reason for s in found if isinstance(s, Skip)}
    assert set(reasons) == {"3", "4", "5", "6"}
    assert reasons["3"].startswith("not JSON")
    assert reasons["5"] == "no text"
    assert "no column of text: only 标题" in reasons["6"]


def test_json_of_other_kinds(tmp_path: Path) -> None:
    path = tmp_path / "页.json"
    item = {"uri": "urn:1", "type": "picture", "headline": "甲", "versioncreated": "2023-02-21T08:00:00Z"}
    for said, reason in (
        ("甲日报讯", "this JSON is broken"),
        ("[" * 100_000, "this JSON is broken"),
        ("7", "holds no objects"),
        ("[1, 2]", "holds no objects"),
        ('{"page": "甲", "articles": []}', "unknown kind: no column of text: only page, articles"),
        (json.dumps(item), "ninjs without text, of the type picture"),
        ('{"text": "', "this JSON is broken"),
    ):
        path.write_text(said, encoding="utf-8")
        [skip] = read_file(path, "页")
        assert isinstance(skip, Skip)
        assert reason in skip.reason
    path.write_bytes('[{"text": "公安局"}]'.encode("gbk"))
    [skip] = read_file(path, "页")
    assert isinstance(skip, Skip)
    assert skip.reason.startswith("not UTF-8")


def test_json_in_a_list(tmp_path: Path) -> None:
    path = tmp_path / "甲.json"
    item = json.loads(as_ninjs(STORY))
    old = {
        "uri": "urn:2",
        "headline_main": "夜市开张",
        "headline_sub": "灯亮了",
        "by": "王小明",
        "body_text": "昨晚开张。",
    }
    markup = {"uri": "urn:3", "headline": "夜市", "byline": "王小明", "body_xhtml": "<p>夜市，<br/>王小明。</p>"}
    brief = {"uri": "urn:5", "headlines": [], "descriptions": [{"value": "简讯。"}], "versionCreated": "2023"}
    rows = [
        item,
        old,
        markup,
        7,
        {"uri": "urn:4", "headline": "无文"},
        brief,
        {"id": "某", "content": ["一。", "二。"]},
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    found = list(read_documents([path]))
    assert [(d.id, d.text) for d in found if isinstance(d, Document)][1:] == [
        ("甲.json/2", "# 夜市开张\n\n王小明\n\n昨晚开张。\n"),
        ("甲.json/3", "夜市，\n王小明。\n"),
        ("甲.json/6", "简讯。\n"),
        ("甲.json/某", "一。\n二。\n"),
    ]
    assert found[0] == msgspec.structs.replace(documents_of(item, tmp_path), id="甲.json/1", source=f"{path}/1")
    assert [s.reason for s in found if isinstance(s, Skip)] == [
        "not a JSON object",
        "ninjs without text, of the type text",
    ]


def documents_of(item: object, folder: Path) -> Document:
    path = folder / "独.json"
    path.write_text(json.dumps(item), encoding="utf-8")
    [document] = documents(path)
    return document


def test_json_is_read_from_folders_where_it_tells_of_news(tmp_path: Path) -> None:
    (tmp_path / "页.txt").write_bytes(as_text(STORY))
    (tmp_path / "页.json").write_text('{"page": "页", "articles": [{"title": "甲"}]}', encoding="utf-8")
    (tmp_path / "行.json").write_bytes(b"[" + as_jsonl(STORY).strip() + b"]")
    (tmp_path / "稿.json").write_bytes(as_ninjs(STORY))
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as archive:
        for name in ("页.json", "稿.json"):
            archive.write(tmp_path / name, name)
    found = list(read_documents([tmp_path]))
    assert {d.id for d in found if isinstance(d, Document)} == {"页", "稿", "包.zip/稿.json"}
    assert {s.source.partition(f"{tmp_path}/")[2] for s in found if isinstance(s, Skip)} == {
        "页.json", "行.json", "包.zip/页.json",
    }  # fmt: skip
    assert {s.step for s in found if isinstance(s, Skip)} == {"find"}
    assert len(documents(tmp_path / "行.json")) == len(documents(Path(f"{tmp_path}/行*.json"))) == 1


def test_archive_of_all_kinds(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "甲")
    path = tmp_path / "2023.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix, writer in WRITERS.items():
            if suffix not in (".zip", ".jsonl"):
                archive.writestr(f"版/页{suffix}", writer(STORY))
        archive.writestr("版/内.zip", inner.getvalue())
        archive.writestr("版/坏.pdf", b"%PDF-1.4 broken")
        archive.writestr("版/图.svg", b"<svg/>")
        archive.writestr("../../外.txt", as_text(STORY))
        archive.writestr("ABCDEF.txt", as_text(SECOND))
        archive.writestr(".藏.txt", "藏")
    # As Windows packs: the name in GBK, and nothing that says so.
    path.write_bytes(path.read_bytes().replace(b"ABCDEF.txt", "公安局.txt".encode("gbk")))
    found = list(read_documents([path]))
    names = {d.source.partition("2023.zip/")[2] for d in found if isinstance(d, Document)}
    kinds = {f"版/页{suffix}" for suffix in WRITERS if suffix not in (".zip", ".jsonl", ".csv", ".epub")}
    assert names == kinds | {"版/页.csv/1", "版/页.epub/OEBPS/text/页 1.xhtml", "外.txt", "公安局.txt"}
    reasons = {s.source.partition("2023.zip/")[2]: s.reason for s in found if isinstance(s, Skip)}
    assert set(reasons) == {"版/内.zip", "版/坏.pdf", "版/图.svg"}
    assert reasons["版/内.zip"].startswith("an archive in an archive")
    assert not list(tmp_path.parent.glob("外*"))


def test_pages_of_an_archive_and_of_a_folder_of_its_name_have_their_own_ids(tmp_path: Path) -> None:
    for name in ("甲/1.txt", "乙/1.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(as_text(STORY))
    with zipfile.ZipFile(tmp_path / "甲.zip", "w") as archive:
        archive.writestr("1.txt", as_text(STORY))
    ids = [document.id for document in documents(tmp_path)]
    assert sorted(ids) == ["乙/1.txt", "甲.zip/1.txt", "甲/1.txt"]


def test_web_pages_in_other_encodings(tmp_path: Path) -> None:
    text = as_html(STORY).decode()
    for codec in ("gb2312", "big5"):
        path = tmp_path / f"{codec}.html"
        said = text.replace('charset="utf-8"', f'charset="{codec}"')
        if codec == "big5":
            said = "".join(char if _fits(char, "big5") else "公" for char in said)
        path.write_bytes(said.encode(codec))
        [document] = documents(path)
        assert document.encoding == f"html, {'gb18030' if codec == 'gb2312' else codec}"
        assert document.text.startswith("# ")
        assert "首页" not in document.text
        assert "版权所有" not in document.text


def _fits(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def test_alto(tmp_path: Path) -> None:
    lines = ["青阳区消防救援大队走进社区检查", "商铺，整改隐患十余处，居民表示", "十分满意，今后还要再来几次。"]
    strings = "".join(
        f'<TextLine HPOS="10" VPOS="{100 + 20 * n}" WIDTH="150" HEIGHT="10"><String CONTENT="{line}"/></TextLine>'
        for n, line in enumerate(lines)
    )
    head = '<TextLine HPOS="10" VPOS="50" WIDTH="200" HEIGHT="30"><String CONTENT="大队上门查隐患"/></TextLine>'
    path = tmp_path / "页.xml"
    path.write_text(
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page><PrintSpace><TextBlock>'
        f"{strings}{head}</TextBlock></PrintSpace></Page></Layout></alto>",
        encoding="utf-8",
    )
    [document] = documents(path)
    assert document.text.split("\n") == ["# 大队上门查隐患", "", *lines, ""]


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body.content><p>&x;</p>'
        "</body.content></nitf>",
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "公安局"><!ENTITY y "&x;&x;&x;">]><nitf><body.content><p>&y;</p>'
        "</body.content></nitf>",
    ],
)
def test_xml_with_entities_is_refused(tmp_path: Path, xml: str) -> None:
    path = tmp_path / "页.xml"
    path.write_text(xml, encoding="utf-8")
    with pytest.raises(ReadError, match="broken"):
        list(read_documents([path]))


def test_unknown_xml_says_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "页.xml").write_text("<sitemap/>", encoding="utf-8")
    with pytest.raises(ReadError, match=r"<sitemap>.*NITF"):
        list(read_documents([tmp_path]))


@pytest.mark.parametrize("package", ["pypdfium2", "docx", "trafilatura"])
def test_a_missing_library_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    suffix = {"pypdfium2": ".pdf", "docx": ".docx", "trafilatura": ".html"}[package]
    (tmp_path / f"1{suffix}").write_bytes(WRITERS[suffix](STORY))
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "2.txt").write_bytes(as_text(STORY))
    [skip] = skips(tmp_path)
    assert "kg[formats]" in skip.reason
    assert len(documents(tmp_path)) == 1


@pytest.mark.parametrize("suffix", [s for s in WRITERS if s not in (".txt", ".md", ".jsonl", ".json", ".csv")])
def test_wrong_suffix_is_said(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "好.txt").write_bytes(as_text(STORY))
    for other in WRITERS:
        kinds = {
            ".docx": "ZIP",
            ".epub": "ZIP",
            ".zip": "ZIP",
            ".txt": "",
            ".md": "",
            ".jsonl": "",
            ".json": "",
            ".csv": "",
        }
        if kinds.get(other, other) == kinds.get(suffix, suffix) or suffix == ".xml":
            continue
        path = tmp_path / f"页{other}"
        path.write_bytes(WRITERS[suffix](STORY))
        [skip] = skips(path, tmp_path / "好.txt")
        assert re.search("called|no XML|broken|XML of an unknown kind", skip.reason), skip
        path.unlink()


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the OCR program: it answers as tesseract does, and reads the same two rows in every picture."""
    head = "level page_num block_num par_num line_num word_num left top width height conf text".replace(" ", "\t")
    words = [("5 1 1 1 1 1 100 100 400 60 95 大队上门", 0), ("5 1 1 1 1 2 500 100 300 60 93 查隐患", 0)]
    body = "青阳区消防救援大队走进社区检查商铺，整改隐患十余处。"
    words.append((f"5 1 2 1 1 1 100 300 800 30 91 {body}", 0))
    words.append(("5 1 2 1 1 2 900 300 10 30 8 杂", 0))
    table = "\n".join([head, *(row.replace(" ", "\t") for row, _ in words)])
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "tesseract"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "given = sys.stdin.buffer.read()\n"
        "if '--list-langs' in sys.argv: print('List of languages (2):\\nchi_sim\\neng')\n"
        "elif '--version' in sys.argv: print('tesseract 5.3.0')\n"
        "elif given[:2] not in (b'P5', b'\\x89P'): sys.exit('not a picture')\n"
        f"else: sys.stdout.buffer.write({table!r}.encode())\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    find_engine.cache_clear()
    return program


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


def scan() -> bytes:
    """A PDF whose only page is a picture."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 300), invariant=True)
    canvas.drawImage(ImageReader(io.BytesIO(PNG)), 0, 0, 200, 300)
    canvas.save()
    return out.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script")
@pytest.mark.parametrize(("name", "data"), [("页.png", PNG), ("页.pdf", scan())], ids=["picture", "scan"])
def test_pictures_and_scans_are_read_by_the_ocr_program(
    tmp_path: Path, tesseract: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    [document] = documents(tmp_path / name)
    assert "ocr tesseract 5.3.0 chi_sim+eng" in document.encoding
    assert document.text == "# 大队上门查隐患\n\n青阳区消防救援大队走进社区检查商铺，整改隐患十余处。\n"
    find_engine.cache_clear()


@pytest.mark.parametrize(("name", "data"), [("页.png", PNG), ("页.pdf", scan())], ids=["picture", "scan"])
def test_without_an_ocr_program_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    find_engine.cache_clear()
    (tmp_path / name).write_bytes(data)
    (tmp_path / "好.txt").write_bytes(as_text(STORY))
    [skip] = skips(tmp_path)
    assert "no OCR program is here" in skip.reason
    assert "tesseract-ocr" in skip.reason
    find_engine.cache_clear()


@pytest.mark.parametrize("suffix", WRITERS)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    if suffix == ".csv":
        pytest.skip("its bytes do not say that they are a table")
    given = io.TextIOWrapper(io.BytesIO(WRITERS[suffix](STORY)))
    monkeypatch.setattr(sys, "stdin", given)
    [document] = documents(Path("-"))
    assert document.source.startswith("stdin")
    assert STORY.title in document.text


def test_web_page_dates_do_not_hang_on_the_clock(tmp_path: Path) -> None:
    (tmp_path / "页.html").write_bytes(as_html(STORY).replace(b"2023-02-21", b"2031-02-21"))
    [document] = documents(tmp_path)
    assert document.published == "2031-02-21"


def test_markdown_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "页.md").write_bytes(as_markdown(STORY))
    [document] = documents(tmp_path)
    assert document.text.encode() == as_markdown(STORY)
