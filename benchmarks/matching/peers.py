"""Look-up beside its peers: the same documents, needles, process and thread for all.

    python benchmarks/matching/peers.py --docs DOCS.jsonl[.xz] --needles NEEDLES.jsonl

The systems take turns, each with a portion of the needles, so that what else the machine does meets
all alike and each works with warm caches.
Documents are lines of JSON with ``id`` and ``text``; needles have ``id``, ``cls``, ``needle``,
``doc`` and ``spans``, and those of the class "unrelated" are in no document. Needs ``pip install
tantivy``; a peer that is not installed is passed over.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from systems import ALL, Found, System

from tracer.evaluate import rows

Row = dict[str, Any]
PORTION = 126
"""Needles that one system takes before the next one has its turn."""


def main() -> None:
    """Measure and print a table."""
    options = _options()
    documents = [(str(row["id"]), row["text"]) for row in rows(options.docs, "text")]
    needles = [row for path in options.needles for row in rows(path, "needle")]
    built = [
        _built(system, documents, options.clock)
        for system in ALL
        if system.name not in options.without
    ]
    systems = [one for one in built if one]
    every = max(1, len(needles) // options.slow)
    found: dict[str, list[tuple[Row, Found, float]]] = {s.name: [] for s, _, _ in systems}
    for first in range(0, len(needles), PORTION):
        for system, _, _ in systems:
            step = every if system.name == "rapidfuzz over everything" else 1
            for row in needles[first : first + PORTION : step]:
                start = options.clock()
                answer = system.search(row["needle"])
                found[system.name].append((row, answer, 1000 * (options.clock() - start)))
    print("| system | needles | R@1 | R@2%FPR | IoU | ms p50 | ms p95 | docs/s | index MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for system, seconds, megabytes in systems:
        print(_line(system, found[system.name], len(documents) / seconds, megabytes))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--needles", type=Path, nargs="+", required=True)
    parser.add_argument("--without", nargs="*", default=[], help="names of systems to leave out")
    parser.add_argument("--slow", type=int, default=100, help="needles for rapidfuzz alone")
    parser.add_argument(
        "--cpu",
        dest="clock",
        action="store_const",
        const=time.process_time,
        default=time.perf_counter,
        help="count time of the processor, not of the clock: for a machine that does other work",
    )
    return parser.parse_args()


def _built(
    system: type[System], documents: Sequence[tuple[str, str]], clock: Callable[[], float]
) -> tuple[System, float, float] | None:
    start = clock()
    made = system()
    try:
        made.build(documents)
    except ImportError as error:
        print(f"{system.name} is left out: {error}")
        return None
    return made, clock() - start, made.size() / 1e6


def _line(
    system: System, found: Sequence[tuple[Row, Found, float]], speed: float, megabytes: float
) -> str:
    bar = _bar([answer.score for row, answer, _ in found if row["cls"] == "unrelated"])
    placed = [(row, answer) for row, answer, _ in found if row["cls"] != "unrelated"]
    right = [(row, answer) for row, answer in placed if answer.doc == row["doc"]]
    sure = sum(answer.score > bar for _, answer in right)
    mean = statistics.mean([overlap(row["spans"], answer.spans) for row, answer in right])
    times = sorted(ms for _, _, ms in found)
    middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
    shares = f"{len(right) / len(placed):.4f} | {sure / len(placed):.4f} | {mean:.3f}"
    rest = f"{middle:.2f} | {late:.2f} | {speed:,.0f} | {megabytes:.0f}"
    return f"| {system.name} | {len(found)} | {shares} | {rest} |"


def _bar(scores: Sequence[float]) -> float:
    """The score that two of a hundred needles pass that are in no document."""
    ranked = sorted(scores, reverse=True)
    return ranked[int(0.02 * len(ranked))] if ranked else 0.0


def overlap(gold: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> float:
    a, b = ({c for start, end in spans for c in range(start, end)} for spans in (gold, found))
    return len(a & b) / max(1, len(a | b))


if __name__ == "__main__":
    main()
