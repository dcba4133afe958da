"""Organizations that are not public bodies: a name or quotes before a head (学院, 公司, 救援队), and whole names."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

import rjieba

from kg.analyze import Passage
from kg.extract.alike import Same
from kg.extract.anchored import start_behind_division, start_of_short
from kg.extract.companies import end_of_company, find_called, is_called
from kg.extract.draft import Draft
from kg.extract.founded import end_of_ward, find_founded, find_heads_first
from kg.extract.levelled import find_of_level
from kg.extract.names import CHINESE
from kg.extract.phrases import FIRST, grow_left
from kg.extract.placed import Placed, covered
from kg.extract.unlisted import find_united
from kg.extract.wholes import find_whole_names
from kg.lexicon import Lexicon

_QUOTED = re.compile(r"“[^“”\n]{2,12}”$")
_SOME = re.compile(r"[村镇乡道区县市]一$")  # 某村一|化工厂 is no name
_SOME_OF = re.compile(r"[村镇乡区县市]一家?([\u4e00-\u9fff]{2,4})$")
_BUSINESS = frozenset(("服务", "开发", "建设", "运营", "投资"))  # what companies do: 康馨养老服务有限公司
_BEFORE = "，。、：；\n和与在到“"
_TEAM = re.compile(
    r"“([^“”\n]{3,10}(?:队|团|义警|协会|志愿者))”(?![\u4e00-\u9fff]{0,6}(?:机制|模式|行动|活动|建设|工程|品牌|制度))"
)
_FACULTY = re.compile(r"[\u4e00-\u9fff]{1,6}(?:与|和)[\u4e00-\u9fff]{1,8}学院")  # 大学|大数据与信息工程学院
_ONE_THAT = re.compile(r"(?<![第每])[一两某几][家个座处所支][\u4e00-\u9fff]{1,6}的$")  # 一家停产的|水产加工厂
_PATTERN = re.compile(r"”(?:机制|模式|行动|活动|工程|品牌|制度|项目)")  # “马背宣讲队”模式
_HELD = re.compile(r"(?:召开|举行|举办)了?[^，。；、]{0,8}$")  # 召开专题|协商会
# After a division: 怀化|三中.
_SOME_NUMBERED = re.compile(r"中(?<=[一二三四五六七八九十]中)(?!队|心|学|全)")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,2}中(?=[，。、；：（）”“！\n的]|师生|学生|教师|老师|校长|校园|门口|[举开采调指慰宣检授讲参与和等在是将又被]|附近|周边"
    r"|[初高]中|党|操场|考点|负责|获|承|$)"
)
_COUNTED = re.compile(
    r"(?<![第二三五六七八])一$|[某各几多]$|[一两三四五六七八九十几多数某各\d](?:余)?[家所座间个支名批]$"
)
_MANY = re.compile(r"[\d一二两三四五六七八九十百几多余数]")
_SO_MANY = re.compile(r"\d+余?[支个]")
# What the tagger joins to a head: 龙泉|中学毕业, 渔业|协会会长.
_GOES_ON = (
    "律师", "毕业", "会长", "院长", "校长", "园长", "经理", "行长", "教授", "学生", "教师", "老师", "医生", "社长",
    "馆长",
)  # fmt: skip
_UNIONS = ("协会", "联合会", "商会", "学会", "促进会", "基金会", "研究会")
# Committees that a division or the nation has for a task.
_PUBLIC = re.compile(r"(?:(?!业主|消费者|协会|学会|公司|集团|大学|学院|医院|中心|工会)[\u4e00-\u9fff])+委员会")
# What only a state has a committee for: 最高法官委员会, 联邦贸易委员会.
_OF_STATE = re.compile(r"联邦|国家|最高|中央|国务|议会|国会|杜马|宪法|选举|国防|外交|全国")
# Committees that manage a zone, a preserve or a water: 喀纳斯景区管理委员会.
_MANAGED = re.compile(r"(?:区|公园|湖|渔业|岛|城|港|口岸|流域)管理委员会$")
# Words of business may stand in their names: 万顺|报关|有限公司.
_WORKS = ("有限公司", "有限责任公司", "协会", "合作社", "联社", "联合社", "学校", "中心", "事务所", "厂")
_LONGEST = 30  # characters of a name put together
_CARRIERS = ("电信", "移动", "联通")
# 松口镇|电信诈骗, no carrier.
_NO_CARRIER = re.compile(r"诈骗|网络|[和与及]?互联网|支付|警务|办公|执法|课堂|法庭|法院|终端|设备|信号")
_LONGER = re.compile(r"[路街站]|城区|生(?!产)|家属")  # after a head: 学院路, 医院家属区


class _Tables:
    """The tables of organizations, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.weak = frozenset(lexicon.table("organizations", "heads", "weak"))
        self.quoted = frozenset(lexicon.table("organizations", "heads", "quoted"))
        self.services = frozenset(lexicon.table("organizations", "heads", "services"))
        self.schools = frozenset(lexicon.table("organizations", "heads", "schools"))
        self.hopeful = frozenset(lexicon.table("organizations", "heads", "hopeful"))
        self.short = frozenset(lexicon.table("organizations", "heads", "short"))
        self.prefixes = tuple(lexicon.table("organizations", "prefixes", "before"))
        self.led = lexicon.table("organizations", "openers", "before")
        self.kinds = frozenset(lexicon.table("organizations", "schools", "kinds"))
        self.plain = self.kinds | frozenset(lexicon.table("organizations", "generic", "ends"))
        self.names = frozenset(lexicon.table("organizations", "names"))
        self.generic = frozenset(lexicon.table("organizations", "generic", "ends"))
        self.stops = frozenset(lexicon.table("organizations", "stops", "ends"))
        self.founded = frozenset(lexicon.table("organizations", "founded", "kinds"))
        self.stops_of_companies = self.stops - _BUSINESS


def _with_regions(passage: Passage, start: int, regions: Placed, names: Container[str]) -> tuple[int, bool]:
    """A name's start with the divisions that stand right before it or that it cuts: 遵义|医学院, 盘|州市人民医院.

    `names` are those of all divisions: a short form counts here that would be too uncertain by itself.
    """
    located = False
    while before := regions.before(start):
        start, located = before, True
    if not located:
        for size in (3, 2):
            name = passage.text[max(0, start - size) : start]
            if start >= size and passage.edges[start - size] and name in names and name != "和县":
                return start - size, True
    return start, located


def _goes_on(text: str, last: tuple[int, int], start: int, stop: int, *, verbs: bool) -> bool:
    """Whether a name that ends at `stop` is of the last one, `last`, and goes on with it."""
    faculty = text[: last[1]].endswith("大学") and _FACULTY.fullmatch(text, last[1], stop) is not None
    inside = last[0] < start < last[1] and stop - last[0] <= _LONGEST  # 上海开放|大学杨浦|分校
    return last[1] == start or (last[0] == start and not verbs) or faculty or inside


def _is_school(text: str, start: int, head: int, word: str, kinds: frozenset[str]) -> bool:
    """Whether a plain word names a school: 晨光小学, but not 普通中学; it stands by itself."""
    body = text[start:head]
    return (
        word in ("小学", "中学", "幼儿园")
        and len(body) == 2
        and body not in kinds
        and (text[start - 1 : start] in _BEFORE or text[start - 2 : start] in ("走进", "来到", "前往", "赶到", "送到"))
    )


@cache
def _tables(lexicon: Lexicon) -> _Tables:
    return _Tables(lexicon)


def find_organizations(draft: Draft, lexicon: Lexicon) -> None:
    """Add the organizations of an article."""
    tables, passage = _tables(lexicon), draft.passage
    text = passage.text
    agencies = draft.mask("Agency")
    regions = Placed([(m.start, m.stop) for m in draft.of_type("Region")])
    places = lexicon.gazetteer.by_name
    spans: list[tuple[int, int, str, float]] = []
    for hit in passage.words["organizations"]:
        word = hit.entry.text
        united = find_united(passage, lexicon.stops, hit.stop) if word == "联合国" else -1  # 联合国|难民署
        if 1 in agencies[hit.start : hit.stop] or (
            not (passage.edges[hit.stop] or united > 0)
            and hit.stop < len(text)
            and not text.startswith(_GOES_ON, hit.stop)
        ):
            continue
        if word == "校区" and text[hit.start - 1] in "新老旧主原":  # 县二中|新校区 is the school's
            continue
        if word in _CARRIERS and _NO_CARRIER.match(text, hit.stop):
            continue
        if _LONGER.match(text, hit.stop, hit.stop + 2) or (
            word[-1] == "会" and _HELD.search(text, max(0, hit.start - 12), hit.start)
        ):
            continue
        if spans and spans[-1][1] > hit.start:
            continue
        if word in tables.names:
            if (
                not passage.edges[hit.start]
                or (word == "华为" and not is_called(passage, hit.start))
                or (word == "中国铁路" and hit.stop in regions)
                or (word == "联合国" and text[hit.stop : hit.stop + 1] in "网道土税")
            ):
                continue
            start = _with_regions(passage, hit.start, regions, places)[0] if word[-1] in "队会" else hit.start
            stop = max(united, hit.stop, end_of_company(passage, hit.stop))
            spans.append((start, stop, "organization.name", 0.9))
            continue
        quote = _QUOTED.search(text, max(0, hit.start - 14), hit.start)
        if quote and word in tables.services:
            continue
        if quote and word in tables.quoted:
            spans.append((quote.start(), hit.stop, "organization.quoted", 0.8))
            continue
        floor = agencies.rfind(b"\x01", 0, hit.start) + 1
        verbs = word.endswith(("队", "团", "义警", "委员会"))
        bracket = text.rfind("（", hit.start - 8, hit.start) if text[hit.start - 1 : hit.start] == "）" else -1
        head = bracket if bracket > 0 else hit.start  # 轨道交通（集团）有限公司
        stops = tables.stops_of_companies if word.endswith(("公司", *_UNIONS)) else tables.stops
        start, proper = grow_left(passage, head, most=22, stops=stops, floor=floor, verbs=verbs)
        if word in tables.schools and start > 0 and text[start - 1] not in _BEFORE:
            wider, _ = grow_left(passage, head, most=22, stops=tables.stops, floor=floor, verbs=True)
            start = wider if text[wider - 1] in _BEFORE else start  # 解放东路小学
        if start > floor and text[start:head] not in tables.plain and start not in regions:
            business = word.endswith(_WORKS)
            anchored = start_behind_division(passage, regions, places, head, floor, stops, verbs=business)
            start, proper = (anchored, True) if 0 <= anchored < start else (start, proper)
        if start == head or (word in tables.weak and not proper and start not in regions):
            alone = text[hit.stop : hit.stop + 1] == "”" and "“" in text[hit.start - 5 : hit.start]  # “移动医院”
            short = (
                start_of_short(passage, head, tables.plain, tables.hopeful, tables.led)
                if word in tables.short and not alone
                else -1
            )
            start, proper = (short, True) if short >= floor else (start, proper)
        if start > floor and text[start - 1] not in FIRST and regions.ending(start - 1) is not None:
            start -= CHINESE.match(text[start - 1]) is not None  # 和平区|望|湖路小学
        start, located = _with_regions(passage, start, regions, places)
        proper = proper or located
        if text[start : start + 4] == "联合国网":  # 联合|国网
            start += 2
        if located and text.endswith(tables.prefixes, 0, start) and start >= floor + 2:
            start -= next(len(p) for p in tables.prefixes if text.endswith(p, 0, start))
        if spans and _goes_on(text, spans[-1][:2], start, hit.stop, verbs=verbs):  # 内蒙古医科大学 + 第二附属医院
            start = spans.pop()[0]
        while start < hit.start:  # generic words at the front are not part of the name
            token = passage.token_at(start)
            if token.text not in tables.generic or token.stop >= hit.start:
                break
            start = token.stop
        if word.endswith(("队", "团", "合作社", "协会")) and text[start - 1 : start] == "”":  # “石榴籽”|共产党员服务队
            opened = text.rfind("“", max(floor, start - 10), start)
            start, proper = (opened, True) if opened >= 0 else (start, proper)
        elif text[hit.stop : hit.stop + 1] == "”" and 0 < start - text.rfind("“", max(0, start - 3), start) <= 2:
            start = text.rfind("“", start - 3, start) + 1  # “崀|山义警”
        start += text[start] == "“" and text[hit.stop : hit.stop + 1] == "”"
        if word in tables.services and text[start - 1 : start] == "“" and text[hit.stop : hit.stop + 1] == "”":
            continue  # “蒙汉双语调解室”: a service, as with the name alone in quotes
        if _ONE_THAT.search(text, max(0, start - 10), start) or _PATTERN.match(text, hit.stop, hit.stop + 3):
            continue
        body = text[start : hit.start]
        words = passage.between(start, hit.start)
        if text[start] == "支" and _MANY.match(text, start - 1):  # 12|支马背巡逻队
            continue
        if _COUNTED.search(body) or (word[-1] in "队团" and _SO_MANY.match(text, hit.stop)):  # 怀化|一酒店, 小分队|8支
            continue
        plain = start == hit.start or body in tables.generic or all(t.text in tables.generic for t in words)
        of_area = located and word.endswith(_UNIONS) and start < passage.token_at(hit.start - 1).start
        if plain and not of_area:  # 泉州市|志愿服务|联合会
            continue
        if _SOME.search(body) and word not in tables.schools and not word.endswith("医院"):
            continue
        some = _SOME_OF.search(body) if word in tables.weak else None
        if some and rjieba.has_word(some[1]):  # 黄州区一|建材|公司 is no name
            continue
        proper = proper or bracket > 0 or regions.begins(start, hit.start)
        strange = len(body) >= 4 and (word.endswith("队") or any(not rjieba.has_word(t.text) for t in words))
        state = word == "委员会" and len(body) > 2 and _OF_STATE.match(body)
        if (
            word in tables.weak
            and not proper
            and not strange
            and not state
            and not _is_school(text, start, hit.start, word, tables.kinds)
        ):
            continue
        if word == "党" and (len(body) < 2 or body[-1] in "建入退整全"):  # 建党|思想
            continue
        stop = end_of_ward(text, word, hit.stop)
        if stop > hit.stop and text[stop - 2 : stop] not in ("院区", "分院"):  # of the hospital, which is named too
            spans.append((start, hit.stop, "organization.head", 0.8 if proper else 0.65))
        spans.append((start, stop, "organization.head", 0.8 if proper else 0.65))
    for division in passage.names if _SOME_NUMBERED.search(text) else ():  # 怀化|三中
        if (
            division.entry.kinds[0] in "Rr"
            and (found := _NUMBERED.match(text, division.stop))
            and passage.edges[division.start]
        ):
            over = regions.ending(division.stop)
            start = division.start if over is None else over
            if 1 not in agencies[start : found.end()]:
                spans.append((start, found.end(), "organization.head", 0.8))
    taken = covered([span[:2] for span in spans], len(text))
    for m in _TEAM.finditer(text):
        if 1 not in agencies[m.start() : m.end()] and 1 not in taken[m.start() : m.end()]:
            spans.append((m.start(), m.end(), "organization.team", 0.7))
    for start, stop in find_founded(passage, tables.founded, taken):
        if 1 not in taken[start:stop] and 1 not in agencies[stop - 2 : stop]:
            spans.append((start, stop, "organization.founded", 0.65))
    for start, stop, name in find_heads_first(text):
        if 1 not in agencies[start:stop] and 1 not in taken[start:stop]:
            draft.mention(start, stop, draft.thing("Organization", name), "organization.quoted", 0.7)
    for start, stop, public in find_called(text, lexicon.nations):
        if 1 not in agencies[start:stop] and 1 not in taken[start:stop]:
            thing = draft.thing("Agency" if public else "Organization", text[start:stop])
            draft.mention(start, stop, thing, "organization.called", 0.6)
    whole = find_whole_names([text[start:stop] for start, stop, *_ in spans], spans, regions)
    of_level = find_of_level(draft)
    spans = [span for span in spans if span[:2] not in of_level]
    taken = covered([span[:2] for span in spans], len(text))
    same = Same(draft)
    for start, stop, rule, _ in spans:
        name = text[start:stop]
        same.add(same.plain(start, stop), name.strip("“”") if rule == "organization.team" else whole.get(name, name))
    for name in of_level.values():
        same.add(name, name)
    for (start, stop), name in of_level.items():
        if passage.edges[stop] and 1 not in taken[start:stop] and 1 not in agencies[start:stop]:
            draft.mention(start, stop, draft.thing("Organization", same.whole(name)), "organization.level", 0.7)
    for start, stop, rule, confidence in spans:
        name = text[start:stop].strip("“”") if rule == "organization.team" else text[start:stop]
        public = _PUBLIC.fullmatch(name) is not None and (
            _MANAGED.search(name) is not None
            or (len(name) > 5 and _OF_STATE.match(name) is not None)
            or any(start <= a < stop for a in regions)
        )  # 香港发展策略委员会
        type_ = "Agency" if public else "Organization"
        draft.mention(start, stop, draft.thing(type_, same.whole(same.plain(start, stop), name)), rule, confidence)
