"""The article with its claims underlined, paragraph by paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracer.models import Finding, Report, Span
from tracer.text import highlights, paragraphs
from tracer.views.beside import CLOSING_MARKS
from tracer.views.words import Badge, badge


@dataclass(frozen=True, slots=True)
class Tag:
    """The sign behind a claim's words that leads to its card."""

    number: int
    badge: Badge
    href: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One claim's underline on a piece of text; ``anchor`` on the claim's first piece only."""

    number: int
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


def annotated(report: Report) -> tuple[tuple[Piece, ...], ...]:
    """The article's paragraphs, each cut into its pieces."""
    text = report.article.text
    spans = paragraphs(text)
    pieces = _inside(spans, _pieces(text, spans, report.findings))
    return tuple(map(_with_tails, pieces))


def tag(index: int, finding: Finding) -> Tag:
    """The sign of the claim that is number ``index`` of the report, counted from 0."""
    return Tag(index + 1, badge(finding.rating), f"#card-{finding.claim.id}")


def _inside(spans: Sequence[Span], pieces: Iterable[tuple[int, Piece]]) -> list[list[Piece]]:
    """For each of ``spans``, in text order, the pieces that begin in it."""
    starts = [span.start for span in spans]
    found: list[list[Piece]] = [[] for _ in spans]
    for offset, piece in pieces:
        index = bisect_right(starts, offset) - 1
        if index >= 0 and offset < spans[index].end:
            found[index].append(piece)
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
            tail = CLOSING_MARKS.match(following.text)
            if tail:
                done[index] = replace(done[index], tail=tail.group())
                done[index + 1] = replace(following, text=following.text[tail.end() :])
    return tuple(done)


def _piece(text: str, span: Span, covers: list[int], findings: Sequence[Finding]) -> Piece:
    """A piece of text with its claims, outermost first; the innermost one may be a link."""
    nested = sorted(covers, key=lambda i: (-len(findings[i].claim.span), i))
    ending = [i for i in reversed(nested) if findings[i].claim.span.end == span.end]
    is_link = bool(ending) and ending[0] == nested[-1]
    tags = tuple(tag(i, findings[i]) for i in ending)
    return Piece(
        text=span.of(text),
        layers=tuple(_layer(i, findings[i], span) for i in nested),
        link=tags[0] if is_link else None,
        after=tags[1:] if is_link else tags,
    )


def _layer(index: int, finding: Finding, span: Span) -> Layer:
    first = finding.claim.span.start == span.start
    return Layer(index + 1, finding.rating, f"claim-{finding.claim.id}" if first else None)
