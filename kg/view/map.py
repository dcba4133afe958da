"""Regions shaded by what happens there: provinces as tiles, and in each its prefectures."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from kg.model import Entity, Knowledge
from kg.view.areas import Area, Areas
from kg.view.dates import describe
from kg.view.detail import Details
from kg.view.labels import read_labels
from kg.view.sheet import to_fragment, to_sheet
from kg.view.tiles import draw_provinces, level, read_tiles, scale

LAYERS = (("events", "Event"), ("agencies", "Agency"), ("initiatives", "Initiative"))
"""What the map can show, and the class of it."""
LIMIT = 5000
"""So many things of a layer have a card; all are counted."""
NATION, NOWHERE = "nation", "nowhere"


def to_map(knowledge: Knowledge, *, title: str, at: int) -> str:
    """The map as an HTML document."""
    words = {name: pair[at] for name, pair in read_labels().interface.items()}
    areas = Areas(knowledge)
    layers = {name: [entity for entity in knowledge.entities if entity.type == kind] for name, kind in LAYERS}
    details = Details(knowledge, (entity.id for some in layers.values() for entity in some[:LIMIT]), at)
    placed = {name: place(some, areas) for name, some in layers.items()}
    codes = {code for found in placed.values() for code in found} - {NATION, NOWHERE}
    provinces = {code for code in codes if code in read_tiles().places}
    shown = next((name for name, _ in LAYERS if provinces & placed[name].keys()), "events")
    names = {code: areas.name(code) for code in (*read_tiles().places, *sorted(codes))}
    data = {
        **details.data,
        "at": at,
        "shown": shown,
        "layers": {name: _layer(found, provinces, details, at) for name, found in placed.items()},
        "within": {code: _within(code, codes, areas) for code in sorted(provinces)},
        "names": {code: _called(code, names, at) for code in names},
    }
    chips = "".join(
        f'<button class="pill" type="button" role="tab" data-layer="{name}" '
        f'aria-selected="{str(name == shown).lower()}">'
        f"{escape(words[name])} <small>{len(layers[name]):,}</small></button> "
        for name, _ in LAYERS
    )
    counts = {code: len(placed[shown].get(code, ())) for code in provinces}
    drawing = draw_provinces(counts, names, at, label=words["maphelp"])
    body = to_fragment("map.html", at, chips=chips, drawing=drawing)
    return to_sheet(
        "map", body, data, title=title, counts=words["mapcounts"].format(provinces=len(provinces)), notes=(), at=at
    )


def place(things: list[Entity], areas: Areas) -> dict[str, list[Entity]]:
    """The things by the code of each province and prefecture that they concern, or `nation`, or `nowhere`."""
    found: dict[str, list[Entity]] = defaultdict(list)
    for thing in things:
        for code in sorted({code for area in areas.of(thing) for code in _codes(area)}) or [NOWHERE]:
            found[code].append(thing)
    return dict(found)


def _codes(area: Area) -> tuple[str, ...]:
    return (NATION,) if area.nation else tuple(filter(None, (area.province, area.prefecture)))


def _layer(found: dict[str, list[Entity]], provinces: set[str], details: Details, at: int) -> dict[str, object]:
    """`codes`: per code the shade, the number and the things with a card as `[number, type, time]`; the legends of
    provinces and of prefectures."""
    top = max((len(some) for code, some in found.items() if code in provinces), default=0)
    below = max((len(some) for code, some in found.items() if code not in provinces | {NATION, NOWHERE}), default=0)
    return {
        "codes": {
            code: [
                level(len(some), top if code in provinces else below),
                len(some),
                [
                    [details.number[e.id], e.get("eventType") or "", describe(e.get("time") or "", at)]
                    for e in sorted(some, key=lambda e: (e.get("begin") or "~", e.label, e.id))
                    if e.id in details.number
                ],
            ]
            for code, some in sorted(found.items())
        },
        "scale": scale(top),
        "scaleBelow": scale(below),
    }


def _within(province: str, codes: set[str], areas: Areas) -> list[list[object]]:
    """The tiles in a province as `[code, column, row, name on the tile]`; what the file does not place stands below."""
    tiles = read_tiles().within.get(province, {})
    found: list[list[object]] = [[code, *spot, areas.short(code)] for code, spot in sorted(tiles.items())]
    low = max((row for _, row in tiles.values()), default=-1) + 1
    wide = max(4, 1 + max((column for column, _ in tiles.values()), default=0))
    others = sorted(c for c in codes if c[:2] == province[:2] and c != province and c not in tiles)
    return found + [[code, i % wide, low + i // wide, areas.short(code)] for i, code in enumerate(others)]


def _called(code: str, names: dict[str, str], at: int) -> str:
    tile = read_tiles().places.get(code)
    return tile.name if tile and at else names[code]
