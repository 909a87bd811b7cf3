"""One document, ready to be searched: its words and where each of them stands."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from tracer.models import Document, Passage, Span
from tracer.text import Word, context, fold, sentences, spelled, stem, word_key, words


class Page:
    """A document's words. Word numbers count from 0; offsets are those of its text.

    What only a document that matches is asked for is worked out when it is asked for.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.folded = fold(document.text)
        self.keys = tuple(map(word_key, spelled(self.folded)))
        self.by_key: Mapping[str, list[int]] = _places(self.keys)

    @cached_property
    def by_stem(self) -> Mapping[str, list[int]]:
        """Where words of each stem stand, by word number."""
        return _places([stem(key) for key in self.keys])

    @cached_property
    def _words(self) -> tuple[Word, ...]:
        return words(self.folded)

    @cached_property
    def _sentences(self) -> tuple[Span, ...]:
        return sentences(self.document.text)

    def span(self, start: int, end: int) -> Span:
        """The stretch from word ``start`` up to word ``end``, which is not part of it."""
        return Span(self._words[start].span.start, self._words[end - 1].span.end)

    def sentences_around(self, start: int, end: int) -> tuple[Span, int, int]:
        """The whole sentences that hold words ``start`` to ``end``, and their word numbers."""
        inner = self.span(start, end)
        around = [span for span in self._sentences if span.overlaps(inner)]
        whole = Span(min(s.start for s in around), max(s.end for s in around))
        first = bisect_left(self._words, whole.start, key=lambda word: word.span.start)
        return whole, first, bisect_left(self._words, whole.end, key=lambda w: w.span.start)

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
