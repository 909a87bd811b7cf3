"""Values <-> rows of the database. Pure: no connection, no clock.

A nested value is JSON in its column: a span is ``[start, end]``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracer.decisions import Made
from tracer.models import (
    Attempt,
    Attribution,
    Claim,
    Correction,
    Difference,
    Document,
    Finding,
    Hop,
    Link,
    Marks,
    Match,
    Named,
    NewChain,
    NewWords,
    Passage,
    Review,
    Snapshot,
    Source,
    Span,
    stable_id,
)
from tracer.rules import is_flagged, urgency

Row = dict[str, Any]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span is not None else None


def _span(pair: Sequence[int] | None) -> Span | None:
    return Span(*pair) if pair is not None else None


def _maybe_json(span: Span | None) -> str | None:
    return _json(_pair(span)) if span is not None else None


def _maybe_span(column: str | None) -> Span | None:
    return Span(*json.loads(column)) if column is not None else None


def _spans(column: str) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in json.loads(column))


def version(document: Document) -> str:
    """The id of exactly this version of a document: it changes with anything but ``raw``.

    Columns that came later have no say where they say nothing, so that older versions stay.
    """
    columns = _document_columns(document)
    return stable_id(_json({k: v for k, v in columns.items() if (k, v) not in _UNSAID}))


def _document_columns(document: Document) -> Row:
    return {
        "id": document.id,
        "name": document.name,
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "authors": _json(document.authors),
        "published": document.published,
        "retrieved": document.retrieved,
        "media_type": document.media_type,
        "detail": document.detail,
        "sha256": document.sha256,
        "text": document.text,
        "links": _json([[*(_pair(link.span) or ()), link.url] for link in document.links]),
        "marks": _json(_marks_as_json(document.marks)),
        "also_at": _json(document.also_at),
    }


def _marks_as_json(marks: Marks) -> Row:
    """What ``marks`` says, without what it does not."""
    given: Row = {
        "headings": list(map(_pair, marks.headings)),
        "quotations": list(map(_pair, marks.quotations)),
        "pages": list(marks.pages),
        "modified": marks.modified,
        "language": marks.language,
        "agreement": marks.agreement,
        "stub": marks.stub,
    }
    return {key: value for key, value in given.items() if value not in (None, [])}


_UNSAID = frozenset({("marks", "{}"), ("also_at", "[]")})


def _marks(column: str) -> Marks:
    given = json.loads(column)
    return Marks(
        headings=tuple(Span(*pair) for pair in given.get("headings", ())),
        quotations=tuple(Span(*pair) for pair in given.get("quotations", ())),
        pages=tuple(given.get("pages", ())),
        modified=given.get("modified"),
        language=given.get("language"),
        agreement=given.get("agreement"),
        stub=given.get("stub"),
    )


def document_row(document: Document, content: str | None) -> Row:
    """The row of ``documents``; ``content`` is the sha256 of its row in ``contents``, if any."""
    return {"version": version(document), "content": content, **_document_columns(document)}


def document(row: Row) -> Document:
    """The document of a row, without its raw bytes."""
    return Document(
        id=row["id"],
        name=row["name"],
        text=row["text"],
        sha256=row["sha256"],
        url=row["url"],
        title=row["title"],
        authors=tuple(json.loads(row["authors"])),
        publisher=row["publisher"],
        published=row["published"],
        retrieved=row["retrieved"],
        links=tuple(Link(Span(s, e), url) for s, e, url in json.loads(row["links"])),
        detail=row["detail"],
        media_type=row["media_type"],
        marks=_marks(row["marks"]),
        also_at=tuple(json.loads(row["also_at"])),
    )


def source_row(source: Source, article_id: str, position: int, snapshot: int | None = None) -> Row:
    """The row of ``sources``; ``snapshot`` is the number of its row in ``snapshots``, if any."""
    return {
        "article_id": article_id,
        "position": position,
        "id": source.id,
        "name": source.name,
        "status": source.status,
        "detail": source.detail,
        "document": version(source.document) if source.document is not None else None,
        "snapshot": snapshot,
    }


def source(
    row: Row, documents: Mapping[str, Document], snapshots: Mapping[int, Snapshot]
) -> Source:
    """The source of a row; ``documents`` by version, ``snapshots`` by number."""
    found = documents[row["document"]] if row["document"] else None
    shot = snapshots.get(row["snapshot"])
    return Source(row["id"], row["name"], row["status"], found, row["detail"], shot)


def snapshot_row(snapshot: Snapshot, document: str) -> Row:
    """The row of ``snapshots``; ``document`` is the version of the document that was read."""
    return {
        "document_id": snapshot.document_id,
        "document": document,
        "address": snapshot.address,
        "final": snapshot.final,
        "status": snapshot.status,
        "headers": _json(snapshot.headers),
        "retrieved": snapshot.retrieved,
        "sha256": snapshot.sha256,
        "text_sha256": snapshot.text_sha256,
        "archived": snapshot.archived,
    }


def snapshot(row: Row) -> Snapshot:
    return Snapshot(
        document_id=row["document_id"],
        address=row["address"],
        final=row["final"],
        status=row["status"],
        headers=tuple((name, value) for name, value in json.loads(row["headers"])),
        retrieved=row["retrieved"],
        sha256=row["sha256"],
        text_sha256=row["text_sha256"],
        archived=row["archived"],
        changed_since=row["changed_since"],
    )


def attempt_row(attempt: Attempt, article_id: str, position: int) -> Row:
    return {
        "article_id": article_id,
        "position": position,
        "claim_id": attempt.claim_id,
        "finder": attempt.finder,
        "address": attempt.address,
        "outcome": attempt.outcome,
        "document_id": attempt.document_id,
    }


def attempt(row: Row) -> Attempt:
    return Attempt(
        row["claim_id"], row["finder"], row["address"], row["outcome"], row["document_id"]
    )


def claim_row(finding: Finding, article_id: str, position: int) -> Row:
    """The row of ``claims``: the claim, its attribution and its rating."""
    claim = finding.claim
    return {
        "id": claim.id,
        "article_id": article_id,
        "position": position,
        "starts": claim.span.start,
        "ends": claim.span.end,
        "text": claim.text,
        "part_of": claim.group,
        "kind": claim.kind,
        "check_worthy": claim.check_worthy,
        "check_worthiness": claim.check_worthiness,
        "why": _json(claim.why),
        **_attribution_columns(claim.attribution),
        "rating": finding.rating,
        "score": finding.score,
        "reasons": _json(finding.reasons),
        "rules": _json(finding.rules),
        "flagged": is_flagged(finding),
        "urgency": urgency(finding)[0],
    }


def _attribution_columns(attribution: Attribution | None) -> Row:
    if attribution is None:
        names = ("cue", "source", "contents", "attribution_rule", "confidence", "speech")
        return dict.fromkeys(names)
    return {
        "cue": _maybe_json(attribution.cue),
        "source": _maybe_json(attribution.source),
        "contents": _json([_pair(span) for span in attribution.contents]),
        "attribution_rule": attribution.rule,
        "confidence": attribution.confidence,
        "speech": attribution.speech,
    }


def hop_rows(claim: Claim) -> list[Row]:
    """The rows of ``hops`` for a claim's chain, nearest first."""
    chain = claim.attribution.chain if claim.attribution else ()
    return [
        {
            "claim_id": claim.id,
            "position": position,
            "name": hop.name,
            "role": hop.role,
            "id": hop.id,
            "mention": _maybe_json(hop.mention),
            "anonymous": hop.anonymous,
            "state": hop.state,
        }
        for position, hop in enumerate(chain)
    ]


def match_rows(finding: Finding, versions: Mapping[str, str]) -> list[Row]:
    """The rows of ``matches``, best first; ``versions`` by document id."""
    return [
        {
            "claim_id": finding.claim.id,
            "position": position,
            "document_id": match.passage.document_id,
            "document": versions.get(match.passage.document_id),
            "relation": match.relation,
            "wording": match.wording,
            "score": match.score,
            "text": match.passage.exact,
            "prefix": match.passage.prefix,
            "suffix": match.passage.suffix,
            "spans": _json([_pair(span) for span in match.passage.spans]),
            "differences": _json([_difference_json(d) for d in match.differences]),
        }
        for position, match in enumerate(finding.matches)
    ]


def _difference_json(difference: Difference) -> Row:
    return {
        "kind": difference.kind,
        "article": _pair(difference.article),
        "source": _pair(difference.source),
    }


def finding(row: Row, hops: Iterable[Row], matches: Iterable[Row]) -> Finding:
    """The finding of a row of ``claims`` with its hops and matches, each in order."""
    claim = Claim(
        id=row["id"],
        span=Span(row["starts"], row["ends"]),
        text=row["text"],
        group=row["part_of"],
        kind=row["kind"],
        check_worthy=bool(row["check_worthy"]),
        check_worthiness=row["check_worthiness"],
        attribution=_attribution(row, hops),
        why=tuple(json.loads(row["why"])),
    )
    return Finding(
        claim=claim,
        rating=row["rating"],
        score=row["score"],
        reasons=tuple(json.loads(row["reasons"])),
        rules=tuple(json.loads(row["rules"])),
        matches=tuple(_match(match) for match in matches),
    )


def _attribution(row: Row, hops: Iterable[Row]) -> Attribution | None:
    if row["contents"] is None:
        return None
    return Attribution(
        contents=_spans(row["contents"]),
        cue=_maybe_span(row["cue"]),
        source=_maybe_span(row["source"]),
        chain=tuple(_hop(hop) for hop in hops),
        rule=row["attribution_rule"],
        confidence=row["confidence"],
        speech=row["speech"],
    )


def _hop(row: Row) -> Hop:
    return Hop(
        name=row["name"],
        role=row["role"],
        id=row["id"],
        mention=_maybe_span(row["mention"]),
        anonymous=bool(row["anonymous"]),
        state=row["state"],
    )


def _match(row: Row) -> Match:
    passage = Passage(
        row["document_id"], _spans(row["spans"]), row["text"], row["prefix"], row["suffix"]
    )
    return Match(
        passage=passage,
        score=row["score"],
        differences=tuple(
            Difference(d["kind"], _span(d["article"]), _span(d["source"]))
            for d in json.loads(row["differences"])
        ),
        relation=row["relation"],
        wording=row["wording"],
    )


def review_row(review: Review, article_id: str, claim: Claim, instead_of: str = "") -> Row:
    """The row of ``reviews``; with the claim's words and place, so that it says what it was about.
    ``instead_of`` is the former claim whose decision had followed to this one, if any."""
    return {
        "claim_id": review.claim_id,
        "article_id": article_id,
        "claim_text": claim.text,
        "decision": review.decision,
        "reviewer": review.reviewer,
        "note": review.note,
        "at": review.at,
        "starts": claim.span.start,
        "instead_of": instead_of,
        "rated": review.rated,
    }


def review(row: Row) -> Review:
    return Review(
        claim_id=row["claim_id"],
        decision=row["decision"],
        reviewer=row["reviewer"],
        note=row["note"],
        at=row["at"],
        rated=row["rated"],
    )


def made(row: Row) -> Made:
    """A decision with what it was about."""
    return Made(review(row), row["claim_text"], row["starts"], row["instead_of"])


def correction_row(correction: Correction, article_id: str) -> Row:
    """The row of ``corrections``; ``change`` is JSON."""
    change = correction.change
    if isinstance(change, NewWords):
        kind, value = "words", _json({"exact": change.exact, "offset": change.offset})
    else:
        kind, value = "chain", _json([[n.name, n.role, n.anonymous] for n in change.named])
    return {
        "article_id": article_id,
        "claim_id": correction.claim_id,
        "claim_text": correction.words,
        "kind": kind,
        "change": value,
        "withdraws": None,
        "reviewer": correction.reviewer,
        "note": correction.note,
        "at": correction.at,
    }


def correction(row: Row) -> Correction:
    value = json.loads(row["change"])
    change = NewWords(**value) if row["kind"] == "words" else NewChain(_named(value))
    return Correction(
        claim_id=row["claim_id"],
        words=row["claim_text"],
        change=change,
        reviewer=row["reviewer"],
        note=row["note"],
        at=row["at"],
    )


def _named(value: Iterable[Sequence[Any]]) -> tuple[Named, ...]:
    return tuple(Named(name, role, anonymous) for name, role, anonymous in value)
