"""The process that holds the graph and keeps the workers: `python -m kg.serve.keeper FD SETTINGS`.

A worker is a fork of it, which shares the graph's memory. It does one job after the other and is used again only while
its jobs end well: at the deadline, and when its client has gone, it is killed; after some jobs, or when its memory has
grown, it leaves. (A fork for every job costs 45 ms of processor time beside a graph of a million triples, more than
nearly all queries.)
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import sys
import time

import msgspec

from kg.errors import KgError
from kg.serve.jobs import Graph, find_examples, open_source, warm_up
from kg.serve.limits import Limits
from kg.serve.worker import LEAVING, receive, work
from kg.serve.workers import Outcome, Ready, Settings, Start


class _Worker:
    """A worker as the keeper sees it: `job` is the number of what it does, or 0."""

    def __init__(self, pid: int, desk: socket.socket) -> None:
        self.pid, self.desk = pid, desk
        self.job = 0
        self.deadline = 0.0
        self.doomed = self.late = False

    @property
    def idle(self) -> bool:
        return not self.job and not self.doomed

    def kill(self) -> None:
        """End it; its socket will say when."""
        self.doomed = True
        os.kill(self.pid, signal.SIGKILL)


def main(descriptor: int, settings: Settings) -> None:
    """Load the graph, say so, and serve until nobody is at the other end."""
    import gc

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
    ready = Ready(
        triples=len(graph.store), entities=len(graph.names.slots), base=graph.base, examples=find_examples(graph)
    )
    desk.send(msgspec.json.encode(ready))
    Keeping(desk, graph, settings.limits).run()


class Keeping:
    """The loop: jobs come from the server, go to idle workers, and their outcomes go back."""

    def __init__(self, desk: socket.socket, graph: Graph, limits: Limits) -> None:
        self.desk, self.graph, self.limits = desk, graph, limits
        self.workers: list[_Worker] = []
        self.selector = selectors.DefaultSelector()
        self.selector.register(desk, selectors.EVENT_READ, None)

    def run(self) -> None:
        """Serve until nobody is at the other end; then end all workers."""
        while True:
            busy = [worker.deadline for worker in self.workers if worker.job and not worker.doomed]
            wait = max(0.0, min(busy) - time.monotonic()) if busy else None
            for key, _ in self.selector.select(wait):
                if key.data is not None:
                    self._hear(key.data)
                elif not self._take():
                    for worker in self.workers:
                        worker.kill()
                    return
            for worker in self.workers:
                if worker.job and not worker.doomed and worker.deadline <= time.monotonic():
                    worker.late = True
                    worker.kill()

    def _take(self) -> bool:
        """Give the next job to a worker, or end one; False when no more come."""
        said, files = receive(self.desk)
        if not said:
            return False
        start = msgspec.json.decode(said, type=Start)
        if start.cancel:
            for worker in self.workers:
                if worker.job == start.job and not worker.doomed:
                    worker.kill()
            return True
        worker = next((worker for worker in self.workers if worker.idle), None) or self._fork()
        worker.job, worker.deadline = start.job, time.monotonic() + self.limits.seconds
        try:
            socket.send_fds(worker.desk, [b"job"], files)
        except OSError:  # it has died meanwhile: its socket will say so
            worker.doomed = True
        for file in files:
            os.close(file)
        return True

    def _fork(self) -> _Worker:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if not pid:
            work(self.graph, self.limits, theirs.detach())
        theirs.close()
        worker = _Worker(pid, ours)
        self.workers.append(worker)
        self.selector.register(ours, selectors.EVENT_READ, worker)
        return worker

    def _hear(self, worker: _Worker) -> None:
        """A worker has done its job, or is no more."""
        try:
            said = worker.desk.recv(16)
        except OSError:
            said = b""
        if said:
            code = said[0]
            worker.doomed = worker.doomed or bool(code & LEAVING)
            self._tell(worker, code & ~LEAVING)
            return
        self.selector.unregister(worker.desk)
        worker.desk.close()
        self.workers.remove(worker)
        _, status = os.waitpid(worker.pid, 0)
        self._tell(worker, os.waitstatus_to_exitcode(status))

    def _tell(self, worker: _Worker, code: int) -> None:
        if not worker.job:
            return
        outcome = Outcome(job=worker.job, code=code, late=worker.late)
        worker.job = 0
        try:
            self.desk.send(msgspec.json.encode(outcome))
        except OSError:  # the server has gone: the next message says so
            return


if __name__ == "__main__":
    main(int(sys.argv[1]), msgspec.json.decode(sys.argv[2], type=Settings))
