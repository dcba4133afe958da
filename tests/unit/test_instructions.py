"""A page costs no more instructions than it did: what a clock can't tell on a busy machine, counting can."""

from __future__ import annotations

import pytest

from benchmarks.instructions import can_count, count, kept_share

MORE = 1.08
"""A change that costs more than this has to say why, and write the new share."""


@pytest.mark.long
@pytest.mark.skipif(not can_count(), reason="valgrind is not installed: nothing counts instructions here")
def test_a_page_costs_no_more_instructions_than_it_did() -> None:
    share = count("kg") / count("posseg")
    assert share <= MORE * kept_share(), (
        f"{share:.3f} of jieba.posseg's instructions, {kept_share():.3f} before: win it back, or say why it is worth"
        " that much and keep it with `python -m benchmarks.instructions --write`"
    )
