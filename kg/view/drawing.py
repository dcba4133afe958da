"""The network as pyvis holds it, with positions, and the data that goes into the page."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt
from unicodedata import east_asian_width

from kg.model import Fact, Knowledge
from kg.view.communities import gather
from kg.view.pinyin import readings_of
from kg.view.placement import Box, place, spread
from kg.view.selection import SMALL, Selection, degrees, related
from kg.view.words import ClassStyle, RelationStyle, language, read_words

COLUMNS, LINES = 20, 2
"""A label drawn under its node has at most so many columns (a Chinese character takes two) and lines."""
COLUMN, LINE = 6.6, 17.0
"""Pixels of a column and of a line at the natural size."""

OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "dragNodes": True},
    "nodes": {"borderWidth": 0, "chosen": False},
    "edges": {
        "smooth": False,
        "chosen": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.42}},
    },
}
"""What vis-network is told; nothing moves by itself."""


def to_page(selection: Selection, *, title: str, depth: int, lang: str) -> dict[str, object]:
    """The page's data, ready for JSON.

    Raises:
        UsageError: for a language that the interface does not speak.
    """
    words, at = read_words(), language(lang)
    knowledge = selection.knowledge
    number = {entity.id: i for i, entity in enumerate(knowledge.entities)}
    strings: dict[str, int] = {}

    def intern(text: str) -> int:
        return strings.setdefault(text, len(strings))

    facts = [
        {
            "s": number[fact.subject],
            "p": fact.predicate,
            "o": number[fact.object],
            "r": fact.roles,
            "c": round(fact.confidence, 4),
            "e": [
                [
                    intern(e.source),
                    e.line,
                    intern(e.quote),
                    intern(e.rule),
                    round(e.confidence, 4),
                    number.get(e.article),
                ]
                for e in fact.evidence
            ],
        }
        for fact in knowledge.facts
    ]
    drawn = [fact for fact in knowledge.facts if fact.predicate != "mentions"]
    return {
        "title": title,
        "at": at,
        "words": {name: pair[at] for name, pair in words.interface.items()},
        "attributes": {name: pair[at] for name, pair in words.attributes.items()},
        "values": {name: pair[at] for name, pair in words.values.items()},
        "classes": words.classes,
        "relations": words.relations,
        "counts": {
            "entities": f"{selection.drawn:,}",
            "relations": f"{len(drawn):,}",
            "articles": f"{len(knowledge.entities) - selection.drawn:,}",
        },
        "notes": _notes(selection, depth, at),
        "focus": number[selection.focus] if selection.focus else None,
        "entities": knowledge.entities,
        "facts": facts,
        "strings": list(strings),
        "pinyin": readings_of(name for entity in knowledge.entities for name in (entity.label, *entity.aliases)),
        "network": to_network(knowledge) if selection.drawn <= SMALL else to_disks(knowledge),
    }


def _notes(selection: Selection, depth: int, at: int) -> list[tuple[str, str]]:
    """What the reader must know about what is missing: pairs of a text and a command."""
    words = read_words().interface
    notes = []
    if selection.focus:
        label = next(e.label for e in selection.knowledge.entities if e.id == selection.focus)
        notes.append((words["focused"][at].format(name=label, depth=depth), ""))
    if selection.drawn < selection.total:
        text = words["truncated"][at].format(all=f"{selection.total:,}", drawn=f"{selection.drawn:,}")
        notes.append((text, words["command"][at]))
    return notes


def to_network(knowledge: Knowledge) -> dict[str, object]:
    """Nodes, edges and options of vis-network, built with pyvis; nodes numbered as the entities, edges as the facts.

    Articles are joined to what they mention, save regions, which everything mentions.
    """
    from pyvis.network import Network

    words, degree = read_words(), degrees(knowledge)
    number = {entity.id: i for i, entity in enumerate(knowledge.entities)}
    types = {entity.id: entity.type for entity in knowledge.entities}
    sizes = {e.id: _size(degree[e.id]) if e.type != "Article" else 9.0 for e in knowledge.entities}
    labels = {entity.id: wrap(entity.label) for entity in knowledge.entities}
    at = _positions(knowledge, sizes, labels)
    network = Network(directed=True)
    fallback = ClassStyle(("", ""), "dot", ("#5B6472", "#A9B2C0"))
    for entity in knowledge.entities:
        style = words.classes.get(entity.type, fallback)
        x, y = at[entity.id]
        network.add_node(
            number[entity.id],
            label=labels[entity.id] or entity.id,
            shape=style.shape.replace("+ring", "dot").replace("+sheet", "square"),
            color=style.colors[0],
            size=sizes[entity.id],
            x=x,
            y=y,
        )
    parallel: Counter[frozenset[str]] = Counter()
    plain = RelationStyle(("", ""), ("", ""), ("#8A929E", "#7C8696"), ())
    for i, fact in enumerate(knowledge.facts):
        if fact.subject == fact.object or (fact.predicate == "mentions" and types[fact.object] == "Region"):
            continue
        pair = frozenset((fact.subject, fact.object))
        looks = words.relations.get(fact.predicate, plain)
        network.add_edge(
            number[fact.subject],
            number[fact.object],
            id=i,
            color=looks.colors[0],
            dashes=list(looks.dash) or False,
            smooth=_bend(parallel[pair], fact),
            width=round(1.1 + min(1.2, 0.25 * (len(fact.evidence) - 1)), 2) if fact.predicate != "mentions" else 0.7,
        )
        parallel[pair] += 1
    network.set_options(json.dumps(OPTIONS))
    nodes, edges, _, _, _, options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def to_disks(knowledge: Knowledge) -> dict[str, object]:
    """A picture of thousands: `at` is x, y and size of each entity, `of` its community; `groups` are the communities.

    Edges are the facts, which the page has anyway; sigma draws them.
    """
    degree = degrees(knowledge)
    sizes = {e.id: round(min(24.0, 4.0 + 1.7 * sqrt(degree[e.id])), 1) for e in knowledge.entities}
    found, spots = gather(knowledge, sizes)
    number = {entity.id: i for i, entity in enumerate(knowledge.entities)}
    of = {name: i for i, community in enumerate(found) for name in community.members}
    return {
        "nodes": None,
        "at": [(*spots[e.id], sizes[e.id]) for e in knowledge.entities],
        "of": [of[e.id] for e in knowledge.entities],
        "groups": [(c.x, c.y, c.radius, number[c.members[0]], c.loose) for c in found],
    }


def _size(degree: int) -> float:
    """The radius of a node in pixels: the area grows with the number of relations."""
    return round(min(30.0, 7.5 + 2.9 * sqrt(degree)), 1)


def _bend(before: int, fact: Fact) -> bool | dict[str, object]:
    """How the edge curves when `before` others already join the same two nodes: straight, one side, the other."""
    if not before:
        return False
    outward = (before % 2 == 1) == (fact.subject < fact.object)
    return {
        "enabled": True,
        "type": "curvedCW" if outward else "curvedCCW",
        "roundness": round(0.16 * ((before + 1) // 2), 2),
    }


def wrap(label: str) -> str:
    """The label as drawn: at most `LINES` lines of `COLUMNS` columns, cut with an ellipsis.

    >>> wrap("呼和浩特市公安局交管支队赛罕区大队")
    '呼和浩特市公安局交\\n管支队赛罕区大队'
    """
    label = " ".join(label.split())
    total = sum(map(_columns, label))
    wanted = min(COLUMNS, -(-total // min(LINES, -(-total // COLUMNS))) + 1) if total else COLUMNS
    lines: list[str] = []
    line, width = "", 0
    for i, character in enumerate(label):
        if width + _columns(character) > wanted:
            if len(lines) == LINES - 1:
                return "\n".join([*lines, line.rstrip() + "…"]) if i < len(label) else "\n".join([*lines, line])
            lines, line, width = [*lines, line.rstrip()], "", 0
        line, width = line + character, width + _columns(character)
    return "\n".join([*lines, line])


def _columns(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1


def _box(size: float, label: str) -> Box:
    """The room that a node and the label under it take."""
    lines = label.split("\n")
    wide = max(sum(map(_columns, line)) for line in lines) * COLUMN
    return (max(2.2 * size, wide + 6.0), 2.2 * size + LINE * len(lines) + 4.0)


def _positions(
    knowledge: Knowledge, sizes: Mapping[str, float], labels: Mapping[str, str]
) -> dict[str, tuple[int, int]]:
    """The centre of every node: first entities by their relations, then articles and their authors among them."""
    boxes = {entity.id: _box(sizes[entity.id], labels[entity.id]) for entity in knowledge.entities}
    articles = {entity.id for entity in knowledge.entities if entity.type == "Article"}
    bylined = articles | _bylined(knowledge, articles)
    first = {name: box for name, box in boxes.items() if name not in bylined}
    at = place(first, [(fact.subject, fact.object) for fact in knowledge.facts if related(fact)])
    guests = _guests(knowledge, sorted(articles), at) | {}
    guests |= _guests(knowledge, sorted(bylined - articles), {**at, **guests})
    if guests and len(boxes) <= 2 * SMALL:
        moved = spread({**at, **guests}, boxes, frozenset(at))
        guests = {name: (round(moved[name][0]), round(moved[name][1])) for name in guests}
    raise_by = {name: (boxes[name][1] - 2.2 * sizes[name]) / 2.0 for name in boxes}
    return {name: (x, round(y - raise_by[name])) for name, (x, y) in {**at, **guests}.items()}


def _bylined(knowledge: Knowledge, articles: set[str]) -> set[str]:
    """Persons of whom nothing is known but what they wrote; they are shown with the articles."""
    authors = {fact.subject for fact in knowledge.facts if fact.predicate == "wrote" and fact.object in articles}
    busy = {name for fact in knowledge.facts if related(fact) for name in (fact.subject, fact.object)}
    return {e.id for e in knowledge.entities if e.type == "Person" and e.id in authors - busy}


def _guests(
    knowledge: Knowledge, names: Sequence[str], at: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Positions amid what the names are joined to; those joined to nothing go below the picture."""
    near: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for fact in knowledge.facts:
        if fact.object in at:
            near[fact.subject].append(at[fact.object])
        if fact.subject in at:
            near[fact.object].append(at[fact.subject])
    low = max((y for _, y in at.values()), default=0) + 120
    placed = {}
    for k, name in enumerate(names):
        points = near[name] or [(0, low)]
        # The few units aside keep several that share one middle from standing exactly on each other.
        x, y = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
        placed[name] = (round(x) + 7 * (k % 5 - 2), round(y) + 7 * (k // 5 % 5 - 2))
    return placed
