"""What a person's name looks like, and what stands beside names in a byline."""

from __future__ import annotations

import re
from functools import cache

import rjieba

from kg.lexicon import load_lexicon

OFFICE = (
    r"(?:(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{1,7}(?<!本)报(?:社|·[\u4e00-\u9fff]{1,6}|[\u4e00-\u9fff]{2,5}(?:新闻|客户端)(?=记者|通讯员))?"
    r"|[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,6}[报网](?=记者|通讯员)|[\u4e00-\u9fff]{2,5}新闻(?=记者|通讯员)"
    r"|[\u4e00-\u9fff]{1,8}(?:周刊|网|电视台|融媒体?中心|客户端)|中国[\u4e00-\u9fff]{2,4}(?=记者|通讯员)))?"
    r"(?:前方|本报|本网|本刊|本台|新华社|(?:全媒体|融媒体?)中心|全媒体|融媒体?|见习|首席|特约|特派|实习|驻[\u4e00-\u9fff]{2,4}(?=记者)"
    r"|[\u4e00-\u9fff]{2,4}站(?=记者))*"
)
"""The paper and the rank that stand before what somebody is: `张掖日报全媒体` before `记者`."""
_WHO = (
    rf"{OFFICE}(?:记者|通讯员|评论员|实习生|作者|撰稿人?|供稿人?|撰文|执笔"
    r"|(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6})?读者(?=[ \u3000]))"
)
_DID = (
    r"(?:图|图片|照片)?[/／:：由]?受访者(?:供图|提供)|图片由[\u4e00-\u9fff]{2,10}提供|文字|图片|图文|文图|文并摄|[文图][、/／][文图摄]|采写|整理|综合报道"
    r"|摄影报道|报道|摄影|(?<![\u4e00-\u9fff])[文图摄](?=[:：/／丨|｜])|(?<=[/／])[文图摄](?![\u4e00-\u9fff])|(?<=\s)等$|^本报讯|单位(?=[:：])|(?<=\s)系[\u4e00-\u9fff]{4,20}$|丨"
)
BESIDE_NAMES = re.compile(rf"{_WHO}|{_DID}")
"""What people are, and what they did: all that may stand beside names in a byline, but for their bodies."""
TELLS = re.compile(
    "记者|通讯员|评论员|实习生|作者|读者|受访者|撰|供稿|执笔|文|图|摄|采写|整理|报道|等|本报讯|单位|系|丨|编辑|审核|责编|校对|审校"
)
"""One of these is in every text in which `BESIDE_NAMES` finds anything, and in every byline with roles.

Most rows have none: they are told apart by one look at each character, where the patterns need a hundred times as long.
"""
BODY = re.compile(
    r"(?:[局院委办站科处]|[支大中]队|海关|派出所|政府|中心|公司|学校|全媒体|融媒|工作室|编辑部|电视台|日报|晚报|报道组)$"
    r"|^(?:整理|供图|口述|采写|编译|综合|撰文|本报讯|综合新华社|新华社)$"
)
"""A body that people work for, which stands before a name: （某县公安局 王敏）."""


_LONGEST_RUN = 15  # characters of names that nothing parts
_KNOWN = 200
_COMMON = 70  # the place of a surname among all, by how many bear it
_COLUMN_WORDS = frozenset(("简讯", "短讯", "快讯", "要闻", "公告", "通告", "通知", "简报", "简介", "文摘", "时评"))

_LETTER_WRITER = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:[省市县区旗州镇乡村]|街道|社区|小区"
    r"|市民|村民|居民|职工|教师|医生|学生|农民|工人|网友|读者|家长|业主|退休干部)[ \u3000]+"
    r"([\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff][ \u3000]{1,2}[\u4e00-\u9fff])$"
)


@cache
def _surnames() -> tuple[frozenset[str], tuple[str, ...], frozenset[str], frozenset[str]]:
    tables = load_lexicon().tables["persons"]
    surnames = tables["surnames"]
    return (
        frozenset(surnames["single"]),
        tuple(surnames["double"]),
        frozenset(surnames["rare"]),
        frozenset(tables["syllables"]["chars"]),
    )


def is_name(text: str) -> bool:
    """Whether a word looks like a person's name: a surname and one or two characters, or name syllables.

    >>> is_name("王敏"), is_name("占晓燕"), is_name("边巴卓玛"), is_name("买买提·艾山"), is_name("综合")
    (True, True, True, True, False)
    """
    if text in _COLUMN_WORDS:
        return False
    single, double, rare, syllables = _surnames()
    if "·" in text:
        return 4 <= len(text) <= 14
    if text.startswith(double):
        return 3 <= len(text) <= 4
    if 2 <= len(text) <= 3 and text[0] in single:
        return True
    if not 2 <= len(text) <= 7:
        return False
    if len(text) <= 3:
        like = syllables.issuperset(text) or (len(text) == 3 and text[0] in rare)
    else:
        like = len([c for c in text if c not in syllables]) <= 1
    return like and not rjieba.has_word(text)


def is_han_name(text: str) -> bool:
    """Whether a word begins with a surname as names of Han do, and can be no part of a longer name.

    >>> is_han_name("冯雅琴"), is_han_name("欧阳文博"), is_han_name("格桑")
    (True, True, False)
    """
    single, double, _, _ = _surnames()
    return (len(text) in (2, 3) and text[0] in single) or (len(text) in (3, 4) and text.startswith(double))


@cache
def _ranks() -> dict[str, int]:
    surnames = load_lexicon().tables["persons"]["surnames"]["single"]
    first = surnames.index("王")  # what stands before was added later, and is rare
    return {char: rank for rank, char in enumerate(surnames[first:] + surnames[:first])}


def rank_surname(name: str) -> int:
    """The place of a name's surname among all by how many bear it; a large one where it has none.

    >>> rank_surname("王敏") < rank_surname("和春") < rank_surname("的的")
    True
    """
    return 0 if name.startswith(_surnames()[1]) else _ranks().get(name[0], 9999)


def part_names(text: str) -> list[int]:
    """Where the names end of which a run of characters is made, if it is one of names of Han: 王小明|李建国|.

    Of several ways, the one whose least common surname is the most common; four characters are two names only where
    both surnames are common ones, as they may be one name.

    >>> part_names("王小明李建国"), part_names("刘洋范海涛"), part_names("阿拉坦仓")
    ([3, 6], [2, 5], [])
    """
    size = len(text)
    if (
        not 4 <= size <= _LONGEST_RUN
        or all(map(is_syllable, text))
        or BODY.search(text)
        or text.startswith(_surnames()[1])
    ):
        return []
    ways: list[tuple[int, int, list[int]]] = []
    open_: list[tuple[int, int, list[int]]] = [(0, 0, [])]  # the least common surname so far, names, where they end
    while open_:
        worst, count, ends = open_.pop()
        at = ends[-1] if ends else 0
        if at == size:
            ways.append((worst, count, ends))
            continue
        rank = _ranks().get(text[at])
        if rank is not None:
            open_ += [(max(worst, rank), count + 1, [*ends, at + step]) for step in (2, 3) if at + step <= size]
    worst, count, ends = min(ways, default=(0, 0, []))
    common = worst <= _COMMON if size == 4 else count <= 3 or (size > 9 and worst <= _KNOWN)
    return ends if count > 1 and common else []


def is_lone_name(text: str) -> bool:
    """Whether a row is the name of one person and no word: 张明华, 王　敏, 杜江, but not 高质量.

    >>> [*map(is_lone_name, ("张明华", "王　敏", "杜江", "高质量", "平安"))]
    [True, True, True, False, False]
    """
    name = re.sub(r"\s", "", text)
    if not is_han_name(name) or (len(name) > 2 and rjieba.has_word(name[:2])):  # 平安|行
        return False
    persons = load_lexicon().tables["persons"]
    known = rjieba.has_word(name)
    if known != (len(name) == 2) and rjieba.tag(name) == [(name, "nr")]:  # the dictionary knows some journalists
        return name not in persons["nobodies"]["things"]
    if known:
        return False
    return (len(name) > 2 and set(name[-2:]) <= set(persons["given"]["chars"])) or (len(name) == 2 and name != text)


def are_lone_names(text: str) -> bool:
    """Whether a text is one to four names of persons and no words: 张明华 李娜, but not 高质量 发展."""
    words = text.split()
    return 0 < len(words) <= 4 and all(is_name(word) and not rjieba.has_word(word) for word in words)


def is_syllable(char: str) -> bool:
    """Whether names of other peoples are written with a character."""
    return char in _surnames()[3]


def are_names(text: str) -> bool:
    """Whether a row holds nothing but one to five names.

    >>> are_names("占晓燕 边巴卓玛"), are_names("李　炜"), are_names("乡村振兴")
    (True, True, False)
    """
    words = text.split()
    if len(words) == 1:
        return is_name(words[0])
    words = []
    for part in re.split(r"\u3000|[ \u3000]{2,}", text.strip()):
        single = part.split()
        words += ["".join(single)] if all(len(word) == 1 for word in single) else single
    if all(len(word) == 1 for word in words):  # 李　炜
        words = ["".join(words)]
    return 1 <= len(words) <= 5 and all(map(is_name, words))


def letter_writer(text: str) -> str:
    """The name under a letter, after where its writer lives or what he is; or nothing.

    >>> letter_writer("盘龙区市民 杨\u3000涛"), letter_writer("盘龙区 很好")
    ('杨\u3000涛', '')
    """
    found = _LETTER_WRITER.match(text) if len(text) <= 24 else None
    return found[1] if found and is_name(re.sub(r"\s", "", found[1])) else ""
