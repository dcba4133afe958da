"""Relations that the trees of the analyzer's model show and the sentence rules have not found.

Only an analyzer that gives frames (who does what to whom, `kg.analyze.Frame`) adds anything here. The rule:

1. The subject ends in the name of a body or a person, or is a list of such names (甲诗社、乙诗社和丙诗社); what only
   stands inside it (县公安局局长的朋友) does nothing.
2. The object ends in the name of an initiative, an event or a body, or is a list of such.
3. The verb says what the relation is, and is not denied: who runs (推行) an initiative carries it out, who holds (举办)
   an event organizes it, who takes part in it participates, who joins with (联合) a body works together with it.
4. No sentence rule has found, in this sentence, that somebody whom it names stands in this relation to the object;
   whom a rule only carries over from the sentence before (it is named nowhere here) does not count.
5. No rule has found the same relation elsewhere in the article.

The confidence is `ONE` where one kind of tree says so, `BOTH` where dependencies and semantic roles agree, and never
more than that of the less sure of the two names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.analyze import Frame
from kg.extract.draft import Claim, Draft, Mention
from kg.lexicon import Lexicon

ONE, BOTH = 0.5, 0.6

_BODIES = ("Agency", "Organization")
_VERBS = {
    "implements": re.compile(
        r"推行|推进|推动|推出|推广|开展|实施|打造|发起|启动|落实|践行|实行|建立|创建|创设|创新|探索|组织|运用|依托|设立|构建|深化"
    ),
    "organizes": re.compile(r"组织|举办|举行|召开|主办|承办|协办|开展|启动|发起|筹办|筹备|开设"),
    "participates": re.compile(r"参加|参与|出席|参演|参赛|加入|投身|到场|观摩|助阵"),
    "collaboratesWith": re.compile(r"联合|会同|携手|联手|协同|合作|牵手|结对|共建|对接"),
}
_WHO = {
    "implements": (_BODIES, ("Initiative",)),
    "organizes": (_BODIES, ("Event",)),
    "participates": ((*_BODIES, "Person"), ("Event",)),
    "collaboratesWith": (("Agency",), _BODIES),
}
_DENIED = re.compile(r"(?:没有?|未|不|无法|拒绝|停止|取消|暂停|谢绝)[\u4e00-\u9fff]{0,2}$")
_START = attrgetter("start")
_LISTED = re.compile(r"[”’》]?(?:、|和|与|及|以及|暨|同)[“‘《]?")
_REST = re.compile(r"[”’》]?(?:等(?:单位|部门|活动)?)?[，。、；：！？”’》]?")


def find_in_trees(draft: Draft, lexicon: Lexicon) -> None:
    """Add what only the trees say of the things found in an article."""
    frames = draft.passage.reading.frames
    if not frames:
        return
    known = [*draft.claims]  # what the rules say; the frames of a sentence do not silence each other
    for frame in frames:
        for predicate, verb in _VERBS.items():
            if verb.search(draft.passage.text, frame.start, frame.stop) and not _is_denied(draft, frame):
                _relate(draft, frame, predicate, known)


def _relate(draft: Draft, frame: Frame, predicate: str, known: list[Claim]) -> None:
    subjects, objects = (draft.outer(*types) for types in _WHO[predicate])
    passage = draft.passage
    sentence = passage.sentences[passage.sentence_at(frame.start)]
    doers = _names(passage.text, subjects, *frame.subject)
    named = {m.key for m in subjects if sentence.start <= m.start < sentence.stop}
    for thing in _names(passage.text, objects, *frame.object) if doers else ():
        said = [c for c in known if c.predicate == predicate and c.object == thing.key]
        if any(c.start == sentence.start and c.subject in named for c in said):
            continue
        for doer in doers:
            if not any(c.subject == doer.key for c in said):
                sure = min(BOTH if frame.trees > 1 else ONE, doer.confidence, thing.confidence)
                rule = f"{predicate}.tree"
                draft.claim(doer.key, predicate, thing.key, sentence.start, sentence.stop, rule, sure)


def _names(text: str, mentions: list[Mention], start: int, stop: int) -> list[Mention]:
    """The name in which a stretch ends, with those listed before it; `mentions` by place, none inside another."""
    found: list[Mention] = []
    at = stop
    for m in reversed(mentions[: bisect_left(mentions, stop, key=_START)]):
        if m.start < start:
            break
        between = (_LISTED if found else _REST).fullmatch(text, m.stop, at) if m.stop <= at else None
        if between is None and not (not found and m.stop == at + 1 and text[at : m.stop] in "”’》"):
            break
        found.append(m)
        at = m.start
    return found[::-1]


def _is_denied(draft: Draft, frame: Frame) -> bool:
    return _DENIED.search(draft.passage.text, max(0, frame.start - 5), frame.start) is not None
