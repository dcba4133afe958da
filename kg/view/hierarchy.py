"""Agencies with their units and regions with what lies in them, as trees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from kg.model import Entity, Fact, Knowledge
from kg.view.areas import Areas
from kg.view.detail import Details
from kg.view.labels import read_labels, value_label
from kg.view.sheet import to_fragment, to_sheet

LIMIT = 6000
"""So many agencies, and so many regions, a page holds; of more, those with most relations."""
OPEN = 60
"""A tree of at most so many things opens whole, a larger one on its first level."""


def to_hierarchy(knowledge: Knowledge, *, title: str, at: int) -> str:
    """The trees as an HTML document."""
    words = {name: pair[at] for name, pair in read_labels().interface.items()}
    counts = _counts(knowledge)
    notes, kept = [], dict[str, list[Entity]]()
    for kind in ("Agency", "Region"):
        found = [entity for entity in knowledge.entities if entity.type == kind]
        kept[kind] = sorted(found, key=lambda e: (-sum(counts[e.id]), e.id))[:LIMIT]
        if len(kept[kind]) < len(found):
            left = f"{len(found) - LIMIT:,}"
            notes.append(words["treeleft"].format(all=f"{len(found):,}", drawn=f"{LIMIT:,}", left=left))
    details = Details(knowledge, (entity.id for some in kept.values() for entity in some), at)
    above = superiors(knowledge.facts, {entity.id for some in kept.values() for entity in some})
    number = details.number
    trees = Forest(sorted(kept["Agency"], key=lambda e: e.id), above, counts, number, at)
    lands = Forest(_sorted_regions(kept["Region"]), above, counts, number, at)
    agencies, regions = _agencies(trees, Areas(knowledge), counts, at), lands.write(lands.tops, first=True)
    joined = {one for pair in above.items() for one in pair} & {entity.id for entity in kept["Agency"]}
    body = to_fragment(
        "hierarchy.html",
        at,
        agencies=_panel(agencies, "noagencies", ("units", "events", "initiatives", "articles"), at),
        regions=_panel(regions, "noregions", ("within", "events", "agencies", "articles"), at),
    )
    return to_sheet(
        "hierarchy",
        body,
        details.data,
        title=title,
        counts=words["treecounts"].format(
            agencies=f"{len(kept['Agency']):,}", joined=f"{len(joined):,}", regions=f"{len(kept['Region']):,}"
        ),
        notes=notes,
        at=at,
    )


def superiors(facts: Iterable[Fact], among: set[str]) -> dict[str, str]:
    """For each thing the one directly above it: of several the one said most surely; circles are cut.

    >>> one, other = (Fact(subject=a, predicate="partOf", object=b) for a, b in ("乙甲", "甲乙"))
    >>> superiors([one, other], {"甲", "乙"})
    {'乙': '甲'}
    """
    best: dict[str, tuple[float, int, str]] = {}
    for fact in facts:
        if fact.predicate in ("partOf", "within") and {fact.subject, fact.object} <= among:
            said = (fact.confidence, len(fact.evidence), fact.object)
            if fact.subject != fact.object and (fact.subject not in best or said > best[fact.subject]):
                best[fact.subject] = said
    above: dict[str, str] = {}
    for name in sorted(best):
        higher = best[name][2]
        line = higher
        while line in above and line != name:
            line = above[line]
        if line != name:
            above[name] = higher
    return dict(sorted(above.items()))


def _counts(knowledge: Knowledge) -> dict[str, list[int]]:
    """Per thing the numbers of its events, initiatives and articles (of a region: events, agencies, articles)."""
    found: dict[str, list[set[str]]] = defaultdict(lambda: [set(), set(), set()])
    for fact in knowledge.facts:
        if fact.predicate in ("organizes", "participates"):
            found[fact.subject][0].add(fact.object)
        elif fact.predicate == "takesPlaceIn":
            found[fact.object][0].add(fact.subject)
        elif fact.predicate == "implements":
            found[fact.subject][1].add(fact.object)
        elif fact.predicate == "jurisdiction":
            found[fact.object][1].add(fact.subject)
        elif fact.predicate == "mentions":
            found[fact.object][2].add(fact.subject)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, sets in found.items():
        counts[name] = [len(some) for some in sets]
    return counts


def _sorted_regions(regions: Iterable[Entity]) -> list[Entity]:
    """Regions by their code, those without one by name after them."""
    return sorted(regions, key=lambda e: (e.id.partition("/")[2][:1] not in "0123456789", e.id))


class Forest:
    """Trees of the things of one kind as HTML: who stands directly below whom, and the figures beside each."""

    def __init__(
        self,
        things: Sequence[Entity],
        above: Mapping[str, str],
        counts: Mapping[str, list[int]],
        number: Mapping[str, int],
        at: int,
    ) -> None:
        self._counts, self._number, self._at = counts, number, at
        self._kin: dict[str, list[Entity]] = defaultdict(list)
        for thing in things:
            if thing.id in above:
                self._kin[above[thing.id]].append(thing)
        self.tops = [thing for thing in things if thing.id not in above]
        """What has nothing above it, in the order of the things."""
        self._whole = len(things) <= OPEN
        self._sizes = self._measure()

    def _measure(self) -> dict[str, int]:
        order = [thing.id for thing in self.tops]
        for name in order:
            order.extend(thing.id for thing in self._kin.get(name, ()))
        sizes: dict[str, int] = {}
        for name in reversed(order):
            sizes[name] = sum(1 + sizes[thing.id] for thing in self._kin.get(name, ()))
        return sizes

    def size(self, name: str) -> int:
        """How many things stand below one on all levels."""
        return self._sizes[name]

    def write(self, tops: Iterable[Entity], *, first: bool) -> str:
        """List items of these tops with all below them; their first level is open if `first`."""
        made: list[str] = []
        # Not recursive: a chain of superiors may be longer than Python's stack is deep.
        todo: list[tuple[Entity, bool] | str] = [(top, first) for top in reversed(list(tops))]
        while todo:
            one = todo.pop()
            if isinstance(one, str):
                made.append(one)
                continue
            thing, opened = one
            below = self._kin.get(thing.id, [])
            if not below:
                made.append(f'<li><div class="leaf">{self._line(thing)}</div></li>')
                continue
            state = " open" if opened or self._whole else ""
            made.append(f"<li><details{state}><summary>{self._line(thing)}</summary><ul>")
            todo.append("</ul></details></li>")
            todo.extend((inner, False) for inner in reversed(below))
        return "".join(made)

    def _line(self, thing: Entity) -> str:
        level = value_label(thing.get("regionLevel") or "", self._at)
        figures = (self._sizes[thing.id], *self._counts[thing.id])
        cells = "".join(f"<i>{n:,}</i>" if n else "<i></i>" for n in figures)
        note = f"<em>{escape(level)}</em>" if level else ""
        return (
            f'<button class="link" type="button" data-thing="{self._number[thing.id]}">{escape(thing.label)}</button>'
            + note
            + f'<span class="figures">{cells}</span>'
        )


def _agencies(forest: Forest, areas: Areas, counts: Mapping[str, list[int]], at: int) -> str:
    """The trees of agencies, grouped by the province that the topmost serves."""
    words = read_labels().interface
    groups: dict[str, list[Entity]] = defaultdict(list)
    for top in forest.tops:
        found = areas.of_agency(top.id)
        first = min((area.province for area in found if area.province), default="")
        groups[first or ("0" if any(area.nation for area in found) else "9")].append(top)
    parts = []
    for code in sorted(groups):
        name = words["nation"][at] if code == "0" else words["nameless"][at] if code == "9" else areas.name(code)
        tops = sorted(groups[code], key=lambda e: (-forest.size(e.id), -sum(counts[e.id]), e.id))
        size = sum(1 + forest.size(top.id) for top in tops)
        parts.append(
            f'<li class="group"><details open><summary><b>{escape(name)}</b> <small>{size:,}</small></summary>'
            f"<ul>{forest.write(tops, first=True)}</ul></details></li>"
        )
    return "".join(parts)


def _panel(tree: str, empty: str, columns: Sequence[str], at: int) -> str:
    """A tree below the names of its columns, or that there is none."""
    words = {name: escape(pair[at]) for name, pair in read_labels().interface.items()}
    if not tree:
        return f'<p class="empty">{words[empty]}</p>'
    heads = "".join(f"<i>{words[column]}</i>" for column in columns)
    return f'<p class="heads"><span class="figures">{heads}</span></p><ul class="tree">{tree}</ul>'
