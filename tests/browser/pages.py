"""The pages that the browser's tests draw, and what the tests do in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SENTENCE = "5月3日，包头市公安局青山区分局在万青路街道举办警营开放日活动，120名居民参加。"
HOSTILE = '"><img src=x onerror=document.title=1><script>document.title=2</script>'
PAGES = {
    "2024-05-04_青山.txt": f"青山区警务进社区\n\n　　包头讯 {SENTENCE}\n（王明华）\n",
    "2023-09-12_长沙.txt": "长沙消防进校园\n\n　　长沙讯 9月10日，长沙市消防救援支队在岳麓区举行消防演练，"
    "岳麓区教育局组织300名学生参加。\n（李文）\n",
    "2024-05-06_恶意.txt": f"青山区{HOSTILE}办证提速\n\n"
    f"　　包头讯 5月5日，包头市公安局青山区分局{HOSTILE}召开现场会。\n",
}


def open_page(driver: Any, file: Path, address: str = "") -> None:
    driver.get("about:blank")
    driver.get(file.as_uri() + address)
    wait_for(driver, "return document.documentElement.dataset.ready")


def wait_for(page: Any, script: str, *arguments: object) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(page, 60, poll_frequency=0.1).until(lambda driver: driver.execute_script(script, *arguments))


def choose(page: Any, name: str) -> None:
    """Chooses an entity by its label and waits for its card."""
    page.execute_script("kg.select(kg.find(arguments[0]))", name)
    wait_for(page, "return !document.querySelector('#card').hidden")


def png_of(page: Any) -> Any:
    """The picture that the button gives, as Pillow reads it."""
    from base64 import b64decode
    from io import BytesIO

    from PIL import Image

    page.execute_script(
        "window.taken_ = null; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { const reader = new FileReader();"
        "reader.onload = () => { window.taken_ = reader.result; }; reader.readAsDataURL(blob); return make(blob); };"
        "document.querySelector('#image').click()"
    )
    return Image.open(BytesIO(b64decode(wait_for(page, "return window.taken_").split(",")[1])))
