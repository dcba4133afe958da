"""The agencies of a page: looked up by division, head and function, and made, with their superiors, when new."""

from __future__ import annotations

from msgspec.structs import replace

from kg.extract.parts import Chain
from kg.lexicon import Lexicon
from kg.refer.kinds import family, same_head, same_stem
from kg.refer.printed import expands, stands_free
from kg.refer.values import Area, Body, Reading, Step
from kg.refer.words import BRANCHES, ORGANS, load_words

_BUREAUS = ("局", "分局", "厅")
# Units that have a division before them without being its bodies: 赛罕区大队.
_UNDER = ("分局", "大队", "支队", "中队", "分中心")
# Level words that stand as printed where nothing on the page tells the place.
_ALONE = frozenset(("省", "市", "盟", "州", "县", "区", "旗", "自治区", "地区"))
MOST_STEPS = 10
"""From the highest body of a name down to the last: twice what the police have."""
_UNITS = ("大队", "支队", "派出所", "中队", "总队")


class Roster:
    """The agencies that a page has named so far."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._gazetteer = lexicon.gazetteer
        self._longer: dict[tuple[str, Step], str] = {}  # a body's step → the longest form of its words
        self.words = load_words(lexicon)
        self._printed: dict[Step, str] = {}  # a body's step → its divisions in their longest form
        self.bodies: list[Body] = []
        self._serving: dict[str, list[Body]] = {}  # by division
        self._below: dict[tuple[Step, ...], list[Body]] = {}  # by the bodies above them
        self.longest: dict[str, Step] = {}  # division → the step with the longest chain printed in a body's name

    def add_full(self, readings: list[Reading]) -> dict[tuple[int, int], Body | None]:
        """Add the agencies that stand with their division or are national, the longest chains first.

        Returns the agency of each such chain, by the numbers of its reading and of the chain in it.
        """
        full = []
        for r, reading in enumerate(readings):
            for c, chain in enumerate(reading.chains):
                if not chain.pointed and chain.has_unit():
                    steps = self.steps(reading, chain)
                    if steps and (steps[0].areas or self.words.is_national(steps[0])) and not self.is_unit(steps[0]):
                        # 佛山警方 after 佛山市公安局, which it may mean; 小店公安分局 after 太原市公安局, whose it is
                        after = steps[0].kind == "K" or steps[0].head == "分局"
                        full.append((-len(steps), after, -len(steps[0].areas), r, c, steps))
        full.sort(key=lambda f: f[:5])
        for *_, steps in full:
            for step in steps:
                if step.areas and not step.printed.startswith(self.words.prefixes):
                    known = self.longest.get(step.areas[-1].key)
                    if known is None or len(step.areas) > len(known.areas):
                        self.longest[step.areas[-1].key] = step
        return {(r, c): self.body(steps) for *_, r, c, steps in full}

    def steps(self, reading: Reading, chain: Chain) -> tuple[Step, ...]:
        """The bodies of a chain with the divisions printed before each; none when a level word has no division."""
        out: list[Step] = []
        areas: list[Area] = []
        printed: list[str] = []
        own = ""  # a short form that is no division here: the unit's own name
        for part in chain.parts:
            if part.kind in "PI":
                printed.append(self.words.whole.get(part.text, part.text))
            elif part.kind in "UK":
                step = Step(tuple(areas), "".join(printed), own + part.text, own + part.stem, part.head, part.kind)
                if self.words.is_named_after(step):  # 城东公安分局
                    step = replace(step, text=step.stem[:-2] + "分局", stem=step.stem[:-2])
                if not out and len(areas) == 1 and areas[0].level == "nation" and areas[0].code:
                    step = self.words.of_nation(step)
                if out and not areas and step.head in _UNDER and len(step.stem) > 1:
                    step = self.located(step, next((s.areas[-1] for s in reversed(out) if s.areas), None))
                out.append(step)
                areas, printed, own = [], [], ""
            else:
                area = reading.areas.get((part.start, part.stop))
                if area:
                    if not (areas and areas[-1] == area):  # 第八师|石河子市 is one
                        areas.append(area)
                    first = not out and (not printed or printed == ["共青团"])
                    expand = part.kind == "L" or (part.kind == "r" and first and expands(chain, area.label))
                    printed.append(area.label if expand else part.text)
                elif part.kind == "r":
                    if out:
                        own = part.text
                    else:
                        printed.append(part.text)
                elif part.kind == "L" and part.text != "县级":
                    if reading.context or part.text not in _ALONE or not stands_free(reading, chain.start):
                        return ()
                    printed.append(part.text)  # of a place that nothing on the page tells: 市公安局 as it stands
        return tuple(out)

    def is_unit(self, step: Step) -> bool:
        """Whether a body with a division before it is a unit of one that is not printed: 七星关区大队, 茅箭区分局."""
        return bool(step.areas) and not step.stem and step.text in _UNDER

    def located(self, step: Step, above: Area | None) -> Step:
        """A unit with an open name that is a district of its superior's city, with that district: 西宁市 + 城东分局."""
        if above is None or step.areas or step.head not in _UNDER or len(step.stem) < 2 or above.level == "county":
            return step
        for suffix in "区县市旗":
            for region in self._gazetteer.by_name.get(step.stem + suffix, ()):
                if region.parent == above.code:
                    area = Area(f"region/{region.adcode}", region.name, region.level, region.adcode)
                    return replace(step, areas=(area,), printed=step.stem, text=step.head, stem="")
        return step

    def body(self, steps: tuple[Step, ...]) -> Body | None:
        """The agency of a chain that starts with a division or is national; made, with its superiors, when new."""
        found = self.lookup(steps[0]) or self.branch_office(steps[0])
        if found is not None and found.steps == (found.last,) and found.last.areas == steps[0].areas:
            self._print(found.last, steps[0])
        bare = found is None and steps[0].text in ("局", "厅")
        if bare and not steps[0].printed.startswith(self.words.prefixes):  # 市局 by itself is the police's
            steps = (replace(steps[0], text=f"公安{steps[0].text}", stem="公安"), *steps[1:])
        if found is None:
            if steps[0].kind == "K" and steps[0].head == "警方" and not steps[0].areas:
                return None
            first = steps[0]
            known = self.longest.get(first.areas[-1].key) if first.areas else None
            longest = tuple([a for a in known.areas if a.level not in ("nation", "province")]) if known else ()
            led = first.printed.startswith(self.words.prefixes)  # 国家税务总局|昭觉县税务局 is called so
            if known and len(longest) > max(len(first.areas), 1) and not led:
                whole = known.printed if len(longest) == len(known.areas) else ""
                first = replace(first, areas=longest, printed=whole or "".join(a.label for a in longest))
            found = self.add(first)
            found.parent = self.national(first.printed)
        for step in steps[1:]:
            found = self.child(found, step)
        return found

    def lookup(self, step: Step) -> Body | None:
        """The agency of the page that a first step names: same division, same head, same function."""
        if not step.areas:
            return self._whole(step)
        place = step.areas[-1].key
        for body in self._serving.get(place, ()):
            last = body.last
            if last.kind != step.kind:
                continue
            if step.kind == "K":
                if last.text == step.text:
                    return body
                continue
            if step.text in ("局", "厅") and last.head == step.head and len(body.steps) == 1:
                return body
            if not same_head(last.head, step.head) or (body.area is not None and not body.is_named_after(place)):
                continue
            if last.text == step.text and (last.text != "委" or last.stem == step.stem):  # not the youth league's
                return body
            if same_stem(last.stem, step.stem) or self.words.is_commission(step, last):
                self._lengthen(place, last, step.text)
                return body
            functions = [s.stem for s in body.steps]
            if not last.stem and any(same_stem(step.stem, f) for f in functions):
                return body
            if not step.stem and step.head == "分局" and last.stem == "公安":
                return body
        if step.kind == "K" or step.head == "警方":
            return self.branch(step, place)
        return None

    def _lengthen(self, place: str, step: Step, text: str) -> None:
        self._longer[place, step] = max(self._longer.get((place, step), step.text), text, key=len)

    def _print(self, step: Step, again: Step) -> None:
        if step.text != "地委":
            self._printed[step] = max(self._printed.get(step, step.printed), again.printed, key=len)

    def _whole(self, step: Step) -> Body | None:
        """The agency without a division that a step names, by any of its names: 国家发改委, 国家发展改革委."""
        official = self.words.official.get(step.text, step.text)
        for body in self.bodies:
            text = body.last.text
            if len(body.steps) == 1 and not body.last.areas and self.words.official.get(text, text) == official:
                self._lengthen("", body.last, step.text)
                return body
        return None

    def branch_office(self, step: Step) -> Body | None:
        """The branch of a bureau that the page names, by its division's name: 杏花岭 + 公安分局, of 太原市公安局."""
        if step.head != "分局" or not step.stem or not step.areas or step.areas[-1].level != "county":
            return None
        region = self._gazetteer.by_code.get(step.areas[-1].code)
        for body in self._serving.get(f"region/{region.parent}", ()) if region else ():
            if len(body.steps) == 1 and body.last.text == step.stem + "局":
                printed = step.printed.removeprefix(body.last.printed)
                return self.child(body, replace(step, areas=step.areas[-1:], printed=printed, text="分局", stem=""))
        return None

    def branch(self, step: Step, place: str) -> Body | None:
        """What `海拉尔公安` or `江宁警方` means: that division's bureau, brigade…, if the page names it."""
        if step.head != "警方" and step.text != "警方":
            return None
        sign = BRANCHES.get(step.text, "?")
        for body in self._serving.get(place, ()):
            if body.last.kind == "K":
                continue
            whole = "".join(s.stem + s.head for s in body.steps)
            if sign == "局" and body.last.head in _BUREAUS and "公安" in whole:
                return body
            if sign != "局" and sign in whole and body.last.head in ("支队", "大队", "总队", "检察院", "站", "公安处"):
                return body
        return None

    def national(self, printed: str) -> Body | None:
        """The nation's organ whose name a body bears before its division: 国家税务总局 + 北海市税务局."""
        if not printed.startswith(ORGANS):
            return None
        name = next(n for n in ORGANS if printed.startswith(n))
        step = Step((), "", name, name, name[-1])
        return self.lookup(step) or self.add(step)

    def add(self, step: Step) -> Body:
        """A new agency without a superior."""
        return self._made(Body((step,), None, step.areas[-1] if step.areas else None))

    def _made(self, body: Body) -> Body:
        self.bodies.append(body)
        if body.area is not None:
            self._serving.setdefault(body.area.key, []).append(body)
        for size in range(1, len(body.steps)):
            self._below.setdefault(body.steps[:size], []).append(body)
        return body

    def child(self, body: Body, step: Step) -> Body:
        """A unit of an agency; made when new. A unit below a unit that the chain leaves out is found too."""
        while len(body.steps) >= MOST_STEPS and body.parent is not None:
            body = body.parent
        if step.kind == "K":
            stem = step.stem.removesuffix("管理部门")
            for other in self._below.get(body.steps, ()):
                if other.parent is body and same_stem(stem, other.last.stem):
                    return other
            return body
        for other in self._below.get(body.steps, ()):
            last = other.last
            same_place = not step.areas or (bool(last.areas) and last.areas[-1].key == step.areas[-1].key)
            alike = same_head(last.head, step.head) and same_stem(last.stem, step.stem) and same_place
            if alike and (last.text == step.text or last.stem or step.areas):
                return other
        area = step.areas[-1] if step.areas else body.area
        return self._made(Body((*body.steps, step), body, area))

    def bureau_of(self, body: Body) -> Body | None:
        """The bureau of the same division that a police unit printed without it belongs to (兴和县交管大队)."""
        last, area = body.last, body.area
        if area is None or len(body.steps) != 1 or last.kind != "U" or last.head not in _UNITS:
            return None
        if family(last.text) != "police":
            return None
        for other in self._serving.get(area.key, ()):
            if other.last.stem == "公安" and other.last.head in _BUREAUS:
                return other
        return None

    def name(self, page: str) -> None:
        """The canonical names: the printed chain from the division down, without 的.

        A unit whose name alone tells nobody which it is (城关派出所, 刑侦大队, with no division and no superior) is one
        thing in its page only: the id has the page's id in it.
        """
        for body in self.bodies:
            label = ""
            for i, step in enumerate(body.steps):
                printed = self._printed.get(step, step.printed)
                if i == 0 and step.areas and not printed:
                    printed = "".join(a.label for a in step.areas)
                place = step.areas[-1].key if step.areas else ""
                label += printed + (self._longer.get((place, step), step.text) if self._longer else step.text)
            body.label, body.key = label, f"agency/{label}"
            first = body.steps[0]
            if first.areas and first.areas[-1].level == "village" and label.startswith(first.areas[-1].label):
                body.key = "agency/" + "".join(area.label for area in first.areas[:-1]) + label  # many are called so
            if self._is_homonymous(body):
                body.key += f"@{page}"

    def _is_homonymous(self, body: Body) -> bool:
        first = body.steps[0]
        if first.areas and "@" not in first.areas[0].key:
            return False
        areas = [area.key for step in body.steps for area in step.areas]
        if areas or body.area is not None:  # in a town that nobody knows where it is
            return bool(areas) and all("@" in area for area in areas)
        if self.words.is_national(first):
            return False
        if (
            first.printed in _ALONE or first.text in self.words.alone
        ):  # 市公安局 of a place that nothing on the page tells
            return True
        return (
            first.head in self.words.local
            or first.text.endswith(self.words.local_ends)
            or first.stem in self.words.functions
        )
