"""What a page in traditional characters prints: the way back from the simplified text that the rules read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from kg.extract.draft import Draft
from kg.model import Article, Line


def printed(draft: Draft) -> tuple[str, Callable[[str], str]]:
    """The passage's text as printed, of the same length, and what gives the printed form of a name made from it.

    A name that stands in the text comes back as it stands there first; the characters of any other one as the article
    most often prints them.
    """
    passage = draft.passage
    text = _as_printed(passage.text, passage.offsets, passage.article)
    pairs = Counter((a, b) for a, b in zip(passage.text, text, strict=True) if a != b)
    chars = {ord(a): b for (a, b), _ in sorted(pairs.items(), key=lambda item: (item[1], item[0]))}
    names: dict[str, str] = {}
    for mention in draft.mentions:
        names.setdefault(passage.text[mention.start : mention.stop], text[mention.start : mention.stop])
    for _, _, author in draft.written:
        place = passage.article.document.text[author.span.start : author.span.stop]
        names.setdefault(author.name, "".join(place.split()))

    def restore(name: str) -> str:
        return names.get(name) or name.translate(chars)

    return text, restore


def printed_line(line: Line, article: Article) -> str:
    """A line as printed."""
    return _as_printed(line.text, line.offsets, article)


def _as_printed(text: str, offsets: Sequence[int], article: Article) -> str:
    """Ideographs from the page; everything else (letters, marks) as the rules read it."""
    page = article.document.text
    return "".join(
        page[at] if at >= 0 and "\u4e00" <= page[at] <= "\u9fff" else char
        for char, at in zip(text, offsets, strict=False)  # the last paragraph's line feed is not in the text
    )
