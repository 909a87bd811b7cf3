"""The sentences of a document that have a needle's rare words, in whatever order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from tracer.matching.alignment import compare
from tracer.matching.needle import Needle
from tracer.matching.page import Page
from tracer.matching.passages import differences
from tracer.models import Document, Match, Span
from tracer.text import fold, spelled, stem, word_key

MOST_TOLD = 60.0
"""The score of a stretch that has all of a needle's words in any order."""
_STRETCHES = 2
"""Stretches of one document that are told."""
_TRIED = 12
"""Stretches of one document of which the shortest are taken."""
_SHORTEST = 160
"""Code points of a stretch, or as many as the needle has and a quarter more."""
_LONGEST_WORD = 48


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of a document that says some of what a needle says."""

    document: Document
    span: Span
    score: float

    def match(self, needle: Needle) -> Match:
        """The sentences that the stretch lies in."""
        page = Page.whole(self.document)
        whole, first, last = page.sentences_around(self.span)
        steps = compare(needle.keys, page.keys, first, last)
        found = tuple(differences(needle, page, steps))
        return Match(page.passage((whole,)), self.score, found)


def told(needle: Needle, document: Document, weights: Mapping[str, float]) -> list[Told]:
    """The stretches of ``document`` that have most of ``needle``'s words that are in ``weights``:
    how rare each is."""
    stems = {stem(key): weight for key, weight in weights.items()}
    total = sum(stems.values()) or 1.0
    folded = fold(document.text)
    places = sorted((at, end, key) for key in stems for at, end in _occurrences(folded, key))
    size = max(_SHORTEST, len(needle.text) * 5 // 4)
    found = _stretches(places, stems, size)
    return [Told(document, span, round(MOST_TOLD * w / total, 2)) for span, w in found]


def _occurrences(folded: str, key: str) -> Iterator[tuple[int, int]]:
    """Where a folded text has words of the stem ``key``. It is looked for as a string: that is
    quicker than to part the text into words."""
    at = folded.find(key)
    while at >= 0:
        if not folded[at - 1 : at].isalnum():
            found = folded[at : at + _LONGEST_WORD].partition(" ")[0]
            word = next(iter(spelled(found)), "")
            if stem(word_key(word)) == key:
                yield at, at + len(word)
        at = folded.find(key, at + len(key))


def _stretches(
    places: Sequence[tuple[int, int, str]], weights: Mapping[str, float], size: int
) -> list[tuple[Span, float]]:
    """The best stretches of at most ``size`` code points that do not overlap, and the weight of
    the different words in each."""
    found: list[tuple[float, int, int]] = []
    held: dict[str, int] = {}
    weight, end = 0.0, 0
    for number, (start, _, key) in enumerate(places):
        while end < len(places) and places[end][0] < start + size:
            entering = places[end][2]
            weight += 0 if held.get(entering) else weights[entering]
            held[entering] = held.get(entering, 0) + 1
            end += 1
        found.append((-round(weight, 6), number, end))
        held[key] -= 1
        weight -= 0 if held[key] else weights[key]
    best = [(lost, _tight(places[first:end])) for lost, first, end in nsmallest(_TRIED, found)]
    chosen: list[tuple[Span, float]] = []
    for lost, span in sorted(best, key=lambda one: (one[0], len(one[1]), one[1])):
        if len(chosen) < _STRETCHES and not any(span.overlaps(other) for other, _ in chosen):
            chosen.append((span, -lost))
    return chosen


def _tight(places: Sequence[tuple[int, int, str]]) -> Span:
    """The stretch up to the last word that is new in it."""
    met: set[str] = set()
    last = 0
    for _, end, key in places:
        if key not in met:
            met.add(key)
            last = end
    return Span(places[0][0], last)
