"""The content spans that fit a sequence of scores best: a linear chain over O, B and I.

All parts are decoded at once, padded to the longest, so that the work is in numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracer.encoder import Floats, Ints

OUT, BEGIN, IN = range(3)


def best_tags(scores: Sequence[Floats], steps: Floats) -> list[Ints]:
    """The likeliest tags of each part (Viterbi). ``scores`` are arrays of shape (pieces, 3),
    ``steps[a, b]`` is the score of b after a; a part begins after an O."""
    padded, lengths = _padded(scores)
    best = padded[:, 0] + steps[OUT]
    back = np.zeros(padded.shape, dtype=np.int8)
    ends = [best]
    for at in range(1, padded.shape[1]):
        ways = best[:, :, None] + steps
        back[:, at] = ways.argmax(1)
        best = ways.max(1) + padded[:, at]
        ends.append(best)
    return [_path(back[i], ends[n - 1][i], n) for i, n in enumerate(lengths)]


def _path(back: NDArray[np.int8], last: Floats, length: int) -> Ints:
    tags = np.zeros(length, dtype=np.int64)
    tags[-1] = int(last.argmax())
    for at in range(length - 1, 0, -1):
        tags[at - 1] = back[at, tags[at]]
    return tags


def shares(scores: Sequence[Floats], steps: Floats) -> list[Floats]:
    """For each piece of each part the probabilities of O, B and I (forward-backward, each step
    scaled to sum to one)."""
    padded, lengths = _padded(scores)
    weights = np.exp(padded - padded.max(2, keepdims=True))
    moves = np.exp(steps - steps.max())
    forward, backward = np.empty_like(weights), np.ones_like(weights)
    forward[:, 0] = _scaled(weights[:, 0] * moves[OUT])
    for at in range(1, padded.shape[1]):
        forward[:, at] = _scaled(forward[:, at - 1] @ moves * weights[:, at])
    inner = np.arange(padded.shape[1]) < np.array(lengths)[:, None] - 1
    for at in range(padded.shape[1] - 2, -1, -1):
        before = _scaled((weights[:, at + 1] * backward[:, at + 1]) @ moves.T)
        backward[:, at] = np.where(inner[:, at, None], before, 1.0)
    found = forward * backward
    found /= found.sum(2, keepdims=True)
    return [found[i, :n] for i, n in enumerate(lengths)]


def _scaled(values: Floats) -> Floats:
    scaled: Floats = values / values.sum(1, keepdims=True)
    return scaled


def _padded(scores: Sequence[Floats]) -> tuple[Floats, list[int]]:
    lengths = [len(score) for score in scores]
    padded = np.zeros((len(scores), max(lengths), 3))
    for row, score in enumerate(scores):
        padded[row, : len(score)] = score
    return padded, lengths


def runs(tags: Ints) -> list[tuple[int, int]]:
    """The spans of ``tags``, as half-open ranges of pieces; an I after an O begins one too."""
    found: list[tuple[int, int]] = []
    for at, tag in enumerate(tags.tolist()):
        if tag == OUT:
            continue
        if tag == IN and found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found
