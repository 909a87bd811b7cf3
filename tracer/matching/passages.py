"""Steps -> the spans and differences of a match; and the windows of a document that have a
needle's rare words in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import fuzz

from tracer.matching.alignment import Step, align, compare
from tracer.matching.blocks import BACKWARD, best_chain
from tracer.matching.needle import Mark, Needle
from tracer.matching.page import Page
from tracer.models import Difference, Match, Span
from tracer.text import fold, stem

_JOINED = 8
"""A gap of more words than this, left out without a mark, parts a passage into two spans."""
_WINDOWS = 2
_IN_OTHER_WORDS = 0.6
"""What a window of scattered words is worth beside the same share of words in order."""

Weigh = Callable[[str], float]


def quoted(needle: Needle, page: Page, weigh: Weigh) -> Match | None:
    """The passage of ``page`` that has most of ``needle``'s words in order."""
    weights = [weigh(key) for key in needle.keys]
    elided = frozenset(mark.at for mark in needle.marks if mark.kind == "elision")
    steps = align(needle, page, best_chain(needle.keys, weights, page, elided))
    return _match(needle, page, steps, weights) if steps else None


def _match(needle: Needle, page: Page, steps: list[Step], weights: Sequence[float]) -> Match:
    runs = _runs(needle, steps)
    spans = [span for run in runs if (span := _span(page, run))]
    equal = sum(sum(weights[s.q : s.q_end]) for s in steps if s.tag == "equal")
    reordered = tuple(_reordered(needle, page, runs))
    ratio = fuzz.ratio(fold(needle.text), " ".join(span.of(page.folded) for span in spans))
    score = max(100 * (equal - BACKWARD * len(reordered)) / sum(weights), ratio)
    found = (*_differences(needle, page, steps), *reordered)
    ordered = sorted(found, key=_place)
    return Match(page.passage(spans), round(min(score, 100.0), 2), tuple(ordered))


def _place(difference: Difference) -> tuple[int, int, str]:
    span = difference.article or difference.source or Span(0, 0)
    return (span.start, span.end, difference.kind)


def _runs(needle: Needle, steps: Sequence[Step]) -> list[list[Step]]:
    """The steps parted where the document is left and entered again elsewhere."""
    runs: list[list[Step]] = [[]]
    reached = 0
    for step in steps:
        if step.tag == "delete" and _parts(needle, step):
            runs.append([])
        else:
            if step.d < reached:
                runs.append([])
            runs[-1].append(step)
        reached = step.d_end
    return [run for run in runs if any(step.d_end > step.d for step in run)]


def _parts(needle: Needle, step: Step) -> bool:
    mark = _mark_at(needle, step)
    elided = mark is not None and mark.kind == "elision"
    return elided or step.d_end - step.d > _JOINED


def _span(page: Page, run: Sequence[Step]) -> Span | None:
    touched = [step for step in run if step.d_end > step.d]
    return page.span(touched[0].d, touched[-1].d_end) if touched else None


def _mark_at(needle: Needle, step: Step) -> Mark | None:
    return next((mark for mark in needle.marks if mark.at == step.q == step.q_end), None)


def _differences(needle: Needle, page: Page, steps: Sequence[Step]) -> Iterator[Difference]:
    met: set[Span] = set()
    for step in steps:
        mark = _mark_at(needle, step) if step.tag == "delete" else None
        if mark:
            met.add(mark.span)
            if mark.inner != page.keys[step.d : step.d_end]:
                yield Difference(mark.kind, mark.span, page.span(step.d, step.d_end))
        elif step.tag != "equal":
            yield _plain(needle, page, step)
        else:
            yield from _adapted(needle, page, step)
    for mark in needle.marks:
        if mark.span not in met:
            yield Difference(mark.kind, mark.span, None)


def _adapted(needle: Needle, page: Page, step: Step) -> Iterator[Difference]:
    """Words that a bracket inside them makes equal to the document's."""
    for word in needle.adapted.intersection(range(step.q, step.q_end)):
        there = step.d + word - step.q
        yield Difference("bracket", needle.words[word].span, page.span(there, there + 1))


def _plain(needle: Needle, page: Page, step: Step) -> Difference:
    source = page.span(step.d, step.d_end) if step.d_end > step.d else None
    if step.q == step.q_end:
        return Difference("deletion", None, source)
    words = needle.words
    article = Span(words[step.q].span.start, words[step.q_end - 1].span.end)
    if source is None:
        return Difference("insertion", article, None)
    adapted = set(range(step.q, step.q_end)) <= needle.adapted
    return Difference("bracket" if adapted else "substitution", article, source)


def _reordered(needle: Needle, page: Page, runs: Sequence[Sequence[Step]]) -> Iterator[Difference]:
    """A run that stands in the document before the one it follows in the needle."""
    reached = 0
    for run in runs:
        touched = [step for step in run if step.d_end > step.d]
        if touched[0].d < reached:
            own = [step for step in run if step.q_end > step.q]
            words = needle.words
            article = Span(words[own[0].q].span.start, words[own[-1].q_end - 1].span.end)
            yield Difference("order", article, _span(page, run))
        reached = touched[-1].d_end


def told(needle: Needle, page: Page, weigh: Weigh) -> list[Match]:
    """The sentences of ``page`` that have most of ``needle``'s rare words, in any order."""
    stems = {stem(key): weigh(key) for key in needle.keys}
    total = sum(stems.values())
    places = sorted((d, key) for key in stems for d in page.by_stem.get(key, ()) if stems[key] > 1)
    found: list[Match] = []
    for start, end, weight in _windows(places, stems, size=max(24, len(needle.keys))):
        whole, first, last = page.sentences_around(start, end)
        steps = compare(needle.keys, page.keys, first, last)
        score = round(100 * _IN_OTHER_WORDS * weight / total, 2)
        found.append(Match(page.passage((whole,)), score, tuple(_differences(needle, page, steps))))
    return found


def _windows(
    places: Sequence[tuple[int, str]], weights: dict[str, float], size: int
) -> list[tuple[int, int, float]]:
    """The best stretches of at most ``size`` words that do not overlap: first and last word,
    and the weight of the different words in it."""
    candidates: list[tuple[int, int, float]] = []
    for index, (start, _) in enumerate(places):
        inside = [place for place in places[index : index + size] if place[0] < start + size]
        weight = sum(weights[key] for key in {key for _, key in inside})
        candidates.append((start, inside[-1][0] + 1, weight))
    candidates.sort(key=lambda c: (-c[2], c[1] - c[0], c[0]))
    chosen: list[tuple[int, int, float]] = []
    for start, end, weight in candidates:
        if len(chosen) < _WINDOWS and all(end <= s or e <= start for s, e, _ in chosen):
            chosen.append((start, end, weight))
    return chosen
