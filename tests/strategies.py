"""Generated input that all tests share: texts, spans of them, documents, whole reports.

Import what you need: ``from strategies import documents, texts``. Every value is one that the
program can meet: spans lie in their text, a document's links too, its id comes from its address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from string import ascii_letters, digits
from typing import get_args

from hypothesis import strategies as st

from tracer.models import (
    Attempt,
    Attribution,
    Claim,
    Decision,
    Difference,
    DifferenceKind,
    Document,
    Finding,
    Hop,
    HopState,
    Link,
    Marks,
    Match,
    Passage,
    Rating,
    Relation,
    Report,
    Review,
    Role,
    Snapshot,
    Source,
    Span,
    Wording,
    stable_id,
)
from tracer.rules import RULES
from tracer.text import trimmed

quotation_marks = "\"“”„‟«»‘’‚‛'`′″"
dashes = "-‐‑–—−"
spaces = " \t\n\u00a0\u2009\u200b\u3000\u2028"
odd_characters = "ﬁﬂßİıſK½…·éÀe\u0301\u202e\u00ad\ufeff\x07\x00你好مرحبا🏳️‍🌈\U0001f600"

characters = st.sampled_from(
    ascii_letters + digits + ".,;:!?()[]" + quotation_marks + dashes + spaces + odd_characters
)
"""Single characters as news texts and broken files hold them; no surrogates."""


def texts(max_size: int = 200) -> st.SearchStrategy[str]:
    """Any text at all, rich in quotation marks, dashes, spaces and odd characters."""
    return st.text(characters | st.characters(exclude_categories=["Cs"]), max_size=max_size)


_WORDS = (
    "the a not no never he she it they company minister report Huawei Reuters London said told "
    "according to rose fell by 38 1,200 4.5 percent million U.S. US don’t can't on Tuesday in 2019 "
    "March would might must has been will their new plan offer bank workers talks"
).split()

words = st.sampled_from(_WORDS) | st.text(ascii_letters, min_size=1, max_size=9)
"""A word as prose has it: mostly plain ones, with negations, figures, names and modal verbs."""


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A line of words with a capital, commas, perhaps a quotation, and a mark at the end."""
    chosen = draw(st.lists(words, min_size=2, max_size=14))
    body = chosen[0][:1].upper() + chosen[0][1:]
    for word in chosen[1:]:
        body += draw(st.sampled_from([" ", " ", " ", " ", ", ", " – "])) + word
    opening, closing = draw(st.sampled_from([("", ""), ('"', '"'), ("“", "”"), ("«", "»")]))
    return opening + body + draw(st.sampled_from(".?!")) + closing


@st.composite
def prose(draw: st.DrawFn, max_paragraphs: int = 5) -> str:
    """Paragraphs of sentences, one paragraph a line: what an extracted news text looks like."""
    paragraph = st.lists(sentences(), min_size=1, max_size=4).map(" ".join)
    return "\n".join(draw(st.lists(paragraph, min_size=1, max_size=max_paragraphs)))


@st.composite
def spans_in(draw: st.DrawFn, text: str, min_length: int = 0) -> Span:
    """A span that lies in ``text`` and is at least ``min_length`` long, if the text is."""
    shortest = min(min_length, len(text))
    start = draw(st.integers(0, len(text) - shortest))
    return Span(start, draw(st.integers(start + shortest, len(text))))


def with_spans(text: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, list[Span]]]:
    """A text of ``text`` and up to eight spans of it, in any order, overlapping or empty."""
    return text.flatmap(lambda t: st.tuples(st.just(t), st.lists(spans_in(t), max_size=8)))


_host = st.sampled_from(["example.com", "www.example.org", "news.example.net"])
_slug = st.text(ascii_letters + digits + "-", min_size=1, max_size=12)
addresses = st.builds("https://{}/{}".format, _host, _slug)
"""http(s) addresses that nothing answers at."""

dates = st.dates().map(lambda day: day.isoformat())


def marks(text: str) -> st.SearchStrategy[Marks]:
    """What may be said of the layout of ``text``; often nothing."""
    stretches = st.lists(spans_in(text, 1), max_size=2).map(lambda spans: tuple(sorted(spans)))
    some = st.builds(
        Marks,
        headings=stretches,
        quotations=stretches,
        pages=st.sampled_from([(), (0,), (0, len(text))]),
        modified=st.none() | dates,
        language=st.sampled_from([None, "en", "pt-BR"]),
        agreement=st.sampled_from([None, 0.0, 0.5, 1.0]),
        stub=st.sampled_from([None, "paywall", "missing"]),
    )
    return st.just(Marks()) | some


@st.composite
def documents(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None) -> Document:
    """A document as reading one gives it. ``text`` defaults to prose or to any text at all."""
    body = draw(text if text is not None else prose() | texts())
    url = draw(st.none() | addresses)
    links = draw(st.lists(st.builds(Link, spans_in(body, 1), addresses), max_size=3))
    raw = body.encode()
    return Document(
        id=stable_id(url or "/" + draw(_slug) + ".txt"),
        name=draw(_slug),
        text=body,
        sha256=hashlib.sha256(raw).hexdigest(),
        url=url,
        title=draw(st.none() | sentences() | texts(40)),
        authors=tuple(draw(st.lists(sentences(), max_size=2))),
        publisher=draw(st.none() | st.sampled_from(["Reuters", "The New York Times", "BBC"])),
        published=draw(st.none() | dates),
        links=tuple(sorted(links, key=lambda link: link.span)),
        detail=draw(st.sampled_from(["", "", "constructed stand-in"])),
        marks=draw(marks(body)),
        also_at=tuple(draw(st.lists(addresses, max_size=1))),
        raw=raw,
    )


_shares = st.integers(0, 100).map(lambda percent: percent / 100)


def _ids(prefix: str) -> st.SearchStrategy[str]:
    return st.integers(0, 2**40).map(lambda number: stable_id(prefix, str(number)))


def _some_spans(text: str) -> st.SearchStrategy[tuple[Span, ...]]:
    return st.lists(spans_in(text), max_size=3).map(lambda spans: tuple(sorted(spans)))


def attributions(text: str) -> st.SearchStrategy[Attribution]:
    """Attributions whose spans lie in ``text``; the chain may be empty, as behind "is expected"."""
    maybe_span = st.none() | spans_in(text)
    hop = st.builds(
        Hop,
        name=words,
        role=st.sampled_from(get_args(Role)),
        id=_ids("hop"),
        mention=maybe_span,
        anonymous=st.booleans(),
        state=st.sampled_from(get_args(HopState)),
    )
    return st.builds(
        Attribution,
        contents=_some_spans(text),
        cue=maybe_span,
        source=maybe_span,
        chain=st.lists(hop, max_size=3).map(tuple),
        rule=sentences(),
        confidence=_shares,
        speech=_shares,
    )


@st.composite
def claims(draw: st.DrawFn, article: Document, claim_id: str) -> Claim:
    """A claim of ``article``, which has words, without white space at its edges; a statement if
    and only if it has no attribution."""
    span = trimmed(article.text, draw(spans_in(article.text, 1)))
    span = span if len(span) else trimmed(article.text, Span(0, len(article.text)))
    attribution = draw(st.none() | attributions(article.text))
    said = st.sampled_from(["direct_quote", "mixed_quote", "indirect_quote"])
    worth = draw(_shares)
    return Claim(
        id=claim_id,
        span=span,
        text=span.of(article.text),
        group=draw(_ids("group")),
        kind="statement" if attribution is None else draw(said),
        check_worthy=attribution is not None or worth >= 0.5,
        check_worthiness=worth,
        attribution=attribution,
        why=tuple(draw(st.lists(sentences(), max_size=2))),
    )


@st.composite
def matches(draw: st.DrawFn, claim: Claim, document: Document) -> Match:
    """A judged match of ``claim`` in ``document``."""
    found = draw(_some_spans(document.text).filter(bool))
    inside = spans_in(claim.text).map(lambda span: span.moved(claim.span.start))
    difference = st.builds(
        Difference,
        kind=st.sampled_from(get_args(DifferenceKind)),
        article=st.none() | inside,
        source=st.none() | spans_in(document.text),
    )
    return Match(
        passage=Passage(
            document.id,
            found,
            " … ".join(span.of(document.text) for span in found),
            document.text[: found[0].start][-20:],
            document.text[found[-1].end :][:20],
        ),
        score=draw(st.floats(0, 100)),
        differences=tuple(draw(st.lists(difference, max_size=2))),
        relation=draw(st.sampled_from(get_args(Relation))),
        wording=draw(st.sampled_from(get_args(Wording))),
    )


@st.composite
def findings(
    draw: st.DrawFn, article: Document, sources: Sequence[Document], claim_id: str
) -> Finding:
    """A finding on ``article``, with matches in ``sources`` and without a review."""
    claim = draw(claims(article, claim_id))
    match = st.sampled_from(sources).flatmap(lambda found: matches(claim, found))
    return Finding(
        claim=claim,
        rating=draw(st.sampled_from(get_args(Rating))),
        score=draw(st.floats(0, 100)),
        reasons=tuple(draw(st.lists(sentences(), max_size=2))),
        rules=tuple(draw(st.lists(st.sampled_from(sorted(RULES)), max_size=3, unique=True))),
        matches=tuple(draw(st.lists(match, max_size=3))) if sources else (),
    )


def _listed(document: Document, fetched: bool) -> Source:
    shot = _shot(document) if fetched and document.raw else None
    return Source(document.id, document.label, "read", document, document.detail, shot)


def _shot(document: Document) -> Snapshot:
    """What was fetched of a document, at an address of its own, so that it never changed."""
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    address = f"https://{document.id}.example/{document.sha256}"
    headers = (("Content-Type", document.media_type), ("ETag", f'"{digest}"'))
    at = "2026-01-02T03:04:05Z"
    return Snapshot(
        document.id, address, address, 200, headers, at, document.sha256, digest, document.url
    )


_attempts = st.builds(
    Attempt,
    claim_id=_ids("claim"),
    finder=words,
    address=st.just("") | addresses,
    outcome=words,
    document_id=st.none() | _ids("document"),
)


@st.composite
def reports(draw: st.DrawFn, article: st.SearchStrategy[Document] | None = None) -> Report:
    """A report as checking an article gives one, without reviews. Claims may overlap."""
    about = draw(article if article is not None else documents())
    read = draw(st.lists(documents(), max_size=3, unique_by=lambda document: document.id))
    missing = st.builds(Source, _ids("source"), words, st.just("unavailable"))
    most = 4 if about.text.strip() else 0
    ids = draw(st.lists(_ids("claim"), max_size=most, unique=True))
    found = [draw(findings(about, read, claim_id)) for claim_id in ids]
    return Report(
        article=about,
        findings=tuple(sorted(found, key=lambda finding: finding.claim.span)),
        sources=(
            *(_listed(document, draw(st.booleans())) for document in read),
            *draw(st.lists(missing, max_size=2, unique_by=lambda source: source.id)),
        ),
        version="0.1.0",
        generated=draw(st.datetimes().map(lambda time: time.isoformat() + "Z")),
        settings=draw(st.dictionaries(words, texts(20), max_size=2)),
        attempts=tuple(draw(st.lists(_attempts, max_size=2))),
    )


def reviews(claim_id: str) -> st.SearchStrategy[Review]:
    """Decisions on one claim."""
    return st.builds(
        Review,
        claim_id=st.just(claim_id),
        decision=st.sampled_from(get_args(Decision)),
        reviewer=words,
        note=texts(40),
        at=st.datetimes().map(lambda time: time.isoformat() + "Z"),
    )
