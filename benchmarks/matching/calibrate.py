"""Fit what a likeness tells, and show how far scores can be relied on.

    python benchmarks/matching/calibrate.py --docs DOCS.jsonl[.xz] [--without NEEDLES.jsonl ...]

Needles are made from the documents (needles.py), but from none that a needle of ``--without``
is of: those are for measuring. One of ten documents is kept out of the collection. The constants
of tracer/matching/calibration.py are fitted on one half of the needles, and the table of the other
half is printed: of those with a score in a range, how many are right. Right is the right document
with at least half of the characters in common.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from needles import KINDS, Row, make
from peers import overlap

from tracer.evaluate import rows
from tracer.matching import Sources
from tracer.matching.calibration import AT, calibrated
from tracer.matching.passages import closed
from tracer.models import Document

LENGTHS = ((1, 7), (8, 14), (15, 29), (30, 999))
WIDTH = 8
RANGES = ((0, 20), (20, 50), (50, 80), (80, 95), (95, 99), (99, 100.1))


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
    found = [_found(row, sources) for row in needles]
    fitted = [one for number, one in enumerate(found) if number // KINDS % 2 == 0]
    held_out = [one for number, one in enumerate(found) if number // KINDS % 2]
    for shortest, longest in LENGTHS:
        some = [one for one in fitted if shortest <= one[1] <= longest]
        middle = math.exp(np.mean([math.log(size) for _, size, _ in some]))
        print(f"    ({middle:.0f}, ({', '.join(f'{share:.1f}' for share in _fit(some))})),")
    _table([(calibrated(like, size), size, right) for like, size, right in held_out])


def _found(row: Row, sources: Sources) -> tuple[float, int, bool]:
    """The likeness of what is found, the words of the needle, and whether it is right."""
    size = len(row["needle"].split())
    matches = sources.likenesses(row["needle"], limit=1)
    if not matches:
        return 0.0, size, False
    spans = [[span.start, span.end] for span in closed(matches[0])]
    same = matches[0].passage.document_id == row["doc"]
    return matches[0].score, size, same and overlap(row["spans"], spans) >= 0.5


def _fit(found: Sequence[tuple[float, int, bool]]) -> list[float]:
    """How many of a hundred are right at each of the likenesses AT: shares near it, a nearer one
    counting more, made to rise (pool adjacent violators)."""
    likeness, _, right = (np.array(column, dtype=np.float64) for column in zip(*found, strict=True))
    blocks: list[list[float]] = []
    for at in AT:
        near = np.maximum(0.0, 1 - np.abs(likeness - at) / WIDTH) * (likeness < 100)
        blocks.append([float((near * right).sum()), float(near.sum()) + 1e-9, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [100 * hits / all_ for hits, all_, count in blocks for _ in range(int(count))]


def _table(found: Sequence[tuple[float, int, bool]]) -> None:
    print(
        "| words | " + " | ".join(f"{low} to {min(100, high):.0f}" for low, high in RANGES) + " |"
    )
    print("|---" * (len(RANGES) + 1) + "|")
    for shortest, longest in (*LENGTHS, (1, 999)):
        some = [(score, right) for score, size, right in found if shortest <= size <= longest]
        cells = [_cell([one for one in some if low <= one[0] < high]) for low, high in RANGES]
        print(f"| {shortest} to {longest} | " + " | ".join(cells) + " |")


def _cell(some: Sequence[tuple[float, bool]]) -> str:
    if not some:
        return "-"
    score, right = (100 * float(np.mean(column)) for column in zip(*some, strict=True))
    return f"{right:.0f} % of {len(some)} (said {score / 100:.0f})"


if __name__ == "__main__":
    main()
