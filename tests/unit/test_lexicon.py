"""The tables are well-formed: no empty, doubled or unfolded words, every pattern compiles, every list is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from kg.analyze import fold
from kg.errors import LexiconError
from kg.lexicon import Automaton, Hit, find_all, load_lexicon

TABLES = sorted(load_lexicon().tables)


def walk(content: Any, place: str) -> Iterator[tuple[str, Any]]:
    """The lists and strings of a table, with their places."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from walk(value, f"{place}.{key}" if place else key)
    else:
        yield place, content


@pytest.mark.parametrize("table", TABLES)
def test_lists_hold_no_empty_words(table: str) -> None:
    for place, content in walk(load_lexicon().tables[table], ""):
        if isinstance(content, list) and all(isinstance(word, str) for word in content):
            assert content, place
            assert [w for w in content if not w.strip() or w != w.strip()] == [], place


@pytest.mark.parametrize("table", TABLES)
def test_lists_hold_each_word_once(table: str) -> None:
    for place, content in walk(load_lexicon().tables[table], ""):
        if isinstance(content, list) and all(isinstance(word, str) for word in content):
            assert sorted({w for w in content if content.count(w) > 1}) == [], place


@pytest.mark.parametrize("table", TABLES)
def test_strings_of_characters_hold_each_once(table: str) -> None:
    for place, content in walk(load_lexicon().tables[table], ""):
        if isinstance(content, str) and re.fullmatch(r"[\u4e00-\u9fff]{20,}", content):
            assert sorted({c for c in content if content.count(c) > 1}) == [], place


@pytest.mark.parametrize("table", TABLES)
def test_words_are_folded_as_the_text_is(table: str) -> None:
    for place, content in walk(load_lexicon().tables[table], ""):
        if isinstance(content, list):
            words = [w for w in content if isinstance(w, str) and re.search(r"[\u4e00-\u9fff]", w)]
            assert [w for w in words if fold(w) != w and not re.search(r"[\\\[\](){}?|]", w)] == [], place


def test_every_name_is_found_by_itself() -> None:
    lexicon = load_lexicon()
    for name in ("公安部", "人民法院", "刑侦大队", "派出所", "公安机关", "市", "高新区", "呼和浩特市", "科右前旗"):
        assert [hit.entry.text for hit in lexicon.names.find(name)] == [name]


def test_blocks_take_names_away() -> None:
    lexicon = load_lexicon()
    for word in lexicon.table("agencies", "blocks"):
        # A collective stays one right after a division: 全市|公安部门.
        [kinds] = [hit.entry.kinds for hit in lexicon.names.find(word)]
        assert kinds == ("XK" if word in lexicon.table("agencies", "collectives") else "X"), word


def test_the_longest_match_from_the_left_wins() -> None:
    automaton = Automaton({word: word for word in ("公安", "公安部", "部署", "公安部署")})
    assert automaton.find("由公安部署名") == [Hit(1, 5, "公安部署")]
    assert automaton.find("") == []


def test_a_missing_list_is_named() -> None:
    with pytest.raises(LexiconError, match=r"agencies\.toml.*nothing"):
        load_lexicon().table("agencies", "nothing")


def test_few_words_and_many_are_found_at_the_same_places() -> None:
    text = "公安局的公安干警在公公安安路上。安安安"
    words = ["公安", "安", "安安", "公安局", "路上", "没有"]
    many = [*words, *(chr(0x4E00 + n) * 2 for n in range(60))]
    assert find_all(words, text) == {word: find_all(many, text)[word] for word in words}
