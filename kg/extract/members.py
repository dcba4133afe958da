"""Whose a person is: by the office between a body and a name, or by an office that stands alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.acting import last_agency, last_called, with_ward
from kg.extract.draft import Draft, Mention, Thing
from kg.extract.trades import OWNERS
from kg.lexicon import Lexicon

_POLICE_ROLES = re.compile(
    r"(?:民警|辅警|女警|交警|特警|警长|大队长|中队长|支队长|教导员|指导员|所长|副所长|法官|检察官|审判员|法官助理|消防员"
    r"|指挥员|负责人|局长|队长|站长|主任|书记员|执行员|警官|政委|院长|庭长|检察长)$"
)
_SHORTEST = 4  # characters of what a body is called for short
_FAR = 2  # paragraphs: farther off, another body is meant
# Before an office: of whom it is, if not of who acts: 企业|财务负责人, 社区居委会|主任.
_OF_ANOTHER = re.compile(r"(?:企业|公司|中心|[会校院厂社村镇乡队堂店])[\u4e00-\u9fff]{0,2}$")
# Whoever heads part of a firm is of no agency: 企业负责人, 一家车企的关务负责人.
_OF_FIRM = re.compile(
    r"(?:企业|公司|[车药房酒农]企|工厂|门店|项目|合作社|养殖场|饭店|酒店|商户|商家|超市)[\u4e00-\u9fff]{0,6}(?:负责人|经理|主任|队长)$"
)
_HEADED = frozenset("站场院馆店园厂社")  # 站长 is the head of one
# What a body is called for short before the office of its own: 中心|民警, 支队|民警.
_SHORT_NAMES = frozenset(("中心", "支队", "大队", "中队", "总队"))
_OUTSIDER = re.compile(
    r"(?:市民|村民|居民|群众|司机|驾驶员|驾驶人|车主|旅客|乘客|游客|患者|老人|店主|业主|商户|牧民|农民|家长|学生|同学"
    r"|受害人|当事人|报警人|嫌疑人|被告人|男子|女子|男童|女孩|记者|通讯员|顾客|老板|妻子|丈夫|儿子|女儿|父亲|母亲|家属"
    r"|原告|被告|申请人|被执行人|罪犯|工人|员工)$"
)
# Of these outsiders, those who are of the school or the firm right before them: 山西大学|学生|武婷.
_BELONGS = re.compile(r"(?:学生|员工|工人|驾驶员|司机)$")
_OFFICE_ENDS = frozenset("员长师生工手部兵官警医护人理书家")  # the last letter of what no table has
_LONGEST_UNLISTED = 12  # characters
_NOUNS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}、)?[\u4e00-\u9fff]{0,4}(?:[^，。犯嫌害当原被][员师]|队长|组长|学生|[职技电焊社员]工|选手|干部|[女老]兵|法官|检察官"
    r"|[民辅交特巡]警|医生|护士|经理|助理|秘书|专家|负责人|代表人|书记|画家|作家)"
)
_OFFICE = re.compile(r"(?:的)?[\u4e00-\u9fff、（）]{0,20}")
_ANOTHER = re.compile(
    r"[\u4e00-\u9fff]、[\u4e00-\u9fff]{1,6}(?:省|市|县|区|州|旗)(?:委|政府)?(?:副)?(?:书记|省长|市长|县长|区长|州长|旗长|主席|常委)"
)
_SENT = re.compile(r"(?:派来|派出|选派|请来|抽调|派驻)(?:的|了)?(?=[\u4e00-\u9fff]{2})")  # 派来|技术员刘志勇
_COMMITTEES = ("委", "党委", "党工委", "委员会")
# What a secretary is besides: of the government, of no committee.
_OF_GOVERNMENT = re.compile(r"、(?:(?:常务)?副?(?:[省市县区州旗盟镇乡]长|专员)|退役[\u4e00-\u9fff]{2})")
_BUSY = re.compile(r"(?:承办|救援|值班|执勤|出警|带班)(?=(?:民警|法官|检察官|辅警|消防员|交警)$)")
_VERBS = re.compile(r"[了在将把对与和向为从被]|组织|开展|联合|召开")
_stop, _start = attrgetter("stop"), attrgetter("start")
# Whose somebody is, said behind the name: 胡长河，|航道处|的航标工.
_IS = re.compile(r"(?:，?(?:现|曾|时|原)?[是为系任]|，)")
_HOLDS = re.compile(r"的?(?:一名|一位|名|位|普通|退休)*([\u4e00-\u9fff]{2,8}?)(?=[，。；])")


@cache
def _offices(lexicon: Lexicon) -> tuple[frozenset[str], dict[str, list[int]]]:
    """The offices that stand before names, and by their last letter the lengths of those of two and more characters."""
    offices = frozenset(lexicon.table("persons", "roles"))
    sizes: dict[str, list[int]] = {}
    for last, size in sorted({(office[-1], len(office)) for office in offices}, reverse=True):
        sizes.setdefault(last, []).extend([size] if size > 1 else ())
    return offices, sizes


_GIVEN = re.compile(r"(?:交到|送到|递到|交给|送给|递给|赠给|送至)(?:了)?$")
_CAME = re.compile(r"(?:来到|走进|前往|赶到|走到|送到|到)(?:了)?$")
_WITHIN = re.compile(r"(?:[^，。；]{0,14}，)?(?:在|走进|来到|位于)")
_HEADS = re.compile(r"负责人|经理|校长|园长|院长|店长|厂长|馆长|理事长|董事长|班主任|护士长")
_INSIDE_OFFICE = re.compile(r"(?:里|内)?，[\u4e00-\u9fff]{2,10}")


def write_members(draft: Draft, lexicon: Lexicon) -> None:
    """`大学城派出所所长李福军`: the words between an agency and a name are an office."""
    passage = draft.passage
    bodies = draft.outer("Agency", "Organization")
    seen: set[str] = set()
    last, told = -2, ("", "", "", 0.0)  # where the last name stops, and its owner, rule, office and confidence
    for m in draft.of_type("Person"):
        n = passage.sentence_at(m.start)
        sentence = passage.sentences[n]
        office = _office_before(passage.text, m.start, lexicon) or _unlisted(draft, bodies, m, sentence)
        said = _said_of(draft, bodies, m, lexicon) if m.key not in seen else ("", "")
        if said[0]:
            draft.claim(m.key, "memberOf", said[0], sentence.start, sentence.stop, "memberOf.office", 0.8, said[1])
            seen.add(m.key)
            continue
        if not office:
            at = bisect_right(bodies, m.start, key=_stop) - 1
            if at >= 0 and bodies[at].stop == m.start - 1 and passage.text[m.start - 1] == "的" and m.key not in seen:
                key = bodies[at].key  # 福利院的|李秀梅
                draft.claim(m.key, "memberOf", key, sentence.start, sentence.stop, "memberOf.place", 0.7)
                seen.add(m.key)
                last, told = m.stop, (key, "memberOf.place", "", 0.7)
            elif m.start == last + 1 and passage.text[last] == "、" and m.key not in seen:  # 民警朴正焕、蔡雪峰
                key, rule, role, confidence = told
                draft.claim(m.key, "memberOf", key, sentence.start, sentence.stop, rule, confidence, role)
                last = m.stop
            continue
        at = bisect_right(bodies, m.start, key=_stop) - 1
        owner = bodies[at] if at >= 0 and m.start - bodies[at].stop <= 20 else None
        role = ""
        if owner and owner.start >= sentence.start:
            thing = draft.things[owner.key]
            role = _role(passage.text[owner.stop : m.start], office, thing)
            role = office if role and owner.stop < last else role  # 派出所|民警刘杰、|辅警|陈旭
        if owner and len(role) > len(office) and _meets(draft, owner.stop, m.start - len(office)):
            role = ""
        if role and _ANOTHER.search(role):  # 交通运输部副部长付绪银、浙江省副省长|李岩益
            role, owner = "", None
        if owner and role:
            rule = "memberOf.office"
            draft.claim(m.key, "memberOf", owner.key, sentence.start, sentence.stop, rule, 0.85, role)
            seen.add(m.key)
            last, told = m.stop, (owner.key, rule, role, 0.8)
            for other, held in _other_offices(passage.text, bodies, at, sentence, lexicon):
                draft.claim(m.key, "memberOf", other, sentence.start, sentence.stop, "memberOf.offices", 0.7, held)
            heads = _OF_GOVERNMENT.search(passage.text, owner.stop, m.start)
            if heads and draft.things[owner.key].label.endswith(_COMMITTEES):  # 州委副书记、|州长吴昌明
                rule, held = "memberOf.offices", passage.text[heads.start() + 1 : m.start]
                government = _suiting(draft, bodies, at, sentence, office)
                if government:
                    draft.claim(m.key, "memberOf", government, sentence.start, sentence.stop, rule, 0.7, held)
        elif owner and _stands_in(passage.text, owner, sentence, m.start, office):
            rule = "memberOf.place"
            draft.claim(m.key, "memberOf", owner.key, sentence.start, sentence.stop, rule, 0.7, office)
            seen.add(m.key)
        elif m.key not in seen and (another := _of_another(passage.text, sentence.start, m.start, office)):
            own = last_called(draft, n, another) if another in _SHORT_NAMES else ""
            own = own or _called_short(draft, bodies[: at + 1], m.start - len(office))
            if own:  # 反诈中心 … 中心|民警徐畅
                rule = "memberOf.subject"
                draft.claim(m.key, "memberOf", own, sentence.start, sentence.stop, rule, 0.6, office)
                seen.add(m.key)
        elif m.key not in seen and (giver := _thanked(draft, bodies, at, sentence, m.start - len(office))):
            rule = "memberOf.thanked"
            draft.claim(m.key, "memberOf", giver, sentence.start, sentence.stop, rule, 0.65, office)
            seen.add(m.key)
            last, told = m.stop, (giver, rule, office, 0.65)
        elif m.key not in seen and _OF_FIRM.search(passage.text, max(sentence.start, m.start - 12), m.start):
            continue  # 一家车企的|关务负责人
        elif m.key not in seen and _POLICE_ROLES.search(office):
            agency = _suiting(draft, bodies, at, sentence, office) or last_agency(draft, n, office)
            if agency:
                rule = "memberOf.subject"
                draft.claim(m.key, "memberOf", agency, sentence.start, sentence.stop, rule, 0.6, office)
                seen.add(m.key)
                last, told = m.stop, (agency, rule, office, 0.6)
        elif m.key not in seen:
            body = _suiting(draft, bodies, at, sentence, office)
            if body:
                office = with_ward(draft, m.start, office)
                rule = "memberOf.suits"
                draft.claim(m.key, "memberOf", body, sentence.start, sentence.stop, rule, 0.6, office)
                seen.add(m.key)
                last, told = m.stop, (body, rule, office, 0.6)


def _said_of(draft: Draft, bodies: list[Mention], m: Mention, lexicon: Lexicon) -> tuple[str, str]:
    """The body of which a sentence says that somebody is, with the office: 林晓生是|南澳海关|的一名关员; or nothing."""
    text = draft.passage.text
    said = _IS.match(text, m.stop)
    at = bisect_right(bodies, m.stop, key=_start) if said else len(bodies)
    if said is None or at == len(bodies) or bodies[at].start != said.end():
        return "", ""
    while at + 1 < len(bodies) and text[bodies[at].stop : bodies[at + 1].start] in ("所属", "下属"):
        at += 1
    office = _HOLDS.match(text, bodies[at].stop)
    if office is None or not _office_before(text, office.end(1), lexicon):
        return "", ""
    outside = _OUTSIDER.search(office[1]) and not _BELONGS.search(office[1])
    return ("", "") if outside else (bodies[at].key, office[1])


def _of_another(text: str, start: int, name: int, office: str) -> str:
    """What stands before a name's office and says that it is of another than who acts: 财务中心|主任, 驿站|站长."""
    stop = name - len(office)
    if office[0] in _HEADED and text[stop - 1 : stop] == office[0]:
        return office[0]
    found = _OF_ANOTHER.search(text, max(start, stop - 8), stop)
    return found[0] if found else ""


def _called_short(draft: Draft, bodies: list[Mention], stop: int) -> str:
    """The last of some bodies whose name ends in the two words before a position: 公路养护中心 … 养护中心|班长."""
    word = draft.passage.token_at(stop - 1).start
    at = draft.passage.token_at(word - 1).start if word else word
    called = draft.passage.text[at:stop]
    if len(called) < _SHORTEST or not called.isalpha():
        called = draft.passage.text[word:stop]  # 。卫生院|院长
        if len(called) < _SHORTEST - 1:
            return ""
    return next((m.key for m in reversed(bodies) if draft.things[m.key].label.endswith(called)), "")


def _thanked(draft: Draft, bodies: list[Mention], at: int, sentence: Sentence, stop: int) -> str:
    """The agency somebody has come to with a gift for one of its people: 把锦旗交到|民警手里; or nothing."""
    text = draft.passage.text
    if at < 0 or not _GIVEN.search(text, max(sentence.start, stop - 4), stop):
        return ""
    body = bodies[at]
    came = body.start >= sentence.start and _CAME.search(text, max(sentence.start, body.start - 4), body.start)
    return body.key if came and draft.things[body.key].type == "Agency" else ""


def _stands_in(text: str, owner: Mention, sentence: Sentence, name: int, office: str) -> bool:
    """Whether a sentence opens with the body where a head of it stands: `在迎宾路小学，食堂负责人郝建军`."""
    if owner.start < sentence.start or not _WITHIN.fullmatch(text, sentence.start, owner.start):
        return False
    held = _HEADS.search(office) or (owner.stop < name and _POLICE_ROLES.search(office))
    return held is not None and _INSIDE_OFFICE.fullmatch(text, owner.stop, name) is not None


def _office_before(text: str, at: int, lexicon: Lexicon) -> str:
    """The longest office that ends where a name starts, or nothing; one of a single character is none."""
    offices, sizes = _offices(lexicon)
    for size in sizes.get(text[at - 1 : at], ()):
        if size <= at and text[at - size : at] in offices:
            return text[at - size : at]
    return ""


def _meets(draft: Draft, start: int, stop: int) -> bool:
    """Whether the words between a body and an office say what somebody does there: 法院门口|遇到|律师."""
    return any(token.tag == "v" and len(token.text) > 1 for token in draft.passage.between(start, stop))


def _unlisted(draft: Draft, bodies: list[Mention], m: Mention, sentence: Sentence) -> str:
    """What stands between a body and a name if it ends as offices do, though no table has it: 某公司|业务员|农丽芬."""
    text = draft.passage.text
    if text[m.start - 1 : m.start] not in _OFFICE_ENDS:
        return ""
    at = bisect_right(bodies, m.start, key=_stop) - 1
    if at < 0 or bodies[at].start < sentence.start or not 1 < m.start - bodies[at].stop <= _LONGEST_UNLISTED:
        return ""
    between = text[bodies[at].stop : m.start]
    return between if _NOUNS.fullmatch(between) and not _VERBS.search(between) else ""


def _other_offices(
    text: str, bodies: list[Mention], at: int, sentence: Sentence, lexicon: Lexicon
) -> Iterator[tuple[str, str]]:
    """The bodies of which somebody is too, each with the office: 市人大常委会副主任、|市总工会主席饶建平."""
    while at > 0 and bodies[at - 1].start >= sentence.start:
        between = text[bodies[at - 1].stop : bodies[at].start]
        office = _office_before(text, bodies[at].start - 1, lexicon) if between.endswith("、") else ""
        if not office or not _OFFICE.fullmatch(between[:-1]) or "、" in between[:-1] or _OUTSIDER.search(office):
            return
        at -= 1
        yield bodies[at].key, between[:-1]


def _role(between: str, office: str, owner: Thing) -> str:
    """What stands between an agency and a name if it is an office there, or nothing."""
    between = between.removeprefix("”")  # “金花调解队”|队员赵美兰
    if not _OFFICE.fullmatch(between) or _VERBS.search(between.removesuffix(office)):
        return ""
    if _OUTSIDER.search(office) and not (
        owner.type == "Organization" and between == office and _BELONGS.search(office)
    ):
        return ""
    between = _SENT.sub("", between.lstrip("的"))
    if owner.label.endswith(_COMMITTEES) and (other := _OF_GOVERNMENT.search(between)):
        between = between[: other.start()]
    return _BUSY.sub("", between) or office


def _suiting(draft: Draft, bodies: list[Mention], last: int, sentence: Sentence, office: str) -> str:
    """The last body up to an index, not far off, that has such an office (`馆长` of 绍兴市档案馆); or nothing."""
    endings = (office[-size:] for size in (5, 4, 3, 2))
    kind = next((OWNERS[ending] for ending in endings if ending in OWNERS), None)
    if kind is None:
        return ""
    sentences = draft.passage.sentences
    for i in range(last, -1, -1):
        m = bodies[i]
        if sentence.paragraph - sentences[draft.passage.sentence_at(m.start)].paragraph > _FAR:
            break
        label = draft.things[m.key].label
        if kind.search(label) and not label.endswith("校区"):
            return m.key
    return ""
