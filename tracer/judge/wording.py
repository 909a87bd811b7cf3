"""One passage -> its wording: held to the words inside quotation marks, to the sense outside."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracer.judge import sense
from tracer.judge.comparison import Comparison, Pair, compare, words_within
from tracer.judge.context import Turned, in_marks, quotations_at, quotations_of
from tracer.judge.copying import Copy, longest_copy
from tracer.judge.differences import Assessed, assess
from tracer.judge.edges import alleged, asked, cut, given_beside
from tracer.judge.edging import fitted
from tracer.judge.showing import narrowed
from tracer.judge.voices import last_name, named
from tracer.models import Attribution, Claim, Document, Hop, Match, Span, Wording
from tracer.text import fold, words

_FOUND = 0.5
"""The share of a quotation's words that must stand in the passage, in order, for it to be called
found at all. It decides between altered and not found, never whether a quotation is faithful."""
_SHORT = 4
"""A quotation of so few words is found whole or not at all: half of it would be chance."""

SEVERITY: tuple[Wording, ...] = ("exact", "close", "paraphrased", "altered", "contradicted")


@dataclass(frozen=True, slots=True)
class Reading:
    """A match to be judged, its article side counting in the article's text. ``attributed``:
    the document is one of those that the article names for the claim. ``voices`` are all that
    the document itself gives its words to; they are looked at only where a passage is like the
    claim, so a sequence that is costly to make may make itself then."""

    match: Match
    document: Document
    attributed: bool
    voices: Sequence[Attribution] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with its wording (None: nothing like the claim), the rules that it breaks and,
    where the words just outside the cut turn it, those words; ``copied`` are the words that the
    claim lifts without marks."""

    reading: Reading
    match: Match
    wording: Wording | None
    rules: frozenset[str]
    assessed: tuple[Assessed, ...]
    turned: Turned | None = None
    copied: Copy | None = None


def judge(claim: Claim, article: Document, reading: Reading) -> Judged:
    """What the differences between ``claim`` and the reading's passage amount to."""
    document = reading.document
    match = reading.match
    if claim.kind in ("direct_quote", "mixed_quote"):
        match = fitted(article.text, claim.span, document.text, match)
    comparison = compare(article.text, claim.span, document.text, match)
    assessed = assess(comparison, reading.voices)
    held = _held(claim, article)
    wording, rules = _wording(claim, comparison, assessed, held)
    if wording == "altered" and not held and not (claim.attribution and reading.attributed):
        wording = None
    turned = _cut(claim, article, comparison, held, wording)
    if turned:
        wording = _worse((wording, "contradicted" if turned.by == "negation" else "altered"))
        rules |= {"T204"}
    told = held and wording and _told_by_the_source(claim, reading, comparison, held)
    rules |= {"T205"} if told else set()
    match = replace(
        _shown(comparison, assessed, held, wording),
        relation="attributed" if reading.attributed else "other",
        wording=wording,
    )
    copied = longest_copy(claim, article, comparison)
    return Judged(reading, match, wording, frozenset(rules), assessed, turned, copied)


def _shown(
    comparison: Comparison,
    assessed: Sequence[Assessed],
    held: Sequence[Span],
    wording: Wording | None,
) -> Match:
    """The match as a reader is to see it. In a paraphrase no difference counts, so none is called
    one of meaning."""
    if wording == "paraphrased":
        return narrowed(comparison, held)
    return replace(comparison.match, differences=tuple(a.difference for a in assessed))


def _held(claim: Claim, article: Document) -> tuple[Span, ...]:
    """The stretches of the claim that are held to the words."""
    if claim.kind == "direct_quote":
        return (claim.span,)
    if claim.kind != "mixed_quote":
        return ()
    inside = (
        Span(max(q.start, claim.span.start), min(q.end, claim.span.end))
        for q in quotations_at(article.text, claim.span)
    )
    return tuple(span for span in inside if words_within(article.text, span))


def _wording(
    claim: Claim, comparison: Comparison, assessed: Sequence[Assessed], held: Sequence[Span]
) -> tuple[Wording | None, set[str]]:
    if not held:
        return sense.wording(comparison, assessed, punctuation(comparison))
    parts = [_to_the_words(span, comparison, _within(span, comparison, assessed)) for span in held]
    if any(wording is None for wording, _ in parts):
        return None, set()
    found = [wording for wording, _ in parts]
    rules = {rule for _, given in parts for rule in given}
    rest = sense.Rest(comparison, assessed, held) if claim.kind == "mixed_quote" else None
    if rest and rest.words:
        wording, given = rest.wording()
        return _worse((*found, wording)), rules | given
    return _worse(found), rules


def _worse(wordings: Iterable[Wording | None]) -> Wording | None:
    given = [wording for wording in wordings if wording]
    return max(given, key=SEVERITY.index, default=None)


def _within(span: Span, comparison: Comparison, assessed: Sequence[Assessed]) -> list[Assessed]:
    """The differences that touch ``span``; an omission must lie between two words of it."""
    return [a for a in assessed if _touches(span, comparison, a)]


def _touches(span: Span, comparison: Comparison, assessed: Assessed) -> bool:
    place = comparison.position(assessed.difference)
    if assessed.difference.article:
        return place.overlaps(span)
    return span.start < place.start and place.end < span.end


def _to_the_words(
    span: Span, comparison: Comparison, assessed: Sequence[Assessed]
) -> tuple[Wording | None, set[str]]:
    equal = sum(span.contains(pair.article.span) for pair in comparison.pairs)
    total = sum(span.contains(word.span) for word in comparison.article.words)
    alike = total - sum(
        len(words_within(comparison.article.text, a.difference.article))
        for a in assessed
        if a.difference.article and (a.weight == "harmless" or a.difference.kind == "bracket")
    )
    weights = {a.weight for a in assessed}
    if not equal or equal < _FOUND * alike or (alike <= _SHORT and weights - {"harmless"}):
        return None, set()
    rules = {a.rule for a in assessed if a.rule}
    if "turned" in weights:
        return "contradicted", rules
    if "changed" in weights:
        return "altered", rules
    return ("close", rules) if assessed else (punctuation(comparison, span), rules)


def punctuation(comparison: Comparison, within: Span | None = None) -> Wording:
    """What the marks between equal words amount to: "exact" if they are the same, "altered" if a
    question became a statement or the other way round, else "close"."""
    pairs = [p for p in comparison.pairs if within is None or within.contains(p.article.span)]
    worst: Wording = "exact"
    for before, after in pairwise(pairs):
        ours = _marks(comparison.article.text, before.article.span, after.article.span)
        theirs = _marks(comparison.source.text, before.source.span, after.source.span)
        if _stopped(before, comparison):
            ours, theirs = ours.lstrip("."), theirs.lstrip(".")
        if ours != theirs:
            asked = "?" in ours or "?" in theirs
            worst = "altered" if asked or worst == "altered" else "close"
    return worst


def _marks(text: str, before: Span, after: Span) -> str:
    """The punctuation between two words, without quotation marks."""
    between = fold(text[before.end : max(before.end, after.start)])
    return "".join(
        c for c in between if c not in "\"'[]" and unicodedata.category(c).startswith("P")
    )


def _stopped(pair: Pair, comparison: Comparison) -> bool:
    """Whether the full stop may belong to the word: U.S. against US at a sentence's end."""
    ours = pair.article.span.of(comparison.article.text)
    return "." in ours + pair.source.span.of(comparison.source.text)


def _cut(
    claim: Claim,
    article: Document,
    comparison: Comparison,
    held: Sequence[Span],
    wording: Wording | None,
) -> Turned | None:
    """What stands just outside the cut and turns the words, unless the article has it too."""
    if wording not in ("exact", "close") and not (held and wording == "paraphrased"):
        return None
    for span in held or (claim.span,):
        place = _opposite(span, comparison)
        turned = cut(comparison.source.text, place) if place else None
        if place and not held and not turned and not _has_speaker(claim):
            turned = alleged(comparison.source.text, place)
        if turned and not given_beside(article.text, span, turned):
            return turned
        question = asked(comparison.source.text, place) if place else None
        if question and "?" not in article.text[span.start : span.end + 1]:
            return question
    return None


def _has_speaker(claim: Claim) -> bool:
    return bool(claim.attribution and claim.attribution.hops("speaker"))


def _opposite(span: Span, comparison: Comparison) -> Span | None:
    """The stretch of the source that ``span`` stands for: its equal words, and those that differ
    in its place."""
    there = [p.source.span for p in comparison.pairs if span.contains(p.article.span)]
    there += [
        d.source
        for d in comparison.differences
        if d.source and d.article and span.contains(d.article)
    ]
    if not there:
        return None
    return Span(min(s.start for s in there), max(s.end for s in there))


def _told_by_the_source(
    claim: Claim, reading: Reading, comparison: Comparison, held: Sequence[Span]
) -> bool:
    """Whether the source has the words, but outside quotation marks, although it uses them, and
    although the article puts them in the mouth of somebody who did not write it."""
    text = reading.document.text
    speakers = named(claim.attribution.hops("speaker")) if claim.attribution else ()
    if not speakers or not quotations_of(text) or _wrote(speakers, reading.document):
        return False
    places = [place for span in held if (place := _opposite(span, comparison))]
    return bool(places) and not any(in_marks(text, place) for place in places)


def _wrote(speakers: Iterable[Hop], document: Document) -> bool:
    """Whether the document is the speaker's own: a speech, a statement, a column."""
    by = {
        w.key for name in (*document.authors, document.publisher or "") for w in words(fold(name))
    }
    return any(last_name(hop.name) in by for hop in speakers)
