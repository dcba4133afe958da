"""A scan, end to end: a page drawn as a picture, read by the real tesseract where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.pipeline import build
from kg.read import read_documents
from kg.read.ocr import find_engine
from tests.formats import STORY, wrapped
from tests.pages import labels

if TYPE_CHECKING:
    from PIL.Image import Image

FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc", "uming.ttc")
DOTS = 300  # an inch


@cache
def find_font() -> str | None:
    """A font with Chinese characters on this machine."""
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts")]
    found = {path.name: str(path) for folder in folders if folder.is_dir() for path in folder.rglob("*.tt[cf]")}
    return next((found[name] for name in FONTS if name in found), None)


def has_engine() -> bool:
    find_engine.cache_clear()
    try:
        return find_engine() is not None
    except ReadError:
        return False


pytestmark = [
    pytest.mark.skipif(not has_engine(), reason="NOT TESTED: tesseract with chi_sim is not installed"),
    pytest.mark.skipif(find_font() is None, reason="NOT TESTED: no font with Chinese characters is installed"),
]


@pytest.fixture(autouse=True)
def real_engine() -> None:
    find_engine.cache_clear()  # other tests put a stand-in in its place


def draw(*, tilt: float = 0.0, specks: int = 0, columns: int = 1) -> Image:
    """The story as a scanner sees it: a little askew, with specks of dust, on paper that is not quite white."""
    from PIL import Image, ImageDraw, ImageFont

    size = 44
    font, large = (ImageFont.truetype(find_font() or "", points) for points in (size, 2 * size))
    page = Image.new("L", (1700, 2400), 246)
    pen = ImageDraw.Draw(page)
    pen.text((120, 140), STORY.title, font=large, fill=20)
    width = 1440 // columns // size - columns + 1
    rows = [row for text in STORY.body for row in wrapped("\u3000\u3000" + text.removeprefix("## "), width)]
    height = -(-len(rows) // columns)
    for number, row in enumerate(rows):
        column, line = divmod(number, height)
        pen.text((120 + column * (width + 2) * size, 340 + line * 68), row, font=font, fill=30)
    random = Random(7)
    for _ in range(specks):
        pen.point((random.randrange(1700), random.randrange(2400)), fill=90)
    return page.rotate(tilt, fillcolor=246)


def as_scan(picture: Image) -> bytes:
    """A PDF that holds nothing but the picture."""
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=DOTS)
    return out.getvalue()


def test_tesseract_is_the_real_one() -> None:
    said = subprocess.run([shutil.which("tesseract") or "", "--list-langs"], capture_output=True, text=True, check=True)
    assert "chi_sim" in said.stdout


@pytest.mark.parametrize(
    ("name", "tilt", "specks", "columns"), [("clean", 0.0, 0, 1), ("askew", 0.4, 400, 1), ("columns", 0.0, 100, 2)]
)
def test_a_scanned_page_gives_a_graph(tmp_path: Path, name: str, tilt: float, specks: int, columns: int) -> None:
    path = tmp_path / f"2023-02-21_{name}.pdf"
    path.write_bytes(as_scan(draw(tilt=tilt, specks=specks, columns=columns)))
    knowledge, report = build([path])
    assert not report.dropped
    assert report.documents[0]["encoding"].startswith("pdf, ocr tesseract")
    assert {"扬州市公安局", "扬州市公安局交警支队", "扬州市公安局广陵分局"} <= set(labels(knowledge, "Agency"))
    assert "扬州市" in labels(knowledge, "Region")
    [article] = [entity for entity in knowledge.entities if entity.type == "Article"]
    assert "冬防" in article.label
    assert sorted(value for key, value in article.attributes if key == "byline") == sorted(STORY.byline.split())


def test_a_picture_file_is_read_as_the_scan_is(tmp_path: Path) -> None:
    draw().save(tmp_path / "页.png", dpi=(DOTS, DOTS))
    [document] = read_documents([tmp_path])
    assert isinstance(document, Document)
    assert "扬州市公安局" in document.text


def test_an_empty_sheet_is_listed(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "白.pdf").write_bytes(as_scan(Image.new("L", (1700, 2400), 250)))
    with pytest.raises(ReadError, match="no text"):
        list(read_documents([tmp_path]))
