"""Composed pages say what they were composed of, in every layout; and a build that is stopped loses nothing."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from random import Random

import pytest

from kg.model import Knowledge
from kg.pipeline import build_documents
from kg.score import parse_gold
from tests.corpus.cast import cities, kinds
from tests.corpus.compose import Sheet, compose, forms, truth_of
from tests.corpus.measure import Result, add_up, measure, pages, print_sheet, read
from tests.corpus.prints import LAYOUTS
from tests.corpus.stops import stop_and_resume, write_pages
from tests.pages import said

SHEETS = 4
FLOORS = {"entities": 0.94, "relations": 0.93, "titles": 0.98, "Agency": 0.98, "Region": 0.98, "days": 0.95}
"""F1 over all layouts and in each, on the few pages of CI; the figures of the whole corpus are in docs/corpus.md."""


@cache
def results() -> tuple[Result, ...]:
    return tuple(measure(page) for page in pages(SHEETS * len(LAYOUTS)))


@cache
def sheet(number: int) -> Sheet:
    return compose(Random(f"test {number}"))


def things(knowledge: Knowledge) -> set[tuple[str, str]]:
    """Classes and names; a headline may stand on several rows, at whose ends it has a space."""
    return {(entity.type, "".join(entity.label.split())) for entity in knowledge.entities}


def graph(sheet: Sheet, layout: str) -> Knowledge:
    return build_documents([read(print_sheet(sheet, layout))])[0]


def test_there_is_enough_to_compose_of() -> None:
    assert sum(form.part == "open" for form in forms()) >= 60
    assert len(kinds()) >= 8
    assert len({city.adcode[:2] for city, _ in cities()}) == 31


def test_the_same_seed_gives_the_same_pages() -> None:
    assert [page.data for page in pages(6, 3)] == [page.data for page in pages(6, 3)]
    assert next(pages(1, 3)).data != next(pages(1, 4)).data


@pytest.mark.parametrize("number", range(12))
def test_the_truth_is_that_of_the_page(number: int) -> None:
    gold = parse_gold(truth_of(sheet(number).articles))
    text = "".join(print_sheet(sheet(number), "a line each").data.decode().split())
    names = {entity.name for entity in gold.entities} | {article.id for article in gold.articles}
    for entity in gold.entities:
        if not entity.optional:
            assert any("".join(mention.split()) in text for mention in entity.mentions), entity
    for head, _, tail, *_ in gold.relations:
        assert head in names
        assert tail in names
    assert [article.title for article in gold.articles] == [one.title for one in sheet(number).articles]


@pytest.mark.parametrize("name", FLOORS)
@pytest.mark.parametrize("layout", ["all layouts", *LAYOUTS])
def test_precision_and_recall(layout: str, name: str) -> None:
    count = add_up(results())[layout][name]
    assert count.f1 >= FLOORS[name], (layout, name, count)


def test_the_floors_fail_when_something_is_lost() -> None:
    """A reader that loses the last fifth of every page is below them."""
    page = print_sheet(next(one for one in map(sheet, range(9)) if len(one.articles) > 2), "a line each")
    lost = measure(page._replace(data=page.data.decode()[: len(page.data.decode()) * 4 // 5].encode()))
    whole = measure(page)
    for name in ("entities", "relations"):
        assert add_up([lost])["all layouts"][name].f1 < add_up([whole])["all layouts"][name].f1 - 0.05
    assert add_up([lost])["all layouts"]["titles"].f1 < FLOORS["titles"]


@pytest.mark.parametrize("layout", [n for n in LAYOUTS if n not in ("a line each", "traditional", "web page")])
@pytest.mark.parametrize("number", range(5))
def test_every_layout_gives_the_same_graph(number: int, layout: str) -> None:
    plain, other = graph(sheet(number), "a line each"), graph(sheet(number), layout)
    assert things(other) == things(plain)
    assert said(other) == said(plain)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_build_that_is_stopped_and_resumed(tmp_path: Path) -> None:
    write_pages(list(pages(2 * len(LAYOUTS), 5)), tmp_path / "pages")
    stopped = stop_and_resume(tmp_path, 2, 1.0)
    assert not stopped.lost
    assert not stopped.differing


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_long_build_that_is_stopped_often(tmp_path: Path) -> None:
    write_pages(list(pages(300, 7)), tmp_path / "pages")
    stopped = stop_and_resume(tmp_path, 12, 6.0, seed=3)
    assert stopped.interrupted
    assert stopped.killed
    assert not stopped.lost
    assert not stopped.differing
