"""Names of initiatives in quotes: with a head after them, a head inside, or a governing verb before them."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from msgspec.structs import replace

from kg.analyze import Passage
from kg.extract.heads import Heads
from kg.extract.modified import NO_GAP, SERVED, TEAM, with_nouns, with_prefix
from kg.extract.values import Named

_START = attrgetter("start")
_QUOTE = re.compile(r"“([^“”\n]{1,60})”|‘([^‘’\n]{1,30})’")
_SPEECH = re.compile(r"[，,。！？!?；]")
_SENTENCE_MARK = re.compile(r"[。！？；]")
_STOP = re.compile(r"[，。；：！？\n（）《》]")
_LIST_END = re.compile(
    r"等(?:系列|一系列|多项|多个|专项|主题|特色|重点|\d+项|[一二三四五六七八九十]+项|便民|惠企|利民|便民利企|惠企利民|服务)*"
)
_WORK = re.compile(r"化|升级|创建")
_TEAM_NAME = re.compile(r"(?:队|团|义警|志愿者|协会)$")
_MANNER = re.compile(r"^[\u4e00-\u9fff]{2,3}式$")  # “拉网式”
_GOVERNED = re.compile(
    r"(?:推行|推出|实施|打造|打造了|创建|创建了|创新推出|开设|开设了|开通|开通了|设立|设立了|建立|建立了|探索|上线|上线了"
    r"|推广|深化|依托|开展|开展了|启动|启动了|实行|做强|擦亮|研发|践行|发展|坚持和发展|弘扬|落实|搭建|搭建起|组建|建起"
    r"|推进|借助|运用|制定|构建|通过|结合|发起|投用|启用|办起|建成|共建|合建|开办|创办|引进|试行|试点|接入|定为|划定|恢复|改用|首创|首推|创设|独创|创新|布设|叫响|推开)(?:了|起|好|(?<=开展)的|(?<=实施)的|(?<=推出)的|(?<=启动)的|(?<=推行)的|(?<=打造)的|(?<=发起)的|(?<=研发)的|(?<=上线)的|(?<=建成)的|(?<=试行)的|(?<=开通)的|(?<=设立)的|(?<=创办)的|(?<=建立)的)?(?:新时代|特色|以)?$"
)
# Who sets up what serves people: 改装了一辆“马背警务车”, 墙上挂着“红色驿站”.
_FOUNDED = re.compile(
    r"(?:设立|开设|开办|办起|建起|建成|建立|设置|设有|创办|创建|创立|搭建|搭起|挂起|挂上|挂着|挂出|摆上|摆出|摆起|摆放|摆|支起|印发|印制|印|绘制|编印"
    r"|编制|编写|设计|制作|定制|研制|发放|派发|送上|配备|配置|配发|布设|增设|新增|新设|新建|升级|改装|改造成|改建成|改建为|打造|打造成|开通|开出|开行|捐建|共建|还有|建有|备有|贴上|张贴|粘贴|接入|划定|划出|试行|做成|编成|合制|研制|改用|用上|用起|换上|装上|戴上|有了|拿到|领到|列出|开列|推出|上线|启用|启动|聘请|建|设|办)"
    r"(?:了|起|出|着|有|成)?(?:(?:全[省市县区国旗州]|我[省市县区国]|[省市县区]内)?首[个家座条批支台处]|(?:第?[一两二三四五六七八九十]|\d+)[余多]?[万千百]?[余多]?[本张个座辆间处块条台份家所套支趟列只]?)?的?$"
)
_TAUGHT = re.compile(r"(?:集中|专题|巡回|现场|系列)?(?:宣讲|解读|推介|辅导|培训|宣传|说明|座谈|讲座|发布|新闻)")
_OF_PAPER = re.compile(r"(?:本[报刊台网]|报社|编辑部|客户端)[^。；“]*$")
_OFTEN = 2  # times that the last word of a name stands in a text which is about what it names
_OPENED = re.compile(
    r"(?:正式|全面|也|已|再)*(?:投入使用|揭牌|启用|投用|开张|开班|开门|开讲|亮相|上线|开通|落成|建成|挂牌|开到|搬进|开进|驶进|走进|进驻|落户)"
)
_HELD = re.compile(r"(?:组织|举办|主办|发起|牵头)(?:开展|实施|推出)?的(?:\d{4}年)?$")  # 市商务局组织的|“消费季”活动
_HOW_MANY = re.compile(r"^(?:等)?[一二三四五六七八九十两\d]+[大项个](?=[\u4e00-\u9fff]{2})")  # “育苗”“培优”|三大|工程
_YEARLY = re.compile(r"年|月$|行动$|工程$")  # 提升|年|活动
_DIVIDED = re.compile(r"(?:分为|包括|包含|涵盖|下设|设有|设置|设立|分设|由)了?$")
_PARTS = re.compile(
    r"等?[两二三四五六七八九十\d]*[大个项]?(?:子项目|子行动|子计划|子工程|分项|板块|专项(?![\u4e00-\u9fff]))"
)
_ENDS = frozenset(("", *"，。、；等和并\n"))
_METAPHOR = re.compile(r"(?:搭建|打造|构建|建起|架起|搭起|做强|形成)(?:了|起)?$")
_ROOMS = ("工作室", "调解室")
_OWN = re.compile(
    r"[一二三四五六七八九十\d]+(?:[步招字心][\u4e00-\u9fff]{1,4}(?<![办方立司执违说看做])法|件(?:民生|惠民|为民)?实事|项(?:[\u4e00-\u9fff]{2,4})?(?:服务|措施|举措|机制|制度))$"
)
_BUILT = ("中心", "服务站", "工作站", "警务站", "消防站", "带", "公园", "广场", "路")  # bodies and places
_OF_NAME = ("标准", "要求", "通知", "规定")  # what a programme has, not its name
# Who does this wants none of it: 杜绝“半拉子”工程.
_AGAINST = re.compile(r"(?:杜绝|防止|避免|严防|谨防|遏制|抵制|拒绝|反对|搞|禁止|严禁)了?$")
_NO_BRIDGE = re.compile(r"[的、和与及了为在将对把，]")  # between a head and a further one


def find_quoted(passage: Passage, heads: Heads) -> list[Named]:
    """Quotes with a head after them, quotes whose words end in a head, and quotes after a governing verb."""
    text = passage.text
    out: list[Named] = []
    quotes = _find_quotes(text)
    i = 0
    while i < len(quotes):
        run = [quotes[i]]
        while i + len(run) < len(quotes):
            following = quotes[i + len(run)]
            if text[run[-1].end() : following.start()] not in ("", "、", "和", "及", "与"):
                break
            run.append(following)
        i += len(run)
        run = [q for q in run if not _SENTENCE_MARK.search(_inner(q))]
        if run:
            out += _read_run(passage, run, heads)
    return out


def _find_quotes(text: str) -> list[re.Match[str]]:
    """All quotes by place; of a speech that holds quotes of its own, those."""
    out: list[re.Match[str]] = []
    for quote in _QUOTE.finditer(text):
        inside = list(_QUOTE.finditer(text, quote.start() + 1, quote.end() - 1)) if "‘" in (quote[1] or "") else []
        out += inside if inside and _SPEECH.search(quote[1]) else [quote]
    return out


def _inner(quote: re.Match[str]) -> str:
    return quote[1] or quote[2] or ""


def _read_run(passage: Passage, run: list[re.Match[str]], heads: Heads) -> list[Named]:
    """The names in quotes that stand in a list: one head after the last is every one's."""
    text = passage.text
    last = run[-1].end()
    begin = with_prefix(passage, run[0].start(), heads)
    floor = max(0, begin - 8)
    governing = _GOVERNED.search(text, floor, begin)
    governed, kind = governing is not None, heads.kind(governing[0]) if governing else "policy"
    held = governed or _HELD.search(text, floor, begin) is not None
    barred = not held and heads.no_before.search(text, floor, begin) is not None
    listed = _LIST_END.match(text, last, last + 16) if text[last : last + 1] == "等" else None
    head = _head_after(passage, listed.end() if listed else last, heads)
    parts = len(run) > 1 and _PARTS.match(text, last, last + 8) and _DIVIDED.search(text, floor, begin)
    found = []
    if _AGAINST.search(text, floor, run[0].start()):
        return []
    for quote in run:
        inner = _inner(quote)
        if parts:
            found.append(Named(quote.start(), quote.end(), inner, "policy", inner, "initiative.part", 0.7, inner))
        elif head and listed and len(inner) <= 16:
            if head[1] != "活动" or len(inner) >= 4:
                type_ = heads.types[head[1]]
                found.append(Named(quote.start(), quote.end(), inner, type_, inner, "initiative.list", 0.7, inner))
        elif head:
            found += _before_head(text, quote, last, head, heads, barred=barred)
        elif not TEAM.match(text, last, last + 16):
            barred_here = barred or _is_barred(text, quote, last, heads)
            goes_on = text[last : last + 1] not in _ENDS
            if begin < run[0].start() and (
                (goes_on and not SERVED.match(text, last, last + 16)) or _METAPHOR.search(text, floor, begin)
            ):
                governed_here = False  # 开展透水事故“无脚本”|演练, 架起警民“连心桥”
            else:
                governed_here = governed
            alone = _alone(quote, heads, kind=kind if governed_here else "", barred=barred_here) or _post(
                quote, heads, barred=barred_here
            )
            last_one = quote.end() == last
            found += [n for named in alone if (n := with_nouns(passage, named) if last_one else named)]
    if (
        begin < run[0].start()
        and found
        and found[0].start == run[0].start()
        and found[0].core not in heads.known
        and found[0].rule != "initiative.post"
    ):
        first = found[0]  # 开展|校园食品安全“护苗”专项整治
        quoted = first.name if first.name[0] in "“‘" else run[0][0] + first.name.removeprefix(first.core)
        found[0] = replace(first, start=begin, name=text[begin : run[0].start()] + quoted)
    return found


def _before_head(
    text: str, quote: re.Match[str], last: int, head: tuple[int, str], heads: Heads, *, barred: bool
) -> list[Named]:
    """The name of quotes and a head after the last quotes of their list, which end at `last`; none for a team."""
    stop, noun = head
    inner, rest = _inner(quote), text[last:stop]
    if quote.end() != last or text[quote.start() - 1] in "”、":  # of a list
        rest = _HOW_MANY.sub("", rest)
    if inner in heads.known and rest.startswith("的"):  # “枫桥经验”的具体举措
        return [Named(quote.start(), quote.end(), inner, "brand", inner, "initiative.name", 0.85, "")]
    if inner in heads.scare and noun not in heads.strong and noun not in heads.governed:  # “一对一”政策
        return []
    if TEAM.match(rest) or noun in heads.bodies or (len(inner) > 30 and noun in ("活动", "建设")):
        return []
    room = noun in _ROOMS and text[quote.start() - 1] == "的"  # 她创办的|“红艳说法”工作室
    if barred and not room and noun not in heads.strong and noun not in heads.governed:
        return []
    if inner in heads.known and noun in heads.practice and _WORK.search(rest):
        return [Named(quote.start(), quote.end(), inner, "brand", inner, "initiative.name", 0.85, "")]
    if heads.types[noun] == "policy" and _TAUGHT.match(text, stop):  # “税惠智造”政策|宣讲会
        return []
    if noun.endswith(("专栏", "栏目")) and _OF_PAPER.search(text, max(0, quote.start() - 16), quote.start()):
        return []
    name_stop = stop if quote.end() == last else quote.end()
    name = f"“{inner}”{rest}"
    return [Named(quote.start(), name_stop, name, heads.types[noun], inner, "initiative.quoted", 0.9, rest)]


def _alone(quote: re.Match[str], heads: Heads, *, kind: str, barred: bool) -> list[Named]:
    """The name that quotes make without a head after them: known, ending in a head, or governed by a verb.

    `kind` is the type that the governing verb gives, if one does.
    """
    start, stop, inner = quote.start(), quote.end(), _inner(quote)
    known = inner in heads.known
    if _TEAM_NAME.search(inner) or (known and barred and inner.endswith("派出所")):
        return []  # of a team, of an honour: 授予“枫桥式公安派出所”称号
    if _OWN.match(inner):  # 课上学到的|‘三步劝离法’
        type_ = "mechanism" if inner[-1] in "法制" else "project" if inner[-1] == "事" else "policy"
        return [Named(start, stop, inner, type_, inner, "initiative.name", 0.7, "")]
    if (barred and not known) or inner in heads.scare or _MANNER.search(inner):
        return []
    ending = heads.ending.search(inner)
    if known or (ending and len(inner) >= 4 and ending[0] not in heads.loose):
        noun = ending[0] if ending else ""
        type_ = heads.types[noun] if noun else heads.post(inner)[1]
        type_ = type_ or ("policy" if inner.endswith("通办") else "brand")
        if known or kind or noun in heads.firm:
            return [Named(start, stop, inner, type_, inner, "initiative.name", 0.8, noun)]
    elif kind and 3 <= len(inner) <= 16 and "，" not in inner and not inner.endswith(_BUILT):
        type_ = heads.post(inner)[1] or kind
        return [Named(start, stop, inner, type_, inner, "initiative.governed-quote", 0.5, "")]
    return []


def _post(quote: re.Match[str], heads: Heads, *, barred: bool) -> list[Named]:
    """The name in quotes of what is set up for people: “骑手驿站”, “戏曲班车”; it is set up there or named again."""
    text, inner, start = quote.string, _inner(quote), quote.start()
    if not 3 <= len(inner) <= 12 or inner in heads.scare:
        return []
    word, type_ = heads.post(inner)
    if not word:
        return []
    founded = _FOUNDED.search(text, max(0, start - 18), start) or _OPENED.match(text, quote.end())
    if founded is None and (barred or (text.find(inner, quote.end()) < 0 and text.count(word) <= _OFTEN)):
        return []
    return [Named(start, quote.end(), inner, type_, inner, "initiative.post", 0.6, word)]


def _is_barred(text: str, quote: re.Match[str], last: int, heads: Heads) -> bool:
    """Whether what follows the quotes says that they name no programme; a plan, a project is one whatever its 的."""
    after = heads.no_after.match(text, last, last + 16)
    if after is None or after[0] != "的" or quote.end() != last:
        return after is not None
    ending = heads.ending.search(_inner(quote))
    return ending is None or len(_inner(quote)) < 5 or ending[0] not in heads.firm


def _head_after(passage: Passage, at: int, heads: Heads) -> tuple[int, str] | None:
    """The head that closes a name whose quotes end at `at`: where it stops, and the head; over a short modifier."""
    text = passage.text
    best: tuple[int, str] | None = None
    hits = passage.words["initiatives"]
    for i in range(bisect_left(hits, at, key=_START), len(hits)):
        hit = hits[i]
        gap = text[at : hit.start]
        if len(gap) > 14 or _STOP.search(gap) or "“" in gap:
            break
        if hit.entry.text not in heads.types:
            continue
        if best is not None:
            if hit.entry.text in _OF_NAME and best[1] not in _OF_NAME:  # “四好农村路”建设|标准
                break
            if hit.start - best[0] > 4 or _NO_BRIDGE.search(text, best[0], hit.start):
                break
            if any(token.tag == "v" for token in passage.between(best[0], hit.start)):  # “…”建设|列入民生实事
                break
        elif NO_GAP.search(gap) or _breaks(passage, at, hit.start, heads):
            break
        if len(hit.entry.text) == 1 and not passage.edges[hit.stop]:  # 法律, 贷款
            continue
        best = (hit.stop, hit.entry.text)
    return best


def _breaks(passage: Passage, start: int, stop: int, heads: Heads) -> bool:
    """Whether a stretch holds a word that ends the name before it."""
    i = passage.by_start.get(start)
    if i is None:
        return False
    starts, texts, tags = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags
    while i < len(texts) and starts[i] < stop:
        joint = texts[i] == "共" or (texts[i] == "所" and i > 0 and tags[i - 1] == "m")  # 三|所|联动机制
        if not joint and (tags[i] in ("p", "c", "uj", "ul", "r") or _cuts(passage, i, heads)):
            return tags[i] != "uj" or starts[i + 1] < stop - 8
        i += 1
    return False


def _cuts(passage: Passage, i: int, heads: Heads) -> bool:
    """Whether a word ends the name before it, and is not in it: 提升|年活动, 提升|工程."""
    texts = passage.tokens.texts
    return texts[i] in heads.breaks and not (i + 1 < len(texts) and _YEARLY.match(texts[i + 1]))
