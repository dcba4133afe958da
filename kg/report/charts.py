"""The drawings of a report as SVG: events by month, the bands of confidence, the core of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kg.model import Entity, Knowledge
from kg.view.labels import read_labels
from kg.view.placement import components, place

CORE = 28
"""So many entities the picture of the core shows."""
CLASSES = {"Agency": "blue", "Organization": "green", "Initiative": "amber", "Event": "red"}
"""What the core shows, and in which colour of the sheet."""
WRAP = 9
"""A name below a node has two lines of so many characters."""
MONTHS = 48
"""Of a longer time the chart has a column a year."""


def draw_months(months: Mapping[str, Mapping[str, int]], at: int) -> str:
    """Events by month (of a long time by year) as columns, their parts coloured by family of type."""
    if not months:
        return ""
    periods = _periods(min(months), max(months))
    yearly = len(periods) > MONTHS
    if yearly:
        periods = sorted({period[:4] for period in periods})
    hues = list(dict.fromkeys(look.hue for look in read_labels().events.values()))
    counts = {period: dict.fromkeys(hues, 0) for period in periods}
    looks = read_labels().events
    for month, types in months.items():
        for kind, number in types.items():
            counts[month[:4] if yearly else month][looks.get(kind, looks["other"]).hue] += number
    width, height, foot = 1000, 230, 34
    step = width / len(periods)
    most = max(sum(found.values()) for found in counts.values())
    scale = (height - foot - 22) / most
    made = []
    for i, period in enumerate(periods):
        y, total = float(height - foot), sum(counts[period].values())
        bars = []
        for hue in hues:
            if number := counts[period][hue]:
                y -= number * scale
                bars.append(
                    f'<rect class="{hue}" x="{i * step + step * 0.14:.1f}" y="{y:.1f}" '
                    f'width="{min(46.0, step * 0.72):.1f}" height="{max(1.0, number * scale - 1):.1f}" rx="1.5"/>'
                )
        middle = i * step + step * 0.14 + min(46.0, step * 0.72) / 2
        figure = f'<text class="n" x="{middle:.1f}" y="{y - 6:.1f}">{total:,}</text>' if total and step > 18 else ""
        made.append(f"<g><title>{escape(period)}: {total:,}</title>{''.join(bars)}{figure}</g>")
        # What would be cut at the right edge is left out.
        if (name := _tick(period, i, len(periods), at)) and i * step < width - 50:
            made.append(f'<text class="tick" x="{i * step + step * 0.14:.1f}" y="{height - foot + 20}">{name}</text>')
    line = f'<line x1="0" y1="{height - foot + 0.5}" x2="{width}" y2="{height - foot + 0.5}"/>'
    return f'<svg class="months" viewBox="0 0 {width} {height}" role="img">{"".join(made)}{line}</svg>'


def _periods(first: str, last: str) -> list[str]:
    """All months from one to another."""
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while (text := f"{year:04d}-{month:02d}") <= last:
        found.append(text)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def _tick(period: str, place: int, among: int, at: int) -> str:
    """What stands below a column: the year where it begins, every few months the month."""
    year, _, month = period.partition("-")
    if not month:
        return year if place % max(1, among // 12) == 0 else ""
    if month == "01" or place == 0:
        return (f"{year}年{int(month)}月" if place == 0 else f"{year}年") if at == 0 else f"{year}-{month}"
    if int(month) in ((4, 7, 10) if among < 30 else (7,)) and place > 2:
        return f"{int(month)}月" if at == 0 else month
    return ""


def draw_bands(bands: Mapping[str, int]) -> str:
    """One bar whose parts are the bands of confidence, the surest first."""
    total = sum(bands.values())
    if not total:
        return ""
    x, made = 0.0, []
    for shade, (band, number) in zip((5, 4, 3, 2, 1), bands.items(), strict=False):
        wide = 1000.0 * number / total
        share = f'<text x="{x + wide / 2:.1f}" y="25">{100 * number / total:.0f}%</text>' if wide > 46 else ""
        made.append(
            f'<g class="l{shade}"><title>{escape(band)}: {number:,}</title>'
            f'<rect x="{x:.1f}" y="0" width="{max(1.0, wide - 2):.1f}" height="38" rx="5"/>{share}</g>'
        )
        x += wide
    return f'<svg class="bands" viewBox="0 0 1000 38" role="img">{"".join(made)}</svg>'


def draw_core(knowledge: Knowledge) -> tuple[str, int]:
    """The best connected bodies, initiatives and events with the relations between them, and how many they are."""
    entities = {entity.id: entity for entity in knowledge.entities if entity.type in CLASSES}
    edges = sorted(
        {
            tuple(sorted((fact.subject, fact.object)))
            for fact in knowledge.facts
            if fact.predicate != "mentions"
            and fact.subject != fact.object
            and {fact.subject, fact.object} <= entities.keys()
        }
    )
    kept = _densest(edges)
    edges = [edge for edge in edges if kept.issuperset(edge)]
    if not edges:
        return "", 0
    names = sorted(kept)
    boxes = {name: (21.0 * min(WRAP, len(entities[name].label)) + 10.0, 100.0) for name in names}
    at = place(boxes, [(a, b) for a, b in edges])
    left, right = (f(at[n][0] + s * boxes[n][0] / 2 for n in names) for f, s in ((min, -1), (max, 1)))
    top, bottom = min(at[n][1] for n in names) - 24, max(at[n][1] for n in names) + 78
    degree = {name: sum(name in edge for edge in edges) for name in names}
    lines = "".join(f'<line x1="{at[a][0]}" y1="{at[a][1]}" x2="{at[b][0]}" y2="{at[b][1]}"/>' for a, b in edges)
    nodes = "".join(_node(entities[name], *at[name], min(22.0, 8.0 + 2.4 * degree[name])) for name in names)
    box = f"{left - 10:.0f} {top - 10:.0f} {right - left + 20:.0f} {bottom - top + 20:.0f}"
    return f'<svg class="core" viewBox="{box}" role="img">{lines}{nodes}</svg>', len(names)


def _densest(edges: Sequence[tuple[str, ...]]) -> set[str]:
    """The best connected names: from the largest component down, each grown from its busiest name along its busiest."""
    near: dict[str, set[str]] = {}
    for one, other in edges:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    kept: set[str] = set()
    for part in components(near):
        if len(kept) > CORE // 3:  # one picture of what hangs together, not an atlas
            break
        first = min(part, key=lambda name: (-len(near[name]), name))
        grown, rim = {first}, set(near[first])
        while rim and len(kept) + len(grown) < CORE:
            name = min(rim, key=lambda name: (-len(near[name]), name))
            grown.add(name)
            rim = (rim | near[name]) - grown
        kept |= grown
    return kept


def _node(entity: Entity, x: int, y: int, size: float) -> str:
    """A node in the shape and colour of its class with its name below."""
    name = entity.label if len(entity.label) <= 2 * WRAP else entity.label[: 2 * WRAP - 1] + "…"
    half = -(-len(name) // 2) if len(name) > WRAP else len(name)
    lines = "".join(
        f'<tspan x="{x}" y="{y + size + 21 + 22 * i:.1f}">{escape(part)}</tspan>'
        for i, part in enumerate(filter(None, (name[:half], name[half:])))
    )
    side = f'width="{2 * size:.1f}" height="{2 * size:.1f}" rx="2"'
    shapes = {
        "Agency": f'<circle cx="{x}" cy="{y}" r="{size:.1f}"/>',
        "Organization": f'<rect x="{x - size:.1f}" y="{y - size:.1f}" {side}/>',
        "Initiative": _polygon(x, y, size * 1.25, ((0, -1), (0.95, 0.8), (-0.95, 0.8))),
        "Event": _polygon(x, y, size * 1.25, ((0, -1), (1, 0), (0, 1), (-1, 0))),
    }
    return (
        f'<g class="{CLASSES[entity.type]}"><title>{escape(entity.label)}</title>{shapes[entity.type]}'
        f"<text>{lines}</text></g>"
    )


def _polygon(x: int, y: int, size: float, corners: Sequence[tuple[float, float]]) -> str:
    points = " ".join(f"{x + dx * size:.1f},{y + dy * size:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}"/>'
