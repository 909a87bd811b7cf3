"""What English grammar settles, where the tagger was taught by too few examples.

Each function takes a reading and gives it back, mended where its rule applies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracer.models import Span

_TOLD = re.compile(
    r"(?:(?:am|is|are|was|were|be|been|being|get|gets|got|'s|’s|'re|’re)\s+(?:\w+ly\s+)?)"
    r"(?:told|informed|advised|assured|warned|reminded|notified|briefed|given to understand)\b",
    re.IGNORECASE,
)
_AGENT = re.compile(r"\s+by\b", re.IGNORECASE)
_CITED = re.compile(r"(?:quot|cit)(?:ed|es|ing|e)\b", re.IGNORECASE)
_AS_SAYING = re.compile(
    r"\bas\s+(?:saying|telling|writing|having\s+said|expecting|warning)\b(?:\s+that\b)?[\s,:]*",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(r"(?:that|\d{1,2}[:.]\d\d)\s+(?=\S)")
_WAS_QUOTED = re.compile(r"(?:has been|have been|is|are|was|were)\s+(?:quoted|cited)\b")
_SUBJECT = re.compile(r"[”\"»'’,\s]+(?P<source>[^\s”\"»,][^”\"»;.]{0,60}?),?\s+")
_ACCORDING = re.compile(r"\baccording\s+to\s+$", re.IGNORECASE)
_SAID = re.compile(
    r"[”\"»'’,\s]+(?P<source>[^\s”\"»,][^”\"»,;.]{0,60}?)\s+(?P<cue>said|says|added|adds)\b"
)
_HEARSAY = re.compile(
    r"(?:is|are|was|were)\s+(?:said|reported|believed|thought|understood|alleged|rumoured|rumored)",
    re.IGNORECASE,
)
_TO = re.compile(r"\s+(?P<said>to\s[^.;\n]{3,300})", re.IGNORECASE)
NEAR = 80
"""Code points within which a rule looks for the words that it goes by: a clause."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Contents, cue and source span as the tagger and this module read them."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None


def mended(text: str, reading: Reading, quotes: Sequence[Span]) -> Reading:
    """``reading`` after all rules; it has no contents if it reports nothing."""
    reading = _of_whom_is_told(text, reading, quotes)
    reading = _as_saying(text, reading, quotes)
    reading = _of_the_nearer_source(text, reading, quotes)
    reading = _of_whom_is_quoted(text, reading, quotes)
    reading = _of_nobody(text, reading)
    reading = _without_that(text, reading)
    return replace(reading, cue=_bare(text, reading.cue))


def _of_whom_is_told(text: str, reading: Reading, quotes: Sequence[Span]) -> Reading:
    """ "Residents were told that X" names nobody for X, and "Residents were told by the mayor"
    does not report the residents."""
    cue = reading.cue
    told = _TOLD.search(text, cue.start, cue.end + NEAR) if cue else None
    if cue is None or told is None or told.start() > cue.end:
        return reading
    contents = tuple(
        c for c in reading.contents if c in quotes or c.end > told.start() or c.start > cue.end
    )
    named = reading.source is not None and _AGENT.match(text, told.end())
    after = reading.source is not None and reading.source.start >= told.end()
    return replace(reading, contents=contents, source=reading.source if named and after else None)


def _as_saying(text: str, reading: Reading, quotes: Sequence[Span]) -> Reading:
    """Of "quoted X of Y as saying that Z" the content is Z."""
    if reading.cue is None or not _CITED.search(text, reading.cue.start, reading.cue.end):
        return reading
    return replace(reading, contents=tuple(_said(text, c, quotes) for c in reading.contents))


def _said(text: str, content: Span, quotes: Sequence[Span]) -> Span:
    if any(q.overlaps(content) for q in quotes):
        return content
    saying = _AS_SAYING.search(text, content.start, content.end)
    return Span(saying.end(), content.end) if saying else content


def _without_that(text: str, reading: Reading) -> Reading:
    """The contents without the word that joins them to their cue, or the time of a live report."""
    found = []
    for content in filter(len, reading.contents):
        that = _COMPLEMENT.match(text, content.start, content.end)
        found.append(Span(that.end(), content.end) if that else content)
    return replace(reading, contents=tuple(found))


def _of_whom_is_quoted(text: str, reading: Reading, quotes: Sequence[Span]) -> Reading:
    """Of ' "Z," X was quoted as saying by Y ' the source is X; the outlet is found again."""
    if reading.cue is None or not _WAS_QUOTED.match(text, reading.cue.start):
        return reading
    quote = next((q for q in reversed(quotes) if q.end <= reading.cue.start), None)
    subject = _SUBJECT.fullmatch(text, quote.end, reading.cue.start) if quote else None
    return replace(reading, source=Span(*subject.span("source"))) if subject else reading


def _of_the_nearer_source(text: str, reading: Reading, quotes: Sequence[Span]) -> Reading:
    """Of ' "Z," X said, according to Y ' the source is X, if the tagger took Y and left X in the
    content; the outlet is found again beside the cue."""
    if (
        reading.cue is None
        or not reading.contents
        or not _ACCORDING.search(_to_source(text, reading))
    ):
        return reading
    last = reading.contents[-1]
    quote = next((q for q in quotes if q.start <= last.start + 2 and last.start < q.end), None)
    said = _SAID.search(text, quote.end, reading.cue.end) if quote else None
    if quote is None or said is None or last.end <= said.start("source"):
        return reading
    contents = (*reading.contents[:-1], quote)
    return Reading(contents, Span(*said.span("cue")), Span(*said.span("source")))


def _to_source(text: str, reading: Reading) -> str:
    """What stands from the cue to the source."""
    if reading.cue is None or reading.source is None:
        return ""
    return text[reading.cue.start : reading.source.start]


def _of_nobody(text: str, reading: Reading) -> Reading:
    """Of "the cost is said to have doubled" the content is "to have doubled", of nobody."""
    if reading.cue is None or not _HEARSAY.fullmatch(reading.cue.of(text)):
        return reading
    rest = _TO.match(text, reading.cue.end)
    contents = (Span(rest.start("said"), rest.end("said")),) if rest else reading.contents
    return replace(reading, contents=contents, source=None)


def _bare(text: str, cue: Span | None) -> Span | None:
    """``cue`` without punctuation at its end."""
    end = cue.end if cue else 0
    while cue and end > cue.start and not text[end - 1].isalnum():
        end -= 1
    return Span(cue.start, end) if cue and end > cue.start else cue
