"""Who comes to an emergency: bodies that are sent or arrive; and who has a part in a story."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.extract.clauses import clause_subject
from kg.extract.draft import Draft, Mention, placed
from kg.extract.moods import SUMS_UP
from kg.extract.stories import story_of
from kg.extract.together import LISTED
from kg.extract.values import Happening, Story

# Behind the last of a list of bodies: with how many they come, how soon, and that they do.
_ARRIVES = re.compile(
    r"(?:等(?:单位|部门|力量)?)?的?(?:[^，。；：“]{0,4}(?:人员|民警|队员|干部|力量|消防员|指战员|医护|工作组|救护车))?"
    r"(?:共?\d+余?[车名人艘辆支台][^，。；]{0,12}?)?"
    r"(?:也|均|都|已|接警后|接报后|闻讯|随即|立即|迅速|同步|同时|相继|先后|紧急|火速|第一时间|连夜|快速|赶赴现场|分别){0,3}"
    r"(?:赶到|到场|赶赴|抵达|赶来|驰援|赶往|赶至|到达|参与救援|投入救援|投入抢险|展开救援|开展救援|派出|出动|调派|参与搜救|参与处置|增援)"
)
_SENT = re.compile(r"(?:调派|指派|调集|协调|请求|指令|抽调|派出|增派|通知|调度)(?:了)?(?:辖区|就近的?|附近的?|属地)?$")
_GATHERED = re.compile(r"(?:组织|发动|动员)(?:了)?$")  # several bodies: 组织|县公安局、县医院和曙光救援队
_CENTRE = "指挥中心"
_ORDERED = re.compile(r"调派|指派|指令|派出|增派")
_HELPS = re.compile(r"协助|协同|配合|支援|同步|同时|同一时间|与此")
_TALKS = re.compile(r"善后|调查|查看|慰问|指导")  # who comes when it is over
_FAR = 1  # paragraphs
# Where somebody is brought, and who is only a source, has no part in a story.
_ASIDE = re.compile(
    r"(?:送往|送到|送至|送进|送入|送去|送上|转至|转到|转运至|转运到|前往|据|位于|毕业于|住进|开到|驶向)(?:了|附近的?|就近的?)?$"
)
_SPEAKS = re.compile(r"[^，。；：“]{0,4}(?:介绍|说|表示|坦言|提醒|告诉记者|称)")
# Only where somebody comes from: 师范大学|学生李蕊.
_ASKED = re.compile(r"(?:联系上?|请来?|协调|邀请|会同|联合|通知|请求|连同|携手|与|和|同|联动)(?:了|辖区|当地)?$")
_SHARES = re.compile(
    r"(?:等(?:单位|部门)?)?[^，。；“]{0,16}?(?:赶来|赶到|赶至|赶赴|帮忙|支援|协助|配合|带路|参与|加入|增援|派出|派来|出动|同时出发|也)"
)
_OF_ITS = re.compile(r"的?(?:学生|毕业|职工|员工|家属|门口|附近|旁|对面|大门|宿舍|食堂)")
_OFFICE = 6  # characters of an office before a name, at most
_PARAGRAPH = attrgetter("paragraph")


def write_answers(draft: Draft) -> None:
    """Add the bodies that a sentence near a rescue says come, and handle it, or are sent to it or help."""
    passage = draft.passage
    rescues = [h for h in draft.happenings if _is_rescue(draft, h) and not h.first.is_held]
    if not rescues:
        return
    claimed = {(c.subject, c.object) for c in draft.claims if c.predicate in ("participates", "organizes")}
    bodies = draft.outer("Agency", "Organization")
    for run in _lists(draft, bodies):
        first, last = run[0], run[-1]
        n = passage.sentence_at(first.start)
        sentence = passage.sentences[n]
        if sentence.kind != "text":
            continue
        came = _ARRIVES.match(passage.text, last.stop, sentence.stop)
        sent = _SENT.search(passage.text, max(sentence.start, first.start - 8), first.start)
        if len(run) > 1 and not sent:
            sent = _GATHERED.search(passage.text, max(sentence.start, first.start - 8), first.start)
        if not came and not sent:
            continue
        happening = _nearest(draft, rescues, n)
        if happening is None or _TALKS.search(passage.text, last.stop, sentence.stop):
            continue
        senders = _senders(draft, bodies, n, first) if sent else ()
        labels = [draft.things[key].label for key in senders]
        # One that a command centre sends handles it by itself; a brigade handles what it sends others to.
        alone = len(run) == 1 and (not senders or labels[0].endswith(_CENTRE))
        ordered = sent and alone and _ORDERED.match(sent[0])
        for key, label in () if ordered else zip(senders, labels, strict=True):
            whole = f"agency/{label.removesuffix(_CENTRE)}"
            sender = whole if label.endswith(_CENTRE) and whole in draft.things else key
            if draft.things[sender].type == "Agency" and (sender, happening.key) not in claimed:
                claimed.add((sender, happening.key))
                draft.claim(sender, "organizes", happening.key, sentence.start, sentence.stop, "event.answer", 0.6)
        sends = came and came[0].endswith("调派")
        helps = not ordered and not sends and (sent or _HELPS.search(passage.text, sentence.start, sentence.stop))
        for m in run:
            if (m.key, happening.key) not in claimed:
                claimed.add((m.key, happening.key))
                handles = not helps and draft.things[m.key].type == "Agency"
                predicate = "organizes" if handles else "participates"
                draft.claim(m.key, predicate, happening.key, sentence.start, sentence.stop, "event.answer", 0.6)


def _senders(draft: Draft, bodies: list[Mention], n: int, sent: Mention) -> tuple[str, ...]:
    """Who sends others in a sentence: the subject of their clause, else of the sentence; or nobody."""
    acting = draft.actors[n]
    nearest = clause_subject(draft, bodies, draft.passage.sentences[n].start, sent.start)
    return nearest or (acting.keys if acting.start < sent.start else ())


def _lists(draft: Draft, bodies: list[Mention]) -> list[list[Mention]]:
    """The bodies of an article, those that stand in one list together."""
    out: list[list[Mention]] = []
    for m in bodies:
        if out and LISTED.fullmatch(draft.passage.text, out[-1][-1].stop, m.start):
            out[-1].append(m)
        else:
            out.append([m])
    return out


def _is_rescue(draft: Draft, happening: Happening) -> bool:
    return draft.things[happening.key].attributes["eventType"] == "rescue"


def _nearest(draft: Draft, rescues: list[Happening], n: int) -> Happening | None:
    """The rescue told nearest a sentence, within a paragraph of it."""
    sentences = draft.passage.sentences
    near = [
        (abs(sentences[h.first.sentence].paragraph - sentences[n].paragraph), abs(h.first.sentence - n), i)
        for i, h in enumerate(rescues)
    ]
    away, _, i = min(near)
    return rescues[i] if away <= _FAR else None


def write_parts(draft: Draft) -> None:
    """Add who handles a story that nobody is said to handle, and whoever else is named in its paragraphs."""
    if not draft.stories:
        return
    sentences = draft.passage.sentences
    done: dict[str, set[str]] = {}
    for claim in draft.claims:
        if claim.predicate in ("participates", "organizes"):
            done.setdefault(claim.object, set()).add(claim.subject)
    handled = {c.object for c in draft.claims if c.predicate == "organizes"}
    opens = {h.first.sentence: h.key for h in draft.happenings}  # what a sentence tells of first
    for happening in draft.happenings:
        story = story_of(draft.stories, sentences[happening.first.sentence].paragraph)
        if story is None or story.type != draft.things[happening.key].attributes["eventType"]:
            continue
        if happening.first.is_held:
            continue
        told = done.get(happening.key, set())
        named = _named(draft, story, opens, happening.key)
        if happening.key not in handled:
            handler = _handler(draft, named)
            if handler:
                told.add(handler.key)
                _part(draft, handler, "organizes", happening)
        bodies = [m for m in named if draft.things[m.key].type != "Person"]
        helping = {m.key for run in _lists(draft, bodies) if _helps(draft, run) for m in run}
        for m in named:
            whole = any(draft.things[key].label.startswith(draft.things[m.key].label) for key in told)
            if m.key not in told and not whole and (m.key in helping or draft.things[m.key].type == "Person"):
                told.add(m.key)
                _part(draft, m, "participates", happening)


def _part(draft: Draft, m: Mention, predicate: str, happening: Happening) -> None:
    sentence = draft.passage.sentences[draft.passage.sentence_at(m.start)]
    draft.claim(m.key, predicate, happening.key, sentence.start, sentence.stop, "event.part", 0.6)


def _named(draft: Draft, story: Story, opens: dict[int, str], key: str) -> list[Mention]:
    """Whom the paragraphs of a story name, by place, but for who only speaks and where somebody is brought."""
    passage = draft.passage
    sentences = passage.sentences
    start = sentences[bisect_left(sentences, story.start, key=_PARAGRAPH)].start
    last = sentences[min(story.closed, len(sentences) - 1)]  # thanks, or who comes too late, stand behind the end
    stop = last.stop if last.paragraph < story.stop else sentences[story.closed - 1].stop
    out = []
    for m in placed(draft.outer("Person", "Agency", "Organization"), start, stop):
        n = passage.sentence_at(m.start)
        if opens.get(n, key) != key or sentences[n].kind != "text" or SUMS_UP.match(passage.text, sentences[n].start):
            continue
        aside = _ASIDE.search(passage.text, max(sentences[n].start, m.start - 8), m.start)
        if aside and (draft.things[m.key].type != "Agency" or aside[0][0] != "送"):  # 把老人送到|派出所
            continue
        tells = _OF_ITS if draft.things[m.key].type != "Person" else _SPEAKS
        if not tells.match(passage.text, m.stop, sentences[n].stop):
            out.append(m)
    return out


def _helps(draft: Draft, run: list[Mention]) -> bool:
    """Whether a list of bodies is said to be asked to a story, or to come or do its share."""
    text = draft.passage.text
    sentence = draft.passage.sentences[draft.passage.sentence_at(run[0].start)]
    return bool(
        _ASKED.search(text, max(sentence.start, run[0].start - 8), run[0].start)
        or _SHARES.match(text, run[-1].stop, sentence.stop)
    )


def _handler(draft: Draft, named: list[Mention]) -> Mention | None:
    """The body that handles a story: of those named the first that acts, else the first agency, else the first."""
    persons = draft.of_type("Person")  # 某医院护士|邓佳 comes by herself
    bodies = [
        m
        for m in named
        if draft.things[m.key].type == "Agency"
        or (draft.things[m.key].type == "Organization" and not placed(persons, m.stop, m.stop + _OFFICE))
    ]
    agencies = [m for m in bodies if draft.things[m.key].type == "Agency"]
    acting = [m for m in bodies if m.key in draft.actors[draft.passage.sentence_at(m.start)].keys]
    return next(iter(acting or agencies or bodies), None)
