"""All that is known of each claim, on a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tracer.models import CORRECTED, Attempt, Attribution, Document, Finding, Hop, Report, Review
from tracer.outlets import identity
from tracer.rules import RATINGS, RULES, Rule, is_flagged
from tracer.text import clipped
from tracer.views.annotated import Tag, tag
from tracer.views.beside import Evidence, evidence
from tracer.views.facts import facts_of
from tracer.views.steps import Step, steps
from tracer.views.words import (
    ANOTHER,
    HOPS,
    KINDS,
    OTHERWISE,
    Badge,
    badge,
    spaced,
    was_rated,
    when,
)

_PASSAGES = 3
_CLIP = 220
_TELLING = ("outlet", "document")
"""Roles of hops that are sources with a text of their own."""


@dataclass(frozen=True, slots=True)
class HopView:
    """A hop of a claim's chain. ``joint`` is what stands between it and the hop before, ``why``
    what the documents at hand say of it."""

    joint: str
    name: str
    role: str
    why: str
    state_slug: str
    mention: str
    anonymous: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a person decided; ``on`` are the words that it was made on if they were others, or if
    the article no longer has them, ``was`` the rating if it was another one."""

    decision: str
    reviewer: str
    note: str
    at: str
    on: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """All that is known of one claim. ``steps`` are those of looking for its source online."""

    id: str
    number: int
    badge: Badge
    flagged: bool
    kind: str
    words: str
    reasons: tuple[str, ...]
    chain: tuple[HopView, ...]
    nobody: str
    reading: tuple[str, ...]
    part_of: Tag | None
    rules: tuple[Rule, ...]
    evidence: tuple[Evidence, ...]
    steps: tuple[Step, ...]
    review: ReviewView | None


def cards(report: Report) -> tuple[Card, ...]:
    """A card for each claim of ``report``, in text order.

    Raises KeyError if a match names a document that is not among the report's sources.
    """
    documents = {s.document.id: s for s in report.sources if s.document}
    known = facts_of(report)
    of_source = {
        key: {source.id, source.name, identity(source.name)} for key, source in documents.items()
    }
    taken: dict[str, list[Attempt]] = {}
    for attempt in report.attempts:
        taken.setdefault(attempt.claim_id, []).append(attempt)
    first: dict[str, int] = {}
    made = []
    for index, finding in enumerate(report.findings):
        head = first.setdefault(finding.claim.group, index)
        part_of = tag(head, report.findings[head]) if head != index else None
        passages = tuple(
            evidence(report.article, finding, match, documents[key], known[key])
            for match in finding.matches[:_PASSAGES]
            for key in (match.passage.document_id,)
        )
        looked = steps(taken.get(finding.claim.id, ()), {})
        chain = _chain(report.article, finding, of_source)
        made.append(_card(report.article, finding, index, part_of, chain, passages, looked))
    return tuple(made)


def _card(
    article: Document,
    finding: Finding,
    index: int,
    part_of: Tag | None,
    chain: tuple[HopView, ...],
    passages: tuple[Evidence, ...],
    looked: tuple[Step, ...],
) -> Card:
    claim = finding.claim
    return Card(
        id=claim.id,
        number=index + 1,
        badge=badge(finding.rating),
        flagged=is_flagged(finding),
        kind=KINDS[claim.kind],
        words=claim.text,
        reasons=finding.reasons or (RATINGS[finding.rating],),
        chain=chain,
        nobody=_nobody(article, claim.attribution),
        reading=tuple(_reading(article, finding)),
        part_of=part_of,
        rules=tuple(RULES[code] for code in finding.rules),
        evidence=passages,
        steps=looked,
        review=_review(finding),
    )


def _review(finding: Finding) -> ReviewView | None:
    review = finding.review
    if review is None:
        return None
    view = decided(review, review.carried.words if review.carried else "")
    return replace(view, was=was_rated(finding))


def decided(review: Review, on: str) -> ReviewView:
    """``review`` for people. ``on`` are the words that it was made on, if they need saying."""
    decision, at = spaced(review.decision), when(review.at)
    return ReviewView(decision, review.reviewer, review.note, at, clipped(on, _CLIP))


def _chain(
    article: Document, finding: Finding, of_source: Mapping[str, set[str]]
) -> tuple[HopView, ...]:
    """``of_source`` has the ids that a hop may have for the source of a document."""
    chain = finding.attribution.chain if finding.attribution else ()
    return tuple(
        _hop(article, hop, last, _why(finding, hop, of_source))
        for hop, last in zip(chain, (None, *chain), strict=False)
    )


def _why(finding: Finding, hop: Hop, of_source: Mapping[str, set[str]]) -> str:
    """What the documents at hand say of a hop."""
    if hop.state == "not-confirmed":
        if hop.role == "speaker" and _gives_to_another(finding):
            return ANOTHER
        telling = (of_source[m.passage.document_id] for m in finding.matches)
        if hop.role in _TELLING and any({hop.id, hop.name} & ids for ids in telling):
            return OTHERWISE
    return HOPS[hop.role][hop.state]


def _gives_to_another(finding: Finding) -> bool:
    """Whether the source that has the words gives them to another speaker. Where only another
    source has them (T301 too), who that gives them to is not told here."""
    misattributed = finding.rating == "misattributed" and "T301" in finding.rules
    return misattributed and any(m.relation == "attributed" for m in finding.matches[:1])


def _hop(article: Document, hop: Hop, last: Hop | None, why: str) -> HopView:
    mention = clipped(hop.mention.of(article.text), 60) if hop.mention else ""
    joint = "" if last is None else ("and" if last.role == hop.role else "from")
    return HopView(
        joint=joint,
        name=hop.name,
        role=hop.role,
        why=why,
        state_slug="another" if why == ANOTHER else hop.state,
        mention=mention if mention != hop.name else "",
        anonymous=hop.anonymous,
    )


def _nobody(article: Document, attribution: Attribution | None) -> str:
    """What to say of a cue where the chain would stand, if there is none."""
    if attribution is None or attribution.chain:
        return ""
    cue = f" “{attribution.cue.of(article.text)}”" if attribution.cue else " it"
    return f"Nobody is named behind{cue}."


def _reading(article: Document, finding: Finding) -> Iterator[str]:
    """What the reading of the claim and of its source rests on, in a few lines."""
    claim, attribution = finding.claim, finding.attribution
    if attribution:
        if attribution.cue:
            yield f"Cue: “{attribution.cue.of(article.text)}”."
        if attribution.source:
            yield f"Source as the article names it: “{attribution.source.of(article.text)}”."
        yield f"Read by: {attribution.rule}."
        if attribution.rule != CORRECTED:
            times = f"{attribution.confidence * 100:.0f} times in 100"
            yield f"In US news such a reading has the words and their source right about {times}."
    worth = "Worth checking" if claim.check_worthy else "Not worth checking"
    why = f": {'; '.join(claim.why)}" if claim.why else ""
    yield f"{worth} ({claim.check_worthiness:.2f} of 1){why}."
