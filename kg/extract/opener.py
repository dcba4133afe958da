"""Who opens a sentence by a word for its kind alone: 急救中心还与…, 该院2019年起…, 镇里还推行….

Where an agency is so pointed to, `refer` knows which; for other bodies the last one named of that kind is meant. Where
none was named, somebody acts who has no name, and not who acted before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention

_OPENS = re.compile(
    r"(?:(?:同时|目前|眼下|随后|据了解|据悉|此外|另外|近年来|今年|去年|[近前]\d{0,2}[\u4e00-\u9fff]{0,2}年|改革之后|\d{1,4}年)[^，。；“”]{0,6}，)?"
    r"(?:(?P<this>该)(?P<kind>[\u4e00-\u9fff]{0,3}?(?:[院校关馆社站园厂局所队]|医院|学校|公司|中心|银行|协会))"
    r"|(?P<bare>[\u4e00-\u9fff]{0,4}?(?:中心|警务室|工作室|总院|医院|公司|合作社|调解室|服务队|巡防队|救援队))"
    r"|(?P<home>该?[镇县市区村乡州旗](?:[里上]|(?<=该.))))"
    r"(?=(?:今年|去年|\d{4}年起?|抽调\d|每)|[还也又便就将已正与和同由依共]|累计|总共|日均|年均|现有|拥有|全年|目前|(?:先后|持续|同步|创新|大力|积极|牵头|联合|会同|不断|全面|探索)?"
    r"(?:推行|推进|推动|开展|实施|打造|依托|建立|健全|完善|构建|创建|设立|搭建|启动|推出|组织|组建|建成|建起|上线|实行|开通|研发|举办))"
)
_LEVELS = frozenset("省市县区镇乡州旗")
_LOOKED_AT = 60  # mentions before, so that pages with very many stay cheap
_start = attrgetter("start")


def find_opener(draft: Draft, bodies: list[Mention], sentence: Sentence, carried: tuple[str, ...]) -> str | None:
    """The body that opens a sentence by its kind, "" if none of that kind was named, or None if nothing so opens it.

    `carried` are those who acted last: where one of them is of that kind, nothing else is meant.
    """
    opens = _OPENS.match(draft.passage.text, sentence.start, sentence.stop)
    if opens is None:
        return None
    before = bisect_left(bodies, opens.end(), key=_start)
    if before and bodies[before - 1].stop > sentence.start:
        return None  # it has a name
    if opens["home"]:
        return ""
    kind = opens["kind"] or opens["bare"]
    if any(draft.things[key].label.endswith(kind) for key in carried):
        return None
    home, tail = (kind[0], kind[1:]) if kind[0] in _LEVELS and len(kind) > 2 else ("", kind)
    near = [m.key for m in reversed(bodies[max(0, before - _LOOKED_AT) : before])]
    labels = ((key, draft.things[key].label) for key in near)
    return next((key for key, label in labels if label.endswith(tail) and home in label), "")
