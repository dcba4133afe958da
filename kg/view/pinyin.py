"""How characters are read, for finding names typed in pinyin; the table is `assets/pinyin.txt`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def read_pinyin() -> dict[str, tuple[str, ...]]:
    """Each character's readings, without tones, in alphabetical order."""
    readings: dict[str, list[str]] = defaultdict(list)
    for line in files("kg.view").joinpath("assets", "pinyin.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split(" ")
            for character in characters:
                readings[character].append(syllable)
    return {character: tuple(syllables) for character, syllables in readings.items()}


def readings_of(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The readings of every character in the names that has any, in the characters' order.

    >>> readings_of(["长沙", "110"])
    {'沙': ('sha', 'suo'), '长': ('chang', 'zhang')}
    """
    readings = read_pinyin()
    return {character: readings[character] for character in sorted(set().union(*names)) if character in readings}
