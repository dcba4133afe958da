"""Names of programmes that headline and text share, without quotes too.

`开通夜间心理门诊` over `3月起开通夜间心理门诊，…`, `车载法庭` in both: a phrase of the headline with a last word of
[posts] or [echoed] that the text has too is what the article is about. In the text it may be longer, behind the verb
that sets it up: `快检室通宵亮灯` over `增设夜间快检室`.
"""

from __future__ import annotations

import re

from kg.analyze import Passage
from kg.extract.draft import Draft
from kg.extract.heads import Heads
from kg.extract.values import Named

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_QUOTED = re.compile(r"“([\u4e00-\u9fff、]{3,12})”")
_PEOPLE = ("队", "员", "师", "者", "手", "团")  # 女子巡护|队
_LEAST = 4  # characters that headline and text share
_LEAST_SET_UP = 3  # where the text has a longer name behind a verb
_MOST = 14
_ENDS = frozenset("pcrudmqey")  # tags of words that no name has in it
_NOMINAL = frozenset(("n", "nz", "vn", "b", "an", "l", "j", "s", "t", "f", "v", "a", "nr", "ng", "vg"))
_PROPER = ("ns", "nt", "nrt")


def find_echoed(draft: Draft, heads: Heads, found: list[Named]) -> list[Named]:
    """The names that headline and text share, but for those that others (`found`) have."""
    passage = draft.passage
    text = passage.text
    lines = [s for s in passage.sentences if s.kind in ("headline", "kicker")]
    told = next((s.start for s in passage.sentences if s.kind == "text"), len(text))
    if not lines or told == len(text):
        return []
    known = "\n".join(n.name for n in found)
    taken = draft.mask("Agency", "Organization", "Region", "Place")
    names: dict[str, str] = {}  # with their types
    for line in lines:
        for quote in _QUOTED.finditer(text, line.start, line.stop):
            type_ = heads.echo(quote[1], quoted=True)
            if type_ and text.find(quote[1], told) >= 0:
                names.setdefault(quote[1], type_)
        for hit in heads.echoes.finditer(text, line.start, line.stop):
            name = _shared(passage, line.start, hit, told, heads, taken)
            if name:
                names.setdefault(name, heads.echo(name))
    out: list[Named] = []
    for name, type_ in names.items():
        if name not in known and not any(other != name and name in other for other in names):
            whole = next((n.name for n in found if _is_short_for(name, n.name)), name)
            out += _places(passage, name, whole, type_, taken)
    return out


def _shared(passage: Passage, floor: int, hit: re.Match[str], told: int, heads: Heads, taken: bytearray) -> str:
    """The longest phrase that the text has too, or the longer one behind the verb there; or nothing."""
    text, stop = passage.text, hit.end()
    if not passage.edges[stop] or taken[stop - 1] or text[stop : stop + 1] in _PEOPLE:
        return ""
    start = _phrase_start(passage, hit.start(), stop, floor, heads, taken)
    while start < stop - 2 and text.find(text[start:stop], told) < 0:
        start = _next_word(passage, start)
    shared = text[start:stop]
    if len(shared) < _LEAST_SET_UP or not heads.echo(shared):
        return ""
    at = text.find(shared, told)
    begin = _phrase_start(passage, at, at + len(shared), told, heads, taken)
    i = passage.by_start.get(begin, 0)
    if begin < at and i and _sets_up(passage, i - 1, heads):
        shared, start, stop = text[begin : at + len(shared)], begin, at + len(shared)
    if not _LEAST <= len(shared) <= _MOST or text[stop : stop + 1] == "”" or text[start - 1 : start] == "“":
        return ""
    return shared if _is_name(passage, start, stop, heads) else ""


def _phrase_start(passage: Passage, head: int, stop: int, floor: int, heads: Heads, taken: bytearray) -> int:
    """Where the words start that stand before a last word, back to a verb that sets up, a mark or a word of grammar."""
    starts, texts, tags = passage.tokens.starts, passage.tokens.texts, passage.tokens.tags
    i = passage.by_start.get(head)
    if i is None:
        token = passage.token_at(head)
        head, i = token.start, passage.by_start[token.start]
    while i > 0:
        at, word = starts[i - 1], texts[i - 1]
        if at < floor or stop - at > _MOST or taken[at] or not _CHINESE.match(word) or tags[i - 1] not in _NOMINAL:
            break
        if word in heads.governing or word in heads.verbs or word in heads.founding:
            break
        head, i = at, i - 1
    return head


def _next_word(passage: Passage, start: int) -> int:
    """Where the word after the one at a position starts."""
    start += 1
    while not passage.edges[start]:
        start += 1
    return start


def _sets_up(passage: Passage, i: int, heads: Heads) -> bool:
    """Whether a word is a verb that sets up, or follows one: 增设|, 推出|了."""
    texts = passage.tokens.texts
    if texts[i] in "了起着的" and i:
        i -= 1
    return texts[i] in heads.founding


def _is_name(passage: Passage, start: int, stop: int, heads: Heads) -> bool:
    """Whether a phrase says more than its last word: no mere place, nothing generic."""
    words = passage.between(start, stop)
    if not words or words[0].start != start:
        return False
    telling = [t for t in words[:-1] if t.text not in heads.generic and t.tag[0] not in _ENDS]
    if len(words) == 1:
        return False
    return bool(telling) and not all(t.tag in _PROPER for t in telling)


def _is_short_for(name: str, whole: str) -> bool:
    """Whether a name leaves out what stands within a longer one: 诉前鉴定 and 诉前|委托|鉴定."""
    return len(name) < len(whole) and whole.startswith(name[:2]) and whole.endswith(name[2:])


def _places(passage: Passage, name: str, whole: str, type_: str, taken: bytearray) -> list[Named]:
    """Where a name, or the short form of one, stands, with quotes around the whole of it."""
    text, out = passage.text, []
    at = text.find(name)
    while at >= 0:
        start, stop = at, at + len(name)
        core = ""
        if text[start - 1 : start] == "“" and text[stop : stop + 1] == "”":
            start, stop, core = start - 1, stop + 1, name
        if taken.find(1, at, at + len(name)) < 0:
            out.append(Named(start, stop, whole, type_, core, "initiative.echoed", 0.65, ""))
        at = text.find(name, stop)
    return out
