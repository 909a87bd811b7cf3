"""What people decided, as ClaimReview (JSON-LD), https://schema.org/ClaimReview.

Only claims on whose very words a person decided are here, and only decisions that say how the
article stands to its sources. A rating is about faithfulness to a source; whether what the source
says is so, nobody looked into.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracer.export.iris import embeddable, iri, urn, web_address
from tracer.models import Claim, Decision, Document, Finding, Report, Review, Role
from tracer.rules import RATINGS, is_decided

VERDICTS: dict[Decision, str] = {
    "faithful": "Faithful to its source",
    "altered": "Departs from its source’s words",
    "wrong-attribution": "Given to another source than it comes from",
    "needs-source": "No source is given for it",
}
"""What a decision says of an article's words. The other decisions say nothing of that kind."""
HELD: frozenset[Decision] = frozenset({"faithful", "altered"})
"""The decisions that hold the words against a passage."""
_SPEAKERS: tuple[Role, ...] = ("speaker", "document", "affiliation", "outlet")
"""Whose words they are: the first of these that the article names."""

_NOBODY = "A reviewer who gave no name"

Json = dict[str, Any]


def to_claim_review(report: Report) -> str:
    """A graph with a ClaimReview for each claim that a person has decided; it may be empty."""
    reviews = [_claim_review(f, f.review, report) for f in report.findings if is_published(f)]
    whole = {"@context": "https://schema.org", "@graph": reviews}
    return embeddable(whole)


def is_published(finding: Finding) -> bool:
    """Whether a person decided, on these very words as they are rated now, how they stand to their
    source; and, if it is said to have them or other words, whether there is one."""
    review = finding.review
    return (
        review is not None
        and is_decided(finding)
        and review.carried is None
        and review.decision in VERDICTS
        and (bool(finding.matches) or review.decision not in HELD)
    )


def _claim_review(finding: Finding, review: Review | None, report: Report) -> Json:
    assert review is not None
    return {
        "@type": "ClaimReview",
        "@id": urn("claim-review", finding.claim.id),
        "claimReviewed": _said(finding.claim),
        "datePublished": review.at,
        "author": {"@type": "Person", "name": review.reviewer or _NOBODY},
        "reviewAspect": "faithfulness to the source",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": VERDICTS[review.decision],
            "ratingExplanation": "\n".join(_explanation(finding, review)),
        },
        "itemReviewed": {
            "@type": "Claim",
            "@id": urn("claim", finding.claim.id),
            "text": _said(finding.claim),
            "appearance": _article(report.article),
            **({} if finding.attribution else _author(report.article)),
        },
        **_citations(finding, report),
    }


def _said(claim: Claim) -> str:
    """The claim's words, with whose they are in front where the article gives them to somebody."""
    if claim.attribution is None:
        return claim.text
    hops = {role: claim.attribution.hops(role) for role in _SPEAKERS}
    names = next((" and ".join(hop.name for hop in found) for found in hops.values() if found), "")
    if claim.kind == "direct_quote":
        return f"{names or 'Somebody'} said: “{claim.text}”"
    return f"{names or 'Somebody'}, as the article puts it: {claim.text}"


def _explanation(finding: Finding, review: Review) -> Iterator[str]:
    if review.note:
        yield review.note
    yield f"tracer’s own rating of the words: {finding.rating}. {RATINGS[finding.rating]}"


def _article(article: Document) -> Json:
    address = web_address(article.url)
    return {
        "@type": "NewsArticle",
        "@id": iri(article),
        "headline": article.label,
        **({"url": address} if address else {}),
        **({"datePublished": article.published} if article.published else {}),
        **_author(article),
        **_publisher(article),
    }


def _author(document: Document) -> Json:
    """Whose wording it is: the people who signed it, or the paper."""
    people = [{"@type": "Person", "name": name} for name in document.authors]
    paper = [{"@type": "Organization", "name": document.publisher}] if document.publisher else []
    found = people or paper
    return {"author": found} if found else {}


def _publisher(document: Document) -> Json:
    name = document.publisher
    return {"publisher": {"@type": "Organization", "name": name}} if name else {}


def _citations(finding: Finding, report: Report) -> Json:
    """The documents that the words were compared with."""
    ids = dict.fromkeys(match.passage.document_id for match in finding.matches)
    found = [_source(document) for key in ids if (document := report.document(key))]
    return {"citation": found} if found else {}


def _source(document: Document) -> Json:
    address = web_address(document.url)
    return {
        "@type": "CreativeWork",
        "@id": iri(document),
        "name": document.label,
        **({"url": address} if address else {}),
        **({"datePublished": document.published} if document.published else {}),
        **_publisher(document),
    }
