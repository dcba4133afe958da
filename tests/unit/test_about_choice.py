"""What a figure is about: options with their signs, and the choice among them."""

from __future__ import annotations

from kg.extract.choice import RULES, Weights, choose, load_weights
from kg.extract.options import Choice, Option
from kg.extract.values import Figure
from kg.lexicon import load_lexicon
from scripts.make_about import Case, fit

AGENCY = Option("agency/甲", "Agency", ("Agency", "clause", "0", "none", "named", "case", "act", "state"))
EVENT = Option(
    "event/乙",
    "Event",
    ("Event", "before", "0", "rescue", "named", "people", "act", "state"),
    (("only", "Event", "before"),),
)


def choice(name: str, near: str = "") -> Choice:
    return Choice(Figure(0, 4, 2, name, 0), (AGENCY, EVENT), near)


def test_the_option_of_the_greatest_weight_is_chosen() -> None:
    weights = Weights({("place", "Event", "before", "0"): 30, ("unit", "Agency", "clause", "case"): 20})
    assert choose([choice("一")], {}, weights) == {"一": EVENT.key}


def test_what_the_rules_say_weighs_and_is_left_where_nothing_else_is() -> None:
    weights = Weights({("only", "Event", "before"): RULES - 1})
    assert choose([choice("一")], {"一": AGENCY.key}, weights) == {"一": AGENCY.key}
    assert choose([Choice(Figure(0, 4, 2, "一", 0), (), "")], {"一": AGENCY.key}, weights) == {"一": AGENCY.key}


def test_the_figure_before_bears_on_the_next() -> None:
    weights = Weights({("place", "Event", "before", "0"): 10, ("last", "Agency", "same"): 50})
    found = choose([choice("一"), choice("二", "same")], {"一": AGENCY.key}, weights)
    assert found == {"一": AGENCY.key, "二": AGENCY.key}
    assert weights.weigh(AGENCY, "same") == 50


def test_the_table_is_of_whole_numbers_and_signs() -> None:
    table = load_weights(load_lexicon()).table
    assert len(table) > 200
    assert all(isinstance(weight, int) and len(sign) > 1 for sign, weight in table.items())


def test_weights_follow_what_the_gold_says_and_come_out_the_same() -> None:
    cases = [Case(choice(str(n)), EVENT.key if n % 4 else AGENCY.key, "", "") for n in range(40)]
    weights = fit([cases])
    assert Weights(weights).weigh(EVENT, "") > Weights(weights).weigh(AGENCY, "")
    assert weights == fit([cases])
