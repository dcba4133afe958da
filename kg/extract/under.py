"""What belongs to an initiative: events held or told as part of one, and initiatives that are part of a larger one."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention, placed
from kg.extract.larger import write_larger

_UNDER = re.compile(r"中|期间|部署|要求|以来|工作")
_FRAMING = re.compile(r"(?:为|按照|根据|结合|在|围绕|落实|深化|推进)[^，。]{0,12}$")
# How a sentence opens that says what the thing told before it is: 此次演练是…, 这样的课堂，源于…
_POINTS = re.compile(
    r"(?:[^，。；“”]{0,24}(?:据悉|据了解|其实|事实上|表示|介绍|说)?，)?"
    r"(?:(?:这|该|此|本)(?:[次场个起项样件堂]|样的|一)?|(?=大赛|比赛|演练|活动|检查|培训|讲座|庭审|招聘会|义诊|演出))([^，。；是系为源]{0,8})"
)
_IS = re.compile(
    r"(?:^|[，。；]|[^，。；]{0,14}?)(?:[也正便就仅只既]|不过|不仅)?(?:是|系|为|属于)(?!了|对)[^，。；]{0,40}$"
)
_STEMS = re.compile(r"(?:源于|源自|缘于|得益于|来自)[^，。；]{0,40}$")
_STEM = re.compile(r"[源缘于来](?:(?<=[源缘])[于自]|(?<=于)(?<=得益于)|(?<=来)自)")  # what `_STEMS` looks for
_A_PART = re.compile(
    r"[^，。；]{0,16}?(?:部分|内容|缩影|镜头|一环|环节|延伸|举措|实践|体现|成果|战果|之一|之举"
    r"|第[\d一二三四五六七八九十百]+[次场站期件起堂批个仗战]|[一首][场次堂项个起件站]|重头戏|序幕)"
)
# What a clause behind it says of what was just told: 举办讲座，这是“清风”行动的一部分.
_WHICH_IS = re.compile(r"，(?:这|此举|该活动|此次[^，。；]{0,6}|也)[也正便]?是[^，。；]{0,14}$")
_AS_PART = re.compile(r"(?:^|[，。；])作为[^，。；]{0,24}$")
# How a sentence opens that goes on about a campaign: 行动中，…
_DURING = re.compile(r"(?:在)?(?:此次|该|专项|本次|这次)?(行动|整治|活动|会战|检查|执法)(?:中|期间)，")
_DURING_BEGINS = frozenset("在此该专本这行整活会检执")
# What is found in a campaign becomes a case: 在“I”中收到线索
_FINDS = re.compile(r"[^，。；]{0,4}中，?[^，。；]{0,8}?(?:收到|接到|获取|获悉|获得|发现|掌握|排查|了解|摸排)")
_SETS_OFF = re.compile(r"(?:立即|立刻|迅速|随即|第一时间|马上|当即)启动(?:了)?$")
_DECIDES = re.compile(
    r"(?:决定|[，、](?:动员|安排)?部署|[，、]总结)(?:[^。；]{0,24}(?:开展|启动|实施|推进|组织))?(?:了)?$"
)
# Behind an initiative: what it earns. “流动课堂”项目|今年被评为…
_EARNS = re.compile(r"[^，。；]{0,8}?(?:被[^，。；“]{0,30}|获评?|荣获|入选|获得|获批|摘得|列入)$")
_FAR = 2  # paragraphs: farther off, another happening is meant
_START = attrgetter("start")
_WORK = ("case", "arrest")  # what a body does in a campaign
_STORIES = ("case", "rescue", "accident", "other")


def write_under(draft: Draft) -> None:
    """Add which initiative an event is part of, and which a smaller initiative is."""
    if not draft.of_type("Initiative"):
        return
    write_larger(draft)
    if draft.happenings:
        _in_sentence(draft)
        _named(draft)
        _during(draft)
        _set_off(draft)
    _told(draft)
    if draft.happenings:
        _after(draft)
        _headline(draft)


def _in_sentence(draft: Draft) -> None:
    """Events held as part of an initiative named before them in the sentence."""
    passage, things = draft.passage, draft.things
    text = passage.text
    for happening in draft.happenings:
        key, first = happening.key, happening.first
        sentence = passage.sentences[first.sentence]
        for m in placed(draft.of_type("Initiative"), sentence.start, sentence.stop):
            launched = first.rule == "event.launch" and things[key].label.startswith(things[m.key].label)
            if first.start <= m.start < first.stop or launched:  # “暖冬”行动启动仪式
                rule = "underInitiative.name"
            elif m.start < first.start:
                framed = _UNDER.match(text, m.stop, first.start) or _FRAMING.search(
                    text, max(sentence.start, m.start - 18), m.start
                )
                rule = "underInitiative.sentence" if framed else ""
                if first.type == "commendation" and _EARNS.fullmatch(text, m.stop, first.start):
                    rule = "underInitiative.earned"
            else:
                launched = "启动" in text[max(sentence.start, first.start - 2) : m.start]
                decided = first.type == "meeting" and _DECIDES.search(text, first.stop, m.start)
                rule = "underInitiative.launch" if launched or decided else ""
            if rule:
                draft.claim(key, "underInitiative", m.key, sentence.start, sentence.stop, rule, 0.6)


def _named(draft: Draft) -> None:
    """Events whose name holds that of an initiative of the article: `便民办税春风行动|现场推进会`."""
    passage, things = draft.passage, draft.things
    programmes = {things[m.key].label: m.key for m in draft.of_type("Initiative")}
    sizes = {len(name) for name in programmes}
    for happening in draft.happenings:
        if not happening.first.is_held:
            continue
        label = things[happening.key].label
        parts = (label[at : at + size] for size in sizes for at in range(len(label) - size + 1))
        within = max((name for name in parts if name in programmes), key=lambda name: (len(name), name), default="")
        if within:
            sentence = passage.sentences[happening.first.sentence]
            key, rule = programmes[within], "underInitiative.name"
            draft.claim(happening.key, "underInitiative", key, sentence.start, sentence.stop, rule, 0.6)


def _during(draft: Draft) -> None:
    """Events told in a sentence that opens with a campaign named before (`行动中，…`), or that a campaign led to."""
    passage, things = draft.passage, draft.things
    text, sentences = passage.text, passage.sentences
    programmes = draft.of_type("Initiative")
    starts = [m.start for m in programmes]
    one_case = len({h.key for h in draft.happenings if h.first.type == "case"}) == 1
    for happening in draft.happenings:
        first = happening.first
        sentence = sentences[first.sentence]
        if text[sentence.start] in _DURING_BEGINS:
            opens = _DURING.match(text, sentence.start, first.start)
            before = (
                programmes[bisect_left(starts, sentence.start) - 1] if opens and starts[0] < sentence.start else None
            )
            if before and opens and opens[1] in things[before.key].label and _near(draft, before, sentence):
                rule = "underInitiative.during"
                draft.claim(happening.key, "underInitiative", before.key, sentence.start, sentence.stop, rule, 0.55)
                continue
        if first.type not in _STORIES:
            continue
        last = bisect_left(starts, first.start)
        m = programmes[last - 1] if last else None
        if m is None or not _near(draft, m, sentence):
            continue
        led = one_case and first.type == "case" and text[m.start - 1] == "在"
        found = led and _FINDS.match(text, m.stop, first.start)
        if found or _SETS_OFF.search(text, max(0, m.start - 8), m.start):
            rule = "underInitiative.found" if found else "underInitiative.started"
            draft.claim(happening.key, "underInitiative", m.key, sentence.start, sentence.stop, rule, 0.5)


def _set_off(draft: Draft) -> None:
    """What was done in a story by a mechanism that its sentence says was set off: `立即启动“失物速寻”机制，…归还`."""
    text, things = draft.passage.text, draft.things
    acts = draft.of_type("Event")
    for m in draft.of_type("Initiative"):
        if not _SETS_OFF.search(text, max(0, m.start - 8), m.start):
            continue
        sentence = draft.passage.sentences[draft.passage.sentence_at(m.start)]
        act = next(iter(placed(acts, m.stop, sentence.stop)), None)
        if act and sentence.kind == "text" and things[act.key].attributes.get("eventType") in _STORIES:
            rule = "underInitiative.started"
            draft.claim(act.key, "underInitiative", m.key, sentence.start, sentence.stop, rule, 0.5)


def _near(draft: Draft, m: Mention, sentence: Sentence) -> bool:
    above = draft.passage.sentences[draft.passage.sentence_at(m.start)]
    return above.kind == "text" and 0 <= sentence.paragraph - above.paragraph <= 1


def _told(draft: Draft) -> None:
    """What a sentence says to be a part of an initiative: `此次演练是“清风”专项行动的一部分`."""
    passage = draft.passage
    text = passage.text
    happenings = sorted((h.first.start, h.key) for h in draft.happenings)
    for m in draft.outer("Initiative"):
        sentence = passage.sentences[passage.sentence_at(m.start)]
        if sentence.kind != "text":
            continue
        part = _A_PART.match(text, m.stop, sentence.stop)
        stems = _STEM.search(text, sentence.start, m.start) and _STEMS.search(text, sentence.start, m.start)
        if not part and not stems:
            continue
        if part and text.find("作为", sentence.start, m.start) >= 0 and _AS_PART.search(text, sentence.start, m.start):
            after = placed(draft.outer("Initiative"), m.stop, sentence.stop)
            if after:
                rule = "partOfInitiative.told"
                draft.claim(after[0].key, "partOfInitiative", m.key, sentence.start, sentence.stop, rule, 0.6)
            else:
                _claim_event(draft, _first_after(happenings, m, sentence), m, sentence)
            continue
        if not stems and not _IS.search(text, sentence.start, m.start):
            continue
        opening = next(iter(placed(draft.outer("Initiative"), sentence.start, sentence.start + 2)), None)
        points = _POINTS.match(text, sentence.start, m.start)
        if opening and opening.key != m.key and opening.stop < m.start:
            rule = "partOfInitiative.told"
            draft.claim(opening.key, "partOfInitiative", m.key, sentence.start, sentence.stop, rule, 0.6)
        elif points:
            own = _first_after(happenings, m, sentence)
            _claim_event(draft, own, m, sentence)
            if not own:
                _claim_told(draft, points[1], m, sentence)
        elif _WHICH_IS.search(text, sentence.start, m.start):
            told = _last_before(happenings, m, sentence) or _first_after(happenings, m, sentence)
            _claim_event(draft, told, m, sentence)


def _first_after(happenings: list[tuple[int, str]], m: Mention, sentence: Sentence) -> str:
    """The first event of a sentence behind a mention, or nothing; `happenings` are places and ids, in order."""
    at = bisect_left(happenings, (m.stop, ""))
    return happenings[at][1] if at < len(happenings) and happenings[at][0] < sentence.stop else ""


def _last_before(happenings: list[tuple[int, str]], m: Mention, sentence: Sentence) -> str:
    """The last event of a sentence before a mention, or nothing; `happenings` are places and ids, in order."""
    at = bisect_left(happenings, (m.start, "")) - 1
    return happenings[at][1] if at >= 0 and happenings[at][0] >= sentence.start else ""


def _claim_event(draft: Draft, event: str, m: Mention, sentence: Sentence) -> None:
    if event:
        rule = "underInitiative.told"
        draft.claim(event, "underInitiative", m.key, sentence.start, sentence.stop, rule, 0.65)


def _claim_told(draft: Draft, noun: str, m: Mention, sentence: Sentence) -> None:
    """Of what was told before a sentence, the event (or initiative) that it points to with a noun."""
    passage, things = draft.passage, draft.things
    told = draft.of_type("Event", "Initiative")
    above = []
    for i in range(bisect_left(told, sentence.start, key=_START) - 1, -1, -1):
        other = told[i]
        at = passage.sentences[passage.sentence_at(other.start)]
        if sentence.paragraph - at.paragraph > _FAR and len(draft.happenings) > 1:
            break
        if at.kind == "text" and other.key != m.key:
            above.append(other.key)
    noun = noun.strip("的样“”")
    named = next((key for key in above if len(noun) > 1 and noun in things[key].label), "")
    key = named or next((key for key in above if things[key].type == "Event"), "")
    if not key:
        return
    if things[key].type == "Event":
        _claim_event(draft, key, m, sentence)
    else:
        rule = "partOfInitiative.told"
        draft.claim(key, "partOfInitiative", m.key, sentence.start, sentence.stop, rule, 0.6)


def _doers(draft: Draft) -> dict[str, set[str]]:
    """Who carries out each initiative and holds or handles each event, by ids."""
    doers: dict[str, set[str]] = {}
    for claim in draft.claims:
        if claim.predicate in ("implements", "organizes"):
            doers.setdefault(claim.object, set()).add(claim.subject)
    return doers


def _after(draft: Draft) -> None:
    """What a body did in the sentence behind one that says what campaign it runs: `该院开展“护苗”行动。2月8日，…`."""
    passage, things = draft.passage, draft.things
    under = {claim.subject for claim in draft.claims if claim.predicate == "underInitiative"}
    doers = _doers(draft)
    programmes = draft.of_type("Initiative")
    for happening in draft.happenings:
        key, first = happening.key, happening.first
        sentence = passage.sentences[first.sentence]
        if key in under or not first.sentence or not (first.is_held or first.type in _WORK):
            continue
        last = next(iter(reversed(placed(programmes, 0, first.start))), None)
        if last is None or last.start >= sentence.start:
            continue
        above = passage.sentences[passage.sentence_at(last.start)]
        if sentence.paragraph - above.paragraph > 1 or sentence.kind != "text":
            continue
        if things[last.key].attributes.get("initiativeType") != "campaign" or above.kind != "text":
            continue
        runners = tuple(things[runner].label for runner in sorted(doers.get(last.key, ())))
        if any(things[unit].label.startswith(runners) for unit in doers.get(key, ())):
            rule = "underInitiative.after"
            draft.claim(key, "underInitiative", last.key, sentence.start, sentence.stop, rule, 0.5)


def _headline(draft: Draft) -> None:
    """Events that an agency holds in an article whose headline or lead is about one campaign, which it carries out."""
    passage = draft.passage
    kinds = [sentence.kind for sentence in passage.sentences]
    campaigns = [
        m for m in draft.of_type("Initiative") if draft.things[m.key].attributes.get("initiativeType") == "campaign"
    ]
    main = {m.key for m in campaigns if kinds[passage.sentence_at(m.start)] in ("headline", "kicker")}
    if len(main) != 1:
        return
    [campaign] = main
    under = {claim.subject for claim in draft.claims if claim.predicate == "underInitiative"}
    doers = _doers(draft)
    runners = tuple(draft.things[key].label for key in doers.get(campaign, ()))
    for happening in draft.happenings:
        key, first = happening.key, happening.first
        sentence = passage.sentences[first.sentence]
        # A case is part of it only where who handles it, or its superior, runs the campaign.
        solved = first.type == "case" and any(
            draft.things[unit].label.startswith(runners) for unit in doers.get(key, ())
        )
        if key not in under and (first.is_held or solved) and sentence.kind == "text":
            rule = "underInitiative.headline"
            draft.claim(key, "underInitiative", campaign, sentence.start, sentence.stop, rule, 0.4)
