"""What an editor asks first: how much there is, how far it is covered, what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracer.models import Finding, Rating, Report, Review
from tracer.rules import ACCEPTING, RATINGS, RULES, flagged, is_decided
from tracer.text import clipped
from tracer.views.words import Badge, badge, count_of, spaced, was_rated

_LIST_AT_ONCE = 12
_CLIP = 150


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an editor asks for first."""

    value: int
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a thing is done; ``percent`` is None where there is nothing to do."""

    name: str
    percent: int | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the chart; ``percent`` is of the longest bar."""

    badge: Badge
    count: int
    percent: float


@dataclass(frozen=True, slots=True)
class FlaggedItem:
    """A line of the list of what to look at first."""

    number: int
    href: str
    words: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlaggedGroup:
    """Flagged claims of one rating; ``more`` are those beyond the first few."""

    badge: Badge
    count: int
    first: tuple[FlaggedItem, ...]
    more: tuple[FlaggedItem, ...]


def figures(report: Report) -> tuple[Figure, ...]:
    findings = report.findings
    read = sum(source.document is not None for source in report.sources)
    return (
        Figure(len(findings), "claim" if len(findings) == 1 else "claims", "claims"),
        Figure(len(_worthy(findings)), "worth checking", "worthy"),
        Figure(read, "source read" if read == 1 else "sources read", "read"),
        Figure(len(flagged(findings)), "flagged", "flagged"),
    )


def coverage(report: Report) -> tuple[Coverage, ...]:
    """What share of the claims worth checking has a source named for it, and was found there;
    and what share of the flagged ones has a decision."""
    worthy, open_to = _worthy(report.findings), flagged(report.findings)
    attributed = sum(f.attribution is not None for f in worthy)
    verified = sum(f.rating in ACCEPTING for f in worthy)
    decided = sum(is_decided(f) for f in open_to)
    of_worthy = f"of {count_of(len(worthy), 'claim')} worth checking"
    return (
        _coverage("Attributed", attributed, len(worthy), f"{of_worthy} name where they come from"),
        _coverage(
            "Verified", verified, len(worthy), f"{of_worthy} keep to what the named source has"
        ),
        _coverage(
            "Reviewed",
            decided,
            len(open_to),
            f"of {count_of(len(open_to), 'flagged claim')} decided by a person",
        ),
    )


def _coverage(name: str, done: int, of: int, meaning: str) -> Coverage:
    if not of:
        return Coverage(name, None, "nothing to count")
    return Coverage(name, 100 * done // of, f"{done} {meaning}")


def _worthy(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.claim.check_worthy]


def bars(findings: Sequence[Finding]) -> tuple[Bar, ...]:
    """How many claims have each rating, where any has."""
    counts = Counter(f.rating for f in findings)
    top = max(counts.values(), default=1)
    return tuple(
        Bar(badge(rating), counts[rating], round(100 * counts[rating] / top, 1))
        for rating in RATINGS
        if counts[rating]
    )


def flagged_groups(findings: tuple[Finding, ...]) -> tuple[FlaggedGroup, ...]:
    """What to look at, most urgent first, in groups of one rating."""
    numbers = {f.claim.id: n for n, f in enumerate(findings, 1)}
    groups = groupby(flagged(findings), key=lambda f: f.rating)
    return tuple(
        _group([_item(f, numbers[f.claim.id]) for f in members], badge(rating))
        for rating, members in groups
    )


def _group(items: Sequence[FlaggedItem], of: Badge) -> FlaggedGroup:
    at_once = len(items) if len(items) <= _LIST_AT_ONCE + 1 else _LIST_AT_ONCE
    return FlaggedGroup(of, len(items), tuple(items[:at_once]), tuple(items[at_once:]))


def _item(finding: Finding, number: int) -> FlaggedItem:
    notes = said_first(finding.rating, finding.rules, next(iter(finding.reasons), ""))
    if finding.review:
        notes.append(_standing(finding, finding.review))
    return FlaggedItem(
        number,
        f"#claim-{finding.claim.id}",
        clipped(finding.claim.text, _CLIP),
        tuple(notes),
    )


def said_first(rating: Rating, rules: Sequence[str], reason: str) -> list[str]:
    """What a list says of a flagged claim: its first ``reason``, or the titles of its rules if it
    has none; nothing if they say no more than its rating."""
    titles = [RULES[code].title for code in rules if RULES[code].level != "note"]
    told = [title for title in titles if title.casefold() != spaced(rating)]
    return [clipped(reason, _CLIP)] if told and reason else told


def _standing(finding: Finding, review: Review) -> str:
    """Where people stand with a claim on which one of them decided."""
    if was := was_rated(finding):
        return f"open again: {spaced(review.decision)} when it was rated {was}"
    return "skipped" if review.decision == "skipped" else f"decided: {spaced(review.decision)}"
