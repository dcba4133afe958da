"""Queries in processes of their own, so that a limit really ends them.

A `Keeper` is a process that has loaded the graph and does nothing but keep workers: forks that share the graph's
memory, have no connection to anybody else, may open no further descriptor during a query, and are killed at the
deadline. The server talks to it over a socket pair: a message with two open files (the note, the answer) starts a job,
a message comes back when it has ended. The keeper is started by exec, not by fork: it has nothing of the server's.
"""

from __future__ import annotations

import array
import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Awaitable
from typing import Any, BinaryIO

import msgspec

from kg.errors import GraphError
from kg.serve.limits import Limits
from kg.serve.problems import Refused

OK, BROKEN, REFUSED = 0, 1, 3
"""Exit codes of a job: its answer is in the file, it broke (the note says how), or a problem is in the note."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a job ended: its number, its code (negative: the signal that ended its worker), and whether the keeper
    killed it at the deadline."""

    job: int
    code: int
    late: bool = False


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """The keeper has loaded the graph, or could not; `base` is that of the graph's IRIs, `examples` are things of it.

    An example is an id and a label.
    """

    triples: int = 0
    entities: int = 0
    base: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    error: str = ""


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """Begin a job, or (with `cancel`) end it."""

    job: int
    cancel: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the keeper is started with."""

    source: str
    limits: Limits


class Answer:
    """An answer in a temporary file, with what the job noted about it (`type`, the media type, among it)."""

    def __init__(self, file: BinaryIO, note: dict[str, Any]) -> None:
        self.file, self.note = file, note
        self.size = os.fstat(file.fileno()).st_size

    def read(self) -> bytes:
        """All of it."""
        return os.pread(self.file.fileno(), self.size, 0)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


class Keeper:
    """The server's end: starts jobs and waits for them."""

    def __init__(self, source: str, limits: Limits) -> None:
        self.limits = limits
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        settings = msgspec.json.encode(Settings(source=source, limits=limits)).decode()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kg.serve.keeper", str(theirs.fileno()), settings],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the server, which then ends the keeper
        )
        theirs.close()
        self._waiting: dict[int, asyncio.Future[Outcome]] = {}
        self._number = 0
        self.ready = Ready()

    async def start(self) -> Ready:
        """Wait until the graph is loaded.

        Raises: GraphError if it can't be.
        """
        loop = asyncio.get_running_loop()
        self._socket.setblocking(False)
        try:
            said = await loop.sock_recv(self._socket, 65_536)
        except OSError:
            said = b""
        if not said:
            raise GraphError("the graph could not be loaded", remedy="see the messages above")
        self.ready = msgspec.json.decode(said, type=Ready)
        if self.ready.error:
            raise GraphError(self.ready.error)
        loop.add_reader(self._socket.fileno(), self._listen)
        return self.ready

    @property
    def alive(self) -> bool:
        """Whether it can take jobs."""
        return self.process.poll() is None

    async def run(self, name: str, arguments: dict[str, Any]) -> Answer:
        """The answer of a job.

        Raises: Refused when it was stopped, or refused itself.
        """
        self._number += 1
        number = self._number
        answer: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed by whoever sends it)
        try:
            with tempfile.TemporaryFile() as note:
                note.write(msgspec.json.encode([name, arguments]))
                note.flush()
                outcome = await self._do(number, note, answer)
                status = outcome.code
                if outcome.late or status == -signal.SIGXCPU:
                    raise Refused.too_slow(self.limits.seconds)
                if status < 0:
                    raise Refused.too_much_memory()
                note.seek(0)
                said = msgspec.json.decode(note.read())
                if status == BROKEN:
                    print(f"kg: the job “{name}” broke: {said}", file=sys.stderr, flush=True)
                    raise Refused(500, "Something broke here")
                if status == REFUSED:
                    raise Refused.from_body(said)
            return Answer(answer, said)
        except BaseException:
            answer.close()
            raise

    async def _do(self, number: int, note: Any, answer: BinaryIO) -> Outcome:
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            files = array.array("i", [note.fileno(), answer.fileno()]).tobytes()
            try:
                self._socket.sendmsg(
                    [msgspec.json.encode(Start(job=number))], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)]
                )
            except OSError:
                raise Refused(503, "The graph is not there at the moment", "Try again.", retry_after=2) from None
            return await future
        except asyncio.CancelledError:
            self._tell(Start(job=number, cancel=True))
            raise
        finally:
            self._waiting.pop(number, None)

    def _tell(self, message: Start) -> None:
        try:
            self._socket.send(msgspec.json.encode(message))
        except OSError:  # it is gone, and the job with it
            return

    def _listen(self) -> None:
        try:
            said = self._socket.recv(65_536)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if not said:
            self._lost()
            return
        outcome = msgspec.json.decode(said, type=Outcome)
        future = self._waiting.get(outcome.job)
        if future and not future.done():
            future.set_result(outcome)

    def _lost(self) -> None:
        """The keeper has ended: nobody waits for it any longer."""
        asyncio.get_running_loop().remove_reader(self._socket.fileno())
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(Refused(503, "The graph is not there at the moment", retry_after=2))

    async def stop(self, *, wait: bool = True) -> None:
        """End it, after the jobs it has if `wait`."""
        while wait and self._waiting:
            await asyncio.sleep(0.05)
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._socket.fileno())
        self._socket.close()  # the keeper ends when nobody is at the other end, and its jobs with it
        await loop.run_in_executor(None, self.process.wait)


class Desk:
    """Where requests wait for a worker: at most so many run, at most so many wait."""

    def __init__(self, source: str, limits: Limits) -> None:
        self.source, self.limits = source, limits
        self.keeper = Keeper(source, limits)
        self._turn = asyncio.Semaphore(limits.running)
        self.running = self.waiting = 0
        self._restart: asyncio.Task[None] | None = None

    async def start(self) -> Ready:
        """Load the graph, if it is not yet.

        Raises: GraphError if it can't be.
        """
        return self.keeper.ready if self.keeper.ready.base else await self.keeper.start()

    async def run(self, name: str, **arguments: Any) -> Answer:
        """The answer of a job, when its turn has come.

        Raises: Refused when too many wait, or the job is stopped or refused.
        """
        if self.waiting >= self.limits.waiting:
            raise Refused.busy(max(1, round(self.limits.seconds / 4)))
        self.waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self.waiting -= 1
        self.running += 1
        try:
            if not self.keeper.alive:
                await self._revive()
            return await self.keeper.run(name, arguments)
        finally:
            self.running -= 1
            self._turn.release()

    async def reload(self) -> Ready:
        """Load the graph anew and go over to it; jobs that run end on the old one.

        Raises: GraphError if it can't be loaded; the old one stays.
        """
        fresh = Keeper(self.source, self.limits)
        try:
            ready = await fresh.start()
        except GraphError:
            await fresh.stop(wait=False)
            raise
        old, self.keeper = self.keeper, fresh
        self._restart = asyncio.create_task(old.stop())
        return ready

    async def _revive(self) -> None:
        """A keeper that was killed (by the system, for memory) is started again; the others wait for it."""
        if self._restart is None or self._restart.done():
            self._restart = asyncio.create_task(self._again())
        restart: Awaitable[None] = asyncio.shield(self._restart)
        try:
            await restart
        except GraphError as error:
            raise Refused(503, "The graph is not there at the moment", error.message, retry_after=5) from None

    async def _again(self) -> None:
        fresh = Keeper(self.source, self.limits)
        await fresh.start()
        self.keeper = fresh

    async def stop(self) -> None:
        """End everything; jobs that run are given up."""
        await self.keeper.stop(wait=False)
