"""Initiatives: campaigns, mechanisms, projects, systems, policies and brands that have a name.

A name is a head noun (机制, 专项行动, 平台) with what stands before it: quotes with at most a short modifier, or, for
heads that allow it, an unquoted phrase after a governing verb. Titles in 《》 that end in a measure's head count when
somebody issued them. What was accepted is then found again in the article by its quoted core or its short head.
"""

from __future__ import annotations

import re
from functools import cache

from kg.analyze import Passage
from kg.extract.draft import Draft
from kg.extract.values import Named
from kg.lexicon import Lexicon

TYPES = ("campaign", "mechanism", "project", "system", "policy", "brand")
_QUOTE = re.compile(r"“([^“”\n]{1,60})”|‘([^‘’\n]{1,30})’")
_TITLE = re.compile(r"《([^《》\n]{3,60})》")
_STOP = re.compile(r"[，。；：！？\n（）《》]")
_LIST_END = re.compile(
    r"等(?:系列|一系列|多项|多个|专项|主题|特色|重点|\d+项|[一二三四五六七八九十]+项|便民|惠企|利民|便民利企|惠企利民|服务)*"
)
_SHORT_TAIL = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:机制|模式|行动|活动|平台|系统|工程|建设)")
_TEAM = re.compile(
    r"[\u4e00-\u9fff]{0,5}(?:队|团|义警|志愿者|社|协会|小组|专案组|警务室|剧团|班组)(?![\u4e00-\u9fff]{0,2}(?:机制|模式|制度|行动))"
)
_LAW = re.compile(r"法$|^中华人民共和国|宪法|民法典|刑法")
_ISSUED = re.compile(
    r"(?:制定|出台|印发|发布|会签|签订|签署|下发|推出|编制|起草|修订|形成|落实|贯彻|实施|梳理成|汇编|编印|根据|按照|依据|执行|通过)(?:了|并\w{2})?(?:《[^》]*》[、和及]?)*$"
)
_ISSUED_AFTER = re.compile(r"^(?:的通知|的实施|出台|印发|正式|要求|明确|规定|提出)")
_MEASURE = re.compile(
    r"(?:措施|意见|办法|方案|条例|规定|细则|指南|指引|导则|规范|规程|制度|计划|规划|纲要|清单|要求|通知|通告|提示|公约|倡议|倡议书|机制|标准|决定|行动|工作法|[一二三四五六七八九十\d]+条|协议|备忘录|手册|章程|预案)(?:（[^）]*）)?$"
)
_ASPECT = re.compile(r"^(?:了|着|起|出|好|起了|出了|一个|一套|一项|一种|全新的?|新的|的)+")
_VERB_QUOTED = re.compile(
    r"(?:推行|推出|实施|打造|打造了|创建|创建了|创新推出|开设|开设了|开通|开通了|设立|设立了|建立|建立了|探索|上线|上线了|推广|深化|依托|开展|开展了|启动|启动了|实行|做强|擦亮|研发|践行|发展|坚持和发展|弘扬|落实|搭建|搭建起|组建|建起|推进|借助|运用|制定|构建|通过|结合)(?:了|起|好)?(?:新时代|特色|以)?$"
)
_CHINESE_END = re.compile(r"[\u4e00-\u9fff]$")


class _Tables:
    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["initiatives"]
        self.type_of = {word: type_ for type_ in reversed(TYPES) for word in tables[type_]["words"]}
        self.strong = frozenset(tables["strength"]["strong"])
        self.governed = frozenset(tables["strength"]["governed"])
        self.governing = frozenset(tables["governing"]["words"])
        self.generic = frozenset(tables["generic"]["words"])
        self.known = frozenset(tables["known"]["words"])
        self.no_before = re.compile(
            "(?:" + "|".join(sorted(tables["no_before"]["words"], key=len, reverse=True)) + ")$"
        )
        self.no_after = re.compile("(?:" + "|".join(sorted(tables["no_after"]["words"], key=len, reverse=True)) + ")")
        heads = sorted(self.type_of, key=len, reverse=True)
        self.ends = re.compile("(?:" + "|".join(heads) + ")$")


@cache
def _tables(lexicon: Lexicon) -> _Tables:
    return _Tables(lexicon)


def find_initiatives(draft: Draft, lexicon: Lexicon) -> None:
    """Add the initiatives of an article; named happenings of one day are left to `events`."""
    tables, passage = _tables(lexicon), draft.passage
    found = _quoted(draft, tables) + _titled(passage, tables) + _unquoted(draft, lexicon, tables)
    found.sort(key=lambda n: (n.start, -n.stop))
    kept: list[Named] = []
    found += _salient(draft, tables, found)
    found.sort(key=lambda n: (n.start, -n.stop))
    for named in found:
        if kept and named.start < kept[-1].stop and named.stop <= kept[-1].stop:
            continue
        if kept and named.start < kept[-1].stop:
            continue
        kept.append(named)
    draft.named = [n for n in kept if _is_happening(draft, n)]
    kept = [n for n in kept if not _is_happening(draft, n)]
    keys = _merge(draft, kept)
    _echo(draft, kept, keys)


def _merge(draft: Draft, kept: list[Named]) -> dict[str, str]:
    """One thing for names that share their quoted core and kind: the longest form gives the canonical name."""
    keys: dict[str, str] = {}
    by_core: dict[str, Named] = {}
    for named in sorted(kept, key=lambda n: (-len(n.name), n.start)):
        same = by_core.get(named.core) if named.core else None
        if same is None and not named.core:
            same = next(
                (o for o in by_core.values() if o.name.endswith(named.name) and len(named.name) >= 4 and not o.core),
                None,
            )
        if same is None:
            by_core[named.core or named.name] = named
        keys[named.name] = draft.thing("Initiative", (same or named).name, initiativeType=(same or named).type)
    for named in kept:
        draft.mention(named.start, named.stop, keys[named.name], named.rule, named.confidence)
    return keys


def _echo(draft: Draft, kept: list[Named], keys: dict[str, str]) -> None:
    """Later short forms: the quoted core by itself or with another head, and a long head by itself (专项活动)."""
    text = draft.passage.text
    taken = [(n.start, n.stop) for n in kept]
    for named in kept:
        key = keys[named.name]
        forms = []
        if named.core:
            forms += [f"“{named.core}”", f"‘{named.core}’"]
        if named.name != named.core and len(named.head) >= 4:
            forms.append(named.head)
        if not named.core and len(named.name) >= 5:
            forms.append(named.name)
        for form in forms:
            at = text.find(form)
            while at >= 0:
                stop = at + len(form)
                tail = _SHORT_TAIL.match(text, stop) if form[0] in "“‘" else None
                stop = tail.end() if tail else stop
                if at != named.start and not any(a < stop and at < b for a, b in taken):
                    taken.append((at, stop))
                    draft.mention(at, stop, key, "initiative.echo", 0.75)
                at = text.find(form, stop)


def _is_happening(draft: Draft, named: Named) -> bool:
    """Whether a named campaign is one day's happening: 活动 or 行动 with a day, or held (举办) rather than carried out."""
    if (
        named.type != "campaign"
        or not named.head.endswith(("活动", "行动"))
        or "专项" in named.name
        or "百日" in named.name
    ):
        return False
    text = draft.passage.text
    sentence = draft.passage.sentences[draft.passage.sentence_at(named.start)]
    before = text[sentence.start : named.start]
    if re.search(r"(?:举办|举行|启动)[^，。]{0,12}$", before) and "专项" not in named.name:
        return True
    return any(
        t.kind == "day" and sentence.start <= t.start < named.start and (t.value or text[t.start] in "昨今当同")
        for t in draft.times
    ) and "专项" not in named.name and not re.search(r"自[^，。]*$|以来", before)  # fmt: skip


def _quoted(draft: Draft, tables: _Tables) -> list[Named]:
    """Quotes with a head after them, quotes whose words end in a head, and quotes after a governing verb."""
    passage = draft.passage
    text = passage.text
    out: list[Named] = []
    quotes = list(_QUOTE.finditer(text))
    i = 0
    while i < len(quotes):
        run = [quotes[i]]
        while i + len(run) < len(quotes) and text[run[-1].end() : quotes[i + len(run)].start()] in (
            "",
            "、",
            "和",
            "及",
            "与",
        ):
            run.append(quotes[i + len(run)])
        i += len(run)
        run = [q for q in run if not re.search(r"[。！？；]", q[1] or q[2] or "")]
        if run:
            out += _read_run(passage, run, tables)
    return out


def _read_run(passage: Passage, run: list[re.Match[str]], tables: _Tables) -> list[Named]:
    text = passage.text
    last = run[-1].end()
    before = text[max(0, run[0].start() - 8) : run[0].start()]
    after = text[last : last + 16]
    listed = _LIST_END.match(after)
    head = _head_after(passage, last + (listed.end() if listed else 0), tables)
    barred = bool(tables.no_before.search(before)) and not _VERB_QUOTED.search(before)
    out: list[Named] = []
    for q in run:
        inner = q[1] or q[2] or ""
        ending = tables.ends.search(inner)
        known = inner in tables.known
        if head and listed and len(inner) <= 16:
            if head[1] != "活动" or len(inner) >= 4:
                out.append(
                    Named(q.start(), q.end(), inner, tables.type_of[head[1]], inner, "initiative.list", 0.7, inner)
                )
            continue
        if head and (q is run[-1] or len(run) > 1):
            start, stop = q.start(), head[0]
            name = text[start:stop] if q is run[-1] else text[q.start() : q.end()] + text[last:stop]
            if (
                _TEAM.match(text[last:stop])
                or head[1] in ("法庭", "窗口", "服务队")
                or (barred and head[1] not in tables.strong and head[1] not in tables.governed)
            ):
                continue
            if len(inner) > 30 and head[1] in ("活动", "建设"):
                continue
            if (
                inner in tables.known
                and head[1] in ("实践", "创建", "品牌", "建设", "警务室", "模式")
                and re.search(r"化|升级|创建", text[last:stop])
            ):
                out.append(Named(q.start(), q.end(), inner, "brand", inner, "initiative.name", 0.85, ""))
                continue
            out.append(
                Named(
                    start,
                    stop if q is run[-1] else q.end(),
                    name,
                    tables.type_of[head[1]],
                    inner,
                    "initiative.quoted",
                    0.9,
                    text[last:stop],
                )
            )
            continue
        if _TEAM.match(after):
            continue
        if barred or tables.no_after.match(after):
            if not known:
                continue
        if known or (
            ending
            and len(inner) >= 4
            and ending[0] not in ("法", "码", "贷", "要求", "标准", "经验", "防线", "建设", "清单", "提示")
        ):
            type_ = tables.type_of[ending[0]] if ending else "brand"
            if (
                known
                or _VERB_QUOTED.search(before)
                or (
                    ending
                    and (
                        ending[0] in tables.strong
                        or ending[0] in tables.governed
                        or ending[0] in ("行动", "警务室", "工作室", "改革", "工程")
                    )
                )
            ):
                out.append(
                    Named(q.start(), q.end(), inner, type_, inner, "initiative.name", 0.8, ending[0] if ending else "")
                )
            continue
        if _VERB_QUOTED.search(before) and 3 <= len(inner) <= 16 and not re.search(r"[，。]", inner):
            out.append(Named(q.start(), q.end(), inner, "policy", inner, "initiative.governed-quote", 0.5, ""))
    return out


def _head_after(passage: Passage, at: int, tables: _Tables) -> tuple[int, str] | None:
    """The head that closes a name whose quotes end at `at`: where it stops, and the head; over a short modifier."""
    text = passage.text
    best: tuple[int, str] | None = None
    for hit in passage.words["initiatives"]:
        if hit.start < at:
            continue
        gap = text[at : hit.start]
        if len(gap) > 14 or _STOP.search(gap) or "“" in gap:
            break
        if hit.entry.text not in tables.type_of:
            continue
        if best is not None:
            between = text[best[0] : hit.start]
            if len(between) > 4 or re.search(r"[的、和与及了为在将对把，]", between):
                break
        elif re.search(r"[、了在将对把是为从被以]|的(?!.{2,})", gap) or _verb_in(passage, at, hit.start):
            break
        if not passage.edges[hit.stop] and not hit.entry.text.isascii():
            if hit.entry.text == "法":
                continue
        best = (hit.stop, hit.entry.text)
    return best


def _verb_in(passage: Passage, start: int, stop: int) -> bool:
    """Whether a stretch holds a verb that ends the name before it."""
    i = passage.by_start.get(start)
    if i is None:
        return False
    while i < len(passage.tokens) and passage.tokens[i].start < stop:
        token = passage.tokens[i]
        if token.tag in ("p", "c", "uj", "ul", "r") or token.text in (
            "开展",
            "进行",
            "实现",
            "提升",
            "守护",
            "成为",
            "取得",
            "参加",
            "组织",
        ):
            return token.tag != "uj" or token.stop < stop - 8
        i += 1
    return False


def _titled(passage: Passage, tables: _Tables) -> list[Named]:
    """《…措施》 that somebody issued."""
    text, out = passage.text, []
    for m in _TITLE.finditer(text):
        inner = m[1]
        before = text[max(0, m.start() - 14) : m.start()]
        if not _MEASURE.search(inner) or _LAW.search(inner):
            continue
        if re.search(r"(?:协议|倡议书|手册|备忘录|章程|通知)$", inner) and not _ISSUED.search(before):
            continue
        if (
            _ISSUED.search(before)
            or _ISSUED_AFTER.match(text[m.end() :])
            or "关于" in inner
            or re.search(r"[条项]", inner)
        ):
            out.append(Named(m.start(), m.end(), inner, "policy", inner, "initiative.title", 0.85, ""))
    return out


def _unquoted(draft: Draft, lexicon: Lexicon, tables: _Tables) -> list[Named]:
    """`建立高风险就诊人员信息共享机制`: a phrase between a governing verb and a head."""
    passage, out = draft.passage, []
    text = passage.text
    agencies = {m.stop for m in draft.mentions if draft.things[m.key].type in ("Agency", "Region")}
    hits = [h for h in passage.words["initiatives"] if h.entry.text in tables.strong or h.entry.text in tables.governed]
    for n, hit in enumerate(hits):
        head = hit.entry.text
        if not passage.edges[hit.stop] and not head.isascii() and text[hit.stop : hit.stop + 1] not in "化":
            continue
        start, verb = _phrase(passage, hit.start, tables, agencies)
        if start is None:
            continue
        stop = hit.stop
        following = hits[n + 1] if n + 1 < len(hits) else None
        if (
            following
            and following.start - stop <= 3
            and not re.search(r"[，。、和与的了]", text[stop : following.start])
        ):
            continue  # the longer name is read at the next head
        modifier = text[start : hit.start]
        if len(modifier) < 2 or modifier in tables.generic or not _may_modify(passage, start, hit.start, tables):
            continue
        if head in tables.governed and not verb:
            continue
        if (
            len(modifier) + len(head) < 6
            and head not in tables.strong
            and head not in ("法治课堂", "工程", "大练兵", "共同体")
        ):
            continue
        if head in ("流程", "系统", "制度", "平台") and len(modifier) < (5 if head in ("流程", "制度") else 4):
            continue
        first = passage.tokens[passage.by_start[start]] if start in passage.by_start else None
        if first and first.tag == "v" and len(first.text) == 2 and not verb:
            continue
        if any(start < stop_ <= hit.start for stop_ in agencies):
            continue
        name = text[start:stop]
        out.append(Named(start, stop, name, tables.type_of[head], "", "initiative.phrase", 0.7 if verb else 0.6, head))
    return out


_NUMBERED = re.compile(r"[二两三四五六七八九十]项(?:举措|措施|机制|行动|工程)")


def _salient(draft: Draft, tables: _Tables, found: list[Named]) -> list[Named]:
    """Names that only their weight in the article shows: `平安医院建设` twice, `夏季消防宣传工作` and the headline, “三项举措”."""
    passage = draft.passage
    text = passage.text
    head_text = "".join(text[s.start : s.stop] for s in passage.sentences if s.kind in ("headline", "kicker"))
    out: list[Named] = []
    for m in _NUMBERED.finditer(text):
        if m[0] in head_text:
            out.append(Named(m.start(), m.end(), m[0], "policy", "", "initiative.numbered", 0.6, ""))
    agencies = {m.stop for m in draft.mentions if draft.things[m.key].type in ("Agency", "Region")}
    for hit in re.finditer(
        r"建设(?!性|者|银行|局|厅|部|单位|用地|工程)|工作(?!人员|法|者|会议|机制|要求|目标|部署|站|室|组|日|专班)|课堂",
        text,
    ):
        if hit.start() not in passage.by_start or passage.sentences[passage.sentence_at(hit.start())].kind != "text":
            continue
        start, _ = _phrase(passage, hit.start(), tables, agencies)
        if start is None or hit.start() - start < (2 if hit[0] == "课堂" else 4) or hit.start() - start > 12:
            continue
        core = text[start : hit.start()]
        if (
            not _may_modify(passage, start, hit.start(), tables)
            or "的" in core
            or "、" in core
            or "工作" in core
            or "建设" in core
        ):
            continue
        whole = text.count(core + hit[0])
        if (
            (hit[0] == "工作" and core in head_text)
            or (hit[0] == "建设" and whole >= 2 and text.count(core) >= 3)
            or (hit[0] == "课堂" and whole >= 3)
        ):
            out.append(
                Named(
                    start,
                    hit.end(),
                    core + hit[0],
                    "campaign" if hit[0] == "工作" else "project",
                    "",
                    "initiative.salient",
                    0.55,
                    core,
                )
            )
    return out


def _phrase(passage: Passage, head: int, tables: _Tables, agencies: set[int]) -> tuple[int | None, str]:
    """Where the phrase before a head starts, and the verb that governs it (or nothing)."""
    text = passage.text
    i = passage.by_start.get(head)
    if i is None:
        token = passage.token_at(head)
        i = passage.by_start[token.start]
        if token.start < head and head - token.start > 3:
            return None, ""
        start = token.start
        i = i
    else:
        start = head
    while i > 0:
        token = passage.tokens[i - 1]
        if head - token.start > 24:
            return None, ""
        if token.stop in agencies and token.stop != head:
            return (token.stop, "") if token.stop == start else (start, "")
        if _STOP.match(token.text) or token.text in "“”‘’、":
            return (start, "") if start < head else (None, "")
        if token.text in _STRONG_VERBS and not (token.text in _NOUNISH and start == head):
            cut = _ASPECT.match(text, start, head)
            return (cut.end() if cut else start), token.text
        if token.tag == "ul" or token.text in ("了", "起", "出"):
            verb = passage.tokens[i - 2].text if i > 1 else ""
            return start, verb if verb in tables.governing else ""
        if token.tag in ("p", "c", "r") or (token.tag == "d" and (len(token.text) == 1 or token.text in _ADVERBS)):
            return start, token.text if token.text in tables.governing else ""
        start = token.start
        i -= 1
    return start, ""


_STRONG_VERBS = frozenset(
    ["推行", "推进", "推动", "开展", "实施", "打造", "依托", "建立", "建立健全", "健全", "完善", "构建", "创建", "创新", "探索", "设立", "搭建", "启动", "部署", "深化", "落实", "运用", "借助", "推广", "推出", "组织", "开通", "研发", "制定", "出台", "践行", "结合", "形成", "实行", "建成", "建起", "创设", "创立", "引入", "升级", "启用", "上线", "牵头", "执行", "使用", "接入", "优化", "强化", "部署开展", "通过", "利用", "开设", "建设", "开发", "应用", "参加", "深入", "围绕", "聚焦", "立足", "将", "把", "以", "完成", "得益于"]
)
_ADVERBS = frozenset(
    ["进一步", "不断", "积极", "全力", "切实", "有效", "着力", "大力", "持续", "深入", "扎实", "严格", "充分", "主动", "始终", "更加", "逐步", "首次", "率先", "正在", "已经", "还要", "同步", "随即", "先后", "同时", "随后", "继续"]
)
_NOUNISH = frozenset(["建设", "创新", "应用", "组织", "服务", "探索", "升级", "优化", "强化", "深化", "研发", "落实", "执行", "部署"])
_BAD_START = re.compile(
    r"^(?:该|此|这|那|其|各|本|一些|某|几|数|多|所有|任何|全部|等|的|了|着|起|和|与|及|并|也|又|都|就|还|更|最|不|没|未|已|正|将|被|让|使|给|向|从|到|有|无|成|来|去|上|下)"
)


def _may_modify(passage: Passage, start: int, stop: int, tables: _Tables) -> bool:
    """Whether the words before a head are more than generic ones."""
    text = passage.text[start:stop]
    if _BAD_START.match(text) or re.search(r"[，。；：！？“”]", text):
        return False
    words = (
        [t for t in passage.tokens[passage.by_start[start] :] if t.stop <= stop] if start in passage.by_start else []
    )
    telling = 0
    for token in words:
        if token.start >= stop:
            break
        if token.text in tables.generic or len(token.text) == 1 or token.tag in ("m", "q", "d", "uj", "a"):
            continue
        telling += 1
    return telling >= 1 and len(text) >= 2
