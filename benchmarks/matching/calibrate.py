"""Fit what a likeness tells, and show how far scores can be relied on.

    python benchmarks/matching/calibrate.py --docs DOCS.jsonl[.xz] [--without NEEDLES.jsonl ...]

Needles are made from the documents (needles.py), but from none that a needle of ``--without``
is of: those are for measuring. One of ten documents is kept out of the collection. The constants
of tracer/matching/calibration.py are fitted on one half of the needles, and the table of the other
half is printed: of those with a score in a range, how many are right.

Right is at least half of the characters that the needle was made from; or a document that has
them, or the needle, word for word too: news is copied, and short phrases stand in many places.
What is found word for word has a score of 100 without any fitting; the last column says how often
it is the very document that the needle was made from.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from needles import KINDS, Row, make
from peers import overlap

from tracer.evaluate import rows
from tracer.matching import Sources
from tracer.matching.calibration import AT, calibrated
from tracer.matching.passages import closed
from tracer.models import Document
from tracer.text import words

LENGTHS = ((1, 7), (8, 14), (15, 29), (30, 999))
WIDTH = 5
RANGES = ((0, 20), (20, 50), (50, 80), (80, 95), (95, 100))


def main() -> None:
    """Print the constants, then the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    parser.add_argument("--count", type=int, default=12000)
    options = parser.parse_args()
    documents = [(str(row["id"]), row["text"]) for row in rows(options.docs, "text")]
    outside = documents[9::10]
    inside = [one for number, one in enumerate(documents) if number % 10 != 9]
    taken = {
        row.get(key) for path in options.without for row in rows(path) for key in ("doc", "near")
    }
    sources = Sources(Document(id=key, name=key, text=text, sha256="") for key, text in inside)
    free = [one for one in inside if one[0] not in taken]
    needles = make(free, [one for one in outside if one[0] not in taken], options.count, seed=1)
    texts = dict(documents)
    found = [_found(row, sources, texts) for row in needles]
    fitted = [one for number, one in enumerate(found) if number // KINDS % 2 == 0]
    held_out = [one for number, one in enumerate(found) if number // KINDS % 2]
    for shortest, longest in LENGTHS:
        some = [one for one in fitted if shortest <= one.size <= longest and not one.verbatim]
        middle = math.exp(np.mean([math.log(one.size) for one in some]))
        print(f"    ({middle:.0f}, ({', '.join(f'{share:.1f}' for share in _fit(some))})),")
    _table(held_out)


class _Found(NamedTuple):
    """The likeness of what is found, the words of the needle, whether it is right, of the very
    document that the needle was made from, and word for word."""

    likeness: float
    size: int
    right: bool
    own: bool
    verbatim: bool

    @property
    def score(self) -> float:
        return 100.0 if self.verbatim else calibrated(self.likeness, self.size)


def _found(row: Row, sources: Sources, texts: Mapping[str, str]) -> _Found:
    needle = _keys(row["needle"])
    size = len(needle.split())
    matches = sources.likenesses(row["needle"], limit=1)
    if not matches:
        return _Found(0.0, size, right=False, own=False, verbatim=False)
    (match,) = matches
    spans = [[span.start, span.end] for span in closed(match)]
    own = match.passage.document_id == row["doc"] and overlap(row["spans"], spans) >= 0.5
    there = _keys(texts[match.passage.document_id])
    cut = [_keys(texts[row["doc"]][start:end]) for start, end in row["spans"]]
    copied = needle in there or (bool(cut) and all(part in there for part in cut))
    return _Found(match.score, size, own or copied, own, not match.differences)


def _keys(text: str) -> str:
    return f" {' '.join(word.key for word in words(text))} "


def _fit(found: Sequence[_Found]) -> list[float]:
    """How many of a hundred are right at each of the likenesses AT: shares near it, a nearer one
    counting more, made to rise (pool adjacent violators)."""
    likeness = np.array([one.likeness for one in found])
    right = np.array([one.right for one in found])
    blocks: list[list[float]] = []
    for at in AT:
        near = np.maximum(0.0, 1 - np.abs(likeness - at) / WIDTH)
        blocks.append([float((near * right).sum()), float(near.sum()) + 1e-9, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [100 * hits / all_ for hits, all_, count in blocks for _ in range(int(count))]


def _table(found: Sequence[_Found]) -> None:
    heads = [f"{low} to {high}" for low, high in RANGES]
    print("| words | " + " | ".join([*heads, "word for word", "its own document"]) + " |")
    print("|---" * (len(RANGES) + 3) + "|")
    for shortest, longest in (*LENGTHS, (1, 999)):
        some = [one for one in found if shortest <= one.size <= longest]
        copies = [one for one in some if one.verbatim]
        altered = [one for one in some if not one.verbatim]
        cells = [_cell([one for one in altered if low <= one.score < high]) for low, high in RANGES]
        own = f"{100 * float(np.mean([one.own for one in copies])):.0f} %"
        print(f"| {shortest} to {longest} | " + " | ".join([*cells, _cell(copies), own]) + " |")


def _cell(some: Sequence[_Found]) -> str:
    if not some:
        return "-"
    right = 100 * float(np.mean([one.right for one in some]))
    said = float(np.mean([one.score for one in some]))
    return f"{right:.0f} % of {len(some)} (said {said:.0f})"


if __name__ == "__main__":
    main()
