"""Whether a heading amid a text opens another article, which no byline parts from it: by signs that have weights.

`data/openings.toml` has the weights, in hundredths; `scripts/make_openings.py` makes them of the development gold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from kg.layout import Block, width
from kg.layout.apart import STARTER
from kg.layout.names import BODY
from kg.lexicon import load_lexicon
from kg.lexicon.gazetteer import load_gazetteer
from kg.split.authors import LEAD_HEAD
from kg.split.grams import bigrams
from kg.split.unit import Unit

Sign: TypeAlias = str

# What has to speak for an article of its own, in hundredths; more on a page whose articles are all signed.
_LEAST, _SIGNED, _MOST_SIGNED = 150, 75, 4
_ELSEWHERE = 200  # and more where the headline of the text above is elsewhere
_FIRST = 120  # characters
_GOES_ON = re.compile(r"[该此这其他她它另而但]|同时|此外|为此|随后|接着|于是|然而|下一步|目前|如今|后来")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、．]")  # sections
_PLACES = range(2, 5)
_MARKS = "一二三四五六七八九十①②③④⑤⑥0123456789◆●■▲★○◇□▶►·（(【["


def _size(value: float, *steps: float) -> int:
    return sum(value >= step for step in steps)


def _share(grams: set[str], text: set[str]) -> float:
    return len(grams & text) / len(grams) if grams else 0.0


def _names_place(text: str) -> bool:
    by_name = load_gazetteer().by_name
    return any(text[:n] in by_name for n in _PLACES)


def signs_of(items: Sequence[Block], start: int, stop: int, end: int) -> list[Sign]:
    """What speaks for and against an article that begins with the headings from `start` to `stop`.

    `items` begin with the headings and the text of the article before; `end` is where the next headings begin.
    """
    above, heads, below = items[:start], items[start:stop], items[stop:end]
    title = heads[-1].line.text
    front = [b for b in above if b.kind == "heading"]
    first = next((n for n, b in enumerate(above) if b.kind == "paragraph"), 0)
    sections = [b.line.text for b in above[first:] if b.kind == "heading"]
    before = [b for b in above if b.kind == "paragraph"]
    told = bigrams("".join(b.line.text for b in before))
    here = bigrams("".join(b.line.text for b in below))
    opening = below[0].line.text if below else ""
    grams = bigrams("".join(b.line.text for b in heads))
    mine, theirs = grams & here - told, grams & told - here
    out = [
        "opens",
        f"long {_size(width(title), 5, 7, 9, 11, 14, 18, 23)}",
        f"mine {_size(len(mine), 1, 2, 3, 5)} {min(_size(len(theirs), 1, 2), 2)}",
        f"early {_size(_share(grams, bigrams(opening[:60])), 0.01, 0.2, 0.4)}",
        f"common {_size(_share(here, told), 0.04, 0.07, 0.1, 0.14, 0.2)} {_size(len(here), 120)}",
        f"heads {min(len(heads), 2)} rows {min(title.count(' '), 2)}",
        f"apart {heads[-1].apart:d}",
        f"below {_size(sum(len(b.line.text) for b in below), 60, 120, 240)} {min(len(below), 3)}",
        f"above {_size(sum(len(b.line.text) for b in before), 80, 160, 300)}",
        f"place {_names_place(title):d}{_names_place(opening):d}",
        f"body {bool(BODY.search(title)):d}{bool(BODY.search(opening[:40])):d}",
    ]
    if LEAD_HEAD.match(opening):
        out.append("lead")
    elif STARTER.match(opening) and opening[:1] != "“":
        out.append("starts")
    elif opening[:1] == "“":
        out.append("speech")
    elif _GOES_ON.match(opening):
        out.append("goes on")
    if re.search(r"\d", title):
        out.append("number")
    if "，" in title:
        out.append("comma")
    if title[0] in _MARKS:
        out.append("mark")
    if "：" in title:
        out.append("colon")
    if title[-1] in "？！":
        out.append("asks")
    later = [b.line.text for b in items[end:] if b.kind == "heading"]
    for name, others in (("earlier", sections), ("later", later)):
        out.append(f"{name} {min(len(others), 3)}")
        if others:
            out += _alike(name, title, others)
    if first and front:
        out.append(
            f"head {_size(width(title) / max(width(b.line.text) for b in above[:first]), 0.4, 0.6, 0.8, 1.2)}"
            if above[:first]
            else "head"
        )
    foot = next((b.foot for b in reversed(before) if b.foot), 0.0)
    column = next((b.column for b in below if b.column), 0.0)
    if foot and column:
        out.append(f"columns {_size(abs(foot - column), 1.0, 2.0)}")
    if before and before[-1].line.text[-1:] not in "。！？”）":
        out.append("unfinished")
    return out


def _alike(name: str, title: str, others: Sequence[str]) -> Iterator[Sign]:
    """How much a heading is like others, as those of one article's sections are."""
    size = width(title)
    near = min(abs(size - width(text)) for text in others)
    form = title.find(" ")
    yield f"{name} near {_size(near, 0.6, 2.1, 5)}"
    yield f"{name} longer {_size(size / max(map(width, others)), 0.7, 1.01, 1.5, 2)}"
    yield f"{name} form {any(text.find(' ') == form for text in others):d}{form > 0:d}"
    yield f"{name} first {any(text[0] == title[0] for text in others):d}"


def weigh(signs: Sequence[Sign], table: Mapping[Sign, int]) -> int:
    """How much speaks for an article of its own."""
    return sum(table.get(sign, 0) for sign in signs)


def runs_of(items: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    """The headings amid an article's text: where such run together from and to, and where the next ones are."""
    edges = [i for i, (a, b) in enumerate(pairwise(items), 1) if (a.kind == "heading") != (b.kind == "heading")]
    stops = [*edges, len(items)]
    for n, start in enumerate(edges):
        if items[start].kind == "heading" and n + 1 < len(edges):
            yield start, edges[n + 1], stops[n + 2]


def part_openings(units: list[Unit], rest: Unit) -> None:
    """Part articles where a heading opens another one."""
    table = load_lexicon().tables["openings"]["weights"]
    signed = [bool(unit.authors or unit.lead_authors) for unit in (*units, rest) if unit.has_text()]
    for k in range(len(units), -1, -1):
        unit = units[k] if k < len(units) else rest
        own = bool(unit.authors or unit.lead_authors)
        bare = signed.count(False) - (not own)
        least = _LEAST + (0 if bare else _SIGNED * min(_MOST_SIGNED, signed.count(True) - own))
        if unit.certain or unit.listed or not unit.has_text():
            continue
        least += 0 if unit.front() else _ELSEWHERE
        cuts: list[int] = []
        for start, stop, end in runs_of(unit.items):
            if any(b.level for b in unit.items[start:stop]) or _NUMBERED.match(unit.items[start].line.text):
                continue
            if not any(b.kind == "paragraph" for b in unit.items[:start]):
                continue
            at = cuts[-1] if cuts else 0
            if weigh(signs_of(unit.items[at:], start - at, stop - at, end - at), table) >= least:
                cuts.append(start)
        if not cuts:
            continue
        places = [0, *cuts, len(unit.items)]
        parts = [Unit(items=unit.items[a:b]) for a, b in pairwise(places)]
        parts[0].lead_authors, parts[0].tied = unit.lead_authors, unit.tied
        unit.items, unit.lead_authors, unit.tied = parts[-1].items, [], None
        units[k:k] = parts[:-1]
