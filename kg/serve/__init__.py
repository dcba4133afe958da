"""A graph over HTTP: SPARQL 1.1 Protocol, linked data, a JSON API and the app; read-only by construction.

Nothing in this process reads the graph. A keeper holds it and forks a worker a request (see `workers`), whose time,
memory, answer and descriptors are limited by the system.
"""

from kg.serve.limits import Limits

__all__ = ["Limits"]
