"""Who plays a part in a drill that is told as if it were real: `演练开始。接到报警后，A调度B、C赶赴现场`."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.extract.draft import Draft, Mention, placed
from kg.extract.guests import heads_it
from kg.extract.together import LISTED
from kg.extract.values import Happening

_DRILL = re.compile(r"演练|演习|拉练|推演")
# The scene is told first, then what it was: 这是…演练的一幕, 演练就此打响.
_SCENE_FIRST = re.compile(r"的?(?:一幕|一个场景|场景|现场)|(?:由此|就此|随即)(?:展开|打响|拉开|开始)")
_SCENE_BEFORE = re.compile(r"^(?:这|此)是")
_SENT = re.compile(r"(?:调度|调派|调集|出动|派出|协调|通知|请求|联动|增派|会同|联合)(?:了)?$")
# A sentence that opens so tells of the drill no more.
_OVER = re.compile(r"据了解|据悉|据介绍|近年来|今年以来|去年以来|截至|下一步|目前|多年来|[“”]")
# How the next paragraph opens where it goes on: 接到“报警”后, 演练中, 哨声响起.
_ON = re.compile(
    r"(?:接|收)(?:到|警|报)|警报|哨声|随着|演练|演习|随后|紧接着|与此同时|同时|首先|约?\d+分钟|\d{1,2}时|[灾火险]情|现场|指挥部|参演"
)
_ASIDE = re.compile(r"(?:送往|送到|送至|转移[至到]|转运[至到]|位于|据|在)$")
_FAR = 2  # paragraphs that a drill goes on
_PARAGRAPH = attrgetter("paragraph")


def write_drills(draft: Draft) -> None:
    """Add the bodies that act or are sent in the sentences that go on about a drill, to its participants."""
    things = draft.things
    held = [h for h in draft.happenings if h.first.is_held]
    for happening in held:
        if happening.first.type == "training" and _DRILL.search(things[happening.key].label):
            _write(draft, happening, held)


def _write(draft: Draft, happening: Happening, held: list[Happening]) -> None:
    first, key = happening.first, happening.key
    claimed = {c.subject for c in draft.claims if c.object == key and c.predicate in ("participates", "organizes")}
    sentences = draft.passage.sentences
    others = {other.first.sentence for other in held if other.key != key}
    for n in _told(draft, happening):
        sentence = sentences[n]
        if n in others:
            break
        for m in _acting(draft, n, first.stop if n == first.sentence else sentence.start):
            if m.key not in claimed:
                claimed.add(m.key)
                draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.drill", 0.55)


def _told(draft: Draft, happening: Happening) -> list[int]:
    """The sentences that tell of a drill, its own among them."""
    passage, first = draft.passage, happening.first
    text, sentences = passage.text, passage.sentences
    held = sentences[first.sentence]
    start = first.sentence
    if _SCENE_FIRST.match(text, first.stop, held.stop) or _SCENE_BEFORE.match(text[held.start : held.start + 2]):
        start = bisect_left(sentences, held.paragraph - 1, key=_PARAGRAPH)
    out = []
    for n in range(start, len(sentences)):
        sentence = sentences[n]
        if sentence.paragraph - held.paragraph > _FAR:
            break
        if sentence.kind != "text":
            continue
        if n > first.sentence and (_OVER.match(text, sentence.start) or _has_day(draft, sentence.start, sentence.stop)):
            break
        opens = n > first.sentence and sentences[n - 1].paragraph != sentence.paragraph
        if opens and not _ON.match(text, sentence.start):
            break
        out.append(n)
    return out


def _has_day(draft: Draft, start: int, stop: int) -> bool:
    return any(time.kind == "day" and time.value for time in placed(draft.times, start, stop))


def _opens_clause(text: str, m: Mention) -> bool:
    """Whether a body stands right behind a mark, with what it does behind it."""
    return text[m.start - 1] in "，；。\n" and text[m.stop] not in "，。；、的“”"


def _acting(draft: Draft, n: int, start: int) -> list[Mention]:
    """The bodies that act in a sentence from a place on, and those that are sent, with the lists they stand in."""
    sentence, text = draft.passage.sentences[n], draft.passage.text
    actors = draft.actors[n]
    out: list[Mention] = []
    sent = False
    for m in placed(draft.outer("Agency", "Organization"), start, sentence.stop):
        listed = bool(out) and LISTED.fullmatch(text, out[-1].stop, m.start) is not None
        sent = _SENT.search(text, max(start, m.start - 4), m.start) is not None or (listed and sent)
        acts = (not actors.carried and m.key in actors.all) or _opens_clause(text, m)
        if (sent or acts or listed) and not heads_it(draft, m) and not _ASIDE.search(text, m.start - 3, m.start):
            out.append(m)
    return out
