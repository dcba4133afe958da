"""Who carries a campaign out lower down, and who ordered it."""

from __future__ import annotations

from tests.stated import find_faults, find_stated, is_stated, read

RUN = "3月以来，衢州市司法局开展“法润茶山”专项活动，走访茶农3200户。"


def test_results_of_lower_bodies_are_of_the_campaign() -> None:
    told = "其中，常山县司法局审查合同210份；开化县司法局组织宣讲36场；龙游县司法局调处纠纷58起。"
    wishes = "; ".join(f"{who}县司法局 implements “法润茶山”专项活动" for who in ("常山", "开化", "龙游"))
    assert not find_faults(RUN + told, wishes)
    assert not find_faults(f"{RUN}/{told}", wishes)


def test_results_far_behind_are_of_the_campaign_of_the_headline() -> None:
    told = "/县县有实招/常山县司法局审查合同210份。/开化县司法局组织宣讲36场。"
    stated = find_stated(read(f"“法润茶山”专项活动走进果园/{RUN}{told}"))
    assert is_stated("开化县司法局 implements “法润茶山”专项活动", stated), stated


def test_one_body_or_one_of_another_kind_has_its_own_work() -> None:
    other = "常山县应急管理局检查企业210家；开化县应急管理局检查企业36家。"
    never = "常山县应急管理局 implements *; 常山县司法局 implements *"
    assert not find_faults(RUN + other, "", never)
    assert not find_faults(RUN + "常山县司法局审查合同210份。", "", never)


def test_who_orders_a_campaign_runs_it() -> None:
    text = "按照浙江省公安厅统一部署，自11月1日“暖冬守夜”专项行动启动以来，衢州市公安局破案21起。"
    assert not find_faults(text, "浙江省公安厅 implements “暖冬守夜”专项行动")


def test_behind_a_heading_who_the_article_is_about_goes_on() -> None:
    text = (
        "2023年，衢州市公安局推行“一网共治”模式，全年接报刑事警情同比下降11.2%，群众安全感位居全省第三位。"
        "/重拳出击/衢州市公安局交警支队查处酒驾218起。/优化服务"
        "/落实户籍制度改革，办理落户2.1万人。"
    )
    never = "衢州市公安局交警支队 implements 户籍制度改革"
    assert not find_faults(text, "衢州市公安局 implements 户籍制度改革", never)


def test_a_case_in_the_next_paragraph_is_of_the_campaign_of_its_body() -> None:
    text = (
        "9月以来，柯城公安分局扎实开展“秋风破案会战”，破案186起。"
        "/10月8日，柯城公安分局刑侦大队抓获盗窃电缆的嫌疑人李某，追回电缆300米。"
    )
    assert [one for one in find_stated(read(text)) if one[1] == "underInitiative" and one[2] == "秋风破案会战"]


def test_what_a_meeting_calls_for_is_run_by_who_holds_it() -> None:
    text = (
        "8月5日，衢州市安全生产委员会召开全体会议，听取衢州市水利局的汇报。会议强调，"
        "要扎实推进安全生产治本攻坚三年行动，守住底线。"
    )
    never = "衢州市水利局 implements 安全生产治本攻坚三年行动"
    assert not find_faults(text, "衢州市安全生产委员会 implements 安全生产治本攻坚三年行动", never)


def test_a_branch_that_is_led_carries_out() -> None:
    text = "9月以来，衢州市人民检察院组织全市检察机关开展“护河”专项监督活动，整治排污问题。"
    wishes = "衢州市检察机关 implements “护河”专项监督活动; 衢州市人民检察院 implements “护河”专项监督活动"
    assert not find_faults(text, wishes)


def test_a_list_of_partners_with_one_unknown_has_no_subject_in_it() -> None:
    text = "衢州市人民法院打造“水上法庭”品牌，与梅溪海关、梅溪出入境边防检查站建立信息通报机制，审结案件56件。"
    assert not find_faults(text, "衢州市人民法院 implements 信息通报机制; ~边防检查站 implements 信息通报机制")


def test_who_moves_others_without_a_name_does_not_carry_out() -> None:
    text = "衢州市人民检察院召开圆桌会议，推动主管部门出台浮标更换补贴办法，养殖户受益。"
    assert not find_faults(text, "", "衢州市人民检察院 implements *")
