"""Stories of quarrels settled, wages paid, cases tried, solved and looked into, told over one to four paragraphs."""

from __future__ import annotations

import pytest

from tests.towns import find_story_faults

# text, says, never, events
SETTLED = [
    (
        "5月8日，{village}村民张某和李某因为一棵树吵到了{police}。/所长周海波把两家人请到树下，一尺一尺地量。两个小时后，"
        "双方签下协议，握手言和。",
        "{police} organizes *; 周海波 participates *; 张某 participates *; 李某 participates *; * takesPlaceIn {v}",
        "",
        1,
    ),
    (
        "近日，{tribunal}审结一起财产损害赔偿纠纷。/去年9月，租客陈某忘关水龙头，楼下吴女士家的地板被泡。今年3月，吴女士将陈某告上法庭。"
        "/承办法官周海波到现场查看，拉着双方算细账。最终，两家签下调解协议，陈某当场赔付1.2万元。",
        "{tribunal} organizes *; 陈某 participates *; 吴女士 participates *; 周海波 participates *",
        "",
        1,
    ),
    (
        "5月8日，在{office}的调解室里，因排水沟闹了三年矛盾的两家人终于握手言和。/此前，所长周海波先后六次上门，请来双方的老支书做工作。",
        "{office} organizes *; 周海波 participates *",
        "",
        1,
    ),
    (
        "5月8日，游客吴女士拨打热线，反映一家民宿不退订金。{market}工作人员李敏赶到店里，讲清规定，店主当场退还订金600元。",
        "{market} organizes *; 李敏 participates *; 吴女士 participates *",
        "",
        1,
    ),
    (
        "5月8日，{office}联合{police}、村委会，调解一起邻里宅基地纠纷。/经过三个小时的调解，张某、李某达成一致，当场签订调解协议书。"
        "/5月15日，张某将写有“公正调解”的锦旗送到{office}。",
        "{office} organizes *; {police} organizes *; "
        "张某 participates *; 李某 participates *; {office} participates ~锦旗",
        "",
        2,
    ),
]
WAGES = [
    (
        "5月8日，吴师傅等15名工友来到{aid}，申请追讨被拖欠的工资21万元。该中心当天受理，指派律师周海波承办此案。"
        "/周海波多次联系包工头，收集证据80余页。5月30日，工友们拿到了全部工资。/6月3日，吴师傅将一面锦旗送到{aid}。",
        "{aid} organizes *; 吴师傅 participates *; 周海波 participates *; {aid} participates ~锦旗",
        "",
        2,
    ),
    (
        "5月8日，{labour}接到12名农民工投诉，称被拖欠工资18万元。该局劳动监察员李敏当天约谈施工单位，5月10日，18万元工资全部发放到位。",
        "{labour} organizes *; 李敏 participates *",
        "",
        1,
    ),
]
COURTS = [
    (
        "5月8日清晨，{court}执行法官周海波带队来到被执行人张某家中。张某起初拒不开门，经释法明理，当场履行欠款8万元。",
        "{court} organizes *; 周海波 participates *; 张某 participates *",
        "",
        1,
    ),
    (
        "5月8日，{tribunal}法官周海波背着国徽来到{village}，在老榕树下公开开庭审理一起相邻权纠纷案，30余名村民旁听。"
        "/庭审中，原告李某与被告张某各说各理。经过调解，双方当庭达成协议。",
        "{tribunal} organizes *; 周海波 participates *; 李某 participates *; 张某 participates *; * takesPlaceIn {v}",
        "",
        1,
    ),
    (
        "5月8日，{court}对张某开设赌场案一审公开宣判，判处有期徒刑三年。/法院审理查明，2023年以来，张某伙同李某在出租屋内设赌。",
        "{court} organizes *; 张某 participates *",
        "",
        1,
    ),
    (
        "5月8日，{court}开展集中执行行动，出动干警36人，拘传被执行人5人。被执行人张某拖欠货款3万元，在执行现场当场履行。",
        "{court} organizes *; 张某 participates *",
        "",
        1,
    ),
    (
        "5月8日，{accuser}就张某危险驾驶案召开公开听证会，邀请人大代表、人民监督员参加。听证员一致同意对张某作不起诉处理。",
        "{accuser} organizes ~听证会; 张某 participates ~听证会",
        "",
        1,
    ),
    (
        "5月8日，{accuser}以涉嫌盗窃罪对李某提起公诉。/经查，李某多次潜入工地盗窃电缆。",
        "{accuser} organizes *; 李某 participates *",
        "",
        1,
    ),
    (
        "5月8日，{accuser}检察官李敏来到{village}，对一起耕地保护公益诉讼案开展“回头看”。",
        "{accuser} organizes *; 李敏 participates *; * takesPlaceIn {v}",
        "",
        1,
    ),
]
CASES = [
    (
        "5月8日凌晨，{town}一家商店被盗，店主吴某损失香烟20余条。/{crime}民警调取监控，锁定有前科的李某。/5月10日，"
        "民警在一家网吧将李某抓获，追回香烟18条。",
        "{crime} organizes *; 李某 participates *; 吴某 participates *; * takesPlaceIn {t}镇",
        "",
        None,
    ),
    (
        "近日，{crime}侦破一起电信网络诈骗案，抓获犯罪嫌疑人9名。/5月8日，居民吴女士被骗32万元。民警从一笔快递订单入手，"
        "查出一个跑分窝点。/主犯于某到案后交代了犯罪事实。",
        "{crime} organizes *; 于某 participates *; 吴女士 participates *",
        "",
        None,
    ),
    (
        "5月8日22时，{police}民警在{bridge}设卡检查时，一辆轿车突然掉头。民警驾车拦截，从车内查获冰毒1.2公斤，嫌疑人赵某被当场控制。",
        "{police} organizes *; 赵某 participates *; * takesPlaceIn {bridge}",
        "",
        1,
    ),
    (
        "5月8日，{police}民警在{hill}巡查时发现捕鸟网3张。经过蹲守，10日清晨将前来收网的孙某抓获，解救画眉鸟21只，当场放飞。",
        "{police} organizes *; 孙某 participates *; * takesPlaceIn {hill}",
        "",
        None,
    ),
    (
        "5月8日，{police}会同{market}在{town}捣毁一处制售假酒窝点，查扣假酒600瓶。/经审讯，犯罪嫌疑人钱某对犯罪事实供认不讳。",
        "{police} organizes *; {market} organizes *; 钱某 participates *; * takesPlaceIn {t}镇",
        "",
        1,
    ),
    (
        "5月8日，一辆无牌摩托车将环卫工人撞倒后逃逸。/{traffic}成立专案组，9日在{village}将肇事嫌疑人周某抓获。",
        "{traffic} organizes *; 周某 participates *; * takesPlaceIn {v}",
        "",
        2,
    ),
]
LOOKED_INTO = [
    (
        "5月8日，{market}执法人员走进{bank}旁的早餐店，对后厨进行突击检查，当场下架过期面粉12袋。",
        "{market} organizes *",
        "",
        1,
    ),
    (
        "10月中旬，{market}组织48名执法人员，对全县126家农贸市场进行拉网式排查，发现问题56处。",
        "{market} organizes *",
        "",
        1,
    ),
    (
        "5月8日，{fire}监督员李海峰来到{village}一家木材厂检查，发现电线老化等隐患6处，责令限期整改。",
        "{fire} organizes *; 李海峰 participates *; * takesPlaceIn {v}",
        "",
        1,
    ),
]
HONOURED = [
    (
        "5月8日，茶农吴女士来到{police}，把一面锦旗交到民警周海波手里。",
        "吴女士 participates ~锦旗; {police} participates ~锦旗; 周海波 participates ~锦旗",
        "{police} organizes *",
        1,
    ),
    (
        "5月8日，{government}将一等功喜报送到{village}李建国家中，他的儿子李小军在部队抢险中荣立一等功。",
        "{government} organizes *; 李建国 participates *; * takesPlaceIn {v}",
        "",
        1,
    ),
]


@pytest.mark.parametrize(
    "story", [*SETTLED, *WAGES, *COURTS, *CASES, *LOOKED_INTO, *HONOURED], ids=lambda story: story[0][:40]
)
def test_law(story: tuple[str, str, str, int | None]) -> None:
    assert find_story_faults(*story) == []


@pytest.mark.parametrize(
    "text",
    [
        "每逢雨天，{police}民警都会把走散的孩子送回家中。",
        "遇到溺水，请立即拨打120；拨通后说清地点，等待救护车把人送往医院。",
        "如果老人走失，民警会第一时间调取监控，把老人送回家。",
        "5月8日，{police}民警周海波向村民讲述了一起旧案：去年冬天，一名老人被“客服”骗走养老钱。",
        "{c}排演的小戏《雪夜》讲的是一名民警在雪夜里背着产妇下山、母子平安的故事。",
        "电影里，消防员李海峰冲进火海，把孩子抱了出来。",
        "今年以来，{police}接到求助326起，找回走失老人18名，送回遗失物品210件。",
        "去年，{fire}共出警1260次，救出被困群众86人，疏散群众320人。",
        "{traffic}组建了护学岗，每天护送学生过马路。",
        "{tribunal}常年把庭审开到村口，许多邻里在榕树下握手言和。",
        "{fire}的消防站旁就是菜市场，大门刚打开，居民就来排队买菜。",
        "5月8日，记者走进{police}，跟随民警周海波体验夜巡。",
        "5月8日清晨，{police}民警周海波举着手电，深一脚浅一脚地走在山路上。",
        "5月8日，{police}民警周海波的电话响个不停，都是村民来问办证的事。",
        "{police}提醒，接到自称“客服”的电话不要转账，钱款一旦转出很难追回。",
        "演练中，{fire}消防员把“被困人员”从三楼救下，送上救护车。",
        "{aid}设立绿色通道，农民工讨薪当天受理、当天指派律师。",
        "{market}每季度对农贸市场进行拉网式排查。",
        "“要是孩子走丢了，他们肯定会帮忙找回来。”村民李桂花说。",
        "预计5月8日夜间{c}有暴雨，请市民注意防范。",
        "{village}入汛以来多次遭遇暴雨，村里修起了避险长廊。",
    ],
)
def test_what_tells_no_story(text: str) -> None:
    assert find_story_faults(text, "", "* organizes *; * takesPlaceIn *", 0) == []
