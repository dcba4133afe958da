"""Where things are: the divisions above each region, and the regions of events, agencies and initiatives."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from kg.lexicon.gazetteer import load_gazetteer
from kg.model import Entity, Knowledge

NATION = "000000"


class Area(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Where something is: `province` and `prefecture` are codes or empty, `name` the smallest division's name.

    `nation` says that it concerns the whole country. In a municipality `prefecture` is a district's code.
    """

    province: str = ""
    prefecture: str = ""
    name: str = ""
    nation: bool = False


class Areas:
    """The areas of a graph: of regions by their code or by what they lie in, of other things by their relations."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._gazetteer = load_gazetteer()
        self._entities = {entity.id: entity for entity in knowledge.entities}
        self._out: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._into: dict[tuple[str, str], list[str]] = defaultdict(list)
        for fact in knowledge.facts:
            if fact.predicate != "mentions":
                self._out[fact.subject, fact.predicate].append(fact.object)
                self._into[fact.object, fact.predicate].append(fact.subject)
        self._known: dict[str, Area | None] = {}

    def name(self, code: str) -> str:
        """The official name of a division."""
        return self._gazetteer.by_code[code].name

    def short(self, code: str) -> str:
        """A division's name without its rank, as it stands on a tile: 呼和浩特, 锡林郭勒.

        >>> Areas(Knowledge()).short("150100")
        '呼和浩特'
        """
        region = self._gazetteer.by_code[code]
        return next((s for s in region.shorts if len(s) > 1 and region.name.startswith(s)), region.name)

    def of_region(self, name: str) -> Area | None:
        """The area of a region or place, by its id; None if the graph does not say in which province it lies."""
        if name not in self._known:
            self._known[name] = None  # two regions within each other must not go round forever
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> Area | None:
        entity = self._entities.get(name)
        if entity is None:
            return None
        code = entity.get("adcode") or name.partition("/")[2]
        region = self._gazetteer.by_code.get(code) if entity.type == "Region" else None
        if region is not None:
            if region.adcode == NATION:
                return Area(name=entity.label, nation=True)
            line = [above.adcode for above in reversed((region, *self._gazetteer.ancestors(region)))][1:]
            return Area(province=line[0], prefecture=line[1] if len(line) > 1 else "", name=entity.label)
        for outer in self._out[name, "within"]:
            found = self.of_region(outer)
            if found is not None and not found.nation:
                return msgspec.structs.replace(found, name=entity.label)
        return None

    def of_event(self, name: str) -> tuple[tuple[Area, ...], bool]:
        """The areas in which an event takes place, and whether the pages say so; else they are those of its hosts."""
        said = self._regions(self._out[name, "takesPlaceIn"])
        if said:
            return said, True
        hosts = self._into[name, "organizes"] or self._into[name, "participates"]
        return tuple(sorted({area for host in hosts for area in self.of_agency(host)})), False

    def of_agency(self, name: str) -> tuple[Area, ...]:
        """The areas that an agency serves, or that what it is part of does."""
        seen, rim = {name}, [name]
        while rim:
            found = sorted({area for one in rim for area in self._regions(self._out[one, "jurisdiction"])})
            if found:
                return tuple(found)
            rim = [above for one in rim for above in self._out[one, "partOf"] if above not in seen]
            seen.update(rim)
        return ()

    def of_initiative(self, name: str) -> tuple[Area, ...]:
        """The areas of those who implement an initiative, and of its events."""
        found = {area for body in self._into[name, "implements"] for area in self.of_agency(body)}
        for event in self._into[name, "underInitiative"]:
            found |= set(self.of_event(event)[0])
        return tuple(sorted(found))

    def of(self, entity: Entity) -> tuple[Area, ...]:
        """The areas of an event, agency or initiative."""
        if entity.type == "Event":
            return self.of_event(entity.id)[0]
        return self.of_initiative(entity.id) if entity.type == "Initiative" else self.of_agency(entity.id)

    def _regions(self, names: list[str]) -> tuple[Area, ...]:
        return tuple(sorted({area for name in names if (area := self.of_region(name)) is not None}))
