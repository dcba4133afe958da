"""Write the tiles of `kg/view/assets/tiles.toml` below the provinces: divisions stand about as on the ground.

    npm pack echarts@4.9.0 && tar xzf echarts-4.9.0.tgz
    pip install scipy
    python scripts/make_tiles.py package/map/json/province

Only the centre points of divisions are taken (facts), no border: see docs/decisions/012-pictures.md. The places of the
provinces themselves are drawn by hand and kept.
"""

from __future__ import annotations

import json
import re
import sys
from math import ceil, cos, radians, sqrt
from pathlib import Path

from scipy.optimize import linear_sum_assignment

from kg.lexicon.gazetteer import Gazetteer, Region, load_gazetteer

TARGET = Path(__file__).parents[1] / "kg" / "view" / "assets" / "tiles.toml"
MARK = "# ---- Below the provinces: written by scripts/make_tiles.py; do not edit."
TAIWAN = {
    "台北市": (121.56, 25.04), "新北市": (121.46, 24.92), "基隆市": (121.74, 25.13), "桃园市": (121.22, 24.93),
    "新竹市": (120.97, 24.80), "新竹县": (121.12, 24.70), "苗栗县": (120.82, 24.49), "台中市": (120.80, 24.23),
    "彰化县": (120.46, 23.99), "南投县": (120.97, 23.84), "云林县": (120.39, 23.70), "嘉义县": (120.54, 23.46),
    "嘉义市": (120.45, 23.48), "台南市": (120.33, 23.15), "高雄市": (120.60, 23.00), "屏东县": (120.65, 22.50),
    "台东县": (121.00, 22.90), "花莲县": (121.40, 23.80), "宜兰县": (121.70, 24.65), "澎湖县": (119.58, 23.57),
    "金门县": (118.35, 24.44), "连江县": (119.95, 26.16),
}  # fmt: skip
"""About where the divisions of Taiwan lie, of which the package has no centre points (longitude, latitude)."""
OTHERS = {
    ("81", "香港岛"): (114.19, 22.26), ("81", "九龙"): (114.18, 22.32), ("81", "新界"): (114.12, 22.43),
    ("31", "崇明区"): (121.40, 31.62), ("54", "那曲市"): (92.05, 31.48), ("65", "哈密市"): (93.51, 42.82),
    ("82", "澳门半岛"): (113.55, 22.20), ("65", "昆玉市"): (79.3, 37.2), ("65", "胡杨河市"): (84.8, 44.7),
    ("65", "新星市"): (93.7, 42.8), ("65", "白杨市"): (83.0, 46.8),
}  # fmt: skip
"""About where others lie that the package is too old for or divides in another way."""
RANK = ("地区", "县", "市", "区")
"""What a division becomes as it grows."""


def read_centres(folder: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Longitude and latitude by (first two digits of the code, name)."""
    centres = {("71", name): point for name, point in TAIWAN.items()} | OTHERS
    for file in sorted(folder.glob("*.json")):
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
            point, code = feature["properties"].get("cp"), str(feature.get("id") or "")
            if point and len(code) == 6:
                centres[code[:2], feature["properties"]["name"]] = (float(point[0]), float(point[1]))
    return centres


def tiles(points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Column and row for each point: the grid that moves them least, between true places and mere order."""
    wide = cos(radians(sum(y for _, y in points) / len(points)))
    width = (max(x for x, _ in points) - min(x for x, _ in points)) * wide or 1.0
    height = max(y for _, y in points) - min(y for _, y in points) or 1.0
    ratio = min(2.0, max(0.6, width / height))
    columns = max(1, ceil(sqrt(len(points) * 1.3 * ratio)))
    rows = max(1, ceil(len(points) * 1.3 / columns))

    def scaled(values: list[float], cells: int, turned: bool) -> list[float]:
        low, high = min(values), max(values)
        order = sorted(range(len(values)), key=lambda i: values[i])
        rank = {i: place / max(1, len(values) - 1) for place, i in enumerate(order)}
        spots = [0.5 * rank[i] + 0.5 * (v - low) / ((high - low) or 1.0) for i, v in enumerate(values)]
        return [(1.0 - s if turned else s) * (cells - 1) for s in spots]

    xs, ys = scaled([x for x, _ in points], columns, False), scaled([y for _, y in points], rows, True)
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    costs = [[(x - c) ** 2 + (y - r) ** 2 for c, r in cells] for x, y in zip(xs, ys, strict=True)]
    _, chosen = linear_sum_assignment(costs)
    found = [cells[int(k)] for k in chosen]
    left, top = min(c for c, _ in found), min(r for _, r in found)
    return [(c - left, r - top) for c, r in found]


def parts(gazetteer: Gazetteer, province: Region) -> list[Region]:
    """The divisions directly below a province."""
    below = [r for r in gazetteer.by_code.values() if r.parent == province.adcode and len(r.adcode) == 6]
    return sorted((r for r in below if r.level in ("prefecture", "county")), key=lambda r: r.adcode)


def rank(name: str) -> int:
    """The place of a division's rank among `RANK`, or -1."""
    return next((place for place, suffix in enumerate(RANK) if name.endswith(suffix)), -1)


def stem(name: str) -> str:
    """A division's name without its rank."""
    return re.sub("(地区|市|县|区)$", "", name)


def main() -> None:
    """Write the file anew below the mark."""
    gazetteer, centres = load_gazetteer(), read_centres(Path(sys.argv[1]))
    lines = []
    for province in sorted((r for r in gazetteer.by_code.values() if r.level == "province"), key=lambda r: r.adcode):
        stems = {stem(name): point for (code, name), point in centres.items() if code == province.adcode[:2]}
        known = [
            (r, centres.get((r.adcode[:2], r.name)) or stems.get(stem(r.name))) for r in parts(gazetteer, province)
        ]
        # Of a division that changed its rank (密云县, 密云区) the later one has the tile.
        if province.adcode != "710000":
            later = {stem(r.name): r for r, _ in sorted(known, key=lambda pair: rank(pair[0].name))}
            known = [(r, point if later[stem(r.name)] == r else None) for r, point in known]
        placed = [(r, point) for r, point in known if point]
        lines += ["", f"[within.{province.adcode}] # {province.name}"]
        for (region, _), (column, row) in zip(placed, tiles([p for _, p in placed]) if placed else (), strict=True):
            lines.append(f"{region.adcode} = [{column}, {row}] # {region.name}")
        missing = [r.name for r, point in known if not point]
        if missing:
            print(province.name, len(placed), "without a place:", *missing)
    head = TARGET.read_text(encoding="utf-8").partition(MARK)[0]
    TARGET.write_text(head + MARK + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
