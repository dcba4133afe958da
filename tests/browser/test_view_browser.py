"""The view in a real browser: it draws, filters, finds and explains, and asks nothing of any network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.pages import HOSTILE, SENTENCE, choose, open_page, png_of, wait_for

pytestmark = pytest.mark.browser


def shown(page: Any) -> list[str]:
    """The labels of the entities that are drawn."""
    labels: list[str] = page.execute_script("return [...kg.shown().nodes].map(i => kg.page.entities[i].label)")
    return labels


def test_it_draws_without_errors_and_without_a_network(page: Any) -> None:
    assert wait_for(page, "const c = document.querySelector('#graph canvas'); return c && c.width > 100")
    asked = page.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in asked if not name.startswith(("blob:", "data:"))] == []
    sent = [line["message"] for line in page.get_log("performance") if "Network.requestWillBeSent" in line["message"]]
    assert [line for line in sent if '"url":"http' in line or '"url":"ws' in line] == []
    legend = page.execute_script("return document.querySelector('#legend').textContent")
    assert "机构" in legend
    assert "事件" in legend
    assert page.execute_script("return document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("typed", ["青山区分局", "btsgajqsqfj", "baotoushiGongAn", "bt shi gong an ju qing"])
def test_a_name_is_found_by_characters_and_by_pinyin(page: Any, typed: str) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    page.find_element(By.TAG_NAME, "body").send_keys("/")
    search = page.find_element(By.ID, "search")
    assert page.switch_to.active_element == search
    search.send_keys(typed)
    assert wait_for(page, "return document.querySelectorAll('#results [role=option]').length > 0")
    names = page.execute_script("return [...document.querySelectorAll('#results li span')].map(e => e.textContent)")
    assert "包头市公安局青山区分局" in names or "青山区分局" in names
    search.send_keys(Keys.ENTER)
    assert wait_for(page, "return !document.querySelector('#card').hidden")


def test_every_reading_of_a_character_finds_it(page: Any) -> None:
    for typed in ("cssxfjyzd", "zhangsha", "changsha"):
        found = page.execute_script("return kg.lookUp(arguments[0]).map(h => kg.page.entities[h.i].label)", typed)
        assert any(name.startswith("长沙市") for name in found), typed
    assert page.execute_script("return kg.lookUp('qqqq').length") == 0


def test_what_is_chosen_is_explained_with_its_sentence(page: Any) -> None:
    choose(page, "包头市公安局青山区分局")
    card = page.execute_script("return document.querySelector('#card').innerText").replace("\n", "")
    assert "机构" in card
    assert SENTENCE in card
    assert "2024-05-04_青山.txt:3" in card
    page.execute_script("document.querySelector('#card .why').click()")
    card = page.execute_script("return document.querySelector('#card').innerText")
    assert "规则" in card
    marks = page.execute_script("return [...document.querySelectorAll('#card mark')].map(e => e.textContent)")
    assert any("青山区分局" in mark for mark in marks)
    page.execute_script("document.querySelector('#back').click()")
    assert page.execute_script("return document.querySelector('#card h2').textContent") == "包头市公安局青山区分局"


def test_classes_regions_articles_and_confidence_filter(page: Any) -> None:
    everything = shown(page)
    page.execute_script("document.querySelector('[data-key=Agency]').click()")
    assert "包头市公安局青山区分局" not in shown(page)
    page.execute_script("document.querySelector('#reset').click()")
    assert shown(page) == everything
    page.execute_script("kg.filterBy({region: kg.find('长沙市')})")
    assert "岳麓区" in shown(page)
    assert "长沙市消防救援支队" in shown(page)
    assert "包头市公安局青山区分局" not in shown(page)
    page.execute_script("kg.filterBy({region: null, article: kg.find('青山区警务进社区')})")
    assert "包头市公安局青山区分局" in shown(page)
    assert "长沙市消防救援支队" not in shown(page)
    page.execute_script("kg.filterBy({article: null, confidence: 1})")
    assert page.execute_script("return [...kg.shown().facts].every(f => kg.page.facts[f].c >= 1)")


def test_days_of_the_timeline_keep_what_happened_then(page: Any) -> None:
    bars = page.execute_script(
        "return [...document.querySelectorAll('#timeline i')].filter(b => b.offsetHeight > 3).length"
    )
    assert bars >= 2
    page.execute_script("kg.filterBy({from: '2023-01-01', to: '2023-12-31'})")
    assert "长沙市消防救援支队" in shown(page)
    assert "包头市公安局青山区分局" not in shown(page)
    assert page.execute_script("return document.querySelector('#period').textContent").startswith("2023")
    page.execute_script("document.querySelector('#all-days').click()")
    assert "包头市公安局青山区分局" in shown(page)


def test_dragging_over_the_timeline_brushes_it(page: Any) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By

    field = page.find_element(By.CSS_SELECTOR, ".days-field")
    half = field.size["width"] // 2
    drag = ActionChains(page).move_to_element_with_offset(field, 14 - half, 0)
    drag.click_and_hold().move_by_offset(half // 3, 0).move_by_offset(half // 6, 0).release().perform()
    first, last = page.execute_script("return [kg.state.from, kg.state.to]")
    assert "2023-09" <= first[:7] <= last[:7] < "2024-05"
    assert "包头市公安局青山区分局" not in shown(page)


def test_the_address_brings_everything_back(page: Any, file: Path) -> None:
    page.execute_script(
        "kg.filterBy({region: kg.find('包头市'), confidence: 0.3, from: '2024-01-01'});"
        "document.querySelector('[data-key=Person]')?.click(); kg.select(kg.find('包头市公安局青山区分局'));"
        "kg.focusOn(kg.find('包头市公安局青山区分局'), 2)"
    )
    address = page.execute_script("return location.hash")
    before = shown(page)
    open_page(page, file, address)
    assert shown(page) == before
    assert page.execute_script("return location.hash") == address
    assert page.execute_script("return [kg.state.confidence, kg.state.from, kg.state.focus.depth]") == [
        0.3,
        "2024-01-01",
        2,
    ]
    assert page.execute_script("return document.querySelector('#card h2').textContent") == "包头市公安局青山区分局"


def test_the_browsers_way_back_leads_to_what_was_seen_before(page: Any) -> None:
    choose(page, "包头市公安局青山区分局")
    choose(page, "包头市")
    page.back()
    assert wait_for(page, "return document.querySelector('#card h2')?.textContent === '包头市公安局青山区分局'")


def test_a_focus_draws_the_neighbourhood_and_lets_go(page: Any) -> None:
    everything = shown(page)
    page.execute_script("kg.focusOn(kg.find('包头市公安局青山区分局'), 1)")
    near = shown(page)
    assert "包头市公安局青山区分局" in near
    assert "长沙市消防救援支队" not in near
    page.execute_script("document.querySelector('#focus-bar .pill').click()")
    assert shown(page) == everything


def test_trees_of_agencies_and_regions(page: Any) -> None:
    page.execute_script("document.querySelector('[data-layout=regions]').click()")
    kinds = page.execute_script("return [...kg.shown().nodes].map(i => kg.page.entities[i].type)")
    assert set(kinds) <= {"Region", "Place"}
    page.execute_script("document.querySelector('[data-layout=agencies]').click()")
    assert "包头市公安局" in shown(page)
    page.execute_script("document.querySelector('[data-layout=net]').click()")
    assert "长沙市" in shown(page)


def test_the_table_holds_what_is_shown_and_goes_out_as_csv(page: Any) -> None:
    page.execute_script("kg.openDrawer('table')")
    rows = page.execute_script(
        "return [...document.querySelectorAll('#drawer tbody tr td:first-child')].map(e => e.textContent)"
    )
    assert sorted(rows) == sorted(shown(page))
    csv = page.execute_script("return kg.tableCsv()")
    assert csv.startswith("\ufeff")
    assert len(csv.strip().split("\r\n")) == len(rows) + 1
    danger = page.execute_script(
        "return kg.toCsv(['a'], [['=1+1'], ['+x'], ['@y'], ['-z'], ['\\t=q'], ['＝1'], [-5], ['a\"b,c']])"
    )
    assert danger.strip("\ufeff").split("\r\n")[1:-1] == [
        "'=1+1",
        "'+x",
        "'@y",
        "'-z",
        "'\t=q",
        "'＝1",
        "-5",
        '"a""b,c"',
    ]
    page.execute_script("document.querySelector('#drawer tbody tr').click()")
    assert wait_for(page, "return !document.querySelector('#card').hidden")


def test_hostile_text_stays_text(page: Any) -> None:
    choose(page, "包头市公安局青山区分局")
    page.execute_script("kg.filterBy({}); kg.openDrawer('table'); document.querySelectorAll('.tab')[1].click()")
    assert page.title == HOSTILE
    assert page.execute_script("return document.querySelector('h1').textContent") == HOSTILE
    assert page.execute_script("return document.querySelectorAll('img').length") == 0
    assert page.execute_script("return document.body.innerText.includes('onerror=')")


def test_light_and_dark(page: Any) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = page.execute_script(ground)
    page.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    )
    assert wait_for(page, "return document.documentElement.dataset.theme === 'dark'")
    dark = page.execute_script(ground)
    assert light != dark
    page.execute_script("document.querySelector('#theme').click()")
    assert page.execute_script(ground) == light


def test_keys_reach_everything(page: Any) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    graph = page.find_element(By.ID, "graph")
    page.execute_script("arguments[0].focus()", graph)
    graph.send_keys(Keys.ENTER)
    assert wait_for(page, "return kg.state.node !== null")
    first = page.execute_script("return kg.state.node")
    page.execute_script("arguments[0].focus()", graph)
    graph.send_keys(Keys.ARROW_RIGHT, Keys.ENTER)
    assert wait_for(page, "return kg.state.node !== arguments[0]", first)
    graph.send_keys(Keys.ESCAPE)
    assert wait_for(page, "return kg.state.node === null")
    names = page.execute_script(
        "return [...document.querySelectorAll('button, input')].filter(e => e.offsetParent && "
        "!(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length || e.placeholder))"
        ".map(e => e.outerHTML)"
    )
    assert names == []


def test_the_picture_goes_out_as_png(page: Any) -> None:
    png = png_of(page)
    assert png.size[0] >= 300
    assert len(png.convert("RGB").getcolors(1 << 20)) > 20


def test_it_works_in_the_frame_of_a_notebook(driver: Any, file: Path, tmp_path: Path) -> None:
    from html import escape

    frame = f'<iframe sandbox="allow-scripts" srcdoc="{escape(file.read_text(encoding="utf-8"))}"></iframe>'
    outer = tmp_path / "本子.html"
    outer.write_text(f"<meta charset=utf-8><title>本子</title>{frame}", encoding="utf-8")
    driver.get(outer.as_uri())
    driver.switch_to.frame(0)
    try:
        wait_for(driver, "return document.documentElement.dataset.ready")
        driver.execute_script("kg.filterBy({confidence: 0.5})")
        choose(driver, "包头市公安局青山区分局")
        assert driver.execute_script("return location.href").startswith("about:srcdoc#")
    finally:
        driver.switch_to.default_content()
    assert driver.title == "本子"
    assert driver.current_url == outer.as_uri()
