"""A recognizer of HanLP's, trained from scratch on a CPU in minutes (an embedding, a recurrent layer, tags), or a
pretrained encoder on disk, fine-tuned.

`crf=False`: HanLP 2.1.5 builds its CRF layer with the constraints in the place of `batch_first`, and fails.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from kg.analyze.hanlp import NOTE, offline
from kg.analyze.hints import KINDS, UNKNOWN, add_hints
from kg.analyze.hints import VERSION as HINTS
from kg.analyze.models import check_installed
from kg.errors import UsageError
from kg.train.examples import Example
from kg.train.lessons import teach
from kg.version import VERSION

EPOCHS, TUNING_EPOCHS = 10, 5
"""How often all sentences are read, from scratch and with a pretrained encoder."""
RATE = 5e-5
"""How fast a pretrained encoder learns; the layer upon it, which knows nothing yet, learns twenty times as fast."""
_RATE = 5e-3
"""How fast the small network learns at most."""
_SMALLEST, _LARGEST, _STEPS = 4, 48, 100
ENCODER = "encoder"
"""The folder in a model's folder with the settings and the tokenizer of its encoder; the weights are the model's."""
_TOKENIZERS = ("tokenizer.json", "vocab.txt", "spiece.model", "sentencepiece.bpe.model")
_TOKENIZER_NOTES = ("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json")
_WEIGHTS = ("model.safetensors", "pytorch_model.bin", "model.safetensors.index.json", "pytorch_model.bin.index.json")
_EPOCH = re.compile(r"Epoch (\d+) / (\d+)")
_DEV = 10
"""One sentence in ten is kept aside to tell which epoch was the best."""


Tell = Callable[[int, int], None]


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a training; `score` is the F1 of entities on the sentences kept aside while training."""

    folder: str
    sentences: int
    aside: int
    names: dict[str, int]
    score: float


def train(
    examples: Sequence[Example],
    folder: Path,
    *,
    epochs: int | None = None,
    seed: int = 1,
    base: Path | None = None,
    rate: float = RATE,
    tell: Tell | None = None,
) -> Training:
    """Train on tagged sentences and write the model into a folder, which is replaced whole if it held a model.

    `base` is the folder of a pretrained encoder (of transformers, with its tokenizer) to be fine-tuned at `rate`;
    without it a small network learns from nothing. `tell` is called with the number of each epoch that begins, and
    of all.

    Raises: AnalyzerError when HanLP is not installed; UsageError when there is nothing to learn, the folder holds
    something else, or `base` is no encoder.
    """
    if base is not None:
        check_base(base)
    epochs = epochs or (EPOCHS if base is None else TUNING_EPOCHS)
    check_installed()
    names = Counter(tag[2:] for example in examples for tag in example.tags if tag.startswith("B-"))
    if not names:
        raise UsageError("no name to learn from in these pages", remedy="give gold with entities, or --silver PAGES")
    if folder.exists() and not (folder.is_dir() and ((folder / NOTE).is_file() or not any(folder.iterdir()))):
        raise UsageError("this folder holds no model of kg train", source=str(folder), remedy="choose another: -o DIR")
    learned, aside = split_aside(examples)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as scratch:
        made = Path(scratch) / "model"
        score = _fit(learned, aside, Path(scratch), made, epochs, seed, base, rate, tell)
        result = Training(
            folder=str(folder), sentences=len(learned), aside=len(aside), names=dict(sorted(names.items())), score=score
        )
        note = {"version": VERSION, "epochs": epochs, "seed": seed, **msgspec.to_builtins(result)}
        note |= {"hints": HINTS} if base is None else {"base": base.absolute().name}
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


def check_base(folder: Path) -> None:
    """Nothing, if a folder holds a pretrained encoder as transformers saves it.

    Raises: UsageError.
    """
    for names, what in ((("config.json",), "settings"), (_TOKENIZERS, "tokenizer"), (_WEIGHTS, "weights")):
        if not any((folder / name).is_file() for name in names):
            raise UsageError(
                f"no encoder in this folder: its {what} are missing ({' or '.join(names)})",
                source=str(folder),
                remedy="give one that transformers saved, such as an unpacked chinese-electra-180g-small",
            )


class _Listener(io.StringIO):
    """Keeps what HanLP prints from the terminal, and tells of the epochs in it."""

    def __init__(self, tell: Tell | None) -> None:
        super().__init__()
        self._tell = tell

    def write(self, text: str) -> int:
        found = _EPOCH.search(text)
        if found and self._tell is not None:
            self._tell(int(found[1]), int(found[2]))
        return len(text)


def _fit(
    learned: list[Example],
    aside: list[Example],
    scratch: Path,
    made: Path,
    epochs: int,
    seed: int,
    base: Path | None,
    rate: float,
    tell: Tell | None,
) -> float:
    files = [scratch / "learned.tsv", scratch / "aside.tsv"]
    if base is None:
        count = Counter(char for example in learned for char in example.text)
        known = frozenset(char for char, times in count.items() if times > 1)
        rows = [[hinted_rows(e, known) for e in some] for some in (learned, aside)]
    else:
        rows = [[e.as_rows() for e in some] for some in (learned, aside)]
    for file, some in zip(files, rows, strict=True):
        file.write_text("".join(some), encoding="utf-8")
    quiet = _Listener(tell)
    with offline(), warnings.catch_warnings(), contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        warnings.simplefilter("ignore")
        recognizer = (_learn if base is None else _tune)(files, made, epochs, seed, base, rate)
        metric, _ = recognizer.evaluate(str(files[1]), verbose=False)[:2]
    return round(float(getattr(metric, "score", 0.0)), 4)


def hinted_rows(example: Example, known: Collection[str]) -> str:
    """The rows of a TSV file for HanLP, each character with its hints (`kg.analyze.hints`).

    What is not `known` is the unknown character.
    """
    return Example.rows(add_hints(example.text, known.__contains__), example.tags)


def batch_size(sentences: int) -> int:
    """Sentences that the small network learns from at once: of few it takes less, to take as many steps an epoch.

    >>> [batch_size(n) for n in (30, 340, 2_000, 12_000)]
    [4, 4, 20, 48]
    """
    return max(_SMALLEST, min(_LARGEST, sentences // _STEPS))


def _learn(files: list[Path], made: Path, epochs: int, seed: int, *_: object) -> Any:
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer
    from hanlp.layers.embeddings.char_cnn import CharCNNEmbedding

    recognizer = RNNNamedEntityRecognizer()
    teach(recognizer, epochs=epochs, rate=_RATE, unknown=lambda: recognizer.vocabs["token_char"].get_idx(UNKNOWN))
    recognizer.fit(
        *map(str, (*files, made)),
        # A token is a character with its hints; one filter over all of it is a layer upon what they are embedded as.
        embed=CharCNNEmbedding("token", 64, 96, (1 + KINDS,)),
        rnn_hidden=112,
        drop=0.35,
        lr=_RATE,
        crf=False,
        batch_size=batch_size(files[0].read_text(encoding="utf-8").count("\n\n")),
        epochs=epochs,
        patience=epochs,
        anneal_factor=None,
        tagging_scheme="BIO",
        token_delimiter="",
        devices=-1,
        seed=seed,
        verbose=False,
    )
    return recognizer


def _tune(files: list[Path], made: Path, epochs: int, seed: int, base: Path | None, rate: float) -> Any:
    from hanlp.components.ner.transformer_ner import TransformerNamedEntityRecognizer

    recognizer = TransformerNamedEntityRecognizer()
    with _adamw():
        recognizer.fit(
            *map(str, (*files, made)),
            transformer=str(base),
            delimiter_in_entity="",
            average_subwords=True,
            word_dropout=0.1,
            lr=20 * rate,
            transformer_lr=rate,
            crf=False,
            batch_size=16,
            epochs=epochs,
            patience=epochs,
            tagging_scheme="BIO",
            devices=None,  # the graphics card that HanLP finds, else the processor
            seed=seed,
            verbose=False,
        )
    assert base is not None
    (made / ENCODER).mkdir()
    for file in sorted(base.iterdir()):
        if file.name in ("config.json", *_TOKENIZERS, *_TOKENIZER_NOTES):
            shutil.copyfile(file, made / ENCODER / file.name)
    # HanLP writes down where the encoder was on this machine.
    settings = json.loads((made / "config.json").read_text(encoding="utf-8"))
    settings["transformer"] = ENCODER
    (made / "config.json").write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")
    return recognizer


@contextlib.contextmanager
def _adamw() -> Iterator[None]:
    """Gives transformers the optimizer that HanLP 2.1.5 asks it for and that it has no more since 4.50."""
    import torch
    from transformers import optimization

    if hasattr(optimization, "AdamW"):
        yield
        return

    def adamw(parameters: Any, *, no_deprecation_warning: bool = True, **options: Any) -> torch.optim.AdamW:
        return torch.optim.AdamW(parameters, **options)

    optimization.AdamW = adamw
    try:
        yield
    finally:
        del optimization.AdamW
