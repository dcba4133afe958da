"""Relations that sentences state: who runs what, with whom, who belongs where, what a figure is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.analyze import Sentence
from kg.extract.about import write_about
from kg.extract.clauses import clause_subject, find_joined, named_before, nearest_actor
from kg.extract.divided import write_divided
from kg.extract.doers import (
    find_division,
    find_governments,
    find_host,
    find_meeting,
    find_meetings,
    find_runners,
    find_urged,
    find_wholes,
    is_called_for,
    is_spoken_of,
)
from kg.extract.draft import Draft, Mention, placed
from kg.extract.joint import write_joint
from kg.extract.lower import write_lower
from kg.extract.members import write_members
from kg.extract.together import LISTED
from kg.extract.under import write_under
from kg.extract.values import Actors
from kg.lexicon import Lexicon

_RUNS = re.compile(
    r"(?:开展|推进|深化|实施|推行|落实|确保|打造|依托|启动|部署|参与|投入|运用|借助|利用)[^，。；]{0,8}$"
)
# With nobody named in the sentence: others use the programme, or are to run it.
_OTHERS = re.compile(
    r"(?:根据|依据|按照|依照|参观了?|观看了?|登录|下载|接入|注册|扫描|通过|使用)(?:了)?$"
    r"|(?<![\u4e00-\u9fff、])(?:全[省市县区旗盟州])?各(?:地|村|镇|乡|县|区|市|级|街道|单位|部门|派出所|校)[^，。；]{0,14}$"
)
# What others told or showed them of: 听取了…汇报, 考察学习…; or what others are to do: 各派出所要落实….
_HEARD = re.compile(
    r"(?:听取了?|审议了?|考察学习|学习考察|考察|观摩|观摩了)[^，。；“《]{0,20}$"
    r"|(?<![\u4e00-\u9fff、])各[\u4e00-\u9fff]{1,6}要[^，。；]{0,10}$|演练中，?[^，。；]{0,10}$"
)
# Behind an initiative: who leads it.
_LEADS = re.compile(r"(?:牵头|负责|具体实施|组织实施|承建|运营|具体负责|统一)")
# Before it: ordered or spread, for others to do: 部署开展, 在全盟推行.
_ORDERED = re.compile(
    r"部署(?:开展|推进|实施)?[^，。；]{0,6}$|在全[省市县区旗盟州][^，。；]{0,6}(?:推行|推广|推开|实施|开展|启动)(?:了)?$"
)
_MEANWHILE = re.compile(r"[^，。；]{0,10}(?:以来|来|期间|中)，")
_BREAK = re.compile(r"[，：]")
# In how many sentences that name an initiative its actors are noted: long pages name one in every other sentence.
_ENOUGH = 4


def find_relations(draft: Draft, lexicon: Lexicon) -> None:
    """Add the relations between the things already found in an article."""
    _implements(draft)
    write_lower(draft)
    write_joint(draft)
    write_members(draft, lexicon)
    write_divided(draft)
    write_under(draft)
    write_about(draft)


def _implements(draft: Draft) -> None:
    """Who acts in the sentence of an initiative carries it out."""
    passage = draft.passage
    bodies = draft.outer("Agency", "Organization")
    wholes, governments, meetings = find_wholes(draft), find_governments(draft), find_meetings(draft)
    done: dict[str, int] = {}
    for m in draft.of_type("Initiative"):
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        if sentence.kind in ("headline", "heading", "kicker") or m.rule == "initiative.part":  # (see `divided`)
            continue
        actors = draft.actors[n]
        told = done.get(m.key, 0)
        if told >= _ENOUGH:
            continue
        runners = find_runners(draft, bodies, m, sentence)
        others = runners or find_urged(draft, bodies, m, sentence)
        if others:
            done[m.key] = told + 1
            for actor in others:
                rule = "implements.run" if runners else "implements.urged"
                draft.claim(actor, "implements", m.key, sentence.start, sentence.stop, rule, 0.7)
            continue
        if is_spoken_of(draft, m, sentence):
            continue
        meeting = find_meeting(draft, meetings, m, sentence) if m.rule == "initiative.title" else ""
        if meeting:
            done[m.key] = told + 1
            draft.claim(meeting, "implements", m.key, sentence.start, sentence.stop, "implements.passed", 0.65)
            continue
        if actors.carried and actors.keys and (lead := _lead(draft, n, actors)):
            actors = lead
        near = None if actors.keys else nearest_actor(draft, bodies, sentence.start, m.start)
        if near == ():
            continue
        if not actors.carried and actors.start > m.start:
            earlier = draft.actors[n - 1] if n else actors
            if earlier.keys and not _BREAK.search(passage.text, m.stop, actors.start):
                actors = replace(earlier, carried=True)
        if m.rule == "initiative.pointer" and actors.carried:
            continue
        if m.rule == "initiative.pointer" and actors.start >= m.stop and _MEANWHILE.match(passage.text, m.stop):
            for actor in actors.all:  # 行动开展以来，该局会同教育局查处…
                rule = "implements.meanwhile"
                draft.claim(actor, "implements", m.key, sentence.start, sentence.stop, rule, 0.6)
            continue
        again = m.rule in ("initiative.echo", "initiative.pointer")
        if told and again and (actors.carried or not _RUNS.search(passage.text, sentence.start, m.start)):
            continue
        near = nearest_actor(draft, bodies, sentence.start, m.start) if near is None else near
        if actors.carried and not near and _OTHERS.search(passage.text, max(sentence.start, m.start - 24), m.start):
            continue
        if not near and _HEARD.search(passage.text, max(sentence.start, m.start - 24), m.start):
            continue
        if actors.carried and not near and is_called_for(draft, m, sentence):
            host = find_host(draft, bodies, sentence)
            if host:
                done[m.key] = told + 1
                draft.claim(host, "implements", m.key, sentence.start, sentence.stop, "implements.meeting", 0.5)
            continue
        division = find_division(draft, m, sentence) if actors.carried and not near else None
        if division is not None:
            government = governments.get(draft.things[division.key].label)
            if government:
                rule = "implements.division"
                draft.claim(government, "implements", m.key, sentence.start, sentence.stop, rule, 0.6)
            continue
        done[m.key] = told + 1
        clause = () if near else clause_subject(draft, bodies, sentence.start, m.start)
        opened = sentence.start
        own = clause or (near if near and not set(near) <= set(actors.keys) else ())
        if own:  # who was joined to the subject of an earlier clause has no part in it
            opened = next(b.start for b in reversed(placed(bodies, opened, m.start)) if b.key == own[0])
        partners = named_before(draft, bodies, actors.partners, opened, m.start)
        partners += find_joined(draft, bodies, sentence.start, m.start) if not near else ()
        if near and not set(near) <= set(actors.keys):
            doers: tuple[str, ...] = (*near, *partners)
        else:
            doers = (*(clause or _leading(draft, bodies, actors, sentence.start, m.start)), *partners)
        doers = tuple(dict.fromkeys(wholes.get(key, key) for key in doers))
        confidence = 0.6 if actors.carried else 0.75
        label = draft.things[m.key].label.strip("“”")
        for actor in doers:
            if label not in draft.things[actor].label:  # “老闫调解室”, taken for a body too
                rule = "implements.subject"
                draft.claim(actor, "implements", m.key, sentence.start, sentence.stop, rule, confidence)
        for actor, rule in _after(draft, bodies, m, sentence) if doers else ():
            if actor not in doers:
                draft.claim(actor, "implements", m.key, sentence.start, sentence.stop, rule, 0.6)


def _lead(draft: Draft, n: int, actors: Actors) -> Actors | None:
    """Who the article is about, if a heading stands between a sentence without a subject and who acted last."""
    sentences = draft.passage.sentences
    for i in range(n - 1, -1, -1):
        if sentences[i].start <= actors.start:
            return None
        if sentences[i].kind == "heading":
            break
    else:
        return None
    first = next((a for a, s in zip(draft.actors, sentences, strict=False) if s.kind == "text" and a.keys), None)
    return replace(first, carried=True, partners=()) if first else None


def _after(draft: Draft, bodies: list[Mention], m: Mention, sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Who is said to carry out an initiative right behind it: who leads it, or does so lower down."""
    text = draft.passage.text
    last, rule = -1, ""
    for body in placed(bodies, m.stop, sentence.stop):
        if rule and LISTED.fullmatch(text, last, body.start):
            last = body.stop
            yield body.key, rule
            continue
        between = text[m.stop : body.start]
        rule = ""
        if text[body.start - 1] == "由" and _LEADS.match(text, body.stop):
            rule = "implements.leads"
        elif between == "，" and _ORDERED.search(text, max(sentence.start, m.start - 14), m.start):
            rule = "implements.below"
        if rule:
            last = body.stop
            yield body.key, rule


def _leading(draft: Draft, bodies: list[Mention], actors: Actors, start: int, position: int) -> tuple[str, ...]:
    """Who acts in a sentence, without those with whom (与) the first of them did something else first."""
    if actors.carried or len(actors.keys) < 2:
        return actors.keys
    first, *others = actors.keys
    at = next((m.stop for m in placed(bodies, actors.start, position) if m.key == first), 0)
    if draft.passage.text[at : at + 1] != "与":
        return actors.keys
    return first, *named_before(draft, bodies, tuple(others), start, position)
