"""SPARQL over a graph: prefixes known without declaring, named queries, errors that point into the user's text."""

import sys
from types import ModuleType
from typing import Any

from kg.query.endpoint import Endpoint
from kg.query.named import NamedQuery, Parameter, named_queries, named_query, read_query
from kg.query.result import FORMATS, Result
from kg.query.run import load, query

__all__ = [
    "FORMATS",
    "Endpoint",
    "NamedQuery",
    "Parameter",
    "Result",
    "load",
    "named_queries",
    "named_query",
    "query",
    "read_query",
]


class _Callable(ModuleType):
    """A module that can be called.

    `kg.query(…)` is the API's function and `kg.query` the package it lives in: importing the package would hide the
    function whichever is defined first, so the package answers for it.
    """

    def __call__(self, *args: Any, **options: Any) -> Result:
        return query(*args, **options)


sys.modules[__name__].__class__ = _Callable
