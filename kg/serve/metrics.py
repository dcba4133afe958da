"""Counters of the server, in the text format that Prometheus reads."""

from __future__ import annotations

from collections import Counter

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the histogram of durations, in seconds."""
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))


class Metrics:
    """What has happened since the start."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets: Counter[tuple[str, float]] = Counter()
        self._seconds: dict[str, float] = {}
        self._count: Counter[str] = Counter()

    def note(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        route = route_of(path)
        # Only known values: a client must not be able to make series without end.
        self._requests[route, method if method in _METHODS else "other", status] += 1
        self._count[route] += 1
        self._seconds[route] = self._seconds.get(route, 0.0) + seconds
        for bound in BOUNDS:
            if seconds <= bound:
                self._buckets[route, bound] += 1

    def text(self, gauges: dict[str, float]) -> str:
        """Everything, with some gauges beside."""
        lines = ["# TYPE kg_requests_total counter"]
        lines += [
            f'kg_requests_total{{route="{route}",method="{method}",status="{status}"}} {count}'
            for (route, method, status), count in sorted(self._requests.items())
        ]
        lines.append("# TYPE kg_request_seconds histogram")
        for route in sorted(self._count):
            lines += [
                f'kg_request_seconds_bucket{{route="{route}",le="{bound}"}} {self._buckets[route, bound]}'
                for bound in BOUNDS
            ]
            lines.append(f'kg_request_seconds_bucket{{route="{route}",le="+Inf"}} {self._count[route]}')
            lines.append(f'kg_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}')
            lines.append(f'kg_request_seconds_count{{route="{route}"}} {self._count[route]}')
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE {name} gauge", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"


def route_of(path: str) -> str:
    """What a path is counted as.

    >>> route_of("/api/entity/agency/某局"), route_of("/sparql"), route_of("/wp-admin")
    ('/api/entity', '/sparql', 'other')
    """
    parts = path.strip("/").split("/")
    if parts[0] == "api":
        return f"/api/{parts[1]}" if len(parts) > 1 and parts[1] in _API else "/api"
    if parts[0] in ("sparql", "health", "metrics", "view", "assets", "ns", ""):
        return f"/{parts[0]}"
    return "/id" if len(parts) > 1 and parts[0] == "id" else "other"


_API = frozenset(("search", "entity", "neighbourhood", "evidence", "ask", "queries", "vocabulary", "openapi.json"))
