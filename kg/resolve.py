"""Entities across pages: which ids are one thing. (Names within a page: `refer`.)

Agencies are one when their signatures are (the same division, function and kind; see `refer.write.signature`), never
because their names look alike; everything else is one when its canonical name is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set


class Resolution:
    """Collects signatures page by page; `names` then says which ids stand for others."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}  # signature → the first id
        self._others: dict[str, set[str]] = defaultdict(set)  # those beside it, which most have not

    def add(self, signatures: Iterable[tuple[str, str]]) -> None:
        """Note pairs of an id and its signature."""
        for key, signature in signatures:
            first = self._keys.setdefault(signature, key)
            if first != key:
                self._others[signature].add(key)

    def names(self, apart: Set[frozenset[str]] = frozenset()) -> dict[str, str]:
        """Ids → the id of the longest printed name of the same thing; an id that is not in it stays.

        `apart` are pairs of ids that people have told to be different, whatever their signatures.

        >>> resolution = Resolution()
        >>> resolution.add([("agency/固阳县公安局", "s"), ("agency/包头市固阳县公安局", "s")])
        >>> resolution.names()
        {'agency/固阳县公安局': 'agency/包头市固阳县公安局'}
        """
        out: dict[str, str] = {}
        for signature, others in sorted(self._others.items()):
            groups: list[list[str]] = []
            for key in sorted((self._keys[signature], *others), key=lambda key: (-len(key), key)):
                for group in groups:
                    if not any(frozenset((key, other)) in apart for other in group):
                        group.append(key)
                        break
                else:
                    groups.append([key])
            out.update((key, group[0]) for group in groups for key in group[1:])
        return out
