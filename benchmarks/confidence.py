"""Whether readings are as often right as their confidence says.

    python benchmarks/confidence.py ARTICLES.jsonl

ARTICLES has the labels that ``tracer eval attribution`` reads. A reading is right if its fragment
and its speaker are, as that command counts it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from tracer.evaluate import quotations_of, right, rows
from tracer.outlets import Outlets

BINS = 10


class Reading(NamedTuple):
    confidence: float
    is_right: bool


def main(articles: Path) -> None:
    """Print a line for each tenth of confidence: how many readings have it, how many of them are
    right, their share, and what they say on average; then the expected calibration error.

    Raises ReadError: see tracer.evaluate.rows.
    """
    readings = readings_of(articles)
    print(f"{'confidence':12}{'readings':>9}{'right':>8}{'share':>8}{'says':>8}")
    for number, held in enumerate(binned(readings)):
        edges = f"{number / BINS:.1f}-{(number + 1) / BINS:.1f}"
        print(f"{edges:12}{len(held):9}{sum(r.is_right for r in held):8}{_shares(held)}")
    print(f"{'all':12}{len(readings):9}{sum(r.is_right for r in readings):8}{_shares(readings)}")
    print(f"expected calibration error {calibration_error(readings):.3f}")


def _shares(held: Sequence[Reading]) -> str:
    if not held:
        return f"{'-':>8}{'-':>8}"
    return f"{share_right(held):8.3f}{says(held):8.3f}"


def readings_of(articles: Path) -> list[Reading]:
    """Every reading of labelled articles, with whether it is right."""
    found: list[Reading] = []
    outlets = Outlets.default()
    for row in rows(articles, "text", "quotes"):
        quotes = quotations_of(row["text"], outlets)
        good = {index for _, index in right(row["text"], row["quotes"], quotes)}
        found.extend(Reading(q["confidence"], at in good) for at, q in enumerate(quotes))
    return found


def binned(readings: Sequence[Reading]) -> list[list[Reading]]:
    """``readings`` by their confidence, in BINS of one width; 1.0 is in the last."""
    bins: list[list[Reading]] = [[] for _ in range(BINS)]
    for reading in readings:
        bins[min(int(reading.confidence * BINS), BINS - 1)].append(reading)
    return bins


def share_right(held: Sequence[Reading]) -> float:
    return fmean(reading.is_right for reading in held)


def says(held: Sequence[Reading]) -> float:
    """What ``held`` say on average of how often they are right."""
    return fmean(reading.confidence for reading in held)


def calibration_error(readings: Sequence[Reading]) -> float:
    """How far what a bin says is from its share of right ones, over all readings."""
    apart = (len(b) * abs(share_right(b) - says(b)) for b in binned(readings) if b)
    return sum(apart) / len(readings) if readings else 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
