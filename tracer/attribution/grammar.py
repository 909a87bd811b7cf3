"""What English grammar settles, where the tagger was taught by too few examples.

Each function takes a reading and gives it back, mended where its rule applies.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracer.attribution.bounds import around
from tracer.models import Span
from tracer.text import sentences_of

_TOLD = re.compile(
    r"\b(?:(?:am|is|are|was|were|be|been|being|get|gets|got|'s|’s|'re|’re)\s+(?:\w+ly\s+)?)"
    r"(?:told|informed|advised|assured|warned|reminded|notified|briefed|given to understand)\b",
    re.IGNORECASE,
)
_AGENT = re.compile(r"\s+by\b", re.IGNORECASE)
_CITED = re.compile(r"(?:quot|cit)(?:ed|es|ing|e)\b", re.IGNORECASE)
_AS_SAYING = re.compile(
    r"\bas\s+(?:saying|telling|writing|having\s+said|expecting|warning)\b(?:\s+that\b)?[\s,:]*",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(r"that\s+(?=\S)")
_CLOCK = re.compile(r"\d{1,2}:\d\d\s+(?=\S)")
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
_TO = re.compile(r"\s+(?P<said>to\s(?:(?!,\s|;)[^\n])+?)(?=,\s|;|[.!?]?$)", re.IGNORECASE)
LONGEST = 600
"""Code points in which a sentence with "is said to" ends; what lies beyond is left. Set by hand:
the longest sentence of PolNeAR has 859."""
_ARTICLES = frozenset({"the", "a", "an"})
_NAMED = re.compile(r"(?P<name>(?:[Tt]he|[Aa]n?)(?:\s[A-Z][\w’'.-]*)+)")
_NAMED_BEFORE = re.compile(r"(?P<name>(?:[Tt]he\s)?[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*)*)\s$")
NEAR = 80
"""Code points within which a rule looks for the words that it goes by: a clause, set by hand."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Contents, cue and source span as the tagger and this module read them."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None


def mended(text: str, reading: Reading, quotes: Sequence[Span]) -> Reading:
    """``reading`` after all rules; it has no contents if it reports nothing."""
    reading = _with_a_name(text, reading)
    reading = _of_whom_is_told(text, reading, quotes)
    reading = _as_saying(text, reading, quotes)
    reading = _of_the_nearer_source(text, reading, quotes)
    reading = _of_whom_is_quoted(text, reading, quotes)
    reading = _of_nobody(text, reading)
    reading = _without_that(text, reading, quotes)
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


def _without_that(text: str, reading: Reading, quotes: Sequence[Span]) -> Reading:
    """The contents without the word that joins them to their cue, or the hour at the beginning of
    a line of a live report; what stands in quotation marks stays whole."""
    found = []
    for content in filter(len, reading.contents):
        opens = content.start == 0 or text[content.start - 1] == "\n"
        joint = _CLOCK if opens else _COMPLEMENT
        match = (
            None if around(content.start, quotes) else joint.match(text, content.start, content.end)
        )
        found.append(Span(match.end(), content.end) if match else content)
    return replace(reading, contents=tuple(found))


def _of_whom_is_quoted(text: str, reading: Reading, quotes: Sequence[Span]) -> Reading:
    """Of ' "Z," X was quoted as saying by Y ' the source is X; the outlet is found again."""
    if reading.cue is None or not _WAS_QUOTED.match(text, reading.cue.start):
        return reading
    before = bisect_right(quotes, reading.cue.start, key=lambda quote: quote.end)
    end = quotes[before - 1].end if before else 0
    subject = _SUBJECT.fullmatch(text, end, reading.cue.start) if before else None
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
    quote = (
        around(last.start, quotes)
        or around(last.start + 1, quotes)
        or around(last.start + 2, quotes)
    )
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
    line = text.find("\n", reading.cue.end)
    end = min(len(text) if line < 0 else line, reading.cue.end + LONGEST)
    sentence = next(iter(sentences_of(text, Span(reading.cue.start, end))), None)
    rest = _TO.match(text, reading.cue.end, sentence.end) if sentence else None
    contents = (Span(*rest.span("said")),) if rest else reading.contents
    return replace(reading, contents=contents, source=None)


def _with_a_name(text: str, reading: Reading) -> Reading:
    """A source that is a mere article, with the name behind it, or the one before the cue."""
    if reading.source is None or reading.source.of(text).casefold() not in _ARTICLES:
        return reading
    behind = _NAMED.match(text, reading.source.start)
    if behind is None and reading.cue is not None:
        start = max(text.rfind("\n", 0, reading.cue.start) + 1, reading.cue.start - NEAR)
        behind = _NAMED_BEFORE.search(text, start, reading.cue.start)
    return replace(reading, source=Span(*behind.span("name")) if behind else None)


def _bare(text: str, cue: Span | None) -> Span | None:
    """``cue`` without punctuation at its end."""
    end = cue.end if cue else 0
    while cue and end > cue.start and not text[end - 1].isalnum():
        end -= 1
    return Span(cue.start, end) if cue and end > cue.start else cue
