"""Happenings as newspapers tell of them: what is held, what befalls, what is solved, over one to three paragraphs.

Each table of words is walked through frames of sentences; those that tell of nothing that happened stand beside them.
What they should say is written as in `tests.stated`.
"""

from __future__ import annotations

import pytest

from tests.stated import find_faults

HOSTS = [
    "永城市公安局",
    "永城市消防救援大队",
    "夏邑县人民法院",
    "永城市人力资源和社会保障局",
    "夏邑县司法局",
    "永城市应急管理局",
    "夏邑县民政局",
    "永城市退役军人事务局",
]
GUESTS = ["夏邑县教育体育局", "永城市总工会", "夏邑县人民检察院", "永城市妇联"]
PLACES = ["永城市芒山镇", "夏邑县会亭镇", "夏邑县车站镇蔡楼村", "永城市"]
KINDS = [
    "反诈宣传活动",
    "全市安全生产工作会议",
    "森林防灭火应急演练",
    "消防业务培训班",
    "“平安杯”篮球赛",
    "法治建设论坛",
    "书画展",
    "“暖冬行动”启动仪式",
    "调解室揭牌仪式",
    "战略合作签约仪式",
    "国家安全宣讲活动",
    "春节走访慰问活动",
    "食品安全专项检查",
    "汛期安全督导检查",
    "企业座谈会",
    "公开听证会",
    "土地纠纷案巡回审判活动",
    "春季专场招聘会",
    "大型义诊活动",
    "夜间联合巡逻行动",
    "宾馆酒店集中清查行动",
    "毒品集中销毁活动",
    "涉案财物返还大会",
    "升旗仪式",
    "警衔授衔仪式",
    "退役仪式",
    "新警入警宣誓仪式",
    "警营开放日",
    "表彰大会",
    "新闻发布会",
    "案件通报会",
    "普法大集",
    "消防运动会",
    "岗位大练兵比武",
    "集体婚礼",
    "开学第一课",
    "知识竞赛",
    "读书分享会",
    "主题党日活动",
    "法律咨询活动",
    "慰问演出",
    "疏散逃生演练",
    "观摩会",
    "恳谈会",
    "约谈会",
    "推介会",
    "动员部署会",
    "颁奖仪式",
    "安葬仪式",
    "移交安置仪式",
    "拍卖会",
    "庭审观摩活动",
    "应急拉练",
    "防汛会商",
    "调度会",
    "联席会议",
]
HELD = [
    ("5月8日，{a}在{p}举办{k}。", "{a} organizes *; * takesPlaceIn *"),
    ("5月8日，{k}在{p}举行。", "* takesPlaceIn *"),
    ("5月8日，由{a}主办、{b}承办的{k}在{p}举行。", "{a} organizes *; {b} organizes *; * takesPlaceIn *"),
    ("近日，{a}、{b}联合举行{k}。", "{a} organizes *; {b} organizes *"),
    ("5月8日上午，{a}召开{k}，{b}参加。", "{a} organizes *; {b} participates *"),
    ("{p}讯　5月8日，{k}在人民广场启动。", "* takesPlaceIn *"),
    ("5月8日，一场{k}在{p}举行，活动由{a}主办。", "{a} organizes *; * takesPlaceIn *"),
]
NOT_HELD = [
    "{a}每月举办{k}。",
    "{a}计划于6月举办{k}。",
    "下一步，{a}将定期举办{k}。",
    "{a}要求各单位认真组织{k}。",
    "{k}是普法工作的重要载体。",
    "去年以来，{a}共举办{k}36场次。",
    "{a}将于近期举办{k}。",
    "各地可结合实际举办{k}。",
    "{a}不断创新{k}的形式。",
    "{a}累计开展{k}120余场次。",
]
CREWS = [
    "永城市消防救援大队",
    "永城市公安局芒山派出所",
    "夏邑县消防救援大队",
    "永城市公安局交警大队",
    "永城市应急管理局",
]
EMERGENCIES = [
    ("一居民楼三楼起火", "5名群众被困"),
    ("一辆油罐车侧翻", "驾驶员被卡驾驶室"),
    ("两车相撞", "2人受伤"),
    ("一名儿童落水", "情况危急"),
    ("一名村民坠入枯井", "生命危在旦夕"),
    ("发生山体滑坡", "3户村民被埋"),
    ("一化工厂发生氯气泄漏", "周边群众需紧急疏散"),
    ("3名学生误食野果中毒", "急需送医"),
    ("发生3.2级地震", "部分房屋受损"),
    ("突发山洪", "12名游客被困"),
    ("普降暴雪", "80余辆车滞留"),
    ("一烟花厂发生爆炸", "多人受伤"),
    ("一在建厂房坍塌", "4名工人被埋"),
    ("两名驴友迷路", "与外界失去联系"),
    ("一名老人走失", "家属报警求助"),
    ("一名工人手臂被机器卡住", "疼痛难忍"),
    ("一名女子欲跳桥轻生", "情绪激动"),
    ("燃气管道泄漏", "气味刺鼻"),
    ("一艘渔船触礁进水", "7名船员遇险"),
    ("电梯突发故障", "4人被困轿厢"),
    ("一名游客突发疾病昏迷", "同伴报警求助"),
]
ANSWERED = [
    (
        "5月8日15时许，{p}{e}，{d}。{r}接警后迅速赶到现场，经过1小时紧张救援，被困人员全部脱险。",
        "{r} organizes *; * takesPlaceIn *",
        "",
    ),
    (
        "5月8日15时许，{p}{e}，{d}。/接警后，{r}立即调派3车15人赶赴现场，经过1小时处置，险情成功排除。",
        "{r} organizes *; * takesPlaceIn *",
        "",
    ),
    (
        "5月8日，{r}接到报警：{p}{e}，{d}。民警迅速赶到现场，将伤者送往永城市人民医院。",
        "{r} organizes *; * takesPlaceIn *",
        "永城市人民医院 organizes *",
    ),
    (
        "5月8日15时许，{p}{e}，{d}。{r}、{q}立即赶赴现场处置，永城市人民医院医护人员同步到场。",
        "{r} organizes *; * takesPlaceIn *; 永城市人民医院 participates *",
        "",
    ),
    (
        "5月8日15时许，{p}{e}，{d}。事发后，{r}大队长王海波带领12名队员赶到现场救援。",
        "* takesPlaceIn *; 王海波 participates *",
        "",
    ),
]
POLICE = [
    "永城市公安局刑侦大队",
    "夏邑县公安局",
    "永城市公安局芒山派出所",
    "商丘市公安局禁毒支队",
    "永城市公安局经侦大队",
]
CRIMES = [
    "电信网络诈骗案",
    "入室盗窃案",
    "特大贩毒案",
    "非法猎捕野生动物案",
    "开设赌场案",
    "非法采矿案",
    "污染环境案",
    "虚开增值税专用发票案",
    "生产销售伪劣产品案",
    "假药案",
    "跨境网络赌博案",
    "系列砸车窗盗窃案",
    "拐卖儿童案",
    "洗钱案",
    "交通肇事逃逸案",
    "非法吸收公众存款案",
    "侵犯公民个人信息案",
    "非法捕捞水产品案",
    "走私香烟案",
    "故意伤害案",
    "合同诈骗案",
    "假冒注册商标案",
    "帮助信息网络犯罪活动案",
    "组织偷越国境案",
    "盗掘古墓葬案",
]
SOLVED = [
    ("5月8日，{a}成功破获一起{c}，抓获犯罪嫌疑人5名。", "{a} organizes *", "", None),
    ("近日，{a}侦破一起{c}，打掉犯罪团伙1个。", "{a} organizes *", "", 1),
    (
        "5月8日，{a}会同{b}侦破一起{c}，在{p}将嫌疑人张某抓获。",
        "{a} organizes *; {b} organizes *; 张某 participates *; * takesPlaceIn *",
        "",
        None,
    ),
    ("5月8日，夏邑县人民检察院对一起{c}提起公诉。", "夏邑县人民检察院 organizes *", "", 1),
    (
        "5月8日，夏邑县人民法院依法公开开庭审理一起{c}，被告人李某当庭认罪。",
        "夏邑县人民法院 organizes *; 李某 participates *",
        "",
        None,
    ),
    (
        "5月8日，夏邑县人民法院对被告人李某{c}一审宣判，判处有期徒刑五年。",
        "夏邑县人民法院 organizes *; 李某 participates *",
        "",
        1,
    ),
    (
        "5月8日，{a}接到群众报警。民警循线追踪，成功破获一起{c}，将犯罪嫌疑人赵某抓获归案。",
        "{a} organizes *; 赵某 participates *",
        "",
        None,
    ),
    (
        "5月8日，{a}抽调精干力量成立专案组。/经过半个月侦查，6月2日，专案组破获这起{c}，抓获王某、刘某等4人。",
        "* organizes *; 王某 participates *",
        "",
        None,
    ),
    ("今年以来，{a}共破获{c}36起，抓获犯罪嫌疑人58名。", "", "* organizes *", 0),
    ("{a}提醒，{c}多发，请群众提高警惕。", "", "* organizes *", 0),
    ("{a}严厉打击{c}等违法犯罪。", "", "* organizes *", 0),
]
STORIES = [
    # text, says, never, events
    (
        "5月8日，在{p}便民服务大厅，{a}举办反诈宣传活动。/活动现场，民警向群众发放宣传单300余份。",
        "{a} organizes ~反诈宣传活动; ~反诈宣传活动 takesPlaceIn *",
        "",
        1,
    ),
    (
        "{p}的文化广场上，锣鼓喧天。5月8日，{a}在这里举办普法文艺演出。",
        "{a} organizes ~演出; ~演出 takesPlaceIn *",
        "",
        1,
    ),
    (
        "5月8日，{a}召开安全生产约谈会。/会上，{b}负责人作了表态发言。/会议要求，要压实责任。",
        "{a} organizes ~约谈会; {b} participates ~约谈会",
        "{b} organizes *",
        1,
    ),
    (
        "{a}始终坚持为民服务。/5月8日，该局联合{b}走进{p}，开展法律咨询活动。",
        "{a} organizes ~法律咨询活动; {b} organizes ~法律咨询活动; ~法律咨询活动 takesPlaceIn *",
        "",
        1,
    ),
    (
        "5月8日上午，{a}在{p}开展消防演练。演练模拟居民楼起火，参演人员迅速疏散。演练结束后，消防员现场讲解了灭火器使用方法。",
        "{a} organizes ~消防演练; ~消防演练 takesPlaceIn *",
        "",
        1,
    ),
    ("5月8日，{a}开展夜查行动。行动中，共查处酒驾12起。", "{a} organizes ~夜查行动", "", 1),
    (
        "5月8日，{a}举办新警入警仪式，王海波等36名新警参加。仪式上，局长李建军作了讲话。",
        "{a} organizes ~入警仪式; 王海波 participates ~入警仪式; 李建军 participates ~入警仪式",
        "",
        1,
    ),
    (
        "5月8日，{p}举行集体婚礼。{a}工作人员为新人颁发结婚证。",
        "~集体婚礼 takesPlaceIn *; {a} participates ~集体婚礼",
        "",
        None,
    ),
    (
        "“这样的演练很有必要！”5月8日，在{a}组织的消防演练现场，市民张丽说。",
        "{a} organizes ~消防演练; 张丽 participates ~消防演练",
        "",
        1,
    ),
    (
        "5月8日，首届“平安杯”篮球赛在{p}落幕。经过5天角逐，{a}代表队获得冠军，{b}代表队获得亚军。",
        "~篮球赛 takesPlaceIn *; {a} participates ~篮球赛; {b} participates ~篮球赛",
        "{a} organizes *",
        1,
    ),
    (
        "5月8日，{a}、{b}等6家单位在{p}联合开展食品安全宣传周活动。",
        "{a} organizes *; {b} organizes *; * takesPlaceIn *",
        "",
        1,
    ),
    ("5月8日，{a}邀请{b}专家，为全体干部作专题辅导讲座。", "{a} organizes ~讲座; {b} participates ~讲座", "", 1),
    ("近日，{a}组织人员赴{p}开展春耕督导检查。", "{a} organizes *; * takesPlaceIn *", "", 1),
    (
        "5月8日，{a}局长王海波一行到{p}调研乡村振兴工作。",
        "{a} organizes *; 王海波 participates *; * takesPlaceIn *",
        "",
        1,
    ),
    ("5月8日，{b}考察团到{a}考察学习。", "{b} organizes *; {a} participates *", "{a} organizes *", 1),
    ("5月8日，{a}走访慰问困难职工，送去米面油等慰问品。", "{a} organizes *", "", 1),
    ("5月8日，由{a}牵头，{b}配合，对{p}的12家网吧进行了联合检查。", "{a} organizes *; * takesPlaceIn *", "", 1),
    ("5月8日，{a}与{b}举行共建签约仪式。", "{a} organizes ~签约仪式; {b} organizes ~签约仪式", "", 1),
    ("5月8日，{a}对{b}移交的毒品进行集中销毁。", "{a} organizes *", "{b} organizes *", 1),
    ("5月8日，{a}通报表扬{b}。", "{a} organizes *; {b} participates *", "{b} organizes *", 1),
    (
        "5月8日，群众刘女士将一面锦旗送到{a}民警手中。",
        "{a} participates *; 刘女士 participates *",
        "{a} organizes *",
        1,
    ),
    ("5月8日，{a}在{p}集中销毁假冒伪劣商品8吨。", "{a} organizes *; * takesPlaceIn *", "", 1),
    ("5月8日，{p}村民将走失的老人送到{a}。民警多方查找，联系上老人家属，将老人安全送回家。", "{a} organizes *", "", 1),
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_held(kind: str) -> None:
    n = KINDS.index(kind)
    faults = []
    for i in range(n, n + 4):  # each frame comes round every second time
        text, says = HELD[i % len(HELD)]
        place = "永城" if "讯" in text else PLACES[i % len(PLACES)]
        values = {"a": HOSTS[i % len(HOSTS)], "b": GUESTS[i % len(GUESTS)], "p": place, "k": kind}
        faults += find_faults(text.format(**values), says.format(**values))
    assert faults == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_held_yet_or_again_and_again(kind: str) -> None:
    n = KINDS.index(kind)
    faults = []
    for i in range(n, n + 4):
        text = NOT_HELD[i % len(NOT_HELD)].format(a=HOSTS[i % len(HOSTS)], k=kind)
        faults += find_faults(text, "", "* takesPlaceIn *")
    assert faults == []


@pytest.mark.parametrize("befell", EMERGENCIES, ids=lambda befell: befell[0])
def test_an_emergency_and_who_answers_it(befell: tuple[str, str]) -> None:
    n = EMERGENCIES.index(befell)
    faults = []
    for i, (text, says, never) in enumerate(ANSWERED, n):
        crews = {"r": CREWS[i % len(CREWS)], "q": CREWS[(i + 2) % len(CREWS)]}
        values = {"p": PLACES[i % 3], "e": befell[0], "d": befell[1], **crews}
        faults += find_faults(text.format(**values), says.format(**values), never.format(**values))
    assert faults == []


@pytest.mark.parametrize("crime", CRIMES)
def test_a_case_and_who_works_on_it(crime: str) -> None:
    n = CRIMES.index(crime)
    faults = []
    for i, (text, says, never, events) in enumerate(SOLVED, n):
        police = {"a": POLICE[i % len(POLICE)], "b": POLICE[(i + 2) % len(POLICE)]}
        values = {"p": PLACES[i % 3], "c": crime, **police}
        faults += find_faults(text.format(**values), says.format(**values), never.format(**values), events)
    assert faults == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story[0])
def test_a_story_told_in_several_sentences(story: tuple[str, str, str, int | None]) -> None:
    text, says, never, events = story
    faults = []
    for i in range(3):
        values = {"p": PLACES[i], "a": HOSTS[i * 3 % len(HOSTS)], "b": GUESTS[i % len(GUESTS)]}
        faults += find_faults(text.format(**values), says.format(**values), never.format(**values), events)
    assert faults == []
