"""What is installed and what is missing on this machine, each with its remedy; nothing is loaded or changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from kg.analyze.models import INSTALL, MODELS, home, missing

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "firefox")
_EXTRAS = (
    ("pypdfium2", "reads PDF", "pip install 'kg[formats]'"),
    ("python-docx", "reads Word files", "pip install 'kg[formats]'"),
    ("trafilatura", "reads web pages", "pip install 'kg[formats]'"),
)
_HANLP = (("hanlp", "2.1.5"), ("torch", ""), ("transformers", ""), ("setuptools", ""))


class Finding(msgspec.Struct, frozen=True):
    """A line of the doctor: `state` is `ok`, `missing` (something works less well) or `broken` (nothing works)."""

    what: str
    state: str
    found: str
    remedy: str = ""


def examine(folders: Sequence[Path] = ()) -> Iterator[Finding]:
    """Every finding about this machine, in order; `folders` are asked for besides the current one and HanLP's."""
    enough = sys.version_info >= (3, 11)
    number = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", "ok" if enough else "broken", number, "" if enough else "install Python 3.11 or newer")
    for package, use, remedy in _EXTRAS:
        found = installed(package)
        yield Finding(package, "ok" if found else "missing", found or f"not installed ({use})", "" if found else remedy)
    ocr = shutil.which("tesseract")
    remedy = "" if ocr else "install tesseract with its Chinese data (tesseract-ocr-chi-sim)"
    yield Finding("tesseract", "ok" if ocr else "missing", ocr or "not installed (reads scans)", remedy)
    yield from _hanlp()
    yield _fonts()
    browser = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    yield Finding(
        "browser",
        "ok" if browser else "missing",
        browser or "none found (shows graph.html)",
        "" if browser else "install one, or open graph.html on another machine: it is one file",
    )
    for folder in (Path.cwd(), home(), Path(tempfile.gettempdir()), *folders):
        yield writable(folder)


def installed(package: str) -> str:
    """The version of an installed package, or nothing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _hanlp() -> Iterator[Finding]:
    lacks = False
    for package, wanted in _HANLP:
        found = installed(package)
        if not found:
            lacks = True
            yield Finding(package, "missing", "not installed (--analyzer hanlp)", INSTALL)
        elif wanted and found != wanted:
            yield Finding(package, "missing", f"{found}, tested with {wanted}", f"pip install {package}=={wanted}")
        elif package == "setuptools" and int(found.partition(".")[0]) >= 81:
            # from 81 on HanLP's own error messages fail, and hide what went wrong
            yield Finding(package, "missing", f"{found} hides HanLP's errors", "pip install 'setuptools<81'")
        elif package == "torch" and _numbers(found) < (2, 6):
            yield Finding(package, "missing", f"{found} runs code that weights hold", "pip install 'torch>=2.6,<3'")
        elif package == "transformers" and int(found.partition(".")[0]) >= 5:
            yield Finding(
                package, "missing", f"{found} fine-tunes HanLP's models badly", "pip install 'transformers<5'"
            )
        else:
            yield Finding(package, "ok", found)
    for model in MODELS:
        lack = missing(model)
        state = "missing" if lack else "ok"
        told = f"not in {home()}" if lack else "on disk"
        remedy = f"kg models pull {model}" if lack and not lacks else "after HanLP: kg models pull" if lack else ""
        yield Finding(model, state, told, remedy)


def _numbers(version: str) -> tuple[int, ...]:
    """The first two numbers of a version.

    >>> _numbers("2.13.0+cpu")
    (2, 13)
    """
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())


def _fonts() -> Finding:
    """Whether the system has a font with Chinese characters, as far as it can be asked."""
    asked = shutil.which("fc-list")
    if asked is None:
        told = "can't be asked here" if os.name == "posix" and sys.platform != "darwin" else "those of the system"
        return Finding("fonts", "ok", told)
    try:
        names = subprocess.run(
            [asked, ":lang=zh", "family"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        names = ""
    lines = sorted(filter(None, names.splitlines()))
    if lines:
        return Finding("fonts", "ok", lines[0].partition(",")[0])
    return Finding(
        "fonts", "missing", "none with Chinese characters", "install one, such as Noto Sans CJK (fonts-noto-cjk)"
    )


def writable(folder: Path) -> Finding:
    """Whether a folder, or the nearest above it that exists, takes files."""
    there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
    ok = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    told = ("writable" if there == folder else "will be made") if ok else "can't be written"
    remedy = "" if ok else "choose another (-o DIR, HANLP_HOME, TMPDIR), or change its permissions"
    return Finding(str(folder), "ok" if ok else "broken", told, remedy)
