"""A recognizer of HanLP's, trained from scratch on a CPU in minutes: an embedding, a recurrent layer, tags.

`crf=False`: HanLP 2.1.5 builds its CRF layer with the constraints in the place of `batch_first`, and fails.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from kg.analyze.hanlp import offline
from kg.analyze.models import INSTALL, lacking
from kg.errors import AnalyzerError, UsageError
from kg.train.examples import Example
from kg.version import VERSION

EPOCHS = 40
NOTE = "kg.json"
"""What a model was trained on, beside it."""
_DEV = 10
"""One sentence in ten is kept aside to tell which epoch was the best."""


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a training; `score` is the F1 of entities on the sentences kept aside while training."""

    folder: str
    sentences: int
    aside: int
    names: dict[str, int]
    score: float


def train(examples: Sequence[Example], folder: Path, *, epochs: int = EPOCHS, seed: int = 1) -> Training:
    """Train on tagged sentences and write the model into a folder, which is replaced whole if it held a model.

    Raises: AnalyzerError when HanLP is not installed; UsageError when there is nothing to learn, or the folder holds
    something else.
    """
    lack = lacking()
    if lack:
        raise AnalyzerError(f"{' and '.join(lack)} not installed", remedy=INSTALL)
    names = Counter(tag[2:] for example in examples for tag in example.tags if tag.startswith("B-"))
    if not names:
        raise UsageError("no name to learn from in these pages", remedy="give gold with entities, or --silver PAGES")
    if folder.exists() and not (folder.is_dir() and ((folder / NOTE).is_file() or not any(folder.iterdir()))):
        raise UsageError("this folder holds no model of kg train", source=str(folder), remedy="choose another: -o DIR")
    learned, aside = split_aside(examples)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as scratch:
        made = Path(scratch) / "model"
        score = _fit(learned, aside, Path(scratch), made, epochs, seed)
        result = Training(
            folder=str(folder), sentences=len(learned), aside=len(aside), names=dict(sorted(names.items())), score=score
        )
        note = {"version": VERSION, "epochs": epochs, "seed": seed, **msgspec.to_builtins(result)}
        del note["folder"]
        (made / NOTE).write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    return result


def split_aside(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """The sentences to learn from, and one in ten, chosen by its text, to choose the best epoch by."""
    ordered = sorted(examples, key=lambda e: blake2b(e.text.encode(), digest_size=8).digest())
    aside = ordered[::_DEV]
    learned = [e for n, e in enumerate(ordered) if n % _DEV]
    # With a handful of sentences none can be spared.
    return (learned, aside) if len(learned) > 2 * _DEV else (ordered, ordered)


def _fit(learned: list[Example], aside: list[Example], scratch: Path, made: Path, epochs: int, seed: int) -> float:
    files = []
    for name, some in (("learned.tsv", learned), ("aside.tsv", aside)):
        files.append(scratch / name)
        files[-1].write_text("".join(example.as_rows() for example in some), encoding="utf-8")
    quiet = io.StringIO()
    with offline(), warnings.catch_warnings(), contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        warnings.simplefilter("ignore")
        from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

        recognizer = RNNNamedEntityRecognizer()
        recognizer.fit(
            str(files[0]),
            str(files[1]),
            str(made),
            embed=64,
            rnn_hidden=128,
            drop=0.3,
            lr=3e-3,
            crf=False,
            batch_size=16,
            epochs=epochs,
            patience=epochs,
            anneal_patience=10,
            tagging_scheme="BIO",
            token_delimiter="",
            devices=-1,
            seed=seed,
            verbose=False,
        )
        metric, _ = recognizer.evaluate(str(files[1]), verbose=False)[:2]
    return round(float(getattr(metric, "score", 0.0)), 4)
