"""Trains a recognizer of HanLP on what people have annotated and on what the lexicon finds by itself.

Gold says what careful readers see; silver is the built-in pipeline's own reading of whole pages, right where its rules
are, silent where they are not. A model learns the contexts of names from both, and may then find names the lexicon does
not know. It does not have to be better than the lexicon: `kg score --analyzer hanlp:MODEL_DIR` tells.
"""

from __future__ import annotations

from kg.train.examples import Example, from_gold, from_pages, merge
from kg.train.recognizer import Training, check_base, train

__all__ = ["Example", "Training", "check_base", "from_gold", "from_pages", "merge", "train"]
