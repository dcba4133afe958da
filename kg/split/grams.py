"""What words two texts share, by their runs of two and three Chinese characters."""

from __future__ import annotations

import re

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def bigrams(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters.

    >>> sorted(bigrams("防汛，8支队"))
    ['支队', '防汛']
    """
    return {run[i : i + 2] for run in _CHINESE.findall(text) for i in range(len(run) - 1)}


def trigrams(text: str) -> set[str]:
    """The runs of three neighbouring Chinese characters."""
    return {run[i : i + 3] for run in _CHINESE.findall(text) for i in range(len(run) - 2)}
