"""The names of an article read in the order of its text: full chains, names without a division, pointers (该支队)."""

from __future__ import annotations

import re
from functools import cache

from kg.extract.chains import Chain
from kg.lexicon import Lexicon
from kg.refer.kinds import LOWEST, RANK, family, same_head, same_stem
from kg.refer.roster import Roster
from kg.refer.values import Area, Body, Pending, Reading, Step

_POINTED = re.compile(
    r"[该本](?=(局|院|所|站|队|处|厅|委|科|中心|部门|镇|县|市|区|旗|乡|村|社区|街道|支队|大队|中队|总队|分局|派出所|检察院|法院))"
)
_POINTED_HEADS = {
    "局": ("局", "分局", "总局"), "院": ("法院", "检察院", "中院", "高院", "分院"), "所": ("派出所", "所", "看守所", "拘留所"),
    "站": ("站",), "队": ("支队", "大队", "中队", "总队", "队"), "处": ("处",), "厅": ("厅",), "委": ("委",), "科": ("科",),
    "中心": ("中心",), "检察院": ("检察院",), "法院": ("法院",),
}  # fmt: skip
# Before a name, these say that it is named beside or for another, not as what the text goes on about.
_OBJECT = re.compile(r"(?:[、和与及同对向将把被给至到在从跟]|联合|会同|协同|携手|配合|邀请|协调|移交|送往|以及)$")
_OFFICE = re.compile(r"([\u4e00-\u9fff]{2,6}?)(科|处|股)(?![级技学研目普所长置理罚警分于处])")
_VILLAGE_BODIES = (
    "村村委会",
    "村村民委员会",
    "社区居委会",
    "村“两委”",
    "社区居民委员会",
    "村党支部",
    "社区党委",
    "社区党支部",
    "嘎查村委会",
    "嘎查党支部",
    "村党总支",
)
_TOWN_BODY = re.compile(r"^(?:镇|乡|街道|苏木|村|社区|嘎查)")
_STANDALONE = (
    "监狱",
    "看守所",
    "海关",
    "边检站",
    "公安处",
    "专案组",
    "戒毒所",
    "气象台",
    "林场",
    "铁路局",
    "海事局",
    "法院",
    "检察院",
    "总站",
)


class Reader:
    """Reads one page's articles, whose divisions are resolved, against the roster of the page's agencies."""

    def __init__(self, lexicon: Lexicon, roster: Roster, readings: list[Reading]) -> None:
        self.lexicon = lexicon
        self.roster = roster
        self.readings = readings

    def read(self, reading: Reading, r: int, known: dict[tuple[int, int], Body | None]) -> None:
        """Resolve the names of article `r` in the order of its text; `known` are the agencies of the full chains."""
        events: list[tuple[int, int, Chain | None, int]] = [
            (c.start, c.stop, c, i) for i, c in enumerate(reading.chains)
        ]
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
        last = units[-1]
        open_ = last.kind == "K" and body.last.kind != "K" and last.text.endswith("部门")
        if open_ and len(units) > 1 and body.last.text == units[-2].text:
            return
        reading.pending.append(Pending(chain.start, chain.stop, body, rule, confidence, anaphor))

    def point(self, reading: Reading, start: int, stop: int, word: str) -> None:
        """该局, 该院: the last agency of that kind."""
        heads = _POINTED_HEADS.get(word)
        if not heads:
            return
        for body in self.by_salience(reading, start):
            if body.last.kind == "U" and (body.last.head in heads or body.last.text.endswith(heads)):
                reading.bodies.append((start, body))
                reading.pending.append(Pending(start, stop, body, "agency.pointer", 0.85, True))
                office = _OFFICE.match(reading.draft.passage.text, stop)
                if office and re.match(r"[科处股]?长|负责|民警|工作", reading.draft.passage.text[office.end() :]):
                    unit = self.roster.child(body, Step((), "", office[0], office[1], office[2]))
                    reading.bodies.append((start, unit))
                    reading.pending.append(Pending(start, office.end(), unit, "agency.office", 0.7, False))
                return

    def by_salience(self, reading: Reading, position: int) -> list[Body]:
        """What has been named, the likeliest antecedent first: subjects from the latest back, then the others."""
        text = reading.draft.passage.text
        first: list[Body] = []
        rest: list[Body] = []
        for at, body in reversed(reading.bodies):
            if at <= position:
                (rest if _OBJECT.search(text[max(0, at - 3) : at]) else first).append(body)
        return list(dict.fromkeys(first + rest))

    def partial(self, reading: Reading, chain: Chain) -> None:
        """A chain without a division: found among the page's agencies, or put under the one it belongs to."""
        steps = self.roster.steps(reading, chain)
        if not steps:
            return
        first = steps[0]
        bare = chain.pointed or (len(steps) == 1 and self.is_bare(first))
        if bare:
            for body in self.by_salience(reading, chain.start):
                if same_head(body.last.head, first.head) and (
                    not first.stem
                    or same_stem(first.stem, body.last.stem)
                    or first.stem in "".join(s.stem for s in body.steps)
                ):
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
                found = self.roster.child(found, step)
            self.note(reading, chain, found, "agency.partial", 0.7)
            return
        found = self.same_unit(reading, first)
        if found is None and first.text in self.lexicon.table("agencies", "troupes"):
            found = Body((first,), None, None)
            self.roster.bodies.append(found)
        elif found is None and first.text.endswith(_VILLAGE_BODIES):
            found = self.village_body(reading, first, chain.start)
        elif (
            found is None
            and first.stem
            and first.head in ("局", "管委会", "海关", "厅", "办事处", "街道办")
            and not self.is_bare(first)
        ):
            found = Body((first,), None, None)
            self.roster.bodies.append(found)
        elif found is None:
            parent = self.superior(reading, first, chain.start)
            if parent is not None:
                found = self.roster.child(parent, first)
            elif _TOWN_BODY.match(first.text):
                found = self.town_body(reading, first, chain.start)
            elif (
                first.head in _STANDALONE
                or first.text.endswith(_STANDALONE)
                or (
                    first.stem
                    and len(first.stem) >= 2
                    and first.head in ("派出所", "法庭", "分局", "大队", "支队", "村委会", "居委会", "总队", "中队")
                )
            ):
                found = Body((first,), None, None)
                self.roster.bodies.append(found)
        if found is None:
            return
        for step in steps[1:]:
            found = self.roster.child(found, step)
        self.note(reading, chain, found, "agency.partial", 0.8)

    def is_bare(self, step: Step) -> bool:
        """Whether a step says only what kind of body it is: 大队, 公安局, 派出所."""
        names = self.lexicon.table("agencies", "functions", "bare")
        if step.text in names:
            return True
        systems = self.lexicon.tables["agencies"]["systems"]
        if step.head in (
            "局",
            "厅",
            "委",
            "法院",
            "检察院",
            "政府",
            "部",
            "分局",
            "中心",
            "办公室",
            "委员会",
            "所",
            "站",
            "办",
            "处",
            "科",
            "院",
        ):
            if any(step.stem in stems for stems in systems.values()) or step.text in _all_bodies(self.lexicon):
                return not _TOWN_BODY.match(step.text)
        return step.text in _all_bodies(self.lexicon) and not _TOWN_BODY.match(step.text)

    def same_unit(self, reading: Reading, step: Step) -> Body | None:
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
        own = [b for b in self.roster.bodies if fits(b) and (b.last.text == step.text)]
        return own[0] if len(own) == 1 else None

    def superior(self, reading: Reading, step: Step, position: int) -> Body | None:
        """The agency that a unit without a chain belongs to: the latest of its branch that ranks above it."""
        rank = RANK.get(step.head, LOWEST)
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
            if RANK.get(body.last.head, LOWEST) < rank and (
                own == kin or (not kin and own in ("police", "fire", "court", ""))
            ):
                if not kin and own == "" and body.last.head in ("委", "政府"):
                    continue
                if step.head in ("村委会", "居委会", "政府", "管委会", "办事处", "海关", "林场"):
                    continue
                if (
                    step.head in ("派出所", "分局")
                    and body.last.head in ("支队", "大队", "总队")
                    and "轨道" not in whole
                    and "公交" not in whole
                    and "边境" not in whole
                ):
                    continue
                return body
        return None

    def town_body(self, reading: Reading, step: Step, position: int) -> Body | None:
        """镇政府, 村委会: of the town or village last named."""
        kind = "township" if step.text[0] in "镇乡街苏" else "village"
        suffixes = {"镇": "镇", "乡": "乡", "街": "街道", "苏": "苏木", "村": "村", "社": "社区", "嘎": "嘎查"}
        suffix = suffixes[step.text[0]]
        for (start, _), area in sorted(reading.areas.items(), reverse=True):
            if start < position and area.level == kind and area.label.endswith(suffix):
                rest = step.text[len(suffix) :]
                made = step._replace(
                    areas=(area,), printed=area.label, text=rest, head=step.head if rest != "委会" else "村委会"
                )
                return self.roster.body((made,))
        return None

    def village_body(self, reading: Reading, step: Step, position: int) -> Body | None:
        """长营村村委会: of the village of that name, in the town last named."""
        found = re.match(
            r"(.{2,6}?(?:村|社区|嘎查))(村委会|村民委员会|居委会|社区居委会|居民委员会|村“两委”|两委|党支部|党委|党总支)$",
            step.text,
        )
        if not found:
            return None
        name = found[1]
        known = [
            c
            for r in self.readings
            for c in r.chains
            if c.parts and c.parts[-1].kind == "V" and c.parts[-1].text == name
        ]
        areas: tuple[Area, ...] = ()
        for chain in known:
            for r in self.readings:
                got = [r.areas[p.start, p.stop] for p in chain.parts if (p.start, p.stop) in r.areas]
                if got and got[-1].label == name and len(got) > len(areas):
                    areas = tuple(a for a in got if a.level in ("county", "township", "village"))
        if not areas:
            town = next(
                (
                    a
                    for (start, _), a in sorted(reading.areas.items(), reverse=True)
                    if start < position and a.level == "township"
                ),
                None,
            )
            above = (town,) if town else ()
            key = f"{town.key}/{name}" if town else f"region/{name}"
            areas = (*above, Area(key, name, "village"))
        made = step._replace(
            areas=areas,
            printed="".join(a.label for a in areas),
            text=found[2],
            head="村委会" if "村" in found[2] else "居委会",
        )
        return self.roster.body((made,))


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
