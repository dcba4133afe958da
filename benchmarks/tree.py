"""What a process and all below it need of a machine, and what others need meanwhile (Linux: read from /proc)."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterable
from pathlib import Path

PERFORMANCE = Path(__file__).parents[1] / "docs/performance.md"
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in tree(child))]


def memory(pid: int) -> int:
    """Bytes of a process and all below it, shared pages counted once (proportional set size)."""
    total = 0
    for one in tree(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has ended meanwhile
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def processor(pids: Iterable[int]) -> float:
    """Seconds of processor time of some processes, all below them, and those of theirs that have ended."""
    total = 0.0
    for pid in pids:
        for one in tree(pid):
            try:
                fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            total += sum(map(int, fields[11:15])) / _TICKS
    return total


class Load:
    """From its making on: how busy others kept the processors."""

    def __init__(self) -> None:
        self.began, self.busy, self.own = time.monotonic(), _busy(), _own()

    def others(self, pids: Iterable[int], *, before: float = 0) -> str:
        """A sentence on what ran beside this process, those it has waited for, and `pids`, which still run.

        `before` is the processor time that `pids` had had when this was made.
        """
        passed = time.monotonic() - self.began
        ours = _own() - self.own + processor(pids) - before
        others = max(0.0, _busy() - self.busy - ours) / passed
        return f"Of {os.cpu_count()} cores it had {ours / passed:.1f}, other processes of the machine {others:.1f}."


def _own() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _busy() -> float:
    """Seconds that all processors have worked since the machine started."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _, _, irq, softirq = map(int, fields[:7])
    return (user + nice + system + irq + softirq) / _TICKS


def replace_part(file: Path, name: str, text: str) -> None:
    """Write a text into a document between `<!-- name -->` and `<!-- /name -->`.

    Raises: ValueError if the document has no such part.
    """
    before, mark, rest = file.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, close, after = rest.partition(f"<!-- /{name} -->")
    if not mark or not close:
        raise ValueError(f"{file}: no part called {name}")
    file.write_text(f"{before}{mark}\n{text}\n\n{close}{after}", encoding="utf-8")
