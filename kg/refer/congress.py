"""A people's congress, a consultative conference and their committees, named without their division."""

from __future__ import annotations

from msgspec.structs import replace

from kg.extract.parts import head_of
from kg.lexicon import Lexicon
from kg.refer.roster import Roster
from kg.refer.values import Body, Reading, Step

_HOUSES = {"人大": ("人大", "人大常委会", "人民代表大会", "人民代表大会常务委员会"), "政协": ("政协", "政协委员会")}
_OF_NATION = {"人大": "全国人大", "人大常委会": "全国人大常委会", "政协": "全国政协"}


def is_of_congress(lexicon: Lexicon, step: Step) -> bool:
    """Whether a step by itself is a congress, a conference or a committee of theirs."""
    return step.text in _OF_NATION or step.text in lexicon.table("agencies", "functions", "committees")


def congress_body(lexicon: Lexicon, roster: Roster, reading: Reading, step: Step, position: int) -> Body | None:
    """The congress, or its committee, that a name without a division means: that of the article's last one.

    A congress that nothing tells the place of is the nation's where the article names no division at all; so are the
    committees that no other has.
    """
    text = reading.draft.passage.text
    last = next((b for at, b in reversed(reading.bodies) if at <= position and _house(b.last.text)), None)
    if step.text in _OF_NATION:
        house = "政协" if step.text == "政协" else "人大"
        if last is not None and _house(last.last.text) == house:
            return _like(roster, last, step.text)
        term = text[position - 1 : position] == "届"
        return roster.body((_national(_OF_NATION[step.text]),)) if term and not reading.context else None
    if last is not None:
        return roster.child(_like(roster, last, _house(last.last.text)), step)
    if step.text in lexicon.table("agencies", "functions", "national"):
        return roster.child(_whole(roster, "全国人大"), step)
    return None


def _house(text: str) -> str:
    """Which of the two a body's words name, or nothing."""
    text = text.removeprefix("全国")
    return next((house for house, words in _HOUSES.items() if text in words), "")


def _like(roster: Roster, known: Body, text: str) -> Body:
    """The body of that name with the division of a known one."""
    if known.last.text.removeprefix("全国") == text:
        return known
    if known.last.text.startswith("全国"):
        return _whole(roster, f"全国{text}")
    head, stem = head_of(text)
    return roster.body((replace(known.last, text=text, stem=stem, head=head),)) or known


def _whole(roster: Roster, text: str) -> Body:
    step = _national(text)
    return roster.lookup(step) or roster.add(step)


def _national(text: str) -> Step:
    head, stem = head_of(text)
    return Step((), "", text, stem, head)
