"""What only the whole article shows: a single source, and the same thing told in two ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from tracer.judge import reasons
from tracer.judge.independence import near_copies, sources_of
from tracer.judge.itself import told_in_two_ways
from tracer.models import Document, Finding
from tracer.rules import ACCEPTING
from tracer.text import paragraphs


def across(
    article: Document, findings: Sequence[Finding], documents: Mapping[str, Document]
) -> tuple[Finding, ...]:
    """The findings, with the rules that need all of them: T304 and T501. ``documents`` are those
    that the findings' passages lie in, by id."""
    told_twice = told_in_two_ways(article, findings)
    rests_on = _rests_on(article, findings)
    ruled = (_single(f, documents) if f.claim.id in rests_on else f for f in findings)
    return tuple(
        _with(finding, "T501", told_twice[finding.claim.id])
        if finding.claim.id in told_twice
        else finding
        for finding in ruled
    )


def _with(finding: Finding, rule: str, reason: str) -> Finding:
    return replace(
        finding,
        rules=tuple(sorted({*finding.rules, rule})),
        reasons=(*finding.reasons, reason),
    )


def _rests_on(article: Document, findings: Sequence[Finding]) -> frozenset[str]:
    """The claims that the article rests on: those of the first paragraph that claims something,
    quotations apart, which can have one source only."""
    worthy = [f.claim for f in findings if f.claim.check_worthy]
    for paragraph in paragraphs(article.text):
        lead = [c for c in worthy if c.span.overlaps(paragraph)]
        if lead:
            return frozenset(c.id for c in lead if c.kind != "direct_quote")
    return frozenset()


def _single(finding: Finding, documents: Mapping[str, Document]) -> Finding:
    """With T304 if one source carries the claim, however many print its text."""
    if finding.rating not in ACCEPTING and finding.rating != "traced":
        return finding
    ids = dict.fromkeys(m.passage.document_id for m in finding.matches if m.wording in ACCEPTING)
    carrying = [documents[key] for key in ids]
    if len(sources_of(carrying)) != 1:
        return finding
    alike = carrying[1:] and any(near_copies(*pair) for pair in combinations(carrying, 2))
    said = reasons.one_text(carrying) if alike else reasons.one_source(carrying)
    return _with(finding, "T304", said)
