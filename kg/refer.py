"""Who the names of a page mean: each chain of divisions and bodies gets the division or body that it names.

Works on a whole page, since one article may print the full chain and another the short one. The full chains come first
(the longest printed form gives the canonical name); names without a division, bare units and pointers (该支队) are then
read in the order of the text against what their own article has named so far.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from kg.analyze import Passage
from kg.extract.chains import Chain, Part
from kg.extract.draft import Draft
from kg.lexicon import Lexicon
from kg.lexicon.gazetteer import Gazetteer, Region


class Area(NamedTuple):
    """A division as a page means it: its id, canonical name, level, and code where the gazetteer has one."""

    key: str
    label: str
    level: str
    code: str = ""


class Step(NamedTuple):
    """One body of a chain: the divisions printed before it, its printed text, what it does (`stem`), what it is (`head`)."""

    areas: tuple[Area, ...]
    printed: str
    text: str
    stem: str
    head: str
    kind: str = "U"


class Body:
    """An agency of the page."""

    __slots__ = ("area", "label", "parent", "steps")

    def __init__(self, steps: tuple[Step, ...], parent: Body | None, area: Area | None) -> None:
        self.steps, self.parent, self.area = steps, parent, area
        self.label = ""

    @property
    def last(self) -> Step:
        """The body itself, without its superiors."""
        return self.steps[-1]

    @property
    def key(self) -> str:
        """Its id: the class and the canonical name."""
        return f"agency/{self.label}"


RANK = {
    "部": 0, "厅": 1, "总局": 1, "总队": 2, "委": 3, "局": 3, "委员会": 3, "支队": 4, "法院": 3, "检察院": 3, "政府": 3, "分局": 5,
    "分院": 4, "大队": 6, "管委会": 4, "中队": 8, "派出所": 8, "法庭": 8, "分队": 8, "看守所": 7, "拘留所": 7,
}  # fmt: skip
_LOWEST = 9
_SAME = [
    {"交警", "交管", "交通管理", "交通警察", "公安交警", "公安交通管理", "公安交通警察", "交巡警"},
    {"特警", "巡特警", "特巡警", "防暴", "巡警"},
    {"刑侦", "刑警", "刑事侦查"},
    {"治安", "治安管理"},
    {"网安", "网络安全保卫", "网警", "网络安全"},
    {"经侦", "经济犯罪侦查"},
    {"消防", "消防救援"},
    {"督察", "警务督察"},
    {"禁毒", "缉毒"},
    {"卫健", "卫生健康", "卫生和健康"}, {"人社", "人力资源和社会保障", "人力资源社会保障"},
    {"住建", "住房和城乡建设", "住房城乡建设"}, {"文旅", "文化和旅游", "文化旅游"}, {"市场监管", "市场监督管理"},
    {"发改", "发展和改革", "发展改革"}, {"工信", "工业和信息化"}, {"应急", "应急管理"}, {"医保", "医疗保障"}, {"林草", "林业和草原"},
    {"城管", "城市管理"}, {"疾控", "疾病预防控制"}, {"教体", "教育体育", "教育和体育"}, {"公安", ""}, {"边检", "出入境边防检查"},
]  # fmt: skip
_SYNONYM = {word: i for i, words in enumerate(_SAME) for word in words if word}
_HEAD_SAME = {
    "中院": "法院", "高院": "法院", "中级人民法院": "法院", "委员会": "委", "街道办": "办事处", "市监所": "市场监管所", "村委": "村委会",
    "党组": "党组", "分中心": "中心",
}  # fmt: skip
_FAMILY = (
    ("police", re.compile(r"公安|交警|交管|特警|巡警|刑侦|刑警|治安|禁毒|网安|经侦|派出所|警务|看守所|拘留所|铁骑|执法办案|反诈|交通管理|督察|法制|情指|国保|户政|出入境|车管|特勤|巡逻|反恐|机动|铁路公安|公安处")),
    ("fire", re.compile(r"消防|救援")),
    ("court", re.compile(r"法院|法庭|审判|执行局|立案|速裁|诉讼服务")),
    ("procuratorate", re.compile(r"检察")),
    ("justice", re.compile(r"司法|监狱|戒毒|公证|法律援助|调解")),
    ("border", re.compile(r"边检|边防|边境|海关|缉私|海警")),
)  # fmt: skip
_POINTED = re.compile(
    r"[该本](?=(局|院|所|站|队|处|厅|委|科|中心|部门|镇|县|市|区|旗|乡|村|社区|街道|支队|大队|中队|总队|分局|派出所|检察院|法院))"
)
_POINTED_HEADS = {
    "局": ("局", "分局", "总局"), "院": ("法院", "检察院", "中院", "高院", "分院"), "所": ("派出所", "所", "看守所", "拘留所"),
    "站": ("站",), "队": ("支队", "大队", "中队", "总队", "队"), "处": ("处",), "厅": ("厅",), "委": ("委",), "科": ("科",),
    "中心": ("中心",), "检察院": ("检察院",), "法院": ("法院",),
}  # fmt: skip
_LEVEL_OF = {"省": "province", "自治区": "province", "市": "prefecture", "盟": "prefecture", "州": "prefecture", "自治州": "prefecture",
    "地区": "prefecture", "县": "county", "区": "county", "旗": "county", "自治县": "county", "自治旗": "county"}  # fmt: skip
_EXPAND = ("局", "厅", "委", "法院", "检察院", "政府", "总队", "支队", "总局", "委员会", "办")
# Before a name, these say that it is named beside or for another, not as what the text goes on about.
_OBJECT = re.compile(r"(?:[、和与及同对向将把被给至到在从跟]|联合|会同|协同|携手|配合|邀请|协调|移交|送往|以及)$")
_OFFICE = re.compile(r"([\u4e00-\u9fff]{2,6}?)(科|处|股)(?![级技学研目普所长置理罚警分于处])")
_VILLAGE_BODIES = ("村村委会", "村村民委员会", "社区居委会", "村“两委”", "社区居民委员会", "村党支部", "社区党委", "社区党支部", "嘎查村委会", "嘎查党支部", "村党总支")
_TOWN_BODY = re.compile(r"^(?:镇|乡|街道|苏木|村|社区|嘎查)")
_STANDALONE = ("监狱", "看守所", "海关", "边检站", "公安处", "专案组", "戒毒所", "气象台", "林场", "铁路局", "海事局", "法院", "检察院", "总站")


def same_stem(a: str, b: str) -> bool:
    """Whether two functions are one: 交警 and 交管.

    >>> same_stem("交警", "交通管理"), same_stem("刑侦", "治安")
    (True, False)
    """
    return a == b or (a in _SYNONYM and _SYNONYM[a] == _SYNONYM.get(b, -1))


def same_head(a: str, b: str) -> bool:
    """Whether two heads are one kind of body."""
    return _HEAD_SAME.get(a, a) == _HEAD_SAME.get(b, b)


def family(text: str) -> str:
    """The branch a body belongs to, or nothing.

    >>> family("呼和浩特市公安局交管支队"), family("西城区卫健委")
    ('police', '')
    """
    return next((name for name, pattern in _FAMILY if pattern.search(text)), "")


class _Reading:
    """One article while its names are being resolved."""

    def __init__(self, draft: Draft, chains: list[Chain]) -> None:
        self.draft, self.chains = draft, chains
        self.context: list[str] = []  # codes of the certain divisions, in order
        self.areas: dict[tuple[int, int], Area] = {}  # (start, stop) of a part → its division
        self.bodies: list[tuple[int, Body]] = []  # what has been named so far


class Referrer:
    """Resolves the names of one page."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.gazetteer: Gazetteer = lexicon.gazetteer
        self._national = frozenset(lexicon.table("agencies", "national", "names"))
        self.bodies: list[Body] = []
        self.longest: dict[str, tuple[Area, ...]] = {}  # division → the longest chain printed in a body's name
        self.readings: list[_Reading] = []

    def resolve(self, drafts: list[Draft], chains: list[list[Chain]]) -> None:
        """Add the divisions and agencies of a page to its articles' drafts."""
        self.readings = [_Reading(d, c) for d, c in zip(drafts, chains, strict=True)]
        for reading in self.readings:
            self.find_context(reading)
        for reading in self.readings:
            self.resolve_areas(reading)
        full = []
        for r, reading in enumerate(self.readings):
            for c, chain in enumerate(reading.chains):
                if chain.units() and not chain.pointed:
                    steps = self.steps(reading, chain)
                    if steps and (steps[0].areas or self.is_national(steps[0])):
                        full.append((-len(steps), -len(steps[0].areas), r, c, steps))
        for *_, steps in sorted(full, key=lambda f: f[:4]):
            for step in steps:
                if step.areas and len(step.areas) > len(self.longest.get(step.areas[-1].key, ())):
                    self.longest[step.areas[-1].key] = step.areas
        known: dict[tuple[int, int], Body | None] = {}
        for _, _, r, c, steps in sorted(full, key=lambda f: f[:4]):
            known[r, c] = self.body(steps)
        for r, reading in enumerate(self.readings):
            self.read(reading, r, known)
        self.name()
        for reading in self.readings:
            self.write(reading)

    # Divisions

    def find_context(self, reading: _Reading) -> None:
        """The divisions that need no context: the ground on which the others are resolved."""
        found: list[str] = []
        for chain in reading.chains:
            above: Region | None = None
            for part in chain.parts:
                if part.kind not in "Rr":
                    continue
                options = self.gazetteer.by_name.get(part.text, ())
                inside = [o for o in options if above and self.gazetteer.within(o, above)]
                if len(options) == 1 or (inside and above):
                    above = (inside or list(options))[0]
                    found.append(above.adcode)
        counts = Counter(found)
        reading.context = sorted(counts, key=lambda code: (-counts[code], found.index(code)))

    def resolve_areas(self, reading: _Reading) -> None:
        others = [code for other in self.readings for code in other.context]
        previous: Area | None = None
        for chain in reading.chains:
            above: Area | None = None
            for part in chain.parts:
                area: Area | None = None
                if part.kind == "r" and len(chain.parts) == 1 and not self.is_certain(part, reading):
                    continue
                if part.kind in "Rr":
                    area = self.division(part.text, above, reading.context, others)
                elif part.kind in "TV":
                    area = self.local(part, above or self.around(reading, part.start), reading.context)
                elif part.kind == "Z":
                    area = self.zone(part, above, reading, previous)
                elif part.kind == "L":
                    area = self.level(part.text, reading, part.start)
                if area:
                    reading.areas[part.start, part.stop] = area
                    above = previous = area

    def is_certain(self, part: Part, reading: _Reading) -> bool:
        """Whether a short form by itself names a division: a province or prefecture, or a county of the article's area."""
        options = self.gazetteer.by_name.get(part.text, ())
        if not options:
            return False
        passage = reading.draft.passage
        dateline = passage.text[part.stop : part.stop + 1] == "讯" or passage.sentences[passage.sentence_at(part.start)].kind == "heading"
        if dateline or options[0].level in ("nation", "province"):
            return True
        others = {c.stop for c in reading.chains if c.parts[-1].kind in "Rr"}, {c.start for c in reading.chains if c.parts[0].kind in "Rr"}
        if passage.text[part.start - 1] in "、和" and part.start - 1 in others[0] or (passage.text[part.stop : part.stop + 1] in ("、", "和") and part.stop + 1 in others[1]):
            return True
        token = passage.token_at(part.start)
        if token.stop != part.stop or token.start != part.start or token.tag not in ("ns", "nr", "nz", "n", "nrt"):
            return token.start == part.start and options[0].level == "prefecture" and token.tag == "ns"
        full = {code for chain in reading.chains for p in chain.parts if p.kind == "R" for code in [o.adcode for o in self.gazetteer.by_name.get(p.text, ())]}
        if any(o.adcode in full for o in options):
            return True
        if options[0].level == "prefecture":
            return token.tag == "ns"
        areas = {a for code in reading.context for a in (code, *(x.adcode for x in self.gazetteer.ancestors(self.gazetteer.by_code[code])[:-2]))}
        full_parts = [p for c in reading.chains for p in c.parts if p.kind == "R" or (p.kind == "r" and len(c.parts) > 1)]
        near = {o.adcode for p in full_parts for o in self.gazetteer.by_name.get(p.text, ())}
        return any(x.adcode in near | (areas - {o.adcode}) for o in options for x in self.gazetteer.ancestors(o)[:1]) and token.tag == "ns"

    def division(self, text: str, above: Area | None, context: list[str], others: list[str]) -> Area:
        """The division of that name: inside the one before it, near the article's others, else the largest."""
        options = self.gazetteer.by_name.get(text, ())
        if len(options) > 1:
            options = self.nearest(options, above, context) or self.nearest(options, None, others) or options
        if not options:
            return Area(f"region/{text}", text, _level_by_suffix(text))
        first = options[0]
        if len(options) > 1 and options[1].level == first.level and first.level in ("county", "township"):
            label = first.name if all(o.name == first.name for o in options) else text
            return Area(f"region/{label}", label, first.level)
        return Area(f"region/{first.adcode}", first.name, first.level, first.adcode)

    def nearest(self, options: tuple[Region, ...], above: Area | None, context: list[str]) -> tuple[Region, ...]:
        codes = [above.code] if above and above.code else context
        for code in codes:
            anchor = self.gazetteer.by_code[code]
            line = {anchor.adcode, *(a.adcode for a in self.gazetteer.ancestors(anchor)[:-1])}
            hits = tuple(
                o for o in options
                if o.adcode in line or any(a.adcode in line for a in self.gazetteer.ancestors(o)[:1])
            ) or tuple(o for o in options if any(a.adcode in line for a in self.gazetteer.ancestors(o)[:-1]))  # fmt: skip
            if hits:
                return hits
        return ()

    def local(self, part: Part, above: Area | None, context: list[str]) -> Area:
        """A township or village: the gazetteer's where its county is certain, else a name under the one above it."""
        level = "township" if part.kind == "T" else "village"
        text = part.text
        if level == "township":
            options = self.gazetteer.by_name.get(text, ())
            hits = [o for o in options if o.level == "township" and above and above.code and self.is_in(o, above.code)]
            if not hits and not (above and above.code):
                hits = [o for o in options if any(self.is_in(o, code) for code in context)]
            if len(hits) == 1:
                return Area(f"region/{hits[0].adcode}", text, level, hits[0].adcode)
        if above is None:
            return Area(f"region/{text}", text, level)
        return Area(f"{above.key}/{text}", text, level)

    def is_in(self, region: Region, code: str) -> bool:
        return any(a.adcode == code for a in self.gazetteer.ancestors(region))

    def zone(self, part: Part, above: Area | None, reading: _Reading, previous: Area | None) -> Area:
        """A functional zone: `高新区` is the article's 高新技术产业开发区."""
        text = part.text
        options = [o for o in self.gazetteer.by_name.get(text, ()) if o.level != "township"]
        if len(options) == 1 and options[0].level != "zone":
            return Area(f"region/{options[0].adcode}", options[0].name, options[0].level, options[0].adcode)
        words = self.lexicon.table("agencies", "zones")
        if text in words:
            for area in reversed(list(reading.areas.values())):
                if area.level == "zone" and _zone_class(area.label) == _zone_class(text):
                    return area
            base = above or self.around(reading, part.start)
            label = f"{base.label}{text}" if base and len(text) > 3 else text
            return Area(f"{base.key}/{text}" if base else f"region/{text}", label, "zone")
        if above and above.level != "zone" and not text.startswith(above.label):
            return Area(f"{above.key}/{text}", above.label + text if text in words else text, "zone")
        return Area(f"region/{text}", text, "zone")

    def around(self, reading: _Reading, position: int) -> Area | None:
        """The county or prefecture last named before a position, else the article's main division."""
        best = None
        for (start, _), area in sorted(reading.areas.items()):
            if start < position and area.code and area.level in ("county", "prefecture", "province"):
                best = area
        if best is None and reading.context:
            region = self.gazetteer.by_code[reading.context[0]]
            best = Area(f"region/{region.adcode}", region.name, region.level, region.adcode)
        return best

    def level(self, text: str, reading: _Reading, position: int) -> Area | None:
        """The division that a level word stands for: the nearest one named before it, or what that one lies in."""
        if text in ("全区", "我区"):
            wanted = ("county", "province")
        elif text == "县级":
            return None
        else:
            word = text[1:] if text[0] in "全我" else text
            wanted = (_LEVEL_OF.get(word, "county"),)
        named = [a for (start, _), a in sorted(reading.areas.items()) if start < position and a.code][::-1]
        named += [self.area(code) for code in reading.context]
        named += [self.area(code) for other in self.readings for code in other.context]
        for area in named:
            region = self.gazetteer.by_code[area.code]
            for candidate in (region, *self.gazetteer.ancestors(region)):
                if self.fits(candidate, text, wanted):
                    return Area(f"region/{candidate.adcode}", candidate.name, candidate.level, candidate.adcode)
        return None

    def area(self, code: str) -> Area:
        region = self.gazetteer.by_code[code]
        return Area(f"region/{code}", region.name, region.level, code)

    def fits(self, region: Region, text: str, wanted: tuple[str, ...]) -> bool:
        suffix = text[-1]
        if suffix == "市" and region.name.endswith("市"):
            return region.level in ("prefecture", "province") or region.level == "county"
        if suffix == "区" and text != "自治区":
            return region.name.endswith("区") and (region.level == "county" or text in ("全区", "我区"))
        if text == "自治区":
            return region.name.endswith("自治区")
        if region.level not in wanted:
            return False
        return region.name.endswith(suffix) or (suffix == "州" and region.name.endswith("州"))

    # Bodies

    def steps(self, reading: _Reading, chain: Chain) -> tuple[Step, ...]:
        out: list[Step] = []
        areas: list[Area] = []
        printed: list[str] = []
        for part in chain.parts:
            if part.kind in "PI":
                printed.append(part.text)
            elif part.kind in "UK":
                out.append(Step(tuple(areas), "".join(printed), part.text, part.stem, part.head, part.kind))
                areas, printed = [], []
            else:
                area = reading.areas.get((part.start, part.stop))
                if area:
                    areas.append(area)
                    first = not out and not printed
                    expand = part.kind == "L" or (part.kind == "r" and first and _expands(chain))
                    printed.append(area.label if expand else part.text)
                elif part.kind == "L" and part.text not in ("县级",):
                    return ()
        return tuple(out)

    def is_national(self, step: Step) -> bool:
        return step.text in self._national or (step.kind == "K" and step.stem.startswith("全国"))

    def body(self, steps: tuple[Step, ...]) -> Body | None:
        """The agency of a chain that starts with a division or is national; made, with its superiors, when new."""
        found = self.lookup(steps[0])
        if found is None and steps[0].text in ("局", "厅"):  # 市局 by itself is the police's
            steps = (steps[0]._replace(text=f"公安{steps[0].text}", stem="公安"), *steps[1:])
        if found is None:
            if steps[0].kind == "K" and steps[0].head == "警方" and not steps[0].areas:
                return None
            first = steps[0]
            longest = self.longest.get(first.areas[-1].key) if first.areas else None
            if longest and len(longest) > len(first.areas) and len(longest) > 1:
                first = first._replace(areas=longest, printed="".join(a.label for a in longest))
            found = Body((first,), None, first.areas[-1] if first.areas else None)
            self.bodies.append(found)
        for step in steps[1:]:
            found = self.child(found, step)
        return found

    def lookup(self, step: Step) -> Body | None:
        """The agency of the page that a first step names: same division, same head, same function."""
        if not step.areas:
            return next((b for b in self.bodies if len(b.steps) == 1 and b.last.text == step.text), None)
        place = step.areas[-1].key
        for body in self.bodies:
            last = body.last
            if body.area is None or body.area.key != place or last.kind != step.kind:
                continue
            if step.kind == "K":
                if last.text == step.text:
                    return body
                continue
            if step.text in ("局", "厅") and last.head == step.head and len(body.steps) == 1:
                return body
            if not same_head(last.head, step.head) or body.area is not None and not _own_area(body, place):
                continue
            if last.text == step.text or same_stem(last.stem, step.stem):
                return body
            functions = [s.stem for s in body.steps]
            if not last.stem and any(same_stem(step.stem, f) for f in functions):
                return body
            if not step.stem and step.head == "分局" and last.stem == "公安":
                return body
        if step.kind == "K" or step.head == "警方":
            return self.branch(step, place)
        return None

    def branch(self, step: Step, place: str) -> Body | None:
        """What `海拉尔公安` or `江宁警方` means: that division's bureau, brigade…, if the page names it."""
        if step.head != "警方" and step.text != "警方":
            return None
        wanted = {"公安": "局", "警方": "局", "交警": "交", "消防": "消防", "检察": "检察院", "边检": "边检", "铁警": "公安处", "海警": "海警"}
        sign = wanted.get(step.text, "?")
        for body in self.bodies:
            if body.area is None or body.area.key != place or body.last.kind == "K":
                continue
            whole = "".join(s.stem + s.head for s in body.steps)
            if sign == "局" and body.last.head in ("局", "分局", "厅") and "公安" in whole:
                return body
            if sign != "局" and sign in whole and body.last.head in ("支队", "大队", "总队", "检察院", "站", "公安处"):
                return body
        return None

    def child(self, body: Body, step: Step) -> Body:
        """A unit of an agency; made when new. A unit below a unit that the chain leaves out is found too."""
        if step.kind == "K":
            for other in self.bodies:
                if other.parent is body and any(same_stem(step.stem.removesuffix("管理部门"), f) for f in (other.last.stem,)):
                    return other
            return body
        for other in self.bodies:
            if len(other.steps) > len(body.steps) and other.steps[: len(body.steps)] == body.steps:
                last = other.last
                same_place = not step.areas or (bool(last.areas) and last.areas[-1].key == step.areas[-1].key)
                if same_head(last.head, step.head) and same_stem(last.stem, step.stem) and same_place:
                    if last.text == step.text or last.stem or step.areas:
                        return other
        area = step.areas[-1] if step.areas else body.area
        made = Body((*body.steps, step), body, area)
        self.bodies.append(made)
        return made

    # Reading one article

    def read(self, reading: _Reading, r: int, known: dict[tuple[int, int], Body | None]) -> None:
        events: list[tuple[int, int, Chain | None, int]] = [(c.start, c.stop, c, i) for i, c in enumerate(reading.chains)]
        draft, text = reading.draft, reading.draft.passage.text
        taken = {(c.start, c.stop) for c in reading.chains}
        for m in _POINTED.finditer(text):
            stop = m.end() + len(m[1])
            if not any(a <= m.start() < b for a, b in taken):
                events.append((m.start(), stop, None, -1))
        for start, stop, chain, i in sorted(events, key=lambda e: (e[0], e[1])):
            if chain is None:
                self.point(reading, start, stop, text[start + 1 : stop])
                continue
            if not chain.units():
                continue
            body = known.get((r, i))
            if body is not None:
                self.note(reading, chain, body, "agency.chain", 0.95)
            elif (r, i) not in known:
                self.partial(reading, chain)
        # A unit at the very start (a headline after all) may stand before what it points to.

    def note(self, reading: _Reading, chain: Chain, body: Body, rule: str, confidence: float, anaphor: bool = False) -> None:
        reading.bodies.append((chain.start, body))
        # The superiors printed inside the name are mentions of their own.
        inner = body
        units = [p for p in chain.parts if p.kind in "UK"]
        for part in reversed(units[:-1]):
            inner = inner.parent or inner
            if inner is body:
                break
            reading.draft.mentions.append(_pending(chain.start, part.stop, inner, "agency.superior", confidence, False))
            body = inner
        target = reading.bodies[-1][1]
        last = units[-1]
        if last.kind == "K" and target.last.kind != "K" and last.text.endswith("部门") and len(units) > 1 and target is not None:
            if target.last.text == units[-2].text:
                return
        reading.draft.mentions.append(_pending(chain.start, chain.stop, target, rule, confidence, anaphor))

    def point(self, reading: _Reading, start: int, stop: int, word: str) -> None:
        """该局, 该院: the last agency of that kind."""
        heads = _POINTED_HEADS.get(word)
        if not heads:
            return
        for body in self.by_salience(reading, start):
            if body.last.kind == "U" and (body.last.head in heads or body.last.text.endswith(heads)):
                reading.bodies.append((start, body))
                reading.draft.mentions.append(_pending(start, stop, body, "agency.pointer", 0.85, True))
                office = _OFFICE.match(reading.draft.passage.text, stop)
                if office and re.match(r"[科处股]?长|负责|民警|工作", reading.draft.passage.text[office.end() :]):
                    unit = self.child(body, Step((), "", office[0], office[1], office[2]))
                    reading.bodies.append((start, unit))
                    reading.draft.mentions.append(_pending(start, office.end(), unit, "agency.office", 0.7, False))
                return

    def by_salience(self, reading: _Reading, position: int) -> list[Body]:
        """What has been named, the likeliest antecedent first: subjects from the latest back, then the others."""
        text = reading.draft.passage.text
        first: list[Body] = []
        rest: list[Body] = []
        for at, body in reversed(reading.bodies):
            if at <= position:
                (rest if _OBJECT.search(text[max(0, at - 3) : at]) else first).append(body)
        return list(dict.fromkeys(first + rest))

    def partial(self, reading: _Reading, chain: Chain) -> None:
        """A chain without a division: found among the page's agencies, or put under the one it belongs to."""
        steps = self.steps(reading, chain)
        if not steps:
            return
        first = steps[0]
        bare = chain.pointed or (len(steps) == 1 and self.is_bare(first))
        if bare:
            for body in self.by_salience(reading, chain.start):
                if same_head(body.last.head, first.head) and (not first.stem or same_stem(first.stem, body.last.stem) or first.stem in "".join(s.stem for s in body.steps)):
                    if body.last.kind == "U":
                        self.note(reading, chain, body, "agency.pointer", 0.85 if chain.pointed else 0.7, True)
                        return
            return
        if first.kind == "K":
            return
        if len(steps) > 1 and self.is_bare(first):
            found = next((b for _, b in reversed(reading.bodies) if same_head(b.last.head, first.head)), None)
            if found is None:
                return
            for step in steps[1:]:
                found = self.child(found, step)
            self.note(reading, chain, found, "agency.partial", 0.7)
            return
        found = self.same_unit(reading, first)
        if found is None and first.text in self.lexicon.table("agencies", "troupes"):
            found = Body((first,), None, None)
            self.bodies.append(found)
        elif found is None and first.text.endswith(_VILLAGE_BODIES):
            found = self.village_body(reading, first, chain.start)
        elif found is None and first.stem and first.head in ("局", "管委会", "海关", "厅", "办事处", "街道办") and not self.is_bare(first):
            found = Body((first,), None, None)
            self.bodies.append(found)
        elif found is None:
            parent = self.superior(reading, first, chain.start)
            if parent is not None:
                found = self.child(parent, first)
            elif _TOWN_BODY.match(first.text):
                found = self.town_body(reading, first, chain.start)
            elif first.head in _STANDALONE or first.text.endswith(_STANDALONE) or (first.stem and len(first.stem) >= 2 and first.head in ("派出所", "法庭", "分局", "大队", "支队", "村委会", "居委会", "总队", "中队")):
                found = Body((first,), None, None)
                self.bodies.append(found)
        if found is None:
            return
        for step in steps[1:]:
            found = self.child(found, step)
        self.note(reading, chain, found, "agency.partial", 0.8)

    def is_bare(self, step: Step) -> bool:
        """Whether a step says only what kind of body it is: 大队, 公安局, 派出所."""
        names = self.lexicon.table("agencies", "functions", "bare")
        if step.text in names:
            return True
        systems = self.lexicon.tables["agencies"]["systems"]
        if step.head in ("局", "厅", "委", "法院", "检察院", "政府", "部", "分局", "中心", "办公室", "委员会", "所", "站", "办", "处", "科", "院"):
            if any(step.stem in stems for stems in systems.values()) or step.text in _all_bodies(self.lexicon):
                return not _TOWN_BODY.match(step.text)
        return step.text in _all_bodies(self.lexicon) and not _TOWN_BODY.match(step.text)

    def same_unit(self, reading: _Reading, step: Step) -> Body | None:
        """An agency of the page whose last unit is that one; the article's latest first."""
        def fits(body: Body) -> bool:
            last = body.last
            return last.kind == "U" and same_head(last.head, step.head) and (
                last.text == step.text or (bool(step.stem) and same_stem(last.stem, step.stem)) or _by_area(body, step)
            )  # fmt: skip

        for _, body in reversed(reading.bodies):
            for candidate in _with_superiors(body):
                if fits(candidate):
                    return candidate
        own = [b for b in self.bodies if fits(b) and (b.last.text == step.text)]
        return own[0] if len(own) == 1 else None

    def superior(self, reading: _Reading, step: Step, position: int) -> Body | None:
        """The agency that a unit without a chain belongs to: the latest of its branch that ranks above it."""
        rank = RANK.get(step.head, _LOWEST)
        kin = family(step.text)
        seen: list[Body] = []
        for at, body in reversed(reading.bodies):
            if at <= position:
                seen += [b for b in _with_superiors(body) if b not in seen]
        for body in seen:
            if body.last.kind == "K":
                continue
            whole = body.last.text if family(body.last.text) else "".join(s.text for s in body.steps)
            own = family(whole)
            if RANK.get(body.last.head, _LOWEST) < rank and (own == kin or (not kin and own in ("police", "fire", "court", ""))) :
                if not kin and own == "" and body.last.head in ("委", "政府"):
                    continue
                if step.head in ("村委会", "居委会", "政府", "管委会", "办事处", "海关", "林场"):
                    continue
                if step.head in ("派出所", "分局") and body.last.head in ("支队", "大队", "总队") and "轨道" not in whole and "公交" not in whole and "边境" not in whole:
                    continue
                return body
        return None

    def town_body(self, reading: _Reading, step: Step, position: int) -> Body | None:
        """镇政府, 村委会: of the town or village last named."""
        kind = "township" if step.text[0] in "镇乡街苏" else "village"
        suffixes = {"镇": "镇", "乡": "乡", "街": "街道", "苏": "苏木", "村": "村", "社": "社区", "嘎": "嘎查"}
        suffix = suffixes[step.text[0]]
        for (start, _), area in sorted(reading.areas.items(), reverse=True):
            if start < position and area.level == kind and area.label.endswith(suffix):
                rest = step.text[len(suffix) :]
                made = step._replace(areas=(area,), printed=area.label, text=rest, head=step.head if rest != "委会" else "村委会")
                return self.body((made,))
        return None

    def village_body(self, reading: _Reading, step: Step, position: int) -> Body | None:
        """长营村村委会: of the village of that name, in the town last named."""
        found = re.match(r"(.{2,6}?(?:村|社区|嘎查))(村委会|村民委员会|居委会|社区居委会|居民委员会|村“两委”|两委|党支部|党委|党总支)$", step.text)
        if not found:
            return None
        name = found[1]
        known = [c for r in self.readings for c in r.chains if c.parts and c.parts[-1].kind == "V" and c.parts[-1].text == name]
        areas: tuple[Area, ...] = ()
        for chain in known:
            for r in self.readings:
                got = [r.areas[p.start, p.stop] for p in chain.parts if (p.start, p.stop) in r.areas]
                if got and got[-1].label == name and len(got) > len(areas):
                    areas = tuple(a for a in got if a.level in ("county", "township", "village"))
        if not areas:
            town = next((a for (start, _), a in sorted(reading.areas.items(), reverse=True) if start < position and a.level == "township"), None)
            above = (town,) if town else ()
            key = f"{town.key}/{name}" if town else f"region/{name}"
            areas = (*above, Area(key, name, "village"))
        made = step._replace(areas=areas, printed="".join(a.label for a in areas), text=found[2], head="村委会" if "村" in found[2] else "居委会")
        return self.body((made,))

    # Names

    def name(self) -> None:
        """The canonical names: the printed chain from the division down, without 的."""
        for body in self.bodies:
            label = ""
            for i, step in enumerate(body.steps):
                printed = step.printed
                if i == 0 and step.areas and not printed:
                    printed = "".join(a.label for a in step.areas)
                label += printed + step.text
            body.label = label.replace("“", "“")

    def write(self, reading: _Reading) -> None:
        """The divisions and agencies of an article, with their mentions, partOf and jurisdiction, into its draft."""
        draft = reading.draft
        pending = [m for m in draft.mentions if isinstance(m, _Pending)]
        draft.mentions = [m for m in draft.mentions if not isinstance(m, _Pending)]
        shown: set[int] = set()
        for chain in reading.chains:
            for part in chain.parts:
                area = reading.areas.get((part.start, part.stop))
                if area is None or part.start in shown:
                    continue
                if part.kind == "L" and not any(p.start == part.start and p.body for p in pending if p.start <= part.start):
                    if not any(p.start <= part.start < p.stop for p in pending):
                        continue
                shown.add(part.start)
                key = draft.thing("Region", area.label, area.key, regionLevel=area.level, **_code(area))
                anaphor = part.kind == "L"
                stop = part.stop
                text = draft.passage.text
                if part.kind == "L" and part.text in ("自治区",):
                    anaphor = False
                draft.mention(part.start, stop, key, f"region.{part.kind.lower()}", 0.95 if part.kind in "RT" else 0.85, anaphor=anaphor)
                if part.kind == "V" and text[part.stop : part.stop + 2] == "委会":
                    draft.mention(part.start, part.stop, key, "region.v", 0.9)
        for p in pending:
            body: Body = p.body
            key = self.write_body(draft, body, p)
            draft.mention(p.start, p.stop, key, p.rule, p.confidence, anaphor=p.anaphor)

    def write_body(self, draft: Draft, body: Body, p: _Pending) -> str:
        key = draft.thing("Agency", body.label, body.key)
        if p.anaphor:  # 该支队 says nothing of whom it belongs to
            return key
        sentence = draft.passage.sentences[draft.passage.sentence_at(p.start)]
        above = body
        while above.parent is not None:
            parent = draft.thing("Agency", above.parent.label, above.parent.key)
            draft.claim(above.key, "partOf", parent, sentence.start, sentence.stop, "partOf.chain", 0.95)
            self.write_area(draft, above, p)
            above = above.parent
        self.write_area(draft, above, p)
        bureau = self.bureau_of(above)
        if bureau is not None:
            parent = draft.thing("Agency", bureau.label, bureau.key)
            draft.claim(above.key, "partOf", parent, sentence.start, sentence.stop, "partOf.bureau", 0.8)
        return key

    def bureau_of(self, body: Body) -> Body | None:
        """The bureau of the same division that a police unit printed without it belongs to (兴和县交管大队)."""
        if len(body.steps) != 1 or body.last.kind != "U" or body.last.head not in ("大队", "支队", "派出所", "中队", "总队"):
            return None
        if family(body.last.text) != "police" or body.area is None:
            return None
        for other in self.bodies:
            if other.area and other.area.key == body.area.key and other.last.stem == "公安" and other.last.head in ("局", "分局", "厅"):
                return other
        return None

    def write_area(self, draft: Draft, body: Body, p: _Pending) -> None:
        if body.area is None:
            return
        area = body.area
        draft.thing("Region", area.label, area.key, regionLevel=area.level, **_code(area))
        sentence = draft.passage.sentences[draft.passage.sentence_at(p.start)]
        draft.claim(body.key, "jurisdiction", area.key, sentence.start, sentence.stop, "jurisdiction.chain", 0.95)


class _Pending(NamedTuple):
    """A mention whose agency has no final name yet."""

    start: int
    stop: int
    body: Body
    rule: str
    confidence: float
    anaphor: bool


def _pending(start: int, stop: int, body: Body, rule: str, confidence: float, anaphor: bool) -> _Pending:
    return _Pending(start, stop, body, rule, confidence, anaphor)


def _code(area: Area) -> dict[str, str]:
    return {"adcode": area.code} if len(area.code) == 6 else {}


def _own_area(body: Body, place: str) -> bool:
    """Whether the division stands in the agency's own last step, or the agency is one step."""
    return len(body.steps) == 1 or bool(body.last.areas and body.last.areas[-1].key == place) or not body.last.areas


def _by_area(body: Body, step: Step) -> bool:
    """`江宁大队` without its division resolved: the printed division of the agency starts with the unit's open name."""
    return bool(step.stem) and bool(body.last.areas) and body.last.areas[-1].label.startswith(step.stem)


def _with_superiors(body: Body) -> list[Body]:
    out = [body]
    while out[-1].parent is not None:
        out.append(out[-1].parent)
    return out


@cache
def _all_bodies(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(w for words in lexicon.tables["agencies"]["bodies"].values() for w in words)


def _expands(chain: Chain) -> bool:
    """Whether a short form at the head of a chain is written out: 呼市公安局, but not 兰州铁路公安局."""
    unit = next((p for p in chain.parts if p.kind in "UK"), None)
    if unit is not None and unit.kind == "K":
        return unit.head != "警方"
    if unit is None or unit.stem.startswith(("铁路", "海事", "海关", "出入境边防", "边境", "机场", "林业")):
        return False
    return (unit.head in _EXPAND or unit.text.endswith(_EXPAND)) and unit.head != "分局"


def _zone_class(text: str) -> str:
    return "高新" if "高新" in text else "经开" if re.search(r"经济.{0,2}开发区|经开", text) else text[-3:]


def _level_by_suffix(text: str) -> str:
    return {"省": "province", "市": "prefecture", "盟": "prefecture", "镇": "township", "乡": "township", "村": "village"}.get(text[-1], "county")
