"""What goes wrong, as RFC 9457 problem details: never a traceback, never a file's path."""

from __future__ import annotations

from typing import Any

import msgspec


class Refused(Exception):
    """A request that is not answered; it becomes `application/problem+json`."""

    def __init__(self, status: int, title: str, detail: str = "", *, retry_after: int = 0, **more: Any) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.retry_after, self.more = status, title, detail, retry_after, more

    @property
    def body(self) -> dict[str, Any]:
        """The problem as JSON says it."""
        said = {"type": "about:blank", "title": self.title, "status": self.status}
        return said | ({"detail": self.detail} if self.detail else {}) | self.more

    def encode(self) -> bytes:
        """The problem as JSON."""
        return msgspec.json.encode(self.body)

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Refused:
        """The problem that `body` said."""
        rest = {key: value for key, value in body.items() if key not in ("type", "title", "status", "detail")}
        return cls(body["status"], body["title"], body.get("detail", ""), **rest)

    @classmethod
    def too_many_rows(cls, limit: int) -> Refused:
        """The answer would be longer than allowed."""
        return cls(422, "The answer is too long", f"It has more than {limit:,} rows. Give the query a LIMIT.")

    @classmethod
    def too_many_bytes(cls, limit: int) -> Refused:
        """The answer would be larger than allowed."""
        return cls(422, "The answer is too long", f"It has more than {limit:,} bytes. Give the query a LIMIT.")

    @classmethod
    def too_much_memory(cls) -> Refused:
        """The query took more memory than allowed, or its worker broke."""
        return cls(422, "The query takes too much memory", "Make it narrower, or give it a LIMIT without ORDER BY.")

    @classmethod
    def too_slow(cls, seconds: float) -> Refused:
        """The query took longer than allowed."""
        return cls(504, "The query takes too long", f"It was stopped after {seconds:g} seconds. Make it narrower.")

    @classmethod
    def busy(cls, retry_after: int) -> Refused:
        """More queries wait than allowed."""
        return cls(429, "Too many queries at once", "Try again in a moment.", retry_after=retry_after)
