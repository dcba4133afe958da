"""The units of a page's reading order."""

from __future__ import annotations

import msgspec

from kg.model import Line


class Block(msgspec.Struct, frozen=True, gc=False):
    """A unit of the reading order; `kind` is `heading`, `paragraph`, `byline`, `caption`, `date`, `jump`, `amid`
    or `break`.

    `amid` is a headline that stood between the rows of the paragraph before; at a `break` rows of another width begin
    amid a sentence, and its `column` is how wide those before were.
    `level` is a Markdown heading's level, else 0; `apart` says whether blank lines set the block off from the next one.
    A byline's text keeps its spaces, and a line feed where it is broken. `column` is the width of the column in which
    a paragraph of at least three rows, or of spread ones, begins, `foot` of that in which it ends, else 0. `spread` is
    the number of a paragraph's rows where blank lines part them all, as a lead's that is set in its own size, else 0.
    """

    kind: str
    line: Line
    level: int = 0
    apart: bool = True
    column: float = 0.0
    foot: float = 0.0
    spread: int = 0
