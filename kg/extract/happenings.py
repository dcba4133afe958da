"""Which signs tell of one happening: all that is held under one name, what befell on one day in one paragraph."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from kg.extract.acts import find_acts
from kg.extract.cases import find_cases, find_suits
from kg.extract.deeds import find_deeds
from kg.extract.draft import Draft, placed
from kg.extract.headlined import headline_signs
from kg.extract.held import find_held, find_launches, find_named
from kg.extract.incidents import find_incidents, tells_one_story
from kg.extract.moments import find_moment, times_before
from kg.extract.narrated import add_narrated
from kg.extract.stories import find_stories, story_of
from kg.extract.tales import find_tales
from kg.extract.values import Found, Story
from kg.extract.visits import find_visits
from kg.lexicon import Lexicon

# What is done at an occasion, told in the next sentence: 随后，消防员讲解了灭火器的使用方法; 某队获得冠军.
_DONE_THERE = ("讲解", "讲授", "授课", "颁奖", "获得", "荣获", "观摩", "参观")
# What becomes of those whom something befell is no happening beside it.
_AFTERMATH = ("脱离危险", "脱离生命危险", "转危为安")
_TAKEN = re.compile(r"(?:被|(?<![将把对为])伤者)[^，。；]{0,8}$")  # 伤者钱某被|送往医院
_ONE_STORY = ("accident", "rescue")  # an article tells of one, all over it
_HEADLINED = ("rescue", "case", "accident", "operation")
_OF_STORY = ("event.call", "event.story")
_BY_THE_WAY = ("event.cited", "event.listed", "event.once")  # not what the article is about
_ELSEWHERE = re.compile(r"(?:几乎)?同一时间|无独有偶|同样[是在]")  # what befell somewhere else
_MOSTLY = 0.5  # of an article's running text
_LONGEST_HEADLINE = 40  # characters
_VESSEL = re.compile(r"(?:船|轮|艇|号|机舱)[^。；]{0,8}$")
_BREAK = re.compile(r"[，。；：\n]")
_COME_TO = re.compile(r"(?:参加|出席|主持|观摩|列席|见证|莅临|到场|参与)(?:了)?(?:此次|本次|该)?$")
_OPENS_WITH = 2  # characters before a day that opens a sentence
_NEW_ONE = re.compile(r"(?<![\d第用动派乘驾领着])[一两二三四五六1-9][名位艘辆家处户栋座起只头](?![多余])")
_AGAIN = re.compile(r"又(?!是)|再次|另一|再度")
_DONE_AT = ("other", "case", "commendation")


class _Words(NamedTuple):
    """Tables of words that say which signs go together."""

    natural: frozenset[str]
    wrecks: frozenset[str]
    settling: frozenset[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    stories = lexicon.table("events", "stories", "agreed") + lexicon.table("events", "stories", "tried")
    natural, wrecks = (frozenset(lexicon.table("events", table)) for table in ("natural", "wreck"))
    return _Words(natural, wrecks, frozenset(stories))


def find_happenings(draft: Draft, lexicon: Lexicon, *, emergency: bool) -> list[list[Found]]:
    """The happenings of an article, each the signs that tell of it, by place; of signs that overlap, the first."""
    found = (
        find_named(draft)
        + find_held(draft, lexicon)
        + find_launches(draft)
        + find_incidents(draft, lexicon, emergency=emergency)
    )
    found += find_visits(draft, found, lexicon)
    told, draft.stories = find_stories(draft, lexicon, found)
    found += told
    found += find_cases(draft, found)
    found += find_suits(draft, found)
    found += find_acts(draft, found)
    found += find_tales(draft, found, lexicon)
    found += find_deeds(draft, found, lexicon)
    found.sort(key=lambda sign: (sign.start, -sign.stop))
    kept: list[Found] = []
    for sign in found:
        if (not kept or sign.start >= kept[-1].stop) and not _is_part(draft, kept, sign):
            kept.append(sign)
    groups = _group(draft, kept, _words(lexicon), story=tells_one_story(draft, lexicon))
    _add_headline(draft, groups)
    add_narrated(draft, lexicon, groups)
    return groups


def _add_headline(draft: Draft, groups: list[list[Found]]) -> None:
    """Take the headline for a sign of what an article is about too, where no headline has a sign yet.

    That is the one incident that it tells of, and of little else, or what befell or was done in its lead.
    """
    sentences = draft.passage.sentences
    if any(sentences[sign.sentence].kind == "headline" for group in groups for sign in group):
        return
    told = [group for group in groups if group[0].is_held or group[0].type != "commendation"]
    first = told[0][0] if told else None
    if first is None or first.is_held or first.rule in _BY_THE_WAY:
        return
    lead = next((sentence.paragraph for sentence in sentences if sentence.kind == "text"), -1)
    about = len(told) == 1 and first.type in _HEADLINED and _fills(draft, told[0])
    if not about and sentences[first.sentence].paragraph != lead:
        return
    if (
        sum(sentence.stop - sentence.start for sentence in sentences if sentence.kind == "headline")
        <= _LONGEST_HEADLINE
    ):
        told[0] += headline_signs(draft, "", first.type, "event.headline")


def _fills(draft: Draft, group: list[Found]) -> bool:
    """Whether the paragraphs that tell of an incident are most of an article's running text."""
    sentences = draft.passage.sentences
    paragraphs = {sentences[sign.sentence].paragraph for sign in group if sentences[sign.sentence].kind == "text"}
    for story in draft.stories:
        if not paragraphs.isdisjoint(range(story.start, story.stop)):
            paragraphs |= set(range(story.start, story.stop))
    running = [sentence for sentence in sentences if sentence.kind == "text"]
    filled = sum(sentence.stop - sentence.start for sentence in running if sentence.paragraph in paragraphs)
    return filled >= _MOSTLY * sum(sentence.stop - sentence.start for sentence in running)


def _is_part(draft: Draft, before: list[Found], sign: Found) -> bool:
    """Whether an act is only what was done at something held in the same sentence: 举办对接会，32家企业签约."""
    if sign.is_held or sign.type not in _DONE_AT or not before or not before[-1].is_held:
        return False
    if draft.passage.text.startswith("锦旗", sign.start):
        return False  # given there, for something else
    if before[-1].sentence != sign.sentence:
        sentences, word = draft.passage.sentences, draft.passage.text[sign.start : sign.stop]
        if word not in _DONE_THERE or sentences[sign.sentence].paragraph - sentences[before[-1].sentence].paragraph > 1:
            return False
    return not any(t.kind == "day" for t in placed(draft.times, before[-1].stop, sign.start))


def _group(draft: Draft, found: list[Found], words: _Words, *, story: bool) -> list[list[Found]]:
    """Several signs of one happening together; weak signs in a paragraph that tells of a rescue are part of it."""
    passage = draft.passage
    sentences = passage.sentences
    groups: list[list[Found]] = []
    named: dict[str, list[Found]] = {}  # the first group of each name
    # The groups that a sign may go on with, by number: those with a sign in its paragraph, or of the same incident.
    here: dict[int, set[int]] = defaultdict(set)
    told: dict[str, set[int]] = defaultdict(set)
    numbers: dict[int, int] = {}
    rescued = {sentences[sign.sentence].paragraph for sign in found if sign.type == "rescue"}
    for number, sign in enumerate(found):
        paragraph = sentences[sign.sentence].paragraph
        tale = story_of(draft.stories, paragraph)
        near = found[max(0, number - 1) : number + 2]
        if sign.rule == "event.weak" and (_is_wreck(draft, sign, words) or _is_crash(draft, sign, near, words)):
            sign = replace(sign, rule="event.incident")
        elif sign.rule == "event.weak" and tale:
            sign = replace(sign, type=tale.type)
        elif sign.rule == "event.weak" and rescued and (story or paragraph in rescued):
            sign = replace(sign, type="rescue")
        if sign.is_held:
            same = named.get(sign.name) or _told_before(draft, groups, sign)
        else:
            numbered = sorted(here[paragraph] | told[sign.type], reverse=True)
            same = next(
                (groups[n] for n in numbered if _goes_on(draft, groups[n], sign, tale, words, story=story)), None
            )
        if same is None and here[paragraph] and _is_aftermath(passage.text, sign):
            continue
        if same is None:
            same = []
            numbers[id(same)] = len(groups)
            groups.append(same)
            named.setdefault(sign.name, same)
        same.append(sign)
        here[paragraph].add(numbers[id(same)])
        if sign.type in _ONE_STORY or tale:
            told[sign.type].add(numbers[id(same)])
    return groups


def _is_wreck(draft: Draft, sign: Found, words: _Words) -> bool:
    """Whether a sign tells what befell a vessel: that is an accident by itself, whoever is rescued from it."""
    if draft.passage.text[sign.start : sign.stop] not in words.wrecks:
        return False
    sentence = draft.passage.sentences[sign.sentence]
    return _VESSEL.search(draft.passage.text, max(sentence.start, sign.start - 16), sign.start) is not None


def _is_crash(draft: Draft, sign: Found, near: list[Found], words: _Words) -> bool:
    """Whether a sign tells, in one clause with an accident, how it came: 失控后|侧翻."""
    text = draft.passage.text
    return any(
        other.type == "accident"
        and other.rule == "event.incident"
        and not _is_natural(draft, other, words)
        and _BREAK.search(text, min(sign.start, other.start), max(sign.start, other.start)) is None
        for other in near
    )


def _is_aftermath(text: str, sign: Found) -> bool:
    """Whether a sign only tells what became of somebody: 被送往医院, 脱离危险."""
    if text[sign.start : sign.stop] in _AFTERMATH:
        return True
    return text.startswith("送", sign.start) and _TAKEN.search(text, max(0, sign.start - 12), sign.start) is not None


def _told_before(draft: Draft, groups: list[list[Found]], sign: Found) -> list[Found] | None:
    """The happening that a shorter name means where people come to it: 召开新闻发布会。…出席|发布会."""
    passage = draft.passage
    if not _COME_TO.search(passage.text, max(0, sign.start - 8), sign.start):
        return None
    paragraph = passage.sentences[sign.sentence].paragraph
    for group in reversed(groups):
        first = group[0]
        if first.is_held and first.name != sign.name and first.name.endswith(sign.name):
            near = paragraph - passage.sentences[first.sentence].paragraph <= 1
            new_day = any(t.kind == "day" for t in placed(draft.times, first.stop, sign.start))
            return group if near and not new_day else None
    return None


def _is_natural(draft: Draft, sign: Found, words: _Words) -> bool:
    """Whether an accident is one that the weather or the earth brings."""
    return _word(draft, sign) in words.natural


def _word(draft: Draft, sign: Found) -> str:
    return draft.passage.text[sign.start : sign.stop]


def _in_new_section(draft: Draft, group: list[Found], sign: Found) -> bool:
    """Whether a heading stands between an incident and a sign, behind which another day is told of."""
    sentences = draft.passage.sentences
    last = group[-1].sentence
    heading = next((n for n in range(sign.sentence, last, -1) if sentences[n].kind == "heading"), None)
    if heading is None or sentences[last].kind != "text":
        return False
    day = [t.value for t in times_before(draft, sentences[sign.sentence], sign.start) if t.kind == "day" and t.value]
    moment = find_moment(draft, group) if day else ""
    return moment != "" and moment != day[-1]


def _is_another(draft: Draft, group: list[Found], sign: Found) -> bool:
    """Whether the sentence of a sign opens with another day than an incident's and with somebody not told of before."""
    sentence = draft.passage.sentences[sign.sentence]
    if sign.type not in _ONE_STORY or sentence.kind != "text" or sign.sentence == group[-1].sentence:
        return False
    times = [t for t in times_before(draft, sentence, sign.start) if t.kind == "day" and t.value]
    if not times or times[0].start - sentence.start > _OPENS_WITH:
        return False
    text = draft.passage.text
    again = _AGAIN.search(text, times[0].stop, sign.start) is not None
    if again and sign.type == "accident":
        return True
    full = "月" in text[times[0].start : times[0].stop]
    if not full or not (again or _NEW_ONE.search(text, times[0].stop, sentence.stop)):
        return False
    return find_moment(draft, group) not in ("", times[0].value)


def _goes_on(draft: Draft, group: list[Found], sign: Found, tale: Story | None, words: _Words, *, story: bool) -> bool:
    """Whether a sign tells on of an incident: of the same kind, in the same paragraph, with no new day in between.

    An article tells of one accident only, all over it, and one whose headline tells of a rescue, of that one.
    """
    last = group[-1]
    if last.is_held or sign.rule == "event.listed" or _is_another(draft, group, sign):
        return False
    if sign.sentence == last.sentence and "other" in (sign.type, last.type):
        return True
    if last.type != sign.type:
        return False
    if sign.type == "accident" and _is_natural(draft, sign, words) != _is_natural(draft, last, words):
        sentence = draft.passage.sentences[sign.sentence]
        return not any(t.kind == "day" for t in times_before(draft, sentence, sign.start))
    if sign.type == "accident" or (story and sign.type == "rescue"):
        return not _in_new_section(draft, group, sign)
    sentences = draft.passage.sentences
    if tale and sign.type == tale.type and tale.start <= sentences[last.sentence].paragraph < tale.stop:
        if _ELSEWHERE.match(draft.passage.text, sentences[sign.sentence].start):
            return False
        if tale.type != "case" or sign.rule in _OF_STORY or _word(draft, sign) in words.settling:
            return True
    if sentences[last.sentence].paragraph != sentences[sign.sentence].paragraph:
        return False
    times = placed(draft.times, last.start + 1, sign.start)
    between = {t.value for t in times if t.kind == "day" and t.value}
    return not between or between == {find_moment(draft, group)}
