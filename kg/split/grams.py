"""What words two texts share, by their runs of two and three Chinese characters."""

from __future__ import annotations

import re
from operator import add

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters.

    >>> sorted(bigrams("防汛，8支队"))
    ['支队', '防汛']
    """
    found: set[str] = set()
    for run in _CHINESE.findall(text):
        found.update(map(add, run, run[1:]))
    return found


def trigrams(text: str) -> set[str]:
    """The runs of three neighbouring Chinese characters."""
    found: set[str] = set()
    for run in _CHINESE.findall(text):
        found.update(map(add, map(add, run, run[1:]), run[2:]))
    return found
