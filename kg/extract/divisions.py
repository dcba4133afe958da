"""The divisions and zones of a chain: 呼和浩特市 + 赛罕区 + 巴彦镇, and what only looks like one."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from kg.extract.lookalikes import Lookalikes, with_longer
from kg.extract.parts import Part
from kg.lexicon import Hit, Lexicon, Name

_FESTIVAL = re.compile(
    r"(?:人民警察|医师|护士|教师|记者|农民丰收|旅游|航天|航海|品牌|人口|国家公祭|文化和自然遗产)[节日]"
)
_FIRM = re.compile(
    r"(?:(?![和与及的在对同了]|代表|政府|公民|人民(?!保险|财产))[\u4e00-\u9fff]){1,10}?(?:集团|有限公司|股份|银行|大学|学院|公司|协会|学会|基金会|研究院|储蓄|保险|科学院|工程院)"
    r"|移动|联通|电信|铁塔|邮政|石油|石化|人保|人寿|平安|中铁|中车|电建|能建|航天|商飞"
)
_CITIZENS = re.compile(r"民(?!主(?![动张])|[政族宗委兵办间营生建革盟警俗用爆房乐意情])")
_ROAD = re.compile(
    r"[溪港洋湖河江岛湾寺塔关峡谷坝堰渠滩岭洞]|沟(?!通)|山(?!区|东|西)"
    r"|古镇|广场(?!舞)|公园|商圈|[东南西北中]?(?:路|街|大道|大街|大桥|巷|站|西站|东站|南站|北站|机场(?!公安)|火车站|小区)"
)
# Ordinary words even in a text on the prefecture that has such a county: 回|应县, 建设|新城区.
_PHRASES = frozenset(["和县", "任县", "应县", "成县", "开县", "新城区", "老城区", "古城区", "新市区"])
# Before these, a word that is also a county's short form is one: 小店|公安分局.
_BODIES = frozenset(
    f"{words}{head}"
    for head, all_words in {
        "分局": "公安 生态环境 自然资源 市场监管",
        "大队": "交警 交巡警 消防 消防救援",
        "法院": " 人民",
        "检察院": " 人民",
    }.items()
    for words in all_words.split(" ")
)
_SPECIAL = ("香港", "澳门")
_WORDS = ("九龙", "新界")  # their districts, which begin names of waters and other words
_REGIMENT = re.compile(
    r"[一二三四五六七八九〇零十百\d]{1,4}团(?![长员体结队])(?:场|镇)?"
)  # of the corps: 第八师|一二一团
COMPANY = re.compile(r"[一二三四五六七八九十\d]{1,3}连(?![长队续接日夜])")
"""The village of a farm of the corps."""
_SUFFIXES = frozenset("市县区旗州盟")
_VILLAGE_SUFFIX = re.compile(
    r"村(?!民(?!委)|医|口|落|子|庄|镇|干部|[\u4e00-\u9fff]?(?:银行|支行))|社区(?!矫正|民警)|嘎查|[镇乡](?!里|下|亲|村振|政府部门)|街道(?!办)"
)


@cache
def _ordinary_initials(lexicon: Lexicon) -> frozenset[str]:
    """What the names of `_ordinary` begin with."""
    return frozenset(name[0] for name in _ordinary(lexicon).pattern.split("|"))


@cache
def _ordinary(lexicon: Lexicon) -> re.Pattern[str]:
    """Names of counties that are words too (易县, 滨江区) or begin as a division's name ends (市北区, 镇平县)."""
    gazetteer = lexicon.gazetteer
    names = {
        name
        for name, regions in gazetteer.by_name.items()
        if (name in gazetteer.generic or name[0] in "市镇")
        and any(region.level == "county" and region.name == name for region in regions)
    }
    return re.compile("|".join(sorted(names, key=lambda name: (-len(name), name))))


@cache
def _rare(lexicon: Lexicon) -> frozenset[str]:
    """Official names that are words too, but seldom."""
    return lexicon.gazetteer.generic - _PHRASES


@cache
def _below(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """The names of a prefecture → names and short forms of its counties that are words too, but no mere direction."""
    found: dict[str, set[str]] = {}
    gazetteer = lexicon.gazetteer
    names = {name: gazetteer.by_name[name] for name in _rare(lexicon) if len(name) + (name[-1] == "县") > 2}
    for name, regions in (names | gazetteer.blocked).items():
        for region in regions:
            over = gazetteer.by_code[region.parent] if region.level == "county" else None
            if over and (over.level == "prefecture" or name in names):
                for called in {over.name, *over.shorts}:
                    found.setdefault(called, set()).add(name)
    return {called: frozenset(below) for called, below in found.items()}


class Divisions(Lookalikes):
    """The pass as far as it reads divisions and zones."""

    def with_counties(self, hits: list[Hit[Name]]) -> list[Hit[Name]]:
        """The names of a text, and its counties whose names are words too: where it names their city or their body."""
        below, text = _below(self.lexicon), self.text
        named = {hit.entry.text for hit in hits}
        allowed = frozenset().union(*[below[name] for name in named & below.keys()])
        zoned = [hit.start for hit in hits if "Z" in hit.entry.kinds and hit.start > 1]
        full = {name[:-1] for name in named if len(name) == 3 and name[-1] in _SUFFIXES} if zoned else ()
        if not allowed and "县" not in named and not full:
            return hits
        rare = _rare(self.lexicon)
        counties: set[tuple[int, int]] = set()
        for hit in hits:
            word = hit.entry.text
            if word in ("县", "区"):
                for start in (hit.stop - 3, hit.stop - 2):
                    if text[start : hit.stop] in allowed:
                        counties.add((start, hit.stop))
            elif word in _BODIES and text[hit.start - 2 : hit.start] in allowed:
                counties.add((hit.start - 2, hit.start))
        counties.update((at - 2, at) for at in zoned if text[at - 2 : at] in full)  # 修水县 … 修水|工业园区
        if "县" in named:  # 理|县|大数据局
            for hit, following in pairwise(hits):
                if hit.entry.text == "县" and following.start == hit.stop and text[hit.start - 1 : hit.stop] in rare:
                    counties.add((hit.start - 1, hit.stop))
        if not counties:
            return hits
        edges, starts = self.passage.edges, {hit.start for hit in hits}
        full_names = self.lexicon.gazetteer.full
        longer = [
            Hit(start, stop, Name(text[start:stop], "R" if text[start:stop] in full_names else "r"))
            for start, stop in sorted(counties)
            if edges[start] and (edges[stop] or stop in starts)
        ]
        return with_longer(hits, longer) if longer else hits

    def take_region(self, hit: Hit[Name], touching: bool) -> None:
        kinds, edges = hit.entry.kinds, self.passage.edges
        again = touching and self.parts[-1].kind in "Rr" and hit.entry.text.startswith(self.parts[-1].text)
        if again or not touching:  # 中卫|中卫市公安局: a rubric and the text it stands before
            self.flush()
        if hit.entry.text == "中华人民共和国" and self.text[hit.start - 1 : hit.start] == "《":
            return  # 《中华人民共和国消防法》
        if hit.entry.text[-1] == "市" and hit.stop not in self.starts and _CITIZENS.match(self.text, hit.stop):
            short = hit.entry.text[:-1]
            if short in self.lexicon.gazetteer.by_name:  # 南海|市民
                self.add(Part(hit.start, hit.stop - 1, "r", short))
            return
        if hit.entry.text == "中国" and _FESTIVAL.match(self.text, hit.stop):
            return  # 中国人民警察节
        if hit.entry.text == "中国" and not touching and _FIRM.match(self.text, hit.stop):
            return  # 中国一重集团有限公司: what it is called by, not where it is
        kind = "R" if "R" in kinds else "r" if "r" in kinds else "T" if "t" in kinds else "Z"
        if (
            kind in "RT"
            and hit.entry.text[-1] in "市镇"
            and (county := self.county_below(hit.start, hit.stop - 1, "r"))
        ):
            self.add(Part(hit.start, hit.stop - 1, "r", hit.entry.text[:-1]))  # 青岛|市北区, 南阳|镇平县
            self.take_county(county)
            return
        if hit.entry.text in _WORDS and not touching and not edges[hit.stop]:
            return  # 九龙|江
        county = self.county_below(hit.start, hit.stop, kind) if kind in "Rr" else None
        below = self.areas.get(
            hit.stop
        )  # 浙江|湖州 is no river, 江苏|镇江 no town, 山西|大同 no matter what the words are
        above = county or (below is not None and edges[hit.start] and (edges[below] or hit.stop in self.firm))
        above = above or self.text.startswith("海关", hit.stop)  # 舟山|海关, 天津|海关: one word to the tagger
        if (
            kind == "r"
            and not above
            and not touching
            and not edges[hit.stop]
            and hit.entry.text not in _SPECIAL
            and hit.entry.text[-1] not in "市县区旗州盟"
            and self.text[hit.stop : hit.stop + 1] not in "市县区旗州省讯"
        ):
            return
        if (
            kind == "r"
            and not touching
            and self.text[hit.start - 1 : hit.start] == "入"
            and hit.entry.text[-1] in "口海江"
        ):
            self.wait = hit.start
            return  # 入|湖口
        if kind == "r" and not touching and not above and self.is_syllables(hit):
            return
        if kind == "r" and not touching and not above and self.is_given_name(hit):
            self.flush()
            self.wait = hit.start
            return
        village = (
            _VILLAGE_SUFFIX.match(self.text, hit.stop)
            if kind == "r" and not above and hit.entry.text[-1] not in _SUFFIXES
            else None
        )
        if village:  # 扎瓦镇|阿瓦提村 is not of 阿瓦提县
            level = "T" if village[0] in ("镇", "乡", "街道") else "V"
            self.add(Part(hit.start, village.end(), level, self.text[hit.start : village.end()]))
            self.townships() if level == "T" else self.village_body()
            return
        if kind == "r" and not above and _ROAD.match(self.text, hit.stop):
            if not touching:  # else it may be the open name of a unit: 黄浦分局 + 南京东路 + 派出所
                self.flush()
            self.wait = hit.start
            return
        if hit.entry.text in _SPECIAL and self.text.startswith("特区", hit.stop):
            self.add(Part(hit.start, hit.stop + 2, "R", f"{hit.entry.text}特别行政区"))
            return
        self.add(Part(hit.start, hit.stop, kind, hit.entry.text))
        if county:
            self.take_county(county)
            return
        if len(self.parts) > 1 and self.parts[-2].text in self.lexicon.table("agencies", "zones", "corps"):
            self.regiment()  # 第八师石河子市|一四九团
        if kind != "r":
            self.townships()
        self.committee()
        self.combined()

    def take_county(self, county: Part) -> None:
        """Join a county and what belongs to it."""
        self.add(county)
        self.townships()
        self.committee()
        self.combined()

    def county_below(self, start: int, stop: int, kind: str) -> Part | None:
        """A county whose name is an ordinary word too, right behind a division it lies in: 保定市|易县, 杭州|滨江区.

        A district wants the city itself before it, and one such as 城区 the city's official name.
        """
        able = self.text[stop : stop + 1] in _ordinary_initials(self.lexicon)
        found = _ordinary(self.lexicon).match(self.text, stop) if able else None
        if not found or not (self.passage.edges[found.end()] or found.end() in self.firm):
            return None
        name, gazetteer = found[0], self.lexicon.gazetteer
        if len(name) == 2 and name[-1] == "区" and kind != "R":
            return None
        for over in gazetteer.by_name.get(self.text[start:stop], ()):
            for county in gazetteer.by_name[name]:
                if county.parent == over.adcode or (name[-1] != "区" and gazetteer.within(county, over)):
                    return Part(found.start(), found.end(), "R", name)
        return None

    def regiment(self) -> None:
        """The farm of the corps, and the company of it, behind a division of the corps: 第八师|一二一团|三连."""
        farm = _REGIMENT.match(self.text, self.stop)
        if farm:
            self.add(Part(farm.start(), farm.end(), "T", farm[0]))
            company = COMPANY.match(self.text, self.stop)
            if company:
                self.add(Part(company.start(), company.end(), "V", company[0]))

    def take_zone(self, hit: Hit[Name], touching: bool) -> None:
        start = hit.start
        if self.text.startswith("域", hit.stop):  # 未开发区|域
            return
        if not touching:
            gap = self.text[self.stop : hit.start]
            if (
                self.parts
                and self.parts[-1].kind in "RrT"
                and 0 < len(gap) <= 6
                and gap[-1] not in "一某两几"
                and self.may_name(self.stop, hit.start)
            ):
                start = self.stop
            else:
                self.flush()
                grown = self.grown(hit.start, proper=True, most=4)
                if grown == hit.start and hit.entry.text in self.lexicon.table("agencies", "zones", "named"):
                    return
                start = grown
        elif self.parts[-1].kind not in "RrTUZP":
            return
        elif self.parts[-1].kind == "U" and hit.entry.text in self.lexicon.table("agencies", "zones", "named"):
            self.wait = hit.start  # an open name: 大学城 + 派出所
            return
        if hit.entry.text in self.lexicon.table("agencies", "zones", "corps") and start == hit.start:
            if (not self.passage.edges[start] and not touching) or self.text.startswith("范", hit.stop):
                return  # 第一师|范学院
            self.add(Part(start, hit.stop, "Z", hit.entry.text))
            self.regiment()
            return
        self.add(Part(start, hit.stop, "Z", self.text[start : hit.stop]))
