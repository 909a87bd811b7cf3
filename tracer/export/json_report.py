"""The JSON report, and its claims as lines of JSON. docs/report.schema.json holds it to account."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from tracer.judge.signals import Signals, signals
from tracer.locators import passage_address
from tracer.models import (
    Attempt,
    Attribution,
    Carried,
    Difference,
    Document,
    Finding,
    Hop,
    Match,
    Orphan,
    Passage,
    Report,
    Review,
    Snapshot,
    Source,
    Span,
)
from tracer.rules import RATINGS, is_flagged

SCHEMA = "tracer-report/1"
_COUNTED_ROLES = frozenset({"outlet", "document", "affiliation"})

Json = dict[str, Any]


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
        "sources": _sources(report),
        "orphans": [_orphan(orphan) for orphan in report.orphans],
        **({"attempts": [_attempt(a) for a in report.attempts]} if report.attempts else {}),
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
        **_place(passage, document),
    }


def _place(passage: Passage, document: Document) -> Json:
    """Where a person finds the passage: an address that opens it, the page of a PDF."""
    address = document.url or ""
    is_web = address.startswith(("https://", "http://"))
    link = passage_address(address, document, passage) if is_web else ""
    page = document.marks.page_of(passage.spans[0].start)
    return {**({"link": link} if link else {}), **({"page": page} if page else {})}


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
        "carried": _carried(review.carried),
        "rated": review.rated,
    }


def _carried(carried: Carried | None) -> Json | None:
    if carried is None:
        return None
    return {
        "claim_id": carried.claim_id,
        "text": carried.words,
        "likeness": round(carried.likeness, 1),
    }


def _orphan(orphan: Orphan) -> Json:
    review = orphan.review
    return {
        "claim_id": review.claim_id,
        "text": orphan.words,
        "decision": review.decision,
        "reviewer": review.reviewer,
        "note": review.note,
        "at": review.at,
    }


def _sources(report: Report) -> list[Json]:
    known = signals(report)
    return [
        _source(source, known[source.document.id] if source.document else None)
        for source in report.sources
    ]


def _source(source: Source, known: Signals | None) -> Json:
    document = source.document
    return {
        "id": document.id if document else source.id,
        "name": source.name,
        "publisher": document.publisher if document else None,
        "url": document.url if document else None,
        "title": document.title if document else None,
        "published": document.published if document else None,
        "modified": document.marks.modified if document else None,
        "retrieved": document.retrieved if document else None,
        "sha256": document.sha256 if document else None,
        "status": source.status,
        "detail": source.detail or (document.detail if document else ""),
        **({"signals": _signals(known)} if known else {}),
        **({"snapshot": _snapshot(source.snapshot)} if source.snapshot else {}),
    }


def _signals(known: Signals) -> Json:
    outlet = known.outlet
    return {
        "outlet": outlet.name if outlet else None,
        "kind": outlet.kind if outlet else None,
        "country": (outlet.country or None) if outlet else None,
        "standing": known.standing,
        "standing_rule": known.rule,
        "agency": known.agency or None,
        "copies": list(known.copies),
        "dated": known.dated,
        "days": known.days,
        "sole_source_of": list(known.sole),
    }


def _snapshot(snapshot: Snapshot) -> Json:
    return {
        "address": snapshot.address,
        "final": snapshot.final,
        "status": snapshot.status,
        "retrieved": snapshot.retrieved,
        "archived": snapshot.archived,
        "changed_since": snapshot.changed_since,
    }


def _attempt(attempt: Attempt) -> Json:
    return {
        "claim_id": attempt.claim_id,
        "finder": attempt.finder,
        "address": attempt.address,
        "outcome": attempt.outcome,
        "source_id": attempt.document_id,
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
