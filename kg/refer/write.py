"""The divisions and agencies of an article written into its draft, with their mentions, partOf and jurisdiction."""

from __future__ import annotations

from kg.analyze import Sentence
from kg.extract.draft import Draft
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
    for p in pending:
        key = _write_body(draft, roster, p)
        draft.mention(p.start, p.stop, key, p.rule, p.confidence, anaphor=p.anaphor)


def _write_body(draft: Draft, roster: Roster, p: Pending) -> str:
    body = p.body
    key = draft.thing("Agency", body.label, body.key)
    if p.anaphor:  # 该支队 says nothing of whom it belongs to
        return key
    sentence = draft.passage.sentences[draft.passage.sentence_at(p.start)]
    above = body
    while above.parent is not None:
        parent = draft.thing("Agency", above.parent.label, above.parent.key)
        draft.claim(above.key, "partOf", parent, sentence.start, sentence.stop, "partOf.chain", 0.95)
        _write_area(draft, above, sentence)
        above = above.parent
    _write_area(draft, above, sentence)
    bureau = roster.bureau_of(above)
    if bureau is not None:
        parent = draft.thing("Agency", bureau.label, bureau.key)
        draft.claim(above.key, "partOf", parent, sentence.start, sentence.stop, "partOf.bureau", 0.8)
    return key


def _write_area(draft: Draft, body: Body, sentence: Sentence) -> None:
    if body.area is not None:
        key = _write_region(draft, body.area)
        draft.claim(body.key, "jurisdiction", key, sentence.start, sentence.stop, "jurisdiction.chain", 0.95)


def _write_region(draft: Draft, area: Area) -> str:
    code = {"adcode": area.code} if len(area.code) == 6 else {}
    return draft.thing("Region", area.label, area.key, regionLevel=area.level, **code)
