"""The runs of words that a needle and a document share, and the chain of them that fits best."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tracer.matching.page import Page

_MOST = 48
"""Blocks that are chained, the heaviest ones: chaining takes time by the square of them."""
_LIGHTEST = 1.0
"""A run of function words weighs less than this and seeds nothing."""
_GAP = 1.0
BACKWARD = 12.0
"""Cost of a step back in the document, about two rare words: fragments quoted in the wrong order
are worth it, single words of a shuffled text are not."""


@dataclass(frozen=True, slots=True)
class Block:
    """``size`` equal words from word ``q`` of the needle and word ``d`` of the document."""

    q: int
    d: int
    size: int

    @property
    def q_end(self) -> int:
        return self.q + self.size

    @property
    def d_end(self) -> int:
        return self.d + self.size

    def without(self, words: int) -> Block:
        return Block(self.q + words, self.d + words, self.size - words)


def best_chain(
    keys: Sequence[str], weights: Sequence[float], page: Page, breaks: Collection[int] = ()
) -> list[Block]:
    """The blocks, in the needle's order and without overlap, that carry most weight for the
    jumps they take. A chain may step back in the document. No block runs over one of ``breaks``,
    the words before which the needle has an ellipsis."""
    sums = [0.0, *accumulate(weights)]
    runs = [b for b in _runs(keys, page, breaks) if sums[b.q_end] - sums[b.q] >= _LIGHTEST]
    runs.sort(key=lambda b: (sums[b.q] - sums[b.q_end], b.q, b.d))
    return _chain(sorted(runs[:_MOST], key=lambda b: (b.q, b.d)), sums)


def _runs(keys: Sequence[str], page: Page, breaks: Collection[int]) -> list[Block]:
    pairs = {(q, d) for q, key in enumerate(keys) for d in page.by_key.get(key, ())}
    return [
        Block(q, d, _length(pairs, q, d, breaks))
        for q, d in pairs
        if q in breaks or (q - 1, d - 1) not in pairs
    ]


def _length(pairs: set[tuple[int, int]], q: int, d: int, breaks: Collection[int]) -> int:
    size = 1
    while (q + size, d + size) in pairs and q + size not in breaks:
        size += 1
    return size


def _chain(blocks: Sequence[Block], sums: Sequence[float]) -> list[Block]:
    best: list[tuple[float, Block, int]] = []
    for index, block in enumerate(blocks):
        own = sums[block.q_end] - sums[block.q]
        choice = (own, block, -1)
        for earlier in range(index):
            choice = max(choice, _joined(best[earlier], earlier, block, sums), key=lambda c: c[0])
        best.append(choice)
    return _followed(best)


def _joined(
    before: tuple[float, Block, int], index: int, block: Block, sums: Sequence[float]
) -> tuple[float, Block, int]:
    """What ``block`` is worth after the chain that ends in ``before``."""
    value, last, _ = before
    forward = block.d >= last.d
    overlap = max(0, last.q_end - block.q, last.d_end - block.d if forward else 0)
    if overlap >= block.size or (not forward and block.d_end > last.d):
        return (-1.0, block, -1)
    rest = block.without(overlap)
    jump = abs((rest.d - last.d_end) - (rest.q - last.q_end))
    cost = _GAP * math.log2(1 + jump) if forward else BACKWARD
    return (value + sums[rest.q_end] - sums[rest.q] - cost, rest, index)


def _followed(best: Sequence[tuple[float, Block, int]]) -> list[Block]:
    if not best:
        return []
    at = max(range(len(best)), key=lambda index: best[index][0])
    chain: list[Block] = []
    while at >= 0:
        _, block, before = best[at]
        chain.append(block)
        at = before
    return chain[::-1]
