"""How often each kind of reading is right: where attribution's confidences come from.

    python benchmarks/confidence.py ARTICLES.jsonl

ARTICLES has the labels that ``tracer eval attribution`` reads. A reading is right if its fragment
and its speaker are, as that command counts it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tracer.attribution import reported
from tracer.attribution.reported import Reported, find_reported
from tracer.attribution.units import units
from tracer.evaluate import Row, right, rows
from tracer.models import Span
from tracer.outlets import Outlets

KINDS = {
    reported.QUOTED: "in quotation marks",
    reported.SAFE_CUE: "a cue that is nothing else",
    reported.OTHER_CUE: "another cue",
    reported.COLON: "before a colon",
    reported.GOES_ON: "a speaker who goes on",
}
"""What a reading's confidence stands for."""


def main(articles: Path) -> None:
    """Print a line for each kind: how many readings, how many of them are right, their share.

    Raises ReadError: see tracer.evaluate.rows.
    """
    found, good = counted(articles)
    print(f"{'':28}{'readings':>9}{'right':>8}{'share':>8}{'says':>8}")
    for confidence, kind in KINDS.items():
        share = good[kind] / found[kind] if found[kind] else 0.0
        print(f"{kind:28}{found[kind]:9}{good[kind]:8}{share:8.3f}{confidence:8.2f}")


def counted(articles: Path) -> tuple[Counter[str], Counter[str]]:
    """Readings by kind, and those that are right."""
    found, good, outlets = Counter[str](), Counter[str](), Outlets.default()
    for row in rows(articles, "text", "quotes"):
        readings = list(readings_of(row["text"], outlets))
        found.update(reading["kind"] for reading in readings)
        pairs = right(row["text"], row["quotes"], readings)
        good.update(readings[index]["kind"] for _, index in pairs)
    return found, good


def readings_of(text: str, outlets: Outlets) -> Iterator[Row]:
    """A reading for each content, with the kind that it is of; offsets count in ``text``."""
    for each in find_reported(text, units(text), outlets):
        for content in each.contents:
            yield {
                "start": content.start,
                "end": content.end,
                "speaker": speaker_of(each, text),
                "kind": KINDS[each.confidence],
            }


def speaker_of(each: Reported, text: str) -> Row | None:
    span: Span | None = each.source or each.via
    return {"start": span.start, "end": span.end, "text": span.of(text)} if span else None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
