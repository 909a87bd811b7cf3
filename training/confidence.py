"""How often a reading is right, from what the model says of it.

A logistic regression on readings of articles that their model had not learnt from. Right is what
``tracer eval attribution`` counts as right: the fragment and the source.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from data import Row
from sklearn.linear_model import LogisticRegression

from tracer.attribution.tagger import SIGNS
from tracer.evaluate import right

UNKNOWN = {"sure.w": np.zeros(SIGNS, dtype=np.float32), "sure.b": np.float32(0)}
"""The matrices before anything was measured: one half for every reading."""


def fitted(gold: Sequence[Row], found: Sequence[Row]) -> dict[str, np.ndarray]:
    """The matrices ``sure.w`` of shape (signs,) and ``sure.b`` that Heads.confidence reads."""
    signs, rights = examples(gold, found)
    scale = signs.std(0) + 1e-9
    model = LogisticRegression(max_iter=5000).fit(signs / scale, rights)
    return {
        "sure.w": (model.coef_[0] / scale).astype(np.float32),
        "sure.b": np.float32(model.intercept_[0]),
    }


def examples(gold: Sequence[Row], found: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """The signs of each reading, shape (readings, signs), and whether it is right."""
    labels = {row["id"]: row for row in gold}
    signs, rights = [], []
    for row in found:
        article = labels[row["id"]]
        hits = {p for _, p in right(article["text"], article["quotes"], row["quotes"])}
        signs.extend(quote["signs"] for quote in row["quotes"])
        rights.extend(at in hits for at in range(len(row["quotes"])))
    return np.array(signs), np.array(rights)
