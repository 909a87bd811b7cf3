"""The runs of words that a needle and a document share, and the chain of them that fits best."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from tracer.matching.page import Page

_MOST = 24
"""Blocks that are chained, the heaviest ones: chaining takes time by the square of them."""
_ENOUGH = 0.8
"""The share of a needle's weight from which on the longest common subsequence has found it all;
below it the runs may stand in another order."""
_ONE_OR_TWO = 2
_LIGHTEST = 1.0
"""A run of function words weighs less than this and seeds nothing."""
_GAP = 2.1
"""More than a function word weighs: one that stands alone is not worth a jump."""
_FURTHEST = 4096
_JUMPS = [_GAP * math.log2(1 + jump) for jump in range(_FURTHEST + 1)]
"""Cost of jumps of so many words; longer ones cost as much as the longest."""
BACKWARD = 12.0
"""Cost of a step back in the document, about two rare words: fragments quoted in the wrong order
are worth it, single words of a shuffled text are not."""


class Block(NamedTuple):
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
    in_order = _heavy(_in_order(keys, page, breaks), sums)
    if _weight(in_order, sums) >= _ENOUGH * sums[-1]:
        chain = _chain(in_order, sums)
        if _weight(chain, sums) >= _ENOUGH * sums[-1] and not _jumps(chain):
            return chain
    return _chain(_heavy(_runs(keys, page, breaks), sums), sums)


def _weight(blocks: Sequence[Block], sums: Sequence[float]) -> float:
    return sum([sums[b.q_end] - sums[b.q] for b in blocks])


def _jumps(chain: Sequence[Block]) -> bool:
    """Whether words are left out or put in between two blocks, beyond one or two."""
    return any(
        abs((following.d - block.d_end) - (following.q - block.q_end)) > _ONE_OR_TWO
        for block, following in pairwise(chain)
    )


def _heavy(runs: Iterable[Block], sums: Sequence[float]) -> list[Block]:
    """The heaviest runs, in the needle's order."""
    held = [b for b in runs if sums[b.q_end] - sums[b.q] >= _LIGHTEST]
    if len(held) > _MOST:
        held.sort(key=lambda b: (sums[b.q] - sums[b.q_end], b.q, b.d))
        del held[_MOST:]
    return sorted(held, key=lambda b: (b.q, b.d))


def _in_order(keys: Sequence[str], page: Page, breaks: Collection[int]) -> set[Block]:
    """The runs that a longest common subsequence touches, each as long as it can be."""
    found: set[Block] = set()
    for op in Indel.opcodes(keys, page.keys):
        if op.tag == "equal":
            found.update(
                _stretched(keys, page.keys, op.src_start, op.src_end, op.dest_start, breaks)
            )
    return found


def _stretched(
    keys: Sequence[str], theirs: Sequence[str], q: int, q_end: int, d: int, breaks: Collection[int]
) -> Iterator[Block]:
    """Equal words from ``q`` to ``q_end``, cut at ``breaks``, with what is equal before and
    behind them."""
    moved = d - q
    while q and d and q not in breaks and keys[q - 1] == theirs[d - 1]:
        q, d = q - 1, d - 1
    size, ends = len(keys), len(theirs) - moved
    while (
        q_end < size
        and q_end < ends
        and q_end not in breaks
        and (keys[q_end] == theirs[q_end + moved])
    ):
        q_end += 1
    cuts = [q, *(at for at in sorted(breaks) if q < at < q_end), q_end]
    for start, end in pairwise(cuts):
        yield Block(start, start + moved, end - start)


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
    """The best chain, by dynamic programming over its last block. In plain numbers: this loop is
    run some hundred times for one needle."""
    best: list[tuple[float, Block, int]] = []
    ends: list[tuple[float, int, int, int]] = []
    for block in blocks:
        q, d, size = block.q, block.d, block.size
        value, cut, before = sums[q + size] - sums[q], 0, -1
        for index, (worth, last_d, q_end, d_end) in enumerate(ends):
            overlap, cost = q_end - q if q_end > q else 0, BACKWARD
            if d >= last_d:
                overlap = max(overlap, d_end - d)
                cost = _JUMPS[min(_FURTHEST, abs(d - d_end - q + q_end))]
            elif d + size > last_d:
                continue
            if overlap < size:
                joined = worth + sums[q + size] - sums[q + overlap] - cost
                if joined > value:
                    value, cut, before = joined, overlap, index
        rest = block.without(cut) if cut else block
        best.append((value, rest, before))
        ends.append((value, rest.d, rest.q_end, rest.d_end))
    return _followed(best)


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
