"""Generated reports, for what must hold of every report whatever is in it."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st
from strategies import documents, prose, sentences, spans_in, texts

from tracer import models
from tracer.models import (
    Attribution,
    Claim,
    Difference,
    Document,
    Finding,
    Hop,
    Match,
    Passage,
    Report,
    Review,
    Source,
    Span,
    stable_id,
)
from tracer.rules import RULES
from tracer.text import context, trimmed

TIMES = st.datetimes().map(lambda at: at.replace(microsecond=0).isoformat() + "Z")
WORDS = sentences() | texts(30)


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    """Any of the values of a Literal."""
    return st.sampled_from(get_args(literal))


@st.composite
def passages(draw: st.DrawFn, document: Document) -> Passage:
    """One or two stretches of the document, in text order."""
    whole = draw(spans_in(document.text, 1))
    cut = draw(st.integers(whole.start, whole.end))
    gap = draw(st.integers(cut, whole.end))
    parts = [Span(whole.start, cut), Span(gap, whole.end)]
    spans = tuple(part for part in parts if len(part)) if cut < gap else (whole,)
    spans = spans or (whole,)
    exact = " … ".join(span.of(document.text) for span in spans)
    before, _ = context(document.text, spans[0])
    _, after = context(document.text, spans[-1])
    return Passage(document.id, spans, exact, before, after)


@st.composite
def matches(draw: st.DrawFn, claim: Span, document: Document) -> Match:
    difference = st.builds(
        Difference,
        one_of(models.DifferenceKind),
        st.none() | spans_in(" " * len(claim)).map(lambda span: span.moved(claim.start)),
        st.none() | spans_in(document.text),
    )
    return Match(
        draw(passages(document)),
        draw(st.floats(0, 100)),
        tuple(draw(st.lists(difference, max_size=4))),
        draw(one_of(models.Relation)),
        draw(one_of(models.Wording)),
    )


def hops(text: str) -> st.SearchStrategy[Hop]:
    return st.builds(
        Hop,
        name=WORDS,
        role=one_of(models.Role),
        id=st.just("hop"),
        mention=st.none() | spans_in(text),
        anonymous=st.booleans(),
        state=one_of(models.HopState),
    )


def attributions(text: str) -> st.SearchStrategy[Attribution]:
    return st.builds(
        Attribution,
        contents=st.just(()),
        cue=st.none() | spans_in(text),
        source=st.none() | spans_in(text),
        chain=st.lists(hops(text), max_size=3).map(tuple),
        rule=WORDS,
        confidence=st.floats(0, 1),
    )


@st.composite
def findings(draw: st.DrawFn, span: Span, article: Document, read: list[Document]) -> Finding:
    words = span.of(article.text)
    worth = draw(st.floats(0, 1))
    claim = Claim(
        id=stable_id(str(span.start), str(span.end)),
        span=span,
        text=words,
        group=draw(st.sampled_from(["one", "two", "three"])),
        kind=draw(one_of(models.Kind)),
        check_worthy=worth >= 0.5,
        check_worthiness=worth,
        attribution=draw(st.none() | attributions(article.text)),
        why=tuple(draw(st.lists(WORDS, max_size=2))),
    )
    found = [draw(matches(span, document)) for document in read if draw(st.booleans())]
    return Finding(
        claim,
        draw(one_of(models.Rating)),
        draw(st.floats(0, 100)),
        tuple(draw(st.lists(WORDS, max_size=2))),
        tuple(draw(st.lists(st.sampled_from(sorted(RULES)), unique=True, max_size=3))),
        tuple(found),
        draw(st.none() | reviews(claim.id)),
    )


def reviews(claim_id: str) -> st.SearchStrategy[Review]:
    return st.builds(Review, st.just(claim_id), one_of(models.Decision), WORDS, WORDS, at=TIMES)


@st.composite
def claim_spans(draw: st.DrawFn, text: str) -> list[Span]:
    """Spans as claims have them: nested or overlapping at will, never empty, none twice."""
    drawn = draw(st.lists(spans_in(text), max_size=5))
    return sorted({span for given in drawn if len(span := trimmed(text, given))})


def _source(document: Document) -> Source:
    return Source(document.id, document.publisher or document.label, "read", document)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report as checking gives it: every document that a match names is among its sources."""
    article = draw(documents())
    some = st.lists(documents(prose()), max_size=2, unique_by=lambda document: document.id)
    read = draw(some)
    spans = draw(claim_spans(article.text))
    missing = Source(stable_id("missing"), draw(WORDS), "unavailable", None, draw(WORDS))
    return Report(
        article=article,
        findings=tuple(draw(findings(span, article, read)) for span in spans),
        sources=(*map(_source, read), missing),
        version="0.1.0",
        generated=draw(TIMES),
    )
