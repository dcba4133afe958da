"""Who holds an event, who takes part in it, who honours whom."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg.analyze import Sentence
from kg.extract.clauses import nearest_actor
from kg.extract.draft import Draft, outer
from kg.extract.values import Found

_SPEAKS = re.compile(r"介绍|说|表示|告诉|坦言|称|指出")
_JOINS = re.compile(r"(?:联合|会同|邀请|组织|协同|携手|配合|与|由|调集|出动|带领|以及|在)[^，。；]*$")
_ATTENDS = re.compile(
    r"[^，。；：]{0,40}?(?:参加|参演|参与|参赛|出席|到场|受邀|应邀|派员|进行了?展示|现场(?:观摩|指导|见证|演示)|全程监督|助阵)"
)
_GIVES = re.compile(r"送|赠|授予|授牌|表扬|表彰|嘉奖|颁发|颁奖|命名|记功")
_GETS = re.compile(r"(?:为|向|给|对)$")
# How far back in another paragraph the agency may stand that holds an event.
_NEAR = 400


def write_organizers(draft: Draft, key: str, first: Found, type_: str) -> tuple[str, ...]:
    """Add who holds an event (`first` is the sign to read at), and return them; accidents have only their partners."""
    sentence = draft.passage.sentences[first.sentence]
    actors = draft.actors[first.sentence]
    if actors.carried and not _is_near(draft, actors.start, sentence):
        return ()
    if type_ == "accident":
        actors = replace(actors, keys=())
    near = ""
    if first.is_held:
        bodies = draft.outer("Agency", "Organization")
        near = nearest_actor(draft, bodies, sentence.start, first.start)
    organizers = (near, *actors.partners) if near and near not in actors.keys else actors.all
    confidence = 0.75 if first.is_held else 0.65
    for actor in organizers:
        draft.claim(actor, "organizes", key, sentence.start, sentence.stop, f"{first.rule}.subject", confidence)
    return organizers


def _is_near(draft: Draft, start: int, sentence: Sentence) -> bool:
    """Whether an agency stands in the paragraph of a sentence, or little before it."""
    if start < 0 or sentence.start - start < _NEAR:
        return start >= 0
    passage = draft.passage
    return passage.sentences[passage.sentence_at(start)].paragraph == sentence.paragraph


def write_participants(draft: Draft, key: str, told: set[int], around: set[int], organizers: tuple[str, ...]) -> None:
    """Add who takes part in an event: persons in the sentences `around` it, agencies that join in in those `told` in.

    Both are indices of sentences; who holds the event, who only speaks of it and who is only pointed to is left out.
    """
    passage = draft.passage
    for m in draft.of_type("Person", "Agency", "Organization"):
        n = passage.sentence_at(m.start)
        kind = draft.things[m.key].type
        if n not in around or (m.anaphor and kind != "Agency") or m.key in organizers:
            continue
        sentence = passage.sentences[n]
        if kind == "Person":
            if not _SPEAKS.match(passage.text, m.stop, m.stop + 3):
                draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.person", 0.6)
        elif n in told and _JOINS.search(passage.text, max(sentence.start, m.start - 30), m.start):
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.partner", 0.55)


def write_guests(draft: Draft, key: str, first: Found, organizers: tuple[str, ...]) -> None:
    """Add the agencies that the rest of the paragraph says take part in what was held: `A、B等单位的215人参演`."""
    passage = draft.passage
    held = passage.sentences[first.sentence]
    for m in draft.outer("Agency", "Organization"):
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        if m.start < first.stop or sentence.paragraph != held.paragraph or m.key in organizers:
            continue
        if _ATTENDS.match(passage.text, m.stop, sentence.stop):
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.guest", 0.6)


def write_honour(draft: Draft, key: str, first: Found) -> None:
    """Add who honours and who is honoured: 被…表彰, 向…送锦旗, 收到…锦旗."""
    sentence = draft.passage.sentences[first.sentence]
    line = draft.passage.text[sentence.start : sentence.stop]
    parties = outer(
        [
            m
            for m in draft.of_type("Person", "Agency", "Organization")
            if sentence.start <= m.start < sentence.stop and not m.anaphor
        ]
    )
    honour = first.start - sentence.start
    passive, got = line.find("被"), line.find("收到")
    for m in parties:
        at = m.start - sentence.start
        if 0 <= passive < honour:
            giver = passive < at < honour
        elif got >= 0:
            giver = at > got
        else:
            gets = _GETS.search(line, max(0, at - 3), at)
            giver = m is parties[0] and len(parties) > 1 and not gets and _GIVES.search(line) is not None
        predicate = "organizes" if giver and draft.things[m.key].type != "Person" else "participates"
        draft.claim(m.key, predicate, key, sentence.start, sentence.stop, "event.honour", 0.65)
