"""Findings as JSON, CSV and JSON lines, and writing any report to its file.

docs/format.md describes the formats, docs/report.schema.json holds JSON reports to account.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tracer.errors import WriteError
from tracer.models import (
    Attribution,
    Difference,
    Document,
    Finding,
    Hop,
    Match,
    Report,
    Review,
    Role,
    Source,
    Span,
)
from tracer.rules import RATINGS, is_flagged

SCHEMA = "tracer-report/1"
_COUNTED_ROLES = frozenset({"outlet", "document", "affiliation"})
_NAME_LENGTH = 50

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a report: the file's extension and what makes its text."""

    extension: str
    text: Callable[[Report], str]


def to_json(report: Report) -> Json:
    """``report`` as the object that docs/report.schema.json describes.

    Raises KeyError if a match names a document that is not among the report's sources.
    """
    documents = {s.document.id: s.document for s in report.sources if s.document}
    return {
        "schema": SCHEMA,
        "tracer": report.version,
        "generated": report.generated,
        "article": _article(report.article),
        "claims": [_claim(finding, report.article, documents) for finding in report.findings],
        "sources": [_source(source) for source in report.sources],
        "summary": _summary(report.findings),
    }


def dumps(report: Report) -> str:
    """The JSON report as text, indented, with a line end."""
    return json.dumps(to_json(report), ensure_ascii=False, indent=2) + "\n"


def _article(article: Document) -> Json:
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "published": article.published,
        "sha256": article.sha256,
        "text": article.text,
    }


def _claim(finding: Finding, article: Document, documents: Mapping[str, Document]) -> Json:
    claim = finding.claim
    return {
        "id": claim.id,
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.text,
        "group": claim.group,
        "kind": claim.kind,
        "check_worthy": claim.check_worthy,
        "check_worthiness": round(claim.check_worthiness, 3),
        "attribution": _attribution(claim.attribution, article.text),
        "rating": finding.rating,
        "score": round(finding.score, 1),
        "reasons": list(finding.reasons),
        "rules": list(finding.rules),
        "matches": [
            _match(match, article.text, documents[match.passage.document_id])
            for match in finding.matches
        ],
        "review": _review(finding.review),
    }


def _span(span: Span | None, text: str) -> Json | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _attribution(attribution: Attribution | None, text: str) -> Json | None:
    if attribution is None:
        return None
    return {
        "cue": _span(attribution.cue, text),
        "source": _span(attribution.source, text),
        "rule": attribution.rule,
        "confidence": round(attribution.confidence, 3),
        "speech": round(attribution.speech, 3),
        "chain": [_hop(hop, text) for hop in attribution.chain],
    }


def _hop(hop: Hop, text: str) -> Json:
    return {
        "name": hop.name,
        "role": hop.role,
        "id": hop.id,
        "anonymous": hop.anonymous,
        "mention": _span(hop.mention, text),
        "state": hop.state,
    }


def _match(match: Match, article: str, document: Document) -> Json:
    passage = match.passage
    return {
        "source_id": passage.document_id,
        "relation": match.relation,
        "wording": match.wording,
        "spans": [[span.start, span.end] for span in passage.spans],
        "text": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
        "score": round(match.score, 1),
        "differences": [_difference(d, article, document.text) for d in match.differences],
    }


def _difference(difference: Difference, article: str, source: str) -> Json:
    return {
        "kind": difference.kind,
        "article": _span(difference.article, article),
        "source": _span(difference.source, source),
    }


def _review(review: Review | None) -> Json | None:
    if review is None:
        return None
    return {
        "decision": review.decision,
        "reviewer": review.reviewer,
        "note": review.note,
        "at": review.at,
    }


def _source(source: Source) -> Json:
    document = source.document
    return {
        "id": document.id if document else source.id,
        "name": source.name,
        "publisher": document.publisher if document else None,
        "url": document.url if document else None,
        "title": document.title if document else None,
        "published": document.published if document else None,
        "retrieved": document.retrieved if document else None,
        "sha256": document.sha256 if document else None,
        "status": source.status,
        "detail": source.detail or (document.detail if document else ""),
    }


def _summary(findings: tuple[Finding, ...]) -> Json:
    ratings = Counter(f.rating for f in findings)
    return {
        "claims": len(findings),
        "check_worthy": sum(f.claim.check_worthy for f in findings),
        "attributed": sum(f.attribution is not None for f in findings),
        "by_rating": {rating: ratings[rating] for rating in RATINGS if ratings[rating]},
        "by_source": _by_source(findings),
        "flagged": sum(map(is_flagged, findings)),
    }


def _by_source(findings: tuple[Finding, ...]) -> dict[str, int]:
    """How many claims each outlet, document and affiliation carries, the most first."""
    counts: Counter[str] = Counter()
    for finding in findings:
        chain = finding.attribution.chain if finding.attribution else ()
        counts.update({hop.name for hop in chain if hop.role in _COUNTED_ROLES})
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def to_jsonl(report: Report) -> str:
    """One line for each claim: the claim of the JSON report, with the article it is in."""
    whole = to_json(report)
    article = {key: whole["article"][key] for key in ("id", "title", "url")}
    lines = ({"article": article, **claim} for claim in whole["claims"])
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


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
    return f"'{value}" if _FORMULA.match(value) else value


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "json": Format("json", dumps),
        "csv": Format("csv", to_csv),
        "jsonl": Format("jsonl", to_jsonl),
    }
)
"""The formats of this module by name; the HTML report is render's."""


def file_name(article: Document, extension: str) -> str:
    """What the file of an article's report is called: its title, or its name, and its id."""
    stem = re.sub(r"[^\w.]+", "-", article.label)[:_NAME_LENGTH].strip("-._")
    return f"{stem or 'article'}-{article.id[:8]}.{extension}"


def write(report: Report, form: Format, folder: Path) -> Path:
    """Write ``report`` into ``folder``, which is made if need be, and return the file's path.

    The file is there whole or not at all. Raises WriteError if it cannot be written.
    """
    path = folder / file_name(report.article, form.extension)
    text = form.text(report).encode("utf-8", "backslashreplace")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(path, text)
    except OSError as error:
        raise WriteError(
            "Cannot write the report",
            str(path),
            f"{error.strerror or error}; choose another folder with --out",
        ) from error
    return path


def _replace(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path`` in one step."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tracer-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
