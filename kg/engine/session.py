"""The engine itself: Ray on this machine or a cluster, and what graphics cards it has."""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from kg.errors import KgError, UsageError

Result = TypeVar("Result")


def check_gpus(gpus: float) -> float:
    """A share of a graphics card, or a number of them, that a worker may ask for.

    Raises: UsageError for what is neither.
    """
    if not 0 < gpus < float("inf") or (gpus > 1 and gpus != int(gpus)):
        raise UsageError(
            f"{gpus:g} is no share of a graphics card", place="--gpus", remedy="a fraction such as 0.25, or 1, 2, …"
        )
    return gpus


def check_engine(engine: str) -> None:
    """Whether there is such an engine.

    Raises: UsageError.
    """
    if not re.fullmatch(r"ray|ray://.+", engine):
        raise UsageError(f"no engine “{engine}”", place="--engine", remedy="ray, or ray://HOST:PORT")


def start(engine: str, jobs: int | None, gpus: float | None = None) -> Any:
    """Ray, started here with `jobs` workers (`ray`) or joined (`ray://HOST:PORT`).

    `gpus` is the share of a graphics card that each worker of the extraction will ask for; without it they see none.

    Raises: UsageError where Ray is not installed, and where no cluster answers.
    """
    # Nobody is told that it runs, and nobody can look in from outside.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("RAY_DATA_LOG_LEVEL", "WARNING")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError as error:
        raise UsageError("the engine is not installed", place="--engine", remedy="pip install 'kg[ray]'") from error
    from kg.parallel import count_processors

    variables = {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    if gpus is None:
        # A model would be loaded onto the card by every worker.
        variables["CUDA_VISIBLE_DEVICES"] = ""
    options: dict[str, Any] = {
        "runtime_env": {"env_vars": variables},
        "log_to_driver": False,
        "logging_level": logging.WARNING,
    }
    if engine == "ray":
        # Local: otherwise a cluster that runs on this machine for somebody else would be joined.
        ray.init(address="local", num_cpus=jobs or count_processors(), include_dashboard=False, **options)
        return ray
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells of what the error tells
            ray.init(address=engine, **options)
    except (ConnectionError, RuntimeError, ImportError, ValueError) as error:
        # Another version of Ray or Python there is a RuntimeError.
        why = " ".join(str(error).split())[:300]
        raise UsageError(
            f"the cluster can't be joined: {why}", place=f"--engine {engine}", remedy="check host, port and versions"
        ) from error
    return ray


def run(ray: Any, engine: str, build: Callable[..., Result], *arguments: Any) -> Result:
    """What `build` gives, in this process or, on a cluster, in one of its own: Ray Data can't be driven from outside.

    Raises: what `build` raises.
    """
    if engine == "ray":
        return build(*arguments)
    # No processor is asked for: it only waits for the others.
    outcome: Result | KgError = ray.get(ray.remote(num_cpus=0)(_attempt).remote(build, *arguments))
    if isinstance(outcome, KgError):
        raise outcome
    return outcome


def _attempt(build: Callable[..., Result], *arguments: Any) -> Result | KgError:
    try:
        return build(*arguments)
    except KgError as error:  # as a value: the engine would wrap it in one of its own
        return error


def on_all(ray: Any, step: Callable[..., Any], numbers: Iterable[int], *arguments: Any) -> list[Any]:
    """What a step gives for each partition, in their order; the engine does over what a dead worker had in hand."""
    task = ray.remote(max_retries=-1)(step)
    given: list[Any] = ray.get([task.remote(number, *arguments) for number in numbers])
    return given


def fetch(shared: Any) -> Any:
    """A value that the engine has for all workers; within a task it is there already."""
    if type(shared).__name__ != "ObjectRef":
        return shared
    import ray

    return ray.get(shared)


_BLOCK = 16 * 1024 * 1024
"""Bytes of a block of rows, of which a task holds three or four: Ray's own 128 MB would be half a GB and more."""


_SHUFFLED = 2 * _BLOCK
"""Bytes that a task of a shuffle parts at a time: with Ray's own gigabyte, a worker holds that much."""


def set_up(ray: Any) -> None:
    """Make Ray Data go on in small blocks, and tell nothing of its progress."""
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.target_max_block_size = _BLOCK
    # Otherwise a task reads all of its files at the same time. What comes first doesn't matter here.
    context.execution_options.preserve_order = True
    if hasattr(context, "shuffle_input_batch_bytes"):  # newer Rays join blocks
        context.shuffle_input_batch_bytes = _SHUFFLED


def check_cards(ray: Any, gpus: float) -> None:
    """Whether any worker can have so much of a graphics card.

    Raises: UsageError where no machine has that many.
    """
    if not count_shares(ray, gpus):
        most = max(_gpus(ray), default=0)
        raise UsageError(
            f"no machine of the engine has {gpus:g} graphics card(s), the largest has {most:g}",
            place="--gpus",
            remedy="leave it out, or ask for less; a cluster that grows on demand has to start with one such machine",
        )


def count_shares(ray: Any, gpus: float) -> int:
    """How many workers can have so much of a graphics card at once."""
    return sum(int(have / gpus + 1e-9) for have in _gpus(ray))


def _gpus(ray: Any) -> list[float]:
    return [node["Resources"].get("GPU", 0.0) for node in ray.nodes() if node["Alive"]]
