"""Who works with whom (`A联合B、C开展…`, `A、B联合表彰`, `在A、B配合下`), and who belongs to whom (`A所属B`)."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.extract.clauses import clause_start, clause_subject, subject
from kg.extract.draft import Draft, Mention, placed

_JOINT_WORD = re.compile(
    r"联合|会同|协同|携手|对接|联手|共同|协作|合作|签订|签署|共建|建立|一道|一起|推出|组建|结成|结对|会签|联动|互派|组成联合"
)
# Between those of a list: who of the first comes (大学法学系、…), or another one that has no name here.
_LIST = re.compile(
    r"(?:的?[\u4e00-\u9fff]{0,3}(?:系|学院|专家|志愿者|民警|律师|医生|干部|工作人员|负责人|人员))?"
    r"(?:、|和|与|及|以及|等)+(?:(?:驻地?|辖区|当地|属地)(?:的)?)?"
    r"(?:[\u4e00-\u9fff]{2,12}(?:[局院委会队所站部社办系]|中心|公司|学校|大学|政府)(?:、|和|与|以及))?"
)
_HELPED = re.compile(r"(?:等[\u4e00-\u9fff]{0,4})?的?(?:大力|积极|全力|密切)?(?:配合|协助|支持|协作)下")
_JOINING = re.compile(
    r"(联合|组织|调集|(?<=[时同还并即，])联系|会同|协同|携手|主动对接|对接|联手|协调|牵头|请来|请求|(?<=[又并还再也])请|与|同(?!时)|和|邀请|配合|协助)(?:[\u4e00-\u9fff]{0,6})$"
)
_AND = ("与", "同", "和", "联合", "会同")
_ELSEWHERE = re.compile(r"走进|来到|深入|前往|赶赴|在|向|到|为|对")  # 联合教育局走进|某小学
_BELONGS = re.compile(r"(?:所属|下属|直属|下辖|辖下|所辖|管辖)的?")
_BELONGS_TO = re.compile(r"(?:直接)?(?:隶属|从属)于?")
_MOST_BELONGS = 5  # characters of these two
_LATE_IN_LIST = re.compile(r"、[^，。]*$")
_ASKED = re.compile(r"[^，。；]{0,6}(?:支援|协助|增援|配合|援助)")
# 协调|联系某局|派出…
_SENT = re.compile(r"(?!急救人员|医护|专家|医生)[^，。；]{0,10}(?:前往|赶赴|派出|派遣|到场|支援|增援|出动)")
# 组织A、B和C|组成搜救队: what several do that one body brings together.
_GATHERED = re.compile(r"(?:等)?[^，。；]{0,8}，?(?:共同|联合|迅速|立即)?(?:组成|开展|赶赴|前往|联合|投入|进行)")
_TOUCHED = re.compile(
    r"(?:密切|通力|紧密|积极)(?:配合|协作)|(?:取得)?(?:联系|联动|沟通|接洽|衔接|合力)(?!人|点|方式|群众)"
)  # 与某局|取得联系
_FOUNDS = re.compile(r"成立|组建|创办|领办|设立|创建")  # 牵头成立|某协会
_FOUNDING = re.compile(r"牵头(?:成立|组建|创办|领办|设立)了?以?$")
_TAKES_PART = re.compile(r"(?:共同|一同|一起|到场|现场)?(?:参与|参加|协助|介入|出面|到场|配合)")
_HONOURED = re.compile(r"[^，。；]{4,60}?(?:被(?:命名|授予|评为|表彰|确定|认定)|获评|荣获|荣膺|入选|榜上有名)")
_EACH = re.compile(r"分别|听取|各自")
_TOGETHER = re.compile(r"联合|共同|携手|联手|共建|[两三四五]方")


def write_joint(draft: Draft) -> None:
    """Add which agencies of an article work together."""
    _collaborates(draft)
    _joint_subjects(draft)
    _clause_subjects(draft)
    _subordinates(draft)


def _collaborates(draft: Draft) -> None:
    """`A联合B、C开展…`: the acting agency with each of those named after the word."""
    passage = draft.passage
    text = passage.text
    bodies = draft.outer("Agency", "Organization")
    for i, m in enumerate(bodies):
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        floor = max(sentence.start, m.start - 16)
        if (
            sentence.kind == "text"
            and "下" in text[m.stop : m.stop + 12]
            and _HELPED.match(text, m.stop, sentence.stop)
        ):
            _helped(draft, bodies[: i + 1], n)
        word = _JOINING.search(text, floor, m.start) if sentence.kind == "text" else None
        if word is None or _ELSEWHERE.search(text, word.end(1), m.start) or _FOUNDS.search(text, word.end(1), m.start):
            continue
        partners = [m.key]
        at = m.stop
        for other in bodies[i + 1 :]:
            if not _LIST.fullmatch(text, at, other.start):
                break
            partners.append(other.key)
            at = other.stop
        if word[1] in ("与", "同", "和", "邀请", "协调", "联系") and not _JOINT_WORD.search(
            text, m.stop, min(sentence.stop, at + 40)
        ):
            sent = word[1] in ("协调", "联系") and _SENT.match(text, m.stop, sentence.stop)
            touched = word[1] in "与同和" and _TOUCHED.match(text, m.stop, sentence.stop)
            if not (sent or touched):
                continue
        if word[1] == "请求" and not _ASKED.match(text, m.stop):
            continue
        if word[1] in ("组织", "调集") and (
            len(partners) < 2 or word.end(1) != m.start or not _GATHERED.match(text, at, sentence.stop)
        ):
            continue
        if word[1] in ("与", "同", "和") and _LATE_IN_LIST.search(text, floor, m.start):
            continue
        if word[1] == "请":
            head = _inviter(draft, bodies, i, n)
        elif word[1] in _AND and _is_led(text, bodies[i - 1] if i else None, word.start(1)):
            head = bodies[i - 1].key
        else:
            head = _head(draft, bodies, n, word.start())
        if head is None or (word[1] == "请" and not _TAKES_PART.match(text, at)):
            continue
        rule = "collaboratesWith.joint"
        own = draft.things[head].label if word[1] in ("组织", "调集") else "\n"
        for partner in partners:
            if draft.things[partner].label.startswith(own):  # its units are no partners
                continue
            one, with_ = head, partner
            if draft.things[one].type != "Agency":  # an agency is what works with others, whoever is named first
                one, with_ = partner, head
            if draft.things[one].type == "Agency":
                draft.claim(one, "collaboratesWith", with_, sentence.start, sentence.stop, rule, 0.75)


def _is_led(text: str, before: Mention | None, at: int) -> bool:
    """Whether the first of two bodies joined at a position is who acts: 驿站是|甲大队|和|乙局|共同打造的."""
    return before is not None and before.stop == at and text[before.start - 1 : before.start] in ("是", "由")


def _inviter(draft: Draft, bodies: list[Mention], i: int, n: int) -> str | None:
    """Who asks bodies to take part: who acts, else the body that the sentence or the one before named last."""
    actors = draft.actors[n]
    if actors.keys and (actors.carried or actors.start < bodies[i].start):
        return actors.keys[0]
    near = i and draft.passage.sentence_at(bodies[i - 1].start) >= n - 1
    return bodies[i - 1].key if near else None


def _subordinates(draft: Draft) -> None:
    """`杭州海关所属义乌海关`, `C隶属于A`: the second is a unit of the first, or the first of the second."""
    text = draft.passage.text
    for above, below in pairwise(draft.outer("Agency", "Organization")):
        if not 1 < below.start - above.stop <= _MOST_BELONGS:
            continue
        between = text[above.stop : below.start]
        if _BELONGS_TO.fullmatch(between):
            above, below = below, above
        elif not _BELONGS.fullmatch(between):
            continue
        if above.key != below.key and draft.things[above.key].type == draft.things[below.key].type == "Agency":
            sentence = draft.passage.sentences[draft.passage.sentence_at(below.start)]
            draft.claim(below.key, "partOf", above.key, sentence.start, sentence.stop, "partOf.stated", 0.9)


def _helped(draft: Draft, bodies: list[Mention], n: int) -> None:
    """`在A、B配合下`: who acts, with those of the list that the last of `bodies` ends."""
    sentence = draft.passage.sentences[n]
    text = draft.passage.text
    first = len(bodies) - 1
    while first and _LIST.fullmatch(text, bodies[first - 1].stop, bodies[first].start):
        first -= 1
    partners = [m.key for m in bodies[first:] if m.start >= sentence.start]
    head = next((key for key in draft.actors[n].keys if key not in partners), None)
    if head and draft.things[head].type == "Agency" and text[bodies[first].start - 1 : bodies[first].start] == "在":
        for partner in partners:
            rule = "collaboratesWith.helped"
            draft.claim(head, "collaboratesWith", partner, sentence.start, sentence.stop, rule, 0.7)


def _joint_subjects(draft: Draft) -> None:
    """`A、B联合表彰`: agencies that act together, in words, on one initiative or by holding one event."""
    passage = draft.passage
    shared = {passage.sentence_at(m.start) for m in draft.of_type("Initiative")}
    held: dict[tuple[int, str], set[str]] = {}  # what a body holds, by the place of the sentence that says so
    wholes: dict[str, set[str]] = {}
    placed_with: set[tuple[int, str]] = set()  # who works with somebody already, by the place of the sentence
    for c in draft.claims:
        if c.predicate == "organizes":
            held.setdefault((c.start, c.subject), set()).add(c.object)
        elif c.predicate == "partOf":
            wholes.setdefault(c.subject, set()).add(c.object)
        elif c.predicate == "collaboratesWith":
            placed_with.update(((c.start, c.subject), (c.start, c.object)))
    nothing: set[str] = set()
    for n, actors in enumerate(draft.actors):
        sentence = passage.sentences[n]
        if sentence.kind != "text" or not actors.keys or draft.things[actors.keys[0]].type != "Agency":
            continue
        first, *others = actors.keys
        for partner in actors.partners:
            if (sentence.start, partner) in placed_with or _is_founded(draft, partner, sentence.start, sentence.stop):
                continue
            rule = "collaboratesWith.joint"
            draft.claim(first, "collaboratesWith", partner, sentence.start, sentence.stop, rule, 0.7)
        asked = passage.text[actors.start - 1 : actors.start] == "请"
        if actors.carried or not others or asked or _HONOURED.match(passage.text, actors.start, sentence.stop):
            continue
        if n in shared or _TOGETHER.search(passage.text, actors.start, min(sentence.stop, actors.start + 120)):
            rule = "collaboratesWith.subjects"
            for other in others:
                if _is_party_of(draft, first, other):
                    continue
                draft.claim(first, "collaboratesWith", other, sentence.start, sentence.stop, rule, 0.65)
            continue
        if _EACH.search(passage.text, actors.start, min(sentence.stop, actors.start + 120)):
            continue
        for other in others:
            both = held.get((sentence.start, first), nothing) & held.get((sentence.start, other), nothing)
            siblings = wholes.get(first, nothing) & wholes.get(other, nothing)
            if both and not siblings and not _is_party_of(draft, first, other):
                rule = "collaboratesWith.held"
                draft.claim(first, "collaboratesWith", other, sentence.start, sentence.stop, rule, 0.65)


def _is_founded(draft: Draft, body: str, start: int, stop: int) -> bool:
    """Whether a stretch says that a body is founded, not that it takes part: 牵头成立|某合作社."""
    text = draft.passage.text
    named = (m for m in placed(draft.of_type("Organization"), start, stop) if m.key == body)
    return any(_FOUNDING.search(text, max(start, m.start - 6), m.start) for m in named)


def _clause_subjects(draft: Draft) -> None:
    """`…，武功县公安局、县教育局推行“I”`: who opens a later clause together and carries out an initiative there."""
    passage = draft.passage
    bodies = draft.outer("Agency", "Organization")
    for m in draft.of_type("Initiative"):
        sentence = passage.sentences[passage.sentence_at(m.start)]
        if sentence.kind != "text":
            continue
        first, *others = clause_subject(draft, bodies, sentence.start, m.start) or ("",)
        if not others or draft.things[first].type != "Agency":
            continue
        for other in others:
            if not _is_party_of(draft, first, other):
                rule = "collaboratesWith.clause"
                draft.claim(first, "collaboratesWith", other, sentence.start, sentence.stop, rule, 0.65)


def _is_party_of(draft: Draft, one: str, other: str) -> bool:
    """Whether two bodies are the party committee and the government of one place: 旗委、旗政府."""
    return {draft.things[one].label[-1], draft.things[other].label[-1]} == set("委府")


def _head(draft: Draft, bodies: list[Mention], n: int, at: int) -> str | None:
    """Who works with those named behind a word: who acts in its clause, or opens one before it, or was told of last."""
    text, sentence = draft.passage.text, draft.passage.sentences[n]
    opened = clause_start(text, at, sentence.start)
    before = placed(bodies, opened, at)
    if before:
        acting = subject(draft, before, opened, at)
        return acting.keys[0] if acting.keys else before[-1].key
    opener = clause_subject(draft, bodies, sentence.start, at)
    return opener[0] if opener else _actor_before(draft, n, at)


def _actor_before(draft: Draft, n: int, position: int) -> str | None:
    actors = draft.actors[n]
    if actors.keys and (actors.carried or actors.start < position):
        return actors.keys[0]
    return draft.actors[n - 1].keys[0] if n and draft.actors[n - 1].keys else None
