"""Names of measures in 《》: 《…办法》, 《…措施》 that somebody issued."""

from __future__ import annotations

import re

from kg.analyze import Passage
from kg.extract.values import Named

_TITLE = re.compile(r"《([^《》\n]{3,60})》")
_LAW = re.compile(r"(?<!办)(?<!工作)(?<!战)法$|^中华人民共和国|宪法|民法典|刑法")
_ISSUED = re.compile(
    r"(?:制定|出台|印发|发布|会签|签订|签署|下发|推出|宣读|审议|通过|编制|起草|修订|形成|落实|贯彻|实施|梳理成|汇编|编印|根据|按照|依据|启动|激活"
    r"|执行|通过)(?:了|并\w{2})?(?:《[^》]*》[、和及]?)*$"
)
_ISSUED_AFTER = re.compile(r"的通知|的实施|进行解读|出台|印发|正式|要求|明确|规定|提出")
_MEASURE = re.compile(
    r"(?:措施|意见|办法|方案|条例|规定|细则|指南|指引|导则|规范|规程|制度|计划|规划|纲要|清单|要求|通知|通告|提示|公约"
    r"|倡议|倡议书|机制|标准|决定|行动|工作法|[一二三四五六七八九十\d]+条|协议|备忘录|手册|章程|预案)(?:（[^）]*）)?$"
)
_PAPER = re.compile(r"(?:协议|倡议书|手册|备忘录|章程|通知)$")  # measures only where somebody issues them
_PACT = re.compile(r"(?!国际|世界|联合国)[\u4e00-\u9fff]{2,8}(?:公约|村规民约)$")  # of a village: 侗寨防火公约
_ITEMS = re.compile(r"[条项]")


def find_titled(passage: Passage) -> list[Named]:
    """《…措施》 that somebody issued."""
    text, out = passage.text, []
    for m in _TITLE.finditer(text):
        inner = m[1]
        if not _MEASURE.search(inner) or _LAW.search(inner):
            continue
        issued = _ISSUED.search(text, max(0, m.start() - 14), m.start()) is not None
        if not issued and _PAPER.search(inner):
            continue
        if (
            _PACT.match(inner)
            or issued
            or _ISSUED_AFTER.match(text, m.end())
            or "关于" in inner
            or _ITEMS.search(inner)
        ):
            out.append(Named(m.start(), m.end(), inner, "policy", inner, "initiative.title", 0.85, ""))
    return out
