"""Large graphs as communities: what hangs together more than with the rest, each laid out in a disk of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

import msgspec

from kg.model import Knowledge
from kg.view.placement import SEED, Box, Point, arrange, components, place, rows
from kg.view.selection import degrees, related

SMALL = 4
"""Communities of fewer members are put together: a thousand disks of two tell a reader nothing."""
BUNDLE = 60
"""So many members has a disk of small communities at most."""
SPACE = 0.5
"""How far apart neighbours stand in a disk, against a picture of some hundreds of nodes, where labels need room."""

ASPECT = 1.5
"""Screens are wider than high."""
AIR = 12.0
"""Pixels between two disks."""


class Community(msgspec.Struct, frozen=True, kw_only=True):
    """A disk: the `members` by degree, the first of which names it; `x`, `y`, `radius` in pixels at natural size.

    `loose` says that the members have little to do with each other: they are the rest.
    """

    members: tuple[str, ...]
    x: int
    y: int
    radius: int
    loose: bool


def gather(knowledge: Knowledge, sizes: Mapping[str, float]) -> tuple[list[Community], dict[str, tuple[int, int]]]:
    """The communities, largest first, and where every entity stands; `sizes` are the radii of the nodes."""
    near: dict[str, set[str]] = {entity.id: set() for entity in knowledge.entities}
    for fact in filter(related, knowledge.facts):
        if fact.subject != fact.object:
            near[fact.subject].add(fact.object)
            near[fact.object].add(fact.subject)
    degree = degrees(knowledge)
    core = {name for name, others in near.items() if others}
    groups = [(group, False) for group in split(core, near)]
    owner = {name: i for i, (group, _) in enumerate(groups) for name in group}
    alone = _attach(knowledge, groups, owner)
    groups = _bundle(groups, alone)
    boxes: dict[str, Box] = {name: (2.6 * size, 2.6 * size) for name, size in sizes.items()}
    inside = [_arrange(group, near, boxes, loose) for group, loose in groups]
    radii = [max((sqrt(x * x + y * y) + sizes[n] for n, (x, y) in at.items()), default=0.0) + 22.0 for at in inside]
    centres = _centres(groups, near, radii)
    spots, found = {}, []
    for (group, loose), at, radius, (cx, cy) in zip(groups, inside, radii, centres, strict=True):
        members = tuple(sorted(group, key=lambda name: (-degree[name], name)))
        found.append(Community(members=members, x=cx, y=cy, radius=round(radius), loose=loose))
        spots.update({name: (round(x) + cx, round(y) + cy) for name, (x, y) in at.items()})
    return found, spots


def split(names: set[str], near: Mapping[str, set[str]]) -> list[list[str]]:
    """The communities of connected names by Louvain's method, largest first, each sorted."""
    from networkx import Graph
    from networkx.algorithms.community import louvain_communities

    # Numbers, not names: sets of them are walked in the same order in every process.
    order = sorted(names)
    number = {name: i for i, name in enumerate(order)}
    graph = Graph()
    graph.add_nodes_from(range(len(order)))
    graph.add_edges_from((number[a], number[b]) for a in order for b in sorted(near[a]) if a < b)
    found = louvain_communities(graph, seed=SEED) if order else []
    groups = [sorted(order[i] for i in group) for group in found]
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _attach(knowledge: Knowledge, groups: list[tuple[list[str], bool]], owner: dict[str, int]) -> list[str]:
    """Adds articles and their authors to the community they have most to do with; what is left over."""
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    left = [entity.id for entity in knowledge.entities if entity.id not in owner]
    # First articles, by what they mention; then authors, by their articles.
    for _ in range(2):
        votes.clear()
        for fact in knowledge.facts:
            for one, other in ((fact.subject, fact.object), (fact.object, fact.subject)):
                if one not in owner and other in owner:
                    votes[one][owner[other]] += 1
        for name in left:
            if name in votes and name not in owner:
                owner[name] = min(votes[name], key=lambda i: (-votes[name][i], i))
                groups[owner[name]][0].append(name)
    return [name for name in left if name not in owner]


def _bundle(groups: Sequence[tuple[list[str], bool]], alone: Sequence[str]) -> list[tuple[list[str], bool]]:
    """The communities with the small ones, and those of nothing, put together."""
    kept = [(sorted(group), loose) for group, loose in groups if len(group) >= SMALL]
    rest: list[list[str]] = [[]]
    for group in [group for group, _ in groups if len(group) < SMALL] + [[name] for name in alone]:
        if len(rest[-1]) + len(group) > BUNDLE:
            rest.append([])
        rest[-1].extend(group)
    return kept + [(group, True) for group in rest if group]


def _arrange(
    group: Sequence[str], near: Mapping[str, set[str]], boxes: Mapping[str, Box], loose: bool
) -> dict[str, Point]:
    """The positions of one community's members around its middle."""
    members = set(group)
    inner = {name: near[name] & members for name in group}
    parts = [] if loose else components(inner)
    at: dict[str, Point] = {}
    if parts and len(parts[0]) > 1:
        placed = arrange(parts[0], inner, boxes, pivots=8, passes=16, rounds=24, scale=SPACE)
        at.update(placed)
    others = sorted(members - set(at))
    if others:
        low = max((y for _, y in at.values()), default=0.0) + (46.0 if at else 0.0)
        line = rows(others, dict.fromkeys(others, (34.0, 34.0)))
        middle = (max(x for x, _ in line.values()) + min(x for x, _ in line.values())) / 2.0
        at.update({name: (x - middle, y + low) for name, (x, y) in line.items()})
    cx = (max(x for x, _ in at.values()) + min(x for x, _ in at.values())) / 2.0
    cy = (max(y for _, y in at.values()) + min(y for _, y in at.values())) / 2.0
    return {name: (x - cx, y - cy) for name, (x, y) in at.items()}


def _centres(
    groups: Sequence[tuple[list[str], bool]], near: Mapping[str, set[str]], radii: Sequence[float]
) -> list[tuple[int, int]]:
    """Where the disks stand: related ones near each other, none over another."""
    names = [f"{i:06}" for i in range(len(groups))]
    owner = {name: i for i, (group, _) in enumerate(groups) for name in group}
    edges = sorted(
        {
            (names[owner[a]], names[owner[b]])
            for a, others in near.items()
            for b in others
            if a in owner and b in owner and owner[a] < owner[b]
        }
    )
    at = place(dict.fromkeys(names, (1.0, 1.0)), edges)
    return part(_fill([at[name] for name in names], radii), radii)


def _fill(points: Sequence[tuple[int, int]], radii: Sequence[float]) -> list[Point]:
    """The points stretched over a frame that is wider than high and holds all disks with some air."""
    left, top = min((x for x, _ in points), default=0), min((y for _, y in points), default=0)
    wide = max((x for x, _ in points), default=0) - left or 1
    high = max((y for _, y in points), default=0) - top or 1
    side = sqrt(sum(4.0 * radius * radius for radius in radii) * 0.9)
    return [((x - left) / wide * side * sqrt(ASPECT), (y - top) / high * side / sqrt(ASPECT)) for x, y in points]


def part(points: Sequence[Point], radii: Sequence[float]) -> list[tuple[int, int]]:
    """The disks moved apart along the lines between their middles until none overlaps (or 300 rounds are over).

    >>> part([(0.0, 0.0), (10.0, 0.0)], [50.0, 50.0])
    [(-51, 0), (61, 0)]
    """
    at = [[x, y] for x, y in points]
    widest = 2.0 * max(radii, default=0.0) + AIR
    for _ in range(300):
        order = sorted(range(len(at)), key=lambda i: (at[i][0], i))
        moved = False
        for k, i in enumerate(order):
            for j in order[k + 1 :]:
                dx, dy = at[j][0] - at[i][0], at[j][1] - at[i][1]
                if dx > widest:
                    break
                apart, wanted = sqrt(dx * dx + dy * dy), radii[i] + radii[j] + AIR
                if apart >= wanted - 0.5:
                    continue
                moved = True
                # Two on one spot part to the right and left, the later one to the right.
                ux, uy = (dx / apart, dy / apart) if apart > 1e-6 else (1.0, 0.0)
                # The larger disk stays, nearly: half of the picture would follow it.
                share = radii[j] ** 2 / (radii[i] ** 2 + radii[j] ** 2)
                push = wanted - apart
                at[i][0] -= ux * push * share
                at[i][1] -= uy * push * share
                at[j][0] += ux * push * (1.0 - share)
                at[j][1] += uy * push * (1.0 - share)
        if not moved:
            break
    return [(round(x), round(y)) for x, y in at]
