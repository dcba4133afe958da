"""Entities across pages: which ids of the drafts are one thing. (Names within a page: `refer`.)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.extract.draft import Draft


def resolve(drafts: Iterable[Draft]) -> Mapping[str, str]:
    """Ids of the drafts → ids of the graph; an id that is not in it stays."""
    return {}
