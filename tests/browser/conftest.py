"""A headless Chromium, and in it the view of three pages of our own, one of them hostile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.panel import panel_maker
from kg.view import write_view
from tests.browser.pages import HOSTILE, PAGES, open_page

DRIVER = shutil.which("chromedriver")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A headless Chromium that notes every request and every word of its console."""
    if not (DRIVER and BROWSER):
        pytest.skip("Chromium or its driver is not installed")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    assert BROWSER is not None
    options.binary_location = BROWSER
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    options.add_argument("--window-size=1280,800")
    chromium = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield chromium
    finally:
        chromium.quit()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The view of three pages, one of them hostile."""
    folder = tmp_path_factory.mktemp("view")
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "图.html"
    write_view(kg.build([folder / name for name in PAGES]), path, title=HOSTILE, answers=panel_maker())
    return path


@pytest.fixture(params=["1280x800", "390x844"])
def page(request: pytest.FixtureRequest, driver: Any, file: Path) -> Any:
    """The view, freshly opened, on a desk and on a phone."""
    wide, high = map(int, request.param.split("x"))
    metrics = {"width": wide, "height": high, "deviceScaleFactor": 1, "mobile": wide < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "light"}]}
    )
    driver.get("about:blank")
    for kind in ("browser", "performance"):
        driver.get_log(kind)
    open_page(driver, file)
    yield driver
    # What the software that stands in for a graphics card says of itself is not the page's.
    said = [line for line in driver.get_log("browser") if line["source"] != "rendering" and line["level"] != "INFO"]
    assert said == []
