"""Persons: authors, names after an office, names before a verb of speech, courtesy names, transliterated names.

The tagger proposes; a name counts when a gate lets it in: a byline, an office before it, a verb of speech after it, a
courtesy (先生, 某), or another place in the article where it passed a gate.
"""

from __future__ import annotations

import re
from functools import cache

import rjieba

from kg.analyze import Passage, Token
from kg.extract.draft import Draft
from kg.lexicon import Lexicon

# Characters that ordinary words end in and names hardly do.
_COMMON_END = frozenset(
    "感率桥人制上营村平式度性化法区场镇乡路店会员站院厂局所队班课卡线点费款赶林银制县市省者们家事情度力量心动作业品物"
)
# Surnames that are function words too.
_JOINING = frozenset("和由都那从向同与于并对为经因以及")
_NAME_TAGS = frozenset(("nr", "nrt", "nrfg", "nrj"))
# What may stand after a name.
_AFTER = frozenset(
    "，。、；：！？”’）)》“‘（( \n的在向对为和与及等说称是从把将被带到率并也已又就正因于则曾经还便即同给让"
)


# Characters that offices end in: after one, an ordinary word may be a name (所长高峰).
_OFFICE_END = ("长", "记", "任", "席", "委", "官", "员", "警")
# What may stand before a surname with a courtesy inside a word.
_BEFORE_COURTESY = "，。、“”的 市民主车人者员犯告男女妇师\n"
_NO_LAST = frozenset("说称和与把将被对给让跟同")
_NO_INSIDE = frozenset("，的了和与在是有不也都还又再就说称们该此这那们第首")
_SERIAL = frozenset("某甲乙丙丁")  # after 某
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


class _Words:
    """The tables of persons, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        tables = lexicon.tables["persons"]
        self.single = frozenset(tables["surnames"]["single"])
        self.double = tuple(tables["surnames"]["double"])
        self.rare = frozenset(tables["surnames"]["rare"])
        self.roles = frozenset(tables["roles"]["words"])
        self.speech = re.compile("|".join(sorted(tables["speech"]["words"], key=len, reverse=True)))
        self.blocks = frozenset(tables["blocks"]["words"])
        self.given = frozenset(tables["given"]["chars"])
        self.titles = re.compile("|".join(sorted(tables["after"]["words"], key=len, reverse=True)))
        self.foreign = frozenset(tables["foreign"]["words"])
        self.syllables = frozenset(tables["syllables"]["chars"])
        self.nameless = re.compile("|".join(tables["courtesies"]["nameless"]))
        part = "[" + "".join(sorted(self.syllables)) + "]"
        self.ethnic = re.compile(rf"{part}{{1,6}}(?:·{part}{{1,7}}){{1,3}}")
        courtesies = "|".join(sorted(tables["courtesies"]["words"], key=len, reverse=True))
        surnames = "|".join(self.double) + "|[" + "".join(sorted(self.single)) + "]"
        self.courtesy = re.compile(rf"(?:{surnames})(?:{courtesies})")
        roles = "|".join(sorted(self.roles, key=len, reverse=True))
        self.after_role = re.compile(roles)


@cache
def _words(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


def find_persons(draft: Draft, lexicon: Lexicon) -> None:
    """Add the persons of an article, and who wrote it."""
    words, passage = _words(lexicon), draft.passage
    found: dict[tuple[int, int], tuple[str, float]] = {}
    taken = draft.mask("Agency", "Organization", "Initiative", "Region")
    _roles(passage, words, found, taken)
    _speakers(passage, words, found)
    _courtesies(passage, words, found)
    if "·" in passage.text:
        for m in words.ethnic.finditer(passage.text):
            found.setdefault(m.span(), ("person.dotted", 0.85))
    for span in passage.entities:
        if span.kind == "Person":
            found.setdefault((span.start, span.stop), ("person.model", span.score))
    names = {passage.text[a:b]: rule for (a, b), rule in found.items()}
    for name, (rule, confidence) in list(names.items()):
        if len(name) < 2 or rule == "person.courtesy":
            continue
        at = passage.text.find(name)
        while at >= 0:
            found.setdefault((at, at + len(name)), (rule, min(confidence, 0.8)))
            at = passage.text.find(name, at + len(name))
    done = 0
    for (start, stop), (rule, confidence) in sorted(found.items(), key=lambda f: (f[0][0], -f[0][1])):
        if 0 in taken[start:stop] and start >= done:
            done = stop
            name = passage.text[start:stop]
            draft.mention(start, stop, _key(draft, name, words), rule, confidence)
    _authors(draft)


def _key(draft: Draft, name: str, words: _Words) -> str:
    """The id of a person of that name in this article: courtesy names are nobody outside their article."""
    if words.nameless.search(name):
        return draft.thing("Person", name, f"person/{name}@{draft.passage.article.id.replace('#', '-')}")
    return draft.thing("Person", name)


def _authors(draft: Draft) -> None:
    """Add who wrote the article, as its byline says."""
    passage = draft.passage
    article = passage.article.key
    for author in passage.article.authors:
        draft.author(draft.thing("Person", author.name), article, author)


def _roles(passage: Passage, words: _Words, found: dict[tuple[int, int], tuple[str, float]], taken: bytearray) -> None:
    """`所长李福军`, `民警赵晨然`, `副所长哈斯巴嘎那`: a name right after an office."""
    text = passage.text
    for m in words.after_role.finditer(text):
        at = m.end()
        if taken[m.start()] and taken[at]:
            continue
        name = _name_at(passage, at, words) or (m[0] in words.foreign and _transliterated(passage, at, words)) or ""
        name = _without_next_word(text, at, name, words) if name else _strange_name(passage, at, words)
        if name and name not in words.roles and not (name[-1] in _COMMON_END and rjieba.has_word(name)):
            found.setdefault((at, at + len(name)), ("person.role", 0.9))
            stop = at + len(name)
            while text[stop : stop + 1] == "、":  # 民警王敏、李强
                more = _name_at(passage, stop + 1, words)
                if not more:
                    break
                found.setdefault((stop + 1, stop + 1 + len(more)), ("person.role", 0.85))
                stop += 1 + len(more)


def _name_at(passage: Passage, at: int, words: _Words) -> str:
    """The name that starts at a position, or nothing: a Han name by surname and right border, or one in syllables."""
    text = passage.text
    ethnic = words.ethnic.match(text, at)
    if ethnic:
        return ethnic[0]
    courtesy = words.courtesy.match(text, at)
    if courtesy:
        return courtesy[0]
    i = passage.by_start.get(at)
    token = passage.tokens[i] if i is not None else None
    run = at
    while run < len(text) and text[run] in words.syllables and run - at < 8:
        run += 1
    if run - at >= 3 and (text[run : run + 1] in _AFTER or run in passage.by_start):
        han = text[at] in words.single and run - at == 3
        if not han and (token is None or len(token.text) != 3 or token.tag in _NAME_TAGS):
            for stop in range(run, at + 2, -1):
                if text[stop - 1] in "和都不" and text[stop : stop + 1] not in "尔":
                    continue
                if _closes(passage, stop, words):
                    return text[at:stop]
    if text[at : at + 1] in _JOINING and (rjieba.has_word(text[at + 1 : at + 3]) or (token and len(token.text) < 2)):
        return ""
    size = 2 if text[at : at + 2] in words.double else 1 if text[at : at + 1] in words.single else 0
    if not size:
        if token and token.tag in _NAME_TAGS and 2 <= len(token.text) <= 4 and token.text not in words.blocks:
            return token.text
        return ""
    return _han_name(passage, at, size, token, words)


def _without_next_word(text: str, at: int, name: str, words: _Words) -> str:
    """A name without the word after it: 孙浩|说，, 尹璐|和街道调解员."""
    if len(name) < 3 or name[-1] not in _NO_LAST or "·" in name:
        return name
    stop = at + len(name)
    if name[-1] in "说称":
        return name[:-1] if text[stop : stop + 1] in "，：。“" else name
    follows = text[stop : stop + 1]
    whole = not follows or follows in _AFTER or words.speech.match(text, stop)
    return name if whole else name[:-1]


def _strange_name(passage: Passage, at: int, words: _Words) -> str:
    """A name with a rare surname, or in words of another language, after an office: 站长向志成, 副局长旦正草介绍."""
    text = passage.text
    if text[at - 1 : at] not in _OFFICE_END:
        return ""
    for size in (3, 2, 4):
        name = text[at : at + size]
        told = words.speech.match(text, at + size) is not None
        rare = size == 3 and name[:1] in words.rare and passage.edges[min(at + 3, len(text))]
        if not (told or rare) or not _CHINESE.fullmatch(name) or name[0] in "小老阿":
            continue
        if any(c in _NO_INSIDE for c in name) or rjieba.has_word(name) or name in words.blocks:
            continue
        if any(
            len(t.text) > 1 and t.tag not in _NAME_TAGS and rjieba.has_word(t.text)
            for t in passage.between(at, at + size)
        ):
            continue
        return name
    return ""


def _han_name(passage: Passage, at: int, size: int, token: Token | None, words: _Words) -> str:
    """A Han name after an office: a surname of `size` characters and one or two more that given names are made of."""
    text = passage.text
    short, long = text[at : at + size + 1], text[at : at + size + 2]
    official = text[at - 1 : at] in _OFFICE_END
    if (
        token
        and len(token.text) >= 2
        and token.tag not in _NAME_TAGS
        and token.tag not in ("ns", "nz", "j", "x", "nt")
        and rjieba.has_word(token.text)
    ):
        named = token.text in (short, long) and token.tag in ("n", "a", "an") and _is_given(token.text, words)
        if not (official and named):  # 局长高峰
            return ""
    if short in words.blocks or long in words.blocks or not _CHINESE.fullmatch(short):
        return ""
    if token and token.tag in _NAME_TAGS and len(token.text) == size + 2 and token.text not in words.blocks:
        return token.text
    if len(long) == size + 2 and all(c in words.given for c in long[size:]):
        crossing = rjieba.has_word(text[at + size + 1 : at + size + 3]) and _closes(passage, at + size + 1, words)
        if not crossing or words.speech.match(text, at + size + 2):
            return long
    if token and token.tag in _NAME_TAGS and len(token.text) == size + 1:
        return token.text
    for name in (long, short):
        if rjieba.has_word(name) and not (official and _is_given(name, words)):
            continue
        if (
            len(name) >= 2
            and _CHINESE.fullmatch(name)
            and _closes(passage, at + len(name), words)
            and not any(c in "，的了和与在是有不" for c in name[1:])
        ):
            return name
    return ""


def _transliterated(passage: Passage, at: int, words: _Words) -> str:
    """A foreign name in Chinese syllables, up to a word border that no further syllable crosses: 总统叶利钦."""
    text = passage.text
    run = at
    while run < len(text) and (text[run] in words.syllables or text[run] == "·") and run - at < 12:
        run += 1
    for stop in range(run, at + 1, -1):
        if passage.edges[stop] and stop - at >= 2:
            token = passage.token_at(at)
            if (
                token.stop == stop
                and token.tag not in ("nr", "nrt", "nz", "ns", "x", "nrfg")
                and rjieba.has_word(token.text)
            ):
                return ""
            return text[at:stop]
    return ""


def _closes(passage: Passage, at: int, words: _Words) -> bool:
    """Whether a name may end before a position."""
    following = passage.text[at : at + 1]
    if not following or following in _AFTER:
        return True
    return bool(passage.edges[at]) or words.speech.match(passage.text, at) is not None


def _speakers(passage: Passage, words: _Words, found: dict[tuple[int, int], tuple[str, float]]) -> None:
    """Tagged as a name, with a verb of speech or a title right after, or three characters that make a name."""
    joined: set[int] = set()  # where a name would start after one and 、
    text = passage.text
    for i in [i for i, tag in enumerate(passage.tokens.tags) if tag in _NAME_TAGS]:
        token = passage.tokens[i]
        if not 2 <= len(token.text) <= 4 or token.text in words.blocks:
            continue
        if token.text[0] not in words.single and not token.text.startswith(words.double):
            continue
        start, stop = token.start, token.stop
        if len(token.text) == 2 and text[stop : stop + 1] in words.given:
            # The third character: where a verb of speech follows it, or as a word that stands for no more than itself.
            following = passage.tokens[i + 1]
            single = len(following.text) == 1 and following.tag in ("ng", "zg", "g", "nr", "ag", "nz")
            if single or words.speech.match(text, stop + 1):
                stop += 1
        name = text[start:stop]
        if text[start] in _JOINING:
            continue
        if words.speech.match(text, stop):
            found.setdefault((start, stop), ("person.speech", 0.85))
        elif words.titles.match(text, stop) and _is_given(name, words):
            found.setdefault((start, stop), ("person.title", 0.8))
        elif len(name) == 3 and _is_given(name, words) and not (name[-1] in _COMMON_END and rjieba.has_word(name)):
            found.setdefault((start, stop), ("person.tagged", 0.65))
        elif start in joined and _is_given(name, words):
            found.setdefault((start, stop), ("person.listed", 0.6))
        if (start, stop) in found and text[stop : stop + 1] == "、":
            joined.add(stop + 1)


def _is_given(name: str, words: _Words) -> bool:
    """Whether all characters after the surname are ones that given names are made of, or no dictionary has the word."""
    size = 2 if name.startswith(words.double) else 1
    return all(c in words.given for c in name[size:]) or (not rjieba.has_word(name) and name[-1] not in _COMMON_END)


def _courtesies(passage: Passage, words: _Words, found: dict[tuple[int, int], tuple[str, float]]) -> None:
    """`张先生`, `李某某`: a surname and a courtesy, at a word border or after what persons are called."""
    text = passage.text
    for m in words.courtesy.finditer(text):
        start, stop = m.span()
        if start not in passage.by_start and text[start - 1 : start] not in _BEFORE_COURTESY:
            continue
        token = passage.token_at(start)
        if token.stop - token.start > 2 and token.stop >= stop and token.tag not in _NAME_TAGS:
            continue
        if m[0][-1] == "某":
            tail = text[stop : stop + 1]
            # 李某某, 李某甲; 李某|强 where the word goes on
            stop += (tail in _SERIAL) + bool(_CHINESE.match(tail) and not passage.edges[stop])
        found.setdefault((start, stop), ("person.courtesy", 0.85))
