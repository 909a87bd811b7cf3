"""A passage of a source beside the claim's words, with what differs marked in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracer.judge.comparison import Comparison, compare
from tracer.matching.likeness import alike
from tracer.models import Difference, DifferenceKind, Document, Finding, Match, Source, Span
from tracer.text import clipped, context, highlights
from tracer.views.facts import Place, detail, passage_places
from tracer.views.words import DIFFERENCES, RELATIONS, Badge, badge, day

CLOSING_MARKS = re.compile(r"""["'”’»)\]]*[.,;:!?]?["'”’»)\]]*""")
_OPENING_MARKS = re.compile(r"""["'“‘«(\[]+$""")
_MARKED = frozenset({"elision", "bracket"})
_DIFFERENCES_AT_ONCE = 8
_INLINE = 240
"""Longest omission that is shown in its sentence, in code points; a longer one is folded."""
_OMITTED = 4000
"""Longest omission that is shown whole, in code points."""
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a text beside another. ``mark``: same; differs, marked (an open difference) or
    moved; here (nothing, where the other text has words); gap, or folded (a long one).

    ``number`` is that of the difference, the same in both texts and in the list; 0 if none.
    """

    text: str
    mark: str
    kind: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One difference in words; an empty text on the side that has none."""

    number: int
    kind: str
    mark: str
    source: str
    article: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a source beside the claim's words. ``page`` is None unless it has
    pages. ``places`` open it at the passage; there are none unless the document's ``address`` is
    http(s). ``facts`` are what is known of the source."""

    source_href: str
    source_name: str
    title: str
    published: str
    page: int | None
    address: str
    places: tuple[Place, ...]
    facts: tuple[str, ...]
    detail: str
    relation: str
    wording: Badge | None
    score: int
    before: str
    passage: tuple[Bit, ...]
    after: str
    words: tuple[Bit, ...]
    differences: tuple[DifferenceView, ...]
    more_differences: int


def evidence(
    article: Document, finding: Finding, match: Match, source: Source, known: tuple[str, ...]
) -> Evidence:
    """``match``, which lies in the document of ``source``, beside the claim of ``finding``.
    ``known`` are facts of the source."""
    document = source.document
    assert document is not None
    beside = _Beside.of(article.text, finding.claim.span, document.text, match)
    before, passage, after = _passage(document.text, match, beside.source)
    return Evidence(
        source_href=f"#source-{source.id}",
        source_name=source.name,
        title=document.label if document.label != source.name else "",
        published=day(document.published),
        page=document.marks.page_of(match.passage.spans[0].start),
        address=document.url or "",
        places=tuple(passage_places(source, match.passage)),
        facts=known,
        detail=detail(source),
        relation=RELATIONS[match.relation],
        wording=badge(match.wording) if match.wording else None,
        score=_similarity(finding.claim.span.of(article.text), match),
        before=before,
        passage=passage,
        after=after,
        words=_claim_words(article.text, finding.claim.span, match.differences, beside.article),
        differences=tuple(
            _difference(number, d, article.text, document.text)
            for number, d in enumerate(match.differences[:_DIFFERENCES_AT_ONCE], 1)
        ),
        more_differences=max(0, len(match.differences) - _DIFFERENCES_AT_ONCE),
    )


def _similarity(claim: str, match: Match) -> int:
    """How alike the wordings are, of 100. The score of a match tells something else: how surely
    it is the passage that was quoted."""
    return min(99, round(alike(claim, match.passage.exact))) if match.differences else 100


def _difference(number: int, difference: Difference, article: str, source: str) -> DifferenceView:
    return DifferenceView(
        number,
        DIFFERENCES[difference.kind],
        _mark(difference.kind),
        clipped(difference.source.of(source), 120) if difference.source else "",
        clipped(difference.article.of(article), 120) if difference.article else "",
    )


def _mark(kind: DifferenceKind) -> str:
    if kind == "order":
        return "moved"
    return "marked" if kind in _MARKED else "differs"


_Here = Sequence[tuple[int, int]]
"""Where a text has nothing and the other one has words: offset and number of the difference."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """Where each of two texts has nothing that stands against a difference of the other."""

    article: _Here
    source: _Here

    @staticmethod
    def of(article: str, claim: Span, source: str, match: Match) -> _Beside:
        """Nowhere in a paraphrase, and where the words are not told in one order: what stands
        against what is unknown."""
        if match.wording == "paraphrased":
            return _Beside((), ())
        numbered = [(n, d) for n, d in enumerate(match.differences, 1) if d.article or d.source]
        sound = replace(match, differences=tuple(d for _, d in numbered))
        comparison = compare(article, claim, source, sound)
        if any(pair.article.key != pair.source.key for pair in comparison.pairs):
            return _Beside((), ())
        return _Beside(
            [(comparison.position(d).start, n) for n, d in numbered if d.source and not d.article],
            [
                (_behind(comparison, d.article), n)
                for n, d in numbered
                if d.article and not d.source
            ],
        )


def _behind(comparison: Comparison, span: Span) -> int:
    """The end of the source's word that equals the last one before ``span`` in the article; the
    start of its passage if there is none."""
    ends = [
        pair.source.span.end for pair in comparison.pairs if pair.article.span.end <= span.start
    ]
    return ends[-1] if ends else comparison.match.passage.spans[0].start


_Differing = Sequence[tuple[Span, DifferenceKind, int]]


def _passage(text: str, match: Match, here: _Here) -> tuple[str, tuple[Bit, ...], str]:
    """The passage in its document: the text before, its bits and the text after."""
    spans = match.passage.spans
    near = Span(max(0, spans[0].start - _NEAR), spans[-1].end + _NEAR)
    differing = [(d.source, d.kind, n) for n, d in enumerate(match.differences, 1) if d.source]
    shown = [each for each in differing if near.contains(each[0])]
    window = _hull([*spans, *(span for span, _, _ in shown)])
    before, after = context(text, window)
    more_before = "… " if len(before) < len(text[: window.start].lstrip()) else ""
    more_after = " …" if len(after) < len(text[window.end :].rstrip()) else ""
    bits = _bits(text, window, shown, spans, here)
    return _with_marks(more_before + before, bits, after + more_after)


def _with_marks(before: str, bits: tuple[Bit, ...], after: str) -> tuple[str, tuple[Bit, ...], str]:
    """The marks that open and close a passage moved to it from the text around it."""
    opening, closing = _OPENING_MARKS.search(before), CLOSING_MARKS.match(after)
    start = opening.start() if opening else len(before)
    end = closing.end() if closing else 0
    around = Bit(before[start:], "same"), Bit(after[:end], "same")
    kept = tuple(bit for bit in (around[0], *bits, around[1]) if bit.text or bit.mark == "here")
    return before[:start], kept, after[end:]


def _claim_words(
    text: str, claim: Span, differences: Sequence[Difference], here: _Here
) -> tuple[Bit, ...]:
    """The claim's own words with what the source does not have marked."""
    shown = [
        (_common(d.article, claim), d.kind, n)
        for n, d in enumerate(differences, 1)
        if d.article and d.article.overlaps(claim)
    ]
    return _bits(text, claim, shown, [claim], here)


def _hull(spans: Iterable[Span]) -> Span:
    spans = list(spans)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _common(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


def _bits(
    text: str, window: Span, differing: _Differing, same: Sequence[Span], here: _Here
) -> tuple[Bit, ...]:
    """``window`` cut into what differs, what is the same, the gaps between, and the places where
    the other text has words."""
    cuts = sorted((at, number) for at, number in here if window.start <= at <= window.end)
    spans = [*(span for span, _, _ in differing), *same]
    places = [span.moved(-window.start) for span in spans]
    bits: list[Bit] = []
    start = window.start
    for piece in highlights(window.of(text), places):
        end = start + len(piece.text)
        first = min(piece.covers, default=len(spans))
        kind = differing[first] if first < len(differing) else None
        inside = [cut for cut in cuts if start <= cut[0] < end or cut[0] == end == window.end]
        for at, number in inside if kind is None and first < len(spans) else ():
            bits.append(Bit(text[start:at], "same"))
            bits.append(Bit("", "here", number=number))
            start = at
        bits.append(_bit(text[start:end], kind, first < len(spans)))
        start = end
    return tuple(bit for bit in bits if bit.text or bit.mark == "here")


def _bit(text: str, difference: tuple[Span, DifferenceKind, int] | None, is_passage: bool) -> Bit:
    if difference is None:
        return Bit(text, "same") if is_passage else _gap(text, "", 0)
    _, kind, number = difference
    if kind == "elision":
        return _gap(text, DIFFERENCES[kind].lower(), number)
    return Bit(_shortened(text), _mark(kind), DIFFERENCES[kind].lower(), number)


def _gap(text: str, kind: str, number: int) -> Bit:
    """What stands between the parts of a passage: muted in its place, or folded if it is long."""
    if len(text) <= _INLINE:
        return Bit(text, "gap", kind, number)
    return Bit(_shortened(text), "folded", kind, number)


def _shortened(text: str) -> str:
    """``text`` without its middle if it is very long; what stands at its edges matters most."""
    if len(text) <= _OMITTED:
        return text
    half = _OMITTED // 2
    left = text[:half].rsplit(" ", 1)[0]
    right = text[-half:].split(" ", 1)[-1]
    return f"{left} […] {right}"
