"""Around every request: the hosts it may name, how large it may be, headers that protect, the log and the metrics."""

from __future__ import annotations

import sys
import time
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.metrics import Metrics
from kg.serve.problems import Refused

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of every answer that brings no stricter one of its own."""
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


def own_names(host: str) -> tuple[str, ...]:
    """The names a server on that address answers to: on the loopback only its own, so that no page from elsewhere can
    read it under a name that it has pointed here; on others any.

    >>> own_names("127.0.0.1"), own_names("0.0.0.0")
    (('localhost', '127.0.0.1', '::1'), ())
    """
    loopback = ("localhost", "127.0.0.1", "::1")
    return loopback if host in loopback or host.startswith("127.") else ()


class Guards:
    """ASGI middleware; the outermost."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, hosts: tuple[str, ...], log: bool) -> None:
        self.app, self.metrics, self.hosts, self.log = app, metrics, hosts, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status, size = 0, 0

        async def guarded(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_headers(list(message.get("headers", [])))
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            if self.hosts and _host(scope) not in self.hosts:
                await _send_problem(guarded, Refused(421, "Not the host that was asked for"))
            else:
                await self.app(scope, receive, guarded)
        finally:
            seconds = time.perf_counter() - began
            self.metrics.note(scope["path"], scope["method"], status, seconds)
            if self.log:
                print(_line(scope, status, size, seconds), file=sys.stderr, flush=True)


def _with_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    have = {name.lower() for name, _ in headers}
    # With CORS the answer is meant for other origins.
    skip = {b"cross-origin-resource-policy"} if b"access-control-allow-origin" in have else set()
    headers += [(name, value) for name, value in HEADERS if name not in have | skip]
    if b"content-security-policy" not in have:
        headers.append((b"content-security-policy", POLICY.encode()))
    return headers


def _host(scope: Scope) -> str:
    """The name in the Host header, without its port."""
    named = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()
    if named.startswith("["):
        return named[1:].partition("]")[0]
    return named.partition(":")[0]


async def _send_problem(send: Send, problem: Refused) -> None:
    headers = [(b"content-type", b"application/problem+json")]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": problem.encode()})


def _line(scope: Scope, status: int, size: int, seconds: float) -> str:
    """A line of the log: when, who, what, how it went; nothing in it can break the line."""
    client = scope.get("client") or ("-", 0)
    path = "".join(char if char.isprintable() else "\ufffd" for char in unquote(scope["path"]))
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    return f"{stamp} {client[0]} {scope['method']} {path} {status} {size} {seconds * 1000:.1f}ms"
