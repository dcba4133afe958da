"""In which division a place or a village lies, and which places and small divisions are found at all."""

from __future__ import annotations

import pytest

from kg.extract.draft import Draft
from tests.stated import find_faults, read

WITHIN = [
    # Who acts in the sentence serves it; a town named before is another matter.
    (
        "清晨，游客来到淇县黄洞乡。鹤壁市公安局淇滨分局在梅园路设立警务站。",
        "梅园路 within 淇滨区",
        "梅园路 within 黄洞乡",
    ),
    # Whence somebody comes is not where a street is.
    ("来自成都市的游客赵先生迷了路。浚县公安局民警在梅园路找到了他。", "梅园路 within 浚县", "梅园路 within 成都市"),
    # Who only helps does not say where.
    ("11月10日，淇县公安局联合桥盟街道办事处，在梅园路开展检查。", "梅园路 within 淇县", ""),
    # What a province's company is called by.
    ("浚县交通运输局和河南省黄河交通集团有限公司在梅园路开展演练。", "梅园路 within 浚县", "梅园路 within 河南省"),
    # The city, where a prefecture and its city are called the same.
    ("12月10日，喀什地区消防救援支队和喀什市文化馆在喀什古城广场举行活动。", "喀什古城广场 within 喀什市", ""),
    # A road that joins two towns lies in neither.
    (
        "淇县公安局民警打通了连接黄洞乡和高村镇的黄高公路。",
        "黄高公路 within 淇县",
        "黄高公路 within 高村镇; 黄高公路 within 黄洞乡",
    ),
    # A numbered road leads beyond the town of the station that watches it.
    (
        "浚县公安局屯子镇派出所在省道302线劝返车辆。浚县屯子镇下了雨。",
        "省道302线 within 浚县",
        "省道302线 within 屯子镇",
    ),
    # Two waters in a list are small ones.
    ("浚县公安局组织民警沿大凌河、小凌河巡查。", "大凌河 within 浚县; 小凌河 within 浚县", ""),
    ("冷藏集装箱在浚县办结手续，发往韩国仁川港。", "仁川港 within 韩国", ""),
    # A village by itself: in the town named before, or the one that who acts serves.
    ("7月1日，淇县黄洞乡下起暴雨。淇县消防救援大队接到求助：石桥村5人被困。", "石桥村 within 黄洞乡", ""),
    ("淇县公安局黄洞乡派出所民警来到石桥村开展宣传。", "石桥村 within 黄洞乡", ""),
    (
        "7月1日，淇县黄洞乡下起暴雨。淇县水利局在石桥村、柳林村等12个村安装闸门。",
        "石桥村 within 淇县; 柳林村 within 淇县",
        "石桥村 within 黄洞乡",
    ),
    ("浚县屯子镇石桥村村委会召开会议。", "石桥村 within 屯子镇; 屯子镇 within 浚县", ""),
    # Named twice and with no sign: where the first body of the article is.
    ("3名游客穿越鳌云线时迷路。违规穿越鳌云线会受罚。7月2日，淇县公安局通报了此事。", "鳌云线 within 淇县", ""),
    # A county that only its bureau's name holds.
    ("3月1日，沈阳市公安局铁西分局民警拦下一辆车。", "铁西区 within 沈阳市", ""),
]

PLACES = [
    ("演练在鹤壁市浚县青石坝举行。", "青石坝"),
    ("浚县妇联在梅溪路绿地举办集市。", "梅溪路绿地"),
    ("代表们察看了屯子镇梅坪公路、柳林大桥。", "梅坪公路"),
    ("3名游客在翻越梅岭鳌云线途中迷路。", "鳌云线"),
    ("去年4月，民警在石云线K58公里处巡查。", "石云线K58公里处"),
    ("海南环岛旅游公路全长900公里。", "海南环岛旅游公路"),
    ("浚县公安局以南城门广场为中心布下巡防圈。", "南城门广场"),
    ("普降暴雨，水口河水位猛涨2米。", "水口河"),
    ("这座综合体由开鲁路上一处厂房改建。", "开鲁路"),
    ("7月1日，三名游客在苍山徒步时迷路。", "苍山"),
    ("南京地铁2号线梅溪站站厅，一名男子倒地。", "南京地铁2号线梅溪站"),
    ("养殖船在长海县獐子岛镇以东海域进水。", "獐子岛镇以东海域"),
    ("9月1日，镇远县报京侗寨突发大火。", "报京侗寨"),
    ("接到警情：符山镇白浪河水库南岸有人坠坡。", "白浪河水库"),
    ("今天，密云县101国道司马台长城附近一车侧翻。", "司马台长城"),
    ("接到报警，裕华区槐安东路一家商铺起火。", "槐安东路"),
    ("渔排漂在溪南镇台江村外海。", "台江村外海"),
    ("汉江支流濂水河水位陡涨。", "濂水河"),
    ("鹤壁海关在南山口岸推行新模式。", "南山口岸"),  # not 南|山口|岸
    ("鹤壁市民政局在浚县文化艺术中心组织活动。", "浚县文化艺术中心"),
    ("7月3日，在浚县屯子镇污水处理厂，一场演练举行。", "屯子镇污水处理厂"),
    ("民警在石桥村祠堂前宣传防火。", "石桥村祠堂"),
    ("武汉鹦鹉洲长江大桥上游，一艘航标船驶过。", "武汉鹦鹉洲长江大桥"),
    ("3月3日，淇滨区七一路一处工地起火。", "七一路"),
    ("12月3日，经十路燕山立交桥上四车相撞。", "经十路燕山立交桥"),
    ("梅溪景区山高坡陡，车上不去。", "梅溪景区"),
    ("11月6日，该分局在长青公园举行赃物返还大会。", "长青公园"),
    ("工人正在架设跨石津渠的桥。", "石津渠"),
    ("鹤壁市公安局在市人民大会堂召开大会。", "鹤壁市人民大会堂"),
    ("浚县屯子镇下雨，46人转移到镇文化礼堂。", "屯子镇文化礼堂"),
    ("5月8日，浚县公安局在县体育馆举办活动。", "浚县体育馆"),
    ("法官来到浚县石桥村的文化礼堂开庭。", "石桥村文化礼堂"),
    ("民警在鹿台民俗旅游区和大化工业遗址周边设岗。", "大化工业遗址"),
    ("5月11日，一辆公交车行至梅林庵站时，一名乘客倒地。", "梅林庵站"),
]

NO_PLACES = [
    "台风在文昌市翁田镇沿海登陆。",
    "浚县农村公路提质改造推进会召开。",
    "3月1日，老人在后山采药。",
    "货车翻下公路，民警赶到。",
    "他在深山迷路，民警上山搜救。",
    "鹤壁海关查获一起走私集成电路案。",
    "浚县人民法院执结一起涉港货款纠纷案。",
    "汽车驶入一艘远洋滚装船的船舱。",
    "报上去的材料石沉大海。",
    "冬天大雪封山，药提前备好。",
    "案发路口的标线没有恢复。",
    "村民在浚县屯子镇的集市卖菜。",
    "4月底，鹤壁市一处水库放了水。",
]

REGIONS = [
    ("接到警情：符山镇白浪河水库南岸有人坠坡。", {"符山镇"}),
    ("4月30日前，梅溪、柳林、引镇等街道严禁野外用火。", {"梅溪街道", "柳林街道", "引镇街道"}),
    ("车队走过长汀、连城、武平3个县的27个乡镇。", {"长汀县", "连城县", "武平县"}),
    ("原告黄某是万尾村渔民，家住海边。", {"万尾村"}),
    ("浚县下了雨，独山村板闭屯11户村民被困。", {"浚县", "独山村", "板闭屯"}),
    ("各设区市和平潭综合实验区设分会场。", {"平潭综合实验区"}),
    ("秦皇岛市边检站接报：“海宁星”轮一名船员发病。", {"秦皇岛市"}),
    ("浚县善堂镇城中村多、租户多。", {"浚县", "善堂镇"}),
    ("双鸭山市集贤县委召开农村基层党建工作会议。", {"双鸭山市", "集贤县"}),
    ("浚县善堂镇一城中村起火。", {"浚县", "善堂镇"}),
    # A village behind a word of place, whatever follows; one before figures and people.
    ("6月12日，民警在柳坡村巡边时救下一人。", {"柳坡村"}),
    ("走上两个小时，才能到达梅牙村。", {"梅牙村"}),
    ("去年中秋，下梅村6兄妹因老宅发生争执。", {"下梅村"}),
    ("8月2日，法官在青柳镇坪箐村公开审理一起纠纷。", {"青柳镇", "坪箐村"}),
    ("他在农村长大，到山村教书。", set()),
    # A zone with the short form of its city; no street called 联合.
    ("鹤壁高新区召开恳谈会。", {"鹤壁市", "鹤壁高新区"}),
    ("浚县公安局卫贤派出所联合街道设立小屋。", {"浚县"}),
    ("浚县青石坝一林区起火，未开发区域禁止进入。", {"浚县"}),
    ("杨浦区殷行街道开鲁片区综合体启用。", {"杨浦区", "殷行街道"}),
]


@pytest.mark.parametrize(("text", "says", "never"), WITHIN)
def test_in_which_division_it_lies(text: str, says: str, never: str) -> None:
    assert find_faults(text, says, never) == []


@pytest.mark.parametrize(("text", "name"), PLACES)
def test_places_by_their_heads_and_what_stands_beside_them(text: str, name: str) -> None:
    assert name in _named(read(text), "Place")


@pytest.mark.parametrize("text", NO_PLACES)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert not _named(read(text), "Place")


@pytest.mark.parametrize(("text", "names"), REGIONS)
def test_small_divisions_by_themselves(text: str, names: set[str]) -> None:
    assert _named(read(text), "Region") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("民警佟立军背起老人。孙女士要给佟警官看看。", {"佟立军", "孙女士"}),
        ("开庭的是审判员陈伟。陈法官说，案子结了。", {"陈伟"}),
        ("“阿叔，头盔扣好再走！”", set()),
    ],
)
def test_who_is_called_by_a_courtesy(text: str, names: set[str]) -> None:
    assert _named(read(text), "Person") - {"王敏"} == names


def test_a_model_is_its_divisions() -> None:
    assert "海宁市" in _named(read("浙江省海宁市“海宁模式”受到肯定。"), "Region")


def _named(draft: Draft, type_: str) -> set[str]:
    return {thing.label for thing in draft.things.values() if thing.type == type_}
