"""Who holds an event, as its sentence says or the next ones do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from kg.analyze import Sentence
from kg.extract.clauses import clause_subject, find_agent, named_before, nearest_actor
from kg.extract.draft import Draft, Mention, placed
from kg.extract.values import Found

_TRIAL = re.compile(r"(?:公开|巡回|集中)?(?:开庭|审理|宣判)")
_COURT = re.compile(r"(?:法院|法庭)$")
_HOSTS = re.compile(
    r"(?:等(?:\d+家)?(?:单位|部门)?)?(?:联合|共同|具体)?(?:主办|承办|协办|举办)|(?:为|是|系|作为|担任)(?:此次|本次|该)?[^，。；、]{0,6}(?:主办|承办|协办)(?:单位|方)"
)
_AND = re.compile(r"、|和|与|及|以及|暨")
_OPENS = re.compile(r"(?:[^，。；]{0,12}[日天晚年月]?[，,]?)(?:[^，。；]{0,12}，)?(?:一场)?")
_CARES = re.compile(r"(?:医院|急救中心|卫生院)$")  # takes in those who are rescued
_CALLED = re.compile(r"(?:指挥中心|指挥室|报警服务台)$")  # takes the call, and sends others
_WHERE = re.compile(r"(?:在|走进|来到|于)$")
_BY = re.compile(r"(?:据(?:悉|了解|介绍)，)?[^，。；]{0,12}(?:由|办单位)")
_ROLE = re.compile(r"(?:主办|承办|协办)(?:单位|方)(?:为|是|系|有|：)$")  # 主办单位为|A、B
# How far back in another paragraph the agency may stand that holds an event.
_NEAR = 400
# What befell a victim, visits of persons, and what a headline tells are not the doing of who was named before.
_OWN_SUBJECT = ("event.suffered", "event.visit", "event.headlined", "event.narrated", "event.once")


def write_organizers(draft: Draft, key: str, first: Found, type_: str) -> tuple[str, ...]:
    """Add who holds an event (`first` is the sign to read at), and return them; accidents have only their partners."""
    sentence = draft.passage.sentences[first.sentence]
    actors = draft.actors[first.sentence]
    bodies = draft.outer("Agency", "Organization")
    by = () if first.is_held else find_agent(draft, bodies, sentence.start, first.start)
    if by:
        actors = replace(actors, keys=by, carried=False)
    near = nearest_actor(draft, bodies, sentence.start, first.start) if first.is_held else ()
    if actors.carried and not near and not _is_near(draft, actors.start, sentence):
        return ()
    if type_ == "accident" or (actors.carried and first.rule in _OWN_SUBJECT):
        actors = replace(actors, keys=())
    clause = () if near or by or type_ == "accident" else clause_subject(draft, bodies, sentence.start, first.start)
    if first.is_held:
        partners = named_before(draft, bodies, actors.partners, sentence.start, first.start)
        actors = replace(actors, partners=partners)
    if near and not set(near) <= set(actors.keys):
        organizers: tuple[str, ...] = (*near, *actors.partners)
    elif first.is_held and actors.carried and _OPENS.fullmatch(draft.passage.text, sentence.start, first.start):
        organizers = ()  # 旅游节在人民公园开幕: nobody is said to hold it
    elif (
        (first.is_held and not near and not clause and not actors.carried)
        and first.stop <= actors.start
        and draft.passage.text[actors.start - 1] != "由"
    ):
        organizers = ()  # 检查组召开反馈会，A、B作了表态发言
    else:
        organizers = tuple(dict.fromkeys((*(clause or actors.keys), *actors.partners)))
    if type_ == "rescue":
        organizers = tuple(key for key in organizers if not _CARES.search(draft.things[key].label))
    if _TRIAL.match(draft.passage.text, first.start) and (court := _court(draft, bodies, sentence, organizers)):
        organizers = (court,)
    confidence = 0.75 if first.is_held else 0.65
    for actor in organizers:
        draft.claim(actor, "organizes", key, sentence.start, sentence.stop, f"{first.rule}.subject", confidence)
    return organizers


def write_rescuer(draft: Draft, key: str, around: Iterable[int]) -> tuple[str, ...]:
    """Add who acts first in the sentences around a rescue that nobody is said to carry out, and return it."""
    for n in around:
        actors = draft.actors[n]
        labels = () if actors.carried else ((actor, draft.things[actor].label) for actor in actors.keys)
        acting = [actor for actor, label in labels if not _CARES.search(label) and not _CALLED.search(label)]
        if acting:
            sentence = draft.passage.sentences[n]
            for actor in acting:
                draft.claim(actor, "organizes", key, sentence.start, sentence.stop, "event.rescuer", 0.55)
            return tuple(acting)
    return ()


def _court(draft: Draft, bodies: list[Mention], sentence: Sentence, organizers: tuple[str, ...]) -> str:
    """The court that a sentence names, if none of those who hold a trial is one: 检察院诉…案在某法院开庭."""
    if any(_COURT.search(draft.things[key].label) for key in organizers):
        return ""
    named = (m.key for m in reversed(bodies) if sentence.start <= m.start < sentence.stop)
    return next((key for key in named if _COURT.search(draft.things[key].label)), "")


def write_hosts(draft: Draft, key: str, first: Found, organizers: tuple[str, ...]) -> tuple[str, ...]:
    """Add who hosts what is held, in its sentence or the next ones (演出由A主办), and return the new ones."""
    passage = draft.passage
    text, sentences = passage.text, passage.sentences
    held = sentences[first.sentence]
    found: list[str] = []
    for n in range(first.sentence, min(first.sentence + 3, len(sentences))):
        sentence = sentences[n]
        away = sentence.paragraph - held.paragraph
        # In the next paragraph only where it opens so: 此次活动由A主办.
        if away > 1 or (away == 1 and sentences[n - 1].paragraph == sentence.paragraph):
            break
        if n > first.sentence and not _BY.match(text, sentence.start):
            continue
        listed: list[Mention] = []
        for m in placed(draft.outer("Agency", "Organization"), sentence.start, sentence.stop):
            if _WHERE.search(text, max(sentence.start, m.start - 3), m.start):
                continue  # 在某学校|举办
            if listed and not _AND.fullmatch(text, listed[-1].stop, m.start):
                listed = []
            listed.append(m)
            role = _ROLE.search(text, max(sentence.start, listed[0].start - 6), listed[0].start)
            if not role and not _HOSTS.match(text, m.stop, sentence.stop):
                continue
            for other in listed[-1:] if role else listed:
                if other.key not in organizers and other.key not in found:
                    draft.claim(other.key, "organizes", key, sentence.start, sentence.stop, "event.host", 0.75)
                    found.append(other.key)
            if not role:
                listed = []
    return tuple(found)


def _is_near(draft: Draft, start: int, sentence: Sentence) -> bool:
    """Whether an agency stands in the paragraph of a sentence, or little before it."""
    if start < 0 or sentence.start - start < _NEAR:
        return start >= 0
    passage = draft.passage
    return passage.sentences[passage.sentence_at(start)].paragraph == sentence.paragraph
