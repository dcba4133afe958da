"""Walks through the forms of names: each in every frame that news put it in, and words that only look like names."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page
from tests.stated import find_pairs


def _names(lines: str) -> list[str]:
    return lines.split()


PLACE_FRAMES = [
    "昨日下午，{}发生一起交通事故，3人受伤。",
    "昨日，民警在{}开展夜间巡逻。",
    "据了解，起火点位于{}附近。",
    "当晚，一辆面包车途经{}时侧翻。",
    "民警先后来到{}、人民广场等地发放传单。",
    "昨日，城管队员清理了{}的垃圾。",
    "昨日，怀化市鹤城区{}发生火灾。",
]
PLACES = _names("""
中山路与解放路交叉口 迎宾大道与学府路交叉口 G65高速 G65包茂高速 沪昆高速 包茂高速公路
319国道 国道319线 国道G210线K12+300处 沪昆高速K1203+500处 包茂高速麻阳段
迎宾大道 梅溪大道 芙蓉北路 东环路 南二环 二环路 人民东路 五一路 学院路 滨江路 幸福路 建设路
五一高架 黄河路高架桥 雪峰山隧道 舞水大桥 沅江特大桥 彩虹桥 红星桥 怀化西收费站 溆浦服务区
梅溪互通 怀化火车站 怀化高铁站 汽车西站 迎丰地铁站 地铁1号线五一广场站 芷江机场 黄花国际机场
黄花机场 梅溪码头 友谊关口岸 五一广场 舞水广场 太平桥农贸市场 红星市场 梅溪夜市 中山公园
舞水湿地公园 黄岩景区 洪江古商城 锦绣家园 阳光花园 幸福里小区 华都小区 河西物流园 洞庭湖 锦江河
五强溪水库 雪峰山 清水湾 怀化大厦 佳惠大厦 万达广场 乌伦古湖 额尔古纳河 赛里木湖 兰新铁路
儿童公园 东湖公园 大昭寺
""")
ORGANIZATION_FRAMES = [
    "昨日，{}举行应急演练。",
    "民警走进{}开展反诈宣传。",
    "活动由市教育局主办，{}承办。",
    "市消防救援支队联合{}开展演练。",
    "市消防救援支队、{}、街道办事处参加了活动。",
    "{}负责人王建国介绍了情况。",
    "昨日上午，记者来到{}采访。",
]
ORGANIZATIONS = _names("""
怀化市第一中学 怀化三中 怀化学院 怀化职业技术学院 怀化师范高等专科学校 湖南师范大学
中南大学湘雅医院 怀化市第二人民医院 溆浦县中医医院 麻阳县妇幼保健院 鹤城区红星小学 宏宇小学
湖天中学 金太阳幼儿园 怀化市实验学校 怀化恒光科技股份有限公司 怀化安居物业服务有限公司
怀化万顺报关有限公司 怀化交投集团 国网怀化供电公司 怀化新奥燃气有限公司 怀化水务集团
中国移动怀化分公司 中国工商银行怀化分行 建行怀化分行 怀化农商银行 长沙银行迎丰路支行 顺丰速运
步步高超市 怀化国际大酒店 怀化卷烟厂 怀化日报 边城晚报 怀化电视台 湖南卫视 怀化市红十字会
怀化市慈善总会 怀化市餐饮行业协会 怀化市青年企业家协会 怀化蓝天救援队 雪峰山救援队
溆浦县惠民农机专业合作社 怀化市图书馆 怀化市社会福利院 康乐养老院
怀化市阳光社工服务中心 湖南天戟律师事务所 天平律师事务所 溆浦县花鼓戏剧团 红旗煤矿 怀化公交公司
怀化老年大学
""")

DIVISION_FRAMES = [
    "昨日，{}突发山洪。",
    "民警走进{}开展反诈宣传。",
    "家住{}的王女士报警求助。",
    "民警先后来到{}、城关镇等地走访。",
    "目前，{}的道路已经抢通。",
    "工作队从{}赶到县城。",
    "昨日，县应急管理局在{}开展演练。",
]
DIVISIONS = _names("""
白马镇 大坪镇 库尔德宁镇 巴彦高勒镇 石马乡 三江侗族乡 东城街道 迎丰街道
白马村 大坪村 李家村 王家庄村 上坪村 龙潭社区 迎丰社区 红星社区 和平社区
梧桐嘎查 阿拉坦嘎查 白音苏木 达尔罕苏木 湘江新区 贵安新区 雄安新区 浦东新区 湘西
""")


def _read(text: str) -> set[tuple[str, str]]:
    drafts = extract_document(
        page(f"民生新闻一则\n\n　　{text}\n（李小敏）\n", published="2024-06-30"), load_analyzer("lexicon")
    )
    return {(d.passage.text[m.start : m.stop], d.things[m.key].type) for d in drafts for m in d.mentions}


def _lost(frame: str, names: list[str], type_: str) -> list[str]:
    """Those that are not found whole, without or with the divisions that the frame puts before them."""
    lost = []
    for name in names:
        found = {surface for surface, kind in _read(frame.format(name)) if kind == type_}
        if found.isdisjoint((name, f"鹤城区{name}", f"怀化市鹤城区{name}")):
            lost.append(name)
    return lost


@pytest.mark.parametrize("frame", PLACE_FRAMES)
def test_places(frame: str) -> None:
    # 鹤城区迎丰地铁站 looks like a unit of the district.
    assert set(_lost(frame, PLACES, "Place")) <= {"迎丰地铁站"}


@pytest.mark.parametrize("frame", ORGANIZATION_FRAMES)
def test_organizations(frame: str) -> None:
    assert _lost(frame, ORGANIZATIONS, "Organization") == []


@pytest.mark.parametrize(
    "text",
    [
        "民警在小区巡逻，在路口设岗，在广场宣传。",
        "他们在乡村道路上行驶，在城市公园里散步。",
        "脱贫后，村民走上了致富路、小康路。",
        "这是一条民生路，也是一条连心桥。",
        "孩子们每天走在上学路上，父母在打工路上。",
        "工人们正在修建一座大桥和一条隧道。",
        "记者来到建筑工地，来到农贸市场采访。",
        "公司积极开拓海外市场，稳定金融市场。",
        "民警在加油站、充电站、变电站检查安全。",
        "他在工作站、服务站、检查站值班。",
        "全市各大景区、车站、码头加强巡逻。",
        "该县有水库三座、河流五条、大桥十座。",
        "大力发展旅游业，打造绿色家园、美好家园。",
        "民警把群众送到家门口、村口、校门口。",
        "各地加强水库、山塘、河道巡查。",
        "他从小在山沟里长大，在江边捕鱼。",
        "公交车司机在终点站、始发站休息。",
        "老人住在养老院，孩子住在学生公寓。",
        "学生在教学大楼、办公大楼、图书大厦集合。",
        "他们在大街小巷、背街小巷清扫。",
        "一场大雪过后，山路结冰，盘山路难行。",
        "驾驶员在下坡路段、弯道路段、学校路段减速。",
        "两车在十字路口、丁字路口、交叉路口相撞。",
        "他在网上、手机上、路上都收到过诈骗短信。",
        "这是通往成功之路、求学之路、创业路的起点。",
        "民警在某小区、某市场、某大厦开展检查。",
        "目前，有两座水库、三条公路、四座大桥在建。",
        "民警走进学校、医院、企业开展宣传，一家公司负责人表示感谢。",
        "伤者被送往附近医院救治，随后转院。",
        "他在一家酒店当保安，在某公司当会计。",
        "多家银行参与活动，当地银行工作人员提供帮助。",
        "该公司负责人、该校校长、该医院院长出席。",
        "县里新建一所小学和三家养老院。",
        "工作人员走访煤矿、酒店、宾馆、网吧。",
        "民营企业、国有企业、外资企业协同发展。",
        "重点中学、普通高中、职业学校招生。",
        "党的二十届三中全会召开，全会提出新要求。",
        "刚出医院的老人，经过医院治疗已经康复。",
        "市场监管部门责令该食品厂停产整顿。",
        "孩子在学校食堂吃饭，在图书馆看书，在博物馆参观。",
        "新建学校三所，改扩建医院两家，改造养老院五家。",
        "民警为企业送去法律服务，为公司挽回损失。",
    ],
)
def test_words_that_name_nothing(text: str) -> None:
    assert [found for found in _read(text) if found[1] in ("Place", "Organization")] == []


@pytest.mark.parametrize("frame", DIVISION_FRAMES)
def test_divisions(frame: str) -> None:
    assert _lost(frame, DIVISIONS, "Region") == []


@pytest.mark.parametrize(
    "text",
    [
        "民警走村入户，深入农村、乡村、山村开展宣传。",
        "他们来到城镇、集镇、乡镇宣传，推进城乡一体化。",
        "返乡青年回到家乡创业，老乡们很高兴。",
        "建设美丽乡村，打造特色小镇，助力乡村振兴。",
        "在城中村、空心村、移民新村整治安全隐患。",
        "该村、该社区、该镇负责人表示感谢。",
        "来到一个小山村，住在一座古镇。",
        "从农村到城市，从乡下到城里。",
        "走访了多个村、几个社区、三个街道。",
        "去乡下、去镇上赶集，这里是民歌之乡。",
        "在学校社区、智慧社区、国际社区建设方面取得成效。",
        "他从小在水乡长大，离开故乡多年。",
        "推动合作社区发展，建立网络社区。",
        "在帮扶村、联系村、贫困村开展帮扶。",
        "百余名村民参加，助餐点延伸到更多村。",
    ],
)
def test_words_that_name_no_division(text: str) -> None:
    assert [found for found in _read(text) if found[1] == "Region"] == []


def test_a_division_has_some_of_its_kind_without_names() -> None:
    for text in (
        "怀化市一家公司被查处。",
        "怀化市多家医院参与救治。",
        "溆浦县两所学校建成投用。",
        "溆浦县一煤矿发生事故。",
    ):
        assert [found for found in _read(text) if found[1] == "Organization"] == [], text


def test_a_village_named_before_with_its_town_is_the_same_one() -> None:
    text = "民生新闻一则\n\n　　昨日，怀化市鹤城区白马镇大坪村突发山洪。消防员在大坪村转移群众。\n（李小敏）\n"
    drafts = extract_document(page(text, published="2024-06-30"), load_analyzer("lexicon"))
    assert [t.label for d in drafts for t in d.things.values() if t.type == "Region"].count("大坪村") == 1


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("沈海高速福鼎收费站", "福鼎市"),
        ("国道312线内乡段", "内乡县"),
        ("沪渝高速公路宜昌段", "宜昌市"),
        ("福鼎汽车客运站", "福鼎市"),
        ("德州东服务区", "德州市"),
    ],
)
def test_a_place_lies_in_the_division_whose_name_its_own_holds(place: str, region: str) -> None:
    text = f"近日，{region}公安局在全省率先推行新举措。3月6日，记者从南阳市赶到{place}，看到这里车流平稳。"
    said = find_pairs(text, "within")
    assert (place, region) in said, said


def test_a_mountain_does_not_lie_in_the_village_called_after_it() -> None:
    text = "3月6日，澜沧拉祜族自治县景迈村举办活动。随后，记者来到普洱市的景迈山。"
    assert ("景迈山", "景迈村") not in find_pairs(text, "within")
