"""Frames of sentences that newspapers print, each walked through agencies, events and places of many kinds.

What they should say is written as in `tests.stated`.
"""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page
from tests.stated import find_faults

AGENCIES = [
    "鹤壁市公安局",
    "鹤壁市淇滨区消防救援大队",
    "浚县人民法院",
    "淇县人民检察院",
    "鹤壁市生态环境局",
    "淇县卫生健康委员会",
    "鹤壁海关",
    "浚县市场监督管理局",
    "国家税务总局淇县税务局",
    "鹤壁市总工会",
    "共青团浚县委员会",
    "淇县妇联",
    "浚县应急管理局",
    "鹤壁市公安局山城分局长风路派出所",
    "淇县司法局",
    "浚县黎阳街道办事处",
    "鹤壁市民政局",
    "淇县教育局",
]
BODIES = ["浚县第一中学", "鹤壁职业技术学院", "淇县人民医院", "鹤壁市煤业集团有限公司"]
REGIONS = ["浚县屯子镇", "淇县桥盟街道", "鹤壁市山城区", "淇县黄洞乡石老公村"]
HELD = [
    "反诈宣传活动",
    "消防疏散演练",
    "联席会议",
    "普法讲座",
    "志愿服务活动",
    "招聘会",
    "座谈会",
    "安全培训班",
    "警营开放日活动",
    "消防安全专项检查",
]
PROGRAMMES = [
    "“清风”专项行动",
    "“护苗”行动",
    "“一站通”平台",
    "“三色预警”机制",
    "“法润乡村”工程",
    "“警医联动”机制",
    "“码上办”小程序",
    "“暖心”工程",
    "“枫桥式”工作法",
    "“智慧监管”平台",
]
RESCUERS = [
    "浚县消防救援大队",
    "淇县公安局交警大队",
    "鹤壁市消防救援支队淇滨区大队",
    "浚县公安局小河派出所",
    "鹤壁市公安局淇滨分局",
    "淇县应急管理局",
]
EMERGENCIES = [
    "一居民楼起火",
    "一辆货车侧翻",
    "两车相撞",
    "一处山体滑坡",
    "一工地发生坍塌",
    "一化工厂发生爆炸",
    "一辆面包车坠河",
    "一民房突发火灾",
]
POLICE = ["鹤壁市公安局", "浚县公安局刑侦大队", "淇县公安局朝歌派出所", "鹤壁市公安局山城分局"]
CRIMES = ["盗窃案", "电信网络诈骗案", "故意伤害案", "交通肇事案", "非法捕捞案"]
EACH = 6  # readings of a frame, each with other values

OCCASIONS = (
    ("5月8日，{a}在{r}举办{e}。", "{a} organizes ~{e}; ~{e} takesPlaceIn *", ""),
    ("5月8日，由{a}主办的{e}在{r}举行。", "{a} organizes ~{e}; ~{e} takesPlaceIn *", ""),
    (
        "5月8日，由{a}主办、{b}承办、{c}协办的{e}在{r}举行。",
        "{a} organizes ~{e}; {b} organizes ~{e}; {c} organizes ~{e}",
        "",
    ),
    ("5月8日，{a}联合{b}、{c}开展{e}。", "{a} organizes ~{e}; {b} organizes ~{e}; {c} organizes ~{e}", ""),
    ("5月8日，{a}会同{b}在{r}开展{e}。", "{a} organizes ~{e}; {b} organizes ~{e}", ""),
    ("5月8日，{a}与{b}共同举办{e}。", "{a} organizes ~{e}; {b} organizes ~{e}", ""),
    ("5月8日，{a}、{b}、{c}联合举办{e}。", "{a} organizes ~{e}; {b} organizes ~{e}; {c} organizes ~{e}", ""),
    ("5月8日，{a}牵头，会同{b}、{c}召开{e}。", "{a} organizes ~{e}", ""),
    ("5月8日，在{b}指导下，{a}举办{e}。", "{a} organizes ~{e}", "{b} organizes ~{e}"),
    ("5月8日，在{b}的大力支持下，{a}在{r}举办{e}。", "{a} organizes ~{e}", "{b} organizes ~{e}"),
    ("根据{b}统一部署，5月8日，{a}开展{e}。", "{a} organizes ~{e}", "{b} organizes ~{e}"),
    ("5月8日，{a}举办{e}，{b}、{c}参加。", "{b} participates ~{e}; {c} participates ~{e}", "{b} organizes ~{e}"),
    (
        "5月8日，{a}举办{e}。{b}、{c}有关负责人出席。",
        "{b} participates ~{e}; {c} participates ~{e}",
        "{b} organizes ~{e}",
    ),
    ("5月8日，{a}组织{e}，{b}派员参加。", "{a} organizes ~{e}; {b} participates ~{e}", ""),
    ("5月8日，{a}邀请{b}参加{e}。", "{a} organizes ~{e}; {b} participates ~{e}", "{b} organizes ~{e}"),
    ("5月8日，{b}应邀参加{a}举办的{e}。", "{a} organizes ~{e}; {b} participates ~{e}", "{b} organizes ~{e}"),
    ("5月8日，{a}走进{o}开展{e}。", "{a} organizes ~{e}; {o} participates ~{e}", "{o} organizes ~{e}"),
    ("5月8日，{a}工作人员来到{o}，开展{e}。", "{a} organizes ~{e}; {o} participates ~{e}", "{o} organizes ~{e}"),
    ("5月8日，{a}深入{r}开展{e}。", "{a} organizes ~{e}; ~{e} takesPlaceIn *", ""),
    ("5月8日，{a}在{o}举办{e}。", "{a} organizes ~{e}", "{o} organizes ~{e}"),
    ("5月8日，{a}联合{b}走进{o}，开展{e}。", "{a} organizes ~{e}; {b} organizes ~{e}", "{o} organizes ~{e}"),
    ("5月8日，{a}联合{b}志愿者，走进{r}开展{e}。", "{a} organizes ~{e}; {b} organizes ~{e}", ""),
    ("5月8日，{e}在{r}举行。活动由{a}、{b}联合主办。", "{a} organizes ~{e}; {b} organizes ~{e}", ""),
    ("5月8日，{e}由{a}组织，在{r}举行。", "{a} organizes ~{e}", ""),
    ("5月8日，{a}走访企业。当天下午，还组织{e}。", "{a} organizes ~{e}", ""),
    ("5月8日，{a}召开座谈会。会上，{b}局长张海峰作了发言。", "张海峰 participates ~座谈会", ""),
    (
        "5月8日，在{a}召开的座谈会上，{b}作了发言。",
        "{a} organizes ~座谈会; {b} participates ~座谈会",
        "{b} organizes *",
    ),
    (
        "5月8日，{a}召开安全工作会议。{b}局长张海峰出席会议。",
        "{a} organizes ~会议; 张海峰 participates ~会议",
        "{b} organizes *; {b} participates *",
    ),
    (
        "5月8日，{a}主办的{e}在{o}举行，{b}、{c}等单位参加。",
        "{a} organizes ~{e}; {c} participates ~{e}",
        "{o} organizes ~{e}",
    ),
    ("{a}抓好日常工作。5月8日，第三届桃花节在{r}开幕。", "", "{a} organizes ~桃花节"),
    ("5月8日，{b}被{a}通报表扬。", "{a} organizes *; {b} participates *", "{b} organizes *"),
    ("5月8日，{b}收到{o}送来的锦旗。", "{b} participates *", ""),
    ("5月8日，{a}与{b}签署合作协议。", "{a} organizes *", ""),
    (
        "5月8日，{a}向{b}、{c}公开送达建议书。",
        "{a} organizes *; {b} participates *; {c} participates *",
        "{c} organizes *",
    ),
    ("{a}每月举办{e}。", "", "{a} organizes ~{e}"),
    ("{a}计划于今年举办{e}。", "", "{a} organizes ~{e}"),
)
ANSWERS = (
    ("5月8日，{r}{i}，{f}迅速赶赴现场处置。", "* takesPlaceIn *", ""),
    ("5月8日，位于{r}的{i}。", "* takesPlaceIn *", ""),
    ("记者从{f}获悉，5月8日，{r}{i}，造成1人受伤。", "* takesPlaceIn *", "{f} participates *; {f} organizes *"),
    ("5月8日，{r}{i}。接警后，{f}立即赶赴现场救援，成功救出2名被困人员。", "{f} organizes *; * takesPlaceIn *", ""),
    ("5月8日，{r}{i}。{f}、{g}相继赶到，联手救出2名被困人员。", "{f} organizes *; {g} organizes *", ""),
    (
        "5月8日，{r}{i}。接警后，{f}调派{g}4车20人赶赴现场救援，救出2名被困人员。",
        "{f} organizes *; {g} participates *",
        "{g} organizes *",
    ),
    (
        "5月8日，{r}{i}。{f}赶到现场，救出1名被困人员，并将其送往{h}。",
        "{f} organizes *",
        "{h} organizes *; {h} participates *",
    ),
    ("5月8日，{r}{i}。{f}救出1名被困人员，{h}医护人员同步到场施救。", "{h} participates *", "{h} organizes *"),
    ("5月8日，{r}{i}。事故原因正由{f}调查。", "", "{f} organizes *; {f} participates *"),
    ("5月8日，{f}在{r}开展灭火救援演练，模拟{i}。", "{f} organizes ~演练", "{f} organizes ~{i}"),
    ("{f}提醒，遇到{i}要及时报警。", "", "* takesPlaceIn *; {f} organizes *"),
)
CASES = (
    ("5月8日，{a}破获一起{c}，抓获犯罪嫌疑人王某。", "{a} organizes *; 王某 participates *", ""),
    ("5月8日，{a}在{r}破获一起{c}。", "{a} organizes *; * takesPlaceIn *", ""),
    ("5月8日，{a}会同{b}破获一起{c}。", "{a} organizes *; {b} organizes *", ""),
    ("5月8日，在{b}配合下，{a}破获一起{c}。", "{a} organizes *; {b} participates *", "{b} organizes *"),
    ("5月8日，{r}发生一起{c}，{a}接警后迅速赶到。", "* takesPlaceIn *", ""),
    (
        "5月8日，浚县人民法院公开开庭审理一起{c}，被告人李某被判处有期徒刑三年。",
        "浚县人民法院 organizes *; 李某 participates *",
        "",
    ),
    (
        "5月8日，{a}打掉一个犯罪团伙。经查，以张某、刘某为首的团伙先后作案12起。",
        "张某 participates *; 刘某 participates *; ~作案 about ~打掉",
        "",
    ),
    ("5月8日，嫌疑人赵某被{a}抓获。", "{a} organizes *; 赵某 participates *", ""),
    ("5月8日，淇县人民检察院向{a}制发检察建议。", "淇县人民检察院 organizes *; {a} participates *", "{a} organizes *"),
)
RUNS = (
    ("今年以来，{a}推行{i}。", "{a} implements {i}", ""),
    ("今年以来，{a}与{b}共同推行{i}。", "{a} implements {i}; {b} implements {i}; {a} collaboratesWith {b}", ""),
    ("在{b}指导下，{a}推行{i}。", "{a} implements {i}", "{b} implements {i}"),
    ("{i}由{a}、{b}联合推出。", "{a} implements {i}; {b} implements {i}", ""),
    ("由{a}牵头，{b}、{c}参与的{i}正式启动。", "{a} implements {i}", ""),
    ("{a}聚焦群众关切。通过推行{i}，化解矛盾纠纷86起。", "{a} implements {i}; * about {i}", ""),
    ("这是{a}推行{i}的一个缩影。", "{a} implements {i}", ""),
    ("{a}要求{b}推行{i}。", "{b} implements {i}", "{a} implements {i}"),
    ("{a}走访群众。各村普遍推行{i}。", "", "{a} implements {i}"),
    ("{a}走访群众。群众可通过{i}反映问题。", "", "{a} implements {i}"),
    ("{b}工作组到{a}调研{i}。", "", "{b} implements {i}"),
    ("{a}与{b}建立会商制度，依托{i}共享数据。", "{a} implements {i}", "{b} implements {i}"),
    ("{a}会同{b}成立工作专班，推行{i}。", "{a} implements {i}; {b} implements {i}", ""),
    ("{a}和{b}建立协作机制。", "{a} collaboratesWith {b}", ""),
    ("{a}携手{o}推进共建。", "{a} collaboratesWith {o}", ""),
    ("{a}在{b}的配合下查处3起案件。", "{a} collaboratesWith {b}", ""),
    ("{a}、{b}联合印发通知。", "{a} collaboratesWith {b}", ""),
    ("{a}协同{b}、{c}开展整治。", "{a} collaboratesWith {b}; {a} collaboratesWith {c}", ""),
    ("{b}配合{a}开展整治。", "{b} collaboratesWith {a}", ""),
    ("{a}联合{c}走进{o}开展宣传。", "{a} collaboratesWith {c}", "{a} collaboratesWith {o}"),
    ("{a}向{b}移送线索3条。", "", "{a} collaboratesWith {b}"),
    ("{a}、{b}分别召开会议。", "", "{a} collaboratesWith {b}"),
    ("{a}走访{b}。", "", "{a} collaboratesWith {b}"),
)
FIGURES = (
    ("今年以来，{a}查处违法行为86起，同比下降12.4%。", "* about {a}", ""),
    ("{a}成立“蓝盾”巡逻队，队员由最初的12人发展到43人。", "* about “蓝盾”巡逻队", "* about {a}"),
    ("{a}成立“蓝盾”巡逻队，配备巡逻车12辆。", "* about {a}", "* about “蓝盾”巡逻队"),
    ("{a}推行{i}。{i}运行以来，{b}共化解纠纷86起。", "~86起 about {i}", "~86起 about {b}"),
    ("{a}部署开展{i}，全市共检查企业86家。", "* about {i}", ""),
    ("{a}在{r}等3个乡镇推行{i}。", "* about {i}", ""),
    ("5月8日，{a}在{r}举办普法讲座，发放资料300余份。", "~300份 about 普法讲座", ""),
    ("5月8日，{a}举办普法讲座。去年，{b}查处案件86起。", "~86起 about {b}", "~86起 about 普法讲座"),
    (
        "5月8日，{r}一居民楼起火，3人受伤。{f}迅速调派4辆消防车赶赴现场，救出2名群众。",
        "~受伤3人 about ~起火; ~4辆 about ~救出",
        "~4辆 about {f}",
    ),
    ("{r}今年共发生火灾12起。", "~12起 about *", ""),
)


def _values(n: int) -> dict[str, str]:
    return {
        "a": AGENCIES[n * 5 % len(AGENCIES)],
        "b": AGENCIES[(n * 5 + 5) % len(AGENCIES)],
        "c": AGENCIES[(n * 5 + 12) % len(AGENCIES)],
        "o": BODIES[n % len(BODIES)],
        "r": REGIONS[n % len(REGIONS)],
        "e": HELD[n * 3 % len(HELD)],
        "i": PROGRAMMES[n * 3 % len(PROGRAMMES)],
        "f": RESCUERS[n % len(RESCUERS)],
        "g": RESCUERS[(n + 1) % len(RESCUERS)],
        "h": "鹤壁市人民医院",
    }


def _faults(frame: tuple[str, str, str], values: dict[str, str]) -> list[str]:
    text, says, never = (part.format(**values) for part in frame)
    return find_faults(text, says, never)


@pytest.mark.parametrize("frame", OCCASIONS + RUNS + FIGURES, ids=lambda frame: frame[0])
def test_a_frame_with_agencies_of_many_kinds(frame: tuple[str, str, str]) -> None:
    assert [fault for n in range(EACH) for fault in _faults(frame, _values(n))] == []


@pytest.mark.parametrize("frame", ANSWERS, ids=lambda frame: frame[0])
def test_a_frame_with_emergencies_of_many_kinds(frame: tuple[str, str, str]) -> None:
    values = ({**_values(n), "i": emergency} for n, emergency in enumerate(EMERGENCIES))
    assert [fault for some in values for fault in _faults(frame, some)] == []


@pytest.mark.parametrize("frame", CASES, ids=lambda frame: frame[0])
def test_a_frame_with_cases_of_many_kinds(frame: tuple[str, str, str]) -> None:
    values = (
        {**_values(n), "a": POLICE[n % len(POLICE)], "b": POLICE[(n + 1) % len(POLICE)], "c": crime}
        for n, crime in enumerate(CRIMES)
    )
    assert [fault for some in values for fault in _faults(frame, some)] == []


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("6月3日，陕西省应急管理厅工作组到瀛湖镇调研。", "调研"),
        ("6月5日，四川省卫生健康委员会代表团到南宁市访问。", "访问"),
        ("近日，青羊区民政局组团前来取经。", "取经"),
        ("6月3日，县长贺建功带队对云河化工有限公司安全生产工作进行了检查。", "检查"),
        ("15日凌晨，玉山县怀玉乡连夜转移群众326人。", "转移"),
    ],
)
def test_visits_and_people_moved_on_a_day(sentence: str, trigger: str) -> None:
    (draft,) = extract_document(
        page(f"民生新闻一则\n\n　　{sentence}\n", published="2024-06-30"), load_analyzer("lexicon")
    )
    events = {m.key for m in draft.mentions if draft.passage.text[m.start : m.stop] == trigger}
    assert any(draft.things[key].type == "Event" for key in events)


@pytest.mark.parametrize(
    "sentence",
    ["今年以来，该局多次到企业调研。", "下一步，该局将到各乡镇开展检查。", "6月3日，海关在检查时发现一箱象牙。"],
)
def test_what_is_no_visit(sentence: str) -> None:
    (draft,) = extract_document(
        page(f"民生新闻一则\n\n　　{sentence}\n", published="2024-06-30"), load_analyzer("lexicon")
    )
    assert not any(m.rule == "event.visit" for m in draft.mentions)


DEEDS = [
    "破获一起电信网络诈骗案",
    "侦破一起盗窃案",
    "打掉一个盗窃团伙",
    "抓获一名网上逃犯",
    "查处一起酒驾案件",
    "捣毁一个制假窝点",
    "寻回一名走失老人",
    "解救一名被困司机",
    "劝阻一起电信诈骗",
    "救起一名落水儿童",
    "扑灭一起山火",
    "调解一起邻里纠纷",
    "护送一名受伤群众就医",
    "为一名孕妇开道",
    "查获一批假冒香烟",
    "返还一批被盗电动车",
    "约谈五家外卖平台",
    "通报三起典型案例",
    "表彰十名先进个人",
    "慰问一线环卫工人",
    "走访辖区企业",
    "开展夜查行动",
    "举办禁毒讲座",
    "召开警民恳谈会",
    "签订合作协议",
    "揭牌成立调解室",
    "受理一起行政复议案件",
    "检查建筑工地安全",
    "拆除一处违建",
    "抢修一处爆裂水管",
    "赠送一批图书",
]


def test_who_did_what_on_a_day_holds_it() -> None:
    lost = []
    for deed in DEEDS:
        text = f"民生新闻一则\n\n　　6月5日，怀化市公安局鹤城分局{deed}。\n（王敏）\n"
        (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
        held = {draft.things[c.object].type for c in draft.claims if c.predicate == "organizes"}
        if held != {"Event"}:
            lost.append(deed)
    assert lost == []
