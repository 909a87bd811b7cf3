"""Claims and their passages as W3C Web Annotations (JSON-LD), https://www.w3.org/TR/annotation-model/.

Each claim is an annotation: the article's words are its target, the passages that were compared
with them its bodies. Both sides are found by their words and by their place, so a program can find
them again in a page whose markup, or wording, has moved on. Places count Unicode code points, as
the recommendation asks, of the text that tracer read: that of the article, without the page around.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tracer.export.iris import embeddable, iri, urn
from tracer.models import Document, Finding, Match, Rating, Report, Review, Span
from tracer.rules import RATINGS, RULES

_AROUND = 32
"""Code points before and after some words that tell them from the same words elsewhere."""

Json = dict[str, Any]


def to_web_annotation(report: Report) -> str:
    """An AnnotationCollection with one page that holds an annotation for each claim.

    Raises KeyError if a match names a document that is not among the report's sources.
    """
    documents = {s.document.id: s.document for s in report.sources if s.document}
    name = urn("report", report.article.id)
    whole = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": name,
        "type": "AnnotationCollection",
        "label": f"How faithful this article is to its sources: {report.article.label}",
        "generator": _generator(report),
        "generated": report.generated,
        "total": len(report.findings),
        "first": {
            "id": f"{name}:page",
            "type": "AnnotationPage",
            "partOf": name,
            "startIndex": 0,
            "items": [_annotation(finding, report, documents) for finding in report.findings],
        },
    }
    return embeddable(whole)


def _generator(report: Report) -> Json:
    return {"id": "urn:x-tracer:tracer", "type": "Software", "name": f"tracer {report.version}"}


def _annotation(finding: Finding, report: Report, documents: Mapping[str, Document]) -> Json:
    article = report.article
    return {
        "id": urn("claim", finding.claim.id),
        "type": "Annotation",
        "motivation": "assessing",
        "generator": _generator(report),
        "generated": report.generated,
        "body": list(_bodies(finding, documents)),
        "target": _resource(article, finding.claim.span),
    }


def _bodies(finding: Finding, documents: Mapping[str, Document]) -> Iterator[Json]:
    """What was found, its tags, what a person decided, and the passages."""
    yield _words("describing", " ".join([RATINGS[finding.rating], *finding.reasons]))
    for tag in (finding.rating, *(f"{code} {RULES[code].title}" for code in finding.rules)):
        yield _words("tagging", tag)
    if finding.review:
        yield _decision(finding.review, finding.rating)
    for match in finding.matches:
        yield from _passages(match, documents[match.passage.document_id])


def _words(purpose: str, text: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "value": text, "format": "text/plain"}


def _decision(review: Review, rating: Rating) -> Json:
    on = f" (decided on other words: “{review.carried.words}”)" if review.carried else ""
    is_former = review.state(rating) == "open"
    when = f" (decided when it was rated {review.rated}; open again)" if is_former else ""
    note = f" {review.note}" if review.note else ""
    words = _words("assessing", f"Decision: {review.decision}.{note}{on}{when}")
    creator = {"creator": {"type": "Person", "name": review.reviewer}} if review.reviewer else {}
    return {**words, **creator, "created": review.at}


def _passages(match: Match, document: Document) -> Iterator[Json]:
    for span in match.passage.spans:
        yield {**_resource(document, span), "purpose": "linking"}


def _resource(document: Document, span: Span) -> Json:
    """Some words of a document, by their wording and their place."""
    text = document.text
    return {
        "type": "SpecificResource",
        "source": iri(document),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(0, span.start - _AROUND) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
