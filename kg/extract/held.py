"""Signs of happenings that are held: `召开全市公安机关医院安保工作推进会`.

They have a name, found like an initiative's: a head noun with the phrase after the verb that holds it.
"""

from __future__ import annotations

import re
from functools import cache

from kg.analyze import Passage, Sentence
from kg.extract.called import ONE, day_after, find_start, in_quotes, is_raised
from kg.extract.draft import Draft
from kg.extract.moments import SEQUEL, has_day, paragraph_time, times_before
from kg.extract.values import Found
from kg.lexicon import Hit, Lexicon, Word

HELD = ("meeting", "ceremony", "activity", "training", "inspection", "operation")
"""The types of happenings that are held; a head that stands in several tables is of the first."""

POINTER = re.compile(
    r"(?:此次|本次|这次|该|整个)?(演练|活动|会议|仪式|培训|比赛|大赛|竞赛|演习|检查|行动|论坛|讲座|义诊|拉练|展览|晚会|演出|招聘会|听证会|座谈会)"
    r"(?![\u4e00-\u9fff]{0,3}(?:机制|平台|中心))"
)
"""How a sentence opens that goes on about what was held: `演练由…主办`, `此次活动…`."""
POINTER_BEGINS = frozenset("此本这该整演活会仪培比大竞检行论讲义拉展晚招听座")
"""The first letters of these."""

_LONGER = re.compile(r"[上中期室后场者员车组部处办证点线]")  # after a head: 会场, 检查组, 训练场
_THERE = re.compile(r"上(?:[，。、]|获悉|了解到|介绍|通报|宣布|表示|发布|透露)|中[，。]")  # 推进会|上，
_TO_NEXT_HEAD = re.compile(r"(?:(?![了中上在后将])[\u4e00-\u9fff]){0,5}")  # 推进会|暨培训班
_COUNT = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,4}[次场期]|了|的|一场|一次|一堂|一起|首场|首次|首个|多场|了一场|了一次|此次|本次|这场|这次|为期.{1,3}的)+"
)
_VAGUE = re.compile(r"\d+[次场]|与|和|及|暨|该|此|这|各|有关|相关|一系列|多种|系列")
_LAUNCHES = re.compile(r"(?<!将)启动(?:了|实施)?$")
_SOON = re.compile(r"将于?近期|近期[^，。；]{0,4}[将拟]|将(?:陆续|择期|适时|择机)")
_PUT_TO_WORK = ("mechanism", "system")
_SINCE = re.compile(r"份?(?:以来|起，)")
_EVER_SINCE = re.compile(r"(?:实施)?(?:以来|至今|之后|前)")
_AT_ONCE = re.compile(r"(?:立即|迅速|随即|第一时间|即刻|马上|火速|紧急|立刻)$")
_LAUNCHED = re.compile(r"(?:正式|全面|同步|顺利)?启动(?!仪式|会|[大式])")
_OPENINGS = frozenset(
    ("开班式", "开班仪式", "开幕式", "开幕仪式", "闭幕式", "闭幕仪式", "结业仪式", "结业式", "开训仪式", "开赛仪式")
)
_COME_TO = re.compile(r"(?:出席|参加|主持|见证|列席|到场)了?$")
_MANY = re.compile(r"(?:共|累计|已)?(?!1[场次])\d[\d.,]*[万余多]*(?:场|次|架次|人次|期|起|批|轮|班次|个班)")
# A feast or a season of the year says when, be it not in the tables of times: 母亲节前夕, 春运期间.
_ON_FEAST = re.compile(
    r"[^，。；]{1,12}(?:[节日季周考运假](?:前夕|前后|当[天日]|期间|到来之际|来临之际|来临前|到来前)|[节日]临近|临近)(?=[，\u4e00-\u9fff])"
)
# What is convened is a happening, though no time is said; 要召开, 将举行 is none yet.
_CONVENED = re.compile(r"(?<![要将拟应可须])(?:召开|举行)(?:了)?$")
_RUN = re.compile(r"(?<![要将拟应可须会])(?:开展|组织|举办|组织开展|进行|启动|承办|主办)(?:了)?$")
_WANTED = re.compile(
    r"要求|鼓励|支持|引导|推动|希望|呼吁|号召|认真|积极|广泛|深入|扎实|大力|有序|精心|应|须|各单位|各地"
)
# By whom it was held is said beside it, so there was one: 某大队组织的|灭火演练.
_HELD_BY = re.compile(r"[\u4e00-\u9fff](?:召开|组织|举办|举行|开展|主办|承办)的$")

# What is said to take place, whatever it is: 一场模拟法庭|正在进行, 第三届非遗之夜|拉开帷幕.
_GOING_ON = re.compile(
    r"(?<!第)[一首][场堂](?:由[^，。；：“”]{2,20}的)?(?P<one>[^，。；：“”]{2,20}?)(?:正在|刚刚|就此|随即|如期|在这里|在此)"
    r"(?:火热|公开|现场|精彩)?(?:进行|举行|开庭|上演|展开|开讲|开演|开课|结束|打响|拉开)"
    r"|(?P<held>第[一二三四五六七八九十\d]{1,4}届[^，。；：在]{2,20}?)(?:在[^，。；]{2,20}?)?"
    r"(?:举行|举办|开幕|闭幕|启幕|落幕|拉开帷幕|落下帷幕|开赛|收官|开启)"
)


class _Words:
    """The tables of held happenings, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.types = {word: type_ for type_ in reversed(HELD) for word in lexicon.table("events", type_)}
        self.bare = frozenset(lexicon.table("events", "bare", "heads"))
        self.tight = frozenset(lexicon.table("events", "bare", "tight"))
        self.holding = frozenset(lexicon.table("events", "holding"))
        self.habit = re.compile("|".join(sorted(lexicon.table("events", "habit"), key=len, reverse=True)))


@cache
def _words(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


def find_named(draft: Draft) -> list[Found]:
    """Quoted happenings that the initiatives left over."""
    out = []
    for n in draft.named:
        # “…”活动 is called by its quotes where they are long enough to be a name.
        quoted = len(n.core) >= 5 and n.name[1:-1].startswith(n.core) and len(n.name) == len(n.core) + 4
        plain = n.head == "活动" and quoted
        name = n.core.strip("‘’") if plain else n.name.replace("‘", "“").replace("’", "”")
        type_ = "operation" if n.head.endswith("行动") else "activity"
        out.append(Found(n.start, n.stop, name, type_, draft.passage.sentence_at(n.start), "event.named", 0.85, True))
    return out


def find_launches(draft: Draft) -> list[Found]:
    """Launches of initiatives on a day: `启动“暖冬”行动`, `“暖冬”行动正式启动`."""
    passage, out = draft.passage, []
    for m in draft.of_type("Initiative"):
        sentence = passage.sentences[passage.sentence_at(m.start)]
        if passage.text.find("启动", max(sentence.start, m.start - 8), m.stop + 4) < 0:
            continue
        before = _LAUNCHES.search(passage.text, max(sentence.start, m.start - 8), m.start)
        after = _LAUNCHED.match(passage.text, m.stop, sentence.stop)
        sign = before or after
        if after and _EVER_SINCE.match(passage.text, after.end()):
            continue  # “清风”行动启动以来
        if before and _AT_ONCE.search(passage.text, sentence.start, before.start()):
            continue  # 立即启动应急响应机制: an answer to what befell
        if sentence.kind != "text" or sign is None or not has_day(draft, sentence, m.start):
            continue
        if before and draft.things[m.key].attributes.get("initiativeType") in _PUT_TO_WORK:
            continue  # 启动“快速止付”机制: it is used
        start = sign.start() if before else sign.end() - 2
        name = draft.things[m.key].label + "启动"
        out.append(Found(start, start + 2, name, "ceremony", passage.sentence_at(start), "event.launch", 0.6))
    return out


def find_held(draft: Draft, lexicon: Lexicon) -> list[Found]:
    """Happenings named by a head and the words that a verb of holding or a mark of the clause sets off before it."""
    words, passage = _words(lexicon), draft.passage
    text = passage.text
    busy = draft.mask("Initiative", "Agency", "Organization")
    out: list[Found] = []
    hits = [h for h in passage.words["events"] if h.entry.text in words.types]
    for i, hit in enumerate(hits):
        head = hit.entry.text
        n = passage.sentence_at(hit.start)
        sentence = passage.sentences[n]
        if sentence.kind not in ("text", "headline") or busy[hit.start] or not _is_whole(passage, hit, words):
            continue
        if i + 1 < len(hits) and _TO_NEXT_HEAD.fullmatch(text, hit.stop, hits[i + 1].start):
            continue  # the longer name is read at the next head
        start = find_start(draft, hit, sentence, words.holding, bare=head in words.bare)
        if start is None:
            continue
        name = _COUNT.sub("", text[start : hit.stop].strip())
        opened = name.startswith("“") and "”" not in name  # 一场“警企恳谈会”
        name = name[1:] if opened else name
        start = hit.stop - len(name)
        bare = head in words.bare
        if (bare and hit.start - start < 2) or _VAGUE.match(name):
            continue
        if _MANY.match(text, hit.stop, sentence.stop):
            continue
        day = day_after(draft, hit.stop)
        if not _is_definite(
            draft,
            sentence,
            day.stop if day else start,
            words,
            strict=bare and not is_raised(text, sentence, start, hit),
        ):
            continue
        quoted = not opened and text[start - 1 : start] == "“" and text[hit.stop : hit.stop + 1] == "”"
        if quoted and head != "回头看" and not in_quotes(text, hit, sentence):
            continue
        before = passage.sentences[out[-1].sentence] if out else None
        if before and before.paragraph == sentence.paragraph and _is_its_opening(text, name, start):
            continue  # 培训班开班，某局长出席|开班式
        out.append(Found(start, hit.stop, name, words.types[head], n, "event.held", 0.75, True))
    return out + _find_going_on(draft, {sign.sentence for sign in out}, words)


def _find_going_on(draft: Draft, told: set[int], words: _Words) -> list[Found]:
    """What running text says takes place that has no head of the tables, in sentences that no other is held in."""
    text, out = draft.passage.text, []
    busy = draft.mask("Initiative", "Agency", "Organization")
    if not any(map(text.__contains__, ("一场", "首场", "一堂", "首堂", "届"))):
        return []
    for match in _GOING_ON.finditer(text):
        group = "one" if match["one"] else "held"
        start, n = match.start(group), draft.passage.sentence_at(match.start())
        sentence = draft.passage.sentences[n]
        if n in told or sentence.kind != "text" or busy[start]:
            continue
        if words.habit.search(text, sentence.start, start) or _SOON.search(text, sentence.start, start):
            continue
        told.add(n)
        out.append(Found(start, match.end(group), match[group], "activity", n, "event.held", 0.75, True))
    return out


def _is_its_opening(text: str, name: str, start: int) -> bool:
    """Whether what people come to is only how something told before began or closed."""
    return name in _OPENINGS and _COME_TO.search(text, max(0, start - 6), start) is not None


def _is_whole(passage: Passage, hit: Hit[Word], words: _Words) -> bool:
    """Whether a head is a word of its own, not the start of a longer one (检查站, 活动中心)."""
    head = hit.entry.text
    if head in words.tight and not passage.edges[hit.stop]:
        return False
    if head != "会" and _LONGER.match(passage.text, hit.stop) and not _THERE.match(passage.text, hit.stop):
        return False
    i = passage.by_start.get(hit.stop)
    return not (head in words.bare and i is not None and passage.tokens[i].tag in ("n", "vn"))


def _is_definite(draft: Draft, sentence: Sentence, at: int, words: _Words, *, strict: bool) -> bool:
    """Whether a sentence tells of one happening: a time (or 一场) before it, nothing habitual or planned."""
    if words.habit.search(draft.passage.text, sentence.start, at) or _SOON.search(
        draft.passage.text, sentence.start, at
    ):
        return False
    times = times_before(draft, sentence, at)
    if any(t.kind == "habit" for t in times):
        return False
    if sentence.kind == "text" and _HELD_BY.search(draft.passage.text, sentence.start, at):
        return True
    times = [t for t in times if not _SINCE.match(draft.passage.text, t.stop)]
    if sentence.kind == "text" and _ON_FEAST.match(draft.passage.text, sentence.start, at):
        return True
    if any(
        t.kind in ("day", "recent", "month", "feast") or (t.kind == "span" and t.value.count("-") >= 4) for t in times
    ):
        return True
    if sentence.kind == "text" and ONE.search(draft.passage.text, sentence.start, at):
        return True
    if sentence.kind == "text" and SEQUEL.match(draft.passage.text, sentence.start):
        return True
    if strict or sentence.kind != "text":
        return False
    if paragraph_time(draft, sentence) is not None or _CONVENED.search(draft.passage.text, sentence.start, at):
        return True
    if not _is_lead(draft, sentence) or _WANTED.search(draft.passage.text, sentence.start, at):
        return False
    return _RUN.search(draft.passage.text, sentence.start, at) is not None


def _is_lead(draft: Draft, sentence: Sentence) -> bool:
    """Whether a sentence is the first of an article's running text: what it tells is the news."""
    first = next((other for other in draft.passage.sentences if other.kind == "text"), None)
    return first is sentence
