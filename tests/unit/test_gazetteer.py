"""Names to divisions and divisions to what they lie in."""

from kg.lexicon.gazetteer import Gazetteer, Region, load_gazetteer

NATION = Region("000000", "中华人民共和国", "nation", "", ("中国",))
ANHUI = Region("340000", "安徽省", "province", "000000", ("安徽",))
HEFEI = Region("340100", "合肥市", "prefecture", "340000", ("合肥",))
CHAOHU_CITY = Region("340181", "巢湖市", "county", "340100", ("巢湖",))
CHAOHU_FORMER = Region("341400", "巢湖市", "prefecture", "340000")
SMALL = Gazetteer([NATION, ANHUI, HEFEI, CHAOHU_CITY, CHAOHU_FORMER], frozenset({"城区"}))


def test_a_shared_name_gives_the_largest_first() -> None:
    assert SMALL.by_name["巢湖市"] == (CHAOHU_FORMER, CHAOHU_CITY)
    assert SMALL.by_name["巢湖"] == (CHAOHU_CITY,)


def test_a_shared_name_of_one_level_is_sorted_by_code_in_any_order_of_rows() -> None:
    first, second = Region("130104", "桥西区", "county", "000000"), Region("130703", "桥西区", "county", "000000")
    assert Gazetteer([second, first, NATION]).by_name["桥西区"] == (first, second)


def test_full_holds_official_names_only() -> None:
    assert SMALL.full == {"中华人民共和国", "安徽省", "合肥市", "巢湖市"}
    assert SMALL.generic == {"城区"}


def test_ancestors_run_up_to_the_nation() -> None:
    assert SMALL.ancestors(CHAOHU_CITY) == (HEFEI, ANHUI, NATION)
    assert SMALL.ancestors(NATION) == ()


def test_within_is_transitive_and_strict() -> None:
    assert SMALL.within(CHAOHU_CITY, ANHUI)
    assert SMALL.within(CHAOHU_CITY, NATION)
    assert not SMALL.within(ANHUI, CHAOHU_CITY)
    assert not SMALL.within(CHAOHU_CITY, CHAOHU_FORMER)
    assert not SMALL.within(HEFEI, HEFEI)


def test_shipped_gazetteer_is_read_once_and_consistent() -> None:
    gazetteer = load_gazetteer()
    assert load_gazetteer() is gazetteer
    assert all(gazetteer.by_code[region.adcode] is region for found in gazetteer.by_name.values() for region in found)
    assert gazetteer.full <= gazetteer.by_name.keys()


def test_names_that_differ_by_one_character_stay_apart() -> None:
    gazetteer = load_gazetteer()
    for one, other in (("伊春市", "宜春市"), ("科右前旗", "科右中旗"), ("陕西省", "山西省"), ("赛罕区", "玉泉区")):
        assert not set(gazetteer.by_name[one]) & set(gazetteer.by_name[other])
