"""How the small network learns: HanLP's loop over the batches of an epoch, with two things more and one less.

The rate rises for a seventh of the time and falls to nothing. Characters are hidden from the network, others in each
epoch: it then learns from what stands around a name, and what the unknown character is. And the F1 of what it is
learning from, which HanLP works out after every batch, is left out: it takes as long as a third of the learning.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

HIDDEN, HIDDEN_OUTSIDE = 0.12, 0.03
"""The share of the characters of names, and of all others, that is hidden."""
_RISE = 0.15
_CLIP = 5.0


def share_of_rate(done: float) -> float:
    """How much of the highest rate is right at a share of the time: it rises evenly and falls as half a cosine.

    >>> [round(share_of_rate(done), 2) for done in (0, 0.075, 0.15, 0.575, 1)]
    [0.04, 0.52, 1.0, 0.5, 0.0]
    """
    if done < _RISE:
        return 0.04 + 0.96 * done / _RISE
    return (1 + math.cos(math.pi * (done - _RISE) / (1 - _RISE))) / 2


def teach(recognizer: Any, *, epochs: int, rate: float, unknown: Callable[[], int]) -> None:
    """Put such a loop in the place of a recognizer's own; `unknown` is the number of the unknown character."""
    import torch

    passed = 0

    def fit_dataloader(batches: Iterable[Any], criterion: Any, optimizer: Any, *_: object, **__: object) -> None:
        nonlocal passed
        recognizer.model.train()
        steps = epochs * len(batches)  # type: ignore[arg-type]
        for batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = rate * share_of_rate(passed / steps)
            passed += 1
            chars, tags = batch["token_char_id"], batch["tag_id"]
            drawn = torch.rand(tags.shape)
            inside = tags != recognizer.vocabs["tag"].get_idx("O")
            hidden = (drawn < HIDDEN_OUTSIDE) | (inside & (drawn < HIDDEN))
            chars[..., 0][hidden & (batch["token_id"] > 0)] = unknown()
            optimizer.zero_grad()
            out, mask = recognizer.feed_batch(batch)
            recognizer.compute_loss(criterion, out, tags, mask).backward()
            torch.nn.utils.clip_grad_norm_(recognizer.model.parameters(), _CLIP)
            optimizer.step()

    recognizer.fit_dataloader = fit_dataloader
