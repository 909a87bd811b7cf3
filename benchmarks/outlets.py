"""How many of the outlets that the news names are in the registry.

    python benchmarks/outlets.py [MENTIONS.csv]

docs/outlets.md tells how the mentions were collected and judged, and what the columns mean.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from tracer.outlets import Outlets

Row = dict[str, str]

KINDS = ("press", "university")
PARTS = ("dev", "test")


def main(path: Path) -> None:
    """Print the share of mentions, and of different names, that the registry resolves."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    outlets = Outlets.default()
    known = {"press": outlets.find, "university": outlets.university}
    print(f"{'':24}{'mentions':>9}{'found':>8}{'names':>8}{'found':>8}")
    for kind in KINDS:
        for part in PARTS:
            chosen = (row for row in rows if (row["kind"], row["part"]) == (kind, part))
            _coverage(f"{kind}, {part}", chosen, known[kind])
        for corpus in sorted({row["corpus"] for row in rows}):
            chosen = (row for row in rows if (row["kind"], row["corpus"]) == (kind, corpus))
            _coverage(f"{kind}, {corpus}", chosen, known[kind])
    _short(rows)
    _false(rows, outlets)


def _coverage(label: str, rows: Iterable[Row], known: Callable[[str], object]) -> None:
    counts = _counts(rows)
    found = {name: count for name, count in counts.items() if known(name)}
    mentions = _share(sum(found.values()), counts.total())
    names = _share(len(found), len(counts))
    print(f"{label:24}{counts.total():9}{mentions:>8}{len(counts):8}{names:>8}")


def _short(rows: list[Row]) -> None:
    """Short forms are resolved by what the article named before, not by the registry."""
    short = [row for row in rows if row["kind"] == "short"]
    whole = _counts(short).total()
    named = sum(int(row["named_before"] or 0) for row in short)
    print(f"short forms: {whole}, named in full before: {named} ({_share(named, whole)})")


def _false(rows: list[Row], outlets: Outlets) -> None:
    counts = _counts(row for row in rows if row["is_outlet"] == "0")
    wrong = [name for name in counts if outlets.find(name) or outlets.university(name)]
    print(f"other names: {len(counts)}, taken for an outlet: {len(wrong)} {', '.join(wrong)}")


def _counts(rows: Iterable[Row]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["mention"]] += int(row["count"])
    return counts


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).with_name("outlet_mentions.csv"))
