"""Before a long pattern stands a quick look for what all its matches have: it must let every match through."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extract import (
    cases,
    chaining,
    chains,
    clauses,
    counted,
    held,
    incidents,
    indicators,
    joint,
    levelled,
    metrics,
    moods,
    present,
    quoted,
    stories,
    times,
    together,
    under,
    unquoted,
)
from kg.extract.names import find_tibetan, load_words
from kg.extract.units import load_tables
from kg.layout import captions, columns, folios, furniture, headings, marks, names, titled
from kg.lexicon import load_lexicon
from kg.refer.write import _HOME
from kg.split import authors, units

Gate = Callable[[str], object]


def begins(letters: frozenset[str] | str) -> Gate:
    """Whether a text begins with one of some letters."""
    return lambda text: text[:1] in letters


def may_be_site(text: str) -> bool:
    """What is asked of a row before it is taken for the site's."""
    starts = text[0] in furniture._SITE_STARTS or text[0].isdecimal() or "点" in text[:9]
    told = text[0] in furniture._TOOL_STARTS or furniture._MAYBE_SITE.search(text) is not None
    return ("，" not in text or starts) and told


TABLES = load_tables(load_lexicon())
STORIES = stories._words(load_lexicon())
# What is looked for at the beginning of a text, and what is asked of the text before.
MATCHED: dict[str, tuple[re.Pattern[str], Gate]] = {
    "site": (furniture._SITE, may_be_site),
    "dated site": (furniture._DATED_SITE, furniture._MAYBE_FOLIO.search),
    "contents": (folios._CONTENTS, lambda text: text[0] in folios._LISTS or not text[0].isalnum()),
    "more": (folios._MORE, begins(folios._LISTS)),
    "affiliation": (marks._AFFILIATION, begins("（(")),
    "source": (marks._SOURCE, begins("来稿素供转据")),
    "brief": (marks.BRIEF, begins("【[〔")),
    "deck": (headings._DECK, begins("—-―")),
    "label": (headings._LABEL, begins(headings._LABELS)),
    "caption mark": (captions._CAPTION_MARK, begins("▲△▼▽◀▶▷►←→↑↓")),
    "rubric": (units._LABEL, lambda text: len(text) <= units._LONGEST_LABEL),
    "letter": (units._DEAR, units._is_addressed),
    "marked byline": (marks._MARKED_BYLINE, begins(marks._MARKS)),
    "date line": (marks._DATE_LINE, marks.is_date_line),
    "pointer": (held.POINTER, begins(held.POINTER_BEGINS)),
    "end of a list": (quoted._LIST_END, begins("等")),
    "attribute": (incidents._ATTRIBUTE, lambda text: "的" in text[:3]),
    "town": (chaining._TOWN, lambda text: chaining._TOWN_ENDS.search(text, 0, 10)),
    "village by suffix": (chaining._VILLAGE, lambda text: chaining._VILLAGE_ENDS.search(text, 0, 10)),
    "headline and author": (
        marks._TITLED_BYLINE,
        lambda text: "\u3000" in text or "  " in text or "\t" in text,
    ),
    "editor's note": (units._NOTED, lambda text: "编者" in text[:3]),
    "lead": (authors.LEAD_HEAD, authors.opens_lead),
    "there": (present._THERE, begins(present._THERE_BEGINS)),
    "end of a phrase": (clauses._PHRASE_END, begins(clauses._PHRASE_ENDS)),
    "helped": (joint._HELPED, lambda text: "下" in text[:12]),
    "medium": (chaining._MEDIUM, begins(chaining._OTHER_BEGINS)),
    "former": (chaining._FORMER, begins(chaining._OTHER_BEGINS)),
    "words before a metric": (metrics._LEADS, begins(metrics._LEAD_BEGINS)),
    "in front": (metrics._FRONTED, lambda text: "将" in text or "把" in text),
    "age": (indicators._AGE, begins(indicators._AGES)),
    "help told in a story": (STORIES.patterns[0][1], STORIES.begins.match),
    "settling told in a story": (STORIES.patterns[1][1], STORIES.begins.match),
    "league": (chains._LEAGUE, begins("团")),
    "harm": (counted._HARM, begins(counted._HARM_BEGINS)),
    "towns": (counted._TOWNS, begins("乡镇村县市区旗")),
    "changing": (TABLES.changing, begins(TABLES.changing_begins)),
    "summed": (indicators._SUMMED, lambda text: "先后" in text or "共" in text or "累计" in text),
}
# What is looked for anywhere in a text.
SOUGHT: dict[str, tuple[re.Pattern[str], Gate]] = {
    "in site": (furniture._IN_SITE, furniture._MAYBE_IN_SITE.search),
    "folio": (furniture.TOKEN, furniture._MAYBE_FOLIO.search),
    "of a level": (levelled._OF_LEVEL, levelled._MAYBE_OF_LEVEL.search),
    "they": (together._TOGETHER_THEY, together.MAYBE_THEY.search),
    "call": (STORIES.calls, lambda text: any(map(text.__contains__, STORIES.asks))),
    "stem": (under._STEMS, under._STEM.search),
    "chiefs": (unquoted._CHIEFS, lambda text: "长制" in text),
    "befallen": (cases._BEFELL, lambda text: "一起" in text or "一宗" in text),
    "drill": (moods._DRILL, lambda text: any(map(text.__contains__, moods._DRILLS))),
    "beside names": (names.BESIDE_NAMES, names.TELLS.search),
    "numbered": (unquoted._NUMBERED, lambda text: "项" in text),
}
# What is looked for at the end of a text.
ENDING: dict[str, tuple[re.Pattern[str], Gate]] = {
    "dangling headline": (titled._DANGLING, titled.dangles),
    "of its town": (re.compile(rf"(?:{_HOME.pattern})$"), lambda text: text[-1] in "所站庭队"),
    "fillers": (metrics.FILLERS, lambda text: text[-1] in metrics._FILLER_ENDS),
    "no number": (
        indicators._NO_NUMBER_BEFORE,
        lambda text: text[-1] in indicators._NO_NUMBER_ENDS or text[-1].isdecimal() or text[-1].isascii(),
    ),
}
NO_LINES = settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", MATCHED)
def test_gates_before_a_match(name: str) -> None:
    pattern, gate = MATCHED[name]

    @NO_LINES
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        text = text.replace("\n", "")
        if text and pattern.match(text):
            assert gate(text)

    holds()


@pytest.mark.parametrize("name", [*SOUGHT, *ENDING])
def test_gates_before_a_search(name: str) -> None:
    pattern, gate = (SOUGHT | ENDING)[name]

    @NO_LINES
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        text = text.replace("\n", "")
        if text and pattern.search(text):
            assert gate(text)

    holds()


@NO_LINES
@given(st.lists(st.text("县公安局隶属于直接所下辖的管", max_size=7), min_size=1))
def test_no_belonging_is_longer_than_is_looked_at(pieces: list[str]) -> None:
    for text in pieces:
        if joint._BELONGS.fullmatch(text) or joint._BELONGS_TO.fullmatch(text):
            assert 1 < len(text) <= joint._MOST_BELONGS


WORDS = load_words(load_lexicon())


@NO_LINES
@given(st.lists(st.one_of(st.from_regex(WORDS.tibetan, fullmatch=True), st.text("扎西次仁多吉加措说", max_size=5))))
def test_elements_are_found_as_the_pattern_alone_finds_them(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert [m.span() for m in find_tibetan(text, WORDS)] == [m.span() for m in WORDS.tibetan.finditer(text)]


@NO_LINES
@given(st.text("左右 \u3000\xa0\t，", max_size=24))
def test_gaps_are_found_as_a_look_behind_finds_them(text: str) -> None:
    plain = re.compile(r"(?<=\S)(?:[ \u3000\xa0\t]{4,}|[ \xa0]*\u3000[ \u3000\xa0]+)(?=\S)")
    assert [m.span() for m in columns._GAP.finditer(text)] == [m.span() for m in plain.finditer(text)]


@NO_LINES
@given(
    st.lists(st.one_of(st.from_regex(times._PATTERN), st.text("今昨年月日至1230去上个五一“国庆中秋第二", max_size=9)))
)
def test_times_are_found_as_the_pattern_alone_finds_them(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert [m.span() for m in times._printed(text)] == [m.span() for m in times._PATTERN.finditer(text)]
