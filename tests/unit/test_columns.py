"""Columns side by side in plain text are read one after the other."""

from __future__ import annotations

from kg.layout.columns import read_lines
from kg.split import split
from tests.pages import page

LEFT = [
    "山路修通了",
    "本报记者 王敏",
    "　　五月六日，养路工把塌方",
    "的山路重新修通，运送牛奶的",
    "货车当天就开进了村子里。",
]
RIGHT = ["路灯亮起来", "　　夜里十点，供电所的师傅", "还在杆子上接线，直到村口的", "路灯亮起来。（李强）"]


def beside(left: list[str], right: list[str], gap: str) -> str:
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    width = max(len(row) + sum(c > "\u2010" for c in row) for row in left)
    pads = [" " * (width - len(row) - sum(c > "\u2010" for c in row)) for row in left]
    return "\n".join((a + pad + gap + b).rstrip() for a, pad, b in zip(left, pads, right, strict=True)) + "\n"


def lines(text: str) -> list[str]:
    return [row for p in read_lines(text) if (row := text[p.start : p.stop].rstrip())]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = LEFT, ["", *RIGHT]
    assert lines(beside(left, right, "        ")) == [*left, *RIGHT]
    (one, two) = split(page(beside(left, right, "　　　　")))
    assert (one.headline.text, [a.name for a in one.authors]) == ("山路修通了", ["王敏"])
    assert (two.headline.text, [a.name for a in two.authors]) == ("路灯亮起来", ["李强"])


def test_three_columns() -> None:
    columns = [[f"{name}{n}一二三四五六" for n in "甲乙丙丁戊己"] for name in "左中右"]
    text = beside(columns[0], beside(columns[1], columns[2], "      ").splitlines(), "      ")
    assert lines(text) == [*columns[0], *columns[1], *columns[2]]


def test_a_column_that_goes_on_below_the_other() -> None:
    assert lines(beside([*LEFT, *LEFT], RIGHT, "        ")) == [*LEFT, *LEFT, *RIGHT]


def test_gaps_that_make_no_columns_stay() -> None:
    text = "山路修通了    路灯亮起来\n　　五月六日，养路工    把塌方的山路\n重新修通。\n　　　　　　王敏    李强\n"
    assert lines(text) == text.splitlines()


def test_every_character_is_kept_once() -> None:
    text = beside(LEFT, RIGHT, "        ")
    seen = [i for p in read_lines(text) for i in range(p.start, p.stop) if not text[i].isspace()]
    assert sorted(seen) == [i for i, c in enumerate(text) if not c.isspace()]


ROWS = [f"{c}山路修通了货车开进来" for c in "甲乙丙丁戊己庚辛"]


def test_headlines_over_both_columns_part_them() -> None:
    first, second = ROWS[:4], ROWS[4:]
    text = (
        beside(first[:2], first[2:], "　　　　") * 3 + "\n路灯亮起来\n\n" + beside(second[:2], second[2:], "　　　　")
    )
    assert lines(text)[-5:] == ["路灯亮起来", *second]


def test_a_headline_over_full_width_text_ends_the_columns() -> None:
    wide = "夜里十点供电所的师傅还在杆子上接线直到村口的路灯亮起来孩子们才肯回家。"
    text = beside(ROWS[:4], ROWS[4:], "　　　　") + f"\n路灯亮起来\n\n{wide}\n{wide}\n"
    assert lines(text) == [*ROWS, "路灯亮起来", wide, wide]


def test_the_first_row_on_the_right_is_indented() -> None:
    right = ["　　" + ROWS[4][:8], *ROWS[5:]]
    assert lines(beside(ROWS[:4], right, "　　　　")) == [*ROWS[:4], *right]
