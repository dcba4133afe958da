"""Initiatives: campaigns, mechanisms, projects, systems, policies and brands that have a name.

A name is a head noun (机制, 专项行动, 平台) with what stands before it: quotes with at most a short modifier (`quoted`)
or, for heads that allow it, a phrase after a governing verb (`unquoted`). Titles in 《》 that end in a measure's head
count when somebody issued them. What was accepted is found again in the article by its quoted core or its head.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg.extract.draft import Draft
from kg.extract.echoed import find_echoed
from kg.extract.heads import load_heads
from kg.extract.papers import find_titled
from kg.extract.quoted import find_quoted
from kg.extract.unquoted import find_salient, find_unquoted
from kg.extract.values import Named
from kg.lexicon import Lexicon, find_all

_SHORT_TAIL = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:机制|模式|行动|活动|平台|系统|工程|建设)")
_HELD = re.compile(r"(?:举办|举行|启动|办起)[^，。]{0,12}$")
_SINCE = re.compile(r"自[^，。]*$|以来|[年月日]起|起至|即日起|为期|期间")
_CEREMONY = re.compile(r"(?:集中)?(?:启动|动员|部署|总结|推进|发布|表彰)(?:部署|大|推进)?(?:仪式|会)")
_OPENS = re.compile(
    r"[，。；：\n“](?=[该这此自平项机工行系模小热专制改计整活])自?(?:该|这一|此|这[套项])?"
    r"(活动(?=由)|平台|项目|机制|工程|行动|系统|模式|模型|小程序|热线|专栏|制度|改革|计划|整治|工作法)"
    r"(?=上线|运行|启动|开展|实施|推行|建成|投用|投入|落地|试行|推广|运营|建设|部署|共|已|累计|先后|自|日均|覆盖|惠及|可|能"
    r"|将|让|由|采用|集成|整合|设有|设置|中，|期间，|以来)"
)
_LASTS = re.compile(r"(?:开展|启动|实施|部署)(?:以来|[\u4e00-\u9fff]{1,3}来)")
_LASTS_OF = re.compile(r"[，。；：\n“](?:该|这一|此|这项)?(?:专项)?(活动|监督|会战|攻坚)$")
_LEARNT = re.compile(r"[^，。；]{0,4}从[^，。；]{2,40}(?:获悉|了解到)")  # when the reporter was told of it
_LONG_HEAD = 5  # characters of a head that is a name's short form; others are too many things'
_SEASON = re.compile(r"[季月周年]$")
_LAUNCHED = re.compile(r"(?:启动|部署|发起|决定|拉开)[^，。]{0,12}$")


def find_initiatives(draft: Draft, lexicon: Lexicon) -> None:
    """Add the initiatives of an article; named happenings of one day are left to `events`."""
    heads, passage = load_heads(lexicon), draft.passage
    found = (
        find_quoted(passage, heads) + find_titled(passage) + find_unquoted(draft, heads) + find_salient(draft, heads)
    )
    found += find_echoed(draft, heads, found)
    ends = {m.stop: m.start for m in draft.of_type("Agency")}
    units = {n.core for n in found if n.start >= ends.get(n.stop, n.stop)}
    found = [n for n in found if n.core not in units or not n.core]  # 县检察院|“小红马”未成年人检察工作室
    found.sort(key=lambda n: (n.start, -n.stop))
    kept: list[Named] = []
    for named in found:
        if not kept or named.start >= kept[-1].stop:
            kept.append(named if not kept else _joined(draft, kept, named))
    kept = [n for n in kept if _is_taken_up(draft, n)]
    draft.named = [n for n in kept if _is_happening(draft, n)]
    kept = [n for n in kept if n not in draft.named]
    keys = _merge(draft, kept)
    _echo(draft, kept, keys)
    _point(draft)


def _joined(draft: Draft, kept: list[Named], named: Named) -> Named:
    """A quoted name with the campaign right before it, which is then no name of its own: 夏季治安整治|“利剑”行动."""
    last = kept[-1]
    text = draft.passage.text
    if last.core or last.stop != named.start or text[named.start] != "“" or last.type != "campaign":
        return named
    if named.type != "campaign" and not named.core.endswith(("行动", "会战")):
        return named
    kept.pop()
    return replace(named, start=last.start, name=text[last.start : named.stop], type="campaign")


def _is_taken_up(draft: Draft, named: Named) -> bool:
    """Whether a name stands in the running text, or comes again there: headlines quote much that names nothing."""
    passage = draft.passage
    sentence = passage.sentences[passage.sentence_at(named.start)]
    if sentence.kind == "text":
        return True
    told = next((s.start for s in passage.sentences if s.kind == "text"), len(passage.text))
    after = max(told, named.stop)
    if named.rule == "initiative.post" and passage.text.count(named.head, after) > 1:  # “苗寨调解室”: …，调解室
        return True
    return passage.text.find(named.core or named.name, after) >= 0


def _merge(draft: Draft, kept: list[Named]) -> dict[str, str]:
    """One thing for names that share their quoted core and kind: the longest form gives the canonical name."""
    keys: dict[str, str] = {}
    by_core: dict[str, Named] = {}
    by_end: dict[str, Named] = {}  # the first name without a core that ends so
    for named in sorted(kept, key=lambda n: (-len(n.name), n.start)):
        same = by_core.get(named.core) if named.core else None
        if same is None:  # “提货快车”: 离岛免税|提货快车
            same = by_end.get(named.core or named.name)
        if same is None and len(named.core) > 1 and _is_headline(draft, named):
            like = (n for n in by_core.values() if n.core.endswith(named.core) and n.type == named.type and n.head)
            same = next(like, None)  # “护薪”行动 of the headline is “桂法护薪”集中执行行动
        if same is None:
            by_core[named.core or named.name] = named
            if not named.core:
                for at in range(len(named.name) - 3):
                    by_end.setdefault(named.name[at:], named)
            elif len(named.head) >= _LONG_HEAD and named.name.endswith(named.head):
                by_end.setdefault(named.head, named)  # “消地企”|联勤联动机制
        keys[named.name] = draft.thing("Initiative", (same or named).name, initiativeType=(same or named).type)
    for named in kept:
        draft.mention(named.start, named.stop, keys[named.name], named.rule, named.confidence)
    return keys


def _is_headline(draft: Draft, named: Named) -> bool:
    """Whether a name stands in a headline, where names are cut."""
    return draft.passage.sentences[draft.passage.sentence_at(named.start)].kind in ("headline", "kicker")


def _echo(draft: Draft, kept: list[Named], keys: dict[str, str]) -> None:
    """Later short forms: the quoted core by itself or with another head, and a long head by itself (专项活动)."""
    text = draft.passage.text
    taken = bytearray(len(text))
    keys_of: dict[str, str] = {}  # a form names what it named first
    for named in kept:
        taken[named.start : named.stop] = b"\1" * (named.stop - named.start)
        forms = []
        if named.core:
            forms += [f"“{named.core}”", f"‘{named.core}’"]
        if named.name != named.core and len(named.head) >= 4:
            forms.append(named.head)
        if not named.core and len(named.name) >= 5:
            forms.append(named.name)
        for form in forms:
            keys_of.setdefault(form, keys[named.name])
    places = find_all(keys_of, text)
    for form, key in keys_of.items():
        after = 0
        for at in places[form]:
            if at < after:
                continue
            stop = at + len(form)
            tail = _SHORT_TAIL.match(text, stop) if form[0] in "“‘" else None
            after = stop = tail.end() if tail else stop
            if taken.find(1, at, stop) < 0:
                taken[at:stop] = b"\1" * (stop - at)
                draft.mention(at, stop, key, "initiative.echo", 0.75)


def _point(draft: Draft) -> None:
    """A head that opens a clause by itself: `平台上线以来` is the last platform named."""
    passage = draft.passage
    named = [m for m in draft.of_type("Initiative") if not m.anaphor]
    if not named:
        return
    opened = [(found[1], found.end(1)) for found in _OPENS.finditer(passage.text)]
    for lasts in _LASTS.finditer(passage.text):  # 专项监督活动|开展以来
        found = _LASTS_OF.search(passage.text, max(0, lasts.start() - 8), lasts.start())
        if found:
            opened.append((found[1], found.end(1)))
    for word, end in opened:
        start = end - len(word)
        before = (m for m in reversed(named) if m.stop <= start and draft.things[m.key].label.endswith(word))
        last = next(before, None)
        if last is not None:
            draft.mention(start, end, last.key, "initiative.pointer", 0.6, anaphor=True)


def _is_happening(draft: Draft, named: Named) -> bool:
    """Whether a campaign is one day's happening: 活动 or 行动 with a day, or held (举办) rather than carried out."""
    if named.type != "campaign" or not named.head.endswith(("活动", "行动")):
        return False
    if "专项" in named.name or "百日" in named.name or named.rule == "initiative.national":
        return False
    text = draft.passage.text
    sentence = draft.passage.sentences[draft.passage.sentence_at(named.start)]
    if _CEREMONY.match(text, named.stop):  # the ceremony is the happening
        return False
    if text[named.stop : named.stop + 1] == "中" and text[named.start - 1 : named.start] == "在":
        return False
    if _LAUNCHED.search(text, sentence.start, named.start) or _SEASON.search(named.core):
        return False
    if _HELD.search(text, sentence.start, named.start):
        return True
    dated = any(
        t.kind in ("day", "recent")
        and sentence.start <= t.start < named.start
        and (t.value or t.kind == "recent" or text[t.start] in "昨今当同")
        and (t.kind == "day" or named.head.endswith("活动"))
        and not _LEARNT.match(text, t.stop)
        for t in draft.times
    )
    return dated and not _SINCE.search(text, sentence.start, named.start)
