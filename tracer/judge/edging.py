"""Where a quotation's first and last words stand in its source, if those are written otherwise.

A search anchors a passage in words that are equal. What stands at its ends in another spelling,
"a hundred" for "100", may lie outside it or be taken with too much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tracer.judge.comparison import Comparison, Pair, compare, words_within
from tracer.judge.context import sentence_at
from tracer.judge.differences import assess
from tracer.models import Difference, Match, Span
from tracer.text import context

_LONGEST = 4
"""The most words at an end of the claim that are looked for in another spelling."""
_LONGER = 2
"""So many words more the source may have for them: "two and a half per cent" for "2.5%"."""
_PLAIN = ("substitution", "insertion", "deletion")


def fitted(article: str, claim: Span, source: str, match: Match) -> Match:
    """The match with its ends set to the words that write the claim's ends in another way, where
    the source has such words there."""
    for end in (0, -1):
        if _differs_at(claim, match, end):
            compared = compare(article, claim, source, match)
            pairs = compared.pairs[end:][:1]
            fits = [fit for pair in pairs for fit in _fits(compared, claim, pair, end)]
            match = fits[-1] if fits else match  # the longest: "a hundred", not "hundred"
    return match


def _differs_at(claim: Span, match: Match, end: int) -> bool:
    """Whether a difference reaches the start (``end`` 0) or the end (-1) of the claim, quotation
    marks and stops apart."""
    own = [d.article for d in match.differences if d.article]
    if end:
        return any(span.end >= claim.end - _MARKS for span in own)
    return any(span.start <= claim.start + _MARKS for span in own)


_MARKS = 2
"""Code points that a quotation mark and a stop take."""


def _fits(compared: Comparison, claim: Span, pair: Pair, end: int) -> Iterator[Match]:
    """The matches in which the words beyond ``pair``, the first (``end`` 0) or last (-1) equal
    words, are the same on both sides."""
    article, source, match = compared.article.text, compared.source.text, compared.match
    beyond = (
        Span(pair.article.span.end, claim.end)
        if end
        else Span(claim.start, pair.article.span.start)
    )
    ours = words_within(article, beyond)
    edge = [d for d in match.differences if _is_beyond(d, pair, end)]
    anchored = match.passage.spans[end].contains(pair.source.span)
    if not (anchored and 0 < len(ours) <= _LONGEST) or any(d.kind not in _PLAIN for d in edge):
        return
    own = Span(ours[0].span.start, ours[-1].span.end)
    for there in _beside(source, pair.source.span, len(ours) + _LONGER, end):
        new = Difference("substitution", own, there)
        fit = _with(match, edge, new, source, end)
        if fit and _is_harmless(compare(article, claim, source, fit), new):
            yield fit


def _is_beyond(difference: Difference, pair: Pair, end: int) -> bool:
    sides = ((difference.article, pair.article.span), (difference.source, pair.source.span))
    return any(
        span and (span.start >= equal.end if end else span.end <= equal.start)
        for span, equal in sides
    )


def _beside(source: str, equal: Span, most: int, end: int) -> Iterator[Span]:
    """One word of the source beside ``equal``, two, and so on, within its sentence."""
    sentence = sentence_at(source, equal.start)
    if end:
        found = words_within(source, Span(equal.end, max(equal.end, sentence.end)))[:most]
        yield from (Span(found[0].span.start, word.span.end) for word in found)
    else:
        found = words_within(source, Span(min(equal.start, sentence.start), equal.start))[-most:]
        yield from (Span(word.span.start, found[-1].span.end) for word in reversed(found))


def _with(
    match: Match, edge: list[Difference], new: Difference, source: str, end: int
) -> Match | None:
    """The match with ``new`` in the place of the differences ``edge``; None if it would lie in
    another part of the passage."""
    spans, there = list(match.passage.spans), new.source
    assert there is not None
    outer = spans.pop(end)
    if any(span.overlaps(there) for span in spans):
        return None
    wider = Span(outer.start, there.end) if end else Span(there.start, outer.end)
    spans.insert(len(spans) if end else 0, wider)
    rest = [d for d in match.differences if d not in edge]
    passage = replace(
        match.passage,
        spans=tuple(spans),
        exact=" … ".join(span.of(source) for span in spans),
        prefix=context(source, spans[0])[0],
        suffix=context(source, spans[-1])[1],
    )
    differences = (*rest, new) if end else (new, *rest)
    return replace(match, passage=passage, differences=differences)


def _is_harmless(compared: Comparison, difference: Difference) -> bool:
    alone = replace(compared, match=replace(compared.match, differences=(difference,)))
    return all(assessed.weight == "harmless" for assessed in assess(alone))
