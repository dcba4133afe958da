"""XHTML of books and feeds as reading text: headings marked, a line a paragraph, nothing of scripts and styles."""

from __future__ import annotations

from html.parser import HTMLParser

from kg.read.part import join_blocks

_BLOCKS = frozenset((
    "p", "div", "section", "article", "body", "li", "ul", "ol", "tr", "table", "blockquote", "figure", "figcaption",
    "header", "footer", "aside", "main", "dl", "dt", "dd", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_HIDDEN = frozenset(("script", "style", "head", "nav", "svg", "math", "template"))


class _Reader(HTMLParser):
    """Collects the blocks of a page; a parser of the standard library, which no broken mark-up stops."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.pieces: list[str] = []
        self.hidden: list[str] = []
        self.level = 0

    def close_block(self) -> None:
        lines = "".join(self.pieces).split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        self.pieces = []
        if text:
            self.blocks.append(f"{'#' * self.level} {text.replace(chr(10), ' ')}" if self.level else text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden.append(tag)
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag in _BLOCKS:
            self.close_block()
            self.level = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HIDDEN:  # <script/> of XHTML hides nothing
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        elif tag in _BLOCKS:
            self.close_block()
            self.level = 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data.replace("\n", " "))


def read_markup(markup: str) -> str:
    """The reading text of a page of XHTML or HTML: all of its text, since books and feeds bring no navigation.

    >>> read_markup("<h1>夜市开张</h1><p>昨晚，<br/>夜市开张。</p><script>1</script>")
    '# 夜市开张\\n\\n昨晚，\\n夜市开张。\\n'
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.close_block()
    return join_blocks(reader.blocks)
