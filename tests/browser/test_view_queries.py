"""Queries in the view's page, answered by Oxigraph in a real browser."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.browser.pages import wait_for

pytestmark = pytest.mark.browser
ROWS = "return document.querySelectorAll('#drawer tbody tr').length"
FAULT = "return document.querySelector('.failed')?.textContent"


def open_query(page: Any, title: str) -> None:
    """Opens the panel and presses the button of a named query, or the first for one's own."""
    page.execute_script(
        "kg.openDrawer('ask');"
        "[...document.querySelectorAll('.query')].find(b => b.textContent.includes(arguments[0])).click()",
        title,
    )


def run(page: Any, text: str, field: str = "#sparql") -> None:
    """Writes into a field and runs the query."""
    page.execute_script(
        "const field = document.querySelector(arguments[1]); field.value = arguments[0];"
        "field.dispatchEvent(new Event('input')); document.querySelector('#run').click()",
        text,
        field,
    )


def test_a_named_query_counts_what_the_page_holds(page: Any) -> None:
    open_query(page, "各类实体")
    assert wait_for(page, ROWS)
    counts = dict(
        page.execute_script(
            "return [...document.querySelectorAll('#drawer tbody tr')]"
            ".map(r => [r.cells[0].textContent, +r.cells[1].textContent])"
        )
    )
    assert counts["Agency"] == page.execute_script("return kg.page.entities.filter(e => e.type === 'Agency').length")


def test_rows_of_an_answer_lead_to_the_picture(page: Any) -> None:
    open_query(page, "自己写")
    run(page, 'SELECT ?a { ?a a kg:Agency ; skos:prefLabel "长沙市消防救援支队"@zh }')
    assert wait_for(page, ROWS) == 1
    page.execute_script("document.querySelector('#drawer tbody tr').click()")
    assert wait_for(page, "return document.querySelector('#card h2')?.textContent === '长沙市消防救援支队'")


def test_every_kind_of_query_is_answered_or_refused(page: Any) -> None:
    open_query(page, "自己写")
    run(page, "SELECT ?a { ?a a }")
    assert wait_for(page, FAULT)
    run(page, "ASK { ?a a kg:Region }")
    assert wait_for(page, "return document.querySelector('.verdict')?.textContent === '是'")
    run(page, "CONSTRUCT { ?a a kg:Region } WHERE { ?a a kg:Region }")
    assert wait_for(page, ROWS) > 1
    run(page, "SELECT * { SERVICE <https://example.org/sparql> { ?a ?b ?c } }")
    assert "service" in wait_for(page, FAULT).lower()


def test_a_parameter_can_do_nothing_but_be_a_name(page: Any) -> None:
    open_query(page, "的机构及其管辖")
    run(page, '长沙市") } # \\', ".param input")
    assert wait_for(page, "return document.querySelector('#drawer .answers > .more')")
    run(page, "长沙市", ".param input")
    assert wait_for(page, ROWS)
    assert "长沙市消防救援支队" in page.execute_script("return document.querySelector('#drawer tbody').textContent")


def test_a_query_without_end_can_be_stopped(page: Any) -> None:
    open_query(page, "自己写")
    run(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    time.sleep(0.3)
    page.execute_script("[...document.querySelectorAll('.runs .pill')].find(b => b.textContent === '停止').click()")
    assert wait_for(page, FAULT) == "已停止"
