"""Bodies of several divisions that share one name: 哈尔滨、齐齐哈尔|等地公安机关, 湖南、广东|两省警方."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.extract.parts import Chain, Part, head_of
from kg.lexicon import Lexicon

_PLACES = r"(?:等(?:多|[两二三四五六七八九十\d]{1,2}个?)?[地市县区省州]|[两二三四五六七][地市县区省州](?!市))"
_OPENS = frozenset("等两二三四五六七")
_DIVISIONS = frozenset("RrT")
_TWO = 2  # parts: a division and its body


def with_shared(text: str, lexicon: Lexicon, chains: list[Chain]) -> list[Chain]:
    """The chains of a text, by place; each division of a list has the body that stands behind the list.

    That is a collective behind 等地 or 两省, or the body of the last division of them: 福利镇、升昌镇|党委.
    """
    pattern = _pattern(lexicon)
    shared = [m for c in chains if text[c.stop : c.stop + 1] in _OPENS and (m := pattern.match(text, c.stop))]
    stops = {chain.stop: i for i, chain in enumerate(chains)}
    made: dict[int, Chain] = {}
    for found in shared:
        head, stem = head_of(found[1])
        run = _list_before(text, chains, stops, found.start())
        for i in run if len(run) > 1 else ():
            made[i] = _with_unit(chains[i], Part(0, 0, "K", found[1], stem, head))
    for chain in chains:
        if chain.pointed or len(chain.parts) != _TWO or text[chain.start - 1 : chain.start] not in "、和与":
            continue
        division, unit = chain.parts
        if division.kind not in "RT" or unit.kind != "U" or unit.start == unit.stop:
            continue
        for i in _list_before(text, chains, stops, chain.start - 1) if chain.start else ():
            last = chains[i].parts[-1]
            if last.kind != division.kind or last.text[-1] != division.text[-1] or len(chains[i].parts) > 1:
                break
            made[i] = _with_unit(chains[i], unit)
    return [made.get(i, chain) for i, chain in enumerate(chains)] if made else chains


def _with_unit(chain: Chain, unit: Part) -> Chain:
    """A division's chain with a body that stands elsewhere."""
    there = Part(chain.stop, chain.stop, unit.kind, unit.text, unit.stem, unit.head)
    return Chain(chain.start, chain.stop, (*chain.parts, there), chain.pointed)


def _list_before(text: str, chains: list[Chain], stops: Mapping[int, int], stop: int) -> list[int]:
    """Which chains are the divisions of a list that ends at a place, the last first."""
    run: list[int] = []
    while (i := stops.get(stop)) is not None and {p.kind for p in chains[i].parts} <= _DIVISIONS:
        run.append(i)
        stop = chains[i].start - 1
        if stop < 0 or text[stop] not in "、和与":
            break
    return run


@cache
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    words = sorted(lexicon.table("agencies", "collectives"), key=len, reverse=True)
    return re.compile(f"{_PLACES}的?({'|'.join(words)})")
