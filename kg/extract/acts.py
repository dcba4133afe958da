"""Signs of acts that no table knows: what a body did on a day, told in the sentence that opens with the day.

News sets a happening so: `4月12日，交警大队突击检查…`. What somebody hears, says, feels or does as ever is none.
"""

from __future__ import annotations

import re

from kg.analyze import Sentence
from kg.extract.draft import Draft, placed
from kg.extract.moments import is_day, times_before
from kg.extract.stories import story_of
from kg.extract.together import LISTED
from kg.extract.values import Found, Time

# What somebody has acts otherwise than he does: 法律援助处|的大门刚打开.
_ITS = re.compile(
    r"的(?!工作|民警|法官|检察官|干警|队员|志愿者|消防员|执法|干部|医生|医护|专家|代表|师生|教师|员工|职工|人员)"
)
_CLAUSE_END = re.compile(r"[，。；：！？\n]|“(?![^“”，。\n]{2,12}”)")
_FIGURE = re.compile(r"\d")
# Before the act: how, with whom, for whom.
_ADVERBS = re.compile(
    r"(?:立即|迅速|及时|依法|主动|成功|随即|第一时间|火速|紧急|连夜|专程|一起|共同|联合|组织|积极|顺利|正式|首次|又|还|再次|已|先后"
    r"|派出|牵头|会同|和|与|、|等|的|在(?:该(?:小区|社区|村|镇|乡|街道|园区|路段|学校|景区)|[镇村乡][里上])|在|于|从|向|对|为|把|将|民警|法官|工作人员|队员|代表|负责人|就|便|\d+余?[名人户家])+"
)
# Such clauses tell of no act: what is heard or said, felt, met with, begun, gone on with, summed up.
_NO_ACT = re.compile(
    r"接到|收到|称|时$|接报|接警|获悉|了解到|传来|发现|看到|听到|得知|介绍|说|表示|告诉|坦言|回忆|道谢|感慨|感谢|激动|欣喜|高兴|松了|打开话匣子|话匣子"
    r"|正准备|准备|正在|正忙|正|照例|照常|像往常|一如既往|依旧|仍|共|累计|总计|走出|站在|坐在|望着|看着|拨通|引起|拥有|有|是|位于|恢复|睡|停"
    r"|响[个起了]|探访|体验|讲述|话剧|小品|影片|走在|往前|一[\u4e00-\u9fff]{1,2}一[\u4e00-\u9fff]{1,2}地|进入|迎来|传来|值班|值守|巡逻|经过|行至|巡至|带队|获得|荣获|启动|发起|获批|列为|成为|喜|专案组|专班|(?:提出|强调|指出|要求)$|围绕|聚焦|立足|印发|出台|推出"
)
_MEANWHILE = re.compile(r"[\u4e00-\u9fff]{1,2}着(?!力|重|手(?![电机里中])|陆|眼)")  # 举着|手电: how, not what
# Between the day and who acts: the day is that of something else.
_GOES = re.compile(r"(?:开进|走进|来到|深入|前往|赶赴|赴|走访|奔赴)(?:了)?$")
_NOT_THEN = re.compile(r"走出|获悉|了解到|通报|消息|介绍")
_FUTURE = re.compile(
    r"(?:计划|拟|预计|将(?:于|在|投入|开展|举行|举办|继续|进一步|持续|全面|陆续|组织|启动|实施|推出|对|为|向))"
)
_LATELY = ("近日", "日前", "前不久")
_TYPES = (
    ("inspection", re.compile(r"检查|巡查|督导|督查|排查|调研|回访|走访|查看|抽检|抽查|核查|查验|过筛子|夜查|清查")),
    ("training", re.compile(r"演练|培训|演习|集训")),
    ("activity", re.compile(r"宣传|宣讲|慰问|演出|志愿|义诊|体检|上门|走进|劝导")),
    ("meeting", re.compile(r"会商|座谈|协商|约谈")),
    ("operation", re.compile(r"收网|整治|清理|清查|拆除|抢修|行动")),
    ("rescue", re.compile(r"救|转移|疏散|开道|护送|找到|找回")),
    ("case", re.compile(r"公诉|起诉|立案|判|查获|查处|拘留|逮捕|抓|罚|训诫|不起诉")),
)
_SHORT_CLAUSE = 8  # characters of one that tells how something was done
_ROLE = 4  # characters before a name that say who somebody is
_SAID = re.compile(r"说|告诉|介绍|表示|称")
# What is told is what follows, not that it is told; and what is summed up, of what time it ever was.
_REPORTS = re.compile(
    r"(?:对外)?(?:通报|宣布|发布消息|公布|公告|提醒)(?:称|说)?[，：]|(?:发布|公布|通报|推出|出台|建成|成立|组织|举办|开展)的"
)
_WITH = re.compile(
    r"(?:联合|会同|携手|协同|与|和|同)[^，。；]{2,40}(?:部门|单位|组织|[局委院站办队会校司所]|等|中心|公司|银行)"
)
# What is done to whom or what is named before it: 对86座加油站|逐一检查.
_DONE_TO = re.compile(r"(?:进行|开展|实施|展开|逐一|逐个|逐户|逐项|集中|统一|免费)了?[^，。；\d]{2,12}$")
_SIGNS = re.compile("(?:签[订署下]|会签|缔结)了?$")  # 签订|反诈框架协议 is done on a day
_NEXT = 2  # characters after a name that a day begins in
_LONGEST, _SHORTEST = 16, 3  # characters of a sign


def find_acts(draft: Draft, signs: list[Found]) -> list[Found]:
    """What bodies did on a day in the sentences of running text without a sign of a happening or an initiative."""
    passage = draft.passage
    told = {sign.sentence for sign in signs} | {
        passage.sentence_at(m.start)
        for m in draft.of_type("Initiative")
        if passage.text[m.start - 1 : m.start] != "《" != passage.text[m.start]  # 检查《…条例》的实施情况
        and not _SIGNS.search(passage.text, max(0, m.start - 4), m.start)
    }
    out: list[Found] = []
    lead = next((n for n, sentence in enumerate(passage.sentences) if sentence.kind == "text"), -1)
    for n, sentence in enumerate(passage.sentences):
        if sentence.kind != "text" or n in told or draft.actors[n].carried or not draft.actors[n].keys:
            continue
        start = draft.actors[n].start
        if story_of(draft.stories, sentence.paragraph) or passage.text.find("记者", sentence.start, start) >= 0:
            continue
        opens = any(
            _is_when(passage.text, t, lead=n == lead)
            and t.start - sentence.start <= 2
            and not _NOT_THEN.search(passage.text, t.stop, start)
            for t in times_before(draft, sentence, start)
        )
        after = 0 if opens else _day_after(draft, sentence, start, lead=n == lead)
        later = 0 if opens or after else _later_day(draft, sentence, start)
        if opens or after or later:
            acts = _acts(draft, sentence, later or start, after or later)
            type_ = type_of(passage.text[acts[0][0] : acts[-1][1]]) if acts else ""
            out += [Found(begin, stop, "", type_, n, "event.act", 0.6) for begin, stop in acts]
    return out


def _is_when(text: str, time: Time, *, lead: bool) -> bool:
    """Whether a time says when something was done once: on a day, or in the lead lately."""
    return is_day(time) or (lead and text.startswith(_LATELY, time.start))


def _day_after(draft: Draft, sentence: Sentence, start: int, *, lead: bool) -> int:
    """Where the day ends that stands right behind who acts: `甲县教育局、公安局|4月14日|联合检查…`; 0 if none does."""
    text = draft.passage.text
    at = start
    for m in placed(draft.outer("Agency", "Organization"), start, sentence.stop):
        if m.start > at and not LISTED.fullmatch(text, at, m.start):
            break
        at = m.stop
    times = placed(draft.times, at, at + _NEXT)
    return times[-1].stop if times and _is_when(text, times[-1], lead=lead) else 0


def _later_day(draft: Draft, sentence: Sentence, start: int) -> int:
    """Where a day ends that opens a later clause: `官兵扛着油锯清障，7日傍晚|打通了公路`; 0 if none does."""
    text = draft.passage.text
    for t in placed(draft.times, start, sentence.stop):
        if _is_when(text, t, lead=False) and text[t.start - 1] in "，；" and text.find("日", t.start, t.stop) > 0:
            return (
                0
                if _NOT_THEN.search(text, sentence.start, t.start) or _SAID.search(text, sentence.start, t.start)
                else t.stop
            )
    return 0


def type_of(said: str) -> str:
    """The type of happening that words tell of which no table of happenings knows."""
    return next((type_ for type_, words in _TYPES if words.search(said)), "other")


def _acts(draft: Draft, sentence: Sentence, start: int, after: int = 0) -> list[tuple[int, int]]:
    """What the subject of a sentence does, clause by clause: the words after the last name (or a day) in each."""
    text, token_at = draft.passage.text, draft.passage.token_at
    names = draft.outer("Agency", "Organization", "Person", "Region", "Place")
    out: list[tuple[int, int]] = []
    first = start
    while start < sentence.stop:
        end = _CLAUSE_END.search(text, start)
        clause = min(end.start() if end else sentence.stop, sentence.stop)
        begin, said = start, ""
        within = placed(names, start, clause)
        if (
            start > first
            and within
            and within[0].start - start <= _ROLE
            and draft.things[within[0].key].type == "Person"
        ):
            break  # 村民|罗某吵了起来: somebody else does
        for m in within:
            if _GOES.search(text, begin, m.start):  # 开进|巴拉嘎尔高勒镇
                break
            said += text[begin : m.start]
            begin = m.stop
        if begin < after <= clause:
            begin = after
        if _REPORTS.match(text, begin, sentence.stop):
            return []
        if (
            _WITH.fullmatch(text, start if start > first else begin, clause)
            and clause < sentence.stop
            and text[clause] == "，"
        ):
            start = clause + 1
            continue
        if not out and _ITS.match(text, begin):
            return []
        if _NO_ACT.search(said + text[begin:clause]) or _FUTURE.match(text, begin, clause):
            if not out:
                return []
            break
        adverbs = _ADVERBS.match(text, begin, clause)
        begin = adverbs.end() if adverbs else begin
        how = clause - begin <= _SHORT_CLAUSE and _MEANWHILE.match(text, begin, clause)
        done = _DONE_TO.search(text, begin, clause)
        begin = done.start() if done else begin
        figure = _FIGURE.search(text, begin, clause)
        stop = figure.start() if figure else clause
        if stop - begin > _LONGEST:
            last = token_at(begin + _LONGEST - 1)
            stop = last.stop if last.stop <= begin + _LONGEST else last.start
        if stop - begin >= _SHORTEST and not how:
            out.append((begin, stop))
        if clause >= sentence.stop or text[clause] != "，":
            break
        start = clause + 1
    return out
