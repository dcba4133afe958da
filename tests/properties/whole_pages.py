"""Hypothesis strategies that write whole pages: headlines, bylines, paragraphs, in any style and with faults."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.formats import Story
from tests.properties.stories import STORIES
from tests.properties.styles import Style, print_page, styles

REGIONS = ("扬州市", "镇江", "广陵区", "江苏省", "科右前旗", "内蒙古自治区", "朝阳区", "玉门镇", "高新区", "全市")
BODIES = (
    "公安局",
    "人民法院",
    "消防救援支队",
    "公安局交警支队",
    "税务局",
    "教育局",
    "中心小学",
    "商会",
    "志愿者协会",
    "村委会",
)
VERBS = ("开展", "启动", "召开", "联合", "走访", "查处", "组织", "发布", "为居民讲解", "推进")
THINGS = (
    "“冬防”专项行动",
    "推进会",
    "“一张网”机制",
    "反诈宣传",
    "《条例》",
    "隐患排查",
    "“百日攻坚”",
    "应急演练",
    "货车超限整治",
)
FIGURES = ("28家", "3万余人次", "同比下降12.5%", "两千元", "1.5亿元", "第3批", "75.6公里", "三成", "20至30岁", "110")
TIMES = ("2月20日", "昨天上午", "今年1至5月", "近日", "2023年", "日前", "3月8日至10日", "去年同期", "9时许", "连日来")
PERSONS = ("局长王建国", "民警李强", "村民买买提·艾力", "欧阳文", "赵某", "教导员", "记者 孙丽", "校长周海燕说")
MARKS = ("，", "。", "；", "：", "、", "！", "？", "——", "……", "“", "”", "（", "）")
STRANGE = (
    "\u200b",
    "\u3000",
    "\xa0",
    "\ufeff",
    "\u202e",
    "\ue123",
    "é",
    "🚒",
    "𠮷",
    "\t",
    "\u2028",
    "\x85",
    "\x0c",
    "#",
    "*",
    "|",
)

clauses = st.lists(
    st.sampled_from(REGIONS + BODIES + VERBS + THINGS + FIGURES + TIMES + PERSONS), min_size=1, max_size=7
).map("".join)
sentences = st.lists(clauses, min_size=1, max_size=4).map(lambda parts: "，".join(parts) + "。")
wild_sentences = st.lists(
    st.one_of(clauses, st.sampled_from(MARKS), st.sampled_from(STRANGE)), min_size=1, max_size=14
).map("".join)
paragraphs = st.lists(st.one_of(sentences, sentences, wild_sentences), min_size=1, max_size=4).map("".join)
names = st.lists(
    st.sampled_from(("王敏", "李建国", "欧阳文", "买买提·艾力", "孙丽华")), min_size=1, max_size=4, unique=True
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """An article of our vocabulary; now and then one that makes sense."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(STORIES))
    title = draw(clauses)[:24]
    body = draw(st.lists(paragraphs, min_size=1, max_size=5))
    if len(body) > 2 and draw(st.booleans()):
        body.insert(1, f"## {draw(clauses)[:10]}")
    return Story(title, "2023-02-21", tuple(body), " ".join(draw(names)))


@st.composite
def pages(draw: st.DrawFn) -> str:
    """The text of a page: articles in one style, or in several, with lines that went astray."""
    text = ""
    for _ in range(draw(st.integers(1, 2))):
        style: Style = draw(st.sampled_from(sorted(styles(), key=str)))
        text += print_page(draw(st.lists(stories(), min_size=1, max_size=3)), style) + "\n"
    if draw(st.integers(0, 3)) == 0:
        lines = text.split("\n")
        for _ in range(draw(st.integers(1, 3))):
            at = draw(st.integers(0, len(lines) - 1))
            change = draw(st.sampled_from(("cut", "twice", "strange", "joined")))
            if change == "cut":
                lines[at] = lines[at][: len(lines[at]) // 2]
            elif change == "twice":
                lines.insert(at, lines[at])
            elif change == "strange":
                lines[at] += draw(st.sampled_from(STRANGE)) + draw(st.sampled_from(MARKS))
            elif at + 1 < len(lines):
                lines[at] += lines.pop(at + 1)
        text = draw(st.sampled_from(("\n", "\r\n", "\r"))).join(lines)
    return text
