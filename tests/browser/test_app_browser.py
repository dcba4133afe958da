"""The app in a real browser: search, questions and queries work under its policy, and ask nothing of elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from kg.model import Entity, Evidence, Fact, Knowledge, Span
from kg.rdf import write_graph
from tests.served import Served

DRIVER = shutil.which("chromedriver")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (DRIVER and BROWSER), reason="Chromium or its driver is not installed"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the server forks"),
]
NASTY = "<img src=x onerror=\"document.title='broken'\">行动"
BUREAU = Entity(id="agency/通辽市公安局", type="Agency", label="通辽市公安局")
ACTION = Entity(id=f"initiative/{NASTY}", type="Initiative", label=NASTY, attributes=(("initiativeType", "campaign"),))
SAID = Evidence(
    article="article/一-1",
    source="页/一.txt",
    span=Span(1, 3),
    line=7,
    quote=f"启动{NASTY}。",
    rule="r",
    confidence=0.9,
)
GRAPH = Knowledge(
    tuple(sorted((BUREAU, ACTION, Entity(id="article/一-1", type="Article", label="一")))),
    (Fact(subject=BUREAU.id, predicate="implements", object=ACTION.id, evidence=(SAID,)),),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("graph")
    write_graph(GRAPH, folder, ["ttl", "provenance"])
    with Served(folder) as server:
        yield server


@pytest.fixture(scope="module")
def page(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    assert BROWSER is not None
    options.binary_location = BROWSER
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


def wait_for(page: Any, script: str) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(page, 20).until(lambda driver: driver.execute_script(script))


def no_faults(page: Any) -> None:
    assert [line["message"] for line in page.get_log("browser") if line["level"] == "SEVERE"] == []
    asked = page.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in asked if "//127.0.0.1:" not in name and not name.startswith("data:")] == []
    assert page.title != "broken"


def test_search_leads_to_the_page_of_a_thing(served: Served, page: Any) -> None:
    page.get(f"http://127.0.0.1:{served.port}/#search?q={quote('行动')}")
    assert wait_for(page, "return document.querySelectorAll('#found li a').length") == 1
    assert page.execute_script("return document.querySelector('#found li a').textContent") == NASTY
    no_faults(page)
    page.execute_script("document.querySelector('#found li a').click()")
    assert wait_for(page, "return document.querySelector('h1')?.textContent") == NASTY
    assert "页/一.txt:7" in page.execute_script("return document.body.textContent")
    no_faults(page)


def test_a_question_is_answered_with_its_sentence(served: Served, page: Any) -> None:
    page.get("about:blank")
    page.get(f"http://127.0.0.1:{served.port}/#ask?q={quote('通辽市公安局开展了什么行动？')}")
    assert wait_for(page, "return document.querySelector('#answer li a')?.textContent") == NASTY
    assert NASTY in page.execute_script("return document.querySelector('#answer blockquote').textContent")
    no_faults(page)


def test_a_query_is_run_and_its_fault_is_marked(served: Served, page: Any) -> None:
    page.get("about:blank")
    page.get(f"http://127.0.0.1:{served.port}/#query")
    assert wait_for(page, "return document.querySelector('.CodeMirror')?.CodeMirror.getValue().length")
    run = (
        "document.querySelector('.CodeMirror').CodeMirror.setValue({}); document.querySelector('#query button').click()"
    )
    page.execute_script(run.format("'SELECT ?name { ?x skos:prefLabel ?name } ORDER BY ?name'"))
    assert wait_for(page, "return document.querySelectorAll('#result tbody tr').length") == 2
    assert page.execute_script("return document.querySelector('.cm-keyword').textContent") == "SELECT"
    page.execute_script(run.format("'SELECT ?type (COUNT(*) AS ?n) { ?x a ?type } GROUP BY ?type'"))
    assert wait_for(page, "return !document.querySelector('.views').hidden")
    page.execute_script(
        "const s = document.querySelector('[name=shown]'); s.value = 'chart'; s.dispatchEvent(new Event('change'))"
    )
    assert wait_for(page, "return document.querySelectorAll('#result svg rect').length") >= 2
    page.execute_script(run.format("'CONSTRUCT WHERE { ?x kg:implements ?y }'"))
    assert wait_for(page, "return document.querySelectorAll('#result tbody tr').length") == 1
    page.execute_script(
        "const s = document.querySelector('[name=shown]'); s.value = 'graph'; s.dispatchEvent(new Event('change'))"
    )
    assert wait_for(page, "return document.querySelectorAll('#result svg circle').length") == 2
    no_faults(page)
    page.execute_script(run.format("'SELECT ?x {\\n  ?x nonsense ?y\\n}'"))
    assert "nonsense" in wait_for(page, "return document.querySelector('#result .problem')?.textContent")
    assert wait_for(page, "return document.querySelectorAll('.CodeMirror .wrong').length") >= 1
    page.get_log("browser")  # the 400 of that query


def test_completion_knows_the_vocabulary_in_chinese(served: Served, page: Any) -> None:
    page.get("about:blank")
    page.get(f"http://127.0.0.1:{served.port}/#query")
    wait_for(page, "return typeof kg !== 'undefined' && kg.words")
    page.execute_script(
        "const e = document.querySelector('.CodeMirror').CodeMirror; e.setValue('SELECT * { ?x a 机构'); e.focus();"
        "e.setCursor(0, 99); e.execCommand('goLineEnd'); e.options.extraKeys['Ctrl-Space'](e)"
    )
    assert "kg:Agency" in wait_for(page, "return document.querySelector('.CodeMirror-hints')?.textContent")
    no_faults(page)


def test_the_view_of_a_neighbourhood_draws(served: Served, page: Any) -> None:
    page.get(f"http://127.0.0.1:{served.port}/view?id={quote(BUREAU.id, safe='')}&depth=1")
    assert wait_for(page, "const c = document.querySelector('canvas'); return c && c.width > 50")
    no_faults(page)
