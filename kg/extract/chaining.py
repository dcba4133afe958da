"""The state of the pass that reads chains: the chain being read, where it ends, and what ends it."""

from __future__ import annotations

import re
from functools import cache

from kg.analyze import Passage
from kg.extract.offices import find_commission, find_office, with_office, without_office
from kg.extract.parts import Chain, Part, head_of, last_unit
from kg.extract.stretch import grow, may_name
from kg.extract.unlisted import find_department
from kg.lexicon import Hit, Lexicon, Name

MOST_PARTS = 16
"""Of a chain: twice the most that our pages have."""
COMMITTEE = re.compile(r"委(?![员托任屈婉会以实]|派(?![出驻人]))")
_COAST_STATION = re.compile(r"([\u4e00-\u9fff]{2,5}?)工作站")
_TOWN_BODY = re.compile(
    r"(?:人民)?政府|党委|人大|纪委|派出所|司法所|综治|应急办|卫生院|中心|财政所|党政|村|[\u4e00-\u9fff]{2,4}[村所站]"
)
_PARTY_BODY = re.compile(r"委员会|委会|工委(?![员会])|总支部?(?:委员会)?|支部(?:委员会)?|基层委员会")
_TOWN = re.compile(r"([\u4e00-\u9fff]{1,6}?)((?<!古)镇|乡|街道|苏木)(?!里|下|亲|音|村医|长|政府部门)")
_VILLAGE = re.compile(
    r"([\u4e00-\u9fff]{1,7}?)(村|社区|嘎查|居委会|村委会)(?!民(?!委)|医|口|落|子|里|庄|级|寨|镇|务|居(?!委|民)|社(?!区)|矫正|干部)"
)
_NO_VILLAGE = re.compile(r"[\u4e00-\u9fff]{2,}农$|委[\u4e00-\u9fff]")  # 县|委召开农村工作会议
_BUREAU_NEAR = re.compile(r"[\u4e00-\u9fff、]{4,18}?(?:局|厅|委|中心|支队|大队)")
_MEDIUM = re.compile(r"[网报](?:讯|电|记者|消息|[（）》])|报社")
_FORMER = re.compile(r"旧址|纪念馆|遗址|故居|博物馆")
# What the suffixes of towns and villages begin with.
_TOWN_ENDS, _VILLAGE_ENDS = re.compile("[镇乡街苏]"), re.compile("[村社嘎居]")
_ARMY = ("军区", "战区", "舰队", "解放军", "海军", "空军", "陆军", "火箭军", "武警总队", "武警部队")
_OF_ARMY = re.compile(
    r"(?:第[一二三四五六七八九十\d]+)?(?:总|中心)?医院|(?:政治部)?(?:文工团|歌舞团|话剧团)|[\u4e00-\u9fff]{0,4}(?:大学|学院)"
)
_LEVELS = frozenset("LPI")  # kinds of parts
_OTHER_BEGINS = frozenset("网报旧纪遗故博")  # what these two begin with
_VILLAGE_BODY = re.compile(
    r"(?:村民委员会|民委员会|村委会|委会|居民委员会|居委会|党支部|党总支|党委|“两委”|两委|综治中心|警务室"
    r"|便民服务中心|党群服务中心|新时代文明实践站)"
)


def follows(hit: Hit[Name], following: Hit[Name] | None, kinds: str) -> bool:
    """Whether the next name touches this one and is of one of these kinds."""
    return (
        following is not None and following.start == hit.stop and not frozenset(kinds).isdisjoint(following.entry.kinds)
    )


class Chaining:
    """The chain being read, `parts`, and those read, `out`."""

    def __init__(self, passage: Passage, lexicon: Lexicon) -> None:
        self.passage, self.lexicon, self.text = passage, lexicon, passage.text
        self.parts: list[Part] = []
        self.stop = self.begin = -1
        self.out: list[Chain] = []
        self.last: Chain | None = None
        self.nations = lexicon.nations
        self.town_bodies: dict[int, str] = {}  # where bodies' names that begin with a town's last word start → these
        self.starts: set[int] = set()  # where names start
        self.firm: set[int] = set()  # of them, those that are more than a division's short form
        self.areas: dict[int, int] = {}  # where divisions' names start → where they stop
        self.wait = 0  # hits before this position are used up

    def add(self, part: Part) -> None:
        """Join a part to the chain; one of more parts than any body has is cut."""
        if len(self.parts) >= MOST_PARTS:
            self.flush()
        if not self.parts:
            self.begin = part.start
        self.parts.append(part)
        self.stop = self.wait = part.stop

    def committee(self) -> None:
        """The party committee of the division just read: 呼和浩特市 + 委."""
        if (
            self.parts
            and self.text.startswith("委", self.stop)
            and self.parts[-1].kind in "RLTIr"
            and COMMITTEE.match(self.text, self.stop)
        ):
            if self.text.startswith(_committee_words(self.lexicon), self.stop):
                return  # a longer body such as 委宣传部: the next hit
            # The youth league's or a party's: not the committee that 河南省委 names.
            stem = self.parts[0].text if self.parts[0].text in _parties(self.lexicon) else "党委"
            self.add(Part(self.stop, self.stop + 1, "U", "委", stem, "委"))
        elif (
            self.parts
            and self.parts[0].text in _parties(self.lexicon)
            and (found := _PARTY_BODY.match(self.text, self.stop))
        ):
            self.add(Part(self.stop, found.end(), "U", found[0], self.parts[0].text, "委"))

    def take_department(self, start: int, text: str) -> bool:
        """The party committee of the division just read, and its department: 荆门市 + 委 + 宣传部."""
        if not text or not self.parts or self.parts[0].kind == "P":
            return False
        self.add(Part(start, start + 1, "U", "委", "党委", "委"))
        head, stem = head_of(text)
        self.add(Part(start + 1, start + 1 + len(text), "U", text, stem, head))
        return True

    def combined(self) -> None:
        """A department of several systems that no table has whole, after its division: 临泉县 + 文化旅游广电局."""
        part = self.combination(self.stop)
        if part is not None:
            self.add(part)

    def combination(self, at: int) -> Part | None:
        """The department of several systems that starts at a position, if no name of the tables does."""
        if at in self.firm or not _BUREAU_NEAR.match(self.text, at):
            return None
        found = _combinations(self.lexicon).match(self.text, at)
        if not found or not self.passage.edges[found.end()]:
            return None
        return Part(at, found.end(), "U", found[0], self.text[at : found.start(1)], found[1])

    def townships(self) -> None:
        """Township and village by suffix after a division: 赛罕区 + 巴彦镇 + 罗家营村."""
        for pattern, kind, ends in ((_TOWN, "T", _TOWN_ENDS), (_VILLAGE, "V", _VILLAGE_ENDS)):
            if kind == "T" and self.parts[-1].kind == "T":
                continue
            found = pattern.match(self.text, self.stop) if ends.search(self.text, self.stop, self.stop + 10) else None
            if not found or self.stop in (self.starts if kind == "T" or self.parts[-1].kind != "T" else self.firm):
                continue
            if found[2] == "居委会":
                continue
            cut = found.end(1) + 1 if found[2] == "村委会" else found.end()
            name = self.text[self.stop : cut]
            after_town = kind == "V" and self.parts[-1].kind == "T"
            after_town = after_town and (found.end(1) - self.stop == 2 or found[2] == "嘎查")
            after_town = after_town or (len(name) == 3 and _TOWN_BODY.match(self.text, cut) is not None)  # 育才|镇政府
            hopeful = after_town and found[1] in self.lexicon.table("organizations", "heads", "hopeful")  # 建设|社区
            lone = kind == "V" and self.text.startswith("村", cut)  # 磨村|村支书
            kinds = self.lexicon.table("places", "villages", "kinds")
            if found[1].lstrip("一某几多个处") in kinds or _NO_VILLAGE.match(found[1]):  # 乐家湾镇|城中村
                continue
            if hopeful or ((len(name) > 2 or lone) and self.may_name(self.stop, found.end(1), verbs=after_town)):
                self.add(Part(self.stop, cut, kind, name))
                self.village_body()
                if kind == "T":
                    self.town_body(found[2])

    def town_body(self, suffix: str) -> None:
        """The body of the town just read, where the tables have it with the town's last word: 勐润|镇政府."""
        name = self.town_bodies.get(self.stop - len(suffix), "")
        if len(name) > len(suffix) and name.startswith(suffix):
            head, stem = head_of(name)
            stem = stem.removeprefix(suffix)
            self.add(Part(self.stop, self.stop - len(suffix) + len(name), "U", name[len(suffix) :], stem, head))

    def village_body(self) -> None:
        """The committee of the village just read: 罗家营村 + 委会."""
        found = _VILLAGE_BODY.match(self.text, self.stop) if self.parts[-1].kind == "V" else None
        if found:
            head = "村委会" if found[0] in ("委会", "民委员会", "村委会", "村民委员会") else found[0]
            self.add(Part(found.start(), found.end(), "U", found[0], "", head))

    def may_name(self, start: int, stop: int, *, verbs: bool = False) -> bool:
        """Whether the words of a stretch may stand inside a name; `verbs`: 叉干镇|庆生|村."""
        return may_name(self.passage, self.lexicon.stops, start, stop, verbs=verbs)

    def grown(self, start: int, *, proper: bool, most: int) -> int:
        """How far left of `start` a name reaches, not into what has been read."""
        return grow(self.passage, self.lexicon.stops, start, proper=proper, most=most, floor=self.wait)

    def flush(self) -> None:
        """End the chain: what follows its last body is a chain of its own."""
        parts, self.parts, self.stop = self.parts, [], -1
        begin = self.begin
        if not parts:
            return
        last = last_unit(parts)
        if last < 0:
            self.emit(parts, begin)
            return
        head, rest = parts[: last + 1], parts[last + 1 :]
        station = _COAST_STATION.match(self.text, head[-1].stop) if head[-1].text.endswith("海警局") else None
        if station:  # 广西海警局|钦州工作站
            placed = bool(rest) and rest[-1].stop == station.end(1)
            at = station.end(1) if placed else station.start()
            name = self.text[at : station.end()]
            head += [*(rest if placed else ()), Part(at, station.end(), "U", name, name[:-3], "工作站")]
            rest = []
            self.wait = max(self.wait, station.end())
        if not rest:
            stops, areas = self.lexicon.stops, self.areas
            part = find_commission(self.text, head[-1]) or find_office(self.passage, stops, head[-1], areas)
            if part is None and head[-1].text in self.lexicon.national and head[-1].text[-1] in "部委局署院":
                part = find_department(self.passage, stops, head[-1].stop)
            if part is not None:
                head.append(part)
                self.wait = max(self.wait, part.stop)
        head = without_office(self.text, head)
        if head:
            self.emit(head, begin)
        if rest:
            self.emit(rest, rest[0].start)

    def emit(self, parts: list[Part], begin: int) -> None:
        """Put a chain out, unless it is nothing but levels."""
        parts = with_office(parts)
        at = last_unit(parts)
        unit = parts[at] if at >= 0 else None
        stop = parts[-1].stop
        after = self.text[stop : stop + 1] in _OTHER_BEGINS
        if unit and after and (_MEDIUM.match(self.text, stop) or _FORMER.match(self.text, stop)):
            return  # 中国法院|网讯, 八路军驻晋办事处|旧址
        if unit and unit.text.endswith(_ARMY) and _OF_ARMY.match(self.text, stop):
            return  # 北京军区|总医院
        if not unit and _LEVELS.issuperset([p.kind for p in parts]):
            return
        while parts and not unit and parts[-1].kind in "LPI":
            parts = parts[:-1]
        start = max(parts[0].start, begin) if unit else parts[0].start
        chain = Chain(start, parts[-1].stop, tuple(parts))
        self.out.append(chain)
        self.last = chain


@cache
def _parties(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.table("agencies", "prefixes", "parties"))


@cache
def _committee_words(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(w for w in lexicon.table("agencies", "bodies", "party") if w.startswith("委") and len(w) > 1)


@cache
def _combinations(lexicon: Lexicon) -> re.Pattern[str]:
    """A pattern for two to five systems and a head."""
    stems = {stem for stems in lexicon.tables["agencies"]["systems"].values() for stem in stems if len(stem) > 1}
    one = "|".join(sorted(sorted(stems), key=len, reverse=True))
    return re.compile(
        rf"(?:{one})(?:[和与及、]?(?:{one})){{1,4}}(?:管理|综合|监督|事业发展|服务)*(局|厅|委员会|委|中心|支队|大队)"
    )
