"""The divisions and agencies of an article written into its draft, with their mentions, partOf and jurisdiction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.extract.draft import Draft
from kg.refer.kinds import head_class, stem_class
from kg.refer.roster import Roster
from kg.refer.values import Area, Body, Reading

if TYPE_CHECKING:
    from kg.analyze import Sentence

Fact = tuple[str, str, str]  # ids of subject and object, and the relation between them
_RULES = {kind: f"region.{kind.lower()}" for kind in "RrTVZLPI"}
_HOME = re.compile(
    r"([\u4e00-\u9fff]{2,4}?)(?:微型|边境|海岸|公安|交通|交警|交通警察|中心|人民|消防救援|消防|市场监管|市场监督管理|司法|税务|财政|林业|海上|边防)*"
    r"(?:派出所|法庭|站|所|中队)"
)
_TOWN = re.compile(r"(?:镇|(?:[\u4e00-\u9fff]{1,7}族)?(?:民族)?乡|街道|苏木)")


def write(reading: Reading, roster: Roster) -> None:
    """Write what an article names, once the agencies have their names."""
    _Writer(reading.draft, roster).write(reading)


class _Writer:
    """Writes into one draft; remembers what it has written there."""

    def __init__(self, draft: Draft, roster: Roster) -> None:
        self.draft, self.roster = draft, roster
        self.areas: dict[str, str] = {}  # ids of divisions written
        self.bodies: set[Body] = set()
        self.places: list[Area] = []
        self.told: set[tuple[Body, int]] = set()  # an agency is told of once a sentence
        self.said: set[Fact] = set()  # facts that a sentence says, with both names
        self.implied: dict[Fact, tuple[Sentence, str, float]] = {}  # those that one only implies, by a short form

    def write(self, reading: Reading) -> None:
        draft, pending = self.draft, reading.pending
        self.places = [area for area in reading.areas.values() if area.level == "township"]
        shown: set[int] = set()
        told = bytearray(len(draft.passage.text) + 1)  # 1 where agencies are named
        for p in pending:
            told[p.start : p.stop] = b"\1" * (p.stop - p.start)
        for chain in reading.chains:
            for part in chain.parts:
                area = reading.areas.get((part.start, part.stop))
                if area is None or part.start in shown:
                    continue
                if part.kind == "L" and not told[part.start]:
                    continue
                shown.add(part.start)
                confidence = 0.95 if part.kind in "RT" else 0.85
                anaphor = part.kind == "L" and part.text != "自治区"
                rule = _RULES[part.kind]
                draft.mention(part.start, part.stop, self.region(area), rule, confidence, anaphor=anaphor)
        for p in pending:
            self.agency(p.body)
            if not p.anaphor:  # 该支队 says nothing of whom it belongs to
                self.tell(p.body, draft.passage.sentence_at(p.start))
            draft.mention(p.start, p.stop, p.body.key, p.rule, p.confidence, anaphor=p.anaphor)
        for fact, (sentence, rule, confidence) in self.implied.items():
            if fact not in self.said:
                draft.claim(*fact, sentence.start, sentence.stop, rule, confidence)

    def tell(self, body: Body, number: int) -> None:
        """Claim whom an agency belongs to and which division it serves, upwards, as sentence `number` states them."""
        sentence = self.draft.passage.sentences[number]
        while (body, number) not in self.told:
            self.told.add((body, number))
            self.agency(body)
            ground = self.home(body) or body.area
            if ground is not None:
                fact = (body.key, "jurisdiction", self.region(ground))
                names = (ground.label, ground.label[:-1] if len(ground.label) > 2 else ground.label)
                self.state(fact, names, sentence, "jurisdiction.chain", 0.95)
            above, rule, confidence = body.parent, "partOf.chain", 0.95
            if above is None:
                above, rule, confidence = self.roster.bureau_of(body), "partOf.bureau", 0.8
            if above is None:
                return
            self.agency(above)
            self.state((body.key, "partOf", above.key), (above.last.text, above.label), sentence, rule, confidence)
            if body.parent is None:
                return
            body = above

    def state(self, fact: Fact, names: tuple[str, str], sentence: Sentence, rule: str, confidence: float) -> None:
        """Claim a fact by a sentence that has its object's name; one without it vouches only where none has."""
        text = self.draft.passage.text
        start, stop = sentence.start, sentence.stop
        if text.find(names[0], start, stop) >= 0 or text.find(names[1], start, stop) >= 0:
            self.said.add(fact)
            self.draft.claim(*fact, sentence.start, sentence.stop, rule, confidence)
        else:
            self.implied.setdefault(fact, (sentence, rule, confidence))

    def home(self, body: Body) -> Area | None:
        """The township a station, court or squad is named after, if the article names it: 姐相边境派出所 serves 姐相镇.

        A unit of such a one serves it too.
        """
        if not self.places:
            return None
        last = body.last
        if not last.areas and body.parent is not None and body.area is body.parent.area:
            within = self.home(body.parent)
            if within is not None:
                return within
        found = _HOME.fullmatch(last.text) if last.text[-1] in "所站庭队" else None
        if not found or (last.areas and last.areas[-1].level == "township"):
            return None
        name = found[1]
        return next((a for a in self.places if a.label.startswith(name) and _TOWN.fullmatch(a.label, len(name))), None)

    def agency(self, body: Body) -> None:
        if body not in self.bodies:
            self.bodies.add(body)
            self.draft.thing("Agency", body.label, body.key)
            self.draft.signatures[body.key] = signature(body, self.roster.words.official)

    def region(self, area: Area) -> str:
        key = self.areas.get(area.key)
        if key is None:
            code = {"adcode": area.code} if len(area.code) == 6 else {}
            key = self.areas[area.key] = self.draft.thing(
                "Region", area.label, area.key, regionLevel=area.level, **code
            )
        return key


def signature(body: Body, official: Mapping[str, str]) -> str:
    """What an agency is, however its name is printed: the division it serves, what it does and what kind it is.

    海拉尔公安分局 and 呼伦贝尔市公安局海拉尔分局 have one signature; agencies of two divisions never do. A unit without
    a division of its own is its superior's signature and its own function and kind. A body of the nation is that of its
    official name, as `official` has it.
    """
    last = body.last
    if body.parent is not None and not last.areas:
        return f"{signature(body.parent, official)}>{stem_class(last.stem)}{head_class(last.head)}"
    if body.area is None and len(body.steps) == 1 and last.text in official:
        return f"=agency/{official[last.text]}"
    if body.area is None or last.kind == "K":
        return f"={body.key}"
    stem = last.stem or next((step.stem for step in reversed(body.steps) if step.stem), "")
    return f"{body.area.key}|{stem_class(stem)}|{head_class(last.head)}"
