"""What a recognizer learns from: tags of gold and silver. Needs no HanLP."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.analyze.hints import UNKNOWN, add_hints
from kg.analyze.models import lacking
from kg.cli import app
from kg.score import parse_gold
from kg.train import Example, from_gold, from_pages, merge
from kg.train.examples import gold_marks, is_short_form
from kg.train.lessons import share_of_rate
from kg.train.recognizer import hinted_rows, split_aside

GOLD = parse_gold(
    {
        "page": "p",
        "year": 2024,
        "articles": [{"id": "p#1", "title": "灯", "authors": [], "dateline": None}],
        "entities": [
            {
                "kind": "Agency",
                "name": "平凉市公安局交警支队",
                "mentions": ["平凉市公安局交警支队", "市局交警支队", "该支队"],
                "articles": ["p#1"],
            },
            {"kind": "Region", "name": "平凉市", "mentions": ["平凉市", "全市"], "articles": ["p#1"]},
            {"kind": "Person", "name": "王敏", "mentions": ["王敏"], "articles": ["p#2"]},
            {"kind": "Event", "name": "灯会", "mentions": ["灯会"], "articles": ["p#1"]},
        ],
        "relations": [],
    }
)


def test_the_longest_name_is_marked_and_pointers_are_not() -> None:
    text = "平凉市公安局交警支队在平凉市看灯会，王敏说该支队和市局交警支队都在，全市都亮。"
    found = [(text[a:b], kind) for a, b, kind in gold_marks(GOLD, "p#1", text)]
    assert found == [("平凉市公安局交警支队", "Agency"), ("平凉市", "Region"), ("市局交警支队", "Agency")]


@pytest.mark.parametrize(
    ("short", "name", "is_short"),
    [
        ("“4·02”专案组", "4·02专案组", True),
        ("全市", "天水市", False),
        ("专案组", "专案", False),
        ("会战", "百日会战", True),
    ],
)
def test_short_forms(short: str, name: str, is_short: bool) -> None:
    assert is_short_form(short, name) == is_short


def test_rows_of_a_network_from_nothing_have_hints() -> None:
    text = "民警王敏在平凉"
    tags = ("O", "O", "B-Person", "I-Person", "O", "B-Region", "I-Region")
    rows = [row.split("\t") for row in hinted_rows(Example(text, tags), set(text) - {"凉"}).splitlines()[:-1]]
    assert [tag for _, tag in rows] == list(tags)
    assert [token for token, _ in rows] == [UNKNOWN + t[1:] if t[0] == "凉" else t for t in add_hints(text)]


def test_the_rate_rises_and_falls_to_nothing() -> None:
    shares = [share_of_rate(n / 100) for n in range(101)]
    top = shares.index(max(shares))
    assert shares[top] == pytest.approx(1) and 10 < top < 20
    assert shares[:top] == sorted(shares[:top]) and shares[top:] == sorted(shares[top:], reverse=True)
    assert 0 < shares[0] < 0.1 and shares[-1] == pytest.approx(0)


def test_rows_are_those_of_hanlps_tsv_files() -> None:
    assert Example("王敏来", ("B-Person", "I-Person", "O")).as_rows() == "王\tB-Person\n敏\tI-Person\n来\tO\n\n"


def test_gold_goes_before_silver() -> None:
    gold, silver = Example("王敏", ("B-Person", "I-Person")), Example("王敏", ("O", "O"))
    other = Example("灯亮", ("O", "O"))
    assert merge([gold], [silver, other]) == merge([gold], [other, silver]) == sorted([gold, other])


@pytest.mark.parametrize("source", ["gold", "silver"])
def test_every_character_has_a_tag_and_every_name_its_start(source: str) -> None:
    found = from_gold([Path("tests/gold/seeds"), Path("seeds")]) if source == "gold" else from_pages(["seeds"])
    assert len(found) > 100
    assert {tag[2:] for e in found for tag in e.tags if tag != "O"} >= {"Agency", "Region", "Person", "Initiative"}
    for example in found:
        assert len(example.text) == len(example.tags)
        assert not any(char.isspace() for char in example.text)
        for before, tag in zip(("O", *example.tags), example.tags, strict=False):
            assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_what_is_kept_aside_does_not_hang_on_the_order() -> None:
    some = [Example(f"第{n}句", ("O",) * len(f"第{n}句")) for n in range(60)]
    learned, aside = split_aside(some)
    assert (learned, aside) == split_aside(some[::-1])
    assert sorted(learned + aside) == sorted(some)
    assert len(aside) == 6


@pytest.mark.skipif(not lacking(), reason="HanLP is installed")
def test_without_hanlp_training_says_what_to_install() -> None:
    found = CliRunner().invoke(app, ["train", "tests/gold/seeds", "seeds"])
    assert found.exit_code == 2
    assert "pip install 'kg[hanlp]'" in found.output
