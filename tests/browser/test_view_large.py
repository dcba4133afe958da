"""A graph of a thousand entities in a real browser: folded communities, unfolded, found, filtered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.view import make
from kg.view import write_view
from tests.browser.pages import choose, open_page, png_of, wait_for

pytestmark = pytest.mark.browser
STANDING = "return kg.picture.graph.order"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The view of a made-up graph, in the place of the small one."""
    path = tmp_path_factory.mktemp("large") / "大图.html"
    write_view(make(1000), path, title="大图")
    return path


def test_it_opens_on_communities_that_unfold(page: Any) -> None:
    assert page.execute_script("return kg.picture.kind") == "sigma"
    assert page.execute_script(STANDING) == 0
    assert page.execute_script("return !document.querySelector('#folding').hidden")
    page.execute_script("document.querySelector('#fold').click()")
    held = page.execute_script("return kg.page.entities.filter(e => e.type !== 'Article').length")
    assert wait_for(page, STANDING) == held
    page.execute_script("document.querySelector('#fold').click()")
    assert wait_for(page, "return kg.picture.graph.order === 0")


def test_a_click_on_a_disk_unfolds_it_and_the_address_keeps_it(page: Any, file: Path) -> None:
    x, y = page.execute_script(
        "const [x, y] = kg.page.network.groups[0], { scale, left, top } = kg.picture.frame(),"
        "box = document.querySelector('#graph').getBoundingClientRect();"
        "return [Math.round(box.left + x * scale + left), Math.round(box.top + y * scale + top)]"
    )
    page.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
    for kind in ("mousePressed", "mouseReleased"):
        given = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
        page.execute_cdp_cmd("Input.dispatchMouseEvent", given)
    members = page.execute_script(
        "return kg.page.network.of.filter((group, i) => group === 0 && kg.shown().nodes.has(i)).length"
    )
    assert wait_for(page, STANDING) == members
    address = page.execute_script("return location.hash")
    assert "open=0" in address
    open_page(page, file, address)
    assert page.execute_script(STANDING) == members


def test_what_is_found_unfolds_where_it_stands(page: Any) -> None:
    name = page.execute_script("return kg.page.entities.find(e => e.type === 'Agency').label")
    choose(page, name)
    assert page.execute_script("return kg.picture.graph.hasNode(String(kg.find(arguments[0])))", name)
    assert name in page.execute_script("return document.querySelector('#card').innerText")
    page.execute_script("kg.focusOn(kg.find(arguments[0]), 1)", name)
    near = page.execute_script("return kg.shown().nodes.size")
    assert page.execute_script(STANDING) == near


def test_a_filter_to_a_few_draws_them_all(page: Any) -> None:
    page.execute_script("kg.filterBy({region: kg.page.entities.findIndex(e => e.id === 'region/county-1')})")
    assert wait_for(page, STANDING) == page.execute_script("return kg.shown().nodes.size")
    page.execute_script("document.querySelector('[data-layout=regions]').click()")
    assert page.execute_script("return [...kg.shown().nodes].every(i => kg.page.entities[i].type === 'Region')")


def test_the_picture_of_a_large_graph_goes_out_too(page: Any) -> None:
    page.execute_script("document.querySelector('#fold').click()")
    assert len(png_of(page).convert("RGB").getcolors(1 << 20)) > 20
