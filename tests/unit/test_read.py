"""Reading: which files, which encoding, which date."""

from __future__ import annotations

import codecs
import itertools
import os
import re
from pathlib import Path

import pytest

from kg.errors import ReadError, UsageError
from kg.model import Document, Skip
from kg.read import find_pages, parse_date, published_on, read_documents
from kg.read.text import decode

PAGE = (
    "青阳区消防救援大队开展“冬防”行动\n2023年2月21日\n　　本报讯 昨日，大队走进 3 个社区，检查商铺 28 家，"
    "整改隐患一百余处。居民对此表示满意。\n一线消防员还为老人演示了灭火器的用法。\n"
)
TRADITIONAL = "縣政府舉辦聯合會報，邀請醫護與學區代表參與討論，並說明災後復舊經費。會後眾人齊赴現場勘驗橋樑。\n" * 3


def documents(*paths: Path, published: str | None = None) -> list[Document]:
    return [found for found in read_documents(paths, published) if isinstance(found, Document)]


def skips(*paths: Path) -> list[Skip]:
    return [found for found in read_documents(paths) if isinstance(found, Skip)]


def write(folder: Path, name: str, text: str = PAGE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PAGE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PAGE.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + PAGE.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + PAGE.encode("utf-32-be"), "utf-32-be"),
        (PAGE.encode("utf-16-le"), "utf-16-le"),
        (PAGE.encode("utf-16-be"), "utf-16-be"),
        (PAGE.encode("gb18030"), "gb18030"),
        (PAGE.encode("gbk"), "gb18030"),
    ],
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / "页.txt"
    path.write_bytes(data)
    [document] = documents(path)
    assert (document.text, document.encoding) == (PAGE, encoding)
    assert document.published == "2023-02-21"


@pytest.mark.parametrize("text", ["公安局", "镇", "镇镇\n", "第１版", "2023年，Ａ座"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_short_pages(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == (text, codec)


def test_characters_beyond_the_basic_plane_in_gb18030() -> None:
    text = "消防员𠮷田走进社区，检查商铺和出租房屋。㐂"
    assert decode(text.encode("gb18030")) == (text, "gb18030")


def test_big5_is_not_taken_for_gb18030() -> None:
    data = TRADITIONAL.encode("big5")
    data.decode("gb18030")  # valid, which is why looks have to decide
    text, encoding = decode(data)
    assert text == TRADITIONAL
    assert encoding in {"big5", "cp950", "big5hkscs"}


def test_utf8_cut_inside_its_last_character_is_read_and_reported() -> None:
    text, encoding = decode(PAGE.encode()[:-2])
    assert text == PAGE[:-2]
    assert encoding.startswith("utf-8, cut")


def test_utf8_with_a_broken_byte_is_not_read_as_something_else(tmp_path: Path) -> None:
    data = PAGE.encode()
    at = data.index("居民".encode())
    (tmp_path / "坏.txt").write_bytes(data[:at] + b"\xff" + data[at:])
    write(tmp_path, "好.txt")
    [skip] = skips(tmp_path)
    assert skip.reason == "broken UTF-8 in line 3 (save the page again)"
    assert [document.id for document in documents(tmp_path)] == ["好"]


def test_wrong_mark(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(codecs.BOM_UTF8 + PAGE.encode("gbk"))
    write(tmp_path, "2.txt")
    [skip] = skips(tmp_path)
    assert "byte order mark" in skip.reason


def test_text_is_not_altered(tmp_path: Path) -> None:
    text = "\r\n标题\r\n\r\n\u3000正文\u2028一\x0c 段\t。\r"
    [document] = documents(write(tmp_path, "1.txt", text))
    assert document.text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (" \n\u3000\n".encode(), "the file is empty"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
            "called .txt, but these are the bytes of a picture (call it .png)",
        ),
        ("正文\0正文".encode(), "this is binary data, not text (save it as plain text)"),
        (bytes(range(1, 32)) * 10, "this is binary data, not text (save it as plain text)"),
    ],
)
def test_what_is_no_page_is_skipped_and_the_others_kept(tmp_path: Path, data: bytes, reason: str) -> None:
    bad, good = tmp_path / "坏.txt", write(tmp_path, "好.txt")
    bad.write_bytes(data)
    assert skips(tmp_path) == [Skip(source=bad.as_posix(), step="read", reason=reason)]
    assert documents(tmp_path) == documents(good)
    with pytest.raises(ReadError, match=re.escape(reason)):
        list(read_documents([bad]))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_file_without_permission(tmp_path: Path) -> None:
    write(tmp_path, "1.txt")
    write(tmp_path, "2.txt").chmod(0)
    [skip] = skips(tmp_path)
    assert skip.source.endswith("2.txt")


def test_folders_are_read_in_natural_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("页10.txt", "页2.md", "页1.MARKDOWN", ".藏.txt", "版/b/4.txt", "版/3.txt", ".git/5.txt"):
        write(tmp_path, name)
    write(tmp_path, "decisions.toml")  # no page, and nothing that was passed over: the build reads it itself
    write(tmp_path, "notes.toml")
    found = find_pages([tmp_path])
    pages = [page.relative_to(tmp_path).as_posix() for page in found if isinstance(page, Path)]
    assert pages == ["版/3.txt", "版/b/4.txt", "页1.MARKDOWN", "页2.md", "页10.txt"]
    assert [skip.reason for skip in found if isinstance(skip, Skip)] == ["no reader for .toml"]


def test_order_and_repetition_of_paths_do_not_matter(tmp_path: Path) -> None:
    one, two = write(tmp_path, "甲/1.txt"), write(tmp_path, "乙/2.txt")
    expected = find_pages([tmp_path])
    for order in itertools.permutations([one, two, tmp_path, tmp_path / "**/*.txt", tmp_path / "甲" / ".." / "乙"]):
        assert [os.path.realpath(str(page)) for page in find_pages(order)] == [str(page) for page in expected]


def test_globs(tmp_path: Path) -> None:
    for name in ("1.txt", "a/2.txt", "a/b/3.txt", "a/b/4.md", "[5].txt"):
        write(tmp_path, name)

    def names(pattern: str) -> list[str]:
        return [Path(str(page)).name for page in find_pages([tmp_path / pattern])]

    assert names("*.txt") == ["1.txt", "[5].txt"]
    assert names("**/*.txt") == ["1.txt", "[5].txt", "2.txt", "3.txt"]
    assert names("a/*") == ["2.txt", "3.txt", "4.md"]
    assert names("[5].txt") == ["[5].txt"]
    with pytest.raises(ReadError, match="pattern matches no pages"):
        find_pages([tmp_path / "*.pdf"])


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path, "a/1.txt")
    try:
        (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "0").symlink_to(tmp_path / "a", target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    assert find_pages([tmp_path]) == [tmp_path / "a" / "1.txt"]


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "1.txt")
    try:
        (tmp_path / "2.txt").symlink_to(tmp_path / "nowhere.txt")
        os.mkfifo(tmp_path / "3.txt")
    except (OSError, AttributeError):
        pytest.skip("neither links nor pipes here")
    assert [skip.reason for skip in skips(tmp_path)] == ["neither a file nor a folder"] * 2


def test_unknown_paths_name_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, "seeds/内蒙古-1.txt")
    with pytest.raises(ReadError, match=r"did you mean .*内蒙古-1.txt"):
        find_pages([tmp_path / "seeds" / "内蒙古1.txt"])
    with pytest.raises(ReadError, match=r"did you mean .*seeds"):
        find_pages([tmp_path / "seed" / "a.txt"])


def test_no_pages(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="folder holds no pages"):
        find_pages([tmp_path])
    with pytest.raises(UsageError):
        find_pages([])
    with pytest.raises(ReadError, match=r"no reader for \.doc .*\.docx"):
        find_pages([write(tmp_path, "1.doc")])
    assert len(find_pages([tmp_path / "1.doc", write(tmp_path, "1.txt")])) == 2


def test_ids_are_stems_and_longer_where_they_collide(tmp_path: Path) -> None:
    paths = [write(tmp_path, name) for name in ("甲/x/1.txt", "乙/x/1.txt", "乙/2.txt", "乙/2.md", "乙/3.v1.txt")]
    expected = {"甲/x/1.txt", "乙/x/1.txt", "2.txt", "2.md", "3.v1"}
    for order in itertools.permutations(paths):
        assert {document.id for document in documents(*order)} == expected


def test_source_is_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "seeds/1.txt")
    monkeypatch.chdir(tmp_path)
    [document] = documents(Path("./seeds/"))
    assert document.source == "seeds/1.txt"


@pytest.mark.parametrize(
    "line",
    [
        "2008年04月05日 09:12",
        "2008-4-5 9:34:32",
        "2008/04/05",
        "2008.04.05",
        "2008年04月05日13:03",
        "2008 年 4 月 5 日",
        "２００８年４月５日",
        "二〇〇八年四月五日",
        "2008-04-05T09:12:00+08:00",
        "2008年04月05日 11:22:07 星期六",
        "2008年4月5日（星期六）",
        "发布时间：2008-04-05 来源：青阳日报",
        "来源：青阳日报 发布时间：2008-04-05 09:12 编辑：某某",
        "青阳日报 2008年4月5日 第3版",
        "**2008年4月5日**",
        "（2008年4月5日）",
        "日期: 2008-04-05",
        "A08　法治青阳　2008年4月5日　星期六　值班主任/某某　编辑/某某",
        "要闻·综合  2008年4月5日",
        "健康周刊    2008-04-05    B02",
        "2008.4.5 星期六 A10 责编：某 某 深度",
        "青 阳 日 报　 QINGYANG DAILY　2008 年 4 月 5 日　星期六",
        "平安青阳 2008年4月5日 21:36 发表于 青阳",
        "首页 > 数字报 > 2008年04月05日 > A04：要闻·法治",
    ],
)
def test_date_lines(line: str) -> None:
    assert published_on(f"眉题\n\n某区启动专项行动\n\n{line}\n正文于2011年1月1日写成。", "页") == (
        "2008-04-05",
        "date line",
    )


@pytest.mark.parametrize(
    "line",
    [
        "2008年4月5日，某区启动专项行动。",
        "2008年4月5日起某区施行新规",
        "自2008年4月5日",
        "2008年4月5日，市民某某到派出所报案",
        "截至 2008 年 4 月 5 日 全市",
        "青阳县交通局 2008年4月5日",
        "星期六是2008年4月5日，要闻",
        "4月5日 09:12",
        "2008年13月5日",
        "2008年2月30日 09:12",
        "2008-04/05",
        "12008-04-05",
        "2008-04-051",
        "2008年4月",
    ],
)
def test_lines_that_only_hold_a_date(line: str) -> None:
    assert published_on(f"标题\n{line}\n正文。", "页") == (None, "")


def test_a_date_line_stands_at_the_head() -> None:
    head = "\n".join("一二三四五")
    assert published_on(f"{head}\n2008年4月5日", "页")[0] == "2008-04-05"
    assert published_on(f"{head}\n六\n2008年4月5日", "页")[0] is None


def test_precedence_of_dates() -> None:
    front = "---\ntitle: 冬防\ndate: '2021-01-01'\n---\n"
    line = "标题\n2022-01-01 08:00\n"
    name = "2024-01-01_页"
    assert published_on(front + line, name, "2023-01-01") == ("2021-01-01", "front matter")
    assert published_on(line, name, "2023-01-01") == ("2022-01-01", "date line")
    assert published_on("标题\n", name, "2023-01-01") == ("2023-01-01", "option")
    assert published_on("标题\n", name) == ("2024-01-01", "file name")
    assert published_on("标题\n", "页") == (None, "")
    assert published_on("---\ndate: 2021-02-30\n---\n" + line, "页") == ("2022-01-01", "date line")


@pytest.mark.parametrize("key", ["date", "Published", "日期", "发布时间", '"date"'])
def test_front_matter_keys(key: str) -> None:
    assert published_on(f"---\r\ntitle: 一\r\n{key}: 2023年2月21日\r\n---\r\n标题", "页")[0] == "2023-02-21"


def test_a_rule_is_no_front_matter() -> None:
    assert published_on("标题\n---\ndate: 2021-01-01\n---\n", "页")[1] != "front matter"


@pytest.mark.parametrize(
    ("stem", "date"),
    [
        ("2023-02-21_头版", "2023-02-21"),
        ("20230221", "2023-02-21"),
        ("20230221001", "2023-02-21"),
        ("头版_20230221", "2023-02-21"),
        ("2023年2月21日头版", "2023-02-21"),
        ("2023_02_21", "2023-02-21"),
        ("20231321", None),
        ("头版120230221", None),
        ("页000", None),
    ],
)
def test_dates_in_file_names(stem: str, date: str | None) -> None:
    assert published_on("标题\n", stem)[0] == date


@pytest.mark.parametrize("date", ["2023-02-30", "昨天", "2023", "2023-02-21 后", "20230221x"])
def test_bad_date_option(tmp_path: Path, date: str) -> None:
    with pytest.raises(UsageError, match="--date"):
        read_documents([write(tmp_path, "1.txt", "标题\n")], date)


def test_date_option(tmp_path: Path) -> None:
    [document] = documents(write(tmp_path, "1.txt", "标题\n正文。"), published="2023/2/21")
    assert (document.published, document.published_from) == ("2023-02-21", "option")
    assert parse_date("2023年2月21日", option=True) == "2023-02-21"


@pytest.mark.skipif(os.name != "posix", reason="file names are text there")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xb9\xab.txt")).write_text(PAGE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only text")
    [document] = documents(tmp_path)
    assert document.id == "\ufffd\ufffd"
    document.source.encode("utf-8")
