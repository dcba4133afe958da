"""Who holds an event, who takes part in it, who honours whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from msgspec.structs import replace

from kg.analyze import Sentence
from kg.extract.clauses import LISTED, clause_subject, find_agent, named_before, nearest_actor
from kg.extract.draft import Draft, Mention, outer, placed
from kg.extract.moments import SEQUEL
from kg.extract.values import Found

_TRIAL = re.compile(r"(?:公开|巡回|集中)?(?:开庭|审理|宣判)")
_COURT = re.compile(r"(?:法院|法庭)$")
_SPEAKS = re.compile(r"介绍|说|表示|告诉|坦言|称|指出")
_RESCUER = re.compile(r"(?:救援|处置|出警|参战)[\u4e00-\u9fff]{0,4}$")
_JOINS = re.compile(r"(?:联合|会同|邀请|组织|协同|携手|配合|与|由|调集|出动|带领|以及|在)[^，。；]*$")
_ATTENDS = re.compile(
    r"[^，。；：]{0,40}?(?:参加|参演|参与|参赛|出席|到场|受邀|应邀|派员|进行了?展示|现场(?:观摩|指导|见证|演示)|全程监督|助阵|作了?[\u4e00-\u9fff]{0,6}(?:发言|汇报))"
)
# What is done at an occasion by those who came to it.
_DOES_THERE = re.compile(
    r"(?!的?“)[^，。；：、“]{0,12}?(?:颁[证奖发]|揭牌|授牌|表演|演唱|献唱|展演|送来|送上|带来|解答|宣讲|讲解|演示|展示|致辞|主持|宣布|点评|观摩|提供|派员|设摊|摆摊|受理|义诊|问诊|测血压|授课|讲话|签约|发放)"
)
_FACES = re.compile(r"(?:向|给|(?<![送达赶运移交撤接收得])到|赴|走进|来到|走访|走访了|对|为|对辖区|为辖区)$")
# From the one faced to the act: the rest of a list, then how it is done.
_TO_ACT = re.compile(r"(?:、[^，。；]{2,24})?[^，。；、]{0,12}(?:，[^，。；]{0,16})?")
_COMES = re.compile(
    r"[^，。；]{0,10}?(?:应邀|受邀)?(?:参加|出席|观摩|列席|参与)了?[^，。；]{0,40}的"
)  # A应邀参加|B举办的…
_VISITS = re.compile(r"(?:走进|来到|深入|走访|联合|邀请)(?:了)?[^，。；]{0,10}$")
# Where those in need are brought, and who is only a source, have no part in it; nor who looks into its causes.
_ASIDE = re.compile(
    r"(?:送往|送到|送至|送入|转移[至到]|转运[至到]|安置[在到]|撤[到至]|护送[至到]|疏散[到至]|前往|位于|据|从|逃[到至])(?:了|辖区|附近的?|就近的?)?$"
)
_LOOKS_INTO = re.compile(r"(?:正在|作进一步|进一步)?(?:调查|统计|核查|通报|消息|获悉|介绍|救治)")
_ON_THE_SPOT = re.compile(r"(?:活动)?现场，[^，。；]{0,14}")  # 在演练|现场，市民|某某说
_GIVES = re.compile(r"送|赠|授予|授牌|表扬|表彰|嘉奖|颁发|颁奖|命名|记功")
_PRAISES = re.compile(
    r"通报表扬|表彰(?:了|\d|[一二三四五六七八九十两]|先进|优秀)|授予|颁发|授牌|嘉奖|通令|为[^，。]{2,20}(?:记功|颁奖|授牌)"
)
_REWARDS = re.compile(r"(?:日前|近日|当日|随后)?为[^，。；“]{2,24}(?:记功|授予|颁发|嘉奖)")
_GETS = re.compile(r"(?:为|向|给|对)$")
_GOT = ("获评", "荣获", "获得", "入选", "荣立", "荣记", "获颁")  # who stands before gets it
_HOSTS = re.compile(r"(?:等(?:单位|部门)?)?(?:联合|共同)?(?:主办|承办|协办|举办)")
_AND = re.compile(r"、|和|与|及|以及|暨")
_OPENS = re.compile(r"(?:[^，。；]{0,12}[日天晚年月]?[，,]?)(?:[^，。；]{0,12}，)?(?:一场)?")
_CARES = re.compile(r"(?:医院|急救中心|卫生院)$")  # takes in those who are rescued
_WHERE = re.compile(r"(?:在|走进|来到|于)$")
_BY = re.compile(r"[^，。；]{0,12}由")
# How far back in another paragraph the agency may stand that holds an event.
_NEAR = 400
# What befell a victim, and visits of persons, are not the doing of who was named before.
_OWN_SUBJECT = ("event.suffered", "event.visit")
# What was set up since, or ever is, has no part in an accident; nor who comes when the sentence opens with its end.
_LASTING = re.compile(r"以来|建立|建成|机制")
_PARAGRAPH = attrgetter("paragraph")


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


def _court(draft: Draft, bodies: list[Mention], sentence: Sentence, organizers: tuple[str, ...]) -> str:
    """The court that a sentence names, if none of those who hold a trial is one: 检察院诉…案在某法院开庭."""
    if any(_COURT.search(draft.things[key].label) for key in organizers):
        return ""
    named = (m.key for m in reversed(bodies) if sentence.start <= m.start < sentence.stop)
    return next((key for key in named if _COURT.search(draft.things[key].label)), "")


def write_hosts(draft: Draft, key: str, first: Found, organizers: tuple[str, ...]) -> tuple[str, ...]:
    """Add who hosts what is held, in its sentence or the next ones (演出由A主办), and return the new ones."""
    passage = draft.passage
    text = passage.text
    bodies = draft.outer("Agency", "Organization")
    held = passage.sentences[first.sentence]
    found: list[str] = []
    for n in range(first.sentence, min(first.sentence + 3, len(passage.sentences))):
        sentence = passage.sentences[n]
        if sentence.paragraph != held.paragraph or (n > first.sentence and not _BY.match(text, sentence.start)):
            continue
        listed: list[str] = []
        for i, m in enumerate(bodies):
            if not sentence.start <= m.start < sentence.stop:
                continue
            if _WHERE.search(text, max(sentence.start, m.start - 3), m.start):
                continue  # 在某学校|举办
            listed.append(m.key)
            if _HOSTS.match(text, m.stop, sentence.stop):
                for other in listed:
                    if other not in organizers and other not in found:
                        draft.claim(other, "organizes", key, sentence.start, sentence.stop, "event.host", 0.75)
                        found.append(other)
                listed = []
            elif i + 1 == len(bodies) or not _AND.fullmatch(text, m.stop, bodies[i + 1].start):
                listed = []
    return tuple(found)


def _is_near(draft: Draft, start: int, sentence: Sentence) -> bool:
    """Whether an agency stands in the paragraph of a sentence, or little before it."""
    if start < 0 or sentence.start - start < _NEAR:
        return start >= 0
    passage = draft.passage
    return passage.sentences[passage.sentence_at(start)].paragraph == sentence.paragraph


def write_participants(
    draft: Draft,
    key: str,
    first: Found,
    type_: str,
    told: set[int],
    near: tuple[set[int], set[int]],
    organizers: tuple[str, ...],
) -> None:
    """Add who takes part in an event: persons in the sentences of it, agencies that join in in those `told` in.

    All are indices of sentences; `near` are those around it, of bodies and of persons; who holds the event, who only speaks of it and who is only pointed to is left out.
    Whatever body an incident is told with has its part in it; of what was held, the next sentence says who came.
    """
    passage = draft.passage
    if not first.is_held and type_ != "accident":
        _write_faced(draft, key, first, organizers)
    sentences = passage.sentences
    around, people = near
    first_told, last_told = sentences[min(people)], sentences[max(people)]
    for m in placed(draft.outer("Person", "Agency", "Organization"), first_told.start, last_told.stop):
        n = passage.sentence_at(m.start)
        kind = draft.things[m.key].type
        if n not in (people if kind == "Person" else around):
            continue
        if (m.anaphor and kind != "Agency") or m.key in organizers:
            continue
        sentence = passage.sentences[n]
        if kind == "Person":
            speaks = _SPEAKS.match(passage.text, m.stop, m.stop + 3)
            if (
                not speaks
                or _RESCUER.search(passage.text, max(sentence.start, m.start - 6), m.start)
                or (n == first.sentence and _ON_THE_SPOT.fullmatch(passage.text, first.stop, m.start))
            ):
                draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.person", 0.6)
        elif (
            _is_involved(draft, m, n, first, type_, told, around)
            or (n in told and _JOINS.search(passage.text, max(sentence.start, m.start - 30), m.start))
        ) and not (
            _ASIDE.search(passage.text, max(sentence.start, m.start - 6), m.start)
            or _LOOKS_INTO.match(passage.text, m.stop)
        ):
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.partner", 0.55)


def _write_faced(draft: Draft, key: str, first: Found, organizers: tuple[str, ...]) -> None:
    """Add the bodies towards which an act is done: 向A、B公开送达检察建议, 走进A为学生讲解, 与A签署协议."""
    passage = draft.passage
    text, sentence = passage.text, passage.sentences[first.sentence]
    facing = False
    last = sentence.start
    for m in placed(draft.outer("Agency", "Organization"), sentence.start, first.start):
        listed = facing and LISTED.fullmatch(text, last, m.start)
        facing = bool(listed or _FACES.search(text, max(sentence.start, m.start - 6), m.start))
        last = m.stop
        if facing and m.key not in organizers and _TO_ACT.fullmatch(text, m.stop, first.start):
            draft.claim(m.key, "participates", key, sentence.start, sentence.stop, "event.faced", 0.6)


def _is_involved(draft: Draft, m: Mention, n: int, first: Found, type_: str, told: set[int], around: set[int]) -> bool:
    """Whether a body in the sentence `n` has its part in an event, with no word that says so."""
    acts = m.key in draft.actors[n].keys and not draft.actors[n].carried
    last = max(told, default=n)
    if first.is_held or type_ == "rescue":
        if n in around and acts and (n == last + 1 or (n > last and type_ == "training")):
            return True
        return type_ == "rescue" and n in told and (n != first.sentence or m.start > first.stop) and not acts
    if type_ != "accident" or n not in told or acts:
        return False
    text, sentence = draft.passage.text, draft.passage.sentences[n]
    lasting = n != first.sentence and _LASTING.search(text, sentence.start, sentence.stop)
    return not lasting and SEQUEL.match(text, sentence.start) is None


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


def write_honour(draft: Draft, key: str, first: Found) -> None:
    """Add who honours and who is honoured: 被…表彰, 向…送锦旗, 收到…锦旗."""
    sentence = draft.passage.sentences[first.sentence]
    line = draft.passage.text[sentence.start : sentence.stop]
    parties = outer(
        [m for m in draft.of_type("Person", "Agency", "Organization") if sentence.start <= m.start < sentence.stop]
    )
    honour = first.start - sentence.start
    passive, got = line.find("被"), line.find("收到")
    givers: list[str] = []
    got_it = line[honour : honour + 2] in _GOT
    for m in parties:
        at = m.start - sentence.start
        if 0 <= passive < honour:
            giver = passive < at < honour
        elif got >= 0:
            giver = at > got
        else:
            gets = _GETS.search(line, max(0, at - 3), at)
            giver = m is parties[0] and m.start < first.start and not gets and _GIVES.search(line) is not None
            giver = giver and not got_it and (len(parties) > 1 or _PRAISES.search(line) is not None)
            # 入选|省检察院发布的…; 总队为个人记功，大队|荣立集体二等功
            giver = giver or (got_it and (m.start == first.stop or bool(_REWARDS.match(line, m.stop - sentence.start))))
        predicate = "organizes" if giver and draft.things[m.key].type != "Person" else "participates"
        if giver and draft.things[m.key].type == "Agency":
            givers.append(m.key)
        draft.claim(m.key, predicate, key, sentence.start, sentence.stop, "event.honour", 0.65)
    for other in givers[1:]:
        rule = "collaboratesWith.honour"
        draft.claim(givers[0], "collaboratesWith", other, sentence.start, sentence.stop, rule, 0.6)
