"""What a reason quotes: a difference in both texts, with as much beside it as a reader needs."""

from __future__ import annotations

from collections.abc import Sequence

from tracer.judge.comparison import Comparison, Pair, Side, words_within
from tracer.judge.context import sentences_at
from tracer.judge.vocabulary import MONTHS, WEEKDAYS
from tracer.models import Difference, Document, Span
from tracer.text import clipped, paragraphs

_QUOTED = 90
"""Longest quotation in a reason, in code points."""
_CLEAR = 3
"""A difference of so many words is clear without what stands beside it."""
_TO_A_NEIGHBOUR = 4
"""How many words off an equal word may stand that is quoted beside a difference."""


def marked(words: str, longest: int = _QUOTED) -> str:
    """``words`` in quotation marks, on one line and no longer than ``longest``."""
    inside = (
        clipped(" ".join(words.split()).rstrip(".,;:"), longest).replace("“", "‘").replace("”", "’")
    )
    return f"“{inside}”"


def publisher(document: Document) -> str:
    """What a reader knows the document by."""
    return document.publisher or document.label


def place(document: Document, spans: Sequence[Span]) -> str:
    """Where in a document a passage stands: its title, if that is not what it is known by, and the
    number of the paragraph, as a reader would count them."""
    parts = paragraphs(document.text)
    at = next((n for n, part in enumerate(parts, 1) if spans and part.overlaps(spans[0])), 0)
    title = document.title if document.title != publisher(document) else None
    told = [marked(title)] if title else []
    return ", ".join([*told, *([f"paragraph {at}"] if at else [])])


def both(difference: Difference, comparison: Comparison) -> tuple[str, str]:
    """The words that differ in article and source, each with what it takes to understand them:
    the whole figure or date, or else the equal words on either side. "" on the side that has
    nothing there."""
    ours, theirs = difference.article, difference.source
    if difference.kind in ("figure", "date") and ours and theirs:
        return _figure(comparison.article, ours), _figure(comparison.source, theirs)
    if min(_count(comparison.article, ours), _count(comparison.source, theirs)) < _CLEAR:
        widened = _between_equals(difference, comparison)
        if widened:
            return widened
    return (
        ours.of(comparison.article.text) if ours else "",
        theirs.of(comparison.source.text) if theirs else "",
    )


def _count(side: Side, span: Span | None) -> int:
    return len(side.keys(span))


def _figure(side: Side, span: Span) -> str:
    """The figures and dates that ``span`` touches, with their units and months."""
    around = sentences_at(side.text, span)
    found = words_within(side.text, around[0] if around else span)
    whole = [span, *(side.place(figure) for figure in side.figures_at(span))]
    for word in found:
        dated = word.key in MONTHS or word.key in WEEKDAYS
        if dated and any(_touch(word.span, place) for place in whole):
            whole.append(word.span)
    return _hull(whole).of(side.text)


def _touch(one: Span, other: Span) -> bool:
    """Whether nothing but a space or a mark stands between two stretches."""
    return -2 <= max(one.start, other.start) - min(one.end, other.end) <= 2


def _hull(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _between_equals(difference: Difference, comparison: Comparison) -> tuple[str, str] | None:
    """Both texts from the equal word before a difference to the equal one behind it; None if one
    of them stands in another sentence or too far off."""
    before = [pair for pair in comparison.pairs if _is_before(pair, difference)][-1:]
    after = [pair for pair in comparison.pairs if _is_behind(pair, difference)][:1]
    beside = before + after
    ours = _stretch(comparison.article, [p.article.span for p in beside], difference.article)
    theirs = _stretch(comparison.source, [p.source.span for p in beside], difference.source)
    return (ours, theirs) if ours and theirs else None


def _is_before(pair: Pair, difference: Difference) -> bool:
    ours, theirs = difference.article, difference.source
    return (ours is None or pair.article.span.end <= ours.start) and (
        theirs is None or pair.source.span.end <= theirs.start
    )


def _is_behind(pair: Pair, difference: Difference) -> bool:
    ours, theirs = difference.article, difference.source
    return (ours is None or pair.article.span.start >= ours.end) and (
        theirs is None or pair.source.span.start >= theirs.end
    )


def _stretch(side: Side, beside: Sequence[Span], inside: Span | None) -> str:
    """The text from the first to the last of ``beside`` and ``inside``; "" if that is too long or
    no one sentence has it."""
    spans = [*beside, inside] if inside else list(beside)
    if not spans:
        return ""
    whole = _hull(spans)
    others = len(side.keys(whole)) - _count(side, inside)
    one = len(sentences_at(side.text, whole)) <= 1
    return whole.of(side.text) if one and others <= _TO_A_NEIGHBOUR else ""
