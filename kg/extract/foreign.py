"""Names of foreigners: Japanese ones by their surnames, others by the syllables that they are written with."""

from __future__ import annotations

import re

import rjieba

from kg.analyze import Passage
from kg.extract.beside import left_of, right_of
from kg.extract.names import CHINESE, NAME_TAGS, whole_name
from kg.extract.scale import FOREIGN, NO_FOREIGN, NO_LAST, Scale

Found = dict[tuple[int, int], tuple[str, float]]
"""Names by their place, half-open: the rule that found each, and how sure it is."""
_MOST = 12  # words of a name
_OFFICES = (
    "总理",
    "外长",
    "首相",
    "天皇",
    "国王",
    "王储",
    "亲王",
    "外相",
    "防长",
    "总统",
)  # of other countries' states
_OFFICIAL = re.compile(
    rf"(?<![^，。；：、“\n])([\u4e00-\u9fff]{{2,4}}?)副?(?:{'|'.join(_OFFICES)})(?![府选任期制夫候])"
)


def add_officials(passage: Passage, found: Found, taken: bytearray) -> None:
    """Names that no dictionary has, at the head of a clause, before an office of another country's: 素帕猜副总理."""
    text = passage.text
    for m in _OFFICIAL.finditer(text) if any(map(text.__contains__, _OFFICES)) else ():
        start, stop = m.span(1)
        odd = not rjieba.has_word(m[1]) and not any(word in m[1] for word in ("前", "任", "国", "新", "副", "代", "两"))
        if odd and not any(taken[start:stop]):
            found.setdefault((start, stop), ("person.official", 0.7))


def add_japanese(passage: Passage, i: int, scale: Scale, found: Found) -> None:
    """A Japanese name: a surname of two characters with a given name, or before an office or a verb of speech."""
    text, start = passage.text, passage.tokens.starts[i]
    surname = next(s for s in scale.japanese if text.startswith(s, start))
    if surname in scale.nobodies and passage.tokens.texts[i] == surname:
        return
    bare = start + len(surname)
    for stop in (bare + 3, bare + 2, bare + 1):
        if passage.edges[min(stop, len(text))] and text[stop - 1 : stop] in scale.ends and stop <= len(text):
            given = text[bare:stop]
            if given[0] in "之的":
                continue
            whole = CHINESE.fullmatch(given) and not (len(given) == 1 and rjieba.has_word(text[start:stop]))
            if whole and right_of(passage, stop, scale) > 0 and left_of(passage, i, scale) >= 0:
                found.setdefault((start, stop), ("person.japanese", 0.75))
                return
    if passage.edges[bare] and not rjieba.has_word(surname + text[bare : bare + 1]):
        least = 3 if surname in scale.chinese else 1
        if right_of(passage, bare, scale) >= least and left_of(passage, i, scale) > 1:
            found.setdefault((start, bare), ("person.japanese", 0.6))


def add_foreign(passage: Passage, i: int, scale: Scale, found: Found, taken: bytearray) -> int:
    """Add the foreign name that several words of syllables around one make, and return where it stops; else 0."""
    texts, starts, text = passage.tokens.texts, passage.tokens.starts, passage.text
    first, last = i, i + 1
    while first and last - first < _MOST and scale.syllables.issuperset(texts[first - 1]):
        first -= 1
    while last < len(texts) and last - first < _MOST and scale.syllables.issuperset(texts[last]):
        last += 1
    while last > first and scale.told(texts[last - 1], 0):  # 威曼|女士
        last -= 1
    tags = passage.tokens.tags
    while first < last and tags[first][0] in "vad" and rjieba.has_word(texts[first]):  # 祝贺|布拉特
        first += 1
    if last - first < 2:
        return 0
    start, stop = starts[first], starts[last]
    name = text[start:stop]
    if stop - start < 3 or any(taken[start:stop]) or name[-1] in NO_FOREIGN or name[-1] in NO_LAST:
        return 0
    if scale.characters.strange(name) < FOREIGN or any(scale.plain(texts[k], tags[k]) for k in range(first, last)):
        return 0
    left, right = left_of(passage, first, scale), right_of(passage, stop, scale)
    if left < 0 or right < 0 or (right == 0 and left < 3) or text[start - 1 : start] == "在":
        return 0
    at = text.find(name)
    while at >= 0:  # a place, as the article says elsewhere
        if scale.longer.match(text, at + len(name)):
            return 0
        at = text.find(name, at + 1)
    rule = "person.foreign", 0.65
    for shorter in range(start + 2, stop):  # 前锋|巴蒂|斯图塔: an office tells the first word only
        rule = found.pop((start, shorter), rule)
    found.setdefault((start, stop), rule)
    return stop


def find_dotted(passage: Passage, scale: Scale) -> dict[int, int]:
    """Where names of several parts with dots between them start and stop: 詹姆斯·伯德, 买买提·艾力.

    A part is a word of syllables, or as many syllables as follow each other where the tagger cut an unknown word.
    """
    texts, starts, tags = passage.tokens.texts, passage.tokens.starts, passage.tokens.tags
    text, spans = passage.text, {}
    done = 0
    dot = -1
    for _ in range(texts.count("·") if "·" in text else 0):
        dot = texts.index("·", dot + 1)
        if dot < done or not dot:
            continue
        first, last = dot - 1, dot + 1
        named = scale.syllables.issuperset(texts[first]) or tags[first] in NAME_TAGS
        while first and len(texts[first - 1]) > 1 and tags[first - 1] in NAME_TAGS and dot - first < _MOST:
            if not scale.syllables.issuperset(texts[first - 1]):
                break
            first -= 1
        while last < len(texts) and last - dot < _MOST:
            word = texts[last]
            if word != "·" and (not scale.syllables.issuperset(word) or scale.told(word, 0)):
                break
            last += 1
        start, stop = starts[first], starts[last]
        found = scale.words.ethnic.search(text, max(0, starts[dot] - 6), starts[dot] + 24)
        if found and found.start() < starts[dot] < found.end():
            name = whole_name(found[0], text[found.end() : found.end() + 6], scale.words)
            start = start if named else found.start()
            ending = found.start() + len(name)
            split = not passage.edges[ending] and rjieba.has_word(passage.token_at(ending).text)  # 盖茨和微|软
            if ending > stop and not split and name[-1] not in "和都等":
                stop = ending
        elif not named:
            continue
        longer = text[stop - 1] in NO_LAST or text.endswith("公司", 0, stop) or scale.longer.match(text, stop)
        if stop > starts[dot] + 1 and text[stop - 1] != "·" and not longer:
            spans[start] = stop
        done = last
    return spans
