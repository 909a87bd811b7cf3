"""What the index over reports says of each: taken from a report, written into its head, read back.

A report carries its own entry, so the index is a function of the folder and of nothing else: it is
right whichever databases the reports came from, and after some of them were moved or removed.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tracer.models import Report
from tracer.rules import RATINGS, is_decided, is_flagged
from tracer.text import clipped

_LONGEST_TITLE, _LONGEST_NAME = 200, 80
_IN_HEAD = re.compile(r'<meta name="tracer-report" content="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in a few words. ``generated`` and ``published`` are as in the report, ``decided``
    counts the flagged claims that have a decision, ``ratings`` the claims of each rating."""

    id: str
    title: str
    publisher: str
    published: str
    generated: str
    claims: int
    flagged: int
    decided: int
    ratings: Mapping[str, int]


def entry(report: Report) -> Entry:
    """What the index says of ``report``."""
    article = report.article
    open_to = [finding for finding in report.findings if is_flagged(finding)]
    counts = Counter(finding.rating for finding in report.findings)
    return Entry(
        id=article.id,
        title=clipped(article.label, _LONGEST_TITLE),
        publisher=clipped(article.publisher or "", _LONGEST_NAME),
        published=clipped(article.published or "", _LONGEST_NAME),
        generated=report.generated,
        claims=len(report.findings),
        flagged=len(open_to),
        decided=sum(map(is_decided, open_to)),
        ratings={rating: counts[rating] for rating in RATINGS if counts[rating]},
    )


def line(report: Report) -> str:
    """The entry of ``report`` as a line of JSON, for the head of its page."""
    return json.dumps(asdict(entry(report)))


def in_head(head: str) -> Entry | None:
    """The entry in the head of a page, or None if it has none that tracer could have written."""
    found = _IN_HEAD.search(head)
    try:
        values = json.loads(html.unescape(found.group(1))) if found else None
        return Entry(**values) if values and _is_entry(values) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _is_entry(values: Any) -> bool:
    """Whether all is of its type, whoever wrote the file."""
    if not isinstance(values, dict) or not isinstance(values.get("ratings"), dict):
        return False
    words = [values.get(name) for name in ("id", "title", "publisher", "published", "generated")]
    numbers = [values.get(name) for name in ("claims", "flagged", "decided")]
    numbers += values["ratings"].values()
    return (
        all(isinstance(word, str) for word in words)
        and all(type(number) is int and number >= 0 for number in numbers)
        and values["ratings"].keys() <= RATINGS.keys()
    )
