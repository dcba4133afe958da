"""Where the name of what is held starts: at quotes, behind a verb that holds it, or where its clause does."""

from __future__ import annotations

import re

from kg.analyze import Passage, Sentence
from kg.extract.clauses import clause_start
from kg.extract.draft import Draft, placed
from kg.extract.moments import is_day
from kg.extract.values import Time
from kg.lexicon import Hit, Word

_TAKES_PLACE = re.compile(
    r"由[^，。；]{2,60}?(?:主办|承办|举办|组织|牵头|发起|举行|召开)|(?:在[^，。]{2,36}?)?(?:举行|举办|召开|开幕|开班|闭幕|拉开帷幕|如期举行|上演|开赛|鸣枪(?:开跑|起跑|开赛)|开跑|启幕|开锣|成功举办|火热开讲|热闹开场|启动|揭幕|落幕|闭幕|收官|开市|开集|拉开序幕|正式打响|鸣锣开赛|激情开赛|火热开市|落下帷幕|圆满落幕|圆满收官|正式开幕|正式启动|同步举行|隆重举行|隆重召开|顺利举行|火热开赛|精彩上演)"
)
_QUOTE_BEFORE = re.compile(r"“[^“”\n]{2,20}”[\u4e00-\u9fff]{0,8}$")
# 将防汛Ⅳ级|应急响应|提升至Ⅲ级
_SET_TO = re.compile(r"(?:由[^，。；]{1,4}级)?(?:提升|升级|调整|下调|降)(?:至|为|到)")
_PUT = re.compile(r"将([^，。；将]{0,12})$")
_ON_SHOW = re.compile(r"在[^，。；]{2,36}?(?:开展|开门迎客)(?=[，。])")
_REVIEWS = re.compile(r"(?:开展|组织|进行|实施)了?“$")  # 组织|“回头看”
_AT_IT = re.compile(r"[上中][，。]")  # 总结大会|上，
_SHORTEST = 4  # characters of a name in quotes
_LONG = 5  # characters of a name before its head, without a verb of holding
ONE = re.compile(r"(?:一场|一次|一堂|一节|首场|首次|首个|第[一二三四五六七八九十\d]{1,4}[次场届期])[^，。；]{0,16}$")
# 讲授|“开学第一课”, 举办|“校园歌手大赛”
_TAUGHT = re.compile(
    r"(?:讲授|开讲|上|带来|举办|举行|组织|主办|承办|开启|迎来|召开)了?(?:一[堂场节次]|首[届场]|本次|此次)?$"
)
# 第三届浙江|“最美…”发布仪式
_COUNTED = re.compile(r"(?:第[一二三四五六七八九十百\d]{1,4}届|首届)[\u4e00-\u9fff]{0,8}$")
_GOVERNED = re.compile(r"[了在将把对为被向从由是有和与等]")
_RAISED = re.compile(r"(?:启动|提升至|升级为|调整为|提升)(?:了)?$")  # 启动|防汛Ⅱ级应急响应


def find_start(draft: Draft, hit: Hit[Word], sentence: Sentence, holding: frozenset[str], *, bare: bool) -> int | None:
    """Where the name with this head starts, or None: at quotes, after a verb of holding, or where its clause does."""
    head = hit.entry.text
    if head == "回头看" and _REVIEWS.search(draft.passage.text, sentence.start, hit.start):
        return hit.start
    start = _quote_before(draft, hit.start, sentence)
    if start is None:
        start = _after_holding(draft.passage, hit.start, sentence, holding)
    if start is None:
        start = _after_one(draft.passage.text, hit.start, sentence)
    if start is None and draft.passage.text[hit.stop : hit.stop + 1] == "”":
        start = in_quotes(draft.passage.text, hit, sentence)
    if start is None and _AT_IT.match(draft.passage.text, hit.stop):
        start = _where_in(draft, hit, sentence)
    day = day_after(draft, hit.stop)
    text, stop = draft.passage.text, day.stop if day else hit.stop
    if start is None and head.endswith("响应") and _SET_TO.match(text, stop, sentence.stop):
        put = _PUT.search(text, sentence.start, hit.start)
        return put.start(1) if put else None
    if start is None and _takes_place(text, stop, sentence.stop, head):
        start = _clause_before(draft, hit, sentence, 2 if bare or len(head) < 3 else 0)
    return start


def _where_in(draft: Draft, hit: Hit[Word], sentence: Sentence) -> int | None:
    """Where a name starts that says at what something was done that day: `20日，在|某局安保总结大会上，…`; or None."""
    text = draft.passage.text
    opened = clause_start(text, hit.start, sentence.start)
    opens = text.startswith("在", opened) and hit.start - opened > _LONG
    days = placed(draft.times, sentence.start, opened + 1)
    return opened + 1 if opens and any(is_day(t) for t in days) else None


def day_after(draft: Draft, stop: int) -> Time | None:
    """The day right behind a name, or None: `第三届法治论坛|15日|在北京开幕`."""
    found = placed(draft.times, stop, stop + 1)
    return found[-1] if found and found[-1].kind in ("day", "recent") else None


def in_quotes(text: str, hit: Hit[Word], sentence: Sentence) -> int | None:
    """Where a name in quotes starts that a sentence says was held, or None: `举办|“校园歌手大赛”`."""
    start = text.rfind("“", max(sentence.start, hit.start - 32), hit.start + 1) + 1
    if not start or text.find("”", start, hit.start) >= 0 or hit.stop - start < _SHORTEST:
        return None
    held = _TAUGHT.search(text, max(sentence.start, start - 8), start - 1)
    return start if held or _takes_place(text, hit.stop + 1, sentence.stop, hit.entry.text) else None


def _takes_place(text: str, stop: int, end: int, head: str) -> bool:
    """Whether right behind a name it is said that this was held or opened."""
    return bool(_TAKES_PLACE.match(text, stop, end) or (head.endswith("展") and _ON_SHOW.match(text, stop, end)))


def _quote_before(draft: Draft, head: int, sentence: Sentence) -> int | None:
    """The start of quotes that end at most eight characters before a head: `“法润瓷都”法律服务集市`."""
    floor = max(sentence.start, head - 32)
    found = _QUOTE_BEFORE.search(draft.passage.text, floor, head)
    if not found or _GOVERNED.search(found[0].split("”")[-1]):
        return None
    counted = _COUNTED.search(draft.passage.text, max(sentence.start, found.start() - 14), found.start())
    return counted.start() if counted else found.start()


def _after_one(text: str, head: int, sentence: Sentence) -> int | None:
    """The start of a name right after 一堂 or 一场: `上了一堂法治课`."""
    one = ONE.search(text, max(sentence.start, head - 16), head)
    return one.start() if one and not _GOVERNED.search(one[0][2:]) else None


def _clause_before(draft: Draft, hit: Hit[Word], sentence: Sentence, least: int) -> int | None:
    """The start of a name that opens its clause: after the last mark or time, `least` characters before its head."""
    start = clause_start(draft.passage.text, hit.start, sentence.start)
    start = max([start, *(t.stop for t in placed(draft.times, start, hit.start))])
    return start if least <= hit.start - start <= 30 else None


def _after_holding(passage: Passage, head: int, sentence: Sentence, holding: frozenset[str]) -> int | None:
    """Where the name before a head starts, right after the verb that holds it."""
    i = passage.by_start[passage.token_at(head).start]
    starts, texts = passage.tokens.starts, passage.tokens.texts
    floor = max(sentence.start, head - 40)
    depth = 0
    while i > 0:
        word = texts[i - 1]
        if starts[i - 1] < floor:
            return None
        if word == "”":
            depth += 1
        elif word == "“":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0:
            if word in "，。；：！？\n" or word in ("在", "将", "被", "把"):
                return None
            if word in holding:
                return starts[i]
        i -= 1
    return None


def is_raised(text: str, sentence: Sentence, start: int, hit: Hit[Word]) -> bool:
    """Whether a response to an emergency is said to be put to a level: `启动防汛Ⅱ级应急响应`."""
    if not hit.entry.text.endswith("响应"):
        return False
    return bool(_RAISED.search(text, sentence.start, start) or _SET_TO.match(text, hit.stop, sentence.stop))
