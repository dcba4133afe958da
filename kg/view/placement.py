"""Where every node of the view stands, computed once.

Each connected component is laid out by stress majorization with stochastic gradient descent (Zheng, Pawar, Goodman
2018) on the distances to some pivots, freed of overlapping labels, and packed around the largest one. Plain Python
on purpose: only operations that IEEE 754 fixes, so that every machine and numpy-free installation gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from math import sqrt
from random import Random

Point = tuple[float, float]
Box = tuple[float, float]
"""Width and height of a node together with its label, in pixels."""

SEED = 20230217
PIVOTS = 40
PASSES = 30
ROUNDS = 200
UNIT = 118.0
"""Pixels for one unit of distance."""
WIDE = 1.25
"""Screens are wider than high, and labels too."""
GAP = 14.0
PACKED = 16
"""So many of the largest blocks find a place around each other; the small rest stands in rows."""


def place(boxes: Mapping[str, Box], edges: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """The centre of each node, in whole pixels around the origin.

    Names without an edge are set in rows of their own beside the picture. Edges to unknown names are ignored.

    >>> place({"公安局": (80, 40), "派出所": (80, 40)}, [("派出所", "公安局")])
    {'公安局': (-74, 0), '派出所': (74, 0)}
    """
    near: dict[str, set[str]] = {name: set() for name in sorted(boxes)}
    for one, other in edges:
        if one in near and other in near and one != other:
            near[one].add(other)
            near[other].add(one)
    blocks = [arrange(group, near, boxes) for group in components(near) if len(group) > 1]
    if alone := [name for name, others in near.items() if not others]:
        blocks.append(rows(alone, boxes))
    tail, blocks = blocks[PACKED:], blocks[:PACKED]
    if tail:
        blocks.append(shelve(tail, boxes))
    return {name: (round(x), round(y)) for name, (x, y) in sorted(pack(blocks, boxes).items())}


def components(near: Mapping[str, set[str]]) -> list[list[str]]:
    """The connected components, largest first, each sorted."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for first in sorted(near):
        if first in seen:
            continue
        group, seen = [first], seen | {first}
        for name in group:
            group.extend(sorted(near[name] - seen))
            seen |= near[name]
        found.append(sorted(group))
    return sorted(found, key=lambda group: (-len(group), group[0]))


def arrange(
    group: Sequence[str],
    near: Mapping[str, set[str]],
    boxes: Mapping[str, Box],
    *,
    pivots: int = PIVOTS,
    passes: int = PASSES,
    rounds: int = ROUNDS,
    scale: float = 1.0,
) -> dict[str, Point]:
    """The positions of one component's nodes; fewer pivots, passes and rounds are faster and rougher."""
    at = _descend(group, _terms(group, near, pivots), passes)
    at = _turn(at)
    unit = UNIT * scale
    points = {name: [round(x * unit * WIDE, 1), round(y * unit, 1)] for name, (x, y) in zip(group, at, strict=True)}
    return spread(points, boxes, rounds=rounds)


def _lengths(group: Sequence[str], near: Mapping[str, set[str]]) -> list[dict[int, float]]:
    """Per node its neighbours and how long the edge wants to be: longer where many others need room around it."""
    number = {name: i for i, name in enumerate(group)}
    return [
        {number[o]: 1.0 + 0.28 * (sqrt(float(len(near[name] ^ near[o]))) - sqrt(2.0)) for o in sorted(near[name])}
        for name in group
    ]


def _distances(start: int, lengths: Sequence[Mapping[int, float]]) -> list[float]:
    """Shortest paths from one node."""
    best = [float("inf")] * len(lengths)
    best[start] = 0.0
    queue = [(0.0, start)]
    while queue:
        far, i = heappop(queue)
        if far > best[i]:
            continue
        for j, length in lengths[i].items():
            if far + length < best[j]:
                best[j] = far + length
                heappush(queue, (best[j], j))
    return best


def _terms(group: Sequence[str], near: Mapping[str, set[str]], most: int) -> list[tuple[int, int, float, bool]]:
    """Pairs with the distance they should have; the last says whether the second node moves too."""
    lengths = _lengths(group, near)
    terms = [(i, j, length, True) for i, row in enumerate(lengths) for j, length in row.items() if i < j]
    hub = max(range(len(group)), key=lambda i: (len(lengths[i]), -i))
    far = _distances(hub, lengths)
    nearest, pivots = list(far), [(hub, far)]
    while len(pivots) < min(most, len(group)):
        pivot = max(range(len(group)), key=lambda i: (nearest[i], -i))
        far = _distances(pivot, lengths)
        nearest = [min(a, b) for a, b in zip(nearest, far, strict=True)]
        pivots.append((pivot, far))
    chosen = {pivot for pivot, _ in pivots}
    for pivot, far in pivots:
        for i, distance in enumerate(far):
            if i != pivot and pivot not in lengths[i] and (i not in chosen or i < pivot):
                terms.append((i, pivot, distance, i in chosen))
    # Leaves of the same hub know nothing of each other through pivots: ask the closest ones apart.
    for row in lengths:
        around = list(row)
        for one, other in zip(around, around[1:] + around[:1], strict=True):
            if one != other and other not in lengths[one]:
                terms.append((one, other, row[one] + row[other], True))
    return terms


def _descend(group: Sequence[str], terms: list[tuple[int, int, float, bool]], passes: int) -> list[Point]:
    """Positions whose distances come near those asked for."""
    chance = Random(SEED)
    at = [[chance.random(), chance.random()] for _ in group]
    longest = max((distance for _, _, distance, _ in terms), default=1.0)
    shrink = (0.08 / longest**2) ** (1.0 / (passes - 1))
    rate = longest**2
    for _ in range(passes):
        chance.shuffle(terms)
        for i, j, distance, both in terms:
            p, q = at[i], at[j]
            dx, dy = p[0] - q[0], p[1] - q[1]
            real = sqrt(dx * dx + dy * dy) or 1e-6
            step = min(1.0, rate / (distance * distance)) * (real - distance) / (2.0 * real)
            p[0] -= step * dx
            p[1] -= step * dy
            if both:
                q[0] += step * dx
                q[1] += step * dy
        rate *= shrink
    return [(x, y) for x, y in at]


def _turn(at: Sequence[Point]) -> list[Point]:
    """The same picture around its centre, its longest extent horizontal."""
    n = float(len(at))
    mx, my = sum(x for x, _ in at) / n, sum(y for _, y in at) / n
    moved = [(x - mx, y - my) for x, y in at]
    xx, yy = sum(x * x for x, _ in moved), sum(y * y for _, y in moved)
    xy = sum(x * y for x, y in moved)
    most = (xx + yy + sqrt((xx - yy) ** 2 + 4.0 * xy * xy)) / 2.0
    cos, sin = (xy, most - xx) if abs(xy) > 1e-12 else ((1.0, 0.0) if xx >= yy else (0.0, 1.0))
    size = sqrt(cos * cos + sin * sin) or 1.0
    cos, sin = cos / size, sin / size
    if moved and moved[0][0] * cos + moved[0][1] * sin > 0:
        cos, sin = -cos, -sin
    return [(x * cos + y * sin, y * cos - x * sin) for x, y in moved]


def spread(
    points: Mapping[str, Sequence[float]],
    boxes: Mapping[str, Box],
    fixed: frozenset[str] = frozenset(),
    rounds: int = ROUNDS,
) -> dict[str, Point]:
    """The points moved apart until no two boxes overlap (or the rounds are over); those in `fixed` stay."""
    names = sorted(points)
    xs, ys = [float(points[name][0]) for name in names], [float(points[name][1]) for name in names]
    wide, high = [boxes[name][0] / 2.0 for name in names], [boxes[name][1] / 2.0 for name in names]
    held = [name in fixed for name in names]
    widest = 2.0 * max(wide, default=0.0) + GAP
    for _ in range(rounds):
        order = sorted(range(len(names)), key=lambda i: (xs[i], i))
        moved = False
        for k, i in enumerate(order):
            x, y, w, h, stays = xs[i], ys[i], wide[i] + GAP, high[i] + GAP, held[i]
            for j in order[k + 1 :]:
                dx = xs[j] - x
                if dx > widest:
                    break
                dy = ys[j] - y
                down = h + high[j] - (dy if dy > 0.0 else -dy)
                if down <= 0.01:
                    continue
                across = w + wide[j] - (dx if dx > 0.0 else -dx)
                if across <= 0.01 or (stays and held[j]):
                    continue
                moved = True
                share = 1.0 if held[j] else 0.0 if stays else 0.5
                if across < down:
                    push = across if dx > 0.0 or (dx == 0.0 and i < j) else -across
                    x -= push * share
                    xs[j] += push * (1.0 - share)
                else:
                    push = down if dy > 0.0 or (dy == 0.0 and i < j) else -down
                    y -= push * share
                    ys[j] += push * (1.0 - share)
            xs[i], ys[i] = x, y
        if not moved:
            break
    return {name: (xs[i], ys[i]) for i, name in enumerate(names)}


def rows(names: Sequence[str], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """The names set line by line, about twice as wide as high."""
    area = sum((boxes[n][0] + GAP) * (boxes[n][1] + GAP) for n in names)
    limit, x, y, tall = sqrt(area * 2.0), 0.0, 0.0, 0.0
    at: dict[str, Point] = {}
    for name in names:
        w, h = boxes[name]
        if x and x + w > limit:
            x, y, tall = 0.0, y + tall + GAP, 0.0
        at[name] = (x + w / 2.0, y + h / 2.0)
        x, tall = x + w + GAP, max(tall, h)
    return at


def shelve(blocks: Sequence[Mapping[str, Point]], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Many small blocks made one, in rows."""
    frames = {f"{i:06}": _frame(block, boxes, GAP) for i, block in enumerate(blocks)}
    spots = rows(
        sorted(frames), {key: (right - left, bottom - top) for key, (left, top, right, bottom) in frames.items()}
    )
    at: dict[str, Point] = {}
    for (key, (left, top, right, bottom)), block in zip(frames.items(), blocks, strict=True):
        for name, (x, y) in block.items():
            at[name] = (x - (left + right) / 2.0 + spots[key][0], y - (top + bottom) / 2.0 + spots[key][1])
    return at


def _frame(block: Mapping[str, Point], boxes: Mapping[str, Box], margin: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a block."""
    return (
        min(x - boxes[n][0] / 2.0 for n, (x, _) in block.items()) - margin,
        min(y - boxes[n][1] / 2.0 for n, (_, y) in block.items()) - margin,
        max(x + boxes[n][0] / 2.0 for n, (x, _) in block.items()) + margin,
        max(y + boxes[n][1] / 2.0 for n, (_, y) in block.items()) + margin,
    )


def pack(blocks: Sequence[Mapping[str, Point]], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """The blocks side by side without overlap: each as near to the middle of the first as there is room."""
    taken: list[tuple[float, float, float, float]] = []
    at: dict[str, Point] = {}
    for block in blocks:
        left, top, right, bottom = _frame(block, boxes, 3.0 * GAP)
        w, h = right - left, bottom - top
        cx, cy = _gap(w, h, taken)
        taken.append((cx - w / 2.0, cy - h / 2.0, cx + w / 2.0, cy + h / 2.0))
        for name, (x, y) in block.items():
            at[name] = (x - (left + right) / 2.0 + cx, y - (top + bottom) / 2.0 + cy)
    return at


def _gap(w: float, h: float, taken: Sequence[tuple[float, float, float, float]]) -> Point:
    """The centre nearest to the origin at which a box of this size touches none of those taken."""
    if not taken:
        return (0.0, 0.0)
    xs = sorted({0.0} | {t[0] - w / 2.0 for t in taken} | {t[2] + w / 2.0 for t in taken})
    ys = sorted({0.0} | {t[1] - h / 2.0 for t in taken} | {t[3] + h / 2.0 for t in taken})
    spots = sorted(((x / 1.5) ** 2 + y * y, y, x) for x in xs for y in ys)
    for _, y, x in spots:
        if all(
            x + w / 2 <= left or x - w / 2 >= right or y + h / 2 <= top or y - h / 2 >= bottom
            for left, top, right, bottom in taken
        ):
            return (x, y)
    return (max(t[2] for t in taken) + w / 2.0, 0.0)  # beside everything there is always room
