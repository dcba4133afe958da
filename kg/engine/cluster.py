"""A build on Ray Data: which reads, schedules, shuffles and does over what a dead worker had in hand.

Three stages, each of which leaves files that the next run finds, so that a build that died goes on:

1. `records/`: the pages are read by the engine's readers, wave by wave, and each says what its articles say.
2. `names`: signatures are grouped by key over all workers; the groups of more than one id say what is one thing.
3. `quads/`, `tables/`: what records say is cut by partition, grouped, merged and written. Where people have given
   verdicts, the partitions are judged before they are written.

The functions that run on workers are those of a build on one process; nothing here decides what a page says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kg.decide import Outcome
from kg.decisions import Decisions
from kg.engine.parts import MANIFEST, Manifest, Part
from kg.engine.plan import PART_PAGES, Plan, check_work, hash_sources, hash_verdicts, prepare, write_whole
from kg.engine.sources import Source
from kg.errors import ReadError
from kg.model import CLASSES, RELATIONS, Skip

WAVE = 20_000
"""Files between two states that a new run finds: so much work, at most, is done again."""


def build(
    engine: str,
    paths: list[str],
    output: str,
    *,
    jobs: int | None = None,
    published: str | None = None,
    analyzer: str = "auto",
    columns: dict[str, str] | None = None,
    base: str = "",
    parts: int = 0,
    tables: bool = True,
    wave: int = WAVE,
    decisions: str | Path | None = None,
    gpus: float | None = None,
) -> Manifest:
    """The manifest of a build that Ray has done; everything is written under `output`, which all machines must see.

    `engine` is `ray` (started here, with `jobs` workers) or `ray://HOST:PORT` (a cluster). `paths` are those of
    `kg build` and addresses in object stores; Parquet files have the columns of tables. `parts` is the number of
    partitions. `decisions` is a file of people's verdicts; without it, those found beside the pages hold. `gpus` is the
    share of a graphics card that each worker of the extraction asks for.

    Raises: UsageError where Ray is not installed or has no such cards; ReadError, DecisionError, AnalyzerError.
    """
    from kg.analyze import absolute, choose_analyzer, name_analyzer
    from kg.engine.session import check_engine, check_gpus, run, start
    from kg.engine.sources import check_output, find_sources, find_verdicts
    from kg.rdf.terms import check_base
    from kg.read import check_columns, parse_date
    from kg.schema import DEFAULT_BASE
    from kg.store.rules import rule_set

    check_engine(engine)
    check_output(output)
    gpus = check_gpus(gpus) if gpus is not None else None
    analyzer = absolute(choose_analyzer(analyzer)[0])
    name = name_analyzer(analyzer)
    sources, skips = find_sources(paths)
    verdicts = find_verdicts(paths, decisions)
    plan = Plan(
        files=hash_sources(sources),
        rules=rule_set(name),
        analyzer=analyzer,
        published=parse_date(published, option=True) if published else None,
        columns=dict(check_columns(columns or {})),
        base=check_base(base) if base else DEFAULT_BASE,
        parts=parts or max(1, -(-len(sources) // PART_PAGES)),
        tables=tables,
        waves=wave,
        decisions=hash_verdicts(verdicts),
    )
    folder = Path(output).resolve()
    work = prepare(folder, plan)
    ray = start(engine, jobs, gpus)
    try:
        manifest = run(ray, engine, _build, sources, skips, verdicts, plan, name, folder, gpus)
    finally:
        ray.shutdown()
    write_whole(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    shutil.rmtree(work, ignore_errors=True)
    return manifest


def _build(
    sources: list[Source],
    skips: list[Skip],
    verdicts: Decisions,
    plan: Plan,
    analyzer: str,
    folder: Path,
    gpus: float | None,
) -> Manifest:
    """The three stages, on a machine of the engine."""
    import ray

    from kg.engine.partitions import assemble, resolve
    from kg.engine.records import record_wave
    from kg.engine.session import check_cards, set_up
    from kg.engine.verdicts import apply_verdicts

    work = check_work(folder, plan)
    set_up(ray)
    if gpus is not None:
        check_cards(ray, gpus)
    for number in range(-(-len(sources) // plan.waves)):
        some = sources[number * plan.waves : (number + 1) * plan.waves]
        record_wave(ray, some, work / f"records-{number:05d}", plan, gpus)
    names = resolve(ray, work, plan, verdicts.apart())
    outcomes: tuple[Outcome, ...] = ()
    done = assemble(ray, folder, work, names, plan)
    if plan.decisions:
        done, outcomes = apply_verdicts(ray, folder, work, verdicts, plan)
    return _summarize(work, done, plan, analyzer, skips, outcomes)


def _summarize(
    work: Path, parts: list[Part], plan: Plan, analyzer: str, skips: list[Skip], outcomes: Iterable[Outcome]
) -> Manifest:
    """The manifest, and `skipped.jsonl` with what could not be read or holds no article."""
    import pyarrow.dataset

    from kg.engine.partitions import list_records

    columns = ["source", "page", "articles", "characters", "misfits", "step", "reason"]
    pages = articles = characters = misfits = 0
    lost = [*skips, *(outcome.as_skip() for outcome in outcomes if outcome.drops)]
    tables = [pyarrow.dataset.dataset(folder, format="parquet") for folder in list_records(work)]
    for batch in pyarrow.dataset.dataset(tables).to_batches(columns=columns):
        for row in batch.to_pylist():
            pages += bool(row["page"])
            articles, characters = articles + row["articles"], characters + row["characters"]
            misfits += row["misfits"]
            if row["step"]:
                lost.append(Skip(source=row["source"], step=row["step"], reason=row["reason"]))
    if not pages and lost:
        raise ReadError("not one page can be read", source=lost[-1].source, remedy="give at least one page of text")
    lines = sorted(msgspec.json.encode(skip) for skip in lost)
    write_whole(work.parent / "skipped.jsonl", b"".join(line + b"\n" for line in lines))
    return Manifest(
        analyzer=analyzer,
        base=plan.base,
        pages=pages,
        articles=articles,
        characters=characters,
        entities={name: sum(part.entities[name] for part in parts) for name in (*CLASSES, "Article")},
        relations={name: sum(part.relations[name] for part in parts) for name in (*RELATIONS, "mentions")},
        quads=sum(part.quads for part in parts),
        skipped=len(lost),
        dropped=misfits,
        decisions=tuple(
            outcome.as_row() for outcome in sorted(outcomes, key=lambda one: (one.decision.source, one.decision.line))
        ),
        parts=tuple(parts),
    )
