"""Builds past one machine: the same steps on an existing distributed engine, which reads, schedules and shuffles.

`kg build --engine ray` (this machine) or `ray://HOST:PORT` (a cluster). What is written, collected and sorted, is byte
for byte what one process writes. See docs/scale.md and docs/decisions/009-engine.md.
"""

from kg.engine.parts import MANIFEST, Manifest, collect_nquads, read_manifest

__all__ = ["MANIFEST", "Manifest", "build_on", "collect_nquads", "read_manifest"]


def build_on(engine: str, paths: list[str], output: str, **options: object) -> Manifest:
    """The manifest of a build on an engine, written to a folder; `options` are those of `kg.engine.cluster.build`.

    Raises: UsageError for an unknown engine, or one that is not installed; what a build raises.
    """
    from kg.engine.cluster import build

    return build(engine, paths, output, **options)  # type: ignore[arg-type]
