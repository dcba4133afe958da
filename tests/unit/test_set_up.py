"""What is set up for people under a quoted name, and programmes whose names stand without quotes."""

from __future__ import annotations

import pytest

from tests.stated import find_stated, is_stated, read


def find_types(text: str) -> dict[str, str]:
    """The initiatives of an article and their types."""
    return {
        thing.label: str(thing.attributes["initiativeType"])
        for thing in read(text).things.values()
        if thing.type == "Initiative"
    }


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("衢州市公安局改装了一辆“流动服务车”，每周进村一次。", "流动服务车", "project"),
        ("院坝里还有一张“说事桌”，谁家有事都来坐坐。", "说事桌", "project"),
        ("衢州市医疗保障局在集市摆出“惠民小摊”，讲解报销。", "惠民小摊", "project"),
        ("墙上挂着“渔家驿站”的牌子，里面备有热水。", "渔家驿站", "project"),
        ("衢州市公安局交警支队绘制了“古城热力图”，提前分流。", "古城热力图", "system"),
        ("柯城区法院在果园设立“橘园调解点”12处。", "橘园调解点", "project"),
        ("衢江区税务局推行“企税直连”，企业少跑路。", "企税直连", "policy"),
        ("衢江区税务局建立“企税直连”，企业少跑路。", "企税直连", "mechanism"),
        ("衢江区税务局推出“发票代查”功能，企业少跑路。", "“发票代查”功能", "system"),
    ],
)
def test_what_is_set_up_has_a_quoted_name(text: str, name: str, type_: str) -> None:
    assert find_types(text).get(name) == type_, find_types(text)


def test_a_room_that_the_text_goes_on_about_is_named_in_the_headline() -> None:
    head = "“老钱调解室”里的新鲜事"
    text = "社区民警钱伟国的调解室开门了。调解室不大，一天能来三拨人。走出调解室，邻居握了手。"
    assert "老钱调解室" in find_types(f"{head}/{text}")


@pytest.mark.parametrize(
    "text",
    [
        "大家都说他是村里的“活地图”。",
        "衢州市公安局查获“跑分”链条3条。",
        "衢江区把一家“总医院”办到了镇上，总医院设备齐全。",
        "检查组给商户发了“暖冬礼包”。",
    ],
)
def test_a_figure_of_speech_is_no_programme(text: str) -> None:
    assert not find_types(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("衢州市公安局部署渡口码头安全“百日攻坚”行动。", "渡口码头安全“百日攻坚”行动"),
        ("衢州市公安局开展打击盗采河砂“利剑”行动，抓获9人。", "打击盗采河砂“利剑”行动"),
        ("衢州市税务局研发冷库温度“红黄灯”预警系统。", "冷库温度“红黄灯”预警系统"),
        ("衢州市公安局建立“预警、拦截、返还”一体运行的工作链条。", "“预警、拦截、返还”一体运行的工作链条"),
    ],
)
def test_a_quoted_name_has_more_around_it(text: str, name: str) -> None:
    assert name in find_types(text), find_types(text)


@pytest.mark.parametrize(
    ("who", "verb", "name"),
    [
        ("衢州市民政局", "启动", "山区流动助浴车项目"),
        ("衢州市民政局", "出台了", "入职补贴办法"),
        ("衢州市民政局", "实行", "首接负责制"),
        ("衢州市交通运输局", "开通", "景区直达专线"),
        ("衢州市消防救援支队", "掀起", "秋季大练兵"),
        ("衢州市教育局", "建立", "家、校、医三方会商机制"),
        ("衢州市公安局", "落实", "户籍制度改革"),
        ("衢州市公安局", "深入推进", "常态化扫黑除恶斗争"),
        ("衢州市教育局", "安装", "校车定位报警系统"),
    ],
)
def test_verbs_introduce_names_without_quotes(who: str, verb: str, name: str) -> None:
    stated = find_stated(read(f"今年以来，{who}{verb}{name}，成效明显。"))
    assert is_stated(f"{who} implements {name}", stated), stated


def test_what_others_set_up_is_named_behind_its_verb() -> None:
    assert "渔民权益保障机制" in find_types("该院与渔业协会建立的渔民权益保障机制发挥了作用。")


@pytest.mark.parametrize(
    "text",
    [
        "医生制定了个性化治疗方案。",
        "全市实施重点项目32个。",
        "“十四五”期间计划建房2万套。",
        "把“快、准、稳”固化成机制。",
    ],
)
def test_plans_in_general_are_no_programmes(text: str) -> None:
    assert not find_types(text)


@pytest.mark.parametrize(
    "text",
    [
        "衢州市税务局举办“智造惠企”政策宣讲会，86家企业参加。",
        "即日起，本报推出“凡人微光”专栏，讲述他们的故事。",
        "衢州市港航局对在建水运工程开展检查，检查企业57家。",
        "衢州市疾控中心重点检查缺课登记、饮水卫生等制度，发现问题23个。",
    ],
)
def test_what_is_taught_or_printed_is_no_programme(text: str) -> None:
    assert not find_types(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("柯城区法院“橘乡诉讼驿站”投入使用，首月服务256人次。", "橘乡诉讼驿站"),
        ("衢州市公安局建成全市首个“全天候自助厅”，办证方便。", "全天候自助厅"),
        ("衢州市公安局推出电动自行车“带证销售”服务，门店设登记点。", "电动自行车“带证销售”服务"),
        ("7月20日起，衢州市文旅局开展“江畔马甲”志愿服务行动，百人参加。", "“江畔马甲”志愿服务行动"),
        ("衢州市纪委深化整治推诿扯皮、弄虚作假专项行动，畅通渠道。", "整治推诿扯皮、弄虚作假专项行动"),
        ("衢州市检察院介绍了罪错少年分级干预机制，效果良好。", "罪错少年分级干预机制"),
    ],
)
def test_names_in_further_frames(text: str, name: str) -> None:
    assert name in find_types(text), find_types(text)


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("衢州市公证处推行错峰延时服务，每周六办公。", "错峰延时服务", "policy"),
        ("衢州市卫健委推行处方前置审核，合格率上升。", "处方前置审核", "mechanism"),
        ("衢州市交通运输局推出预约响应式客运，把固定班次改为按需发车。", "预约响应式客运", "policy"),
        ("衢州市消防救援支队扎实推进今冬明春火灾防控工作，检查3万家。", "今冬明春火灾防控工作", "campaign"),
        ("衢州市疾控中心启动今年托育机构卫生评价工作，评估213家。", "托育机构卫生评价工作", "campaign"),
    ],
)
def test_what_is_introduced_needs_no_head(text: str, name: str, type_: str) -> None:
    assert find_types(text).get(name) == type_, find_types(text)


@pytest.mark.parametrize(
    "text",
    ["衢州市卫健委推行优质服务，群众满意。", "衢州市林业局推进今年重点工作。", "俊平开通了一条心理咨询热线。"],
)
def test_ordinary_work_is_no_programme(text: str) -> None:
    assert not find_types(text)
