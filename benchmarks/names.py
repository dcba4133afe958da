"""Which names of a foreign annotation are public bodies and divisions, judged without the rules of the program.

The annotations know persons, places and organizations; what we ask for is narrower. The tests here are deliberately
plain (a list of endings, a list of words that name nobody), so that they do not share the program's mistakes. Only the
gazetteer's names are the program's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.lexicon.gazetteer import Gazetteer

_MINISTRY = (
    "公安 卫生 民政 司法 教育 文化 财政 铁道 交通 农业 林业 水利 建设 外交 国防 商务 贸易 合作 外贸 外经贸 内贸 化工 "
    "冶金 机械 电子 邮电 劳动 人事 监察 安全 科技 信息产业 国土资源 环境保护 环保 应急管理 宣传 组织 统战 联络 武装 "
    "政治 后勤 装备 内政 内务 国务 能源 旅游 体育 保障 劳工 商业 财务 新闻 经济 军事 石油 中组 中宣 中联 人武"
).replace(" ", "|")
_COMMITTEE = (
    "发改 经贸 经 计 教 科 体 农 建 卫健 卫生健康 计生 政法 安 国资 编 军 证监 纪 党 省 市 县 区 州 旗 镇 乡 地 工 法工"
).replace(" ", "|")
_BODY = re.compile(
    rf"国务院|中共中央|党中央|中央军委|人民政府|政府|人民法院|法院|人民检察院|检察院|最高法|最高检|政协|人大|"
    rf"(?:总|支|大|中)队|消防队|派出所|司法所|税务所|工商所|(?:{_MINISTRY})部|厅|局|署|委员会|常委会|(?:{_COMMITTEE})委(?!员)|"
    rf"指挥部|指挥中心|疾控中心|疾病预防控制中心|急救中心|台网中心|台网|应急中心|搜救中心|监测中心|办公室|办事处|海关|"
    rf"检疫站|检查站|边防站|村委会|居委会|监狱|看守所"
)
_NO_BODY = re.compile(
    r"(?:当|邮|书|结|布|格|全|大|时|饭|药|电|战|政|骗|僵|破|开|残|变|平|副)局|部署|(?:代表|医疗|救护|旅行|艺术|军|乐|球)队"
    r"|(?:餐|大|客|门|展|歌|舞|音乐|前|休息|候机|候车|营业|候诊|咖啡|厨)厅"
)
_CONTINUES = re.compile(r"[门队势面部分军]|员(?!会)|址")
_NOBODY = re.compile(
    r"(?:当地|地方|有关|相关|各级|各|我|附近|上级|多[个名支]|[\d两几一二三四五六七八九十]+[个名支]|所在|所属|辖区|主管|职能|事发地|其他|一些|"
    r"现场|应急|抢险|救援|抗震救灾|救灾|临时|前线|总|部门|和|及|与|的|多|第|国|外国|中外|基层|驻地|责任区|增援|专职|义务|民警|人民)+"
)
_DEFINITE = re.compile(rf"国务院|中共中央|党中央|中央军委|[省市县区州旗镇乡地]委|(?:{_MINISTRY})部|最高[法检]|\w{{5,}}")
_FOREIGN = re.compile(
    "联合国|欧盟|欧洲|国际|联邦|杜马|北约|东盟|亚太|世界|非洲|美国|美洲|英国|法国|德国|日本|韩国|朝鲜|俄|印度|印尼|泰国|越南|缅甸|巴基斯坦|巴西|"
    "智利|埃及|土耳其|伊拉克|伊朗|以色列|西班牙|葡萄牙|意大利|希腊|加拿大|墨西哥|澳大利亚|新西兰|阿尔及利亚|尼日利亚|尼加拉瓜|菲律宾|马来西亚|"
    "新加坡|阿富汗|叙利亚|柬埔寨|哥伦比亚|洪都拉斯|乌克兰|白俄|波兰|瑞士|瑞典|荷兰|南非|古巴|阿根廷|秘鲁|^巴[^州]|内政部|内务部"
)


class Part(NamedTuple):
    """A name inside a longer text, half-open."""

    start: int
    stop: int
    text: str
    kind: str


def find_body(text: str, following: str = "") -> Part | None:
    """The public body that a text names, up to its last ending; `following` is what stands after the text.

    >>> find_body("青城区卫生局副局长")
    Part(start=0, stop=6, text='青城区卫生局', kind='局')
    >>> find_body("当地政府"), find_body("候车大厅"), find_body("卫生部", following="门说")
    (None, None, None)
    """
    barred = [m.span() for m in _NO_BODY.finditer(text)]
    for found in reversed(list(_BODY.finditer(text))):
        start, stop = found.span()
        if any(a < stop and start < b for a, b in barred) or _CONTINUES.match(text[stop:] or following):
            continue
        before = _NOBODY.sub("", text[:start])
        if (not before and not _DEFINITE.fullmatch(found[0])) or re.fullmatch(r"[该本此]\w?", before):
            continue
        return Part(0, stop, text[:stop], found[0])
    return None


def is_foreign(name: str) -> bool:
    """Whether a body's name says that it is another country's, or of several.

    >>> is_foreign("联合国难民署"), is_foreign("云南省卫生厅")
    (True, False)
    """
    return _FOREIGN.search(name) is not None


_LOOSE = re.compile(
    r"(?!位于|发生|[在于从到由往至和与对该我])[\u4e00-\u9fff]{1,5}?(?:自治州|自治县|自治旗|县|镇|乡(?!村)|村|市|区|街道)(?![场区民容庄域级委路])"
)
_OPENS = re.compile(r"(?:位于|发生在|发生于|[在于从到由往至的以和与及、，对距离近向]|^)$")
_COMMON = re.compile(
    r".*(?:灾区|震区|地区|山区|小区|社区|市区|城区|郊区|林区|库区|矿区|校区|园区|景区|厂区|街区|商业区|银行区|开发区|生活区|农村|"
    r"城市|超市|集市|门市|夜市|闹市|全[市县村区]|[该本我各某][市县村镇乡区]|[一二三四五六七八九十两几多数]个?[县镇乡村市区]|服务区|施业区|自治区|"
    r"军事区|大区|战区|特区|辖区|牧区|禁区|商区|楼区|住宅区|工业区|乡镇|集镇|城镇|村镇|古镇|故乡|家乡|自然村|小村|新村|街道.*的街道)"
)
_ENDS = re.compile(
    r"$|[，。、；：和与及等的“”（）()·\s]|境内|"
    r"[东西南北中]+(?:部|面|侧|方|郊|$)|市|县|当地|全|地区|一|两|某|附近|以|方向|发生|郊"
)


def find_divisions(text: str, gazetteer: Gazetteer) -> list[Part]:
    """The divisions that a phrase of place names, left to right.

    `kind` is `official name`, `short form` or `not in the gazetteer`.

    >>> from kg.lexicon.gazetteer import load_gazetteer
    >>> [(p.text, p.kind) for p in find_divisions("甘肃省玉门市某某沟村附近山区", load_gazetteer())]
    [('甘肃省', 'official name'), ('玉门市', 'official name'), ('某某沟村', 'not in the gazetteer')]
    """
    parts: list[Part] = []
    at = 0
    while at < len(text):
        opens = (parts and parts[-1].stop == at) or _OPENS.search(text[:at]) is not None
        part = _listed(text, at, gazetteer, bool(opens))
        if part is None and opens and (found := _LOOSE.match(text, at)) and not _COMMON.fullmatch(found[0]):
            part = Part(at, found.end(), found[0], "not in the gazetteer") if len(found[0]) > 1 else None
        if part:
            parts.append(part)
        at = part.stop if part else at + 1
    return parts


def _listed(text: str, at: int, gazetteer: Gazetteer, opens: bool) -> Part | None:
    """The longest name of the gazetteer at a position; short forms only where a phrase may open and may end."""
    for stop in range(min(len(text), at + 14), at + 1, -1):
        name = text[at:stop]
        regions = gazetteer.by_name.get(name, ())
        if not regions or name in gazetteer.generic:
            continue
        if any(region.name == name for region in regions):
            return Part(at, stop, name, "official name")
        large = any(region.level in ("nation", "province", "prefecture", "county") for region in regions)
        following = any(text[stop : stop + n] in gazetteer.by_name for n in range(2, 8)) or _LOOSE.match(text, stop)
        if large and opens and (_ENDS.match(text, stop) or following):
            return Part(at, stop, name, "short form")
    return None
