"""Whether somebody asserts what is said or denies it.

"He denied that he took it" and "he said that he took it" have the same content; what turns it is
the cue, which stands outside the words that are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from tracer.judge.comparison import words_within
from tracer.judge.context import denies, sentences_at
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
_BETWEEN = frozenset("ever yet even have has had been".split())
"""What may stand between "not" and the cue that it turns, beside adverbs in -ly."""
_LEAD = 60
"""How far before a cue its "not" is looked for, in code points."""
_NEW_CLAUSE = re.compile(r"[.,;:!?\"\u201c\u201d\u2026\n]")


@dataclass(frozen=True, slots=True)
class Opposed:
    """What one of the two texts denies with, and which."""

    words: str
    by_article: bool


def opposed(claim: Claim, article: Document, judged: Judged) -> Opposed | None:
    """What denies, if the article reports as denied what the source does not deny, or the other
    way round. Words inside quotation marks are somebody's own, whatever the cue: None."""
    if claim.kind == "direct_quote" or judged.wording is None:
        return None
    ours = _cue_of(claim, article) or _doubted(claim)
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


def _doubted(claim: Claim) -> str:
    """The word of the claim itself by which somebody denies "that" something is so."""
    found = words_within(claim.text, Span(0, len(claim.text)))
    said = (w for w, after in pairwise(found) if w.key in _DENIALS and after.key == "that")
    return next((_denial(claim.text, word.span) for word in said), "")


def _denial(text: str, cue: Span) -> str:
    """What denies at ``cue``: a verb that does, or a "not" before one that asserts. "Did not
    deny" asserts as little as it denies: nothing."""
    found = words_within(text, cue)
    verb = [word.span.of(text) for word in found if word.key in _DENIALS]
    inside = [w.span.of(text) for w in found if denies(w.key) and w.key not in _DENIALS]
    negation = inside[0] if inside else _negation_before(text, cue)
    return "" if verb and negation else "".join(verb[:1]) or negation


def _negation_before(text: str, cue: Span) -> str:
    """The "not" or "never" that belongs to a cue, in its own clause."""
    lead = max(0, cue.start - _LEAD)
    ends = [mark.end() for mark in _NEW_CLAUSE.finditer(text, lead, cue.start)]
    before = list(words_within(text, Span(max(ends, default=lead), cue.start)))
    while before and (before[-1].key in _BETWEEN or before[-1].key.endswith("ly")):
        if before.pop().key == "only":
            return ""
    return before[-1].span.of(text) if before and denies(before[-1].key) else ""


def _around(judged: Judged) -> tuple[Span, ...]:
    voices = voices_of(judged.match.passage, judged.reading.voices)
    return judged.match.passage.spans + tuple(voice.cue for voice in voices if voice.cue)


def _negations(text: str, span: Span | None) -> int:
    return sum(denies(word.key) for word in words_within(text, span)) if span else 0


def _denied_around(text: str, spans: tuple[Span, ...]) -> bool:
    """Whether a sentence that ``spans`` lie in has a word that denies or negates."""
    return any(
        word.key in _DENIALS or denies(word.key)
        for sentence in sentences_at(text, *spans)
        for word in words_within(text, sentence)
    )
