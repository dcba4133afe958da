"""Every trap of a printed page: lines are put back together, and each character keeps its place."""

from __future__ import annotations

import pytest

from kg.layout import blocks, ends_sentence, read_rows, unwrap, width
from kg.layout.names import BESIDE_NAMES, TELLS


def outline(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.line.text) for block in blocks(text)]


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        (
            "包头市公安局青山区分局今天在市\n民广场举行开放日活动。\n",
            "包头市公安局青山区分局今天在市民广场举行开放日活动。",
        ),
        ("民警用 DeepSe\nek 平台核对线索，全程只要2\n0分钟。\n", "民警用DeepSeek平台核对线索，全程只要20分钟。"),
        ("活动从 2 月 1\n7 日开始，到 7 月\n16日结束，历时半年。\n", "活动从2月17日开始，到7月16日结束，历时半年。"),
        ("车祸造成3.\n5万元损失，民警处\n理完毕。\n", "车祸造成3.5万元损失，民警处理完毕。"),
        (
            "民警接到电话就出门，\n冒着大雪把老人送到医\n\n院，等到家属来了才离\n开。\n",
            "民警接到电话就出门，冒着大雪把老人送到医院，等到家属来了才离开。",
        ),
    ],
    ids=["word", "Latin word", "date", "decimal", "blank line in a sentence"],
)
def test_lines_broken_inside_words_are_joined(rows: str, whole: str) -> None:
    assert outline(rows) == [("paragraph", whole)]


def test_stray_spaces_go_and_spaces_between_latin_words_stay() -> None:
    text = "民警　在 Smart City 大厅 值 班 。"
    assert outline(text) == [("paragraph", "民警在Smart City大厅值班。")]


def test_indents_and_blank_lines_start_paragraphs() -> None:
    rows = (
        "　　第一段写到这里就完了，一共两\n行。\n　　第二段从这里开始，也写了两行\n字。\n\n"
        "第三段没有缩进，但是前面有一个空\n行。\n"
    )
    assert [text[:3] for _, text in outline(rows)] == ["第一段", "第二段", "第三段"]


def test_a_full_row_that_ends_a_sentence_does_not_end_its_paragraph() -> None:
    rows = "　　早上八点，民警到了村口的桥。\n他们先看水位，再看堤坝，然后挨家\n挨户敲门，劝大家搬到学校。\n"
    assert len(outline(rows)) == 1


def test_a_closing_quote_at_the_start_of_a_row_goes_on() -> None:
    rows = "“孩子们的书包里都装了一张卡片。\n”校长说，上面写着民警的电话号码\n和村口警务室的地址。\n"
    assert outline(rows)[0][1].startswith("“孩子们的书包里都装了一张卡片。”校长说")


def test_one_line_a_paragraph() -> None:
    lines = [f"第{n}段。" + "民警挨家挨户走访，把提示卡贴在门上，" * 4 + "一直忙到天黑。" for n in "一二三"]
    assert [text for _, text in outline("\n".join(lines) + "\n")] == lines


def test_headlines_of_several_lines_and_kickers() -> None:
    text = "　　五月以来，民警走进每一个社区，\n把防范知识送到门口。\n"
    rows = f"青山分局\n\n一张网守住\n千家万户的灯火\n\n{text}"
    assert outline(rows)[:2] == [("heading", "青山分局"), ("heading", "一张网守住 千家万户的灯火")]


def test_a_headline_that_dangles_starts_the_paragraph() -> None:
    rows = "青山分局民警开展的\n入户走访活动受到居民欢迎，大家都\n说好，还送来了一面锦旗。\n"
    assert [kind for kind, _ in outline(rows)] == ["paragraph"]


def test_section_headings_stand_alone() -> None:
    text = "　　夜里十点，巡逻车还停在巷口，红\n蓝灯光照着回家的路。\n"
    rows = f"　　民警走进社区，把防范知识送到门\n口。\n\n警灯亮在巷口\n\n{text}"
    assert outline(rows)[1] == ("heading", "警灯亮在巷口")


@pytest.mark.parametrize(
    "caption",
    ["图为颁奖现场。", "颁奖现场颁奖现场。。", "民警为老人送药。 李明摄", "（资料图）图为演练", "![](images/a.png)"],
)
def test_captions_are_set_apart(caption: str) -> None:
    before = "　　民警走进社区，把防范知识送到门\n口，居民都说好。\n（王敏）\n"
    rows = f"{before}\n{caption}\n\n　　第二篇文章从这里开始，说的是另\n一件事情。\n"
    assert ("caption", caption.replace(" ", "")) in outline(rows)


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("（沈翠英）", "沈翠英"),
        ("（记者 郭雪晴 通讯员 秦岳）", "记者 郭雪晴 通讯员 秦岳"),
        ("(何 津 马成栋)", "何 津 马成栋"),
        ("□本报记者 何知夏", "本报记者 何知夏"),
    ],
)
def test_bylines(row: str, names: str) -> None:
    rows = f"　　民警走进社区，把防范知识送到门\n口，居民都说好。\n{row}\n"
    assert outline(rows)[-1] == ("byline", names)


@pytest.mark.parametrize("row", ["（以下简称支队）", "（图为现场）", "记者在现场看到", "（待续）"])
def test_no_bylines(row: str) -> None:
    rows = f"　　民警走进社区，把防范知识送到门\n口，居民都说好。\n{row}\n"
    assert "byline" not in [kind for kind, _ in outline(rows)]


def test_a_byline_broken_over_two_rows() -> None:
    rows = "　　民警走进社区，把防范知识送到门\n口，居民都说好。（记者 郭雪晴 通讯\n员 秦岳）\n"
    assert outline(rows)[-1] == ("byline", "记者 郭雪晴 通讯\n员 秦岳")


def test_a_byline_ends_its_own_paragraph() -> None:
    rows = "　　第一段到这里就写完了。\n　　第二段的最后一句。（王敏）\n"
    assert [kind for kind, _ in outline(rows)] == ["paragraph", "paragraph", "byline"]


def test_date_lines_are_no_text_and_sentences_are_no_date_lines() -> None:
    assert outline("2008年04月05日 09:12 来源：晨报\n")[0][0] == "date"
    rows = "　　2022年11月3日，青山区市场监督\n管理局举行开放日活动，居民参加。\n"
    assert outline(rows) == [("paragraph", "2022年11月3日，青山区市场监督管理局举行开放日活动，居民参加。")]


def test_markdown() -> None:
    text = "# 灯亮了 **路通了**\n\n**西宁讯** 村口的*路灯*亮了。\n\n## 二\n\n---\n\n灯下，孩子在写作业。\n"
    assert outline(text) == [
        ("heading", "灯亮了 路通了"),
        ("paragraph", "西宁讯村口的路灯亮了。"),
        ("heading", "二"),
        ("paragraph", "灯下，孩子在写作业。"),
    ]
    assert [block.level for block in blocks(text)] == [1, 0, 2, 0]


def test_every_character_keeps_its_place() -> None:
    text = "灯亮了\n路通了\n\n　　2 月 1\n7 日，民警到\n了 Smart City 大厅。（记者 王\n敏）\n"
    for block in blocks(text):
        for c, at in zip(block.line.text, block.line.offsets, strict=True):
            assert text[at] == c or (c == " " and text[at] in " \u3000\n")


def test_unwrap_gives_the_places() -> None:
    line = unwrap("一 二\n三", [(0, 3), (4, 5)])
    assert (line.text, line.offsets) == ("一二三", (0, 2, 4))


def test_widths_and_columns() -> None:
    assert width("“平安”12") == 4.0
    rows = read_rows("　　一二三四五六七八\n一二三四五六七八九十\n一二三四五六七八九十\n一二三四。\n")
    assert [row.indent for row in rows] == [2.0, 0.0, 0.0, 0.0]
    assert rows[0].column == 10.0


@pytest.mark.parametrize(
    ("text", "ends"),
    [("完了。", True), ("“完了。”", True), ("完了，", False), ("完了", False), ("", False), ("真的？", True)],
)
def test_ends_sentence(text: str, ends: bool) -> None:
    assert ends_sentence(text) is ends


@pytest.mark.parametrize("text", ["", "\n\n\n", "　　\n \t\n", "---\n", "#\n", "**\n"])
def test_nothing_gives_nothing(text: str) -> None:
    assert [kind for kind, line in outline(text) if line] == []


_TOLD = (
    "本报记者 县融媒体中心通讯员 评论员 实习生 晚报特约作者 撰稿人 供稿人 撰文 执笔 读者 图由受访者提供 图片由县局提供"
    " 文字 图文 文/图 采写 整理 综合报道 摄影 文/ /摄 本报讯 单位： 丨"
)


@pytest.mark.parametrize("told", _TOLD.split())
def test_what_stands_beside_names_is_told_at_one_look(told: str) -> None:
    """`TELLS` passes over rows before the patterns are tried: whatever those find, it must find too."""
    for text in (told, f"王敏 {told} 李强", f"{told}：王敏"):
        assert TELLS.search(text) or not BESIDE_NAMES.search(text)
