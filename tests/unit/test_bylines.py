"""Where a byline stands and how it is written: below the headline, at the head of the lead, after the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Document, Line
from kg.read import read_documents
from kg.split import split
from kg.split.authors import read_authors

_HEADLINE = "邗江交警进校园护平安"
_BODY = (
    "11月8日，扬州市公安局交警支队邗江大队民警走进邗江实验学校，开展交通安全宣传活动，师生1200余人参加。"
    "民警通过播放视频、发放资料等方式，讲解了闯红灯、不戴头盔的危害。\n　　下一步，邗江大队将继续深化警校联动机制。"
)
_BELOW = [
    "□本报记者 张明华 □通讯员 李娜",
    "中国消防记者 张明华",
    "本报讯 记者 张明华 通讯员 李娜",
    "△张明华",
    "张明华",
    "邗江大队 张明华",
    "扬州市公安局 张明华 李娜",
    "图 张明华",
    "记者 张明华\n通讯员 李娜 文/图",
]
_LEADS = [
    "（记者 张明华）",
    "（通讯员 张明华 记者 李娜）",
    "（扬州日报记者 张明华）",
    "【本报讯】（记者 张明华）",
    "【本报记者 张明华 报道】",
    "本报讯 记者 张明华 通讯员 李娜",
    "本报记者 张明华 通讯员 李娜 报道",
    "记者张明华报道",
    "扬州11月8日讯（张明华）",
]
_ENDS = ["张明华（作者单位：邗江大队）", "（作者：张明华，单位：邗江大队）"]


def _read(tmp_path: Path, text: str) -> tuple[str, list[str]]:
    page = tmp_path / "页.txt"
    page.write_text(text, encoding="utf-8")
    documents = [d for d in read_documents([str(page)], None) if isinstance(d, Document)]
    [article] = [a for document in documents for a in split(document)]
    return article.headline.text, sorted(author.name for author in article.authors)


def _names(byline: str) -> list[str]:
    return sorted(name for name in ("张明华", "李娜") if name in byline)


@pytest.mark.parametrize("byline", _BELOW)
def test_below_the_headline(tmp_path: Path, byline: str) -> None:
    text = f"{_HEADLINE}\n{byline}\n　　{_BODY}\n"
    assert _read(tmp_path, text) == (_HEADLINE, _names(byline))


@pytest.mark.parametrize("byline", _LEADS)
def test_at_the_head_of_the_lead(tmp_path: Path, byline: str) -> None:
    text = f"{_HEADLINE}\n　　{byline}{_BODY}\n"
    assert _read(tmp_path, text) == (_HEADLINE, _names(byline))


@pytest.mark.parametrize("byline", _ENDS)
def test_after_the_text(tmp_path: Path, byline: str) -> None:
    text = f"{_HEADLINE}\n　　{_BODY}\n{byline}\n"
    assert _read(tmp_path, text) == (_HEADLINE, _names(byline))


@pytest.mark.parametrize("row", ["高质量", "护学忙", "平安行"])
def test_a_row_of_words_stays_in_the_headline(tmp_path: Path, row: str) -> None:
    headline, authors = _read(tmp_path, f"{_HEADLINE}\n{row}\n　　{_BODY}\n")
    assert headline == f"{_HEADLINE} {row}" and authors == []


def test_who_wrote_the_whole_page_is_no_headline(tmp_path: Path) -> None:
    text = f"本版稿件由张明华 李娜采写\n{_HEADLINE}\n　　{_BODY}\n"
    assert _read(tmp_path, text) == (_HEADLINE, [])


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("王小明李建国", ["王小明", "李建国"]),
        ("刘洋范海涛", ["刘洋", "范海涛"]),
        ("王敏李强", ["王敏", "李强"]),
        ("王敏李强赵小兰", ["王敏", "李强", "赵小兰"]),
        ("欧阳文博", ["欧阳文博"]),
        ("阿拉坦仓", ["阿拉坦仓"]),
        ("边巴卓玛", ["边巴卓玛"]),
    ],
)
def test_names_that_nothing_parts(run: str, names: list[str]) -> None:
    line = Line(text=run, offsets=tuple(range(len(run))))
    assert [author.name for author in read_authors(line)] == names
