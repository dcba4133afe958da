"""Names with spaces where none belong and none where they do, as copying leaves them: 李 若萱, 毕文 超, 栾青刘 洋."""

from __future__ import annotations

import re

import rjieba

from kg.layout.names import BODY, is_han_name, is_name, part_names, rank_surname

_TOKEN = re.compile(r"[^\s]+")
RUN = re.compile(r"(?<![\u4e00-\u9fff·])[\u4e00-\u9fff]+(?:[ \u3000]+[\u4e00-\u9fff]++(?!·))+")
"""Words of Chinese characters with nothing but spaces between them."""
_BRACKET = re.compile(r"[（(]\s*+([\u4e00-\u9fff]+(?:[ \u3000]+[\u4e00-\u9fff]+){1,7})\s*+[）)]\s*+$")
_MOST = 12  # words between spaces
_WORD = 3  # characters of a Han name
_RARE = 200  # the place of a surname among all: those after it are taken for one only where nothing else fits
_COMMON = 70


def part_spaced(text: str) -> list[tuple[int, int]]:
    """Where the names stand of which a run of Chinese characters and spaces is made; nothing where it is none of names.

    >>> [text[a:b] for text in ("和 春 李 若萱", "毕文 超", "周敏张文 超") for a, b in part_spaced(text)]
    ['和 春', '李 若萱', '毕文 超', '周敏', '张文 超']
    >>> part_spaced("夜市 开张"), part_spaced("一 起追尾")
    ([], [])
    """
    tokens = [found.span() for found in _TOKEN.finditer(text)]
    if not 1 < len(tokens) <= _MOST:
        return []
    best: list[tuple[float, list[tuple[int, int]]] | None] = [(0.0, []), *(None for _ in tokens)]
    for stop in range(1, len(tokens) + 1):
        for start in range(max(0, stop - 3), stop):
            before = best[start]
            if before is None:
                continue
            found = _read(text, tokens[start:stop])
            if found is None:
                continue
            cost, names = before[0] + found[0], [*before[1], *found[1]]
            known = best[stop]
            if known is None or cost < known[0]:
                best[stop] = (cost, names)
    whole = best[-1]
    return whole[1] if whole else []


def find_spaced_names(text: str) -> re.Match[str] | None:
    """The bracket at the end of a row that holds names with spaces where none belong: （谢 家宝）.

    >>> find_spaced_names("满意度。（谢 家宝）")[1], find_spaced_names("（一 起追尾）")
    ('谢 家宝', None)
    """
    found = _BRACKET.search(text)
    return found if found and part_spaced(found[1]) else None


def _read(text: str, tokens: list[tuple[int, int]]) -> tuple[float, list[tuple[int, int]]] | None:
    """What names some words are together, and how unlikely that is; nothing where they are none."""
    sizes = [stop - start for start, stop in tokens]
    joined = "".join(text[start:stop] for start, stop in tokens)
    if any(stop - start > 2 and BODY.search(text[start:stop]) for start, stop in tokens):
        return (0.0, []) if len(tokens) == 1 else None  # where somebody works
    if len(tokens) == 1:
        if sizes[0] == 1:
            return None
        if is_name(joined) and not rjieba.has_word(joined):
            return _rarity(joined), [tokens[0]]
        if is_name(joined):
            return 0.3 + _rarity(joined), [tokens[0]]
    elif len(joined) <= 4 and 1 in sizes and (is_han_name(joined) or (len(joined) < 4 and is_name(joined))):
        apart = sum(size == 1 for size in sizes) == len(sizes)
        odd = 0.1 if apart else 0.5 if sizes[0] == 1 else 0.7 if sizes[-1] == 1 else 2.0
        return odd + _rarity(joined), [(tokens[0][0], tokens[-1][1])]
    if len(joined) < 4 or (len(tokens) > 1 and max(sizes) < 3):
        return None
    halves = len(joined) == 4 and 1 in sizes and is_han_name(joined[:2]) and is_han_name(joined[2:])
    ends = part_names(joined) or ([2, 4] if halves else [])
    if not ends:
        return None
    places = [i for start, stop in tokens for i in range(start, stop)]
    spans = [(places[a], places[b - 1] + 1) for a, b in zip([0, *ends[:-1]], ends, strict=True)]
    return 1.0 + len(tokens) / 2, spans


def join_names(text: str) -> str:
    """A text with the names in each run of words between marks put together, where spaces part a character from them.

    >>> join_names("李 若萱、毕文 超/文"), join_names("夜市 开 张")
    ('李若萱、毕文超/文', '夜市 开 张')
    """
    return RUN.sub(_join, text)


def _join(run: re.Match[str]) -> str:
    out, at = "", 0
    for start, stop in part_spaced(run[0]) if is_mixed(run[0]) else []:
        out += f"{run[0][at:start]} {''.join(run[0][start:stop].split())}"
        at = stop
    return (out + run[0][at:]).strip()


def is_mixed(run: str) -> bool:
    """Whether words between spaces are names cut amiss: characters among longer words, or no names."""
    sizes = [len(word) for word in run.split()]
    if len(sizes) < 2:
        return False
    if min(sizes) == 1:
        return max(sizes) > 1
    return max(sizes) > _WORD and not all(map(is_name, run.split()))


def _rarity(name: str) -> float:
    """How unlikely a name is by its surname."""
    rank = rank_surname(name)
    return 0.0 if rank <= _COMMON else 0.2 if rank <= _RARE else 0.6
