"""What is held, as newspapers tell of it: where it was, who held it, who came to it, what it was part of.

Tables of frames of one to three sentences (hence the length of this file), each filled three times over with bodies,
places and kinds of occasions. What they should say, and what they must not, is written as in `tests.stated`.
"""

from __future__ import annotations

import pytest

from tests.stated import find_faults, find_stated, read


def _names(lines: str) -> list[str]:
    return lines.split()


HOSTS = ["婺源县公安局", "上饶市应急管理局", "玉山县人民法院", "婺源县司法局", "上饶市消防救援支队"]
GUESTS = ["玉山县教育体育局", "婺源县总工会", "上饶市卫生健康委员会", "婺源县人民检察院"]
OTHERS = ["玉山县妇联", "婺源县文化广电和旅游局", "上饶市民政局"]
PLACES = [("婺源县江湾镇", "江湾镇"), ("玉山县怀玉乡", "怀玉乡"), ("婺源县江湾镇汪口村", "汪口村")]
KINDS = _names(
    "反诈宣传活动 全市安全生产工作会议 防灭火应急演练 消防业务培训班 普法讲座 揭牌仪式 篮球赛 联合检查 义诊活动 座谈会"
)
WHERE = [
    ("5月8日，{a}在{p}举办{k}。", "~{k} takesPlaceIn *", ""),
    ("5月8日，{a}走进{p}，开展反诈宣传活动。", "~反诈宣传活动 takesPlaceIn {q}", ""),
    ("5月8日，{a}来到{p}开展义诊活动，为群众测血压。", "~义诊活动 takesPlaceIn *", ""),
    ("5月8日，{a}深入{p}开展普法宣传活动。", "~普法宣传活动 takesPlaceIn *", ""),
    ("5月8日，在{p}活动现场，{a}举办的普法宣传活动吸引了不少群众。", "~普法宣传活动 takesPlaceIn *", ""),
    ("5月8日，{a}举办“警民一家亲”文艺演出，地点设在{p}人民广场。", "~演出 takesPlaceIn ~人民广场", ""),
    ("{p}的文化广场上人头攒动。5月8日，{a}在这里举办普法文艺演出。", "~演出 takesPlaceIn *", ""),
    ("5月8日，{p}一派热闹景象，{a}组织的义诊活动在此举行。", "~义诊活动 takesPlaceIn *", ""),
    ("5月8日，“平安杯”篮球赛在{p}开赛。", "~篮球赛 takesPlaceIn *", ""),
    ("5月8日，{a}在机关会议室召开安全生产工作会议。", "~安全生产工作会议 takesPlaceIn *", ""),
    ("5月8日，{a}组织人员到{p}开展防汛检查。", "* takesPlaceIn *", ""),
    ("5月8日，{a}执法人员赴{p}开展食品安全专项检查。", "~食品安全专项检查 takesPlaceIn *", ""),
    ("5月8日，由{a}主办的书画展在{p}开展。", "~书画展 takesPlaceIn *; {a} organizes ~书画展", ""),
    ("5月8日晚，第三届山水文化旅游节在{p}拉开帷幕。", "~旅游节 takesPlaceIn *", ""),
    (
        "5月8日，{a}联合{b}举办招聘会，活动地点在{p}文化广场。",
        "~招聘会 takesPlaceIn *; {a} organizes *; {b} organizes *",
        "",
    ),
    ("5月8日，{a}举办义诊活动。活动在{p}举行，吸引300余名群众参加。", "~义诊活动 takesPlaceIn {q}", ""),
    (
        "5月8日，{a}召开座谈会。座谈会前，与会人员参观了{p}文化广场。",
        "{a} organizes ~座谈会",
        "~座谈会 takesPlaceIn ~文化广场",
    ),
    (
        "5月8日，{a}举办业务培训班，来自{p}的30名学员参加。",
        "{a} organizes ~培训班",
        "~培训班 takesPlaceIn {q}",
    ),
    (
        "5月8日，{a}召开现场会，推广{p}的做法。",
        "{a} organizes ~现场会",
        "~现场会 takesPlaceIn {q}",
    ),
    (
        "连日来，{a}组织执法人员深入{p}，开展森林防火宣传。5月8日，又在{p}中心小学举办消防演练。",
        "~消防演练 takesPlaceIn *",
        "",
    ),
    ("5月8日上午9时，随着发令枪响，2024年婺源半程马拉松在{p}鸣枪起跑。", "~马拉松 takesPlaceIn {q}", ""),
    ("5月8日，{a}在辖区开展夜查行动。", "~夜查行动 takesPlaceIn *", ""),
    ("5月8日，一堂生动的法治课在{p}中心小学开讲。", "~法治课 takesPlaceIn *", ""),
    (
        "“这样的活动真好！”5月8日，在{p}，{a}举办的义诊活动受到欢迎。",
        "~义诊活动 takesPlaceIn {q}; {a} organizes ~义诊活动",
        "",
    ),
    ("5月8日，{a}把法治课堂搬到{p}，为村民上了一堂法治课。", "~法治课 takesPlaceIn {q}; {a} organizes ~法治课", ""),
    (
        "5月8日，普法集市在{p}开市，{a}、{b}设摊宣传。",
        "~普法集市 takesPlaceIn {q}; {a} participates *; {b} participates *",
        "",
    ),
    ("5月8日，{a}组织开展“清风行动”集中夜查，先后检查了{p}的12家宾馆。", "{a} organizes ~集中夜查", ""),
    ("5月8日，由{a}主办的全省技能竞赛在{p}圆满收官。", "~技能竞赛 takesPlaceIn {q}; {a} organizes ~技能竞赛", ""),
    (
        "5月8日，全市乡村振兴现场会在{p}召开。与会人员实地察看了玉山县怀玉乡、婺源县江湾镇。",
        "~现场会 takesPlaceIn {q}",
        "",
    ),
    ("5月8日，{a}组织志愿者来到{p}养老院，开展爱心慰问活动。", "~慰问活动 takesPlaceIn {q}; {a} organizes *", ""),
    ("5月8日，{a}在{p}设立分会场，同步举行消防宣传月启动仪式。", "~启动仪式 takesPlaceIn {q}", ""),
    ("5月8日至10日，{a}赴{p}开展安全生产督导检查。", "~督导检查 takesPlaceIn {q}; {a} organizes *", ""),
    ("5月8日，{a}到{p}开展送法进乡村活动。", "~送法进乡村活动 takesPlaceIn {q}; {a} organizes *", ""),
    ("5月8日，走进{p}，{a}正在这里举办一场消防演练。", "~消防演练 takesPlaceIn {q}; {a} organizes *", ""),
    ("家住{p}的王敏参加了5月8日{a}举办的培训班。", "{a} organizes ~培训班", "~培训班 takesPlaceIn {q}"),
    (
        "5月8日，{a}召开座谈会，听取{p}负责人的汇报。",
        "{a} organizes ~座谈会",
        "~座谈会 takesPlaceIn {q}",
    ),
    (
        "5月8日，{a}举行新闻发布会，通报{p}火灾事故调查情况。",
        "{a} organizes ~新闻发布会",
        "~新闻发布会 takesPlaceIn {q}",
    ),
]
WHO_CAME = [
    ("5月8日，{a}举办{k}，{b}、{c}参加。", "{b} participates *; {c} participates *", "{b} organizes *"),
    ("5月8日，{a}举办{k}，邀请{b}、{c}派员观摩。", "{a} organizes *; {b} participates *; {c} participates *", ""),
    ("5月8日，{b}受邀参加{a}举办的{k}。", "{a} organizes *; {b} participates *", "{b} organizes *"),
    ("5月8日，{a}举办{k}。来自{b}、{c}的60余人参加。", "{a} organizes *; {b} participates *; {c} participates *", ""),
    ("5月8日，{a}举办{k}，{b}、{c}等单位负责人到场指导。", "{b} participates *; {c} participates *", ""),
    ("5月8日，{a}举办{k}。{b}副局长李建军出席并讲话。", "李建军 participates *", "李建军 organizes *"),
    ("5月8日，{a}举办{k}。/李建军、王海波参加活动。", "李建军 participates *; 王海波 participates *", ""),
    (
        "5月8日，{a}召开工作推进会。/会议强调，要压实责任。/要加强协作。/副县长李建军，{b}局长王海波参加会议。",
        "李建军 participates ~推进会; 王海波 participates ~推进会",
        "",
    ),
    (
        "5月8日，{a}召开座谈会。会上，{b}、{c}作了交流发言。",
        "{b} participates ~座谈会; {c} participates ~座谈会",
        "{b} organizes *",
    ),
    ("5月8日，{a}举行座谈会。{b}代表李建军发言。", "李建军 participates ~座谈会", ""),
    (
        "5月8日，{a}召集{b}、{c}召开协调会。",
        "{a} organizes ~协调会; {b} participates ~协调会; {c} participates ~协调会",
        "{b} organizes *",
    ),
    (
        "5月8日，{a}组织{b}、{c}召开协调会。",
        "{a} organizes ~协调会; {b} participates ~协调会; {c} participates ~协调会",
        "{b} organizes *",
    ),
    (
        "5月8日，{a}在{p}开展应急演练。{b}、{c}等6支队伍参演。",
        "{b} participates ~应急演练; {c} participates ~应急演练",
        "",
    ),
    (
        "5月8日，{a}开展应急演练。接到报警后，{b}、{c}迅速赶赴现场处置。",
        "{a} organizes ~应急演练; {b} participates ~应急演练; {c} participates ~应急演练",
        "",
    ),
    ("5月8日，{a}举办颁奖仪式，{b}副局长李建军为获奖者颁奖。", "李建军 participates ~颁奖仪式", ""),
    ("5月8日，首届“平安杯”篮球赛落幕，{a}代表队夺得冠军。", "{a} participates ~篮球赛", "{a} organizes *"),
    ("5月8日，{a}举行捐赠仪式，向{b}捐赠图书500册。", "{a} organizes ~捐赠仪式; {b} participates ~捐赠仪式", ""),
    (
        "5月8日，{a}与{b}举行签约仪式。{c}副主席李建军见证签约。",
        "{a} organizes ~签约仪式; {b} organizes ~签约仪式; 李建军 participates ~签约仪式",
        "",
    ),
    (
        "5月8日，{a}在{p}中心小学举办法治讲座。民警李建军为师生授课。",
        "李建军 participates ~讲座; ~讲座 takesPlaceIn *",
        "",
    ),
    ("5月8日，{a}为{b}干部职工举办消防培训。", "{a} organizes ~培训; {b} participates ~培训", ""),
    (
        "5月8日，{a}组成检查组开展安全检查。检查组先后来到{b}、{c}，查看台账。",
        "{a} organizes ~检查; {b} participates ~检查; {c} participates ~检查",
        "",
    ),
    (
        "5月8日，{a}对{b}、{c}开展督导检查。",
        "{a} organizes ~督导检查; {b} participates ~督导检查; {c} participates ~督导检查",
        "",
    ),
    (
        "5月8日，{a}召开新闻发布会。/今年以来，全县治安平稳。/重点工作稳步推进。/该县建成小区30个。/发布会上，副局长李建军回答了记者提问。",
        "李建军 participates ~新闻发布会",
        "",
    ),
    ("5月8日，{a}召开表彰大会，李建军等10人受到表彰。", "李建军 participates ~表彰大会", ""),
    ("5月8日，{a}举办开放日活动。参加活动的市民李建军说：“大开眼界。”", "李建军 participates ~开放日", ""),
    ("5月8日，{a}举办讲座。此前，{b}发布了通知。", "{a} organizes ~讲座", "{b} participates *; {b} organizes *"),
    ("5月8日，{a}召开会议，传达{b}文件精神。", "{a} organizes ~会议", "{b} participates *; {b} organizes *"),
    (
        "5月8日，{a}举办培训班。据{b}统计，全县有志愿者3000人。",
        "{a} organizes ~培训班",
        "{b} participates *; {b} organizes *",
    ),
    (
        "5月8日，{a}举办宣讲活动，宣传{b}推出的便民措施。",
        "{a} organizes ~宣讲",
        "{b} participates *; {b} organizes *",
    ),
    (
        "5月8日，{a}在{p}举行应急演练，{b}、{c}及志愿者共120余人参加演练。",
        "{b} participates *; {c} participates *",
        "",
    ),
    (
        "5月8日，{a}召开联席会议，{b}、{c}分管负责人参会。",
        "{b} participates *; {c} participates *",
        "{b} organizes *",
    ),
    ("5月8日，{a}召开联席会议。{b}、{c}等成员单位负责人到会。", "{b} participates *; {c} participates *", ""),
    (
        "5月8日，{a}召开动员会，局长李建军主持会议，副局长王海波作工作报告。",
        "李建军 participates *; 王海波 participates *",
        "",
    ),
    (
        "5月8日，{a}举办开班式。李建军作动员讲话，王海波主持开班式。",
        "李建军 participates *; 王海波 participates *",
        "",
    ),
    ("5月8日，{a}举行揭牌仪式。李建军与王海波共同为调解室揭牌。", "李建军 participates *; 王海波 participates *", ""),
    (
        "5月8日，{a}举行公开听证会，邀请人大代表李建军、政协委员王海波担任听证员。",
        "李建军 participates *; 王海波 participates *",
        "",
    ),
    (
        "5月8日，{a}举办技能比武。经过激烈角逐，{b}代表队获一等奖，{c}代表队获二等奖。",
        "{b} participates *; {c} participates *",
        "",
    ),
    ("5月8日，{a}举办技能比武，李建军夺得冠军，王海波获得亚军。", "李建军 participates *; 王海波 participates *", ""),
    (
        "5月8日，{a}举行表彰大会。会上，{b}等10个先进集体、李建军等15名先进个人受到表彰。",
        "{b} participates *; 李建军 participates *",
        "",
    ),
    (
        "5月8日，{a}举行宣讲报告会。报告团成员李建军、王海波先后作报告。",
        "李建军 participates *; 王海波 participates *",
        "",
    ),
    (
        "5月8日，{a}在{p}举办反诈宣传活动。{b}民警现场讲解防骗知识，{c}志愿者发放宣传册。",
        "{b} participates *; {c} participates *",
        "",
    ),
    ("5月8日，{a}举行捐赠仪式，{b}代表受赠学生接受捐赠。", "{b} participates *", ""),
    (
        "5月8日，{a}与{b}签约仪式在{p}举行，李建军、王海波代表双方签约。",
        "李建军 participates *; 王海波 participates *",
        "",
    ),
    ("5月8日，{a}举行开放日活动，{b}师生代表60余人走进警营。", "{a} organizes *; {b} participates *", ""),
    (
        "5月8日，在{a}举办的座谈会上，{b}副局长李建军介绍了经验。",
        "{a} organizes ~座谈会; 李建军 participates ~座谈会",
        "",
    ),
    ("5月8日，{a}召开现场会。李建军一行先后参观了婺源县江湾镇。", "李建军 participates ~现场会", ""),
    ("5月8日，{a}举办法治讲座，特邀{b}专家李建军主讲。", "李建军 participates ~讲座; {b} participates ~讲座", ""),
    ("5月8日，{a}举办法治讲座，由{b}民警李建军授课。", "李建军 participates ~讲座", ""),
    ("5月8日，{a}开展义诊活动，{b}组织医护人员参加。", "{b} participates *", ""),
    ("5月8日，{a}开展应急演练。演练由{b}协助，{c}派出救护车参加。", "{b} participates *; {c} participates *", ""),
    (
        "5月8日，{a}举办启动仪式。{b}党组书记、局长李建军宣布活动启动。",
        "李建军 participates *",
        "{b} organizes *; {b} participates *",
    ),
    ("5月8日，{a}举办颁奖典礼。李建军是首位登台的获奖者。", "李建军 participates *", ""),
    (
        "5月8日，{a}召开会议。/去年以来，{b}共查处案件30起。",
        "{a} organizes ~会议",
        "{b} participates ~会议; {b} organizes ~会议",
    ),
    (
        "5月8日，{a}召开座谈会。/近年来，{b}持续推进平安建设。",
        "{a} organizes ~座谈会",
        "{b} participates ~座谈会; {b} organizes ~座谈会",
    ),
    (
        "5月8日，{a}召开推进会，要求{b}、{c}加强配合。",
        "{a} organizes ~推进会",
        "{b} participates ~推进会; {c} participates ~推进会",
    ),
    ("5月8日，{a}召开会议。会议要求，{b}要加强监管。", "{a} organizes ~会议", "{b} participates ~会议"),
]
WHO_HELD = [
    (
        "5月8日，{k}在{p}举行。活动由{a}主办，{b}承办，{c}协办。",
        "{a} organizes *; {b} organizes *; {c} organizes *",
        "",
    ),
    ("5月8日，由{a}牵头，{b}、{c}参与的{k}在{p}举行。", "{a} organizes *", ""),
    ("5月8日，{a}组织开展{k}。", "{a} organizes *", ""),
    ("5月8日，在{b}指导下，{a}举办{k}。", "{a} organizes *", "{b} organizes *"),
    ("5月8日，{a}与{b}共同举办{k}。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，{a}会同{b}、{c}开展联合检查。", "{a} organizes *; {b} organizes *; {c} organizes *", ""),
    ("{a}坚持服务群众。/5月8日，在{p}举办{k}。", "{a} organizes *", ""),
    ("5月8日，{k}在{p}举行。/此次活动由{a}、{b}共同主办。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，{k}在{p}举行，本次活动由{a}主办，{b}承办。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，{k}在{p}举行，{b}局长李建军主持。", "李建军 participates *", "{b} organizes *"),
    ("5月8日，{a}主办的{k}在{p}举行。", "{a} organizes *", ""),
    ("5月8日，受{b}委托，{a}举办{k}。", "{a} organizes *", "{b} organizes *"),
    ("5月8日，根据{b}部署，{a}开展联合检查。", "{a} organizes *", "{b} organizes *"),
    ("5月8日，{a}承办的全省法治论坛在{p}举行。", "{a} organizes ~论坛", ""),
    ("5月8日，{k}在{p}举行，{a}为承办单位。", "{a} organizes *", ""),
    ("5月8日，{a}、{b}、{c}三家单位联合举办义诊活动。", "{a} organizes *; {b} organizes *; {c} organizes *", ""),
    ("5月8日，{a}联合{b}、{c}在{p}举办{k}。", "{a} organizes *; {b} organizes *; {c} organizes *", ""),
    ("5月8日，{a}牵头组织{b}、{c}开展联合执法检查。", "{a} organizes ~联合执法检查", ""),
    ("5月8日，{a}党委召开专题会议。", "* organizes ~专题会议", ""),
    ("5月8日，{b}在{p}参加由{a}举办的{k}。", "{a} organizes *; {b} participates *", "{b} organizes *"),
    ("5月8日，{a}举办{k}。活动由{b}副局长李建军主持。", "{a} organizes *; 李建军 participates *", "{b} organizes *"),
    ("5月8日，{a}派员参加{b}举办的{k}。", "{b} organizes *; {a} participates *", "{a} organizes *"),
    ("{k}5月8日在{p}举行，{a}主办，{b}承办。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，{a}在{p}举行{k}，{b}协办。", "{a} organizes *; {b} organizes *", ""),
    ("为提升应急能力，5月8日，{a}联合{b}开展应急演练。", "{a} organizes ~演练; {b} organizes ~演练", ""),
    ("近日，{a}分批组织民警开展实战训练。", "{a} organizes *", ""),
    ("5月8日，{a}、{b}在{p}共同举办{k}。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，{a}携手{b}走进{p}，开展普法宣传活动。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，在{b}的支持下，{a}在{p}举办{k}。", "{a} organizes *", "{b} organizes *"),
    ("5月8日，{a}积极响应{b}号召，组织开展志愿服务活动。", "{a} organizes *", "{b} organizes *"),
    ("5月8日，{a}邀请{b}共同开展联合检查。", "{a} organizes *", ""),
    ("5月8日，{a}召开会议，传达学习{b}会议精神。", "{a} organizes ~会议", "{b} organizes *; {b} participates *"),
    ("5月8日，由{a}、{b}指导，{c}主办的{k}在{p}举行。", "{c} organizes *", ""),
    ("5月8日，{k}在{p}举行。据了解，该活动由{a}、{b}联合举办。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，{k}在{p}举行。本次活动主办单位为{a}，承办单位为{b}。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，{a}发布消息，全市安全生产工作会议在{p}召开。", "~会议 takesPlaceIn {q}", ""),
    ("5月8日，{a}党支部联合{b}党支部开展主题党日活动。", "* organizes ~主题党日活动", ""),
    ("5月8日，{a}工会举办职工运动会。", "* organizes ~运动会", ""),
    ("5月8日，{a}在{p}举办{k}，这是{b}今年推出的便民举措。", "{a} organizes *", "{b} organizes *"),
    ("受{b}邀请，5月8日，{a}在{p}开展法治讲座。", "{a} organizes *", "{b} organizes *"),
]
PART_OF = [
    ("5月8日，{a}在“清风”专项行动中组织开展集中夜查行动。", "* underInitiative ~清风", ""),
    ("5月8日，{a}启动“清风”专项行动，并召开动员部署会。", "* underInitiative ~清风", ""),
    ("5月8日，{a}召开“清风”专项行动动员部署会。", "~动员部署会 underInitiative ~清风", ""),
    ("5月8日，{a}举行“清风”专项行动启动仪式。", "* underInitiative ~清风", ""),
    ("按照“清风”专项行动部署，5月8日，{a}开展集中清查。", "~集中清查 underInitiative ~清风", ""),
    ("根据“清风”专项行动安排，{a}于5月8日组织了联合检查。", "~联合检查 underInitiative ~清风", ""),
    ("5月8日，{a}结合“清风”专项行动，在{p}开展反诈宣传活动。", "~反诈宣传活动 underInitiative ~清风", ""),
    ("5月8日，作为“清风”专项行动的重要内容，{a}在{p}举办普法讲座。", "~普法讲座 underInitiative ~清风", ""),
    (
        "5月8日，{a}在{p}举办普法讲座。这是该局深入开展“清风”专项行动的一项具体举措。",
        "~普法讲座 underInitiative ~清风",
        "",
    ),
    ("5月8日，{a}在{p}举办普法讲座，这是“清风”专项行动系列活动之一。", "~普法讲座 underInitiative ~清风", ""),
    ("为深入推进“清风”专项行动，5月8日，{a}在{p}开展联合检查。", "~联合检查 underInitiative ~清风", ""),
    ("为落实“清风”专项行动要求，5月8日，{a}召开工作推进会。", "~推进会 underInitiative ~清风", ""),
    ("5月8日，{a}围绕“清风”专项行动召开新闻发布会。", "~新闻发布会 underInitiative ~清风", ""),
    ("5月8日，{a}组织开展“清风”专项行动第三次集中统一行动。", "* underInitiative ~清风", ""),
    ("“清风”专项行动期间，5月8日，{a}举行集中销毁活动。", "~集中销毁活动 underInitiative ~清风", ""),
    ("{a}开展“清风”专项行动。/5月8日，行动中，该局破获一起盗窃案，抓获嫌疑人2名。", "* underInitiative ~清风", ""),
    ("5月8日，{a}在“清风”专项行动中成功侦破一起盗窃案。", "* underInitiative ~清风", ""),
    (
        "5月8日，{a}举办培训班，邀请专家授课。去年，该局开展“清风”专项行动。",
        "{a} organizes ~培训班",
        "* underInitiative ~清风",
    ),
    (
        "5月8日，{a}举办培训班。此前，该局曾因“清风”专项行动受到表扬。",
        "{a} organizes ~培训班",
        "~培训班 underInitiative ~清风",
    ),
]
TOLD = [
    ("5月8日，“山水印记——婺源老照片展”在婺源县博物馆开展。", "~老照片展 takesPlaceIn *", ""),
    ("5月8日，{a}民警来到{p}中心小学，为120名学生讲授法治课。", "{a} organizes *; * takesPlaceIn *", ""),
    (
        "5月8日，在{p}年货市场，{a}联合{b}举办“反诈购物节”，吸引群众参与。",
        "{a} organizes ~反诈购物节; {b} organizes ~反诈购物节",
        "",
    ),
    ("受强降雨影响，5月8日8时，{a}将防汛Ⅳ级应急响应提升至Ⅲ级。", "{a} organizes ~应急响应", ""),
    ("5月8日，{a}将森林防灭火应急响应由Ⅲ级提升为Ⅱ级。", "{a} organizes ~应急响应", ""),
    ("5月8日，{a}启动防汛Ⅲ级应急响应。", "{a} organizes ~应急响应", ""),
    ("5月8日，{a}启动恶劣天气应急勤务，增派警力86人。", "{a} organizes ~应急勤务", ""),
    (
        "5月8日，{b}局长李建军率考察团到{p}，考察学习基层治理工作。",
        "{b} organizes *; 李建军 participates *; * takesPlaceIn {q}",
        "",
    ),
    ("5月8日，副县长李建军到{a}调研平安建设工作。", "李建军 participates *", ""),
    ("5月8日，李建军一行深入{p}调研督导防汛工作。", "李建军 participates *; * takesPlaceIn {q}", ""),
    ("5月8日，{b}到{a}考察交流。", "{b} organizes *; {a} participates *", "{a} organizes *"),
    ("5月8日，{a}局长李建军带队赴{p}走访慰问困难群众。", "李建军 participates *; * takesPlaceIn {q}", ""),
    (
        "5月8日，{a}局长李建军带队到{p}检查安全生产工作。",
        "李建军 participates *; * takesPlaceIn {q}; {a} organizes *",
        "",
    ),
    (
        "5月8日下午，{p}，{a}正在举行一场防汛应急演练。",
        "{a} organizes ~防汛应急演练; ~防汛应急演练 takesPlaceIn {q}",
        "",
    ),
    (
        "“着火了，快跑！”5月8日，{a}在{p}组织的消防演练正在进行。",
        "{a} organizes ~消防演练; ~消防演练 takesPlaceIn {q}",
        "",
    ),
    ("这是5月8日{a}在{p}举行应急演练的一幕。", "{a} organizes ~应急演练; ~应急演练 takesPlaceIn {q}", ""),
    (
        "5月8日，在{p}举办的招聘会上，{b}提供岗位300个。",
        "~招聘会 takesPlaceIn {q}; {b} participates ~招聘会",
        "{b} organizes *",
    ),
    (
        "5月8日，由{a}、{b}等单位联合主办的“丰收杯”农民趣味运动会在{p}开幕。",
        "{a} organizes ~运动会; {b} organizes ~运动会; ~运动会 takesPlaceIn {q}",
        "",
    ),
    ("5月8日，{a}集中销毁一批假冒伪劣商品。", "{a} organizes *", ""),
    ("5月8日，{a}集中宣判3起电信诈骗案件。", "{a} organizes *", ""),
    ("5月8日，{a}为李建军颁发“见义勇为”荣誉证书。", "{a} organizes *; 李建军 participates *", ""),
    ("5月8日，{a}与{b}签订合作框架协议。", "{a} organizes *; {b} organizes *", "{a} implements *"),
    (
        "5月8日，{a}与{b}签订冰上救助联动协议。",
        "{a} organizes *; {b} organizes *; {a} implements 冰上救助联动协议",
        "",
    ),
    (
        "5月8日，{a}、{b}签署战略合作协议。{c}副主席李建军出席签约仪式。",
        "{a} organizes *; {b} organizes *; 李建军 participates *",
        "",
    ),
    ("5月8日，{a}向{b}捐赠图书1000册。", "{a} organizes *; {b} participates *", ""),
    ("5月8日，{a}对辖区加油站开展突击检查。", "{a} organizes ~突击检查", ""),
    ("5月8日晚，{a}组织警力对{p}的娱乐场所进行清查。", "{a} organizes ~清查; ~清查 takesPlaceIn {q}", ""),
    ("5月8日，{a}开展巡河行动，李建军参加。", "{a} organizes ~巡河行动; 李建军 participates ~巡河行动", ""),
    ("5月8日，{a}举行升国旗仪式，全体民警参加。", "{a} organizes ~升国旗仪式", ""),
    ("5月8日，{a}为退休民警李建军举行荣退仪式。", "{a} organizes ~荣退仪式; 李建军 participates ~荣退仪式", ""),
    ("5月8日，{a}开展“我为群众办实事”志愿服务活动。", "{a} organizes ~志愿服务活动", ""),
    ("5月8日，{a}召开党委会议。", "{a} organizes ~会议", ""),
    ("5月8日，市长李建军主持召开市政府常务会议。", "李建军 participates ~常务会议", ""),
    ("5月8日，{a}会议室里，一场听证会正在举行。", "* organizes ~听证会", ""),
    ("5月8日，{a}举行“5·12”防灾减灾日宣传活动。", "{a} organizes ~宣传活动", ""),
]
OCCASIONS = _names("""
反诈宣传主题活动 消费者权益保护宣传周活动 全民国家安全教育日宣传活动 禁毒知识进校园活动 送教上门活动 警民恳谈日活动
联合普法宣传活动 防汛应急演练 地震应急疏散演练 桌面推演 水上救援演练 反恐处突演练
校园防暴演练 燃气泄漏应急处置演练 全县教育工作会议 全市领导干部会议 市委常委会会议 市政府常务会议
民主生活会 专题学习会 工作例会 案件研讨会 执法监督座谈会 政企恳谈会
驻村干部座谈会 代表建议交办会 新任法官宣誓仪式 项目开工仪式 出征仪式 授牌仪式
慰问品发放仪式 志愿服务队成立仪式 烈士公祭仪式 新兵欢送仪式 建校60周年庆典 青年干部培训班
网格员业务培训 法治副校长培训会 民法典专题讲座 安全生产大讲堂 打击非法捕捞联合执法行动 烟花爆竹安全大检查
特种设备专项检查 节前市场检查 夜间突击检查 出租房屋集中清查 养老机构消防安全检查 餐饮行业燃气安全检查
广场舞大赛 职工趣味运动会 青少年足球邀请赛 全民健身徒步大会 少儿书画比赛 消防技能比武竞赛
电商直播大赛 警务技能大比武 职工岗位练兵比赛 乡村振兴成果展 非遗文化展 农产品展销会
人才招聘大会 银企对接会 招商引资推介会 项目签约大会 专场音乐会 消夏晚会
元宵灯会 端午龙舟赛 清明祭英烈活动 植树活动 爱心助考活动 无偿献血活动
关爱留守儿童活动 敬老爱老活动 军地联谊活动 法院公众开放日活动
""")
HELD = [
    ("5月8日，{a}举办{k}。", "{a} organizes ~{k}", ""),
    ("{k}5月8日在{p}举行。", "~{k} takesPlaceIn {q}", ""),
    ("近日，{a}联合{b}在{p}开展{k}。", "{a} organizes ~{k}; {b} organizes ~{k}; ~{k} takesPlaceIn {q}", ""),
    (
        "5月8日，由{a}主办的{k}在{p}举行，{b}派员参加。",
        "{a} organizes ~{k}; {b} participates ~{k}; ~{k} takesPlaceIn {q}",
        "{b} organizes *",
    ),
    ("{a}于5月8日组织{k}，{b}副局长李建军到场指导。", "{a} organizes ~{k}; 李建军 participates ~{k}", ""),
    (
        "5月8日上午，{a}组织召开{k}，{b}、{c}有关负责人参加。",
        "{a} organizes ~{k}; {b} participates ~{k}; {c} participates ~{k}",
        "",
    ),
]
NOT_HELD = [
    "{a}每年举办{k}。",
    "{a}今年已举办{k}12场。",
    "下一步，{a}将组织{k}。",
    "{a}要求各地开展{k}。",
    "{a}把{k}作为工作重点。",
    "截至目前，{a}累计开展{k}36次。",
    "{k}是提升能力的有效途径。",
    "{a}通过{k}等形式，提高群众意识。",
]
SENTENCES = [("where", WHERE), ("came", WHO_CAME), ("held", WHO_HELD), ("part", PART_OF), ("told", TOLD)]


def _values(n: int, kind: str = "") -> dict[str, str]:
    place, name = PLACES[n % 3]
    kind = kind or KINDS[n * 3 % 10]
    return {"a": HOSTS[n % 5], "b": GUESTS[n % 4], "c": OTHERS[n % 3], "p": place, "q": name, "k": kind}


@pytest.mark.parametrize(
    ("frame", "first"), [(frame, n) for _, frames in SENTENCES for n, frame in enumerate(frames)], ids=str
)
def test_what_is_said_of_an_occasion(frame: tuple[str, str, str], first: int) -> None:
    faults = []
    for n in range(first, first + 3):
        text, says, never = (part.format(**_values(n)) for part in frame)
        faults += find_faults(text, says, never)
    assert faults == []


@pytest.mark.parametrize("kind", OCCASIONS)
def test_an_occasion_in_each_frame(kind: str) -> None:
    faults = []
    for n, frame in enumerate(HELD):
        text, says, never = (part.format(**_values(n, kind)) for part in frame)
        faults += find_faults(text, says, never)
    assert faults == []


@pytest.mark.parametrize("kind", OCCASIONS)
def test_what_is_planned_or_summed_up_is_no_occasion(kind: str) -> None:
    for n, frame in enumerate(NOT_HELD):
        stated = find_stated(read(frame.format(**_values(n, kind))))
        assert not {said for said in stated if said[1] in ("organizes", "takesPlaceIn")}
