"""In which division each place of an article lies, by ordered signs: its own name, its chain, who acts there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import attrgetter

from kg.extract.draft import Draft, Mention
from kg.lexicon.gazetteer import Gazetteer

_LEVEL = re.compile(r"(?:街道|地区|[省市县区旗州盟镇乡村])$")
_SHORTEST = 2
_NATURE = re.compile(r"(?:[山江河湖海泉沟岭峰岛畔岸]|草原|水库|湿地)$")  # divisions are named after them
_FLOWS = re.compile(r"(?:[江河海洋山岭]|海峡|流域|沙漠)$")  # they are in more than one division
_WIDE = re.compile(r"(?:[江河海洋]|海峡|流域|沙漠)$")
_RANKS = {"nation": 0, "province": 1, "prefecture": 2, "zone": 3, "county": 3, "township": 4, "village": 5}
_MUNICIPALITIES = frozenset(f"region/{code}0000" for code in (11, 12, 31, 50))
_CHINA = "region/000000"
_CITY, _COUNTY, _TOWN = 2, 3, 4
_LOOKED_AT = 60  # mentions before, so that pages with very many stay cheap
_NEAR = 1  # paragraphs: a village's town was named no farther off
# Whence somebody comes, and where something goes: not where things are.
_FROM = re.compile(r"(?:来自|祖籍|籍贯|户籍|原籍|远在|身在|由|从|开往|驶往|发往|飞往|连接|连通)[^，。；、在]{0,6}$")
_FOLK = re.compile(
    r"(?:的)?(?:籍|游客|旅客|市民|网友|客商|商人|大学生|(?!街|路)[\u4e00-\u9fff]{0,3}(?:游客|旅客|车主))|(?:开|驶|飞|发)往"
)
# Before a body's name: it is another one that acts.
_BESIDE = re.compile(r"(?:联合|会同|协同|配合|协助|邀请|[与和同向对、])$")
_TOUCHES = re.compile(r"(?:境内|辖区|城区|市区)?(?:的)?")
_LIES = re.compile(r"(?:[^，。；]{0,6}，)?(?:位于|地处|坐落于|坐落在)")
_SPREAD = re.compile(r"(?:、[\u4e00-\u9fff]{2,4}[村屯])*等(?:[一二三四五六七八九十\d]+个)")  # villages of many towns
_LISTED = re.compile(r"[、和与及][\u4e00-\u9fff]{1,4}[江河湖溪山岭]")
_NUMBERED = re.compile(r"[GSXY]\d|[国省县]道|\d{3}[国省县]道")
_START = attrgetter("start")
MODEL = "place.model"
"""The rule of a place that only a model has seen."""


@lru_cache(maxsize=4096)
def short_of(label: str) -> str:
    """The name of a division without its level: 福鼎市 → 福鼎."""
    return "" if "自治" in label else _LEVEL.sub("", label)


class Located:
    """What tells where the places and villages of an article are; made once its other relations are known."""

    def __init__(self, draft: Draft, gazetteer: Gazetteer) -> None:
        self.draft, self.passage, self.gazetteer = draft, draft.passage, gazetteer
        self.regions = [m for m in draft.of_type("Region") if not m.anaphor and m.key != _CHINA]
        self.inside = draft.mask("Agency", "Organization")
        self.bodies = draft.outer("Agency", "Organization")
        self.served: dict[str, str] = {}
        for claim in draft.claims:
            if claim.predicate == "jurisdiction":
                self.served.setdefault(claim.subject, claim.object)

    def rank(self, key: str) -> int:
        """How small a division is."""
        if key in _MUNICIPALITIES:
            return _CITY
        thing = self.draft.things.get(key)  # none: only another article of the page names it
        return _RANKS.get(thing.attributes.get("regionLevel", ""), 0) if thing else 0

    def lies_in(self, inner: str, outer: str) -> bool:
        """Whether a division is another one or lies in it."""
        if inner == outer or inner.startswith(f"{outer}/"):
            return True
        region = self.gazetteer.by_code.get(inner.removeprefix("region/").split("/")[0])
        return region is not None and any(f"region/{a.adcode}" == outer for a in self.gazetteer.ancestors(region))

    def write(self) -> None:
        """Add in which division each place of the article lies."""
        draft = self.draft
        done: set[str] = set()
        for m in draft.of_type("Place"):
            if m.key in done or draft.things[m.key].label.endswith("海峡"):  # between two divisions
                continue
            found = self.find(m)
            if found is not None:
                key, rule, confidence = found
                sentence = draft.passage.sentences[draft.passage.sentence_at(m.start)]
                draft.claim(m.key, "within", key, sentence.start, sentence.stop, rule, confidence)
                done.add(m.key)
        rest = [m for m in draft.of_type("Place") if m.key not in done and not _WIDE.search(draft.things[m.key].label)]
        for a, b in pairwise(rest):  # named twice, and nowhere with a sign
            if a.key == b.key and a.key not in done and self.first_area:
                sentence = draft.passage.sentences[draft.passage.sentence_at(a.start)]
                draft.claim(a.key, "within", self.first_area, sentence.start, sentence.stop, "within.nearest", 0.5)
                done.add(a.key)

    @cached_property
    def first_area(self) -> str:
        """The division, of a county or city, that the first body of the article serves."""
        served = (self.served.get(m.key, "") for m in self.draft.of_type("Agency"))
        return next((area for area in served if area and self.rank(area) >= _CITY), "")

    def town(self, village: Mention, outer: str) -> str:
        """The town in a division that a village by itself lies in: named before it, or served by who acts there."""
        spread = _SPREAD.match(self.passage.text, village.stop)
        if (outer and self.rank(outer) >= _TOWN) or spread or self.touching(village) is not None:
            return ""
        passage = self.passage
        n = passage.sentence_at(village.start)
        paragraph = passage.sentences[n].paragraph
        acting = self.acting(n, -1, village.start)
        fits = acting and (not outer or (self.rank(acting) > self.rank(outer) and self.lies_in(acting, outer)))
        if fits and self.rank(acting) >= _TOWN:
            return acting
        before = bisect_left(self.regions, village.start, key=_START)
        for m in reversed(self.regions[max(0, before - _LOOKED_AT) : before]):
            if paragraph - passage.sentences[passage.sentence_at(m.start)].paragraph > _NEAR:
                break
            town = self.rank(m.key) == _TOWN and self.tells(m)
            if town and (self.lies_in(m.key, outer or acting) if outer or acting else True):
                return m.key
        return acting if fits else ""

    def find(self, place: Mention) -> tuple[str, str, float] | None:
        """The division that a place lies in, by which rule, and how certain that is."""
        own = self.own(place) or self.touching(place)
        named = self.named_inside(place)
        if own is not None and not (named and own.key != named.key and self.lies_in(named.key, own.key)):
            return self.namesake(own), "within.nearest", 0.65
        if own is not None and named is not None:
            return named.key, "within.name", 0.8
        if place.rule == MODEL and named is None:
            return None  # no rule of ours has looked whether it stands where another word says
        near = self.nearest(place)
        if named is not None:
            closer = near and near != named.key and self.rank(named.key) <= _CITY and self.lies_in(near, named.key)
            closer = closer and self.is_said(near, place)
            return (near if closer else named.key), "within.name", 0.8
        return (near, "within.nearest", 0.65) if near else None

    def namesake(self, named: Mention) -> str:
        """The smaller division of the page that is called as one is here: 喀什|古城 is of 喀什市, not of 喀什地区."""
        said = self.passage.text[named.start : named.stop]
        if said == self.draft.things[named.key].label:
            return named.key
        keys = dict.fromkeys(m.key for m in self.regions if m.key != named.key)
        inner = (k for k in keys if short_of(self.draft.things[k].label) == said and self.lies_in(k, named.key))
        return next(inner, named.key)

    def own(self, place: Mention) -> Mention | None:
        """The division that a place's name begins with."""
        i = bisect_right(self.regions, place.start, key=_START) - 1
        own = None
        while i >= 0 and self.regions[i].start == place.start:
            own = self.regions[i] if self.regions[i].stop < place.stop else own
            i -= 1
        return own

    def touching(self, place: Mention) -> Mention | None:
        """The division right before a place, or where the text says that it lies."""
        text = self.passage.text
        i = bisect_left(self.regions, place.start, key=_START) - 1
        while i >= 0 and self.regions[i].stop > place.start:
            i -= 1
        if i >= 0 and self.regions[i].stop == place.start:
            return self.regions[i]
        free = i >= 0 and not self.inside[self.regions[i].start] and self.tells(self.regions[i])
        if free and _TOUCHES.fullmatch(text, self.regions[i].stop, place.start):
            return self.regions[i]
        lies = _LIES.match(text, place.stop)
        if lies:
            at, last = lies.end(), None
            for m in self.regions[bisect_left(self.regions, at, key=_START) :]:
                if m.start != at:
                    break
                at, last = m.stop, m
            return last
        return None

    def nearest(self, place: Mention) -> str:
        """The division named before a place in its sentence, the one that who acts there serves, or the last."""
        passage = self.passage
        n = passage.sentence_at(place.start)
        sentence = passage.sentences[n]
        free = body = earlier = before = wide = ""
        named = bisect_left(self.regions, place.start, key=_START)
        for m in reversed(self.regions[max(0, named - _LOOKED_AT) : named]):
            if m.stop > place.start or not self.rank(m.key) or not self.tells(m) or self.is_beside(m):
                continue
            if m.start >= sentence.start:
                if not self.inside[m.start]:
                    free = m.key
                    break
                body = body or m.key
                continue
            if self.rank(m.key) < _CITY:
                wide = wide or m.key
                continue
            before = before or m.key
            if passage.sentences[passage.sentence_at(m.start)].paragraph != sentence.paragraph:
                break
            if not self.inside[m.start]:
                earlier = m.key
                break
        acting = self.acting(n, sentence.start, place.start)
        if _FLOWS.search(passage.text, place.start, place.stop):
            return acting if _LISTED.match(passage.text, place.stop) or self.is_listed(place) else ""
        if free:
            return acting if acting and self.rank(acting) > self.rank(free) and self.lies_in(acting, free) else free
        if body and self.rank(body) >= max(_CITY, self.rank(acting) if acting else 0):
            acting = body
        if acting:
            if _NUMBERED.match(passage.text, place.start):  # a station's road leads beyond its town
                return self.county(acting)
            closer = earlier and self.lies_in(earlier, acting) and (not body or self.rank(earlier) >= _TOWN)
            return earlier if closer else acting
        return earlier or self.acting(n, -1, place.start) or before or wide

    def county(self, area: str) -> str:
        """The county of the article that a town lies in; or the division itself."""
        over = (m.key for m in self.regions if self.rank(m.key) == _COUNTY and self.lies_in(area, m.key))
        return next(over, area) if self.rank(area) > _COUNTY else area

    def is_said(self, key: str, place: Mention) -> bool:
        """Whether a division is named, or served by who acts, before a place in its own sentence."""
        n = self.passage.sentence_at(place.start)
        floor = self.passage.sentences[n].start
        named = self.regions[
            bisect_left(self.regions, floor, key=_START) : bisect_left(self.regions, place.start, key=_START)
        ]
        return any(m.key == key for m in named) or self.acting(n, floor, place.start) == key

    def is_listed(self, place: Mention) -> bool:
        """Whether another place stands before one in a list."""
        text, places = self.passage.text, self.draft.of_type("Place")
        i = bisect_left(places, place.start, key=_START) - 1
        return i >= 0 and places[i].stop == place.start - 1 and text[places[i].stop] in "、和与"

    def tells(self, m: Mention) -> bool:
        """Whether a division is named as where something is, not as whence somebody comes."""
        text = self.passage.text
        return not (_FROM.search(text, max(0, m.start - 10), m.start) or _FOLK.match(text, m.stop))

    def is_beside(self, m: Mention) -> bool:
        """Whether a division is only that of a body which helps the one that acts."""
        if not self.inside[m.start]:
            return False
        start = self.bodies[bisect_right(self.bodies, m.start, key=_START) - 1].start
        return _BESIDE.search(self.passage.text, max(0, start - 3), start) is not None

    def acting(self, n: int, floor: int, place: int) -> str:
        """The division, no larger than a prefecture, that the one who acts before a place in a sentence serves.

        Not one who was named before `floor`.
        """
        actors = self.draft.actors[n] if n < len(self.draft.actors) else None
        if actors is None or actors.start >= place or (floor >= 0 and (actors.carried or actors.start < floor)):
            return ""
        found = ""
        for key in actors.keys:
            area = self.served.get(key, "")
            if area and self.rank(area) >= _CITY and (not found or self.lies_in(area, found)):
                found = area
        return found

    def named_inside(self, place: Mention) -> Mention | None:
        """The division whose short name a place's name holds: 沈海高速|福鼎|收费站, 国道312线|内乡|段; or nothing."""
        label = self.draft.things[place.key].label
        if _NATURE.search(label) or ("至" in label and label.endswith("段")):
            return None
        held = [(label.find(short), len(short), m.key, m) for short, m in self.shorts.items() if short in label]
        return max(held)[3] if held else None

    @cached_property
    def shorts(self) -> dict[str, Mention]:
        """The names of the divisions without their level (福鼎), each with the smallest one called so."""
        out: dict[str, Mention] = {}
        for m in self.regions:
            short = short_of(self.draft.things[m.key].label)
            if len(short) >= _SHORTEST and (short not in out or m.key.count("/") > out[short].key.count("/")):
                out[short] = m
        return out
