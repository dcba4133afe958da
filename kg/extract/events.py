"""Events: one happening each, with its time, place and participants.

`happenings` finds them; here they become things: with a name, a time, those who hold them or take part, a place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from hashlib import sha256
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.answered import write_answers, write_parts
from kg.extract.clauses import clause_start, clause_subject, find_actors, find_agent
from kg.extract.draft import Draft, placed
from kg.extract.drills import write_drills
from kg.extract.edtf import bounds
from kg.extract.guests import write_guests
from kg.extract.happenings import find_happenings
from kg.extract.headlined import find_headlined
from kg.extract.held import POINTER
from kg.extract.hosts import write_hosts, write_organizers, write_rescuer
from kg.extract.incidents import reports_emergency
from kg.extract.moments import find_moment, tells_on, times_before
from kg.extract.moods import SUMS_UP
from kg.extract.parties import write_honour, write_participants
from kg.extract.present import write_present
from kg.extract.scenes import find_pointed, find_premises, find_scenes, is_near
from kg.extract.sites import find_home, find_sites
from kg.extract.stories import story_of
from kg.extract.values import Found, Happening
from kg.lexicon import Lexicon

_CASE = re.compile(
    r"(?:了)?(?:一|\d{1,2})?起?([\u4e00-\u9fff“”‘’·、（）]{3,26}?(?:纠纷案件?|案件|案|纠纷))(?![件例情])"
)
_REPORTED = re.compile(
    r"(?:[\u4e00-\u9fff]*(?:报警|来电|电话|求助|反映|警情|报告))?[称说]"
)  # 接到报警称|一住户厨房起火
_BROUGHT = re.compile(
    r"送[到进至]了?[^，。；]{2,16}?(?:[镇乡村县区]|街道|社区)[^，。；]{0,8}家[中里]"
)  # 喜报送到某村的家中
_BEFELL = re.compile(r"(?:突然|突发|先后)?发生了?[一两]?[起场次例宗]?(?=[\u4e00-\u9fff])")
_WHOM = re.compile(r"[一两二三四五六七八九\d][名位个对家户]|村民|老人|孩子|男孩|女孩|男子|女子|学生|游客|居民")
_ON_TRIAL = re.compile(r"原告|被告|庭审|经审理|经查|案发|法庭上|调解中|开庭")
# An article that tells of nothing else tells of it all over: whoever is named in it was there.
_WHOLE = ("case", "activity", "inspection", "ceremony", "training")
_OPENS = ("event.weak", "event.call", "event.headline")  # what befell, not what was done about it
_PARAGRAPH = attrgetter("paragraph")
_CLAUSE_END = re.compile(r"[，。；：！？\n]|(?<=[\u4e00-\u9fff]{2})\d")


def find_events(draft: Draft, lexicon: Lexicon) -> None:
    """Add the events of an article with organizers, participants, places and times, and note who acts in it."""
    draft.actors = find_actors(draft)
    emergency = reports_emergency(draft, lexicon)
    groups = find_happenings(draft, lexicon, emergency=emergency)
    sentences = draft.passage.sentences
    crowd = Counter([n for group in groups for n in {sentences[sign.sentence].paragraph for sign in group}])
    # Beside a rescue, the accident that it answers is not another story.
    accidents = [group for group in groups if group[0].type == "accident"] if len(groups) > 1 else []
    calm = Counter(crowd) if accidents else crowd
    for group in accidents:
        if {sign.type for sign in group} == {"accident"}:
            calm.subtract({sentences[sign.sentence].paragraph for sign in group})
    for group in groups:
        if emergency or any(sign.rule != "event.weak" for sign in group) or _opens_with_day(draft, group[0]):
            told_of = calm if any(sign.type == "rescue" for sign in group) else crowd
            _write(draft, group, told_of, alone=len(groups) == 1)
    if not draft.happenings:
        signs = find_headlined(draft, lexicon)
        if signs:
            _write(draft, signs, Counter([draft.passage.sentences[signs[-1].sentence].paragraph]), alone=True)
    write_present(draft)
    write_drills(draft)
    write_answers(draft)
    write_parts(draft)


def _opens_with_day(draft: Draft, sign: Found) -> bool:
    """Whether a weak sign is told as news: its sentence opens with a day (or a month) and says where (or to whom)."""
    sentence = draft.passage.sentences[sign.sentence]
    if sentence.kind != "text":
        return False
    day = any(
        t.kind in ("day", "month") and t.value and t.start - sentence.start <= 2
        for t in times_before(draft, sentence, sign.start)
    )
    named = placed(draft.outer("Region", "Place", "Person"), sentence.start, sentence.stop)
    return day and (bool(named) or _WHOM.search(draft.passage.text, sentence.start, sign.start) is not None)


def _write(draft: Draft, group: list[Found], crowd: Counter[int], *, alone: bool) -> None:
    """Add an event; `crowd` counts the sentences of each paragraph that tell of events; `alone`: no other is told."""
    passage = draft.passage
    told = {sign.sentence for sign in group if passage.sentences[sign.sentence].kind == "text"}
    first = next((sign for sign in group if sign.sentence in told), group[0])
    sentence = passage.sentences[first.sentence]
    kinds = {sign.type for sign in group}
    type_ = "rescue" if {"rescue", "accident"} <= kinds else first.type
    scenes = find_pointed(draft, sentence, first.stop)
    if scenes:
        pass
    elif first.is_held:
        scenes = find_sites(draft, sentence, first)
        if not scenes and not first.name.endswith("响应"):  # which holds for all that who raises it serves
            scenes = _scenes_around(draft, first, told)
    else:
        scenes = find_scenes(draft, sentence, first.start) or _scenes_around(draft, first, told)
    scenes = scenes or find_premises(draft, sentence)
    if (
        type_ == "commendation"
        and not first.is_held
        and not _BROUGHT.search(passage.text, sentence.start, sentence.stop)
    ):
        scenes = []  # what else is named is where somebody earned it
    if type_ == "accident":
        draft.scenes = scenes
    elif type_ == "rescue" and draft.scenes and not is_near(draft, scenes):
        scenes = draft.scenes
    key = _add(draft, group, first, type_, scenes)
    organizers: tuple[str, ...] = ()
    if type_ == "commendation":
        write_honour(draft, key, first)
    else:
        organizers = write_organizers(draft, key, _acted(draft, group, told, first, type_), type_)
        if first.is_held:
            organizers += write_hosts(draft, key, first, organizers)
    for scene in scenes:
        draft.claim(key, "takesPlaceIn", scene, sentence.start, sentence.stop, "event.place", 0.7)
    home = "" if scenes else find_home(draft, organizers, first, type_)
    if home:
        draft.claim(key, "takesPlaceIn", home, sentence.start, sentence.stop, "event.area", 0.5)
    around = told = told or {first.sentence}
    if crowd[sentence.paragraph] == 1 and type_ != "accident":
        last = bisect_left(passage.sentences, sentence.paragraph + 1, key=_PARAGRAPH)
        around = told | set(range(bisect_left(passage.sentences, sentence.paragraph, key=_PARAGRAPH), last))
    if type_ == "rescue" and len(told) > 1:
        around = around | _story(draft, told, crowd)
    if first.is_held or type_ == "case":
        around = around | _going_on(draft, sentence, crowd, POINTER if first.is_held else _ON_TRIAL)
    if first.is_held or first.rule == "event.visit":
        write_guests(draft, key, first, organizers)
    if type_ == "rescue" and not first.is_held and not organizers:
        organizers = write_rescuer(draft, key, sorted(around))
    people = around
    if alone and type_ in _WHOLE:
        people = {n for n, told_in in enumerate(passage.sentences) if told_in.kind == "text"}
    elif alone and type_ == "other":
        people = around | _told_on(draft, first.sentence)
    told = set() if type_ == "commendation" else told
    write_participants(draft, key, first, type_, told, (around, people), organizers)


def _story(draft: Draft, told: set[int], crowd: Counter[int]) -> set[int]:
    """The sentences from the first to the last that tell of a rescue, where their paragraphs tell of nothing else."""
    sentences = draft.passage.sentences
    return {
        n for n in range(min(told), max(told) + 1) if sentences[n].kind == "text" and crowd[sentences[n].paragraph] < 2
    }


def _going_on(draft: Draft, sentence: Sentence, crowd: Counter[int], opens: re.Pattern[str]) -> set[int]:
    """The sentences of the next paragraph where it opens with what was held (`演练设置8个科目…`) and tells no event."""
    passage = draft.passage
    after = sentence.paragraph + 1
    n = bisect_left(passage.sentences, after, key=_PARAGRAPH)
    if n >= len(passage.sentences) or passage.sentences[n].paragraph != after or crowd[after]:
        return set()
    if passage.sentences[n].kind != "text" or not opens.match(passage.text, passage.sentences[n].start):
        return set()
    return set(range(n, bisect_left(passage.sentences, after + 1, key=_PARAGRAPH)))


def _told_on(draft: Draft, n: int) -> set[int]:
    """The sentences of running text from one on, up to the first paragraph that sums up (`今年以来，…`)."""
    passage = draft.passage
    sums = {s.paragraph for s in passage.sentences if s.kind == "text" and SUMS_UP.match(passage.text, s.start)}
    until = min(
        (paragraph for paragraph in sums if paragraph > passage.sentences[n].paragraph), default=len(passage.text)
    )
    return {
        m
        for m in range(n, len(passage.sentences))
        if passage.sentences[m].kind == "text" and passage.sentences[m].paragraph < until
    }


def _acted(draft: Draft, group: list[Found], told: set[int], first: Found, type_: str) -> Found:
    """The sign to read who handles an event at: of a rescue or a case, the first in a sentence where somebody acts."""
    if type_ not in ("rescue", "case") or first.is_held or first.rule == "event.narrated":
        return first
    signs = [sign for sign in group if sign.sentence in told and (type_ == "case" or sign.type == "rescue")]
    strong = [sign for sign in signs if sign.rule != "event.weak"] or signs
    return next((sign for sign in strong if not draft.actors[sign.sentence].carried), (strong or [first])[0])


def _scenes_around(draft: Draft, first: Found, told: set[int]) -> list[str]:
    """Where the other sentences that tell of an event set it, else the last one before it in its paragraph."""
    sentences = draft.passage.sentences
    paragraph = sentences[first.sentence].paragraph
    times = times_before(draft, sentences[first.sentence], first.start)
    # 10日清晨 goes on with what the sentence before dates in full.
    goes_on = first.type in ("rescue", "case") and not first.is_held
    text = draft.passage.text
    dated = any(
        t.kind == "day" and text[t.start] != "当" and not (goes_on and "月" not in text[t.start : t.stop])
        for t in times
    )
    story = story_of(draft.stories, paragraph)
    later = range(story.opened, story.closed) if story and story.type == first.type else ()
    above = paragraph - (first.type == "rescue" and tells_on(draft, sentences[first.sentence]))
    before = [] if dated else [n for n in range(first.sentence - 1, -1, -1) if above <= sentences[n].paragraph]
    for n in (*sorted(told - {first.sentence}), *before, *later):
        around = find_scenes(draft, sentences[n], sentences[n].stop, held=first.is_held)
        scenes = around or find_premises(draft, sentences[n])
        if scenes:
            return scenes
    return []


def _add(draft: Draft, group: list[Found], first: Found, type_: str, scenes: list[str]) -> str:
    """Add the event itself and its mentions."""
    when = find_moment(draft, group)
    attributes = {"eventType": type_}
    if when:
        attributes["time"] = when
        limits = bounds(when)
        if limits:
            attributes["begin"], attributes["end"] = limits
    telling = first  # 轻生 is what somebody did, 劝下 what this is about
    if first.rule == "event.call" or (first.rule == "event.weak" and not scenes):
        ends = (sign for sign in group if sign.rule not in _OPENS and sign.sentence >= first.sentence)
        telling = next(ends, first)
    name = next((sign.name for sign in group if sign.name), "") or _build_name(draft, telling, scenes)
    key = _key(draft, name, when)
    if telling.rule == "event.weak" and key in draft.things:  # 货车侧翻，司机被困: the accident is called so already
        telling = next((sign for sign in group if sign.rule not in _OPENS and sign.sentence > first.sentence), first)
        name = _build_name(draft, telling, scenes)
        key = _key(draft, name, when)
    draft.thing("Event", name, key, **attributes)
    for sign in group:
        draft.mention(sign.start, sign.stop, key, sign.rule, sign.confidence)
        case = _CASE.match(draft.passage.text, sign.stop) if sign.type == "case" and not sign.is_held else None
        if case:
            draft.mention(case.start(1), case.end(1), key, "event.case", 0.7)
    draft.happenings.append(Happening(key, first))
    return key


def _key(draft: Draft, name: str, when: str) -> str:
    """The id of an event: of its time, its name and the article's headline."""
    digest = sha256(f"{name}|{draft.passage.article.headline.text}".encode()).hexdigest()[:8]
    return f"event/{when.replace('/', '_') or 'undated'}-{digest}"


def _build_name(draft: Draft, first: Found, scenes: list[str]) -> str:
    """A name from words of the text: who or where, and what happened."""
    passage = draft.passage
    bodies = draft.outer("Agency", "Organization")
    opened = passage.sentences[first.sentence].start
    by = () if first.type == "commendation" else find_agent(draft, bodies, opened, first.start)
    acting = draft.actors[first.sentence]
    told = () if acting.carried and first.rule == "event.once" else acting.keys  # somebody else does it
    actors = by or clause_subject(draft, bodies, opened, first.start) or told
    befell = first.type == "accident" or first.rule == "event.weak"  # whoever answers it
    named = scenes if befell and (scenes or first.type == "accident") else actors
    start = first.start
    if befell:
        start = max(clause_start(passage.text, first.start), first.start - 12)
        reported = _REPORTED.match(passage.text, start, first.start)
        start = reported.end() if reported else start
        within = [m for m in draft.of_type("Region", "Place", "Agency") if m.start < start < m.stop]
        start = max([start, *(m.stop for m in within)])  # a name that would be cut is left out
    if not passage.edges[start]:
        start = passage.token_at(start).start
    end = _CLAUSE_END.search(passage.text, first.stop)
    stop = min(end.start() if end else first.stop + 10, first.stop + 12)
    last = passage.token_at(stop - 1)
    if last.stop > stop:  # a word that would be cut is left out
        stop = last.start
    if passage.text.count("“", start, stop) > passage.text.count("”", start, stop):
        close = passage.text.find("”", stop, stop + 16) + 1
        stop = close or passage.text.rfind("“", start, stop)
    said = _BEFELL.sub("", passage.text[start : max(first.stop, stop)]).removeprefix("在")
    if named and any(m.key == named[0] for m in placed(draft.of_type(draft.things[named[0]].type), start, start + 1)):
        return said
    label = draft.things[named[0]].label if named else ""
    return said if label and label in said else label + said
