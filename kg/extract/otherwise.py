"""What stands right after a trigger and makes it a word for something else: 救援|队, 诈骗|电话, 火灾|隐患."""

from __future__ import annotations

import re

# What makes a trigger a word for something else: 调解员, 通报称.
OTHERWISE = {
    "调解": re.compile(r"员|室|委|书|工作|中心|机制|组织|平台|率|成功|团|能力|服务|品牌|办"),
    "通报": re.compile(r"[，：]|称|说|了?(?:相关|有关)?情况"),
    "成立": re.compile(
        r"(?:了)?(?:于\d|的|以来|后|之初|[\u4e00-\u9fff“”·\d]{0,10}(?:专案组|工作组|领导小组|专班|指挥部|小组|办公室|党支部|团伙|公司))"
    ),
    "拆除": re.compile(r"\d|了?[\u4e00-\u9fff]{0,6}\d"),
    "移送": re.compile(r"[、等和]|工作|机制|标准|程序|制度|衔接|方面"),  # 线索移送等方面
    "获得": re.compile("感"),
    "坠落": re.compile("[点处]"),
    "跌落": re.compile("[点处]"),
    "开庭": re.compile(r"时|前"),
    "收网": re.compile(r"时|前"),
    "堵截": re.compile(r"火"),
    "脱离危险": re.compile(r"后"),
    "震": re.compile("[后前中区感情惊撼慑荡动]"),
    # what is moved is no one: 擅自转移|已查封的货物
    "转移": re.compile(r"支付|[^，。；]{0,10}(?:货物|财产|资金|资产|赃款|赃物|证据|视线|注意力|股权|登记)"),
    "表彰": re.compile(r"决定|名单|方案|通报"),
    "入选": re.compile(r"村|的|名单|作品|单位|项目|者"),
}
CASE_NOUN = re.compile(r"案|团伙|犯罪|分子|嫌疑|短信|电话|手段|陷阱|窝点|资金|套路|信息|类")
RESCUE_NOUN = re.compile(
    r"站|队|大队|支队|中心|服|绳|艇|梯|机制|能力|装备|技能|演练|培训|知识|力量|工作|体系|预案|物资|训练|员|操|热线|设备|器材|人员|现场"
    r"|片区|指挥部|区域|局|车|协会|任务|措施|医疗|避险|圈|包|箱|网络|电话|课|十|法|中表现|中的|中荣|中立|中牺牲|中受|任务中|过程"
)
ACCIDENT_NOUN = re.compile(
    r"隐患|防控|预防|风险|处理|处置|多发|易发|防范|应急|调查|责任|率|演练|警示|救援|扑救|形势|逃生|案例|起数|快处|疏散"
    r"|高发|统计|发生率|现场勘|同比|环比|下降|上升|较"
)
COMPARED = re.compile(r"(?:起数|率)?(?:同比|环比|下降|上升|较)")
ANSWER = re.compile(
    r"(?:(?:责任|损害赔偿|人身损害)?(?:纠纷|理赔|赔偿)|法庭|应急|[蓝黄橙红]色预警|预警|监测|预报|灾害防御)"
)  # 启动地震|应急四级响应
FEARED = re.compile(r"风险|隐患|防控|防范|预防")
