"""The program on sentences of the People's Daily whose persons, places and organizations are marked.

The file has a character and its BIO tag on each line, and an empty line between sentences.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from benchmarks.names import find_body, is_foreign
from benchmarks.tally import Miss, Tally
from kg.analyze import Analyzer, Passage, load_analyzer
from kg.errors import UsageError
from kg.extract import extract
from kg.extract.chains import find_chains
from kg.extract.draft import Draft
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Article, Document, Line
from kg.refer import Referrer


class Sentence(NamedTuple):
    """A sentence and its names: (start, stop, `PER` | `LOC` | `ORG`), half-open."""

    number: int
    text: str
    names: tuple[tuple[int, int, str], ...]


def read_sentences(path: Path) -> list[Sentence]:
    """The sentences of a file of characters with BIO tags.

    Raises: UsageError for a line that is not a character and a tag.
    """
    sentences: list[Sentence] = []
    for block in path.read_text(encoding="utf-8-sig").split("\n\n"):
        rows = [line.rsplit(" ", 1) for line in block.splitlines() if line.strip()]
        if not rows:
            continue
        if bad := next((" ".join(row) for row in rows if len(row) != 2 or len(row[0]) != 1), None):
            raise UsageError(f"no character and tag: {bad!r}", source=str(path), remedy="give a file of BIO tags")
        names: list[tuple[int, int, str]] = []
        for at, (_, tag) in enumerate(rows):
            kind = tag[2:]
            if tag.startswith("B-"):
                names.append((at, at + 1, kind))
            elif tag.startswith("I-") and names and names[-1][1] == at and names[-1][2] == kind:
                names[-1] = (names[-1][0], at + 1, kind)
        sentences.append(Sentence(len(sentences) + 1, "".join(row[0] for row in rows), tuple(names)))
    if not sentences:
        raise UsageError("the file is empty", source=str(path), remedy="give a file of BIO tags")
    return sentences


def read_alone(text: str, number: int, analyzer: Analyzer, lexicon: Lexicon) -> Draft:
    """What the program finds in a sentence that is an article by itself; its positions are those of `text`.

    The layout is passed over: it would take a short line for a headline.
    """
    document = Document(id=str(number), source=str(number), text=text)
    line = Line(text=text, offsets=tuple(range(len(text))))
    article = Article(
        id=f"{number}#1",
        document=document,
        headline=Line(text="", offsets=()),
        kickers=(),
        authors=(),
        dateline=None,
        paragraphs=(line,),
    )
    draft = Draft(Passage(article, analyzer, lexicon))
    Referrer(lexicon).resolve([draft], [find_chains(draft.passage, lexicon)])
    extract([draft], lexicon)
    return draft


def measure_daily(path: Path) -> list[Tally]:
    """How many of a file's names the program finds, and how many of its own are none.

    Raises: UsageError for a file that is not characters with tags.
    """
    analyzer, lexicon = load_analyzer(), load_lexicon()
    gazetteer = lexicon.gazetteer
    person, exact = Tally("person (PER)", aim=0.8), Tally("person, exactly")
    body, division = Tally("public body (ORG)", aim=0.8), Tally("division (LOC)", aim=0.8)
    foreign = Tally("public body of others (ORG)")
    shown = Tally("person beside an office or 说")
    agency_is, person_is = Tally("our agencies that touch an ORG"), Tally("our persons that touch a PER")
    region_is = Tally("our regions that touch a LOC or ORG")
    for sentence in read_sentences(path):
        draft = read_alone(sentence.text, sentence.number, analyzer, lexicon)
        where = f"sentence {sentence.number}"

        def ours(*types: str, draft: Draft = draft) -> list[tuple[int, int]]:
            return sorted({(m.start, m.stop) for m in draft.of_type(*types) if not m.anaphor})

        agencies, persons, regions = ours("Agency"), ours("Person"), ours("Region")
        for start, stop, kind in sentence.names:
            name = sentence.text[start:stop]
            miss_at = (where, name, _around(sentence.text, start, stop))
            if kind == "PER":
                miss = Miss(_person_kind(sentence.text, start, stop, lexicon), *miss_at)
                person.count(_touches(start, stop, persons), miss)
                exact.count((start, stop) in persons, miss)
                if _is_shown(sentence.text, start, stop):
                    shown.count(_touches(start, stop, persons), miss)
            elif kind == "ORG" and (found := find_body(name)) and found.text == name:
                others = is_foreign(name)
                asked = foreign if others else body
                # What several states have founded is an organization in our graph: 联合国难民署, 欧盟委员会.
                found_at = agencies + ours("Organization") if others else agencies
                asked.count(_touches(start, stop, found_at), Miss(_body_kind(name, found.kind, lexicon), *miss_at))
            elif kind == "LOC" and name not in gazetteer.generic:
                listed = gazetteer.by_name.get(name, ()) if len(name) > 1 else ()
                if listed:
                    label = ("official" if any(r.name == name for r in listed) else "short") + f" {listed[0].level}"
                    division.count(any(a <= start and stop <= b for a, b in regions), Miss(label, *miss_at))
        for tally, spans, kinds in (
            (agency_is, agencies, ("ORG",)),
            (person_is, persons, ("PER",)),
            (region_is, regions, ("LOC", "ORG")),
        ):
            gold = [(a, b) for a, b, kind in sentence.names if kind in kinds]
            for start, stop in spans:
                rule = next(m.rule for m in draft.mentions if (m.start, m.stop) == (start, stop))
                level = ", level word" if sentence.text[start] in "省市县区镇乡村州旗盟" else ""
                words = sentence.text[start:stop]
                extra = Miss(f"rule {rule}{level}", where, words, _around(sentence.text, start, stop))
                tally.count(_touches(start, stop, gold), extra)
    return [person, exact, shown, body, foreign, division, agency_is, person_is, region_is]


def _touches(start: int, stop: int, spans: list[tuple[int, int]]) -> bool:
    return any(a < stop and start < b for a, b in spans)


def _around(text: str, start: int, stop: int) -> str:
    return f"{text[max(0, start - 12) : start]}[{text[start:stop]}]{text[stop : stop + 12]}"


_TITLE = re.compile(
    r"副?(?:主席|总理|总统|总书记|书记|议长|部长|局长|校长|主任|教授|院士|大使|先生|女士|同志|委员长|大夫|首相|元帅|将军|亲王|"
    r"天皇|外长|秘书长|总裁|行长|烈士|大娘|[一二三四五六七八九]段)"
)
_OFFICE = re.compile(
    r"(?:记者|通讯员|作者|学者|[部局厅处科所院校市县省州区镇乡村会队行厂站司社军]长|主[席任]|总[统理裁监]|书记|首相|大臣|国务卿|议员|委员|"
    r"代表|专家|教练|选手|队员|球员|前锋|司令|[老名大]将|教师|老师|医生|农民|工人|民警|战士|学生|村民|居民|演员|画家|作家)$"
)
_SAYS = re.compile(r"(?:今天|昨天|首先|还|也|最后)?(?:说|表示|指出|介绍|认为|告诉|强调|称|报道|坦言|透露|宣布)")
_SYLLABLES = frozenset(
    "阿埃艾奥巴贝比布卡科克库拉莱勒里利卢罗洛马曼米莫姆穆纳内尼诺帕佩普萨塞桑沙史斯施塔特托瓦维沃西希夏亚伊扎弗费法格戈"
    "古哈赫亨霍基吉加丹德迪杜顿恩尔琼约兹茨默蒂菲鲁"
)


def _is_shown(text: str, start: int, stop: int) -> bool:
    """Whether the words beside a name say that it is a person's, as they would where an article first names one."""
    return any((_OFFICE.search(text[:start]), _TITLE.match(text, stop), _SAYS.match(text, stop)))


def _person_kind(text: str, start: int, stop: int, lexicon: Lexicon) -> str:
    """How a person's name is built, and what it stands between."""
    name = text[start:stop]
    surnames = lexicon.tables["persons"]["surnames"]["single"]
    before, after = text[max(0, start - 1) : start], text[stop : stop + 6]
    if len(name) == 1:
        build = "surname alone"
    elif re.search("[·•（]", name) or len(name) > 4 or sum(c in _SYLLABLES for c in name) * 2 > len(name):
        build = "transliterated"
    elif name[0] in surnames:
        build = "Han name"
    else:
        build = "other name"
    if re.match("理论|思想|主义|党的|党建|建党", after):
        return f"{build} before 理论, 思想, 主义"
    if _TITLE.match(after):
        return f"{build} before an office or courtesy"
    if before in ("、", "／") or after[:1] in ("、", "／"):
        return f"{build} in a list"
    if not before or before in "，。：；！？“":
        return f"{build} opens a clause"
    if before in "对向把为与和由被以让给跟同从像找请将及致":
        return f"{build} after a preposition"
    return f"{build} inside a clause"


def _body_kind(name: str, ending: str, lexicon: Lexicon) -> str:
    """What sort of name a body has."""
    by_name = lexicon.gazetteer.by_name
    if any(name[:n] in by_name for n in range(2, len(name))):
        return f"division + …{ending}"
    if name[0] in "省市县区镇乡村州旗盟":
        return f"level word + …{ending}"
    if name[:2] in ("国家", "中国", "全国", "中央", "中共"):
        return f"nation's …{ending}"
    return f"no division, …{ending}"
