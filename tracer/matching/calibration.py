"""What a likeness tells: how often a passage is the one that was quoted."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

AT = (20, 30, 40, 50, 60, 70, 80, 90, 100)
"""Likenesses at which it was counted how often a passage is right."""
_RIGHT = (
    (5, (0.0, 0.0, 0.0, 1.6, 2.3, 15.0, 38.1, 68.2, 77.7)),
    (10, (0.0, 0.0, 0.7, 3.0, 8.6, 30.6, 66.7, 87.1, 96.5)),
    (21, (0.0, 0.0, 0.0, 1.6, 7.6, 48.4, 79.5, 95.1, 98.2)),
    (41, (0.0, 0.0, 0.0, 2.7, 6.2, 66.0, 81.2, 95.1, 98.9)),
)
"""Words of a needle, and how many of a hundred passages are right at each of those. Counted by
benchmarks/matching/calibrate.py on 6,000 needles made from 9,000 news documents, none of which is
one that needles are measured on; docs/matching.md has the table."""
_SIZES = tuple(math.log(size) for size, _ in _RIGHT)
_RISE = 0.01
"""How much of a score is the likeness itself, so that of two low scores the likelier is higher."""


def calibrated(likeness: float, size: int) -> float:
    """The score of 0 to 100 for a ``likeness`` of 0 to 100 and a needle of ``size`` words.

    For one needle a higher likeness never has a lower score, and 100 stays 100.
    """
    if likeness >= 100:
        return 100.0
    low, high, share = _between(_SIZES, math.log(size))
    shorter, longer = (_on(_RIGHT[n][1], likeness) for n in (low, high))
    right = shorter + share * (longer - shorter)
    return round((1 - _RISE) * right + _RISE * likeness, 2)


def _on(curve: Sequence[float], likeness: float) -> float:
    low, high, share = _between(AT, likeness)
    return curve[low] + share * (curve[high] - curve[low])


def _between(points: Sequence[float], at: float) -> tuple[int, int, float]:
    """The points beside ``at``, and how far it is from the first to the second: 0 to 1."""
    high = min(max(bisect_right(points, at), 1), len(points) - 1)
    share = (at - points[high - 1]) / (points[high] - points[high - 1])
    return high - 1, high, min(1.0, max(0.0, share))
