"""Events: one happening each, with its time, place and participants.

Held ones have a name (`召开全市公安机关医院安保工作推进会`), found like initiatives: a head noun with the phrase after the
verb that holds it. Incidents have a trigger (救援, 抓获, 火灾) in a sentence about one time; what the same paragraph
says on about the same kind of thing belongs to the same event. What is habitual, planned or summed up is none.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from kg.analyze import Sentence
from kg.extract.clauses import find_actors, nearest_actor, outer
from kg.extract.draft import Draft, Mention
from kg.extract.times import Time, bounds
from kg.lexicon import Lexicon

HELD = ("meeting", "ceremony", "activity", "training", "inspection", "operation")
INCIDENTS = ("rescue", "accident", "case", "commendation")


class Found(NamedTuple):
    """A happening in the passage: its trigger (half-open), name, type, and the sentence it stands in."""

    start: int
    stop: int
    name: str
    type: str
    sentence: int
    rule: str
    confidence: float


class _Tables:
    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["events"]
        self.held = {w: t for t in reversed(HELD) for w in tables[t]["words"]}
        self.incident = {w: t for t in reversed(INCIDENTS) for w in tables[t]["words"]}
        self.holding = frozenset(tables["holding"]["words"])
        self.weak = frozenset(tables["weak"]["words"])
        self.emergency = frozenset(tables["emergency"]["nouns"])
        self.emergencies = re.compile("|".join(sorted(self.emergency, key=len, reverse=True)))
        self.habit = re.compile("|".join(sorted(tables["habit"]["words"], key=len, reverse=True)))


@cache
def _tables(lexicon: Lexicon) -> _Tables:
    return _Tables(lexicon)


_GENERIC = frozenset(
    ["会", "会议", "活动", "检查", "培训", "训练", "演练", "行动", "比赛", "调研", "督导", "巡查", "宣讲", "讲座", "演出", "走访慰问", "清查", "考核", "验收", "回访", "执勤", "护送", "疏导", "疏散", "转运", "管制", "专项检查", "调查", "访问", "抽查", "巡视", "督查", "隐患排查"]
)
_COUNTED = re.compile(r"^(?:了)?(?:各类|各种|电信|涉|刑事|治安|违法|犯罪|嫌疑|案件|人员|[\u4e00-\u9fff]{0,10}?)\d")
_MODAL = re.compile(
    r"(?:防止|避免|预防|防范|减少|杜绝|可能|严防|如何|遇到|发生时|应对|容易|一旦|如果|若|怎么|是否|以防|免遭|谨防|打击|严打|依法|涉嫌|模拟|假想)[^，。]{0,10}$"
)
_CASE_NOUN = re.compile(r"^(?:案|团伙|犯罪|分子|嫌疑|短信|电话|手段|陷阱|窝点|资金|套路|信息|类)")


def find_events(draft: Draft, lexicon: Lexicon) -> None:
    """Add the events of an article with organizers, participants, places and times."""
    tables = _tables(lexicon)
    draft.actors = find_actors(draft)
    found = _named(draft) + _held(draft, tables) + _incidents(draft, tables)
    found.sort(key=lambda f: (f.start, -f.stop))
    kept: list[Found] = []
    for f in found:
        if any(f.start < k.stop and k.start < f.stop for k in kept):
            continue
        kept.append(f)
    groups = _group(draft, kept)
    crowd = Counter(draft.passage.sentences[n].paragraph for g in groups for n in {f.sentence for f in g})
    draft.lonely = {paragraph for paragraph, n in crowd.items() if n == 1}
    parties = draft.of_type("Person", "Agency", "Organization")
    for group in groups:
        if any(f.rule != "event.weak" for f in group) or _emergency(draft, tables):
            _write(draft, group, parties)


def _named(draft: Draft) -> list[Found]:
    """Quoted happenings that the initiatives left over."""
    out = []
    for n in draft.named:
        name = (
            n.core.strip("‘’")
            if n.head == "活动"
            and len(n.core) >= 5
            and n.name[1:-1].startswith(n.core)
            and len(n.name) == len(n.core) + 4
            else n.name.replace("‘", "“").replace("’", "”")
        )
        type_ = "operation" if n.head.endswith("行动") else "activity"
        out.append(Found(n.start, n.stop, name, type_, draft.passage.sentence_at(n.start), "event.named", 0.85))
    return out


def _held(draft: Draft, tables: _Tables) -> list[Found]:
    passage = draft.passage
    text = passage.text
    busy = [(m.start, m.stop) for m in draft.of_type("Initiative", "Agency", "Organization")]
    out: list[Found] = []
    hits = [h for h in passage.words["events"] if h.entry.text in tables.held]
    for i, hit in enumerate(hits):
        head = hit.entry.text
        n = passage.sentence_at(hit.start)
        sentence = passage.sentences[n]
        if sentence.kind != "text" and sentence.kind != "headline":
            continue
        if not passage.edges[hit.stop] and head in ("会", "检查", "训练", "行动", "活动"):
            continue
        if (
            any(a <= hit.start < b for a, b in busy)
            or (re.match(r"[上中期室后场者员车组部处办证点线]", text[hit.stop : hit.stop + 1])
            and head != "会")
        ):
            continue
        if head == "会" and not passage.edges[hit.stop]:
            continue
        if (
            head in _GENERIC
            and hit.stop in passage.by_start
            and passage.tokens[passage.by_start[hit.stop]].tag in ("n", "vn")
        ):
            continue
        following = hits[i + 1] if i + 1 < len(hits) else None
        if (
            following
            and following.start - hit.stop <= 5
            and not re.search(r"[，。、]", text[hit.stop : following.start])
            and re.fullmatch(r"暨?[\u4e00-\u9fff]{0,5}", text[hit.stop : following.start])
            and not re.search(r"[了中上在后将]", text[hit.stop : following.start])
        ):
            continue
        start, verb = _quote_before(draft, hit.start, sentence), "“"
        if start is None:
            start, verb = _phrase(draft, hit.start, sentence, tables)
        if start is None and _TAKES_PLACE.match(text[hit.stop : sentence.stop]):
            start, verb = _clause_phrase(draft, hit.start, sentence), "举行"
        if start is None or not verb:
            continue
        name = text[start : hit.stop].strip()
        modifier = text[start : hit.start]
        name = re.sub(
            r"^(?:了|的|一场|一次|一堂|一起|首场|首次|首个|多场|了一场|了一次|此次|本次|这场|这次|为期.{1,3}的)+",
            "",
            name,
        )
        start = hit.stop - len(name)
        modifier = text[start : hit.start]
        if (
            (head in _GENERIC
            and len(modifier) < 2)
            or re.match(r"^(?:该|此|这|各|有关|相关|各类|一系列|多种|系列)", name)
        ):
            continue
        if not _is_definite(draft, sentence, start, tables, strict=head in _GENERIC):
            continue
        if text[start - 1 : start] == "“" and text[hit.stop : hit.stop + 1] == "”":
            continue
        out.append(Found(start, hit.stop, name, tables.held[head], n, "event.held", 0.75))
    return out


_TAKES_PLACE = re.compile(
    r"(?:在[^，。]{2,36}?)?(?:举行|举办|召开|开幕|开班|闭幕|拉开帷幕|如期举行|上演|开赛|成功举办|火热开讲|热闹开场)"
)


def _quote_before(draft: Draft, head: int, sentence: Sentence) -> int | None:
    """The start of quotes that end at most eight characters before a head: `“法润瓷都”法律服务集市`."""
    text = draft.passage.text
    found = re.search(r"“[^“”\n]{2,20}”[\u4e00-\u9fff]{0,8}$", text[max(sentence.start, head - 32) : head])
    if not found or re.search(r"[了在将把对为被向从由是有和与等]|”的", found[0].split("”")[-1]):
        return None
    return max(sentence.start, head - 32) + found.start()


def _clause_phrase(draft: Draft, head: int, sentence: Sentence) -> int | None:
    """The start of a name that opens its clause: after the last mark, time or agency."""
    text = draft.passage.text
    start = (
        max((m.end() for m in re.finditer(r"[，。；：！？\n]", text[sentence.start : head])), default=0)
        + sentence.start
    )
    start = max([start, *(t.stop for t in draft.times if start <= t.start < head)])
    return start if 2 <= head - start <= 30 else None


def _phrase(draft: Draft, head: int, sentence: Sentence, tables: _Tables) -> tuple[int | None, str]:
    """Where the name before a head starts, right after the verb that holds it."""
    passage = draft.passage
    text = passage.text
    token = passage.token_at(head)
    i = passage.by_start[token.start]
    depth = 0
    while i > 0:
        token = passage.tokens[i - 1]
        if token.start < sentence.start or head - token.start > 40:
            return None, ""
        if token.text == "”":
            depth += 1
        elif token.text == "“":
            depth -= 1
            if depth < 0:
                return None, ""
        elif depth == 0:
            if token.text in "，。；：！？\n" or token.text in ("在", "将", "被", "把"):
                return None, ""
            if token.text in tables.holding and i < len(passage.tokens):
                return token.stop, token.text
        i -= 1
    return None, ""


def _is_definite(draft: Draft, sentence: Sentence, at: int, tables: _Tables, *, strict: bool) -> bool:
    """Whether a sentence tells of one happening: a time before it, nothing habitual or planned."""
    text = draft.passage.text
    clause = text[sentence.start : at]
    if tables.habit.search(clause):
        return False
    times = _times(draft, sentence, at)
    if any(t.kind == "habit" for t in times):
        return False
    if any(t.kind in ("day", "recent", "month") or (t.kind == "span" and t.value.count("-") >= 4) for t in times):
        return True
    if strict or sentence.kind != "text":
        return False
    previous = _paragraph_time(draft, sentence)
    return previous is not None and previous.kind in ("day", "recent", "month")


def _times(draft: Draft, sentence: Sentence, at: int) -> list[Time]:
    return [t for t in draft.times if sentence.start <= t.start < at]


def _paragraph_time(draft: Draft, sentence: Sentence) -> Time | None:
    """The last time named in the paragraph before a sentence."""
    first = next((s.start for s in draft.passage.sentences if s.paragraph == sentence.paragraph), sentence.start)
    return next(
        (
            t
            for t in reversed(draft.times)
            if first <= t.start < sentence.start and t.kind in ("day", "recent", "month")
        ),
        None,
    )


def _incidents(draft: Draft, tables: _Tables) -> list[Found]:
    passage = draft.passage
    text = passage.text
    busy = [(m.start, m.stop) for m in draft.of_type("Initiative", "Agency", "Organization", "Place", "Indicator")]
    emergency = _emergency(draft, tables)
    out: list[Found] = []
    for hit in passage.words["events"]:
        word = hit.entry.text
        type_ = tables.incident.get(word)
        if type_ is None:
            continue
        n = passage.sentence_at(hit.start)
        sentence = passage.sentences[n]
        if sentence.kind in ("heading", "kicker") or (not passage.edges[hit.start] and len(word) < 3):
            continue
        inside = [(a, b) for a, b in busy if a <= hit.start < b]
        if inside and not (word in tables.emergency and emergency):
            continue
        before, after = text[sentence.start : hit.start], text[hit.stop : hit.stop + 14]
        if _MODAL.search(before) or tables.habit.search(before[-14:]):
            continue
        if (
            type_ == "case"
            and word in ("诈骗", "走私", "贩毒", "盗窃", "杀人", "抢劫")
            and _CASE_NOUN.match(after)
            and not emergency
        ):
            continue
        if (
            type_ == "case"
            and word in ("诈骗", "走私", "立案", "查处", "调解", "起诉", "审理", "公诉", "贩毒", "盗窃", "抢劫", "偷渡")
            and not _has_day(draft, sentence, hit.start)
        ):
            continue
        if (
            type_ == "commendation"
            and word in ("获得", "荣获", "授予", "入选", "颁奖", "表扬", "点赞", "评为", "命名为")
            and not _has_time(draft, sentence, hit.start)
        ):
            continue
        if (
            type_ == "commendation"
            and word in ("锦旗", "感谢信")
            and not re.search(r"送|赠|收到|献", text[sentence.start : sentence.stop])
        ):
            continue
        if type_ == "rescue" and re.match(
            r"(?:站|队|大队|支队|中心|机制|能力|装备|技能|演练|培训|知识|力量|工作|体系|预案|物资|训练|员|操|热线|设备|器材|人员|现场)",
            after,
        ):
            continue
        if (
            type_ == "accident"
            and re.match(
                r"(?:隐患|防控|预防|风险|处理|处置|多发|易发|防范|应急|调查|责任|率|演练|警示|救援|扑救|形势|逃生|案例|起数|快处|疏散|高发|统计|发生率|现场勘)",
                after,
            )
            and not emergency
        ):
            continue
        if sentence.kind == "headline":
            if not (emergency and word in tables.emergency):
                continue
        elif not (_has_time(draft, sentence, hit.start) or (emergency and word in tables.emergency)):
            if word in ("锦旗", "感谢信") or (
                type_ == "commendation" and word in ("联合表彰", "通报表扬", "表彰") and re.search(r"被", before)
            ):
                pass
            else:
                continue
        if _COUNTED.match(after) and not _has_day(draft, sentence, hit.start) and type_ == "case":
            continue
        rule = "event.weak" if word in tables.weak else "event.incident"
        out.append(Found(hit.start, hit.stop, "", type_, n, rule, 0.6 if rule == "event.weak" else 0.7))
    return out


def _emergency(draft: Draft, tables: _Tables) -> bool:
    """Whether the article reports an emergency: its headline or first sentence names one."""
    passage = draft.passage
    for sentence in passage.sentences[:4]:
        if sentence.kind in ("headline", "kicker", "text"):
            line = passage.text[sentence.start : sentence.stop]
            if tables.emergencies.search(line) and not re.search(r"演练|宣传|培训|预防|防范|隐患|机制|提升|筑牢", line):
                return True
    return False


def _has_time(draft: Draft, sentence: Sentence, at: int) -> bool:
    if any(t.kind in ("day", "recent", "month", "span") for t in _times(draft, sentence, at)):
        return True
    before = _paragraph_time(draft, sentence)
    return before is not None


def _has_day(draft: Draft, sentence: Sentence, at: int) -> bool:
    if any(t.kind in ("day", "recent") for t in _times(draft, sentence, at)):
        return True
    before = _paragraph_time(draft, sentence)
    return before is not None and before.kind in ("day", "recent")


def _group(draft: Draft, found: list[Found]) -> list[list[Found]]:
    """Several sentences about one happening are one event: same kind, same paragraph, no new day in between."""
    passage = draft.passage
    groups: list[list[Found]] = []
    rescued = {passage.sentences[f.sentence].paragraph for f in found if f.type == "rescue"}
    for f in found:
        if f.rule == "event.weak" and passage.sentences[f.sentence].paragraph in rescued:
            f = f._replace(type="rescue")
        sentence = passage.sentences[f.sentence]
        if f.rule != "event.named" and f.rule != "event.held":
            for group in reversed(groups):
                last = group[-1]
                if last.rule not in ("event.named", "event.held") and _alike(last.type, f.type):
                    before = passage.sentences[last.sentence]
                    moved = [
                        t
                        for t in draft.times
                        if last.start < t.start < f.start
                        and t.kind == "day"
                        and t.value
                        and t.value != _when(draft, group)
                    ]
                    near = before.paragraph == sentence.paragraph or (f.type == "accident" and last.type == "accident")
                    if near and not (moved and f.type != "accident"):
                        group.append(f)
                        break
            else:
                groups.append([f])
        else:
            same = next((g for g in groups if g[0].name == f.name), None)
            if same:
                same.append(f)
            else:
                groups.append([f])
    return groups


def _alike(a: str, b: str) -> bool:
    return a == b


def _when(draft: Draft, group: list[Found]) -> str:
    """The time of a group: the last one named before its first trigger in its sentence, else in its paragraph."""
    passage = draft.passage
    weaker = ""
    for f in group:
        sentence = passage.sentences[f.sentence]
        if sentence.kind == "headline":
            continue
        inside = [t for t in _times(draft, sentence, f.start) if t.value and t.kind in ("day", "month", "span")]
        if inside:
            days = [t for t in inside if t.kind == "day"]
            return (days or inside)[-1].value
        before = _paragraph_time(draft, sentence)
        if before and before.value and not weaker:
            weaker = before.value
    if not weaker and any(passage.sentences[f.sentence].kind == "headline" for f in group):
        weaker = next((t.value for t in draft.times if t.kind == "day" and t.value), "")
    return weaker


def _write(draft: Draft, group: list[Found], parties: list[Mention]) -> None:
    passage = draft.passage
    text = passage.text
    first = next((f for f in group if passage.sentences[f.sentence].kind == "text"), group[0])
    sentence = passage.sentences[first.sentence]
    kinds = [f.type for f in group]
    type_ = "rescue" if "rescue" in kinds and "accident" in kinds else first.type
    when = _when(draft, group)
    actors = draft.actors[first.sentence]
    places = _places(draft, sentence, first.start)
    place = places[0] if places else ""
    name = next((f.name for f in group if f.name), "") or _build_name(draft, first, actors.keys, place)
    digest = sha256(f"{name}|{passage.article.headline.text}".encode()).hexdigest()[:8]
    attributes = {"eventType": type_}
    if when:
        attributes["time"] = when
        limits = bounds(when)
        if limits:
            attributes["begin"], attributes["end"] = limits
    key = draft.thing("Event", name, f"event/{when.replace('/', '_') or 'undated'}-{digest}", **attributes)
    for f in group:
        draft.mention(f.start, f.stop, key, f.rule, f.confidence)
    draft.happenings.append((key, first, group))
    at, end = sentence.start, sentence.stop
    confidence = 0.75 if first.rule in ("event.named", "event.held") else 0.65
    if type_ == "accident":
        actors = actors._replace(keys=())
    organizers: tuple[str, ...] = ()
    if type_ == "commendation":
        _honour(draft, key, sentence, first)
    elif not actors.carried or _same_paragraph(draft, actors.start, sentence):
        bodies = outer(draft.of_type("Agency", "Organization"))
        near = (
            nearest_actor(draft, bodies, sentence.start, first.start)
            if first.rule in ("event.held", "event.named")
            else ""
        )
        organizers = (near, *actors.partners) if near and near not in actors.keys else actors.all
        for actor in organizers:
            draft.claim(actor, "organizes", key, at, end, f"{first.rule}.subject", confidence)
    for where in places:
        draft.claim(key, "takesPlaceIn", where, at, end, "event.place", 0.7)
    if places:
        pass
    elif organizers and type_ in ("meeting", "ceremony", "activity", "training", "inspection", "operation"):
        area = _area_of(draft, organizers[0])
        if area:
            draft.claim(key, "takesPlaceIn", area, at, end, "event.area", 0.5)
    sentences = {f.sentence for f in group if passage.sentences[f.sentence].kind == "text"} or {first.sentence}
    named = set(sentences)
    if sentence.paragraph in draft.lonely and type_ != "accident":
        sentences |= {n for n, s in enumerate(passage.sentences) if s.paragraph == sentence.paragraph}
    for m in parties:
        n = passage.sentence_at(m.start)
        if n not in sentences or (m.anaphor and draft.things[m.key].type != "Agency") or m.key in organizers:
            continue
        kind = draft.things[m.key].type
        if kind == "Person":
            if re.match(r"(?:介绍|说|表示|告诉|坦言|称|指出)", text[m.stop : m.stop + 3]):
                continue
            draft.claim(
                m.key, "participates", key, passage.sentences[n].start, passage.sentences[n].stop, "event.person", 0.6
            )
        elif n in named and type_ != "commendation" and _is_partner(draft, m.start, n):
            draft.claim(
                m.key, "participates", key, passage.sentences[n].start, passage.sentences[n].stop, "event.partner", 0.55
            )


def _area_of(draft: Draft, agency: str) -> str:
    """The division an agency serves, where it is a county or smaller: what it holds, it holds there."""
    for claim in draft.claims:
        if claim.subject == agency and claim.predicate == "jurisdiction":
            level = draft.things[claim.object].attributes.get("regionLevel")
            return claim.object if level in ("county", "township", "village", "zone") else ""
    return ""


def _same_paragraph(draft: Draft, start: int, sentence: Sentence) -> bool:
    if start < 0:
        return False
    passage = draft.passage
    return passage.sentences[passage.sentence_at(start)].paragraph == sentence.paragraph or sentence.start - start < 400


def _is_partner(draft: Draft, start: int, n: int) -> bool:
    """Whether an agency inside an event's sentence joins in: 联合, 邀请, 组织, 会同 before it."""
    text = draft.passage.text
    sentence = draft.passage.sentences[n]
    before = text[max(sentence.start, start - 30) : start]
    return bool(re.search(r"(?:联合|会同|邀请|组织|协同|携手|配合|与|由|调集|出动|带领|以及|在)[^，。；]*$", before))


def _honour(draft: Draft, key: str, sentence: Sentence, first: Found) -> None:
    """Who honours and who is honoured: 被…表彰, 向…送锦旗, 收到…锦旗."""
    text = draft.passage.text
    line = text[sentence.start : sentence.stop]
    parties = [
        m
        for m in draft.of_type("Agency", "Organization", "Person")
        if sentence.start <= m.start < sentence.stop and not m.anaphor
    ]
    parties = outer(parties)
    passive = line.find("被")
    for m in parties:
        at = m.start - sentence.start
        kind = draft.things[m.key].type
        before = line[max(0, at - 3) : at]
        if first.start - sentence.start > 0 and passive >= 0 and passive < first.start - sentence.start:
            giver = passive < at < first.start - sentence.start
        elif "收到" in line:
            giver = at > line.find("收到")
        elif re.search(r"送|赠|授予", line):
            giver = (
                at == parties[0].start - sentence.start
                and not re.search(r"(?:为|向|给|对)$", before)
                and len(parties) > 1
            )
        else:
            giver = False
        predicate = "organizes" if giver and kind != "Person" else "participates"
        draft.claim(m.key, predicate, key, sentence.start, sentence.stop, "event.honour", 0.65)


def _places(draft: Draft, sentence: Sentence, at: int) -> list[str]:
    """The most specific place or division named in the sentence, outside agencies' names, with its peers in a list."""
    text = draft.passage.text
    bodies = [(m.start, m.stop) for m in draft.of_type("Agency", "Organization")]
    best: Mention | None = None
    rank = -1.0
    order = {"nation": 0, "province": 1, "prefecture": 2, "zone": 3, "county": 3, "township": 4, "village": 5}
    for m in draft.of_type("Place", "Region"):
        if not sentence.start <= m.start < sentence.stop or m.anaphor:
            continue
        if any(a <= m.start < b for a, b in bodies):
            continue
        thing = draft.things[m.key]
        near = re.search(
            r"(?:在|至|到|于|走进|发生地|位于|赶赴|来到|前往|抵达|对)[^，。]{0,14}$", text[sentence.start : m.start]
        )
        value = (
            (6 if thing.type == "Place" else order.get(thing.attributes.get("regionLevel", ""), 0))
            + (0.5 if near else 0)
            + (0.2 if m.start < at else 0)
        )
        if value > rank:
            best, rank = m, value
    if best is None:
        return []
    out = [best.key]
    level = draft.things[best.key].attributes.get("regionLevel")
    stop = best.stop
    for m in draft.of_type("Region", "Place"):
        if (
            m.start > stop
            and text[stop : m.start] in ("、", "和", "及")
            and draft.things[m.key].attributes.get("regionLevel") == level
        ):
            out.append(m.key)
            stop = m.stop
    return list(dict.fromkeys(out))


def _build_name(draft: Draft, first: Found, actors: tuple[str, ...], place: str) -> str:
    """A name from words of the text: who or where, and what happened."""
    passage = draft.passage
    text = passage.text
    who = (
        draft.things[actors[0]].label
        if actors and first.type != "accident"
        else draft.things[place].label
        if place
        else ""
    )
    clause_start = max((m.end() for m in re.finditer(r"[，。；：！？\n]", text[: first.start])), default=0)
    end = re.search(r"[，。；！？\n]", text[first.stop :])
    stop = min(first.stop + (end.start() if end else 10), first.stop + 12)
    start = max(clause_start, first.start - 12) if first.type == "accident" else first.start
    start = passage.token_at(start).start if not passage.edges[start] else start
    token = passage.token_at(stop - 1)
    stop = max(first.stop, token.start if token.stop > stop else stop)
    return who + text[start:stop]
