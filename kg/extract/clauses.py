"""Who acts in a sentence: its subject agencies, carried over from the sentence before where a sentence has none."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from msgspec.structs import replace

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention, placed
from kg.extract.opener import find_opener
from kg.extract.together import LISTED, MAYBE_THEY, find_meant, find_partners
from kg.extract.values import Actors

# Before an agency these say that it is not the one who acts.
_NOT_SUBJECT = re.compile(
    r"(?:按照|根据|依据|遵照|在|向|对|对着|为|与|和|同|跟|被|给|从|据|经|将|把|联合|会同|配合|邀请|指导|协同|携手|协助|协调|依托|到|走进|参观|参观了|深入|通报|"
    r"驻|赴|前往|来到|走访|抵达|联系|报告|报|移交|移送|送到|送至|送往|送给|送|急送|转送|感谢|感谢了|是|有|接到|收到|通过|于|至|贯彻落实|落实|"
    r"来自|位于|辖区|就|召集|约谈|听取|请来|请求|得知|调派|指派|指令|抽调|调集|增派|由于|因为|求助|告诉|通知|要求|组织|获|荣获|获得|授予|入选|获评|作为|结合|围绕|受|往|拨打|咨询|连同|以及|及)(?:了|过)?$"
)
# Who comes to an occasion is not who the next sentence goes on with.
_GUESTS = re.compile(
    r"[受应莅出参观列旁到](?:(?<=[受应])邀|(?<=莅)临|(?:(?<=出)席|(?<=参)加|(?<=观)摩|(?<=列)席|(?<=旁)听|(?<=到)场)(?:了)?"
    r"(?:此次|本次|该)?(?:活动|仪式|会议|庭审|典礼)?[。；])"
)
_LONGEST = 8  # characters: no longer words are looked for right before an agency
_AGENT = re.compile(r"(?:由|经)$")
_PHRASE_END = re.compile(
    r"(?:所属|下属|下辖|所辖)(?=[\u4e00-\u9fff]{2})|的(?:总体|具体|统一|统筹|大力|指导|领导|支持|要求|部署|安排|协调|组织|帮助|配合|工作|关心)[^，。]{0,14}"
    r"(?:下|部署|要求|安排|精神)|(?:指导|领导|统一指挥|统筹|协调|支持|带领)[^，。]{0,6}下|的[^，。]{1,10}(?:下|要求|部署)"
)
_PHRASE_ENDS = frozenset("所下的指领统协支带")  # what those begin with
_HOW = re.compile(r"(?:民警|执法人员|工作人员|消防员|法官)?(?:依法|当场|成功|迅速|及时|一举|联合|公开|作出)*")
_DONE_FIRST = re.compile(
    r"(?:等[^，。；]{0,8})?(?!成立|组建|组成|抽调|走进|来到|深入|前往|赴|赶赴|在|到|组织)[^，。；、“]{5}[^，。；]*，[^。；]*"
)
_HOLDS = re.compile(
    r"(?:近日|日前|昨日|今日|联合|共同|组织|\d{1,4}[年月日]|[上下]午)*(?:召开|举办|举行|主办|组织|开展|承办)的"
)
_DOES = re.compile(
    r"推行|推进|推动|开展|实施|打造|依托|建立|健全|完善|构建|创建|创新|探索|设立|搭建|启动|部署|深化|落实|运用|借助|推广"
    r"|推出|组织|开通|研发|制定|出台|印发|发布|践行|实行|建成|建起|创设|上线|牵头|主办|承办|举办|召开|举行|开设|总结|发起"
)
_ACTS = re.compile(
    r"(?:还|也|又|随即|立即|积极|大力|率先|创新|全面|持续|深入|扎实|共|累计|先后|通过|以|紧紧|坚持|始终|充分|不断|聚焦|围绕|立足|着力|探索){0,3}"
    r"(?:推行|推进|推动|开展|实施|打造|依托|建立|健全|完善|构建|创建|创新|探索|设立|搭建|启动|部署|深化|落实|运用|推广|推出|组织|组建|投入|排查|整治|建成|通过|召开|举办|举行|出台|印发|制定|发布)"
)
_FOUNDED = re.compile(r"(?:成立|组建|设立|建成|挂牌|增设|建起)了?[^，。；]{0,24}$")  # 成立…合成作战中心，推行…: not it
_TO_MARK = re.compile(r"(?s:.*)[，。；：！？\n]")  # up to the last mark
_OFFICERS = re.compile(r"(?:值班|执勤|值守|当班|接警)?(?:民警|交警|消防员|消防指战员|救援人员|法官|检察官|执法人员)")
_START = attrgetter("start")
_MARK = re.compile(r"[，。；：、]")
_JOINS = frozenset("、和及与")
# A list of partners that opens with one that is not known: …，与|某海关|、边防检查站
_JOINED = re.compile(r"(?:^|[，；])[^，。；]{0,6}?(?:会同|联合|携手|与|同)(?!时)[^，。；]{2,40}[、和及与]$")
_STILL_SUBJECT = re.compile(r"(?:由|经|是|源于|作为|要求|督促)$")


# What may stand before an agency that opens a clause, and what right after it shows that it does not act.
_OPENING = re.compile(r"(?:同时|随后|目前|近日|日前|今年|去年|并?由|而|其中|\d{1,2}月(?:\d{1,2}日)?起?)?")
_NO_VERB = re.compile(r"[，。；：、）”]|的|等|(?:全程|积极)?(?:配合|协助|参与|参加|支持)[，。；的]")


def clause_start(text: str, position: int, floor: int = 0) -> int:
    """Where the clause that holds a position starts: after the last mark before it, not before `floor`.

    >>> clause_start("昨日，消防员赶到现场", 8)
    3
    """
    mark = _TO_MARK.match(text, floor, position)
    return mark.end() if mark else floor


def find_actors(draft: Draft) -> list[Actors]:
    """For each sentence of the passage, who acts in it."""
    passage = draft.passage
    bodies = [m for m in draft.outer("Agency", "Organization") if m.rule != "organization.founded"]
    by_sentence: list[list[Mention]] = [[] for _ in passage.sentences]
    for m in bodies:
        by_sentence[passage.sentence_at(m.start)].append(m)
    regions = [m for m in draft.of_type("Region") if not m.anaphor]
    out: list[Actors] = []
    heads = {m.start: m.key for m in draft.of_type("Agency") if m.anaphor}
    last = carried = nobody = Actors((), -1, True)
    many = MAYBE_THEY.search(passage.text) is not None
    for n, sentence in enumerate(passage.sentences):
        they = find_meant(draft, out, by_sentence, heads, n) if many else None
        if they is None and not by_sentence[n]:
            unnamed = not last.keys and n and _OFFICERS.match(passage.text, sentence.start)
            reached = by_sentence[n - 1][-1] if unnamed and by_sentence[n - 1] else None
            if reached and draft.things[reached.key].type == "Agency":  # 送到某派出所。民警…
                last = Actors((reached.key,), reached.start, False)
                carried = Actors(last.keys, last.start, True)
            opener = find_opener(draft, bodies, sentence, last.keys)
            if opener:
                out.append(Actors((opener,), sentence.start, False))
            else:
                out.append(nobody if opener == "" or _division_acts(draft, regions, sentence) else carried)
            continue
        found = they or subject(draft, by_sentence[n], sentence.start, sentence.stop)
        joined = find_partners(draft, by_sentence[n], sentence.start, sentence.stop)
        if found.keys and sentence.kind not in ("heading", "kicker"):
            agencies = draft.things[found.keys[0]].type == "Agency" or (
                len(found.keys) > 1 and any(draft.things[key].type == "Agency" for key in found.keys)
            )
            guests = agencies and last.keys and _GUESTS.search(passage.text, found.start, sentence.stop)
            if (agencies and not guests) or not last.keys:
                whole = heads.get(found.start)  # 该局|刑侦大队推行…。该局…
                if (
                    whole
                    and whole != found.keys[0]
                    and draft.things[found.keys[0]].label.startswith(draft.things[whole].label)
                ):
                    last = Actors((whole,), found.start, False)
                else:
                    last = found
                carried = Actors(last.keys, last.start, True)
            partners = tuple(k for k in joined if k not in found.keys) if joined else ()
            out.append(replace(found, partners=partners) if partners else found)
        elif found.keys:
            out.append(found)
        else:
            opener = find_opener(draft, bodies, sentence, last.keys)
            who = carried if opener is None else Actors((opener,), sentence.start, False) if opener else nobody
            partners = tuple(k for k in joined if k not in who.keys) if joined else ()
            out.append(replace(who, partners=partners) if partners else who)
    return out


def _division_acts(draft: Draft, regions: list[Mention], sentence: Sentence) -> bool:
    """Whether a division or street opens a sentence and does something: `龙山街道依托“141”体系，推行…`."""
    text = draft.passage.text
    for m in placed(regions, sentence.start, sentence.stop):
        opened = clause_start(text, m.start, sentence.start)
        if _OPENING.fullmatch(text, opened, m.start) and _ACTS.match(text, m.stop, sentence.stop):
            return True
    return False


def nearest_actor(draft: Draft, bodies: list[Mention], start: int, position: int) -> tuple[str, ...]:
    """The agencies listed right before a thing that they do: no comma, and a verb of doing, between; or nothing."""
    text = draft.passage.text
    for i in range(bisect_left(bodies, position, key=_START) - 1, -1, -1):
        m = bodies[i]
        if m.start < start:
            break
        if m.stop > position:
            continue
        if text[m.stop : position] in ("", "的"):  # 该院“护苗”行动
            return (m.key,)
        if position - m.stop > 40 or _MARK.search(text, m.stop, position) or not _DOES.search(text, m.stop, position):
            return ()
        first, last = m, i + 1  # of the list that ends here
        while i > 0 and bodies[i - 1].start >= start and LISTED.fullmatch(text, bodies[i - 1].stop, first.start):
            i -= 1
            first = bodies[i]
        floor = max(start, first.start - _LONGEST)
        held = _HOLDS.match(text, m.stop, position)  # 在A召开的|推进会上
        if (
            not held
            and _NOT_SUBJECT.search(text, floor, first.start)
            and not _STILL_SUBJECT.search(text, floor, first.start)
        ):
            return ()
        if text[first.start - 1] in _JOINS and _JOINED.search(text, start, first.start):
            return ()  # 与|某海关|、边防检查站建立…: the first of the list is not known
        return tuple(dict.fromkeys(other.key for other in bodies[i:last]))
    return ()


def find_joined(draft: Draft, bodies: list[Mention], start: int, position: int) -> tuple[str, ...]:
    """The agency right before a thing, last of a list that opens with one not known: 与|某海关|、边防检查站|建立…."""
    text = draft.passage.text
    before = placed(bodies, start, position)
    if not before or _MARK.search(text, before[-1].stop, position):
        return ()
    last = before[-1]
    joined = text[last.start - 1] in _JOINS and _JOINED.search(text, start, last.start)
    return (last.key,) if joined and _DOES.search(text, last.stop, position) else ()


def clause_subject(draft: Draft, bodies: list[Mention], start: int, position: int) -> tuple[str, ...]:
    """Who opens the last clause before a position that an agency opens, with those listed after it; or nothing.

    `…部署工程，东乌旗公安局先行先试，组建警队`: it acts, not who opened the sentence.
    """
    text = draft.passage.text
    for i in range(bisect_left(bodies, position, key=_START) - 1, -1, -1):
        m = bodies[i]
        if m.start <= start:
            break
        if m.stop > position:
            continue
        opened = clause_start(text, m.start, start)
        if opened == start or not _OPENING.fullmatch(text, opened, m.start):
            continue
        keys, at = [m.key], m.stop
        for n in range(i + 1, len(bodies)):
            other = bodies[n]
            if other.start < at or not LISTED.fullmatch(text, at, other.start):
                break
            keys.append(other.key)
            at = other.stop
        if at > position or _PHRASE_END.match(text, at, at + 24) or _NO_VERB.match(text, at):
            continue
        return tuple(dict.fromkeys(keys))
    return ()


def named_before(
    draft: Draft, bodies: list[Mention], keys: tuple[str, ...], start: int, position: int
) -> tuple[str, ...]:
    """Those of some partners that a sentence names before what is done, and that do not do something else first.

    与公安局建立机制，依托平台…: the platform is not the partner's.
    """
    if not keys:
        return ()
    text = draft.passage.text
    named = [m for m in placed(bodies, start, position) if m.key in keys]
    if not named or _DONE_FIRST.fullmatch(text, named[-1].stop, position):
        return ()
    found = {m.key for m in named}
    return tuple(key for key in keys if key in found)


def find_agent(draft: Draft, bodies: list[Mention], start: int, position: int) -> tuple[str, ...]:
    """By whom an act is said to be done right before it: 嫌疑人被A、B|抓获; or nothing."""
    text, listed, at = draft.passage.text, list[str](), position
    if text.find("被", start, position) < 0:
        return ()
    for m in reversed(placed(bodies, start, position)):
        if not (LISTED if listed else _HOW).fullmatch(text, m.stop, at):
            break
        listed.insert(0, m.key)
        at = m.start
        if text[at - 1 : at] == "被":
            return tuple(dict.fromkeys(listed))
    return ()


def subject(draft: Draft, bodies: list[Mention], start: int, stop: int) -> Actors:
    """The subject within `text[start:stop]`: the first agency that no preposition governs, with those joined to it."""
    text = draft.passage.text
    passed = -1
    for i, m in enumerate(bodies):
        if not start <= m.start < stop:
            continue
        if passed >= 0 and LISTED.fullmatch(text, passed, m.start):
            passed = m.stop
            continue
        floor = max(start, m.start - _LONGEST)
        if m.start > floor and _NOT_SUBJECT.search(text, floor, m.start) and not _AGENT.search(text, floor, m.start):
            passed = m.stop
            continue
        ends = text[m.stop : m.stop + 1] in _PHRASE_ENDS and _PHRASE_END.match(text, m.stop, min(stop, m.stop + 24))
        if ends or (m.start > start and _FOUNDED.search(text, max(start, m.start - 30), m.start)):
            continue
        keys = [m.key]
        at = m.stop
        for other in bodies[i + 1 :]:
            if other.start < at or not LISTED.fullmatch(text, at, other.start):
                break
            keys.append(other.key)
            at = other.stop
        return Actors(tuple(dict.fromkeys(keys)), m.start, False)
    return Actors((), -1, False)
