"""What one article says, freed from its page: the value that assembly takes and the store keeps.

It has all that `assemble` and `resolve` ask for, and of the text only what is quoted. The page's id stands in it only
where ids of the graph are made from it, so that a record made under one id can be `renamed` to another.
"""

from __future__ import annotations

import msgspec

# Plain tuples, which are made and taken apart in a third of the time of a Struct; msgspec writes both as arrays.
Named = tuple[str, str, str, dict[str, str]]
"""A thing that the article names or implies: key, type, label, and attributes under the ontology's local names."""
Place = tuple[int, int, int, str]
"""A stretch of the page: code points of its text, half-open, the line it starts on (from 1), and its words."""
Mentioned = tuple[int, Place, str, float, bool]
"""A mention: the number of the thing, where it is, which rule found it, its figure, and whether it only points."""
Stated = tuple[int, str, int, int, str, float, str]
"""A relation: the number of its subject, the predicate, the number of its object, that of the place that states it, the
rule, its figure, and the role, if any."""


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One article: its entity's key, headline and attributes (but the source), then what it says.

    `written` are the authors, each the number of a thing and the place of the name; `signatures` what `resolve`
    compares, ids of agencies with what they are; `dropped` what was found and taken away again, with the reason.
    """

    key: str
    headline: str
    attributes: tuple[tuple[str, str], ...]
    things: tuple[Named, ...]
    mentions: tuple[Mentioned, ...]
    places: tuple[Place, ...]
    statements: tuple[Stated, ...]
    written: tuple[tuple[int, Place], ...]
    signatures: dict[str, str]
    dropped: tuple[tuple[Place, str], ...] = ()

    def renamed(self, old: str, new: str) -> Record:
        """The record of the same article in a page of another id; `old` must occur in nothing but ids.

        >>> Record("article/□-1", "", (), (), (), (), (), (), {}).renamed("□", "晚报#2").key
        'article/晚报-2-1'
        """
        new = new.replace("#", "-")  # as `Article.key` does
        return msgspec.structs.replace(
            self,
            key=self.key.replace(old, new),
            things=tuple(
                (key.replace(old, new), type_, label, attributes) for key, type_, label, attributes in self.things
            ),
            signatures={key.replace(old, new): sign.replace(old, new) for key, sign in self.signatures.items()},
        )
