"""Names of a place that no gazetteer has: villages that stand alone, units called after a place of their county."""

from __future__ import annotations

import re
from operator import attrgetter

import rjieba

from kg.analyze import Passage
from kg.extract.parts import Chain, Part
from kg.extract.placed import Placed
from kg.extract.stretch import may_name
from kg.lexicon import Lexicon
from kg.lexicon.gazetteer import Gazetteer

# The last word of a village or town, with what may follow where it stands alone.
_LONE = re.compile(
    r"(?:村|社区|嘎查|镇|乡|苏木|街道)"
    r"(?=[，。、；的内里]|村民|居民|[牧渔农果茶]民|[果菜茶林蚕]农(?!场)|种植户|养殖户|党支部|党委|委会|居委会|一|开展|举行|举办|召开|召集|调解|走访|宣传|网格"
    r"|附近|境内|路口|村口|突发|发生|突降|遭遇|遭受|赶|因|向|两委|“两委”|支书|书记|主任|驻村|举|\d+(?:余|多)?[人户名]|等[村地镇乡社]"
    r"|[\u4e00-\u9fff]{2,3}(?:社区|屯(?![垦田兵扎])|村(?![民落庄镇级干医务]))"
    # A place of the town: 梅溪镇|清水河水库.
    r"|[\u4e00-\u9fff]{1,4}(?:水库|大桥|大道|公路|隧道|广场|公园|码头|路口|国道|省道))"
)
# A village before any other word, which asks more of its name.
_BEFORE_ANY = re.compile(
    r"(?:村(?![民落庄镇级干医务集史规改部卫校小晚头尾口组道居委公文社两党支务域容貌风])|社区(?![工网居两党委服干医卫民矫治团群警养食基志书])|嘎查)(?=[\u4e00-\u9fff\d])"
)
# A farm of the corps by itself, where a text tells of the corps; it has a number of two figures or more.
_FARM = re.compile(
    r"(?:(?<=[，。、；：\n在到至从和与])|(?<=涉及)|(?<=走进)|(?<=来到)|(?<=深入))"
    r"([一二三四五六七八九〇十\d]{2,4}团(?=[、，。；的和与等场职连一二三四五六七八九十\d在]))([一二三四五六七八九十\d]{1,3}连(?![长队续接日夜]))?"
)
_CORPS = re.compile(r"第[一二三四五六七八九十]{1,2}师[^范]")
# Divisions named together: 榕江、从江、黎平|三县.
_LISTED = re.compile(
    r"((?:[\u4e00-\u9fff]{2,6}、){1,6}[\u4e00-\u9fff]{2,4}(?:[和与及][\u4e00-\u9fff]{2,4})?)[两二三四五六七八九十\d]{1,2}个?市?([县市区旗州])(?![\u4e00-\u9fff]?[级道])"
)
_SO_MANY = re.compile(r"[两二三四五六七八九十\d]个?市?[县市区旗州]")
# Towns that share their last word: 梅溪、柳林、清水等镇.
_TOWNS = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{0,8}?[在到至对从向于])??((?:[\u4e00-\u9fff]{2,3}、){1,7}[\u4e00-\u9fff]{2,3})等(?:[两二三四五六七八九十\d]{1,2}个)?(街道|镇|乡(?!镇))(?![村里级长])"
)
_SHARED = re.compile(r"等(?:[两二三四五六七八九十\d]{1,2}个)?(?:街道|[镇乡])")
_ITEM = re.compile(r"(?:(?![和与及])[\u4e00-\u9fff])+")
_BELOW = re.compile(r"([\u4e00-\u9fff]{2,3})(?:社区|村|屯)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST = 4  # characters of a town's name without its last word
_OF_TOWNS = ("所", "站", "法庭", "中队", "警务室")  # units called after their town
# What stands before it.
_OPENS = frozenset("在到至赴往入驻从去了住是，。、：；\n")
_LED = ("走进", "来到", "深入", "位于", "走访", "抵达", "前往", "返回", "途经", "帮助", "进驻", "赶到")
# What no name of a town ends with before its head: 城|镇, 家|乡, 特色小|镇.
_NEVER = frozenset("讯电的了着是有被该此这那某每各我他她您你们两几不更余名")
_NO_TOWN = frozenset("之城集小古村名重强商乡镇家故异下返回进水侨老他同入还离思望梦醉茶酒花在各全该本")
_PLAIN_MOUNTAINS = frozenset("小大高深荒偏穷老远青后前上下登一个座半全满群江火名")
_VILLAGES_END = frozenset("庄源沟湾坪坝岭洼堡寨屯岗塘桥店营铺沙溪泉渠洞峪崖滩洲浦垟坑坂埔厝屋冲畈垸圩墩塬峁梁")
# Behind a village, in a list of some.
_BESIDE = re.compile(
    r"(?:、[\u4e00-\u9fff]{2,4}[村屯])*等(?:[一二三四五六七八九十\d]+个)?(?:行政|自然)?村|、[\u4e00-\u9fff]{2,4}村等"
)
_NO_VILLAGE = frozenset("之农乡山渔古空全各进驻入该本同多个城")

_PLACE = attrgetter("start", "stop")


def with_local_names(passage: Passage, lexicon: Lexicon, chains: list[Chain]) -> list[Chain]:
    """The chains of a passage, by place, with what only its own text says of its villages and towns."""
    chains = with_lone_villages(passage, lexicon, chains)
    villages = {p.text for c in chains for p in c.parts if p.kind == "V"}
    floors = [0, *(chain.stop for chain in chains)]
    if villages:
        chains = [with_village(chain, passage.text, villages, floors[i]) for i, chain in enumerate(chains)]
    local = {p.text.removesuffix("街道").rstrip("镇乡") for c in chains for p in c.parts if p.kind == "T"}
    gazetteer = lexicon.gazetteer
    chains = [with_own_names(chain, local, gazetteer) if len(chain.parts) > 1 else chain for chain in chains]
    if local:
        chains = [with_town(chain, passage.text, local, floors[i]) for i, chain in enumerate(chains)]
    return chains


def with_lone_villages(passage: Passage, lexicon: Lexicon, chains: list[Chain]) -> list[Chain]:
    """The chains of a passage, by place, with those of villages by themselves, instead of loose ones inside these."""
    lone = find_lone_villages(passage, lexicon, chains)
    if not lone:
        return chains
    longer = Placed(sorted((c.start, c.stop) for c in lone))
    kept = [c for c in chains if not (is_loose(c) and any(longer.holds(c.start, at) for at in (c.stop, c.stop - 1)))]
    return sorted([*kept, *lone], key=_PLACE)


def find_lone_villages(passage: Passage, lexicon: Lexicon, chains: list[Chain]) -> list[Chain]:
    """Villages and towns that stand without what they lie in, after a word of place or a mark: 来到|三店社区."""
    text = passage.text
    heads = [*_LONE.finditer(text)]
    sure = {found.start() for found in heads}
    heads += [found for found in _BEFORE_ANY.finditer(text) if found.start() not in sure]
    corps = "兵团" in text or "师市" in text or _CORPS.search(text) is not None
    listed = [*_LISTED.finditer(text)] if _SO_MANY.search(text) else []
    towns = [*_TOWNS.finditer(text)] if _SHARED.search(text) else []
    if not heads and not corps and not listed and not towns:
        return []
    out: list[Chain] = []
    generic = lexicon.table("places", "villages", "generic")
    taken = bytearray(len(text))
    for chain in chains:
        if is_loose(chain):
            continue
        taken[chain.start : chain.stop] = b"\1" * (chain.stop - chain.start)
    for found in heads:
        head, stop = found.span()
        wide = head not in sure
        for start in range(head - 2, max(head - 6, 0), -1):
            arrived = text.endswith("到达", 0, start) and text[start - 3] not in "来走赶送回跑"  # 来到|达尔罕苏木
            if text[start - 1] in _OPENS or arrived or text.endswith(_LED, 0, start):
                break
        else:
            start = head - 2  # 模拟|鬃岭镇坪箐村: no other word, and a village behind it
            paired = found[0] in ("镇", "乡") and _BELOW.match(text, stop) is not None and start > 0
            if not paired or not passage.edges[start] or rjieba.has_word(text[start:head]):
                continue
        name = text[start:head]
        if taken[start] or taken[head] or passage.sentences[passage.sentence_at(start)].kind != "text":
            continue
        if not (passage.edges[start] or text[start - 1] in "从去至到在是") or not (
            passage.edges[stop] or (found[0] in ("镇", "乡") and _BELOW.match(text, stop))
        ):
            continue
        if name in generic or name[-2:] in generic or name[:2] in generic or (wide and not _may_be_villages(name)):
            continue
        town = found[0] in ("镇", "乡", "苏木", "街道")
        mountain = not town and len(name) == 2 and name[1] == "山" and name[0] not in _PLAIN_MOUNTAINS  # 独山|村
        if (not mountain and name[-1] in (_NO_TOWN if town else _NO_VILLAGE)) or not _NEVER.isdisjoint(name):
            continue
        beside = not town and _BESIDE.match(text, stop) is not None
        if _CHINESE.fullmatch(name) and may_name(passage, lexicon.stops, start, head, verbs=beside):
            parts = [Part(start, stop, "T" if town else "V", text[start:stop])]
            below = _BELOW.match(text, stop) if town or found[0] == "村" else None
            below = below if below and (town or below[0][-1] == "屯") else None
            if below and below[1] not in generic and may_name(passage, lexicon.stops, stop, below.end(1), verbs=True):
                parts.append(Part(stop, below.end(), "V", below[0]))
            out.append(Chain(start, parts[-1].stop, tuple(parts)))
    for found in _FARM.finditer(text) if corps else ():
        if not taken[found.start()]:
            parts = [Part(found.start(), found.end(1), "T", found[1])]
            if found[2]:
                parts.append(Part(found.start(2), found.end(), "V", found[2]))
            out.append(Chain(found.start(), found.end(), tuple(parts)))
    for found in towns:
        out += _listed_towns(passage, lexicon, found, taken)
    for found in listed:
        for part in _ITEM.finditer(text, found.start(), found.end(1)):
            known = next((n for n in (4, 3, 2) if part[0][-n:] in lexicon.gazetteer.by_name and len(part[0]) >= n), 0)
            known = known or (len(part[0]) == 2 and part[0] + found[2] in lexicon.gazetteer.by_name and 2)
            start, stop = part.end() - known, part.end()
            if known and not taken[start] and not taken[stop - 1]:
                out.append(Chain(start, stop, (Part(start, stop, "r", text[start:stop]),)))
    return out


def _may_be_villages(name: str) -> bool:
    """Whether a name before any word may be a village's: no other word, or one that ends as such names do."""
    return not rjieba.has_word(name) or name[-1] in _VILLAGES_END


def is_loose(chain: Chain) -> bool:
    """Whether a chain is a division's short form alone, which may be the beginning of a village's name: 上城|埭村."""
    return len(chain.parts) == 1 and chain.parts[0].kind == "r" and not chain.pointed


def _listed_towns(passage: Passage, lexicon: Lexicon, found: re.Match[str], taken: bytearray) -> list[Chain]:
    """The towns of a list with one last word for all: 梅溪、柳林、清水等镇; none if one of them can be no town."""
    text, generic = passage.text, lexicon.table("places", "villages", "generic")
    out: list[Chain] = []
    for item in _ITEM.finditer(text, found.start(1), found.end(1)):
        name = item[0]
        if taken[item.start()] or taken[item.end() - 1] or name in generic or not _NEVER.isdisjoint(name):
            return []
        whole = name if name.endswith(found[2]) and len(name) > len(found[2]) + 1 else name + found[2]
        if name[-1] in "县市区旗州村" or not may_name(passage, lexicon.stops, item.start(), item.end()):
            return []
        out.append(Chain(item.start(), item.end(), (Part(item.start(), item.end(), "T", whole),)))
    return out


def with_own_names(chain: Chain, local: set[str], gazetteer: Gazetteer) -> Chain:
    """A chain whose unit bears the name of a place of its own county that is also a far division's short form.

    霞浦县|三沙|海防派出所 is not of 三沙市, nor is 三沙|海事处 where the article tells of 三沙镇. Such names join
    the `local` ones of the article.
    """
    parts = chain.parts
    for i in range(len(parts) - 1):
        name, unit = parts[i], parts[i + 1]
        if name.kind != "r" or unit.kind != "U" or unit.text.startswith("委"):
            continue
        county = gazetteer.by_name.get(parts[i - 1].text, ()) if i and parts[i - 1].kind == "R" else ()
        apart = (
            len(county) == 1 and county[0].level == "county" and not _may_lie(gazetteer, name.text, county[0].adcode)
        )
        if apart or name.text in local:
            local.add(name.text)
            own = Part(name.start, unit.stop, "U", name.text + unit.text, name.text + unit.stem, unit.head)
            return Chain(chain.start, chain.stop, (*parts[:i], own, *parts[i + 2 :]), chain.pointed)
    return chain


def with_town(chain: Chain, text: str, towns: set[str], floor: int) -> Chain:
    """A chain whose first unit is called after a town of the article, with all of the town's name: 米箩|消防救援站.

    `towns` are the towns' names without their last word, `floor` is where the chain before ends. A name that was read
    in part is read whole: 和大|虎山派出所 beside 大虎山镇.
    """
    unit = chain.parts[0]
    if chain.pointed or unit.kind != "U" or unit.start != chain.start or not unit.text.endswith(_OF_TOWNS):
        return chain
    for before in range(_LONGEST, 0, -1):
        at = chain.start - before
        if at < floor:
            continue
        if any(text[at : at + size] in towns for size in range(_LONGEST, max(2, before) - 1, -1)):
            name = text[at : chain.start]
            named = Part(at, unit.stop, "U", name + unit.text, name + unit.stem, unit.head)
            return Chain(at, chain.stop, (named, *chain.parts[1:]))
    return chain


def with_village(chain: Chain, text: str, villages: set[str], floor: int) -> Chain:
    """A chain whose first unit is called after the end of a village's name, with all of it: 好|花红村村民委员会."""
    unit = chain.parts[0]
    if chain.pointed or unit.kind != "U" or unit.start != chain.start or "村" not in unit.text[1:]:
        return chain
    for before in (1, 2):
        at = chain.start - before
        whole = text[at : text.find("村", chain.start, unit.stop) + 1]
        if at >= floor and whole in villages:
            name = text[at : chain.start]
            named = Part(at, unit.stop, "U", name + unit.text, name + unit.stem, unit.head)
            return Chain(at, chain.stop, (named, *chain.parts[1:]))
    return chain


def is_below(gazetteer: Gazetteer, short: str, above: str) -> bool:
    """Whether a stretch is a county of the division right before it, without its last character: 眉山市|东坡."""
    codes = {region.adcode for region in gazetteer.by_name.get(above, ())}
    known = (region for suffix in "区县市旗" for region in gazetteer.by_name.get(short + suffix, ()))
    return any(over.adcode in codes for region in known for over in gazetteer.ancestors(region))


def _may_lie(gazetteer: Gazetteer, name: str, county: str) -> bool:
    """Whether a short form can name a county or what lies in or above it."""
    options = gazetteer.by_name.get(name, ())
    return any(o.adcode == county or gazetteer.lies_in(o, county) or county.startswith(o.adcode[:4]) for o in options)
