"""What figures describe that stands in another sentence or was founded in theirs: a rescue, a case, a team."""

from __future__ import annotations

import re

from kg.analyze import Sentence
from kg.extract.clauses import clause_start
from kg.extract.draft import Draft, Mention, placed
from kg.extract.values import Figure

_FOUNDS = re.compile(r"(?:组建|成立|招募|组成|创办|建起)了?(?:[^，。；]{0,16}的)?[^，。；]{0,3}(?<!以)$")
# What the founder goes on to do, not the team.
_ALSO = re.compile(r"(?:并|还|同时|随后)?(?:先后)?(?:建立|设立|建成|设置|推行|打造|配备|联合|开设|划分|制定|投入)")
# What is counted inside the words that found it: 组建由56名民警组成的…
_MADE_OF = re.compile(r"[^，。；]{0,12}组成(?:了|的)?[^，。；]{0,4}")
# Those who are sent to an emergency, and what they are sent with.
_SENT = re.compile(r"调派|调集|出动|派出|抽调|增派|集结|赶赴|赶到|赶往|到场|驰援|带领|率领|携带|出发")
_FORCES = re.compile(r"[\d.万余多]+(?:[名位辆台架艘车支]|人(?!次)|余[名人辆台])")
# What an emergency did, whoever answered it.
_HARM = re.compile(r"死亡|遇难|受伤|轻伤|重伤|失踪|受灾|过火|倒塌|经济损失|损毁")
# How a sentence opens that tells what a case was about or came to.
_CASE = re.compile(
    r"(?:(?:该|本)?案件?办理(?:过程)?中|案发[后时]|(?:法院|检察院)?经?(?:依法)?(?:审理|审查|侦查)?查明|经查|经审讯|经鉴定|经核算|到案后|归案后)"
)
_ANSWERS = ("rescue", "accident")
_FAR = 3  # paragraphs: farther off, another case is meant


def find_team(draft: Draft, bodies: list[Mention], topics: list[Mention], figure: Figure, sentence: Sentence) -> str:
    """The team whose founding the sentence of a figure tells, if the figure is told of it; or nothing."""
    if not draft.of_type("Organization"):
        return ""
    text, things = draft.passage.text, draft.things
    named = placed(bodies, sentence.start, sentence.stop)
    if not any(things[m.key].type == "Organization" for m in named):
        return ""
    if _CASE.match(text, sentence.start) or _ALSO.match(text, clause_start(text, figure.number, sentence.start)):
        return ""
    for m in reversed(named):
        if things[m.key].type != "Organization":
            if m.start < figure.number:
                return ""  # somebody else acts between
            continue
        if m.start > figure.number:
            inside = _MADE_OF.fullmatch(text, figure.stop, m.start)
        else:
            inside = _FOUNDS.search(text, max(sentence.start, m.start - 24), m.start)
        if inside:
            between = placed(topics, m.stop, figure.number)
            return "" if between or figure.start <= m.start < figure.stop else m.key
        if m.start < figure.number:
            return ""
    return ""


def find_story(draft: Draft, figure: Figure, sentence: Sentence) -> str:
    """The rescue, accident or case of which a figure is a part, by what its sentence says of it; or nothing."""
    if not draft.happenings:
        return ""
    text = draft.passage.text
    if _FORCES.match(text, figure.number) and _SENT.search(text, sentence.start, figure.start + 4):
        return _nearest(draft, sentence, _ANSWERS, 1)
    if _CASE.match(text, sentence.start):
        return _nearest(draft, sentence, ("case",), _FAR)
    return ""


def caused(draft: Draft, figure: Figure, sentence: Sentence, key: str) -> str:
    """The accident that a figure of harm describes where its sentence tells of the rescue (`key`); else that."""
    if not key.startswith("event/"):
        return key
    if draft.things[key].attributes.get("eventType") != "rescue" or not _HARM.search(
        draft.passage.text, figure.start, figure.stop
    ):
        return key
    return _nearest(draft, sentence, ("accident",), 1) or key


def _nearest(draft: Draft, sentence: Sentence, types: tuple[str, ...], far: int) -> str:
    """The happening of the first of some types that is told nearest before a sentence or in its paragraph."""
    sentences = draft.passage.sentences
    best, rank = "", (far + 1, len(types))
    for happening in draft.happenings:
        type_ = draft.things[happening.key].attributes.get("eventType", "")
        away = sentence.paragraph - sentences[happening.first.sentence].paragraph
        if type_ in types and not happening.first.is_held and 0 <= away <= far:
            found = away, types.index(type_)
            if found < rank:
                best, rank = happening.key, found
    return best
