"""Which division each name of a page means: inside the one before it, else near the article's others."""

from __future__ import annotations

import itertools
from bisect import bisect_left, insort
from collections.abc import Sequence
from functools import cached_property

from kg.extract.parts import Part
from kg.lexicon import Lexicon
from kg.lexicon.gazetteer import Gazetteer, Region
from kg.refer.levels import LEVEL_OF, fits
from kg.refer.towns import find_town, town_elsewhere
from kg.refer.values import Area, Reading
from kg.refer.words import is_called_after, load_words
from kg.refer.zones import city_of, is_wide, short_before, with_zone, zone_class, zone_label

_LEVEL_BY_SUFFIX = {
    "省": "province", "市": "prefecture", "盟": "prefecture", "镇": "township", "乡": "township", "村": "village"
}  # fmt: skip
_LOCAL_ZONES = ("新区", "园区")  # zones that a county or city has for itself: 良塘新区
_TOWARDS = frozenset("回到从在赴去自往离抵")  # before where somebody goes or comes from


class Areas:
    """Resolves the divisions of one page's articles, in `readings`."""

    def __init__(self, lexicon: Lexicon, readings: list[Reading]) -> None:
        self.lexicon = lexicon
        self.words = load_words(lexicon)
        self.named = frozenset(lexicon.table("agencies", "zones", "named"))
        self.gazetteer: Gazetteer = lexicon.gazetteer
        self.readings = readings
        self._told: dict[int, tuple[set[str], set[str]]] = {}
        self._divided: dict[int, tuple[set[int], set[int]]] = {}

    def find_context(self, reading: Reading) -> None:
        """The divisions that need no context: the ground on which the others are resolved."""
        found: list[str] = []
        for chain in reading.chains:
            above: Region | None = None
            for part in chain.parts:
                if part.kind not in "Rr":
                    continue
                options = self.gazetteer.called(part.text)
                inside = [o for o in options if self.gazetteer.within(o, above)] if above else []
                if len(options) == 1 or (inside and above):
                    above = (inside or list(options))[0]
                    found.append(above.adcode)
        # The most frequent first; of equals the first: sorting keeps their order.
        reading.context = sorted(dict.fromkeys(found), key=found.count, reverse=True)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The codes of all articles' contexts, in order, once these are found."""
        return tuple(dict.fromkeys(code for other in self.readings for code in other.context))

    def resolve(self, reading: Reading) -> None:
        """The divisions of an article, into its `areas`."""
        previous: Area | None = None
        named: dict[str, Area] = {}  # townships and villages
        text = reading.draft.passage.text
        codes = (*reading.context, *self.others)
        reading.chains = [with_zone(chain, self.gazetteer, self.named, codes) for chain in reading.chains]
        for chain in reading.chains:
            above: Area | None = None
            touched = -1  # where the division before stops
            for part in chain.parts:
                area: Area | None = None
                if part.kind == "r" and len(chain.parts) == 1 and not self.is_certain(part, reading):
                    continue
                if part.kind in "Rr":
                    if part.kind == "r" and above and above.level in ("township", "village") and touched == part.start:
                        continue  # 殷行街道|开鲁片区: no county lies in a town
                    if (
                        part.kind == "r"
                        and above
                        and not self.may_lie(part.text, above, touched != part.start and is_wide(chain))
                    ):
                        continue
                    area = self.division(part.text, above, reading.context, self.others)
                elif part.kind in "TV":
                    # A village by itself is the one that the article has named: 白马镇大坪村 … 在|大坪村.
                    area = named.get(part.text) if above is None else None
                    if area is None and above is None and part.kind == "T":
                        area = town_elsewhere(part.text, self.around(reading), self.gazetteer)
                    area = area or self.local(part, above or self.around(reading), reading.context)
                elif part.kind == "Z" and (
                    city := city_of(chain, part, self.lexicon.table("agencies", "zones", "corps"))
                ):
                    area = self.division(city, None, reading.context, self.others)
                elif part.kind == "Z":
                    area = self.zone(part, above, reading, previous, short_before(chain, part))
                elif part.kind == "L":
                    area = self.level(part.text, reading, part.start)
                if area:
                    if area.level in ("township", "village"):
                        named.setdefault(area.label, area)
                    place = part.start, part.stop
                    if place not in reading.areas:
                        insort(reading.places, place)
                    reading.areas[place] = area
                    certain = area.code or area.label not in self.gazetteer.by_name  # not one of several 鼓楼区
                    if certain and area.level in ("county", "prefecture", "province"):
                        reading.anchor = area
                    above = previous = area
                    touched = part.stop
                    listed = text[part.stop : part.stop + 1] in ("、", "等") or text[part.start - 1] == "、"
                    if part.kind == "r" and len(chain.parts) == 1 and listed:
                        reading.passing.add((part.start, part.stop))

    def _named(self, reading: Reading) -> tuple[set[str], set[str]]:
        """The divisions that an article's chains name in full, and by a short form beside another part."""
        found = self._told.get(id(reading))
        if found is None:
            codes = self.gazetteer.by_name
            full = {o.adcode for c in reading.chains for p in c.parts if p.kind == "R" for o in codes.get(p.text, ())}
            short = {
                o.adcode
                for c in reading.chains if len(c.parts) > 1
                for p in c.parts if p.kind == "r"
                for o in codes.get(p.text, ())
            }  # fmt: skip
            found = self._told[id(reading)] = full, short
        return found

    def _borders(self, reading: Reading) -> tuple[set[int], set[int]]:
        """Where an article's chains begin with a division, and where they end with one."""
        found = self._divided.get(id(reading))
        if found is None:
            starts = {c.start for c in reading.chains if c.parts[0].kind in "Rr"}
            found = self._divided[id(reading)] = starts, {c.stop for c in reading.chains if c.parts[-1].kind in "Rr"}
        return found

    def is_certain(self, part: Part, reading: Reading) -> bool:
        """Whether a short form by itself names a division: a province, a prefecture, a county of the article's area."""
        options = self.gazetteer.called(part.text)
        if not options:
            return False
        passage = reading.draft.passage
        text, level = passage.text, options[0].level
        if level == "county" and is_called_after(text, part.start, part.stop):
            return False
        heading = passage.sentences[passage.sentence_at(part.start)].kind == "heading"
        if heading or text[part.stop : part.stop + 1] == "讯" or level in ("nation", "province"):
            return True
        if len(options) == 1 and len(part.text) >= 3 and part.text[-1] in "旗县市区":  # 芷江县 is no other word
            return True
        if text[part.start - 1] in "、和" and part.start - 1 in self._borders(reading)[1]:
            return True
        if text[part.stop : part.stop + 1] in ("、", "和") and part.stop + 1 in self._borders(reading)[0]:
            return True
        token = passage.token_at(part.start)
        whole = token.stop == part.stop and token.start == part.start
        if (
            whole and level == "prefecture" and part.text not in self.words.ambiguous
        ):  # 大连, whatever the tagger calls it
            return True
        if not whole or token.tag not in ("ns", "nr", "nz", "n", "nrt"):
            return token.start == part.start and level == "prefecture" and token.tag == "ns"
        full, short = self._named(reading)
        if any(o.adcode in full for o in options):
            return True
        if level == "prefecture" and any(
            self.gazetteer.lies_in(self.gazetteer.by_code[c], o.adcode) for c in full for o in options
        ):
            return True  # 崇左 where the article tells of 凭祥市
        if (
            level == "county" and text[part.start - 1] in _TOWARDS and any(o.parent in full for o in options)
        ):  # 回|延吉 where the article tells of 延边朝鲜族自治州
            return True
        if level == "prefecture" or token.tag != "ns":
            return token.tag == "ns" and part.text not in self.words.ambiguous
        if len(options) == 1 and options[0].name.endswith("市") and part.text not in self.words.ambiguous:
            return True  # 瑞金, 江阴: few are called as a county-level city is
        own = {option.adcode for option in options}  # a name does not vouch for itself
        areas = {code for code in reading.context if code not in own}
        for code in [*areas]:
            areas.update(x.adcode for x in self.gazetteer.ancestors(self.gazetteer.by_code[code])[:-2])
        for option in options:
            above = self.gazetteer.ancestors(option)[:1]
            if above and above[0].adcode in full | short | areas:
                return True
        return False

    def division(self, text: str, above: Area | None, context: list[str], others: Sequence[str]) -> Area:
        """The division of that name: inside the one before it, near the article's others, else the largest."""
        options = self.gazetteer.called(text)
        if len(options) > 1:
            options = self.nearest(options, above, context) or self.nearest(options, None, others) or options
        if not options and text in self.words.nations:
            return Area(f"region/{text}", text, "nation")
        if not options:
            return Area(f"region/{text}", text, _LEVEL_BY_SUFFIX.get(text[-1], "county"))
        first = options[0]
        if len(options) > 1 and options[1].level == first.level and first.level in ("county", "township"):
            label = first.name if all(o.name == first.name for o in options) else text
            return Area(f"region/{label}", label, first.level)
        return Area(f"region/{first.adcode}", first.name, first.level, first.adcode)

    def may_lie(self, text: str, above: Area, wide: bool) -> bool:
        """Whether a short form can be a division in or above the one before it; 巫溪县…文峰派出所 is not 文峰区's.

        `wide` says that the bodies of the chain reach beyond their city: 南昌铁路公安局|九江公安处.
        """
        if above.level not in ("county", "prefecture") or not above.code or (wide and above.level == "prefecture"):
            return True
        county = self.gazetteer.by_code[above.code]
        line = {county.adcode, *(a.adcode for a in self.gazetteer.ancestors(county))}
        options = self.gazetteer.called(text)
        return any(o.adcode in line or self.gazetteer.lies_in(o, above.code) for o in options)

    def nearest(self, options: tuple[Region, ...], above: Area | None, context: Sequence[str]) -> tuple[Region, ...]:
        """The options in or right above the division, or the first of the context that has any; none if none has."""
        codes = [above.code] if above and above.code else context
        for code in codes:
            anchor = self.gazetteer.by_code[code]
            line = {anchor.adcode, *(a.adcode for a in self.gazetteer.ancestors(anchor)[:-1])}
            hits = tuple(o for o in options if o.adcode in line or self.lies_in(o, line, 1))
            hits = hits or tuple(o for o in options if self.lies_in(o, line, -1))
            if hits:
                return hits
        return ()

    def lies_in(self, region: Region, codes: set[str], most: int) -> bool:
        """Whether one of the first `most` divisions above a division has one of these codes."""
        return not codes.isdisjoint([above.adcode for above in self.gazetteer.ancestors(region)[:most]])

    def local(self, part: Part, above: Area | None, context: list[str]) -> Area:
        """A township or village: the gazetteer's where its county is certain, else a name under the one above it."""
        level = "township" if part.kind == "T" else "village"
        text = part.text
        if level == "township" and not (above and above.level == "zone"):  # 高新区|新城街道 is the zone's
            code = find_town(text, above, context, self.others, self.gazetteer)
            if code:
                return Area(f"region/{code}", text, level, code)
        if above is None:  # there are many of that name: it is one thing in its page only
            return Area(f"region/{text}@{self.readings[0].page}", text, level)
        return Area(f"{above.key}/{text}", text, level)

    def zone(self, part: Part, above: Area | None, reading: Reading, previous: Area | None, short: str) -> Area:
        """A functional zone: `高新区` is the article's 高新技术产业开发区; `short` stands right before it."""
        text = part.text
        options = [o for o in self.gazetteer.called(text) if o.level != "township"]
        if len(options) == 1 and options[0].level != "zone":
            return Area(f"region/{options[0].adcode}", options[0].name, options[0].level, options[0].adcode)
        words = self.lexicon.table("agencies", "zones")
        if short and text in self.named and not options:  # 松山|新区 is called so, wherever it lies
            return Area(f"{above.key if above else 'region'}/{short}{text}", f"{short}{text}", "zone")
        if text in words:
            for area in reversed(list(reading.areas.values())):
                if area.level == "zone" and zone_class(area.label) == zone_class(text):
                    return area
            base = above or self.around(reading)
            label = zone_label(text, short, base.label if base else "")
            return Area(f"{base.key}/{text}" if base else f"region/{text}", label, "zone")
        if above and above.level != "zone" and not text.startswith(above.label):
            return Area(f"{above.key}/{text}", text, "zone")
        known = text in self.lexicon.table("agencies", "zones", "names")
        base = self.around(reading) if text.endswith(_LOCAL_ZONES) and not known else None
        return Area(f"{base.key}/{text}" if base else f"region/{text}", text, "zone")

    def around(self, reading: Reading) -> Area | None:
        """The county or prefecture named last, else the article's main division."""
        best = reading.anchor
        if best is None and reading.context:
            region = self.gazetteer.by_code[reading.context[0]]
            best = Area(f"region/{region.adcode}", region.name, region.level, region.adcode)
        return best

    def level(self, text: str, reading: Reading, position: int) -> Area | None:
        """The division that a level word stands for: the nearest one named before it, or what that one lies in."""
        if text in ("全区", "我区"):
            wanted: tuple[str, ...] = ("county", "province")
        elif text == "县级":
            return None
        else:
            word = text[1:] if text[0] in "全我该" else text
            wanted = (LEVEL_OF.get(word, "county"),)
        # 民勤、永昌等邻县: a county that is only listed by its short form is not what 县公安局 is about.
        places = reading.places
        before = (places[i] for i in range(bisect_left(places, (position,)) - 1, -1, -1))
        named = (reading.areas[place] for place in before if place not in reading.passing)
        for area in itertools.chain(named, map(self.area, filter(None, reading.context)), map(self.area, self.others)):
            if not area.code:  # one of several of that name: 鼓楼区
                if area.level in wanted and area.label.endswith(text[-1]):
                    return area
                continue
            region = self.gazetteer.by_code[area.code]
            for candidate in (region, *self.gazetteer.ancestors(region)):
                if fits(candidate, text, wanted):
                    return self.area(candidate.adcode)
        return None

    def area(self, code: str) -> Area:
        """The division of that code."""
        region = self.gazetteer.by_code[code]
        return Area(f"region/{code}", region.name, region.level, code)
