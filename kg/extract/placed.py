"""Stretches of a text that are looked up by place, without going through all of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Placed(dict[int, int]):
    """Stretches by place: where each begins and where it ends, in the order of the text.

    >>> placed = Placed([(0, 3), (4, 9)])
    >>> placed.before(5), placed.begins(3, 5), placed.cut_by(1, 2), placed.cut_by(3, 4)
    (4, True, True, False)
    """

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        super().__init__(places)
        self._starts = list(self)  # sorted, as the places are
        self._longest = max([stop - start for start, stop in self.items()], default=0)

    def before(self, place: int) -> int | None:
        """Where the first stretch begins that ends at a place or reaches over it."""
        for start in self._near(place):
            if self[start] >= place:
                return start
        return None

    def ending(self, place: int) -> int | None:
        """Where the first stretch begins that ends at a place."""
        for start in self._near(place):
            if self[start] == place:
                return start
        return None

    def holds(self, start: int, stop: int) -> bool:
        """Whether one stretch has two places in it."""
        return any(self[a] > stop for a in self._near(start + 1))

    def begins(self, start: int, stop: int) -> bool:
        """Whether a stretch begins between two places."""
        return bisect_left(self._starts, start) < bisect_left(self._starts, stop)

    def cut_by(self, start: int, stop: int) -> bool:
        """Whether a stretch would be cut by another: one begins in it and goes on behind it, or reaches into it."""
        return any(self[a] > stop for a in self._near(stop)) or any(start < self[a] < stop for a in self._near(start))

    def _near(self, place: int) -> list[int]:
        """Where those begin that begin before a place and may reach it."""
        return self._starts[bisect_left(self._starts, place - self._longest) : bisect_left(self._starts, place)]


def covered(spans: Iterable[tuple[int, int]], size: int) -> bytearray:
    """A byte for each place of a text of that size: 1 where one of the spans lies."""
    mask = bytearray(size)
    for start, stop in spans:
        mask[start:stop] = b"\1" * (stop - start)
    return mask
