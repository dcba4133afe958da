"""Names of bodies that are told by the words beside them: by a quote, by what follows a company's short name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.analyze import Passage
from kg.extract.names import CHINESE

# A body called by what stands in quotes: 情报部门“调查和分析局”; a committee so called is the state's behind its name.
_CALLED = re.compile(
    r"(?:部门|机构|机关|名为|叫做?|称为|([\u4e00-\u9fff]{2,6})(?:成立|设立|组建)了?|成立了?|设立了?|组建了?)"
    r"“([^“”\n]{2,12}(?:(?<![格布开破僵饭酒棋全大])局|署|指挥部|领导小组|(委员会)))”"
)
_ENDS = ("局”", "署”", "指挥部”", "领导小组”", "委员会”")
# Words that 华为 follows as a name; behind others it begins with 为: 丁少华|为孩子们.
_LED = re.compile(r"[的与和及、在向对由被是从到入]$|公司$|联合$|携手$|企业$")
# What the whole name of a company has behind its short one: 中国邮政|集团有限公司|宿迁市分公司.
_REST = re.compile(
    r"第?[一二三四五六七八九十]{1,3}局(?:集团|公司)(?:[\u4e00-\u9fff]{0,4}?有限(?:责任)?公司)?|(?:(?![和与及同对在由的])[\u4e00-\u9fff]){0,6}?(?:集团)?(?:股份)?有限(?:责任)?公司(?:[\u4e00-\u9fff]{2,6}?(?:分公司|支公司|站|段))?"
)


def find_called(text: str, nations: Iterable[str]) -> Iterator[tuple[int, int, bool]]:
    """The bodies that quotes name, half-open, and whether each is public.

    >>> list(find_called("成立“临时指挥部”", ())), list(find_called("构建“新格局”", ()))
    ([(3, 8, True)], [])
    """
    for m in _CALLED.finditer(text) if "”" in text and any(map(text.__contains__, _ENDS)) else ():
        yield (*m.span(2), not m[3] or (m[1] or "").endswith(tuple(nations)))


def is_called(passage: Passage, start: int) -> bool:
    """Whether 华为 at a position is the company's name, not the end of a person's and 为."""
    before = passage.text[start - 1 : start]
    if start and passage.token_at(start - 1).tag == "nr":
        return False
    return not CHINESE.match(before) or _LED.search(passage.text, max(0, start - 3), start) is not None


def end_of_company(passage: Passage, at: int) -> int:
    """Where the whole name of a company ends whose short one ends at a position; that position if it is all."""
    found = _REST.match(passage.text, at)
    return found.end() if found and passage.edges[found.end()] else at
