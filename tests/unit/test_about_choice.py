"""What a figure is about: options with their signs, and the choice among them."""

from __future__ import annotations

from kg.extract.choice import RULES, Weights, choose, load_weights, weigh
from kg.extract.options import Choice, Option
from kg.extract.values import Figure
from kg.lexicon import load_lexicon
from scripts.make_about import Case, fit

AGENCY = Option("agency/甲", "Agency", (("place", "Agency", "clause", "0"), ("unit", "Agency", "clause", "case")))
EVENT = Option("event/乙", "Event", (("place", "Event", "before", "0"), ("unit", "Event", "before", "people")))


def choice(name: str, near: str = "") -> Choice:
    return Choice(Figure(0, 4, 2, name, 0), (AGENCY, EVENT), near)


def test_the_option_of_the_greatest_weight_is_chosen() -> None:
    weights: Weights = {("place", "Event", "before", "0"): 30, ("unit", "Agency", "clause", "case"): 20}
    assert choose([choice("一")], {}, weights) == {"一": EVENT.key}


def test_what_the_rules_say_weighs_and_is_left_where_nothing_else_is() -> None:
    weights: Weights = {("place", "Event", "before", "0"): RULES - 1}
    assert choose([choice("一")], {"一": AGENCY.key}, weights) == {"一": AGENCY.key}
    assert choose([Choice(Figure(0, 4, 2, "一", 0), (), "")], {"一": AGENCY.key}, weights) == {"一": AGENCY.key}


def test_the_figure_before_bears_on_the_next() -> None:
    weights: Weights = {("place", "Event", "before", "0"): 10, ("last", "Agency", "same"): 50}
    found = choose([choice("一"), choice("二", "same")], {"一": AGENCY.key}, weights)
    assert found == {"一": AGENCY.key, "二": AGENCY.key}
    assert weigh(AGENCY, "same", weights) == 50


def test_the_table_is_of_whole_numbers_and_signs() -> None:
    weights = load_weights(load_lexicon())
    assert len(weights) > 200
    assert all(isinstance(weight, int) and len(sign) > 1 for sign, weight in weights.items())


def test_weights_follow_what_the_gold_says_and_come_out_the_same() -> None:
    cases = [Case(choice(str(n)), EVENT.key if n % 4 else AGENCY.key, "", "") for n in range(40)]
    weights = fit([cases])
    assert weigh(EVENT, "", weights) > weigh(AGENCY, "", weights)
    assert weights == fit([cases])
