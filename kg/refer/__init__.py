"""Who the names of a page mean: each chain of divisions and bodies gets the division or body that it names.

Works on a whole page, since one article may print the full chain and another the short one. The full chains come first
(the longest printed form gives the canonical name); names without a division, bare units and pointers (该支队) are then
read in the order of the text against what their own article has named so far.
"""

from __future__ import annotations

from kg.extract.draft import Draft
from kg.extract.parts import Chain
from kg.lexicon import Lexicon
from kg.refer.areas import Areas
from kg.refer.brigades import subordinate_brigades
from kg.refer.reader import Reader
from kg.refer.roster import Roster
from kg.refer.values import Reading
from kg.refer.write import write


class Referrer:
    """Resolves the names of one page."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def resolve(self, drafts: list[Draft], chains: list[list[Chain]]) -> None:
        """Add the divisions and agencies of a page to its articles' drafts."""
        readings = [Reading(d, c) for d, c in zip(drafts, chains, strict=True)]
        areas = Areas(self.lexicon, readings)
        for reading in readings:
            areas.find_context(reading)
        for reading in readings:
            areas.resolve(reading)
        roster = Roster(self.lexicon)
        known = roster.add_full(readings)
        reader = Reader(self.lexicon, roster, readings)
        for r, reading in enumerate(readings):
            reader.read(reading, r, known)
            subordinate_brigades(reading, self.lexicon.gazetteer)
        roster.name(readings[0].page if readings else "")
        for reading in readings:
            write(reading, roster)
