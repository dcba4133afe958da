"""Short columns of a printed page, and what looks like columns and is none."""

from __future__ import annotations

import pytest

from kg.read.printed import Piece, read_printed

SIZE = 10.0


def rows(texts: list[str], left: float, top: float = 100) -> list[Piece]:
    """Rows of type of ten points, sixteen apart."""
    return [
        Piece(left, top + 16 * n, left + SIZE * len(text), top + 16 * n + SIZE, SIZE, text)
        for n, text in enumerate(texts)
    ]


def lines(*columns: list[str], width: int = 12) -> list[str]:
    found = [piece for n, column in enumerate(columns) for piece in rows(column, 50 + n * (width + 2) * SIZE)]
    return [line.strip() for line in read_printed([found]).split("\n") if line.strip()]


ROWS = [f"{c}养路工把塌方的山路修通" for c in "甲乙丙丁戊己庚辛壬"]


@pytest.mark.parametrize("sizes", [(4, 4, 1), (3, 3, 2), (2, 2, 2), (2, 2, 1), (4, 1), (2, 2)])
def test_short_columns_are_read_one_after_the_other(sizes: tuple[int, ...]) -> None:
    rest = iter(ROWS)
    columns = [[next(rest) for _ in range(size)] for size in sizes]
    assert lines(*columns) == [row for column in columns for row in column]


def test_a_short_last_row_of_a_paragraph_leaves_them_columns() -> None:
    columns = [ROWS[:3], [ROWS[3], "开进了村。", ROWS[4]], ["（王敏）"]]
    assert lines(*columns) == [row for column in columns for row in column]


def test_names_and_figures_side_by_side_are_rows() -> None:
    assert lines(["山路", "路灯"], ["三百米", "四十盏"]) == ["山路 三百米", "路灯 四十盏"]
    assert lines([ROWS[0], "开进了村。"], ["（王敏）"])[0] == f"{ROWS[0]} （王敏）"
