"""What the setting of a page says of who said what, beside any sentence.

A quotation with a dash and a name below it, "From the Courier:" above a block, ROE: before what
Roe answers, and the items of a list that a sentence opens.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracer.attribution.grammar import Reading
from tracer.models import Span
from tracer.text import paragraphs, sentences_of, trimmed

_WORD = r"(?:the|The|of|and|for|de|&|[A-Z][\w’'.&-]*)"
_NAME = rf"{_WORD}(?: {_WORD}){{0,7}}"
_DATES = (
    r"\w+day|January|February|March|April|May|June|July|August|September|October|November|December"
)
_LABEL = re.compile(
    r"(?:From|(?:A )?(?:Statement|Response|Answer|Comment|Reply) (?:from|by|of)) "
    rf"(?!(?:{_DATES})\b)(?P<source>{_NAME}):$"
)
_TURN = re.compile(r"(?P<source>[A-Z][A-Z.'’\-]+(?:\s[A-Z][A-Z.'’\-]+){0,3}|[QA]):\s+(?=\S)")
_ASKING = frozenset({"Q", "QUESTION"})
_LABELS = frozenset(
    "UPDATE NOTE CORRECTION PHOTO IMAGE SOURCE SOURCES RELATED VIDEO WATCH LISTEN READ MORE LIVE"
    " BREAKING ANALYSIS OPINION EXCLUSIVE KEY STEP TIP FACT DATE TIME WHERE WHEN WHO WHAT WHY"
    " HOW".split()
)
_SIGNED = re.compile(
    rf"[>\s]*(?:[—–]|--?)\s*(?P<source>{_NAME}(?:,[^.!?;:\n]{{2,60}})?)\s*(?:\n|\Z)"
)
LONGEST_NAME = 120
"""Code points behind a quotation that may be a dash and a name."""
_ITEM = re.compile(r"\s*(?:[-–—*•·▪‣]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
FEWEST_SPEAKERS = 2
"""One who speaks alone is a label or a heading."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A reading, and what it rests on in plain words."""

    reading: Reading
    rule: str


def placed(text: str, quotes: Sequence[Span]) -> tuple[Placed, ...]:
    """The attributions that the layout of ``text`` gives, in text order; none overlaps another."""
    lines = paragraphs(text)
    found = [*_blocks(text, lines), *_turns(text, lines), *_signed(text, lines, quotes)]
    return tuple(sorted(found, key=lambda p: p.reading.contents[0]))


def _blocks(text: str, lines: Sequence[Span]) -> Iterator[Placed]:
    """ "From the Courier:" and the paragraph below it."""
    for label, block in pairwise(lines):
        match = _LABEL.match(text, label.start, label.end)
        if match and not _LABEL.match(text, block.start, block.end):
            source = Span(*match.span("source"))
            contents = sentences_of(text, block)
            yield Placed(Reading(contents, None, source), "the line above it names who says it")


def _turns(text: str, lines: Sequence[Span]) -> Iterator[Placed]:
    """ROE: and what Roe says, where at least two do so, each more than once."""
    turns = [(line, match) for line in lines if (match := _TURN.match(text, line.start, line.end))]
    times = Counter(match["source"] for _, match in turns)
    names = (name for name, count in times.items() if count > 1)
    recurring = {name for name in names if name.split()[0] not in _LABELS}
    if len(recurring) < FEWEST_SPEAKERS:
        return
    for line, match in turns:
        if match["source"] in recurring - _ASKING:
            source, answer = Span(*match.span("source")), Span(match.end(), line.end)
            yield Placed(Reading((answer,), None, source), "the name before the colon")


def _signed(text: str, lines: Sequence[Span], quotes: Sequence[Span]) -> Iterator[Placed]:
    """A quotation and, behind a dash after it or on the next line, a name."""
    for index, line in enumerate(lines):
        at = bisect_right(quotes, line.end, key=lambda q: q.end) - 1
        if at < 0 or quotes[at].end <= line.start:
            continue
        below = lines[index + 1].end if index + 1 < len(lines) else line.end
        for end in dict.fromkeys((line.end, below)):
            after = Span(min(quotes[at].end + 1, end), end)
            if len(after) <= LONGEST_NAME and (match := _SIGNED.match(text, *_pair(after))):
                source = Span(*match.span("source"))
                yield Placed(Reading((quotes[at],), None, source), "the name behind the dash")
                break


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def listed(text: str, lines: Sequence[Span], reading: Reading) -> Reading:
    """``reading`` with all items of a list as its contents, if its first content is one of them
    and its source stands in the sentence that opens the list."""
    at = bisect_right(lines, reading.contents[0].start, key=lambda line: line.start) - 1
    first = at
    while first > 0 and _ITEM.match(text, *_pair(lines[first])):
        first -= 1
    opening = lines[first]
    if first == at or reading.source is None or not opening.contains(reading.source):
        return reading
    if not opening.of(text).endswith((":", "that", ",")):
        return reading
    return replace(reading, contents=tuple(_items(text, lines[first + 1 :])))


def _items(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """The items at the beginning of ``lines``, without their marks."""
    for line in lines:
        mark = _ITEM.match(text, line.start, line.end)
        if mark is None:
            return
        item = trimmed(text, Span(mark.end(), line.end))
        end = item.end
        while end > item.start and text[end - 1] in ",;":
            end -= 1
        yield Span(item.start, end)
