"""Names of initiatives without quotes: a phrase between a governing verb and a head, or one the article dwells on."""

from __future__ import annotations

import re

from kg.analyze import Passage, Token
from kg.extract.draft import Draft
from kg.extract.heads import Heads
from kg.extract.values import Named

_STOP = re.compile(r"[，。；：！？\n（）《》]")
_MARKS = re.compile(r"[，。；：！？“”]")
_AT_ONCE = re.compile(r"(?:立即|迅速|随即|第一时间|即刻|马上|火速|紧急|立刻)启动了?$")
_OWN_NAME = 8  # characters of a name that is more than a kind: 渝黔边界警务协作机制
_LED = re.compile(
    r"(?:(?:深入|扎实|持续|全面|集中|坚决|全力|奋力)(?:开展|推进|实施|组织|打赢|打好)|打赢|打好|开展|推进|实施)(?=[\u4e00-\u9fff]{2})"
)
_DATED = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:起|以来)?")  # 自10月15日|百日攻坚行动
_EXPERIENCE = re.compile(r"(?:推广|学习|复制|借鉴|总结|交流)(?:了|好)?([\u4e00-\u9fff]{2,3}经验)(?!做法|介绍|交流)")
_NO_BRIDGE = re.compile(r"[，。、和与的了]")
_CHIEFS = re.compile(r"(?:落实|推行|实行|建立|深化|依托|实施|健全)(?:了)?((?:河湖|河|林|田|湖|路|街|楼|山|海湾)长制)")
_NUMBERED = re.compile(r"[二两三四五六七八九十]项(?:举措|措施|机制|行动|工程)")
# Heads that make a name only by the weight it has in the article, without the words that start with them.
_SALIENT = re.compile(
    r"建设(?!性|者|银行|局|厅|部|单位|用地|工程)|工作(?!人员|法|者|会议|机制|要求|目标|部署|站|室|组|日|专班|情况|报告|量|经验|[\u4e00-\u9fff]{0,5}会(?!计))|课堂"
)
_POINTING = frozenset("该此这那其各某")
_BAD_START = re.compile(
    r"持续深化|持续推进|在建|续建|新建|拟建|待建|未建|改扩建|扩建|深入推进|继续|一些|一[条项套批种部支座处场份张]|首[条个批家项]|[两三四五六七八九十几多数]+[条套个批处家]|所有|任何|全部|没有|已经|贯穿|整个|一个|一家|一款|虚假|诈骗|涉案|非法|整套|全套|相结合|相关"
)
# Words of one character that no name starts with; as the first of a longer word they may (未成年人, 数据, 无人机).
_BAD_WORDS = frozenset("该此这那其各本某几数多等的了着起和与及并也又都就还更最不没未已正将被让使给向从到有无成来去上下")
_DIVISIONS = frozenset("省市县区旗州盟镇乡")
_PUSHES = re.compile("推[行出]|试[行点]|首推|实行|[启投]用|上线")
_PUSHED = re.compile(
    r"(?:推行|推出|试行|首推)(?:了)?([^，。；、：“”‘’《》（）的和及与到\s0-9]{3,10}?(服务|审核|审查|审批|审理|办理|受理|联办|帮办|代办|联审"
    r"|监管|执法|评价|考核|公示|管理|值守|巡查|调解|预约|检查|查验|通关|监测|会诊|分诊|签约|客运|配送|回收|缴费|登记|过户|验收|核查|招标|采购"
    r"|结算|报销|直付|配药|送达|执行|立案|听证|诉讼|接访|陪审|问诊|就诊|住院|转诊|养老|托育|助餐|上学|招生|年检|审车|出行))(?=[，。；\n]|$)"
)
# The work of a season or of this year: 推进|今冬明春火灾防控工作, 启动今年|托育机构卫生评价工作.
_SEASONAL = re.compile(
    r"(?:推进|启动|开展|部署开展)了?(?:今年|\d{4}年度?|本年度|年度|(?=今冬明春|冬春|[春夏秋冬]季|[春夏秋冬]{2}|汛期|今[春夏秋冬]|[春暑]运|[寒暑]假))"
    r"([^，。；、：“”《》的]{4,16}?(?<!相关|各项|重点)工作)(?=[，。；]|以来)"
)
# What headline and text may share as well, whatever verb introduces it: 启用|占道停车电子抓拍, 实行|跨县告知承诺.
_BEGUN = re.compile(
    r"(?:推行|推出|试行|首推|实行|启用|投用|上线|试点)了?([^，。；、：“”‘’《》（）的和及与到\s0-9]{5,12}?)(?=[，。；\n]|$|后，|以来)"
)
# Of these, what is done alike each time; of the others, what is offered.
_DONE_ALIKE = frozenset(
    (
        "审核",
        "审查",
        "联审",
        "监管",
        "评价",
        "考核",
        "公示",
        "值守",
        "巡查",
        "调解",
        "会诊",
        "分诊",
        "监测",
        "核查",
        "转诊",
        "接访",
    )
)
_ANY: tuple[frozenset[str], int] = (frozenset(), 0)
_DEEPENS = frozenset(("深化", "推进", "落实", "部署"))
_SIDES = re.compile(r"[\u4e00-\u9fff](?:、[\u4e00-\u9fff]){1,5}(?!、)")  # 家、校、警、社|四方联动机制
_NOT_TELLING = frozenset(("m", "q", "d", "uj", "a"))


def find_unquoted(draft: Draft, heads: Heads) -> list[Named]:
    """`建立高风险就诊人员信息共享机制`: a phrase between a governing verb and a head."""
    passage, out = draft.passage, []
    text = passage.text
    borders = _borders(draft)
    hits = [h for h in passage.words["initiatives"] if h.entry.text in heads.bare]
    for n, hit in enumerate(hits):
        head = hit.entry.text
        if head in heads.national:
            out.append(Named(hit.start, hit.stop, head, heads.national[head], "", "initiative.national", 0.85, head))
            continue
        if not passage.edges[hit.stop] and not head.isascii() and text[hit.stop : hit.stop + 1] != "化":
            continue
        if head in heads.proper:
            i = passage.by_start.get(hit.start, 0)
            if i and passage.tokens.texts[i - 1] in heads.verbs:
                out.append(Named(hit.start, hit.stop, head, "project", "", "initiative.phrase", 0.7, head))
            continue
        start, verb = _phrase(passage, hit.start, heads, borders)
        by, least = heads.enacted.get(head, _ANY)
        enacted = verb in by  # 出台|奖励|办法
        if start is None or (not enacted and (head not in heads.closing or (head in heads.governed and not verb))):
            continue
        if verb.startswith("启动") and _AT_ONCE.search(text, max(0, start - 8), start):
            name = text[start : hit.stop]
            if len(name) < _OWN_NAME or text.find(name, hit.stop) < 0:  # else the text comes back to it
                continue
        following = hits[n + 1].start if n + 1 < len(hits) else len(text)
        if following - hit.stop <= 3 and n + 1 < len(hits) and not _NO_BRIDGE.search(text, hit.stop, following):
            continue  # the longer name is read at the next head
        led = _LED.match(text, start, hit.start) or _DATED.match(text, start, hit.start)
        start = led.end() if led else start
        size = hit.start - start
        counted = head.endswith("法") and text[start] in "一二三四五六七八九十" and size >= 2  # 四步|调解法
        short = size + len(head) < 6 and head not in heads.short and not counted
        if (size < least) if enacted else (short or size < max(2, heads.needs.get(head, 2))):
            continue
        if text[hit.start - 1] == "等":  # 晨午检、缺课登记等|制度
            continue
        if text[start : hit.start] in heads.generic or not (counted or _may_modify(passage, start, hit.start, heads)):
            continue
        first = _token_from(passage, start)
        if first and first.tag == "v" and len(first.text) == 2 and not verb:
            continue
        if any(start < border <= hit.start for border in borders):
            continue
        confidence = 0.7 if verb else 0.6
        name = text[start : hit.stop]
        out.append(Named(start, hit.stop, name, heads.types[head], "", "initiative.phrase", confidence, head))
    return out


def find_salient(draft: Draft, heads: Heads) -> list[Named]:
    """Names that only their weight in the article shows.

    `平安医院建设` said twice, `夏季消防宣传工作` of which the headline speaks, “三项举措” of the headline.
    """
    passage = draft.passage
    text = passage.text
    headline = "".join(text[s.start : s.stop] for s in passage.sentences if s.kind in ("headline", "kicker"))
    out = [
        Named(m.start(), m.end(), m[0], "policy", "", "initiative.numbered", 0.6, "")
        for m in (_NUMBERED.finditer(text) if "项" in headline else ())
        if m[0] in headline
    ]
    out += [
        Named(m.start(1), m.end(1), m[1], "mechanism", "", "initiative.system", 0.7, "制")
        for m in (_CHIEFS.finditer(text) if "长制" in text else ())
    ]
    for found in _EXPERIENCE.finditer(text) if "经验" in text else ():
        token = _token_from(passage, found.start(1))
        if token and token.tag == "ns" and token.stop == found.end(1) - 2:  # 推广|永平经验
            name = found[1]
            out.append(Named(*found.span(1), name, "brand", "", "initiative.experience", 0.65, ""))
    out += [
        Named(m.start(1), m.end(1), m[1], "campaign", "", "initiative.seasonal", 0.6, "工作")
        for m in (_SEASONAL.finditer(text) if "工作" in text else ())
        if m.start(1) in passage.by_start and m.end(1) - m.start(1) >= _OWN_NAME
    ]
    out += _find_pushed(passage, heads) if _PUSHES.search(text) else []
    borders = _borders(draft)
    for hit in _SALIENT.finditer(text):
        head, at = hit[0], hit.start()
        if at not in passage.by_start or passage.sentences[passage.sentence_at(at)].kind != "text":
            continue
        start, _ = _phrase(passage, at, heads, borders)
        if start is None or not (2 if head == "课堂" else 4) <= at - start <= 12:
            continue
        core = text[start:at]
        if any(word in core for word in ("的", "、", "工作", "建设")) or not _may_modify(passage, start, at, heads):
            continue
        if _is_salient(text, headline, core, head):
            type_ = "campaign" if head == "工作" else "project"
            out.append(Named(start, hit.end(), core + head, type_, "", "initiative.salient", 0.55, core))
    return out


def _find_pushed(passage: Passage, heads: Heads) -> list[Named]:
    """What is introduced without a head and without quotes, to the end of its clause: 推行|处方前置审核."""
    out = []
    for found in _PUSHED.finditer(passage.text):
        start, stop = found.span(1)
        name = found[1]
        first = _token_from(passage, start)
        if first is None or first.tag[0] == "m" or not passage.edges[stop] or name in heads.generic:
            continue
        if not _may_modify(passage, start, found.start(2), heads):
            continue
        type_ = "mechanism" if found[2] in _DONE_ALIKE else "policy"
        out.append(Named(start, stop, name, type_, "", "initiative.pushed", 0.6, found[2]))
    for found in _BEGUN.finditer(passage.text):
        start, stop = found.span(1)
        type_, first = heads.echo(found[1]), _token_from(passage, start)
        if type_ and first and first.tag[0] != "m" and passage.edges[stop] and _may_modify(passage, start, stop, heads):
            out.append(Named(start, stop, found[1], type_, "", "initiative.pushed", 0.6, ""))
    return out


def _is_salient(text: str, headline: str, core: str, head: str) -> bool:
    """Whether an article dwells on a name: in the headline, or said often enough for its head."""
    if head == "工作":
        return core in headline
    whole = text.count(core + head)
    return whole >= 3 if head == "课堂" else whole >= 2 and text.count(core) >= 3


def _borders(draft: Draft) -> set[int]:
    """Where the names of agencies and divisions stop: no name of an initiative runs across."""
    return {m.stop for m in draft.of_type("Agency", "Region")}


def _phrase(passage: Passage, head: int, heads: Heads, borders: set[int]) -> tuple[int | None, str]:
    """Where the phrase before a head starts, and the verb that governs it (or nothing)."""
    i = passage.by_start.get(head)
    start = head
    if i is None:
        token = passage.token_at(head)
        start, i = token.start, passage.by_start[token.start]
        if head - token.start > 3:
            return None, ""
    starts, texts, tags = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags
    while i > 0:
        at, stop, word, tag = starts[i - 1], starts[i], texts[i - 1], tags[i - 1]
        if head - at > 24:
            return None, ""
        if stop in borders and stop != head:
            return start, ""
        if word == "的" and start < head and (at in borders or passage.text[at - 1] in _DIVISIONS):
            return start, ""  # 易门县的|农村人居环境整治行动
        if word == "的" and start < head and i > 1 and texts[i - 2] in heads.opening:  # 建立的|权益保障机制
            return start, texts[i - 2]
        listed = _listed(passage, i - 1, head, heads) if word == "、" and start < head else None
        if listed is not None:
            return listed
        if _STOP.match(word) or word in "“”‘’、":
            return (start, "") if start < head else (None, "")
        if word in heads.verbs and not (word in heads.nounish and start == head):
            return start, word
        if len(word) == 4 and word[2:] in heads.verbs and word[:2] in heads.adverbs:  # 积极开展
            return start, word[2:]
        if tag == "ul" or word in ("了", "起", "出"):
            verb = texts[i - 2] if i > 1 else ""
            return start, verb if verb in heads.governing else ""
        if tag in ("p", "c", "r") or (tag == "d" and (len(word) == 1 or word in heads.adverbs)):
            return start, word if word in heads.governing else ""
        start = at
        i -= 1
    return start, ""


def _listed(passage: Passage, i: int, head: int, heads: Heads) -> tuple[int, str] | None:
    """The start of a name with a list in it, right after its verb: 开展|高额彩礼、大操大办等突出问题专项治理."""
    while i > 0:
        token = passage.tokens[i - 1]
        if head - token.start > 24 or _STOP.match(token.text) or token.text in "“”‘’" or token.text in heads.types:
            return None
        if token.text in heads.governing and (token.text not in heads.nounish or token.text in _DEEPENS):
            return token.stop, token.text
        if token.tag in ("p", "c", "r", "d", "ul", "m") or token.tag[0] == "u":
            return None
        i -= 1
    return None


def _token_from(passage: Passage, start: int) -> Token | None:
    """The word that starts at a position, if one does."""
    i = passage.by_start.get(start)
    return passage.tokens[i] if i is not None else None


def _may_modify(passage: Passage, start: int, stop: int, heads: Heads) -> bool:
    """Whether the words before a head are more than generic ones."""
    text = passage.text
    if stop - start < 2 or start not in passage.by_start:
        return False
    i = passage.by_start[start]
    if passage.tokens.texts[i] in _BAD_WORDS or text[start] in _POINTING:
        return False
    if _BAD_START.match(text, start, stop) or _MARKS.search(text, start, stop):
        return False
    if _SIDES.match(text, start, stop):
        return True
    return any(
        token.stop <= stop and len(token.text) > 1 and token.tag not in _NOT_TELLING and token.text not in heads.generic
        for token in passage.between(start, stop)
    )
