"""The administrative divisions of China, from nation to township, with their short forms and who lies in whom."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

LEVELS = ("nation", "province", "prefecture", "county", "township", "zone")
"""The levels of the gazetteer, the largest first. A zone (高新区, 管理区) is part of a prefecture, county or zone."""


class Region(msgspec.Struct, frozen=True, gc=False):
    """A division: `adcode` has six digits, from township down nine; `parent` is the next larger one's, or empty.

    `shorts` are the forms that name it beside its official name (`科右前旗`), names it had before included (`襄樊市`).
    """

    adcode: str
    name: str
    level: str
    parent: str = ""
    shorts: tuple[str, ...] = ()


class Gazetteer:
    """Divisions by code and by name; make one with `load_gazetteer`, or of rows of your own."""

    def __init__(self, regions: list[Region], generic: frozenset[str] = frozenset()) -> None:
        self.by_code: dict[str, Region] = {region.adcode: region for region in regions}
        """Every division by its code."""
        self._above: dict[str, tuple[Region, ...]] = {}
        self._codes_above: dict[str, frozenset[str]] = {}
        self.full: frozenset[str] = frozenset([region.name for region in regions])
        """All official names."""
        self.generic = generic
        """Official names that are ordinary words (`城区`, `开发区`): they count only where the parent is certain."""
        self.by_name: dict[str, tuple[Region, ...]] = {}
        """Official names and short forms → the divisions they may mean, the largest level first, then by code."""
        names = self.by_name
        shared = set()
        for region in regions:
            for name in (region.name, *region.shorts) if region.shorts else (region.name,):
                if name in names:
                    names[name] += (region,)
                    shared.add(name)
                else:
                    names[name] = (region,)
        rank = {level: place for place, level in enumerate(LEVELS)}
        for name in shared:
            names[name] = tuple(sorted(names[name], key=lambda region: (rank[region.level], region.adcode)))

        self.blocked: dict[str, tuple[Region, ...]] = {}
        """Short forms of counties that are ordinary words (`小店`, `路南`): they count only before a body of theirs."""
        for region in regions:
            short = region.name[:-1]
            if region.level == "county" and len(short) == 2 and region.name[-1] in "区县市旗" and short not in names:
                self.blocked[short] = (*self.blocked.get(short, ()), region)

    def called(self, name: str) -> tuple[Region, ...]:
        """The divisions that an official name or a short form may mean, of whatever kind; none if nothing is called so.

        >>> [region.name for region in load_gazetteer().called("小店")]
        ['小店区']
        """
        return self.by_name.get(name) or self.blocked.get(name, ())

    def ancestors(self, region: Region) -> tuple[Region, ...]:
        """The divisions that `region` lies in, the smallest first, the nation last.

        >>> gazetteer = load_gazetteer()
        >>> [above.name for above in gazetteer.ancestors(gazetteer.by_code["150105"])]
        ['呼和浩特市', '内蒙古自治区', '中华人民共和国']
        """
        found = self._above.get(region.adcode)
        if found is None:
            found = ()
            if region.parent:
                parent = self.by_code[region.parent]
                found = (parent, *self.ancestors(parent))
            self._above[region.adcode] = found
        return found

    def within(self, inner: Region, outer: Region) -> bool:
        """Whether `inner` lies in `outer`, at any distance; a division does not lie in itself.

        >>> gazetteer = load_gazetteer()
        >>> [district], [city], [other] = (gazetteer.by_name[name] for name in ("赛罕", "呼市", "宜春"))
        >>> gazetteer.within(district, city), gazetteer.within(district, other), gazetteer.within(city, city)
        (True, False, False)
        """
        return self.lies_in(inner, outer.adcode)

    def lies_in(self, region: Region, code: str) -> bool:
        """Whether a division lies in the one of that code, at any distance."""
        codes = self._codes_above.get(region.adcode)
        if codes is None:
            codes = self._codes_above[region.adcode] = frozenset([above.adcode for above in self.ancestors(region)])
        return code in codes


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that comes with the program, read once.

    >>> [(region.name, region.adcode) for region in load_gazetteer().by_name["科右前旗"]]
    [('科尔沁右翼前旗', '152221')]
    """
    data = files("kg.lexicon") / "data"
    regions = []
    for line in (data / "regions.tsv").read_text(encoding="utf-8").splitlines():
        if line[0] != "#":
            adcode, name, level, parent, shorts = line.split("\t")
            regions.append(Region(adcode, name, level, parent, tuple(shorts.split("|")) if shorts else ()))
    generic = (data / "regions_generic.txt").read_text(encoding="utf-8").splitlines()
    return Gazetteer(regions, frozenset(line for line in generic if line[0] != "#"))
