"""The whole report as its readers see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracer.models import Document, Report
from tracer.rules import RATINGS, RULES, Rule, is_decided, is_flagged
from tracer.text import clipped
from tracer.views.annotated import Piece, Tag, annotated, tag
from tracer.views.cards import Card, ReviewView, cards, decided
from tracer.views.filters import Filters, filters
from tracer.views.overview import (
    Bar,
    Coverage,
    Figure,
    FlaggedGroup,
    bars,
    coverage,
    figures,
    flagged_groups,
)
from tracer.views.sources import Sourced, source_views
from tracer.views.words import Badge, badge, day, link, when

_CLIP = 150


@dataclass(frozen=True, slots=True)
class Signed:
    """A decision that stands, for the page that is signed."""

    tag: Tag
    words: str
    review: ReviewView


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report. ``open`` are the flagged claims that nobody has decided yet,
    ``is_fetched`` whether any source was fetched."""

    title: str
    byline: tuple[str, ...]
    address: str
    href: str | None
    detail: str
    sha256: str
    generated: str
    version: str
    settings: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    coverage: tuple[Coverage, ...]
    bars: tuple[Bar, ...]
    flagged: tuple[FlaggedGroup, ...]
    sources: tuple[Sourced, ...]
    is_fetched: bool
    paragraphs: tuple[tuple[Piece, ...], ...]
    cards: tuple[Card, ...]
    filters: Filters
    ratings: tuple[Badge, ...]
    rules: tuple[Rule, ...]
    orphans: tuple[ReviewView, ...]
    signed: tuple[Signed, ...]
    open: tuple[Tag, ...]


def report_view(report: Report) -> ReportView:
    """``report`` as its readers see it.

    Raises KeyError if a match names a document that is not among the report's sources.
    """
    article = report.article
    return ReportView(
        title=article.label,
        byline=_byline(article),
        address=article.url or "",
        href=link(article.url),
        detail=article.detail,
        sha256=article.sha256,
        generated=when(report.generated),
        version=report.version,
        settings=tuple(sorted(report.settings.items())),
        figures=figures(report),
        coverage=coverage(report),
        bars=bars(report.findings),
        flagged=flagged_groups(report.findings),
        sources=source_views(report),
        is_fetched=any(source.snapshot for source in report.sources),
        paragraphs=annotated(report),
        cards=cards(report),
        filters=filters(report),
        ratings=tuple(map(badge, RATINGS)),
        rules=tuple(RULES.values()),
        orphans=tuple(decided(orphan.review, orphan.words) for orphan in report.orphans),
        signed=tuple(_signed(report)),
        open=tuple(
            tag(index, finding)
            for index, finding in enumerate(report.findings)
            if is_flagged(finding) and not is_decided(finding)
        ),
    )


def _byline(article: Document) -> tuple[str, ...]:
    parts = (article.publisher, ", ".join(article.authors), day(article.published))
    return tuple(part for part in parts if part)


def _signed(report: Report) -> Iterable[Signed]:
    for index, finding in enumerate(report.findings):
        if finding.review and is_decided(finding):
            words = clipped(finding.claim.text, _CLIP)
            yield Signed(tag(index, finding), words, decided(finding.review, ""))
