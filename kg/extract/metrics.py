"""What is counted, without the words around it: fillers, what opens its clause, and the body that acts in it."""

from __future__ import annotations

import re

# What stands between a metric and its number. The longer words first, and none given back (`++`): 达到了 is one, two or
# three of them, and a row of it would be tried in every way.
_FILLERS = (
    r"只用了|仅用了|不超过|不低于|不高于|只用|仅用|只需|仅需|只要|不到|接近|多达|长达|只有|仅有|达到了|不少于|分别为|达到|共有|共计|约为|超过|突破|累计|大约|将近|高达|均为|分别|合计|总计|现有|增至|降至|平均|最高|最低|不足"
    r"|至少|满足|完成|高于|低于|以上|其中|全部|达|(?<!行)为|是|有|共|约|近|超|已|逾|至|到|仅|均|计|的|得|了|出|就|满|余|多|来|：|“"
)
FILLERS = re.compile(rf"(?>(?:{_FILLERS})+)$")
_FILLER_ENDS = frozenset(word[-1] for word in _FILLERS.split("|"))
# What stands before a metric.
_LEADS = re.compile(
    # the longer words first: 现场 is not 现 and 场
    r"^(?:截至目前|截止目前|今年以来|去年以来|今年|去年|(?:第?[一二三四]|前[一二三])季度|[上下]半年|预计|计划|与此同时|一次性|据统计|据介绍|目前|截至|其中|累计|先后|全年|现场|现有|同时|每年|此次|本次|(?:演练|比赛|竞赛|大赛|培训|行动|会议|仪式)(?=共|累计|已|先后|还)"
    r"|活动|期间|已经|成功(?!率)|共计|该\w{0,3}?(?:[局厅委院庭所站处队关校县市区旗州镇乡村案段]|中心|公司|平台|项目|部门)|我[市县区省]|全(?:街道|[省市县区旗盟州镇乡村])"
    r"|已|共|现|并|还|又|且|也|将|把|由|从|使|让|对|在|为|向|给|近|全(?![体部国年天程面力员民])|总)+"
)
_LEAD_BEGINS = frozenset(
    "截今去第一二三四前上下预计与据目其累先全演比竞大培行会仪现同每此本活期已成共该我并还又且也将把由从使让对在为向给近总"
)
_FRONTED = re.compile(r"^[^，]{2,}[将把](?=[^，]{2,})")  # 税务局将|企业开办时间
_BODIES = re.compile(
    "支队|大队|中队|派出所|分局|公安局|法院|检察院|司法局|政府|管理局|委员会|公安机关|检察机关|卫健委|管委会"
    # A letter first: `re` passes over all that none of these begins with.
    "|局(?<=(?:执法|教育|财政|住建|税务|医保|民政|应急|城管|交通|运输|农村|水利|林业|环境|资源|文旅|审计|海事|人社|保障|信访)局)"
)
_BODY = re.compile(rf"^.*(?:{_BODIES.pattern})(?=.{{2,}})")


def without_subject(text: str) -> str:
    """A phrase without the words that open its clause and the body that acts in it.

    >>> without_subject("目前该支队刑事案件")
    '刑事案件'
    """
    if "将" in text or "把" in text:
        text = _FRONTED.sub("", text)
    if text[:1] in _LEAD_BEGINS:
        text = _LEADS.sub("", text)
    body = _BODY.search(text) if _BODIES.search(text) else None
    return _LEADS.sub("", text[body.end() :]) if body else text


def strip_fillers(text: str) -> str:
    """A text without the fillers at its end.

    >>> strip_fillers("刑事案件累计达到")
    '刑事案件'
    """
    while text and text[-1] in _FILLER_ENDS and (found := FILLERS.search(text)):
        text = text[: found.start()]
    return text
