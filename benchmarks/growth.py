"""What `kg build` costs as the pages grow: CPU time, peak memory of all its processes, and the slope between them.

    python -m benchmarks.growth [--megabytes 1 2 4 8 16] [--extract-only 64] [--jobs 1] [--svg FILE] [--json] [--write]

The pages are those of `benchmarks.speed`, written to a temporary folder, so many megabytes of UTF-8. A build is a
process of its own, from files to graph.ttl; adding to a store is extraction alone. Memory is the sum over its processes
of what each holds alone and its share of what they share, every half a second. The slope is that of a line through the
points, both axes logarithmic, once the start-up (a build of one page) is taken off: 1 means that twice the text costs
twice the time.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.speed import make_corpus
from benchmarks.tree import PERFORMANCE, memory, replace_part

AIM = 1.05


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=float, nargs="+", default=[1, 2, 4, 8, 16])
    parser.add_argument(
        "--extract-only", type=float, default=64, metavar="MB", help="above that, no build: it holds its graph"
    )
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--svg", type=Path, help="draw the points here")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put table and plot into docs/performance.md")
    options = parser.parse_args()
    points = [
        measure(size, options.jobs, build=size <= options.extract_only) for size in (0, *sorted(options.megabytes))
    ]
    slopes = {what: slope(points, what) for what in ("cpu_seconds", "extract_cpu_seconds")}
    if options.svg:
        options.svg.write_text(draw(points), encoding="utf-8")
    if options.write:
        write(points, slopes)
    print(json.dumps({"points": points, "slopes": slopes}, indent=2) if options.json else table(points, slopes))
    return 0


def measure(megabytes: float, jobs: int, *, build: bool) -> dict[str, Any]:
    """The cost of adding so many megabytes of pages to a store, and of a build of them; 0 stands for a single page."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        size = count = characters = 0
        corpus = make_corpus(Path("seeds"), max(1, math.ceil(megabytes * 1e6 / 27_000)))
        for copy in corpus:
            for page in copy:
                if count and size >= megabytes * 1e6:
                    break
                data = page.text.encode("utf-8")
                place = pages / f"{count // 1000:04d}"  # a thousand a folder
                place.mkdir(exist_ok=True)
                (place / f"{page.id}.txt").write_bytes(data)
                size, count, characters = size + len(data), count + 1, characters + len(page.text)
        kg, store = [sys.executable, "-m", "kg"], f"{folder}/store"
        command = [*kg, "build", str(pages), "-o", f"{folder}/out", "-f", "ttl", "-q", "--jobs", str(jobs)]
        cpu, most = run(command) if build else (0.0, 0)
        run([*kg, "init", store, "--analyzer", "lexicon"])
        bare = run([*kg, "add", store, str(pages), "-q", "--jobs", str(jobs)])
        return {
            "bytes": size,
            "pages": count,
            "characters": characters,
            "cpu_seconds": round(cpu, 2),
            "memory_mb": round(most / 1e6),
            "extract_cpu_seconds": round(bare[0], 2),
            "extract_memory_mb": round(bare[1] / 1e6),
        }


def run(command: list[str]) -> tuple[float, int]:
    """CPU seconds of a command and its children, and the most memory that they held together."""
    before = os.times()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, memory(process.pid))
        time.sleep(0.5)  # to read what a large process holds stops it for a while
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, most


def slope(points: list[dict[str, Any]], what: str) -> float:
    """The slope of a line through the logarithms of size and cost, without the cost of a single page.

    >>> slope([{"bytes": 1, "c": 2}, {"bytes": 10, "c": 3}, {"bytes": 100, "c": 12}], "c")
    1.0
    """
    first = points[0][what]
    pairs = [(math.log(p["bytes"]), math.log(p[what] - first)) for p in points[1:] if p[what] > first]
    if len(pairs) < 2:
        return math.nan
    x, y = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    return float(round(sum((a - x) * (b - y) for a, b in pairs) / sum((a - x) ** 2 for a, _ in pairs), 3))


def table(points: list[dict[str, Any]], slopes: dict[str, float]) -> str:
    """The figures as Markdown."""
    lines = [
        "| pages, MB | pages | build, CPU s | peak, MB | add to a store, CPU s | peak, MB |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for p in points:
        built = f"{p['cpu_seconds']:.1f} | {p['memory_mb']:,}" if p["cpu_seconds"] else "| "
        lines.append(
            f"| {p['bytes'] / 1e6:.2f} | {p['pages']:,} | {built} "
            f"| {p['extract_cpu_seconds']:.1f} | {p['extract_memory_mb']:,} |"
        )
    build, add = slopes["cpu_seconds"], slopes["extract_cpu_seconds"]
    return "\n".join([*lines, "", f"slope: build {build}, add {add} (aim: at most {AIM})"])


def write(points: list[dict[str, Any]], slopes: dict[str, float]) -> None:
    """Put the table and the plot into the page of figures."""
    plot = PERFORMANCE.parent / "images" / "growth.svg"
    plot.write_text(draw(points), encoding="utf-8")
    shown = f"![CPU seconds by megabytes of pages](images/{plot.name})"
    replace_part(PERFORMANCE, "growth", f"{table(points, slopes)}\n\n{shown}")


def draw(points: list[dict[str, Any]]) -> str:
    """Builds, and adding to a store, as an SVG: megabytes of pages across, CPU seconds up, both logarithmic."""
    ways = {"kg build": ("cpu_seconds", "#0b6e99"), "kg add": ("extract_cpu_seconds", "#b4531a")}
    lines = {
        name: [(math.log10(p["bytes"] / 1e6), math.log10(p[what])) for p in points[1:] if p[what]]
        for name, (what, _) in ways.items()
    }
    xs, ys = zip(*(at for line in lines.values() for at in line), strict=True)
    left, right, low, high = math.floor(min(xs)), math.ceil(max(xs)), math.floor(min(ys)), math.ceil(max(ys))

    def place(x: float, y: float) -> tuple[float, float]:
        return 60 + 420 * (x - left) / max(right - left, 1), 300 - 270 * (y - low) / max(high - low, 1)

    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 350" font-family="sans-serif" font-size="12">',
        "<title>CPU seconds of kg build and kg add by megabytes of pages</title>",
        '<rect width="520" height="350" fill="#fff"/>',
    ]
    for power in range(left, right + 1):
        x, _ = place(power, low)
        out.append(f'<path d="M{x:.0f} 30V300" stroke="#ddd"/><text x="{x:.0f}" y="316" text-anchor="middle">')
        out.append(f"{10**power:g} MB</text>")
    for power in range(low, high + 1):
        _, y = place(left, power)
        out.append(f'<path d="M60 {y:.0f}H480" stroke="#ddd"/><text x="52" y="{y + 4:.0f}" text-anchor="end">')
        out.append(f"{10**power:g} s</text>")
    for n, (name, line) in enumerate(lines.items()):
        color, at = ways[name][1], [place(*point) for point in line]
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        out.append(f'<polyline points="{corners}" fill="none" stroke="{color}"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>' for x, y in at]
        out.append(f'<text x="{80 + 90 * n}" y="340" fill="{color}">{name}</text>')
    return "\n".join([*out, '<text x="60" y="20">CPU seconds by megabytes of pages</text>', "</svg>", ""])


if __name__ == "__main__":
    sys.exit(main())
