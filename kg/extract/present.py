"""Who is said to be at a happening in sentences that only tell on of it: 会上，A作了发言; A、B分获团体前两名."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kg.analyze import Sentence
from kg.extract.clauses import LISTED
from kg.extract.draft import Draft, Mention, placed
from kg.extract.guests import heads_it
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
    r"(?:等(?:单位|部门|\d+人)?)?(?:的?(?:工作人员|志愿者|师生|民警|专家|代表|负责人|律师|医生|技术人员|主任|局长))?(?:现场|分别|先后|当场|在现场|在会上|随后|还)*"
    r"(?:[^，。；：、“”]{0,10}?(?:解答|讲解|讲授|演示|展示|表演|义诊|问诊|授课|接受咨询)了?|授课|作了?(?:经验|交流|典型|表态)[\u4e00-\u9fff]{0,4}|通报了?有关情况|受理|解答|讲解了?|讲授了?|观摩|点评|担任(?:总指挥|裁判|评委|主讲)|表演了?|颁奖|授牌|宣布|致辞"
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
    r"(?:[^，。；]{0,8}，)?(?:[\u4e00-\u9fff]{0,4}(?:组|人员|一行|团)|民警|志愿者|医护人员|干警|他们|大家)(?:们)?(?:一行)?(?:先后|分别|依次|还|随后|又|实地|首先|逐一)*"
    r"(?:深入|走进|来到|前往|走访|查看|察看|检查|到|赴)(?:了)?"
)
# Who stands in a list made known in the sentence before: 某派出所等|榜上有名.
_RANKED = re.compile(
    r"(?:等[^，。；]{0,14})?(?:也|均|双双|全部|成功)?(?:榜上有名|上榜|名列其中|位列其中|获此殊荣|获此荣誉|获此称号|在列)"
)
_TOURED = ("inspection", "activity")
_FAR = 2  # paragraphs: farther off, the words mean another happening


def write_present(draft: Draft) -> None:
    """Add who takes part in the happening before a sentence, where it opens with it or tells its results."""
    passage = draft.passage
    happenings = sorted(draft.happenings, key=lambda h: (h.first.sentence, h.first.start))
    if not happenings:
        return
    starts = [happening.first.sentence for happening in happenings]
    contests = any(_CONTEST.search(draft.things[happening.key].label) for happening in happenings)
    crimes = any(happening.first.type in ("case", "operation") for happening in happenings)
    claimed = {(claim.subject, claim.object) for claim in draft.claims if claim.predicate in _TAKES}
    groups = [draft.outer("Agency", "Organization"), draft.outer("Person")]
    contests = contests and _WINS.search(passage.text) is not None
    for n, sentence in enumerate(passage.sentences):
        if sentence.kind != "text":
            continue
        opens = passage.text[sentence.start] in _THERE_BEGINS
        there = _THERE.match(passage.text, sentence.start, sentence.stop) if opens else None
        above = happenings[: bisect_right(starts, n)]
        near = above and (above[-1].first.is_held or n - above[-1].first.sentence <= 1)
        if there is None and not contests and not crimes and not near:
            continue
        for key, m, rule in _found(draft, n, there, above, groups, contests=contests, crimes=crimes):
            if (m.key, key) not in claimed and m.key != key:
                claimed.add((m.key, key))
                draft.claim(m.key, "participates", key, sentence.start, sentence.stop, rule, 0.55)


_TAKES = frozenset(("participates", "organizes"))


def _found(
    draft: Draft,
    n: int,
    there: re.Match[str] | None,
    above: list[Happening],
    groups: list[list[Mention]],
    *,
    contests: bool,
    crimes: bool,
) -> Iterator[tuple[str, Mention, str]]:
    """The happening, who has a part in it and the rule, for all that one sentence says."""
    text = draft.passage.text
    sentence = draft.passage.sentences[n]
    told = list(_WINS.finditer(text, sentence.start, sentence.stop)) if contests else []
    wins = told[-1] if told else None
    held = _last(draft, above, sentence, _kinds(text[sentence.start : there.end()])) if there else None
    attend = _attended(draft, n, above)
    if attend:
        for m in (m for group in groups for m in placed(group, sentence.start, attend[1])):
            if not m.anaphor and (draft.things[m.key].type == "Person" or not heads_it(draft, m)):
                yield attend[0].key, m, "event.attended"
    contest = _last(draft, above, sentence, "", contest=True) if wins else None
    if held or contest:
        acting = draft.actors[n]
        for m in placed(groups[0], sentence.start, sentence.stop):
            if not m.anaphor:
                if contest and wins and m.start < wins.end() and not _sends(draft, m, groups[1]):
                    yield contest.key, m, "event.result"
                elif held and m.key in acting.all and not acting.carried and not heads_it(draft, m):
                    yield held.key, m, "event.present"
        for m in placed(groups[1], sentence.start, sentence.stop):
            if happening := held or contest:
                yield happening.key, m, "event.present"
    yield from _doing(draft, sentence, above, groups)
    yield from _toured(draft, n, above, groups[0])
    yield from _ranked(draft, n, above, groups)
    for m in placed(groups[1], sentence.start, sentence.stop) if crimes else ():
        if _SUSPECT.search(text, max(sentence.start, m.start - 40), m.start) or _GANG.match(
            text, m.stop, sentence.stop
        ):
            case = _last(draft, above, sentence, "case operation")
            if case:
                yield case.key, m, "event.suspect"


def _attended(draft: Draft, n: int, above: list[Happening]) -> tuple[Happening, int] | None:
    """What those named in a sentence are said to have come to before it, and where that is said; or nothing."""
    sentence, text = draft.passage.sentences[n], draft.passage.text
    if not above or above[-1].first.sentence == n:
        return None
    said = _ATTEND.search(text, sentence.start, sentence.stop)
    happening = _last(draft, above, sentence, "") if said else None
    return (happening, said.start()) if said and happening else None


def _toured(draft: Draft, n: int, above: list[Happening], bodies: list[Mention]) -> Iterator[tuple[str, Mention, str]]:
    """The bodies that a sentence right behind an inspection or activity says were visited."""
    sentences, text = draft.passage.sentences, draft.passage.text
    if not above or not 0 < n - above[-1].first.sentence <= 1 or above[-1].first.type not in _TOURED:
        return
    tours = _TOURS.match(text, sentences[n].start, sentences[n].stop)
    at = tours.end() if tours else -1
    for m in placed(bodies, at, sentences[n].stop) if tours else ():
        if m.start != at and not LISTED.fullmatch(text, at, m.start):
            return
        yield above[-1].key, m, "event.toured"
        at = m.stop


def _ranked(
    draft: Draft, n: int, above: list[Happening], groups: list[list[Mention]]
) -> Iterator[tuple[str, Mention, str]]:
    """Who is said to stand in the list that the sentence before, or this one, says was made known."""
    if not above or n - above[-1].first.sentence > 1:
        return
    text, sentence = draft.passage.text, draft.passage.sentences[n]
    listed: list[Mention] = []
    for m in sorted(m for group in groups for m in placed(group, sentence.start, sentence.stop)):
        if listed and not LISTED.fullmatch(text, listed[-1].stop, m.start):
            listed = []
        listed.append(m)
        if _RANKED.match(text, m.stop, sentence.stop):
            for other in listed:
                yield above[-1].key, other, "event.ranked"


def _sends(draft: Draft, m: Mention, persons: list[Mention]) -> bool:
    """Whether a body only says whence a winner is: 某养老院的|高娃获一等奖, 某大学学生|武婷夺冠."""
    if draft.things[m.key].type != "Organization":
        return False
    return draft.passage.text[m.stop : m.stop + 1] == "的" or bool(placed(persons, m.stop, m.stop + 5))


def _doing(
    draft: Draft, sentence: Sentence, above: list[Happening], groups: list[list[Mention]]
) -> Iterator[tuple[str, Mention, str]]:
    """Who does in a sentence what is done at an occasion, if the last happening before it is one that was held."""
    if not above or not above[-1].first.is_held:
        return
    first = above[-1].first
    away = sentence.paragraph - draft.passage.sentences[first.sentence].paragraph
    if away > 1 or any(t.kind == "day" for t in placed(draft.times, first.stop, sentence.stop)):
        return
    listed: list[Mention] = []
    for m in sorted(m for group in groups for m in placed(group, sentence.start, sentence.stop)):
        if listed and not LISTED.fullmatch(draft.passage.text, listed[-1].stop, m.start):
            listed = []
        listed.append(m)
        if _DOES_THERE.match(draft.passage.text, m.stop, sentence.stop):
            for other in listed:
                if other.start > first.stop and not other.anaphor:
                    yield above[-1].key, other, "event.present"
            listed = []


def _kinds(opening: str) -> str:
    """The types of happening that the words mean with which a sentence opens; none where they may mean any."""
    return next((types for head, types in _HEADS.items() if head in opening), "")


def _last(
    draft: Draft, above: list[Happening], sentence: Sentence, types: str, *, contest: bool = False
) -> Happening | None:
    """The last happening before a sentence that is of one of some types, if it is not far off or the only one held."""
    alone = sum(happening.first.is_held for happening in above) == 1
    for happening in reversed(above):
        first = draft.passage.sentences[happening.first.sentence]
        if sentence.paragraph - first.paragraph > _FAR and ("case" in types or not alone):
            return None
        if first is sentence:
            continue
        if contest and not _CONTEST.search(draft.things[happening.key].label):
            continue
        if "case" not in types and not happening.first.is_held:
            continue
        if "case" in types and happening.first.rule == "event.suffered":
            continue  # the gang is of the case that was solved
        if not types or happening.first.type in types:
            return happening
    return None
