"""Findings for tools that show what checkers found: SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. The article is an artifact whose
text is in the log, so that every region can be looked up: offsets and columns count Unicode code
points of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from tracer.export.iris import web_address
from tracer.models import (
    Decision,
    Document,
    Finding,
    Match,
    Rating,
    Report,
    Span,
    stable_id,
)
from tracer.rules import RATINGS, RULES, Level, Rule, is_flagged, is_reopened, level

_DISMISSES: frozenset[Decision] = frozenset({"faithful", "not-a-claim", "common-knowledge"})
"""Decisions after which there is nothing left to mend."""

Json = dict[str, Any]


def to_sarif(report: Report) -> str:
    """A log with one run: the article's check. A result is a rule that a claim breaks.

    Raises KeyError if a match names a document that is not among the report's sources.
    """
    whole = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [_run(report)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _run(report: Report) -> Json:
    documents = {s.document.id: s.document for s in report.sources if s.document}
    places = {key: at for at, key in enumerate(documents, 1)}
    return {
        "tool": {"driver": _driver(report.version)},
        "automationDetails": {"id": f"tracer/{report.article.id}/"},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\n"],
        "artifacts": [
            {**_artifact(report.article), "contents": {"text": report.article.text}},
            *map(_artifact, documents.values()),
        ],
        "results": [
            _result(finding, code, report, related)
            for finding in report.findings
            if (codes := _codes(finding))
            for related in [_related(finding, documents, places)]
            for code in codes
        ],
    }


# The rules


def _driver(version: str) -> Json:
    return {
        "name": "tracer",
        "version": version,
        "semanticVersion": version,
        "shortDescription": {"text": "How faithful is an article to its sources?"},
        "rules": [*map(_rule, RULES.values()), *map(_rating_rule, RATINGS)],
    }


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in re.findall(r"\w+", rule.title)),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": f"{rule.title}. {rule.help}"},
        "help": {"text": rule.help, "markdown": rule.help},
        "defaultConfiguration": {"level": rule.level},
    }


def _rating_rule(rating: Rating) -> Json:
    """What stands for a rating that is flagged though no rule has a code for it."""
    text = {"text": RATINGS[rating]}
    return {"id": rating, "shortDescription": text, "fullDescription": text, "help": text}


_NUMBERS = {code: at for at, code in enumerate([*RULES, *RATINGS])}


# What was found


def _codes(finding: Finding) -> tuple[str, ...]:
    """The ids of the rules that a claim breaks. One that is flagged has a rule graver than a note,
    or its rating stands for one; one that is not worth checking has none."""
    if not finding.claim.check_worthy:
        return ()
    graver = any(RULES[code].level != "note" for code in finding.rules)
    return finding.rules if graver or not is_flagged(finding) else (finding.rating, *finding.rules)


def _result(finding: Finding, code: str, report: Report, related: list[Json]) -> Json:
    claim = finding.claim
    place = _location(report.article, claim.span, 0)
    return {
        "ruleId": code,
        "ruleIndex": _NUMBERS[code],
        "level": _level(finding, code),
        "message": {"text": _plain(" ".join(_said(finding, code)))},
        "locations": [place],
        "relatedLocations": related,
        "fingerprints": {"tracerClaim/v1": f"{claim.id}/{code}"},
        "partialFingerprints": {"tracerWords/v1": stable_id(code, claim.text)},
        "rank": round(100 * claim.check_worthiness, 1),
        "suppressions": list(_suppressions(finding)),
        "properties": {"claim": claim.id, "rating": finding.rating, "kind": claim.kind},
    }


def _level(finding: Finding, code: str) -> Level:
    """That of the rule; a rating that is flagged is a warning at least."""
    if code in RULES:
        return RULES[code].level
    return "error" if level(finding) == "error" else "warning"


def _said(finding: Finding, code: str) -> Iterator[str]:
    yield f"{RULES[code].title}." if code in RULES else RATINGS[finding.rating]
    yield from finding.reasons


def _plain(text: str) -> str:
    """``text`` as a message that shows just that: in messages brackets make links, and braces
    stand for arguments."""
    return re.sub(r"([\\\[\]])", r"\\\1", text).replace("{", "{{").replace("}", "}}")


def _suppressions(finding: Finding) -> Iterator[Json]:
    """A decision: "accepted" if there is nothing left to mend, "rejected" if the finding stands,
    "underReview" if it was made on other words or another rating and nobody has confirmed it
    since."""
    review = finding.review
    if review is None or review.decision == "skipped":
        return
    dismissed = "accepted" if review.decision in _DISMISSES else "rejected"
    by = f", by {review.reviewer}" if review.reviewer else ""
    note = f": {review.note}" if review.note else ""
    yield {
        "kind": "external",
        "status": "underReview" if review.carried or is_reopened(finding) else dismissed,
        "justification": f"{review.decision}{by}, {review.at}{note}",
    }


# Where


def _artifact(document: Document) -> Json:
    return {
        "location": {"uri": _uri(document)},
        "description": {"text": _plain(document.label)},
        "sourceLanguage": "text",
        "hashes": {"sha-256": document.sha256},
    }


def _uri(document: Document) -> str:
    """The address, or for a file its name."""
    return web_address(document.url) or quote(document.name, safe="", errors="replace") or "article"


def _related(
    finding: Finding, documents: Mapping[str, Document], places: Mapping[str, int]
) -> list[Json]:
    """The passages that the claim was compared with, numbered from 1."""
    found = [(match, span) for match in finding.matches for span in match.passage.spans]
    return [
        {
            "id": number,
            "message": {"text": _plain(_how(match, documents[match.passage.document_id]))},
            **_location(
                documents[match.passage.document_id], span, places[match.passage.document_id]
            ),
        }
        for number, (match, span) in enumerate(found, 1)
    ]


def _how(match: Match, document: Document) -> str:
    whose = "the named source" if match.relation == "attributed" else "another source"
    return f"{document.label}, {whose}: {match.wording or 'not judged'}"


def _location(document: Document, span: Span, index: int) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(document), "index": index},
            "region": _region(document.text, span),
        }
    }


def _region(text: str, span: Span) -> Json:
    """A stretch of a text, by offset and by line and column (from 1, the end column is the one
    behind the last character)."""
    return {
        "startLine": text.count("\n", 0, span.start) + 1,
        "startColumn": span.start - text.rfind("\n", 0, span.start),
        "endLine": text.count("\n", 0, span.end) + 1,
        "endColumn": span.end - text.rfind("\n", 0, span.end),
        "charOffset": span.start,
        "charLength": len(span),
        "snippet": {"text": span.of(text)},
    }
