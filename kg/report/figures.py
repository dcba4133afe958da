"""What a report says in numbers: the answers of named queries and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.query import named_query, query

if TYPE_CHECKING:
    from pyoxigraph import Store

QUERIES: dict[str, dict[str, str]] = {
    "pages": {},
    "classes": {},
    "relations": {},
    "top-agencies": {},
    "top-initiatives": {},
    "events-by-month": {},
    "events-without-month": {},
    "events-by-province": {},
    "agencies-by-province": {},
    "unlocated-events": {},
    "collaborations": {},
    "confidence-bands": {},
    "doubtful-facts": {"below": "0.5"},
}
"""The named queries that a report runs, in the order in which its appendix shows them, with their parameters."""

Rows = list[dict[str, str]]


class Figures:
    """The rows of each query of `QUERIES`, and the numbers that a report takes from them."""

    def __init__(self, graph: Store) -> None:
        self.rows: dict[str, Rows] = {
            name: query(graph, named_query(name).text, values, name=name).records() for name, values in QUERIES.items()
        }

    def table(self, name: str, key: str, value: str) -> dict[str, int]:
        """Two columns of a query as a mapping."""
        return {row.get(key, ""): int(row[value]) for row in self.rows[name]}

    @property
    def classes(self) -> Mapping[str, int]:
        """How many entities of each class there are."""
        return self.table("classes", "class", "entities")

    @property
    def facts(self) -> int:
        """How many relations there are, mentions aside."""
        return sum(self.table("relations", "relation", "facts").values())

    @property
    def months(self) -> dict[str, dict[str, int]]:
        """Events by month and type."""
        found: dict[str, dict[str, int]] = {}
        for row in self.rows["events-by-month"]:
            found.setdefault(row["month"], {})[row["type"]] = int(row["events"])
        return found

    @property
    def bands(self) -> dict[str, int]:
        """Relations by their confidence, the surest first."""
        return dict(sorted(self.table("confidence-bands", "band", "facts").items(), reverse=True))

    def distinct(self, name: str, *columns: str) -> int:
        """How many different values some columns of a query have: a thing may take several rows."""
        return len({tuple(row.get(column, "") for column in columns) for row in self.rows[name]})


def command(name: str) -> str:
    """What to type for a query of a report."""
    values = "".join(f" -p {key}={value}" for key, value in QUERIES[name].items())
    return f"kg query DIR --name {name}{values}"
