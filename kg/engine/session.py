"""The engine itself: Ray on this machine or a cluster, and what graphics cards it has."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from kg.errors import UsageError


def check_gpus(gpus: float) -> float:
    """A share of a graphics card, or a number of them, that a worker may ask for.

    Raises: UsageError for what is neither.
    """
    if not 0 < gpus < float("inf") or (gpus > 1 and gpus != int(gpus)):
        raise UsageError(
            f"{gpus:g} is no share of a graphics card", place="--gpus", remedy="a fraction such as 0.25, or 1, 2, …"
        )
    return gpus


def start(engine: str, jobs: int | None, gpus: float | None = None) -> Any:
    """Ray, started here with `jobs` workers (`ray`) or joined (`ray://HOST:PORT`).

    `gpus` is the share of a graphics card that each worker of the extraction will ask for; without it they see none.

    Raises: UsageError for another engine, where Ray is not installed, and where no machine has that many cards.
    """
    if engine != "ray" and not engine.startswith("ray://"):
        raise UsageError(f"no engine “{engine}”", place="--engine", remedy="ray, or ray://HOST:PORT")
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
        options |= {"num_cpus": jobs or count_processors(), "include_dashboard": False}
    else:
        options |= {"address": engine}
    try:
        ray.init(**options)
    except ConnectionError as error:
        raise UsageError(
            "the cluster does not answer", place=f"--engine {engine}", remedy="check host and port, or start it"
        ) from error
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    ray.data.DataContext.get_current().enable_progress_bars = False
    if gpus is not None and not count_shares(ray, gpus):
        most = max(_gpus(ray), default=0)
        ray.shutdown()
        raise UsageError(
            f"no machine of the engine has {gpus:g} graphics card(s), the largest has {most:g}",
            place="--gpus",
            remedy="leave it out, or ask for less; a cluster that grows on demand has to start with one such machine",
        )
    return ray


def count_shares(ray: Any, gpus: float) -> int:
    """How many workers can have so much of a graphics card at once."""
    return sum(int(have / gpus + 1e-9) for have in _gpus(ray))


def _gpus(ray: Any) -> list[float]:
    return [node["Resources"].get("GPU", 0.0) for node in ray.nodes() if node["Alive"]]
