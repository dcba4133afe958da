"""Chains of divisions and bodies: 呼和浩特市 + 公安局 + 交管支队 + 赛罕区 + 大队 + 七中队.

One pass over the names that the lexicon finds, from left to right. Names that touch make one chain; an unknown stretch
before a unit (大学城 in `赛罕分局大学城派出所`) is taken in when its words may stand inside a name. A chain without any
body is a mention of divisions only.
"""

from __future__ import annotations

import re
from operator import attrgetter

import rjieba

from kg.analyze import Passage
from kg.extract.chaining import COMMITTEE, follows
from kg.extract.founded import with_units
from kg.extract.local import is_below, with_local_names
from kg.extract.offices import find_level
from kg.extract.parts import QUOTED_UNITS, SHORT, Chain, Part, first_unit, head_of, names_unit
from kg.extract.placed import Placed
from kg.extract.shared import with_shared
from kg.extract.systems import CENTRE, LINKS, OPEN_HEADS, TERM, Systems
from kg.extract.uncharted import with_uncharted
from kg.extract.unlisted import find_mission
from kg.lexicon import Hit, Lexicon, Name

# Letters of `Name.kinds`: bodies, divisions, whatever is a body or unit, those of a system, plain units.
_BODIES, _DIVISIONS, _UNITS = frozenset("SBNKU"), frozenset("Rrtz"), frozenset("SBUHGNK")
_SYSTEMS = frozenset("SB")
_BRANCHES = ("分行", "中心支行", "支行")  # of the central bank; those of others are organizations
_STAFF = re.compile(r"(海关|法院)(?:关员|人员|干警)$")
_COMMISSIONS = re.compile(r"[员托任]|派(?![驻出])")
_LONGER_WORDS = frozenset(
    ("部门", "部分", "部署", "部队", "股份", "科普", "科学", "科技", "办法", "处置", "处理", "处罚")
)
_HOSPITAL = ("医院", "卫生院", "小学", "幼儿园", "学校")
_BEFORE_TOWN = frozenset("在去到至从赴往向对由与和被")
_POINTER = re.compile(r"(?:该|本|此|这个|我)$")
_BETWEEN = re.compile(r"[、和与及]$|以及$")
_MOST_BETWEEN = 2  # characters of it
_NO_START = frozenset(("F", "L", "X", "XK", "k"))  # kinds of words that start no name
_PLACE = attrgetter("start", "stop")
_LEAGUE = re.compile(r"团([省市县区旗盟州])委$")
_MINISTRY = re.compile(r"部[\u4e00-\u9fff]{2,7}[司局]")  # 外交部新闻司, one word to the tagger
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OPENED = re.compile(r"“[^“”\n]{0,8}$")
# The name of a service, whatever body's name is in it: “山东法院微法庭”平台.
_SERVICE = re.compile(r"“([^“”\n]{4,14})”[\u4e00-\u9fff]{0,4}?(?:平台|系统|小程序|公众号|APP|App|客户端|视频号|网站)")
_QUOTE = re.compile(r"“[^“”\n]{1,9}”$")


class _Reader(Systems):
    """The pass over one passage."""

    def read(self) -> list[Chain]:
        hits = with_uncharted(self.passage, self.lexicon, self.with_counties(self.passage.names))
        for hit in hits:
            start, kinds = hit.start, hit.entry.kinds
            if kinds not in _NO_START:
                self.starts.add(start)
            if kinds != "r":
                self.firm.add(start)
            if not _DIVISIONS.isdisjoint(kinds):
                self.areas[start] = hit.stop
            if "B" in kinds and hit.entry.text[0] in "镇乡街苏":
                self.town_bodies[start] = hit.entry.text
        self.firm &= self.starts
        n = len(hits)
        for i, hit in enumerate(hits):
            if hit.start < self.wait:
                continue
            self.take(hit, hits[i + 1] if i + 1 < n else None)
        self.flush()
        return self.out

    def take(self, hit: Hit[Name], following: Hit[Name] | None) -> None:
        kinds = hit.entry.kinds
        touching = bool(self.parts) and hit.start == self.stop
        if self.parts and not touching and self.text[self.stop : self.stop + 1] == "驻":  # 市纪委监委|驻|纪检监察组
            self.flush()
            if hit.start < self.wait:
                return
        if touching and self.parts[-1].kind == "U" and hit.entry.text.startswith("联合街道"):  # 派出所|联合|街道
            self.flush()
            return
        led = touching and self.parts[-1].kind in "RrL" and hit.entry.text.startswith(("海关", "法院"))
        staff = _STAFF.match(hit.entry.text) if led else None
        if staff:  # 三亚|海关关员
            self.add(Part(hit.start, hit.start + 2, "U", staff[1], "", staff[1]))
            return
        if kinds == "t" and touching and self.parts[-1].kind == "U" and hit.entry.text.startswith("联合"):
            self.flush()  # 派出所|联合|街道
            return
        if "X" in kinds and hit.entry.text == "海关关员" and self.grown(hit.start, proper=False, most=4) < hit.start:
            hit = Hit(hit.start, hit.start + 2, Name("海关", "B"))  # 闸口|海关|关员
            kinds = "B"
        if "X" in kinds and not ("K" in kinds and touching and self.parts[-1].kind in "RrL"):  # 全市|公安部门
            if not touching or hit.entry.text[:1] != "委":
                self.flush()
            return
        if self.text[hit.start - 1 : hit.start] == "“" and names_unit(self.text, hit.start - 1):  # “嫩江水”检察工作室
            return
        # A name that starts inside a word and is no body is part of that word: 大同小异.
        edges = self.passage.edges
        ends = edges[hit.stop] or self.text[hit.stop : hit.stop + 1] == "长" or _MINISTRY.match(self.text, hit.stop - 1)
        abroad = touching and self.parts[0].text in self.nations  # 美国|国务院
        if kinds in ("A", "a"):
            self.take_abroad(hit, abroad)
            return
        if kinds == "N" and len(hit.entry.text) < 4 and not ((abroad or edges[hit.start]) and ends):
            return  # 集|中办|理
        apart = edges[hit.start] or (kinds in ("t", "R") and self.text[hit.start - 1] in _BEFORE_TOWN)  # 在|位庄镇
        apart = apart or (kinds == "L" and self.is_led(hit, following))
        inside = not touching and not apart and _BODIES.isdisjoint(kinds)
        if inside and kinds == "t" and follows(hit, following, "SB"):  # 勐|润镇|政府
            token = self.passage.token_at(hit.start)
            if token.start >= self.wait and len(token.text) < 4 and not rjieba.has_word(token.text):
                self.flush()
                self.add(Part(token.start, hit.stop, "T", self.text[token.start : hit.stop]))
            return
        if inside and not (kinds == "L" and COMMITTEE.match(self.text, hit.stop)):
            return
        if hit.entry.text[0] in "会和联" and self.joint(hit, following, touching):
            self.flush()
            self.add(Part(hit.stop - 1, hit.stop, "L", hit.entry.text[-1]))
            return
        if not _DIVISIONS.isdisjoint(kinds):
            if kinds == "r" and follows(hit, following, "SBUH") and self.is_inside(hit):  # 岳麓区|梅溪湖|派出所
                return
            self.take_region(hit, touching)
            self.branch_of_nation()
            self.unlisted()
        elif "Z" in kinds and not (kinds == "BZ" and self.parts and self.parts[-1].kind == "U" and not touching):
            self.take_zone(hit, touching)
        elif "P" in kinds and (
            follows(hit, following, "RrLZ") or self.leads(hit, following) or CENTRE.match(self.text, hit.stop)
        ):
            self.take_prefix(hit)
        elif "L" in kinds:
            self.take_level(hit, following, touching)
        elif not _UNITS.isdisjoint(kinds) or ("k" in kinds and touching):
            self.take_unit(hit, touching)
        elif "F" in kinds:
            self.take_function(hit, following, touching)

    def take_unit(self, hit: Hit[Name], touching: bool) -> None:
        hit = self.without_town(hit, touching)
        entry = hit.entry
        kinds = entry.kinds
        start, stop = hit.start, hit.stop
        stem, head = entry.stem, entry.head
        if "k" in kinds and _UNITS.isdisjoint(kinds):
            if (
                self.parts[-1].kind not in "RrZ"
                or not self.passage.edges[stop]
                or self.text[stop : stop + 1] in "机民干警战工院大学局高专职日报"
            ):
                self.flush()
                return
            self.add(Part(start, stop, "K", entry.text, entry.text, "警方"))
            return
        if entry.text[0] == "委" and not touching:
            return
        if entry.text[-1] == "委" and _COMMISSIONS.match(self.text, stop):  # 市建|委托
            return
        if (
            self.text[stop : stop + 1] == "长"
            and self.text.endswith(entry.text, 0, start)
            and entry.text[-1] in "队所站"
        ):
            return  # 羊口中队|中队长
        if entry.text[-1] == "队" and self.text.startswith("员", stop) and entry.text[-2] not in "大中支总分小":
            self.flush()
            return  # 翠亨大队|铁骑队员: what somebody is
        if entry.text.endswith("中心") and self.text.startswith(_HOSPITAL, stop):  # 天津市|第五中心医院
            self.flush()
            return
        if self.text[stop - 1 : stop + 1] in _LONGER_WORDS:  # 疾控部|门, 恒光科技股|份有限公司
            return
        letter = self.text[start - 1 : start]
        if entry.text[0] in "镇乡街" and not touching and _CHINESE.match(letter) and letter not in LINKS:
            town = self.grown(start, proper=False, most=3)  # of a town that no list has: 蒙潭|镇政府
            if entry.text[0] != "街" and start - town > 1 and not rjieba.has_word(self.text[town:start]):
                self.flush()
                self.add(Part(town, start + 1, "T", self.text[town : start + 1]))
                head, stem = head_of(entry.text[1:])
                self.add(Part(start + 1, stop, "U", entry.text[1:], stem, head))
                return
            if self.passage.token_at(start - 1).tag[0] not in "vpd":  # else of the town that is meant: 交给|镇政府
                return
        if letter in "镇乡" and not touching and "S" in kinds and self.take_town_unit(hit, head, stem):
            return
        if entry.text in _BRANCHES and not (self.parts and self.parts[0].text == "中国人民银行"):
            return
        if not head or entry.text in SHORT:
            head, stem = head_of(entry.text)
        if entry.text[0] == "委" and self.take_department(start, entry.text[1:]):
            return
        stem = "党委" if entry.text == "地委" else stem
        if entry.text.startswith("地委") and not touching:  # of the prefecture that is meant
            self.flush()
            self.add(Part(start, start + 1, "L", "地区"))
            self.add(Part(start + 1, stop, "U", entry.text[1:], stem[1:] if len(entry.text) > 2 else "党委", head))
            return
        league = _LEAGUE.match(entry.text) if entry.text[0] == "团" else None
        if league and self.take_league(start, league[1], touching):
            return
        quote = _QUOTE.search(self.text, max(0, start - 12), start) if entry.text in QUOTED_UNITS else None
        if quote and not (self.parts and self.stop > quote.start()):
            if not (self.parts and self.stop == quote.start()):
                self.flush()
            self.add(Part(quote.start(), stop, "U", self.text[quote.start() : stop], quote[0], entry.text))
            return
        if (
            not touching
            and self.text[stop : stop + 1] in ("”", "+")
            and _OPENED.search(self.text, max(0, start - 9), start)
        ):
            return  # “流动户籍室”, “稻香法庭”: what is quoted whole is called so
        kind = "K" if "K" in kinds and _SYSTEMS.isdisjoint(kinds) else "U"
        if kind == "K":
            level = find_level(self.text, start)
            if level is not None and self.take_collective(hit, level, touching):
                return
        if touching:
            if self.parts[-1].text == "党委" and entry.text in ("政府", "人民政府"):  # 石牌镇党委|政府
                implied = [p for p in self.parts if p.kind in "RrLTZ"]
                self.flush()
                self.parts = implied
                self.stop = self.begin = start
            elif self.parts[-1].kind == "K":
                self.flush()
            if self.of_customs(entry):
                house = self.parts.pop()
                start, stem = house.start, house.text + stem
            self.add(Part(start, stop, kind, self.text[start:stop], stem, head))
            return
        gap = self.text[self.stop : start] if self.parts else ""
        if gap and TERM.fullmatch(gap):  # 怀化市|十五届|人大常委会
            self.add(Part(start, stop, kind, entry.text, stem, head))
            return
        if (
            2 <= len(gap) <= 3
            and self.parts[-1].kind == "R"
            and is_below(self.lexicon.gazetteer, gap, self.parts[-1].text)
        ):
            self.add(Part(self.stop, start, "r", gap))  # 眉山市|东坡|生态环境局
            self.add(Part(start, stop, kind, entry.text, stem, head))
            return
        if self.parts and 0 < len(gap) <= 10 and self.joins(gap, start, entry):
            name = self.text[self.stop : stop]
            self.add(Part(self.stop, stop, kind, name, gap + stem, head))
            return
        before = self.last if self.last and 0 < start - self.last.stop <= _MOST_BETWEEN else None
        before = before if before and _BETWEEN.fullmatch(self.text, before.stop, start) else None
        if self.parts and _BETWEEN.fullmatch(gap):
            self.flush()
            before = self.last
        self.flush()
        pointed = letter in "该本此个我" and bool(_POINTER.search(self.text[max(0, start - 2) : start]))
        if pointed:
            self.out.append(Chain(start - 1, stop, (Part(start, stop, kind, entry.text, stem, head),), True))
            self.last = None
            self.wait = stop
            return
        if "N" in kinds:
            self.add(Part(start, stop, "U", entry.text, stem, head))
            if mission := find_mission(self.text, self.stop):  # 审计署|驻长沙特派员办事处
                self.add(mission)
            return
        grown = start
        if head in OPEN_HEADS or entry.text.endswith(OPEN_HEADS):
            named = "边" in entry.text or entry.text.startswith("机场")  # 磨憨边检站, 白云机场公安局
            grown = self.grown(start, proper=("S" in kinds or "U" in kinds) and not named, most=8)
        elif "S" in kinds or "B" in kinds:
            grown = self.grown(start, proper=True, most=4)
        if grown == start and entry.text.startswith("领导小组"):  # 选拔|领导小组办公室
            grown = self.led_by_verb(start)
        if grown < start:
            opened = self.text[grown:start]
            self.add(Part(grown, stop, kind, opened + entry.text, opened + stem, head))
            return
        if before and kind == "U" and not _SYSTEMS.isdisjoint(kinds):
            implied = [p for p in before.parts[: first_unit(before)] if p.kind in "RrLTZ"]
            if implied:
                twice = implied[-1].kind == "T" and implied[-1].text[-1] == entry.text[0]  # 石牌镇党委、|镇政府
                self.parts = implied
                self.stop = self.begin = start
                self.add(Part(start, stop, kind, entry.text[twice:], stem[twice:], head))
                return
        self.add(Part(start, stop, kind, entry.text, stem, head))


def find_chains(passage: Passage, lexicon: Lexicon) -> list[Chain]:
    """The chains of a passage in order."""
    chains = with_units(passage, sorted(_Reader(passage, lexicon).read(), key=_PLACE))
    chains = with_shared(passage.text, lexicon, with_local_names(passage, lexicon, chains))
    quotes = Placed([found.span(1) for found in _SERVICE.finditer(passage.text)])
    return [c for c in chains if not (quotes and c.has_unit() and quotes.holds(c.start, c.stop - 1))]
