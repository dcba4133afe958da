"""The names of an article read in the order of its text: full chains, names without a division, pointers (该支队)."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg.extract.parts import Chain
from kg.lexicon import Lexicon, find_all
from kg.refer.congress import congress_body, is_of_congress
from kg.refer.kinds import same_head, same_stem
from kg.refer.local import town_body, village_body
from kg.refer.roster import Roster
from kg.refer.search import (
    INNER_BUREAUS,
    TOWN_BODY,
    by_salience,
    find_over,
    find_superior,
    find_unit,
    founders,
    is_bare,
    with_superiors,
)
from kg.refer.values import Body, Pending, Reading, Step

_POINTED = re.compile(
    r"[该本](?=(局|院|所|关(?![键卡口注系节心爱照停闭税联于])|狱(?![友警])|站|队|处|厅|委|科|中心|部门|镇|县|市|区|旗|乡|村|社区|街道|支队|大队|中队|总队|分局|派出所|检察院|法院))"
)
_POINTED_HEADS = {
    "局": ("局", "分局", "总局"), "院": ("法院", "检察院", "中院", "高院", "分院"),
    "所": ("派出所", "所", "看守所", "拘留所"), "队": ("支队", "大队", "中队", "总队", "队"),
    "站": ("站",), "处": ("处",), "厅": ("厅",), "委": ("委",), "科": ("科",), "中心": ("中心",),
    "检察院": ("检察院",), "法院": ("法院",), "关": ("海关",), "狱": ("监狱",),
}  # fmt: skip
_FOUNDED = re.compile(r"(?:成立|组建|组成)[^。；]{0,18}$")  # 抽调精干力量组成|专案组
_COURTS_WORK = re.compile(
    r"[^，。；：]{0,12}?(?:(判处|审结|审理|宣判|判决|执结|开庭|法官|裁定|庭审|法庭)|提起公诉|批捕|批准逮捕|检察官|检察建议|公益诉讼)"
)
_COMMAND = ("指挥中心", "反诈中心", "执法办案中心", "情指中心", "情报指挥中心", "合成作战中心")
_OFFICE = re.compile(r"([\u4e00-\u9fff]{2,6}?)(科|处|股|(?<![开法出当])庭)(?![级技学研目普所长置理罚警分于院]|处[^长])")
_STAFFED = re.compile(r"[科处股室庭]?长|副[科处股庭主]|负责|民警|工作|牵头")
_VILLAGE_BODIES = (
    "村村委会", "村村民委员会", "社区居委会", "村“两委”", "社区居民委员会", "村党支部", "社区党委", "社区党支部",
    "嘎查村委会", "嘎查党支部", "村党总支",
)  # fmt: skip
# Bodies that are known by their own name alone, and units that are when they have one (大学城派出所).
_STANDALONE = (
    "监狱", "看守所", "海关", "边检站", "公安处", "专案组", "戒毒所", "气象台", "中心气象台", "林场",
    "铁路局", "海事局", "海事处", "港航公安", "长航公安", "民航公安",
    "法院", "检察院", "总站", "边防检查站", "边境检查站", "救助局", "机场公安局", "自然保护区管理局", "国家公园管理局",
)  # fmt: skip
_NAMED_UNITS = frozenset(["派出所", "法庭", "分局", "大队", "支队", "村委会", "居委会", "总队", "中队"])
_SEVERAL = re.compile(
    r"(?:各[^，。；：]{0,8}[）)]|[\d两二三四五六七八九十几多数]个(?:[市县区州旗盟](?:（[市县区州旗盟]）)?)?|各)$"
)  # 各县（市、区）|医保局, 三个|支队
_HEADS_OF_MANY = re.compile(r"长(?:[，。；、和及与等]|参[加训]|代表)")
_TOWN_UNITS = ("司法所", "税务所", "财政所", "消防站", "消防救援站", "市场监管所", "综合执法队")
_BELOW_BUREAU = ("派出所", "大队", "中队", "所")
_NAMED_BODIES = frozenset(["局", "管委会", "海关", "厅", "办事处", "街道办"])


def _is_national(body: Body) -> bool:
    """Whether a body is of the whole nation: 该院 is the article's court before 最高人民法院."""
    return body.last.text.startswith(("最高", "国家", "中央")) or (
        body.area is not None and body.area.level == "nation"
    )


class Reader:
    """Reads one page's articles, whose divisions are resolved, against the roster of the page's agencies."""

    def __init__(self, lexicon: Lexicon, roster: Roster, readings: list[Reading]) -> None:
        self.lexicon = lexicon
        self.roster = roster
        self.readings = readings

    def read(self, reading: Reading, r: int, known: dict[tuple[int, int], Body | None]) -> None:
        """Resolve the names of article `r` in the order of its text; `known` are the agencies of the full chains."""
        self.pointed: dict[int, tuple[int, Body]] = {}  # where 该站 stops → where it starts, and what it means
        events: list[tuple[int, int, Chain | None, int]] = []
        events += [(c.start, c.stop, c, i) for i, c in enumerate(reading.chains) if c.has_unit()]
        text = reading.draft.passage.text
        taken = bytearray(len(text))
        for named in reading.chains:
            taken[named.start : named.stop] = b"\1" * (named.stop - named.start)
        for at in [at for starts in find_all("该本", text).values() for at in starts]:
            m = None if taken[at] else _POINTED.match(text, at)
            if m:
                events.append((at, m.end() + len(m[1]), None, -1))
        for start, stop, chain, i in sorted(events, key=lambda e: e[:2]):
            if chain is None:
                self.point(reading, start, stop, text[start + 1 : stop])
                continue
            body = known.get((r, i))
            if start in self.pointed and (chain.parts[0].kind == "U" or self.is_branch(reading, chain)):
                self.office(reading, chain)
            elif body is not None:
                self.note(reading, chain, body, "agency.chain", 0.95)
            elif (r, i) not in known:
                self.partial(reading, chain)

    def note(
        self, reading: Reading, chain: Chain, body: Body, rule: str, confidence: float, anaphor: bool = False
    ) -> None:
        """Note that a chain names an agency."""
        reading.bodies.append((chain.start, body))
        # The superiors printed inside the name are mentions of their own.
        inner = body
        units = [p for p in chain.parts if p.kind in "UK"]
        for part in reversed(units[:-1]):
            if inner.parent is None:
                break
            inner = inner.parent
            reading.pending.append(Pending(chain.start, part.stop, inner, "agency.superior", confidence, False))
        if chain.parts[0].kind == "P" and inner.parent is not None:
            first = chain.parts[0]
            reading.pending.append(Pending(first.start, first.stop, inner.parent, "agency.superior", confidence, False))
        last = units[-1]
        open_ = last.kind == "K" and body.last.kind != "K" and last.text.endswith("部门")
        if open_ and len(units) > 1 and body.last.text == units[-2].text:  # 市公安局|交警部门
            reading.pending.append(Pending(chain.start, units[-2].stop, body, rule, confidence, anaphor))
            return
        reading.pending.append(Pending(chain.start, chain.stop, body, rule, confidence, anaphor))

    def is_branch(self, reading: Reading, chain: Chain) -> bool:
        """Whether a chain names a unit by its division only: 该局|吉阳分局."""
        steps = self.roster.steps(reading, chain)
        return len(steps) == 1 and self.roster.is_unit(steps[0])

    def office(self, reading: Reading, chain: Chain) -> None:
        """A unit right behind a pointer: 该站|执勤二队."""
        start, found = self.pointed[chain.start]
        for step in self.roster.steps(reading, chain):
            found = self.roster.child(found, step)
        reading.bodies.append((start, found))
        reading.pending.append(Pending(start, chain.stop, found, "agency.office", 0.8, False))

    def own_office(self, reading: Reading, start: int, stop: int, body: Body) -> None:
        """Note what a pointer means, and the office that is told by what stands behind it: 该监狱|教育改造科|科长."""
        self.pointed[stop] = start, body
        text = reading.draft.passage.text
        office = _OFFICE.match(text, stop)
        if office and _STAFFED.match(text, office.end()):
            unit = self.roster.child(body, Step((), "", office[0], office[1], office[2]))
            reading.bodies.append((start, unit))
            reading.pending.append(Pending(start, office.end(), unit, "agency.office", 0.7, False))

    def point(self, reading: Reading, start: int, stop: int, word: str) -> None:
        """该局, 该院: the last agency of that kind."""
        heads = _POINTED_HEADS.get(word)
        if not heads:
            return
        told = _COURTS_WORK.match(reading.draft.passage.text, stop) if word == "院" else None
        if told:  # 该院以诈骗罪判处…
            heads = _POINTED_HEADS["法院" if told[1] else "检察院"]
        likely = list(by_salience(reading, start))
        above = [over for body in likely for over in with_superiors(body)[1:]]  # named inside a unit's name only
        for body in dict.fromkeys((*sorted(likely, key=_is_national), *sorted(above, key=_is_national))):
            if word == "中心" and body.last.head == "分中心" and body.parent is not None:
                continue  # 该中心 is the whole one
            if body.last.kind == "U" and (body.last.head in heads or body.last.text.endswith(heads)):
                reading.bodies.append((start, body))
                reading.pending.append(Pending(start, stop, body, "agency.pointer", 0.85, True))
                self.own_office(reading, start, stop, body)
                return

    def partial(self, reading: Reading, chain: Chain) -> None:
        """A chain without a division: found among the page's agencies, or put under the one it belongs to."""
        steps = self.roster.steps(reading, chain)
        if not steps:
            return
        first = steps[0]
        if not chain.pointed and self.is_of_many(reading.draft.passage.text, chain):
            return
        if self.roster.is_unit(first):
            self.located(reading, chain, steps)
            return
        if first.printed and not first.areas:
            found = next((b for b in self.roster.bodies if b.parent is None and b.last == first), None)
            found = found or self.roster.add(first)
            for step in steps[1:]:
                found = self.roster.child(found, step)
            self.note(reading, chain, found, "agency.unplaced", 0.6)
            return
        if is_of_congress(self.lexicon, first):
            found = congress_body(self.lexicon, self.roster, reading, first, chain.start)
            if found is not None:
                self.note(reading, chain, found, "agency.partial", 0.8)
            return
        bare = is_bare(self.lexicon, first)
        confidence = 0.8
        if chain.pointed or (bare and len(steps) == 1):
            self.anaphor(reading, chain, first)
            return
        if first.kind == "K":
            return
        if bare:
            named = [b for _, b in reversed(reading.bodies)]
            named += [over for body in named for over in with_superiors(body)[1:]]
            found = next((b for b in named if same_head(b.last.head, first.head)), None)
            confidence = 0.7
        else:
            found = find_unit(self.roster, reading, first) or self.place(reading, first, chain.start)
        if found is None:
            return
        for step in steps[1:]:
            found = self.roster.child(found, step)
        self.note(reading, chain, found, "agency.partial", confidence)

    def is_of_many(self, text: str, chain: Chain) -> bool:
        """Whether a unit stands for many: 61个|户籍派出所, 126名派出所所长、|刑警中队|长参加培训."""
        if _SEVERAL.search(text, max(0, chain.start - 12), chain.start):
            return True
        return chain.parts[0].kind == "U" and bool(_HEADS_OF_MANY.match(text, chain.stop))

    def located(self, reading: Reading, chain: Chain, steps: tuple[Step, ...]) -> None:
        """A unit with its division but without its superior: known, or put under the one whose area holds it."""
        first = steps[0]
        found = self.roster.lookup(first)
        if found is None:
            over = find_over(self.lexicon, reading, first, chain.start)
            found = self.roster.child(over, first) if over is not None else self.roster.add(first)
        for step in steps[1:]:
            found = self.roster.child(found, step)
        self.note(reading, chain, found, "agency.located", 0.85)

    def anaphor(self, reading: Reading, chain: Chain, step: Step) -> None:
        """该支队, or 支队 by itself: the likeliest agency of that kind, if it is one body and not a collective."""
        likely = list(by_salience(reading, chain.start))
        bare = not step.stem and step.head in ("支队", "大队", "总队")
        above = [over for body in likely for over in with_superiors(body)[1:]] if chain.pointed or bare else []
        for body in dict.fromkeys((*likely, *above)):
            if same_head(body.last.head, step.head) and (
                not step.stem
                or same_stem(step.stem, body.last.stem)
                or step.stem in "".join(s.stem for s in body.steps)
            ):
                if body.last.kind == "U":
                    self.note(reading, chain, body, "agency.pointer", 0.85 if chain.pointed else 0.7, True)
                    if chain.pointed:
                        self.own_office(reading, chain.start, chain.stop, body)
                return
        if step.text == "专案组" and _FOUNDED.search(reading.draft.passage.text, max(0, chain.start - 24), chain.start):
            parent = next((b for b in by_salience(reading, chain.start) if b.last.kind == "U"), None)
            if reading.draft.passage.text.endswith("联合", 0, chain.start):  # of several: nobody's own
                joint = Chain(chain.start - 2, chain.stop, chain.parts)
                self.note(
                    reading, joint, self.roster.add(Step((), "", "联合专案组", "联合", "专案组")), "agency.partial", 0.6
                )
            elif parent is not None:
                self.note(reading, chain, self.roster.child(parent, step), "agency.partial", 0.6)
            return
        if step.text in _COMMAND and not chain.pointed:
            parent = find_superior(reading, step, chain.start)
            if parent is not None:
                self.note(reading, chain, self.roster.child(parent, step), "agency.partial", 0.6)

    def place(self, reading: Reading, step: Step, position: int) -> Body | None:
        """A new agency of a unit that says more than its kind: under its superior, in its town, or by itself."""
        roster = self.roster
        if step.text in self.lexicon.table("agencies", "troupes") or step.text in self.lexicon.alone:
            return roster.add(step)
        if step.text.endswith(_VILLAGE_BODIES) and step.text not in _VILLAGE_BODIES:
            return village_body(roster, self.readings, reading, step, position)
        counted = step.stem.startswith("第")  # 比赛的第二局
        if step.stem and step.head in _NAMED_BODIES and step.text not in INNER_BUREAUS and not counted:
            return roster.add(step)
        if step.text.endswith("微型消防站"):  # of a town or a firm, no unit of the brigade's
            county = next(
                (
                    a
                    for at, a in sorted(reading.areas.items(), reverse=True)
                    if a.level == "county" and at[0] <= position
                ),
                None,
            )
            here = (county,) if county else ()
            return roster.add(replace(step, areas=here, printed=county.label if county else ""))
        if TOWN_BODY.match(step.text):
            return town_body(roster, reading, step, position)
        parent = find_superior(reading, step, position)
        if step.text.endswith("专案组") and step.text.startswith("“"):
            if founders(reading, position) > 1:  # nobody's own
                return roster.add(step)
            while parent is not None and parent.last.head in _BELOW_BUREAU and parent.parent is not None:
                parent = parent.parent
        if parent is not None:
            return roster.child(parent, roster.located(step, parent.area))
        homed = step.text.endswith(_TOWN_UNITS) and any(
            len(area.label) > 2 and step.text.startswith(area.label.removesuffix("街道").rstrip("镇乡"))
            for area in reading.areas.values()
            if area.level == "township"
        )
        if homed:  # 川兴镇 … 川兴司法所
            return roster.add(step)
        named = len(step.stem) >= 2 and (step.head in _NAMED_UNITS or step.text.endswith("领导小组办公室"))
        return roster.add(step) if named or step.text.endswith(_STANDALONE) or step.head in _STANDALONE else None
