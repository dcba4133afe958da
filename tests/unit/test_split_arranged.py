"""Arrangements of headlines, authors and columns that composed pages have shown to go wrong (`tests/corpus`)."""

from __future__ import annotations

from kg.model import Article
from kg.split import split
from tests.pages import page

TEXT = "　　养路工把塌方的山路重新修通，运送牛奶的货车当天就开进了村子里，村民站在路口拍手。"
OTHER = "　　夜里十点，供电所的师傅还在杆子上接线，直到村口的路灯亮起来，孩子们才肯回家。"


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(a.headline.text, [one.name for one in a.authors]) for a in split(page(text))]


def words(article: Article) -> str:
    return "".join(line.text for line in article.paragraphs)


def test_an_article_of_one_short_sentence_under_its_authors() -> None:
    text = (
        f"山路修通了\n本报记者 王敏\n\n养路工把山路修通了，货车开进了村。\n\n村口亮起路灯来\n本报记者 李强\n\n{OTHER}\n"
    )
    assert told(text) == [("山路修通了", ["王敏"]), ("村口亮起路灯来", ["李强"])]
    assert words(split(page(text))[0]) == "养路工把山路修通了，货车开进了村。"


def test_a_section_of_one_short_sentence_before_the_next_article() -> None:
    text = (
        f"山路修通了\n本报记者 王敏\n\n{TEXT}\n\n还要种上树\n\n林场说，明年春天在路边种树三百棵。\n\n"
        f"村口亮起路灯来\n本报记者 李强\n\n{OTHER}\n"
    )
    first, second = split(page(text))
    assert words(first).endswith("还要种上树林场说，明年春天在路边种树三百棵。")
    assert second.headline.text == "村口亮起路灯来"


def test_names_longer_than_eight_characters() -> None:
    text = f"山路修通了\n\n{TEXT}\n（王敏 阿不都热合曼·买买提）\n"
    assert told(text) == [("山路修通了", ["王敏", "阿不都热合曼·买买提"])]


def test_names_that_a_line_break_parts() -> None:
    for names, found in (
        ("冯雅琴\n林雅琴 肖伟", ["冯雅琴", "林雅琴", "肖伟"]),
        ("欧阳文博\n阿依努尔·买买提", ["欧阳文博", "阿依努尔·买买提"]),
        ("达瓦\n次仁 王敏", ["达瓦次仁", "王敏"]),
        ("阿依\n努尔·买买提", ["阿依努尔·买买提"]),
        ("王小明李建国 肖伟", ["王小明", "李建国", "肖伟"]),
        ("王敏李建国", ["王敏", "李建国"]),
        ("阿依古丽江 肖伟", ["阿依古丽江", "肖伟"]),
    ):
        assert told(f"山路修通了\n\n{TEXT}（{names}）\n") == [("山路修通了", found)]


def test_a_paragraph_whose_second_row_opens_a_quotation() -> None:
    text = (
        "山路修通了\n\n　　养路工把塌方的山路重新修通了，村里的\n“快腿”王大爷头一个走了过去，走得满头大汗，\n"
        "还唱起了山歌，全村的人都听见了他的歌声。\n（王敏）\n\n　　供电所昨天接通了全村一百户人家的电线还有\n"
        "“老杆子”李师傅带人守在村口，直到路灯亮了，\n才收起工具下了山，走了十里夜路回到家里。\n（李强）\n"
    )
    assert words(split(page(text))[1]).startswith("供电所昨天接通了全村一百户人家的电线还有“老杆子”")


def test_headlines_after_their_articles() -> None:
    first = (
        "　　养路工把塌方的山路重新修通，运送牛奶的\n货车当天就开进了村子里，村民站在路口拍手\n欢迎，孩子上学不用绕远。"
    )
    second = (
        "　　夜里十点，供电所的师傅还在杆子上接线，\n直到村口的路灯亮起来，孩子们才肯回家去，\n老人也敢出门散步了。"
    )
    text = f"{first}\n（王敏）\n\n养路工修通山路\n\n{second}\n（李强）\n\n"
    text += "海西蒙古族藏族自治州德令哈供电公司\n点亮一盏一盏路灯\n"
    assert told(text) == [
        ("养路工修通山路", ["王敏"]),
        ("海西蒙古族藏族自治州德令哈供电公司 点亮一盏一盏路灯", ["李强"]),
    ]


def test_a_lead_without_a_full_stop_in_its_first_row_is_no_byline() -> None:
    text = "山路修通了\n　　本报讯 连日来，德令哈市交通运输局\n深入开展修路行动，累计出动工人三百人次。\n（王敏）\n"
    assert told(text) == [("山路修通了", ["王敏"])]


def test_headlines_after_their_articles_that_share_a_word_with_another() -> None:
    pieces = [
        (TEXT, "（王敏）", "急难愁盼有人应"),
        (OTHER, "（李强）", "多措并举惠民生"),
        ("　　县里把助餐列入惠民工程，建成八十处，老人走几步路就能吃上一口热饭。", "（赵丽）", "一通电话解难"),
    ]
    text = "\n".join(f"{body}\n{names}\n\n{headline}\n" for body, names, headline in pieces)
    assert told(text) == [(headline, [names[1:-1]]) for _, names, headline in pieces]


def test_a_lead_of_one_short_sentence_above_a_section() -> None:
    text = f"山路修通了\n\n　　养路工王敏说，今年以来修路八十公里。\n\n还要种上树\n\n{TEXT}（王敏）\n"
    [article] = split(page(text))
    assert article.headline.text == "山路修通了"
    assert words(article).startswith("养路工王敏说，今年以来修路八十公里。还要种上树")


def test_a_short_row_after_a_blank_line_is_a_section_heading_though_it_holds_a_comma() -> None:
    text = (
        "老楼装上新电梯\n\n南山市讯　家住南山市河东区白塔街道的周先生按\n下电梯按钮，从六楼到一楼，只用了二十秒钟。\n\n"
        "一张同意书，敲开十扇门\n河东区有老旧小区三百七十六个，装电梯难在\n统一意见，得有人一家一家去敲门谈。\n\n"
        "装好了，谁来管\n今年八月，区市场监督管理局给电梯装上了监\n测系统，一有困人就自动报警。\n（王敏）\n"
    )
    (article,) = split(page(text))
    assert article.headline.text == "老楼装上新电梯"
    told = [article.paragraphs[i].text for i in sorted(article.headings)]
    assert [line for line in told if line != "南山市讯"] == ["一张同意书，敲开十扇门", "装好了，谁来管"]


MOUND = "　　文物局的考古队在坡上清理出三座汉墓，出土陶罐四十多件，队员们用毛刷一点点扫去泥土。"
WELL = "　　水务站给半山的人家打了一口深井，老人拧开龙头接满水缸，说再也不用下山挑水了。"


def test_a_headline_below_its_kicker() -> None:
    text = (
        f"塌方山路修通 牛奶货车进村\n\n养路工连夜打通塌方路\n{TEXT}\n（王敏）\n\n{OTHER}\n（李强）\n\n"
        "供电所师傅忙到夜里十点\n"
    )
    assert told(text) == [("养路工连夜打通塌方路", ["王敏"]), ("供电所师傅忙到夜里十点", ["李强"])]


def test_a_kicker_and_a_headline_behind_their_article_and_before_the_next() -> None:
    text = (
        f"{TEXT}\n（王敏）\n\n塌方山路修通 牛奶货车进村\n\n养路工连夜打通塌方路\n\n"
        f"供电所师傅忙到夜里十点\n{OTHER}\n（李强）\n"
    )
    assert told(text) == [("养路工连夜打通塌方路", ["王敏"]), ("供电所师傅忙到夜里十点", ["李强"])]


def test_a_section_below_a_headline_is_no_headline() -> None:
    text = f"养路工重新修通塌方山路\n\n货车进村\n{TEXT}\n\n路灯亮了\n{OTHER}\n（王敏）\n"
    assert told(text) == [("养路工重新修通塌方山路", ["王敏"])]


def test_one_headline_before_its_article_among_headlines_behind_theirs() -> None:
    text = (
        f"{TEXT}\n（王敏）\n\n养路工重新修通塌方山路\n\n{OTHER}\n（李强）\n\n供电所点亮村口路灯\n\n"
        f"{MOUND}\n（杜江）\n\n水务站打井 老人不用下山挑水\n\n{WELL}\n（何嘉）\n\n考古队清理三座汉墓\n"
    )
    assert told(text) == [
        ("养路工重新修通塌方山路", ["王敏"]),
        ("供电所点亮村口路灯", ["李强"]),
        ("考古队清理三座汉墓", ["杜江"]),
        ("水务站打井 老人不用下山挑水", ["何嘉"]),
    ]


def test_a_lead_below_the_byline_whose_rows_blank_lines_part() -> None:
    lead = "连日的暴雨冲垮了山路，送奶的货车\n\n进不了村。养路工接到电话，带着工具连\n\n夜上山，把塌方的石头搬开。"
    body = "夜里十点，供电所的师傅还在杆子上接线，\n直到村口的路灯亮起来，孩子们才肯回家，\n全村的人都来看。"
    text = f"养路工重新修通塌方山路\n\n{TEXT}\n（王敏）\n\n{lead}\n\n{body}\n\n（李强）\n\n供电所点亮村口路灯\n"
    first, second = split(page(text))
    assert words(first).startswith("连日的暴雨") and words(first).endswith("村民站在路口拍手。")
    assert words(second) == body.replace("\n", "")


def test_the_first_paragraph_of_the_next_article_stays_with_it() -> None:
    first_rows = (
        "供电所接到电话，说村口的路灯又灭了，孩\n\n子们放学要摸黑回家。两位师傅背上工具包\n\n，骑着摩托车就出了门。"
    )
    body = "夜里十点，供电所的师傅还在杆子上接线，\n直到村口的路灯亮起来，孩子们才肯回家，\n全村的人都来看。"
    text = f"养路工重新修通塌方山路\n\n{TEXT}\n（王敏）\n\n{first_rows}\n\n{body}\n\n（李强）\n\n供电所点亮村口路灯\n"
    assert words(split(page(text))[1]).startswith("供电所接到电话")


def test_a_name_of_two_characters_below_a_headline() -> None:
    assert told(f"养路工重新修通塌方山路\n杜江\n\n{TEXT}\n") == [("养路工重新修通塌方山路", ["杜江"])]
    assert told(f"养路工重新修通山路\n保平安\n\n{TEXT}\n") == [("养路工重新修通山路 保平安", [])]
    assert told(f"养路工重新修通\n山路\n\n{TEXT}\n") == [("养路工重新修通 山路", [])]


def test_a_reporter_of_a_paper_and_its_service() -> None:
    assert told(f"养路工重新修通塌方山路\n山城日报青山新闻记者 王敏\n\n{TEXT}\n") == [
        ("养路工重新修通塌方山路", ["王敏"])
    ]


# A paragraph whose first row lost its indent.
CLOSE = (
    "养路工把塌方的山路重新修通，运送\n牛奶的货车当天就开进了村子里，村民们\n"
    "站在路口拍手，孩子们跟着车跑了很远。\n（王敏）\n"
)


def test_a_headline_right_above_a_row_that_lost_its_indent() -> None:
    for title in ("养路工重新修通塌方山路", "养路工重新修通了塌方的山路", "石门：养路工重新修通山路"):
        assert told(f"{OTHER}\n（李强）\n\n{title}\n{CLOSE}")[-1] == (title, ["王敏"])


def test_a_headline_wider_than_its_column() -> None:
    title = "养路工三天三夜没有合眼终于重新修通塌方的山路"
    assert told(f"{OTHER}\n（李强）\n\n{title}\n{CLOSE}")[-1] == (title, ["王敏"])


def test_a_headline_of_two_phrases_right_above_its_text() -> None:
    assert told(f"养路工修通塌方山路 牛奶车进村\n{CLOSE}") == [("养路工修通塌方山路 牛奶车进村", ["王敏"])]


def test_the_first_row_of_a_paragraph_is_no_headline() -> None:
    rows = (
        "养路工老何昨天把塌方的山路重新\n修通，运送牛奶的货车当天就开进了村，村\n民站在路口拍手，孩子们跟着车跑了很远。"
    )
    (*_, last) = split(page(f"{OTHER}\n（李强）\n\n{rows}\n（王敏）\n\n山路修通了\n"))
    assert words(last) == rows.replace("\n", "")


def test_a_quoted_sentence_under_a_headline_begins_the_text() -> None:
    text = "养路工重新修通塌方山路\n“这下好了！”\n7月8日，货车进村，王大爷站在路口拍手，\n孩子们跟着车跑。\n（王敏）\n"
    assert told(text) == [("养路工重新修通塌方山路", ["王敏"])]
    assert words(split(page(text))[0]).startswith("“这下好了！”7月8日")


def test_a_headline_with_a_comma_below_a_byline() -> None:
    text = f"{TEXT}\n（王敏）\n\n山路通了，牛奶也来了\n\n{OTHER}\n（李强）\n\n路灯亮了，孩子回家了\n"
    assert told(text) == [("山路通了，牛奶也来了", ["王敏"]), ("路灯亮了，孩子回家了", ["李强"])]


def test_all_headlines_at_the_foot_of_the_page() -> None:
    text = (
        f"{TEXT}\n（王敏）\n\n{OTHER}\n（李强）\n\n{WELL}\n（作者单位：石门县水务局 杜江）\n\n"
        "石门县交通局：\n养路工重新修通塌方的\n山路\n\n供电所师傅\n点亮村口路灯\n\n水务站打井\n老人不用下山挑水\n"
    )
    assert told(text) == [
        ("养路工重新修通塌方的 山路", ["王敏"]),
        ("供电所师傅 点亮村口路灯", ["李强"]),
        ("水务站打井 老人不用下山挑水", ["杜江"]),
    ]


def test_where_an_author_works_is_no_byline_without_his_name() -> None:
    (article,) = split(page(f"山路修通了\n本报记者 王敏\n\n{TEXT}\n（作者单位：石门县水务局）\n"))
    assert [one.name for one in article.authors] == ["王敏"]


def test_sections_that_begin_alike_are_below_the_headline() -> None:
    text = (
        f"红色驿站 让游客安心\n\n{TEXT}\n\n云端哨兵 让风险现形\n\n{OTHER}\n\n红色讲堂 让精神传承\n\n{WELL}\n"
        f"（王敏）\n\n老区派出所守护山路和水井\n\n石门考古\n考古队清理三座汉墓\n\n{MOUND}\n（杜江）\n"
    )
    first, second = split(page(text))
    assert first.headline.text == "老区派出所守护山路和水井"
    assert "红色驿站" in words(first)
    assert second.headline.text.endswith("考古队清理三座汉墓")


def test_rows_that_blank_lines_part_are_of_one_paragraph() -> None:
    text = (
        "山路修通了\n\n　　养路工昨天把塌方的山路重新修通，货\n\n车当天就开进了村。村民们站在路口拍手叫好。\n\n"
        "孩子们跟着车跑了很远，一直跑到村口的桥头\n\n，几位老人端来热茶，请养路工们坐下歇一歇，\n\n才送他们上车。\n\n（王敏）\n"
    )
    (article,) = split(page(text))
    assert [line.text[-4:] for line in article.paragraphs] == ["们上车。"]


def test_a_headline_of_two_halves_right_above_wide_rows() -> None:
    assert told(f"{OTHER}\n（李强）\n\n山路通了，牛奶来了\n{CLOSE}")[-1] == ("山路通了，牛奶来了", ["王敏"])
    rows = "昨天上午，养路工把塌方的山\n路重新修通，货车当天就进村\n，村民站在路口拍手。"
    (*_, last) = split(page(f"{OTHER}\n（李强）\n\n{rows}\n（王敏）\n\n山路修通了\n"))
    assert words(last) == rows.replace("\n", "")


def test_a_caption_between_a_byline_and_the_headlines_below() -> None:
    text = (
        f"山路修通了\n\n{TEXT}\n（王敏）\n\n货车开进村子货车开进村子。。\n\n平安路灯照亮回家路 供电师傅忙到夜里\n\n"
        "村口亮起路灯来\n\n夜里十点，供电所的师傅还在杆子上接线，\n直到村口的路灯亮起来，孩子们才肯回家。\n（李强）\n"
    )
    assert told(text) == [("山路修通了", ["王敏"]), ("村口亮起路灯来", ["李强"])]


def test_a_lead_of_two_paragraphs_set_apart() -> None:
    lead = "连日的暴雨冲垮了山路，送奶的货车\n\n进不了村。养路工接到电话，带着工具连\n\n夜上山。\n\n清晨，路又通了。"
    text = f"养路工重新修通塌方山路\n\n{TEXT}\n（王敏）\n\n{lead}\n\n供电所点亮村口路灯\n\n{OTHER}\n（李强）\n"
    first, second = split(page(text))
    assert words(first).startswith("连日的暴雨") and "清晨，路又通了。养路工把" in words(first)
    assert second.headline.text == "供电所点亮村口路灯"


def test_a_section_that_looks_like_those_above_it_is_no_article() -> None:
    def section(label: str, row: str, said: str) -> str:
        return f"{label}\n{row}\n\n　　{said}，养路工把山路修通了，货车当天就开进了村子，村民都来帮忙。\n\n"

    text = (
        f"{TEXT}\n\n{section('压实责任', '把隐患变成清单', '隐患清单上墙')}"
        f"{section('建强队伍', '让力量离群众更近', '力量离得近了')}"
        f"{section('聚焦宣传', '把常识送到火塘边', '常识送到火塘边')}"
        f"（王敏 李强）\n\n山路修通\n货车进村\n\n\n{OTHER}\n\n（肖伟）\n\n夜里接线\n孩子回家\n"
    )
    assert told(text) == [("山路修通 货车进村", ["王敏", "李强"]), ("夜里接线 孩子回家", ["肖伟"])]


def test_a_row_of_three_phrases_stands_over_the_headline() -> None:
    text = f"查隐患不松劲 抓整改不停步 保畅通不懈怠\n养路工把塌方的山路重新修通\n{TEXT}\n\n（王敏）\n"
    assert told(text) == [("养路工把塌方的山路重新修通", ["王敏"])]


def test_a_line_break_before_the_last_character_of_a_name() -> None:
    assert told(f"山路修通了\n\n{TEXT}（刘佳\n音 佟 亮）\n") == [("山路修通了", ["刘佳音", "佟亮"])]
    assert told(f"山路修通了\n\n{TEXT}（吴圣锦\n叶 芳）\n") == [("山路修通了", ["吴圣锦", "叶芳"])]
