"""The parts that an initiative is said to have: 行动分为“查食堂”“晒账单”两个子项目, 工程下设“名师带徒”等三项计划."""

from __future__ import annotations

import re

from kg.extract.draft import Draft, Mention

_DIVIDES = re.compile(r"(?:分为|包括|包含|涵盖|下设|分设)了?$")
_LISTED = re.compile(r"[、和与及]?")
_FAR = 1  # paragraphs: what is divided was named no farther off


def write_divided(draft: Draft) -> None:
    """Add of which initiative those are part that a sentence says it divides into."""
    passage = draft.passage
    text = passage.text
    named = draft.outer("Initiative")
    whole: Mention | None = None
    parts: list[Mention] = []
    for m in named:
        goes_on = parts and _LISTED.fullmatch(text, parts[-1].stop, m.start)
        if not goes_on:
            parts = []
        if goes_on or m.rule == "initiative.part" or _DIVIDES.search(text, max(0, m.start - 6), m.start):
            parts.append(m)
            sentence = passage.sentences[passage.sentence_at(m.start)]
            above = passage.sentences[passage.sentence_at(whole.start)] if whole else None
            near = above is not None and sentence.paragraph - above.paragraph <= _FAR
            if whole and near and whole.key != m.key and sentence.kind == "text":
                rule = "partOfInitiative.divided"
                draft.claim(m.key, "partOfInitiative", whole.key, sentence.start, sentence.stop, rule, 0.7)
        else:
            whole = m
