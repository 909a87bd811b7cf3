"""Claims as rows for a spreadsheet, by RFC 4180."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from tracer.models import Attribution, Finding, Hop, Report, Role
from tracer.rules import is_flagged


def to_csv(report: Report) -> str:
    """One row for each claim, under a row of names.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    rows = [_row(finding, report) for finding in report.findings]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return out.getvalue()


COLUMNS: tuple[str, ...] = (
    *("article_id", "article_title", "claim_id", "start", "end", "kind", "text"),
    *("check_worthy", "check_worthiness", "outlet", "speaker", "affiliation", "document"),
    *("anonymous", "cue", "rating", "flagged", "score", "rules", "reasons"),
    *("source", "source_url", "wording", "passage", "decision", "reviewer", "note", "decided_at"),
    *("decided_on", "decided_rating"),
)


def _row(finding: Finding, report: Report) -> Mapping[str, Any]:
    claim, article, review = finding.claim, report.article, finding.review
    return {
        "article_id": article.id,
        "article_title": article.label,
        "claim_id": claim.id,
        "start": claim.span.start,
        "end": claim.span.end,
        "kind": claim.kind,
        "text": claim.text,
        "check_worthy": claim.check_worthy,
        "check_worthiness": round(claim.check_worthiness, 3),
        **_attribution_cells(claim.attribution, article.text),
        "rating": finding.rating,
        "flagged": is_flagged(finding),
        "score": round(finding.score, 1),
        "rules": " ".join(finding.rules),
        "reasons": " ".join(finding.reasons),
        **_match_cells(finding, report),
        "decision": review.decision if review else "",
        "reviewer": review.reviewer if review else "",
        "note": review.note if review else "",
        "decided_at": review.at if review else "",
        "decided_on": review.carried.words if review and review.carried else "",
        "decided_rating": (review.rated or "") if review else "",
    }


def _attribution_cells(attribution: Attribution | None, text: str) -> Mapping[str, Any]:
    chain = attribution.chain if attribution else ()
    cue = attribution.cue if attribution else None
    return {
        "outlet": _names(chain, "outlet"),
        "speaker": _names(chain, "speaker"),
        "affiliation": _names(chain, "affiliation"),
        "document": _names(chain, "document"),
        "anonymous": any(hop.anonymous for hop in chain),
        "cue": cue.of(text) if cue else "",
    }


def _names(chain: tuple[Hop, ...], role: Role) -> str:
    return "; ".join(hop.name for hop in chain if hop.role == role)


def _match_cells(finding: Finding, report: Report) -> Mapping[str, Any]:
    match = finding.matches[0] if finding.matches else None
    document = report.document(match.passage.document_id) if match else None
    return {
        "source": document.label if document else "",
        "source_url": (document.url or "") if document else "",
        "wording": (match.wording or "") if match else "",
        "passage": match.passage.exact if match else "",
    }


_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\0]")


def _cell(value: Any) -> str:
    if not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return harmless(value)


def harmless(text: str) -> str:
    """``text``, with an apostrophe in front of what a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
