"""Who carries out an initiative where it is not the one that acts in its sentence.

It may be run by others (`该平台由A与B共同研发`); those acting may urge others (`督促A开展…`), call on them at a
meeting (`会议要求，…`) or tell what a division does (`梨树县去年推行的…`).
"""

from __future__ import annotations

import re

from kg.analyze import Sentence
from kg.extract.clauses import clause_start
from kg.extract.draft import Draft, Mention, placed
from kg.extract.together import LISTED

_BY = re.compile(r"[^，。；“”]{0,4}由")
_RUN = re.compile(
    r"(?:等[^，。；]{0,6})?(?:共同|联合|统一|具体|组织|合作|一起|自主)*"
    r"(?:发起|研发|开发|主办|牵头|负责|部署|实施|承建|建设|推出|打造|运营|推行|创立|制定|出台|搭建|建立)"
)
# 会议审议并原则通过了《…》, and the body whose meeting that is.
_PASSED = re.compile(r"审议[^，。；《]{0,6}通过了?[^，。；]{0,2}$")
_MEETS = re.compile(
    r"(?:召开|举行)?(?:了)?(?:第[一二三四五六七八九十百\d]{1,4}次|专题|党组)*(?:[（(]扩大[）)])?(?:常务|常委|全体|专题|党组)?会议"
)
# Who is urged to do something: 督促县水利局、镇政府…
_CALLS = re.compile(r"[^，。；]{0,6}(?:召开|举行)")
_URGES = re.compile(r"(?:督促|责令|责成|推动(?=开展|实施|落实|建立))")
_FACED = re.compile(r"[向对给]$")
_ALSO = re.compile(r"[，；](?:并|同时|还|先后|随后)")
# Who speaks at a meeting calls on others: 会议要求，要用好…; 他说，今年还要推行….
_CALLS_FOR = re.compile(
    r"(?:会议|检查组|督导组|通报|[他她]|[\u4e00-\u9fff]{2,4}(?<!本报|记者))还?(?:要求|强调|指出|提出|表示|说)，"
    r"(?![^。；]*?(?:该[局院所队站关]|我们))"
)
# A division that carries something out itself: 梨树县去年推行的…, 双辽市将建设….
_DIVISION_DOES = re.compile(
    r"(?:自[^，。；“]{1,7}起|在全[省市县区旗盟州]|今年|去年|近年来|从|自|\d{4}年|以来|起|正在|正|将|已|也|还|则|全面|深入|扎实|大力|率先|创新){0,4}"
    r"(?:依托|借助|上线|开通|启用|对照|推行|推进|推动|开展|实施|打造|建立|构建|创建|探索|启动|部署|深化|落实|推广|推出|建设|建成|建起|实行)"
)
_RESTS_ON = re.compile(r"(?:依托|借助|依靠|利用|运用)[^，。；]{0,10}$")
# What is only spoken of: 对“…”模式|给予肯定, 要求企业落实“…”机制, 作为…工程核心水源区.
_PRAISED = re.compile(
    r"(?:的做法|的成效|工作)?(?:给予|表示|予以)(?:了|充分|高度|一致)*(?:肯定|认可|赞赏|好评|赞扬|评价)"
)
_DEMANDED = re.compile(
    r"推动(?:主管|相关|有关|行业|职能|当地)[^，。；“]{0,8}(?:出台|制定|建立|完善|开展|健全|落实)[^，。；“]{0,8}$|"
    r"(?:要求|督促|责令|提醒|敦促)[^，。；“]{0,10}(?:企业|商户|经营者|经营户|业主|商家|门店|店主|摊主|单位)[^，。；“]{0,10}$|作为$"
)
_SPREADS = re.compile(r"(?:现?已|正)?在全[省市县区州旗盟][^，。；]{0,4}(?:铺开|推开|落地)|试点[省市县区]")
_UPHOLDS = re.compile(r"(?:坚持|对照|按照|围绕|聚焦)[^，。；]{0,24}，")
# Rooms of a body that carry out nothing in their own name: 口岸海关|监管三科, 县检察院|第二检察部.
_ROOM = re.compile(
    r"[局厅院队]党[委组]$|(?:法院|检察院)(?:执行局|诉讼服务中心|未检办案组)$|(?:科|股|指挥室|检察部|审判庭|执行庭|立案庭)$|(?:厅|委员会|总队)[\u4e00-\u9fff]{2,8}处$"
)
_LONGEST = 12  # characters of a division's name
_OPENING = re.compile(r"[^，。；在于对为向]{0,8}")


def find_runners(draft: Draft, bodies: list[Mention], m: Mention, sentence: Sentence) -> tuple[str, ...]:
    """By whom a sentence says that the initiative named in it is run: `该活动由县法院与团县委、县妇联联合发起`."""
    text = draft.passage.text
    if text.find("由", m.stop, m.stop + 5) < 0:
        return ()
    by = _BY.match(text, m.stop, sentence.stop)
    if by is None:
        return ()
    return _listed_at(draft, bodies, by.end(), sentence.stop, _RUN)


def find_meetings(draft: Draft) -> list[Mention]:
    """The bodies that meet, by place, where a text tells of measures that a meeting passed: 某州政府|常务会议."""
    text = draft.passage.text
    return [b for b in draft.outer("Agency") if _MEETS.match(text, b.stop)] if "审议" in text else []


def find_meeting(draft: Draft, meetings: list[Mention], m: Mention, sentence: Sentence) -> str:
    """Whose meeting passed the measure named in a sentence (会议审议通过了《…办法》): the last of the meetings."""
    if not (meetings and _PASSED.search(draft.passage.text, sentence.start, m.start)):
        return ""
    before = placed(meetings, 0, m.start)
    return before[-1].key if before else ""


def find_host(draft: Draft, bodies: list[Mention], sentence: Sentence) -> str:
    """Whose meeting it is at which a sentence is said (会议要求，…): the last body before that called one; or none."""
    text = draft.passage.text
    if not text.startswith("会议", sentence.start):
        return ""
    before = placed(bodies, 0, sentence.start)
    return next((b.key for b in reversed(before) if _CALLS.match(text, b.stop)), "")


def find_urged(draft: Draft, bodies: list[Mention], m: Mention, sentence: Sentence) -> tuple[str, ...]:
    """Who is urged to carry out an initiative: those named behind 督促, or those whom the sentence turns to before."""
    text = draft.passage.text
    urges = max(_URGES.finditer(text, sentence.start, m.start), key=re.Match.start, default=None)
    if urges is None or _ALSO.search(text, urges.end(), m.start):
        return ()
    named = _listed_at(draft, bodies, urges.end(), m.start, None)
    if named or "，" in text[urges.end() : m.start]:
        return named
    faced: list[str] = []
    last = -1
    for b in placed(bodies, sentence.start, urges.start()):
        if _FACED.search(text, max(sentence.start, b.start - 1), b.start) or (
            last >= 0 and LISTED.fullmatch(text, last, b.start)
        ):
            faced.append(b.key)
            last = b.stop
        else:
            last = -1
    return tuple(dict.fromkeys(faced))


def _listed_at(
    draft: Draft, bodies: list[Mention], start: int, stop: int, verb: re.Pattern[str] | None
) -> tuple[str, ...]:
    """The bodies of the list that begins at a place, where what they do (if it is asked for) stands behind it."""
    text = draft.passage.text
    keys: list[str] = []
    at = start
    for b in placed(bodies, start, stop):
        if b.start != at and not (keys and LISTED.fullmatch(text, at, b.start)):
            break
        keys.append(b.key)
        at = b.stop
    if verb is not None and not verb.match(text, at):
        return ()
    return tuple(dict.fromkeys(keys))


def is_spoken_of(draft: Draft, m: Mention, sentence: Sentence) -> bool:
    """Whether an initiative is only spoken of where it stands: praised, or demanded of others that have no name."""
    text = draft.passage.text
    return (
        _PRAISED.match(text, m.stop, sentence.stop) is not None
        or _DEMANDED.search(text, max(sentence.start, m.start - 30), m.start) is not None
    )


def is_called_for(draft: Draft, m: Mention, sentence: Sentence) -> bool:
    """Whether others than those who acted last are called on to carry an initiative out, or it spreads by itself."""
    text = draft.passage.text
    return (
        _CALLS_FOR.match(text, sentence.start, m.start) is not None
        or _SPREADS.match(text, m.stop, sentence.stop) is not None
    )


def find_division(draft: Draft, m: Mention, sentence: Sentence) -> Mention | None:
    """The division that a sentence says carries an initiative out, if one does: 梨树县去年推行的…."""
    text = draft.passage.text
    opened = clause_start(text, m.start, sentence.start)
    regions = draft.of_type("Region")
    if text[m.stop : m.stop + 1] == "，" and _RESTS_ON.search(text, opened, m.start):  # 依托“…”平台，攸县上线…
        after = placed(regions, m.stop + 1, m.stop + 2)
        if after and _DIVISION_DOES.match(text, after[-1].stop, sentence.stop):
            return after[-1]
    for region in placed(regions, opened, m.start):
        if _OPENING.fullmatch(text, opened, region.start) and _DIVISION_DOES.match(text, region.stop, m.start):
            return region
    before = clause_start(text, opened - 1, sentence.start) if opened > sentence.start else opened
    for region in placed(regions, before, opened):  # 金湖县坚持“…”，建成…
        if _OPENING.fullmatch(text, before, region.start) and _UPHOLDS.match(text, region.stop, opened):
            return region
    return None


def find_governments(draft: Draft) -> dict[str, str]:
    """The governments and offices that an article names (ids), by the ends of their divisions' names."""
    out: dict[str, str] = {}
    for m in draft.outer("Agency"):
        label = draft.things[m.key].label
        suffix = next((s for s in ("人民政府", "政府", "办事处", "街道办") if label.endswith(s)), "")
        name = label[: -len(suffix)] if suffix else ""
        for size in range(2, min(len(name), _LONGEST) + 1):
            out.setdefault(name[-size:], m.key)
    return out


def find_wholes(draft: Draft) -> dict[str, str]:
    """Of which body each room is (by ids): what a section's head tells of, the whole runs."""
    wholes: dict[str, str] = {}
    for c in draft.claims:
        if c.predicate == "partOf" and _ROOM.search(draft.things[c.subject].label):
            wholes.setdefault(c.subject, c.object)
    return wholes
