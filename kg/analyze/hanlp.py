"""HanLP as an analyzer: a model loaded from disk adds what it reads (entities, words, trees) to rjieba's words.

Nothing is ever downloaded: what a model asks for and is not on disk is an error with its remedy.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from kg.analyze import NOTHING, Reading, Tokens
from kg.analyze.documents import adapt_document, adapt_spans, choose_tasks
from kg.analyze.hints import VERSION as HINTS
from kg.analyze.hints import add_hints
from kg.analyze.lexicon import LexiconAnalyzer
from kg.analyze.models import check_installed, find_model, name_model
from kg.analyze.values import join
from kg.errors import AnalyzerError

SENTENCE = re.compile(r"[^。！？；\n]{1,256}[。！？；]?")
"""What goes to the model at once: a sentence, as it was trained on, or 256 characters of a longer one."""
BATCH = 4_000
"""Characters of a batch: a model's memory grows with them, not with the number of sentences."""
REMEMBERED = 50_000
"""Sentences whose readings are kept: pages of one paper repeat themselves. About 20 MB, with words and trees more."""

NOTE = "kg.json"
"""What `kg train` writes beside a model: what it was trained on."""
_PROBE = "王敏在平凉。"
_OWN = ("hanlp.", "hanlp_common.", "hanlp_trie.")
_CALLS_ANYTHING = ("hanlp.components.lambda_wrapper", "hanlp.components.pipeline")
"""What in HanLP calls a function by its name; no model that we read needs it."""
_ORDER = "_idx_"
"""Where HanLP keeps the places of a batch's sentences among all."""


class _Silence(io.StringIO):
    """Where what is written is gone."""

    def write(self, text: str) -> int:
        return len(text)


class HanlpAnalyzer:
    """A recognizer or multi-task model of HanLP beside the built-in words.

    `alone`: the grammar keeps silent, to see what the model is worth by itself (`kg score` compares).
    """

    def __init__(self, model: str, *, alone: bool = False) -> None:
        folder = find_model(model)
        self.alone = alone
        self.name = name_model("model" if alone else "hanlp", model)
        self._words = LexiconAnalyzer()
        self._recognize: Any = load_recognizer(folder)
        self._with_hints = has_hints(folder)
        self._known: dict[bytes, Reading] = {}

    def tokens(self, text: str) -> Tokens:
        """The words of a text, in order, covering it."""
        return self._words.tokens(text)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """What the model reads in each text; sentences of all of them together, one that came before not again."""
        cut = [[(found.start(), found[0]) for found in SENTENCE.finditer(text)] for text in texts]
        marked = [
            [(blake2b(sentence.encode(), digest_size=16).digest(), at, sentence) for at, sentence in sentences]
            for sentences in cut
        ]
        if len(self._known) > REMEMBERED:
            self._known.clear()
        new = {
            mark: sentence
            for some in marked
            for mark, _, sentence in some
            if mark not in self._known and sentence.strip()
        }
        for batch in batches(sorted(new.items(), key=lambda item: (len(item[1]), item[1]))):
            for (mark, _), reading in zip(batch, self._read([s for _, s in batch]), strict=True):
                self._known[mark] = reading
        return [join(self._known.get(mark, NOTHING).moved(at) for mark, at, _ in some) for some in marked]

    def _read(self, sentences: Sequence[str]) -> Iterator[Reading]:
        tasks = getattr(self._recognize, "tasks", None)
        if tasks is not None:
            yield from adapt_document(self._recognize(list(sentences), tasks=choose_tasks(tasks)), sentences)
            return
        with likelihoods(self._recognize) as likely:
            spans = self._recognize([self._characters(sentence) for sentence in sentences])
        for found, probabilities in zip(spans, likely or [[]] * len(sentences), strict=True):
            yield Reading(tuple(sorted(adapt_spans(found, probabilities))))

    def _characters(self, sentence: str) -> list[str]:
        if not self._with_hints:
            return list(sentence)
        known = self._recognize.vocabs["token_char"].token_to_idx
        return add_hints(sentence, known.__contains__)


@contextmanager
def likelihoods(recognizer: Any) -> Iterator[list[list[float]]]:
    """While sentences are read: for each of them, in order, how likely its tag is for every character.

    The list fills when the block ends, and stays empty for a recognizer that decodes otherwise than tag by tag. It
    costs one softmax beside the network's own work.
    """
    import torch

    out: list[list[float]] = []
    seen: list[tuple[int, list[float]]] = []
    decode = getattr(recognizer, "decode_output", None)
    if decode is None or recognizer.config.get("crf", False):
        yield out
        return

    def listen(logits: Any, mask: Any, batch: Any, *arguments: Any, **named: Any) -> Any:
        best = torch.softmax(logits.detach().float(), dim=-1).max(dim=-1).values.tolist()
        seen.extend((number, row) for number, row in zip(batch[_ORDER], best, strict=True))
        return decode(logits, mask, batch, *arguments, **named)

    recognizer.decode_output = listen
    try:
        yield out
    finally:
        del recognizer.decode_output  # the class has its own
        out.extend(row for _, row in sorted(seen))


@cache
def load_recognizer(folder: Path) -> Any:
    """The model in a folder, loaded once per process.

    Raises: AnalyzerError when HanLP is not installed, the model can't be loaded or asks for what is not on disk.
    """
    check_installed()
    check_classes(folder)
    # HanLP prints a form for reports of bugs when it can't load a model: our own message says it in a line.
    with offline() as hanlp, contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # A model that kg train made of an encoder brings its tokenizer along; HanLP would look where it once was.
            own = {"transformer": str(folder / "encoder")} if (folder / "encoder").is_dir() else {}
            model = hanlp.load(str(folder), verbose=False, **own)
            knows = reads(model)
        except AnalyzerError:
            raise
        except Exception as fault:  # whatever HanLP, torch or transformers raise for a model that they can't read
            raise AnalyzerError(
                f"HanLP can't load this model: {_reason(fault)}{_made_with(folder)}",
                source=str(folder),
                remedy="fetch or train it again, or see docs/hanlp.md; kg doctor looks over what is installed",
            ) from fault
    if not knows:
        remedy = "give a recognizer of entities or a multi-task model: kg models list"
        raise AnalyzerError(
            "this model of HanLP's gives no entities, words or trees", source=str(folder), remedy=remedy
        )
    return model


def has_hints(folder: Path) -> bool:
    """Whether a model reads hints beside the characters: one of `kg train` says so.

    Raises: AnalyzerError when they are others than those of this version.
    """
    note = folder / NOTE
    version = msgspec.json.decode(note.read_bytes()).get("hints", 0) if note.is_file() else 0
    if version not in (0, HINTS):
        remedy = "train it again: kg train"
        raise AnalyzerError("this model was trained by another version of kg", source=str(folder), remedy=remedy)
    return bool(version)


def check_classes(folder: Path) -> None:
    """Nothing, if the settings of a model name no code but HanLP's own: it builds whatever class they name.

    Raises: AnalyzerError.
    """
    for file in _settings_of(folder):
        try:
            settings = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            remedy = "fetch or train the model again"
            raise AnalyzerError(f"no settings of a model: {fault}", source=str(file), remedy=remedy) from fault
        for name in _classes(settings):
            if not name.startswith(_OWN) or name.startswith(_CALLS_ANYTHING):
                raise AnalyzerError(
                    f"this model asks for “{name}”, which is no part of a model of HanLP's",
                    source=str(file),
                    remedy="take models only from whom you trust",
                )


def _settings_of(folder: Path) -> list[Path]:
    return [file for file in (folder / name for name in ("config.json", "meta.json")) if file.is_file()]


def _classes(settings: Any) -> Iterator[str]:
    """Every class that settings name, however deep."""
    if isinstance(settings, dict):
        yield from (str(settings[key]) for key in ("classpath", "class_path") if settings.get(key))
        settings = list(settings.values())
    if isinstance(settings, list):
        for one in settings:
            yield from _classes(one)


def _reason(fault: Exception) -> str:
    """What HanLP, torch or transformers raised, in a line that a person can use."""
    first = str(fault).strip().partition("\n")[0].partition(". ")[0].rstrip(":")
    if first.startswith("Weights only load failed"):  # its advice is to run the code
        return "its weights are broken, or hold code, which is never run"
    said = isinstance(fault, OSError | ImportError) or first.count(" ") > 1
    return first if said else f"{type(fault).__name__} {first}".strip()


def _made_with(folder: Path) -> str:
    """What to add where a model was made with another version of HanLP than the one that is here."""
    from hanlp.version import __version__ as here

    made = next((msgspec.json.decode(file.read_bytes()).get("hanlp_version") for file in _settings_of(folder)), None)
    return f" (made with HanLP {made}, {here} is installed)" if made and made != here else ""


def reads(model: Any) -> bool:
    """Whether a model gives what can be used: it has tasks of that kind, or gives entities for a short sentence."""
    tasks = getattr(model, "tasks", None)
    if tasks is not None:
        return bool(choose_tasks(tasks))
    found = model([list(_PROBE)])
    return (
        isinstance(found, list)
        and len(found) == 1
        and isinstance(found[0], list)
        and all(isinstance(one, tuple | list) and len(one) >= 4 and isinstance(one[2], int) for one in found[0])
    )


@contextmanager
def offline() -> Iterator[Any]:
    """HanLP, on one thread and without the network: a wish for a file that is not on disk is an error."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HANLP_VERBOSE", "0")
    # HanLP's printers keep the streams that are there when it is imported, and draw on them, terminal or not.
    with contextlib.redirect_stdout(_Silence()), contextlib.redirect_stderr(_Silence()):
        import hanlp
        import torch
        from hanlp.utils import io_util, log_util, time_util  # noqa: F401

    torch.set_num_threads(1)  # two are slower than one, and processes would fight for the cores

    def refuse(url: str, *_: object, **__: object) -> str:
        raise AnalyzerError(f"the model needs {url}, which is not on disk", remedy=f"kg models pull {url}")

    download = io_util.download
    io_util.download = refuse
    try:
        yield hanlp
    finally:
        io_util.download = download


def batches(sentences: Iterable[tuple[bytes, str]], most: int = BATCH) -> Iterator[list[tuple[bytes, str]]]:
    """Sentences in groups of at most so many characters; a longer one is a group of its own.

    >>> [[s for _, s in group] for group in batches([(b"", "灯"), (b"", "路通"), (b"", "车来了")], most=4)]
    [['灯', '路通'], ['车来了']]
    """
    group: list[tuple[bytes, str]] = []
    size = 0
    for mark, sentence in sentences:
        if group and size + len(sentence) > most:
            yield group
            group, size = [], 0
        group.append((mark, sentence))
        size += len(sentence)
    if group:
        yield group
