"""China as tiles: each division one square, drawn as SVG and shaded by a number."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from math import log

import msgspec

LEVELS = 5
"""Shades above nothing."""
SIDE, STEP = 72, 78
"""Width of a tile and distance of two, in the units of the drawing."""


class Tile(msgspec.Struct, frozen=True):
    """A province: column and row from the upper left, its sign in Chinese and English, its English name."""

    at: tuple[int, int]
    mark: tuple[str, str]
    name: str


class Tiles(msgspec.Struct, frozen=True):
    """All of `tiles.toml`: provinces by code, and `within` each its divisions' columns and rows by code."""

    places: dict[str, Tile]
    within: dict[str, dict[str, tuple[int, int]]]


@cache
def read_tiles() -> Tiles:
    """The content of `tiles.toml`."""
    text = files("kg.view").joinpath("assets", "tiles.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Tiles)


def level(number: int, most: int) -> int:
    """The shade of a number, 0 for none and `LEVELS` for the most: equal steps of the logarithm.

    >>> [level(n, 100) for n in (0, 1, 3, 10, 30, 100)]
    [0, 1, 2, 3, 4, 5]
    """
    if number < 1:
        return 0
    if most <= LEVELS:  # few: the numbers themselves
        return LEVELS - most + number if most > 2 else 2 + number
    return 1 + min(LEVELS - 1, int(LEVELS * log(number) / log(most) * 0.9999))


def scale(most: int) -> list[tuple[int, int, int]]:
    """The legend: (shade, from, to) for each shade that numbers up to `most` can have.

    >>> scale(3)
    [(3, 1, 1), (4, 2, 2), (5, 3, 3)]
    """
    found: dict[int, tuple[int, int]] = {}
    for number in range(1, most + 1):
        shade = level(number, most)
        found[shade] = (found.get(shade, (number, number))[0], number)
    return [(shade, *found[shade]) for shade in sorted(found)]


def draw_provinces(counts: Mapping[str, int], names: Mapping[str, str], at: int, *, label: str) -> str:
    """The provinces as an SVG drawing; `counts` and `names` by code, `label` for those who can't see it."""
    places = read_tiles().places
    most = max(counts.values(), default=0)
    columns, rows = 1 + max(t.at[0] for t in places.values()), 1 + max(t.at[1] for t in places.values())
    made = []
    for code, tile in sorted(places.items(), key=lambda pair: (pair[1].at[1], pair[1].at[0])):
        number = counts.get(code, 0)
        name = names.get(code, "") if at == 0 else tile.name
        x, y = tile.at[0] * STEP, tile.at[1] * STEP
        said = escape(f"{name} {number:,}")
        made.append(
            f'<g class="tile l{level(number, most)}" data-code="{code}" transform="translate({x} {y})" '
            f'aria-label="{said}">'
            f'<title>{said}</title><rect width="{SIDE}" height="{SIDE}" rx="12"/>'
            f'<text class="sign" x="{SIDE // 2}" y="{34 if number else 45}">{escape(tile.mark[at])}</text>'
            f'<text class="count" x="{SIDE // 2}" y="59">{f"{number:,}" if number else ""}</text></g>'
        )
    box = f"-2 -2 {columns * STEP - STEP + SIDE + 4} {rows * STEP - STEP + SIDE + 4}"
    return f'<svg class="tiles" viewBox="{box}" role="group" aria-label="{escape(label)}">{"".join(made)}</svg>'
