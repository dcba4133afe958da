"""Names behind an office that the rules do not read, and where names end."""

from __future__ import annotations

import pytest

from kg.analyze import load_analyzer
from kg.extract.behind import LEAST, Option, Weights, find_options, load_weights
from kg.extract.scale import load_scale
from kg.lexicon import load_lexicon
from kg.pipeline import extract_document
from scripts.make_behind import Case, fit
from tests.pages import page
from tests.stated import find_pairs, read


def persons(text: str, head: str = "民生新闻一则") -> set[str]:
    (draft,) = extract_document(page(f"{head}\n\n　　{text}\n"), load_analyzer("lexicon"))
    return {thing.label for thing in draft.things.values() if thing.type == "Person"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月6日，法官零文清没有急着开庭，先请来两位老人。", {"零文清"}),
        ("肝胆外科主任洪启亮团队坐在操作台前，为患者切除了肿瘤。", {"洪启亮"}),
        ("2019年夏天，养蜂人冯老七被蛇咬伤，背着走了6公里。", {"冯老七"}),
        ("梁大爷不会用手机，林场场长孙立民手把手教他。", {"梁大爷", "孙立民"}),
        ("车站值班员小郭取来除颤器，老人很快恢复了心跳。", {"小郭"}),
        ("边境派出所民警闻讯赶到，将其抬上车。", set()),
        ("更有的作家曾在报纸上发表文章。", set()),
        ("各级党组织和广大党员干部都要带头。", set()),
    ],
)
def test_a_name_behind_an_office_is_weighed(text: str, expected: set[str]) -> None:
    assert persons(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“行动期间将开展检查。”省市场监管局计量处处长吴清和说。", {"吴清和"}),
        ("村民王廷芬家的院坝里，货车一早就停好了。", {"王廷芬"}),
        ("喀什大学学生迪丽努尔·艾合买提代表志愿者发出倡议。", {"迪丽努尔·艾合买提"}),
        ("“检察官阿姨，你生过气吗？”有学生问她。", set()),
        ("这支“沙漠蓝朋友”把服务送到井场，蓝朋友来了。", set()),
        ("何德顺已经把水壶装进背篓。大家都叫他老何。何德顺说，他不累。", {"何德顺"}),
        ("党总支书记陆雅琴没有硬推。“陆书记帮我申请把花坛翻修。”居民说。", {"陆雅琴"}),
    ],
)
def test_where_a_name_ends_and_what_is_none(text: str, expected: set[str]) -> None:
    assert persons(text) == expected


def test_a_byline_tells_where_its_names_end() -> None:
    text = (
        "宣城警方打掉一诈骗团伙\n\n本报讯（通讯员缪婷孔德才）近日，宣城市公安局侦破一起诈骗案，抓获犯罪嫌疑人14名。\n"
    )
    (draft,) = extract_document(page(text), load_analyzer("lexicon"))
    assert {thing.label for thing in draft.things.values() if thing.type == "Person"} == {"缪婷", "孔德才"}


def test_a_picture_of_a_video_is_nobody() -> None:
    text = "早高峰交警开道\n\n3月6日，民警骑摩托车为求助车辆开道。\n\n民警骑摩托车开道。（视频截图）\n"
    (draft,) = extract_document(page(text), load_analyzer("lexicon"))
    assert not [author.name for author in draft.passage.article.authors]


@pytest.mark.parametrize(
    ("text", "person", "body"),
    [
        ("最终，浚县社会福利院的梁慧敏获得一等奖。", "梁慧敏", "浚县社会福利院"),
        ("浚县第一中学新校区建成。校长梁慧敏介绍，浚县第一中学新校区有40个班。", "梁慧敏", "浚县第一中学"),
        ("3月6日，凉山州人民政府召开会议。州委副书记、州长梁慧敏出席会议。", "梁慧敏", "凉山州人民政府"),
        ("“金花调解队”成立。“金花调解队”队员梁慧敏赶到现场，摆事实、讲规定。", "梁慧敏", "金花调解队"),
        ("3月6日，浚县交通运输局建成驿站22座。月亮湾驿站站长梁慧敏告诉记者，驿站每月接待4000人。", "梁慧敏", ""),
        ("3月6日，记者来到浚县善堂农场。场长梁慧敏说，林子要有人守。", "梁慧敏", "浚县善堂农场"),
        ("3月6日，浚县消防救援大队黎阳消防救援站赶到。班长梁慧敏在楼外架起拉梯。", "梁慧敏", "黎阳消防救援站"),
        (
            "3月6日，鹤壁市卫健委基层卫生健康处处长梁慧敏表示，评价结果与补助挂钩。",
            "梁慧敏",
            "鹤壁市卫健委基层卫生健康处",
        ),
    ],
)
def test_whose_a_person_is(text: str, person: str, body: str) -> None:
    owners = {tail for head, tail in find_pairs(text, "memberOf") if head == person}
    assert any(owner.endswith(body) for owner in owners) if body else not owners, owners


def test_the_office_of_a_governor_is_told_whole() -> None:
    draft = read("3月6日，凉山州人民政府召开会议。州委常委、常务副州长梁慧敏出席会议。")
    assert {claim.role for claim in draft.claims if claim.predicate == "memberOf"} == {"常委", "常务副州长"}


def test_names_of_two_and_three_characters_are_weighed() -> None:
    (draft,) = extract_document(page("民生新闻一则\n\n　　主任洪启亮团队来了。\n"), load_analyzer("lexicon"))
    at = draft.passage.text.index("洪")
    options = find_options(draft.passage, at, load_scale(load_lexicon()), listed=True)
    assert [option.stop - at for option in options] == [2, 3]
    weights = load_weights(load_lexicon())
    assert weights.weigh(options[0]) < weights.weigh(options[1]) > LEAST
    assert Weights({}).weigh(options[1]) == 0


def test_weights_are_fitted_to_what_is_right() -> None:
    good, bad = ("surname", "3"), ("surname", "-5")
    cases = [Case([Option(3, (good,))], 3, 0, "")] * 20 + [Case([Option(2, (bad,))], 0, 0, "")] * 20
    weights = fit(cases)
    assert weights == fit(cases)
    assert weights[good] > LEAST > 0 > weights[bad]
