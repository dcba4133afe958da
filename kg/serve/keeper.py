"""The process that holds the graph and forks a worker for each job: `python -m kg.serve.keeper FD SETTINGS`."""

from __future__ import annotations

import array
import errno
import gc
import os
import resource
import selectors
import signal
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from kg.errors import KgError
from kg.serve.jobs import JOBS, Graph, open_source, warm_up
from kg.serve.limits import Limits
from kg.serve.problems import Refused
from kg.serve.workers import BROKEN, OK, REFUSED, Outcome, Ready, Settings, Start


class _Job(msgspec.Struct):
    number: int
    pid: int
    life: int
    """The end of a pipe whose other end only the worker holds: it can be read when the worker has ended."""
    deadline: float
    late: bool = False


def main(descriptor: int, settings: Settings) -> None:
    """Load the graph, say so, and serve until nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    desk = socket.socket(fileno=descriptor)
    try:
        graph = open_source(settings.source)
    except KgError as error:
        desk.send(msgspec.json.encode(Ready(error=str(error))))
        return
    warm_up(graph, settings.limits)
    # What is here now stays; the collector would only touch, and so copy, the pages that all workers share.
    gc.collect()
    gc.freeze()
    gc.disable()
    desk.send(msgspec.json.encode(Ready(triples=len(graph.store), entities=len(graph.names.slots), base=graph.base)))
    _serve(desk, graph, settings.limits)


def _serve(desk: socket.socket, graph: Graph, limits: Limits) -> None:
    jobs: dict[int, _Job] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(desk, selectors.EVENT_READ)
        while True:
            soonest = min((job.deadline for job in jobs.values() if not job.late), default=None)
            ready = selector.select(None if soonest is None else max(0.0, soonest - time.monotonic()))
            for key, _ in ready:
                if key.fileobj is desk:
                    if not _take(desk, graph, limits, jobs, selector):
                        for job in jobs.values():
                            os.kill(job.pid, signal.SIGKILL)
                        return
                else:
                    job = jobs.pop(int(key.data))
                    selector.unregister(job.life)
                    os.close(job.life)
                    _, status = os.waitpid(job.pid, 0)
                    _tell(desk, Outcome(job=job.number, status=status, late=job.late))
            for job in jobs.values():
                if not job.late and job.deadline <= time.monotonic():
                    job.late = True
                    os.kill(job.pid, signal.SIGKILL)


def _tell(desk: socket.socket, outcome: Outcome) -> None:
    try:
        desk.send(msgspec.json.encode(outcome))
    except OSError:  # the server has gone: the next message says so
        return


def _take(
    desk: socket.socket, graph: Graph, limits: Limits, jobs: dict[int, _Job], selector: selectors.BaseSelector
) -> bool:
    """Start (or end) the job of the next message; False when there are none to come."""
    said, ancillary, _, _ = desk.recvmsg(65_536, socket.CMSG_SPACE(2 * array.array("i").itemsize))
    if not said:
        return False
    files = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            files.frombytes(data[: len(data) - len(data) % files.itemsize])
    start = msgspec.json.decode(said, type=Start)
    if start.cancel:
        for job in jobs.values():
            if job.number == start.job:
                os.kill(job.pid, signal.SIGKILL)
        return True
    life, held = os.pipe()
    pid = os.fork()
    if not pid:
        _work(graph, limits, files[0], files[1], held)
    os.close(held)
    for file in files:
        os.close(file)
    jobs[start.job] = _Job(start.job, pid, life, time.monotonic() + limits.seconds)
    selector.register(life, selectors.EVENT_READ, start.job)
    return True


def _work(graph: Graph, limits: Limits, note: int, answer: int, life: int) -> NoReturn:
    """The worker: shut everything, do the job, leave."""
    code = BROKEN
    try:
        keep = {note, answer, life, *graph.descriptors}
        for descriptor in map(int, os.listdir("/dev/fd")):  # noqa: PTH208
            if descriptor > 2 and descriptor not in keep:
                try:
                    os.close(descriptor)
                except OSError:  # the listing's own
                    continue
        # A limit on descriptors is one on their numbers: every free number below it is taken.
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(max(keep)):
            if descriptor not in keep and descriptor != null:
                os.dup2(null, descriptor)
        with open(note, "r+b", closefd=False) as notes, open(answer, "wb", closefd=False) as out:
            notes.seek(0)  # its position is shared with the server, which has written it
            name, arguments = msgspec.json.decode(notes.read())
            # Only a query runs what somebody else wrote; the other jobs may read files of the program.
            _limit(limits, last=max(keep) if name == "query" else 0)
            said, code = _do(graph, limits, name, arguments, out)
            notes.seek(0)
            notes.truncate()
            notes.write(said)
    except BaseException:
        code = BROKEN
    finally:
        os._exit(code)


def _do(graph: Graph, limits: Limits, name: str, arguments: dict[str, Any], out: Any) -> tuple[bytes, int]:
    try:
        said = JOBS[name](graph, limits, arguments, out)
        out.flush()
        return msgspec.json.encode(said), OK
    except Refused as refused:
        return refused.encode(), REFUSED
    except KgError as error:
        detail = f"{error.message}. {error.remedy}".strip(". ")
        return Refused(400, "The request can't be answered", detail).encode(), REFUSED
    except MemoryError:
        return Refused.too_much_memory().encode(), REFUSED
    except OSError as error:
        if error.errno == errno.EFBIG:
            return Refused.too_many_bytes(limits.answer_bytes).encode(), REFUSED
        return msgspec.json.encode(traceback.format_exc()), BROKEN
    except Exception:
        return msgspec.json.encode(traceback.format_exc()), BROKEN


def _limit(limits: Limits, *, last: int) -> None:
    """What the worker may take: memory beside what it shares, processor time, the answer's size, and (if `last`) no
    descriptor beyond that one."""
    seconds = int(limits.seconds) + 2
    wanted = [
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, limits.answer_bytes, limits.answer_bytes),
        (resource.RLIMIT_CORE, 0, 0),
    ]
    if last:
        wanted.append((resource.RLIMIT_NOFILE, last + 1, last + 1))
    if memory := _memory():
        wanted.append((resource.RLIMIT_AS, memory + limits.memory_bytes, memory + limits.memory_bytes))
    for kind, soft, hard in wanted:
        resource.setrlimit(kind, (soft, hard))


def _memory() -> int:
    """The address space in bytes, or 0 where it can't be told (and the system would not hold the limit either)."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main(int(sys.argv[1]), msgspec.json.decode(sys.argv[2], type=Settings))
