"""The heads that read a content span: who said it, by which cue, and whether it is speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracer.encoder import Floats, Ints

BUCKETS = 24
"""Of signed distance in pieces; half of them for pieces before."""


class Heads:
    """``matrices`` by name, as training/export.py writes them."""

    def __init__(self, matrices: Mapping[str, Floats]) -> None:
        self._of = matrices

    @property
    def steps(self) -> Floats:
        """Scores of a tag after another, shape (3, 3), for the content."""
        return self._of["steps"]

    def pointed(self, kind: str, spans: Floats, hidden: Floats, edges: Ints) -> Floats:
        """How likely each piece of a window belongs to the source, or cue, of each span; piece 0
        stands for none. ``kind`` is "source" or "cue", ``spans`` as from span_vectors, ``edges``
        of shape (spans, 2) the first and last piece of each; the result (spans, pieces)."""
        query = spans @ self._of[f"{kind}.query.w"].T + self._of[f"{kind}.query.b"]
        keys = hidden @ self._of[f"{kind}.key.w"].T + self._of[f"{kind}.key.b"]
        scores = query @ keys.T / np.sqrt(keys.shape[1])
        pieces = np.arange(len(hidden))
        for name, edge in (("start", edges[:, :1]), ("end", edges[:, 1:])):
            scores = scores + self._of[f"{kind}.{name}"][bucket(pieces - edge)]
        weights = np.exp(scores - scores.max(1, keepdims=True))
        likely: Floats = weights / weights.sum(1, keepdims=True)
        return likely

    def speech(self, spans: Floats) -> Floats:
        """How likely the cue of each span is one of speech, shape (spans,)."""
        inner = gelu(spans @ self._of["speech.w1"].T + self._of["speech.b1"])
        score = (inner @ self._of["speech.w2"].T + self._of["speech.b2"])[:, 0]
        likely: Floats = 1 / (1 + np.exp(-score))
        return likely

    def confidence(self, signs: Floats) -> float:
        """How often a reading with such ``signs`` (tagger.Tagged) is right: a logistic regression
        on readings of articles that the model had not learnt from (training/confidence.py)."""
        return float(1 / (1 + np.exp(-(signs @ self._of["sure.w"] + self._of["sure.b"]))))


def span_vectors(hidden: Floats, edges: Ints) -> Floats:
    """[start; end; mean] of the vectors of each span, shape (spans, 3 * width)."""
    return np.array(
        [np.concatenate([hidden[a], hidden[b], hidden[a : b + 1].mean(0)]) for a, b in edges],
        dtype=np.float32,
    )


def bucket(distance: Ints) -> Ints:
    """Signed distances to buckets, wider the further away, as in training."""
    near = np.floor(np.log2(np.abs(distance) + 1.0) * 1.5).astype(np.int64)
    near = np.minimum(near, BUCKETS // 2 - 1)
    return np.where(distance < 0, near, near + BUCKETS // 2)


def gelu(x: Floats) -> Floats:
    """The activation of the heads, by Abramowitz and Stegun's formula 7.1.26 for erf (error below
    1.5e-7)."""
    z = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    series = (
        (((1.061405429 * t - 1.453152027) * t) + 1.421413741) * t - 0.284496736
    ) * t + 0.254829592
    erf = np.sign(x) * (1 - series * t * np.exp(-z * z))
    result: Floats = 0.5 * x * (1 + erf)
    return result
