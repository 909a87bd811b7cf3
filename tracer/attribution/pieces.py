"""A text as the encoder reads it: paragraphs cut into pieces, and each piece's surroundings.

Marks are read alike whatever their shape: each mark that opens or closes a quotation becomes ``"``,
and where a piece stands to it is a feature of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracer import encoder
from tracer.models import Span
from tracer.text import paragraphs, quotations, sentences_of

if TYPE_CHECKING:
    from tracer.encoder import Ints

OUTSIDE, INSIDE, OPENING, CLOSING, SPECIAL = range(5)
"""Where a piece stands to quotation marks; SPECIAL is a piece that no text has."""
LOWER, CAPITAL, CAPITALS, NO_LETTER = range(4)
MOST_PIECES = 240
"""A longer paragraph is cut at sentence ends, so that it fits into a window of 256."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_FOLDED = str.maketrans({"‘": "'", "’": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_FOLDED |= str.maketrans({"«": '"', "»": '"', "„": '"', "‟": '"'})


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or sentences of a long one, in pieces: ``starts`` and ``ends`` are offsets in
    the text; all arrays have shape (pieces,). ``paragraph`` is its index."""

    span: Span
    paragraph: int
    ids: Ints
    starts: Ints
    ends: Ints
    states: Ints
    cases: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, start: int, end: int) -> Part:
        """Its pieces from index ``start`` to ``end``."""
        arrays = (self.ids, self.starts, self.ends, self.states, self.cases)
        ids, starts, ends, states, cases = (array[start:end] for array in arrays)
        return Part(
            Span(int(starts[0]), int(ends[-1])), self.paragraph, ids, starts, ends, states, cases
        )


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of ``text`` in order; none is empty or has more than MOST_PIECES pieces."""
    quotes = quotations(text)
    read = _folded(text, quotes)
    spans = paragraphs(text)
    pieces = encoder.tokenized([span.of(read) for span in spans])
    found: list[Part] = []
    for index, (span, (ids, starts, ends)) in enumerate(zip(spans, pieces, strict=True)):
        if len(ids):
            starts, ends = starts + span.start, ends + span.start
            states, cases = _states(starts, ends, quotes), _cases(text, starts, ends)
            whole = Part(span, index, ids, starts, ends, states, cases)
            found.extend(whole.cut(*edges) for edges in _cuts(text, whole))
    return tuple(found)


def _folded(text: str, quotes: tuple[Span, ...]) -> str:
    """``text`` of the same length with marks as the encoder knows them."""
    letters = list(_SURROGATE.sub("\ufffd", text.translate(_FOLDED)))
    for quote in quotes:
        _mark(letters, quote.start - 1, quote.start - 2)
        _mark(letters, quote.end, quote.end + 1)
    return "".join(letters)


def _mark(letters: list[str], at: int, beyond: int) -> None:
    """Write the mark at ``at``, which may be the inner one of two single ones, as a double one."""
    if 0 <= at < len(letters) and not (letters[at].isalnum() or letters[at].isspace()):
        if letters[at] == "'" and 0 <= beyond < len(letters) and letters[beyond] == "'":
            letters[beyond] = " "
        letters[at] = '"'


def _states(starts: Ints, ends: Ints, quotes: tuple[Span, ...]) -> Ints:
    states = np.full(len(starts), OUTSIDE, dtype=np.int64)
    for quote in _touching(quotes, int(starts[0]), int(ends[-1])):
        first = int(np.searchsorted(starts, quote.start))
        after = int(np.searchsorted(ends, quote.end, "right"))
        states[first:after] = INSIDE
        if first and ends[first - 1] == quote.start:
            states[first - 1] = OPENING
        if after < len(starts) and starts[after] == quote.end:
            states[after] = CLOSING
    return states


def _touching(quotes: tuple[Span, ...], first: int, last: int) -> Iterator[Span]:
    """Those of ``quotes`` that lie between two offsets or reach over one of them."""
    at = max(0, bisect_left(quotes, Span(first, first)) - 1)
    while at < len(quotes) and quotes[at].start <= last:
        if quotes[at].end >= first:
            yield quotes[at]
        at += 1


def _cases(text: str, starts: Ints, ends: Ints) -> Ints:
    return np.array(
        [_case(text[a:b]) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)],
        dtype=np.int64,
    )


def _case(word: str) -> int:
    if not word[:1].isalpha():
        return NO_LETTER
    if not word[0].isupper():
        return LOWER
    return CAPITALS if len(word) > 1 and word.isupper() else CAPITAL


def _cuts(text: str, whole: Part) -> Iterator[tuple[int, int]]:
    """Index ranges of ``whole`` that are at most MOST_PIECES long and end with a sentence where
    one ends in reach."""
    if len(whole) <= MOST_PIECES:
        yield 0, len(whole)
        return
    ends = [s.end for s in sentences_of(text, whole.span)]
    stops = np.searchsorted(whole.starts, ends).tolist()
    start = 0
    while start < len(whole):
        at = bisect_right(stops, start + MOST_PIECES) - 1
        sentence = stops[at] if at >= 0 and stops[at] > start else start + MOST_PIECES
        end = min(sentence, len(whole))
        yield start, end
        start = end
