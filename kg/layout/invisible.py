"""What a page holds that nobody was to see: marks of direction, and remains of the HTML that it was copied from."""

from __future__ import annotations

import re

# Marks of direction, joiners, soft hyphens: printed by nobody, and amid a name they would hide it.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")

_LEFT_OF_INDENT = re.compile(r"^(?:[ \t\u3000]*+&(?:nbsp|ensp|emsp|#160|#12288);)+", re.MULTILINE | re.IGNORECASE)
_LEFT_OF_HTML = re.compile(
    r"&(?:nbsp|ensp|emsp|#160|#12288|gt|lt|amp|quot|ldquo|rdquo|lsquo|rsquo|mdash|middot|hellip);"
    r"|<(?:br\s*+/?|/?(?:p|div|span|strong|b|em|font|center|section)(?:\s[^<>\n]{0,120})?)>",
    re.IGNORECASE,
)
_SIGNS = {
    "&gt;": ">", "&lt;": "<", "&amp;": "&", "&quot;": '"', "&ldquo;": "“", "&rdquo;": "”", "&lsquo;": "‘",
    "&rsquo;": "’", "&mdash;": "—", "&middot;": "·", "&hellip;": "…",
}  # fmt: skip


def without_invisible(text: str) -> str:
    """The text with blanks for what nobody was to see, marks of direction and remains of HTML; of the same length.

    >>> without_invisible("公\u200b安局"), without_invisible("警力&nbsp;9人<br>")
    ('公\xa0安局', '警力      9人    ')
    """
    text = _INVISIBLE.sub("\xa0", text) if _INVISIBLE.search(text) else text
    if "&" in text or "<" in text:
        text = _LEFT_OF_INDENT.sub(lambda m: "\u3000\u3000".ljust(len(m[0]), "\ufeff"), text)
        text = _LEFT_OF_HTML.sub(lambda m: _SIGNS.get(m[0].lower(), "").ljust(len(m[0])), text)
    return text
