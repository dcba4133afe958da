"""Which HanLP models there are, where they lie on disk, and which analyzer `auto` stands for.

HanLP's own folder is used (`HANLP_HOME`, else `~/.hanlp`), with its layout: what HanLP has fetched is found here, and
what `kg models pull` has fetched is found by HanLP. Nothing in this module loads HanLP, torch, or the network.
"""

from __future__ import annotations

import ast
import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kg.errors import AnalyzerError

HOST = "https://file.hankcs.com/hanlp/"
DEFAULT = "CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_BASE_ZH"
INSTALL = "pip install 'kg[hanlp]' (docs/hanlp.md has the way to a torch for the CPU only)"
_CONFIGS = ("config.json", "meta.json")
_DECISIVE = (".pt", ".bin", ".safetensors", ".json", ".txt")
_NOTES = ("kg.json", "meta.json")
"""What says how a model came about, and nothing to it."""

_BASE = "transformers/electra_zh_base_20210706_125233.zip"
_SMALL = "transformers/electra_zh_small_20210706_125427.zip"
CHARACTERS = "https://file.hankcs.com/corpus/char_table.json.zip"
"""A table of characters with their usual forms, without which HanLP's multi-task models for Chinese do not load."""


class Model(msgspec.Struct, frozen=True):
    """A model as HanLP names it; `files` are what has to lie on disk, the model first, then what it needs."""

    name: str
    files: tuple[str, ...]
    about: str


MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(
            DEFAULT,
            ("mtl/close_tok_pos_ner_srl_dep_sdp_con_electra_base_20210111_124519.zip", _BASE, CHARACTERS),
            "words, tags, entities, roles and trees; the one HanLP recommends for Chinese",
        ),
        Model(
            "CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH",
            ("mtl/close_tok_pos_ner_srl_dep_sdp_con_electra_small_20210111_124159.zip", _SMALL, CHARACTERS),
            "the same, smaller: about ten times as fast on a CPU",
        ),
        Model(
            "MSRA_NER_ELECTRA_SMALL_ZH",
            ("ner/msra_ner_electra_small_20220215_205503.zip", _SMALL),
            "entities only",
        ),
    )
}
"""By name: those that `kg models` lists. Any other is asked for by its URL."""


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """HanLP's folder.

    >>> home({"HANLP_HOME": "/data/hanlp"}).as_posix()
    '/data/hanlp'
    """
    given = environment.get("HANLP_HOME")
    if given:
        return Path(given)
    if os.name == "nt":  # as HanLP has it
        return Path(environment.get("APPDATA", "~")).expanduser() / "hanlp"
    return Path("~/.hanlp").expanduser()


def urls(model: str) -> tuple[str, ...]:
    """What has to be fetched for a model given by name or URL; what is not on HanLP's host goes by its URL.

    Raises: AnalyzerError for a name that is not known.
    """
    if model.startswith(("https://", "http://")):
        return (model,)
    known = MODELS.get(model)
    if known is not None:
        return tuple(file if "://" in file else HOST + file for file in known.files)
    found = published().get(model)
    if found is None:
        raise AnalyzerError(f"no model “{model}”", remedy=f"a folder, a URL, or one of {', '.join(MODELS)}")
    return (found, CHARACTERS) if "/mtl/" in found else (found,)


@cache
def published() -> Mapping[str, str]:
    """The multi-task models and recognizers that the installed HanLP names in `hanlp.pretrained`, with their URLs.

    Its source is read, not run: that would load torch. Without HanLP there are none.
    """
    package = find_spec("hanlp")
    folders = package.submodule_search_locations if package else None
    out: dict[str, str] = {}
    for folder in folders or ():
        for name in ("mtl.py", "ner.py"):
            source = Path(folder) / "pretrained" / name
            if source.is_file():
                out.update(_named_urls(source.read_text(encoding="utf-8")))
    return out


def _named_urls(source: str) -> Iterator[tuple[str, str]]:
    """The `NAME = HANLP_URL + '…'` and `NAME = 'https://…'` of a module.

    >>> dict(_named_urls("A = HANLP_URL + 'ner/a.zip'\\nB = 'https://x.example/b.zip'\\nALL = {}"))
    {'A': 'https://file.hankcs.com/hanlp/ner/a.zip', 'B': 'https://x.example/b.zip'}
    """
    for line in ast.parse(source).body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            value = line.value
            own = isinstance(value, ast.BinOp) and isinstance(value.left, ast.Name) and value.left.id == "HANLP_URL"
            end = value.right if isinstance(value, ast.BinOp) and own else value
            if isinstance(end, ast.Constant) and isinstance(end.value, str) and end.value.endswith(".zip"):
                yield line.targets[0].id, (HOST if own else "") + end.value


def folder_of(url: str, under: Path | None = None) -> Path:
    """Where HanLP looks for what is fetched from a URL: a folder, or the file that the archive has.

    >>> folder_of("https://file.hankcs.com/hanlp/ner/x.zip", Path("/h")).as_posix()
    '/h/ner/x'
    >>> folder_of("https://models.example/a/x.zip", Path("/h")).as_posix()
    '/h/thirdparty/models.example/a/x'
    """
    under = home() if under is None else under
    path = url.removeprefix(HOST) if url.startswith(HOST) else f"thirdparty/{urlsplit(url).netloc}{urlsplit(url).path}"
    return under / (path[:-4] if path.endswith(".zip") else path)


def missing(model: str) -> tuple[str, ...]:
    """The URLs of a model that are not on disk yet."""
    return tuple(url for url in urls(model) if not folder_of(url).exists())


def find_model(model: str) -> Path:
    """The folder of a model that is a folder, a name or a URL; the default one for an empty name.

    Raises: AnalyzerError when it is not on disk, the folder holds no model, or it is missing as HanLP is.
    """
    folder = Path(model).expanduser()
    if model and folder.is_dir():
        if not any((folder / name).is_file() for name in _CONFIGS):
            raise AnalyzerError(
                "no HanLP model in this folder", source=model, remedy="give one that has a config.json (kg train -o)"
            )
        return folder.absolute()
    model = model or DEFAULT
    if model not in MODELS and "://" not in model and model not in published():
        remedy = f"give a folder, a URL, or one of {', '.join(MODELS)}"
        raise AnalyzerError("the model folder does not exist", source=model, remedy=remedy)
    if missing(model):
        check_installed()  # first: who has neither should not fetch a model to learn that
        raise AnalyzerError(f"model {model} is not on disk", source=str(home()), remedy=f"kg models pull {model}")
    return folder_of(urls(model)[0])


def fingerprint(folder: Path) -> str:
    """Eight hexadecimal digits of all that decides what a model finds: its weights, vocabularies, settings and encoder.

    The report and the store tell by them one model from the next.
    """
    files = {
        file.relative_to(folder).as_posix(): file
        for file in folder.rglob("*")
        if file.suffix in _DECISIVE and file.name not in _NOTES and file.is_file()
    }
    digest = hashlib.sha256()
    for name in sorted(files):
        with files[name].open("rb") as content:
            digest.update(f"{name}\n".encode() + hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:8]


def name_model(kind: str, model: str) -> str:
    """What an analyzer with a model is called, `kind` before it; the model is not loaded.

    Raises: AnalyzerError when it is not on disk.
    """
    folder = find_model(model)
    return f"{kind}:{folder.name}@{fingerprint(folder)}"


def lacking() -> tuple[str, ...]:
    """The packages that HanLP needs and that are not installed."""
    return tuple(name for name in ("hanlp", "torch") if find_spec(name) is None)


def check_installed() -> None:
    """Nothing, if HanLP and what it needs are installed.

    Raises: AnalyzerError.
    """
    lack = lacking()
    if lack:
        raise AnalyzerError(f"{' and '.join(lack)} not installed", remedy=INSTALL)


def choose() -> tuple[str, str]:
    """What `--analyzer auto` stands for, and why: HanLP if it is installed with its default model, else the lexicon."""
    lack = lacking()
    if lack:
        return "lexicon", f"{' and '.join(lack)} not installed"
    if missing(DEFAULT):
        return "lexicon", "HanLP is installed, its model is not on disk: kg models pull"
    return f"hanlp:{DEFAULT}", "HanLP and its model are on disk"
