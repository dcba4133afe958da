"""Stories: somebody is in need or calls, others act, it ends well; told over paragraphs in words that no table knows.

`派出所接到报警：老人出门未归`, `民警一路喊一路找`, `老人平安回到家中`: a call or a plight opens it, an end closes it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from kg.analyze import Sentence
from kg.extract.draft import Draft, placed
from kg.extract.moments import has_day
from kg.extract.moods import drilled, in_speech, is_only_said, is_recalled
from kg.extract.otherwise import RESCUE_NOUN
from kg.extract.values import Found, Story
from kg.lexicon import Hit, Lexicon, Word
from kg.lexicon.characters import DECIMALS

_LONGEST = 5  # paragraphs
_LONGEST_PLIGHT = 3  # paragraphs of a story that no call opens
_MOST = 40  # sentences before and after its opening that a story is looked for in
_SECONDS = 3  # characters before a time that opens a paragraph
# What a story may be that opens so; of several ends, the first of these says what it is.
_OF = {"call": ("rescue", "case", "operation"), "plight": ("rescue", "operation"), "stake": ("case",)}
_COUNTED = re.compile(r"[^，。；\d]{0,8}\d{1,6}余?[名人件起次个户台]")  # 找回走失老人18名
_START, _PARAGRAPH = attrgetter("start"), attrgetter("paragraph")


class _Words(NamedTuple):
    """The tables of stories, ready for use."""

    plights: dict[str, str]  # word → how a story opens with it
    ends: dict[str, str]  # word → type of the event
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    begins: re.Pattern[str]  # what those begin with
    asks: tuple[str, ...]
    calls: re.Pattern[str]
    no_calls: re.Pattern[str]
    over: re.Pattern[str]
    back: re.Pattern[str]
    earlier: re.Pattern[str]
    tried: frozenset[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    def pattern(key: str) -> re.Pattern[str]:
        return re.compile("|".join(lexicon.table("events", "stories", key)))

    leads = "".join(lexicon.table("events", "stories", "leads"))
    return _Words(
        plights=dict.fromkeys(lexicon.table("events", "stake"), "stake")
        | dict.fromkeys(lexicon.table("events", "plight") + lexicon.table("events", "weak"), "plight"),
        ends={
            word: type_
            for type_, table, key in (
                ("rescue", "helped", "words"),
                ("rescue", "stories", "saved"),
                ("case", "settled", "words"),
                ("case", "stories", "agreed"),
                ("operation", "mended", "words"),
            )
            for word in lexicon.table("events", table, key)
        },
        patterns=(("rescue", pattern("helps")), ("case", pattern("settles"))),
        begins=re.compile(f"[{''.join(lexicon.table('events', 'stories', 'begins'))}{DECIMALS}]"),
        asks=lexicon.table("events", "stories", "asks"),
        calls=re.compile(f"[{leads}](?:{pattern('calls').pattern})"),
        no_calls=pattern("no_calls"),
        over=pattern("over"),
        back=pattern("back"),
        earlier=pattern("earlier"),
        tried=frozenset(lexicon.table("events", "stories", "tried")),
    )


class _Opening(NamedTuple):
    """Where a story may open, half-open, in a sentence; `how` is one of `_OF`."""

    start: int
    stop: int
    sentence: int
    how: str


class _Marks(NamedTuple):
    """The paragraphs that tell of what was held or honoured, that hold a call, that hold an end."""

    taken: set[int]
    called: set[int]
    ended: set[int]


def find_stories(draft: Draft, lexicon: Lexicon, signs: list[Found]) -> tuple[list[Found], list[Story]]:
    """The signs of stories that no other rule has found, and the paragraphs of each story."""
    openings = _openings(draft, lexicon, signs)
    if not openings:
        return [], []
    words, sentences = _words(lexicon), draft.passage.sentences
    by_place = sorted(signs, key=_START)
    starts = {sign.start for sign in signs}
    ends = [hit for hit in draft.passage.words["events"] if hit.entry.text in words.ends]
    marks = _find_marks(draft, signs, openings, ends)
    out: list[Found] = []
    stories: list[Story] = []
    for opening in openings:
        sentence = sentences[opening.sentence]
        taken = sentence.paragraph in marks.taken or (stories and sentence.paragraph < stories[-1].stop)
        if taken or not has_day(draft, sentence, opening.start):
            continue
        read = _read(draft, lexicon, opening, marks, by_place, ends)
        if read is None:
            continue
        story, found, known = read
        if _goes_back(draft, words, sentence, marks) and (not stories or stories[-1].stop < story.start):
            first = bisect_left(sentences, story.start - 1, key=_PARAGRAPH)
            story = Story(story.start - 1, story.stop, story.type, first, story.closed)
        stories.append(story)
        start, stop, n, how = opening
        if how != "call" and start not in starts:
            out.append(Found(start, stop, "", story.type, n, "event.call", 0.6))
        elif how == "call" and not known:
            out.append(Found(max(start, stop - 2), stop, "", story.type, n, "event.call", 0.6))
        out += [sign for sign in found if sentences[sign.sentence].paragraph < story.stop]
    return out, stories


def _read(
    draft: Draft,
    lexicon: Lexicon,
    opening: _Opening,
    marks: _Marks,
    signs: list[Found],
    ends: list[Hit[Word]],
) -> tuple[Story, list[Found], bool] | None:
    """The story that an opening opens, the ends of it, and whether other signs tell of it; or nothing."""
    words, sentences = _words(lexicon), draft.passage.sentences
    n, how = opening.sentence, opening.how
    last = _last(draft, words, n, opening.start, marks, _LONGEST if how == "call" else _LONGEST_PLIGHT)
    final = min(bisect_left(sentences, last + 1, key=_PARAGRAPH), n + _MOST)
    limit = sentences[final - 1].stop
    first = sentences[max(bisect_left(sentences, sentences[n].paragraph, key=_PARAGRAPH), n - _MOST)].start
    within = [sign for sign in placed(signs, first, limit) if sign.rule != "event.weak"]
    after = opening.stop if how == "call" else sentences[n].start  # 领到了被拖欠的|工资
    found = _ends(draft, lexicon, placed(ends, after, limit), n, after, final)
    # 道路中断，…7日9时|抢通
    types = {sign.type for sign in found if sign.sentence == n} or {
        sign.type for sign in (*found, *within) if sign.rule == "event.story" or sign.type == "rescue"
    }
    type_ = next((name for name in _OF[how] if name in types), "")
    if not type_ or (type_ != "case" and any(sign.type == "case" for sign in within)):
        return None
    who = ("Agency",) if type_ == "case" else ("Agency", "Organization", "Person")
    if not placed(draft.outer(*who), first, limit):
        return None
    told = [sign for sign in (*found, *within) if sign.type == type_]
    story = _stretch(draft, words, n, max([n, *(sign.sentence for sign in told)]), last, type_)
    return story, [sign for sign in found if sign.type == type_], any(sign.type == type_ for sign in within)


def _find_marks(draft: Draft, signs: list[Found], openings: list[_Opening], ends: list[Hit[Word]]) -> _Marks:
    sentences = draft.passage.sentences
    held = {sentences[s.sentence].paragraph for s in signs if s.is_held or _opens_with_thanks(draft, s)}
    rescued = {sentences[s.sentence].paragraph for s in signs if s.type == "rescue" and s.rule != "event.weak"}
    return _Marks(
        taken=held | drilled(draft),
        called={sentences[opening.sentence].paragraph for opening in openings if opening.how == "call"},
        ended={sentences[draft.passage.sentence_at(hit.start)].paragraph for hit in ends} | rescued,
    )


def _opens_with_thanks(draft: Draft, sign: Found) -> bool:
    """Whether a sign tells of an honour at the beginning of its paragraph."""
    sentences, n = draft.passage.sentences, sign.sentence
    return sign.type == "commendation" and (not n or sentences[n - 1].paragraph != sentences[n].paragraph)


def _stretch(draft: Draft, words: _Words, opened: int, until: int, last: int, type_: str) -> Story:
    """The story from the sentence that opens it to that with its last end, or to how it came, told after it."""
    sentences = draft.passage.sentences
    stop = sentences[until].paragraph + 1
    closed = until + 1
    after = bisect_left(sentences, stop, key=_PARAGRAPH)
    if stop <= last and after < len(sentences) and words.back.match(draft.passage.text, sentences[after].start):
        stop += 1
        closed = bisect_left(sentences, stop, key=_PARAGRAPH)
    return Story(sentences[opened].paragraph, stop, type_, opened, closed)


def _goes_back(draft: Draft, words: _Words, sentence: Sentence, marks: _Marks) -> bool:
    """Whether the paragraph of a sentence tells how the end came about that the one before it tells first."""
    passage = draft.passage
    n = bisect_left(passage.sentences, sentence.paragraph, key=_PARAGRAPH)
    if not n or not words.earlier.match(passage.text, passage.sentences[n].start):
        return False
    above = passage.sentences[n - 1]
    if above.kind != "text" or above.paragraph in marks.taken:
        return False
    first = passage.sentences[bisect_left(passage.sentences, above.paragraph, key=_PARAGRAPH)]
    return above.paragraph in marks.ended or bool(_find_ends(words, passage.text, first.start, above.stop))


def _find_ends(words: _Words, text: str, start: int, stop: int) -> list[tuple[int, int, str]]:
    """The first end of each type that the patterns find in a stretch: where it starts and stops, and its type."""
    found = []
    places = [begin.start() for begin in words.begins.finditer(text, start, stop)]
    for type_, pattern in words.patterns:
        match = next(filter(None, (pattern.match(text, place, stop) for place in places)), None)
        if match:
            found.append((match.start(), match.end(), type_))
    return found


def _openings(draft: Draft, lexicon: Lexicon, signs: list[Found]) -> list[_Opening]:
    """Where stories may open, by place."""
    words, passage, text = _words(lexicon), draft.passage, draft.passage.text
    out: list[_Opening] = []
    if any(map(text.__contains__, words.asks)):
        for call in words.calls.finditer(text):
            n = passage.sentence_at(call.start())
            floor = max(passage.sentences[n].start, call.start() - 12)
            if passage.sentences[n].kind == "text" and not words.no_calls.search(text, floor, call.end() + 6):
                out.append(_Opening(call.start(), call.end(), n, "call"))
    for hit in passage.words["events"]:
        how = words.plights.get(hit.entry.text)
        if how:
            n = passage.sentence_at(hit.start)
            if _is_told(draft, lexicon, passage.sentences[n], hit.start, plans=True):
                out.append(_Opening(hit.start, hit.stop, n, how))
    out += [
        _Opening(sign.start, sign.stop, sign.sentence, "stake")
        for sign in signs
        if sign.type == "case"
        and passage.sentences[sign.sentence].kind == "text"
        and text[sign.start : sign.stop] in words.tried
    ]
    out.sort()
    return out


def _is_told(draft: Draft, lexicon: Lexicon, sentence: Sentence, at: int, *, plans: bool = False) -> bool:
    """Whether what stands at a place is told as having happened, or where `plans` count, as planned."""
    text = draft.passage.text
    told = sentence.kind == "text" and not in_speech(text, sentence, at) and not is_recalled(text, sentence, at)
    return told and not is_only_said(draft, lexicon, sentence, at, plans=plans)


def _ends(draft: Draft, lexicon: Lexicon, hits: list[Hit[Word]], n: int, after: int, final: int) -> list[Found]:
    """The ends told from a place in a sentence on, up to another sentence."""
    words, passage, text = _words(lexicon), draft.passage, draft.passage.text
    busy = draft.mask("Initiative", "Agency", "Organization")  # “快速|寻回”机制
    out: list[Found] = []
    for m in range(n, final):
        sentence = passage.sentences[m]
        start = max(sentence.start, after)
        if sentence.kind != "text" or start >= sentence.stop:
            continue
        found = [(hit.start, hit.stop, words.ends[hit.entry.text]) for hit in placed(hits, start, sentence.stop)]
        found += _find_ends(words, text, start, sentence.stop)
        out += [
            Found(begin, stop, "", type_, m, "event.story", 0.6)
            for begin, stop, type_ in found
            if not busy[begin]
            and _is_told(draft, lexicon, sentence, begin)
            and not _COUNTED.match(text, stop, sentence.stop)
            and not RESCUE_NOUN.match(text, stop, sentence.stop)
        ]
    return out


def _last(draft: Draft, words: _Words, n: int, at: int, marks: _Marks, longest: int) -> int:
    """The last paragraph that may tell of the story that a sentence opens."""
    passage = draft.passage
    first = last = passage.sentences[n].paragraph
    days = {t.value for t in placed(draft.times, passage.sentences[n].start, at) if t.kind == "day"}
    ended = first in marks.ended
    for i in range(n + 1, min(n + _MOST, len(passage.sentences))):
        sentence = passage.sentences[i]
        if sentence.paragraph == last:
            continue
        if sentence.kind != "text" or sentence.paragraph - first >= longest or sentence.paragraph in marks.taken:
            break
        if words.over.match(passage.text, sentence.start) or (ended and sentence.paragraph in marks.called):
            break
        opens = placed(draft.times, sentence.start, sentence.start + _SECONDS)
        if any(t.kind == "day" and t.value not in days and "月" in passage.text[t.start : t.stop] for t in opens):
            break  # a new day, written in full: another story
        last = sentence.paragraph
        ended = ended or last in marks.ended
    return last


def story_of(stories: list[Story], paragraph: int) -> Story | None:
    """The story that a paragraph tells of, or nothing."""
    at = bisect_right(stories, paragraph, key=_START) - 1
    return stories[at] if at >= 0 and paragraph < stories[at].stop else None
