"""The divisions and agencies of an article written into its draft, with their mentions, partOf and jurisdiction."""

from __future__ import annotations

from kg.analyze import Sentence
from kg.extract.draft import Draft
from kg.refer.kinds import head_class, stem_class
from kg.refer.roster import Roster
from kg.refer.values import Area, Body, Pending, Reading


def write(reading: Reading, roster: Roster) -> None:
    """Write what an article names, once the agencies have their names."""
    draft, pending = reading.draft, reading.pending
    shown: set[int] = set()
    for chain in reading.chains:
        for part in chain.parts:
            area = reading.areas.get((part.start, part.stop))
            if area is None or part.start in shown:
                continue
            if part.kind == "L" and not any(p.start <= part.start < p.stop for p in pending):
                continue
            shown.add(part.start)
            key = _write_region(draft, area)
            rule = f"region.{part.kind.lower()}"
            confidence = 0.95 if part.kind in "RT" else 0.85
            anaphor = part.kind == "L" and part.text != "自治区"
            draft.mention(part.start, part.stop, key, rule, confidence, anaphor=anaphor)
    told: set[tuple[str, int]] = set()  # an agency is told of once a sentence
    for p in pending:
        sentence = draft.passage.sentence_at(p.start)
        key = p.body.key
        if (key, sentence) not in told:
            _write_body(draft, roster, p)
            if not p.anaphor:
                told.add((key, sentence))
        draft.mention(p.start, p.stop, key, p.rule, p.confidence, anaphor=p.anaphor)


def _write_body(draft: Draft, roster: Roster, p: Pending) -> str:
    body = p.body
    key = _write_agency(draft, body)
    if p.anaphor:  # 该支队 says nothing of whom it belongs to
        return key
    sentence = draft.passage.sentences[draft.passage.sentence_at(p.start)]
    above = body
    while above.parent is not None:
        parent = _write_agency(draft, above.parent)
        draft.claim(above.key, "partOf", parent, sentence.start, sentence.stop, "partOf.chain", 0.95)
        _write_area(draft, above, sentence)
        above = above.parent
    _write_area(draft, above, sentence)
    bureau = roster.bureau_of(above)
    if bureau is not None:
        parent = _write_agency(draft, bureau)
        draft.claim(above.key, "partOf", parent, sentence.start, sentence.stop, "partOf.bureau", 0.8)
    return key


def _write_agency(draft: Draft, body: Body) -> str:
    key = draft.thing("Agency", body.label, body.key)
    if key not in draft.signatures:
        draft.signatures[key] = signature(body)
    return key


def signature(body: Body) -> str:
    """What an agency is, however its name is printed: the division it serves, what it does and what kind it is.

    海拉尔公安分局 and 呼伦贝尔市公安局海拉尔分局 have one signature; agencies of two divisions never do. A unit without a
    division of its own is its superior's signature and its own function and kind.
    """
    last = body.last
    if body.parent is not None and not last.areas:
        return f"{signature(body.parent)}>{stem_class(last.stem)}{head_class(last.head)}"
    if body.area is None or last.kind == "K":
        return f"={body.label}"
    stem = next((step.stem for step in reversed(body.steps) if step.stem), "")
    return f"{body.area.key}|{stem_class(stem)}|{head_class(last.head)}"


def _write_area(draft: Draft, body: Body, sentence: Sentence) -> None:
    if body.area is not None:
        key = _write_region(draft, body.area)
        draft.claim(body.key, "jurisdiction", key, sentence.start, sentence.stop, "jurisdiction.chain", 0.95)


def _write_region(draft: Draft, area: Area) -> str:
    code = {"adcode": area.code} if len(area.code) == 6 else {}
    return draft.thing("Region", area.label, area.key, regionLevel=area.level, **code)
