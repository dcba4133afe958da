"""Questions in Chinese, translated to SPARQL by tables and answered with the sentences that say so.

A question is read as names (by our own linker), dates and words; every character has to be accounted for, or the
program says what it did not understand. The first form of `data/forms.toml` that fits gives the query.
"""

from kg.ask.answer import COLUMNS, Answer, Row, ask, open_graph
from kg.ask.names import Names
from kg.ask.tables import Form, load_forms

__all__ = ["COLUMNS", "Answer", "Form", "Names", "Row", "ask", "load_forms", "open_graph"]
