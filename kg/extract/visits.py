"""Signs of visits: who came somewhere, what for, on what day: `18日，考察团到十堰市考察`, `对该公司进行了检查`."""

from __future__ import annotations

import re
from functools import cache

from kg.extract.draft import Draft, placed
from kg.extract.moments import has_day
from kg.extract.values import Found
from kg.lexicon import Lexicon

_COMES = re.compile(
    r"(?:来到|前往|深入|走进|莅临|一行赴|率队赴|带队赴|(?<![\u4e00-\u9fff])赴|[组团员队长任记员人行]到|组团前来|专程前来|[组团员队]赴|[组团员队]来)"
    r"(?P<where>[^，。；：]{0,26}，?)(?:进行|开展|实地|现场|专题|就)*$"
)
_LOOKS = re.compile(r"对[^，。；：]{2,30}(?:进行|开展)了?(?:实地|现场|专项|突击|全面|联合)*$")
_AFTER = re.compile(
    r"(?:指导|学习|交流|检查|慰问|工作|了)|[，。、；]|[\u4e00-\u9fff]{2,16}(?:工作|情况|建设|落实|防控|生产|经济|发展|项目)"
    r"|[\u4e00-\u9fff]{0,10}(?:群众|职工|党员|老人|家庭|官兵|民警|人员|劳动者|师生|儿童|干警|干部|村民|户)(?=[，。、；])"
)
# Behind who comes: 副县长某某|到某局调研.
_GOES = re.compile(
    r"(?:等)?(?:一行)?(?:[带率]队|率[^，。；]{2,12}?|带领[^，。；]{2,12}?|陪同[^，。；]{2,10}?)?(?:先后|分别)?(?:到|赴|前往|深入|来到|走进)"
    r"(?P<where>[^，。；：]{2,26}，?)(?:进行|开展|实地|现场|专题|就[^，。；]{2,12}){0,2}$"
)
_NO_VISIT = re.compile(r"组|团|员|站|队|报告|点|结果|机制|制度|时发现")
_SINCE = re.compile(r"份?(?:以来|起)")
_COUNT = re.compile(r"\d")
_EVERY = re.compile(r"拉网|以来|累计|全年|今后|下一步|共计|定期|经常|常态|截至|先后\d|(?<!逐)[每各]")
_CAME_OF_IT = re.compile(
    r"了?，[^。；]{0,24}?(?:查处|查获|收缴|发现|责令|督促|下架|整改|追回|处罚|查封|扣押|检查|排查|抽取|抽检|立案|劝导|拆除|整治)"
)
_FUTURE = re.compile(r"将|计划|拟|欢迎|请|准备|要求|督促")


@cache
def _purposes(lexicon: Lexicon) -> dict[str, str]:
    """What a visit is for → the type of the event."""
    types = ("inspection", "activity", "operation", "other")
    return {word: type_ for type_ in types for word in lexicon.table("events", "visits", type_)}


def find_visits(draft: Draft, signs: list[Found], lexicon: Lexicon) -> list[Found]:
    """Visits on a day in running text, beside the signs already found."""
    passage, text = draft.passage, draft.passage.text
    busy = draft.mask("Initiative", "Agency", "Organization", "Indicator")
    have = {(sign.start, sign.sentence) for sign in signs}
    told = {sign.sentence: sign.start for sign in sorted(signs, key=lambda sign: (-sign.start, not sign.is_held))}
    held = {sign.sentence for sign in signs if sign.is_held}
    purposes = _purposes(lexicon)
    out: list[Found] = []
    for hit in passage.words["events"]:
        type_ = purposes.get(hit.entry.text)
        if type_ is None or busy[hit.start] or not passage.edges[hit.start]:
            continue
        n = passage.sentence_at(hit.start)
        sentence = passage.sentences[n]
        if sentence.kind != "text" or n in held or told.get(n, hit.stop) < hit.stop or (hit.start, n) in have:
            continue
        floor = max(sentence.start, hit.start - 42)
        comes = _COMES.search(text, floor, hit.start)
        comes = comes or _comes(draft, floor, hit.start)
        looks = None if comes else _LOOKS.search(text, floor, hit.start)
        found = comes or looks
        if found is None or _NO_VISIT.match(text, hit.stop) or not _AFTER.match(text, hit.stop):
            continue
        if _FUTURE.search(text, max(sentence.start, found.start() - 6), found.start() + 1):
            continue
        if comes and comes["where"] and not _is_somewhere(draft, comes.start("where"), hit.start):
            continue
        if not draft.actors[n].keys and not placed(draft.of_type("Person"), sentence.start, hit.start):
            continue
        if has_day(draft, sentence, hit.start) or (looks and _is_one(draft, looks.start(), hit.stop, n)):
            out.append(Found(hit.start, hit.stop, "", type_, n, "event.visit", 0.6))
            told[n] = hit.start
    return out


def _is_one(draft: Draft, start: int, stop: int, n: int) -> bool:
    """Whether one look at so many is told without a day, by what came of it: `对35家店进行突击检查，收缴手机22部`."""
    text, sentence = draft.passage.text, draft.passage.sentences[n]
    times = placed(draft.times, sentence.start, sentence.stop)
    if any(t.kind in ("habit", "year", "span") or _SINCE.match(text, t.stop) for t in times):
        return False
    counted = _COUNT.search(text, start, stop) or _COUNT.search(text, stop, sentence.stop)
    if counted is None or _EVERY.search(text, sentence.start, sentence.stop):
        return False
    named = placed(draft.of_type("Initiative"), sentence.start, sentence.stop)
    return not named and _CAME_OF_IT.match(text, stop, sentence.stop) is not None


def _comes(draft: Draft, floor: int, stop: int) -> re.Match[str] | None:
    """What says that the last person named in a stretch goes somewhere, right behind the name; or nothing."""
    persons = placed(draft.of_type("Person"), floor, stop)
    return _GOES.match(draft.passage.text, persons[-1].stop, stop) if persons else None


def _is_somewhere(draft: Draft, start: int, stop: int) -> bool:
    """Whether a stretch names where somebody goes."""
    return bool(placed(draft.outer("Agency", "Organization", "Region", "Place"), start, stop))
