"""Write `kg/lexicon/data/names.tsv`: how much more often a character stands in names than in other words.

    python -m scripts.make_names

Counted are the words of jieba's dictionary (MIT licence, © 2013 Sun Junyi), which the tagger of the program ships too:
60,000 names of three characters by their surname, second and last character, and 4,000 foreign names. A figure is
ten times the natural logarithm of the ratio, smoothed; characters that stand in no name are left out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import jieba

from kg.lexicon import load_lexicon

TARGET = Path(__file__).parent.parent / "kg" / "lexicon" / "data" / "names.tsv"
HEAD = """\
# How much more often a character is a surname, the second or the last character of a Han name, or part of a foreign
# name than it stands in other words: ten times the natural logarithm of the ratio.
# Made by scripts/make_names.py from the dictionary of jieba 0.42.1 (MIT licence, © 2013 Sun Junyi): don't edit.
"""
_PLACES = frozenset("省市县区州山河江湖海岛路镇乡村旗盟港站湾岭关寺")
_LEAST = 4  # foreign names that a character stands in, so that it counts as one of theirs
_TYPES, _WORDS = 0.5, 200  # added to each count of names, and of other words


def main() -> None:
    tables = load_lexicon().tables["persons"]["surnames"]
    surnames = frozenset(tables["single"]) | frozenset(tables["rare"])
    surname, second, last, foreign, others = (Counter[str]() for _ in range(5))
    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, often, tag = [*line.split(), ""][:3]
        if not all("\u4e00" <= c <= "\u9fff" for c in word):
            continue
        if tag.startswith("nr"):
            if tag in ("nr", "nrfg") and len(word) == 3 and word[0] in surnames:
                surname[word[0]] += 1
                second[word[1]] += 1
                last[word[2]] += 1
            elif (tag == "nrt" and len(word) > 2) or (tag == "nr" and len(word) > 3):
                foreign.update(word)
        else:
            for c in word:
                others[c] += int(often)
            if tag == "ns" and len(word) > 3 and word[-1] not in _PLACES:
                foreign.update(word)

    def ratio(names: Counter[str]) -> Callable[[str], int]:
        total, rest = names.total() + _TYPES * 5000, others.total() + _WORDS * 8000
        return lambda c: round(10 * math.log((names[c] + _TYPES) / total * rest / (others[c] + _WORDS)))

    ratios = [ratio(names) for names in (surname, second, last, foreign)]
    rows = [
        (c, *(f(c) for f in ratios[:3]), ratios[3](c) if foreign[c] >= _LEAST else -99)
        for c in sorted(surname.keys() | second.keys() | last.keys() | {c for c, n in foreign.items() if n >= _LEAST})
    ]
    TARGET.write_text(HEAD + "".join("\t".join(map(str, row)) + "\n" for row in rows), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
