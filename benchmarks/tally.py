"""What a benchmark counts: how many of the things asked for were found, and which were not."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple


class Miss(NamedTuple):
    """Something asked for that was not found (or found and not asked for): its kind, where it stands, and its words."""

    kind: str
    where: str
    text: str
    context: str = ""


class Tally:
    """A count of things looked for under one name; `aim` is the share that the issue asks for, or None.

    >>> tally = Tally("agencies", aim=0.8)
    >>> tally.count(True), tally.count(False, Miss("bare unit", "a.txt", "刑侦大队"))
    (None, None)
    >>> tally.found, tally.total, tally.share
    (1, 2, 0.5)
    """

    def __init__(self, name: str, *, aim: float | None = None) -> None:
        self.name, self.aim = name, aim
        self.found = self.total = 0
        self.misses: list[Miss] = []

    def count(self, found: bool, miss: Miss | None = None) -> None:
        """Count one thing, and keep `miss` if it was not found."""
        self.total += 1
        self.found += found
        if not found and miss is not None:
            self.misses.append(miss)

    @property
    def share(self) -> float:
        """What part was found, between 0 and 1; 0 of nothing."""
        return self.found / self.total if self.total else 0.0

    def kinds(self) -> list[tuple[str, list[Miss]]]:
        """The misses by kind, the most frequent first."""
        often = Counter(miss.kind for miss in self.misses)
        return [(k, [m for m in self.misses if m.kind == k]) for k in sorted(often, key=lambda k: (-often[k], k))]

    def as_json(self, *, misses: bool = False) -> dict[str, Any]:
        """The figures as plain values, with the misses if you like."""
        share = round(self.share, 4)
        out: dict[str, Any] = {"name": self.name, "found": self.found, "total": self.total, "share": share}
        if self.aim is not None:
            out["aim"] = self.aim
        if misses:
            out["misses"] = [miss._asdict() for miss in self.misses]
        return out
