"""Who and what the articles of the corpus are about: real divisions, the bodies that they have, common names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from kg.lexicon.gazetteer import Region, load_gazetteer

HERE = Path(__file__).parent
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
)
GIVEN = (
    "建国", "志强", "晓燕", "海涛", "丽华", "国庆", "文博", "思远", "雅琴", "振宇", "永胜", "春梅", "明远", "佳慧",
    "立新", "伟", "敏", "军", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "超", "秀兰", "霞", "刚",
)  # fmt: skip
COMPOUND = (
    "欧阳文博",
    "上官雅琴",
    "司马振宇",
    "诸葛明远",
    "买买提·艾力",
    "阿不都热合曼·买买提",
    "扎西多吉",
    "格桑梅朵",
)
WORDS = (
    "春雷", "护苗", "清源", "安澜", "暖冬", "利剑", "净网", "铁拳", "惠民", "春风", "护航", "亮剑", "百日攻坚",
    "夏季风暴", "平安守护", "温馨家园", "雷霆", "守夜人", "蓝盾", "红石榴", "枫叶红",
    "银龄", "朝阳", "连心桥", "向日葵", "萤火虫",
    "晨曦", "小巷管家", "绿丝带", "四季行", "护学岗", "家门口", "一盏灯", "夜归人", "同心圆", "向前一步",
)  # fmt: skip
PLANS = {
    "campaign": ("“{}”专项行动", "“{}”专项整治行动", "“{}”行动"),
    "mechanism": ("“{}”联动机制", "“{}”工作机制", "“{}”治理模式"),
    "project": ("“{}”工程", "“{}”惠民工程"),
    "system": ("“{}”服务平台", "“{}”指挥平台"),
    "policy": ("《{}便民服务十条措施》", "《{}优化营商环境若干措施》"),
}
SUBTYPES = {"“{}”治理模式": "mechanism"}
ORGS = {
    "school": ("育才小学", "新华小学", "红旗中学", "晨光小学", "前进中学", "向阳小学", "文昌中学", "明德小学"),
    "hospital": ("仁济医院", "康宁医院", "惠民医院", "同德医院"),
    "firm": ("宏远机械有限公司", "恒通化工有限公司", "金盛纺织有限公司", "华泰建材有限公司", "永丰食品有限公司"),
}
PLACES = (
    "人民广场", "滨河公园", "中山公园", "文化广场", "世纪广场", "解放路", "建设路", "胜利路", "迎宾大道", "和平路",
    "中心农贸市场", "南湖公园", "市民广场", "火车站广场", "老街夜市", "体育公园", "红星大桥", "新世纪广场",
)  # fmt: skip
NUMBERED = ("国道312线", "省道205线", "国道109线")


@dataclass(frozen=True)
class Body:
    """A public body: as printed, its canonical names, whom it serves, and whose unit it is; `level` as in the forms."""

    text: str
    names: tuple[str, ...]
    region: Region
    level: str
    kind: str
    head: str
    above: Body | None = None
    pointers: tuple[str, ...] = ()
    within_name: tuple[tuple[Region, str], ...] = ()
    """The divisions that the printed name names, each with the form it has there."""
    town: Region | None = None
    """The township that a post is named after."""


@cache
def kinds() -> dict[str, dict[str, object]]:
    """The kinds of body of `bodies.toml`."""
    return tomllib.loads((HERE / "bodies.toml").read_text(encoding="utf-8"))


@cache
def cities() -> tuple[tuple[Region, tuple[tuple[Region, tuple[Region, ...]], ...]], ...]:
    """The cities, prefectures and leagues of all provinces, with their counties and some of those's townships."""
    gazetteer = load_gazetteer()
    below: dict[str, list[Region]] = {}
    for region in gazetteer.by_code.values():
        below.setdefault(region.parent, []).append(region)
    out = []
    for region in gazetteer.by_code.values():
        direct = region.level == "province" and any(r.level == "county" for r in below.get(region.adcode, ()))
        if not (region.level == "prefecture" or direct) or not region.shorts or region.adcode[:2] in ("71", "81", "82"):
            continue
        counties = []
        for county in below.get(region.adcode, ()):
            if county.level != "county" or county.name in gazetteer.generic or not county.shorts:
                continue
            towns = [
                t for t in below.get(county.adcode, ()) if t.level == "township" and _is_plain(t, gazetteer.generic)
            ]
            if towns and county.name[-1] in "区县市旗":
                counties.append((county, tuple(towns[:8])))
        if counties:
            out.append((region, tuple(counties)))
    return tuple(out)


def _is_plain(town: Region, generic: frozenset[str]) -> bool:
    """Whether a township is called as people call it: of two to four characters before 镇, 乡 or 街道."""
    core = town.name.removesuffix("街道") if town.name.endswith("街道") else town.name[:-1]
    plain = 2 <= len(core) <= 4 and town.name[-1] in "镇乡道" and town.name not in generic and "区" not in town.name
    return plain and "乾" not in core  # in traditional characters it is 干's too: no test can turn the names back


@dataclass
class Names:
    """What is drawn for one page: each person, number and initiative once."""

    random: Random
    used: set[str] = field(default_factory=set)

    def person(self) -> str:
        return self._new(self._persons())

    def _persons(self) -> Iterator[str]:
        while True:
            rare = self.random.random() < 0.06
            yield self.random.choice(COMPOUND) if rare else self.random.choice(SURNAMES) + self.random.choice(GIVEN)

    def plan(self, kind: str) -> tuple[str, str]:
        """An initiative's name and its type."""
        form = self.random.choice(PLANS[kind])
        return form.format(self._new(iter(lambda: self.random.choice(WORDS), None))), kind

    def number(self, decimal: bool) -> str:
        """A whole number or one with a decimal, none of them twice."""
        draw = self.random
        if decimal:
            return self._new(iter(lambda: f"{draw.randint(1, 98)}.{draw.randint(1, 9)}", None))
        return self._new(iter(lambda: str(draw.choice((draw.randint(3, 99), draw.randint(100, 4999)))), None))

    def place(self) -> str:
        return self.random.choice(PLACES if self.random.random() < 0.9 else NUMBERED)

    def organization(self, kind: str | None) -> str:
        return self.random.choice(ORGS[kind or self.random.choice(sorted(ORGS))])

    def _new(self, drawn: Iterator[str]) -> str:
        found = next(one for one in drawn if one not in self.used)
        self.used.add(found)
        return found


def make_body(kind: str, level: str, city: Region, county: Region, town: Region, random: Random) -> Body | None:
    """A body of a kind at a level, as newspapers print it; None where the kind has none there."""
    told = kinds()[kind]
    heads = dict(zip(("city", "county", "unit", "team", "post"), told["heads"], strict=True))  # type: ignore[call-overload]
    if level in ("city", "unit"):
        text = f"{city.name}{told['city']}"
        pointers = _pointers(text, city, str(told["city"]))
        body = Body(
            text, (text,), city, "city", kind, heads["city"], pointers=pointers, within_name=((city, city.name),)
        )
        units = told["units"]
    else:
        body = _county_body(told, kind, city, county, heads["county"], random)
        units = told["posts"] if level == "post" else told["teams"]
    if level in ("city", "county"):
        return body
    assert isinstance(units, list)
    if not units:
        return None
    own = random.choice(units)
    core = town.name.removesuffix("街道") if town.name.endswith("街道") else town.name[:-1]
    own = core + own if level == "post" else own
    suffix = next(s for s in ("支队", "大队", "派出所", "管理所", "法庭") if own.endswith(s))
    return Body(
        body.text + own,
        tuple(name + own for name in body.names),
        body.region,
        level,
        kind,
        heads[level],
        above=body,
        pointers=("该" + {"管理所": "所", "派出所": "所"}.get(suffix, suffix),),
        within_name=body.within_name,
        town=town if level == "post" else None,
    )


def _county_body(told: dict[str, object], kind: str, city: Region, county: Region, head: str, random: Random) -> Body:
    parent = None
    if "district" in told and county.name.endswith("区"):
        short = county.shorts[0]
        text = str(told["district"]).format(city=city.name, short=short)
        above = f"{city.name}{told['city']}"
        parent = Body(above, (above,), city, "city", kind, "", within_name=((city, city.name),))
        seen: tuple[tuple[Region, str], ...] = ((city, city.name), (county, short))
        return Body(text, (text,), county, "county", kind, head, parent, ("该分局",), seen)
    bare = f"{county.name}{told['county']}"
    full = city.name + bare
    prefixed = random.random() < 0.3
    seen = ((city, city.name),) * prefixed + ((county, county.name),)
    pointers = _pointers(bare, county, str(told["county"]))
    return Body(full if prefixed else bare, (full, bare), county, "county", kind, head, None, pointers, seen)


def _pointers(text: str, region: Region, system: str) -> tuple[str, ...]:
    """What stands for a body later on: 该局, 市公安局."""
    last = "地区" if region.name.endswith("地区") else region.name[-1]
    suffix = next(s for s in ("支队", "大队", "委员会", "院", "局") if text.endswith(s))
    direct = () if suffix == "委员会" else (f"该{suffix}",)
    if region.level == "county" and last == "市":
        return direct  # 市教育局 may be that of the city around it
    return (*direct, f"{last}{system}")
