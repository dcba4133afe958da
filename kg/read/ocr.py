"""Pictures of pages, read by the OCR program tesseract where it is installed; nothing is fetched, nothing is bundled.

The reading text is that of `printed`. It depends on the program's version and language data, which the report names.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from io import StringIO
from typing import Any, NamedTuple

from kg.errors import ReadError
from kg.read.part import File, Part
from kg.read.printed import Piece, read_printed

_SECONDS = 300
"""For one page: a broadsheet at 300 dots an inch takes under a minute."""
_SURE = 30
"""Of 100: words the program is less sure of are mostly parts of pictures."""


class Engine(NamedTuple):
    """An OCR program: its path, the languages to read, and what to call it in the report."""

    path: str
    languages: str
    version: str


@cache
def find_engine() -> Engine | None:
    """The OCR program of this machine, or None where there is none that reads Chinese.

    Raises: ReadError when the program is there without its Chinese language data.
    """
    path = shutil.which("tesseract")
    if path is None:
        return None
    said = _run([path, "--list-langs"], b"").decode("utf-8", "replace").split()
    chosen = [name for name in ("chi_sim", "chi_tra", "eng") if name in said]
    if not {"chi_sim", "chi_tra"} & set(chosen):
        raise ReadError("tesseract has no Chinese language data", remedy="install tesseract-ocr-chi-sim")
    words = _run([path, "--version"], b"").decode("utf-8", "replace").split()
    version = words[1].lstrip("v") if len(words) > 1 else ""
    return Engine(path, "+".join(chosen), f"tesseract {version} {'+'.join(chosen)}".replace("  ", " "))


def read_image(file: File) -> Iterator[Part]:
    """The page of text that a picture shows.

    Raises: ReadError when no OCR program is here, it can't read the picture, or finds no text in it.
    """
    engine = find_engine()
    if engine is None:
        raise ReadError(
            "a picture, and no OCR program is here", source=file.name, remedy="install tesseract-ocr with chi_sim"
        )
    text = read_printed([read_picture(engine, file.read(), file.name)])
    if not text.strip():
        raise ReadError("no text in this picture", source=file.name)
    yield Part(text=text, encoding=f"ocr {engine.version}")


def read_bitmap(engine: Engine, bitmap: Any, source: str) -> list[Piece]:
    """The rows of text on a page that pdfium drew in grey."""
    pixels = memoryview(bytes(bitmap.buffer))
    rows = [pixels[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height)]
    picture = b"".join([f"P5 {bitmap.width} {bitmap.height} 255\n".encode(), *rows])  # a grey picture in PGM
    return read_picture(engine, picture, source)


def read_picture(engine: Engine, picture: bytes, source: str) -> list[Piece]:
    """The rows of text in a picture, with their places in dots.

    Raises: ReadError when the program can't read it, or takes too long.
    """
    table = _run([engine.path, "stdin", "stdout", "-l", engine.languages, "--psm", "3", "tsv"], picture, source)
    return read_table(table.decode("utf-8", "replace"))


def read_table(table: str) -> list[Piece]:
    """The rows of tesseract's table of words: each with its place; the height of its line stands for its type's size.

    >>> head = "level page_num block_num par_num line_num word_num left top width height conf text"
    >>> table = "\\n".join([head, "5 1 1 1 1 1 10 20 60 30 96 夜市", "5 1 1 1 1 2 70 20 60 30 95 开张"])
    >>> [(piece.text, piece.left, piece.right) for piece in read_table(table.replace(" ", "\\t"))]
    [('夜市', 10.0, 70.0), ('开张', 70.0, 130.0)]
    """
    words: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip() and float(row.get("conf") or -1) >= _SURE:
            key = tuple(row[name] for name in ("page_num", "block_num", "par_num", "line_num"))
            words.setdefault(key, []).append(row)
    out = []
    for line in words.values():
        top = min(float(word["top"]) for word in line)
        bottom = max(float(word["top"]) + float(word["height"]) for word in line)
        for word in line:
            left = float(word["left"])
            out.append(Piece(left, top, left + float(word["width"]), bottom, bottom - top, word["text"].strip()))
    return out


def _run(command: list[str], given: bytes, source: str = "") -> bytes:
    # One thread: a build runs several pages at once. No shell, and the picture goes in by the pipe.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=_SECONDS, check=False, env=environment)
    except subprocess.TimeoutExpired as error:
        raise ReadError(f"tesseract took longer than {_SECONDS} s", source=source, remedy="cut the scan") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReadError(f"tesseract can't read it: {said[-1] if said else done.returncode}", source=source)
    return done.stdout
