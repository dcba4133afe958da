"""Who is meant by 三家单位, 双方: those that acted together, or were listed, last."""

from __future__ import annotations

import re

from kg.extract.draft import Draft, Mention
from kg.extract.values import Actors

LISTED = re.compile(r"(?:、|和|与|及|以及)(?:(?:驻|驻地|当地|属地|辖区)(?:的)?)?|(?<=委)")
"""What stands between bodies of one list: nothing at all between 市委 and 市政府."""

_JOINED = re.compile(
    r"(?:联合|会同|携手|协同|联手|牵头)(?:了)?(?:(?!走进|来到|深入|前往|走访|赴|进)[\u4e00-\u9fff]){0,4}$"
)
_TOGETHER = re.compile(
    r"[^，。；]{0,30}?(?:联合|共同|建立|签订|签署|共建|携手|联手|会商|开展|推出|实施|组建|推行|举办|发起|打造|研发|成立|启动|形成|搭建|会签|结成|联动)"
)
_LATE_IN_LIST = re.compile(r"、[^，。]*$")
# `三家单位` points to the three that acted together, or were listed, last.
_TOGETHER_THEY = re.compile(
    r"(?:([两三四五六七八])(?:家?单位|家部门|部门|个部门|地(?:公安机关|警方|法院|检察院|公安))(?!协|联动机制|会商)"
    r"|(双)方(?=[^，。；]{0,6}(?:签订|签署|会签|共建|建立|商定|约定)))"
)
MAYBE_THEY = re.compile(r"[两三四五六七八双](?:家[单部]|单位|部门|个部|地[公警法检]|(?<=双)方)")
"""What each match of that holds: looked for before it."""
_NUMBERS = {number: n for n, number in enumerate("两三四五六七八", 2)} | {"双": 2}
_BACK = 4  # sentences that it looks back


def find_meant(
    draft: Draft, before: list[Actors], bodies: list[list[Mention]], heads: dict[int, str], n: int
) -> Actors | None:
    """Whom `三家单位` points to where it opens a sentence: who acted together in one before it, or all named there."""
    passage = draft.passage
    sentence = passage.sentences[n]
    they = _TOGETHER_THEY.search(passage.text, sentence.start, min(sentence.stop, sentence.start + 24))
    if they is None or any(m.start < they.start() for m in bodies[n]):
        return None
    many = _NUMBERS[they[1] or they[2]]
    for i in range(n - 1, max(-1, n - 1 - _BACK), -1):
        named = tuple(dict.fromkeys(m.key for m in bodies[i]))
        others = tuple(key for key in named if key not in before[i].keys)  # 该院向A、B发出建议。两单位…
        whole = heads.get(before[i].start)  # of 该局|刑侦大队会同A、B, the bureau and A and B
        for keys in (before[i].all, named, (whole, *before[i].partners) if whole else (), others):
            if len(keys) == many:
                return Actors(keys, they.start(), False)
    return None


def find_partners(draft: Draft, bodies: list[Mention], start: int, stop: int) -> tuple[str, ...]:
    """Who is joined to the subject by 联合, 会同…, or by 与 before a joint verb, with those listed after it."""
    text = draft.passage.text
    out: list[str] = []
    at = -1
    for m in bodies:
        if at >= 0 and LISTED.fullmatch(text, at, m.start):
            out.append(m.key)
            at = m.stop
            continue
        at = -1
        floor = max(start, m.start - 8)
        if _JOINED.search(text, floor, m.start) or (
            text[m.start - 1 : m.start] in "与同和"
            and _TOGETHER.match(text, m.stop, stop)
            and not _LATE_IN_LIST.search(text, floor, m.start)
        ):
            out.append(m.key)
            at = m.stop
    return tuple(dict.fromkeys(out)) if out else ()
