"""Who else carries a campaign out: the bodies lower down whose results are told behind it, and who ordered it.

`运城市司法局开展“法护农忙”专项活动…，临猗县司法局审查合同3150份；万荣县司法局…`; `按照省公安厅统一部署，…`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

from kg.analyze import Sentence
from kg.extract.draft import Draft, Mention, placed

_SYSTEMS = (
    "公安",
    "检察",
    "法院",
    "司法",
    "消防",
    "税务",
    "市场监督管理",
    "市场监管",
    "工商",
    "应急",
    "住房和城乡建设",
    "卫生",
    "疾",
    "交通",
    "公路",
    "海事",
    "民政",
    "农业",
    "水利",
    "水务",
    "林业",
    "自然资源",
    "生态环境",
    "教育",
    "人力资源",
    "医疗保障",
    "综合行政执法",
    "城市管理",
    "行政审批",
    "政务服务",
    "文化",
    "工会",
    "妇联",
    "团",
    "组织部",
    "边境管理",
    "边防",
    "海关",
    "监狱",
    "烟草",
    "气象",
    "供电",
)
_OPENS = frozenset("，。；：\n")
_DOES = re.compile(r"(?!的|、|[与和及]|局长|等|党|负责人)[^。；\n]{0,60}?\d")
_FAR = 6  # paragraphs behind a campaign in which its results are told
_ORDERED = re.compile(r"(?:的)?(?:统一|总体|工作|具体|安排)*(?:部署|安排|要求)(?:和[^，。；]{2,8})?，")
_BY_ORDER = ("按照", "根据", "依照")
_SYSTEM = ("机关", "系统", "两级法院")
_LEADS = re.compile(r"(?:组织|指导|带领|动员|在|部署|统筹)(?:全体|各级)?$")
_RUNS = re.compile(
    r"(?:中|内|范围内)?(?:深入|扎实|集中|全面|持续|统一|部署|组织|联合|同步|大力)*(?:开展|推行|推广|实施|启动|推进|部署|落实|建立|推开|打造)(?:了|为期[^，。；“]{2,6}的)?"
)
_GOES = re.compile(r"，(?:并|同时)?")
_INNER = re.compile(
    r"(?:公安局|法院|检察院|分局|支队|大队|总队|厅|管理局|税务局|委员会|海关)[\u4e00-\u9fff]{2,}$|派出所$|中队$|站$|[科处室]$"
)
_MANY = 2
_TITLES = ("headline", "kicker")
_START = attrgetter("start")


def write_lower(draft: Draft) -> None:
    """Add who carries a campaign out lower down, from those who run it and the results told behind."""
    runners: dict[str, list[str]] = {}
    for claim in draft.claims:
        if claim.predicate == "implements":
            runners.setdefault(claim.object, []).append(claim.subject)
    if not runners:
        return
    bodies = draft.outer("Agency")
    _write_systems(draft, [b for b in bodies if draft.things[b.key].label.endswith(_SYSTEM)])
    passage, things = draft.passage, draft.things
    kinds = [sentence.kind for sentence in passage.sentences]
    programmes = [
        m for m in draft.of_type("Initiative") if things[m.key].attributes.get("initiativeType") == "campaign"
    ]
    campaigns = [m for m in programmes if not m.anaphor and kinds[passage.sentence_at(m.start)] == "text"]
    titled = {m.key for m in programmes if kinds[passage.sentence_at(m.start)] in _TITLES}
    for n, m in enumerate(campaigns):
        _write_ordered(draft, bodies, m)
        stop = next((other.start for other in campaigns[n + 1 :] if other.key != m.key), len(passage.text))
        if m.key in runners:
            _write_results(draft, bodies, m, stop, runners[m.key], main=m.key in titled)


def _write_systems(draft: Draft, systems: list[Mention]) -> None:
    """All bodies of a branch that are led to carry something out: `组织全市检察机关开展“护河”行动`."""
    passage = draft.passage
    text = passage.text
    for m in draft.outer("Initiative") if systems else ():
        sentence = passage.sentences[passage.sentence_at(m.start)]
        if sentence.kind != "text":
            continue
        for body in placed(systems, sentence.start, sentence.stop):
            led = _LEADS.search(text, sentence.start, body.start)
            if led and (_RUNS if body.stop <= m.start else _GOES).fullmatch(
                text, min(body.stop, m.stop), max(m.start, led.start())
            ):
                rule = "implements.system"
                draft.claim(body.key, "implements", m.key, sentence.start, sentence.stop, rule, 0.6)


def _write_ordered(draft: Draft, bodies: list[Mention], m: Mention) -> None:
    """Who ordered a campaign, in its sentence: `按照省公安厅统一部署，…开展“守护”行动`."""
    passage = draft.passage
    text, sentence = passage.text, passage.sentences[passage.sentence_at(m.start)]
    for body in placed(bodies, sentence.start, m.start):
        if text[body.start - 2 : body.start] in _BY_ORDER and _ORDERED.match(text, body.stop, m.start):
            rule = "implements.ordered"
            draft.claim(body.key, "implements", m.key, sentence.start, sentence.stop, rule, 0.55)


def _write_results(
    draft: Draft, bodies: list[Mention], m: Mention, stop: int, runners: list[str], *, main: bool
) -> None:
    """The bodies of a runner's system that open a clause with a figure behind the campaign, which the text is about."""
    passage, things = draft.passage, draft.things
    text, sentences = passage.text, passage.sentences
    names = {things[key].label for key in runners}
    systems = {system for name in names for system in _SYSTEMS if system in name}
    first = sentences[passage.sentence_at(m.start)].paragraph
    found: dict[str, Sentence] = {}
    for i in range(bisect_right(bodies, m.stop, key=_START), bisect_left(bodies, stop, key=_START)):
        body = bodies[i]
        sentence = sentences[passage.sentence_at(body.start)]
        if sentence.paragraph - first > (_FAR if main else 1):
            break
        if body.key in runners or body.key in found or body.anaphor or sentence.kind != "text":
            continue
        label = things[body.key].label
        if label.startswith(tuple(names)) or _INNER.search(label):
            continue
        told = text[body.start - 1] in _OPENS and _DOES.match(text, body.stop)
        if told and any(system in label for system in systems):
            found[body.key] = sentence
    if len(found) >= _MANY:
        for key, sentence in found.items():
            draft.claim(key, "implements", m.key, sentence.start, sentence.stop, "implements.results", 0.5)
