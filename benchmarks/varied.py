"""A corpus as large as one likes, made of the sample pages: each copy has other divisions, persons and stations.

Every name keeps its length and its place, so line breaks stay inside the words they broke and the layout is the same,
but no two copies share their names: nothing is gained by remembering a text.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

from kg.lexicon import load_lexicon
from kg.lexicon.gazetteer import Gazetteer, Region
from kg.model import Document, Knowledge

_GIVEN = "明华强伟芳娜敏静丽勇艳杰涛军洋磊超霞平刚桂英玉兰春梅建国志文海峰晓云雪莲红林浩宇欣怡子涵佳慧思远嘉宁立新永庆"
_STATION = re.compile(r"(?:^|[省市县区旗州局队])([^省市县区旗州局队镇乡]{2,3})(?=派出所|司法所|检察室|人民法庭)")
_TAIL = re.compile(r"(?:自治州|自治县|自治旗|街道|地区|[省市县区旗盟镇乡村])$")


class Varier:
    """Makes copies of some pages; `knowledge` is what the program finds in them: it says what their names are."""

    def __init__(self, pages: Iterable[Document], knowledge: Knowledge) -> None:
        self.pages = tuple(pages)
        self.gazetteer = load_lexicon().gazetteer
        self.surnames: str = load_lexicon().tables["persons"]["surnames"]["single"]
        self.alike = _by_shape(self.gazetteer)
        regions = {(e.get("adcode"), e.label): e for e in knowledge.entities if e.type == "Region"}
        self.regions = sorted(
            (self.gazetteer.by_code[code] for code, _ in regions if code in self.gazetteer.by_code),
            key=lambda region: (len(region.adcode), region.adcode),
        )
        names = {e.label for e in knowledge.entities if e.type == "Person"}
        self.persons = sorted(
            name for name in names if 2 <= len(name) <= 12 and not re.search("某|先生|女士|师傅", name)
        )
        bodies = {surface for e in knowledge.entities if e.type == "Agency" for surface in (e.label, *e.aliases)}
        self.stations = sorted({m[1] for body in bodies for m in _STATION.finditer(body)})
        self.stems = _stems(self.gazetteer)

    def copy(self, number: int) -> list[Document]:
        """The pages with the names of copy `number`; the same each time."""
        names = self.names(random.Random(number))
        pattern = re.compile("|".join(r"\s*".join(map(re.escape, name)) for name in sorted(names, key=_longest_first)))

        def rename(match: re.Match[str]) -> str:
            new = iter(names[re.sub(r"\s", "", match[0])])
            return "".join(c if c.isspace() else next(new) for c in match[0])

        return [
            Document(
                id=f"{page.id}-{number:04d}",
                source=f"{page.source}-{number:04d}",
                text=pattern.sub(rename, page.text),
                published=page.published,
                published_from=page.published_from,
                encoding=page.encoding,
            )
            for page in self.pages
        ]

    def names(self, choice: random.Random) -> dict[str, str]:
        """Each name of the pages and the one that stands for it in a copy."""
        new: dict[str, str] = {}
        chosen: dict[str, Region] = {}
        for region in self.regions:
            like = self.alike[_shape(region)]
            parent = chosen.get(region.parent)
            near = [other for other in like if parent is not None and other.parent == parent.adcode]
            other = choice.choice(near or like)
            chosen[region.adcode] = other
            new[region.name] = other.name
            for short in region.shorts:
                fitting = [s for s in other.shorts if len(s) == len(short)]
                if fitting:
                    new[short] = fitting[0]
        for stem in self.stations:
            new.setdefault(stem, choice.choice(self.stems[len(stem)]))
        for person in self.persons:
            new.setdefault(person, self.person(person, choice))
        return new

    def person(self, name: str, choice: random.Random) -> str:
        """Another name of the same build: surname and given name, or syllables around the same dots."""
        if len(name) > 3:
            return "".join(c if c == "·" else choice.choice("巴格桑阿尔斯古丽娜木其达布") for c in name)
        return choice.choice(self.surnames) + "".join(choice.choice(_GIVEN) for _ in name[1:])


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name


def _shape(region: Region) -> tuple[str, int, str, bool]:
    """What a division must share to stand for another: level, length, ending, and whether it has a short form."""
    tail = _TAIL.search(region.name)
    return region.level, len(region.name), tail[0] if tail else "", bool(region.shorts)


def _by_shape(gazetteer: Gazetteer) -> dict[tuple[str, int, str, bool], list[Region]]:
    found: dict[tuple[str, int, str, bool], list[Region]] = defaultdict(list)
    for code in sorted(gazetteer.by_code):
        region = gazetteer.by_code[code]
        if region.name not in gazetteer.generic:
            found[_shape(region)].append(region)
    return found


def _stems(gazetteer: Gazetteer) -> dict[int, list[str]]:
    """Names of townships without their last word, by length."""
    stems = {_TAIL.sub("", region.name) for region in gazetteer.by_code.values() if region.level == "township"}
    by_length: dict[int, list[str]] = defaultdict(list)
    for stem in sorted(stems):
        by_length[len(stem)].append(stem)
    return by_length
