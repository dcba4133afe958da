"""Who works with whom, as a matrix: bodies that stand together in a relation, an event or an initiative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from itertools import combinations

from kg.model import Knowledge
from kg.view.detail import Details
from kg.view.labels import read_labels
from kg.view.sheet import to_fragment, to_sheet
from kg.view.tiles import level

LIMIT = 60
"""So many bodies are drawn; of more, those with most links."""
CROWD = 40
"""What more bodies than this take part in makes no pairs: it says of nobody that he works with somebody."""
BODIES = ("Agency", "Organization")

Key = tuple[str, str, str]
Link = tuple[str, str, tuple[Key, ...]]
"""How two bodies stand together: `collaboration`, `together` or `programme`; the event or initiative; the facts."""


def to_matrix(knowledge: Knowledge, *, title: str, at: int) -> str:
    """The matrix as an HTML document."""
    words = {name: pair[at] for name, pair in read_labels().interface.items()}
    links = find_links(knowledge)
    weight: dict[str, int] = defaultdict(int)
    for pair, several in links.items():
        for body in pair:
            weight[body] += len(several)
    kept = choose(links, weight)
    shown = {pair: several for pair, several in links.items() if kept.issuperset(pair)}
    groups = to_groups({pair: len(several) for pair, several in shown.items()})
    order = [body for group in groups for body in group]
    vias = {link[1] for several in shown.values() for link in several} - {""}
    details = Details(knowledge, {*order, *vias}, at)
    place = {body: i for i, body in enumerate(order)}
    cells = {
        tuple(sorted((place[one], place[other]))): [
            [kind, details.number[via] if via else None, [details.fact_number[key] for key in keys]]
            for kind, via, keys in several
        ]
        for (one, other), several in sorted(shown.items())
    }
    label = {entity.id: entity.label for entity in knowledge.entities}
    notes = [words["matrixleft"].format(all=f"{len(weight):,}", drawn=len(order))] if len(weight) > len(order) else []
    data = {
        **details.data,
        "bodies": [details.number[body] for body in order],
        "cells": [[*pair, found] for pair, found in sorted(cells.items())],
    }
    counts = {pair: len(found) for pair, found in cells.items()}
    body = (
        _body([label[one] for one in order], groups, counts, at)
        if order
        else f'<p class="empty">{escape(words["nopairs"])}</p>'
    )
    said = words["matrixcounts"].format(bodies=f"{len(weight):,}", pairs=f"{len(links):,}")
    return to_sheet("matrix", body, data, title=title, counts=said, notes=notes, at=at)


def choose(links: Mapping[tuple[str, str], Sequence[Link]], weight: Mapping[str, int]) -> set[str]:
    """The bodies to draw: first the one with most links, then always the one with most links to those before.

    Not simply the `LIMIT` with most links: of a large graph those would hardly have any with each other.
    """
    near: dict[str, dict[str, int]] = defaultdict(dict)
    for (one, other), several in links.items():
        near[one][other] = near[other][one] = len(several)
    kept: set[str] = set()
    pull: dict[str, int] = {}
    while len(kept) < min(LIMIT, len(weight)):
        rest = pull or {body: 0 for body in weight if body not in kept}
        body = min(rest, key=lambda one: (-rest[one], -weight[one], one))
        kept.add(body)
        pull.pop(body, None)
        for other, number in near[body].items():
            if other not in kept:
                pull[other] = pull.get(other, 0) + number
    return kept


def find_links(knowledge: Knowledge) -> dict[tuple[str, str], list[Link]]:
    """How each pair of bodies (in order of their ids) stands together, and the facts that say so."""
    bodies = {entity.id for entity in knowledge.entities if entity.type in BODIES}
    links: dict[tuple[str, str], list[Link]] = defaultdict(list)
    shared: dict[tuple[str, str], dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
    kinds = {"organizes": "together", "participates": "together", "implements": "programme"}
    for fact in knowledge.facts:
        key = (fact.subject, fact.predicate, fact.object)
        if fact.predicate == "collaboratesWith" and {fact.subject, fact.object} <= bodies:
            if fact.subject != fact.object:
                one, other = sorted((fact.subject, fact.object))
                links[one, other].append(("collaboration", "", (key,)))
        elif fact.predicate in kinds and fact.subject in bodies:
            shared[kinds[fact.predicate], fact.object][fact.subject].append(key)
    for (kind, via), takers in shared.items():
        if len(takers) <= CROWD:
            for one, other in combinations(sorted(takers), 2):
                links[one, other].append((kind, via, (*takers[one], *takers[other])))
    return {pair: sorted(links[pair]) for pair in sorted(links)}


def to_groups(weights: Mapping[tuple[str, str], int]) -> list[list[str]]:
    """The bodies by groups that have most to do with each other, the largest first; neighbours within a group too.

    >>> to_groups({("乙", "丙"): 1, ("甲", "丁"): 3, ("丁", "戊"): 1})
    [['丁', '甲', '戊'], ['丙', '乙']]
    """
    import networkx as nx

    names = sorted({name for pair in weights for name in pair})
    number = {name: i for i, name in enumerate(names)}
    # Numbers, not names: sets of strings come in another order in every process.
    graph = nx.Graph()
    graph.add_nodes_from(range(len(names)))
    graph.add_weighted_edges_from((number[a], number[b], weight) for (a, b), weight in sorted(weights.items()))
    groups: list[list[int]] = []
    for part in sorted((sorted(c) for c in nx.connected_components(graph)), key=lambda c: (-len(c), c)):
        inner = graph.subgraph(part)
        found = nx.community.greedy_modularity_communities(inner, weight="weight") if len(part) > 8 else [part]
        groups.extend(sorted((sorted(one) for one in found), key=lambda c: (-len(c), c)))
    return [[names[i] for i in _line_up(group, graph)] for group in groups]


def _line_up(group: Sequence[int], graph: object) -> list[int]:
    """A group beginning with whoever has most to do with the others, each next the one closest to those before."""
    near = {one: {b: w["weight"] for b, w in graph[one].items() if b in set(group)} for one in group}  # type: ignore[index]
    line: list[int] = []
    rest = sorted(group, key=lambda one: (-sum(near[one].values()), one))
    pull = dict.fromkeys(rest, 0)
    while rest:
        first = min(rest, key=lambda one: (-pull[one], -sum(near[one].values()), one))
        rest.remove(first)
        line.append(first)
        for other, weight in near[first].items():
            pull[other] += weight
    return line


def _body(
    names: Sequence[str],
    groups: Sequence[Sequence[str]],
    counts: Mapping[tuple[int, ...], int],
    at: int,
) -> str:
    """The table and its controls."""
    between = escape(read_labels().interface["with"][at])
    most = max(counts.values(), default=0)
    group = [g for g, members in enumerate(groups) for _ in members]
    heads = "".join(
        f'<th scope="col" class="{"new" if i and group[i] != group[i - 1] else ""}" data-col="{i}" '
        f'title="{escape(name)}"><span>{i + 1}</span></th>'
        for i, name in enumerate(names)
    )
    rows = []
    for i, name in enumerate(names):
        cells = []
        for j in range(len(names)):
            look = "same" if i == j else "kin" if group[i] == group[j] else ""
            look += " new" if j and group[j] != group[j - 1] else ""
            count = counts.get((min(i, j), max(i, j)), 0) if i != j else 0
            inner = ""
            if count:
                title = f"{escape(name)} {between} {escape(names[j])}: {count}"
                inner = (
                    f'<button type="button" class="l{level(count, most)}" data-at="{i},{j}" tabindex="-1" '
                    f'aria-label="{title}">{count}</button>'
                )
            cells.append(f'<td class="{look.strip()}">{inner}</td>' if look.strip() else f"<td>{inner}</td>")
        first = ' class="new"' if i and group[i] != group[i - 1] else ""
        rows.append(
            f'<tr{first}><th scope="row"><button class="link" type="button" data-row="{i}"><i>{i + 1}</i>'
            f"{escape(name)}</button></th>"
            f"{''.join(cells)}</tr>"
        )
    return to_fragment("matrix.html", at, heads=heads, rows="".join(rows))
