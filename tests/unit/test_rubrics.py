"""Briefs under a rubric, and headings amid the text that two small signs decide."""

from kg.layout.rows import read_rows
from kg.layout.weigh import Headings
from kg.model import Article, Document
from kg.split import split


def articles(text: str) -> tuple[Article, ...]:
    return split(Document(id="p", source="p.txt", text=text))


BEFORE = "　　榆中县一场冰雹过后，县农业农村局组织技术员下田查灾，指导菜农补种。\n（何小满）\n\n"


def test_signed_briefs_with_marks_are_one_article() -> None:
    page = (
        f"菜农补种忙\n\n{BEFORE}简讯\n\n■5月6日，永登县公安局城关派出所走进校园讲防溺水。（丁一帆）\n"
        "■5月7日，皋兰县司法局石洞司法所调解一起邻里排水纠纷。（罗青山）\n"
    )
    last = articles(page)[-1]
    assert (last.headline.text, [a.name for a in last.authors]) == ("简讯", ["丁一帆", "罗青山"])
    assert len(articles(page)) == 2 and len(last.paragraphs) == 2


def test_briefs_whose_marks_look_like_those_of_captions_are_one_article() -> None:
    page = (
        f"菜农补种忙\n\n{BEFORE}短讯\n\n▲5月6日，永登县公安局城关派出所走进校园讲防溺水。 （丁一帆）\n\n"
        "▲5月7日，皋兰县司法局石洞司法所调解一起邻里排水纠纷。 （罗青山）\n"
    )
    last = articles(page)[-1]
    assert (last.headline.text, [a.name for a in last.authors]) == ("短讯", ["丁一帆", "罗青山"])


def test_signed_briefs_without_marks_are_one_article() -> None:
    page = (
        f"# 菜农补种忙\n\n{BEFORE}# 短波\n\n**永登县公安局**5月6日走进校园讲防溺水。（丁一帆）\n\n"
        "**皋兰县司法局**5月7日调解一起邻里排水纠纷。（罗青山）\n"
    )
    last = articles(page)[-1]
    assert (last.headline.text, [a.name for a in last.authors]) == ("短波", ["丁一帆", "罗青山"])


def test_news_of_one_sentence_is_an_article_each() -> None:
    page = (
        f"菜农补种忙\n\n{BEFORE}一句话新闻\n\n■永登：公安民警走进校园讲防溺水，三百名学生听课。（丁一帆）\n"
        "■皋兰：司法所调解一起邻里排水纠纷，两家当场握手。（罗青山）\n"
    )
    assert len(articles(page)) == 3


COLUMN = """山村小站守平安


2025年2月14日，甘肃省各地的铁路公
安民警在会宁站里送走当天最后一班列
车，站长和他们握手道别。（关小松）

定西市讯
（记者 石成林）3月25日，甘肃省
林草2025年春季森林草原防灭火综合
实战演练在会宁县城区举行。

打早打小打了
甘肃省春防演练在会宁县里举行

演练由甘肃省各森林草原防灭火指挥部
办公室、甘肃省应急管理厅主办，白银
市人民政府承办，国家消防救援局甘肃
机动队伍、甘肃省森林消防总队白银市
支队、甘肃省公安厅森林公安局、白银
林业集团公司、陕西省榆林市定边县等
11支队伍、430余人参加。
演练设定一处跨省界雷击火，甘肃省、
陕西省两地启动《子午岭林区跨区域的
联防联控协议》，空地协同，2小时
10分钟内将明火扑灭。参演单位动用
直升机3架、全道路运兵车18台、水
炮车6台。
甘肃省应急管理厅厅长仇怀远任演练总
指挥，国家消防救援局甘肃省机动队伍
队伍长佟大海、白银市人民政府副市长
副专员莫兰英参加演练。仇怀远通报，
2024年全省森林火灾受害率
0.002‰，24小时扑灭率达到
100%；今年春防期，全省将部署靠
前驻防队伍217支、1.26万人。


山鹰妇女护林队在会宁县里整装待发。


守住山村“菜篮子”

白银讯 “叮”的一声，手机弹出放行信
息，5车高原夏菜驶出了农贸批发市场的
大门，一天的检查开始了。 （韩小松）
"""


def test_a_headline_between_blank_lines_of_a_narrow_column_keeps_both_rows() -> None:
    assert articles(COLUMN)[1].headline.text == "打早打小打了 甘肃省春防演练在会宁县里举行"


def test_a_figure_that_goes_on_is_no_headline() -> None:
    rows = read_rows("他通报，去年森林火灾受害率\n0.002‰，24小时扑灭率达到\n100%，防火期还有两个月才结束\n")
    assert not Headings(rows, marked=False).holds(1)
