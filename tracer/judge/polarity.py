"""Whether somebody asserts what is said or denies it.

"He denied that he took it" and "he said that he took it" have the same content; what turns it is
the cue, which stands outside the words that are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracer.judge.comparison import words_within
from tracer.judge.context import denies, sentences_of
from tracer.judge.voices import voices_of
from tracer.judge.wording import Judged
from tracer.models import Claim, Document, Span

_DENIALS = frozenset(
    form
    for forms in (
        "deny denies denied denying denial denials",
        "refuse refuses refused refusing refusal",
        "reject rejects rejected rejecting rejection",
        "doubt doubts doubted doubting",
        "decline declines declined declining",
        "dispute disputes disputed disputing",
        "dismiss dismisses dismissed dismissing",
        "refute refutes refuted refuting",
        "disagree disagrees disagreed disagreeing",
    )
    for form in forms.split()
)
_BEFORE = 2
"""Words before a cue among which a "not" or "never" belongs to it."""


@dataclass(frozen=True, slots=True)
class Opposed:
    """What one of the two texts denies with, and which."""

    words: str
    by_article: bool


def opposed(claim: Claim, article: Document, judged: Judged) -> Opposed | None:
    """What denies, if the article reports as denied what the source does not deny, or the other
    way round. Words inside quotation marks are somebody's own, whatever the cue: None."""
    if not _is_reported(claim) or judged.wording is None:
        return None
    ours = _cue_of(claim, article)
    source = judged.reading.document.text
    if ours and not _denied_around(source, _around(judged)):
        return Opposed(ours, by_article=True)
    theirs = _denied_by(judged)
    if theirs and not _denied_around(article.text, (claim.span,)):
        return Opposed(theirs, by_article=False)
    return None


def agreed(claim: Claim, article: Document, judged: Judged) -> bool:
    """Whether the passage differs in nothing but in saying with a "not" what the article says
    with a cue that denies: "he denied that he took it", "I did not take it"."""
    if not _is_reported(claim) or judged.wording != "contradicted":
        return False
    turned = [a.difference for a in judged.assessed if a.weight == "turned"]
    negated = all(d.kind == "negation" and _negations(article.text, d.article) == 0 for d in turned)
    return bool(turned) and negated and judged.turned is None and bool(_cue_of(claim, article))


def _is_reported(claim: Claim) -> bool:
    return claim.attribution is not None and claim.kind in ("indirect_quote", "mixed_quote")


def _cue_of(claim: Claim, article: Document) -> str:
    cue = claim.attribution.cue if claim.attribution else None
    return _denial(article.text, cue) if cue else ""


def _denied_by(judged: Judged) -> str:
    """The denying cue of whoever the source itself gives the passage to."""
    text = judged.reading.document.text
    cues = (v.cue for v in voices_of(judged.match.passage, judged.reading.voices) if v.cue)
    return next(filter(None, (_denial(text, cue) for cue in cues)), "")


def _denial(text: str, cue: Span) -> str:
    """The denying word of ``cue``, unless it is itself denied: "did not deny"."""
    before = words_within(text, Span(max(0, cue.start - 40), cue.start))[-_BEFORE:]
    found = words_within(text, cue)
    turned = any(denies(word.key) and word.key not in _DENIALS for word in (*before, *found))
    said = [word.span.of(text) for word in found if word.key in _DENIALS]
    return said[0] if said and not turned else ""


def _around(judged: Judged) -> tuple[Span, ...]:
    voices = voices_of(judged.match.passage, judged.reading.voices)
    return judged.match.passage.spans + tuple(voice.cue for voice in voices if voice.cue)


def _negations(text: str, span: Span | None) -> int:
    return sum(denies(word.key) for word in words_within(text, span)) if span else 0


def _denied_around(text: str, spans: tuple[Span, ...]) -> bool:
    """Whether a sentence that ``spans`` lie in has a word that denies or negates."""
    return any(
        word.key in _DENIALS or denies(word.key)
        for sentence in sentences_of(text)
        if any(sentence.overlaps(span) for span in spans)
        for word in words_within(text, sentence)
    )
