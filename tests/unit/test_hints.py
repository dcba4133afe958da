"""What the tables tell a model of each character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.analyze.hints import KINDS, UNKNOWN, add_hints


def hints(text: str, kind: int) -> list[str]:
    """One kind of hint of each character; equal ones are equal letters, from A on."""
    column = [token[1 + kind] for token in add_hints(text)]
    letters = {hint: chr(ord("A") + n) for n, hint in enumerate(dict.fromkeys(column))}
    return [letters[hint] for hint in column]


def test_words_and_names_are_told() -> None:
    text = "民警欧阳敏来到平凉市春泥广场"
    assert [token[0] for token in add_hints(text)] == list(text)
    assert hints(text, 0)[:2] == ["A", "B"]  # 民|警: where a word begins and ends
    assert "".join(hints(text, 1)) == "AAAAAAABCCAAAA"  # 平凉市


def test_what_a_model_does_not_know_is_the_unknown_character_with_its_hints() -> None:
    every, some = add_hints("王敏来了"), add_hints("王敏来了", "王来了".__contains__)
    assert some[1] == UNKNOWN + every[1][1:]
    assert [some[0], *some[2:]] == [every[0], *every[2:]]


@given(st.text(st.sampled_from("王敏在平凉市海棠广场民警说，A1 \n"), max_size=30))
def test_every_character_has_its_hints(text: str) -> None:
    found = add_hints(text)
    assert len(found) == len(text)
    assert {len(token) for token in found} <= {1 + KINDS}
