"""A worker: a fork that has nothing but its socket, and does jobs under limits that the system holds."""

from __future__ import annotations

import array
import errno
import os
import resource
import socket
import traceback
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from kg.errors import KgError
from kg.serve.jobs import JOBS, Graph
from kg.serve.limits import Limits
from kg.serve.problems import Refused
from kg.serve.workers import BROKEN, OK, REFUSED

LEAVING = 0x80
"""Added to the code of a job after which its worker leaves."""
_JOBS = 500
"""A worker does so many jobs at most."""
_FILES = 2
"""A job comes with so many open files: the note and the answer."""


def receive(desk: socket.socket) -> tuple[bytes, list[int]]:
    """A message and the open files it brings; empty when nobody is at the other end."""
    try:
        said, ancillary, _, _ = desk.recvmsg(65_536, socket.CMSG_SPACE(_FILES * array.array("i").itemsize))
    except ConnectionResetError:
        return b"", []
    files = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            files.frombytes(data[: len(data) - len(data) % files.itemsize])
    return said, list(files)


def work(graph: Graph, limits: Limits, descriptor: int) -> NoReturn:
    """Do jobs until there are no more, then end the process."""
    try:
        highest = _shut(descriptor, graph.descriptors)
        start = _memory()
        _limit(limits, start)
        with socket.socket(fileno=descriptor) as desk:
            for number in range(1, _JOBS + 1):
                said, files = receive(desk)
                if not said:
                    break
                code = _do(graph, limits, files, highest)
                grown = _memory() - start > limits.memory_bytes // 4
                leaving = code == BROKEN or number == _JOBS or grown
                desk.send(bytes([code | LEAVING if leaving else code]))
                if leaving:
                    break
    finally:
        os._exit(0)


def _shut(keep: int, more: frozenset[int]) -> int:
    """Close all descriptors but these; the highest number that a job's files will have.

    A limit on descriptors is one on their numbers, so every free number below is taken, save those of a job's files.
    """
    kept = {keep, *more}
    for descriptor in map(int, os.listdir("/dev/fd")):  # noqa: PTH208
        if descriptor > 2 and descriptor not in kept:
            try:
                os.close(descriptor)
            except OSError:  # the listing's own
                continue
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(max(*kept, null)):
        if descriptor not in kept and descriptor != null:
            os.dup2(null, descriptor)
    return max(*kept, null) + _FILES


def _limit(limits: Limits, memory: int) -> None:
    """What the worker may take: memory beside what it shares, the answer's size; no core is dumped."""
    wanted = [
        (resource.RLIMIT_FSIZE, limits.answer_bytes, limits.answer_bytes),
        (resource.RLIMIT_CORE, 0, 0),
    ]
    if memory:
        wanted.append((resource.RLIMIT_AS, memory + limits.memory_bytes, memory + limits.memory_bytes))
    for kind, soft, hard in wanted:
        resource.setrlimit(kind, (soft, hard))


def _do(graph: Graph, limits: Limits, files: list[int], highest: int) -> int:
    """One job; its code, and in the note what is to be said of it."""
    note, answer = files
    try:
        with os.fdopen(note, "r+b") as notes, os.fdopen(answer, "wb") as out:
            notes.seek(0)  # its position is shared with the server, which has written it
            name, arguments = msgspec.json.decode(notes.read())
            _allow(limits, highest if name == "query" else 0)
            said, code = _answer(graph, limits, name, arguments, out)
            notes.seek(0)
            notes.truncate()
            notes.write(said)
            return code
    except OSError as error:  # what was left to write did not fit
        return REFUSED if error.errno == errno.EFBIG else BROKEN
    finally:
        _allow(limits, 0)


def _allow(limits: Limits, highest: int) -> None:
    """Processor time for one more job, and descriptors up to that number; 0 for as many as usual.

    Only a query runs what somebody else wrote; other jobs may read files of the program.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 2
    for kind, soft in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_NOFILE, highest + 1 if highest else 256)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _answer(graph: Graph, limits: Limits, name: str, arguments: dict[str, Any], out: Any) -> tuple[bytes, int]:
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


def _memory() -> int:
    """The address space in bytes, or 0 where it can't be told (and the system would not hold the limit either)."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
