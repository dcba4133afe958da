"""The W3C's protocol tests, where the suite is there; docs/conformance.md has the whole list."""

from __future__ import annotations

import os

import pytest

from scripts.conformance import READ_ONLY, find_suite, run_description, run_protocol

SUITE = find_suite()
pytestmark = [
    pytest.mark.skipif(SUITE is None, reason="the W3C test suite is not here: name its folder in KG_W3C"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the server forks"),
]


def test_protocol_and_service_description() -> None:
    assert SUITE is not None
    outcomes = [*run_protocol(SUITE), *run_description(SUITE)]
    assert len(outcomes) > 30
    assert [one for one in outcomes if one.fault and one.fault != READ_ONLY] == []
