"""The view in a real browser: it draws, asks nothing of any network, and explains what is chosen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.view import write_view

DRIVER = shutil.which("chromedriver")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (DRIVER and BROWSER), reason="Chromium or its driver is not installed"),
]
SENTENCE = "5月3日，包头市公安局青山区分局在万青路街道举办警营开放日活动，120名居民参加。"
PAGE = f"青山区警务进社区\n\n　　包头讯 {SENTENCE}\n（王明华）\n"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The driver with the view of one page open."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    folder = tmp_path_factory.mktemp("view")
    (folder / "2024-05-04_青山.txt").write_text(PAGE, encoding="utf-8")
    write_view(kg.build(folder / "2024-05-04_青山.txt"), folder / "图.html", title="青山")
    options = webdriver.ChromeOptions()
    assert BROWSER is not None
    options.binary_location = BROWSER
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={folder / 'profile'}")
    options.add_argument("--window-size=1400,900")
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        driver.get(Path(folder / "图.html").as_uri())
        yield driver
    finally:
        driver.quit()


def wait_for(page: Any, script: str) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(page, 20).until(lambda driver: driver.execute_script(script))


def test_it_draws_without_errors_and_without_a_network(page: Any) -> None:
    assert wait_for(page, "const c = document.querySelector('#graph canvas'); return c && c.width > 100")
    asked = page.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in asked if name.startswith(("http", "ws"))] == []
    assert [line for line in page.get_log("browser") if line["level"] == "SEVERE"] == []
    legend = page.execute_script("return document.querySelector('#legend').innerText")
    assert "机构" in legend
    assert "事件" in legend


def test_what_is_chosen_is_explained_with_its_sentence(page: Any) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    search = page.find_element(By.ID, "search")
    search.send_keys("青山区分局")
    assert wait_for(page, "return document.querySelectorAll('#results li').length > 0")
    search.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert wait_for(page, "return !document.querySelector('#card').hidden")
    card = page.execute_script("return document.querySelector('#card').innerText")
    assert "包头市公安局青山区分局" in card
    assert "机构" in card
    assert SENTENCE in card.replace("\n", "")
    assert "2024-05-04_青山.txt:3" in card
