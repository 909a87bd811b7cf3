"""What a likeness tells: how often a passage is the one that was quoted."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

AT = (20, 30, 40, 50, 60, 65, 70, 75, 80, 85, 90, 95, 100)
"""Likenesses at which it was counted how often a passage is right."""
_RIGHT = (
    (6, (1.4, 1.4, 1.4, 1.4, 1.4, 4.4, 16.3, 24.2, 39.5, 60.3, 69.4, 78.0, 88.4)),
    (11, (0.6, 0.6, 0.6, 3.8, 5.7, 33.1, 33.1, 47.3, 71.0, 84.3, 87.8, 96.9, 98.3)),
    (21, (0.0, 0.0, 0.0, 1.3, 4.5, 46.8, 60.1, 69.6, 77.7, 88.3, 96.0, 97.6, 100.0)),
    (42, (1.8, 1.8, 1.8, 1.8, 4.5, 50.9, 67.9, 78.8, 85.7, 93.4, 96.1, 97.9, 99.6)),
)
"""Words of a needle, and how many of a hundred passages are right at each of those. Counted by
benchmarks/matching/calibrate.py on 6,000 needles made from 9,000 news documents, none of which is
one that needles are measured on; docs/matching.md has the table."""
_SIZES = tuple(math.log(size) for size, _ in _RIGHT)
_RISE = 0.01
"""How much of a score is the likeness itself, so that of two low scores the likelier is higher."""
_MOST = 99.99


def calibrated(likeness: float, size: int) -> float:
    """The score of 0 to 100 for a ``likeness`` of 0 to 100 and a needle of ``size`` words.

    For one needle a higher likeness never has a lower score. A passage that differs from the
    needle in any way never has 100.
    """
    low, high, share = _between(_SIZES, math.log(size))
    shorter, longer = (_on(_RIGHT[n][1], likeness) for n in (low, high))
    right = shorter + share * (longer - shorter)
    return min(_MOST, round((1 - _RISE) * right + _RISE * likeness, 2))


def _on(curve: Sequence[float], likeness: float) -> float:
    low, high, share = _between(AT, likeness)
    return curve[low] + share * (curve[high] - curve[low])


def _between(points: Sequence[float], at: float) -> tuple[int, int, float]:
    """The points beside ``at``, and how far it is from the first to the second: 0 to 1."""
    high = min(max(bisect_right(points, at), 1), len(points) - 1)
    share = (at - points[high - 1]) / (points[high] - points[high - 1])
    return high - 1, high, min(1.0, max(0.0, share))
