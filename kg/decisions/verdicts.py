"""Verdicts as values, and what they say together: which names are one, and whether they contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kg.errors import DecisionError


class Decision(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One verdict: on entities of class `type`, given by `who` on the day `when` (ISO) because of `why`.

    `names` are those that it is about: all that are `same` or `different`, the old name, what is dropped; `name` what
    they are called from now on (`same`, `rename`). `articles` are ids without `article/`, such as `页-1`.
    """

    kind: str
    type: str
    names: tuple[str, ...]
    name: str = ""
    articles: tuple[str, ...] = ()
    who: str
    when: str
    why: str
    source: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """File and line, in the form that editors open."""
        return f"{self.source}:{self.line}" if self.line else self.source

    def __str__(self) -> str:
        what = " = ".join(self.names) if self.kind == "same" else " ≠ ".join(self.names)
        if self.articles:
            what = f"{self.names[0]} in {', '.join(self.articles)}"
        to = f" → {self.name}" if self.name and self.name != self.names[0] else ""
        return f"{self.kind} {self.type} {what}{to}"


class Decisions(msgspec.Struct, frozen=True):
    """Verdicts, sorted, that do not contradict each other; `canonical` maps (class, name) to the name that remains."""

    verdicts: tuple[Decision, ...] = ()
    canonical: Mapping[tuple[str, str], str] = {}

    def of_kind(self, kind: str) -> list[Decision]:
        """The verdicts of one kind."""
        return [one for one in self.verdicts if one.kind == kind]

    def apart(self) -> frozenset[frozenset[str]]:
        """The pairs of ids that no rule may merge."""
        pairs = set()
        for one in self.of_kind("different"):
            ids = [to_id(one.type, name) for name in one.names]
            pairs |= {frozenset((a, b)) for a in ids for b in ids if a != b}
        return frozenset(pairs)


NO_DECISIONS = Decisions()


def to_id(kind: str, name: str) -> str:
    """The id of what is called so, where ids are made of names; an id stays.

    >>> to_id("Agency", "甲县公安局"), to_id("Region", "region/150105")
    ('agency/甲县公安局', 'region/150105')
    """
    folder = f"{kind.lower()}/"
    return name if name.startswith(folder) else folder + name


def gather(verdicts: Iterable[Decision]) -> Decisions:
    """The verdicts together, in any order the same.

    Raises: DecisionError where two contradict each other.
    """
    ordered = tuple(sorted(set(verdicts)))
    groups = _Groups(ordered)
    dropped = {(one.type, one.names[0]): one for one in ordered if one.kind == "drop"}
    canonical: dict[tuple[str, str], str] = {}
    for members, told in groups:
        for member in members & dropped.keys():
            raise _clash([dropped[member], *told], f"“{member[1]}” is dropped, and merged or renamed as well")
        old = {(one.type, name) for one in told for name in one.names if name != one.name}
        left = {(one.type, one.name) for one in told} - old
        if len(left) != 1:
            raise _clash(told, f"“{min(members)[1]}” can't be called {' and '.join(sorted({o.name for o in told}))}")
        canonical |= dict.fromkeys(members, left.pop()[1])
    confirmed = {(o.type, n, a): o for o in ordered if o.kind == "same" for n in o.names for a in o.articles}
    for one in ordered:
        if one.kind == "different":
            for key in {(one.type, name, article) for name in one.names for article in one.articles} & confirmed.keys():
                raise _clash([one, confirmed[key]], f"“{key[1]}” in {key[2]} is told to be the same, and different")
            met: dict[tuple[str, str], str] = {}
            for name in one.names:
                other = met.setdefault(groups.top((one.type, name)), name)
                if other != name:
                    told = [v for v in ordered if v.kind in ("same", "rename") and {*v.names, v.name} & {name, other}]
                    raise _clash([one, *told], f"“{other}” and “{name}” are told to be the same, and different")
    return Decisions(ordered, canonical)


class _Groups:
    """Names that `same` and `rename` make one."""

    def __init__(self, verdicts: Iterable[Decision]) -> None:
        self._up: dict[tuple[str, str], tuple[str, str]] = {}
        self._told = [one for one in verdicts if one.kind in ("same", "rename")]
        for one in self._told:
            for name in one.names:
                first, other = self.top((one.type, one.name)), self.top((one.type, name))
                if first != other:
                    self._up[max(first, other)] = min(first, other)

    def top(self, name: tuple[str, str]) -> tuple[str, str]:
        while name in self._up:
            name = self._up[name]
        return name

    def __iter__(self) -> Iterator[tuple[set[tuple[str, str]], list[Decision]]]:
        members: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        told: dict[tuple[str, str], list[Decision]] = defaultdict(list)
        for one in self._told:
            top = self.top((one.type, one.name))
            members[top] |= {(one.type, name) for name in (one.name, *one.names)}
            told[top].append(one)
        return ((members[top], told[top]) for top in sorted(members))


def _clash(verdicts: list[Decision], message: str) -> DecisionError:
    places = sorted({one.place for one in verdicts})
    return DecisionError(message, source=" and ".join(places), remedy="take one of the verdicts out")
