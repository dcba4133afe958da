"""Every form of question gets its form and its answer; the questions kept aside are counted."""

from __future__ import annotations

import gzip
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.ask import Names, ask, load_forms, open_graph

HERE = Path(__file__).parent
TODAY = "2024-12-20"


@cache
def sample() -> tuple[Any, Names]:
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(gzip.decompress((HERE / "sample.nt.gz").read_bytes()), format=RdfFormat.N_TRIPLES)
    return open_graph(store)


def questions(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["question"]
    return found


@pytest.mark.parametrize("question", questions("forms.toml"), ids=lambda question: question["text"])
def test_form(question: dict[str, Any]) -> None:
    answer = ask(sample(), question["text"], today=TODAY)
    if "refuse" in question:
        assert not answer.understood
        assert "".join(answer.notes) == question["refuse"]
        assert len(answer.examples) == 3
        return
    assert (answer.form, answer.texts) == (question["form"], question["answers"])
    assert "SELECT" in answer.sparql


def test_every_form_is_asked_for_and_its_example_takes_it() -> None:
    asked = {question.get("form") for question in questions("forms.toml")}
    assert {form.name for form in load_forms()} <= asked
    for form in load_forms():
        assert ask(sample(), form.example, today=TODAY, quotes=0).form == form.name


def test_the_forms_are_sixty_and_more() -> None:
    assert len(load_forms()) >= 60


def test_most_of_the_questions_kept_aside_are_answered() -> None:
    """The first score, before anything was changed, was 25 of 30; nobody tunes on them, so only the number is told."""
    right = 0
    for question in questions("kept.toml"):
        answer = ask(sample(), question["text"], quotes=0)
        if question.get("refuse"):
            right += not answer.understood
        else:
            right += answer.understood and sorted(answer.texts) == sorted(question["answers"])
    assert right >= 28, f"{right} of 30"
