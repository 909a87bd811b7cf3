"""What only the whole article shows: a single source, and the same thing told in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from tracer.judge import sense
from tracer.judge.comparison import compare, words_within
from tracer.judge.differences import assess
from tracer.judge.events import differ_elsewhere
from tracer.models import Claim, Difference, Document, Finding, Match, Passage, Span
from tracer.rules import ACCEPTING
from tracer.text import Word, clipped, paragraphs, stem

_SHARED, _SHARE = 3, 0.5
"""Content words that two claims must share to be compared at all, in number and as a share of
the shorter one's: where fewer are shared they do not tell the same event."""
_REMEMBERED = 50
"""Claims with one word that a claim is held against, the last ones: what keeps a book from being
compared sentence by sentence with itself."""


def across(article: Document, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, with the rules that need all of them: T304 and T501."""
    told_twice = _told_in_two_ways(article, findings)
    rests_on = _rests_on(article, findings)
    return tuple(
        _ruled(_single(finding, rests_on), told_twice.get(finding.claim.id)) for finding in findings
    )


def _with(finding: Finding, rule: str, reason: str) -> Finding:
    return replace(
        finding,
        rules=tuple(sorted({*finding.rules, rule})),
        reasons=(*finding.reasons[:2], reason),
    )


# --- T304 ---------------------------------------------------------------------------------------


def _rests_on(article: Document, findings: Sequence[Finding]) -> frozenset[str]:
    """The claims that the article rests on: those of the first paragraph that claims something,
    quotations apart, which can have one source only."""
    worthy = [f.claim for f in findings if f.claim.check_worthy]
    for paragraph in paragraphs(article.text):
        lead = [c for c in worthy if c.span.overlaps(paragraph)]
        if lead:
            return frozenset(c.id for c in lead if c.kind != "direct_quote")
    return frozenset()


def _single(finding: Finding, rests_on: frozenset[str]) -> Finding:
    carrying = {m.passage.document_id for m in finding.matches if m.wording in ACCEPTING}
    accepted = finding.rating in ACCEPTING or finding.rating == "traced"
    if finding.claim.id in rests_on and accepted and len(carrying) == 1:
        return _with(finding, "T304", "Only one source at hand carries it.")
    return finding


# --- T501 ---------------------------------------------------------------------------------------


def _ruled(finding: Finding, elsewhere: str | None) -> Finding:
    if elsewhere is None:
        return finding
    return _with(finding, "T501", f"Elsewhere the article says “{clipped(elsewhere, 80)}”.")


def _told_in_two_ways(article: Document, findings: Sequence[Finding]) -> dict[str, str]:
    """For each claim that the article tells otherwise elsewhere, what it says there."""
    told: dict[str, str] = {}
    for one, other in _alike(article, findings):
        if _disagree(article, one, other):
            told.setdefault(one.id, other.text)
            told.setdefault(other.id, one.text)
    return told


def _alike(article: Document, findings: Sequence[Finding]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims that share content words, not parts of one quotation."""
    claims = [f.claim for f in findings if f.claim.check_worthy]
    stems = [_stems(article, claim) for claim in claims]
    having: dict[str, list[int]] = {}
    for number, claim in enumerate(claims):
        near: Counter[int] = Counter()
        for key in stems[number]:
            earlier = having.setdefault(key, [])
            near.update(earlier[-_REMEMBERED:])
            earlier.append(number)
        for other, shared in sorted(near.items()):
            least = max(_SHARED, _SHARE * min(len(stems[number]), len(stems[other])))
            if shared >= least and claim.group != claims[other].group:
                yield claims[other], claim


def _stems(article: Document, claim: Claim) -> frozenset[str]:
    found = words_within(article.text, claim.span)
    return frozenset(stem(word.key) for word in found if sense.is_content(word.key))


def _disagree(article: Document, one: Claim, other: Claim) -> bool:
    """Whether the second claim tells the same as the first but for one word that turns it.

    A name or a word of content that differs beside it makes it another event, and so do two
    differences.
    """
    comparison = compare(article.text, one.span, article.text, _match(article, one, other))
    assessed = assess(comparison)
    turned = [a for a in assessed if a.weight == "turned"]
    if len(turned) != 1 or turned[0].difference.kind in ("name", "modality"):
        return False
    if differ_elsewhere(comparison, assessed):
        return False
    return sense.contradiction(comparison, assessed) is not None


def _match(article: Document, one: Claim, other: Claim) -> Match:
    ours = words_within(article.text, one.span)
    theirs = words_within(article.text, other.span)
    codes = SequenceMatcher(None, [w.key for w in ours], [w.key for w in theirs], autojunk=False)
    differences = tuple(
        _difference(_span(ours[i:i_end]), _span(theirs[j:j_end]))
        for tag, i, i_end, j, j_end in codes.get_opcodes()
        if tag != "equal"
    )
    passage = Passage(article.id, (other.span,), other.text, "", "")
    return Match(passage, 0.0, differences)


def _difference(ours: Span | None, theirs: Span | None) -> Difference:
    if ours and theirs:
        return Difference("substitution", ours, theirs)
    return Difference("insertion" if ours else "deletion", ours, theirs)


def _span(found: Sequence[Word]) -> Span | None:
    return Span(found[0].span.start, found[-1].span.end) if found else None
