"""Write `kg/view/assets/pinyin.txt`, by which the view finds names typed in pinyin.

    pip download pypinyin==0.55.0 --no-deps
    python scripts/make_pinyin.py pypinyin-0.55.0-py2.py3-none-any.whl

A table instead of the package: pypinyin takes a fifth of a second to load, on every build, for what is a look-up of
single characters (the view accepts each reading of a character, so phrases decide nothing). Kept are the characters of
GB 2312 and those of the gazetteer's names, with all their readings, without tones.
"""

from __future__ import annotations

import sys
import unicodedata
import zipfile
from collections import defaultdict
from json import loads
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "kg" / "view" / "assets" / "pinyin.txt"
HEAD = """\
# Readings of Chinese characters in pinyin without tones, ü as v; a character stands in the line of each reading.
# Made by scripts/make_pinyin.py from pypinyin 0.55.0 (MIT licence, © 2016 mozillazg and others): don't edit.
"""


def plain(syllable: str) -> str:
    """The syllable without its tone: `lǜ` is `lv`, `ê̄` is `e`."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(c for c in letters if "a" <= c <= "z")


def main(wheel: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        readings = {chr(int(code)): text for code, text in loads(archive.read("pypinyin/pinyin_dict.json")).items()}
    wanted = {
        character
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
        for character in bytes((high, low)).decode("gb2312", "ignore")
    }
    wanted |= set((ROOT / "kg" / "lexicon" / "data" / "regions.tsv").read_text(encoding="utf-8"))
    lines: dict[str, set[str]] = defaultdict(set)
    for character in wanted & set(readings):
        for syllable in readings[character].split(","):
            lines[plain(syllable)].add(character)
    text = "".join(f"{syllable} {''.join(sorted(lines[syllable]))}\n" for syllable in sorted(lines) if syllable)
    TARGET.write_text(HEAD + text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
