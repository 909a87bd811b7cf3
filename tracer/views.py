"""What the report shows, decided: findings -> frozen views that a template only loops over.

Everything here is plain text; the templates escape it. Anchors: a claim's words are
``#claim-<id>``, its card is ``#card-<id>``, a source is ``#source-<id>``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise
from typing import TypeVar
from urllib.parse import urlsplit

from tracer.judge.comparison import Comparison, compare
from tracer.models import (
    CORRECTED,
    Attribution,
    Difference,
    DifferenceKind,
    Document,
    Finding,
    Hop,
    HopState,
    Kind,
    Match,
    Rating,
    Relation,
    Report,
    Review,
    Role,
    Source,
    SourceStatus,
    Span,
)
from tracer.rules import RATINGS, RULES, Rule, flagged, is_flagged
from tracer.text import clipped, context, highlights, paragraphs

_T = TypeVar("_T")

GLYPHS: dict[Rating, str] = {
    "exact": "=",
    "close": "≈",
    "paraphrased": "~",
    "altered": "≠",
    "contradicted": "×",
    "misattributed": "⇄",
    "traced": "→",
    "not-found": "∅",
    "unavailable": "○",
    "unsourced": "?",
    "not-checked": "–",
}
"""One sign for each rating, so that no reader depends on colour."""

KINDS: dict[Kind, str] = {
    "direct_quote": "Quotation",
    "mixed_quote": "Partly quoted",
    "indirect_quote": "Reported speech",
    "statement": "Statement",
}
HOP_STATES: dict[HopState, str] = {
    "confirmed": "confirmed",
    "not-confirmed": "not confirmed",
    "not-checked": "not checked",
}
_PRINTED: dict[HopState, str] = {
    "confirmed": "has it",
    "not-confirmed": "does not have it so",
    "not-checked": "no document at hand",
}
HOPS: dict[Role, dict[HopState, str]] = {
    "outlet": _PRINTED,
    "document": _PRINTED,
    "speaker": {
        "confirmed": "named for it there",
        "not-confirmed": "not named for it there",
        "not-checked": "no document to check by",
    },
    "affiliation": {
        "confirmed": "a document names both",
        "not-confirmed": "no document names both",
        "not-checked": "no document names the speaker",
    },
}
"""What the documents at hand say of each link of a chain, each on its own."""
DIFFERENCES: dict[DifferenceKind, str] = {
    "figure": "Figure",
    "negation": "Negation",
    "name": "Name",
    "date": "Date",
    "direction": "Direction",
    "modality": "Modality",
    "insertion": "Added",
    "deletion": "Left out",
    "substitution": "Other words",
    "elision": "Left out, marked",
    "bracket": "Changed, marked",
    "order": "Moved",
}
RELATIONS: dict[Relation, str] = {"attributed": "the named source", "other": "another source"}
STATUSES: dict[SourceStatus, str] = {
    "read": "read",
    "unavailable": "unavailable",
    "not-looked-for": "not looked for",
}

_OPENING_MARKS = re.compile(r"""["'“‘«(\[]+$""")
_CLOSING_MARKS = re.compile(r"""["'”’»)\]]*[.,;:!?]?["'”’»)\]]*""")
_MARKED = frozenset({"elision", "bracket"})
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_LIST_AT_ONCE = 12
_DIFFERENCES_AT_ONCE = 8
_PASSAGES = 3
_CLIP = 220
_FITS_A_SCREEN = 1500
_INLINE = 240
"""Longest omission that is shown in its sentence, in code points; a longer one is folded."""
_OMITTED = 4000
"""Longest omission that is shown whole, in code points."""
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Badge:
    """A rating as people see it; ``slug`` is its name in the style sheet."""

    slug: str
    glyph: str
    name: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Tag:
    """The sign behind a claim's words that leads to its card."""

    number: int
    badge: Badge
    href: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One claim's underline on a piece of text; ``anchor`` on the claim's first piece only."""

    slug: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the article and the claims that cover it, the longest first.

    ``link`` is the innermost claim's tag if that claim ends here, ``tail`` the closing marks that
    stand between its words and the tag; ``after`` are the tags of the other claims that end here.
    """

    text: str
    layers: tuple[Layer, ...]
    link: Tag | None
    after: tuple[Tag, ...]
    tail: str = ""


@dataclass(frozen=True, slots=True)
class HopView:
    """A hop of a claim's chain. ``joint`` is what stands between it and the hop before, ``why``
    what the documents at hand say of it."""

    joint: str
    name: str
    role: str
    state: str
    why: str
    state_slug: str
    mention: str
    anonymous: bool


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
    """A passage of a source beside the claim's words."""

    source_href: str
    source_name: str
    title: str
    published: str
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


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a person decided; ``on`` are the words that it was made on if they were others, or if
    the article no longer has them."""

    decision: str
    reviewer: str
    note: str
    at: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """All that is known of one claim."""

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
    review: ReviewView | None


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the article and the cards of the claims that begin in it."""

    pieces: tuple[Piece, ...]
    cards: tuple[Card, ...]
    fits_a_screen: bool


@dataclass(frozen=True, slots=True)
class FlaggedItem:
    """A line of the list of what to look at first."""

    number: int
    href: str
    words: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlaggedGroup:
    """Flagged claims of one rating; ``more`` are those beyond the first few."""

    badge: Badge
    count: int
    first: tuple[FlaggedItem, ...]
    more: tuple[FlaggedItem, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the chart; ``percent`` is of the longest bar."""

    badge: Badge
    count: int
    percent: float


@dataclass(frozen=True, slots=True)
class SourceView:
    """A line of the list of sources. ``href`` is None unless the address is http(s); ``label``
    is what a reader must know of the document, ``remark`` why there is none."""

    anchor: str
    name: str
    title: str
    published: str
    address: str
    href: str | None
    retrieved: str
    sha256: str
    status: str
    status_slug: str
    label: str
    remark: str
    used: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that an editor asks for first."""

    value: int
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report."""

    title: str
    byline: tuple[str, ...]
    address: str
    href: str | None
    detail: str
    sha256: str
    generated: str
    version: str
    settings: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...]
    flagged: tuple[FlaggedGroup, ...]
    sources: tuple[SourceView, ...]
    rows: tuple[Row, ...]
    legend: tuple[Badge, ...]
    orphans: tuple[ReviewView, ...]


def report_view(report: Report) -> ReportView:
    """``report`` as its readers see it.

    Raises KeyError if a match names a document that is not among the report's sources.
    """
    article = report.article
    return ReportView(
        title=article.label,
        byline=_byline(article),
        address=article.url or "",
        href=link(article.url),
        detail=article.detail,
        sha256=article.sha256,
        generated=when(report.generated),
        version=report.version,
        settings=tuple(sorted(report.settings.items())),
        figures=_figures(report.findings),
        bars=_bars(report.findings),
        flagged=_flagged_groups(report.findings),
        sources=tuple(_source_view(source, report.findings) for source in report.sources),
        rows=_rows(report),
        legend=tuple(map(badge, RATINGS)),
        orphans=tuple(_decided(orphan.review, orphan.words) for orphan in report.orphans),
    )


def badge(rating: Rating) -> Badge:
    name = _words(rating)
    return Badge(rating, GLYPHS[rating], name, name.capitalize(), RATINGS[rating])


def link(url: str | None) -> str | None:
    """``url`` if it is a whole http(s) address, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def when(value: str | None) -> str:
    """An ISO 8601 date or time for people, to the minute; anything else as it is."""
    try:
        at = datetime.fromisoformat(value or "")
    except ValueError:
        return value or ""
    if len(value or "") <= len("2019-09-10"):
        return _day(at)
    return f"{_day(at)}, {at:%H:%M} {at:%Z}".rstrip()


def day(value: str | None) -> str:
    """The day of an ISO 8601 date or time for people; anything else as it is."""
    try:
        return _day(datetime.fromisoformat(value or ""))
    except ValueError:
        return value or ""


def _day(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def count_of(number: int, one: str) -> str:
    """``number`` with its noun, "1 claim" or "2 claims"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def _byline(article: Document) -> tuple[str, ...]:
    parts = (article.publisher, ", ".join(article.authors), day(article.published))
    return tuple(part for part in parts if part)


def _figures(findings: Sequence[Finding]) -> tuple[Figure, ...]:
    attributed = sum(1 for f in findings if f.attribution)
    return (
        Figure(len(findings), "claim" if len(findings) == 1 else "claims", "claims"),
        Figure(sum(f.claim.check_worthy for f in findings), "worth checking", "worthy"),
        Figure(attributed, "attributed", "attributed"),
        Figure(len(flagged(tuple(findings))), "flagged", "flagged"),
    )


def _bars(findings: Sequence[Finding]) -> tuple[Bar, ...]:
    counts = Counter(f.rating for f in findings)
    top = max(counts.values(), default=1)
    return tuple(
        Bar(badge(rating), counts[rating], round(100 * counts[rating] / top, 1))
        for rating in RATINGS
        if counts[rating]
    )


def _flagged_groups(findings: tuple[Finding, ...]) -> tuple[FlaggedGroup, ...]:
    numbers = {f.claim.id: n for n, f in enumerate(findings, 1)}
    groups = groupby(flagged(findings), key=lambda f: f.rating)
    return tuple(
        _flagged_group(rating, [_flagged_item(f, numbers[f.claim.id]) for f in members])
        for rating, members in groups
    )


def _flagged_group(rating: Rating, items: Sequence[FlaggedItem]) -> FlaggedGroup:
    at_once = len(items) if len(items) <= _LIST_AT_ONCE + 1 else _LIST_AT_ONCE
    return FlaggedGroup(badge(rating), len(items), tuple(items[:at_once]), tuple(items[at_once:]))


def _flagged_item(finding: Finding, number: int) -> FlaggedItem:
    heard = _words(finding.rating)
    notes = [RULES[c].title for c in finding.rules if RULES[c].level != "note"]
    if finding.review:
        notes.append(f"decided: {_words(finding.review.decision)}")
    return FlaggedItem(
        number,
        f"#claim-{finding.claim.id}",
        clipped(finding.claim.text, 150),
        tuple(note for note in notes if note.casefold() != heard),
    )


def _words(slug: str) -> str:
    return slug.replace("-", " ")


def _source_view(source: Source, findings: Sequence[Finding]) -> SourceView:
    document = source.document
    url = document.url if document else None
    return SourceView(
        anchor=f"source-{source.id}",
        name=source.name,
        title=document.label if document and document.label != source.name else "",
        published=day(document.published) if document else "",
        address=url or "",
        href=link(url),
        retrieved=_retrieved(document),
        sha256=document.sha256 if document else "",
        status=STATUSES[source.status],
        status_slug=source.status,
        label=(source.detail or document.detail) if document else "",
        remark="" if document else source.detail,
        used=_used(source, findings),
    )


def _retrieved(document: Document | None) -> str:
    if document is None:
        return ""
    return f"retrieved {when(document.retrieved)}" if document.retrieved else "from a file"


def _used(source: Source, findings: Sequence[Finding]) -> str:
    if source.document is None:
        return ""
    wanted = source.document.id
    used = sum(any(m.passage.document_id == wanted for m in f.matches) for f in findings)
    return f"passages for {count_of(used, 'claim')}" if used else "no passage used"


def _rows(report: Report) -> tuple[Row, ...]:
    """The article's paragraphs, and beside each the cards of the claims that begin in it."""
    text = report.article.text
    spans = paragraphs(text)
    starts = [f.claim.span.start for f in report.findings]
    cards = _beside(spans, zip(starts, _cards(report), strict=True))
    pieces = _beside(spans, _pieces(text, spans, report.findings))
    return tuple(
        Row(_with_tails(pieces[index]), tuple(cards[index]), len(span) <= _FITS_A_SCREEN)
        for index, span in enumerate(spans)
    )


def _beside(spans: Sequence[Span], things: Iterable[tuple[int, _T]]) -> list[list[_T]]:
    """For each of ``spans``, in text order, the things that begin in it."""
    starts = [span.start for span in spans]
    found: list[list[_T]] = [[] for _ in spans]
    for offset, thing in things:
        index = bisect_right(starts, offset) - 1
        if index >= 0 and offset < spans[index].end:
            found[index].append(thing)
    return found


def _pieces(
    text: str, spans: Sequence[Span], findings: Sequence[Finding]
) -> Iterator[tuple[int, Piece]]:
    """The pieces of the article with their offsets, cut at the edges of claims and ``spans``."""
    claims = [f.claim.span for f in findings]
    start = 0
    for highlight in highlights(text, [*claims, *spans]):
        span = Span(start, start + len(highlight.text))
        covers = [index for index in highlight.covers if index < len(claims)]
        yield start, _piece(text, span, covers, findings)
        start = span.end


def _with_tails(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """``pieces`` with the closing marks behind a claim moved from the next piece to its tail, so
    that the tag stands where a footnote's number would."""
    done = list(pieces)
    for index, (one, following) in enumerate(pairwise(pieces)):
        goes_on = all(layer.anchor is None for layer in following.layers)
        if one.link and goes_on and len(following.layers) == len(one.layers) - 1:
            tail = _CLOSING_MARKS.match(following.text)
            if tail:
                done[index] = replace(done[index], tail=tail.group())
                done[index + 1] = replace(following, text=following.text[tail.end() :])
    return tuple(done)


def _piece(text: str, span: Span, covers: list[int], findings: Sequence[Finding]) -> Piece:
    """A piece of text with its claims, outermost first; the innermost one may be a link."""
    nested = sorted(covers, key=lambda i: (-len(findings[i].claim.span), i))
    ending = [i for i in reversed(nested) if findings[i].claim.span.end == span.end]
    is_link = bool(ending) and ending[0] == nested[-1]
    tags = tuple(_tag(i, findings[i]) for i in ending)
    return Piece(
        text=span.of(text),
        layers=tuple(_layer(findings[i], span) for i in nested),
        link=tags[0] if is_link else None,
        after=tags[1:] if is_link else tags,
    )


def _layer(finding: Finding, span: Span) -> Layer:
    first = finding.claim.span.start == span.start
    return Layer(finding.rating, f"claim-{finding.claim.id}" if first else None)


def _tag(index: int, finding: Finding) -> Tag:
    return Tag(index + 1, badge(finding.rating), f"#card-{finding.claim.id}")


def _cards(report: Report) -> tuple[Card, ...]:
    documents = {s.document.id: s for s in report.sources if s.document}
    first: dict[str, int] = {}
    cards = []
    for index, finding in enumerate(report.findings):
        head = first.setdefault(finding.claim.group, index)
        part_of = _tag(head, report.findings[head]) if head != index else None
        evidence = tuple(
            _evidence(report.article, finding, match, documents[match.passage.document_id])
            for match in finding.matches[:_PASSAGES]
        )
        cards.append(_card(report.article, finding, index + 1, part_of, evidence))
    return tuple(cards)


def _card(
    article: Document,
    finding: Finding,
    number: int,
    part_of: Tag | None,
    evidence: tuple[Evidence, ...],
) -> Card:
    claim = finding.claim
    return Card(
        id=claim.id,
        number=number,
        badge=badge(finding.rating),
        flagged=is_flagged(finding),
        kind=KINDS[claim.kind],
        words=clipped(claim.text, 220),
        reasons=finding.reasons or (RATINGS[finding.rating],),
        chain=_chain(article, claim.attribution),
        nobody=_nobody(article, claim.attribution),
        reading=tuple(_reading(article, finding)),
        part_of=part_of,
        rules=tuple(RULES[code] for code in finding.rules),
        evidence=evidence,
        review=_review(finding.review),
    )


def _review(review: Review | None) -> ReviewView | None:
    if review is None:
        return None
    return _decided(review, review.carried.words if review.carried else "")


def _decided(review: Review, on: str) -> ReviewView:
    decision, at = _words(review.decision), when(review.at)
    return ReviewView(decision, review.reviewer, review.note, at, clipped(on, _CLIP))


def _chain(article: Document, attribution: Attribution | None) -> tuple[HopView, ...]:
    chain = attribution.chain if attribution else ()
    before = (None, *chain)
    return tuple(_hop(article, hop, last) for hop, last in zip(chain, before, strict=False))


def _hop(article: Document, hop: Hop, last: Hop | None) -> HopView:
    mention = clipped(hop.mention.of(article.text), 60) if hop.mention else ""
    joint = "" if last is None else ("and" if last.role == hop.role else "→")
    return HopView(
        joint=joint,
        name=hop.name,
        role=hop.role,
        state=HOP_STATES[hop.state],
        why=HOPS[hop.role][hop.state],
        state_slug=hop.state,
        mention="" if mention == hop.name else mention,
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


def _evidence(article: Document, finding: Finding, match: Match, source: Source) -> Evidence:
    document = source.document
    assert document is not None
    beside = _Beside.of(article.text, finding.claim.span, document.text, match)
    before, passage, after = _passage(document.text, match, beside.source)
    return Evidence(
        source_href=f"#source-{source.id}",
        source_name=source.name,
        title=document.label if document.label != source.name else "",
        published=day(document.published),
        detail=source.detail or document.detail,
        relation=RELATIONS[match.relation],
        wording=badge(match.wording) if match.wording else None,
        score=round(match.score),
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
    opening, closing = _OPENING_MARKS.search(before), _CLOSING_MARKS.match(after)
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
