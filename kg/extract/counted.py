"""What a figure counts, where the noun stands behind its unit: `主次干道` in 56条主次干道."""

from __future__ import annotations

import re
from collections.abc import Sequence

import rjieba

from kg.analyze import Passage
from kg.extract.units import Tables

_TOWNS = re.compile(r"(?:[乡镇村县市区旗](?:[（(][\u4e00-\u9fff、]{1,6}[）)])|(?:乡|镇|村|县)(?=[的，。、；开参进]|$))")
_HARM = re.compile(
    r"(?:死亡|受伤|遇难|失踪|失联|轻伤|重伤|轻微伤|伤亡|溺亡|身亡|中毒|受困|被困|获救|脱险)"
    r"(?!的|人员|群众|者|[村居市船]民|[游旅乘]客|[牧渔农]民|司机|老人|学生|儿童|船员|[员工]人)"
)
_HARM_BEGINS = frozenset("死受遇失轻重伤身溺中被获脱")
# Parts of speech of the words that name what is counted; a verb only in the first place (整改问题).
_NOUN_TAGS = frozenset((
    "n", "nz", "vn", "nt", "nrt", "an", "b", "a", "l", "j", "ns", "s", "f", "nr", "i", "eng", "t", "ng", "v",
))  # fmt: skip

_LEADING = frozenset(("一线", "重点", "所属", "相关", "有关", "各类"))
_LONGEST = 16
_NO_DEED = frozenset("为是有在以")
_CLAUSE = re.compile(r"[^，。；：！？、（）《》“”\n\d]{2,24}")


def noun_after(passage: Passage, at: int, limit: int, tables: Tables) -> str:
    """The counted noun right after a unit: `主次干道` in 56条主次干道, or what befell them: 2人死亡."""
    first = passage.text[at : at + 1]
    told = _HARM.match(passage.text, at, limit) if first in _HARM_BEGINS else None
    if told := told or (_TOWNS.match(passage.text, at, limit) if first in "乡镇村县市区旗" else None):
        return told[0]
    i = passage.by_start.get(at)
    if i is None:  # the unit is joined to the next word: 架飞机, 个村|卫生室
        cut = rjieba.tag(passage.text[at : min(limit, at + _LONGEST)])
        return _noun([word for word, _ in cut], [tag for _, tag in cut], 0, _LONGEST, tables)
    tokens = passage.tokens
    return _noun(tokens.texts, tokens.tags, i, limit - at, tables)


def _noun(texts: Sequence[str], tags: Sequence[str], i: int, most: int, tables: Tables) -> str:
    """The words from `i` on that name what is counted, from at most so many characters."""
    found, size = i, 0
    if i < len(texts) and texts[i] in "不非" and i + 1 < len(texts) and tags[i + 1][0] in "anv":  # 不|合格|产品
        size, i = 1, i + 1
    while i < len(texts) and size < min(most, _LONGEST - 2):
        word, tag = texts[i], tags[i]
        if word == "“" and not size:
            close = next((k for k in range(i, min(i + 12, len(texts))) if texts[k] == "”"), 0)
            inside = sum(map(len, texts[i:close]))
            if not 0 < inside < _LONGEST:
                break
            i, size = close + 1, inside + 1
            continue
        short = tag == "zg" and i + 1 < len(texts) and tags[i + 1][0] == "n"  # 村|卫生室
        if (
            not (short or tag in _NOUN_TAGS or word in _LEADING)
            or word in tables.after
            or (len(word) == 1 and tag == "f")
        ):
            break  # 师生|上
        if tag == "i" and size:  # 橡皮艇|赶赴现场
            break
        if tag == "v" and (size > 1 or len(word) < 2):
            break
        i += 1
        size += len(word)
    if i == found + 1 and tags[found] == "v" and i < len(texts) and texts[i] == "的":  # 6名守夜|的渔民
        return ""
    return "".join(texts[found:i]) if size > 1 or (i - found == 1 and size) else ""


def told_after(passage: Passage, at: int, limit: int, tables: Tables) -> str:
    """What is counted where a clause begins with a figure and no noun follows it: the noun behind what is said of it
    (35名来三亚过冬的|外地老人), or what they did (10人|获得称号)."""
    clause = _CLAUSE.match(passage.text, at, limit)
    if not clause:
        return ""
    of = clause[0].find("的") + 1
    if of:
        noun = noun_after(passage, at + of, limit, tables)
        return noun if len(noun) > 1 else ""
    word, tag = rjieba.tag(clause[0][:_LONGEST])[0]
    told = tag == "v" and 1 < len(word) < len(clause[0]) < _LONGEST - 1
    return clause[0] if told and word[0] not in _NO_DEED else ""
