"""Stories of help as newspapers tell them over one to four paragraphs: each is one event with all who had a part in it.

Over three hundred lines because it is data: one story after the other.
"""

from __future__ import annotations

import pytest

from tests.towns import find_story_faults

# text, says, never, events
SEARCHES = [
    (
        "5月8日18时许，{police}接到村民张某报警：父亲出门挖笋，天黑了还没回家。/民警周海波带着两名辅警赶到{village}，"
        "又请来熟悉山路的村民引路，{volunteers}的12名队员也赶来帮忙。/“这边有脚印！”22时10分，众人在一处山沟里发现了老人，"
        "周海波背起他就往山下走。23时许，老人平安回到家中。",
        "{police} organizes *; 周海波 participates *; "
        "{volunteers} participates *; 张某 participates *; * takesPlaceIn {v}",
        "",
        1,
    ),
    (
        "5月8日晚，{police}民警周海波在{bridge}附近巡逻时，发现一名5岁左右的男孩独自哭泣。/周海波把孩子带到警务室，一边安抚，"
        "一边通过社区微信群寻找家长。40分钟后，匆匆赶来的母亲吴女士把孩子搂进怀里。",
        "{police} organizes *; 周海波 participates *; 吴女士 participates *; * takesPlaceIn {bridge}",
        "",
        1,
    ),
    (
        "“谢谢你们帮我找到了妈妈！”5月8日，市民吴女士从{police}民警周海波手中接过母亲的手。/当天下午，患有阿尔茨海默病的老人独自外出后走失。"
        "接到求助后，周海波调取沿途监控20余处，最终在城郊一处公交站找到老人。",
        "{police} organizes *; 周海波 participates *; 吴女士 participates *",
        "",
        1,
    ),
    (
        "5月8日14时许，两名驴友在{hill}迷路，手机只剩一格电。/接到求救电话后，{fire}出动12名指战员进山，{police}派出民警带路。"
        "次日凌晨2时，搜救人员循着哨声找到两人，将他们搀扶下山。",
        "{fire} organizes *; {police} organizes *; * takesPlaceIn {hill}",
        "",
        1,
    ),
    (
        "5月8日，失散32年的吴某与亲生父母在{police}相拥而泣。/此前，民警周海波通过比对数据锁定线索，三次赴外省核实，终于帮吴某找到了家。",
        "{police} organizes *; 周海波 participates *; 吴某 participates *",
        "",
        1,
    ),
    (
        "5月8日16时，在{hill}采药的村民李某与家人失去联系。/{government}组织干部群众80余人，会同{police}、{volunteers}进山寻找。"
        "19时30分，李某在一处崖壁下被发现，随后被抬下山，送往{hospital}。",
        "{government} organizes *; {police} participates *; {volunteers} participates *; 李某 participates *",
        "{hospital} organizes *",
        1,
    ),
]
IN_DANGER = [
    (
        "5月8日21时许，{police}接到报警：一名女子翻过{bridge}护栏，坐在桥沿上。/民警周海波一边和她拉家常，一边慢慢靠近。"
        "“有什么难处，跟我们说说。”半个多小时后，周海波一把抓住女子的胳膊，将她拉回了桥面。",
        "{police} organizes *; 周海波 participates *; * takesPlaceIn {bridge}",
        "",
        1,
    ),
    (
        "5月8日上午，一名男子爬上{town}一处在建楼房的塔吊，扬言要跳下去。{fire}接警后在楼下铺设救生气垫，{police}民警周海波爬上塔吊劝说。"
        "经过3个小时的耐心劝导，男子情绪平复，走下塔吊。",
        "{fire} organizes *; 周海波 participates *; * takesPlaceIn {t}镇",
        "",
        1,
    ),
    (
        "5月8日傍晚，{village}一名8岁男童在河边玩耍时滑入深水区。路过的退役军人李海峰来不及脱衣就跳进河里，将孩子托出水面。"
        "/{police}民警赶到后，与村民一起把两人拉上岸。孩子送到{hospital}后脱离危险。",
        "{police} organizes *; 李海峰 participates *; * takesPlaceIn {v}",
        "{hospital} organizes *",
        1,
    ),
    (
        "5月8日15时许，江水突然上涨，3名钓鱼人被困在{bridge}下的江心洲。{fire}接到报警后，大队长周海波带领8名消防员驾驶橡皮艇赶往现场。"
        "/水流湍急，橡皮艇几次靠近都没有成功。16时20分，3人被安全救上岸。",
        "{fire} organizes *; 周海波 participates *; * takesPlaceIn {bridge}",
        "",
        1,
    ),
    (
        "5月8日中午，一名两岁男童被反锁在车内，车子停在{bridge}旁的停车场。/{fire}接到求助后赶到，消防员用工具撬开车窗，"
        "把满头大汗的孩子抱了出来。孩子的母亲吴女士连声道谢。",
        "{fire} organizes *; 吴女士 participates *; * takesPlaceIn {bridge}",
        "",
        1,
    ),
    (
        "5月8日，家住{town}的吴女士下楼取快递，房门被风带上，一岁的女儿独自留在屋里，灶上还烧着水。{fire}接警后，"
        "消防员从楼顶索降，破窗进入室内，打开房门，孩子安然无恙。",
        "{fire} organizes *; 吴女士 participates *; * takesPlaceIn {t}镇",
        "",
        1,
    ),
    (
        "5月8日19时，{fire}接到求助：一名男孩的手指卡在铁环里，已经红肿。消防员一边安抚孩子，一边用剪切钳一点点剪开铁环，"
        "20分钟后，男孩的手指成功取出。",
        "{fire} organizes *",
        "",
        1,
    ),
    (
        "5月8日凌晨，{town}一栋居民楼起火，一家三口被困四楼。/{fire}到场后，消防员李海峰把面罩让给孩子，背着他冲出火海。"
        "4时许，三人全部获救，明火被扑灭。/5月10日，这家人将一面锦旗送到{fire}。",
        "{fire} organizes *; 李海峰 participates *; {fire} participates ~锦旗; * takesPlaceIn {t}镇",
        "",
        None,
    ),
    (
        "5月8日7时40分，在{bridge}上，两辆货车相撞，一名驾驶员被卡在变形的驾驶室里。/{fire}接警后赶到现场，用液压钳进行破拆，"
        "{traffic}民警在后方摆放锥筒、疏导车辆。8时15分，驾驶员王某被成功救出，送往{hospital}救治。",
        "{fire} organizes *; {traffic} participates *; 王某 participates *; * takesPlaceIn {bridge}",
        "{hospital} organizes *",
        2,
    ),
    (
        "5月8日凌晨2时，一艘渔船在近海进水，5名船员遇险。/海上搜救中心协调附近的货轮前往救助，{volunteers}驾驶冲锋舟出海。"
        "3时30分，5人全部被救起，无人受伤。",
        "{volunteers} organizes *",
        "",
        2,  # the vessel's mishap and the rescue
    ),
]
FIRST_AID = [
    (
        "5月8日凌晨3时，{hospital}的急诊电话响了：{village}一名产妇羊水已破。/救护车开到半路，孩子等不及了。医生吴敏让司机靠边停车，"
        "就在车厢里接生。3时40分，一声啼哭传来，母女平安。",
        "{hospital} organizes *; 吴敏 participates *",
        "",
        1,
    ),
    (
        "5月8日17时，{traffic}民警周海波在{bridge}执勤时，一辆私家车停在面前：车上的孕妇吴女士即将临产。周海波立即驾驶警车开道，"
        "12公里的路程只用了9分钟，吴女士被及时送到{hospital}。",
        "{traffic} organizes *; 周海波 participates *; 吴女士 participates *; * takesPlaceIn {bridge}",
        "{hospital} organizes *",
        1,
    ),
    (
        "5月8日9时许，一名老人在{bank}营业厅突然倒地，面色发白。正在办业务的{hospital}护士吴敏跪在地上，为他做心肺复苏。"
        "8分钟后，老人恢复呼吸，被送上救护车。",
        "吴敏 participates *",
        "",
        1,
    ),
    (
        "5月8日，18路公交车驶到{bridge}站时，一名乘客突然晕倒。驾驶员马建国征得乘客同意后，把公交车直接开到{hospital}。"
        "经抢救，乘客转危为安。",
        "马建国 participates *",
        "",
        1,
    ),
    (
        "5月8日傍晚，{traffic}民警周海波在{bridge}巡逻时，发现骑车人齐某摔倒在地、膝盖流血。周海波取出急救包为他包扎止血，"
        "并用警车将他送到{hospital}。",
        "{traffic} organizes *; 周海波 participates *; 齐某 participates *; * takesPlaceIn {bridge}",
        "{hospital} organizes *",
        1,
    ),
    (
        "5月8日10时，{police}民警周海波在{village}走访时，得知村民李大爷误食野菌上吐下泻。他当即背起老人上车，一路鸣笛送往{hospital}。"
        "医生说，再晚一步后果不堪设想。",
        "{police} organizes *; 周海波 participates *; 李大爷 participates *; * takesPlaceIn {v}",
        "{hospital} organizes *",
        1,
    ),
]
LOST_THINGS = [
    (
        "5月8日，环卫工人李桂花在{bridge}下捡到一个布包，里面有现金3万元。/她把布包交到{police}。民警周海波翻看包里的缴费单，"
        "联系上失主吴女士。当天下午，吴女士接过失而复得的布包，连声道谢。",
        "{police} organizes *; 李桂花 participates *; 周海波 participates *; 吴女士 participates *",
        "",
        1,
    ),
    (
        "5月8日，旅客吴女士把装有电脑的背包落在出租车上，急忙到{police}求助。/民警周海波调取沿线监控，一个小时后联系上司机马师傅，"
        "背包原封不动地回到吴女士手中。",
        "{police} organizes *; 周海波 participates *; 吴女士 participates *; 马师傅 participates *",
        "",
        1,
    ),
    (
        "5月8日13时，学生王小雨在车站丢失身份证，眼看就要误车。{police}民警周海波查看监控，在安检口找到证件，送到王小雨手中时，离开车还有6分钟。",
        "{police} organizes *; 周海波 participates *; 王小雨 participates *",
        "",
        1,
    ),
]
SWINDLES = [
    (
        "5月8日上午，75岁的吴女士走进{bank}营业厅，要给“外孙”汇款12万元。柜员李敏察觉不对，一边稳住老人，一边联系{police}。"
        "/民警周海波赶到后，当着老人的面拨通了她外孙的电话。得知孩子好好地在学校上课，老人惊出一身冷汗，12万元保住了。",
        "{police} organizes *; {bank} participates *; "
        "李敏 participates *; 周海波 participates *; 吴女士 participates *",
        "",
        1,
    ),
    (
        "5月8日，{police}接到预警：辖区居民吴女士正在与诈骗分子通话。民警周海波立即上门，成功劝阻吴女士转账28万元。",
        "{police} organizes *; 周海波 participates *; 吴女士 participates *",
        "",
        1,
    ),
    (
        "5月8日9时，{town}的吴女士接到一个自称“客服”的电话，按对方要求准备把30万元转到“安全账户”。"
        "/{police}收到预警后，民警周海波连打4个电话都是占线，他一边协调{bank}紧急止付，一边驾车赶到吴女士家。30万元分文未失。",
        "{police} organizes *; 周海波 participates *; "
        "吴女士 participates *; {bank} participates *; * takesPlaceIn {t}镇",
        "",
        1,
    ),
]
WEATHER = [
    (
        "5月8日夜间，{c}普降暴雨，{village}多户房屋进水。/{government}组织党员干部挨家敲门，把住在河边的老人背到学校安置。"
        "9日凌晨，126名村民全部转移到安全地带。",
        "{government} organizes *",
        "",
        2,
    ),
    (
        "5月8日，一场暴雪袭击{c}，300多辆车滞留在{bridge}。/{traffic}民警周海波和同事从早上忙到天黑，推车、撒盐、挂防滑链。"
        "次日9时，滞留车辆全部安全驶离。",
        "{traffic} organizes *; 周海波 participates *",
        "",
        2,
    ),
    (
        "5月8日20时，大风刮断电线，{town}3000余户居民停电。{power}接到报修后，派出抢修人员46名，班长李海峰带人登上电杆更换线路。"
        "9日3时，停电小区全部恢复供电。",
        "{power} organizes *; 李海峰 participates *",
        "",
        None,
    ),
    (
        "5月8日，{village}后山发生滑坡，进村道路中断。/交通部门的两台挖掘机连夜清理落石，{government}干部李海峰带着村民拉起警戒线。"
        "9日6时，道路抢通。",
        "李海峰 participates *; * takesPlaceIn {v}",
        "",
        None,
    ),
]
TWO = [
    (
        "5月8日，{fire}在{bridge}救出一名落水儿童。/5月12日，该大队又在{village}成功营救一名坠井老人。",
        "{fire} organizes *; * takesPlaceIn {bridge}; * takesPlaceIn {v}",
        "",
        2,
    ),
    (
        "5月8日18时，{police}接到报警，一名老人在{village}走失。民警周海波沿路寻找，19时找到走失老人。"
        "/5月20日凌晨，{police}又接到报警，一对夫妻被困在{hill}。民警马小军带着绳索上山，清晨6时将两人安全带下山。",
        "周海波 participates *; 马小军 participates *; * takesPlaceIn {v}; * takesPlaceIn {hill}",
        "",
        2,
    ),
]

IN_OTHER_WORDS = [
    (
        "5月8日，受强降雨影响，{village}河水上涨，{government}连夜转移群众326人。",
        "{government} organizes *",
        "",
        None,
    ),
    (
        "5月8日10时许，{bridge}突发积雪堵车，{traffic}大队长周海波带领14名民警赶赴现场清雪，当日13时恢复双向通行。",
        "{traffic} organizes *; 周海波 participates *; * takesPlaceIn {bridge}",
        "",
        1,
    ),
    (
        "5月8日清晨5时，一艘采砂船在{bridge}下游触礁，船舱很快灌满了水。船老大黄师傅的喊声惊动了岸边巡护的{po"
        "lice}民警周海波。他跳上巡逻艇，三个来回，把6名船工接到岸上。",
        "{police} organizes *; 周海波 participates *; 黄师傅 participates *; * takesPlaceIn {bridge}",
        "",
        2,  # the vessel's mishap and the rescue
    ),
    (
        "“叮铃铃……”5月8日23时40分，{fire}的警铃骤然响起：{town}一家超市冒出浓烟。/11分钟后，两辆消防车赶到。"
        "班长李海峰带着队员破开卷帘门，从里间背出值夜班的店员小马。零时20分，大火被扑灭。",
        "{fire} organizes *; 李海峰 participates *; * takesPlaceIn {t}镇",
        "",
        None,
    ),
    (
        "5月8日9时许，{bank}大堂经理李敏发现一位大爷在取款机前反复操作。李敏当即拨打110，{police}民警周海波赶"
        "到后，拿出一张张图片给老人看。“差点把棺材本送出去。”老人收起存折，5万元养老钱没有转走。",
        "{police} organizes *; 李敏 participates *; 周海波 participates *",
        "",
        1,
    ),
    (
        "5月8日，牧民的23只羊在{hill}走丢。{police}民警周海波骑着马，两天走了60多公里，在一处山坳里把羊全部找了回来。",
        "{police} organizes *; 周海波 participates *; * takesPlaceIn {hill}",
        "",
        1,
    ),
]


@pytest.mark.parametrize(
    "story",
    [*SEARCHES, *IN_DANGER, *FIRST_AID, *LOST_THINGS, *SWINDLES, *WEATHER, *TWO, *IN_OTHER_WORDS],
    ids=lambda story: story[0][:40],
)
def test_help(story: tuple[str, str, str, int | None]) -> None:
    assert find_story_faults(*story) == []
