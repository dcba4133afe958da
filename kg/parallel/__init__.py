"""The steps from pages to records on several processes: the same bytes out on any number of them.

Workers read files and say what their articles say (`worker`); the process that was started puts it together. Nothing
that comes out depends on who did what when, because putting together doesn't (`kg.pipeline.Collection`). A page that
ends its worker is listed as skipped, and costs no other. See docs/decisions/008-processes.md.
"""

from kg.parallel.build import build
from kg.parallel.jobs import choose_jobs, count_processors
from kg.parallel.records import Records

__all__ = ["Records", "build", "choose_jobs", "count_processors"]
