"""Who is said to be at a happening in sentences that only tell on of it: 会上，A作了发言; A、B分获团体前两名."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import msgspec

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention, by_sentence, placed
from kg.extract.guests import ELSEWHERE, heads_it
from kg.extract.together import LISTED
from kg.extract.values import Happening

_THERE = re.compile(
    r"(?:在(?:活动|现场)|(?:启动|揭牌|颁奖|签约|开班|入警|授旗)?(?:仪式|典礼)|(?:推进|座谈|现场|观摩|动员|表彰|总结|听证|发布|工作|研讨|论证)?会(?:议)?|活动|比武|比赛|大赛|演练|演习|培训"
    r"|展览|义诊|讲座|演出|晚会)(?:现场|期间|当天|[上中])[，,]"
)
_THERE_BEGINS = frozenset("在启揭颁签开入授仪典推座现观动表总听发工研论会活比大演培展义讲晚")
_HEADS = {"会": "meeting", "仪": "ceremony", "典": "ceremony", "演": "training activity", "培": "training"}
_WINS = re.compile(
    r"(?:分获|夺得|夺取|获得?|荣获|摘得|斩获|包揽|取得|勇夺|揽获|捧得)[^。；，]{0,14}?(?:[名奖]|冠军|亚军|季军|第一|第二|第三|桂冠)"
    r"|(?:冠军|亚军|季军|[一二三特]等奖|第[一二三]名|金奖)[^。；，]{0,4}由[^。；，]{2,32}?(?:摘得|获得|夺得|收获|斩获)"
)
_CONTEST = re.compile(r"比武|竞赛|比赛|大赛|联赛|对抗赛|运动会|比拼|技能赛|马拉松|锦标赛|赛$")
_SUSPECT = re.compile(
    r"(?:主犯|同伙|副手|嫌疑人|嫌犯|涉案人员|被告人|团伙成员|犯罪人员|原告|被告|当事人)(?:[\u4e00-\u9fff·]{2,8}、){0,4}$"
)
_GANG = re.compile(r"(?:、[\u4e00-\u9fff·]{2,8}){0,4}(?:等人?)?为首")  # 以A、B|为首的团伙
# What those who came to an occasion do there, told paragraphs later: A、B作经验交流, 某医生|授课.
_DOES_THERE = re.compile(
    r"[^，。；：、“”]{0,14}?(?:解答|讲解|讲授|演示|展示|表演|演奏|受聘|朗诵|献艺|义诊|问诊|授课|接受咨询)"
    r"|(?:等(?:单位|部门|\d+人)?)?(?:的?(?:工作人员|志愿者|师生|民警|专家|代表|负责人|律师|医生|技术人员|主任|局长))?(?:现场|分别|先后|当场|在现场|在会上|随后|还){0,3}"
    r"(?:授课|作了?题为|作了?[\u4e00-\u9fff]{0,6}(?:发言|讲话|报告)|宣读|在会上|在讲话中|汇报|作了?(?:经验|交流|典型|表态)[\u4e00-\u9fff]{0,4}|通报了?有关情况|受理|解答|讲解了?|讲授了?|观摩|点评|担任(?:总指挥|裁判|评委|主讲)|表演了?|颁奖|授牌|宣布|致辞"
    r"|派员(?:全程)?(?:监督|参加|参与)|[为向给][^，。；]{2,40}?(?:讲授|讲解|授课|义诊|颁发|提供|颁证|诊|授予|授牌|授旗|赠送|捐赠|发放)"
    r"|(?:共)?(?:投入|出动|派出|安排)(?:警力|执勤|安保|医护|救护车|志愿者|民警)|设置临时|组建(?:医疗|志愿|服务)|以《[^》]{2,20}》为题)"
)
# Who came, told at the end: 副县长A、县财政局局长B参加会议.
_ATTEND = re.compile(
    r"(?:参加|出席|列席|陪同|参与)(?:了)?(?:此次|本次|该|上述)?(?:[\u4e00-\u9fff]{0,4}(?:会议|会|活动|仪式|座谈|调研|检查|督导|督查|慰问|培训|演练|考察|走访|比赛|竞赛))?"
    r"(?:并[^，。；]{2,10})?[。；，]"
)
# Whom those who look into something visit, in the next sentence: 检查组先后来到|A、B.
_TOURS = re.compile(
    r"(?:[^，。；]{0,8}，)?(?:[\u4e00-\u9fff]{0,4}(?:组|人员|一行|团)|民警|志愿者|医护人员|干警|他们|大家)(?:们)?(?:一行)?(?:先后|分别|依次|还|随后|又|实地|首先|逐一){0,3}"
    r"(?:深入|走进|来到|前往|走访|查看|察看|检查|到|赴)(?:了)?"
)
# Who stands in a list made known in the sentence before: 某派出所等|榜上有名.
_RANKED = re.compile(
    r"(?:等[^，。；]{0,14})?(?:也|均|双双|全部|成功)?(?:榜上有名|上榜|名列其中|位列其中|获此殊荣|获此荣誉|获此称号|在列)"
)
_PRESS = ("发布会", "通气会", "通报会")
# Who speaks to the press, told behind its conference.
_TELLS = re.compile(r"[^，。；：“]{0,3}(?:介绍|说|表示|坦言|指出)")
_WHERE = re.compile(r"(?:到|赴|在|走进|深入|前往)$")  # 学员们到|某中心现场观摩
_TOURED = ("inspection", "activity")
_LONG = 3  # paragraphs that what is done there is told in, where nothing else was held
_FAR = 2  # paragraphs: farther off, the words mean another happening


_TAKES = frozenset(("participates", "organizes"))


def write_present(draft: Draft) -> None:
    """Add who takes part in the happening before a sentence, where it opens with it or tells its results."""
    passage = draft.passage
    text = passage.text
    happenings = sorted(draft.happenings, key=lambda h: (h.first.sentence, h.first.start))
    if not happenings:
        return
    starts = [happening.first.sentence for happening in happenings]
    contests = any(_CONTEST.search(draft.things[happening.key].label) for happening in happenings)
    crimes = any(happening.first.type in ("case", "operation") for happening in happenings)
    claimed = {(claim.subject, claim.object) for claim in draft.claims if claim.predicate in _TAKES}
    contests = contests and _WINS.search(text) is not None
    held = [happening for happening in happenings if happening.first.is_held]
    alone = held[0] if len(held) == 1 else None
    bodies = by_sentence(passage, draft.outer("Agency", "Organization"))
    persons = by_sentence(passage, draft.outer("Person"))
    for n, sentence in enumerate(passage.sentences):
        last = bisect_right(starts, n) - 1
        if sentence.kind != "text" or last < 0:
            continue
        above = happenings[last]
        first = above.first
        if not (contests or crimes or alone or first.is_held or n - first.sentence <= 1) and not _opens(text, sentence):
            continue
        here, people = bodies.get(n, []), persons.get(n, [])
        if not here and not people:
            continue
        scene = _Scene(draft, n, sentence, happenings, last, here, people, sorted(here + people), alone, above)
        for happening, m, rule in _found(scene, contests=contests, crimes=crimes):
            key = happening.key
            if (m.key, key) not in claimed and m.key != key:
                claimed.add((m.key, key))
                draft.claim(m.key, "participates", key, sentence.start, sentence.stop, rule, 0.55)


class _Scene(msgspec.Struct, frozen=True, gc=False):
    """A sentence with those named in it; `last` is the number of the last happening told up to it."""

    draft: Draft
    n: int
    sentence: Sentence
    happenings: list[Happening]
    last: int
    bodies: list[Mention]
    persons: list[Mention]
    parties: list[Mention]
    alone: Happening | None  # the only happening of the article that was held
    above: Happening


def _opens(text: str, sentence: Sentence) -> re.Match[str] | None:
    """The words for an occasion that a sentence opens with: 会上，…"""
    begins = text[sentence.start] in _THERE_BEGINS
    return _THERE.match(text, sentence.start, sentence.stop) if begins else None


def _found(scene: _Scene, *, contests: bool, crimes: bool) -> Iterator[tuple[Happening, Mention, str]]:
    """The happening, who has a part in it and the rule, for all that one sentence says."""
    draft, sentence = scene.draft, scene.sentence
    text = draft.passage.text
    told = list(_WINS.finditer(text, sentence.start, sentence.stop)) if contests else []
    wins = told[-1] if told else None
    there = _opens(text, sentence)
    held = _last(scene, _kinds(there[0])) if there else None
    yield from _attended(scene)
    contest = _last(scene, "", contest=True) if wins else None
    if held or contest:
        acting = draft.actors[scene.n]
        for m in scene.bodies:
            if not m.anaphor:
                if contest and wins and m.start < wins.end() and not _sends(draft, m, scene.persons):
                    yield contest, m, "event.result"
                elif held and m.key in acting.all and not acting.carried and not heads_it(draft, m):
                    yield held, m, "event.present"
        for m in scene.persons:
            if happening := held or contest:
                yield happening, m, "event.present"
    yield from _doing(scene)
    yield from _toured(scene)
    for m in scene.persons if crimes else ():
        if _SUSPECT.search(text, max(sentence.start, m.start - 40), m.start) or _GANG.match(
            text, m.stop, sentence.stop
        ):
            case = _last(scene, "case operation")
            if case:
                yield case, m, "event.suspect"


def _attended(scene: _Scene) -> Iterator[tuple[Happening, Mention, str]]:
    """Who is named in a sentence before it says that they came, and to what was held before it."""
    sentence, text = scene.sentence, scene.draft.passage.text
    if scene.above.first.sentence == scene.n:
        return
    said = _ATTEND.search(text, sentence.start, sentence.stop)
    happening = _last(scene, "") if said else None
    if not said or not happening:
        return
    for m in scene.parties:
        body = scene.draft.things[m.key].type != "Person"
        if m.start < said.start() and not m.anaphor and not (body and heads_it(scene.draft, m)):
            yield happening, m, "event.attended"


def _toured(scene: _Scene) -> Iterator[tuple[Happening, Mention, str]]:
    """The bodies that a sentence right behind an inspection or activity says were visited."""
    sentence, text = scene.sentence, scene.draft.passage.text
    if scene.n - scene.above.first.sentence != 1 or scene.above.first.type not in _TOURED or not scene.bodies:
        return
    tours = _TOURS.match(text, sentence.start, sentence.stop)
    at = tours.end() if tours else sentence.stop
    for m in scene.bodies:
        if m.start > at and not LISTED.fullmatch(text, at, m.start):
            return
        if m.start >= at:
            yield scene.above, m, "event.toured"
            at = m.stop


def _sends(draft: Draft, m: Mention, persons: list[Mention]) -> bool:
    """Whether a body only says whence a winner is: 某养老院的|高娃获一等奖, 某大学学生|武婷夺冠."""
    if draft.things[m.key].type != "Organization":
        return False
    return draft.passage.text[m.stop : m.stop + 1] == "的" or bool(placed(persons, m.stop, m.stop + 5))


def _doing(scene: _Scene) -> Iterator[tuple[Happening, Mention, str]]:
    """Who does in a sentence what is done at the occasion told last, or stands in the list that was made known."""
    first, text, sentence = scene.above.first, scene.draft.passage.text, scene.sentence
    away = sentence.paragraph - scene.draft.passage.sentences[first.sentence].paragraph
    held = first.is_held and away <= (_LONG if scene.alone else 1)
    listing = scene.n - first.sentence <= 1
    if not held and not listing:
        return
    if held and any(t.kind == "day" for t in placed(scene.draft.times, first.stop, sentence.stop)):
        held = False
    held = held and not ELSEWHERE.match(text, sentence.start)
    press = held and scene.draft.things[scene.above.key].label.endswith(_PRESS)
    listed: list[Mention] = []
    for m in scene.parties:
        if listed and not LISTED.fullmatch(text, listed[-1].stop, m.start):
            listed = []
        listed.append(m)
        ranked = listing and _RANKED.match(text, m.stop, sentence.stop)
        does = held and not _WHERE.search(text, max(sentence.start, listed[0].start - 2), listed[0].start)
        told = press and scene.draft.things[m.key].type == "Person" and _TELLS.match(text, m.stop, sentence.stop)
        if ranked or told or (does and _DOES_THERE.match(text, m.stop, sentence.stop)):
            for other in listed:
                if not ranked and (other.start < first.stop or other.anaphor or heads_it(scene.draft, other)):
                    continue
                yield scene.above, other, "event.ranked" if ranked else "event.present"
            listed = []


def _kinds(opening: str) -> str:
    """The types of happening that the words mean with which a sentence opens; none where they may mean any."""
    return next((types for head, types in _HEADS.items() if head in opening), "")


def _last(scene: _Scene, types: str, *, contest: bool = False) -> Happening | None:
    """The last happening before a sentence that is of one of some types, if it is not far off or the only one held."""
    sentences = scene.draft.passage.sentences
    if scene.alone and "case" not in types:
        near: Iterable[Happening] = (scene.alone,) if scene.alone.first.sentence < scene.n else ()
    else:
        near = (scene.happenings[number] for number in range(scene.last, -1, -1))
    for happening in near:
        first = sentences[happening.first.sentence]
        if scene.sentence.paragraph - first.paragraph > _FAR and happening is not scene.alone:
            return None
        if first is scene.sentence:
            continue
        if contest and not _CONTEST.search(scene.draft.things[happening.key].label):
            continue
        if "case" not in types and not happening.first.is_held:
            continue
        if "case" in types and happening.first.rule == "event.suffered":
            continue  # the gang is of the case that was solved
        if not types or happening.first.type in types:
            return happening
    return None
