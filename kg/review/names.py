"""What the names of agencies, organizations and initiatives are made of, so that two can be compared part by part."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from typing import NamedTuple

from kg.lexicon import Lexicon, load_lexicon
from kg.refer.kinds import head_class, stem_class

_YEAR = re.compile(r"[-—·]?(?:19|20)\d\d年?(?:度)?")
_QUOTED = re.compile(r"[“《「](.{2,}?)[”》」]")
_LEAST = 4
"""A name of fewer characters (医院, 小学) says nothing without its division."""
_MARKS = re.compile(r"[“”《》「」‘’\s·—-]")


class Unit(NamedTuple):
    """One body of a chain: its own name (秣陵派出所), what it does and what it is, synonyms under one name."""

    own: str
    stem: str
    head: str

    def covers(self, other: Unit, stems: Set[str] = frozenset()) -> bool:
        """Whether the other may be this one said more briefly: without its function, or without its kind.

        `stems` are the functions of its superiors, which the brief form may give to the unit: 交警支队…大队, 交警大队.
        """
        if self.own != other.own:
            return False
        if not other.head:  # 消防, 警方
            return other.stem == self.stem
        return other.head == self.head and (other.stem in (self.stem, "") or (not self.stem and other.stem in stems))


class Parts(NamedTuple):
    """A name taken apart: the codes that each of its divisions may have, and its chain of units."""

    regions: tuple[frozenset[str], ...]
    units: tuple[Unit, ...]

    def covers(self, other: Parts) -> bool:
        """Whether the other may be this one said more briefly: fewer units and divisions, none that this one lacks.

        The last division, which both serve, must be the same.

        >>> full, other = take_apart("南京市公安局交警支队栖霞大队"), take_apart("南京市大队")
        >>> full.covers(take_apart("栖霞大队")), full.covers(other), full.covers(take_apart("公安局"))
        (True, False, False)
        """
        if not other.units or len(other.units) > len(self.units):
            return False
        if not self.units[-1].covers(other.units[-1], {unit.stem for unit in self.units[:-1]} - {""}):
            return False
        left = iter(self.units[:-1])
        if not all(any(one.covers(unit) for one in left) for unit in other.units[:-1]):
            return False
        if other.regions and not (self.regions and self.regions[-1] & other.regions[-1]):
            return False
        return all(any(codes & mine for mine in self.regions) for codes in other.regions)


@cache
def take_apart(name: str) -> Parts:
    """The divisions and units of an agency's name."""
    lexicon = load_lexicon()
    regions: list[frozenset[str]] = []
    units: list[Unit] = []
    own, at = "", 0
    narrowed = -1  # where a function stops that narrows the unit right after it: 城关|派出所
    for hit in lexicon.names.find(name):
        own += name[at : hit.start]
        at = hit.stop
        kinds, entry = hit.entry.kinds, hit.entry
        codes = _codes(lexicon, entry.text)
        if codes and set(kinds) & set("Rrtz") and not set(kinds) & set("SBUN"):
            regions.append(codes)
        elif set(kinds) & set("SU"):
            units.append(Unit(own, stem_class(entry.stem), head_class(entry.head)))
            own = ""
        elif set(kinds) & set("BNHGZ"):
            function = units.pop() if units and hit.start == narrowed else Unit(own, "", "")
            units.append(function._replace(head=head_class(entry.text)))
            own = ""
        elif set(kinds) & set("FkK"):
            units.append(Unit(own, stem_class(entry.text), "" if "K" not in kinds else "K"))
            own, narrowed = "", hit.stop
        else:
            own += entry.text
    own += name[at:]
    if own:  # what no table knows: a name of its own
        units.append(Unit(own, "", ""))
    return Parts(tuple(regions), tuple(units))


def _codes(lexicon: Lexicon, name: str) -> frozenset[str]:
    return frozenset(region.adcode for region in lexicon.gazetteer.by_name.get(name, ()))


def without_regions(name: str) -> list[tuple[str, frozenset[str]]]:
    """What is left of a name without the divisions at its head, with the codes of the last one; the longest first.

    >>> [(rest, sorted(codes)) for rest, codes in without_regions("江苏省南京市江宁区百家湖小学")][-1]
    ('百家湖小学', ['320115'])
    >>> without_regions("新百家湖小学")
    []
    """
    lexicon, found, at = load_lexicon(), [], 0
    for hit in lexicon.names.find(name):
        codes = _codes(lexicon, hit.entry.text)
        if hit.start != at or not codes or not set(hit.entry.kinds) & set("Rrtz"):
            break
        at = hit.stop
        if len(name) - at >= _LEAST:
            found.append((name[at:], codes))
    return found


def core(name: str) -> str:
    """What an initiative is called without quotes, year, and the words that only say what kind of thing it is.

    >>> core("“铁拳”专项执法行动") == core("“铁拳”行动"), core("“净网2023”专项行动"), core("专项行动")
    (True, '净网', '')
    """
    quoted = _QUOTED.findall(name)
    bare = _MARKS.sub("", _YEAR.sub("", quoted[0] if len(quoted) == 1 else name))
    while True:
        shorter = next((bare.removesuffix(word) for word in _decorations() if bare.endswith(word)), bare)
        if shorter == bare:
            return bare
        bare = shorter


def year(name: str) -> str:
    """The year in a name, or nothing.

    >>> year("“云剑-2022”专项行动"), year("“云剑”行动")
    ('2022', '')
    """
    found = re.search(r"(?:19|20)\d\d", name)
    return found[0] if found else ""


@cache
def _decorations() -> tuple[str, ...]:
    """The heads of initiatives, the longest first."""
    lexicon = load_lexicon()
    kinds = ("campaign", "mechanism", "project", "system", "policy", "brand")
    words = {word for kind in kinds for word in lexicon.table("initiatives", kind)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
