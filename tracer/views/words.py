"""What ratings, hops, differences and days are called, for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tracer.models import (
    DifferenceKind,
    Finding,
    HopState,
    Kind,
    Rating,
    Relation,
    Role,
    SourceStatus,
)
from tracer.rules import RATINGS, is_reopened

GLYPHS: dict[Rating, str] = {
    "exact": "=",
    "close": "≈",
    "paraphrased": "~",
    "altered": "≠",
    "contradicted": "×",
    "misattributed": "⇄",
    "traced": "→",
    "not-found": "∅",
    "unavailable": "○",
    "unsourced": "?",
    "not-checked": "–",
}
"""One sign for each rating, so that no reader depends on colour."""

KINDS: dict[Kind, str] = {
    "direct_quote": "Quotation",
    "mixed_quote": "Partly quoted",
    "indirect_quote": "Reported speech",
    "statement": "Statement",
}
_PRINTED: dict[HopState, str] = {
    "confirmed": "carries it",
    "not-confirmed": "does not carry it",
    "not-checked": "no document at hand",
}
HOPS: dict[Role, dict[HopState, str]] = {
    "outlet": _PRINTED,
    "document": _PRINTED,
    "speaker": {
        "confirmed": "named for it there",
        "not-confirmed": "not named for it there",
        "not-checked": "no document to check by",
    },
    "affiliation": {
        "confirmed": "a document names both",
        "not-confirmed": "no document names both",
        "not-checked": "no document names the speaker",
    },
}
"""What the documents at hand say of each link of a chain, each on its own."""
ANOTHER = "given to somebody else there"
"""What they say of a speaker where the source has the words, and gives them to another."""
OTHERWISE = "tells it otherwise"
"""What is said of an outlet or document whose passage for the claim is no faithful one."""
DIFFERENCES: dict[DifferenceKind, str] = {
    "figure": "Figure",
    "negation": "Negation",
    "name": "Name",
    "date": "Date",
    "direction": "Direction",
    "modality": "Modality",
    "insertion": "Added",
    "deletion": "Left out",
    "substitution": "Other words",
    "elision": "Left out, marked",
    "bracket": "Changed, marked",
    "order": "Moved",
}
RELATIONS: dict[Relation, str] = {"attributed": "the named source", "other": "another source"}
STATUSES: dict[SourceStatus, str] = {
    "read": "read",
    "unavailable": "unavailable",
    "not-looked-for": "not looked for",
}
MEDIA: dict[str, str] = {
    "text/html": "web page",
    "application/xhtml+xml": "web page",
    "application/pdf": "PDF",
    "text/markdown": "Markdown text",
    "text/plain": "plain text",
}
"""What kind of document a media type is."""
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Badge:
    """A rating as people see it; ``slug`` is its name in the style sheet."""

    slug: str
    glyph: str
    name: str
    title: str
    meaning: str


def badge(rating: Rating) -> Badge:
    name = spaced(rating)
    return Badge(rating, GLYPHS[rating], name, name.capitalize(), RATINGS[rating])


def spaced(slug: str) -> str:
    """A rating or decision in words: "not found"."""
    return slug.replace("-", " ")


def was_rated(finding: Finding) -> str:
    """In words, what a claim was rated when a person decided, if it is another rating now."""
    rated = finding.review.rated if finding.review and is_reopened(finding) else None
    return spaced(rated) if rated else ""


def link(url: str | None) -> str | None:
    """``url`` if it is a whole http(s) address, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def when(value: str | None) -> str:
    """An ISO 8601 date or time for people, to the minute; anything else as it is."""
    try:
        at = datetime.fromisoformat(value or "")
    except ValueError:
        return value or ""
    if len(value or "") <= len("2019-09-10"):
        return _day(at)
    return f"{_day(at)}, {at:%H:%M} {at:%Z}".rstrip()


def day(value: str | None) -> str:
    """The day of an ISO 8601 date or time for people; anything else as it is."""
    try:
        return _day(datetime.fromisoformat(value or ""))
    except ValueError:
        return value or ""


def _day(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def count_of(number: int, one: str) -> str:
    """``number`` with its noun, "1 claim" or "2 claims"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
