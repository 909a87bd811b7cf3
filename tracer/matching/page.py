"""A document, or some windows of it, as numbered words.

A long document is read only around the places that the index names. Between two windows that do
not touch stands a run of gaps, words that equal no other, which cover what was not read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from tracer.matching.needle import edges
from tracer.models import Document, Passage, Span
from tracer.text import context, fold, parted, sentences, word_key

_UNREAD = ("\0",) * 16
"""The gaps between two windows: more than any gap that is still one passage."""


class Page:
    """The words of a document inside ``windows``, which are in order and do not overlap. Words
    are numbered from 0; offsets are those of the document's text.

    What only a document that matches is asked for is worked out when it is asked for.
    """

    def __init__(self, document: Document, windows: Sequence[Span]) -> None:
        self.document = document
        self._windows = windows
        self._parts = [parted(fold(window.of(document.text))) for window in windows]
        keys = list(map(word_key, self._parts[0][1::2]))
        for parts in self._parts[1:]:
            keys.extend(_UNREAD)
            keys.extend(map(word_key, parts[1::2]))
        self.keys: Sequence[str] = keys

    @staticmethod
    def whole(document: Document) -> Page:
        """All of a document."""
        return Page(document, [Span(0, len(document.text))])

    @cached_property
    def by_key(self) -> Mapping[str, list[int]]:
        """Where each word stands, by word number."""
        return _places(self.keys)

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Where each word starts and ends."""
        starts, ends = edges(self._parts[0], self._windows[0].start)
        for window, parts in zip(self._windows[1:], self._parts[1:], strict=True):
            more, their_ends = edges(parts, window.start)
            starts += [ends[-1] if ends else window.start] * len(_UNREAD) + more
            ends += [window.start] * len(_UNREAD) + their_ends
        return starts, ends

    def span(self, start: int, end: int) -> Span:
        """The stretch from word ``start`` up to word ``end``, which is not part of it."""
        starts, ends = self._edges
        return Span(starts[start], ends[end - 1])

    def folded(self, span: Span) -> str:
        """The folded text of ``span``."""
        return fold(span.of(self.document.text))

    def sentences_around(self, inner: Span) -> tuple[Span, int, int]:
        """The whole sentences that ``inner`` lies in, and the numbers of their words."""
        around = [span for span in sentences(self.document.text) if span.overlaps(inner)]
        whole = Span(min(s.start for s in around), max(s.end for s in around))
        starts, _ = self._edges
        return whole, bisect_left(starts, whole.start), bisect_left(starts, whole.end)

    def passage(self, spans: Sequence[Span]) -> Passage:
        """The passage that ``spans`` make up, in their order."""
        text = self.document.text
        exact = " … ".join(span.of(text) for span in spans)
        prefix, _ = context(text, spans[0])
        _, suffix = context(text, spans[-1])
        return Passage(self.document.id, tuple(spans), exact, prefix, suffix)


def _places(keys: Sequence[str]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        places[key].append(number)
    return places
