"""The part of a long passage that carries a paraphrase: what a reader is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracer.judge.comparison import Comparison
from tracer.judge.context import sentences_at
from tracer.judge.vocabulary import is_content
from tracer.models import Difference, Match, Span
from tracer.text import context

_FEWEST = 2
"""Content words by which a sentence has a share in a paraphrase: one may be there by chance."""


def narrowed(comparison: Comparison, held: Sequence[Span]) -> Match:
    """The match cut to the sentences of the source that carry the claim, with the differences
    that lie in them. What stands between two such sentences is no omission. ``held`` are the
    stretches of the claim in quotation marks, whose words always are shown."""
    match = comparison.match
    carrying = _joined(_carrying(comparison, held))
    spans = tuple(
        inner
        for span in match.passage.spans
        for sentence in carrying
        if (inner := _common(span, sentence))
    )
    if not spans:
        return match
    kept = tuple(d for given in match.differences for d in _inside(given, spans))
    text = comparison.source.text
    passage = replace(
        match.passage,
        spans=spans,
        exact=" … ".join(span.of(text) for span in spans),
        prefix=context(text, spans[0])[0],
        suffix=context(text, spans[-1])[1],
    )
    return replace(match, passage=passage, differences=kept)


def _carrying(comparison: Comparison, held: Sequence[Span]) -> list[Span]:
    """The sentences of the source with enough of the claim's content words, or else all of the
    passage's."""
    spans = comparison.match.passage.spans
    near = list(sentences_at(comparison.source.text, *spans))
    equal = [pair.source.span for pair in comparison.pairs if is_content(pair.source.key)]
    marked = [
        pair.source.span
        for pair in comparison.pairs
        if any(span.contains(pair.article.span) for span in held)
    ]
    carrying = [
        sentence
        for sentence in near
        if sum(sentence.contains(word) for word in equal) >= _FEWEST
        or any(sentence.contains(word) for word in marked)
    ]
    return carrying or near


def _joined(sentences: Sequence[Span]) -> list[Span]:
    """Sentences that follow each other as one stretch."""
    joined: list[Span] = []
    for sentence in sentences:
        if joined and sentence.start - joined[-1].end <= 1:
            sentence = Span(joined.pop().start, sentence.end)
        joined.append(sentence)
    return joined


def _common(one: Span, other: Span) -> Span | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None


def _inside(difference: Difference, spans: Sequence[Span]) -> Iterator[Difference]:
    """The difference with the part of its source side that is shown; the article's words alone
    where none is. What an ellipsis leaves out stays beside it."""
    source = difference.source
    parts = [p for span in spans if source and (p := _common(source, span))]
    if source is None or difference.kind == "elision":
        yield difference
    elif len(parts) == 1:
        yield replace(difference, source=parts[0])
    elif difference.article:
        kind = "insertion" if difference.kind == "substitution" else difference.kind
        yield replace(difference, kind=kind, source=None)
