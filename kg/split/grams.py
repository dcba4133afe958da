"""What words two texts share, by their runs of two and three Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Set
from operator import add

_FEW = 5  # to look for so many grams takes as long as to make one
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def bigrams(text: str, among: Set[str] | None = None) -> set[str]:
    """The pairs of neighbouring Chinese characters, or those of them that are `among` some.

    >>> sorted(bigrams("防汛，8支队")), bigrams("防汛，8支队", {"支队", "大队"})
    (['支队', '防汛'], {'支队'})
    """
    if among is not None and _FEW * len(among) < len(text):
        return {gram for gram in among if gram in text}
    found: set[str] = set()
    for run in _CHINESE.findall(text):
        pairs = map(add, run, run[1:])
        found.update(pairs if among is None else filter(among.__contains__, pairs))
    return found


def trigrams(text: str, among: Set[str] | None = None) -> set[str]:
    """The runs of three neighbouring Chinese characters, or those of them that are `among` some."""
    if among is not None and _FEW * len(among) < len(text):
        return {gram for gram in among if gram in text}
    found: set[str] = set()
    for run in _CHINESE.findall(text):
        runs = map(add, map(add, run, run[1:]), run[2:])
        found.update(runs if among is None else filter(among.__contains__, runs))
    return found
