"""A treebank of a few sentences of our own, and HanLP's multi-task model trained on it from nothing.

HanLP's published models can't be had where the tests run. This one is HanLP's own `MultiTaskLearning` with the tasks of
the published ones (words, tags, entities, roles, dependencies) upon an encoder of random weights: what it knows is
little, but it is saved, loaded and asked as those are, and its document has their shape.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import warnings
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

CLUBS = (
    "海棠", "春泥", "长河", "木棉", "晨钟", "远山", "南枝", "秋水", "归雁", "新苗", "石岭", "听雨", "苇塘", "沙枣",
    "白杨", "云岭", "竹坞", "青禾", "枫林", "红枫", "枫叶", "板桥", "虹桥", "桥头", "雪桥", "枫岸", "断桥", "廊桥",
)  # fmt: skip
PLANS = ("灯下", "拾光", "暖冬", "春芽", "清流", "护蕾", "同心", "启明")

# Word, tag of the Chinese Treebank, head (counted from 1), dependency of Stanford; then entities (label, first, stop)
# and roles (verb, role, first, stop), counted in words from 0.
TEMPLATES: tuple[tuple[str, tuple[tuple[str, int, int], ...], tuple[tuple[int, str, int, int], ...]], ...] = (
    (
        "昨日/NT/5/tmod ，/PU/5/punct {c}/NR/4/nn 诗社/NN/5/nsubj 启动/VV/0/root “/PU/9/punct {p}/NN/9/nn ”/PU/9/punct "
        "行动/NN/5/dobj 。/PU/5/punct",
        (("ORGANIZATION", 2, 4),),
        ((4, "ARGM-TMP", 0, 1), (4, "ARG0", 2, 4), (4, "ARG1", 5, 9)),
    ),
    (
        "{c}/NR/2/nn 诗社/NN/6/nsubj 从/P/6/prep 今年/NT/3/pobj 起/LC/3/dep 推行/VV/0/root “/PU/10/punct {p}/NN/10/nn "
        "”/PU/10/punct 行动/NN/6/dobj 。/PU/6/punct",
        (("ORGANIZATION", 0, 2),),
        ((5, "ARG0", 0, 2), (5, "ARGM-TMP", 2, 5), (5, "ARG1", 6, 10)),
    ),
    (
        "大家/PN/2/nsubj 跟着/VV/5/dep {c}/NR/4/nn 诗社/NN/2/dobj 来到/VV/0/root 村里/NN/5/dobj ，/PU/5/punct "
        "给/P/10/prep 老人/NN/8/pobj 读/VV/5/conj 诗/NN/10/dobj 。/PU/5/punct",
        (("ORGANIZATION", 2, 4),),
        (
            (1, "ARG0", 0, 1),
            (1, "ARG1", 2, 4),
            (4, "ARG0", 0, 1),
            (4, "ARG1", 5, 6),
            (9, "ARG0", 0, 1),
            (9, "ARG1", 10, 11),
        ),
    ),
    (
        "昨日/NT/5/tmod ，/PU/5/punct {c}/NR/4/nn 诗社/NN/5/nsubj 走进/VV/0/root 校园/NN/5/dobj ，/PU/5/punct "
        "发起/VV/5/conj “/PU/12/punct {p}/NN/12/nn ”/PU/12/punct 行动/NN/8/dobj 。/PU/5/punct",
        (("ORGANIZATION", 2, 4),),
        ((4, "ARG0", 2, 4), (4, "ARG1", 5, 6), (7, "ARG0", 2, 4), (7, "ARG1", 8, 12)),
    ),
)


class Sentence(NamedTuple):
    """Words with tag, head and dependency; entities and roles as in `TEMPLATES`."""

    words: tuple[tuple[str, str, int, str], ...]
    entities: tuple[tuple[str, int, int], ...]
    roles: tuple[tuple[int, str, int, int], ...]


def sentences() -> list[Sentence]:
    """All sentences: every club in every template, with one plan or another."""
    out = []
    for n, (club, (template, entities, roles)) in enumerate(product(CLUBS, TEMPLATES)):
        words = [item.split("/") for item in template.format(c=club, p=PLANS[n * 5 % len(PLANS)]).split()]
        out.append(Sentence(tuple((w, t, int(h), d) for w, t, h, d in words), entities, roles))
    return out


def write_files(folder: Path, some: list[Sentence], name: str) -> dict[str, str]:
    """Sentences in HanLP's formats, a file for each task; their paths by task."""
    rows: dict[str, list[str]] = {"tok.txt": [], "pos.tsv": [], "ner.tsv": [], "dep.conllx": [], "srl.jsonlines": []}
    for words, entities, roles in some:
        texts = [word for word, *_ in words]
        labels = ["O"] * len(words)
        for label, first, stop in entities:
            inside = [f"B-{label}", *[f"I-{label}"] * (stop - first - 2), f"E-{label}"]
            labels[first:stop] = inside if stop - first > 1 else [f"S-{label}"]
        rows["tok.txt"].append(" ".join(texts))
        rows["pos.tsv"].append("".join(f"{word}\t{tag}\n" for word, tag, *_ in words))
        rows["ner.tsv"].append("".join(f"{word}\t{label}\n" for word, label in zip(texts, labels, strict=True)))
        rows["dep.conllx"].append(
            "".join(f"{n}\t{w}\t_\t{t}\t{t}\t_\t{h}\t{d}\t_\t_\n" for n, (w, t, h, d) in enumerate(words, 1))
        )
        told = [(verb, first, stop - 1, role) for verb, role, first, stop in roles]
        rows["srl.jsonlines"].append(json.dumps({"sentences": [texts], "srl": [told]}, ensure_ascii=False))
    for kind, lines in rows.items():
        (folder / f"{name}.{kind}").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {kind.partition(".")[0]: str(folder / f"{name}.{kind}") for kind in rows}


def write_encoder(folder: Path, chars: set[str]) -> Path:
    """An encoder of random weights for some characters, as transformers saves a pretrained one."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir(parents=True)
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(chars)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    sizes = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 128}
    torch.manual_seed(1)
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=300, **sizes)).save_pretrained(folder)
    return folder


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without HanLP's progress bars and torch's advice."""
    nowhere = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        warnings.simplefilter("ignore")
        yield


def train_model(folder: Path, epochs: int = 10) -> Path:
    """The folder of a multi-task model trained on the treebank; takes some ten seconds."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from hanlp.common.dataset import SortingSamplerBuilder
    from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    from hanlp.components.mtl.tasks.dep import BiaffineDependencyParsing
    from hanlp.components.mtl.tasks.ner.tag_ner import TaggingNamedEntityRecognition
    from hanlp.components.mtl.tasks.pos import TransformerTagging
    from hanlp.components.mtl.tasks.srl.bio_srl import SpanBIOSemanticRoleLabeling
    from hanlp.components.mtl.tasks.tok.tag_tok import TaggingTokenization
    from hanlp.layers.embeddings.contextual_word_embedding import ContextualWordEmbedding

    from kg.analyze.hanlp import offline
    from kg.train.recognizer import _adamw

    some = sentences()
    learned, aside = write_files(folder, some, "learned"), write_files(folder, some[::9], "aside")
    encoder = write_encoder(folder / "encoder", {char for one in some for word, *_ in one.words for char in word})

    def task(kind: Any, name: str, **options: Any) -> Any:
        files = learned[name], aside[name], aside[name]
        return kind(*files, SortingSamplerBuilder(batch_size=8), lr=3e-3, **options)

    upon, short = {"dependencies": "tok/fine"}, {"max_seq_len": 250, "hard_constraint": True, "char_level": True}
    tasks = {
        "tok/fine": task(TaggingTokenization, "tok", tagging_scheme="BMES", **short),
        "pos/ctb": task(TransformerTagging, "pos", **upon, **short),
        "ner/msra": task(TaggingNamedEntityRecognition, "ner", **upon, **short),
        "srl": task(SpanBIOSemanticRoleLabeling, "srl", crf=False, n_mlp_rel=64, **upon),
        "dep": task(BiaffineDependencyParsing, "dep", tree=True, proj=True, n_mlp_arc=64, n_mlp_rel=32, **upon),
    }
    embedding = ContextualWordEmbedding("token", str(encoder), average_subwords=True, max_sequence_length=256)
    with offline(), quiet(), _adamw():
        MultiTaskLearning().fit(
            embedding,
            tasks,
            str(folder / "model"),
            epochs,
            lr=3e-3,
            encoder_lr=2e-3,
            grad_norm=1,
            eval_trn=False,
            devices=-1,
            seed=1,
        )
    return folder / "model"
