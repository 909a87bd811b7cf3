"""What came of all articles in a database, as one page and one CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from tracer import totals
from tracer.export import put
from tracer.export.csv_table import harmless
from tracer.ledger import Failed, Ledger
from tracer.render import styled
from tracer.rules import RATINGS, RULES
from tracer.store import Store
from tracer.totals import Total
from tracer.views import Badge, badge

PAGE, TABLE = "summary.html", "summary.csv"
_LINES = 200
"""Lines of a table on the page: the CSV file has all."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page. ``left_out`` lines are only in the CSV file."""

    title: str
    first: str
    lines: tuple[Total, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class SummaryView:
    """The whole page."""

    overall: Total
    ratings: tuple[tuple[str, Badge], ...]
    tables: tuple[Table, ...]
    failures: tuple[Failed, ...]


def write_summary(store: Store, out: Path) -> tuple[Path, ...]:
    """Write the page and the CSV file over all articles in the database to ``out``.

    Raises WriteError and StoreError.
    """
    out.mkdir(parents=True, exist_ok=True)
    put(out / PAGE, page(store))
    put(out / TABLE, "".join(_csv(store)))
    return out / PAGE, out / TABLE


def page(store: Store) -> str:
    """The summary as HTML. The same database gives the same text."""
    view = SummaryView(
        totals.overall(store),
        tuple((rating, badge(rating)) for rating in RATINGS),
        tuple(_tables(store)),
        Ledger(store).failures(),
    )
    return styled("summary.html", ("base.css", "index.css", "summary.css"), "summary.js", view=view)


def _tables(store: Store) -> Iterator[Table]:
    yield _table("Outlets", "outlet", totals.by_outlet(store))
    yield _table("Sources", "source", totals.by_source(store))
    yield _table("Rules", "rule", map(_titled, totals.by_rule(store)))
    yield _table("Articles", "article", totals.by_article(store))


def _table(title: str, first: str, lines: Iterator[Total]) -> Table:
    shown = tuple(islice(lines, _LINES))
    return Table(title, first, shown, sum(1 for _ in lines))


def _titled(total: Total) -> Total:
    """The line of a rule with what the rule says."""
    rule = RULES.get(total.id)
    return replace(total, detail=rule.title) if rule else total


def _csv(store: Store) -> Iterator[str]:
    """All lines of all tables, each with the name of its table in front."""
    yield _line(("table", "id", "name", "detail", "articles", "claims", "flagged", *RATINGS))
    for table, lines in (
        ("all", iter([totals.overall(store)])),
        ("outlet", totals.by_outlet(store)),
        ("source", totals.by_source(store)),
        ("rule", map(_titled, totals.by_rule(store))),
        ("article", totals.by_article(store)),
    ):
        for t in lines:
            counts = (t.articles, t.claims, t.flagged, *t.ratings.values())
            yield _line((table, *map(harmless, (t.id, t.name, t.detail)), *counts))


def _line(cells: Iterable[str | int]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()
