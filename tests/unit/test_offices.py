"""A walk through the units of public bodies: each, printed behind its bureau, is read whole and under it."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page

UNITS = {
    "人民检察院": (
        "第一检察部 未成年人检察工作室 12309检察服务中心 驻看守所检察室 控告申诉检察部 公益诉讼检察部 "
        "案件管理办公室 普通犯罪检察部 刑事执行检察部 司法警察大队 检察技术室 案管中心 驻溪口镇检察室 "
        "第八检察部"
    ),
    "人民法院": (
        "立案庭 诉讼服务中心 执行局 执行指挥中心 少年家事审判庭 民一庭 刑一庭 民事审判第二庭 速裁团队 "
        "溪口人民法庭 金融审判庭 执行二庭"
    ),
    "公安局": (
        "溪口派出所 交警支队 110指挥中心 情报指挥中心 车辆管理所 反诈中心 经文保支队 "
        "食品药品与环境犯罪侦查支队 生态警察支队 旅游警察支队 户政科 城东分局 溪口检查站 交警支队秩序科 "
        "警务保障处 铁骑大队"
    ),
    "消防救援支队": (
        "深圳路消防救援站 人民路站 特勤大队 特勤一站 作战指挥中心 119指挥中心 防火监督科 水域救援队 "
        "高新区大队光谷路站 搜救犬分队 法制与社会消防工作科"
    ),
    "市场监督管理局": (
        "溪口市场监管所 溪口市场监督管理所 执法稽查局 12315指挥中心 食品经营安全监督管理科 特种设备安全监察科"
    ),
    "应急管理局": "应急指挥中心 防汛抗旱科 安全生产执法监察支队 救灾和物资保障科",
    "农业农村局": "动物卫生监督所 农技推广站 渔政大队 动物疫病预防控制中心",
    "生态环境局": "城东分局 环境监测站 大气环境科",
    "住房和城乡建设局": "质安站 建设工程质量安全监督站 房屋征收中心 物业科",
    "司法局": "溪口司法所 社区矫正中心 法律援助中心",
    "纪委监委": "第三监督检查室 派驻第十二纪检监察组 驻市公安局纪检监察组 案件审理室 信访室 派出第一纪工委",
}
# {} is the unit with its bureau.
FRAMES = ("{}组织开展集中宣传活动。", "记者从{}获悉，情况良好。", "县民政局会同{}、县教育局开展检查。")


@pytest.mark.parametrize("bureau", UNITS)
@pytest.mark.parametrize("city", ["岳阳市", "肇庆市"])
def test_units_behind_their_bureau(city: str, bureau: str) -> None:
    missed = []
    for unit in UNITS[bureau].split():
        whole = city + bureau + unit
        for frame in FRAMES:
            text = f"民生新闻一则\n\n　　{frame.format(whole)}\n（王敏）\n"
            (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
            start = draft.passage.text.index(whole)
            place = start, start + len(whole)
            if not any((m.start, m.stop) == place and draft.things[m.key].type == "Agency" for m in draft.mentions):
                missed.append(frame.format(whole))
    assert missed == []


@pytest.mark.parametrize(
    "sentence",
    [
        "岳阳市公安局南湖派出所和司法所联合调解。",  # two bodies, the second without a name
        "活动由岳阳市教育局主办，岳阳市文化馆承办。",
        "检察员出庭支持公诉，岳阳市人民检察院检察长李明出庭。",
        "县民政局会同岳阳市公安局户政科开展检查。",
        "岳阳市交通运输局火车站整治告一段落。",
    ],
)
def test_what_is_no_unit(sentence: str) -> None:
    text = f"民生新闻一则\n\n　　{sentence}\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    labels = [draft.things[m.key].label for m in draft.mentions if draft.things[m.key].type == "Agency"]
    assert not any(word in label for label in labels for word in ("和司法所", "主办", "出庭", "会同", "火车站")), labels


def test_inspection_group_of_a_commission() -> None:
    text = "民生新闻一则\n\n　　荆州市教育局将会同市纪委监委派驻第十二纪检监察组开展专项督查。\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    facts = {(draft.things[c.subject].label, c.predicate, draft.things[c.object].label) for c in draft.claims}
    assert ("荆州市纪委监委派驻第十二纪检监察组", "partOf", "荆州市纪委监委") in facts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("岳阳市公安局岳阳楼分局成立专案组。专案组民警辗转三省，抓获5人。", "岳阳市公安局岳阳楼分局专案组"),
        ("岳阳市公安局与岳阳市税务局成立联合专案组。专案组在两地收网。", "联合专案组"),
        ("岳阳市消防救援支队城东消防救援站站长李强突入火场。该支队已检查商铺20家。", "岳阳市消防救援支队"),
        ("南昌铁路公安局南昌公安处南昌站派出所、南昌东站派出所参加。", "南昌铁路公安局南昌公安处南昌东站派出所"),
        ("岳阳市公安局联合国家税务总局岳阳市税务局执法。", "国家税务总局岳阳市税务局"),
    ],
)
def test_units_that_their_bureau_is_told_for_elsewhere(text: str, name: str) -> None:
    (draft,) = extract_document(page(f"民生新闻一则\n\n　　{text}\n（王敏）\n"), load_analyzer("lexicon"))
    assert name in {thing.label for thing in draft.things.values() if thing.type == "Agency"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("杭州海关所属义乌海关查获侵权货物。", {("义乌海关", "杭州海关")}),
        ("义乌海关隶属于杭州海关。", {("义乌海关", "杭州海关")}),
        ("义乌海关会同杭州海关查获侵权货物。", set()),
    ],
)
def test_who_is_said_to_belong_to_whom(text: str, facts: set[tuple[str, str]]) -> None:
    (draft,) = extract_document(page(f"民生新闻一则\n\n　　{text}\n（王敏）\n"), load_analyzer("lexicon"))
    found = {
        (draft.things[c.subject].label, draft.things[c.object].label) for c in draft.claims if c.predicate == "partOf"
    }
    assert found == facts


@pytest.mark.parametrize(
    ("after", "court"), [("以诈骗罪判处吉某有期徒刑", "人民法院"), ("依法对吉某批准逮捕", "人民检察院")]
)
def test_the_court_or_the_procuratorate_by_what_it_does(after: str, court: str) -> None:
    text = f"民生新闻一则\n\n　　岳阳县人民法院与岳阳县人民检察院召开座谈会。6月3日，该院{after}。\n（王敏）\n"
    (draft,) = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    (pointed,) = [m for m in draft.mentions if m.anaphor and draft.passage.text[m.start : m.stop] == "该院"]
    assert draft.things[pointed.key].label == f"岳阳县{court}"
