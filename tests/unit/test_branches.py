"""Branches of the nation's bodies, and bodies for one task, in three frames: each is read whole."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.pipeline import extract_document
from tests.pages import page

BODIES = [
    "国家矿山安全监察局陕西局",
    "国家税务总局甘肃省税务局",
    "国家统计局甘肃调查总队",
    "国家金融监督管理总局陕西监管局",
    "国家能源局山西监管办公室",
    "国家粮食和物资储备局陕西局",
    "民航陕西监管局",
    "生态环境部华北督察局",
    "水利部黄河水利委员会",
    "黄河水利委员会山东黄河河务局",
    "交通运输部长江航务管理局",
    "海关总署广东分署",
    "中国人民银行陕西省分行",
    "国家外汇管理局陕西省分局",
    "中国证券监督管理委员会陕西监管局",
    "陕西证监局",
    "国家移民管理局常备力量第一总队",
    "深圳出入境边防检查总站",
    "长江航运公安局武汉分局",
    "黑龙江海事局",
    "广东省药品检验所",
    "陕西省食品药品检验研究院",
    "西安市质量技术检验检测院",
    "陕西省计量科学研究院",
    "怀化水文水资源勘测中心",
    "陕西省水文水资源勘测中心",
    "陕西省地质调查院",
    "陕西省地震局",
    "大熊猫国家公园陕西省管理局",
    "西安曲江新区管理委员会",
    "华山风景名胜区管理委员会",
    "喀纳斯景区管理委员会",
    "天津市急救中心",
    "西安市120急救中心",
    "西安市疾病预防控制中心",
    "昆明血液中心",
    "西安市中心血站",
    "西安市公共卫生中心",
    "西安市儿童福利院",
    "西安市救助管理站",
    "西安市殡仪馆",
    "西安市公证处",
    "西安仲裁委员会",
    "西安住房公积金管理中心",
    "西安市公共资源交易中心",
    "西安市人才交流服务中心",
    "陕西省教育考试院",
    "西安市电化教育馆",
    "西安市青少年宫",
    "西安市少年宫",
    "西安市文化馆",
    "陕西省图书馆",
    "西安市档案馆",
    "西安市动物疫病预防控制中心",
    "西安市种子管理站",
    "陕西省渔业渔政局",
    "西安市园林绿化中心",
    "西安市环境卫生管理处",
    "西安市市政设施管理局",
    "西安市公路局",
    "陕西省公路局",
    "西安市地方海事局",
    "陕西省交通运输综合执法总队",
    "西安市房屋征收办公室",
    "西安市信访局",
    "西安市大数据服务中心",
    "西安市政务服务管理局",
    "西安市消费者权益保护委员会",
    "西安市慈善会",
    "西安市红十字会",
    "西安市道路交通安全委员会办公室",
    "西安市食品安全委员会办公室",
    "陕西省人民政府驻北京办事处",
    "西安铁路监督管理局",
]
FRAMES = [
    "11月3日，{}开展安全检查，查出隐患13条。",
    "据{}介绍，今年以来已检查企业200家。",
    "该局联合{}走访企业32家。",
]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_is_read_whole(body: str) -> None:
    for frame in FRAMES:
        [draft] = extract_document(page(frame.format(body)), load_analyzer("lexicon"))
        found = {draft.passage.text[m.start : m.stop] for m in draft.outer("Agency", "Organization")}
        assert body in found, (frame, found)


@pytest.mark.parametrize(
    "text",
    ["今年3月，林女士将二人告上法庭。", "韶关监狱副监狱长简文斌现场解答提问。", "海关总署广东局面向企业宣讲。"],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    [draft] = extract_document(page(text), load_analyzer("lexicon"))
    found = {draft.passage.text[m.start : m.stop] for m in draft.outer("Agency")}
    assert found <= {"韶关监狱", "海关总署"}, found
