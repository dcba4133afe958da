"""Whose an office is that names no body: of the agency that acts, or of the last one called by a word."""

from __future__ import annotations

import re
from itertools import chain

from kg.extract.draft import Draft

_BRANCHES = (
    (re.compile(r"法官|书记员|审判员|审判长|执行员|庭长"), re.compile(r"法院|法庭")),
    (re.compile(r"检察官|检察长"), re.compile(r"检察")),
    (re.compile(r"消防员|消防指战员"), re.compile(r"消防|救援|应急")),
    (
        re.compile(r"民警|辅警|警官|警长|交警|特警|刑警"),
        re.compile(r"公安|警|派出所|边防|边境|边检|缉私|监狱|戒毒|看守|[支大中]队"),
    ),
)
_IN_FIELD = re.compile(r"民警$|辅警$|消防员$|交警$")  # they are sent by a centre of command, and of none


def last_agency(draft: Draft, n: int, office: str) -> str:
    """The agency that acts in a sentence, or in the last one before it in which one acts; or nothing.

    Of a branch that has such offices (法官 of courts), if one acts or is named; a judge is not of the congress.
    """
    acting = (key for i in range(min(n, len(draft.actors) - 1), -1, -1) for key in draft.actors[i].keys)
    field = _IN_FIELD.search(office) is not None
    agencies = (
        key
        for key in acting
        if draft.things[key].type == "Agency" and not (field and draft.things[key].label.endswith("指挥中心"))
    )
    first = next(agencies, "")
    branch = next((body for role, body in _BRANCHES if role.search(office)), None)
    if branch and not (first and branch.search(draft.things[first].label)):
        end = draft.passage.sentences[n].start
        named = (m.key for m in reversed(draft.outer("Agency")) if m.start < end)
        found = next((key for key in chain(agencies, named) if branch.search(draft.things[key].label)), "")
        return found or first
    return first


def last_called(draft: Draft, n: int, word: str) -> str:
    """The last agency named up to a sentence, in its paragraph or the one before, if its name ends with a word."""
    sentences = draft.passage.sentences
    stop, paragraph = sentences[n].stop, sentences[n].paragraph
    for m in reversed(draft.outer("Agency")):
        if m.start >= stop or m.anaphor:
            continue
        if paragraph - sentences[draft.passage.sentence_at(m.start)].paragraph > 1:
            break
        if draft.things[m.key].label.endswith(word):
            return m.key
    return ""


def with_ward(draft: Draft, name: int, office: str) -> str:
    """An office of a ward that stands before a name with all of the ward's name: 骨|科主任, 急诊|科护士长."""
    if office[0] != "科":
        return office
    start = name - len(office)
    token = draft.passage.token_at(start)
    if token.start == start and start:
        token = draft.passage.token_at(start - 1)
    return draft.passage.text[token.start : start] + office
