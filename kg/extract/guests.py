"""Who comes to what was held."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.extract.draft import Draft, placed
from kg.extract.values import Found

_ATTENDS = re.compile(
    r"[^，。；：]{0,40}?(?:参加|参演|参与|参赛|出席|到场|受邀|应邀|派员|进行了?展示|现场(?:观摩|指导|见证|演示)|全程监督|助阵|作了?[\u4e00-\u9fff]{0,6}(?:发言|汇报))"
)
# What is done at an occasion by those who came to it.
_DOES_THERE = re.compile(
    r"(?!的?“)[^，。；：、“]{0,12}?(?:颁[证奖发]|揭牌|授牌|表演|演唱|献唱|展演|送来|送上|带来|解答|宣讲|讲解|演示|展示|致辞|主持|宣布|点评|观摩|提供|派员|设摊|摆摊|受理|义诊|问诊|测血压|授课|讲话|签约|发放)"
)
_COMES = re.compile(
    r"[^，。；]{0,10}?(?:应邀|受邀)?(?:参加|出席|观摩|列席|参与)了?[^，。；]{0,40}的"
)  # A应邀参加|B举办的…
_VISITS = re.compile(r"(?:走进|来到|深入|走访|联合|邀请)(?:了)?[^，。；]{0,10}$")
_PARAGRAPH = attrgetter("paragraph")


def write_guests(draft: Draft, key: str, first: Found, organizers: tuple[str, ...]) -> None:
    """Add the agencies that the rest of the paragraph says take part in what was held: `A、B等单位的215人参演`."""
    passage = draft.passage
    held = passage.sentences[first.sentence]
    start = bisect_left(passage.sentences, held.paragraph, key=_PARAGRAPH)
    stop = bisect_left(passage.sentences, held.paragraph + 1, lo=start, key=_PARAGRAPH)
    there = placed(
        draft.outer("Person", "Agency", "Organization"),
        passage.sentences[start].start,
        passage.sentences[stop - 1].stop,
    )
    for m in there:
        if m.key in organizers:
            continue
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        if (
            m.start > first.stop
            and _DOES_THERE.match(passage.text, m.stop, sentence.stop)
            and _last_held(draft, n) == key
        ):
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.guest", 0.6)
            continue
        if draft.things[m.key].type == "Person":
            continue
        came = n == first.sentence and m.stop < first.start and _COMES.fullmatch(passage.text, m.stop, first.start)
        visited = n == first.sentence and m.start < first.start and _VISITS.search(passage.text, held.start, m.start)
        named = m.start > first.stop and (n == first.sentence or _ATTENDS.match(passage.text, m.stop, sentence.stop))
        if visited or named or came:
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.guest", 0.6)


def _last_held(draft: Draft, n: int) -> str:
    """The last happening with a name that a sentence or one before it tells of; the one told now is among them."""
    before = [h for h in draft.happenings if h.first.sentence <= n and h.first.is_held]
    return max(before, key=lambda h: h.first.start).key if before else ""
