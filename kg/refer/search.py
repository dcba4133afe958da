"""Which of the agencies named so far an incomplete name means, or belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.lexicon import Lexicon
from kg.refer.kinds import LOWEST, RANK, family, has_function, rank_of, same_head, same_stem
from kg.refer.roster import Roster
from kg.refer.values import Body, Reading, Step

# Before a name, these say that it is named beside or for another, not as what the text goes on about.
_OBJECT = re.compile(r"(?:[、和与及同对向将把被给至到在从跟]|联合|会同|协同|携手|配合|邀请|协调|移交|送往|以及)$")
# Heads that, after the name of a system, say no more than its kind: 公安局, 司法所.
_SYSTEM_HEADS = (
    "局", "厅", "委", "法院", "检察院", "政府", "部", "分局", "中心", "办公室", "委员会", "所", "站", "办", "处",
    "科", "院",
)  # fmt: skip
_UNDER_GOVERNMENT = frozenset(["村委会", "居委会", "政府", "管委会", "办事处", "海关", "林场"])
_BRIGADES = ("支队", "大队", "总队")
_COUNTY_UNITS = ("派出所", "司法所", "法庭", "税务所")
# Brigades that have police stations of their own.
_WITH_STATIONS = ("轨道", "公交", "边境")
_WITH_COMMAND = RANK["大队"]  # no smaller unit has a command centre of its own
INNER_BUREAUS = frozenset(["执行局", "反贪局", "反贪污贿赂局", "反渎职侵权局"])
"""Bureaus that are units of a court or a procuratorate."""
TOWN_BODY = re.compile(r"^(?:镇|乡|街道|苏木|村|社区|嘎查)")


def by_salience(reading: Reading, position: int) -> Iterator[Body]:
    """What has been named, the likeliest antecedent first: subjects from the latest back, then the others."""
    text = reading.draft.passage.text
    seen: set[Body] = set()
    rest: list[Body] = []
    for at, body in reversed(reading.bodies):
        if at > position or body in seen:
            continue
        if _OBJECT.search(text[max(0, at - 3) : at]):
            rest.append(body)
        else:
            seen.add(body)
            yield body
    yield from [body for body in dict.fromkeys(rest) if body not in seen]


def is_bare(lexicon: Lexicon, step: Step) -> bool:
    """Whether a step says only what kind of body it is: 大队, 公安局, 派出所."""
    if step.text in _bare_units(lexicon):
        return True
    if TOWN_BODY.match(step.text):
        return False
    if step.text in _all_bodies(lexicon):
        return True
    return step.head in _SYSTEM_HEADS and step.stem in _all_stems(lexicon)


def find_unit(roster: Roster, reading: Reading, step: Step) -> Body | None:
    """An agency of the page whose last unit is that one; the article's latest first."""

    def fits(body: Body) -> bool:
        last = body.last
        return last.kind == "U" and same_head(last.head, step.head) and (
            last.text == step.text or (bool(step.stem) and same_stem(last.stem, step.stem)) or _by_area(body, step)
        )  # fmt: skip

    for _, body in reversed(reading.bodies):
        for candidate in with_superiors(body):
            if fits(candidate):
                return candidate
    own = [b for b in roster.bodies if fits(b) and (b.last.text == step.text or _by_area(b, step))]
    return own[0] if len(own) == 1 else None


def find_superior(reading: Reading, step: Step, position: int) -> Body | None:
    """The agency that a unit without a chain belongs to: the latest of its branch that ranks above it."""
    rank = LOWEST if step.text in INNER_BUREAUS else RANK.get(step.head, LOWEST)
    kin = family(step.text)
    if step.head in _UNDER_GOVERNMENT:
        return None
    seen: list[Body] = []
    for at, body in reversed(reading.bodies):
        if at <= position:
            seen += [b for b in with_superiors(body) if b not in seen]
    if step.head in _COUNTY_UNITS:  # a station is its county's before its city's
        seen.sort(
            key=lambda b: b.area is not None and b.area.level in ("prefecture", "province") and b.last.head == "局"
        )
    for body in seen:
        if body.last.kind == "K" or (
            step.text.endswith("指挥中心") and RANK.get(body.last.head, LOWEST) > _WITH_COMMAND
        ):
            continue
        if body.last.head in _BRIGADES and not _may_hold(body.last.stem, step.stem):
            continue
        whole = body.last.text if family(body.last.text) else "".join(s.text for s in body.steps)
        own = family(whole)
        if rank_of(body.last.text, body.last.head) >= rank:
            continue
        if own != kin and (kin or own not in ("police", "fire", "court", "")):
            continue
        if not kin and own == "" and body.last.head in ("委", "政府"):
            continue
        if (
            step.head in ("派出所", "分局")
            and body.last.head in _BRIGADES
            and not any(w in whole for w in _WITH_STATIONS)
        ):
            continue
        return body
    return None


def _may_hold(above: str, stem: str) -> bool:
    """Whether a brigade can have a unit of that function: 交警支队 has no 特警大队, though any has a 三中队."""
    return not above or not stem or same_stem(above, stem) or not (has_function(above) and has_function(stem))


def founders(reading: Reading, position: int) -> int:
    """How many agencies are named in the clauses up to a position since the sentence began."""
    text = reading.draft.passage.text
    start = max(text.rfind(mark, 0, position) for mark in "。；！？\n") + 1
    named = {body for at, body in reading.bodies if start <= at < position and body.last.kind == "U"}
    free = {body for body in named if not any(body in with_superiors(other)[1:] for other in named)}
    whole = [body for body in named if free <= {other for other in named if body in with_superiors(other)}]
    return 1 if whole else len(free)  # 县公安局抽调刑侦大队、某派出所: the bureau's own


def find_over(lexicon: Lexicon, reading: Reading, step: Step, position: int) -> Body | None:
    """The agency that a unit with a division belongs to: 赛罕区大队 to the city's brigade, 茅箭区分局 to its police."""
    code = step.areas[-1].code
    region = lexicon.gazetteer.by_code.get(code)
    if region is None:
        return None
    over = {above.adcode for above in lexicon.gazetteer.ancestors(region)}
    rank = RANK.get(step.head, LOWEST)
    for body in by_salience(reading, position):
        for candidate in with_superiors(body):
            last = candidate.last
            if candidate.area is None or candidate.area.code not in over or last.kind == "K":
                continue
            if step.head == "分局":
                fits = last.stem == "公安" and last.head == "局"
            elif step.head == "分中心":
                fits = last.head == "中心"
            else:
                fits = last.head in _BRIGADES and RANK.get(last.head, LOWEST) < rank
            if fits:
                return candidate
    return None


def _by_area(body: Body, step: Step) -> bool:
    """`江宁大队` without its division resolved: the printed division of the agency starts with the unit's open name.

    An agency with a function of its own is another: 厚街镇应急管理分局 is no 厚街分局.
    """
    return (
        bool(step.stem)
        and not body.last.stem
        and bool(body.last.areas)
        and body.last.areas[-1].label.startswith(step.stem)
    )


def with_superiors(body: Body) -> list[Body]:
    """An agency and those it belongs to, upwards."""
    out = [body]
    while out[-1].parent is not None:
        out.append(out[-1].parent)
    return out


@cache
def _bare_units(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.table("agencies", "functions", "bare"))


@cache
def _all_stems(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(stem for stems in lexicon.tables["agencies"]["systems"].values() for stem in stems)


@cache
def _all_bodies(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(w for words in lexicon.tables["agencies"]["bodies"].values() for w in words)
