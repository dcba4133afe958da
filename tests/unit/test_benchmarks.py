"""The benchmarks measure what there is: every command, every named query with something to ask for."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.beside import COMMANDS
from benchmarks.growth import draw
from benchmarks.load import write_graph
from benchmarks.stores import ALWAYS, LIMIT, MADE_UP, given, labels, of_pages, shown
from benchmarks.tree import PERFORMANCE, replace_part
from kg.cli import app
from kg.query import load, named_queries


def test_the_cold_start_of_every_command_is_measured() -> None:
    names = {one.name or (one.callback and one.callback.__name__) for one in app.registered_commands}
    names |= {group.name for group in app.registered_groups}
    assert {command[0] for command in COMMANDS} - {"--help"} == names


def test_every_named_query_is_asked_for_what_is_there() -> None:
    assert set(labels()) == {named.name for named in named_queries()} | {f"events-in-period{ALWAYS}"}
    values = of_pages(load("exports"))
    for label in labels():
        for found in (MADE_UP, values):
            named, params = given(label, found)
            assert set(params) == {parameter.name for parameter in named.parameters}
    assert given("events-in-period", MADE_UP)[1] != given(f"events-in-period{ALWAYS}", MADE_UP)[1]


def test_latencies_are_shown_as_the_median_and_the_longest() -> None:
    assert shown([[1.0, 9.0], [2.4, 3.0], [1000.6, 2.0]]) == "2 / 9"
    assert shown([]) == f"> {LIMIT} s"


@pytest.mark.parametrize("triples", [5_000, 9_000])
def test_a_made_up_graph_has_about_as_many_triples_as_asked_for(tmp_path: Path, triples: int) -> None:
    count, _ = write_graph(tmp_path / "graph.nt", triples)
    assert triples <= count <= triples + 40
    assert len(load(tmp_path / "graph.nt")) == count


def test_growth_is_drawn_for_builds_and_stores() -> None:
    point = {"pages": 1, "characters": 1, "memory_mb": 1, "extract_memory_mb": 1}
    points = [
        point | {"bytes": size, "cpu_seconds": build, "extract_cpu_seconds": add}
        for size, build, add in ((900, 1.0, 1.0), (10**6, 5.0, 4.0), (10**7, 40.0, 38.0), (10**8, 0.0, 390.0))
    ]
    lines = [one for one in ElementTree.fromstring(draw(points)).iter() if one.tag.endswith("polyline")]
    assert [len(line.get("points", "").split()) for line in lines] == [2, 3]  # what was not built is not drawn


def test_a_part_of_a_document_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "速度.md"
    page.write_text("前\n<!-- speed -->\n旧\n<!-- /speed -->\n后\n", encoding="utf-8")
    replace_part(page, "speed", "新")
    assert page.read_text(encoding="utf-8") == "前\n<!-- speed -->\n\n新\n\n<!-- /speed -->\n后\n"
    with pytest.raises(ValueError, match="growth"):
        replace_part(page, "growth", "新")


@pytest.mark.parametrize("part", ["speed", "growth", "beside"])
def test_the_page_of_figures_has_a_place_for_each(part: str) -> None:
    assert f"<!-- {part} -->\n" in PERFORMANCE.read_text(encoding="utf-8")
