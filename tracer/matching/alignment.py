"""From the chained blocks to steps that account for every word of the needle.

Between two blocks the words are aligned by rapidfuzz's opcodes over word keys; outside the first
and last block over a window a little wider than what is left of the needle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from tracer.contractions import readings
from tracer.matching.blocks import Block
from tracer.matching.needle import Needle
from tracer.matching.page import Page

_SLACK = 4
"""Words by which a window is wider than what is aligned in it."""
_ALIKE = 60.0
"""From this character ratio on, two stretches without an equal word are taken for each other
(scanning errors); below it the needle's words stand in the article alone."""

_EDGE = 2
"""So few words at the needle's edge are taken to stand for those at the same place in the
document's sentence, however unlike: a last word that was changed, not added."""
_SENTENCE_END = re.compile(r"[.!?]\W|\"")
"""A quotation mark, too, parts what is said from who says it."""

Tag = Literal["equal", "replace", "insert", "delete"]


class Step(NamedTuple):
    """Needle words ``q`` to ``q_end`` against document words ``d`` to ``d_end``. "insert": only
    in the needle; "delete": only in the document."""

    tag: Tag
    q: int
    q_end: int
    d: int
    d_end: int

    @staticmethod
    def equal(block: Block) -> Step:
        return Step("equal", block.q, block.q_end, block.d, block.d_end)

    @staticmethod
    def ahead(q: int, d: int, ours: int, theirs: int) -> Step:
        """``ours`` needle words from ``q`` on against ``theirs`` document words from ``d`` on."""
        return Step("replace", q, q + ours, d, d + theirs)

    @staticmethod
    def behind(q: int, d: int, ours: int, theirs: int) -> Step:
        """``ours`` needle words before ``q`` against ``theirs`` document words before ``d``."""
        return Step("replace", q - ours, q, d - theirs, d)


def align(needle: Needle, page: Page, chain: Sequence[Block]) -> list[Step]:
    """Steps for all words of ``needle`` against the document's words, in needle order."""
    if not chain:
        return []
    aligner, last = _Aligner(needle, page), chain[-1]
    steps = list(aligner.head(0, chain[0].q, 0, chain[0].d))
    for block, following in pairwise(chain):
        steps.append(Step.equal(block))
        steps.extend(aligner.between(block, following))
    steps.append(Step.equal(last))
    steps.extend(aligner.tail(last.q_end, len(needle.keys), last.d_end, len(page.keys)))
    return list(_merged(steps))


def compare(needle: Sequence[str], keys: Sequence[str], start: int, end: int) -> list[Step]:
    """Steps for ``needle`` against all of the document's words ``start`` to ``end``."""
    return _opcodes(needle, keys, 0, len(needle), start, end)


def _step(q: int, q_end: int, d: int, d_end: int) -> Iterator[Step]:
    """Words that differ, if there are any on the needle's side."""
    if q < q_end:
        yield Step("replace" if d < d_end else "insert", q, q_end, d, d_end)


def _opcodes(
    needle: Sequence[str], keys: Sequence[str], q: int, q_end: int, d: int, d_end: int
) -> list[Step]:
    """Steps with as many equal words as can be. The needle is the opcodes' destination: what
    they insert is only in the needle."""
    found: list[Step] = []
    for op in Indel.opcodes(keys[d:d_end], needle[q:q_end]):
        step = Step(
            cast(Tag, op.tag), q + op.dest_start, q + op.dest_end, d + op.src_start, d + op.src_end
        )
        if found and "equal" not in (step.tag, found[-1].tag):
            step = Step("replace", found[-1].q, step.q_end, found.pop().d, step.d_end)
        found.append(step)
    return found


class _Aligner:
    def __init__(self, needle: Needle, page: Page) -> None:
        self.needle, self.page, self.keys = needle, page, page.keys

    def between(self, left: Block, right: Block) -> Iterator[Step]:
        """The steps from the end of ``left`` to the start of ``right``."""
        q, q_end, d, d_end = left.q_end, right.q, left.d_end, right.d
        if d_end < d:
            yield from self.tail(q, q_end, d, len(self.keys))
            return
        mark = self.needle.mark_between(q, q_end)
        if mark:
            yield from self._around(mark.at, q, q_end, d, d_end)
        elif d_end - d <= 2 * (q_end - q) + _SLACK:
            yield from _opcodes(self.needle.keys, self.keys, q, q_end, d, d_end)
        else:
            yield from self._around(self._split(q, q_end, d, d_end), q, q_end, d, d_end)

    def _around(self, at: int, q: int, q_end: int, d: int, d_end: int) -> Iterator[Step]:
        """Needle words before ``at`` go with the left block, those after it with the right one;
        what the document has in between is left out."""
        left = list(self.tail(q, at, d, d_end))
        reached = max([step.d_end for step in left], default=d)
        right = list(self.head(at, q_end, reached, d_end))
        resumed = min([step.d for step in right], default=d_end)
        yield from left
        if resumed > reached:
            yield Step("delete", at, at, reached, resumed)
        yield from right

    def _split(self, q: int, q_end: int, d: int, d_end: int) -> int:
        """Whether the needle words of a long gap go with the left block or with the right one."""
        size = q_end - q + _SLACK
        words = set(self.needle.keys[q:q_end])
        at_left = sum(key in words for key in self.keys[d : d + size])
        at_right = sum(key in words for key in self.keys[max(d, d_end - size) : d_end])
        return q_end if at_left >= at_right else q

    def tail(self, q: int, q_end: int, d: int, d_end: int) -> Iterator[Step]:
        """Needle words that go on from document word ``d``; what follows them is not touched."""
        same = self._contracted(q, d, min(2, q_end - q), min(2, d_end - d), Step.ahead)
        if same:
            yield same
            yield from self.tail(same.q_end, q_end, same.d_end, d_end)
            return
        steps = self._edge(q, q_end, d, min(d_end, d + q_end - q + _SLACK), d)
        if steps and steps[-1].tag != "equal":
            last = steps.pop()
            size = min(last.q_end - last.q, last.d_end - last.d)
            yield from steps
            yield from _step(last.q, last.q_end, last.d, last.d + size)
        else:
            yield from steps

    def head(self, q: int, q_end: int, d: int, d_end: int) -> Iterator[Step]:
        """Needle words that lead up to document word ``d_end``."""
        same = self._contracted(q_end, d_end, min(2, q_end - q), min(2, d_end - d), Step.behind)
        if same:
            yield from self.head(q, same.q, d, same.d)
            yield same
            return
        steps = self._edge(q, q_end, max(d, d_end - (q_end - q) - _SLACK), d_end, d_end)
        if steps and steps[0].tag != "equal":
            first = steps.pop(0)
            size = min(first.q_end - first.q, first.d_end - first.d)
            yield from _step(first.q, first.q_end, first.d_end - size, first.d_end)
        yield from steps

    def _contracted(
        self, q: int, d: int, ours: int, theirs: int, step: Callable[[int, int, int, int], Step]
    ) -> Step | None:
        """The step of at most ``ours`` and ``theirs`` words in which one text has a contraction
        and the other one writes it out."""
        for size, other in ((1, 2), (2, 1), (1, 1)):
            if size <= ours and other <= theirs:
                tried = step(q, d, size, other)
                own = self.needle.keys[tried.q : tried.q_end]
                there = self.keys[tried.d : tried.d_end]
                if own != there and readings(own) & readings(there):
                    return tried
        return None

    def _edge(self, q: int, q_end: int, d: int, d_end: int, anchor: int) -> list[Step]:
        if q == q_end:
            return []
        steps = _opcodes(self.needle.keys, self.keys, q, q_end, d, d_end)
        if any(step.tag == "equal" for step in steps):
            return steps
        return [self._unequal(q, q_end, d, d_end, anchor)]

    def _unequal(self, q: int, q_end: int, d: int, d_end: int, anchor: int) -> Step:
        size = min(q_end - q, d_end - d)
        start = d if anchor == d else d_end - size
        if size and (q_end - q <= _EDGE and self._run_on(start, size, anchor)):
            return Step("replace", q, q_end, start, start + size)
        theirs = " ".join(self.keys[start : start + size])
        if size and fuzz.ratio(" ".join(self.needle.keys[q:q_end]), theirs) >= _ALIKE:
            return Step("replace", q, q_end, start, start + size)
        return Step("insert", q, q_end, anchor, anchor)

    def _run_on(self, start: int, size: int, anchor: int) -> bool:
        """Whether ``size`` words from ``start`` share a sentence with the aligned words beside
        them."""
        inside = self.page.span(max(0, start - (start == anchor)), start + size + (start < anchor))
        return not _SENTENCE_END.search(self.page.folded(inside))


def _merged(steps: Sequence[Step]) -> Iterator[Step]:
    """Neighbouring equal steps as one."""
    held: Step | None = None
    for step in steps:
        if (
            held
            and held.tag == step.tag == "equal"
            and (held.q_end, held.d_end) == (step.q, step.d)
        ):
            held = Step("equal", held.q, step.q_end, held.d, step.d_end)
            continue
        if held:
            yield held
        held = step
    if held:
        yield held
