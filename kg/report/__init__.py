"""A graph as one page to be read: figures, charts and doubts, each number with the query that gives it."""

from kg.report.page import read_dropped, to_report, write_report

__all__ = ["read_dropped", "to_report", "write_report"]
