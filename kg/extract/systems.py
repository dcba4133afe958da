"""What belongs together in a chain besides divisions: the prefix of a national system or a party, the body of another
state, a level word with its body, a name of its own before an office.
"""

from __future__ import annotations

import re

from kg.extract.chaining import COMMITTEE, follows
from kg.extract.divisions import Divisions
from kg.extract.parts import Part, head_of
from kg.extract.unlisted import find_abroad, find_bureau, find_mission, part_of
from kg.lexicon import Hit, Name

_BUREAU = re.compile(r"局(?![面势部长域限])|厅(?!堂|房|室)")
_OFFICE = re.compile(r"(?:局|分局|分署|监管局|监管办公室|专员办|特派办|特派员办事处|督察局)(?![长部面势])")
_COMPANY = re.compile(r"公司|集团|工厂|酒店|超市|银行|学校|医院")  # of it, not of the division: 永丰食品有限公司|车间
OPEN_HEADS = (
    "派出所", "法庭", "司法所", "消防站", "消防救援站", "监狱", "看守所", "警务室", "警务站", "检查站", "边检站",
    "海关", "村委会", "居委会", "村民委员会", "居民委员会", "村党支部", "村党总支", "社区居委会", "社区居民委员会",
    "中队", "大队", "支队", "分局", "税务所", "市场监管所", "海事处", "公安处", "检察室",
    "分院", "戒毒所", "边防大队", "救援站", "特勤站", "林场", "收费站", "管委会", "工作组", "专案组", "专班",
    "领导小组办公室", "管理委员会", "气象台", "政府", "人民政府", "街道办事处", "街道办", "机场公安局",
)  # fmt: skip
LINKS = "、和与及由在向经对为同合被把将请到的"
"""Before the name of a body, of what is no part of it."""
_OF_TOWN = ("站", "所", "中心", "服务中心", "办", "办公室")
_QUOTED_TASK = re.compile(r"“[\u4e00-\u9fff\d·.]{2,8}”(?:[\u4e00-\u9fff]{2,4})?")
_OFFICES = ("领导小组", "领导小组办公室", "指挥部", "指挥部办公室", "治理办公室", "联席会议办公室", "委员会办公室")
_COUNTED_BODIES = (
    "队", "监狱", "戒毒所", "看守所", "拘留所", "中级人民法院", "中级法院", "派出所", "海关", "检察分院", "分院",
    "巡察组", "督察组", "巡视组", "调查队", "中院", "税务分局", "税务所", "地质队", "督导组",
)  # fmt: skip
_PRESERVES = (
    "保护管理",
    "自然保护",
    "国家级自然保护",
    "省级自然保护",
    "风景名胜",
    "湿地",
    "国家公园",
    "国家湿地",
    "水库",
    "灌区",
)
_COURTS = re.compile(r"(?:各级)?(法院|检察院)(?!院|[系机])")
CENTRE = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}届)(中央(?:委员会|常务委员会|常委会|主席会议)?)")
TERM = re.compile(r"第?[一二三四五六七八九十\d]{1,3}届")
_CHINA = ("中国", "中华人民共和国")
_PLACED_HEADS = ("派出所", "分局", "中队", "大队", "所", "站", "工作站")  # called after where they are
_OTHERS = re.compile(r"人民政府|政府|人大常委会|人大|政协|纪委(?:监委)?")  # beside a party committee, unparted
_ORDINAL = re.compile(r"第?[一二三四五六七八九十\d]{1,3}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

_OPEN_OFFICES = frozenset(("司法所", "财政所", "林业站", "水利站", "农技站", "市场监管所", "自然资源所"))
_LEADS = frozenset("率携赴由请令让经抵驻访向")

_PLAIN_UNITS = frozenset("UH")


class Systems(Divisions):
    """The pass as far as it reads prefixes, states, level words and open names."""

    def take_prefix(self, hit: Hit[Name]) -> None:
        """The name of a national system or a party before a division, or before 中央: 民革|第九届中央常委会."""
        if self.parts and self.stop == hit.start and all(part.kind in "Rr" for part in self.parts):  # 郑州|共青团市委
            self.parts.insert(0, Part(self.begin, self.begin, "P", hit.entry.text))
            self.stop = self.wait = hit.stop
            return
        self.flush()
        centre = CENTRE.match(self.text, hit.stop)
        if centre:
            name = hit.entry.text + centre[1]
            self.add(Part(hit.start, centre.end(), "U", name, hit.entry.text, centre[1]))
        else:
            self.add(Part(hit.start, hit.stop, "P", hit.entry.text))

    def leads(self, hit: Hit[Name], following: Hit[Name] | None) -> bool:
        """Whether a prefix stands right before a body that has it for its division: 兵团|公安局."""
        return hit.entry.text == "兵团" and follows(hit, following, "SBK") and bool(self.passage.edges[hit.start])

    def branch_of_nation(self) -> None:
        """The office that a national body has in a division: 国家矿山安全监察局|陕西|局, 海关总署|广东|分署."""
        above = self.parts[-2] if len(self.parts) > 1 and self.parts[-1].kind in "Rr" else None
        if above and (above.kind == "P" or above.text in self.lexicon.national):
            office = _OFFICE.match(self.text, self.stop)
            if office:
                self.add(Part(self.stop, office.end(), "U", office[0], "", office[0]))

    def unlisted(self) -> None:
        """The body that no table has behind a division or a state: 上海|世博局, 中国|驻旧金山总领馆."""
        if not self.parts or self.parts[-1].kind not in "Rr" or self.stop in self.starts:
            return
        state = self.parts[-1].text in self.nations
        part = find_mission(self.text, self.stop) if state else None
        if part is None and not state:
            part = find_bureau(self.passage, self.lexicon.stops, self.stop, self.starts)
        elif part is None and self.parts[-1].text not in _CHINA:
            part = find_abroad(self.passage, self.lexicon, self.stop, self.areas)
        if part is not None:
            self.add(part)

    def take_abroad(self, hit: Hit[Name], abroad: bool) -> None:
        """A body of another state: behind its name, behind one character of it, or by itself where its name will do."""
        name, start = hit.entry.text, hit.start
        if abroad and "A" in hit.entry.kinds:
            self.add(part_of(start, name))
            return
        self.flush()
        state = self.lexicon.states.get(name[0], "") if hit.entry.kinds == "a" else ""
        if not self.passage.edges[start] or start < self.wait:
            return
        if state:
            self.add(Part(start, start + 1, "r", state))
            self.add(part_of(start + 1, name[1:]))
        elif name in self.lexicon.alone:
            self.add(part_of(start, name))

    def take_level(self, hit: Hit[Name], following: Hit[Name] | None, touching: bool) -> None:
        """A level word: `市` in 市公安局, 市局 or 市委; the second `旗` of 科右中旗旗委."""
        if touching and self.parts[-1].kind in "Rr" and self.parts[-1].text.endswith(hit.entry.text):
            self.add(Part(hit.start, hit.stop, "I", hit.entry.text))
            self.committee()
            return
        if touching and self.parts[0].kind == "P" and COMMITTEE.match(self.text, hit.stop):  # 共青团|市|委
            if len(self.parts) > 1:
                self.add(Part(hit.start, hit.stop + 1, "U", "委", self.parts[0].text, "委"))
                return
            self.add(Part(hit.start, hit.stop, "L", hit.entry.text))
            self.committee()
            return
        if touching and self.parts[-1].kind == "U":
            if self.parts[-1].text == "委" and (found := _OTHERS.match(self.text, hit.stop)):  # 市委|市政府
                self.flush()
                self.add(Part(hit.start, hit.stop, "L", hit.entry.text))
                self.add(Part(hit.stop, found.end(), "U", found[0], "", found[0]))
            return
        term = TERM.match(self.text, hit.stop)  # 市|六届|政协
        if term and following is not None and following.start == term.end() and "B" in following.entry.kinds:
            if not touching:
                self.flush()
                self.add(Part(hit.start, hit.stop, "L", hit.entry.text))
            return
        if following is not None and not touching and self.has_own_office(hit, following):
            self.flush()
            self.add(Part(hit.start, hit.stop, "L", hit.entry.text))
            return
        if hit.entry.text[0] == "全" and not touching and (found := _COURTS.match(self.text, hit.stop)):  # 全省|法院
            self.flush()
            self.add(Part(hit.start, hit.stop, "L", hit.entry.text))
            self.add(Part(hit.stop, found.end(), "K", found[1], "", found[1]))
            return
        joined = follows(hit, following, "K" if hit.entry.text[0] in "全我" else "SBKGU")
        party = COMMITTEE.match(self.text, hit.stop) if self.text.startswith("委", hit.stop) else None
        bureau = _BUREAU.match(self.text, hit.stop) if len(hit.entry.text) == 1 else None
        if (joined or party or bureau) and not touching:
            self.flush()
            self.add(Part(hit.start, hit.stop, "L", hit.entry.text))
            if bureau and not joined:
                self.add(Part(hit.stop, hit.stop + 1, "U", bureau[0], "", bureau[0]))
            else:
                self.committee()
        elif not touching and len(hit.entry.text) == 1 and (part := self.combination(hit.stop)):
            self.flush()
            self.add(Part(hit.start, hit.stop, "L", hit.entry.text))
            self.add(part)

    def has_own_office(self, hit: Hit[Name], following: Hit[Name]) -> bool:
        """Whether an office with a name of its own stands behind a level word: 市|防汛抗旱|领导小组办公室."""
        gap = following.start - hit.stop
        named = 1 < gap <= 8 and following.entry.text.endswith(_OFFICES) and "B" in following.entry.kinds
        return named and self.may_name(hit.stop, following.start)

    def of_customs(self, entry: Name) -> bool:
        """Whether a branch of a smuggling bureau is called after the customs house behind which it stands:

        南宁海关缉私局 + 凭祥 + 海关缉私分局.
        """
        if entry.text != "缉私分局" or self.parts[-1].text not in ("海关", "隶属海关"):
            return False
        return any(part.text == "缉私局" for part in self.parts)

    def led_by_verb(self, start: int) -> int:
        """Where the one verb begins that opens a clause and says what a leading group does, else `start`."""
        token = self.passage.token_at(start - 1) if start > self.wait else None
        if token is None or token.start < self.wait or len(token.text) != 2 or token.text in self.lexicon.stops:
            return start
        return start if _CHINESE.match(self.text[token.start - 1 : token.start]) else token.start

    def take_league(self, start: int, level: str, touching: bool) -> bool:
        """团市委 and 郑州市|团市委: the youth league's committee of the city that is meant or printed."""
        if touching and not all(part.kind in "RrTL" for part in self.parts):
            return False
        if not touching:
            self.flush()
        self.parts.insert(0, Part(self.begin if touching else start, start, "P", "共青团"))
        self.begin = self.parts[0].start
        if not touching:
            self.add(Part(start + 1, start + 2, "L", level))
        self.add(Part(start + 2 * (not touching), start + 3, "U", "委", "共青团", "委"))
        return True

    def take_town_unit(self, hit: Hit[Name], head: str, stem: str) -> bool:
        """A station or office of the town that is meant: 、|镇农业技术推广站, but not 三镇|农业技术推广站."""
        start, town = hit.start, self.text[hit.start - 1]
        before = self.text[start - 2 : start - 1]
        if head not in _OF_TOWN or self.wait >= start or (_CHINESE.match(before) and before not in LINKS):
            return False
        self.flush()
        self.add(Part(start - 1, hit.stop, "U", town + hit.entry.text, town + stem, head))
        return True

    def joins(self, gap: str, start: int, entry: Name) -> bool:
        """Whether an unknown stretch belongs between the chain so far and the unit that follows."""
        last = self.parts[-1]
        if last.kind == "K" or _COMPANY.search(gap):
            return False
        if _ORDINAL.fullmatch(gap):
            if gap[0] == "第" and entry.text == "站":  # 第一|站是解州镇
                return False
            return last.kind == "U" or entry.text.endswith(_COUNTED_BODIES)
        if last.text.endswith("公安处") and 2 < len(gap) < 5 and gap[-1] == "站" and _CHINESE.match(gap):
            return True  # 怀化公安处|通道站|派出所
        if gap == "联合":
            return entry.text in ("调查组", "工作组") and last.kind in "RrL"
        kinds = set(entry.kinds)
        if last.kind == "U" and not kinds & set("HBU"):
            return False
        if last.kind != "U" and not (
            kinds & set("HB") or entry.head in _PLACED_HEADS or entry.stem.startswith(_PRESERVES)
        ):
            return False
        if last.kind == "U" and kinds & set("B") and not entry.text.endswith(OPEN_HEADS):
            return False
        # 中国|环境管理体系认证|指导委员会, 湖南省|扫黑除恶专项斗争|领导小组办公室
        verbs = entry.text.endswith("委员会") if last.text in _CHINA else entry.text.endswith(_OFFICES)
        verbs = verbs or (last.kind == "U" and entry.text == "分局" and gap.endswith(("保护", "管理")))
        quoted = verbs and _QUOTED_TASK.fullmatch(gap) is not None  # 溆浦县|“三防”|指挥部
        return quoted or gap in self.lexicon.stems or self.may_name(self.stop, start, verbs=verbs)

    def is_led(self, hit: Hit[Name], following: Hit[Name] | None) -> bool:
        """Whether a verb that the tagger takes for a part of the word stands before a level: 率|市应急管理局."""
        letter = self.text[hit.start - 1 : hit.start]
        after = bool(self.parts) and self.stop == hit.start - 1
        joins = letter in ("和与及同" if after else "和与及")  # 应急办和|县水利局
        joins = joins and not (after and self.parts[-1].kind in "RrTZ")
        joins = joins and _CHINESE.match(self.text[hit.start - 2 : hit.start - 1]) is not None
        # 林业和草原局|与|市消防救援支队, which is one word to the tagger: 局与市
        apart = self.passage.edges[hit.start - 1] or (after and self.parts[-1].kind in "UK")
        return (letter in _LEADS or joins) and follows(hit, following, "SB") and bool(apart)

    def without_town(self, hit: Hit[Name], touching: bool) -> Hit[Name]:
        """An office without the last character of a town's name of two: 湖镇|司法所."""
        inside = not touching and hit.entry.text[0] in "镇乡" and not self.passage.edges[hit.start]
        if not inside or hit.entry.text[1:] not in _OPEN_OFFICES:
            return hit
        return Hit(hit.start + 1, hit.stop, Name(hit.entry.text[1:], "B"))

    def take_collective(self, hit: Hit[Name], level: tuple[int, str, str], touching: bool) -> bool:
        """A collective with the level before it: `全区各地旗县级公安机关` is 全区 + 旗县级公安机关."""
        start, area, word = level
        head, stem = hit.entry.head, hit.entry.stem
        if not head:
            head, stem = head_of(hit.entry.text)
        if area:
            if area == "全国":
                return False
            self.flush()
            self.add(Part(start, start + 2, "L", area))
            start += 2
        elif not word or not self.parts or self.parts[-1].stop != start:
            return False
        self.add(Part(start, hit.stop, "K", word + hit.entry.text, stem, head))
        return True

    def take_function(self, hit: Hit[Name], following: Hit[Name] | None, touching: bool) -> None:
        """`反恐怖和特巡警大队`: two functions joined, before one unit."""
        near = following is not None and bool(self.parts) and following.start - self.stop <= 10
        if following is None or _PLAIN_UNITS.isdisjoint(following.entry.kinds):
            if not near:  # else the function may stand in the open name of a unit
                self.flush()
            return
        between = self.text[hit.stop : following.start]
        if between in ("和", "与", "及", "管理", "暨", "执法", "") or (len(between) <= 2 and between.isdigit()):
            if not touching:
                self.flush()
            stem = self.text[hit.start : following.stop - len(following.entry.head or following.entry.text)]
            head = following.entry.head or following.entry.text
            self.add(Part(hit.start, following.stop, "U", self.text[hit.start : following.stop], stem, head))
        elif not near:
            self.flush()
