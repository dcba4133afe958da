"""Processes that take work in bytes and give answers in bytes; who dies costs nothing but the work in hand.

`concurrent.futures`, `multiprocessing.Pool`, loky and joblib give up all work when one worker dies, and don't say which
work it was; pebble does, under the LGPL. They also need a main module that can be imported again, which a script or a
notebook often is not. So workers are started as programs, each with a pipe of its own and a thread here that talks to
it: then the end of a pipe says whose work is lost. No order is kept; the caller's keys say what an answer is to.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

Key = TypeVar("Key")

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import main; main()"
_TICK = 0.5
"""Seconds: waiting for ever can't be interrupted on every system."""


class Ended:
    """In the place of an answer: the worker has ended over this work; `how` in words."""

    def __init__(self, how: str) -> None:
        self.how = how


class Pool(Generic[Key]):
    """Up to `jobs` workers, each started when there is work for it; a context manager that leaves none behind.

    `module` has the `main` of a worker, which is sent `setup` first and says `hello` when it is ready.
    """

    def __init__(self, module: str, setup: bytes, jobs: int) -> None:
        self._command = [sys.executable, "-P", "-c", _START.format(module=module), json.dumps(sys.path)]
        self._setup, self._jobs = setup, jobs
        self._work: queue.SimpleQueue[tuple[Key, bytes] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[Key, bytes | Ended]] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._workers: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = False
        self.hello = b""
        """What the first worker said when it was ready."""
        self.waiting = 0
        """Work whose answer has not been taken."""
        self.room = 2 * jobs + 2
        """So much work may wait that no worker ever does; more only takes memory."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End all workers at once: what they still do is not wanted any more."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.kill()
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()

    def put(self, key: Key, work: bytes) -> None:
        """Add work."""
        self.waiting += 1
        self._work.put((key, work))
        if len(self._threads) < min(self._jobs, self.waiting):
            thread = threading.Thread(target=self._attend, name="kg-worker", daemon=True)
            self._threads.append(thread)
            thread.start()

    def take(self) -> tuple[Key, bytes | Ended]:
        """The next answer, whichever is ready first; there must be work waiting."""
        while True:
            with contextlib.suppress(queue.Empty):
                answer = self._answers.get(timeout=_TICK)
                self.waiting -= 1
                return answer

    def _attend(self) -> None:
        """Hand work to one worker after another, until there is no more."""
        worker = None
        while (item := self._work.get()) is not None:
            key, work = item
            worker, answer = self._do(worker, work)
            self._answers.put((key, answer))
        if worker is not None:
            self._end(worker)

    def _do(
        self, worker: subprocess.Popen[bytes] | None, work: bytes
    ) -> tuple[subprocess.Popen[bytes] | None, bytes | Ended]:
        """The answer of a worker, and the worker for the next work, if it lives."""
        try:
            if worker is None:
                worker = self._start()
            write_frame(_pipe(worker.stdin), work)
            answer = read_frame(_pipe(worker.stdout))
        except OSError as error:
            answer = None
            how = f"can't be started: {error.strerror or error}" if worker is None else ""
        else:
            how = ""
        if answer is not None:
            return worker, answer
        return None, Ended(how or self._end(worker))

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise ProcessLookupError("the pool is closed")
            # In a group of its own: Ctrl-C is for this process, which ends its workers. They also end when it does.
            alone: dict[str, Any] = {"process_group": 0}
            if sys.platform == "win32":
                alone = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
            worker = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **alone)
            self._workers.add(worker)
        try:
            write_frame(_pipe(worker.stdin), self._setup)
            hello = read_frame(_pipe(worker.stdout))
        except OSError:
            hello = None
        if hello is None:
            raise ProcessLookupError(f"it ended {self._end(worker)}")
        self.hello = self.hello or hello
        return worker

    def _end(self, worker: subprocess.Popen[bytes] | None) -> str:
        """See a worker off; how it ended, in words."""
        if worker is None:
            return ""
        with self._lock:
            self._workers.discard(worker)
        for pipe in (worker.stdin, worker.stdout):
            with contextlib.suppress(OSError):  # what is still to be written reaches nobody
                _pipe(pipe).close()
        code = worker.wait()
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"by signal {signal.Signals(-code).name}"
        return f"with exit code {code}"


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def write_frame(pipe: IO[bytes], content: bytes) -> None:
    """Write bytes so that `read_frame` gives them back.

    Raises: OSError.
    """
    pipe.write(len(content).to_bytes(8, "big"))
    pipe.write(content)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """The next bytes written, or None where nobody writes any more, even in the middle."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    content = pipe.read(size)
    return content if len(content) == size else None


def own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """For a worker: where its work comes from and its answers go to; what anybody prints goes to stderr from now on."""
    work, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return os.fdopen(work, "rb"), os.fdopen(answers, "wb")
