"""Draw the table that scale.py prints.

python benchmarks/matching/plot.py TABLE.md docs/matching-scale.svg
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PANELS = (
    ("median look-up, ms", (("tracer", "ms p50"), ("tantivy + rapidfuzz", "tantivy ms p50"))),
    ("index, MB", (("tracer", "MB of index"),)),
    ("peak memory, MB", (("tracer", "peak MB with search"),)),
)
COLOURS = ("#1b5e8c", "#b4562b")
WIDTH, HEIGHT, MARGIN = 230, 220, 46


def main() -> None:
    """Read the table and write the drawing."""
    table = _read(Path(sys.argv[1]).read_text(encoding="utf-8"))
    panels = "".join(_panel(table, n, *panel) for n, panel in enumerate(PANELS))
    size = f'width="{len(PANELS) * (WIDTH + MARGIN) + 12}" height="{HEIGHT + 2 * MARGIN}"'
    Path(sys.argv[2]).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
        "<title>Look-up time, index and memory from 1,000 to 100,000 documents</title>"
        f'<rect width="100%" height="100%" fill="white"/>{panels}</svg>\n',
        encoding="utf-8",
    )


def _read(text: str) -> Mapping[str, list[float]]:
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    columns = zip(*lines, strict=True)
    return {name: [float(cell.replace(",", "")) for cell in cells] for name, *cells in columns}


def _panel(
    table: Mapping[str, list[float]], n: int, title: str, lines: Sequence[tuple[str, str]]
) -> str:
    """Lines over the number of documents, both on logarithmic scales."""
    left, top, across = n * (WIDTH + MARGIN) + MARGIN, MARGIN, table["documents"]
    values = [value for _, name in lines for value in table[name]]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    parts = [f'<text x="{left}" y="{top - 14}" font-weight="bold">{title}</text>']
    for power in range(low, high + 1):
        y = top + HEIGHT * (high - power) / (high - low)
        parts.append(f'<path d="M{left} {y:.0f}h{WIDTH - 20}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{10**power:g}</text>')
    xs = [left + (WIDTH - 40) * k / max(1, len(across) - 1) for k in range(len(across))]
    for x, count in zip(xs, across, strict=True):
        y = top + HEIGHT + 18
        parts.append(f'<text x="{x:.0f}" y="{y}" text-anchor="middle">{count:,.0f}</text>')
    for colour, (label, name) in zip(COLOURS, lines, strict=False):
        ys = [top + HEIGHT * (high - math.log10(value)) / (high - low) for value in table[name]]
        points = " ".join(f"{x:.0f},{y:.0f}" for x, y in zip(xs, ys, strict=True))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        end = f'x="{xs[-1]:.0f}" y="{ys[-1] - 6:.0f}" text-anchor="end"'
        parts.append(f'<text {end} fill="{colour}">{label}</text>')
    return "".join(parts)


if __name__ == "__main__":
    main()
