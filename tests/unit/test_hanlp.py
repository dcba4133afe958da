"""HanLP for real: a recognizer trained here, saved, loaded by `hanlp.load`, used in builds. Skipped without HanLP."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

hanlp = pytest.importorskip("hanlp", reason="HanLP is not installed: .ci/run has a stage for these tests")
torch = pytest.importorskip("torch")

from kg.analyze import load_analyzer  # noqa: E402
from kg.analyze.hanlp import HanlpAnalyzer, batches, load_recognizer  # noqa: E402
from kg.analyze.hints import add_hints  # noqa: E402
from kg.analyze.models import fingerprint  # noqa: E402
from kg.cli import app  # noqa: E402
from kg.errors import AnalyzerError  # noqa: E402
from kg.pipeline import build  # noqa: E402
from kg.train import Training, from_gold, from_pages, merge, train  # noqa: E402

pytestmark = pytest.mark.slow

# Societies of poets: 诗社 is no head that the lexicon knows. The last of them stands in no page that is learned from.
CLUBS = (
    "海棠", "春泥", "长河", "木棉", "晨钟", "远山", "南枝", "秋水", "归雁", "新苗", "石桥", "听雨", "苇塘", "沙枣",
    "白杨", "云岭", "竹坞", "青禾",
)  # fmt: skip
ASIDE = "枫桥诗社"
SAID = (
    "昨日，{}诗社走进校园，和学生一起写诗。",
    "大家跟着{}诗社来到村里，给老人读诗。",
    "记者了解到，{}诗社今年又添了二十多位新朋友。",
    "这次朗诵会由{}诗社筹备，来了三百多人。",
)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of our own with its gold."""
    folder = tmp_path_factory.mktemp("gold")
    lines = [SAID[(n + k) % len(SAID)].format(club) for k in range(2) for n, club in enumerate(CLUBS)]
    (folder / "诗.txt").write_text("诗社进了校园\n\n" + "".join(f"　　{line}\n" for line in lines), encoding="utf-8")
    clubs = [f"{club}诗社" for club in CLUBS]
    annotation = {
        "page": "诗",
        "year": 2024,
        "articles": [{"id": "诗#1", "title": "诗社进了校园", "authors": [], "dateline": None}],
        "entities": [{"kind": "Organization", "name": c, "mentions": [c], "articles": ["诗#1"]} for c in clubs],
        "relations": [],
    }
    (folder / "诗.json").write_text(json.dumps(annotation, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with the name that was kept aside."""
    path = tmp_path_factory.mktemp("pages") / "2024-05-06_枫桥.txt"
    path.write_text(
        f"诗会开到村口\n\n　　昨日，{ASIDE}走进校园，和学生一起写诗。天水市公安局的民警也来了。\n", encoding="utf-8"
    )
    return path


@pytest.fixture(scope="module")
def trained(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Training]:
    """A tiny model of the sample corpus with its gold, its silver, and the page of our own."""
    folder = tmp_path_factory.mktemp("made") / "本地 模型"
    golden = from_gold([gold]) + from_gold([Path("tests/gold/seeds"), Path("seeds")])
    return folder, train(merge(golden, from_pages(["seeds"])), folder, epochs=12)


def organizations(page: Path, analyzer: str) -> set[str]:
    knowledge, _ = build([page], analyzer=analyzer)
    return {entity.label for entity in knowledge.entities if entity.type == "Organization"}


def test_a_name_kept_aside_that_the_lexicon_does_not_know_is_found(trained: tuple[Path, Training], page: Path) -> None:
    folder, result = trained
    assert result.score > 0.3
    assert result.names["Organization"] >= 2 * len(CLUBS)
    assert organizations(page, "lexicon") == set()
    assert organizations(page, f"hanlp:{folder}") == {ASIDE}


def test_hanlp_itself_loads_the_model(trained: tuple[Path, Training]) -> None:
    recognizer = hanlp.load(str(trained[0]))
    (found,) = recognizer(
        [add_hints(f"昨日，{ASIDE}走进校园，和学生一起写诗。", recognizer.vocabs["token_char"].__contains__)]
    )
    assert ("Organization", 3, 7) in [(label, start, stop) for _, label, start, stop in found]
    note = json.loads((trained[0] / "kg.json").read_text(encoding="utf-8"))
    assert note["sentences"] == trained[1].sentences


def test_both_find_what_the_lexicon_finds(trained: tuple[Path, Training]) -> None:
    alone, _ = build(["seeds"], analyzer="lexicon")
    both, report = build(["seeds"], analyzer=f"hanlp:{trained[0]}")
    assert report.analyzer == f"hanlp:本地 模型@{fingerprint(trained[0])}"
    assert {(e.id, e.type, e.label) for e in alone.entities} <= {(e.id, e.type, e.label) for e in both.entities}
    said = {(f.subject, f.predicate, f.object): f.confidence for f in both.facts}
    for fact in alone.facts:
        assert said[fact.subject, fact.predicate, fact.object] >= fact.confidence


def test_the_order_of_pages_and_what_was_read_before_change_nothing(trained: tuple[Path, Training], page: Path) -> None:
    analyzer = f"hanlp:{trained[0]}"
    pages = [page, *sorted(Path("seeds").glob("20*"))]
    assert build(pages, analyzer=analyzer) == build(pages[::-1], analyzer=analyzer)


def test_the_model_is_loaded_once_and_sentences_read_once(trained: tuple[Path, Training]) -> None:
    first, second = load_analyzer(f"hanlp:{trained[0]}"), HanlpAnalyzer(str(trained[0]))
    assert isinstance(first, HanlpAnalyzer)
    assert first._recognize is second._recognize
    text = f"昨日，{ASIDE}走进校园。\n昨日，{ASIDE}走进校园。\n"
    once = first.read([text])
    assert len(first._known) == 1
    first._recognize = None  # a second reading would fail
    assert first.read([text]) == once
    assert [span.start for span in once[0].entities] == [3, 3 + len(text) // 2]


def test_sentences_of_several_articles_are_read_together(trained: tuple[Path, Training]) -> None:
    texts = [f"昨日，{club}诗社走进校园，和学生一起写诗。" for club in (*CLUBS, "枫桥")]
    analyzer = HanlpAnalyzer(str(trained[0]))
    calls = []
    read = analyzer._read
    analyzer._read = lambda sentences: calls.append(len(sentences)) or read(sentences)  # type: ignore[func-returns-value,method-assign]
    together = analyzer.read(texts)
    assert calls == [len(texts)]
    assert together == [HanlpAnalyzer(str(trained[0])).read([text])[0] for text in texts]


def test_a_name_is_as_sure_as_its_least_sure_character(trained: tuple[Path, Training], page: Path) -> None:
    analyzer = HanlpAnalyzer(str(trained[0]))
    (reading,) = analyzer.read([f"昨日，{ASIDE}走进校园，和学生一起写诗。"])
    assert all(0.1 < span.score <= 1 for span in reading.entities)
    knowledge, _ = build([page], analyzer=f"hanlp:{trained[0]}")
    (club,) = [e.id for e in knowledge.entities if e.label == ASIDE]
    confidences = [e.confidence for f in knowledge.facts if f.object == club for e in f.evidence]
    assert confidences and all(0 < c <= 0.7 for c in confidences)
    assert "decode_output" not in vars(analyzer._recognize)  # HanLP's own is back


def test_batches_are_bounded_by_characters() -> None:
    sentences = [(b"", "灯" * size) for size in (1, 300, 2, 299, 4000, 5000)]
    found = list(batches(sentences, most=600))
    assert [item for batch in found for item in batch] == sentences
    assert all(len(batch) == 1 or sum(len(s) for _, s in batch) <= 600 for batch in found)


def test_training_again_gives_the_same_model(gold: Path, tmp_path: Path) -> None:
    examples = from_gold([gold])
    results = [train(some, tmp_path / name, epochs=2) for name, some in (("a", examples), ("b", examples[::-1]))]
    assert results[0].score == results[1].score
    other = train(examples, tmp_path / "c", epochs=2, seed=2)
    assert other.sentences == results[0].sentences
    prints = [fingerprint(tmp_path / name) for name in "abc"]
    assert prints[0] == prints[1] != prints[2]
    text = SAID[1].format("沙枣")
    spans = [HanlpAnalyzer(str(tmp_path / name)).read([text]) for name in ("a", "b")]
    assert spans[0] == spans[1]


@pytest.fixture(scope="module")
def encoder(gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder with random weights, saved as transformers saves a pretrained one."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("encoder") / "小 编码器"
    folder.mkdir()
    chars = sorted({char for example in from_gold([gold]) for char in example.text})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *chars]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    sizes = {"hidden_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 128}
    BertModel(BertConfig(vocab_size=len(words), max_position_embeddings=300, **sizes)).save_pretrained(folder)
    return folder


def test_an_encoder_on_disk_is_tuned_and_goes_with_the_model(gold: Path, encoder: Path, tmp_path: Path) -> None:
    made = tmp_path / "调 好"
    result = train(from_gold([gold]), made, epochs=12, base=encoder, rate=2e-3)
    assert result.score > 0.5
    assert str(encoder) not in (made / "config.json").read_text(encoding="utf-8")
    assert json.loads((made / "kg.json").read_text(encoding="utf-8"))["base"] == encoder.name
    moved = tmp_path / "elsewhere"
    made.rename(moved)
    hidden = encoder.rename(encoder.with_name("gone"))  # the model needs nothing of where it came from
    try:
        spans = HanlpAnalyzer(str(moved)).read([SAID[1].format("沙枣")])[0].entities
    finally:
        hidden.rename(encoder)
    assert [(span.start, span.stop, span.kind) for span in spans] == [(4, 8, "Organization")]
    assert 0 < spans[0].score <= 1


def test_what_is_no_encoder_is_refused_before_anything_is_read(gold: Path, encoder: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["train", str(gold), "--base", str(tmp_path), "-o", str(tmp_path / "m")])
    assert run.exit_code == 2
    assert "settings are missing" in run.output
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "vocab.txt").write_text("", encoding="utf-8")
    run = CliRunner().invoke(app, ["train", str(gold), "--base", str(tmp_path), "-o", str(tmp_path / "m")])
    assert "weights are missing" in run.output


def test_a_graphics_card_that_hanlp_sees_is_used(
    trained: tuple[Path, Training], encoder: Path, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here is none: torch is asked for the card that HanLP believes to see, and says that it can't."""
    from hanlp.utils import torch_util

    if torch.cuda.is_available():
        pytest.skip("there is one")
    folder = tmp_path / "m"
    shutil.copytree(trained[0], folder)
    monkeypatch.setattr(torch_util, "gpus_available", lambda: {0: 1.0})
    with pytest.raises(AnalyzerError, match=r"can't load this model: .*(accelerator|CUDA|NVIDIA)"):
        load_recognizer(folder)
    with pytest.raises((AssertionError, RuntimeError), match=r"accelerator|CUDA|NVIDIA"):
        train(from_gold([gold])[:8], tmp_path / "t", epochs=1, base=encoder)
    assert not (tmp_path / "t").exists()


def test_a_model_that_wants_more_from_the_network_is_told_how(tmp_path: Path) -> None:
    from hanlp.utils import io_util

    from kg.analyze.hanlp import offline

    with offline(), pytest.raises(AnalyzerError, match=r"kg models pull https://file\.hankcs\.com/hanlp/x/y\.zip"):
        io_util.get_resource("https://file.hankcs.com/hanlp/x/y.zip", save_dir=str(tmp_path))


def test_kg_train_and_kg_score(gold: Path, tmp_path: Path) -> None:
    model = tmp_path / "m"
    run = CliRunner().invoke(
        app, ["train", str(gold), "--silver", str(gold / "诗.txt"), "-o", str(model), "--epochs", "15"]
    )
    assert run.exit_code == 0, run.output
    assert f"--analyzer hanlp:{model}" in run.output
    assert "\x1b" not in run.output
    epochs = [line for line in run.stderr.splitlines() if line.startswith("epoch")]
    assert epochs[0] == "epoch 1 of 15" and epochs[-1] == "epoch 15 of 15" and 9 < len(epochs) < 15
    told = CliRunner().invoke(app, ["score", str(gold), "--analyzer", f"hanlp:{model}"])
    assert told.exit_code == 0, told.output
    assert "Lexicon alone, model alone, both" in told.output
    (row,) = [line for line in told.output.splitlines() if line.startswith("Organization") and line.count(".") == 9]
    lexicon, alone, both = (float(cell) for cell in row.split()[3::3])
    assert lexicon < alone <= both
    as_json = CliRunner().invoke(app, ["score", str(gold), "--analyzer", f"hanlp:{model}", "--json"])
    compared = json.loads(as_json.stdout)["comparison"]["Organization"]
    assert [round(compared[way]["f1"], 3) for way in ("lexicon", "model", "both")] == [lexicon, alone, both]
    again = CliRunner().invoke(app, ["train", str(gold), "-o", str(gold)])
    assert again.exit_code == 2
    assert "holds no model of kg train" in again.output


def test_kg_train_prints_nothing_of_hanlps_own(gold: Path, tmp_path: Path) -> None:
    """Its printer holds the stream that was there when it was imported: only another process can show that."""
    command = [sys.executable, "-m", "kg", "train", str(gold), "-o", str(tmp_path / "m"), "--epochs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "epoch 1 of 1\n"
    assert not set("\x1b\x08\r") & set(done.stdout)
    assert subprocess.run([*command, "--quiet"], capture_output=True, text=True, check=True).stderr == ""
