"""How alike whole texts are, each of some with each of others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from tracer.text import fold


def likenesses(ones: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
    """A row for each of ``ones``, a column for each of ``others``: 0 to 100, the share of
    characters that both have in order. Case and the form of marks, dashes and spaces aside."""
    if not ones or not others:
        return np.zeros((len(ones), len(others)), dtype=np.float32)
    found = process.cdist(ones, others, scorer=fuzz.ratio, processor=fold, dtype=np.float32)
    return np.asarray(found, dtype=np.float32)


def alike(one: str, other: str) -> float:
    """As ``likenesses``, for two texts."""
    return fuzz.ratio(fold(one), fold(other))
