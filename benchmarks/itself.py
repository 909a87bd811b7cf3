"""How many news articles are said to tell something in two ways (T501), and of what.

    python benchmarks/itself.py DOCS.jsonl.xz [--articles 200]

The first articles of 150 to 1,500 words in DOCS (lines with `id` and `text`) are checked without
any source. Printed: each pair of places that the rule names, to be read, and how many articles have
one.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import tracer
from tracer.matching import Sources

_WORDS = range(150, 1501)


def main(docs: Path, articles: int) -> None:
    """Print what is described above."""
    named = read = 0
    for key, text in islice(_articles(docs), articles):
        report = tracer.check(tracer.read_article(text=text), Sources([]))
        told = [finding for finding in report.findings if "T501" in finding.rules]
        read, named = read + 1, named + bool(told)
        for finding in told:
            print(f"{key}: {finding.reasons[-1]}")
    print(f"{read} articles, {named} with T501")


def _articles(docs: Path) -> Iterator[tuple[str, str]]:
    with lzma.open(docs, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if len(record["text"].split()) in _WORDS:
                yield record["id"], record["text"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("docs", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    given = parser.parse_args()
    main(given.docs, given.articles)
