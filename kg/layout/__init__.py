"""A page's lines put back together: the blocks of its reading order, each with a map back to the file's characters.

Newspaper columns break lines anywhere: inside words, inside numbers, with a blank line in the middle of a sentence.
The rules, in the order in which they apply to two neighbouring lines:

1. Markdown headings, rules, captions and bylines stand alone.
2. A line that ends a sentence ends its paragraph when a blank line, an indent or a heading follows, or when it is
   narrower than its column, or as wide as no other line or no column (one line a paragraph).
3. A line that neither ends a sentence nor fills its column, after a closed paragraph, is a heading; several such lines
   in a row are one heading, unless the last one dangles (open quote, `的`, `专项`): then it starts the paragraph.
   Where these signs do not settle it, all rows that may be a heading's are weighed together (`kg.layout.weigh`).
4. Everything else is one paragraph: the line break, and spaces between Chinese characters or digits, are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.layout.block import Block
from kg.layout.reader import Reader
from kg.layout.rows import ends_sentence, read_rows, unwrap, width

__all__ = ["Block", "blocks", "blocks_of", "ends_sentence", "read_rows", "unwrap", "width"]


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a page in printed order.

    >>> [(b.kind, b.line.text) for b in blocks("夜市开张\\n\\n　　昨晚，夜\\n市开张。\\n（王敏）\\n")]
    [('heading', '夜市开张'), ('paragraph', '昨晚，夜市开张。'), ('byline', '王敏')]
    """
    return blocks_of([text])[0]


def blocks_of(texts: Iterable[str]) -> list[tuple[Block, ...]]:
    """The blocks of some pages.

    Each step goes through all of them: what it needs then stays in the processor's cache.
    """
    readers = [Reader(text) for text in texts]
    return [reader.read() for reader in readers]
