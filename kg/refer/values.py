"""What is known of a page while its names are being resolved."""

from __future__ import annotations

import msgspec

from kg.extract.draft import Draft
from kg.extract.parts import Chain


class Area(msgspec.Struct, frozen=True, gc=False):
    """A division as a page means it: its id, canonical name, level, and code where the gazetteer has one."""

    key: str
    label: str
    level: str
    code: str = ""


class Step(msgspec.Struct, frozen=True, gc=False):
    """One body of a chain.

    `areas` are the divisions printed before it, as `printed`; `stem` says what it does, `head` what it is; `kind` is
    that of its part of the chain (`U` or `K`).
    """

    areas: tuple[Area, ...]
    printed: str
    text: str
    stem: str
    head: str
    kind: str = "U"


class Body:
    """An agency of the page; `last` is the body itself, without its superiors."""

    __slots__ = ("area", "key", "label", "last", "parent", "steps")

    def __init__(self, steps: tuple[Step, ...], parent: Body | None, area: Area | None) -> None:
        self.steps, self.parent, self.area = steps, parent, area
        self.last: Step = steps[-1]
        self.label = self.key = ""  # set by `Roster.name`, when all of the page is known

    def is_named_after(self, place: str) -> bool:
        """Whether the division stands in the agency's own last step, or the agency is one step."""
        areas = self.last.areas
        return len(self.steps) == 1 or not areas or areas[-1].key == place


class Pending(msgspec.Struct, frozen=True, gc=False):
    """A mention whose agency has no final name yet."""

    start: int
    stop: int
    body: Body
    rule: str
    confidence: float
    anaphor: bool


class Reading:
    """One article while its names are being resolved."""

    def __init__(self, draft: Draft, chains: list[Chain]) -> None:
        self.draft, self.chains = draft, chains
        self.page = draft.passage.article.document.id.replace("#", "-")  # in ids of what is known in its page only
        self.context: list[str] = []  # codes of the certain divisions, in order
        self.areas: dict[tuple[int, int], Area] = {}  # (start, stop) of a part → its division
        self.anchor: Area | None = None  # the last of them that the gazetteer has, from the county up
        self.places: list[tuple[int, int]] = []  # the same parts, sorted
        self.passing: set[tuple[int, int]] = set()  # of those, short forms in a list (民勤、永昌等邻县)
        self.bodies: list[tuple[int, Body]] = []  # what has been named so far
        self.pending: list[Pending] = []
